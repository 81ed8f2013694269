package parse

import "strings"

// bindRecords are the words between a name and its data, with the record type; those with an empty type belong
// to the answer, or to the additional section.
var bindRecords = []struct{ words, kind string }{
	{"canonical name =", "CNAME"}, {"has AAAA address", ""}, {"internet address =", ""},
	{"mail exchanger =", "MX"}, {"nameserver =", "NS"}, {"text =", "TXT"}, {"service =", "SRV"}, {"name =", "PTR"},
	{"rdata_", "?"}, {"origin =", "SOA"}, {"mail addr =", "SOA"}, {"serial =", "SOA"}, {"refresh =", "SOA"},
	{"retry =", "SOA"}, {"expire =", "SOA"}, {"minimum =", "SOA"},
}

// recordLine reads "NAME	canonical name = TARGET." and the other records that are printed with "=".
func (s *bindSession) recordLine(text string, c Cite) bool {
	for _, r := range bindRecords {
		owner, data, ok := strings.Cut(text, r.words)
		if !ok {
			continue
		}
		owner, data = strings.TrimSpace(owner), strings.TrimSpace(data)
		if owner == "" {
			owner = s.owner
		}
		switch {
		case r.kind == "CNAME":
			return s.canonicalLine(owner, data, c)
		case s.authority:
		case r.kind != "":
			s.cur.otherRecord(r.kind, owner, c)
		default:
			return s.addressRecord(owner, data, c)
		}
		return true
	}
	return false
}

// canonicalLine reads an alias whose target stands on this line, or on the next.
func (s *bindSession) canonicalLine(owner, target string, c Cite) bool {
	if elidedName(owner) || elidedName(target) {
		s.cur.elided = true
	}
	if !dnsName(owner) {
		return false
	}
	if target == "" {
		s.owner, s.wrapped = owner, true
		return !s.torn
	}
	target, ok := dnsNameValue(target)
	if !ok || s.halfTarget(target, owner) {
		return false
	}
	s.anew(owner)
	if s.cur.query.kind == "CNAME" && !s.authority {
		s.cur.otherRecord("CNAME", "", c)
	}
	s.alias(owner, target, c)
	return true
}

// addressRecord reads the address form of older versions. Beside records of another type it is additional data.
func (s *bindSession) addressRecord(owner, data string, c Cite) bool {
	if !dnsName(owner) {
		return false
	}
	if s.cur.other.File != "" {
		return true
	}
	s.cur.name(owner, c)
	return s.addresses(data, -1, c)
}

// anew begins another lookup where a line below words of a person is about a name that the names above them do not lead to, or
// stands below an address.
func (s *bindSession) anew(name string) {
	if s.cur.words && (len(s.cur.addrs) > 0 || !s.cur.known[canonical(name)]) {
		s.next()
	}
}

// alias keeps one link of the chain.
func (s *bindSession) alias(from, to string, c Cite) {
	if !s.authority {
		s.cur.alias(from, to, c)
	}
}
