package parse

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// digSection returns the name of the section that a line begins, or "".
func digSection(line string) string {
	name, ok := strings.CutPrefix(line, ";; ")
	name, isSection := strings.CutSuffix(name, " SECTION:")
	if !isSection {
		name, isSection = strings.CutSuffix(name, " PSEUDOSECTION:")
	}
	if !ok || !isSection {
		return ""
	}
	return name
}

// A digRow is one resource record as dig prints it.
type digRow struct {
	owner, class, kind string
	ttl                int // -1 if not printed
	data               []string
}

// digRecord splits "OWNER [TTL] [CLASS] TYPE DATA...".
func digRecord(line string) (digRow, bool) {
	words := strings.Fields(line)
	if len(words) < 3 || !dnsName(words[0]) && words[0] != "." {
		return digRow{}, false
	}
	r, dotted := digRow{owner: canonical(words[0]), ttl: -1}, strings.HasSuffix(words[0], ".")
	words = words[1:]
	if n, err := strconv.Atoi(words[0]); err == nil && n >= 0 {
		r.ttl = n
		words = words[1:]
	}
	words = unglued(words)
	if len(words) > 0 && slices.Contains([]string{"IN", "CH", "HS"}, words[0]) {
		r.class = words[0]
		words = words[1:]
	}
	if len(words) < 2 || (r.class == "" && r.ttl < 0 && !dotted) || words[0] != strings.ToUpper(words[0]) || !isDNSKind(words[0]) {
		return digRow{}, false
	}
	r.kind, r.data = words[0], words[1:]
	return r, true
}

// unglued parts the columns of an address record that lost the blanks between them on their way through a page:
// "IN A10.1.2.3", "INA 10.1.2.3". The words stay as they are where it is not certain what they were.
func unglued(words []string) []string {
	if len(words) == 0 || len(words) > 3 {
		return words
	}
	rest, ok := strings.CutPrefix(strings.Join(words, ""), "IN")
	for _, kind := range []string{"AAAA", "A"} {
		data, found := strings.CutPrefix(rest, kind)
		addr, err := netip.ParseAddr(data)
		if ok && found && err == nil && addr.Is4() == (kind == "A") && strings.HasSuffix(words[len(words)-1], data) {
			return []string{"IN", kind, data}
		}
	}
	return words
}

// digComments begin the lines that say nothing of the answer.
var digComments = []string{"; (", ";; global options:", ";; Got answer:", "; EDNS:", "; COOKIE:", "; NSID:", "; EDE:", "; OPT=", "; CLIENT-SUBNET:",
	"; PAD", ";; Query time:", ";; WHEN:", ";; MSG SIZE", ";; WARNING: recursion requested", ";; XFR size:"}

// digComment reports whether a line says nothing of the answer.
func digComment(text string) bool {
	return hasAnyPrefix(text, digComments)
}

// digEnd stands for the section below what dig prints of one response.
const digEnd = "END"

// endAnswer keeps that what stands below an answer was read, so that the answer is whole.
func (s *digSession) endAnswer() {
	if s.ended = true; s.section != "" {
		s.section = digEnd
	}
}

// asideLine reports whether a line of another section than the answer's is a record.
func (s *digSession) asideLine(text string) bool {
	words := strings.Fields(text)
	if len(words) < 3 || strings.HasPrefix(text, ";") {
		return false
	}
	_, err := strconv.Atoi(words[1])
	s.open = words[len(words)-1] == "("
	_, ok := digRecord(text)
	return ok || err == nil
}

// loose reports whether a record without a header above it is of another answer than the records above: it is about a name
// that they do not lead to, where the command names none, or it stands below words of a person.
func (s *digSession) loose(owner string) bool {
	if s.status || s.trace || len(s.cur.addrs) == 0 || !addressKind(s.cur.query.kind) || s.cur.query.kind == "ANY" {
		return false
	}
	return s.cur.words || s.query.name == "" && !s.cur.known[owner]
}
