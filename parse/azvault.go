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
	for _, c := range connections.items() {
		m.connection(c, v.ID)
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

// connection reads a private endpoint connection. The vault that embeds it is given; it is zero for a
// connection that stands alone, whose own id then tells the vault. An embedded one may lack name and id.
func (m azMapper) connection(n *jsonNode, vault Text) {
	if !n.is(jsonObject) {
		m.out.unread(m.place(n))
		return
	}
	state := n.field("privateLinkServiceConnectionState")
	c := &Connection{
		At:                m.place(n),
		ID:                m.text(n.get("id")),
		Vault:             vault,
		Endpoint:          m.text(n.field("privateEndpoint").get("id")),
		State:             m.text(state.get("status")),
		ProvisioningState: m.text(n.field("provisioningState")),
		Description:       m.text(state.get("description")),
	}
	if !c.Vault.Known() && isConnectionID(c.ID.Value) {
		c.Vault = parentText(c.ID)
	}
	m.out.add(c)
}

func isConnectionID(id string) bool {
	r, ok := ParseResourceID(id)
	return ok && hasSuffixFold(r.Type, "/privateEndpointConnections")
}

// hasSuffixFold reports whether a text ends in suffix, compared without case.
func hasSuffixFold(text, suffix string) bool {
	return len(text) >= len(suffix) && strings.EqualFold(text[len(text)-len(suffix):], suffix)
}
