package parse

import (
	"slices"
	"strings"
)

// receivedLine reads ";; Received 141 bytes from 10.0.0.4#53(10.0.0.4) in 0 ms", which ends a step of +trace, or an answer
// that is printed without its header.
func (s *digSession) receivedLine(text string, c Cite) {
	_, from, ok := strings.Cut(text, " from ")
	if server, _, _ := strings.Cut(from, "("); ok && !s.halfServer(server) {
		s.setServer(server, c)
	}
	s.stepped = true
}

// step begins the next answer where one is complete. On the way of +trace all but the last are referrals.
func (s *digSession) step(r digRow) {
	if !s.stepped {
		return
	}
	s.stepped = false
	switch {
	case s.trace && !s.cur.begun():
		s.cur = newAnswer(s.cur.query)
	case !s.status && (!s.trace || r.owner == s.query.name):
		s.next()
	}
}

// traced reports whether a record of +trace is about the name asked for. Servers on the way are not.
func (s *digSession) traced(r digRow) bool {
	name := s.cur.query.name
	return r.kind != "NS" && (r.owner == name || name == "" || s.cur.known[r.owner])
}

// endTrace ends +trace, which asks each server itself and follows no alias: without an address its end is not told.
func (s *digSession) endTrace() {
	if !s.trace {
		return
	}
	s.cur.explicit = new(true) // the machine's own resolver was not asked
	s.cur.cut = true
	if s.cut = true; s.stepped {
		s.cur.remark(Failed, s.cur.serverAt)
	}
}

// digShort reports whether lines are those of +short: an alias with its final dot, then aliases and addresses alone.
func digShort(head []string) bool {
	seen := 0
	for _, line := range head {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case addressesOnly(line):
			if seen == 0 {
				return false
			}
			seen++
		case !strings.HasSuffix(line, ".") || strings.Count(line, ".") < 3 || !dnsName(line) || strings.HasPrefix(line, "-"):
			return false
		default:
			seen++
		}
	}
	return seen > 1
}

// shortLine reads a line of +short: an alias's target or an address. An alias below an address begins the next answer.
func (s *digSession) shortLine(text string, c Cite) bool {
	if data, server, ok := strings.Cut(text, " from server "); ok { // +identify
		text = data
		s.setServer(server, c)
	}
	name, named := dnsNameValue(text)
	switch {
	case s.cur.words:
		return false
	case !addressKind(s.cur.query.kind):
		s.cur.otherRecord(s.cur.query.kind, "", c)
		if named && s.cur.query.kind == "PTR" && strings.HasSuffix(name, ".") && !s.half(name) {
			s.cur.name(name, c)
		}
	case bareAddrs(text):
		return s.addresses(text, -1, c)
	case named && strings.HasSuffix(name, ".") && !s.half(name):
		if len(s.cur.addrs) > 0 && (len(s.query.more) > 0 || s.query.tool == "") {
			s.next()
			s.cur.headless = true
		}
		s.cur.name(name, c)
	default:
		s.cur.elided = s.cur.elided || elidedName(text)
		return false
	}
	return true
}

// nameShort gives the answers of several queries their names. Where there are fewer answers than queries, nothing tells
// which lines belong to which, so that they are not read.
func (s *digSession) nameShort() {
	if !s.short || len(s.query.more) == 0 {
		return
	}
	names := append([]string{s.query.name}, s.query.more...)
	all := append(slices.Clone(s.done), s.cur)
	for i, a := range all {
		if len(all) == len(names) {
			a.query.name = names[i]
			continue
		}
		for _, n := range a.names {
			s.out.unread(n.Cite)
		}
		for _, addr := range a.addrs {
			s.out.unread(addr.Cite)
		}
		*a = *newAnswer(dnsQuery{})
	}
}
