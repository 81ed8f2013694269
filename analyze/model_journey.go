package analyze

import (
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// A journey is what becomes of a machine's requests by the vault's name.
type journey struct {
	way      way
	through  fate // whether the vault takes them
	endpoint *endpoint
	says     string
}

// agrees tells whether what a machine's DNS tools were told is what the model predicts.
func (e *Evidence) agrees(v *vantage, p *prediction) fate {
	if !p.known() {
		return unknown
	}
	out := unknown
	for _, l := range e.lookupsOf(v) {
		if l.system() || l.masked() || l.Outcome == parse.Failed {
			continue
		}
		if !p.explains(e, l) {
			return no
		}
		out = yes
	}
	return out
}

// explains reports whether a lookup had the answer that is predicted. A tool that prints no alias, or a resolver that
// hides it, is not held against the prediction where the address is right.
func (p *prediction) explains(e *Evidence, l *lookup) bool {
	switch {
	case p.outcome != parse.Answer:
		return l.Outcome == p.outcome || l.Outcome == parse.NXDomain && p.outcome == parse.NoData || l.Outcome == parse.NoData && p.outcome == parse.NXDomain
	case l.Outcome != parse.Answer:
		return false
	case p.public && len(p.addresses) == 0:
		return e.addressOf(l, reachPublic) != nil && (!l.tellsChain() || (l.alias() != nil) == (len(p.chain) > 1))
	}
	return !slices.ContainsFunc(l.Addresses, func(a parse.Addr) bool {
		return !slices.ContainsFunc(p.addresses, func(b parse.Addr) bool { return a.Addr == b.Addr }) && (a.Addr.Is4() || e.reach(a.Addr) == reachPublic)
	})
}

// sees returns what the programs on a machine get for the vault's name: what was observed, else what is predicted.
func (e *Evidence) sees(v *vantage) *prediction {
	switch {
	case v.veiled:
		return &prediction{chain: []string{e.id.host}}
	case e.hostsAddress(v) != nil:
		return e.predict(v)
	}
	for _, l := range e.programsFirst(v) {
		if l.masked() || l.Outcome == parse.Failed || l.silent() && l.Outcome != parse.Answer {
			continue
		}
		p := &prediction{chain: []string{e.id.host}, outcome: l.Outcome, addresses: distinct(l.Addresses)}
		if p.public = e.addressOf(l, reachPublic) != nil; p.public && l.origin == imagined {
			p.addresses = nil
		}
		if at := l.alias(); at != nil {
			p.chain = append(p.chain, e.id.name+"."+e.id.svc.zone)
		}
		p.note(v.name+" was told "+p.ends(), l.At)
		return p
	}
	return e.predict(v)
}

// programsFirst returns a machine's lookups, those first that show what its programs get.
func (e *Evidence) programsFirst(v *vantage) []*lookup {
	all := slices.Clone(e.lookupsOf(v))
	slices.SortStableFunc(all, func(a, b *lookup) int {
		switch {
		case a.system() == b.system():
			return 0
		case a.system():
			return -1
		}
		return 1
	})
	return all
}

// journeyOf tells what becomes of a machine's requests: the way that they were seen to come, else the way that the name
// leads.
func (e *Evidence) journeyOf(v *vantage) journey {
	switch {
	case e.arrivedPrivately(v) && !e.refused(v):
		return journey{way: wayPrivateLink, through: yes, says: "arrives by Private Link"}
	case e.obstructed(v):
		return journey{says: obstructedSays}
	}
	for _, r := range e.namedRequests(v) {
		switch e.way(r) {
		case wayPublic:
			return e.publicJourney(v, wayPublic)
		case wayService:
			return e.publicJourney(v, wayService)
		}
	}
	return e.travel(v, e.sees(v))
}

// travel tells what becomes of requests to where a name leads.
func (e *Evidence) travel(v *vantage, p *prediction) journey {
	switch {
	case !p.known():
		return journey{says: "cannot be followed: where the name leads is not known"}
	case p.outcome != parse.Answer:
		return journey{through: no, says: "has no address to connect to"}
	case p.public && e.serviceEndpoint(v):
		return e.publicJourney(v, wayService)
	case p.public:
		return e.publicJourney(v, wayPublic)
	case len(p.addresses) > 1:
		return journey{says: "has several addresses to choose from"}
	}
	return e.privateJourney(v, p.addresses[0].Addr)
}

// publicJourney tells whether the vault's firewall takes a request over the public path.
func (e *Evidence) publicJourney(v *vantage, w way) journey {
	on := map[way]string{wayPublic: "arrives over the Internet", wayService: "arrives over a service endpoint"}[w]
	switch e.publicAccess() {
	case AccessClosed:
		return journey{way: w, through: no, says: on + " and is refused: public access is closed"}
	case AccessOpen:
		return journey{way: w, through: yes, says: on + " and is let in"}
	case AccessRestricted:
		switch origin := e.originOf(v); {
		case w == wayService && e.subnetAllowed(v):
			return journey{way: w, through: yes, says: on + " and is let in by a rule for its subnet"}
		case w == wayService || !origin.IsValid():
			return journey{way: w, says: on + ", and the firewall's rules decide"}
		case e.allowed(origin):
			return journey{way: w, through: yes, says: on + " and is let in by a firewall rule"}
		}
		return journey{way: w, through: no, says: on + " and is refused by the firewall"}
	}
	return journey{way: w, says: on + ", and whether public access is closed is not known"}
}

// serviceEndpoint reports whether a machine's subnet sends its requests to Key Vault over a service endpoint.
func (e *Evidence) serviceEndpoint(v *vantage) bool {
	s := e.subnetOf(v)
	return s != nil && slices.ContainsFunc(s.ServiceEndpoints, func(name parse.Text) bool { return strings.EqualFold(name.Value, "Microsoft.KeyVault") })
}

// subnetAllowed reports whether a network rule of the vault's firewall names a machine's subnet.
func (e *Evidence) subnetAllowed(v *vantage) bool {
	s := e.subnetOf(v)
	return s != nil && e.vault != nil && e.vault.ACLs != nil &&
		slices.ContainsFunc(e.vault.ACLs.NetworkRules, func(rule parse.Text) bool { return strings.EqualFold(rule.Value, s.ID.Value) })
}

// originOf returns the public address that the vault saw a machine's requests come from; invalid if unknown.
func (e *Evidence) originOf(v *vantage) netip.Addr {
	for _, r := range e.requestsOf(v) {
		if r.NetworkInfo != nil && e.reach(r.NetworkInfo.Addr) == reachPublic {
			return r.NetworkInfo.Addr
		}
		if r.Error != nil && r.Error.Client.Addr.IsValid() {
			return r.Error.Client.Addr
		}
	}
	return netip.Addr{}
}

// allowed reports whether an address rule of the vault's firewall holds an address.
func (e *Evidence) allowed(a netip.Addr) bool {
	e.saw(NeedVault)
	return e.vault != nil && e.vault.ACLs != nil && slices.ContainsFunc(e.vault.ACLs.IPRules, func(rule parse.Text) bool {
		if p, err := netip.ParsePrefix(strings.TrimSpace(rule.Value)); err == nil {
			return p.Contains(a)
		}
		b, err := netip.ParseAddr(strings.TrimSpace(rule.Value))
		return err == nil && b == a
	})
}

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
	if len(mine.nics) > 0 && len(mine.nics[0].Addresses) > 0 && !mine.onInterface(a) {
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
