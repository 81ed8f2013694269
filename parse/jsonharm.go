package parse

import "strings"

// maxStrays is the number of lines that are no JSON, one after another, at which a document is given up.
const maxStrays = 3

// cutOffReason says that a document lacks its end.
const cutOffReason = "the JSON is cut off"

// fragmentReason says that it lacks its beginning, and perhaps its end.
const fragmentReason = "only a part of the JSON was kept"

// A jsonHarm is something that no program prints in JSON: what people leave out of it, or write into it.
type jsonHarm struct {
	reason string
	at     Cite
}

// strays are lines without JSON that follow each other inside a document. The zero value has none.
type strays struct {
	from jsonPlace // where the first begins
	at   []Cite
}

// oddity notes a token that is none of JSON's and reports whether it was one.
func (w *jsonWalker) oddity(c *jsonNode, tok jsonToken) bool {
	switch tok.kind {
	case tokenDots:
		w.lacks(c, "a part of it was left out")
	case tokenNote:
		if strings.Contains(tok.text, "...") || strings.Contains(tok.text, "…") {
			w.lacks(c, "a part of it was left out")
		} else {
			w.harm("a remark was written into it", w.citeLine())
		}
	case tokenBad:
		w.stray(c, tok)
	default:
		return false
	}
	return true
}

// stray notes a token that is no JSON. At the line that grep prints between its groups, and where too many
// such lines follow each other, the document ends.
func (w *jsonWalker) stray(c *jsonNode, tok jsonToken) {
	if w.lexer.leads(tok.start) {
		line := strings.TrimRight(w.lexer.line(tok.start), "\r")
		if line == "--" {
			w.settle()
			w.end(cutOffReason, w.citeLine())
			return
		}
		if len(line) < maxMissing*4 && (&azNoise{}).skip(line) {
			w.advance(tok.start + len(line))
			return
		}
	}
	c.gaps = true
	s := &w.strays
	if n := len(s.at); n > 0 && s.at[n-1].Line == w.line {
		return
	}
	if len(s.at) == 0 {
		s.from = jsonPlace{off: tok.start, line: w.line, start: w.start}
	}
	s.at = append(s.at, w.citeLine())
	if len(s.at) == maxStrays {
		w.jsonPlace = s.from
		w.end("not JSON from here on", s.at[0])
		w.strays = strays{}
	}
}

// settle notes the strays, behind which the document goes on.
func (w *jsonWalker) settle() {
	for _, at := range w.strays.at {
		w.harm("a part of it is no JSON", at)
	}
	w.strays = strays{}
}

// lacks notes that a container may lack something.
func (w *jsonWalker) lacks(c *jsonNode, reason string) {
	c.gaps = true
	w.harm(reason, w.citeLine())
}

// harm notes what is wrong in the document, once a line.
func (w *jsonWalker) harm(reason string, at Cite) {
	if n := len(w.harms); n == 0 || w.harms[n-1].at.Line != at.Line {
		w.harms = append(w.harms, jsonHarm{reason, at})
	}
}
