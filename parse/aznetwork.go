package parse

import "net/netip"

// network reads a virtual network.
func (m azMapper) network(n *jsonNode) {
	peerings := n.field("virtualNetworkPeerings")
	v := &Network{
		At:         m.place(n),
		ID:         m.text(n.get("id")),
		Name:       m.name(n),
		Prefixes:   m.prefixes(n.field("addressSpace").get("addressPrefixes")),
		PeeringsAt: m.listPlace(peerings),
	}
	if dhcp := n.field("dhcpOptions"); dhcp != nil && dhcp.closed {
		servers := dhcp.get("dnsServers")
		v.DNSServers, v.DNSServersAt = m.addrs(servers, ""), m.place(servers)
		if servers == nil { // options without servers: none are set
			v.DNSServersAt = m.place(dhcp)
		}
	}
	for _, p := range peerings.items() {
		v.Peerings = append(v.Peerings, Peering{
			Remote: m.text(p.field("remoteVirtualNetwork").get("id")),
			State:  m.text(p.field("peeringState")),
		})
	}
	m.out.add(v)
}

func (m azMapper) prefixes(list *jsonNode) []Prefix {
	var all []Prefix
	for _, t := range m.texts(list, "") {
		p, err := netip.ParsePrefix(t.Value)
		if err != nil {
			m.out.unread(t.Cite)
			continue
		}
		all = append(all, Prefix{Prefix: p, Cite: t.Cite})
	}
	return all
}
