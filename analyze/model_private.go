package analyze

import (
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// privateJourney tells whether a request to a private address reaches the vault.
func (e *Evidence) privateJourney(v *vantage, a netip.Addr) journey {
	mine, other := e.endpointAt(a)
	switch {
	case mine == nil && (other != nil || e.addressesKnown()):
		return journey{through: no, says: "goes to " + a.String() + ", which is no endpoint's address of the vault"}
	case mine == nil:
		return journey{says: "goes to " + a.String() + ", whose endpoint was not captured"}
	}
	on := "goes to endpoint " + mine.name
	j := journey{endpoint: mine}
	switch e.effective(mine) {
	case no:
		j.through, j.says = no, on+", whose connection is not effective"
		return j
	case unknown:
		j.says = on + ", whose connection was not captured"
		return j
	}
	if mine.stale(a) {
		j.through, j.says = no, on+", whose network interface has another address"
		return j
	}
	if group := e.otherGroup(mine); group != "" {
		j.through, j.says = no, on+", which is for the sub-resource "+group
		return j
	}
	switch j.through = e.joined(v, mine); j.through {
	case yes:
		if rule := e.deniedBy(flow{v, mine, parse.Addr{Addr: a}}); rule != "" {
			j.through, j.says = no, on+", which the security rule "+rule+" denies"
			return j
		}
		j.way, j.says = wayPrivateLink, "arrives by Private Link at "+mine.name
	case no:
		j.says = on + ", to which no peering leads from " + v.network.name
	default:
		j.says = on + "; whether a route leads there was not captured"
	}
	return j
}

// otherGroup returns the sub-resource that an endpoint is for where it is not the vault's; empty if it is, or is not known.
func (e *Evidence) otherGroup(ep *endpoint) string {
	if ep.link == nil || len(ep.link.GroupIDs) == 0 || slices.ContainsFunc(ep.link.GroupIDs, func(id parse.Text) bool {
		return strings.EqualFold(id.Value, e.id.svc.group)
	}) {
		return ""
	}
	return ep.link.GroupIDs[0].Value
}

// deniedBy returns the security rule that is shown to deny a flow; empty if none is.
func (e *Evidence) deniedBy(f flow) string {
	for _, judge := range []func(flow) (fate, *parse.SecurityRule, *parse.SecurityGroup){e.deniedAtClient, e.deniedAtEndpoint} {
		if denied, rule, _ := judge(f); denied == yes {
			return lastName(rule.Name.Value)
		}
	}
	return ""
}

// joined tells whether a machine's network is the endpoint's, or peered to it.
func (e *Evidence) joined(v *vantage, ep *endpoint) fate {
	if v.network == nil || ep.networkID == "" {
		return unknown
	}
	if v.network.id == ep.networkID {
		return yes
	}
	if e.arrivedBy(v, ep) {
		return yes // whatever joins them
	}
	switch state, _ := e.peering(v.network, ep.networkID); state {
	case joinConnected:
		return yes
	case joinNone, joinBroken:
		return no
	}
	return unknown
}

// arrivedBy reports whether the vault saw a request of a machine come by an endpoint, or by one that it does not name.
func (e *Evidence) arrivedBy(v *vantage, ep *endpoint) bool {
	return e.arrivedPrivately(v) && slices.ContainsFunc(e.namedRequests(v), func(r *request) bool {
		return e.way(r) == wayPrivateLink && (r.NetworkInfo.PrivateEndpoint == "" || strings.EqualFold(r.NetworkInfo.PrivateEndpoint, ep.id))
	})
}
