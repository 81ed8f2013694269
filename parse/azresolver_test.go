package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPrivateResolver reads parts of DNS private resolvers, as az and as ARM print them.
func TestPrivateResolver(t *testing.T) {
	const base = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/"
	for _, c := range []struct{ name, in, want string }{
		{"inbound endpoint", `[{"id":"` + base + `dnsResolvers/r/inboundEndpoints/in","name":"in","ipConfigurations":[{"privateIpAddress":"10.0.0.4","subnet":{"id":"` + base + `virtualNetworks/hub/subnets/in"}}]}]`,
			"inbound in " + base + "virtualNetworks/hub 10.0.0.4"},
		{"inbound endpoint, nested", `{"id":"` + base + `dnsResolvers/r/inboundEndpoints/in","properties":{"ipConfigurations":[{"privateIpAddress":"10.0.0.4","subnet":{"id":"` + base + `virtualNetworks/hub/subnets/in"}}]}}`,
			"inbound in " + base + "virtualNetworks/hub 10.0.0.4"},
		{"rule", `[{"id":"` + base + `dnsForwardingRulesets/rs/forwardingRules/kv","domainName":"vault.azure.net.","forwardingRuleState":"Enabled","targetDnsServers":[{"ipAddress":"10.0.0.4","port":53}]}]`,
			"rule " + base + "dnsForwardingRulesets/rs vault.azure.net. Enabled 10.0.0.4"},
		{"rule without id", `{"domainName":"vault.azure.net.","forwardingRuleState":"Disabled","targetDnsServers":[]}`, "rule  vault.azure.net. Disabled"},
		{"link", `[{"id":"` + base + `dnsForwardingRulesets/rs/virtualNetworkLinks/l","properties":{"virtualNetwork":{"id":"` + base + `virtualNetworks/spoke"}}}]`,
			"link " + base + "dnsForwardingRulesets/rs " + base + "virtualNetworks/spoke"},
	} {
		got := ""
		for _, r := range Read(Source{Origin: Origin{File: "x.json"}, Text: c.in}) {
			switch f := r.Fact.(type) {
			case *InboundEndpoint:
				got = "inbound " + lastOf(f.ID.Value) + " " + f.Network.Value
				for _, a := range f.Addresses {
					got += " " + a.Addr.String()
				}
			case *ForwardingRule:
				got = "rule " + f.Ruleset.Value + " " + f.Domain.Value + " " + f.State.Value
				for _, a := range f.Targets {
					got += " " + a.Addr.String()
				}
			case *RulesetLink:
				got = "link " + f.Ruleset.Value + " " + f.Network.Value
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
