package parse

import "testing"

func TestGetent(t *testing.T) {
	runDNSCases(t, "getent", []dnsCase{
		{
			name: "ahosts", command: "getent ahosts fabrikam.vault.azure.net", file: "getent/ahosts.txt",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "getent", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(1),
					Chain: c.names(1, "fabrikam.vault.azure.net"), Addresses: []Addr{c.addr(1, "10.1.2.3")},
				}}
			},
		},
		{
			name: "ahosts without command", in: "fd00::4         STREAM fabrikam.privatelink.vaultcore.azure.net\nfd00::4         DGRAM  \nfd00::4         RAW    \n10.1.2.3        STREAM \n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "getent", Query: "fabrikam.privatelink.vaultcore.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(1),
					Chain: c.names(1, "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.addr(1, "fd00::4"), c.addr(4, "10.1.2.3")},
				}}
			},
		},
		{
			name: "hosts with alias", command: "getent hosts fabrikam.vault.azure.net", file: "getent/hosts.txt",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "getent", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(1),
					Chain:     c.names(1, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"),
					Addresses: []Addr{c.addr(1, "10.1.2.3")},
				}}
			},
		},
		{name: "not found", command: "getent ahostsv4 fabrikam.vault.azure.net", exit: new(2), want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "getent", Query: "fabrikam.vault.azure.net", Type: "A", Explicit: new(false), Outcome: Failed, At: Cite{File: c.file}}}
		}},
		{
			name: "masked", command: "getent hosts fabrikam.vault.azure.net", in: "10.x.x.3  fabrikam.vault.azure.net\n",
			want: func(c citer) []Fact {
				return []Fact{c.masked(1, "10.x.x.3"), &Lookup{Tool: "getent", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(1),
					Chain: c.names(1, "fabrikam.vault.azure.net")}}
			},
		},
	})
}

// TestGetentCutOff leaves an empty capture alone where nothing says that it is complete.
func TestGetentCutOff(t *testing.T) {
	records := Read(Source{Origin: Origin{File: "f", Line: 1, Command: "getent hosts fabrikam.vault.azure.net"}})
	if _, ok := records[0].Fact.(*Unrecognised); !ok || len(records) != 1 {
		t.Errorf("empty output of unknown end was read as %+v, want Unrecognised", records)
	}
}

func FuzzGetent(f *testing.F) {
	fuzzReader(f, getentReader, "getent", "getent hosts fabrikam.vault.azure.net")
}
