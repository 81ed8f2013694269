package analyze

import (
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// A prediction is what the exports say that the vault's name resolves to for one machine or network. It is made
// from the same evidence that the rules read, and is unknown wherever that does not settle it.
type prediction struct {
	outcome   parse.Outcome // empty if it cannot be told
	chain     []string      // the names passed, the vault's own first
	addresses []parse.Addr  // of a private answer; a public one's are in no export
	public    bool          // the answer is one of the service's public addresses
	zone      *zone         // the private zone that decided; nil if none did
	relayed   bool          // a custom DNS server stands between, taken to forward to Azure's
	network   *network      // whose Azure DNS answers in the end; nil if unknown
	steps     []step
}

// A step is one link of a prediction's reasoning, with the lines that it rests on.
type step struct {
	says  string
	cites []parse.Cite
}

// known reports whether the prediction says anything.
func (p *prediction) known() bool { return p.outcome != "" }

// note adds a step.
func (p *prediction) note(says string, cites ...parse.Cite) {
	p.steps = append(p.steps, step{says, cites})
}

// same reports whether two predictions say the same of the answer.
func (p *prediction) same(q *prediction) bool {
	return p.outcome == q.outcome && p.public == q.public && slices.Equal(p.chain, q.chain) &&
		slices.EqualFunc(p.addresses, q.addresses, func(a, b parse.Addr) bool { return a.Addr == b.Addr })
}

// predictIn tells what the Azure DNS of a network answers for the vault's name, in the order of the catalogue: a linked
// zone that covers the name itself; without an approved connection the public chain; behind the alias the linked zone's
// record, its wildcard, else NXDOMAIN or, with NxDomainRedirect, the public answer; without a link the public answer.
func (e *Evidence) predictIn(n *network) *prediction { return e.predictFrom(n, nil) }

// predictFrom is predictIn behind forwarding rules of the networks that were passed.
func (e *Evidence) predictFrom(n *network, passed []*network) *prediction {
	p := &prediction{chain: []string{e.id.host}, network: n}
	if e.id.svc.zone == "" {
		p.note("no private DNS zone is known for this cloud")
		return p
	}
	if z, link := e.covering(n, e.id.host); z != nil {
		return e.askZone(p, z, link, e.id.host)
	}
	if r := e.forwarding.ruleFor(n.id, e.id.host); r != nil {
		return e.forwarded(p, n, r, passed)
	}
	switch aliased, at := e.aliased(); aliased {
	case unknown:
		p.note("whether the vault has an approved connection was not captured")
		return p
	case no:
		p.note("without an approved connection public DNS gives no privatelink alias, and no private zone is asked", at)
		p.outcome, p.public = parse.Answer, true
		return p
	default:
		p.note("the vault has an approved connection, so its name is an alias of its privatelink name", at)
	}
	alias := e.id.name + "." + e.id.svc.zone
	p.chain = append(p.chain, alias)
	if z, link := e.covering(n, alias); z != nil {
		return e.askZone(p, z, link, alias)
	}
	return e.unlinked(p, n)
}

// predictPublic tells what a resolver of the Internet answers for the vault's name.
func (e *Evidence) predictPublic() *prediction {
	p := &prediction{chain: []string{e.id.host}}
	switch aliased, at := e.aliased(); aliased {
	case yes:
		p.note("a public resolver knows no private zone: it gives the public answer, behind the alias", at)
		p.chain = append(p.chain, e.id.name+"."+e.id.svc.zone)
	case no:
		p.note("a public resolver knows no private zone: it gives the public answer", at)
	default:
		return p
	}
	p.outcome, p.public = parse.Answer, true
	return p
}

// unlinked predicts the answer behind the alias in a network that no exported zone of the name is linked to.
func (e *Evidence) unlinked(p *prediction, n *network) *prediction {
	var cites []parse.Cite
	for _, z := range e.exactZones() {
		cites = append(cites, *z.linksListed)
	}
	if len(cites) == 0 {
		p.note("no zone " + e.id.svc.zone + " was captured; one in another subscription may answer")
		return p
	}
	p.note("zone "+e.id.svc.zone+" is not linked to "+n.name+", so the public answer stands", cites[:min(len(cites), 4)]...)
	p.outcome, p.public = parse.Answer, true
	return p
}

// askZone predicts what a linked zone answers for a name below it.
func (e *Evidence) askZone(p *prediction, z *zone, link *parse.Link, name string) *prediction {
	if link == nil {
		p.note("the links of zone " + z.name + " were not all captured")
		return p
	}
	p.zone = z
	p.note("zone "+z.name+" is linked to "+p.network.name+" and covers "+name, link.Network.Cite)
	if at := notReady(link); at.File != "" {
		p.note("the link is not ready: what it gives meanwhile is not defined", at)
		return p
	}
	relative := strings.TrimSuffix(strings.TrimSuffix(name, strings.ToLower(z.name)), ".")
	if relative == "" {
		relative = "@"
	}
	_, listed := e.recordsOf(z)
	record := z.record(relative)
	for rest := relative; record == nil && listed != nil && rest != ""; {
		_, rest, _ = strings.Cut(rest, ".")
		record = z.record(strings.TrimSuffix("*."+rest, "."))
	}
	switch {
	case record != nil && len(record.Addresses) > 0:
		p.note("its record "+record.Name.Value+" says "+addrList(record.Addresses), record.At)
		p.outcome, p.addresses = parse.Answer, distinct(record.Addresses)
	case record != nil:
		p.note("its record "+record.Name.Value+" holds no address", record.At)
		p.outcome = parse.NoData
	case listed == nil:
		p.note("its records were not all captured")
	case redirects(link) && strings.HasPrefix(strings.ToLower(z.name), "privatelink."):
		p.note("it has no record for the vault, and the link falls back to the Internet", *listed, link.ResolutionPolicy.Cite)
		p.outcome, p.public = parse.Answer, true
	default:
		p.note("it has no record for the vault, so the name does not exist", *listed)
		p.outcome = parse.NXDomain
	}
	return p
}

// covering returns the exported zone that is linked to a network and covers a name, the most specific one, with its link;
// no link where a zone that would come first may be linked, since its links were not all captured.
func (e *Evidence) covering(n *network, name string) (*zone, *parse.Link) {
	for rest := name; rest != ""; {
		var doubtful *zone
		for _, z := range e.index.zonesNamed[rest] {
			_, listed := e.linksOf(z)
			if link := z.linkTo(n.id); link != nil {
				return z, link
			}
			if listed == nil {
				doubtful = z
			}
		}
		if doubtful != nil {
			return doubtful, nil
		}
		_, rest, _ = strings.Cut(rest, ".")
	}
	return nil, nil
}

// aliased tells whether public DNS gives the vault's name a privatelink alias, as it does while any connection is
// approved: by the connections, else by what was resolved. The line is the one that tells.
func (e *Evidence) aliased() (fate, parse.Cite) {
	listed := e.connectionsListed()
	for _, c := range e.conns {
		if strings.EqualFold(c.State.Value, "Approved") {
			return yes, c.State.Cite
		}
	}
	for _, ep := range e.endpointsOfVault() {
		if listed.File == "" && ep.link != nil && strings.EqualFold(ep.link.State.Value, "Approved") && e.isVault(ep.link.Target.Value, "") {
			return yes, ep.link.State.Cite
		}
	}
	if listed.File != "" {
		return no, listed
	}
	for _, l := range e.allLookups {
		if !l.mine || l.form != formHost || l.Outcome != parse.Answer {
			continue
		}
		if at := l.alias(); at != nil {
			return yes, *at
		}
	}
	return unknown, parse.Cite{}
}

// predictDNS tells what a machine's name servers should answer for the vault's name.
func (e *Evidence) predictDNS(v *vantage) *prediction {
	n, server := e.asksIn(v)
	p := &prediction{chain: []string{e.id.host}}
	switch {
	case n != nil:
		p = e.predictIn(n)
	case server.IsValid() && e.public(server.String()):
		p = e.predictPublic()
	}
	p.steps = append(e.resolverSteps(v, n, server), p.steps...)
	p.relayed = server.IsValid()
	return p
}

// resolverSteps says which network's Azure DNS answers a machine, and why.
func (e *Evidence) resolverSteps(v *vantage, n *network, server netip.Addr) []step {
	var out []step
	at := parse.Cite{}
	for _, s := range e.serversOf(v) {
		if s.Addr == server || (!server.IsValid() && s.Addr == azureDNS) {
			at = s.Cite
			break
		}
	}
	if at.File == "" && v.network != nil && server.IsValid() {
		at = v.network.dnsCite()
	}
	switch {
	case v.network == nil:
		out = append(out, step{says: v.name + " is in no known network: " + v.reason})
	default:
		out = append(out, step{says: v.name + " is in network " + v.network.name + ": " + v.reason, cites: []parse.Cite{v.network.At}})
	}
	switch {
	case server.IsValid() && n != nil && e.forwarding.inbound[server] != nil:
		out = append(out, step{"it asks " + server.String() + ", an inbound endpoint of a private resolver in network " + n.name, []parse.Cite{at, e.forwarding.inbound[server].At}})
	case server.IsValid() && n != nil:
		out = append(out, step{"it asks " + server.String() + ", which lies in network " + n.name + " and is taken to forward to Azure's DNS there", []parse.Cite{at}})
	case server.IsValid():
		out = append(out, step{"it asks " + server.String() + ", and whose answers that server passes on is not known", []parse.Cite{at}})
	case n != nil:
		out = append(out, step{"the Azure DNS of network " + n.name + " answers it", []parse.Cite{at}})
	}
	return out
}

// predict tells what the programs on a machine should get for the vault's name: the hosts file comes before DNS.
func (e *Evidence) predict(v *vantage) *prediction {
	if a := e.hostsAddress(v); a != nil {
		p := &prediction{chain: []string{e.id.host}, outcome: parse.Answer, addresses: []parse.Addr{*a}}
		p.note("the hosts file of "+v.name+" fixes the name at "+a.Addr.String(), a.Cite)
		p.public = e.reach(a.Addr) == reachPublic
		return p
	}
	return e.predictDNS(v)
}

// hostsAddress returns the address at which a machine's hosts file fixes the vault's host, or nil.
func (e *Evidence) hostsAddress(v *vantage) *parse.Addr {
	for i, h := range v.hosts {
		if slices.ContainsFunc(h.Names, func(name string) bool { return strings.EqualFold(strings.TrimSuffix(name, "."), e.id.host) }) {
			e.saw(NeedHosts)
			return &v.hosts[i].Addr
		}
	}
	return nil
}

// ends says in a few words where a prediction ends.
func (p *prediction) ends() string {
	switch {
	case !p.known():
		return "unknown"
	case p.outcome != parse.Answer:
		return string(p.outcome)
	case p.public && len(p.addresses) == 0 && len(p.chain) > 1:
		return "a public address, behind the privatelink alias"
	case p.public && len(p.addresses) == 0:
		return "a public address, without the privatelink alias"
	}
	return addrList(p.addresses)
}
