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
		{name: "stopped before it found anything", command: "getent ahosts fabrikam.vault.azure.net", exit: new(124), want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "getent", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Failed, ChainCut: true, At: Cite{File: c.file}}}
		}},
		{
			name: "without command, below titles that speak of names",
			in: "== client addresses ==\n10.1.0.4\n\n== vault dns ==\n10.1.2.3        fabrikam.privatelink.vaultcore.azure.net fabrikam.vault.azure.net\n\n" +
				"== app dns ==\n10.1.2.9        contoso.privatelink.azurewebsites.net contoso.azurewebsites.net\n10.1.0.1 gateway\n",
			want: func(c citer) []Fact {
				return []Fact{
					&Lookup{Tool: "getent", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(5),
						Chain: c.names(5, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.addr(5, "10.1.2.3")}},
					&Lookup{Tool: "getent", Query: "contoso.azurewebsites.net", Explicit: new(false), Outcome: Answer, At: c.at(8),
						Chain: c.names(8, "contoso.azurewebsites.net", "contoso.privatelink.azurewebsites.net"), Addresses: []Addr{c.addr(8, "10.1.2.9")}},
					c.unread(1, 5),
				}
			},
		},
		{
			name: "masked", command: "getent hosts fabrikam.vault.azure.net", in: "10.x.x.3  fabrikam.vault.azure.net\n",
			want: func(c citer) []Fact {
				return []Fact{c.masked(1, "10.x.x.3"), &Lookup{Tool: "getent", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(1),
					Chain: c.names(1, "fabrikam.vault.azure.net")}}
			},
		},
	})
}

// TestGetentOrHosts leaves lines alone that may be those of a hosts file.
func TestGetentOrHosts(t *testing.T) {
	const row = "10.1.2.3        fabrikam.privatelink.vaultcore.azure.net fabrikam.vault.azure.net\n"
	for _, text := range []string{
		row, "== hosts for dns ==\n" + row, "== vault dns ==\n10.1.2.3 fabrikam.privatelink.vaultcore.azure.net fabrikam.vault.azure.net\n",
		"== vault dns ==\n10.1.2.3        fabrikam.vault.azure.net fabrikam\n", "== dns ==\n" + row + "127.0.0.1 localhost\n",
	} {
		records := Read(Source{Origin: Origin{File: "f", Line: 1}, Text: text})
		if records[0].Kind == "getent" {
			t.Errorf("%q was read as that of getent", text)
		}
	}
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
