package parse

import "testing"

func TestBINDNslookup(t *testing.T) {
	const command = "nslookup fabrikam.vault.azure.net"
	runDNSCases(t, "nslookup-bind", []dnsCase{
		{name: "private", file: "nslookup-bind/private.txt", command: command + " 127.0.0.1", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(2), Explicit: new(true), Outcome: Answer, At: c.at(6),
				Chain:     c.names(4, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"),
				Addresses: []Addr{c.addr(6, "10.1.2.3")},
			}}
		}},
		{name: "public", file: "nslookup-bind/public.txt", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "nslookup", Query: "public.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(2), Outcome: Answer, At: c.at(10),
				Chain: c.names(4, "public.vault.azure.net", "public.privatelink.vaultcore.azure.net", 5, "data-prod-eus.vaultcore.azure.net",
					6, "data-prod-eus-region.vaultcore.azure.net", 7, "est.prd.r.kv.aadg.msidentity.com", 8, "est.tm.prd.r.kv.aadg.trafficmanager.net"),
				Addresses: []Addr{c.addr(10, "52.168.109.102"), c.addr(12, "52.168.109.101")},
			}}
		}},
		{name: "alias without address", file: "nslookup-bind/nodata.txt", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "nslookup", Query: "nodata.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(2), Outcome: NoData, At: c.at(4),
				Chain: c.names(4, "nodata.vault.azure.net", "nodata.privatelink.vaultcore.azure.net"),
			}}
		}},
		{name: "no such name", file: "nslookup-bind/nxdomain.txt", want: bindFailure("nosuch.vault.azure.net", NXDomain, 2, 4)},
		{name: "server failure", file: "nslookup-bind/servfail.txt", want: bindFailure("broken.vault.azure.net", ServFail, 3, 5)},
		{name: "refused", file: "nslookup-bind/refused.txt", want: bindFailure("refused.vault.azure.net", RefusedQ, 2, 4)},
		{name: "timeout", file: "nslookup-bind/timeout.txt", command: command, want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(1), Explicit: new(false), Outcome: Timeout, At: c.at(2)}}
		}},
		{name: "busybox timeout", file: "nslookup-bind/busybox-timeout.txt", command: command + " 10.0.0.4", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", Explicit: new(true), Outcome: Timeout, At: c.at(1)}}
		}},
		{name: "connection refused", file: "nslookup-bind/connrefused.txt", command: command, want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(1), Explicit: new(false), Outcome: Failed, At: c.at(2)}}
		}},
		{name: "other type", file: "nslookup-bind/mx.txt", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "mx.vault.azure.net", Type: "MX", Server: "127.0.0.1", ServerAt: c.at(2), Outcome: Answer, At: c.at(4), Chain: c.names(4, "mx.vault.azure.net")}}
		}},
		{
			name: "time-out of the second leg after a good answer", command: command,
			in: "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\nNon-authoritative answer:\nName:\tfabrikam.vault.azure.net\nAddress: 10.1.2.3\n" +
				";; communications error to 10.0.0.4#53: timed out\n;; no servers could be reached\n\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", ServerAt: c.at(2), Explicit: new(false), Outcome: Answer, At: c.at(6),
					Chain: c.names(5, "fabrikam.vault.azure.net"), Addresses: []Addr{c.addr(6, "10.1.2.3")},
				}}
			},
		},
		{
			name: "wrapped alias, then no such name",
			in: "Server:  168.63.129.16\nAddress: 168.63.129.16#53\n\nNon-authoritative answer:\nfabrikam.vault.azure.net canonical name =\n" +
				"    fabrikam.privatelink.vaultcore.azure.net.\n** server can't find fabrikam.privatelink.vaultcore.azure.net: NXDOMAIN\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "168.63.129.16", ServerAt: c.at(2), Outcome: NXDomain, At: c.at(7),
					Chain: c.names(6, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"),
				}}
			},
		},
		{
			name: "alias wrapped before its words",
			in:   "fabrikam.vault.azure.net\n\t\tcanonical name = fabrikam.privatelink.vaultcore.azure.net.\nlonely.contoso.com\n\nAddress: 10.1.2.3\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(5),
					Chain: c.names(2, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.addr(5, "10.1.2.3")},
				}, c.unread(3, 1)}
			},
		},
		{
			name: "no answer", in: "Server:  10.0.0.10\nAddress: 10.0.0.10#53\n\n*** Can't find fabrikam.vault.azure.net: No answer\n",
			want: bindServerFailure("fabrikam.vault.azure.net", "10.0.0.10", NoData, 2, 4),
		},
		{
			name: "two lookups", in: "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\nName:\tfabrikam.vault.azure.net\nAddress: 10.1.2.3\n\n" +
				"Server:\t\t8.8.8.8\nAddress:\t8.8.8.8#53\n\n** server can't find contoso-kv.vault.azure.net: NXDOMAIN\n",
			want: func(c citer) []Fact {
				return []Fact{
					&Lookup{
						Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", ServerAt: c.at(2), Outcome: Answer, At: c.at(5),
						Chain: c.names(4, "fabrikam.vault.azure.net"), Addresses: []Addr{c.addr(5, "10.1.2.3")},
					},
					&Lookup{Tool: "nslookup", Query: "contoso-kv.vault.azure.net", Server: "8.8.8.8", ServerAt: c.at(8), Outcome: NXDomain, At: c.at(10), Chain: c.names(10, "contoso-kv.vault.azure.net")},
				}
			},
		},
		{
			name: "session with prompts", command: "nslookup",
			in: "> server 10.0.0.4\nDefault server: 10.0.0.4\nAddress: 10.0.0.4#53\n> fabrikam.vault.azure.net\nServer:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\n" +
				"Name:\tfabrikam.vault.azure.net\nAddress: 10.1.2.3\n> exit\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", ServerAt: c.at(6), Explicit: new(true), Outcome: Answer, At: c.at(9),
					Chain: c.names(8, "fabrikam.vault.azure.net"), Addresses: []Addr{c.addr(9, "10.1.2.3")},
				}}
			},
		},
		{
			name: "masked address is an answer without address",
			in:   "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\nName:\tfabrikam.vault.azure.net\nAddress: 10.x.x.3\n",
			want: func(c citer) []Fact {
				return []Fact{c.masked(5, "10.x.x.3"), &Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4",
					ServerAt: c.at(2), Outcome: Answer, At: c.at(5), Chain: c.names(4, "fabrikam.vault.azure.net")}}
			},
		},
		{
			name: "search suffix", command: "nslookup fabrikam",
			in: "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\nName:\tfabrikam.corp.contoso.com\nAddress: ::ffff:10.1.2.3\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam", Server: "10.0.0.4", ServerAt: c.at(2), Explicit: new(false), Outcome: Answer, At: c.at(5),
					Chain: c.names(4, "fabrikam.corp.contoso.com"), Addresses: []Addr{c.addr(5, "10.1.2.3")},
				}}
			},
		},
		{
			name: "tool missing", command: command, exit: new(127), in: "sh: 1: nslookup: not found\n",
			want: func(c citer) []Fact { return []Fact{c.unread(1, 1)} },
		},
	})
}

// bindFailure wants one lookup of a name that failed, asked of 127.0.0.1.
func bindFailure(name string, o Outcome, server, at int) func(citer) []Fact {
	return bindServerFailure(name, "127.0.0.1", o, server, at)
}

func bindServerFailure(name, addr string, o Outcome, server, at int) func(citer) []Fact {
	return func(c citer) []Fact {
		return []Fact{&Lookup{Tool: "nslookup", Query: name, Server: addr, ServerAt: c.at(server), Outcome: o, At: c.at(at), Chain: c.names(at, name)}}
	}
}

func FuzzBINDNslookup(f *testing.F) {
	fuzzReader(f, nslookupBINDReader, "nslookup-bind", "nslookup fabrikam.vault.azure.net 10.0.0.4")
}
