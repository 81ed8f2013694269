package parse

import (
	"net/netip"
	"strings"
)

// A windowsPair is a label with a name, whose part is settled by what follows it.
type windowsPair struct {
	label, name string // the name is empty where a person cut it short
	at          Cite
	unread      int // lines that were not understood above it
}

// isAddress reports whether a line gives addresses: its label says so or, in a capture whose labels of addresses are
// all in a language that is not known, it stands below a name with another label.
func (s *windowsSession) isAddress(label, value string) bool {
	if addressLabel(label) {
		return true
	}
	return addressesOnly(value) && !s.labels.known[addressRole] && s.pending != nil && s.pending.label != label && s.labels.role(label) == noRole
}

// foreign reports whether a label with a value is none of nslookup's: it is not known, where the one that it would have to
// stand for is, or its value is an address where a name is due.
func (s *windowsSession) foreign(label, name string) bool {
	if s.labels.role(label) != noRole {
		return false
	}
	due := s.pairRole(&windowsPair{label: label, name: name})
	_, isAddr := dnsAddr(name)
	return isAddr && (due != serverRole || s.pending != nil) || s.labels.known[due] && due != serverRole
}

// loneServer takes the addresses above an answer for the server's, whose name was cut off above them. It reports whether
// there are any.
func (s *windowsSession) loneServer() bool {
	a := s.cur
	if len(a.addrs) == 0 || len(a.names)+len(a.aliases) > 0 || s.server || s.header {
		return false
	}
	a.server, a.serverAt, s.server = a.addrs[0].Addr.String(), a.addrs[0].Cite, true
	a.addrs, a.have = nil, map[netip.Addr]bool{}
	return true
}

// startServer begins the lookup that a server's name heads.
func (s *windowsSession) startServer(p *windowsPair) {
	a := s.cur
	if s.server || (a.verdict == "" && len(a.names)+len(a.addrs)+len(a.aliases) > 0) {
		s.next() // an error may come before the server's block
	}
	s.server = true
	s.cur.server, s.cur.serverAt = unknownServer(p.name), p.at
}

// unknownServer returns a server's name, or "" for the word that stands for one without a name.
func unknownServer(name string) string {
	if strings.EqualFold(name, "UnKnown") {
		return ""
	}
	return dnsServer(name)
}

// startName begins an answer with its name.
func (s *windowsSession) startName(p *windowsPair) {
	s.loneServer()
	if len(s.cur.names)+len(s.cur.addrs) > 0 {
		s.next()
	}
	if p.name == "" {
		s.cur.elided = true
		return
	}
	s.cur.name(p.name, p.at)
	s.cur.unclear = s.cur.unclear || s.out.unreadLines() > p.unread
}

// settle decides what a name is that no address follows: the last name of an answer without addresses, the
// first alias, or a server whose address is missing.
func (s *windowsSession) settle() {
	p := s.pending
	if p == nil {
		return
	}
	s.pending = nil
	switch s.pairRole(p) {
	case serverRole:
		s.startServer(p)
	case nameRole:
		s.startName(p)
	case aliasRole:
		if s.cont = aliasNames; p.name != "" {
			s.alias(p.name, p.at)
		}
	}
}

// pairRole returns the part of a label with a name: the one its label was seen in, else the one that is due.
func (s *windowsSession) pairRole(p *windowsPair) role {
	r := s.labels.role(p.label)
	switch {
	case r != noRole:
		return r
	case len(s.cur.names)+len(s.cur.addrs) > 0:
		return aliasRole
	case s.server || s.header:
		return nameRole
	}
	return serverRole
}

// headers begin the words above an answer that is not the zone's own, in the languages in which they were seen.
var headers = []string{"non-authoritative", "non authoritative", "nicht autor", "nicht-autor", "réponse ne fais", "respuesta no", "risposta da", "não é resposta",
	"resposta não", "não autoritativ", "niet-", "nieautory", "не заслуживающий", "権限のない", "非权威", "未經授權", "권한 없는"}

// heads reports whether a label without value is one that stands above an answer: known words, or others right above a
// name or an address. A sentence with a comma is a person's.
func (s *windowsSession) heads(label string) bool {
	if hasAnyPrefix(label, headers) {
		return true
	}
	below, value, ok := dnsLabel(strings.TrimSpace(s.following.peek()))
	return ok && value != "" && !strings.ContainsAny(label, ",;!?") && (addressLabel(below) || s.labels.role(below) == nameRole)
}
