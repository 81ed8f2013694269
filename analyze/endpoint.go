package analyze

import (
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// ofVault reports whether an endpoint is meant for the diagnosed vault: the vault lists it, or it targets it.
func (e *Evidence) ofVault(ep *endpoint) bool {
	return ep.conn != nil || (ep.link != nil && e.isVault(ep.link.Target.Value, ""))
}

// endpointsOfVault returns the endpoints that are meant for the diagnosed vault.
func (e *Evidence) endpointsOfVault() []*endpoint {
	e.saw(NeedEndpoints)
	return e.index.ours
}

// cut reports whether an export of that type is not whole, so that what it lacks may be in the rest.
func (e *Evidence) cut(t parse.ResourceType) bool {
	return slices.ContainsFunc(e.partials, func(p *parse.Partial) bool { return p.Type == t })
}

// endpointsCaptured reports whether private endpoints were exported, as a list or one by one.
func (e *Evidence) endpointsCaptured() bool {
	if e.cut(parse.TypeEndpoint) {
		return false
	}
	for _, ep := range e.endpoints {
		if ep.Endpoint != nil {
			return true
		}
	}
	return e.listed(parse.TypeEndpoint) != nil
}

// A fate is a three-valued answer.
type fate int

// The three values.
const (
	unknown fate = iota
	yes
	no
)

// effective reports whether a connection is Approved and Succeeded: by the vault's own list, else, where
// that was not captured, by what the endpoint says.
func (e *Evidence) effective(ep *endpoint) fate {
	e.saw(NeedConnections)
	if ep.conn != nil {
		return effectiveState(ep.conn.State, ep.conn.ProvisioningState)
	}
	if e.connectionsListed().File != "" {
		if e.maybeListed(ep) {
			return unknown
		}
		return no
	}
	if ep.link == nil || !e.isVault(ep.link.Target.Value, "") {
		return unknown
	}
	return effectiveState(ep.link.State, ep.link.ProvisioningState)
}

// maybeListed reports whether the vault may list an endpoint although no connection that it lists is known to be the
// endpoint's: the id of the endpoint, or that of a connection's endpoint, was not captured.
func (e *Evidence) maybeListed(ep *endpoint) bool {
	if ep.id == "" {
		return len(e.conns) > 0
	}
	return slices.ContainsFunc(e.conns, func(c *connection) bool { return c.endpoint == nil })
}

// effectiveState judges the two states of a connection.
func effectiveState(state, provisioning parse.Text) fate {
	if state.Known() && !strings.EqualFold(state.Value, "Approved") {
		return no
	}
	if provisioning.Known() && !strings.EqualFold(provisioning.Value, "Succeeded") {
		return no
	}
	if state.Known() && provisioning.Known() {
		return yes
	}
	return unknown
}

// effectiveEndpoints returns the endpoints of the vault whose connection is effective.
func (e *Evidence) effectiveEndpoints() []*endpoint {
	if len(e.endpointsOfVault()) > 0 {
		e.saw(NeedConnections)
	}
	return e.index.effective
}

// addresses returns the private addresses of an endpoint for the vault: what its custom DNS settings say of
// the vault's names, else its network interface's.
func (e *Evidence) addresses(ep *endpoint) []parse.Addr {
	e.saw(NeedEndpoints)
	e.saw(NeedInterfaces)
	out := e.customAddresses(ep)
	for _, nic := range ep.nics {
		out = append(out, nic.Addresses...)
	}
	return distinct(out)
}

// customAddresses returns what an endpoint's custom DNS settings say of the vault.
func (e *Evidence) customAddresses(ep *endpoint) []parse.Addr {
	var out []parse.Addr
	if ep.Endpoint == nil {
		return nil
	}
	for _, c := range ep.CustomDNS {
		if e.namesVault(c.FQDN.Value) {
			out = append(out, c.Addresses...)
		}
	}
	return out
}

// namesVault reports whether a name in custom DNS settings is the vault's: its own, as
// x.vaultcore.azure.net, or as x.privatelink.vaultcore.azure.net.
func (e *Evidence) namesVault(fqdn string) bool {
	_, label, _ := splitHost(strings.ToLower(strings.TrimSuffix(fqdn, ".")))
	return label != "" && label == e.id.name
}

// stale reports whether an address is in the endpoint's custom DNS settings and not on its network interface, which decides.
func (ep *endpoint) stale(a netip.Addr) bool {
	return len(ep.nics) > 0 && len(ep.nics[0].Addresses) > 0 && !ep.onInterface(a)
}

// distinct drops repeated addresses.
func distinct(all []parse.Addr) []parse.Addr {
	seen := map[netip.Addr]bool{}
	var out []parse.Addr
	for _, a := range all {
		if !seen[a.Addr] {
			seen[a.Addr] = true
			out = append(out, a)
		}
	}
	return out
}

// endpointAt returns the endpoints that have an address: one of the vault and one that is not the vault's.
func (e *Evidence) endpointAt(a netip.Addr) (mine, other *endpoint) {
	h := e.index.holders[a]
	return h.mine, h.other
}

// allAddresses returns every address of an endpoint, whatever name it is for.
func (e *Evidence) allAddresses(ep *endpoint) []parse.Addr {
	var out []parse.Addr
	if ep.Endpoint != nil {
		for _, c := range ep.CustomDNS {
			out = append(out, c.Addresses...)
		}
	}
	for _, nic := range ep.nics {
		out = append(out, nic.Addresses...)
	}
	return distinct(out)
}

// addressesKnown reports whether the vault's effective endpoints are all known with their addresses, so
// that any other address is known to be none of them.
func (e *Evidence) addressesKnown() bool {
	if e.connectionsListed().File != "" && len(e.endpointsOfVault()) > 0 {
		e.saw(NeedInterfaces)
	}
	return e.index.addressesKnown
}
