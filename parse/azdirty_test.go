package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	linkStart = "{\"id\": \"" + testZone + "/virtualNetworkLinks/l1\",\n"
	nicStart  = "{\"type\": \"Microsoft.Network/networkInterfaces\", \"name\": \"nic1\",\n"
)

// dirtySeeds are beginnings for the fuzzer.
var dirtySeeds = []string{
	"# [\n#   " + zoneA + "\n# ]\n", "[" + zoneA + ",\n...\n]", "[" + zoneA + "\n// x\n" + zoneB + ",]",
	nicStart + "\"x\": {\nThen we\nsaid\nmore\n" + zoneA, nicStart + "\"x\": 1,\n" + zoneA, linkStart + "\"tags\": [1,\n\"y\": false}",
	"  \"privateIPAddress\": \"10.1.x.x\",\n--\n  \"privateIPAddress\": \"10.1.2.4\"", "x = {\n" + zoneA[1:] + "\ny " + zoneA,
	"{- Finished ..\n \\[\n | Running ..\n\"a\\_b\": \"W/\\\\\"1\\\\\"\"}", linkStart + "\"tags\": [1},\n\"y\": <x>}",
}

// TestAzureDirty reads what people and consoles make of JSON: what can be read is read, what may be missing is
// told, and every line keeps its number.
func TestAzureDirty(t *testing.T) {
	tests := []struct {
		name, file, command, in string
		want                    []string
	}{
		{"empty", "azure/zones.json", "", "", []string{"error zone: :  empty=true @azure/zones.json:0 "}},
		{"warnings before it", "x", "", "/opt/az/x.py:1: FutureWarning: y\n  self.x\nWARNING: z\n" + zoneA, []string{"zone a records=-1 @10 "}},
		{"notice with brackets before it", "x", "", "[Coming breaking change] zones:[\"1\",\"2\"]; x\n" + zoneA, []string{"zone a records=-1 @8 "}},
		{"warning and progress in the middle", "x", "", "{\"type\":\"Microsoft.Network/privateDnsZones\",\n - Running ..\nWARNING: x\n | Finished ..\n\"name\":\"a\"}", []string{"zone a records=-1 @7 "}},
		{"progress behind the bracket", "x", "", "    {- Finished ..\n\n" + zoneA[1:], []string{"zone a records=-1 @7 "}},
		{"blank lines between all lines", "x", "", "{\n\n\"type\":\"Microsoft.Network/privateDnsZones\",\n\n\"name\":\"a\"\n\n}\n", []string{"zone a records=-1 @7 "}},
		{"remark behind a value", "x", "", nicStart + "\"x\": 1, // the right one\n\"ipConfigurations\": []}", []string{
			"*parse.Interface @7", "partial interface: a remark was written into it @8 ",
		}},
		{"remarks on lines of their own", "x", "", "[\n// ours\n" + zoneA + ",\n# theirs\n" + zoneB + "]", []string{
			"zone a @9 /0", "zone b @11 /1", "partial zone: a remark was written into it @8 ", `1 unread, first "# theirs" @10`,
		}},
		{"remark that leaves something out", "x", "", "[" + zoneA + ",\n// ... more ...\n]", []string{
			"zone a @7 /0", "partial zone: a part of it was left out @8 ",
		}},
		{"Markdown's backslashes", "x", "", `{"id": "` + testNet + "\",\n\"virtual\\_x\": \\[\n\n\\],\n\"etag\": \"W/\\\\\"42\\\\\"\"}", []string{"network servers@0  @7"}},
		{"comma before the bracket", "x", "", "[" + zoneA + ",\n]", []string{"zone a @7 /0", "partial zone: nothing follows a comma @8 "}},
		{"comma is missing", "x", "", "[" + zoneA + "\n" + zoneB + "]", []string{"zone a @7 /0", "zone b @8 /1", "partial zone: a comma is missing @8 "}},
		{"ellipsis in a list of a vault", "x", "", "{\"type\":\"Microsoft.KeyVault/vaults\",\"name\":\"fab\",\n\"properties\":{\"privateEndpointConnections\":[...],\"vaultUri\":\"u\"}}", []string{
			"vault fab detailed=true connections@0 @7", "partial vault: a part of it was left out @8 ",
		}},
		{"ellipsis in the vault", "x", "", "{\"type\":\"Microsoft.KeyVault/vaults\",\n\"properties\":{\"vaultUri\":\"u\",\n...\n}}", []string{
			"vault  detailed=false connections@0 @7", "partial vault: a part of it was left out @9 ",
		}},
		{"ellipsis among a record's addresses", "x", "", "[{\"id\":\"" + testZone + "/A/x\",\n\"aRecords\":[{\"ipv4Address\":\"10.1.2.3\"},\n...]}]", []string{
			"partial record: a part of it was left out @9 ", `1 unread, first "[{\"id\":\"` + testZone + `/A/x\"," @7`,
		}},
		{"ellipsis as a value", "x", "", "{\"type\":\"Microsoft.KeyVault/vaults\",\"name\":\"...\",\"id\":...\n}", []string{
			"vault  detailed=false connections@0 @7", "partial vault: a part of it was left out @7 ",
		}},
		{"placeholder as a value", "x", "", linkStart + "\"etag\": <removed>,\n\"registrationEnabled\": false}", []string{
			"*parse.Link @7", "partial link: a part of it is no JSON @8 ",
		}},
		{"lost quote", "x", "", linkStart + "\"etag\": \"x,\n\"registrationEnabled\": false}", []string{
			"*parse.Link @7", "partial link: a part of it is no JSON @8 ",
		}},
		{"bracket of a list is missing", "x", "", linkStart + "\"tags\": [1,\n\"registrationEnabled\": false}", []string{
			"*parse.Link @7", "partial link: a bracket is missing @8 ",
		}},
		{"wrong bracket", "x", "", linkStart + "\"tags\": [1},\n\"registrationEnabled\": false}", []string{
			"*parse.Link @7", "partial link: a bracket is missing @8 ", "partial link: only a part of the JSON was kept @9 ",
		}},
		{"prose behind a document that was cut", "x", "az network nic show", nicStart + "\"x\": {\nThen we tried\nsomething else\nand it failed.\n" + zoneA, []string{
			"*parse.Interface @7", "partial interface: not JSON from here on @9 ", "zone a records=-1 @12 ", `3 unread, first "Then we tried" @9`,
		}},
		{"document behind one that was cut", "x", "", nicStart + "\"x\": 1,\n" + zoneA, []string{
			"*parse.Interface @7", "partial interface: the JSON is cut off @8 ", "zone a records=-1 @9 ",
		}},
		{"two documents on a line", "x", "", zoneA + " " + zoneB, []string{"zone a records=-1 @7 ", "zone b records=-1 @7 "}},
		{"what grep leaves", "x", "az network nic show | grep -A 2 privateIP", "  \"privateIPAddress\": \"10.1.2.3\",\n  \"privateIPAllocationMethod\": \"Dynamic\",\n--\n  \"privateIPAddress\": \"10.1.2.4\"", []string{
			"*parse.IPConfiguration @7", "partial ip-configuration: only a part of the JSON was kept @7 ",
			"*parse.IPConfiguration @10", "partial ip-configuration: only a part of the JSON was kept @10 ",
		}},
		{"end of a document", "azure/vnet.json", "", "\"virtualNetworkPeerings\": [\n{\"id\": \"" + testNet + "/virtualNetworkPeerings/p\", \"peeringState\": \"Connected\"}\n]\n}\n]", []string{
			"*parse.Peering @8", "partial peering: only a part of the JSON was kept @7 ",
		}},
		{"in a log's line", "x.log", "", "2026-01-02 INFO start\n2026-01-02 INFO body: " + zoneA + " done\n", []string{
			"zone a records=-1 @8 ", `1 unread, first "2026-01-02 INFO start" @7`,
		}},
		{"behind a word, over lines", "x.log", "", "result = {\n\"type\":\"Microsoft.Network/privateDnsZones\",\n\"name\":\"a\"}", []string{"zone a records=-1 @7 "}},
		{"behind prose", "x.txt", "", "See here:\n\n    " + zoneA + "\n", []string{"zone a records=-1 @9 ", `1 unread, first "See here:" @7`}},
		{"behind a prompt and its command", "x.txt", "", "me [ ~ ]$ az network private-dns zone list \\\n  -g RG\n[" + zoneA + "]", []string{
			"zone a @9 /0", "list of 1 zone zone= group=rg vault= @9 ",
		}},
		{"example of a specification", "x.json", "", "{\"parameters\": {\"properties\": " + zoneB + "},\n\"responses\": {\"200\": {\"body\": {\"value\": [" + zoneA + "]}}, \"204\": {}}}", []string{
			"zone a @8 /responses/200/body/value/0",
		}},
		{"template", "x.json", "", `{"$schema": "s", "resources": [` + zoneA + `]}`, []string{
			`unrecognised "" "{\"$schema\": \"s\", \"resources\": [{\"type\":\"Microsoft.Network/privateDnsZones\",\"name\":\"a\"}]}" @7`,
		}},
		{"exports put together by hand", "x.json", "", "{\"zones\": [" + zoneA + "],\n\"Microsoft.X/ys\": [{\"type\": \"Microsoft.X/ys\"}], \"ref\": {\"id\": \"" + testNet + "\", \"resourceGroup\": \"RG\"}}", []string{
			"zone a @7 /zones/0", "*parse.OtherResource @8",
		}},
		{"fewer elements than there are", "x.json", "", `{"count":1,"data":[` + zoneA + "],\n\"total_records\":7}", []string{
			"zone a @7 /data/0", "partial zone: 1 of 7 elements were fetched @8 /total_records",
		}},
		{"projected columns", "x.json", "", `{"data":[{"id":"` + testZone + `/virtualNetworkLinks/l1","properties_resolutionPolicy":"NxDomainRedirect"}]}`, []string{"*parse.Link @7"}},
		{"the vault's error in a log's line", "x.log", "", `x {"error":{"code":"Forbidden","message":"m","innererror":{"code":"ForbiddenByRbac"}}}.`, []string{
			"*parse.Request @7",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: tt.file, Line: 7, Command: tt.command}, Text: tt.in}
			var got []string
			records := Read(src)
			checkQuotes(t, src, records)
			for _, r := range records {
				got = append(got, azBrief(r))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAzureOpens finds where a resource begins behind another output.
func TestAzureOpens(t *testing.T) {
	tests := []struct {
		line, next string
		want       bool
	}{
		{"{", `  "id": "/subscriptions/S/x",`, true},
		{"{", `  "aRecords": [`, true},
		{"[", "  {", false}, // a response's body begins so too
		{`[{"id":"/subscriptions/S/x"}]`, "", true},
		{`{"id":"/subscriptions/S/x"}`, "", true},
		{"{", `  "error": {`, false},
		{`{"error":{"code":"Forbidden"`, "", false},
		{"{", `  "id": "https://fabrikam.vault.azure.net/secrets/x",`, false},
		{"[", "    {", false},
		{"[]", "", false},
		{"[me@host ~]$ az x", "  {", false},
	}
	for _, tt := range tests {
		if got := opensAzureJSON(tt.line, tt.next); got != tt.want {
			t.Errorf("opensAzureJSON(%q, %q) = %t, want %t", tt.line, tt.next, got, tt.want)
		}
	}
}

// TestListBelow checks where a list whose first line is a bracket alone begins an export in the middle of a file.
func TestListBelow(t *testing.T) {
	const head = "HTTP/1.1 200 OK\nDate: Mon, 23 Nov 2026 09:14:03 GMT\n\n"
	const id = `"id": "/subscriptions/S/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/fabrikam"`
	for _, tt := range []struct{ name, in, want string }{
		{"id first", head + "and the vault\n[\n  {\n    " + id + "\n  }\n]\n", "curl az-json"},
		{"name first", head + "and the vault\n[\n  {\n    \"name\": \"fabrikam\",\n    " + id + "\n  }\n]\n", "curl az-json"},
		{"body", head + "[\n  {\n    \"name\": \"fabrikam\",\n    " + id + "\n  }\n]\n", "curl"},
		{"other list", head + "and this\n[\n  {\n    \"name\": \"fabrikam\",\n    \"id\": \"1\"\n  }\n]\n", "curl"},
	} {
		var kinds []string
		for _, s := range Survey(Source{Origin: Origin{File: "paste.txt", Line: 1}, Text: tt.in}) {
			kinds = append(kinds, s.Kind)
		}
		if got := strings.Join(kinds, " "); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
