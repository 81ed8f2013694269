package parse

import (
	"fmt"
	"slices"
	"strings"
)

// getentReader reads getent hosts and getent ahosts: what the machine's programs get, hosts file and caches
// included.
var getentReader = reader{name: "getent", opens: opensGetent, match: matchGetent, read: readGetent}

// opensGetent reports whether a line is the first of an ahosts output: the name stands beside the first address.
func opensGetent(line, _ string) bool {
	if !strings.Contains(line, "STREAM") {
		return false
	}
	name, ok := socketLine(strings.Fields(line))
	return ok && name != ""
}

func matchGetent(src *Source, head []string) bool {
	q := dnsCommand(src.Command)
	switch {
	case slices.ContainsFunc(head, func(line string) bool { _, ok := socketLine(strings.Fields(line)); return ok }):
		return true
	case q.tool == "getent":
		return slices.Contains([]string{"hosts", "ahosts", "ahostsv4", "ahostsv6"}, q.database) && (hasText(src) || getentFailed(src))
	}
	return bareGetent(src, head) || fileHint(src, "getent") && slices.ContainsFunc(head, func(line string) bool { _, ok := hostsLine(line); return ok })
}

// getentFailed reports whether getent is known to have found nothing: status 2, or 124 where timeout(1) ended it before,
// or all of its output is empty.
func getentFailed(src *Source) bool {
	if src.Exit != nil {
		return *src.Exit == 2 || *src.Exit == 124
	}
	return src.Whole
}

// socketLine reports whether the words are those of an ahosts line, and returns its name if it has one:
// "10.1.2.3 STREAM name". The name is printed once, beside the first address.
func socketLine(words []string) (name string, ok bool) {
	if len(words) < 2 || !slices.Contains([]string{"STREAM", "DGRAM", "RAW", "SEQPACKET"}, words[1]) {
		return "", false
	}
	if !bareAddrs(words[0]) {
		return "", false
	}
	if len(words) > 2 && dnsName(words[2]) {
		name = words[2]
	}
	return name, true
}

// readGetent reads all lines into one lookup.
func readGetent(src *Source, out *sink) {
	s := newLookups("getent", src, out)
	s.cur.explicit = new(false) // getent takes no server
	bare := bareGetent(src, headLines(src.Text))
	s.lines(src, func(text string, c Cite) {
		if bare && !s.bareRow(text) {
			out.unread(c)
			return
		}
		if text != "" && !s.getentLine(text, c) {
			out.unread(c)
		}
	})
	if !hasText(src) {
		// Status 2 means "not found": getent does not tell a name that does not exist from one without addresses.
		s.cur.remark(Failed, noOutput(out.origin))
	}
	s.finish()
}

// bareGetent reports whether getent's answer about a private endpoint stands below a title that speaks of names, without its
// command, and nothing says that it is a hosts file.
func bareGetent(src *Source, head []string) bool {
	if src.Command != "" || namedHosts(src) || slices.ContainsFunc(head, func(line string) bool {
		return strings.Contains(line, "localhost") || strings.Contains(line, "etc/hosts")
	}) {
		return false
	}
	above := ""
	for _, line := range head {
		if privateRow(line) != "" && titleOfNames(above) {
			return true
		}
		if strings.TrimSpace(line) != "" {
			above = line
		}
	}
	return false
}

// titleOfNames reports whether a line is a title that speaks of looking up names: "== sql dns ==".
func titleOfNames(line string) bool {
	if !sectionTitle(line) || len(line) > maxQuote {
		return false
	}
	line = strings.ToLower(line)
	return containsAny(line, []string{"dns", "getent", "resol", "lookup"}) && !strings.Contains(line, "hosts")
}

// privateRow returns the name that was asked for where a line has the form of getent hosts, address in a column of 15, and
// is about a private endpoint: the name in the privatelink zone, then the public one. Else it returns "".
func privateRow(line string) string {
	const column = 15
	words := strings.Fields(line)
	if len(words) != 3 || !bareAddrs(words[0]) || line != fmt.Sprintf("%-*s %s %s", column, words[0], words[1], words[2]) {
		return ""
	}
	label, zone, _ := strings.Cut(canonical(words[1]), ".privatelink.")
	public := canonical(words[2])
	_, suffix, _ := strings.Cut(public, ".")
	if label == "" || zone == "" || !strings.HasPrefix(public, label+".") || suffix == "" || !dnsName(public) {
		return ""
	}
	return public
}

// bareRow begins the lookup of a row without its command, and reports whether the line is such a row. What else stands
// between rows ends a lookup.
func (s *lookups) bareRow(text string) bool {
	name := privateRow(text)
	if s.cur.begun() && !s.cur.known[name] {
		s.flush()
		s.cur.explicit = new(false)
	}
	if name != "" {
		s.cur.query.name = name
	}
	return name != ""
}

// getentLine reads "10.1.2.3 STREAM name" or "10.1.2.3 name alias...". The alias that was asked for comes first.
func (s *lookups) getentLine(text string, c Cite) bool {
	words := strings.Fields(text)
	name, socket := socketLine(words)
	v := readAddrs(firstField(text))
	if s.cur.words || !bareAddrs(firstField(text)) || s.torn && len(v.masked) > 0 {
		return false
	}
	names := []string{name}
	if !socket {
		names = withoutRemark(words[1:])
	}
	if len(names) == 0 {
		return false
	}
	last := len(names) - 1
	half := names[last] != "" && s.halfName(names[last], names[:last])
	if half {
		names = names[:last]
	}
	if !socket {
		slices.SortStableFunc(names, func(a, b string) int {
			return s.asked(b) - s.asked(a)
		})
	}
	for _, n := range names {
		s.cur.elided = s.cur.elided || elidedName(n)
		if dnsName(n) {
			s.cur.name(n, c)
		}
	}
	s.keep(v, -1, c)
	return !half
}

// withoutRemark returns the words in front of a remark.
func withoutRemark(words []string) []string {
	if i := slices.IndexFunc(words, beginsRemark); i > 0 && !strings.HasPrefix(words[i], "<") {
		words = words[:i]
	}
	const sentence = 2 // words without a dot that are not the begin of a name beside them
	i := 1
	for ; i < len(words) && (strings.Contains(words[i], ".") || beginsOne(words[:i], words[i])); i++ {
	}
	if len(words)-i >= sentence && strings.Contains(words[0], ".") && !strings.ContainsFunc(strings.Join(words[i:], ""), func(r rune) bool { return r == '-' || r >= '0' && r <= '9' }) {
		return words[:i]
	}
	return words
}

// beginsOne reports whether a word is the first label of one of some names.
func beginsOne(names []string, word string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(strings.ToLower(n), strings.ToLower(word)+".") })
}

// halfName reports whether the last word of a line may be the first half of a name. Where no other name is known, one
// with a dot is taken as it stands, as the last line of a paste.
func (s *lookups) halfName(name string, beside []string) bool {
	alone := len(beside) == 0 && s.query.name == "" && len(s.cur.known) == 0
	return s.half(name, beside...) && !(alone && strings.Contains(name, "."))
}

// asked returns 1 for the name that the command asked for.
func (s *lookups) asked(name string) int {
	if canonical(name) == s.cur.query.name {
		return 1
	}
	return 0
}
