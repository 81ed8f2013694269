package parse

// endpoint reads a private endpoint.
func (m azMapper) endpoint(n *jsonNode) {
	custom := n.field("customDnsConfigs")
	e := &Endpoint{
		At:                m.place(n),
		ID:                m.text(n.get("id")),
		Name:              m.name(n),
		ProvisioningState: m.text(n.field("provisioningState")),
		Subnet:            m.text(n.field("subnet").get("id")),
		Interfaces:        m.texts(n.field("networkInterfaces"), "id"),
		CustomDNSAt:       m.listPlace(custom),
	}
	for _, c := range custom.items() {
		e.CustomDNS = append(e.CustomDNS, CustomDNS{
			FQDN:      m.text(c.field("fqdn")),
			Addresses: m.addrs(c.field("ipAddresses"), "ipAddress"),
		})
	}
	e.Links = m.serviceLinks(e.Links, n.field("privateLinkServiceConnections"), false)
	e.Links = m.serviceLinks(e.Links, n.field("manualPrivateLinkServiceConnections"), true)
	m.out.add(e)
}

// serviceLinks appends the connections of one of an endpoint's two lists to links.
func (m azMapper) serviceLinks(links []ServiceLink, list *jsonNode, manual bool) []ServiceLink {
	for _, n := range list.items() {
		links = append(links, ServiceLink{
			Manual:            manual,
			Target:            m.text(n.field("privateLinkServiceId")),
			GroupIDs:          m.texts(n.field("groupIds"), "id"),
			State:             m.text(n.field("privateLinkServiceConnectionState").get("status")),
			ProvisioningState: m.text(n.field("provisioningState")),
		})
	}
	return links
}

// nic reads a network interface.
func (m azMapper) nic(n *jsonNode) {
	i := &Interface{
		At:       m.place(n),
		ID:       m.text(n.get("id")),
		Name:     m.name(n),
		Endpoint: m.text(n.field("privateEndpoint").get("id")),
	}
	for _, c := range n.field("ipConfigurations").items() {
		if a, ok := m.address(c.field("privateIPAddress")); ok {
			i.Addresses = append(i.Addresses, a)
		}
		i.FQDNs = append(i.FQDNs, m.texts(c.field("privateLinkConnectionProperties").get("fqdns"), "")...)
	}
	m.out.add(i)
}
