package analyze

import (
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// An index finds what was captured by its name, id or address, so that no rule walks a whole export for one
// thing in it. Ids are in lower case. It is filled while evidence is gathered and only read after that.
type index struct {
	vantages map[string]*vantage
	zones    map[string]*zone // by zoneKey
	networks map[string]*network
	holders  map[netip.Addr]holder
	prefixes map[netip.Prefix][]int // positions of the networks with that prefix
	lengths  []int                  // of the prefixes

	zonesNamed     map[string][]*zone          // by name in lower case
	gaps           map[parse.ResourceType]bool // see told
	exact          []*zone                     // zones of the name that the vault's cloud uses
	ours           []*endpoint                 // endpoints meant for the vault
	effective      []*endpoint                 // those of ours whose connection is effective
	effectiveIn    map[string]*endpoint        // the first of effective in a network
	address        string                      // of an effective endpoint; empty if none is known
	addressesKnown bool
	connections    parse.Cite // see connectionsListed

	resolutions []resolution
	resolved    map[string][]*vantage // the clients for which a network resolves
}

// A holder tells whose endpoints have an address; nil for none.
type holder struct{ mine, other *endpoint }

// indexAzure indexes the exported resources, once they are tied to each other.
func (e *Evidence) indexAzure() {
	x := &e.index
	x.connections = e.findConnections()
	x.gaps = e.findGaps()
	x.zonesNamed = map[string][]*zone{}
	for _, z := range e.zones {
		z.index()
		name := strings.ToLower(z.name)
		x.zonesNamed[name] = append(x.zonesNamed[name], z)
		if e.id.svc.zone != "" && strings.EqualFold(z.name, e.id.svc.zone) {
			x.exact = append(x.exact, z)
		}
	}
	x.effectiveIn = map[string]*endpoint{}
	for _, ep := range e.endpoints {
		if !e.ofVault(ep) {
			continue
		}
		x.ours = append(x.ours, ep)
		if e.effective(ep) == yes {
			x.effective = append(x.effective, ep)
			if x.effectiveIn[ep.networkID] == nil {
				x.effectiveIn[ep.networkID] = ep
			}
		}
	}
	e.indexNetworks()
	e.indexAddresses()
}

// index indexes the zone's links and records; of several alike the first counts.
func (z *zone) index() {
	z.linkByNetwork, z.recordByName = map[string]*parse.Link{}, map[string]*parse.RecordSet{}
	for _, l := range slices.Backward(z.links) {
		z.linkByNetwork[strings.ToLower(l.Network.Value)] = l
	}
	for _, r := range slices.Backward(z.records) {
		z.recordByName[strings.ToLower(r.Name.Value)] = r
	}
}

// indexNetworks indexes networks by id and by prefix.
func (e *Evidence) indexNetworks() {
	x := &e.index
	x.networks, x.prefixes = map[string]*network{}, map[netip.Prefix][]int{}
	for i, n := range e.networks {
		if x.networks[n.id] == nil {
			x.networks[n.id] = n
		}
		for _, p := range n.Prefixes {
			if !p.Prefix.IsValid() {
				continue
			}
			key := p.Prefix.Masked()
			x.prefixes[key] = append(x.prefixes[key], i)
			if !slices.Contains(x.lengths, key.Bits()) {
				x.lengths = append(x.lengths, key.Bits())
			}
		}
	}
}

// indexAddresses indexes endpoints by address, and notes what is known of the effective ones' addresses.
func (e *Evidence) indexAddresses() {
	x := &e.index
	x.holders = map[netip.Addr]holder{}
	for _, ep := range e.endpoints {
		for _, a := range e.allAddresses(ep) {
			h := x.holders[a.Addr]
			if e.ofVault(ep) {
				h.mine = ep
			} else {
				h.other = ep
			}
			x.holders[a.Addr] = h
		}
	}
	x.addressesKnown = x.connections.File != "" && !slices.ContainsFunc(e.conns, func(c *connection) bool { return c.endpoint == nil })
	for _, ep := range x.ours {
		state, addresses := e.effective(ep), e.addresses(ep)
		if state != no && len(addresses) == 0 {
			x.addressesKnown = false
		}
		if state == yes && x.address == "" && len(addresses) > 0 {
			x.address = addresses[0].Addr.String()
		}
	}
}

// indexResolutions works out which networks resolve for which clients, in the order of the vantages.
func (e *Evidence) indexResolutions() {
	x := &e.index
	at := map[*network]int{}
	for _, v := range e.clients() {
		n, server := e.resolvesIn(v)
		if asked, _ := e.asksIn(v); n == nil && asked == nil && server.IsValid() && e.public(server.String()) {
			n = v.network // where its answers come from once it asks no public resolver any more (KV803)
		}
		if n == nil {
			continue
		}
		i, known := at[n]
		if !known {
			i = len(x.resolutions)
			at[n] = i
			x.resolutions = append(x.resolutions, resolution{network: n})
		}
		x.resolutions[i].clients = append(x.resolutions[i].clients, v)
	}
	x.resolved = map[string][]*vantage{}
	for _, r := range slices.Backward(x.resolutions) {
		x.resolved[r.network.id] = r.clients
	}
}
