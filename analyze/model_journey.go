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
	nowhere  bool // the name has no address
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
	var first *prediction
	var from *lookup
	for _, l := range e.programsFirst(v) {
		if l.masked() || l.Outcome == parse.Failed || l.silent() && l.Outcome != parse.Answer {
			continue
		}
		p := e.toldTo(v, l)
		switch {
		case first == nil:
			first, from = p, l
		case from.system() == l.system() && !first.likes(p):
			return &prediction{chain: []string{e.id.host}} // its answers differ, so that what its programs get is not known
		}
	}
	if first != nil {
		return first
	}
	return e.predict(v)
}

// toldTo returns what a lookup told a machine, as a prediction.
func (e *Evidence) toldTo(v *vantage, l *lookup) *prediction {
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

// likes reports whether two answers lead to the same place: both to public addresses, or to a common private one.
func (p *prediction) likes(q *prediction) bool {
	if p.outcome != q.outcome || p.public != q.public {
		return p.outcome != parse.Answer && q.outcome != parse.Answer
	}
	return p.public || p.outcome != parse.Answer || slices.ContainsFunc(p.addresses, func(a parse.Addr) bool {
		return slices.ContainsFunc(q.addresses, func(b parse.Addr) bool { return a.Addr == b.Addr })
	})
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
		return journey{through: no, nowhere: true, says: "has no address to connect to"}
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
