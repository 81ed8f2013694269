package analyze

import (
	"net/netip"
	"testing"

	"kvdoctor/parse"
)

// textsOf makes texts of values.
func textsOf(values ...string) []parse.Text {
	var out []parse.Text
	for _, v := range values {
		out = append(out, parse.Text{Value: v, Cite: parse.Cite{File: "x", Line: 1}})
	}
	return out
}

// outbound makes an outbound rule for TCP 443 from anywhere.
func outbound(priority int, access string, to ...string) parse.SecurityRule {
	one := func(s string) parse.Text { return textsOf(s)[0] }
	return parse.SecurityRule{Priority: priority, Access: one(access), Direction: one("Outbound"), Protocol: one("Tcp"),
		SourcePrefixes: textsOf("*"), SourcePorts: textsOf("*"), DestinationPrefixes: textsOf(to...), DestinationPorts: textsOf("443")}
}

// TestJudgeRules judges the flow from a machine in 10.1.0.0/16 to 10.1.2.3, and to 10.9.2.3 in no captured network.
func TestJudgeRules(t *testing.T) {
	near, far := netip.MustParseAddr("10.1.2.3"), netip.MustParseAddr("10.9.2.3")
	n := &network{Network: &parse.Network{Prefixes: []parse.Prefix{{Prefix: netip.MustParsePrefix("10.1.0.0/16")}}}, id: "vnet"}
	e := &Evidence{networks: []*network{n}}
	e.indexNetworks()
	noPorts := outbound(100, "Deny", "*")
	noPorts.DestinationPorts = textsOf("80", "8000-9000")
	udp := outbound(100, "Deny", "*")
	udp.Protocol.Value = "Udp"
	told := outbound(100, "Allow", "Sql")
	told.Destinations = textsOf("10.9.0.0/16")
	deny := outbound(4000, "Deny", "*")
	tests := []struct {
		name  string
		rules []parse.SecurityRule
		to    netip.Addr
		want  fate
	}{
		{"no rules", nil, near, unknown},
		{"deny all", []parse.SecurityRule{deny}, near, yes},
		{"order of priorities, not of lines", []parse.SecurityRule{deny, outbound(200, "Allow", "10.1.2.0/24")}, near, no},
		{"other prefix", []parse.SecurityRule{deny, outbound(200, "Allow", "10.1.3.0/24")}, near, yes},
		{"single address", []parse.SecurityRule{outbound(200, "Allow", "10.1.2.3"), deny}, near, no},
		{"other ports", []parse.SecurityRule{noPorts, outbound(200, "Allow", "*")}, near, no},
		{"other protocol", []parse.SecurityRule{udp, outbound(200, "Allow", "*")}, near, no},
		{"tag of the network", []parse.SecurityRule{outbound(200, "Allow", "VirtualNetwork"), deny}, near, no},
		{"tag of the network, of an address behind a gateway", []parse.SecurityRule{outbound(200, "Allow", "VirtualNetwork"), deny}, far, unknown},
		{"tag of the Internet", []parse.SecurityRule{outbound(200, "Deny", "Internet"), outbound(300, "Allow", "*")}, near, no},
		{"tag of a service is public", []parse.SecurityRule{outbound(200, "Allow", "AzureKeyVault.EastUS"), deny}, near, yes},
		{"tag with its addresses told", []parse.SecurityRule{told, deny}, far, no},
		{"doubt that does not matter", []parse.SecurityRule{outbound(200, "Deny", "Internet"), deny}, far, yes},
		{"application security groups", []parse.SecurityRule{outbound(200, "Allow"), deny}, near, unknown},
		{"priority not captured", []parse.SecurityRule{outbound(-1, "Allow", "*"), deny}, near, unknown},
	}
	for _, test := range tests {
		v := &vantage{name: "vm", network: n}
		if got, _ := e.judgeRules(test.rules, "Outbound", flow{from: v, to: parse.Addr{Addr: test.to}}); got != test.want {
			t.Errorf("%s: denied = %v, want %v", test.name, got, test.want)
		}
	}
}
