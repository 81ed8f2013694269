package parse

import (
	"slices"
	"strconv"
	"strings"
)

// A psTable tells where the columns of a table begin, in bytes. The zero psTable stands for no table.
type psTable struct {
	name, kind, data int // offsets of the first, the second and the last title that matters
}

// newPSTable measures the titles of a table. Tabs have no width, so that nothing below such titles can be placed.
func newPSTable(titles string) psTable {
	t := psTable{name: strings.Index(titles, "Name"), kind: strings.Index(titles, " Type") + 1, data: -1}
	for _, title := range []string{"NameHost", "IPAddress", "IP4Address"} {
		if i := strings.Index(titles, " "+title); i >= 0 {
			t.data = i + 1
		}
	}
	if strings.Contains(titles, "\t") {
		return psTable{}
	}
	return t
}

// psSections are the sections of a response. They are not translated.
var psSections = []string{"answer", "authority", "additional", "question"}

// psRow reads "NAME TYPE [TTL] [SECTION] [DATA]", the cells of one row that fit.
func psRow(words []string) (psRecord, bool) {
	if len(words) < 3 || words[1] != strings.ToUpper(words[1]) || !isDNSKind(words[1]) || !dnsName(words[0]) && !elidedName(words[0]) {
		return psRecord{}, false
	}
	r := psRecord{owner: words[0], kind: words[1], ttl: -1}
	words = words[2:]
	if n, err := strconv.Atoi(words[0]); err == nil && n >= 0 {
		r.ttl, words = n, words[1:]
	}
	if len(words) > 0 && slices.Contains(psSections, strings.ToLower(words[0])) {
		r.section, words = words[0], words[1:]
	}
	if r.section == "" && len(words) == 0 {
		return psRecord{}, false
	}
	r.data = strings.Join(words, " ")
	return r, true
}

// rowLine begins a row.
func (s *psSession) rowLine(text string, c Cite) bool {
	r, ok := psRow(strings.Fields(text))
	if !ok {
		return false
	}
	s.endRow()
	r.at, r.dataAt, r.torn = c, c, s.torn
	s.row = &r
	return true
}

// continuation reads a line that goes on with cells of the row above it. A name goes on only where it fills its column.
func (s *psSession) continuation(text string) bool {
	t := s.table
	if s.row == nil || t.kind == 0 || strings.ContainsAny(text, ":") && s.row.kind != "AAAA" {
		return false
	}
	words := strings.Fields(text)
	s.row.torn = s.torn
	at := len(s.raw) - len(strings.TrimLeft(s.raw, " "))
	switch {
	case at > t.name && t.data >= 0 && at >= t.data && len(words) == 1:
		if s.row.kind == "A" || s.row.kind == "AAAA" {
			s.row.data = "" // half an address may be one, too
			return false
		}
		s.row.data += words[0]
		return true
	case at > t.kind:
		return s.row.section != "" && !strings.EqualFold(s.row.section, "answer")
	case at != t.name || len(words) > 2 || len(s.row.owner) < (t.kind-t.name-1):
		return false
	case len(words) == 2 && t.data >= 0:
		s.row.data += words[1]
	}
	s.row.owner += words[0]
	return true
}

// endRow keeps the row that was read.
func (s *psSession) endRow() {
	if s.row == nil {
		return
	}
	r := *s.row
	s.row = nil
	s.record(r)
}

// A psList is a record that is printed as a list of properties.
type psList struct {
	fields []psEntry
	torn   bool
}

// A psEntry is one line of a list.
type psEntry struct {
	key, value string
	at         Cite
}

// psField splits "Key   : value". Keys are not translated; they are returned in lower case.
func psField(line string) (key, value string, ok bool) {
	key, value, ok = psProperty(strings.TrimLeft(line, " \t"))
	return strings.ToLower(key), value, ok
}

// psKeys are the properties that a list of a DNS record may begin with.
var psKeys = []string{"name", "querytype", "type", "address", "ipaddress", "ip4address", "ip6address", "namehost", "ttl", "section"}

// listLine reads a line of a list. A list ends where one of its keys comes again.
func (s *psSession) listLine(text string, c Cite) bool {
	key, value, ok := psField(text)
	n := len(s.list.fields)
	switch {
	case !ok && n > 0 && strings.HasPrefix(s.raw, "      ") && !strings.Contains(text, " "): // a long value goes on below
		s.list.fields[n-1].value += text
		return true
	case !ok || n == 0 && !slices.Contains(psKeys, key):
		return false
	}
	if n == 0 || slices.ContainsFunc(s.list.fields, func(p psEntry) bool { return p.key == key }) {
		s.end()
	}
	s.list.fields, s.list.torn = append(s.list.fields, psEntry{key, value, c}), s.torn
	return true
}

// endList keeps the list that was read.
func (s *psSession) endList() {
	fields := s.list.fields
	if len(fields) == 0 {
		return
	}
	s.endRow()
	s.list.fields = nil
	r := psRecord{ttl: -1, torn: s.list.torn, at: fields[0].at, dataAt: fields[len(fields)-1].at}
	for _, p := range fields {
		switch p.key {
		case "name":
			r.owner, r.at = p.value, p.at
		case "querytype", "type":
			if isDNSKind(p.value) {
				r.kind = dnsKind(p.value)
			}
		case "ttl":
			if n, err := strconv.Atoi(p.value); err == nil && n >= 0 {
				r.ttl = n
			}
		case "section":
			r.section = p.value
		case "ip4address", "ip6address", "ipaddress", "address", "namehost":
			if p.value != "" {
				r.data, r.dataAt = p.value, p.at
			}
		}
	}
	if r.kind == "" || r.owner == "" {
		for _, p := range fields {
			s.out.unread(p.at)
		}
		return
	}
	s.record(r)
}
