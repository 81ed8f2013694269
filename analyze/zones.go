package analyze

import (
	"strings"

	"kvdoctor/parse"
)

// hasLinks reports whether any of the zone's links were captured.
func (z *zone) hasLinks() bool { return len(z.links) > 0 || z.linksListed != nil }

// hasRecords reports whether any of the zone's records were captured.
func (z *zone) hasRecords() bool { return len(z.records) > 0 || z.recordsListed != nil }

// at returns a line that shows the zone.
func (z *zone) at() parse.Cite {
	switch {
	case z.Zone != nil && z.Name.Known():
		return z.Name.Cite
	case z.Zone != nil:
		return z.At
	case len(z.links) > 0:
		return z.links[0].At
	case len(z.records) > 0:
		return z.records[0].At
	}
	return parse.Cite{}
}

// linkTo returns the zone's link to a network, or nil.
func (z *zone) linkTo(networkID string) *parse.Link {
	if networkID == "" {
		return nil
	}
	return z.linkByNetwork[strings.ToLower(networkID)]
}

// record returns the zone's A record with that relative name, in any case, or nil.
func (z *zone) record(name string) *parse.RecordSet {
	return z.recordByName[strings.ToLower(name)]
}

// anyZone reports whether a zone of the exact name has a property.
func (e *Evidence) anyZone(is func(*zone) bool) bool {
	for _, z := range e.exactZones() {
		if is(z) {
			return true
		}
	}
	return false
}

// exactZones returns the exported zones with the name that the vault's cloud uses.
func (e *Evidence) exactZones() []*zone {
	e.saw(NeedZones)
	return e.index.exact
}

// linksOf returns the zone's links and the place of their complete list, nil where that was not captured.
func (e *Evidence) linksOf(z *zone) ([]*parse.Link, *parse.Cite) {
	e.saw(NeedLinks)
	return z.links, z.linksListed
}

// recordsOf returns the zone's records and the place of their complete list, nil where that was not captured.
func (e *Evidence) recordsOf(z *zone) ([]*parse.RecordSet, *parse.Cite) {
	e.saw(NeedRecords)
	return z.records, z.recordsListed
}

// listZones finds for each zone the complete lists of its links and records.
func (e *Evidence) listZones() {
	nameless := e.namelessFiles()
	for _, l := range e.listings {
		if e.cutFiles[l.At.File] || nameless[l.At.File] {
			continue
		}
		for _, z := range e.zones {
			if !e.listingOf(l, z) {
				continue
			}
			at := l.At
			switch l.Type {
			case parse.TypeLink:
				z.linksListed = &at
			case parse.TypeRecordSet:
				z.recordsListed = &at
			}
		}
	}
}

// countEmpty takes the counts that a zone gives of itself for lists: a zone with one record set holds its SOA and nothing else.
func (e *Evidence) countEmpty() {
	for _, z := range e.zones {
		if z.Zone == nil || e.cutFiles[z.At.File] {
			continue
		}
		at := z.at()
		if z.recordsListed == nil && len(z.records) == 0 && z.Records == 1 {
			z.recordsListed = &at
		}
		if z.linksListed == nil && len(z.links) == 0 && z.Links == 0 {
			z.linksListed = &at
		}
	}
}

// listingOf reports whether a list is a zone's: it names the zone, or holds something of it, or is empty
// while there is no other zone of the vault's kind that it could belong to.
func (e *Evidence) listingOf(l *listing, z *zone) bool {
	if l.Zone != "" {
		group := groupOf(z.id)
		return strings.EqualFold(l.Zone, z.name) && (l.Group == "" || group == "" || strings.EqualFold(l.Group, group))
	}
	for _, k := range z.links {
		if l.Type == parse.TypeLink && k.At.File == l.At.File {
			return true
		}
	}
	for _, r := range z.records {
		if l.Type == parse.TypeRecordSet && r.At.File == l.At.File {
			return true
		}
	}
	return l.Count == 0 && len(e.zones) == 1
}
