package parse

import "testing"

func TestBusyboxNslookup(t *testing.T) {
	const command = "nslookup fabrikam.vault.azure.net"
	runDNSCases(t, "nslookup-busybox", []dnsCase{
		{name: "busybox prints the aliases twice", file: "nslookup-busybox/dual.txt", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "nslookup", Query: "dual.vault.azure.net", Server: "127.0.0.1", ServerAt: c.at(2), Outcome: Answer, At: c.at(6),
				Chain:     c.names(4, "dual.vault.azure.net", "dual.privatelink.vaultcore.azure.net"),
				Addresses: []Addr{c.addr(6, "10.1.2.3"), c.addr(10, "fd00::4")},
			}}
		}},
		{
			name: "answers of the old busybox", command: command,
			in: "Server:    10.0.0.10\nAddress 1: 10.0.0.10 kube-dns.kube-system.svc.cluster.local\n\nName:      fabrikam.vault.azure.net\nAddress 1: 10.1.2.3\n" +
				"nslookup: can't resolve '(null)': Name does not resolve\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.10", ServerAt: c.at(2), Explicit: new(false), Outcome: Answer, At: c.at(5),
					Chain: c.names(4, "fabrikam.vault.azure.net"), Addresses: []Addr{c.addr(5, "10.1.2.3")},
				}}
			},
		},
		{name: "old busybox, no such name", command: "busybox nslookup $name", in: "Server:    10.0.0.10\nAddress 1: 10.0.0.10 kube-dns.kube-system.svc.cluster.local\n\nnslookup: can't resolve 'fabrikam.vault.azure.net'\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.10", ServerAt: c.at(2), Explicit: new(false), Outcome: Failed, At: c.at(4)}}
		}},
		{name: "note above a good answer", in: "nslookup: can't resolve '(null)': Name does not resolve\n\nName:      fabrikam.vault.azure.net\nAddress 1: 10.1.2.3 10-1-2-3.example\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(4), Chain: c.names(3, "fabrikam.vault.azure.net"), Addresses: []Addr{c.addr(4, "10.1.2.3")}}}
		}},
		{name: "nothing of a name without addresses", command: command, exit: new(0), in: "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4:53\n\n\n\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", ServerAt: c.at(2), Explicit: new(false), Outcome: NoData, At: c.at(2)}}
		}},
		{name: "no such name, twice", in: "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4:53\n\n** server can't find fabrikam.vault.azure.net: NXDOMAIN\n\n** server can't find fabrikam.vault.azure.net: NXDOMAIN\n\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", ServerAt: c.at(2), Outcome: NXDomain, At: c.at(4), Chain: c.names(4, "fabrikam.vault.azure.net")}}
		}},
		{name: "server cannot be asked", command: command + " 10.0.0.4", in: "nslookup: write to '10.0.0.4': Connection refused\n;; connection timed out; no servers could be reached\n\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", Explicit: new(true), Outcome: Failed, At: c.at(2)}}
		}},
	})
}

func FuzzBusyboxNslookup(f *testing.F) {
	f.Add("nslookup a.b", "Server:    10.0.0.10\nAddress 1: 10.0.0.10 a\n\nName: a.b\nAddress 1: 10.1.2.3 b\n")
	fuzzReader(f, nslookupBusyboxReader, "nslookup-busybox", "nslookup a.b")
}
