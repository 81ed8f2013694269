package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// A join is how two networks are peered, seen from both sides.
type join int

// The kinds of join.
const (
	joinUnknown join = iota // not captured
	joinNone                // shown not to be peered
	joinThird               // not peered, but each to a third network, which may route between them
	joinBroken              // a peering that is not Connected on either side
	joinConnected
)

// peering tells how the vantage's network and another are joined, with the lines that show it.
func (e *Evidence) peering(n *network, other string) (join, []parse.Cite) {
	e.saw(NeedNetworks)
	far := e.networkByID(other)
	var cites []parse.Cite
	state, gap := joinUnknown, false // gap says that what one of the exported networks tells of its peerings is not whole
	for _, side := range []struct {
		from *network
		to   string
	}{{n, other}, {far, n.id}} {
		if side.from == nil {
			gap = gap || !e.told(parse.TypeNetwork) // it may be the one whose id was not captured
			continue
		}
		if side.from.PeeringsAt.File == "" {
			gap = true
			continue
		}
		found := joinNone
		at := side.from.PeeringsAt
		for _, p := range side.from.Peerings {
			switch {
			case !p.Remote.Known() && found == joinNone, strings.EqualFold(p.Remote.Value, side.to) && !p.State.Known():
				found = joinUnknown
			case !strings.EqualFold(p.Remote.Value, side.to):
			case strings.EqualFold(p.State.Value, "Connected"):
				found, at = joinConnected, p.State.Cite
			default:
				found, at = joinBroken, p.State.Cite
			}
		}
		if found == joinUnknown {
			gap = true
			continue
		}
		cites = append(cites, at)
		state = worse(state, found)
	}
	switch {
	case gap && state != joinBroken:
		return joinUnknown, nil
	case state == joinNone && e.joinedByThird(n, far):
		return joinThird, cites
	}
	return state, cites
}

// joinedByThird reports whether a third network is peered to both, or to the first where the peerings of the
// second were not captured: a hub may route between them.
func (e *Evidence) joinedByThird(n, far *network) bool {
	for _, p := range n.Peerings {
		if p.State.Known() && !strings.EqualFold(p.State.Value, "Connected") {
			continue
		}
		if far == nil || far.PeeringsAt.File == "" {
			return true
		}
		for _, q := range far.Peerings {
			if strings.EqualFold(p.Remote.Value, q.Remote.Value) {
				return true
			}
		}
	}
	return false
}

// worse combines what two sides say: a broken side decides; a peering on one side alone is broken too.
func worse(a, b join) join {
	switch {
	case a == joinUnknown:
		return b
	case a == b:
		return a
	}
	return joinBroken
}

// candidateEndpoints returns the networks of the effective endpoints that a vantage resolves to, else of all.
func (e *Evidence) candidateEndpoints(v *vantage) []*endpoint {
	var out []*endpoint
	for _, l := range e.answersOf(v) {
		for _, a := range l.Addresses {
			if mine, _ := e.endpointAt(a.Addr); mine != nil && e.effective(mine) == yes {
				return []*endpoint{mine}
			}
		}
	}
	for _, ep := range e.effectiveEndpoints() {
		if ep.networkID != "" || ep.Endpoint != nil {
			out = append(out, ep)
		}
	}
	return out
}

// apart calls f for each client whose network is known and holds none of the vault's effective endpoints.
func (e *Evidence) apart(f func(v *vantage, ep *endpoint) []Finding) []Finding {
	var out []Finding
next:
	for _, v := range e.clients() {
		eps := e.candidateEndpoints(v)
		if v.network == nil || len(eps) == 0 || !e.has(NeedConnections, nil) {
			out = append(out, open(v.name, v, NeedNetworks, NeedOwn))
			continue
		}
		if len(eps) > 1 && len(e.toldAnswers(v)) == 0 {
			out = append(out, open(v.name, v, NeedLookups)) // which of the endpoints it is led to is not known
			continue
		}
		for _, ep := range e.endpointsOfVault() {
			if ep.networkID == v.network.id {
				continue next // it has one of its own, effective or not
			}
		}
		if slices.ContainsFunc(e.endpointsOfVault(), func(ep *endpoint) bool { return ep.networkID == "" }) {
			out = append(out, open(v.name, v, NeedEndpoints)) // that one may be in its network
			continue
		}
		if eps[0].networkID == "" || e.endpointsUntold() || len(eps) == len(e.effectiveEndpoints()) && slices.ContainsFunc(eps, (*endpoint).homeless) {
			out = append(out, open(v.name, v, NeedEndpoints)) // of the endpoint only the vault's connection was captured
			continue
		}
		out = append(out, f(v, eps[0])...)
	}
	return out
}

// cannotConnect returns a request of the vantage that was not answered at all, or nil.
func (e *Evidence) cannotConnect(v *vantage) *request {
	for _, r := range e.requestsOf(v) {
		if r.Failure != nil && (failureKind(r.Failure) == "KV701" || failureKind(r.Failure) == "KV702") {
			return r
		}
	}
	return nil
}

// networksNotPeered reports clients in a network that is not joined to the endpoint's, and that do not get through.
func networksNotPeered(e *Evidence) []Finding {
	return e.apart(func(v *vantage, ep *endpoint) []Finding {
		state, cites := e.peering(v.network, ep.networkID)
		failed := e.cannotConnect(v)
		switch {
		case state == joinUnknown:
			return []Finding{open(v.name, v, NeedNetworks)}
		case state != joinNone && state != joinThird || e.arrivedPrivately(v):
			return nil
		case failed == nil:
			return []Finding{open(v.name, v, NeedRequests)}
		case state == joinThird && e.traffic.forwards():
			return []Finding{open(v.name, v, NeedRoutes)}
		}
		detail := fmt.Sprintf("no peering joins network %s of %s to network %s of endpoint %s", v.network.name, v.name, lastName(ep.networkID), ep.name)
		if state == joinThird {
			detail += "; both are peered to a third one, which passes nothing on without an appliance"
		}
		f := e.aboutEndpoint(fail(v.name, v, detail, append([]parse.Cite{failed.At}, cites...)...), ep)
		return []Finding{e.aboutPeering(f, v.network, ep.networkID)}
	})
}

// networkIDText returns a network's id as captured, or as it is.
func (e *Evidence) networkIDText(id string) string {
	if n := e.networkByID(id); n != nil {
		return n.ID.Value
	}
	return id
}

// peeringNotConnected reports peerings between client and endpoint that are not Connected on either side.
func peeringNotConnected(e *Evidence) []Finding {
	return e.apart(func(v *vantage, ep *endpoint) []Finding {
		state, cites := e.peering(v.network, ep.networkID)
		if state == joinUnknown {
			return []Finding{open(v.name, v, NeedNetworks)}
		}
		if state != joinBroken || e.arrivedPrivately(v) {
			return nil
		}
		detail := fmt.Sprintf("the peering between network %s of %s and network %s of endpoint %s is not connected on both sides",
			v.network.name, v.name, lastName(ep.networkID), ep.name)
		f := e.aboutEndpoint(fail(v.name, v, detail, cites...), ep)
		return []Finding{e.aboutPeering(f, v.network, ep.networkID)}
	})
}

// aboutPeering adds what a fix of the peering of two networks needs: a side that is missing is made, one that says
// Disconnected is made anew under its name, and one that waits for the other is left alone.
func (e *Evidence) aboutPeering(f Finding, n *network, other string) Finding {
	id := e.networkIDText(other)
	f = aboutNetwork(f, n).with("remote_network", lastName(other), "remote_network_id", id,
		"remote_network_group", groupOf(id), "remote_network_subscription", subscriptionOf(id),
		"old_peering", notHere, "new_peering", notHere, "old_remote_peering", notHere, "new_remote_peering", notHere)
	near, far := n.peeringTo(other), e.networkByID(other).peeringTo(n.id)
	sides := []struct {
		is, opposite *parse.Peering
		old, new     string // the placeholders
		name         string // of a peering that is made where there is none
	}{
		{near, far, "old_peering", "new_peering", n.name + "-to-" + lastName(other)},
		{far, near, "old_remote_peering", "new_remote_peering", lastName(other) + "-to-" + n.name},
	}
	for _, s := range sides {
		switch {
		case s.is == nil:
			f.values[s.new] = s.name
		case gone(s.is), s.opposite != nil && !gone(s.opposite) && !strings.EqualFold(s.is.State.Value, "Connected"):
			f.values[s.old] = lastName(s.is.Name.Value)
			f.values[s.new] = cmp.Or(f.values[s.old], s.name)
		}
	}
	return f
}

// gone reports whether a peering says that its other side was deleted.
func gone(p *parse.Peering) bool { return strings.EqualFold(p.State.Value, "Disconnected") }

// peeringTo returns a network's captured peering to another, or nil.
func (n *network) peeringTo(other string) *parse.Peering {
	if n == nil {
		return nil
	}
	for i := range n.Peerings {
		if strings.EqualFold(n.Peerings[i].Remote.Value, other) {
			return &n.Peerings[i]
		}
	}
	return nil
}
