package analyze

import (
	"sort"
	"strings"

	"kvdoctor/parse"
)

// Gather turns the records of one case into evidence. Several inputs are one case (the machine's bundle and
// the administrator's).
func Gather(inputs []Input, options Options) *Evidence {
	e := &Evidence{inputs: inputs, options: options, cutFiles: map[string]bool{}}
	for i := range inputs {
		e.gatherInput(&inputs[i])
	}
	e.applyRoles()
	e.id = e.identify()
	e.linkAzure()
	e.placeVantages()
	e.judgeQueries()
	return e
}

// gatherInput sorts the records of one bundle.
func (e *Evidence) gatherInput(in *Input) {
	names := vantageNames(e.inputs, in)
	mixed := in.machines()
	seen := map[*parse.Origin]bool{}
	for _, v := range in.Vantages {
		e.vantageNamed(names(v.Name)).describe(v)
	}
	for i := range in.Missing {
		if o := &in.Missing[i]; o.Vantage != "" && !strings.HasPrefix(o.Command, "az ") {
			v := e.vantageNamed(names(o.Vantage))
			v.missing = append(v.missing, *o)
		}
	}
	for _, r := range in.Records {
		e.gatherAzure(r)
		e.gatherVantage(r, func() *vantage {
			name := names(r.Origin.Vantage)
			if len(mixed[r.Origin.Vantage]) > 1 && r.Origin.Machine != "" {
				name += "/" + r.Origin.Machine
			}
			return e.vantageNamed(name)
		})
		switch f := r.Fact.(type) {
		case *parse.Unread:
			e.unread = append(e.unread, f)
		case *parse.Unrecognised:
			e.unknown = append(e.unknown, f)
			continue
		case *parse.ExportError:
			if f.Empty {
				continue // understood is what holds at least an error
			}
		}
		if !seen[r.Origin] {
			seen[r.Origin] = true
			e.recognised++
		}
	}
}

// machines returns, for each vantage, the machines that the prompts above its captures name. A paste can hold
// the console of two machines: then each is a vantage of its own, vantage/machine, lest what one resolves be
// taken for what the other does.
func (in *Input) machines() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, r := range in.Records {
		if o := r.Origin; onMachine(r.Fact) && o.Machine != "" {
			if out[o.Vantage] == nil {
				out[o.Vantage] = map[string]bool{}
			}
			out[o.Vantage][o.Machine] = true
		}
	}
	return out
}

// gatherAzure keeps what Azure exports tell.
func (e *Evidence) gatherAzure(r parse.Record) {
	switch f := r.Fact.(type) {
	case *parse.Vault:
		e.vaults = append(e.vaults, f)
	case *parse.Connection:
		e.allConns = append(e.allConns, f)
	case *parse.Endpoint:
		e.endpoints = append(e.endpoints, &endpoint{Endpoint: f})
	case *parse.Interface:
		e.interfaces = append(e.interfaces, f)
	case *parse.Zone:
		e.zoneOf(f.ID.Value, f.Name.Value).Zone = f
	case *parse.Link:
		z := e.zoneOf(f.Zone.Value, "")
		z.links = append(z.links, f)
	case *parse.RecordSet:
		z := e.zoneOf(f.Zone.Value, "")
		z.records = append(z.records, f)
	case *parse.Network:
		e.networks = append(e.networks, &network{Network: f, id: strings.ToLower(f.ID.Value), name: f.Name.Value})
	case *parse.Listing:
		e.listings = append(e.listings, &listing{Listing: f, origin: r.Origin})
	case *parse.ExportError:
		e.errors = append(e.errors, exportError{ExportError: f, origin: r.Origin})
	case *parse.Partial:
		e.partials = append(e.partials, f)
		e.cutFiles[f.Cite.File] = true
	}
}

// gatherVantage keeps what was captured on a machine.
func (e *Evidence) gatherVantage(r parse.Record, here func() *vantage) {
	switch f := r.Fact.(type) {
	case *parse.Lookup:
		e.allLookups = append(e.allLookups, &lookup{Lookup: f, origin: r.Origin, vantage: here()})
	case *parse.Request:
		e.allRequest = append(e.allRequest, &request{Request: f, origin: r.Origin, vantage: here()})
	case *parse.OwnAddress:
		v := here()
		v.own = append(v.own, f)
	case *parse.Resolver:
		v := here()
		v.resolvers = append(v.resolvers, f)
	case *parse.Search:
		v := here()
		v.search = append(v.search, f)
	case *parse.HostsEntry:
		v := here()
		v.hosts = append(v.hosts, f)
	case *parse.HostsFile:
		here().hostsFile = f
	}
}

// vantageNames returns how a bundle's vantages are called in the case: by their own names, or as
// bundle/name where another bundle has a vantage of that name that is not the same machine.
func vantageNames(inputs []Input, in *Input) func(string) string {
	return func(name string) string {
		if name == "" {
			name = "client"
		}
		for i := range inputs {
			other := &inputs[i]
			if other != in && other.knows(name) && !sameMachine(in, other, name) {
				return in.Name + "/" + name
			}
		}
		return name
	}
}

// knows reports whether a bundle has a vantage of that name.
func (in *Input) knows(name string) bool {
	if in.describes(name) {
		return true
	}
	for _, r := range in.Records {
		if r.Origin.Vantage == name && onMachine(r.Fact) {
			return true
		}
	}
	return false
}

// describes reports whether the bundle's manifest gives a vantage of that name.
func (in *Input) describes(name string) bool {
	for _, v := range in.Vantages {
		if v.Name == name {
			return true
		}
	}
	return false
}

// onMachine reports whether a fact belongs to a vantage; Azure exports belong to none.
func onMachine(f parse.Fact) bool {
	switch f.(type) {
	case *parse.Lookup, *parse.Request, *parse.OwnAddress, *parse.Resolver, *parse.Search, *parse.HostsEntry, *parse.HostsFile:
		return true
	}
	return false
}

// sameMachine reports whether two bundles mean one machine by a name: both manifests give it, and the
// captured own addresses overlap.
func sameMachine(a, b *Input, name string) bool {
	if !a.describes(name) || !b.describes(name) {
		return false
	}
	mine := map[string]bool{}
	for _, o := range a.ownAddresses(name) {
		mine[o.Addr.Addr.String()] = true
	}
	for _, o := range b.ownAddresses(name) {
		if mine[o.Addr.Addr.String()] {
			return true
		}
	}
	return false
}

// ownAddresses returns the captured addresses of a vantage that tell machines apart.
func (in *Input) ownAddresses(name string) []*parse.OwnAddress {
	var out []*parse.OwnAddress
	for _, r := range in.Records {
		o, ok := r.Fact.(*parse.OwnAddress)
		if !ok || r.Origin.Vantage != name {
			continue
		}
		if c, _ := Classify(o.Addr.Addr); c != ClassLoopback && c != ClassLinkLocal {
			out = append(out, o)
		}
	}
	return out
}

// vantageNamed returns the vantage of that name, made on first use. Its role is assumed until told.
func (e *Evidence) vantageNamed(name string) *vantage {
	for _, v := range e.vantages {
		if v.name == name {
			return v
		}
	}
	v := &vantage{name: name, source: "assumed"}
	e.vantages = append(e.vantages, v)
	sort.SliceStable(e.vantages, func(i, j int) bool { return e.vantages[i].name < e.vantages[j].name })
	return v
}

// describe takes over what a manifest says.
func (v *vantage) describe(in VantageInfo) {
	v.system = in.System
	if in.Role != "" {
		v.internet, v.source = in.Role == "internet", "manifest"
	}
}

// zoneOf returns the zone with that id, or with that name where there is no id, made on first use.
func (e *Evidence) zoneOf(id, name string) *zone {
	key := strings.ToLower(id)
	if name == "" {
		name = lastName(id)
	}
	for _, z := range e.zones {
		if z.id == key && (key != "" || z.name == name) {
			return z
		}
	}
	z := &zone{id: key, name: name}
	e.zones = append(e.zones, z)
	return z
}

// lastName returns the last name of a resource id.
func lastName(id string) string { return id[strings.LastIndex(id, "/")+1:] }

// groupOf returns the resource group of a resource id; empty if it has none.
func groupOf(id string) string { return segment(id, "resourcegroups") }

// subscriptionOf returns the subscription of a resource id; empty if it has none.
func subscriptionOf(id string) string { return segment(id, "subscriptions") }

// segment returns the name behind a key of a resource id.
func segment(id, key string) string {
	parts := strings.Split(id, "/")
	for i := 0; i+1 < len(parts); i++ {
		if strings.EqualFold(parts[i], key) {
			return parts[i+1]
		}
	}
	return ""
}

// networkOf returns the id, in lower case, of the network that holds a subnet; empty if the id is none.
func networkOf(subnet string) string {
	id := strings.ToLower(subnet)
	i := strings.LastIndex(id, "/subnets/")
	if i < 0 {
		return ""
	}
	return id[:i]
}
