package analyze

import (
	"slices"

	"kvdoctor/parse"
)

// told reports whether every captured resource of a type tells what checks ask of it. Where one does not, a check that it
// may concern cannot pass: what is sought may be that one.
func (e *Evidence) told(t parse.ResourceType) bool { return !e.index.gaps[t] }

// endpointsUntold reports whether the vault may have an effective endpoint of which that, or where it stands, was not captured.
func (e *Evidence) endpointsUntold() bool {
	return !e.told(parse.TypeConnection) || slices.ContainsFunc(e.endpoints, func(ep *endpoint) bool { return ep.Endpoint != nil && ep.id == "" })
}

// findGaps finds what told tells.
func (e *Evidence) findGaps() map[parse.ResourceType]bool {
	gaps := map[parse.ResourceType]bool{
		parse.TypeConnection: slices.ContainsFunc(e.conns, func(c *connection) bool {
			return c.endpoint == nil || effectiveState(c.State, c.ProvisioningState) == unknown
		}),
		parse.TypeEndpoint: slices.ContainsFunc(e.endpoints, func(ep *endpoint) bool {
			return ep.Endpoint != nil && (ep.id == "" || ep.networkID == "" || ep.link == nil || !ep.link.Target.Known())
		}),
		parse.TypeInterface: slices.ContainsFunc(e.interfaces, func(nic *parse.Interface) bool { return len(nic.Addresses) == 0 }),
		parse.TypeNetwork:   slices.ContainsFunc(e.networks, func(n *network) bool { return n.id == "" || len(n.Prefixes) == 0 }),
	}
	for _, z := range e.zones {
		if z.Zone != nil && z.id == "" { // its links and records stand apart from it
			gaps[parse.TypeLink], gaps[parse.TypeRecordSet] = true, true
		}
		if slices.ContainsFunc(z.links, func(l *parse.Link) bool { return nowhere(z, l) }) {
			gaps[parse.TypeLink] = true
		}
		if slices.ContainsFunc(z.records, func(r *parse.RecordSet) bool { return unnamed(z, r) || len(r.Addresses) == 0 }) {
			gaps[parse.TypeRecordSet] = true
		}
	}
	return gaps
}

// nowhere reports whether the zone or the network of a link was not captured.
func nowhere(z *zone, l *parse.Link) bool { return z.name == "" || !l.Network.Known() }

// unnamed reports whether the zone or the name of a record was not captured.
func unnamed(z *zone, r *parse.RecordSet) bool { return z.name == "" || !r.Name.Known() }

// namelessFiles returns the exports with links or records that may be of any zone, network or name: as lists they do not
// show what is missing.
func (e *Evidence) namelessFiles() map[string]bool {
	out := map[string]bool{}
	for _, z := range e.zones {
		for _, l := range z.links {
			if nowhere(z, l) {
				out[l.At.File] = true
			}
		}
		for _, r := range z.records {
			if unnamed(z, r) {
				out[r.At.File] = true
			}
		}
	}
	return out
}
