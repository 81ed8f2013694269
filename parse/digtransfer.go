package parse

import "strings"

// transfer reports whether a query of that type asks for a whole zone.
func transfer(kind string) bool { return kind == "AXFR" || strings.HasPrefix(kind, "IXFR") }

// transferred reads an address of a zone that was transferred. It is that of its owner alone, as if that had been asked
// for; the transfer's own lookup has none.
func (s *digSession) transferred(r digRow, c Cite) bool {
	zone := s.cur
	s.cur = zone.owner(r.owner)
	ok := s.addresses(strings.Join(r.data, " "), r.ttl, c)
	if ok {
		s.cur.name(r.owner, c)
	}
	s.cur = zone
	if !ok {
		zone.read--
		return false
	}
	zone.otherRecord(r.kind, "", c)
	return true
}

// owner returns what a transfer tells of one name, made on first use.
func (a *answer) owner(name string) *answer {
	o := a.owners[name]
	if o == nil {
		if a.owners == nil {
			a.owners = map[string]*answer{}
		}
		q := a.query
		q.name, q.kind = name, ""
		o = newAnswer(q)
		a.owners[name] = o
		a.moved = append(a.moved, o)
	}
	return o
}

// transfers hands out what a transfer tells of the names of its zone.
func (s *lookups) transfers(zone *answer) {
	for _, a := range zone.moved {
		if !a.begun() {
			continue
		}
		a.server, a.serverAt, a.explicit = zone.server, zone.serverAt, zone.explicit
		if l := a.lookup(s.tool); l != nil {
			s.out.add(l)
		}
	}
}
