package parse

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	// defaultJSONDepth bounds the nesting of JSON where the Source names no limit.
	defaultJSONDepth = 512
	// maxJSONNodes bounds the values of one element of a list, or of a single object.
	maxJSONNodes = 250_000
	// maxQuotedLines bounds the quotes that are kept for reuse.
	maxQuotedLines = 4096
)

// A jsonWalker reads the JSON documents of a capture token by token and knows the line of each. It alone
// makes positions in JSON captures, as the scanner does in others.
type jsonWalker struct {
	file  string
	text  string // the whole capture
	dec   *json.Decoder
	base  int // offset at which the document begins
	off   int // offset behind the last token, or of the current line
	line  int // number, in the file, of the line that holds the last token
	start int // offset of that line
	depth int
	limit int // most depth
	left  int // nodes that the current element may still have

	stop   string // why reading stopped before the document's end; empty while it has not
	stopAt Cite
	deep   bool           // it stopped at the limit of the nesting
	quotes map[int]string // by offset of the line: nodes of one line share its quote

	original *originals // the lines as the file has them; nil where the text was not cleaned
}

// newJSONWalker returns a walker at the beginning of a capture.
func newJSONWalker(src *Source) *jsonWalker {
	limit := src.MaxJSONDepth
	if limit <= 0 {
		limit = defaultJSONDepth
	}
	return &jsonWalker{
		file: src.File, text: src.Text, line: max(src.Line, 1), limit: limit, quotes: map[int]string{},
		original: newOriginals(src),
	}
}

// rest returns what is left of the current line.
func (w *jsonWalker) rest() string {
	line, _, _ := strings.Cut(w.text[w.off:], "\n")
	return line
}

// skip moves to the next line.
func (w *jsonWalker) skip() {
	w.off = min(w.off+len(w.rest())+1, len(w.text))
	w.start = w.off
	w.line++
}

// open begins a document at what is left of the current line, which is not blank.
func (w *jsonWalker) open() {
	rest := w.rest()
	w.off += len(rest) - len(strings.TrimLeft(rest, " \t"))
	w.base, w.depth, w.left = w.off, 0, maxJSONNodes
	w.dec = json.NewDecoder(withoutSpinner(w.text[w.off:]))
	w.dec.UseNumber()
}

// withoutSpinner returns a reader of text with what az's progress display left behind the first bracket
// ("{- Finished ..") replaced by blanks, so that every offset stays.
func withoutSpinner(text string) io.Reader {
	line, _, _ := strings.Cut(text, "\n")
	line = strings.TrimRight(line, " \t\r")
	if len(line) < 2 || len(line) > 80 || !isSpinner(line[1:]) {
		return strings.NewReader(text)
	}
	return io.MultiReader(strings.NewReader(line[:1]+strings.Repeat(" ", len(line)-1)),
		strings.NewReader(text[len(line):]))
}

// document reads the document. A list, also one that an object holds as "value" or "data", is handed
// out element by element and not kept; each returns false to stop. The node of the whole document is
// returned, and that of the list, which is nil where there is none.
func (w *jsonWalker) document(each func(*jsonNode) bool) (top, list *jsonNode) {
	tok, ok := w.token()
	if !ok {
		return nil, nil
	}
	top = w.node(nil, "", tok)
	if top.is(jsonArray) {
		w.stream(top, each)
		return top, top
	}
	for top.is(jsonObject) {
		key, tok, ok := w.member(top)
		if !ok {
			break
		}
		if closes(tok) {
			top.closed = true
			break
		}
		n := w.node(top, key, tok)
		if n == nil {
			break
		}
		top.children = append(top.children, n)
		if list == nil && n.kind == jsonArray && listKey(key) {
			list, ok = n, w.stream(n, each)
		} else {
			ok = w.fill(n)
		}
		if !ok {
			break
		}
	}
	return top, list
}

// listKey reports whether a top object's member of that name holds the elements of a list.
func listKey(key string) bool {
	return strings.EqualFold(key, "value") || strings.EqualFold(key, "data")
}

// stream hands out the elements of an open array, the one that was cut off included.
func (w *jsonWalker) stream(list *jsonNode, each func(*jsonNode) bool) bool {
	for {
		_, tok, ok := w.member(list)
		if !ok {
			return false
		}
		if closes(tok) {
			list.closed = true
			return true
		}
		w.left = maxJSONNodes
		n := w.node(list, "", tok)
		ok = w.fill(n)
		if !each(n) || !ok {
			return false
		}
	}
}

// fill reads the rest of a container and all that is in it. It reports false where reading stopped.
func (w *jsonWalker) fill(root *jsonNode) bool {
	for cur := root; !root.closed; {
		key, tok, ok := w.member(cur)
		if !ok {
			return false
		}
		if closes(tok) {
			cur.closed = true
			cur = cur.parent
			continue
		}
		n := w.node(cur, key, tok)
		if n == nil {
			return false
		}
		cur.children = append(cur.children, n)
		if !n.closed {
			cur = n
		}
	}
	return true
}

// member reads what comes next in an open container: the key, if it is an object, and the first token of
// the value; or the closing bracket.
func (w *jsonWalker) member(c *jsonNode) (string, json.Token, bool) {
	tok, ok := w.token()
	if !ok || c.kind == jsonArray || closes(tok) {
		return "", tok, ok
	}
	key, _ := tok.(string)
	tok, ok = w.token()
	return key, tok, ok
}

func closes(tok json.Token) bool {
	return tok == json.Delim('}') || tok == json.Delim(']')
}

// node makes the node of the value that begins with tok, or returns nil where the element is too large.
func (w *jsonWalker) node(parent *jsonNode, key string, tok json.Token) *jsonNode {
	if w.left <= 0 {
		w.halt(fmt.Sprintf("more than %d values in one object", maxJSONNodes), w.citeLine())
		return nil
	}
	w.left--
	n := &jsonNode{closed: true, key: key, line: w.line, start: w.start, parent: parent}
	if parent != nil {
		n.index = parent.size
		parent.size++
	}
	switch v := tok.(type) {
	case json.Delim:
		n.closed = false
		n.kind = jsonObject
		if v == '[' {
			n.kind = jsonArray
		}
	case string:
		n.kind, n.value = jsonString, v
	case json.Number:
		n.kind, n.value = jsonNumber, v.String()
	case bool:
		n.kind, n.value = jsonBool, strconv.FormatBool(v)
	}
	return n
}

// token reads the next token and moves to its line. It reports false where reading stops.
func (w *jsonWalker) token() (json.Token, bool) {
	if w.stop != "" {
		return nil, false
	}
	tok, err := w.dec.Token()
	if err != nil {
		w.fail(err)
		return nil, false
	}
	w.advance(w.base + int(w.dec.InputOffset()))
	switch v := tok.(type) {
	case json.Delim:
		if closes(v) {
			w.depth--
		} else {
			w.depth++
		}
		if w.depth > w.limit {
			w.deep = true
			w.halt(fmt.Sprintf("nesting deeper than %d; --max-json-depth raises this limit", w.limit), w.citeLine())
			return nil, false
		}
	case json.Number:
		if w.off == len(w.text) { // its last digits may be missing
			w.fail(io.ErrUnexpectedEOF)
			return nil, false
		}
	}
	return tok, true
}
