package analyze

import (
	"fmt"

	"kvdoctor/parse"
)

// endpointOfOtherResource reports endpoints that carry this vault's name, zone record or custom DNS entry and
// belong to another resource, where the vault has no endpoint of its own for the clients that are led there.
func endpointOfOtherResource(e *Evidence) []Finding {
	var out []Finding
	for _, ep := range e.endpoints {
		if ep.Endpoint == nil || ep.link == nil || !ep.link.Target.Known() || e.ofVault(ep) {
			continue
		}
		at, how, z := e.leadsTo(ep)
		if at.File == "" {
			continue
		}
		switch e.unserved(z) {
		case no:
			continue
		case unknown:
			out = append(out, open(ep.name, nil, NeedNetworks, NeedOwn).of(ep.id))
			continue
		}
		detail := fmt.Sprintf("%s leads to private endpoint %s, which belongs to %s", how, ep.name, lastName(ep.link.Target.Value))
		f := e.aboutEndpoint(fail(ep.name, nil, detail, at, ep.link.Target.Cite), ep).with("wrong_address", notHere)
		if z != nil {
			f = f.with("wrong_address", e.heldIn(z, ep), "zone_group", groupOf(z.idText()), "zone_subscription", subscriptionOf(z.idText()))
		}
		out = append(out, f)
	}
	return out
}

// unserved tells whether the vault has no endpoint of its own for the clients that a zone answers: none at all, or none in
// their networks or peered to them. Nil stands for all clients.
func (e *Evidence) unserved(z *zone) fate {
	ours := e.endpointsOfVault()
	if len(ours) == 0 {
		return yes
	}
	clients := e.clients()
	if z != nil {
		clients = e.answered()[z]
	}
	out := no
	for i, v := range clients {
		is := e.withoutEndpoint(v, ours)
		if i == 0 || is == no || is == unknown && out == yes {
			out = is
		}
	}
	if len(clients) == 0 && len(e.clients()) > 0 {
		return unknown
	}
	return out
}

// withoutEndpoint tells whether none of the endpoints stands in a client's network or in one that is peered to it.
func (e *Evidence) withoutEndpoint(v *vantage, ours []*endpoint) fate {
	if v.network == nil {
		return unknown
	}
	out := yes
	for _, ep := range ours {
		switch is := e.joined(v, ep); is {
		case yes:
			return no
		case unknown:
			out = unknown
		}
	}
	return out
}

// leadsTo returns the line by which this vault leads to an endpoint, its record with the zone, or the endpoint's custom
// DNS settings; the zero Cite if nothing does.
func (e *Evidence) leadsTo(ep *endpoint) (parse.Cite, string, *zone) {
	for _, z := range e.exactZones() {
		r := z.record(e.id.name)
		if r == nil {
			continue
		}
		e.saw(NeedRecords)
		for _, a := range r.Addresses {
			for _, have := range e.allAddresses(ep) {
				if have.Addr == a.Addr {
					return a.Cite, fmt.Sprintf("the record %s (%s)", r.Name.Value, a.Addr), z
				}
			}
		}
	}
	for _, c := range ep.CustomDNS {
		if e.namesVault(c.FQDN.Value) {
			return c.FQDN.Cite, "the custom DNS entry " + c.FQDN.Value, nil
		}
	}
	return parse.Cite{}, "", nil
}
