package parse

import "testing"

func TestHost(t *testing.T) {
	article := "fabrikam.vault.azure.net is an alias for fabrikam.privatelink.vaultcore.azure.net.\n"
	runDNSCases(t, "host", []dnsCase{
		{
			name: "article, private", command: "host fabrikam.vault.azure.net",
			in: article + "fabrikam.privatelink.vaultcore.azure.net has address 10.1.2.3\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "host", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(2),
					Chain: c.names(1, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.addr(2, "10.1.2.3")},
				}}
			},
		},
		{name: "server block, two families", file: "host/dual.txt", command: "host dual.vault.azure.net 127.0.0.1", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "host", Query: "dual.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(3), Explicit: new(true), Outcome: Answer, At: c.at(7),
				Chain:     c.names(6, "dual.vault.azure.net", "dual.privatelink.vaultcore.azure.net"),
				Addresses: []Addr{c.addr(7, "10.1.2.3"), c.addr(8, "fd00::4")},
			}}
		}},
		{name: "no such name", file: "host/nxdomain.txt", want: hostFailure("nosuch.vault.azure.net", NXDomain)},
		{name: "server failure", file: "host/servfail.txt", want: hostFailure("broken.vault.azure.net", ServFail)},
		{name: "refused", file: "host/refused.txt", want: hostFailure("refused.vault.azure.net", RefusedQ)},
		{name: "alias only", file: "host/nodata.txt", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "host", Query: "nodata.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(3), Explicit: new(true), Outcome: NoData, At: c.at(6),
				Chain: c.names(6, "nodata.vault.azure.net", "nodata.privatelink.vaultcore.azure.net"),
			}}
		}},
		{name: "mail only is no address", file: "host/mx.txt", want: hostFailure("mx.vault.azure.net", NoData)},
		{name: "timeout", file: "host/timeout.txt", command: "host fabrikam.vault.azure.net 127.0.0.1", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "host", Query: "fabrikam.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(1), Explicit: new(true), Outcome: Timeout, At: c.at(3)}}
		}},
		{name: "connection refused", file: "host/connrefused.txt", command: "host fabrikam.vault.azure.net", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "host", Query: "fabrikam.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(1), Explicit: new(false), Outcome: Failed, At: c.at(3)}}
		}},
		{
			name: "old time-out", command: "host fabrikam.vault.azure.net", in: ";; connection timed out; no servers could be reached\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{Tool: "host", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Timeout, At: c.at(1)}}
			},
		},
		{
			name: "good answer, then time-out", command: "host fabrikam.vault.azure.net",
			in: article + "fabrikam.privatelink.vaultcore.azure.net has address 10.1.2.3\n;; communications error to 10.0.0.4#53: timed out\n;; no servers could be reached\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "host", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(2), Server: "",
					Chain: c.names(1, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.addr(2, "10.1.2.3")},
				}}
			},
		},
		{
			name: "two runs without prompts", in: article + "fabrikam.privatelink.vaultcore.azure.net has address 10.1.2.3\nHost contoso-kv.vault.azure.net not found: 3(NXDOMAIN)\n",
			want: func(c citer) []Fact {
				return []Fact{
					&Lookup{
						Tool: "host", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(2),
						Chain: c.names(1, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.addr(2, "10.1.2.3")},
					},
					&Lookup{Tool: "host", Query: "contoso-kv.vault.azure.net", Outcome: NXDomain, At: c.at(3), Chain: c.names(3, "contoso-kv.vault.azure.net")},
				}
			},
		},
		{
			name: "masked", command: "host fabrikam.vault.azure.net", in: article + "fabrikam.privatelink.vaultcore.azure.net has address 10.1.*.*\n",
			want: func(c citer) []Fact {
				return []Fact{c.masked(2, "10.1.*.*"), &Lookup{Tool: "host", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(2),
					Chain: c.names(1, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net")}}
			},
		},
		{name: "text records", file: "host/txt.txt", command: "host -t TXT nodata.privatelink.vaultcore.azure.net 127.0.0.1", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "host", Query: "nodata.privatelink.vaultcore.azure.net", Type: "TXT", Server: "127.0.0.1", ServerAt: c.at(3), Explicit: new(true),
				Outcome: Answer, At: c.at(6), Chain: c.names(6, "nodata.privatelink.vaultcore.azure.net"),
			}}
		}},
	})
}

// hostFailure wants one failed lookup that was asked of 127.0.0.1, told by line 6.
func hostFailure(name string, o Outcome) func(citer) []Fact {
	return func(c citer) []Fact {
		return []Fact{&Lookup{Tool: "host", Query: name, Server: "127.0.0.1", ServerAt: c.at(3), Explicit: new(true), Outcome: o, At: c.at(6), Chain: c.names(6, name)}}
	}
}

func FuzzHost(f *testing.F) { fuzzReader(f, hostReader, "host", "host fabrikam.vault.azure.net") }
