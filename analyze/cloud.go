package analyze

import "strings"

// A service is one kind of vault in one cloud: its host suffix and the private DNS zone that belongs to it.
type service struct {
	cloud  string
	suffix string // of the vault's host
	zone   string // private DNS zone; empty where no table of Microsoft's names one
	group  string // sub-resource (group id) of a private endpoint
	hsm    bool
}

// services are the known kinds of vault (Microsoft Learn, "Azure Private Endpoint private DNS zone values").
var services = []service{
	{"AzureCloud", "vault.azure.net", "privatelink.vaultcore.azure.net", "vault", false},
	{"AzureUSGovernment", "vault.usgovcloudapi.net", "privatelink.vaultcore.usgovcloudapi.net", "vault", false},
	{"AzureChinaCloud", "vault.azure.cn", "privatelink.vaultcore.azure.cn", "vault", false},
	{"AzureCloud", "managedhsm.azure.net", "privatelink.managedhsm.azure.net", "managedhsm", true},
	{"AzureGermanCloud", "vault.microsoftazure.de", "", "vault", false},
}

// IsVault reports whether a text is a vault's name (letters, digits, hyphens) or the host name of a vault in a
// known cloud, in any case.
func IsVault(text string) bool {
	host := strings.ToLower(strings.TrimSuffix(text, "."))
	for _, label := range strings.Split(host, ".") {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	form, label, svc := splitHost(host)
	return !strings.Contains(text, ".") || (form == formHost && host == label+"."+svc.suffix)
}

// A hostForm says how a host name relates to a vault.
type hostForm int

// The forms of a host name.
const (
	formOther       hostForm = iota // nothing to do with a vault
	formHost                        // the vault's own host: fabrikam.vault.azure.net
	formPrivatelink                 // fabrikam.privatelink.vaultcore.azure.net
	formOdd                         // looks like a vault's, and is none: fabrikam.vaultcore.azure.net
)

// splitHost tells what a host name is: its form, the vault's name and the service it belongs to. For
// formOdd the service is the one that the name resembles most.
func splitHost(host string) (form hostForm, vault string, svc service) {
	if strings.Contains(host, "..") {
		return formOther, "", service{} // elided: no host name has an empty label
	}
	for _, s := range services {
		if label, ok := labelOf(host, s.zone); ok {
			return formPrivatelink, label, s
		}
		if label, ok := labelOf(host, s.suffix); ok {
			return formHost, label, s
		}
		// A managed HSM has regional names too: eastus2.NAME.managedhsm.azure.net.
		if rest, ok := strings.CutSuffix(host, "."+s.suffix); ok && s.hsm && strings.Count(rest, ".") == 1 {
			_, label, _ := strings.Cut(rest, ".")
			return formHost, label, s
		}
	}
	for _, odd := range oddSuffixes {
		rest, ok := strings.CutSuffix(host, "."+odd.suffix)
		if !ok || rest == "" {
			continue
		}
		label, _, _ := strings.Cut(rest, ".")
		return formOdd, label, services[odd.service]
	}
	return formOther, "", service{}
}

// oddSuffixes are name spaces of vaults in which no vault has its host name, with the service they resemble.
// Names of the service's own infrastructure (data-prod-eus.vaultcore.azure.net) are told apart by
// infrastructureName.
var oddSuffixes = []struct {
	suffix  string
	service int
}{
	{"vaultcore.azure.net", 0}, {"privatelink.vault.azure.net", 0}, {"vault.windows.net", 0},
	{"vaultcore.usgovcloudapi.net", 1}, {"privatelink.vault.usgovcloudapi.net", 1}, {"vault.azure.us", 1},
	{"vaultcore.azure.cn", 2}, {"privatelink.vault.azure.cn", 2}, {"vault.chinacloudapi.cn", 2},
	{"vault.azure.com", 0}, {"keyvault.azure.net", 0}, {"vault.azure.net", 0},
}

// labelOf returns the single label before a suffix.
func labelOf(host, suffix string) (string, bool) {
	if suffix == "" {
		return "", false
	}
	label, ok := strings.CutSuffix(host, "."+suffix)
	return label, ok && label != "" && !strings.Contains(label, ".")
}

// infrastructureName reports whether a name belongs to the service itself rather than to a customer:
// data-prod-eus.vaultcore.azure.net and data-prod-eus-region.vaultcore.azure.net.
func infrastructureName(host string) bool {
	return strings.HasPrefix(host, "data-prod")
}

// hasAlias reports whether a name is a privatelink alias.
func hasAlias(name string) bool { return strings.Contains(name, ".privatelink.") }

// trimSearch cuts an appended search suffix: fabrikam.vault.azure.net.corp.example is
// fabrikam.vault.azure.net with ".corp.example" behind it.
func trimSearch(host string) (name, suffix string) {
	for _, s := range services {
		if before, after, ok := strings.Cut(host, "."+s.suffix+"."); ok {
			return before + "." + s.suffix, after
		}
	}
	return host, ""
}
