package analyze

import (
	"net/netip"
	"sort"
	"strings"

	"kvdoctor/parse"
)

// linkAzure ties the exported resources to each other and to the diagnosed vault.
func (e *Evidence) linkAzure() {
	for _, v := range e.vaults {
		if e.isVault(v.ID.Value, v.Name.Value) && (e.vault == nil || (v.Detailed && !e.vault.Detailed)) {
			e.vault = v
		}
	}
	for _, ep := range e.endpoints {
		ep.id, ep.name = strings.ToLower(ep.ID.Value), ep.Endpoint.Name.Value
		ep.networkID = networkOf(ep.Subnet.Value)
		ep.link = e.linkToVault(ep.Endpoint)
	}
	e.endpoints = distinctEndpoints(e.endpoints)
	e.networks = distinctNetworks(e.networks)
	for _, c := range e.allConns {
		if e.isVault(c.Vault.Value, lastName(c.Vault.Value)) {
			e.addConnection(c)
		}
	}
	for _, nic := range e.interfaces {
		e.attach(nic)
	}
	sort.SliceStable(e.endpoints, func(i, j int) bool { return e.endpoints[i].id < e.endpoints[j].id })
}

// isVault reports whether an id or name is the diagnosed vault's. Vault names are unique in a cloud.
func (e *Evidence) isVault(id, name string) bool {
	if e.id.name == "" {
		return false
	}
	if id != "" && !strings.Contains(strings.ToLower(id), "/providers/microsoft.keyvault/") {
		return false
	}
	if name == "" {
		name = lastName(id)
	}
	return strings.EqualFold(name, e.id.name)
}

// linkToVault returns the endpoint's link to the diagnosed vault, else its first one, else nil.
func (e *Evidence) linkToVault(ep *parse.Endpoint) *parse.ServiceLink {
	for i := range ep.Links {
		if e.isVault(ep.Links[i].Target.Value, "") {
			return &ep.Links[i]
		}
	}
	if len(ep.Links) > 0 {
		return &ep.Links[0]
	}
	return nil
}

// distinctEndpoints keeps the first of the endpoints with one id.
func distinctEndpoints(all []*endpoint) []*endpoint {
	seen := map[string]bool{}
	out := all[:0]
	for _, ep := range all {
		if ep.id == "" || !seen[ep.id] {
			out = append(out, ep)
		}
		seen[ep.id] = true
	}
	return out
}

// distinctNetworks keeps the first of the networks with one id.
func distinctNetworks(all []*network) []*network {
	seen := map[string]bool{}
	out := all[:0]
	for _, n := range all {
		if n.id == "" || !seen[n.id] {
			out = append(out, n)
		}
		seen[n.id] = true
	}
	return out
}

// addConnection keeps a connection of the vault once, though the vault's export and the connections' list
// may both tell it, and ties it to its endpoint.
func (e *Evidence) addConnection(c *parse.Connection) {
	for _, known := range e.conns {
		same := strings.EqualFold(known.ID.Value, c.ID.Value) && c.ID.Known()
		if same || (c.Endpoint.Known() && strings.EqualFold(known.Connection.Endpoint.Value, c.Endpoint.Value)) {
			return
		}
	}
	conn := &connection{Connection: c}
	if c.Endpoint.Known() {
		conn.endpoint = e.endpointByID(c.Endpoint.Value)
		if conn.endpoint == nil {
			conn.endpoint = &endpoint{id: strings.ToLower(c.Endpoint.Value), name: lastName(c.Endpoint.Value)}
			e.endpoints = append(e.endpoints, conn.endpoint)
		}
		conn.endpoint.conn = conn
	}
	e.conns = append(e.conns, conn)
}

// attach ties a network interface to the endpoint it belongs to.
func (e *Evidence) attach(nic *parse.Interface) {
	for _, ep := range e.endpoints {
		owns := nic.Endpoint.Known() && strings.EqualFold(nic.Endpoint.Value, ep.id)
		if ep.Endpoint != nil {
			for _, id := range ep.Interfaces {
				owns = owns || strings.EqualFold(id.Value, nic.ID.Value)
			}
		}
		if owns {
			ep.nics = append(ep.nics, nic)
			return
		}
	}
}

// connectionsListed returns the place of the complete list of the vault's connections; the zero Cite where
// it was not captured. An absent list in a vault's own export is the vault saying that it has none.
func (e *Evidence) connectionsListed() parse.Cite {
	e.saw(NeedConnections)
	if e.vault != nil && e.vault.Detailed && !e.cutFiles[e.vault.At.File] {
		if e.vault.ConnectionsAt.File != "" {
			return e.vault.ConnectionsAt
		}
	}
	for _, l := range e.listings {
		ours := l.Vault == "" || strings.EqualFold(l.Vault, e.id.name)
		if l.Type == parse.TypeConnection && !e.cutFiles[l.At.File] && ours && (l.Count == 0 || len(e.conns) > 0) {
			return l.At
		}
	}
	return parse.Cite{}
}

// captured reports whether a list of that type was captured whole.
func (e *Evidence) listed(t parse.ResourceType) *parse.Cite {
	for _, l := range e.listings {
		if l.Type == t && !e.cutFiles[l.At.File] {
			return &l.At
		}
	}
	return nil
}

// networkByID returns an exported network, or nil.
func (e *Evidence) networkByID(id string) *network {
	e.saw(NeedNetworks)
	for _, n := range e.networks {
		if strings.EqualFold(n.id, id) {
			return n
		}
	}
	return nil
}

// networksWith returns the exported networks that hold an address.
func (e *Evidence) networksWith(a netip.Addr) []*network {
	e.saw(NeedNetworks)
	var out []*network
	for _, n := range e.networks {
		if n.prefixWith(a) != nil {
			out = append(out, n)
		}
	}
	return out
}

// prefixWith returns the network's prefix that holds an address, or nil.
func (n *network) prefixWith(a netip.Addr) *parse.Prefix {
	for i := range n.Prefixes {
		if n.Prefixes[i].Prefix.Contains(a) {
			return &n.Prefixes[i]
		}
	}
	return nil
}

// nat64 is the well-known prefix in which a DNS64 server embeds an IPv4 address (RFC 6052).
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// embedded returns the IPv4 address that a DNS64 server put into an IPv6 address, else the address itself.
func embedded(a netip.Addr) netip.Addr {
	if !nat64.Contains(a) {
		return a
	}
	b := a.As16()
	return netip.AddrFrom4([4]byte(b[12:]))
}

// reach says what an address means in this case: inside an exported network, or an endpoint's, it is private
// whatever its class.
func (e *Evidence) reach(a netip.Addr) reach {
	a = embedded(a.Unmap())
	if mine, other := e.endpointAt(a); mine != nil || other != nil || len(e.networksWith(a)) > 0 {
		return reachPrivate
	}
	c, _ := Classify(a)
	return classReach[c]
}
