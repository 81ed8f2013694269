package parse

import "testing"

func TestResolvConf(t *testing.T) {
	runDNSCases(t, "resolv.conf", []dnsCase{
		{name: "Azure", file: "resolv.conf/azure", want: func(c citer) []Fact {
			return []Fact{
				&Resolver{Addr: c.addr(3, "127.0.0.53")},
				&ResolverOptions{Options: []string{"edns0", "trust-ad"}, Cite: c.at(4)},
				&Search{Domains: []string{"reddog.microsoft.com", "corp.contoso.com"}, Cite: c.at(5)},
			}
		}},
		{name: "oddities", in: "nameserver 10.0.0.4 # primary\nnameserver ::ffff:10.0.0.5\nnameserver 10.x.x.6\ndomain Corp.Contoso.Com.\nsortlist 10.0.0.0\n", want: func(c citer) []Fact {
			return []Fact{
				&Resolver{Addr: c.addr(1, "10.0.0.4")}, &Resolver{Addr: c.addr(2, "10.0.0.5")},
				&Masked{Text: "10.x.x.6", Cite: c.at(3)},
				&Search{Domains: []string{"corp.contoso.com"}, Cite: c.at(4)},
			}
		}},
		{name: "of a pod, below other lines", in: "=== /etc/resolv.conf ===\nsearch default.svc.cluster.local svc.cluster.local\nnameserver 10.0.0.10\noptions ndots:5\n", want: func(c citer) []Fact {
			return []Fact{
				&Search{Domains: []string{"default.svc.cluster.local", "svc.cluster.local"}, Cite: c.at(2)},
				&Resolver{Addr: c.addr(3, "10.0.0.10")}, &ResolverOptions{Options: []string{"ndots:5"}, Cite: c.at(4)}, c.unread(1, 1),
			}
		}},
	})
}

// TestResolvConfProse leaves a sentence alone that begins like a line of resolv.conf.
func TestResolvConfProse(t *testing.T) {
	records := Read(Source{Origin: Origin{File: "f", Line: 1}, Text: "search for it\nnameserver unknown\nand then see\n"})
	if records[0].Kind != "" {
		t.Errorf("prose was read as %q", records[0].Kind)
	}
}

func FuzzResolvConf(f *testing.F) { fuzzReader(f, resolvConfReader, "resolv.conf") }
