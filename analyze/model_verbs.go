package analyze

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// approve makes the connection of a private endpoint effective.
func approve(e *Evidence, args []string) error {
	ep, err := chosen("private endpoint of the vault", args[0], slices.DeleteFunc(slices.Clone(e.endpoints), func(ep *endpoint) bool { return !e.ofVault(ep) }),
		func(ep *endpoint) string { return ep.name }, func(ep *endpoint) string { return ep.id })
	if err != nil {
		return err
	}
	if state := e.stateOf(ep); state != "" && !strings.EqualFold(state, "Pending") && !strings.EqualFold(state, "Approved") {
		return fmt.Errorf("the connection of private endpoint %q is %s, which cannot be approved: the endpoint has to be made anew", ep.name, state)
	}
	approved, succeeded := supposed("Approved"), supposed("Succeeded")
	switch {
	case ep.conn != nil:
		made := *ep.conn.Connection
		made.State, made.ProvisioningState = approved, succeeded
		ep.conn.Connection = &made
	case ep.link != nil && e.index.connections.File == "":
		made := *ep.link
		made.State, made.ProvisioningState = approved, succeeded
		ep.link = &made
	default:
		return fmt.Errorf("the vault lists no connection of private endpoint %q that could be approved", ep.name)
	}
	e.writeRecords(ep)
	return nil
}

// writeRecords does what approval does for an endpoint with a zone group: the group writes the record into its zones. Where
// no zone group was captured it may have one, so that what a zone lacks is no longer known.
func (e *Evidence) writeRecords(ep *endpoint) {
	for _, z := range e.zones {
		if !strings.EqualFold(z.name, e.id.svc.zone) {
			continue
		}
		grouped := slices.ContainsFunc(e.forwarding.groups[ep.id], func(g *parse.ZoneGroup) bool {
			return slices.ContainsFunc(g.Zones, func(c parse.GroupZone) bool { return strings.EqualFold(c.Zone.Value, z.idText()) })
		})
		switch all := e.addresses(ep); {
		case grouped && len(all) > 0:
			z.records = append(slices.DeleteFunc(slices.Clone(z.records), func(r *parse.RecordSet) bool { return r == z.record(e.id.name) }), &parse.RecordSet{At: supposition, Zone: supposed(z.idText()), Name: supposed(e.id.name), TTL: 10, Addresses: all})
			z.index()
		case z.record(e.id.name) == nil && (grouped || e.forwarding.groups == nil):
			z.recordsListed = nil
		}
	}
}

// newZoneID returns the id that createZone gives a zone.
func newZoneID(name string) string { return "/new/" + strings.ToLower(name) }

// stateOf returns the state of an endpoint's connection; empty if it was not captured.
func (e *Evidence) stateOf(ep *endpoint) string {
	switch {
	case ep.conn != nil:
		return ep.conn.State.Value
	case ep.link != nil:
		return ep.link.State.Value
	}
	return ""
}

// createZone makes a private DNS zone that is linked to a network and holds no record.
func createZone(e *Evidence, args []string) error {
	n, err := e.pickNetwork(args[1])
	if err != nil {
		return err
	}
	id := newZoneID(args[0])
	if _, known := e.index.zones[id]; known {
		return fmt.Errorf("zone %q was already created", args[0])
	}
	if err := e.linkable(args[0], n); err != nil {
		return err
	}
	z := &zone{Zone: &parse.Zone{ID: supposed(id), Name: supposed(args[0])}, id: id, name: args[0], linksListed: &supposition, recordsListed: &supposition}
	z.index()
	z.linkZone(n)
	e.zones = append(e.zones, z)
	e.index.zones[id] = z
	return nil
}

// linkTo links a zone to a network.
func linkTo(e *Evidence, args []string) error {
	z, n, err := e.zoneAndNetwork(args)
	if err != nil {
		return err
	}
	if z.linkTo(n.id) == nil {
		if err := e.linkable(z.name, n); err != nil {
			return err
		}
	}
	z.linkZone(n)
	return nil
}

// linkable refuses a second zone of one name for a network: Azure links a network to one of them only.
func (e *Evidence) linkable(name string, n *network) error {
	for _, z := range e.zones {
		if strings.EqualFold(z.name, name) && z.linkTo(n.id) != nil {
			return fmt.Errorf("network %q is linked to a zone %q already, and Azure takes one of a name only", n.name, name)
		}
	}
	return nil
}

// setPolicy sets the resolution policy of a link.
func setPolicy(e *Evidence, args []string) error {
	z, n, err := e.zoneAndNetwork(args)
	switch {
	case err != nil:
		return err
	case !strings.EqualFold(args[2], "Default") && !strings.EqualFold(args[2], "NxDomainRedirect"):
		return fmt.Errorf("the policy is %q, expected Default or NxDomainRedirect", args[2])
	case z.linkTo(n.id) == nil:
		return fmt.Errorf("zone %q is not linked to network %q", args[0], args[1])
	}
	made := *z.linkTo(n.id)
	made.ResolutionPolicy = supposed(args[2])
	z.links = append(slices.DeleteFunc(slices.Clone(z.links), func(l *parse.Link) bool { return l == z.linkTo(n.id) }), &made)
	z.index()
	return nil
}

// unlink removes the link of a zone to a network.
func unlink(e *Evidence, args []string) error {
	z, n, err := e.zoneAndNetwork(args)
	if err == nil {
		z.links = slices.DeleteFunc(slices.Clone(z.links), func(l *parse.Link) bool { return strings.EqualFold(l.Network.Value, n.id) })
		z.index()
	}
	return err
}

// zoneAndNetwork returns what the first two arguments name.
func (e *Evidence) zoneAndNetwork(args []string) (*zone, *network, error) {
	z, err := e.pickZone(args[0])
	if err != nil {
		return nil, nil, err
	}
	n, err := e.pickNetwork(args[1])
	return z, n, err
}

// setRecord gives a zone's A record one address.
func setRecord(e *Evidence, args []string) error {
	z, err := e.pickZone(args[0])
	if err != nil {
		return err
	}
	a, err := netip.ParseAddr(args[2])
	if err != nil || !a.Is4() {
		return fmt.Errorf("the address of an A record is %q, expected an IPv4 address", args[2])
	}
	made := parse.RecordSet{At: supposition, Zone: supposed(z.idText()), Name: supposed(args[1]), TTL: 300}
	if old := z.record(args[1]); old != nil {
		made = *old
	}
	made.Addresses = []parse.Addr{{Addr: a, TTL: -1, Cite: supposition}}
	z.records = append(slices.DeleteFunc(slices.Clone(z.records), func(r *parse.RecordSet) bool { return r == z.record(args[1]) }), &made)
	z.index()
	return nil
}

// dropRecord takes a record out of a zone.
func dropRecord(e *Evidence, args []string) error {
	z, err := e.pickZone(args[0])
	if err == nil {
		z.records = slices.DeleteFunc(slices.Clone(z.records), func(r *parse.RecordSet) bool { return strings.EqualFold(r.Name.Value, args[1]) })
		z.index()
	}
	return err
}

// closePublicAccess disables the vault's public network access.
func closePublicAccess(e *Evidence, _ []string) error {
	made := parse.Vault{At: supposition, Name: supposed(e.id.name), Detailed: true}
	if e.vault != nil {
		made = *e.vault
	}
	made.PublicNetworkAccess = supposed("Disabled")
	e.vault = &made
	return nil
}

// errOverlap says that two networks share addresses.
var errOverlap = errors.New("networks with common addresses cannot be peered")

// peer joins two networks on both sides.
func peer(e *Evidence, args []string) error {
	a, err := e.pickNetwork(args[0])
	if err != nil {
		return err
	}
	b, err := e.pickNetwork(args[1])
	if err != nil {
		return err
	}
	for _, p := range a.Prefixes {
		for _, q := range b.Prefixes {
			if p.Prefix.Overlaps(q.Prefix) {
				return fmt.Errorf("networks %q and %q share %s: %w", a.name, b.name, q.Prefix, errOverlap)
			}
		}
	}
	join := func(from, to *network) {
		made := *from.Network
		made.Peerings = slices.DeleteFunc(slices.Clone(made.Peerings), func(p parse.Peering) bool { return strings.EqualFold(p.Remote.Value, to.id) })
		made.Peerings = append(made.Peerings, parse.Peering{Remote: to.ID, State: supposed("Connected")})
		from.Network = &made
	}
	join(a, b)
	join(b, a)
	return nil
}

// follow makes a machine see what its network's Azure DNS answers: nothing on the way overrides it any more.
func follow(e *Evidence, args []string) error {
	v, err := e.pickVantage(args[0])
	if err != nil {
		return err
	}
	v.follows, v.hosts, v.resolvers = true, nil, nil
	for _, l := range v.lookups {
		forgotten := *l.Lookup
		forgotten.Server = ""
		l.Lookup = &forgotten
	}
	return nil
}

// dropHostsFile takes a machine's hosts file away: programs ask DNS.
func dropHostsFile(e *Evidence, args []string) error {
	v, err := e.pickVantage(args[0])
	if err == nil {
		v.hosts = nil
		v.lookups = slices.DeleteFunc(slices.Clone(v.lookups), (*lookup).system)
	}
	return err
}

// pickVantage returns the vantage that an argument names.
func (e *Evidence) pickVantage(want string) (*vantage, error) {
	name := func(v *vantage) string { return v.name }
	return chosen("vantage", want, e.vantages, name, name)
}
