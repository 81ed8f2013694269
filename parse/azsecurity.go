package parse

// A SecurityGroup is a network security group: exported with its own rules and the default ones, or as the
// rules that are in effect on a network interface.
type SecurityGroup struct {
	At       Cite
	ID, Name Text
	// Effective says that Rules are those in effect on a network interface, also those of Azure's own.
	Effective bool
	// Interface and Subnet are ids of what the group is associated with, for rules in effect.
	Interface, Subnet Text
	// Interfaces and Subnets are ids of all that an exported group is associated with.
	Interfaces, Subnets []Text
	// Rules are the group's own rules and the default ones; RulesAt is the place of the own ones (or of those in
	// effect), also where there are none; zero where it is absent or null.
	Rules   []SecurityRule
	RulesAt Cite
}

// A SecurityRule is one rule of a network security group. Prefixes and ports are as captured: "*", "443",
// "1000-2000", "10.1.0.0/16", "VirtualNetwork".
type SecurityRule struct {
	At                  Cite
	ID, Name            Text
	Group               Text // id of the group, for a rule that was exported alone
	Default             bool // one of Azure's own
	Priority            int  // -1 if not captured
	Access              Text // Allow, Deny
	Direction           Text // Inbound, Outbound
	Protocol            Text
	SourcePrefixes      []Text
	SourcePorts         []Text
	DestinationPrefixes []Text
	DestinationPorts    []Text
	// Sources and Destinations are the addresses that the service tags of a rule in effect stand for; empty where
	// Azure tells none.
	Sources, Destinations []Text
}

// Cites implements Fact.
func (g *SecurityGroup) Cites() []Cite {
	cs := placed(append([]Cite{g.At}, texts(g.ID, g.Name, g.Interface, g.Subnet)...), g.RulesAt)
	cs = append(append(cs, texts(g.Interfaces...)...), texts(g.Subnets...)...)
	for i := range g.Rules {
		cs = append(cs, g.Rules[i].Cites()...)
	}
	return cs
}

// Cites implements Fact.
func (r *SecurityRule) Cites() []Cite {
	cs := append([]Cite{r.At}, texts(r.ID, r.Name, r.Group, r.Access, r.Direction, r.Protocol)...)
	for _, list := range [][]Text{r.SourcePrefixes, r.SourcePorts, r.DestinationPrefixes, r.DestinationPorts, r.Sources, r.Destinations} {
		cs = append(cs, texts(list...)...)
	}
	return cs
}

// securityGroup reads a network security group, or one element of what is in effect on an interface.
func (m azMapper) securityGroup(n *jsonNode) {
	g := &SecurityGroup{At: m.place(n), ID: m.text(n.get("id")), Name: m.name(n),
		Interfaces: m.texts(n.field("networkInterfaces"), "id"), Subnets: m.texts(n.field("subnets"), "id")}
	rules := n.field("securityRules")
	if effective := n.field("effectiveSecurityRules"); effective != nil {
		g.Effective, rules = true, effective
		group, association := n.field("networkSecurityGroup"), n.field("association")
		g.ID, g.Name = m.text(group.get("id")), m.name(group)
		g.Interface = m.text(association.get("networkInterface").get("id"))
		g.Subnet = m.text(association.get("subnet").get("id"))
	}
	g.RulesAt = m.listPlace(rules)
	for _, r := range rules.items() {
		g.Rules = append(g.Rules, m.securityRule(r, false))
	}
	for _, r := range n.field("defaultSecurityRules").items() {
		g.Rules = append(g.Rules, m.securityRule(r, true))
	}
	m.out.add(g)
}

// securityRule reads a rule. Its places may be one text, a list, or both.
func (m azMapper) securityRule(n *jsonNode, byDefault bool) SecurityRule {
	return SecurityRule{
		At:                  m.place(n),
		ID:                  m.text(n.get("id")),
		Name:                m.name(n),
		Default:             byDefault,
		Priority:            m.number(n.field("priority")),
		Access:              m.text(n.field("access")),
		Direction:           m.text(n.field("direction")),
		Protocol:            m.text(n.field("protocol")),
		SourcePrefixes:      m.merged(n.field("sourceAddressPrefix"), n.field("sourceAddressPrefixes")),
		SourcePorts:         m.merged(n.field("sourcePortRange"), n.field("sourcePortRanges")),
		DestinationPrefixes: m.merged(n.field("destinationAddressPrefix"), n.field("destinationAddressPrefixes")),
		DestinationPorts:    m.merged(n.field("destinationPortRange"), n.field("destinationPortRanges")),
		Sources:             m.merged(n.field("expandedSourceAddressPrefix"), nil),
		Destinations:        m.merged(n.field("expandedDestinationAddressPrefix"), nil),
	}
}
