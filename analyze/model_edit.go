package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// An Edit is one change of a deployment, as --what-if names it: a verb and its arguments.
type Edit struct {
	Text  string // as given
	apply func(*Evidence, []string) error
	args  []string
}

// A verb is one kind of Edit.
type verb struct {
	name  string
	args  string // what they are, in order
	inner bool   // used for our own fixes; no part of the grammar of --what-if
	apply func(*Evidence, []string) error
}

// verbs are the kinds of edits.
var verbs = []verb{
	{"approve", "ENDPOINT", false, approve},
	{"create-zone", "NAME NETWORK", false, createZone},
	{"link", "ZONE NETWORK", false, linkTo},
	{"set-record", "ZONE NAME ADDRESS", false, setRecord},
	{"set-policy", "ZONE NETWORK Default|NxDomainRedirect", false, setPolicy},
	{"close-public-access", "", false, closePublicAccess},
	{"unlink", "ZONE NETWORK", true, unlink},
	{"peer", "NETWORK NETWORK", true, peer},
	{"follow", "VANTAGE", true, follow},
	{"drop-hosts", "VANTAGE", true, dropHostsFile},
}

// supposition is where the facts of an edit stand: in no capture.
var supposition = parse.Cite{File: imagined.File, Line: 1}

// supposed returns a value that an edit supposes.
func supposed(value string) parse.Text { return parse.Text{Value: value, Cite: supposition} }

// EditForms returns the forms of the changes that ParseEdit reads, such as "link ZONE NETWORK".
func EditForms() []string {
	var out []string
	for _, v := range verbs {
		if !v.inner {
			out = append(out, strings.TrimSpace(v.name+" "+v.args))
		}
	}
	return out
}

// ParseEdit reads a change as --what-if takes it, such as "link privatelink.vaultcore.azure.net vnet-app". Whether the
// things that it names exist is found out when it is applied. The error says what was expected.
func ParseEdit(text string) (Edit, error) {
	words := strings.Fields(text)
	for _, v := range verbs {
		if v.inner || len(words) == 0 || words[0] != v.name {
			continue
		}
		if want := len(strings.Fields(v.args)); len(words)-1 != want {
			return Edit{}, fmt.Errorf("%q has %d arguments, expected: %s", text, len(words)-1, strings.TrimSpace(v.name+" "+v.args))
		}
		return Edit{Text: strings.Join(words, " "), apply: v.apply, args: words[1:]}, nil
	}
	return Edit{}, fmt.Errorf("%q is no change that is known, expected one of: %s", text, strings.Join(EditForms(), "; "))
}

// newEdit makes one of our own edits. A verb that is not in the table is a mistake of the program.
func newEdit(name string, args ...string) Edit {
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.name == name })
	return Edit{Text: strings.TrimSpace(name + " " + strings.Join(args, " ")), apply: verbs[i].apply, args: args}
}

// chosen returns the one of the captured things that a name or an id names. The error says which there are.
func chosen[T any](kind, want string, all []T, name, id func(T) string) (T, error) {
	var found []T
	var names []string
	for _, x := range all {
		if strings.EqualFold(id(x), want) {
			return x, nil
		}
		if strings.EqualFold(strings.TrimSpace(name(x)), want) {
			found = append(found, x)
			names = append(names, id(x))
		}
	}
	var none T
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return none, fmt.Errorf("several of the captured %ss are named %q, give one by its id: %s", kind, want, strings.Join(names, ", "))
	}
	for _, x := range all[:min(len(all), 8)] {
		names = append(names, name(x))
	}
	return none, fmt.Errorf("no %s %q was captured (captured: %s)", kind, want, orNone(strings.Join(names, ", ")))
}

// orNone returns a text, or "none".
func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// pickZone returns the captured zone that an argument names.
func (e *Evidence) pickZone(want string) (*zone, error) {
	return chosen("zone", want, e.zones, func(z *zone) string { return z.name }, (*zone).idText)
}

// pickNetwork returns the captured network that an argument names.
func (e *Evidence) pickNetwork(want string) (*network, error) {
	return chosen("network", want, e.networks, func(n *network) string { return n.name }, func(n *network) string { return n.id })
}

// approve makes the connection of a private endpoint effective.
func approve(e *Evidence, args []string) error {
	ep, err := chosen("private endpoint of the vault", args[0], slices.DeleteFunc(slices.Clone(e.endpoints), func(ep *endpoint) bool { return !e.ofVault(ep) }),
		func(ep *endpoint) string { return ep.name }, func(ep *endpoint) string { return ep.id })
	if err != nil {
		return err
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
	return nil
}

// createZone makes a private DNS zone that is linked to a network and holds no record.
func createZone(e *Evidence, args []string) error {
	n, err := e.pickNetwork(args[1])
	if err != nil {
		return err
	}
	id := strings.ToLower("/new/" + args[0])
	if _, known := e.index.zones[id]; known {
		return fmt.Errorf("zone %q was already created", args[0])
	}
	z := &zone{Zone: &parse.Zone{ID: supposed(id), Name: supposed(args[0])}, id: id, name: args[0], linksListed: &supposition, recordsListed: &supposition}
	z.index()
	z.linkZone(n, "")
	e.zones = append(e.zones, z)
	e.index.zones[id] = z
	return nil
}

// linkTo links a zone to a network.
func linkTo(e *Evidence, args []string) error {
	z, n, err := e.zoneAndNetwork(args)
	if err == nil {
		z.linkZone(n, "")
	}
	return err
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
	z.linkZone(n, args[2])
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
