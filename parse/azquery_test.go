package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tellQueried tells a record of what a query selected, shortly.
func tellQueried(r Record) string {
	switch f := r.Fact.(type) {
	case *Vault:
		told := fmt.Sprintf("vault %s pna=%s detailed=%t", f.Name.Value, f.PublicNetworkAccess.Value, f.Detailed)
		if f.ACLs != nil {
			told += fmt.Sprintf(" action=%s bypass=%s rules=%d", f.ACLs.DefaultAction.Value, f.ACLs.Bypass.Value, len(f.ACLs.IPRules))
		}
		return told
	case *Connection:
		return fmt.Sprintf("connection %s of %s%s: %s @%d", lastOf(f.ID.Value), lastOf(f.Service.Value), f.Vault.Value, f.State.Value, f.At.Line)
	case *Endpoint:
		told := "endpoint " + f.Name.Value
		for _, l := range f.Links {
			told += " " + l.State.Value
		}
		for _, c := range f.CustomDNS {
			told += fmt.Sprint(" ", c.FQDN.Value, " ", len(c.Addresses))
		}
		return told
	case *Unread:
		return fmt.Sprintf("unread %d @%d", f.Count, f.First.Line)
	case *Partial:
		return "partial " + string(f.Type)
	case *Listing:
		return fmt.Sprintf("list of %d %s", f.Count, f.Type)
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", r.Fact), "*parse.")
}

func lastOf(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

// TestQueries reads what az prints where a query selects fields.
func TestQueries(t *testing.T) {
	const (
		show = "az keyvault show -n fabrikam --query "
		conn = "az network private-endpoint-connection list -g rg-app -n fabrikam --type Microsoft.KeyVault/vaults --query "
		id   = "/subscriptions/S/resourceGroups/RG/providers/Microsoft.KeyVault/vaults/fabrikam/privateEndpointConnections/c1"
	)
	tests := []struct {
		name, command, in string
		want              []string
	}{
		{"a list of values, one a line", show + "[location,properties.networkAcls.defaultAction,properties.networkAcls.bypass] -o tsv", "westeurope\nAllow\nAzureServices\n",
			[]string{"vault fabrikam pna= detailed=false action=Allow bypass=AzureServices rules=0"}},
		{"as JSON", show + `"[location,properties.networkAcls.defaultAction]"`, "[\n  \"westeurope\",\n  \"Deny\"\n]\n",
			[]string{"vault fabrikam pna= detailed=false action=Deny bypass= rules=0"}},
		{"another order than asked for", show + "[properties.networkAcls.bypass,properties.networkAcls.defaultAction] -o tsv", "Allow\nAzureServices\n",
			[]string{"Unrecognised"}},
		{"an object under other names", show + `"{pna:properties.publicNetworkAccess, acl:properties.networkAcls}"`,
			"{\n  \"acl\": {\n    \"bypass\": \"None\",\n    \"defaultAction\": \"Deny\",\n    \"ipRules\": [{\"value\": \"203.0.113.9\"}]\n  },\n  \"pna\": \"Enabled\"\n}\n",
			[]string{"vault fabrikam pna=Enabled detailed=false action=Deny bypass=None rules=1"}},
		{"null", show + "properties.networkAcls", "null\n", []string{"Recognised"}},
		{"the vault's connections", show + `"properties.privateEndpointConnections[].privateLinkServiceConnectionState.status" -o tsv`, "Approved\nRejected\n",
			[]string{"vault fabrikam pna= detailed=false", "connection  of fabrikam: Approved @1", "connection  of fabrikam: Rejected @2"}},
		{"connections by tab", conn + `"[].[name, properties.privateLinkServiceConnectionState.status]" -o tsv`, "pe-x\tRejected\n",
			[]string{"connection  of fabrikam: Rejected @1"}},
		{"connections as lists", conn + `"[].[name,properties.privateLinkServiceConnectionState.status]" -o json`, `[["pe-x","Disconnected"],["pe-y","Approved"]]` + "\n",
			[]string{"connection  of fabrikam: Disconnected @1", "connection  of fabrikam: Approved @1"}},
		{"connections as objects with ids", conn + `"[].{i:id,s:properties.privateLinkServiceConnectionState.status}"`, `[{"i":"` + id + `","s":"Pending"}]` + "\n",
			[]string{"connection c1 of fabrikam: Pending @1"}},
		{"a table of the query's columns", conn + `"[].{Name:name, Zustand:properties.privateLinkServiceConnectionState.status}" -o table`,
			"Name    Zustand\n------  --------\npe-x    Rejected\n", []string{"connection  of fabrikam: Rejected @3", "partial connection"}},
		{"a table without names", conn + `"[].[name, properties.privateLinkServiceConnectionState.status]" -o table`,
			"Column1    Column2\n---------  ------------\npe-x       Disconnected\n", []string{"connection  of fabrikam: Disconnected @3", "partial connection"}},
		{"a table of the vault's connections", show + `"properties.privateEndpointConnections[].{id:id, state:privateLinkServiceConnectionState.status}" -o table`,
			"Id    State\n----  --------\n" + "x     Pending\n", []string{"vault fabrikam pna= detailed=false", "connection x of fabrikam: Pending @3", "partial vault"}},
		{"an endpoint's", `az network private-endpoint show -g rg-app -n pe-fabrikam --query "privateLinkServiceConnections[0].privateLinkServiceConnectionState.status" -o tsv`,
			"Rejected\n", []string{"endpoint pe-fabrikam Rejected", "partial endpoint"}},
		{"an endpoint's names", `az network private-endpoint show -g rg-app -n pe-fabrikam --query customDnsConfigs`,
			`[{"fqdn": "fabrikam.vault.azure.net", "ipAddresses": ["10.1.2.3"]}]` + "\n", []string{"endpoint pe-fabrikam fabrikam.vault.azure.net 1", "partial endpoint"}},
		{"the firewall's rules", "az keyvault network-rule list -n fabrikam", "{\n  \"bypass\": \"None\",\n  \"defaultAction\": \"Deny\",\n  \"ipRules\": [{\"value\": \"203.0.113.9/32\"}]\n}\n",
			[]string{"vault fabrikam pna= detailed=false action=Deny bypass=None rules=1"}},
		{"one of them", "az keyvault network-rule list --name fabrikam --query defaultAction", "\"Allow\"\n",
			[]string{"vault fabrikam pna= detailed=false action=Allow bypass= rules=0"}},
		{"cells that do not fit", conn + `"[].[name,properties.privateLinkServiceConnectionState.status]" -o tsv`, "pe-x\tRejected\tNone\n", []string{"Unrecognised"}},
		{"no query that selects", conn + `"[0]"`, "[[\"pe-x\",\"Rejected\"]]\n", []string{"Unrecognised"}},
		{"a vault that a variable names", "az keyvault show -n $KV --query properties.publicNetworkAccess -o tsv", "Disabled\n", []string{"Recognised"}},
		{"its connections", "az keyvault show -n $KV --query properties.privateEndpointConnections[].privateLinkServiceConnectionState.status -o tsv", "Rejected\n", []string{"unread 1 @1"}},
		{"no command", "", "pe-x\tRejected\n", []string{"Unrecognised"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: "f", Line: 1, Command: tt.command}}
			records := Read(src)
			checkQuotes(t, src, records)
			var got []string
			for _, r := range records {
				got = append(got, tellQueried(r))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestQueryPaths tells queries that select from those that compute.
func TestQueryPaths(t *testing.T) {
	for query, want := range map[string]bool{
		"a.b": true, "[].a": true, "[*].{x: a, y: b.c}": true, `"a b".c[0].[d, e]`: true, "[?a=='b'].c": true, "a[?x].b": true,
		"": false, "a | b": false, "length(a)": false, "a.": false, "[a": false, "{a}": false, "a b": false, "[].{x:}": false, "@": false,
	} {
		if _, ok := queryPath(query); ok != want {
			t.Errorf("%q: %t", query, ok)
		}
	}
}

// FuzzAzureQuery holds that every record quotes the line that it names.
func FuzzAzureQuery(f *testing.F) {
	f.Add("westeurope\nAllow\n", "[location,properties.networkAcls.defaultAction] -o tsv")
	f.Add("[[\"x\",\"Rejected\"]]", "properties.privateEndpointConnections[].[id,privateLinkServiceConnectionState.status]")
	f.Add("a  b\n-  -\nx  Pending\n", "properties.privateEndpointConnections[].{a:id,b:privateLinkServiceConnectionState.status} -o table")
	f.Fuzz(func(t *testing.T, text, query string) {
		text = strings.ToValidUTF8(text, "?")
		src := Source{Origin: Origin{File: "f", Line: 3, Command: "az keyvault show -n fabrikam --query " + query}, Text: text}
		matchAzureQuery(&src, headLines(text))
		out := &sink{origin: &src.Origin}
		readAzureQuery(&src, out)
		readAzureTable(&src, out)
		checkQuotes(t, src, out.done())
	})
}
