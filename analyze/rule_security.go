package analyze

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kvdoctor/parse"
)

// securityGroupDenies reports clients whose security rules in effect deny port 443 to the endpoint, or whose
// requests the rules of the endpoint's subnet deny where that subnet applies rules to endpoints.
func securityGroupDenies(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		ep, to := e.target(v)
		switch {
		case e.arrivedPrivately(v):
			out = append(out, idle(v.name, v))
		case ep == nil:
			out = append(out, e.noTarget(v))
		default:
			out = append(out, e.denied(flow{v, ep, to})...)
		}
	}
	return out
}

// denied judges a flow by the rules at both of its ends.
func (e *Evidence) denied(f flow) []Finding {
	v := f.from
	outward, rule, group := e.deniedAtClient(f)
	if outward == yes {
		return []Finding{e.denial(f, rule, group, "Outbound")}
	}
	inward, rule, group := e.deniedAtEndpoint(f)
	switch {
	case inward == yes:
		return []Finding{e.denial(f, rule, group, "Inbound")}
	case outward == unknown:
		return []Finding{open(v.name, v, NeedSecurity)}
	case inward == unknown:
		return []Finding{open(v.name, v).ask("the network policies and the security group of the endpoint's subnet",
			"az network vnet subnet show --ids "+argument(e.subnetID(f.endpoint), "subnet"))}
	}
	return nil
}

// denial makes the finding of a rule that denies a flow.
func (e *Evidence) denial(f flow, rule *parse.SecurityRule, group *parse.SecurityGroup, direction string) Finding {
	v, ep := f.from, f.endpoint
	detail := fmt.Sprintf("the %s rule %s of security group %s (priority %d) denies %s port 443 of endpoint %s at %s",
		strings.ToLower(direction), lastName(rule.Name.Value), group.Name.Value, rule.Priority, v.name, ep.name, f.to.Addr)
	out := fail(v.name, v, detail, e.failureCite(v), rule.Name.Cite, rule.Access.Cite)
	return e.aboutEndpoint(out, ep).with("group", group.Name.Value, "group_group", groupOf(group.ID.Value), "group_subscription", subscriptionOf(group.ID.Value),
		"rule", lastName(rule.Name.Value), "source", sourceOf(v),
		"direction", direction, "priority", freePriority(group, rule, direction), "address", f.to.Addr.String())
}

// sourceOf returns the one address that a machine's packets come from; empty where it has several, or none was captured.
func sourceOf(v *vantage) string {
	source := ""
	for _, o := range v.realAddresses() {
		switch {
		case !o.Addr.Addr.Is4() || o.Addr.Addr.String() == source:
		case source != "":
			return ""
		default:
			source = o.Addr.Addr.String()
		}
	}
	return source
}

// freePriority returns a priority before a rule's that no other rule of its direction has; empty if there is none.
// Own rules have 100 to 4096.
func freePriority(g *parse.SecurityGroup, before *parse.SecurityRule, direction string) string {
	taken := map[int]bool{}
	for _, r := range g.Rules {
		if strings.EqualFold(r.Direction.Value, direction) {
			taken[r.Priority] = true
		}
	}
	for p := min(before.Priority-1, 4096); p >= 100; p-- {
		if !taken[p] {
			return strconv.Itoa(p)
		}
	}
	return ""
}

// failureCite returns the line of a request of the vantage that did not get through; zero if there is none.
func (e *Evidence) failureCite(v *vantage) parse.Cite {
	if r := e.cannotConnect(v); r != nil {
		return r.Failure.Cite
	}
	return parse.Cite{}
}

// subnetID returns the id of an endpoint's subnet, as captured.
func (e *Evidence) subnetID(ep *endpoint) string {
	if ep.Endpoint == nil {
		return ""
	}
	return ep.Subnet.Value
}

// deniedAtClient tells whether outbound rules at a client deny a flow, with the rule. The rules in effect decide;
// of an exported group at the client's subnet or interface, only its refusal does.
func (e *Evidence) deniedAtClient(f flow) (fate, *parse.SecurityRule, *parse.SecurityGroup) {
	groups := e.effectiveGroups(f.from)
	result := no
	if len(groups) == 0 || e.cut(parse.TypeSecurityGroup) {
		groups, result = append(groups, e.exportedGroups(f.from)...), unknown
	}
	for _, g := range groups {
		denied, rule := e.judgeRules(g.Rules, "Outbound", f)
		switch denied {
		case yes:
			return yes, rule, g
		case unknown:
			result = unknown
		}
	}
	return result, nil, nil
}

// exportedGroups returns the exported groups that are associated with a machine's subnet or interface.
func (e *Evidence) exportedGroups(v *vantage) []*parse.SecurityGroup {
	var out []*parse.SecurityGroup
	s := e.subnetOf(v)
	if s != nil {
		if g := e.groupOfSubnet(s); g != nil {
			out = append(out, g)
		}
	}
	for _, g := range e.traffic.groups {
		for _, nic := range g.Interfaces {
			known := e.traffic.interfaceBy[strings.ToLower(nic.Value)]
			if known != nil && slices.ContainsFunc(known.Addresses, func(a parse.Addr) bool { return v.has(a.Addr) }) {
				out = append(out, g.SecurityGroup)
			}
		}
	}
	return out
}

// groupOfSubnet returns the exported group with the rules of a subnet, or nil.
func (e *Evidence) groupOfSubnet(s *parse.Subnet) *parse.SecurityGroup {
	if s.SecurityGroup.Known() {
		g := e.traffic.groupByID[strings.ToLower(s.SecurityGroup.Value)]
		if g != nil && g.RulesAt.File == "" && e.cut(parse.TypeSecurityRule) {
			return nil // a list of rules that is not whole
		}
		return g
	}
	for _, g := range e.traffic.groups {
		if !g.Effective && slices.ContainsFunc(g.Subnets, func(t parse.Text) bool { return strings.EqualFold(t.Value, s.ID.Value) }) {
			return g.SecurityGroup
		}
	}
	return nil
}

// deniedAtEndpoint tells whether the inbound rules of the endpoint's subnet deny a flow. They apply to an endpoint
// only where the subnet's privateEndpointNetworkPolicies says so.
func (e *Evidence) deniedAtEndpoint(f flow) (fate, *parse.SecurityRule, *parse.SecurityGroup) {
	s := e.traffic.subnetByID[strings.ToLower(e.subnetID(f.endpoint))]
	if s == nil {
		return unknown, nil, nil
	}
	applies := policyApplies(s, "NetworkSecurityGroupEnabled")
	g := e.groupOfSubnet(s)
	switch {
	case applies == no:
		return no, nil, nil
	case g == nil && s.EndpointPolicies.Known() && !s.SecurityGroup.Known():
		return no, nil, nil // exported whole, and it has no group
	case g == nil:
		return unknown, nil, nil
	}
	denied, rule := e.judgeRules(g.Rules, "Inbound", f)
	if denied == yes && applies != yes {
		return unknown, nil, nil
	}
	return denied, rule, g
}

// policyApplies tells whether a subnet applies a kind of policy to its endpoints.
func policyApplies(s *parse.Subnet, kind string) fate {
	switch p := s.EndpointPolicies; {
	case !p.Known():
		return unknown
	case strings.EqualFold(p.Value, "Enabled"), strings.EqualFold(p.Value, kind):
		return yes
	}
	return no
}
