package analyze

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// aboutZone adds what is known of a zone to a finding.
func aboutZone(f Finding, z *zone) Finding {
	id := z.idText()
	f.zone = id
	if f.id == "" && f.Subject == strings.TrimSpace(z.name) {
		f.id = id
	}
	return f.with("zone_group", groupOf(id), "zone_subscription", subscriptionOf(id))
}

// aboutNetwork adds what is known of a network to a finding.
func aboutNetwork(f Finding, n *network) Finding {
	if f.id == "" && f.Subject == n.name {
		f.id = n.ID.Value
	}
	return f.with("network", n.name, "network_id", n.ID.Value, "network_group", groupOf(n.ID.Value),
		"network_subscription", subscriptionOf(n.ID.Value))
}

// publicByAlias returns the clients' lookups that passed the alias and ended publicly, by vantage.
func (e *Evidence) publicByAlias() []*lookup {
	var out []*lookup
	for _, v := range e.clients() {
		for _, l := range e.answersOf(v) {
			if l.alias() != nil && e.addressOf(l, reachPublic) != nil {
				out = append(out, l)
				break
			}
		}
	}
	return out
}

// zoneMissing reports that no zone of the exact name is exported while a client resolves publicly through
// the alias. Without that observation a zone in another subscription may serve it.
func zoneMissing(e *Evidence) []Finding {
	listed := e.listed(parse.TypeZone)
	if len(e.exactZones()) > 0 || e.id.svc.zone == "" {
		return nil
	}
	seen := e.publicByAlias()
	if len(seen) == 0 || listed == nil {
		return []Finding{open(e.id.svc.zone, nil, NeedZones, NeedLookups)}
	}
	detail := fmt.Sprintf("no private DNS zone %s is among the exported ones, and %s resolves %s publicly through the alias",
		e.id.svc.zone, seen[0].vantage.name, e.id.host)
	f := fail(e.id.svc.zone, nil, detail, *seen[0].alias(), seen[0].At, *listed)
	f = f.on(vantagesOf(seen)...)
	if n := e.someNetwork(); n != nil {
		f = aboutNetwork(f, n)
	}
	return []Finding{f}
}

// someNetwork returns the network that a fix of a zone is for: the clients', else the endpoint's; nil if unknown.
func (e *Evidence) someNetwork() *network {
	for _, r := range e.resolutions() {
		return r.network
	}
	for _, ep := range e.effectiveEndpoints() {
		if n := e.networkByID(ep.networkID); n != nil {
			return n
		}
	}
	return nil
}

// vantagesOf returns the vantages of lookups.
func vantagesOf(ls []*lookup) []*vantage {
	var out []*vantage
	for _, l := range ls {
		out = append(out, l.vantage)
	}
	return out
}

// zoneMisnamed reports a near miss of the zone's name where the right one does not exist.
func zoneMisnamed(e *Evidence) []Finding {
	if len(e.exactZones()) > 0 || e.id.svc.zone == "" {
		return nil
	}
	var out []Finding
	for _, z := range e.zones {
		if z.name == "" || !nearMiss(z.name, e.id.svc.zone) {
			continue
		}
		detail := fmt.Sprintf("the zone is named %q, the vault's cloud needs %q", z.name, e.id.svc.zone)
		f := aboutZone(fail(strings.TrimSpace(z.name), nil, detail, z.at()), z)
		f = f.with("bad_zone", z.name, "bad_zone_group", groupOf(z.idText()))
		if n := e.someNetwork(); n != nil {
			f = aboutNetwork(f, n)
		}
		out = append(out, f)
	}
	return out
}

// nearMiss reports whether a zone's name is meant to be the right one: the same but for blanks and dots, or
// another name space of Key Vault.
func nearMiss(name, right string) bool {
	name = strings.ToLower(name)
	if squeeze(name) == squeeze(right) {
		return true
	}
	name = strings.TrimSpace(strings.Trim(name, "."))
	for _, s := range services {
		if name == s.zone || name == "privatelink."+s.suffix {
			return true
		}
	}
	return strings.HasPrefix(name, "privatelink") && strings.Contains(name, "vault") && slices.Contains(misspellings(right), squeeze(name))
}

// squeeze drops blanks, dots and hyphens.
func squeeze(s string) string {
	return strings.NewReplacer(" ", "", "\t", "", ".", "", "-", "").Replace(s)
}

// misspellings returns common wrong spellings of a zone's name, squeezed.
func misspellings(right string) []string {
	s := squeeze(right)
	return []string{
		strings.Replace(s, "privatelink", "privatelinks", 1),
		strings.Replace(s, "vaultcore", "vaultscore", 1),
		strings.Replace(s, "vaultcore", "keyvault", 1),
		strings.Replace(s, "vaultcore", "keyvaultcore", 1),
		strings.TrimSuffix(s, "net") + "com",
	}
}

// zonesSplit reports that the zone linked to the clients' network is not the one that has the record.
func zonesSplit(e *Evidence) []Finding {
	zones := e.exactZones()
	if len(zones) < 2 {
		return nil
	}
	for _, z := range zones {
		if z.linksListed == nil || z.recordsListed == nil {
			return []Finding{aboutZone(open(e.id.svc.zone, nil, NeedLinks, NeedRecords), z)}
		}
	}
	var holder *zone
	for _, z := range zones {
		if z.record(e.id.name) != nil {
			holder = z
		}
	}
	if holder == nil {
		return nil
	}
	var out []Finding
	for _, r := range e.resolutions() {
		for _, z := range zones {
			link := z.linkTo(r.network.id)
			_, listed := e.recordsOf(z)
			if link == nil || z.record(e.id.name) != nil || listed == nil {
				continue
			}
			e.linksOf(z)
			detail := fmt.Sprintf("network %s is linked to the zone in %s, which lacks the record; the zone in %s has it",
				r.network.name, orUnknown(groupOf(z.idText())), orUnknown(groupOf(holder.idText())))
			f := fail(r.network.name, nil, detail, link.Network.Cite, *listed, holder.record(e.id.name).Name.Cite).on(r.clients...)
			f = aboutZone(f, holder)
			f.zone = z.idText() // the one to mend
			out = append(out, aboutNetwork(f, r.network).with("link", lastName(link.ID.Value), "bad_zone_group", groupOf(z.idText()),
				"bad_zone_subscription", subscriptionOf(z.idText())))
		}
	}
	if out == nil && e.unplaced() {
		return []Finding{open(e.id.svc.zone, nil, NeedNetworks, NeedOwn)}
	}
	return out
}
