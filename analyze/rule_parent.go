package analyze

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// A parentZone is a private DNS zone above the vault's names. host says that it covers the vault's host itself, and not
// only the privatelink alias behind it.
type parentZone struct {
	*zone
	host bool
}

// parentZones returns the exported zones that are parents of the vault's host or of its alias, the closest first.
func (e *Evidence) parentZones() []parentZone {
	e.saw(NeedZones)
	_, top, _ := strings.Cut(e.id.svc.suffix, ".")
	names := []string{e.id.host, e.id.svc.suffix, strings.TrimPrefix(e.id.svc.zone, "privatelink."), top}
	var found [4][]parentZone
	for _, z := range e.zones {
		if i := slices.Index(names, strings.ToLower(z.name)); i >= 0 && z.name != "" {
			found[i] = append(found[i], parentZone{z, strings.HasSuffix(e.id.host, names[i])})
		}
	}
	return slices.Concat(found[:]...)
}

// parentZoneShadows reports private zones above the vault's names that are linked to a client's network.
func parentZoneShadows(e *Evidence) []Finding {
	var out []Finding
	parents := e.parentZones()
	seen := map[string]bool{} // networks with such a zone
	for _, r := range e.resolutions() {
		var linked []parentZone
		for _, p := range parents {
			if p.linkTo(r.network.id) != nil {
				e.linksOf(p.zone)
				linked = append(linked, p)
			}
		}
		if linked != nil {
			seen[r.network.id] = true
			out = append(out, e.shadowed(r, linked)...)
		}
	}
	unplaced := e.unplaced()
	for _, p := range parents {
		links, listed := e.linksOf(p.zone)
		told := slices.ContainsFunc(links, func(l *parse.Link) bool { return seen[strings.ToLower(l.Network.Value)] })
		switch {
		case listed == nil && (p.Zone == nil || p.Links != 0) && !told:
			f := open(p.name, nil).with("bad_zone", p.name, "bad_zone_group", groupOf(p.idText()))
			out = append(out, f.of(p.id).ask("the links of a zone above the vault's name", "az network private-dns link vnet list --resource-group {bad_zone_group} --zone-name {bad_zone}"))
		case len(links) > 0 && !told && unplaced:
			out = append(out, open(p.name, nil, NeedNetworks, NeedOwn).of(p.id))
		}
	}
	return out
}

// shadowed makes the finding about a network with parent zones: an error for the clients whose answer one of them
// gave wrongly, else a warning. A zone of the vault's host alone is no danger to others.
func (e *Evidence) shadowed(r resolution, parents []parentZone) []Finding {
	cause := parents[0]
	link := cause.linkTo(r.network.id)
	exact := slices.ContainsFunc(e.exactZones(), func(z *zone) bool { return z.linkTo(r.network.id) != nil })
	var hit []*vantage
	var symptoms []parse.Cite
	for _, v := range r.clients {
		for _, l := range e.lookupsOf(v) {
			if p := e.shadow(l, exact, parents); p != nil && !slices.Contains(hit, v) {
				hit, symptoms = append(hit, v), append(symptoms, l.At)
				cause, link = *p, p.linkTo(r.network.id)
			}
		}
	}
	if hit == nil && (e.endpointsUntold() || !e.told(parse.TypeRecordSet)) {
		return []Finding{open(r.network.name, nil, NeedConnections, NeedEndpoints)}
	}
	if hit == nil && strings.EqualFold(cause.name, e.id.host) {
		if slices.ContainsFunc(r.clients, func(v *vantage) bool { return !e.definite(v) }) {
			return []Finding{open(r.network.name, nil, NeedLookups)}
		}
		return nil
	}
	detail := fmt.Sprintf("the private zone %s is linked to network %s, where it answers for every name below it", cause.name, r.network.name)
	f := fail(r.network.name, nil, detail, append(symptoms[:min(len(symptoms), 3)], cause.at(), link.Network.Cite)...).on(r.clients...)
	f.Severity = Warning
	if hit != nil {
		f.Severity = Error
		f.Detail += fmt.Sprintf(": %s does not get this vault's address", vantageNamesOf(hit))
		f = f.on(hit...)
	}
	id := cause.idText()
	f = f.with("bad_zone", cause.name, "bad_zone_group", groupOf(id), "bad_zone_subscription", subscriptionOf(id), "link", lastName(link.ID.Value))
	f.zone = id
	return []Finding{aboutNetwork(f, r.network)}
}

// shadow returns the parent zone that gave a bad answer, nil if the answer is right or came from elsewhere.
// Azure DNS asks the linked zone that is closest to a name: one above the host decides before the alias is known,
// one above the alias alone only where no zone of the right name is linked (exact says that one is).
func (e *Evidence) shadow(l *lookup, exact bool, parents []parentZone) *parentZone {
	empty := l.Outcome == parse.NXDomain || l.Outcome == parse.NoData
	if !empty && (l.Outcome != parse.Answer || l.masked() || e.answerRight(l)) {
		return nil
	}
	if l.alias() != nil && e.addressOf(l, reachPublic) != nil {
		return nil // no zone above the names gives the public chain
	}
	if slices.ContainsFunc(l.Addresses, func(a parse.Addr) bool { return e.right(a.Addr) == unknown && e.endpointsUntold() }) {
		return nil // it may be right
	}
	for i, p := range parents {
		name := e.id.host
		if !p.host || l.alias() != nil {
			name = e.id.name + "." + e.id.svc.zone
		}
		switch {
		case !strings.HasSuffix(name, strings.ToLower(p.name)), exact && l.alias() != nil, exact && !p.host:
			continue
		case p.gives(name, l, empty):
			return &parents[i]
		}
	}
	return nil
}

// gives reports whether a zone's records, as far as captured, fit an answer for a name.
func (p parentZone) gives(name string, l *lookup, empty bool) bool {
	relative := firstOf(strings.TrimSuffix(strings.TrimSuffix(name, strings.ToLower(p.name)), "."), "@")
	r := p.record(relative)
	if r == nil {
		r = p.record("*")
	}
	if r == nil {
		return empty || p.recordsListed == nil && l.tellsChain()
	}
	return slices.ContainsFunc(r.Addresses, func(a parse.Addr) bool {
		return slices.ContainsFunc(l.Addresses, func(b parse.Addr) bool { return a.Addr == b.Addr })
	})
}
