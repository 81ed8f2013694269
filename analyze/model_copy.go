package analyze

import (
	"slices"

	"kvdoctor/parse"
)

// copy returns evidence that can be edited without touching this one. What was captured is shared; what ties it together
// is copied. The copy's index is to be made anew with reindex once it was edited.
func (e *Evidence) copy() *Evidence {
	c := *e
	c.trace = nil
	c.index = index{vantages: map[string]*vantage{}, zones: map[string]*zone{}}
	networks := map[*network]*network{}
	c.networks = mapped(e.networks, func(n *network) *network {
		twin := *n
		networks[n] = &twin
		return &twin
	})
	c.copyVantages(networks)
	c.zones = mapped(e.zones, func(z *zone) *zone {
		twin := *z
		c.index.zones[zoneKey(twin.id, twin.name)] = &twin
		return &twin
	})
	c.copyEndpoints()
	return &c
}

// copyVantages replaces the vantages, and what was captured on them, by copies in the copied networks.
func (c *Evidence) copyVantages(networks map[*network]*network) {
	twins := map[*vantage]*vantage{}
	c.vantages = mapped(c.vantages, func(v *vantage) *vantage {
		twin := *v
		twin.network, twin.lookups, twin.requests = networks[v.network], nil, nil
		twins[v] = &twin
		c.index.vantages[twin.name] = &twin
		return &twin
	})
	c.allLookups = mapped(c.allLookups, func(l *lookup) *lookup {
		twin := *l
		twin.vantage = twins[l.vantage]
		twin.vantage.lookups = append(twin.vantage.lookups, &twin)
		return &twin
	})
	c.allRequests = mapped(c.allRequests, func(r *request) *request {
		twin := *r
		twin.vantage = twins[r.vantage]
		twin.vantage.requests = append(twin.vantage.requests, &twin)
		return &twin
	})
}

// copyEndpoints replaces the endpoints and the vault's connections by copies.
func (c *Evidence) copyEndpoints() {
	twins := map[*endpoint]*endpoint{}
	c.endpoints = mapped(c.endpoints, func(ep *endpoint) *endpoint {
		twin := *ep
		twins[ep] = &twin
		return &twin
	})
	c.conns = mapped(c.conns, func(k *connection) *connection {
		twin := *k
		if twin.endpoint = twins[k.endpoint]; twin.endpoint != nil {
			twin.endpoint.conn = &twin
		}
		return &twin
	})
}

// reindex makes the index of edited evidence.
func (c *Evidence) reindex() {
	c.index = index{vantages: c.index.vantages, zones: c.index.zones}
	c.indexAzure()
	c.indexResolutions()
}

// linkZone adds a link of a zone to a network, or makes the one there is ready.
func (z *zone) linkZone(n *network) {
	links := slices.DeleteFunc(slices.Clone(z.links), func(l *parse.Link) bool { return l == z.linkTo(n.id) })
	id := z.idText()
	made := parse.Link{At: supposition, Zone: supposed(id), Network: n.ID, Registration: supposed("false")}
	if old := z.linkTo(n.id); old != nil {
		made = *old
	}
	made.State, made.ProvisioningState = supposed("Completed"), supposed("Succeeded")
	z.links = append(links, &made)
	z.index()
}
