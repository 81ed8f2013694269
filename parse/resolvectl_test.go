package parse

import "testing"

const resolvectlStatus = `Global
           Protocols: -LLMNR -mDNS -DNSOverTLS DNSSEC=no/unsupported
    resolv.conf mode: stub
Fallback DNS Servers: 1.1.1.1#cloudflare-dns.com 8.8.8.8#dns.google

Link 2 (eth0)
    Current Scopes: DNS
         Protocols: +DefaultRoute -LLMNR -mDNS -DNSOverTLS DNSSEC=no/unsupported
Current DNS Server: 168.63.129.16
       DNS Servers: 168.63.129.16 10.0.0.4
                    10.x.x.5
        DNS Domain: abc.internal.cloudapp.net ~.
                    corp.contoso.com

Link 3 (docker0)
    Current Scopes: none
`

// resolved wants one lookup of resolvectl.
func resolved(l Lookup, chain ...any) func(citer) []Fact {
	return func(c citer) []Fact {
		l.Tool, l.Explicit, l.At, l.Chain = "resolvectl", new(false), c.at(l.At.Line), c.names(chain...)
		for i, a := range l.Addresses {
			l.Addresses[i].Cite = c.at(a.Cite.Line)
		}
		return []Fact{&l}
	}
}

func TestResolvectl(t *testing.T) {
	const name, target = "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"
	blank := citer{lines: make([]string, 9)}
	runDNSCases(t, "resolvectl", []dnsCase{
		{
			name: "answer", in: name + ": 10.1.2.3   -- link: eth0\n                          fd00::4    -- link: eth0\n                          (" + target + ")\n\n-- Information acquired via protocol DNS in 4.1ms.\n-- Data from: network\n",
			want: resolved(Lookup{Query: name, Outcome: Answer, At: Cite{Line: 1}, ChainCut: true, Addresses: []Addr{blank.addr(1, "10.1.2.3"), blank.addr(2, "fd00::4")}}, 3, name, target),
		},
		{name: "older, without link", command: "systemd-resolve " + name, in: name + ": 10.1.2.3\n\n-- Data is authenticated: no\n",
			want: resolved(Lookup{Query: name, Outcome: Answer, At: Cite{Line: 1}, ChainCut: true, Addresses: []Addr{blank.addr(1, "10.1.2.3")}}, 1, name)},
		{name: "type asked for", command: "resolvectl query --type=A " + name, in: name + " IN CNAME " + target + "    -- link: eth0\n" + target + " IN A 10.1.2.3    -- link: eth0\n",
			want: resolved(Lookup{Query: name, Type: "A", Outcome: Answer, At: Cite{Line: 2}, Addresses: []Addr{blank.addr(2, "10.1.2.3")}}, 1, name, target)},
		{name: "no such name", in: name + ": resolve call failed: '" + name + "' not found\n", want: resolved(Lookup{Query: name, Outcome: NXDomain, At: Cite{Line: 1}, ChainCut: true}, 1, name)},
		{name: "no such name, newer", in: name + ": resolve call failed: Name '" + name + "' not found\n", want: resolved(Lookup{Query: name, Outcome: NXDomain, At: Cite{Line: 1}, ChainCut: true}, 1, name)},
		{name: "server failure", in: name + ": resolve call failed: Could not resolve '" + name + "', server or network returned error SERVFAIL\n",
			want: resolved(Lookup{Query: name, Outcome: ServFail, At: Cite{Line: 1}, ChainCut: true}, 1, name)},
		{name: "no address", in: name + ": resolve call failed: Name '" + name + "' does not have any RR of the requested type\n",
			want: resolved(Lookup{Query: name, Outcome: NoData, At: Cite{Line: 1}, ChainCut: true}, 1, name)},
		{name: "time-out", in: name + ": resolve call failed: All attempts to contact name servers or networks failed\n", want: resolved(Lookup{Query: name, Outcome: Timeout, At: Cite{Line: 1}, ChainCut: true}, 1, name)},
		{name: "other failure", in: name + ": resolve call failed: DNSSEC validation failed: invalid\n", want: resolved(Lookup{Query: name, Outcome: Failed, At: Cite{Line: 1}, ChainCut: true}, 1, name)},
		{name: "pointer", command: "resolvectl query 10.1.2.3", in: "10.1.2.3: " + target + "    -- link: eth0\n", want: resolved(Lookup{Query: "10.1.2.3", Type: "PTR", Outcome: Answer, At: Cite{Line: 1}, ChainCut: true})},
		{name: "masked", in: name + ": 10.x.x.3   -- link: eth0\n", want: func(c citer) []Fact {
			l := resolved(Lookup{Query: name, Outcome: Answer, At: Cite{Line: 1}, ChainCut: true}, 1, name)(c)[0]
			return []Fact{c.masked(1, "10.x.x.3"), l}
		}},
	})
}

func TestResolvectlSettings(t *testing.T) {
	resolver := func(c citer, line int, addr string) Fact { return &Resolver{Addr: c.addr(line, addr)} }
	runDNSCases(t, "resolvectl", []dnsCase{
		{name: "status", in: resolvectlStatus, want: func(c citer) []Fact {
			return []Fact{
				resolver(c, 9, "168.63.129.16"), resolver(c, 10, "10.0.0.4"), c.masked(11, "10.x.x.5"),
				&Search{Domains: []string{"abc.internal.cloudapp.net"}, Cite: c.at(12)}, &Search{Domains: []string{"corp.contoso.com"}, Cite: c.at(13)},
			}
		}},
		{name: "older status", in: "Global\n         DNS Servers: 10.0.0.4\n                      10.0.0.5\n          DNS Domain: contoso.com\n          DNSSEC NTA: 10.in-addr.arpa\n                      corp\n\nLink 2 (eth0)\n       LLMNR setting: yes\n",
			want: func(c citer) []Fact {
				return []Fact{resolver(c, 2, "10.0.0.4"), resolver(c, 3, "10.0.0.5"), &Search{Domains: []string{"contoso.com"}, Cite: c.at(4)}}
			}},
		{name: "servers", in: "Global:\nLink 2 (eth0): 168.63.129.16 10.0.0.4#dns.contoso.com\nLink 3 (docker0):\n", want: func(c citer) []Fact {
			return []Fact{resolver(c, 2, "168.63.129.16"), resolver(c, 2, "10.0.0.4")}
		}},
		{name: "domains", command: "resolvectl domain", in: "Global:\nLink 2 (eth0): lan ~.\n", want: func(c citer) []Fact {
			return []Fact{&Search{Domains: []string{"lan"}, Cite: c.at(2)}}
		}},
	})
}

func FuzzResolvectl(f *testing.F) {
	f.Add("resolvectl status", resolvectlStatus)
	f.Add("resolvectl query a.b", "a.b: 10.1.2.3 -- link: eth0\n     (c.d)\na.b IN A 10.1.2.3 -- link: eth0\n")
	fuzzReader(f, resolvectlReader, "resolvectl", "resolvectl query fabrikam.vault.azure.net")
}
