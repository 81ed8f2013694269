package parse

import (
	"net/netip"
	"strings"
)

// addressWord returns the address that a value is, whose blanks come from broken lines, or that it begins with, where a
// person's words stand behind it; else the value without blanks.
func addressWord(value string) string {
	whole := withoutBlanks(value)
	words := strings.Fields(value)
	if len(words) == 0 {
		return whole
	}
	first, remarked := cutRemark(words[0])
	first = strings.Trim(first, "`'\",;.")
	if _, err := netip.ParseAddr(first); err != nil || !remarked && len(words) == 1 && first == words[0] {
		return whole
	}
	if len(words) > 1 && strings.IndexByte("0123456789.:", words[1][0]) >= 0 { // the rest of an address that was broken
		return whole
	}
	return first
}

// wordEnd returns the offset in the dense text at which the first blank behind another offset of its line stands, so
// that a person's words are no part of a value; the end of the line where there is none.
func (l *logText) wordEnd(at int) int {
	line := l.lineOf(at)
	text := l.lines[line].text
	raw := l.rawIndex(line, at)
	end := strings.IndexAny(text[min(raw, len(text)):], " \t")
	if end < 0 {
		return l.endOf(line)
	}
	return min(at+len(squeezed(text[raw:raw+end])), l.endOf(line))
}

// A lineRemark is what a person wrote behind a value, with its line.
type lineRemark struct {
	text string
	line int
}

// remarked returns the words of a person that stand behind a value of a refusal whose message ends at an offset: behind
// the client's address, or behind the region.
func (l *logText) remarked(r *refusal, end int) []lineRemark {
	var list []lineRemark
	last := l.lineOf(max(end-1, 0))
	text := l.lines[last].text
	if i := l.rawIndex(last, end-1) + 1; end > 0 && i < len(text) && isRemark(text[i:]) && !strings.Contains(text[i:], ":") {
		list = append(list, lineRemark{text[i:], last})
	}
	if _, value, ok := strings.Cut(r.message, "Client address:"); ok {
		value, _, _ = strings.Cut(value, "\n")
		value, _, _ = strings.Cut(value, "from unknown subnet")
		if rest, ok := strings.CutPrefix(strings.TrimSpace(value), r.details.client); ok && !r.details.masked && isRemark(rest) {
			list = append(list, lineRemark{rest, r.line("Client address")})
		}
	}
	return list
}
