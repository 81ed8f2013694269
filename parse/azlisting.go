package parse

import "strings"

// An azListing gathers what the elements of one list have in common.
type azListing struct {
	typ      ResourceType
	complete bool // all elements so far are of that type
	count    int
	elements int
	soa      bool // one is a zone's SOA record set, which every list of all types has
	zone     shared
	group    shared
	vault    shared
}

// A shared value is what all elements agree on.
type shared struct {
	value string
	split bool // they do not agree
}

func (s *shared) note(value string) {
	value = strings.ToLower(value)
	switch {
	case value == "" || value == s.value:
	case s.value == "":
		s.value = value
	default:
		s.split = true
	}
}

// or returns the shared value; def in lower case where no element tells it, "" where they disagree.
func (s *shared) or(def string) string {
	switch {
	case s.split:
		return ""
	case s.value == "":
		return strings.ToLower(def)
	}
	return s.value
}

// note counts an element.
func (l *azListing) note(kind armKind, n *jsonNode) {
	if kind.typ == "" || kind.foreign || kind.side || l.elements > 0 && l.typ != kind.typ {
		l.complete = false
	}
	l.elements++
	l.typ = kind.typ
	if !kind.other {
		l.count++
	}
	l.soa = l.soa || kind.other && hasSuffixFold(armName(n), "/SOA")
	id := n.get("id")
	if !id.is(jsonString) {
		return
	}
	r, ok := ParseResourceID(id.value)
	if !ok || len(r.Names) < 2 {
		return
	}
	switch kind.typ {
	case TypeLink, TypeRecordSet:
		l.zone.note(r.Names[0])
		l.group.note(r.Group)
	case TypeConnection:
		l.vault.note(r.Names[0])
	}
}

// ofOtherSets reports whether the list holds record sets of other types alone, so that it tells nothing of A sets.
func (l *azListing) ofOtherSets() bool {
	return l.typ == TypeRecordSet && l.elements > 0 && l.count == 0 && !l.soa
}

// listing returns the fact. What the elements tell of zone and group counts before the command line.
func (l *azListing) listing(request azRequest, at Cite) *Listing {
	f := &Listing{Type: l.typ, Count: l.count, Group: l.group.or(request.group), At: at}
	switch l.typ {
	case TypeLink, TypeRecordSet:
		f.Zone = l.zone.or(request.zone)
	case TypeConnection:
		f.Vault = l.vault.or(request.name)
	}
	return f
}
