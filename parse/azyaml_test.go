package parse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// azYAMLTests hold YAML as az prints it.
var azYAMLTests = []azTest{
	{
		name: "list of record sets", file: "azure/records.txt",
		in: `WARNING: x
- aRecords:
  - ipv4Address: 10.1.2.3
  fqdn: fabrikam.privatelink.vaultcore.azure.net.
  id: ` + testZone + `/A/fabrikam
  metadata: null
  name: fabrikam
  ttl: 10
  type: Microsoft.Network/privateDnsZones/A
`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&RecordSet{
					At: q.at(2, ""), ID: q.scalar(testZone+"/A/fabrikam", 5, ""), Zone: q.scalar(testZone, 5, ""),
					Name: q.scalar("fabrikam", 7, ""), TTL: 10, TTLAt: q.at(8, ""),
					Addresses: []Addr{q.address("10.1.2.3", 3, "")},
				},
				&Listing{Type: TypeRecordSet, Count: 1, Zone: "privatelink.vaultcore.azure.net", Group: "rg-app", At: q.at(2, "")},
			}
		},
	},
	{
		name: "network with folded text and empty lists", file: "x",
		in: `addressSpace:
  addressPrefixes:
  - 10.1.0.0/16
dhcpOptions:
  dnsServers: []
etag: W/"0b"
id: ` + testNet + `
note: 'a long text: with colon
  that''s folded'
subnets:
- name: app
  serviceEndpoints:
  - locations:
    - '*'
    service: Microsoft.KeyVault
tags: {}
virtualNetworkPeerings: []
`,
		want: func(q azQuote) []Fact {
			id := q.scalar(testNet, 7, "")
			return []Fact{
				&Network{
					At: q.at(1, ""), ID: id, Name: q.scalar("vnet-app", 7, ""),
					Prefixes:     []Prefix{q.prefix("10.1.0.0/16", 3, "")},
					DNSServersAt: q.at(5, ""), PeeringsAt: q.at(17, ""), SubnetsAt: q.at(11, ""),
				},
				&Subnet{
					At: q.at(11, ""), Name: q.scalar("app", 11, ""), Network: id,
					ServiceEndpoints: []Text{q.scalar("Microsoft.KeyVault", 15, "")}, ServiceEndpointsAt: q.at(13, ""),
				},
			}
		},
	},
	{
		name: "a line that is no YAML, and a name in quotes", file: "x",
		in: `id: ` + testZone + `
name: "a: b"
what is this
numberOfRecordSets: 3
`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&Zone{At: q.at(1, ""), ID: q.scalar(testZone, 1, ""), Name: q.scalar("a: b", 2, ""), Records: 3, Links: -1},
				&Partial{Type: TypeZone, Reason: "a part of it is no YAML", Cite: q.at(3, "")},
			}
		},
	},
}

func TestAzureYAML(t *testing.T) {
	for _, tt := range azYAMLTests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: tt.file, Line: 1, Command: tt.command}, Text: tt.in}
			records := Read(src)
			checkQuotes(t, src, records)
			if diff := cmp.Diff(tt.want(azQuote{tt.file, tt.in}), azFacts(t, "az-yaml", records), plainAddrs); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAzureYAMLForms reads every flattened capture as YAML too: the facts are those of the JSON.
func TestAzureYAMLForms(t *testing.T) {
	captured := cmp.Comparer(func(a, b Cite) bool { return (a.File == "") == (b.File == "") })
	files, err := filepath.Glob(filepath.FromSlash("../testdata/parse/az-json/*.flat.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no captures", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := yaml.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		out, err := yaml.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		src := Source{Origin: Origin{File: "azure/" + filepath.Base(file), Line: 1}, Text: string(out)}
		records := Read(src)
		checkQuotes(t, src, records)
		if diff := cmp.Diff(readAzureFile(t, file), azFacts(t, "az-yaml", records), plainAddrs, captured); diff != "" {
			t.Errorf("%s (-JSON +YAML):\n%s", file, diff)
		}
	}
}

// FuzzAzureYAML holds that every record quotes the line that it names.
func FuzzAzureYAML(f *testing.F) {
	for _, tt := range azYAMLTests {
		f.Add(tt.in)
	}
	f.Add("- - - a: b\n-\n  - c: |\n      d\n    e: ''\n- f:\n  - g\n")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		src := Source{Origin: Origin{File: "f/x.txt", Line: 5}, Text: text}
		out := &sink{origin: &src.Origin}
		matchAzureYAML(&src, headLines(text))
		readAzureYAML(&src, out)
		checkQuotes(t, src, out.done())
	})
}
