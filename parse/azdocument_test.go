package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// azBrief tells a record in one line: what it is, and where it stands.
func azBrief(r Record) string {
	c := r.Fact.Cites()[0]
	switch f := r.Fact.(type) {
	case *Listing:
		return fmt.Sprintf("list of %d %s zone=%s group=%s vault=%s @%d %s", f.Count, f.Type, f.Zone, f.Group, f.Vault, c.Line, c.Pointer)
	case *Partial:
		return fmt.Sprintf("partial %s: %s @%d %s", f.Type, f.Reason, c.Line, c.Pointer)
	case *ExportError:
		return fmt.Sprintf("error %s: %s: %s empty=%t @%s:%d %s", f.Type, f.Code, f.Message, f.Empty, c.File, c.Line, c.Pointer)
	case *Unread:
		return fmt.Sprintf("%d unread, first %q @%d", f.Count, f.First.Text, c.Line)
	case *Unrecognised:
		return fmt.Sprintf("unrecognised %q %q @%d", r.Kind, f.First.Text, c.Line)
	case *Vault:
		return fmt.Sprintf("vault %s detailed=%t connections@%d @%d", f.Name.Value, f.Detailed, f.ConnectionsAt.Line, f.At.Line)
	case *Network:
		return fmt.Sprintf("network servers@%d %s @%d", f.DNSServersAt.Line, f.DNSServersAt.Pointer, f.At.Line)
	case *Zone:
		if f.Records >= 0 || f.At.Pointer == "" {
			return fmt.Sprintf("zone %s records=%d @%d %s", f.Name.Value, f.Records, f.At.Line, f.At.Pointer)
		}
		return fmt.Sprintf("zone %s @%d %s", f.Name.Value, f.At.Line, f.At.Pointer)
	}
	return fmt.Sprintf("%T @%d", r.Fact, c.Line)
}

const (
	zoneA = `{"type":"Microsoft.Network/privateDnsZones","name":"a"}`
	zoneB = `{"type":"Microsoft.Network/privateDnsZones","name":"b"}`
)

func TestAzureDocuments(t *testing.T) {
	const zones, listZones = "azure/zones.json", "az network private-dns zone list -g RG"
	tests := []struct {
		name, file, command, in string
		want                    []string
	}{
		{"single objects make no list", zones, "", zoneA + "\n" + zoneB, []string{"zone a records=-1 @7 ", "zone b records=-1 @8 "}},
		{"list, command, line numbers", "x", listZones, "[\r\n" + zoneA + ",\r\n" + zoneB + "\r\n]\r\n", []string{
			"zone a @8 /0", "zone b @9 /1", "list of 2 zone zone= group=rg vault= @7 ",
		}},
		{"empty list, type from the command", "x", listZones, "[]\n", []string{"list of 0 zone zone= group=rg vault= @7 "}},
		{"empty list, type from the name", "azure/zone-links.json", "", `{"value": [ ]}`, []string{
			"list of 0 link zone= group= vault= @7 /value",
		}},
		{"empty list of links, zone from the command", "x", "az network private-dns link vnet list -z Priv.Z -g RG", "[]", []string{
			"list of 0 link zone=priv.z group=rg vault= @7 ",
		}},
		{"empty list of connections, vault from the command", "x",
			"az network private-endpoint-connection list --id /subscriptions/S/resourceGroups/RG/providers/Microsoft.KeyVault/vaults/Fab", "[]",
			[]string{"list of 0 connection zone= group=rg vault=fab @7 "}},
		{"empty list of no known type", "x.json", "", "[]", []string{`unrecognised "" "[]" @7`}},
		{"a filter makes a list incomplete", "x", `az network private-dns zone list --query "[?name=='a']"`, "[" + zoneA + "]", []string{"zone a @7 /0"}},
		{"a filter that nothing fits", "x", `az rest --url '/subscriptions/S/providers/Microsoft.Network/networkInterfaces?api-version=1' --query "{nextLink: nextLink, value: value[?id=='a']}"`,
			"{\"nextLink\": null, \"value\": []}", []string{"*parse.Recognised @7"}},
		{"a projection does not", "x", `az network private-dns zone list --query "[].{name:name, type:type}"`, "[" + zoneA + "]", []string{
			"zone a @7 /0", "list of 1 zone zone= group= vault= @7 ",
		}},
		{"mixed list", zones, "", "[" + zoneA + `,{"type":"Microsoft.Storage/storageAccounts"}]`, []string{"zone a @7 /0", "*parse.OtherResource @7"}},
		{"resource graph", zones, "", `{"count":1,"data":[` + zoneA + `],"skip_token":null}`, []string{"zone a @7 /data/0"}},
		{"a page of several", zones, "", `{"value":[` + zoneA + "],\n\"nextLink\":\"https://x\"}", []string{
			"zone a @7 /value/0", "partial zone: the next page was not fetched @8 /nextLink",
		}},
		{"brackets printed twice", zones, "", "[[" + zoneA + "]]", []string{
			"zone a @7 /0/0", "list of 1 zone zone= group= vault= @7 ",
		}},
		{"cut off in the second element", zones, "", "[" + zoneA + ",\n{\"type\":\"Microsoft.Network/privateDnsZones\",\n\"na\n\n", []string{
			"zone a @7 /0", "partial zone: the JSON is cut off @9 ",
		}},
		{"cut off behind an element", zones, "", "[" + zoneA + ",\n\n", []string{"zone a @7 /0", "partial zone: the JSON is cut off @7 "}},
		{"cut off in a single object", "x", "", "{\"type\":\"Microsoft.KeyVault/vaults\",\"name\":\"fab\",\n\"properties\":{\"privateEndpointConnections\":[{},\n{", []string{
			"vault fab detailed=false connections@0 @7", "*parse.Connection @8", "partial vault: the JSON is cut off @9 ",
		}},
		{"cut off in a record set's addresses", "azure/records.json", "", `{"type":"Microsoft.Network/privateDnsZones/A","aRecords":[{"ipv4Address":"10.1.2.3"},{"ipv4`, []string{
			"partial record: the JSON is cut off @7 ",
		}},
		{"cut off in a number", "x", "", "{\"type\":\"Microsoft.Network/privateDnsZones\",\"name\":\"a\",\n\"numberOfRecordSets\":12", []string{
			"zone a records=-1 @7 ", "partial zone: the JSON is cut off @8 ",
		}},
		{"null beside a value", "x", "", "{\"type\":\"Microsoft.Network/privateDnsZones\",\"name\":\"a\",\"properties\":{\"numberOfRecordSets\":null},\"numberOfRecordSets\":3}", []string{
			"zone a records=3 @7 ",
		}},
		{"network whose options name no servers", "x", "", "{\"type\":\"Microsoft.Network/virtualNetworks\",\n\"dhcpOptions\":{}}", []string{
			"network servers@8 /dhcpOptions @7",
		}},
		{"network without options", "x", "", `{"type":"Microsoft.Network/virtualNetworks"}`, []string{"network servers@0  @7"}},
		{"no JSON in the middle", zones, "", "[" + zoneA + ",\n...]", []string{
			"zone a @7 /0", "partial zone: a part of it was left out @8 ",
		}},
		{"progress display", zones, "", "{- Finished ..\n" + zoneA[1:], []string{"zone a records=-1 @7 "}},
		{"echo of the command", "x.txt", "", "az network private-dns zone show \\\n  --name a\n" + zoneA, []string{"zone a records=-1 @9 "}},
		{"text around it, under az", "x", listZones, "hello\n[" + zoneA + "] x\nbye", []string{
			"zone a @8 /0", "list of 1 zone zone= group=rg vault= @8 ", `3 unread, first "hello" @7`,
		}},
		{"error of the resource manager", "azure/vault.json", "", "{\"error\":{\"code\":\"ResourceNotFound\",\n\"message\":\"gone\"}}", []string{
			"error vault: ResourceNotFound: gone empty=false @azure/vault.json:8 /error/message",
		}},
		{"error without its object", "azure/a.json", "", `{"code":"X","message":"y"}`, []string{
			"error : X: y empty=false @azure/a.json:7 /message",
		}},
		{"error of the token service", "x", listZones, `{"error":"invalid_grant","error_description":"AADSTS1"}`, []string{
			"error zone: invalid_grant: AADSTS1 empty=false @x:7 /error_description",
		}},
		{"the vault's own error is no export", "body.json", "", `{"error":{"code":"Forbidden","message":"m","innererror":{"code":"ForbiddenByFirewall"}}}`, []string{
			"*parse.Request @7",
		}},
		{"other JSON", "x.json", "", `{"compute":{"name":"vm"}}`, []string{`unrecognised "" "{\"compute\":{\"name\":\"vm\"}}" @7`}},
		{"other JSON in an export's name", "azure/vault.json", "", `{"a":1}` + "\nx", []string{`unrecognised "" "{\"a\":1}" @7`}},
		{"other JSON under another command", "x", "cat x", `{"a":1}`, []string{`unrecognised "" "{\"a\":1}" @7`}},
		{"resource under another command", "x", "type zones.json", zoneA, []string{"zone a records=-1 @7 "}},
		{"deleted vaults are no vaults", "x.json", "", `{"id":"/subscriptions/S/providers/Microsoft.KeyVault/locations/l/deletedVaults/v","properties":{"vaultUri":"u"}}`,
			[]string{"*parse.DeletedVault @7"}},
		{"too deep", "azure/x.json", "", "[" + zoneA + ",\n" + strings.Repeat("[", 600), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: tt.file, Line: 7, Command: tt.command}, Text: tt.in}
			want := tt.want
			if want == nil {
				want = []string{"zone a @7 /0", "partial zone: nesting deeper than 512; --max-json-depth raises this limit @8 "}
			}
			var got []string
			records := Read(src)
			checkQuotes(t, src, records)
			for _, r := range records {
				got = append(got, azBrief(r))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAzureDepth reads nothing but brackets: the limit is told, and a higher one is kept.
func TestAzureDepth(t *testing.T) {
	for _, limit := range []int{0, 3, 100_000} {
		src := Source{Origin: Origin{File: "vaults.json", Line: 1}, Text: strings.Repeat("[", 2_000_000), MaxJSONDepth: limit}
		records := Read(src)
		if limit == 0 {
			limit = 512
		}
		want := fmt.Sprintf("nesting deeper than %d; --max-json-depth raises this limit", limit)
		if p, ok := records[0].Fact.(*Partial); !ok || p.Reason != want {
			t.Errorf("limit %d: %v, want %q", limit, records[0].Fact, want)
		}
	}
}

// TestAzureLargeObject reads an object of more values than one may have.
func TestAzureLargeObject(t *testing.T) {
	src := Source{Origin: Origin{File: "vaults.json", Line: 1}}
	src.Text = "[" + zoneA + `,{"type":"Microsoft.KeyVault/vaults","tags":[` + strings.Repeat("0,", maxJSONNodes) + "0]}]"
	var got []string
	for _, r := range Read(src) {
		got = append(got, azBrief(r))
	}
	want := []string{"zone a @1 /0", fmt.Sprintf("partial zone: more than %d values in one object @1 ", maxJSONNodes)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}
