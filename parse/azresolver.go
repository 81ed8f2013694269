package parse

// An InboundEndpoint is where a DNS private resolver takes queries: its addresses answer as the Azure DNS of its network.
type InboundEndpoint struct {
	At        Cite
	ID, Name  Text
	Network   Text // id of the virtual network, from the subnet's
	Addresses []Addr
}

// Cites implements Fact.
func (e *InboundEndpoint) Cites() []Cite {
	cs := append([]Cite{e.At}, texts(e.ID, e.Name, e.Network)...)
	for _, a := range e.Addresses {
		cs = append(cs, a.Cite)
	}
	return cs
}

// A ForwardingRule is a rule of a DNS forwarding ruleset: names of a domain are sent to servers of their own.
type ForwardingRule struct {
	At       Cite
	ID, Name Text
	Ruleset  Text // id of the ruleset, from ID
	Domain   Text // as captured, with its final dot
	State    Text // Enabled, Disabled
	Targets  []Addr
}

// Cites implements Fact.
func (r *ForwardingRule) Cites() []Cite {
	cs := append([]Cite{r.At}, texts(r.ID, r.Name, r.Ruleset, r.Domain, r.State)...)
	for _, a := range r.Targets {
		cs = append(cs, a.Cite)
	}
	return cs
}

// A RulesetLink puts a DNS forwarding ruleset in force for a virtual network.
type RulesetLink struct {
	At                Cite
	ID, Name          Text
	Ruleset           Text // id of the ruleset, from ID
	Network           Text // id of the virtual network
	ProvisioningState Text
}

// Cites implements Fact.
func (l *RulesetLink) Cites() []Cite {
	return append([]Cite{l.At}, texts(l.ID, l.Name, l.Ruleset, l.Network, l.ProvisioningState)...)
}

// privateResolver reads a part of a DNS private resolver or of a forwarding ruleset.
func (m azMapper) privateResolver(typ ResourceType, n *jsonNode) {
	id := m.text(n.get("id"))
	switch typ {
	case TypeInboundEndpoint:
		configs := n.field("ipConfigurations")
		e := &InboundEndpoint{At: m.place(n), ID: id, Name: m.name(n), Addresses: m.addrs(configs, "privateIpAddress")}
		for _, c := range configs.items() {
			e.Network = parentText(m.text(c.field("subnet").get("id")))
		}
		m.out.add(e)
	case TypeForwardingRule:
		m.out.add(&ForwardingRule{At: m.place(n), ID: id, Name: m.name(n), Ruleset: parentText(id), Domain: m.text(n.field("domainName")),
			State: m.text(n.field("forwardingRuleState")), Targets: m.addrs(n.field("targetDnsServers"), "ipAddress")})
	case TypeRulesetLink:
		m.out.add(&RulesetLink{At: m.place(n), ID: id, Name: m.name(n), Ruleset: parentText(id),
			Network: m.text(n.field("virtualNetwork").get("id")), ProvisioningState: m.text(n.field("provisioningState"))})
	}
}
