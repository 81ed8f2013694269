package parse

// A RouteTable is a route table with its routes.
type RouteTable struct {
	At       Cite
	ID, Name Text
	// Routes holds the table's routes; RoutesAt their place, also where there are none; zero where it is absent or null.
	Routes   []Route
	RoutesAt Cite
}

// A Route is one route: of a table, or one that is in effect on a network interface.
type Route struct {
	At       Cite
	ID, Name Text
	Table    Text   // id of the table, for a route that was exported alone
	Prefixes []Text // as captured: 10.1.0.4/32, 0.0.0.0/0, the name of a service tag
	// NextHopType is VnetLocal, Internet, VirtualAppliance, InterfaceEndpoint, VirtualNetworkServiceEndpoint ...
	NextHopType Text
	NextHops    []Addr
	// State and Source (Default, User, VirtualNetworkGateway) are told of routes in effect alone.
	State, Source Text
}

// Cites implements Fact.
func (t *RouteTable) Cites() []Cite {
	cs := placed(append([]Cite{t.At}, texts(t.ID, t.Name)...), t.RoutesAt)
	for i := range t.Routes {
		cs = append(cs, t.Routes[i].Cites()...)
	}
	return cs
}

// Cites implements Fact.
func (r *Route) Cites() []Cite {
	cs := append([]Cite{r.At}, texts(r.ID, r.Name, r.Table, r.NextHopType, r.State, r.Source)...)
	cs = append(cs, texts(r.Prefixes...)...)
	for _, a := range r.NextHops {
		cs = append(cs, a.Cite)
	}
	return cs
}

// routeTable reads a route table.
func (m azMapper) routeTable(n *jsonNode) {
	routes := n.field("routes")
	t := &RouteTable{At: m.place(n), ID: m.text(n.get("id")), Name: m.name(n), RoutesAt: m.listPlace(routes)}
	for _, r := range routes.items() {
		t.Routes = append(t.Routes, m.route(r))
	}
	m.out.add(t)
}

// route reads a route; the effective ones have lists where those of a table have one value.
func (m azMapper) route(n *jsonNode) Route {
	r := Route{
		At:          m.place(n),
		ID:          m.text(n.get("id")),
		Name:        m.name(n),
		Prefixes:    m.merged(n.field("addressPrefix"), n.field("addressPrefixes")),
		NextHopType: m.text(n.field("nextHopType")),
		State:       m.text(n.field("state")),
		Source:      m.text(n.field("source")),
	}
	for _, t := range m.merged(n.field("nextHopIpAddress"), nil) {
		if a, ok := m.addr(t); ok {
			r.NextHops = append(r.NextHops, a)
		}
	}
	return r
}
