package parse

// A Subnet is a subnet of a virtual network, exported alone or in its network.
type Subnet struct {
	At       Cite
	ID, Name Text
	Network  Text // id of the network, from ID or from the network that embeds it
	Prefixes []Prefix
	// EndpointPolicies is privateEndpointNetworkPolicies: Enabled, Disabled, NetworkSecurityGroupEnabled,
	// RouteTableEnabled.
	EndpointPolicies  Text
	ProvisioningState Text
	SecurityGroup     Text // id
	RouteTable        Text // id
	// ServiceEndpoints are the services (Microsoft.KeyVault); ServiceEndpointsAt the place of the list, also where
	// it is empty; zero where it is absent or null.
	ServiceEndpoints   []Text
	ServiceEndpointsAt Cite
}

// Cites implements Fact.
func (s *Subnet) Cites() []Cite {
	cs := append([]Cite{s.At}, texts(s.ID, s.Name, s.Network, s.EndpointPolicies, s.ProvisioningState, s.SecurityGroup, s.RouteTable)...)
	for _, p := range s.Prefixes {
		cs = append(cs, p.Cite)
	}
	cs = append(cs, texts(s.ServiceEndpoints...)...)
	return placed(cs, s.ServiceEndpointsAt)
}

// subnet reads a subnet. The network that embeds it is given; zero for a subnet that stands alone.
func (m azMapper) subnet(n *jsonNode, network Text) {
	if !n.is(jsonObject) {
		m.out.unread(m.place(n))
		return
	}
	services := n.field("serviceEndpoints")
	s := &Subnet{
		At:                 m.place(n),
		ID:                 m.text(n.get("id")),
		Name:               m.name(n),
		Network:            network,
		Prefixes:           m.prefixes(n.field("addressPrefix"), n.field("addressPrefixes")),
		EndpointPolicies:   m.text(n.field("privateEndpointNetworkPolicies")),
		ProvisioningState:  m.text(n.field("provisioningState")),
		SecurityGroup:      m.text(n.field("networkSecurityGroup").get("id")),
		RouteTable:         m.text(n.field("routeTable").get("id")),
		ServiceEndpoints:   m.texts(services, "service"),
		ServiceEndpointsAt: m.listPlace(services),
	}
	if !s.Network.Known() {
		s.Network = parentText(s.ID)
	}
	m.out.add(s)
}

// placed appends the places of lists that were captured.
func placed(cs []Cite, places ...Cite) []Cite {
	for _, c := range places {
		if c.File != "" {
			cs = append(cs, c)
		}
	}
	return cs
}
