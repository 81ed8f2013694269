package parse

import "testing"

func TestDig(t *testing.T) {
	const short = "dig +short @10.0.0.4 fabrikam.vault.azure.net"
	runDNSCases(t, "dig", []dnsCase{
		{name: "private", file: "dig/private.txt", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "dig", Query: "fabrikam.vault.azure.net", Type: "A", Server: "127.0.0.1", ServerAt: c.at(20), Explicit: new(true), Outcome: Answer, At: c.at(17),
				Chain: c.names(16, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.ttl(17, "10.1.2.3", 10)},
			}}
		}},
		{name: "no record behind the alias", file: "dig/norecord.txt", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "dig", Query: "contoso-kv.vault.azure.net", Type: "A", Server: "127.0.0.1", ServerAt: c.at(22), Explicit: new(true), Outcome: NXDomain, At: c.at(6),
				Chain: c.names(16, "contoso-kv.vault.azure.net", "contoso-kv.privatelink.vaultcore.azure.net"),
			}}
		}},
		{name: "authority is no answer", file: "dig/nodata.txt", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "dig", Query: "nodata.vault.azure.net", Type: "A", Server: "127.0.0.1", ServerAt: c.at(22), Explicit: new(true), Outcome: NoData, At: c.at(16),
				Chain: c.names(16, "nodata.vault.azure.net", "nodata.privatelink.vaultcore.azure.net"),
			}}
		}},
		{name: "server failure", file: "dig/servfail.txt", want: digFailure("broken.vault.azure.net", "A", ServFail, 6, 13, 16)},
		{name: "refused", file: "dig/refused.txt", want: digFailure("refused.vault.azure.net", "A", RefusedQ, 6, 14, 17)},
		{name: "other type", file: "dig/mx.txt", want: digFailure("mx.vault.azure.net", "MX", Answer, 16, 13, 19)},
		{name: "time-out", file: "dig/timeout.txt", want: digUnreached(Timeout)},
		{name: "connection refused", file: "dig/connrefused.txt", want: digUnreached(Failed)},
		{name: "two queries of one command", file: "dig/two.txt", want: func(c citer) []Fact {
			return []Fact{
				&Lookup{
					Tool: "dig", Query: "fabrikam.vault.azure.net", Type: "A", Server: "127.0.0.1", ServerAt: c.at(20), Explicit: new(true), Outcome: Answer, At: c.at(17),
					Chain: c.names(16, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.ttl(17, "10.1.2.3", 10)},
				},
				&Lookup{
					Tool: "dig", Query: "nosuch.vault.azure.net", Type: "A", Server: "127.0.0.1", ServerAt: c.at(38), Explicit: new(true), Outcome: NXDomain, At: c.at(25),
					Chain: c.names(32, "nosuch.vault.azure.net"),
				},
			}
		}},
		{name: "answer section alone", file: "dig/noall-answer.txt", command: "dig +noall +answer fabrikam.vault.azure.net", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "dig", Query: "fabrikam.vault.azure.net", Type: "A", Explicit: new(false), Outcome: Answer, At: c.at(2),
				Chain: c.names(1, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.ttl(2, "10.1.2.3", 10)},
			}}
		}},
		{
			name: "short", command: short, in: "fabrikam.privatelink.vaultcore.azure.net.\n10.1.2.3\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "dig", Query: "fabrikam.vault.azure.net", Type: "A", Server: "10.0.0.4", Explicit: new(true), Outcome: Answer, At: c.at(2),
					Chain: c.names(1, "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.addr(2, "10.1.2.3")},
				}}
			},
		},
		{name: "short and empty", command: short, exit: new(0), want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "dig", Query: "fabrikam.vault.azure.net", Type: "A", Server: "10.0.0.4", Explicit: new(true), Outcome: Failed, At: Cite{File: c.file}}}
		}},
		{
			name: "reverse", command: "dig +short -x 10.1.2.3", in: "vm.contoso.com.\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{Tool: "dig", Query: "10.1.2.3", Type: "PTR", Explicit: new(false), Outcome: Answer, At: c.at(1), Chain: c.names(1, "vm.contoso.com")}}
			},
		},
		{
			name: "answer that was cut out is not the lack of one",
			in: ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 0\n" +
				";; QUESTION SECTION:\n;fabrikam.vault.azure.net.\tIN\tA\n\n;; Query time: 4 msec\n;; SERVER: 8.8.8.8#53(8.8.8.8)\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "dig", Query: "fabrikam.vault.azure.net", Type: "A", Server: "8.8.8.8", ServerAt: c.at(7), Outcome: Failed, At: c.at(1),
					Chain: c.names(4, "fabrikam.vault.azure.net"), ChainCut: true,
				}}
			},
		},
		{
			name: "columns without blanks between",
			in: ";; ANSWER SECTION:\nfabrikam.vault.azure.net. 60 IN CNAME fabrikam.privatelink.vaultcore.azure.net.\nfabrikam.privatelink.vaultcore.azure.net. 10 IN A10.1.2.3\n" +
				"fabrikam.privatelink.vaultcore.azure.net. 10 INA 10.1.2.4\nfabrikam.privatelink.vaultcore.azure.net. 10 INAAAAfd00::4\nfabrikam.privatelink.vaultcore.azure.net. 10 IN A10.1.2\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "dig", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(3), Chain: c.names(2, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"),
					Addresses: []Addr{c.ttl(3, "10.1.2.3", 10), c.ttl(4, "10.1.2.4", 10), c.ttl(5, "fd00::4", 10)},
				}, c.unread(6, 1)}
			},
		},
		{
			name: "sections of two answers without their headers",
			in: "Before:\n;; ANSWER SECTION:\nfabrikam.vault.azure.net. 60 IN CNAME fabrikam.privatelink.vaultcore.azure.net.\nfabrikam.privatelink.vaultcore.azure.net. 10 IN A 20.1.2.3\n\nAfter the change of today:\n" +
				";; ANSWER SECTION:\nfabrikam.vault.azure.net. 60 IN CNAME fabrikam.privatelink.vaultcore.azure.net.\nfabrikam.privatelink.vaultcore.azure.net. 10 IN A 10.1.2.3\n",
			want: func(c citer) []Fact {
				return []Fact{
					&Lookup{Tool: "dig", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(4),
						Chain: c.names(3, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.ttl(4, "20.1.2.3", 10)}},
					&Lookup{Tool: "dig", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(9),
						Chain: c.names(8, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.ttl(9, "10.1.2.3", 10)}},
					c.unread(1, 2),
				}
			},
		},
		{
			name: "masked address",
			in:   ";; ANSWER SECTION:\nfabrikam.vault.azure.net. 60 IN CNAME fabrikam.privatelink.vaultcore.azure.net.\nfabrikam.privatelink.vaultcore.azure.net. 10 IN A 10.x.x.3\n",
			want: func(c citer) []Fact {
				return []Fact{c.masked(3, "10.x.x.3"), &Lookup{Tool: "dig", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(3),
					Chain: c.names(2, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net")}}
			},
		},
		{
			name: "annotated", in: ";; ANSWER SECTION:\nfabrikam.privatelink.vaultcore.azure.net. 10 IN A 10.1.2.3  <-- PRIVATE\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "dig", Query: "fabrikam.privatelink.vaultcore.azure.net", Outcome: Answer, At: c.at(2),
					Chain: c.names(2, "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.ttl(2, "10.1.2.3", 10)},
				}}
			},
		},
	})
}

// digFailure wants one lookup without addresses: told by line at, asked in line question, answered by line server.
func digFailure(name, kind string, o Outcome, at, question, server int) func(citer) []Fact {
	return func(c citer) []Fact {
		return []Fact{&Lookup{
			Tool: "dig", Query: name, Type: kind, Server: "127.0.0.1", ServerAt: c.at(server), Explicit: new(true), Outcome: o, At: c.at(at),
			Chain: c.names(question, name),
		}}
	}
}

// digUnreached wants the lookup whose server gave no answer.
func digUnreached(o Outcome) func(citer) []Fact {
	return func(c citer) []Fact {
		return []Fact{&Lookup{
			Tool: "dig", Query: "fabrikam.vault.azure.net", Type: "A", Server: "127.0.0.1", ServerAt: c.at(1), Explicit: new(true), Outcome: o, At: c.at(6),
		}}
	}
}

func FuzzDig(f *testing.F) {
	fuzzReader(f, digReader, "dig", "dig +short fabrikam.vault.azure.net", "host -v fabrikam.vault.azure.net")
}
