package parse

// network reads a virtual network.
func (m azMapper) network(n *jsonNode) {
	peerings := n.field("virtualNetworkPeerings")
	v := &Network{
		At:         m.place(n),
		ID:         m.text(n.get("id")),
		Name:       m.name(n),
		Prefixes:   m.prefixes(nil, n.field("addressSpace").get("addressPrefixes")),
		PeeringsAt: m.listPlace(peerings),
	}
	if dhcp := n.field("dhcpOptions"); dhcp != nil && dhcp.closed && !dhcp.gaps {
		servers := dhcp.get("dnsServers")
		hidden := len(*m.late)
		if v.DNSServers = m.addrs(servers, ""); len(*m.late) == hidden && (servers == nil || !servers.gaps) {
			v.DNSServersAt = m.place(servers)
		}
		if servers == nil { // options without servers: none are set
			v.DNSServersAt = m.place(dhcp)
		}
	}
	for _, p := range peerings.items() {
		v.Peerings = append(v.Peerings, m.peering(p, v.ID))
	}
	subnets := n.field("subnets")
	v.SubnetsAt = m.listPlace(subnets)
	m.out.add(v)
	for _, s := range subnets.items() {
		m.subnet(s, v.ID)
	}
}
