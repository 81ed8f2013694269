package parse

import "strings"

// advance moves to the line that holds the byte before end. No token spans lines.
func (w *jsonWalker) advance(end int) {
	passed := w.text[w.off:end]
	if i := strings.LastIndexByte(passed, '\n'); i >= 0 {
		w.line += strings.Count(passed, "\n")
		w.start = w.off + i + 1
	}
	w.off = end
}

// cutOff ends the document where it lacks its end: at its last line.
func (w *jsonWalker) cutOff() {
	if end := len(strings.TrimRight(w.lexer.text, " \t\r\n")); w.lexer.next(w.off).end >= end {
		w.advance(max(w.off, end))
	}
	w.end(cutOffReason, w.citeLine())
}

// halt ends all reading at a limit.
func (w *jsonWalker) halt(reason string) {
	w.end(reason, w.citeLine())
	w.over = true
}

// end ends the document before its end.
func (w *jsonWalker) end(reason string, at Cite) {
	if w.stop == "" {
		w.stop, w.stopAt = reason, at
	}
}

// cite quotes the line on which a node begins.
func (w *jsonWalker) cite(n *jsonNode) Cite {
	c := Cite{File: w.file, Line: w.original.number(n.line), Text: w.quote(n.line, n.start)}
	if !w.pathless {
		c.Pointer = n.pointer()
	}
	return c
}

// citeLine quotes the line of the last token.
func (w *jsonWalker) citeLine() Cite {
	return Cite{File: w.file, Line: w.original.number(w.line), Text: w.quote(w.line, w.start)}
}

// quote returns the quote of the line of that number, which begins at offset start. Each line is looked at once: a minified
// document has all its nodes on one long line.
func (w *jsonWalker) quote(n, start int) string {
	if q, ok := w.quotes[start]; ok {
		return q
	}
	if len(w.quotes) >= maxQuotedLines {
		clear(w.quotes)
	}
	line, _, _ := strings.Cut(w.text[start:], "\n")
	q := quote(w.original.line(n, line))
	w.quotes[start] = q
	return q
}
