package analyze

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"kvdoctor/parse"
)

// recordMissing reports linked zones without an A record of the vault's name.
func recordMissing(e *Evidence) []Finding {
	var out []Finding
	used := e.zonesInUse()
	for _, u := range used {
		_, listed := e.recordsOf(u.zone)
		if u.zone.record(e.id.name) != nil {
			continue
		}
		if listed == nil || !e.asksZone(u) {
			out = append(out, aboutZone(open(u.zone.name, nil, NeedRecords, NeedOwn, NeedNetworks), u.zone))
			continue
		}
		detail := fmt.Sprintf("zone %s has no A record named %q", u.zone.name, e.id.name)
		f := aboutZone(fail(u.zone.name, nil, detail, *listed).on(u.clients...), u.zone)
		out = append(out, f)
	}
	out = append(out, e.lackingSomewhere(used)...)
	if lacking := e.lackingBehindLink(); len(used) == 0 && len(lacking) > 0 {
		return lacking
	}
	if len(used) == 0 && len(e.exactZones()) > 0 {
		return []Finding{idle(e.id.svc.zone, nil)} // KV603 tells
	}
	if len(used) == 0 {
		return []Finding{open(e.id.svc.zone, nil, NeedZones, NeedRecords)}
	}
	return out
}

// lackingSomewhere says that zones without the record may be the ones that answer clients which stand nobody knows where.
func (e *Evidence) lackingSomewhere(used []use) []Finding {
	if len(e.exactZones()) < 2 || len(e.clients()) == 0 || !e.unplaced() {
		return nil
	}
	var out []Finding
	for _, z := range e.exactZones() {
		if z.record(e.id.name) == nil && !slices.ContainsFunc(used, func(u use) bool { return u.zone == z }) {
			out = append(out, aboutZone(open(z.name, nil, NeedOwn, NeedNetworks), z))
		}
	}
	return out
}

// lackingBehindLink reports the zones that are to be linked to a client's network (KV603) and lack the record as well.
func (e *Evidence) lackingBehindLink() []Finding {
	var out []Finding
	for _, f := range zoneNotLinked(e) {
		if f.open != nil || f.zone == "" {
			continue
		}
		for _, z := range e.exactZones() {
			if _, listed := e.recordsOf(z); z.idText() == f.zone && listed != nil && z.record(e.id.name) == nil && z.record("*") == nil {
				detail := fmt.Sprintf("zone %s, which is to be linked, has no A record named %q", z.name, e.id.name)
				out = append(out, aboutZone(fail(z.name, nil, detail, *listed).on(f.place.vantages...), z))
			}
		}
	}
	return out
}

// asksZone reports whether a zone is shown to be the one that answers clients which lack its record: it is
// linked to the network that resolves for a client which does not get the right answer, or it is the only
// zone of its name and a client is told that the name does not exist, or goes public over the link's
// fallback. Without any client, every linked zone counts.
func (e *Evidence) asksZone(u use) bool {
	clients := e.clients()
	if len(clients) == 0 {
		return true
	}
	for _, v := range u.clients {
		if !e.nameRight(v) && !e.hidden(v) {
			return true
		}
	}
	if len(e.resolutions()) > 0 || len(e.exactZones()) != 1 {
		return false
	}
	for _, v := range clients {
		for _, l := range e.lookupsOf(v) {
			if l.Outcome == parse.NXDomain || l.Outcome == parse.NoData {
				return true
			}
		}
	}
	return len(e.publicByAlias()) > 0 && slices.ContainsFunc(u.zone.links, redirects)
}

// redirects reports whether a link answers a missing record with the public address.
func redirects(l *parse.Link) bool {
	return strings.EqualFold(l.ResolutionPolicy.Value, "NxDomainRedirect")
}

// judgeRecords calls f for the vault's record in every exact zone.
func (e *Evidence) judgeRecords(f func(z *zone, r *parse.RecordSet) []Finding) []Finding {
	var out []Finding
	found := false
	answered := sync.OnceValue(e.answered)
	for _, z := range e.zonesThatMatter() {
		e.recordsOf(z)
		if r := z.record(e.id.name); r != nil {
			found = true
			for _, x := range f(z, r) {
				if x.open == nil && !e.shownToAnswer(z, r, answered()[z]) {
					x = open(x.Subject, nil, NeedOwn, NeedNetworks, NeedLinks)
				}
				x.place.vantages = answered()[z]
				if x.Subject == r.Name.Value {
					x.id = r.ID.Value
				}
				out = append(out, aboutZone(x, z).with("record", r.Name.Value))
			}
		}
	}
	if !found && e.anyZone(func(z *zone) bool { return z.recordsListed != nil }) {
		return []Finding{idle(e.id.svc.zone, nil)}
	}
	return out
}

// recordWrongAddress reports records whose address is no endpoint's of this vault, nor any other's.
func recordWrongAddress(e *Evidence) []Finding {
	right, rightCites := sync.OnceValue(e.rightAddresses), sync.OnceValue(e.rightCites)
	return e.judgeRecords(func(z *zone, r *parse.RecordSet) []Finding {
		var wrong []parse.Addr
		for _, a := range r.Addresses {
			mine, other := e.endpointAt(a.Addr)
			switch {
			case mine != nil && !e.leftover(mine) && !mine.stale(a.Addr) || (other != nil && e.leadsElsewhere(other)):
				continue
			case !e.addressesKnown(), other != nil && other.Endpoint != nil && !e.told(parse.TypeEndpoint):
				return []Finding{open(z.name, nil, NeedConnections, NeedEndpoints)}
			}
			wrong = append(wrong, a)
		}
		if len(wrong) == 0 || len(r.Addresses) > 1 {
			return nil // of several addresses, KV610 tells
		}
		detail := fmt.Sprintf("the record %s in zone %s says %s, which is no endpoint's address of the vault (%s)",
			r.Name.Value, z.name, wrong[0].Addr, right())
		f := fail(r.Name.Value, nil, detail, append([]parse.Cite{wrong[0].Cite}, rightCites()...)...)
		return []Finding{f.with("wrong_address", wrong[0].Addr.String())}
	})
}

// leftover reports whether an endpoint's connection is not effective while another one serves its network: then a record
// that leads to it is at fault, not the connection.
func (e *Evidence) leftover(ep *endpoint) bool {
	return ep.conn != nil && ep.networkID != "" && e.effective(ep) == no && !e.unplaced() && e.servedOtherwise(ep.conn)
}

// leadsElsewhere reports whether an endpoint that is not this vault's is known to be another resource's.
func (e *Evidence) leadsElsewhere(ep *endpoint) bool {
	return ep.Endpoint != nil && ep.link != nil && ep.link.Target.Known()
}

// recordOfOtherEndpoint reports records with the address of another resource's endpoint, where the vault has
// one of its own (else KV206 tells).
func recordOfOtherEndpoint(e *Evidence) []Finding {
	return e.judgeRecords(func(z *zone, r *parse.RecordSet) []Finding {
		for _, a := range r.Addresses {
			mine, other := e.endpointAt(a.Addr)
			if mine != nil || other == nil || !e.leadsElsewhere(other) || e.unserved(z) == yes {
				continue
			}
			detail := fmt.Sprintf("the record %s in zone %s says %s, the address of %s, which belongs to %s",
				r.Name.Value, z.name, a.Addr, other.name, lastName(other.link.Target.Value))
			f := fail(r.Name.Value, nil, detail, a.Cite, other.link.Target.Cite)
			return []Finding{f.with("wrong_address", a.Addr.String())}
		}
		return nil
	})
}

// recordMisnamed reports records named with a suffix in place of the vault's simple name.
func recordMisnamed(e *Evidence) []Finding {
	var out []Finding
	answered := sync.OnceValue(e.answered)
	for _, z := range e.zonesThatMatter() {
		records, _ := e.recordsOf(z)
		if z.record(e.id.name) != nil {
			continue
		}
		for _, r := range records {
			if !e.misnamed(r.Name.Value) {
				continue
			}
			detail := fmt.Sprintf("the record is named %q, it must be the simple name %q", r.Name.Value, e.id.name)
			f := fail(r.Name.Value, nil, detail, r.Name.Cite).of(r.ID.Value).on(answered()[z]...)
			f = f.with("wrong_record", r.Name.Value)
			if len(r.Addresses) > 0 {
				f = f.with("wrong_address", r.Addresses[0].Addr.String())
			}
			out = append(out, aboutZone(f, z))
		}
	}
	return out
}

// misnamed reports whether a record's name means the vault and is not its simple name: blanks, a final dot, or more of the
// host's or the zone's name behind it.
func (e *Evidence) misnamed(name string) bool {
	label, rest, dotted := strings.Cut(strings.ToLower(strings.TrimSpace(name)), ".")
	whole := strings.HasPrefix(e.id.host, label+"."+rest) || strings.Contains(rest, "vault") || strings.Contains(rest, "privatelink")
	return label == e.id.name && (dotted && (rest == "" || whole) || !dotted && name != e.id.name)
}

// recordTTL reports a time to live outside what the article recommends.
func recordTTL(e *Evidence) []Finding {
	return e.judgeRecords(func(z *zone, r *parse.RecordSet) []Finding {
		if r.TTL < 0 {
			return []Finding{open(r.Name.Value, nil, NeedRecords)}
		}
		if r.TTL >= 10 && r.TTL <= 600 {
			return nil
		}
		detail := fmt.Sprintf("the record %s has a time to live of %d s; 10 to 600 s let clients follow a change", r.Name.Value, r.TTL)
		return []Finding{fail(r.Name.Value, nil, detail, r.TTLAt)}
	})
}

// recordSeveralAddresses reports records with more than one address.
func recordSeveralAddresses(e *Evidence) []Finding {
	return e.judgeRecords(func(z *zone, r *parse.RecordSet) []Finding {
		all := distinct(r.Addresses)
		if len(all) < 2 {
			return nil
		}
		f := fail(r.Name.Value, nil, fmt.Sprintf("the record %s has several addresses: %s", r.Name.Value, addrList(all)), all[0].Cite, all[1].Cite)
		f.Severity = Warning
		for _, a := range all {
			mine, other := e.endpointAt(a.Addr)
			if mine == nil && (other != nil || e.addressesKnown()) {
				f.Severity = Error
				f = f.with("wrong_address", a.Addr.String())
			}
		}
		return []Finding{f}
	})
}
