package analyze

import (
	"net/netip"
	"strings"

	"kvdoctor/parse"
)

// A forwarding is what was captured of DNS private resolvers and forwarding rulesets.
type forwarding struct {
	inbound map[netip.Addr]*parse.InboundEndpoint
	rules   map[string][]*parse.ForwardingRule // by the ruleset's id in lower case
	links   map[string][]*parse.RulesetLink    // by the network's id in lower case
	groups  map[string][]*parse.ZoneGroup      // zone groups, by the endpoint's id in lower case; nil if none was captured
}

// gather keeps what exports tell of private resolvers.
func (f *forwarding) gather(fact parse.Fact) {
	switch r := fact.(type) {
	case *parse.InboundEndpoint:
		if f.inbound == nil {
			f.inbound = map[netip.Addr]*parse.InboundEndpoint{}
		}
		for _, a := range r.Addresses {
			f.inbound[a.Addr] = r
		}
	case *parse.ForwardingRule:
		if f.rules == nil {
			f.rules = map[string][]*parse.ForwardingRule{}
		}
		id := strings.ToLower(r.Ruleset.Value)
		f.rules[id] = append(f.rules[id], r)
	case *parse.ZoneGroup:
		if f.groups == nil {
			f.groups = map[string][]*parse.ZoneGroup{}
		}
		id := strings.ToLower(r.Endpoint.Value)
		f.groups[id] = append(f.groups[id], r)
	case *parse.RulesetLink:
		if f.links == nil {
			f.links = map[string][]*parse.RulesetLink{}
		}
		id := strings.ToLower(r.Network.Value)
		f.links[id] = append(f.links[id], r)
	}
}

// ruleFor returns the forwarding rule that is in force for a name in a network, the one with the longest domain; nil if
// none was captured.
func (f *forwarding) ruleFor(networkID, name string) *parse.ForwardingRule {
	var best *parse.ForwardingRule
	for _, l := range f.links[networkID] {
		for _, r := range f.rules[strings.ToLower(l.Ruleset.Value)] {
			domain := canonicalDomain(r)
			if strings.EqualFold(r.State.Value, "Disabled") || domain != "" && name != domain && !strings.HasSuffix(name, "."+domain) {
				continue
			}
			if best == nil || len(domain) > len(canonicalDomain(best)) {
				best = r
			}
		}
	}
	return best
}

// canonicalDomain returns a rule's domain in lower case without final dot; empty for the root.
func canonicalDomain(r *parse.ForwardingRule) string {
	return strings.TrimSuffix(strings.ToLower(r.Domain.Value), ".")
}

// serverNetwork returns the network whose Azure DNS a server passes queries to, as far as told: that of an inbound endpoint
// of a private resolver, else the only captured one that holds its address; nil if it is not known.
func (e *Evidence) serverNetwork(server netip.Addr) *network {
	if r := e.forwarding.inbound[server]; r != nil {
		return e.networkByID(r.Network.Value)
	}
	if in := e.networksWith(server); len(in) == 1 && in[0].id != "" {
		return in[0]
	}
	return nil
}

// followRules returns where the forwarding rules of a network lead the vault's name: the network that answers in the end, nil
// if that is not known, with the last server in between.
func (e *Evidence) followRules(n *network, server netip.Addr) (*network, netip.Addr) {
	const most = 8 // rules that lead in a circle
	for i := 0; n != nil && i < most; i++ {
		r := e.forwarding.ruleFor(n.id, e.id.host)
		if r == nil || len(r.Targets) == 0 {
			return n, server
		}
		if z, _ := e.covering(n, e.id.host); z != nil {
			return n, server
		}
		n, server = e.serverNetwork(r.Targets[0].Addr), r.Targets[0].Addr
	}
	return nil, server
}

// forwarded predicts the answer where a forwarding rule sends the name elsewhere. A private zone that is linked and covers
// the name counts before every rule; a rule that leads back to where it came from leads nowhere.
func (e *Evidence) forwarded(p *prediction, n *network, r *parse.ForwardingRule, passed []*network) *prediction {
	p.note("the forwarding rule for "+r.Domain.Value+" sends the name to "+addrList(r.Targets), r.Domain.Cite)
	var target *network
	for _, t := range r.Targets {
		m := e.serverNetwork(t.Addr)
		if m == nil || target != nil && m != target {
			p.note("what that server answers is not known")
			return p
		}
		target = m
	}
	for _, seen := range append(passed, n) {
		if seen == target {
			p.note("that leads back to " + n.name + ": a loop, whose end is not defined")
			return p
		}
	}
	if target == nil {
		return p
	}
	q := e.predictFrom(target, append(passed, n))
	q.steps = append(p.steps, q.steps...)
	return q
}
