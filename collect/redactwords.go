package collect

import (
	_ "embed"
	"strings"
)

// redactWords are the words that tools, readers and checks speak, a line each; a test keeps them complete.
//
//go:embed redactwords.txt
var redactWords string

// moreWords are further words that must not be replaced wherever they stand, though somebody's vault may have their name.
var moreWords = []string{"prod", "region", "standard", "premium", "global", "true", "false", "null", "none", "root", "admin", "administrator",
	"azureuser", "ubuntu", "user", "users", "home", "linux", "windows", "localhost", "internet", "client", "public", "docker", "machine",
	"laptop", "desktop", "server", "production", "development", "staging", "test", "testing", "data", "hosts", "config", "script", "bash",
	"powershell", "mail", "ticket", "note", "notes", "readme", "captures", "vantage", "manifest", "collector", "cloud", "shell", "private",
	"main", "temp", "outputs", "logs", "text", "kubernetes", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
	"succeeded", "approved", "description", "january", "february", "march", "april", "june", "july", "august", "september", "october",
	"november", "december", "debian", "fedora", "alpine", "version", "withheld", "redacted", "kvdoctor", "removed", "members"}

// A vocabulary is the set of words that are not names wherever they stand.
type vocabulary struct {
	words map[string]bool
	text  string // all of them, to look for parts
}

func newVocabulary() *vocabulary {
	v := &vocabulary{words: map[string]bool{}, text: redactWords}
	for w := range strings.FieldsSeq(redactWords) {
		v.words[w] = true
	}
	for _, w := range moreWords {
		v.words[w] = true
	}
	return v
}

// holds reports whether a name in lower case is a word of the vocabulary.
func (v *vocabulary) holds(low string) bool { return v.words[low] }

// keptLabels are the labels of host names that belong to Azure, to a country or to everybody.
var keptLabels = strings.Fields(`vault vaults vaultcore vaultscore keyvault keyvaultcore managedhsm privatelink privatelinks private-link
	azure windows core blob queue table file dfs web database postgres mysql documents servicebus azurewebsites scm cloudapp internal
	usgovcloudapi microsoftazure azurecr microsoft msidentity onmicrosoft sharepoint reddog azmk8s trafficmanager azurefd azureedge
	net com cn us de org arpa in-addr ip6 svc cluster pod kubernetes www nic privateendpointipconfig co ac gov asp system java sun
	eastus eastus2 westus westus2 westus3 centralus northcentralus southcentralus westcentralus canadacentral canadaeast brazilsouth
	northeurope westeurope uksouth ukwest francecentral francesouth germanywestcentral germanynorth switzerlandnorth switzerlandwest
	norwayeast norwaywest swedencentral swedensouth polandcentral italynorth spaincentral uaenorth uaecentral southafricanorth
	southafricawest qatarcentral israelcentral eastasia southeastasia japaneast japanwest koreacentral koreasouth centralindia southindia
	westindia australiaeast australiasoutheast australiacentral newzealandnorth mexicocentral usgovvirginia usgovarizona usgovtexas
	chinaeast chinaeast2 chinanorth chinanorth2 chinanorth3`)

// topLabels are the last labels by which a text is told to be a host name.
var topLabels = strings.Fields(`com net org edu gov mil int io local localdomain lan internal corp intra intranet home arpa dev app cloud info biz
	de uk fr nl eu ch at se no dk fi be es it pt pl cz us ca au nz jp cn br mx za ie lu hu ro gr tr kr sg hk tw ae il ru ua example invalid test
	bank berlin solutions global company tech ltd gmbh ag systems digital online xyz world health care energy insurance finance capital club team
	agency consulting london hamburg koeln wien bayern nyc asia africa swiss int`)

// publicNames are host names, and what host names end in, that belong to no customer.
var publicNames = strings.Fields(`msidentity.com aadg.trafficmanager.net azure-dns.com azure-dns.net azure-dns.org azure-dns.info
	azuredns-cloud.net root-servers.net gtld-servers.net microsoft.com windows.com windowsupdate.com login.windows.net sts.windows.net
	graph.windows.net login.microsoftonline.com microsoftonline.us management.azure.com portal.azure.com portal.azure.us login.microsoftonline.us
	management.core.windows.net management.usgovcloudapi.net digicert.com globalsign.com letsencrypt.org github.com githubusercontent.com
	google.com dns.google cloudflare.com cloudflare-dns.com one.one.one.one quad9.net opendns.com ubuntu.com debian.org redhat.com fedoraproject.org
	docker.io docker.com python.org golang.org w3.org ietf.org curl.se haxx.se isc.org gnu.org kernel.org apache.org nuget.org npmjs.com pypi.org
	hashicorp.com terraform.io localhost localhost.localdomain ip6-localhost ip6-loopback broadcasthost msedge.net azureedge.us aka.ms example.com example.org example.net`)

// knownUsers are accounts that every system has.
var knownUsers = []string{"root", "admin", "administrator", "azureuser", "ubuntu", "user", "public", "default", "system", "git", "www-data"}
