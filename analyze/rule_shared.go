package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// sharedZoneOverwritten reports networks which get, from a zone that they share with an unpeered network, the address of
// that network's endpoint in place of their own one's.
func sharedZoneOverwritten(e *Evidence) []Finding {
	effective := e.effectiveEndpoints()
	if len(effective) < 2 && !e.told(parse.TypeConnection) {
		return []Finding{open(e.id.name, nil, NeedConnections)}
	}
	if len(effective) < 2 && (len(effective) > 0 || e.connectionsListed().File != "") {
		return []Finding{idle(e.id.name, nil)}
	}
	for _, ep := range effective {
		switch {
		case ep.networkID == "":
			return []Finding{open(e.id.name, nil, NeedEndpoints)}
		case len(e.addresses(ep)) == 0:
			return []Finding{open(e.id.name, nil, NeedInterfaces).with("nic", ep.nicID())}
		}
	}
	if len(effective) > 0 && len(e.index.effectiveIn) < 2 {
		return []Finding{idle(e.id.name, nil)}
	}
	var out []Finding
	for _, z := range e.exactZones() {
		links, linksListed := e.linksOf(z)
		_, recordsListed := e.recordsOf(z)
		r := z.record(e.id.name)
		switch {
		case linksListed == nil && len(links) == 0:
			out = append(out, aboutZone(open(z.name, nil, NeedLinks), z))
		case r == nil && recordsListed == nil:
			out = append(out, aboutZone(open(z.name, nil, NeedRecords), z))
		case r != nil:
			out = append(out, e.overwritten(z, r)...)
		}
	}
	return out
}

// overwritten returns a finding for each network whose own endpoint's address a shared zone gives up for that of an
// endpoint which it cannot reach.
func (e *Evidence) overwritten(z *zone, r *parse.RecordSet) []Finding {
	var out []Finding
	holders := e.holdersOf(r)
	linked := 0
	for _, link := range z.links {
		own := e.index.effectiveIn[strings.ToLower(link.Network.Value)]
		if own == nil {
			continue
		}
		linked++
		for _, h := range holders {
			if h.endpoint.networkID == own.networkID || z.linkTo(h.endpoint.networkID) == nil {
				continue
			}
			state, cites := e.peeringOf(own.networkID, h.endpoint.networkID)
			if state == joinUnknown {
				out = append(out, aboutZone(open(lastName(own.networkID), nil, NeedNetworks).of(own.networkID), z))
			}
			if state != joinNone || slices.ContainsFunc(e.clientsIn(own.networkID), e.arrivedPrivately) {
				continue // joined, or shown to be joined by some other way
			}
			detail := fmt.Sprintf("the zone %s gives network %s the address %s of endpoint %s in network %s, which is not peered; its own endpoint is %s",
				z.name, lastName(own.networkID), h.address.Addr, h.endpoint.name, lastName(h.endpoint.networkID), own.name)
			f := fail(lastName(own.networkID), nil, detail, append([]parse.Cite{h.address.Cite, link.Network.Cite, own.Subnet.Cite}, cites...)...)
			out = append(out, aboutZone(e.aboutVictim(f, own), z).with("wrong_address", h.address.Addr.String(), "link", lastName(link.ID.Value)))
			break
		}
	}
	if z.linksListed == nil && linked < len(e.index.effectiveIn) {
		out = append(out, aboutZone(open(z.name, nil, NeedLinks), z))
	}
	return out
}

// A held address is a record's address with the effective endpoint of the vault that has it.
type held struct {
	address  parse.Addr
	endpoint *endpoint
}

// holdersOf returns the effective endpoints that a record's addresses are of, one a network, the first few.
func (e *Evidence) holdersOf(r *parse.RecordSet) []held {
	const most = 8
	var out []held
	for _, a := range r.Addresses {
		mine, _ := e.endpointAt(a.Addr)
		known := mine == nil || slices.ContainsFunc(out, func(h held) bool { return h.endpoint.networkID == mine.networkID })
		if !known && e.effective(mine) == yes && len(out) < most {
			out = append(out, held{a, mine})
		}
	}
	return out
}

// peeringOf tells how two networks are joined, of which either may not have been captured.
func (e *Evidence) peeringOf(a, b string) (join, []parse.Cite) {
	if n := e.networkByID(a); n != nil {
		return e.peering(n, b)
	}
	if n := e.networkByID(b); n != nil {
		return e.peering(n, a)
	}
	return joinUnknown, nil
}

// aboutVictim completes a finding about an endpoint's network: it concerns the clients there, and where none is known,
// a machine of which nothing was captured.
func (e *Evidence) aboutVictim(f Finding, own *endpoint) Finding {
	clients := e.clientsIn(own.networkID)
	if clients == nil {
		clients = []*vantage{{network: e.networkByID(own.networkID)}}
	}
	if n := e.networkByID(own.networkID); n != nil {
		f = aboutNetwork(f, n)
	}
	f = e.aboutEndpoint(f.of(own.networkID), own).on(clients...)
	f.place.endpoint = "" // the effects are at the other endpoint
	return f.with("network", lastName(own.networkID), "address", e.addresses(own)[0].Addr.String())
}

// wildcardRecord reports a wildcard that answers for vaults without a record of their own: an error where this vault is
// one of them and the address is not its endpoint's.
func wildcardRecord(e *Evidence) []Finding {
	var out []Finding
	used := e.zonesInUse()
	for _, u := range used {
		_, listed := e.recordsOf(u.zone)
		_, linksListed := e.linksOf(u.zone)
		r := u.zone.record("*")
		switch {
		case r != nil && linksListed == nil && len(e.resolutions()) > 0 && !e.linkedToAny(u.zone):
			out = append(out, aboutZone(open(u.zone.name, nil, NeedLinks), u.zone)) // it may answer nobody
		case r == nil && listed == nil:
			out = append(out, aboutZone(open(u.zone.name, nil, NeedRecords), u.zone))
		case r != nil && len(r.Addresses) > 0:
			out = append(out, e.wildcard(u, r))
		}
	}
	if len(used) == 0 && len(e.exactZones()) > 0 {
		return []Finding{idle(e.id.svc.zone, nil)} // a zone that is linked to no client's network answers nobody
	}
	return out
}

// linkedToAny reports whether a zone is known to be linked to a network that resolves for a client.
func (e *Evidence) linkedToAny(z *zone) bool {
	return slices.ContainsFunc(e.resolutions(), func(r resolution) bool { return z.linkTo(r.network.id) != nil })
}

// wildcard makes the finding about one zone's wildcard.
func (e *Evidence) wildcard(u use, r *parse.RecordSet) Finding {
	detail := fmt.Sprintf("the wildcard record of zone %s answers %s for every vault without a record of its own", u.zone.name, addrList(r.Addresses))
	got, at := e.wildcardGiven(r)
	wrong := slices.ContainsFunc(r.Addresses, func(a parse.Addr) bool { return e.shownWrong(a) })
	bites := u.zone.record(e.id.name) == nil && wrong && (len(got) > 0 || e.asksZone(u))
	cites := []parse.Cite{r.Name.Cite, r.Addresses[0].Cite}
	f := fail(u.zone.name, nil, detail, cites...).on(u.clients...)
	f.Severity = Warning
	if bites {
		f = fail(u.zone.name, nil, detail+"; this vault is one of them", append(at[:min(len(at), 3)], cites...)...).on(u.clients...)
		if u.clients == nil {
			f = f.on(got...)
		}
		f.Severity = Error
		f = f.with("wrong_address", r.Addresses[0].Addr.String())
	}
	return aboutZone(f, u.zone)
}

// shownWrong reports whether an address is known to be no endpoint's of the vault.
func (e *Evidence) shownWrong(a parse.Addr) bool {
	mine, other := e.endpointAt(a.Addr)
	return mine == nil && (other != nil && e.leadsElsewhere(other) || e.right(a.Addr) == no)
}

// wildcardGiven returns the clients that get one of a wildcard's addresses for the vault, with the lines.
func (e *Evidence) wildcardGiven(r *parse.RecordSet) ([]*vantage, []parse.Cite) {
	var got []*vantage
	var at []parse.Cite
	given := map[netip.Addr]bool{}
	for _, a := range r.Addresses {
		given[a.Addr] = true
	}
next:
	for _, v := range e.clients() {
		for _, l := range e.toldAnswers(v) {
			if i := slices.IndexFunc(l.Addresses, func(a parse.Addr) bool { return given[a.Addr] }); i >= 0 {
				got, at = append(got, v), append(at, l.Addresses[i].Cite)
				continue next
			}
		}
	}
	return got, at
}
