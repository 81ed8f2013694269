package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// azTableTests hold tables as az prints them, and what people make of them.
var azTableTests = []azTest{
	{
		name: "zones", file: "x.txt",
		in: "ZoneName                         ResourceGroup    RecordSets    VirtualNetworkLinks\n" +
			"-------------------------------  ---------------  ------------  ---------------------\n" +
			"privatelink.vaultcore.azure.net  rg-app           2             1\n",
		want: func(q azQuote) []Fact {
			return []Fact{
				&Zone{At: q.at(3, ""), Name: q.scalar("privatelink.vaultcore.azure.net", 3, ""), Records: 2, Links: 1},
				&Partial{Type: TypeZone, Reason: tableReason, Cite: q.at(1, "")},
			}
		},
	},
	{
		name: "subnets, titles indented by a paste, empty cell", file: "x.txt",
		in: "    AddressPrefix    Name    PrivateEndpointNetworkPolicies    ResourceGroup\n" +
			"---------------  ------  --------------------------------  ---------------\n" +
			"10.1.0.0/24      app                                       rg-app\n" +
			"10.1.x.x/24      two     Enabled                           rg-app\n" +
			"\nsome text\n",
		want: func(q azQuote) []Fact {
			return []Fact{
				&Subnet{At: q.at(3, ""), Name: q.scalar("app", 3, ""), Prefixes: []Prefix{q.prefix("10.1.0.0/24", 3, "")}},
				&Subnet{At: q.at(4, ""), Name: q.scalar("two", 4, ""), EndpointPolicies: q.scalar("Enabled", 4, "")},
				&Masked{Text: "10.1.x.x/24", Cite: q.at(4, "")},
				&Partial{Type: TypeSubnet, Reason: tableReason, Cite: q.at(1, "")},
				&Unread{Count: 1, First: q.at(6, "")},
			}
		},
	},
	{
		name: "routes in effect", file: "x.txt",
		in: "Source    State    Address Prefix    Next Hop Type      Next Hop IP\n" +
			"--------  -------  ----------------  -----------------  -------------\n" +
			"Default   Active   10.1.2.3/32       InterfaceEndpoint\n" +
			"User      Active   0.0.0.0/0         VirtualAppliance   10.9.0.4\n",
		want: func(q azQuote) []Fact {
			return []Fact{
				&Route{
					At: q.at(3, ""), Prefixes: []Text{q.scalar("10.1.2.3/32", 3, "")}, State: q.scalar("Active", 3, ""),
					NextHopType: q.scalar("InterfaceEndpoint", 3, ""), Source: q.scalar("Default", 3, ""),
				},
				&Route{
					At: q.at(4, ""), Prefixes: []Text{q.scalar("0.0.0.0/0", 4, "")}, State: q.scalar("Active", 4, ""),
					NextHopType: q.scalar("VirtualAppliance", 4, ""), Source: q.scalar("User", 4, ""),
					NextHops: []Addr{q.address("10.9.0.4", 4, "")},
				},
				&Partial{Type: TypeRoute, Reason: tableReason, Cite: q.at(1, "")},
			}
		},
	},
	{
		name: "a query's columns, type from the command", file: "x.txt",
		command: `az network nic list --query "[].{Name:name, IP:ipConfigurations[0].privateIPAddress}" -o table`,
		in: "Name    IP\n" +
			"------  --------\n" +
			"nic1    10.1.2.3\n",
		want: func(q azQuote) []Fact {
			return []Fact{
				&Interface{At: q.at(3, ""), Name: q.scalar("nic1", 3, ""), Addresses: []Addr{q.address("10.1.2.3", 3, "")}},
				&Partial{Type: TypeInterface, Reason: tableReason, Cite: q.at(1, "")},
			}
		},
	},
	{
		name: "a query's columns with the id", file: "x.txt",
		in: "Id" + strings.Repeat(" ", len(testNet)) + "AddressSpace\n" +
			strings.Repeat("-", len(testNet)) + "  ------------------------\n" +
			testNet + "  10.1.0.0/16, 10.2.0.0/16\n",
		command: "az network vnet list -o table --query x",
		want: func(q azQuote) []Fact {
			return []Fact{
				&Network{
					At: q.at(3, ""), ID: q.scalar(testNet, 3, ""), Name: q.scalar("vnet-app", 3, ""),
					Prefixes: []Prefix{q.prefix("10.1.0.0/16", 3, ""), q.prefix("10.2.0.0/16", 3, "")},
				},
				&Partial{Type: TypeNetwork, Reason: tableReason, Cite: q.at(1, "")},
			}
		},
	},
	{
		name: "records without addresses are no record sets", file: "x.txt",
		in: "Name      ResourceGroup      Ttl  Type    AutoRegistered    Metadata\n" +
			"--------  ---------------  -----  ------  ----------------  ----------\n" +
			"fabrikam  rg-app              10  A       False\n",
		want: func(q azQuote) []Fact {
			return []Fact{
				&OtherResource{
					At: q.at(3, ""), Type: "Microsoft.Network/privateDnsZones/A", Name: q.scalar("fabrikam", 3, ""),
					Columns: []Pair{{"name", "fabrikam"}, {"resourcegroup", "rg-app"}, {"ttl", "10"}, {"type", "A"}, {"autoregistered", "False"}},
				},
				&Partial{Type: TypeRecordSet, Reason: tableReason, Cite: q.at(1, "")},
			}
		},
	},
	{
		name: "a row that does not fit", file: "x.txt",
		in: "Location    Name      ResourceGroup\n" +
			"----------  --------  ---------------\n" +
			"westeurope  fabrikam  rg-app\n" +
			"some words that run across the columns\n",
		want: func(q azQuote) []Fact {
			return []Fact{
				&OtherResource{
					At: q.at(3, ""), Name: q.scalar("fabrikam", 3, ""),
					Columns: []Pair{{"location", "westeurope"}, {"name", "fabrikam"}, {"resourcegroup", "rg-app"}},
				},
				&Unread{Count: 1, First: q.at(4, "")},
			}
		},
	},
}

func TestAzureTables(t *testing.T) {
	for _, tt := range azTableTests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: tt.file, Line: 1, Command: tt.command}, Text: tt.in}
			records := Read(src)
			checkQuotes(t, src, records)
			if diff := cmp.Diff(tt.want(azQuote{tt.file, tt.in}), azFacts(t, "az-table", records), plainAddrs); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAzureTableOthers leaves the tables of other programs alone.
func TestAzureTableOthers(t *testing.T) {
	for _, in := range []string{
		"Name                Type   TTL   Section    IPAddress\n----                ----   ---   -------    ---------\nfabrikam            A      10    Answer     10.1.2.3\n",
		"Key      Value\n---      -----\nServer   x\n",
		"Name      ResourceGroup\n----      -------------\nx         y\n\n------------\n",
	} {
		head := headLines(in)
		if matchAzureTable(&Source{Text: in}, head) != strings.Contains(in, "ResourceGroup") || opensAzureTable(head[0], head[1]) != strings.Contains(in, "ResourceGroup") {
			t.Errorf("%q", in)
		}
	}
}

// FuzzAzureTable holds that every record quotes the line that it names.
func FuzzAzureTable(f *testing.F) {
	for _, tt := range azTableTests {
		f.Add(tt.in, tt.command)
	}
	f.Fuzz(func(t *testing.T, text, command string) {
		text = strings.ToValidUTF8(text, "?")
		src := Source{Origin: Origin{File: "f/x.txt", Line: 5, Command: command}, Text: text}
		out := &sink{origin: &src.Origin}
		matchAzureTable(&src, headLines(text))
		readAzureTable(&src, out)
		checkQuotes(t, src, out.done())
	})
}
