package parse

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// equalAddrs lets cmp compare addresses.
var equalAddrs = cmp.Comparer(func(a, b netip.Addr) bool { return a == b })

func TestParseNetworkInfo(t *testing.T) {
	const endpoint = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg_app.(1)/providers/Microsoft.Network/privateEndpoints/pe-fabrikam"
	tests := []struct {
		name, in string
		want     NetworkInfo
	}{
		{"oldest form, public", "addr=52.168.109.101;act_addr_fam=InterNetwork;",
			NetworkInfo{AddrText: "52.168.109.101", Addr: netip.MustParseAddr("52.168.109.101"), AddrFamily: "InterNetwork"}},
		{"IPv4 address over an IPv6 socket is normal", "addr=10.1.2.4;act_addr_fam=InterNetworkV6;",
			NetworkInfo{AddrText: "10.1.2.4", Addr: netip.MustParseAddr("10.1.2.4"), AddrFamily: "InterNetworkV6"}},
		{"public with type", "conn_type=Ipv4;addr=52.168.109.101;act_addr_fam=InterNetwork;",
			NetworkInfo{ConnType: "Ipv4", AddrText: "52.168.109.101", Addr: netip.MustParseAddr("52.168.109.101"), AddrFamily: "InterNetwork"}},
		{"service endpoint, no last semicolon", "conn_type=Subnet;subnet=xxxxx;addr=10.1.0.5;act_addr_fam=InterNetworkV6",
			NetworkInfo{ConnType: "Subnet", Subnet: "xxxxx", AddrText: "10.1.0.5", Addr: netip.MustParseAddr("10.1.0.5"), AddrFamily: "InterNetworkV6"}},
		{"private link", "conn_type=PrivateLink;private_endpoint=" + endpoint + ";addr=10.1.0.4;act_addr_fam=InterNetworkV6;",
			NetworkInfo{ConnType: "PrivateLink", PrivateEndpoint: endpoint, AddrText: "10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4"), AddrFamily: "InterNetworkV6"}},
		{"blanks, other order, other case", " Addr = 10.1.0.4 ; CONN_TYPE=PrivateLink; ",
			NetworkInfo{ConnType: "PrivateLink", AddrText: "10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4")}},
		{"address only", "addr=10.1.0.4", NetworkInfo{AddrText: "10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4")}},
		{"unknown keys, and a value with an equals sign", "conn_type=Future;zone=a=b;flag;addr=10.1.0.4;",
			NetworkInfo{ConnType: "Future", AddrText: "10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4"),
				Other: []Pair{{"zone", "a=b"}, {"flag", ""}}}},
		{"a second value does not replace the first", "addr=10.1.0.4;addr=52.168.109.101;",
			NetworkInfo{AddrText: "10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4"), Other: []Pair{{"addr", "52.168.109.101"}}}},
		{"IPv6", "addr=fd00::4;", NetworkInfo{AddrText: "fd00::4", Addr: netip.MustParseAddr("fd00::4")}},
		{"IPv4 mapped", "addr=::ffff:10.1.0.4;", NetworkInfo{AddrText: "::ffff:10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4")}},
		{"brackets and port", "addr=[fd00::4]:50123;", NetworkInfo{AddrText: "[fd00::4]:50123", Addr: netip.MustParseAddr("fd00::4")}},
		{"port", "addr=10.1.0.4:50123;", NetworkInfo{AddrText: "10.1.0.4:50123", Addr: netip.MustParseAddr("10.1.0.4")}},
		{"masked address", "addr=x.x.x.x;", NetworkInfo{AddrText: "x.x.x.x"}},
		{"leading zero is no address", "addr=10.1.0.04;", NetworkInfo{AddrText: "10.1.0.04"}},
		{"address cut", "conn_type=PrivateLink;addr=10.1.0...",
			NetworkInfo{ConnType: "PrivateLink", Other: []Pair{{"addr", "10.1.0..."}}}},
		{"endpoint cut, after a whole address", "addr=10.1.0.4;private_endpoint=/subscriptions/1111…",
			NetworkInfo{AddrText: "10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4"), Other: []Pair{{"private_endpoint", "/subscriptions/1111…"}}}},
		{"braces of PowerShell 7, cut", "{addr=10.1.0.4;conn_type=Privat…",
			NetworkInfo{AddrText: "10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4"), Other: []Pair{{"conn_type", "Privat…"}}}},
		{"empty", "", NetworkInfo{}},
		{"no pair at all", "redacted", NetworkInfo{Other: []Pair{{"redacted", ""}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cite := Cite{File: "f", Line: 3, Text: tt.in}
			got := parseNetworkInfo(tt.in, cite, false)
			want := tt.want
			want.Raw, want.Cite = got.Raw, cite
			if diff := cmp.Diff(&want, got, equalAddrs); diff != "" {
				t.Errorf("parseNetworkInfo(%q) (-want +got):\n%s", tt.in, diff)
			}
			if len(got.Raw) > len(tt.in) || (tt.in != "" && got.Raw == "") {
				t.Errorf("Raw = %q, want the text as captured", got.Raw)
			}
		})
	}
}
