package analyze

import (
	"net/netip"
	"slices"

	"kvdoctor/parse"
)

// serving returns the effective endpoint that machines should be led to: the only one with an address, else the one in their
// network, else the only one in a network that theirs is peered to; nil where that differs between them or is not known.
func (e *Evidence) serving(vs []*vantage) *endpoint {
	if only := e.servingOnly(); only != nil {
		return only
	}
	var best *endpoint
	for _, v := range vs {
		ep := e.servingNetwork(v.network)
		if ep == nil || best != nil && best != ep {
			return nil
		}
		best = ep
	}
	return best
}

// servingOnly returns the only effective endpoint with a known address, or nil.
func (e *Evidence) servingOnly() *endpoint {
	if e.anyAddress() == "" {
		return nil
	}
	var only *endpoint
	for _, ep := range e.effectiveEndpoints() {
		switch {
		case len(e.addresses(ep)) == 0:
		case only != nil:
			return nil
		default:
			only = ep
		}
	}
	return only
}

// servingNetwork returns the effective endpoint that serves a network: its own, else the only one it is peered to; nil if
// there is none or the network is not known.
func (e *Evidence) servingNetwork(n *network) *endpoint {
	if n == nil {
		return nil
	}
	if own := e.index.effectiveIn[n.id]; own != nil && len(e.addresses(own)) > 0 {
		return own
	}
	var found *endpoint
	for _, ep := range e.effectiveEndpoints() {
		if state, _ := e.peering(n, ep.networkID); state != joinConnected || len(e.addresses(ep)) == 0 {
			continue
		}
		if found != nil {
			return nil
		}
		found = ep
	}
	return found
}

// holds reports whether an address is an endpoint's.
func (e *Evidence) holds(ep *endpoint, a netip.Addr) bool {
	return slices.ContainsFunc(e.addresses(ep), func(have parse.Addr) bool { return have.Addr == a })
}

// addressFor returns an endpoint's address for a command; empty for nil.
func (e *Evidence) addressFor(ep *endpoint) string {
	if ep == nil {
		return ""
	}
	return e.addresses(ep)[0].Addr.String()
}

// zoneFor returns the one of several zones of a name that fits a network best: the one whose record leads to an endpoint that
// serves it, else to any effective endpoint, else the first.
func (e *Evidence) zoneFor(n *network, zones []*zone) *zone {
	rank := func(z *zone) int {
		r := z.record(e.id.name)
		switch {
		case r == nil || len(r.Addresses) == 0 || e.right(r.Addresses[0].Addr) != yes:
			return 0
		case e.servingNetwork(n) != nil && e.holds(e.servingNetwork(n), r.Addresses[0].Addr):
			return 2
		}
		return 1
	}
	return slices.MaxFunc(zones, func(a, b *zone) int { return rank(a) - rank(b) })
}
