package parse

import (
	"strings"
	"unicode/utf8"
)

// maxQuote is the most characters that a Cite quotes.
const maxQuote = 500

// A scanner walks the lines of one capture. It alone makes positions: every Cite of a text capture comes
// from it, so that a quoted line stands where its number says.
type scanner struct {
	origin *Origin
	rest   string
	more   bool
	n      int    // number of the current line in the file
	text   string // current line without its end
	torn   bool   // the current line has no end: it is the last one, and may be cut
}

func newScanner(src *Source, origin *Origin) *scanner {
	return &scanner{origin: origin, rest: src.Text, more: src.Text != "", n: max(src.Line, 1) - 1}
}

// next moves to the next line and reports whether there is one.
func (s *scanner) next() bool {
	if !s.more {
		return false
	}
	text, rest, ended := strings.Cut(s.rest, "\n")
	s.text, s.rest, s.torn = strings.TrimSuffix(text, "\r"), rest, !ended
	s.more = rest != ""
	s.n++
	return true
}

// peek returns the line after the current one, or "" at the end.
func (s *scanner) peek() string {
	if !s.more {
		return ""
	}
	line, _, _ := strings.Cut(s.rest, "\n")
	return strings.TrimSuffix(line, "\r")
}

// cite quotes the current line.
func (s *scanner) cite() Cite {
	return Cite{File: s.origin.File, Line: s.n, Text: quote(s.text)}
}

// endsInLine reports whether a text ends with the end of a line, so that its last line is known to be whole.
func endsInLine(text string) bool { return strings.HasSuffix(text, "\n") }

// commandCite quotes the prompt line that shows the capture's command, or the first line of the capture
// where there is no prompt; for an empty capture it is line 0.
func commandCite(src *Source, origin *Origin) Cite {
	sc := newScanner(src, origin)
	if !sc.next() {
		return Cite{File: origin.File}
	}
	return sc.cite()
}

// quote trims a line and cuts it to maxQuote characters. The result shares no memory with the capture.
func quote(line string) string {
	line = strings.TrimSpace(line)
	if len(line) > maxQuote {
		end, n := 0, 0
		for end < len(line) && n < maxQuote {
			_, w := utf8.DecodeRuneInString(line[end:])
			end += w
			n++
		}
		line = line[:end]
	}
	return strings.Clone(line)
}

// canonical returns a DNS name in lower case without its final dot.
func canonical(name string) string {
	return strings.ToLower(strings.TrimSuffix(name, "."))
}
