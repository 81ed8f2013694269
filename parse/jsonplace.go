package parse

import (
	"errors"
	"io"
	"strings"
)

// advance moves to the line that holds the byte before end. No token spans lines.
func (w *jsonWalker) advance(end int) {
	passed := w.text[w.off:end]
	if i := strings.LastIndexByte(passed, '\n'); i >= 0 {
		w.line += strings.Count(passed, "\n")
		w.start = w.off + i + 1
	}
	w.off = end
}

// fail ends the reading at an error of the decoder: at the last line where the text ends early, also
// within a string, else at the line that is not JSON.
func (w *jsonWalker) fail(err error) {
	const blank = " \t\r\n"
	end, reason := len(strings.TrimRight(w.text, blank)), "the JSON is cut off"
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		at := w.base + int(w.dec.InputOffset())
		rest := strings.TrimLeft(w.text[at:], blank+",:")
		_, after, _ := strings.Cut(rest, "\n")
		if !strings.HasPrefix(rest, `"`) || strings.Trim(after, blank) != "" {
			end, reason = min(len(w.text)-len(rest)+1, end), "not JSON from here on"
		}
	}
	w.advance(max(w.off, end))
	w.halt(reason, w.citeLine())
}

func (w *jsonWalker) halt(reason string, at Cite) {
	if w.stop == "" {
		w.stop, w.stopAt = reason, at
	}
}

// cite quotes the line on which a node begins.
func (w *jsonWalker) cite(n *jsonNode) Cite {
	return Cite{File: w.file, Line: n.line, Text: w.quote(n.line, n.start), Pointer: n.pointer()}
}

// citeLine quotes the line of the last token.
func (w *jsonWalker) citeLine() Cite {
	return Cite{File: w.file, Line: w.line, Text: w.quote(w.line, w.start)}
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
