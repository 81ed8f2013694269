package analyze

import (
	"cmp"
	"net/netip"
	"slices"
	"sort"
	"strings"

	"kvdoctor/parse"
)

// linkAzure ties the exported resources to each other and to the diagnosed vault.
func (e *Evidence) linkAzure() {
	for _, v := range e.vaults {
		switch {
		case !e.isVault(v.ID.Value, v.Name.Value):
		case e.vault == nil || (v.Detailed && !e.vault.Detailed):
			e.vault = v
		case !v.Detailed && !e.vault.Detailed:
			e.vault = joinedVault(e.vault, v)
		}
	}
	for _, ep := range e.endpoints {
		ep.id, ep.name = strings.ToLower(ep.ID.Value), ep.Endpoint.Name.Value
		ep.networkID = networkOf(ep.Subnet.Value)
		ep.link = e.linkToVault(ep.Endpoint)
	}
	e.endpoints = distinctEndpoints(e.endpoints)
	e.networks = distinctNetworks(e.networks)
	e.linkConnections()
	e.linkInterfaces()
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

// distinctEndpoints keeps the first of the endpoints with one id, and before that one of which only a connection was captured
// the first that tells its subnet.
func distinctEndpoints(all []*endpoint) []*endpoint {
	seen := map[string]int{}
	out := all[:0]
	for _, ep := range all {
		i, again := seen[ep.id]
		switch {
		case ep.id == "" || !again:
			seen[ep.id] = len(out)
			out = append(out, ep)
		case !out[i].Subnet.Known() && ep.Subnet.Known():
			out[i] = ep
		}
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

// linkConnections keeps each connection of the vault once, though the vault's export and the connections'
// list may both tell it, and ties it to its endpoint.
func (e *Evidence) linkConnections() {
	endpoints := map[string]*endpoint{}
	for _, ep := range slices.Backward(e.endpoints) {
		endpoints[ep.id] = ep
	}
	ids, ends := map[string]bool{}, map[string]bool{}
	for _, c := range e.allConns {
		id, end := strings.ToLower(c.ID.Value), strings.ToLower(c.Endpoint.Value)
		repeated := (c.ID.Known() && ids[id]) || (c.Endpoint.Known() && ends[end])
		if repeated || !e.isVault(c.Service.Value, cmp.Or(lastName(c.Service.Value), c.Vault.Value)) {
			continue
		}
		ids[id], ends[end] = true, true
		conn := &connection{Connection: c}
		if c.Endpoint.Known() {
			if endpoints[end] == nil {
				endpoints[end] = &endpoint{id: end, name: lastName(c.Endpoint.Value)}
				e.endpoints = append(e.endpoints, endpoints[end])
			}
			conn.endpoint = endpoints[end]
			conn.endpoint.conn = conn
		}
		e.conns = append(e.conns, conn)
	}
}

// linkInterfaces ties each network interface to the endpoint it belongs to: the first that names it, or that
// it names.
func (e *Evidence) linkInterfaces() {
	byID, byInterface := map[string]int{}, map[string]int{}
	for i, ep := range slices.Backward(e.endpoints) {
		byID[ep.id] = i
		if ep.Endpoint == nil {
			continue
		}
		for _, id := range ep.Interfaces {
			byInterface[strings.ToLower(id.Value)] = i
		}
	}
	for _, nic := range e.interfaces {
		owner, named := byInterface[strings.ToLower(nic.ID.Value)]
		if i, names := byID[strings.ToLower(nic.Endpoint.Value)]; names && nic.Endpoint.Known() && (!named || i < owner) {
			owner, named = i, true
		}
		if named {
			e.endpoints[owner].nics = append(e.endpoints[owner].nics, nic)
		}
	}
}

// connectionsListed returns the place of the complete list of the vault's connections; the zero Cite where
// it was not captured. An absent list in a vault's own export is the vault saying that it has none.
func (e *Evidence) connectionsListed() parse.Cite {
	e.saw(NeedConnections)
	return e.index.connections
}

// findConnections finds what connectionsListed returns.
func (e *Evidence) findConnections() parse.Cite {
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

// listed returns the place of a list of that type that was captured whole, or nil.
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
	return e.index.networks[strings.ToLower(id)]
}

// networksWith returns the exported networks that hold an address.
func (e *Evidence) networksWith(a netip.Addr) []*network {
	e.saw(NeedNetworks)
	var found []int
	for _, bits := range e.index.lengths {
		if p, err := a.Prefix(bits); err == nil && a.Zone() == "" {
			found = append(found, e.index.prefixes[p]...)
		}
	}
	slices.Sort(found)
	return mapped(slices.Compact(found), func(i int) *network { return e.networks[i] })
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
