package parse

import "strings"

// maxExit is the highest exit status that a tool gives itself. "timeout" gives 124 where it ended the tool, and a
// shell gives more than 128 where a signal did.
const maxExit = 123

// endKnown reports whether a capture goes to the end of its command's output. A file that ends within a line may be
// cut, unless it is known to be whole.
func endKnown(src *Source) bool {
	if src.Exit != nil && (*src.Exit > maxExit || *src.Exit < 0) {
		return false
	}
	return src.Whole || src.Text == "" || endsInLine(src.Text)
}

// lines hands out the lines of a capture like dnsLines. A last line without an end that is not understood shows that
// the capture is cut, whatever else is known of it.
func (s *lookups) lines(src *Source, line func(text string, c Cite)) {
	dnsLines(src, s.out, func(sc *scanner, text string) {
		s.torn, s.raw, s.following = sc.torn && sc.origin == s.out.origin, sc.text, sc
		before := s.out.unreadLines()
		line(text, sc.cite())
		strange := s.out.unreadLines() > before
		s.cur.unclear = s.cur.unclear || strange && s.cur.heard() && !exitMark(text)
		s.cur.words = s.cur.words || strange && s.cur.begun() && wordy(text)
		indent := s.below && text == "" // of the next alias
		s.ragged = s.ragged || s.torn && (indent || strange)
	})
	s.torn = false
}

// half reports whether a name may be the first half of one, cut at the end of the capture. It is whole where it ends
// in the same label as another name of the lookup, or as one of those beside it.
func (s *lookups) half(name string, beside ...string) bool {
	if !s.torn {
		return false
	}
	end := lastLabel(name)
	for _, other := range append(beside, s.cur.query.name, s.cur.question.Name) {
		if other != "" && lastLabel(other) == end {
			return false
		}
	}
	for other := range s.cur.known {
		if lastLabel(other) == end {
			return false
		}
	}
	return true
}

// halfTarget reports whether an alias's target may be cut, for a tool that prints a final dot behind it.
func (s *lookups) halfTarget(target, owner string) bool {
	return s.torn && !strings.HasSuffix(target, ".") || s.half(target, owner)
}

// halfServer reports whether a server's address may be cut. Behind a whole one stands its port.
func (s *lookups) halfServer(word string) bool {
	return s.torn && !strings.Contains(word, "#")
}

// cutOut keeps a line that stands for lines which a person cut out. Below an address no names of the chain are missing,
// but where the tool prints them there.
func (s *lookups) cutOut(c Cite) {
	s.cur.partial = true
	s.cur.elided = s.cur.elided || s.below || len(s.cur.addrs) == 0
	s.out.unread(c)
}

// masked notes an address that cannot be read, unless the capture was cut within it.
func (s *lookups) masked() {
	s.cur.unclear = s.cur.unclear || !s.torn
}

// lastLabel returns what stands behind the last dot of a name, but for a final one.
func lastLabel(name string) string {
	name = canonical(name)
	return name[strings.LastIndexByte(name, '.')+1:]
}

// exitMark reports whether a line is a note of how the command ended: "[exit 0]", "exit 0".
func exitMark(line string) bool {
	status, ok := strings.CutPrefix(strings.ToLower(strings.Trim(line, "[]() ")), "exit ")
	return ok && strings.Trim(status, " acdeostu:=0123456789") == ""
}
