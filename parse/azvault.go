package parse

import "strings"

// vault reads a key vault or managed HSM, and the connections that it embeds.
func (m azMapper) vault(n *jsonNode, hsm bool) {
	v := &Vault{
		At:                  m.place(n),
		ID:                  m.text(n.get("id")),
		Name:                m.name(n),
		URI:                 m.text(n.field("vaultUri")),
		HSM:                 hsm,
		Detailed:            vaultDetailed(n),
		ProvisioningState:   m.text(n.field("provisioningState")),
		PublicNetworkAccess: m.text(n.field("publicNetworkAccess")),
		ACLs:                m.networkACLs(n.field("networkAcls")),
	}
	if uri := m.text(n.field("hsmUri")); uri.Known() {
		v.URI, v.HSM = uri, true
	}
	connections := n.field("privateEndpointConnections")
	v.ConnectionsAt = m.listPlace(connections)
	m.out.add(v)
	m.owner = v.Name
	for _, c := range connections.items() {
		m.connection(c, v.ID, armName(n))
	}
}

// vaultDetailed reports whether a vault's properties were captured to their end, nested or flattened.
func vaultDetailed(n *jsonNode) bool {
	if p := n.get("properties"); p.is(jsonObject) {
		return p.whole() && len(p.children) > 0
	}
	if !n.whole() {
		return false
	}
	for _, key := range []string{"vaultUri", "hsmUri", "networkAcls", "publicNetworkAccess", "provisioningState"} {
		if f := n.field(key); f != nil && f.kind != jsonNull {
			return true
		}
	}
	return false
}

// networkACLs reads a vault's firewall settings; nil where they are absent, null or cut off.
func (m azMapper) networkACLs(n *jsonNode) *NetworkACLs {
	if !n.is(jsonObject) || !n.whole() {
		return nil
	}
	return &NetworkACLs{
		At:            m.place(n),
		DefaultAction: m.text(n.field("defaultAction")),
		Bypass:        m.text(n.field("bypass")),
		IPRules:       m.texts(n.field("ipRules"), "value"),
		NetworkRules:  m.texts(n.field("virtualNetworkRules"), "id"),

		IPRulesAt:      m.listPlace(n.field("ipRules")),
		NetworkRulesAt: m.listPlace(n.field("virtualNetworkRules")),
	}
}

// connection reads a private endpoint connection. The service that embeds it is given, with its type; both are zero
// for a connection that stands alone, whose own id and type then tell them. An embedded one may lack name and id.
func (m azMapper) connection(n *jsonNode, service Text, serviceType string) {
	if !n.is(jsonObject) {
		m.out.unread(m.place(n))
		return
	}
	state := n.field("privateLinkServiceConnectionState")
	c := &Connection{
		At:                m.place(n),
		ID:                m.text(n.get("id")),
		Service:           service,
		ServiceType:       serviceType,
		Endpoint:          m.reference(n.field("privateEndpoint")),
		State:             m.text(state.get("status")),
		ProvisioningState: m.text(n.field("provisioningState")),
		Description:       m.text(state.get("description")),
	}
	typ, own := cutSuffixFold(armName(n), connectionSuffix)
	if c.ServiceType == "" && own {
		c.ServiceType = typ
	}
	if !c.Service.Known() && own {
		c.Service = parentText(c.ID)
	}
	if !c.Service.Known() && ofVault(c.ServiceType) {
		c.Vault = m.owner
	}
	if !c.ID.Known() {
		c.Name = m.name(n)
	}
	m.out.add(c)
}

// connections reads the connections that a service of another kind embeds.
func (m azMapper) connections(n *jsonNode) {
	for _, c := range n.field("privateEndpointConnections").items() {
		m.connection(c, m.text(n.get("id")), armName(n))
	}
}

// connectionSuffix ends the types of the private endpoint connections of all services.
const connectionSuffix = "/privateEndpointConnections"

// cutSuffixFold returns a text without a suffix that is compared without case, and whether it had it.
func cutSuffixFold(text, suffix string) (string, bool) {
	if !hasSuffixFold(text, suffix) {
		return text, false
	}
	return text[:len(text)-len(suffix)], true
}

// hasSuffixFold reports whether a text ends in suffix, compared without case.
func hasSuffixFold(text, suffix string) bool {
	return len(text) >= len(suffix) && strings.EqualFold(text[len(text)-len(suffix):], suffix)
}
