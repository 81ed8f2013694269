package main

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
)

// addZones adds the private DNS zones with their links and record sets.
func (e *armEstate) addZones() {
	for i := range e.s.Zones {
		z := &e.s.Zones[i]
		id := zoneID(z)
		sets := e.recordSets(z)
		e.add(armResource{id, "Microsoft.Network/privateDnsZones", z.Name,
			func(version string) object { return renderZone(z, len(sets), id, version) }})
		for _, l := range z.Links {
			own := id + "/virtualNetworkLinks/link-" + idName(e.networkID(l.Network))
			e.add(armResource{own, "Microsoft.Network/privateDnsZones/virtualNetworkLinks", idName(own),
				func(version string) object { return e.link(l, own, version) }})
		}
		for _, r := range sets {
			own := id + "/" + r.typ + "/" + r.name
			e.add(armResource{own, "Microsoft.Network/privateDnsZones/" + r.typ, r.name, func(string) object { return r.render(z, own) }})
		}
	}
}

// zoneETag is the version mark of something in a zone, in the form of that provider.
func zoneETag(id string) string { return guid("etag", id) }

// renderZone renders a private DNS zone. The SOA record counts as a record set.
func renderZone(z *Zone, sets int, id, version string) object {
	registering := 0
	for _, l := range z.Links {
		if l.Registration {
			registering++
		}
	}
	properties := object{
		{"maxNumberOfRecordSets", 25000}, {"maxNumberOfVirtualNetworkLinks", 1000}, {"maxNumberOfVirtualNetworkLinksWithRegistration", 100},
		{"numberOfRecordSets", sets},
		{"numberOfVirtualNetworkLinks", len(z.Links)},
		{"numberOfVirtualNetworkLinksWithRegistration", registering},
		{"provisioningState", "Succeeded"},
	}
	if version >= "2020-06-01" {
		identity := base64.StdEncoding.EncodeToString([]byte("ImmutableZoneIdentity;" + guid("zone", id) + ";0"))
		properties = append(object{{"internalId", identity}}, properties...)
	}
	return object{{"id", id}, {"name", z.Name}, {"type", "Microsoft.Network/privateDnsZones"}, {"etag", zoneETag(id)},
		{"location", "global"}, {"tags", object{}}, {"properties", properties}}
}

// link renders a zone's link to a network. Versions before 2024-06-01 do not know the policy for resolution, so that
// whoever asks with one of them cannot see it.
func (e *armEstate) link(l Link, id, version string) object {
	state := "Succeeded"
	if l.State != "Completed" {
		state = "Updating"
	}
	properties := object{{"provisioningState", state}, {"registrationEnabled", l.Registration}}
	if version >= "2024-06-01" {
		properties = append(properties, member{"resolutionPolicy", l.Policy})
	}
	properties = append(properties, object{{"virtualNetwork", reference(e.networkID(l.Network))}, {"virtualNetworkLinkState", l.State}}...)
	return object{{"id", id}, {"name", idName(id)}, {"type", "Microsoft.Network/privateDnsZones/virtualNetworkLinks"}, {"etag", zoneETag(id)},
		{"location", "global"}, {"tags", object{}}, {"properties", properties}}
}

// A recordSet is a record set of a zone: its type, its relative name, and what is special to the type.
type recordSet struct {
	typ, name string
	ttl       int
	metadata  object // by whom it was made, where Azure did it
	records   member
}

// recordSets returns the record sets of a zone, in the order of their types and names.
func (e *armEstate) recordSets(z *Zone) []recordSet {
	var all []recordSet
	for _, name := range slices.Sorted(maps.Keys(z.Records)) {
		four, six := []any{}, []any{}
		for _, text := range z.Records[name] {
			if strings.Contains(text, ":") {
				six = append(six, object{{"ipv6Address", text}})
			} else {
				four = append(four, object{{"ipv4Address", text}})
			}
		}
		if len(six) == 0 || len(four) > 0 {
			all = append(all, recordSet{"A", name, z.TTL, e.creator(z, name), member{"aRecords", four}})
		}
		if len(six) > 0 {
			all = append(all, recordSet{"AAAA", name, z.TTL, nil, member{"aaaaRecords", six}})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(z.Aliases)) {
		all = append(all, recordSet{"CNAME", name, z.TTL, nil, member{"cnameRecord", object{{"cname", z.Aliases[name]}}}})
	}
	return append(all, recordSet{"SOA", "@", 3600, nil, member{"soaRecord", object{
		{"email", "azureprivatedns-host.microsoft.com"}, {"expireTime", 2419200}, {"host", "azureprivatedns.net"}, {"minimumTtl", 10},
		{"refreshTime", 3600}, {"retryTime", 300}, {"serialNumber", 1}}}})
}

// creator returns the note that a zone group leaves at the record set that it keeps.
func (e *armEstate) creator(z *Zone, name string) object {
	for i := range e.s.Endpoints {
		ep := &e.s.Endpoints[i]
		keeps := slices.ContainsFunc(ep.ZoneGroup, func(zone string) bool { return strings.EqualFold(zoneNamed(e.s, zone), zoneID(z)) })
		if keeps && strings.EqualFold(ep.Vault, name) {
			return object{{"creator", "created by private endpoint " + ep.Name + " with resource guid " + guid("resource", e.endpointID(ep))}}
		}
	}
	return nil
}

// render renders a record set.
func (r recordSet) render(z *Zone, id string) object {
	fqdn := r.name + "." + z.Name + "."
	if r.name == "@" {
		fqdn = z.Name + "."
	}
	properties := object{}
	if r.metadata != nil {
		properties = object{{"metadata", r.metadata}}
	}
	properties = append(properties, object{{"fqdn", fqdn}, {"ttl", r.ttl}, {r.records.key, r.records.value}, {"isAutoRegistered", false}}...)
	return object{{"id", id}, {"name", r.name}, {"type", "Microsoft.Network/privateDnsZones/" + r.typ}, {"etag", zoneETag(id)},
		{"properties", properties}}
}
