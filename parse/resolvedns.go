package parse

import (
	"slices"
	"strings"
)

// resolveDNSNameReader reads what PowerShell's Resolve-DnsName prints: tables, lists and errors.
var resolveDNSNameReader = reader{name: "resolve-dnsname", opens: opensResolveDNSName, match: matchResolveDNSName, read: readResolveDNSName}

// opensResolveDNSName reports whether a line heads a table or a list of DNS records, or an error of Resolve-DnsName.
func opensResolveDNSName(line, next string) bool {
	if key, _, ok := psField(line); ok && key == "name" {
		below, value, ok := psField(next)
		return ok && below == "querytype" && isDNSKind(value)
	}
	return psTableHead(line) || psError(line)
}

func matchResolveDNSName(src *Source, head []string) bool {
	for i, line := range head {
		next := ""
		if i+1 < len(head) {
			next = head[i+1]
		}
		if opensResolveDNSName(strings.TrimSpace(line), strings.TrimSpace(next)) || strings.Contains(line, "[Resolve-DnsName]") {
			return true
		}
		if key, value, ok := psField(strings.TrimSpace(line)); ok && key == "querytype" && isDNSKind(value) {
			return true
		}
	}
	return dnsCommand(src.Command).tool == "resolve-dnsname" && hasText(src) && slices.ContainsFunc(head, func(line string) bool {
		_, ok := psRow(strings.Fields(line))
		return ok
	})
}

// psTableHead reports whether a line holds the titles of a table of DNS records.
func psTableHead(line string) bool {
	words := strings.Fields(line)
	return len(words) > 2 && words[0] == "Name" && words[1] == "Type" && slices.ContainsFunc(words[2:], func(w string) bool {
		return slices.Contains([]string{"TTL", "Section", "IPAddress", "IP4Address", "NameHost"}, w)
	})
}

// A psRecord is one record, from a row of a table or from a list.
type psRecord struct {
	owner, kind, section, data string
	ttl                        int // -1 if not printed
	at, dataAt                 Cite
	torn                       bool // its last line has no end, and may be cut
}

// A psSession reads Resolve-DnsName line by line.
type psSession struct {
	*lookups
	table   psTable
	row     *psRecord // the row being read: its cells may go on below
	list    psList
	failure *psFailure
	others  []psRecord // answers of this lookup that are of other types
	over    bool       // records of other sections show that the answer is over
	headed  bool       // a table was begun, and no row of it was read
}

func readResolveDNSName(src *Source, out *sink) {
	s := &psSession{lookups: newLookups("resolve-dnsname", src, out)}
	s.lines(src, s.line)
	s.end()
	s.settleOthers()
	s.finish()
}

func (s *psSession) line(text string, c Cite) {
	if s.failure != nil && s.failureLine(text, c) {
		return
	}
	if text != "" && s.listLine(text, c) {
		return
	}
	switch {
	case text == "":
		s.endList()
	case psTableHead(text):
		s.end()
		s.table, s.headed = newPSTable(s.raw), true
	case strings.Trim(text, "- ") == "": // the rule below the titles
	case psError(text), psBareError(text):
		s.end()
		s.beginFailure(text, c)
	case s.commandLine(text), s.rowLine(text, c), s.continuation(text):
	case elidedLine(text):
		s.end()
		s.cutOut(c)
	default:
		s.end()
		s.out.unread(c)
	}
}

// end ends what is being read: a row, a list, an error.
func (s *psSession) end() {
	s.endRow()
	s.endList()
	s.endFailure()
}

// next begins another lookup.
func (s *psSession) next() {
	s.settleOthers()
	s.flush()
	s.over = false
}

// record keeps one record.
func (s *psSession) record(r psRecord) {
	before := s.out.unreadLines()
	torn := s.torn
	s.torn = r.torn
	s.keepRecord(r)
	s.torn = torn
	s.ragged = s.ragged || r.torn && s.out.unreadLines() > before
}

// keepRecord keeps a record in the answer that it belongs to.
func (s *psSession) keepRecord(r psRecord) {
	if section := strings.ToLower(r.section); section != "answer" && section != "" {
		s.over = true
		if s.cur.empty.File == "" {
			s.cur.empty = r.at // there was a response, and no error
		}
		return
	}
	if s.foreign(canonical(r.owner)) {
		s.next()
	}
	s.headed = false
	s.cur.elided = s.cur.elided || elidedName(r.owner)
	switch {
	case r.kind == "CNAME":
		s.aliasRecord(r)
	case (r.kind == "A" || r.kind == "AAAA") && addressKind(s.cur.query.kind):
		if !s.addresses(r.data, r.ttl, r.dataAt) {
			s.out.unread(r.dataAt)
		} else if dnsName(r.owner) {
			s.cur.name(r.owner, r.at)
		}
	default:
		s.others = append(s.others, r)
	}
}

// foreign reports whether a record is about a name that has nothing to do with the answer read so far, and so belongs
// to the next one. Where the command names one name, everything belongs to that.
func (s *psSession) foreign(owner string) bool {
	if s.query.name != "" || s.cur.known[owner] {
		return false
	}
	return len(s.cur.addrs) > 0 || s.cur.verdict != "" || s.over || len(s.others) > 0 || s.headed && s.cur.begun()
}

// aliasRecord keeps a link of the chain.
func (s *psSession) aliasRecord(r psRecord) {
	target, ok := dnsNameValue(r.data)
	s.cur.elided = s.cur.elided || elidedName(r.data)
	if !ok || !dnsName(r.owner) || s.half(target, r.owner) {
		s.out.unread(r.at)
		return
	}
	s.cur.alias(r.owner, target, r.at)
}

// settleOthers keeps records of other types where they are all of the answer, or the answer that was asked for.
func (s *psSession) settleOthers() {
	for _, r := range s.others {
		if !addressKind(s.cur.query.kind) || len(s.cur.addrs)+len(s.cur.links) == 0 {
			s.cur.otherRecord(r.kind, r.owner, r.at)
		}
	}
	s.others = nil
}
