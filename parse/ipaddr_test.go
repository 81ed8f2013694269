package parse

import "testing"

func TestIPAddr(t *testing.T) {
	own := func(a Addr, name string, bits int) *OwnAddress {
		return &OwnAddress{Interface: name, Bits: bits, Addr: a}
	}
	runDNSCases(t, "ip-addr", []dnsCase{
		{name: "ip addr", file: "ip-addr/ip-addr.txt", want: func(c citer) []Fact {
			return []Fact{own(c.addr(3, "127.0.0.1"), "lo", 8), own(c.addr(5, "::1"), "lo", 128), own(c.addr(11, "10.1.0.4"), "eth0", 24), own(c.addr(13, "fe80::1"), "eth0", 64)}
		}},
		{name: "one line each", file: "ip-addr/ip-o-addr.txt", want: func(c citer) []Fact {
			return []Fact{own(c.addr(1, "127.0.0.1"), "lo", 8), own(c.addr(2, "::1"), "lo", 128), own(c.addr(3, "10.1.0.4"), "eth0", 24), own(c.addr(4, "fe80::1"), "eth0", 64)}
		}},
		{name: "brief", file: "ip-addr/ip-br-addr.txt", want: func(c citer) []Fact {
			return []Fact{own(c.addr(1, "127.0.0.1"), "lo", 8), own(c.addr(1, "::1"), "lo", 128), own(c.addr(3, "10.1.0.4"), "eth0", 24), own(c.addr(3, "fe80::1"), "eth0", 64)}
		}},
		{name: "the other end of a tunnel", command: "ip -br a", in: "tun1 UNKNOWN 10.9.0.2 peer 10.9.0.1/32\n", want: func(c citer) []Fact {
			return []Fact{own(c.addr(1, "10.9.0.2"), "tun1", -1)}
		}},
		{name: "hostname", command: "hostname -I", in: "10.1.0.4 fd00::2 \n", want: func(c citer) []Fact {
			return []Fact{own(c.addr(1, "10.1.0.4"), "", -1), own(c.addr(1, "fd00::2"), "", -1)}
		}},
		{name: "no interface is up", command: "ip addr", in: "1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN group default qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n", want: func(c citer) []Fact {
			return []Fact{&Recognised{First: c.at(1)}}
		}},
		{name: "without header, masked", in: "    inet 10.1.0.4/24 brd 10.1.0.255 scope global eth0\n    inet 10.x.x.5/24 scope global eth1\n", want: func(c citer) []Fact {
			return []Fact{own(c.addr(1, "10.1.0.4"), "eth0", 24), &Masked{Text: "10.x.x.5/24", Cite: c.at(2)}}
		}},
	})
}

func FuzzIPAddr(f *testing.F) { fuzzReader(f, ipAddrReader, "ip-addr", "hostname -I") }
