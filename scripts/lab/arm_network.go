package main

import (
	"fmt"
	"strings"
)

// addNetworks adds the virtual networks, and the security groups of their subnets.
func (e *armEstate) addNetworks() {
	for i := range e.s.Networks {
		n := &e.s.Networks[i]
		id := e.networkID(n.Name)
		e.add(armResource{id, "Microsoft.Network/virtualNetworks", n.Name, func(string) object { return e.network(n, id) }})
		for _, s := range n.Subnets {
			if guarded(s) {
				group := securityGroupID(n, s)
				e.add(armResource{group, "Microsoft.Network/networkSecurityGroups", idName(group),
					func(string) object { return e.securityGroup(n, s, group) }})
			}
		}
	}
}

// network renders a virtual network.
func (e *armEstate) network(n *Network, id string) object {
	return object{{"name", n.Name}, {"id", id}, {"etag", etag(id)}, {"type", "Microsoft.Network/virtualNetworks"},
		{"location", armLocation}, {"tags", object{}},
		{"properties", object{
			{"provisioningState", "Succeeded"},
			{"resourceGuid", guid("resource", id)},
			{"addressSpace", object{{"addressPrefixes", textList(n.Prefixes)}}},
			{"dhcpOptions", object{{"dnsServers", textList(n.DNS)}}},
			{"subnets", jsonList(n.Subnets, func(s Subnet) any { return e.subnet(n, s, id) })},
			{"virtualNetworkPeerings", jsonList(n.Peers, func(p Peering) any { return e.peering(p, id) })},
			{"enableDdosProtection", false},
		}}}
}

// textList is a list of texts that is never null.
func textList(list []string) []string { return append([]string{}, list...) }

// subnet renders a subnet.
func (e *armEstate) subnet(n *Network, s Subnet, network string) object {
	id := network + "/subnets/" + s.Name
	endpoints, configurations := []any{}, []any{}
	for i := range e.s.Endpoints {
		if ep := &e.s.Endpoints[i]; strings.EqualFold(e.networkID(ep.Subnet), id) {
			endpoints = append(endpoints, reference(e.endpointID(ep)))
			configurations = append(configurations, reference(configurationID(ep)))
		}
	}
	properties := object{{"provisioningState", "Succeeded"}, {"addressPrefix", s.Prefix}}
	if guarded(s) {
		properties = append(properties, member{"networkSecurityGroup", reference(securityGroupID(n, s))})
	}
	if len(endpoints) > 0 {
		properties = append(properties, object{{"ipConfigurations", configurations}, {"privateEndpoints", endpoints}}...)
	}
	properties = append(properties, object{
		{"serviceEndpoints", jsonList(s.ServiceEndpoints, func(service string) any {
			return object{{"provisioningState", "Succeeded"}, {"service", service}, {"locations", []string{"*"}}}
		})},
		{"delegations", []any{}},
		{"privateEndpointNetworkPolicies", "Disabled"},
		{"privateLinkServiceNetworkPolicies", "Enabled"},
	}...)
	return object{{"name", s.Name}, {"id", id}, {"etag", etag(id)}, {"properties", properties}, {"type", "Microsoft.Network/virtualNetworks/subnets"}}
}

// syncLevels are what a peering says of its other side's address space.
var syncLevels = map[string]string{"Connected": "FullyInSync", "Initiated": "RemoteNotInSync", "Disconnected": "LocalNotInSync"}

// peering renders one side of a peering.
func (e *armEstate) peering(p Peering, network string) object {
	remote := e.networkID(p.Network)
	id := network + "/virtualNetworkPeerings/to-" + idName(remote)
	space := []string{}
	for _, n := range e.s.Networks {
		if strings.EqualFold(e.networkID(n.Name), remote) {
			space = textList(n.Prefixes)
		}
	}
	return object{{"name", idName(id)}, {"id", id}, {"etag", etag(id)},
		{"properties", object{
			{"provisioningState", "Succeeded"},
			{"resourceGuid", guid("resource", id)},
			{"peeringState", p.State},
			{"peeringSyncLevel", syncLevels[p.State]},
			{"remoteVirtualNetwork", reference(remote)},
			{"allowVirtualNetworkAccess", true}, {"allowForwardedTraffic", true}, {"allowGatewayTransit", false}, {"useRemoteGateways", false},
			{"doNotVerifyRemoteGateways", false},
			{"remoteAddressSpace", object{{"addressPrefixes", space}}},
			{"remoteVirtualNetworkAddressSpace", object{{"addressPrefixes", space}}},
		}},
		{"type", "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"}}
}

// A securityRule is a row of a security group. All of them hold for every protocol and port.
type securityRule struct {
	name, direction, access, source, destination string
	priority                                     int
}

// defaultRules are the rules that every security group has.
var defaultRules = []securityRule{
	{"AllowVnetInBound", "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork", 65000},
	{"AllowAzureLoadBalancerInBound", "Inbound", "Allow", "AzureLoadBalancer", "*", 65001},
	{"DenyAllInBound", "Inbound", "Deny", "*", "*", 65500},
	{"AllowVnetOutBound", "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork", 65000},
	{"AllowInternetOutBound", "Outbound", "Allow", "*", "Internet", 65001},
	{"DenyAllOutBound", "Outbound", "Deny", "*", "*", 65500},
}

// guarded reports whether a subnet has a security group.
func guarded(s Subnet) bool { return len(s.Denied)+len(s.DeniedFrom) > 0 }

// securityGroup renders the security group of a subnet: what it denies to those that leave it and enter it.
func (e *armEstate) securityGroup(n *Network, s Subnet, id string) object {
	rules := []any{}
	for i, prefix := range s.Denied {
		rules = append(rules, renderRule(securityRule{fmt.Sprintf("deny-to-%d", i+1), "Outbound", "Deny", "*", prefix, 100 + 10*i}, id+"/securityRules/"))
	}
	for i, prefix := range s.DeniedFrom {
		rules = append(rules, renderRule(securityRule{fmt.Sprintf("deny-from-%d", i+1), "Inbound", "Deny", prefix, "*", 100 + 10*i}, id+"/securityRules/"))
	}
	return object{{"name", idName(id)}, {"id", id}, {"etag", etag(id)}, {"type", "Microsoft.Network/networkSecurityGroups"}, {"location", armLocation},
		{"properties", object{
			{"provisioningState", "Succeeded"},
			{"resourceGuid", guid("resource", id)},
			{"securityRules", rules},
			{"defaultSecurityRules", jsonList(defaultRules, func(r securityRule) any { return renderRule(r, id+"/defaultSecurityRules/") })},
			{"subnets", []any{reference(e.networkID(n.Name + "/" + s.Name))}},
		}}}
}

// renderRule renders a security rule.
func renderRule(r securityRule, list string) object {
	id := list + r.name
	return object{{"name", r.name}, {"id", id}, {"etag", etag(id)}, {"type", idType(id)},
		{"properties", object{
			{"provisioningState", "Succeeded"}, {"protocol", "*"},
			{"sourcePortRange", "*"}, {"destinationPortRange", "*"},
			{"sourceAddressPrefix", r.source}, {"destinationAddressPrefix", r.destination},
			{"access", r.access}, {"priority", r.priority}, {"direction", r.direction},
			{"sourcePortRanges", []string{}}, {"destinationPortRanges", []string{}},
			{"sourceAddressPrefixes", []string{}}, {"destinationAddressPrefixes", []string{}},
		}}}
}
