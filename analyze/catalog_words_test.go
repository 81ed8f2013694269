package analyze

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cmdlets are the cmdlets that the catalogue uses, each with the parameters it uses of them, as their reference
// pages have them. Who adds one looks it up.
var cmdlets = map[string]string{
	"Add-AzNetworkSecurityRuleConfig": "Name Priority Direction Access Protocol SourceAddressPrefix SourcePortRange " +
		"DestinationAddressPrefix DestinationPortRange",
	"Add-AzPrivateDnsRecordConfig":          "Ipv4Address",
	"Add-AzVirtualNetworkPeering":           "Name VirtualNetwork RemoteVirtualNetworkId",
	"Add-DnsServerConditionalForwarderZone": "Name MasterServers",
	"Approve-AzPrivateEndpointConnection":   "ResourceId Description",
	"Clear-DnsClientCache":                  "",
	"Clear-DnsServerCache":                  "",
	"Connect-AzAccount":                     "",
	"Get-AzActivityLog":                     "ResourceId StartTime EndTime",
	"Get-AzDnsResolverInboundEndpoint":      "ResourceGroupName DnsResolverName",
	"Get-AzEffectiveNetworkSecurityGroup":   "ResourceGroupName NetworkInterfaceName",
	"Get-AzEffectiveRouteTable":             "ResourceGroupName NetworkInterfaceName",
	"Get-AzKeyVault":                        "VaultName InRemovedState",
	"Get-AzNetworkInterface":                "ResourceId",
	"Get-AzNetworkInterfaceIpConfig":        "",
	"Get-AzNetworkSecurityGroup":            "ResourceGroupName Name",
	"Get-AzPrivateDnsRecordSet":             "ResourceGroupName ZoneName Name RecordType",
	"Get-AzPrivateDnsVirtualNetworkLink":    "ResourceGroupName ZoneName Name",
	"Get-AzPrivateDnsZone":                  "",
	"Get-AzPrivateEndpoint":                 "ResourceGroupName Name",
	"Get-AzPrivateEndpointConnection":       "PrivateLinkResourceId",
	"Get-AzResource":                        "ResourceId ExpandProperties",
	"Get-AzResourceProvider":                "ProviderNamespace",
	"Get-AzRouteTable":                      "ResourceGroupName Name",
	"Get-AzVirtualNetwork":                  "ResourceGroupName Name",
	"Get-AzVirtualNetworkPeering":           "ResourceGroupName VirtualNetworkName",
	"Get-AzVirtualNetworkSubnetConfig":      "ResourceId",
	"Get-ChildItem":                         "",
	"Get-DnsClientGlobalSetting":            "",
	"Get-DnsClientNrptPolicy":               "Effective",
	"Get-DnsClientServerAddress":            "AddressFamily",
	"Get-FileHash":                          "Algorithm",
	"Get-NetIPAddress":                      "AddressFamily",
	"Get-VpnConnection":                     "",
	"Invoke-RestMethod":                     "Uri",
	"Invoke-WebRequest":                     "Uri UseBasicParsing SkipCertificateCheck",
	"New-AzPrivateDnsRecordConfig":          "IPv4Address",
	"New-AzPrivateDnsRecordSet":             "ResourceGroupName ZoneName Name RecordType Ttl PrivateDnsRecord Overwrite",
	"New-AzPrivateDnsVirtualNetworkLink":    "ResourceGroupName ZoneName Name VirtualNetworkId",
	"New-AzPrivateDnsZone":                  "ResourceGroupName Name",
	"New-AzPrivateDnsZoneConfig":            "Name PrivateDnsZoneId",
	"New-AzPrivateDnsZoneGroup":             "ResourceGroupName PrivateEndpointName Name PrivateDnsZoneConfig",
	"New-AzPrivateEndpoint":                 "ResourceGroupName Name Location Subnet PrivateLinkServiceConnection",
	"New-AzPrivateLinkServiceConnection":    "Name PrivateLinkServiceId GroupId",
	"New-AzRoleAssignment":                  "ObjectId RoleDefinitionName Scope",
	"Out-File":                              "Encoding",
	"Register-AzResourceProvider":           "ProviderNamespace",
	"Remove-AzKeyVaultNetworkRule":          "VaultName IpAddressRange VirtualNetworkResourceId",
	"Remove-AzPrivateDnsRecordConfig":       "Ipv4Address",
	"Remove-AzPrivateDnsRecordSet":          "ResourceGroupName ZoneName Name RecordType",
	"Remove-AzPrivateDnsVirtualNetworkLink": "ResourceGroupName ZoneName Name",
	"Remove-AzPrivateDnsZoneGroup":          "ResourceGroupName PrivateEndpointName Name",
	"Remove-AzPrivateEndpoint":              "ResourceGroupName Name",
	"Remove-AzPrivateEndpointConnection":    "ResourceId",
	"Remove-AzRouteConfig":                  "Name",
	"Remove-AzVirtualNetworkPeering":        "ResourceGroupName VirtualNetworkName Name",
	"Resolve-DnsName":                       "Server NoHostsFile",
	"Select-Object":                         "ExpandProperty",
	"Select-String":                         "Path Pattern",
	"Set-AzContext":                         "Subscription",
	"Set-AzKeyVaultAccessPolicy":            "VaultName ObjectId PermissionsToSecrets",
	"Set-AzNetworkSecurityGroup":            "",
	"Set-AzPrivateDnsRecordSet":             "",
	"Set-AzPrivateDnsVirtualNetworkLink":    "ResourceGroupName ZoneName Name IsRegistrationEnabled ResolutionPolicy",
	"Set-AzRouteTable":                      "",
	"Set-DnsClientGlobalSetting":            "SuffixSearchList",
	"Set-DnsClientServerAddress":            "InterfaceAlias ResetServerAddresses",
	"Set-DnsServerConditionalForwarderZone": "Name MasterServers",
	"Set-Item":                              "Path Value",
	"Test-NetConnection":                    "Port",
	"Undo-AzKeyVaultRemoval":                "VaultName ResourceGroupName Location",
	"Update-AzKeyVault":                     "ResourceGroupName VaultName PublicNetworkAccess",
}

// Words of PowerShell. The verbs are Microsoft's approved ones, as far as the catalogue may want them; the tools
// are programs of Windows. curl needs its .exe: in Windows PowerShell the bare word is Invoke-WebRequest.
const (
	approvedVerbs = "Add Approve Clear Connect Copy Deny Disable Disconnect Enable Export Find Get Import Invoke Move New Out " +
		"Register Remove Rename Reset Resolve Restart Restore Select Set Start Stop Sync Test Undo Unregister Update Wait Write"
	windowsTools = "certutil curl.exe ipconfig netsh nslookup setx tar w32tm"
)

var (
	cmdletForm = regexp.MustCompile(`^([A-Z][a-z]+)-[A-Z][A-Za-z]+$`)
	quotedForm = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	signs      = strings.NewReplacer("(", " ( ", ")", " ) ", "|", " | ")
)

// A psWord is a command of a line of PowerShell, or one of its parameters.
type psWord struct{ command, parameter string }

// psWords returns the commands of a line, those of a pipeline and those in brackets, each followed by its parameters.
func psWords(line string) []psWord {
	var out []psWord
	open := []string{""} // the command being read, inside each bracket
	for _, word := range strings.Fields(signs.Replace(quotedForm.ReplaceAllString(line, "text"))) {
		last := len(open) - 1
		switch {
		case word == "(":
			open = append(open, "")
		case word == ")" && last > 0:
			open = open[:last]
		case word == "|":
			open[last] = ""
		case open[last] == "":
			open[last] = word
			out = append(out, psWord{word, ""})
		case strings.HasPrefix(word, "-"):
			out = append(out, psWord{open[last], word[1:]})
		}
	}
	return out
}

// TestPowerShell checks that each line begins with a cmdlet or a program of Windows, that its cmdlets and their
// parameters are known, and that the table of them holds no others.
func TestPowerShell(t *testing.T) {
	known, used := map[psWord]bool{}, map[psWord]bool{}
	for name, parameters := range cmdlets {
		verb := cmdletForm.FindStringSubmatch(name)
		if verb == nil || !slices.Contains(strings.Fields(approvedVerbs), verb[1]) {
			t.Errorf("%s is no approved verb, a hyphen and a noun", name)
		}
		known[psWord{name, ""}] = true
		for _, p := range strings.Fields(parameters) {
			known[psWord{name, p}] = true
		}
	}
	for _, e := range entriesOf(t) {
		for _, line := range e.Fix.PowerShell {
			for _, u := range psWords(line) {
				used[u] = true
				if !known[u] && !slices.Contains(strings.Fields(windowsTools), u.command) {
					t.Errorf("%s: %q: %s is neither a known cmdlet or parameter nor a program of Windows", e.Code, line, strings.TrimSpace(u.command+" "+u.parameter))
				}
			}
		}
	}
	for u := range known {
		if !used[u] {
			t.Errorf("no entry uses %s %s", u.command, u.parameter)
		}
	}
}

func TestPSWords(t *testing.T) {
	const line = `Get-A -X 1 | Set-B -Y (New-C -Z "-no (text)") -V '|'`
	want := []psWord{{"Get-A", ""}, {"Get-A", "X"}, {"Set-B", ""}, {"Set-B", "Y"}, {"New-C", ""}, {"New-C", "Z"}, {"Set-B", "V"}}
	if diff := cmp.Diff(want, psWords(line), cmp.AllowUnexported(psWord{})); diff != "" {
		t.Errorf("psWords(%s) (-want +got):\n%s", line, diff)
	}
}

// TestFixesInAllWays checks that what is repaired with az can be repaired in the portal and with PowerShell too.
func TestFixesInAllWays(t *testing.T) {
	for _, e := range entriesOf(t) {
		if !slices.ContainsFunc(e.Fix.Commands, func(c string) bool { return strings.HasPrefix(c, "az ") }) {
			continue
		}
		if e.Fix.Portal == "" || len(e.Fix.PowerShell) == 0 {
			t.Errorf("%s: az commands, portal %q, %d lines of PowerShell; want all three", e.Code, e.Fix.Portal, len(e.Fix.PowerShell))
		}
	}
}

// articleSource is a source that names a section of the article.
var articleSource = regexp.MustCompile(`^Section ([1-8]), (.+)$`)

// TestSectionsOfTheArticle checks that the sections that entries name exist, under the chapter they name.
func TestSectionsOfTheArticle(t *testing.T) {
	const article = "../../shared/article.md"
	data, err := os.ReadFile(article)
	if err != nil {
		t.Skipf("%s is not here: the article is not part of the repository", article)
	}
	sections, chapter := map[string]bool{}, "" // keys: "6 Confirm that ..."
	for line := range strings.Lines(string(data)) {
		marks, title, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.Trim(marks, "#") != "" || len(marks) < 2 {
			continue
		}
		if number, rest, numbered := strings.Cut(title, ". "); numbered && len(marks) == 2 {
			chapter, title = number, rest
		}
		sections[chapter+" "+title] = true
	}
	for _, e := range entriesOf(t) {
		if e.Article != "" && !sections[strconv.Itoa(e.Section)+" "+e.Article] {
			t.Errorf("%s: section %d of the article has no %q", e.Code, e.Section, e.Article)
		}
		for _, s := range e.Sources {
			m := articleSource.FindStringSubmatch(s)
			if strings.HasPrefix(s, "Section") && (m == nil || !sections[m[1]+" "+m[2]]) {
				t.Errorf("%s: source %q is no section of the article", e.Code, s)
			}
		}
	}
}
