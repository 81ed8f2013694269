package analyze

import (
	"fmt"
	"strings"

	"kvdoctor/parse"
)

// A resolution is a network whose Azure DNS answers clients, with these clients.
type resolution struct {
	network *network
	clients []*vantage
}

// resolutions returns the networks that are known to resolve for clients, in the order of the vantages.
func (e *Evidence) resolutions() []resolution {
	if len(e.clients()) > 0 {
		e.saw(NeedResolvers)
		e.saw(NeedNetworks)
	}
	return e.index.resolutions
}

// unplaced reports whether there is a client whose resolving network is not known, or no client at all.
func (e *Evidence) unplaced() bool {
	for _, v := range e.clients() {
		if n, _ := e.resolvesIn(v); n == nil {
			return true
		}
	}
	return len(e.clients()) == 0
}

// zoneNotLinked reports zones that are not linked to the network that resolves for a client.
func zoneNotLinked(e *Evidence) []Finding {
	zones := e.exactZones()
	if len(zones) == 0 {
		return []Finding{open(e.id.svc.zone, nil, NeedZones)}
	}
	var out []Finding
	for _, r := range e.resolutions() {
		out = append(out, e.notLinkedTo(r, zones)...)
	}
	if len(out) == 0 && e.unplaced() {
		return e.linkedNowhere(zones)
	}
	return out
}

// notLinkedTo reports that none of the zones is linked to a network.
func (e *Evidence) notLinkedTo(r resolution, zones []*zone) []Finding {
	var cites []parse.Cite
	for _, z := range zones {
		links, listed := e.linksOf(z)
		if z.linkTo(r.network.id) != nil {
			return nil
		}
		if listed == nil {
			return []Finding{aboutZone(open(r.network.name, nil, NeedLinks), z)}
		}
		cites = append(cites, *listed)
		for _, l := range links {
			cites = append(cites, l.Network.Cite)
		}
	}
	for _, v := range r.clients {
		if e.nameRight(v) || e.hidden(v) {
			return []Finding{open(r.network.name, nil, NeedResolvers)} // something else resolves for it
		}
	}
	z := e.zoneFor(r.network, zones)
	detail := fmt.Sprintf("zone %s is not linked to network %s, whose DNS answers %s", z.name, r.network.name, vantageNamesOf(r.clients))
	f := fail(r.network.name, nil, detail, cites[:min(len(cites), 4)]...).on(r.clients...)
	return []Finding{aboutNetwork(aboutZone(f, z), r.network)}
}

// vantageNamesOf prints the names of vantages.
func vantageNamesOf(vs []*vantage) string {
	var names []string
	for _, v := range vs {
		names = append(names, v.name)
	}
	return strings.Join(names, ", ")
}

// linkedNowhere reports zones without any link, whichever network resolves for the clients; with links, the
// clients' network decides, which is not known.
func (e *Evidence) linkedNowhere(zones []*zone) []Finding {
	var cites []parse.Cite
	for _, z := range zones {
		links, listed := e.linksOf(z)
		if len(links) > 0 || listed == nil {
			return []Finding{aboutZone(open(z.name, nil, NeedNetworks, NeedOwn, NeedLinks), z)}
		}
		cites = append(cites, *listed)
	}
	for _, v := range e.clients() {
		if e.nameRight(v) || e.hidden(v) {
			return nil
		}
	}
	f := aboutZone(fail(zones[0].name, nil, fmt.Sprintf("zone %s is linked to no network at all", zones[0].name), cites...), zones[0])
	if n := e.someNetwork(); n != nil {
		f = aboutNetwork(f, n)
	}
	return []Finding{f}
}

// linkNotReady reports links that matter to a client and are not completed.
func linkNotReady(e *Evidence) []Finding {
	var out []Finding
	known := e.resolutions()
	for _, z := range e.exactZones() {
		links, _ := e.linksOf(z)
		for _, l := range links {
			at := notReady(l)
			if !l.State.Known() && !l.ProvisioningState.Known() {
				out = append(out, aboutZone(open(lastName(l.Network.Value), nil, NeedLinks).of(l.Network.Value), z))
				continue
			}
			if at.File != "" && len(known) > 0 && e.unplaced() && e.clientsIn(l.Network.Value) == nil {
				out = append(out, aboutZone(open(lastName(l.Network.Value), nil, NeedNetworks, NeedOwn).of(l.Network.Value), z))
				continue
			}
			if at.File == "" || (len(known) > 0 && e.clientsIn(l.Network.Value) == nil) {
				continue
			}
			detail := fmt.Sprintf("the link of zone %s to network %s is not ready: %s, provisioning state %s",
				z.name, lastName(l.Network.Value), orUnknown(l.State.Value), orUnknown(l.ProvisioningState.Value))
			f := fail(lastName(l.Network.Value), nil, detail, at, l.Network.Cite).on(e.clientsIn(l.Network.Value)...)
			f = f.of(l.Network.Value).with("link", lastName(l.ID.Value), "network", lastName(l.Network.Value), "network_id", l.Network.Value)
			out = append(out, aboutZone(f, z))
		}
	}
	return out
}

// notReady returns the line that shows a link not to be ready; the zero Cite if it is, or is not known.
func notReady(l *parse.Link) parse.Cite {
	if s := l.State; s.Known() && !strings.EqualFold(s.Value, "Completed") && !strings.EqualFold(s.Value, "Done") {
		return s.Cite
	}
	if s := l.ProvisioningState; s.Known() && !strings.EqualFold(s.Value, "Succeeded") {
		return s.Cite
	}
	return parse.Cite{}
}

// clientsIn returns the clients for which a network resolves; nil where it is not known to resolve for any.
func (e *Evidence) clientsIn(networkID string) []*vantage {
	return e.index.resolved[strings.ToLower(networkID)]
}

// autoRegistration reports links that register virtual machines in the zone.
func autoRegistration(e *Evidence) []Finding {
	return e.judgeLinks(func(z *zone, l *parse.Link) *Finding {
		if !l.Registration.Known() {
			f := open(lastName(l.Network.Value), nil, NeedLinks)
			return &f
		}
		if l.Registration.Value != "true" {
			return nil
		}
		detail := fmt.Sprintf("the link of zone %s to network %s registers virtual machines in the zone", z.name, lastName(l.Network.Value))
		f := fail(lastName(l.Network.Value), nil, detail, l.Registration.Cite)
		return &f
	})
}

// judgeLinks calls f for every link of the exact zones.
func (e *Evidence) judgeLinks(f func(z *zone, l *parse.Link) *Finding) []Finding {
	var out []Finding
	for _, z := range e.exactZones() {
		links, _ := e.linksOf(z)
		for _, l := range links {
			if x := f(z, l); x != nil {
				x.place.vantages = e.clientsIn(l.Network.Value)
				out = append(out, aboutZone(x.of(l.Network.Value), z).with("link", lastName(l.ID.Value), "network", lastName(l.Network.Value), "network_id", l.Network.Value))
			}
		}
	}
	return out
}

// fallbackToInternet reports links that answer a missing record with the public address.
func fallbackToInternet(e *Evidence) []Finding {
	return e.judgeLinks(func(z *zone, l *parse.Link) *Finding {
		_, listed := e.recordsOf(z)
		if !redirects(l) || listed == nil || z.record(e.id.name) != nil || z.record("*") != nil {
			return nil
		}
		detail := fmt.Sprintf("the link of zone %s to network %s falls back to the Internet, and the zone has no record for the vault: requests go public silently",
			z.name, lastName(l.Network.Value))
		f := fail(lastName(l.Network.Value), nil, detail, l.ResolutionPolicy.Cite, *listed)
		return &f
	})
}
