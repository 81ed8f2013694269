package analyze

import (
	"sort"
	"strings"

	"kvdoctor/parse"
)

// Gather turns the records of one case into evidence. Several inputs are one case (the machine's bundle and
// the administrator's).
func Gather(inputs []Input, options Options) *Evidence {
	e := &Evidence{inputs: inputs, options: options, cutFiles: map[string]bool{}, words: wording{lines: map[string][]int{}, files: map[string]int{}, captures: map[*parse.Origin]int{}},
		index: index{vantages: map[string]*vantage{}, zones: map[string]*zone{}}}
	for i := range inputs {
		e.gatherInput(&inputs[i])
	}
	sort.Slice(e.vantages, func(i, j int) bool { return e.vantages[i].name < e.vantages[j].name })
	e.applyRoles()
	e.id = e.identify()
	e.linkAzure()
	e.indexAzure()
	e.indexTraffic()
	e.placeVantages()
	e.judgeQueries()
	e.indexResolutions()
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
			e.vantageNamed(names(o.Vantage)) // it was captured there, and was lost
		}
	}
	for _, r := range withoutFollowed(withoutQuotes(in.Records)) {
		e.gatherAzure(r)
		e.gatherVantage(r, func() *vantage {
			name := names(r.Origin.Vantage)
			if len(mixed[r.Origin.Vantage]) > 1 && r.Origin.Machine != "" || strings.HasPrefix(r.Origin.Machine, "elsewhere-") { // below words
				name += "/" + r.Origin.Machine
			}
			return e.vantageNamed(name)
		})
		switch f := r.Fact.(type) {
		case *parse.Unread:
			e.unread = append(e.unread, f)
			e.states = append(e.states, unreadStates(r.Origin, f.States, !strings.HasPrefix(r.Kind, "az-"))...)
			e.words.note(r.Origin, f.First)
			e.words.noteRefusal(r.Origin, f.Refusal)
		case *parse.Unrecognised:
			e.unknown = append(e.unknown, f)
			e.states = append(e.states, unreadStates(r.Origin, f.States, false)...)
			e.words.note(r.Origin, f.First)
			e.words.noteRefusal(r.Origin, f.Refusal)
			continue
		case *parse.ExportError:
			if f.Empty {
				continue // understood is what holds at least an error
			}
		}
		if useful(r.Fact) && !seen[r.Origin] {
			seen[r.Origin] = true
			e.recognised++
		}
	}
}

// useful reports whether the diagnosis may use a fact.
func useful(f parse.Fact) bool {
	switch f := f.(type) {
	case *parse.Connection:
		return f.OfVault() // another service's says nothing of the vault
	case *parse.Listing:
		return f.Type != "" // of a type that is not read
	case *parse.OtherResource, *parse.Recognised, *parse.Masked, *parse.Remark:
		return false
	}
	return true
}

// gatherAzure keeps what Azure exports tell.
func (e *Evidence) gatherAzure(r parse.Record) {
	switch f := r.Fact.(type) {
	case *parse.Vault:
		e.vaults = append(e.vaults, f)
	case *parse.Connection:
		if f.OfVault() {
			e.allConns = append(e.allConns, f)
		}
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
	case *parse.DeletedVault:
		e.deleted = append(e.deleted, f)
	case *parse.Listing:
		e.listings = append(e.listings, &listing{Listing: f, origin: r.Origin})
	case *parse.ExportError:
		e.errors = append(e.errors, exportError{ExportError: f, origin: r.Origin})
	case *parse.OtherResource:
		e.others = append(e.others, f)
	case *parse.Partial:
		e.partials = append(e.partials, f)
		e.cutFiles[f.Cite.File] = true
	default:
		e.forwarding.gather(f)
	}
	e.traffic.gather(r)
}

// gatherVantage keeps what was captured on a machine.
func (e *Evidence) gatherVantage(r parse.Record, here func() *vantage) {
	switch f := r.Fact.(type) {
	case *parse.Lookup:
		l := &lookup{Lookup: f, origin: r.Origin, vantage: here()}
		l.vantage.lookups = append(l.vantage.lookups, l)
		l.vantage.asksOther = l.vantage.asksOther || (l.Server != "" && !publicResolvers[l.Server])
		e.allLookups = append(e.allLookups, l)
	case *parse.Request:
		q := &request{Request: f, origin: r.Origin, vantage: here()}
		q.vantage.requests = append(q.vantage.requests, q)
		e.allRequests = append(e.allRequests, q)
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
	gatherSettings(r, here)
}

// zoneOf returns the zone with that id, or with that name where there is no id, made on first use.
func (e *Evidence) zoneOf(id, name string) *zone {
	if name == "" {
		name = lastName(id)
	}
	id = strings.ToLower(id)
	key := zoneKey(id, name)
	z := e.index.zones[key]
	if z == nil {
		z = &zone{id: id, name: name}
		e.index.zones[key] = z
		e.zones = append(e.zones, z)
	}
	return z
}

// zoneKey returns what a zone is indexed by: its id, else its name, which can be no id.
func zoneKey(id, name string) string {
	if id != "" {
		return id
	}
	return "\x00" + name
}

// lastName returns the last name of a resource id.
func lastName(id string) string { return id[strings.LastIndex(id, "/")+1:] }

// groupOf returns the resource group of a resource id; empty if it has none.
func groupOf(id string) string {
	r, _ := parse.ParseResourceID(id)
	return r.Group
}

// subscriptionOf returns the subscription of a resource id; empty if it has none.
func subscriptionOf(id string) string {
	r, _ := parse.ParseResourceID(id)
	return r.Subscription
}

// networkOf returns the id, in lower case, of the network that holds a subnet; empty if the id is none.
func networkOf(subnet string) string { return strings.ToLower(parse.ParentID(subnet)) }
