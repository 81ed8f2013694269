package parse

import (
	"fmt"
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

// A jsonPlace is where a walker stands.
type jsonPlace struct {
	off   int // offset behind the last token, or of the current line
	line  int // number, in the file, of the line that holds the last token
	start int // offset of that line
}

// A jsonWalker reads the JSON documents of a capture token by token and knows the line of each. It alone
// makes positions in JSON captures, as the scanner does in others.
type jsonWalker struct {
	file  string
	text  string // the whole capture
	lexer jsonLexer
	jsonPlace
	limit int // most depth
	left  int // nodes that the current element may still have

	stop   string // why reading the document stopped before its end; empty while it has not
	stopAt Cite
	over   bool // it stopped at a limit: nothing more is read of the capture
	deep   bool // that of the nesting

	harms  []jsonHarm // what was wrong in the document and read over
	strays strays     // lines that are no JSON, one after another
	popped bool       // the container before lacks its bracket; the comma was taken for its own

	quotes   map[int]string // by offset of the line: nodes of one line share its quote
	original *originals     // the lines as the file has them; nil where the text was not cleaned
	pathless bool           // the nodes come of a text that has no pointers
}

// newJSONWalker returns a walker at the beginning of a capture.
func newJSONWalker(src *Source) *jsonWalker {
	limit := src.MaxJSONDepth
	if limit <= 0 {
		limit = defaultJSONDepth
	}
	return &jsonWalker{
		file: src.File, text: src.Text, jsonPlace: jsonPlace{line: max(src.Line, 1)}, limit: limit,
		quotes: map[int]string{}, original: newOriginals(src),
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

// open begins a document at what is left of the current line, which is not blank. It ends before the offset
// end, which lies behind that.
func (w *jsonWalker) open(end int) {
	w.lexer = jsonLexer{text: w.text[:end]}
	w.left, w.stop, w.harms, w.strays, w.popped = maxJSONNodes, "", nil, strays{}, false
}

// document reads the document. A list, also one that an object holds as "value" or "data", is handed
// out element by element and not kept; each returns false to stop. The node of the whole document is
// returned, and that of the list, which is nil where there is none. A fragment is what stands inside an
// object whose opening bracket was left out.
func (w *jsonWalker) document(fragment bool, each func(*jsonNode) bool) (top, list *jsonNode) {
	if fragment {
		top = &jsonNode{kind: jsonObject, open: true, gaps: true, line: w.line, start: w.start}
		w.harm(fragmentReason, w.citeLine())
	} else if tok, ok := w.token(); ok {
		top = w.node(nil, "", tok)
	}
	if top.is(jsonArray) {
		w.stream(top, each)
		return top, top
	}
	for top.is(jsonObject) {
		key, tok, ok := w.member(top)
		if !ok {
			break
		}
		if tok.closes() {
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
	if n := len(top.kids()); fragment && w.stop == cutOffReason && (n == 0 || top.children[n-1].closed) {
		w.stop, top.closed = "", true
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
		if tok.closes() {
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
	for cur := root; root != nil && !root.closed; {
		key, tok, ok := w.member(cur)
		if !ok {
			return false
		}
		if tok.closes() {
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
	return root != nil
}

// node makes the node of the value that begins with tok, or returns nil where the element is too large or
// too deep.
func (w *jsonWalker) node(parent *jsonNode, key string, tok jsonToken) *jsonNode {
	if w.left <= 0 {
		w.halt(fmt.Sprintf("more than %d values in one object", maxJSONNodes))
		return nil
	}
	w.left--
	n := &jsonNode{closed: true, key: key, line: w.line, start: w.start, parent: parent}
	if tok.breaks > 0 {
		n.line, n.start = w.line-tok.breaks, strings.LastIndexByte(w.text[:tok.start], '\n')+1
	}
	if parent != nil {
		n.index, n.depth = parent.size, parent.depth+1
		n.inObject = parent.inObject || parent.kind == jsonObject
		n.inArray = parent.inArray || parent.kind == jsonArray
		parent.size++
	}
	switch tok.kind {
	case tokenMark:
		n.closed = false
		n.kind = jsonObject
		if tok.is("[") {
			n.kind = jsonArray
		}
		if int(n.depth) >= w.limit {
			w.deep = true
			w.halt(fmt.Sprintf("nesting deeper than %d; --max-json-depth raises this limit", w.limit))
			return nil
		}
	case tokenString:
		n.kind, n.value = jsonString, tok.text
	case tokenNumber:
		n.kind, n.value = jsonNumber, strings.Clone(tok.text)
	case tokenWord:
		if n.kind = jsonBool; tok.text == "null" {
			n.kind = jsonNull
			break
		}
		n.value = strings.Clone(tok.text)
	}
	return n
}

// token reads the next token and moves to its line. It reports false where reading stops.
func (w *jsonWalker) token() (jsonToken, bool) {
	if w.stop != "" {
		return jsonToken{}, false
	}
	tok := w.lexer.next(w.off)
	if tok.torn || tok.kind == tokenEnd {
		w.cutOff()
		return tok, false
	}
	w.advance(tok.end)
	return tok, true
}
