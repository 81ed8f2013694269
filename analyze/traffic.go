package analyze

import (
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// A traffic is what was captured of security rules and routes. Ids are indexed in lower case.
type traffic struct {
	subnets []*parse.Subnet
	groups  []securityGroup
	tables  []*parse.RouteTable
	routes  []effectiveRoute
	rules   []*parse.SecurityRule // exported without their groups
	loose   []*parse.Route        // exported without their tables

	subnetByID  map[string]*parse.Subnet
	subnetsIn   map[string][]*parse.Subnet // by the network's id
	groupByID   map[string]*parse.SecurityGroup
	tableByID   map[string]*parse.RouteTable
	interfaceBy map[string]*parse.Interface // by id, and by name where no other has it
	ownersOf    map[netip.Addr]*parse.Interface
}

// A securityGroup is a network security group with its origin.
type securityGroup struct {
	*parse.SecurityGroup
	origin *parse.Origin
}

// An effectiveRoute is a route in effect on a network interface, with its origin.
type effectiveRoute struct {
	*parse.Route
	origin *parse.Origin
}

// gather keeps what exports tell of security rules and routes.
func (t *traffic) gather(r parse.Record) {
	switch f := r.Fact.(type) {
	case *parse.Subnet:
		t.subnets = append(t.subnets, f)
	case *parse.SecurityGroup:
		t.groups = append(t.groups, securityGroup{f, r.Origin})
	case *parse.RouteTable:
		t.tables = append(t.tables, f)
	case *parse.SecurityRule:
		t.rules = append(t.rules, f)
	case *parse.Route:
		switch {
		case f.Table.Known():
			t.loose = append(t.loose, f)
		case f.State.Known(), f.Source.Known(), strings.Contains(r.Origin.Command, "effective"):
			t.routes = append(t.routes, effectiveRoute{f, r.Origin})
		}
	}
}

// assemble makes groups and tables of the rules and routes that were exported without them.
func (t *traffic) assemble() {
	groups, tables := map[string]*parse.SecurityGroup{}, map[string]*parse.RouteTable{}
	for _, r := range t.rules {
		id := strings.ToLower(r.Group.Value)
		if groups[id] == nil {
			groups[id] = &parse.SecurityGroup{At: r.At, ID: r.Group, Name: parse.Text{Value: lastName(r.Group.Value), Cite: r.Group.Cite}}
			t.groups = append(t.groups, securityGroup{groups[id], &parse.Origin{}})
		}
		groups[id].Rules = append(groups[id].Rules, *r)
	}
	for _, r := range t.loose {
		id := strings.ToLower(r.Table.Value)
		if tables[id] == nil {
			tables[id] = &parse.RouteTable{At: r.At, ID: r.Table}
			t.tables = append(t.tables, tables[id])
		}
		tables[id].Routes = append(tables[id].Routes, *r)
	}
}

// gatherSettings keeps what a machine's settings tell of proxies, of the machine itself, and of name servers of
// single domains.
func gatherSettings(r parse.Record, here func() *vantage) {
	switch f := r.Fact.(type) {
	case *parse.Variable:
		v := here()
		v.variables = append(v.variables, f)
	case *parse.Proxy:
		v := here()
		v.proxies = append(v.proxies, f)
	case *parse.NameRule:
		v := here()
		v.nameRules = append(v.nameRules, f)
	case *parse.Forwarder:
		v := here()
		v.forwarders = append(v.forwarders, f)
	}
	if r.Kind == "env" {
		v := here()
		_, filter, _ := strings.Cut(strings.ToLower(r.Origin.Command), "|")
		if !slices.Contains(v.environment, filter) {
			v.environment = append(v.environment, filter)
		}
	}
}

// environmentTells reports whether a capture of the environment would hold variables of that name: it was not filtered,
// or by the name.
func (v *vantage) environmentTells(name string) bool {
	return slices.ContainsFunc(v.environment, func(filter string) bool { return filter == "" || strings.Contains(filter, name) })
}

// indexTraffic indexes subnets, groups, tables and interfaces; of several alike the first counts.
func (e *Evidence) indexTraffic() {
	t := &e.traffic
	t.assemble()
	t.subnetByID, t.subnetsIn = map[string]*parse.Subnet{}, map[string][]*parse.Subnet{}
	t.groupByID, t.tableByID = map[string]*parse.SecurityGroup{}, map[string]*parse.RouteTable{}
	t.interfaceBy, t.ownersOf = map[string]*parse.Interface{}, map[netip.Addr]*parse.Interface{}
	for _, s := range slices.Backward(t.subnets) {
		id := strings.ToLower(s.ID.Value)
		if have := t.subnetByID[id]; have == nil || s.EndpointPolicies.Known() || !have.EndpointPolicies.Known() {
			t.subnetByID[id] = s // an export that tells the policies is the whole one
		}
	}
	for _, s := range t.subnets {
		if t.subnetByID[strings.ToLower(s.ID.Value)] == s {
			in := strings.ToLower(s.Network.Value)
			t.subnetsIn[in] = append(t.subnetsIn[in], s)
		}
	}
	for _, g := range slices.Backward(t.groups) {
		if !g.Effective && g.ID.Known() {
			t.groupByID[strings.ToLower(g.ID.Value)] = g.SecurityGroup
		}
	}
	for _, r := range slices.Backward(t.tables) {
		t.tableByID[strings.ToLower(r.ID.Value)] = r
	}
	for _, nic := range slices.Backward(e.interfaces) {
		id := strings.ToLower(nic.ID.Value)
		t.interfaceBy[id], t.interfaceBy[lastName(id)] = nic, nic
		for _, a := range nic.Addresses {
			t.ownersOf[a.Addr] = nic
		}
	}
}

// subnetOf returns the exported subnet that holds a machine's own address, or nil.
func (e *Evidence) subnetOf(v *vantage) *parse.Subnet {
	if v.network == nil {
		return nil
	}
	for _, s := range e.traffic.subnetsIn[v.network.id] {
		for _, p := range s.Prefixes {
			for _, o := range v.realAddresses() {
				if p.Prefix.IsValid() && p.Prefix.Contains(o.Addr.Addr) {
					return s
				}
			}
		}
	}
	return nil
}

// commandValue returns what follows an option of a command line; empty if it is not there.
func commandValue(command string, options ...string) string {
	words := strings.Fields(command)
	for i, w := range words {
		name, value, joined := strings.Cut(w, "=")
		if !slices.Contains(options, name) {
			continue
		}
		if !joined && i+1 < len(words) {
			value = words[i+1]
		}
		return strings.ToLower(strings.Trim(value, `'"`))
	}
	return ""
}

// interfaceIs reports whether a network interface, given by id or name, is a machine's: by its addresses, else by
// its name, else because there is no other machine that it could be of.
func (e *Evidence) interfaceIs(nic string, o *parse.Origin, v *vantage) bool {
	if nic == "" {
		nic = commandValue(o.Command, "-n", "--name", "--ids")
	}
	nic = strings.ToLower(nic)
	own := v.realAddresses()
	if len(own) > 0 && len(e.networks) > 0 && !e.inSomeNetwork(own) {
		return false // it stands in none of the networks of the case
	}
	if known := e.traffic.interfaceBy[nic]; known != nil && len(known.Addresses) > 0 && len(own) > 0 {
		return slices.ContainsFunc(known.Addresses, func(a parse.Addr) bool { return v.has(a.Addr) })
	}
	if known := e.traffic.interfaceBy[nic]; known != nil && len(known.Addresses) == 0 && len(own) > 0 {
		return false // whose it is was not captured
	}
	for _, a := range own {
		if other := e.traffic.ownersOf[a.Addr.Addr]; other != nil && nic != "" && lastName(nic) != strings.ToLower(lastName(other.ID.Value)) {
			return false
		}
	}
	switch {
	case nic != "" && strings.HasPrefix(lastName(nic), strings.ToLower(v.name)):
		return true
	case strings.HasPrefix(o.File, "vantage/"):
		return o.Vantage == v.name
	}
	return len(e.clients()) == 1
}

// effectiveGroups returns the security groups whose rules are captured as in effect at a machine.
func (e *Evidence) effectiveGroups(v *vantage) []*parse.SecurityGroup {
	e.saw(NeedSecurity)
	var out []*parse.SecurityGroup
	for _, g := range e.traffic.groups {
		if !g.Effective {
			continue
		}
		mine := false
		if s := e.subnetOf(v); g.Subnet.Known() && s != nil {
			mine = strings.EqualFold(s.ID.Value, g.Subnet.Value)
		} else {
			mine = e.interfaceIs(g.Interface.Value, g.origin, v)
		}
		if mine {
			out = append(out, g.SecurityGroup)
		}
	}
	return out
}

// effectiveRoutes returns the routes that are captured as in effect at a machine.
func (e *Evidence) effectiveRoutes(v *vantage) []*parse.Route {
	e.saw(NeedRoutes)
	var out []*parse.Route
	of := map[*parse.Origin]bool{}
	for _, r := range e.traffic.routes {
		mine, judged := of[r.origin]
		if !judged {
			mine = e.interfaceIs("", r.origin, v)
			of[r.origin] = mine
		}
		if mine {
			out = append(out, r.Route)
		}
	}
	return out
}

// target returns the endpoint that a machine's requests should reach, with its address: the one that it resolves
// to, else the one in its network, else the only one; one without an id where only the address is known. Nil if nothing is.
func (e *Evidence) target(v *vantage) (*endpoint, parse.Addr) {
	eps := e.candidateEndpoints(v)
	for _, ep := range eps {
		if len(eps) > 1 && (v.network == nil || ep.networkID != v.network.id) {
			continue
		}
		for _, a := range e.addresses(ep) {
			if a.Addr.Is4() {
				return ep, a
			}
		}
	}
	if len(e.endpointsOfVault()) > 0 {
		return nil, parse.Addr{}
	}
	for _, l := range e.toldAnswers(v) { // no endpoint was captured: the alias leads to one
		if a := e.addressOf(l, reachPrivate); a != nil && l.alias() != nil && a.Addr.Is4() && e.right(a.Addr) != no {
			return &endpoint{name: "(not exported)"}, *a
		}
	}
	return nil, parse.Addr{}
}

// noTarget says what would tell which endpoint a machine's requests should reach.
func (e *Evidence) noTarget(v *vantage) Finding {
	switch {
	case len(e.endpointsOfVault()) == 0:
		return open(v.name, v, NeedEndpoints, NeedConnections)
	case len(e.effectiveEndpoints()) > 1:
		return open(v.name, v, NeedLookups, NeedInterfaces)
	}
	return open(v.name, v, NeedConnections, NeedInterfaces)
}
