package parse

import "testing"

// TestIPConfigLabelWithColon reads a Spanish label that has a colon of its own.
func TestIPConfigLabelWithColon(t *testing.T) {
	runDNSCases(t, "ipconfig", []dnsCase{{name: "Spanish", in: "   Vínculo: dirección IPv6 local. . . : fe80::1%5\n   Puerta de enlace predeterminada . . . . . : 10.1.0.1\n",
		want: func(c citer) []Fact {
			return []Fact{&OwnAddress{Bits: -1, Addr: c.addr(1, "fe80::1")}}
		}}})
}
