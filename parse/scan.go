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

	original *originals // the lines as the file has them; nil where the text was not cleaned
	spaced   bool       // every second line is blank and is stepped over
	first    int        // number of the first line
}

func newScanner(src *Source, origin *Origin) *scanner {
	return &scanner{
		origin: origin, rest: src.Text, more: src.Text != "", n: max(src.Line, 1) - 1,
		original: newOriginals(src), spaced: src.Spaced, first: max(src.Line, 1),
	}
}

// next moves to the next line and reports whether there is one.
func (s *scanner) next() bool {
	if s.blankNext() {
		_, s.rest, _ = strings.Cut(s.rest, "\n")
		s.more = s.rest != ""
		s.n++
	}
	if !s.more {
		return false
	}
	text, rest, ended := strings.Cut(s.rest, "\n")
	s.text, s.rest, s.torn = strings.TrimSuffix(text, "\r"), rest, !ended
	s.more = rest != ""
	s.n++
	return true
}

// blankNext reports whether the next line is one of those that stand between the lines of a spaced text.
func (s *scanner) blankNext() bool {
	if !s.spaced || s.n < s.first {
		return false
	}
	line, _, ended := strings.Cut(s.rest, "\n")
	return ended && strings.TrimSpace(line) == ""
}

// peek returns the line after the current one, or "" at the end.
func (s *scanner) peek() string {
	rest := s.rest
	if s.blankNext() {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSuffix(line, "\r")
}

// cite quotes the current line.
func (s *scanner) cite() Cite {
	line := s.original.line(s.n, s.text)
	return Cite{File: s.origin.File, Line: s.original.number(s.n), Text: quote(line), Quoted: s.original != nil && marked(line, s.text)}
}

// marked reports whether a line of a file is a text behind the mark of a quote or of a comment.
func marked(line, text string) bool {
	before, _, found := strings.Cut(line, strings.TrimSpace(text))
	before = strings.TrimSpace(before)
	return found && before != "" && strings.Trim(before, " \t>|│#/-:;REMrem") == ""
}

// originals are the lines of a file as they stand there, for a text that was cleaned. The nil value knows none.
type originals struct {
	first int // number of the first line
	lines []string
	one   bool // there is one line, which holds all of the text
}

func newOriginals(src *Source) *originals {
	if src.Original == "" {
		return nil
	}
	return &originals{first: max(src.Line, 1), lines: strings.Split(src.Original, "\n"), one: src.folded}
}

// number returns the number, in the file, of a line of that number in the text.
func (o *originals) number(n int) int {
	if o == nil || !o.one {
		return n
	}
	return o.first
}

// line returns the line of a number as the file has it; text is what the cleaned text has there.
func (o *originals) line(n int, text string) string {
	if n = o.number(n); o == nil || n < o.first || n-o.first >= len(o.lines) {
		return text
	}
	return o.lines[n-o.first]
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

// firstLine quotes the first line that is not blank; where there is none, it is line 0.
func firstLine(src *Source, origin *Origin) Cite {
	for sc := newScanner(src, origin); sc.next(); {
		if strings.TrimSpace(sc.text) != "" {
			return sc.cite()
		}
	}
	return Cite{File: origin.File}
}

// noOutput quotes the prompt line that shows the command of a capture without output; where no line does, it is line 0.
func noOutput(origin *Origin) Cite {
	if text := quote(origin.Prompt); text != "" {
		return Cite{File: origin.File, Line: origin.CommandLine, Text: text}
	}
	return Cite{File: origin.File}
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
