package parse

import "strings"

// endpoint reads a private endpoint.
func (m azMapper) endpoint(n *jsonNode) {
	custom := n.field("customDnsConfigs")
	e := &Endpoint{
		At:                m.place(n),
		ID:                m.text(n.get("id")),
		Name:              m.name(n),
		ProvisioningState: m.text(n.field("provisioningState")),
		Subnet:            m.reference(n.field("subnet")),
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
		links = append(links, m.serviceLink(n, manual))
	}
	return links
}

// serviceLink reads a connection as the private endpoint sees it.
func (m azMapper) serviceLink(n *jsonNode, manual bool) ServiceLink {
	state := n.field("privateLinkServiceConnectionState")
	if state == nil {
		state = n.field("connectionState") // as modules of Ansible have it
	}
	return ServiceLink{
		Manual:            manual,
		Target:            m.text(n.field("privateLinkServiceId")),
		GroupIDs:          m.texts(n.field("groupIds"), "id"),
		State:             m.text(state.get("status")),
		ProvisioningState: m.text(n.field("provisioningState")),
	}
}

// sideReason is why a connection is not all that there is to know of its private endpoint.
const sideReason = "only a connection of the private endpoint was captured"

// endpointSide reads a connection of a private endpoint that stands alone: the endpoint, as far as it tells it.
func (m azMapper) endpointSide(n *jsonNode) {
	id := parentText(m.text(n.get("id")))
	e := &Endpoint{
		At:    m.place(n),
		ID:    id,
		Links: []ServiceLink{m.serviceLink(n, hasPrefixFold(lastType(armName(n)), "manual"))},
	}
	if r, ok := ParseResourceID(id.Value); ok {
		e.Name = Text{r.Name(), id.Cite}
	}
	m.out.add(e)
	m.out.add(&Partial{Type: TypeEndpoint, Reason: sideReason, Cite: e.At})
}

// lastType returns the last part of a type of the resource manager.
func lastType(typ string) string { return typ[strings.LastIndexByte(typ, '/')+1:] }

// hasPrefixFold reports whether a text begins with prefix, compared without case.
func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
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
