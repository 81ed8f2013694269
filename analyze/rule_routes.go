package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// routeOverrides reports clients whose traffic to the endpoint a route sends to an appliance.
func routeOverrides(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		ep, to := e.target(v)
		if ep == nil {
			out = append(out, e.noTarget(v))
			continue
		}
		routes, cut := e.effectiveRoutes(v), e.cut(parse.TypeRoute)
		if len(routes) == 0 && !cut {
			out = append(out, e.routeOfTable(v, ep, to))
			continue
		}
		r, prefix := longest(routes, to.Addr)
		switch {
		case r != nil && toAppliance(r) && (!cut || prefix.Bits() == to.Addr.BitLen()): // no route is longer than that
			out = append(out, e.overridden(v, ep, to, r, prefix))
		case r == nil || cut || !r.NextHopType.Known() || slices.ContainsFunc(routes, func(r *parse.Route) bool { return len(r.Prefixes) == 0 }):
			out = append(out, open(v.name, v, NeedRoutes))
		}
	}
	return out
}

// overridden makes the finding of routeOverrides.
func (e *Evidence) overridden(v *vantage, ep *endpoint, to parse.Addr, r *parse.Route, prefix netip.Prefix) Finding {
	detail := fmt.Sprintf("the route to %s at %s sends the address %s of endpoint %s to the appliance %s", prefix, v.name, to.Addr, ep.name, addrList(r.NextHops))
	at := r.At
	for _, t := range r.Prefixes {
		if p, ok := prefixOf(t.Value); ok && p == prefix {
			at = t.Cite
		}
	}
	f := fail(v.name, v, detail, e.failureCite(v), at, r.NextHopType.Cite)
	return e.aboutEndpoint(f, ep).with("prefix", prefix.String(), "appliance", addrList(r.NextHops), "address", to.Addr.String())
}

// longest returns the active route with the longest prefix that holds an address; of two alike a user's counts
// before one of Azure's own.
func longest(routes []*parse.Route, a netip.Addr) (*parse.Route, netip.Prefix) {
	var best *parse.Route
	var at netip.Prefix
	for _, r := range routes {
		if r.State.Known() && !strings.EqualFold(r.State.Value, "Active") {
			continue
		}
		for _, t := range r.Prefixes {
			p, ok := prefixOf(t.Value)
			if !ok || !p.Contains(a) {
				continue
			}
			user := best != nil && p.Bits() == at.Bits() && strings.EqualFold(r.Source.Value, "User")
			if best == nil || p.Bits() > at.Bits() || user {
				best, at = r, p
			}
		}
	}
	return best, at
}

// forwards reports whether any captured route leads to a virtual appliance, so that networks may be joined by one.
func (t *traffic) forwards() bool {
	return slices.ContainsFunc(t.routes, func(r effectiveRoute) bool { return toAppliance(r.Route) }) ||
		slices.ContainsFunc(t.loose, toAppliance) ||
		slices.ContainsFunc(t.tables, func(t *parse.RouteTable) bool {
			return slices.ContainsFunc(t.Routes, func(r parse.Route) bool { return toAppliance(&r) })
		})
}

// toAppliance reports whether a route leads to a virtual appliance.
func toAppliance(r *parse.Route) bool {
	return strings.EqualFold(strings.ReplaceAll(r.NextHopType.Value, " ", ""), "VirtualAppliance")
}

// routeOfTable judges by the route table of the client's subnet, where the routes in effect were not captured. Azure
// has a route of its own to the endpoint's address alone (/32). A user's route of that length counts before it; a
// shorter one only where it is at least as long as the prefix of the endpoint's network and the endpoint's subnet
// applies route tables to endpoints. A default route never does.
func (e *Evidence) routeOfTable(v *vantage, ep *endpoint, to parse.Addr) Finding {
	undecided := open(v.name, v, NeedRoutes)
	s := e.subnetOf(v)
	if s == nil || !s.RouteTable.Known() {
		return undecided
	}
	table := e.traffic.tableByID[strings.ToLower(s.RouteTable.Value)]
	if table == nil {
		return undecided
	}
	var routes []*parse.Route
	for i := range table.Routes {
		routes = append(routes, &table.Routes[i])
	}
	r, prefix := longest(routes, to.Addr)
	if r == nil || !toAppliance(r) {
		return undecided
	}
	if prefix.Bits() == to.Addr.BitLen() {
		return e.overridden(v, ep, to, r, prefix)
	}
	far := e.networkByID(ep.networkID)
	home := e.traffic.subnetByID[strings.ToLower(e.subnetID(ep))]
	if far == nil || home == nil {
		return undecided
	}
	space := far.prefixWith(to.Addr)
	if space == nil || prefix.Bits() < space.Prefix.Bits() || policyApplies(home, "RouteTableEnabled") != yes {
		return undecided
	}
	return e.overridden(v, ep, to, r, prefix)
}
