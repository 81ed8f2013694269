package analyze

import (
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"

	"kvdoctor/parse"
)

// A flow is TCP from a machine to port 443 of an endpoint.
type flow struct {
	from     *vantage
	endpoint *endpoint
	to       parse.Addr
}

// judgeRules tells whether a group's rules deny a flow, with the rule that decides. The first that matches counts, in
// the order of priorities. Rules of which it is not known whether they match leave open what follows them, unless
// they would do the same.
func (e *Evidence) judgeRules(rules []parse.SecurityRule, direction string, f flow) (fate, *parse.SecurityRule) {
	var ordered []*parse.SecurityRule
	for i := range rules {
		if !rules[i].Direction.Known() {
			return unknown, nil
		}
		if r := &rules[i]; strings.EqualFold(r.Direction.Value, direction) {
			ordered = append(ordered, r)
			if r.Priority < 0 {
				return unknown, nil
			}
		}
	}
	sort.SliceStable(ordered, func(i, j int) bool { return ordered[i].Priority < ordered[j].Priority })
	doubts := map[string]bool{}
	for _, r := range ordered {
		access := strings.ToLower(r.Access.Value)
		switch e.matches(r, f) {
		case unknown:
			doubts[access] = true
		case yes:
			delete(doubts, access)
			switch {
			case len(doubts) > 0 || access != "deny" && access != "allow":
				return unknown, nil
			case access == "deny":
				return yes, r
			}
			return no, r
		}
	}
	return unknown, nil
}

// matches tells whether a rule speaks of a flow.
func (e *Evidence) matches(r *parse.SecurityRule, f flow) fate {
	var from []netip.Addr
	for _, o := range f.from.realAddresses() {
		if o.Addr.Addr.Is4() {
			from = append(from, o.Addr.Addr)
		}
	}
	source := no
	for _, a := range from {
		source = either(source, e.matchesAny(r.SourcePrefixes, r.Sources, a, f))
	}
	if len(from) == 0 {
		source = unknown
		if slices.ContainsFunc(r.SourcePrefixes, func(t parse.Text) bool { return everywhere(t.Value) }) {
			source = yes
		}
	}
	return both(protocolMatches(r.Protocol), portMatches(r.DestinationPorts, 443), anyPort(r.SourcePorts), source,
		e.matchesAny(r.DestinationPrefixes, r.Destinations, f.to.Addr, f))
}

// both is yes where all are, and no where one is.
func both(all ...fate) fate {
	switch {
	case slices.Contains(all, no):
		return no
	case slices.Contains(all, unknown):
		return unknown
	}
	return yes
}

// either is yes where one is, and no where both are.
func either(a, b fate) fate {
	switch {
	case a == yes || b == yes:
		return yes
	case a == unknown || b == unknown:
		return unknown
	}
	return no
}

// protocolMatches tells whether a rule's protocol is TCP.
func protocolMatches(p parse.Text) fate {
	switch strings.ToLower(p.Value) {
	case "":
		return unknown
	case "*", "all", "any", "tcp", "6":
		return yes
	}
	return no
}

// portMatches tells whether ranges hold a port: "*", "443", "0-65535".
func portMatches(ranges []parse.Text, port int) fate {
	result := no
	for _, t := range ranges {
		first, last, _ := strings.Cut(t.Value, "-")
		if last == "" {
			last = first
		}
		low, err := strconv.Atoi(strings.TrimSpace(first))
		high, err2 := strconv.Atoi(strings.TrimSpace(last))
		switch {
		case everywhere(t.Value), err == nil && err2 == nil && low <= port && port <= high:
			return yes
		case err != nil || err2 != nil:
			result = unknown
		}
	}
	if len(ranges) == 0 {
		return unknown
	}
	return result
}

// anyPort tells whether ranges hold whichever port a client takes.
func anyPort(ranges []parse.Text) fate {
	if slices.ContainsFunc(ranges, func(t parse.Text) bool { return everywhere(t.Value) || t.Value == "0-65535" || t.Value == "1-65535" }) {
		return yes
	}
	return unknown
}

// everywhere reports whether a prefix or range stands for all.
func everywhere(s string) bool { return s == "*" || strings.EqualFold(s, "Any") || s == "0.0.0.0/0" }

// matchesAny tells whether any of a rule's prefixes holds an address. Without prefixes the rule names application
// security groups, whose members are not known.
func (e *Evidence) matchesAny(prefixes, told []parse.Text, a netip.Addr, f flow) fate {
	if len(prefixes) == 0 {
		return unknown
	}
	result := no
	for _, t := range prefixes {
		p, isPrefix := prefixOf(t.Value)
		switch {
		case everywhere(t.Value):
			return yes
		case isPrefix && p.Contains(a):
			return yes
		case !isPrefix && len(told) > 0:
			result = either(result, within(told, a))
		case !isPrefix:
			result = either(result, e.tagHolds(t.Value, a, f))
		}
	}
	return result
}

// prefixOf reads a prefix or an address.
func prefixOf(s string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), true
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	return netip.Prefix{}, false
}

// within tells whether any of the prefixes that Azure tells of a tag holds an address.
func within(told []parse.Text, a netip.Addr) fate {
	for _, t := range told {
		if p, ok := prefixOf(t.Value); ok && p.Contains(a) {
			return yes
		}
	}
	return no
}

// tagHolds tells whether a service tag holds an address, where Azure does not tell what it stands for.
// VirtualNetwork is the network's address space, that of its peers, and what gateways lead to; Internet is what lies
// outside of it and is reached over the Internet; all others are public addresses of Azure's services.
func (e *Evidence) tagHolds(tag string, a netip.Addr, f flow) fate {
	inside := e.inVirtualNetwork(a, f)
	switch strings.ToLower(tag) {
	case "virtualnetwork":
		return inside
	case "internet":
		if inside == yes {
			return no
		}
		return unknown
	case "azureloadbalancer":
		return no // 168.63.129.16 alone
	}
	if a.IsPrivate() {
		return no
	}
	return unknown
}

// inVirtualNetwork tells whether an address lies in the client's network or in one that is peered to it. What
// gateways lead to is not known, so it is never no.
func (e *Evidence) inVirtualNetwork(a netip.Addr, f flow) fate {
	n := f.from.network
	if n == nil {
		return unknown
	}
	if n.prefixWith(a) != nil {
		return yes
	}
	for _, other := range e.networksWith(a) {
		if join, _ := e.peering(n, other.id); join == joinConnected {
			return yes
		}
	}
	return unknown
}
