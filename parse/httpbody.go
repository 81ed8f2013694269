package parse

import (
	"strconv"
	"strings"
)

// A bodyForm is what the first line of a response body shows it to be.
type bodyForm int

const (
	bodyUnknown bodyForm = iota
	bodyJSON             // an object or an array
	bodyMarkup           // HTML or XML
	bodyText             // a single word, a known sentence, or text of which only the length is known
)

// A bodyReading collects what matters of a response body: the lines of JSON, until it is complete.
type bodyReading struct {
	left    int  // bytes that the body still has; -1 if not known
	started bool // a line that is not blank was seen
	form    bodyForm
	open    jsonDepth
	root    string // tag that ends markup, lower case; "" if not known yet
	over    bool   // the body is complete
	bytes   int
	lines   []string
	cites   []Cite
	doubts  []Cite        // lines of markup that hold none, until markup comes again
	failure *ServiceError // told by a body that is no JSON
}

// newBody prepares for the body that follows a header block.
func newBody(b *Block, headOnly bool) bodyReading {
	left := -1
	if h := b.Get("content-length"); h != nil {
		if n, err := strconv.Atoi(h.Value); err == nil && n >= 0 {
			left = n
		}
	}
	if headOnly || b.interim() {
		left = 0
	}
	return bodyReading{left: left}
}

// takes reports whether a line can belong to the body: what no body looks like does only as far as its length is told.
func (b *bodyReading) takes(line string) bool {
	fits := b.left > 0 && len(line) <= b.left
	switch {
	case line == "":
		return true
	case b.over:
		return fits
	case !b.started:
		return b.left != 0 && (fits || looksLikeBody(line) || line[0] == '[' || isWord(line))
	case b.form == bodyJSON:
		return b.open.takes(line)
	case b.form == bodyMarkup:
		return true
	}
	return fits
}

// isWord reports whether a line is a single word, as probes answer: "OK", "Healthy".
func isWord(line string) bool {
	const most = 40
	return len(line) <= most && strings.Trim(strings.ToLower(line), "abcdefghijklmnopqrstuvwxyz0123456789_-.!\"") == ""
}

// add takes a line and reports whether the body can have more.
func (b *bodyReading) add(line string, cite Cite) bool {
	trimmed := strings.TrimSpace(line)
	if trimmed == "" {
		return true
	}
	if !b.started {
		b.start(trimmed)
	}
	if b.left > 0 {
		b.left = max(b.left-len(line)-1, 0)
	}
	switch b.form {
	case bodyJSON:
		b.bytes += len(line)
		if len(b.lines) < maxErrorLines && b.bytes <= maxErrorBytes {
			b.lines, b.cites = append(b.lines, line), append(b.cites, cite)
		}
		b.over = b.open.add(line)
		return !b.over
	case bodyMarkup:
		b.markup(trimmed, cite)
		return !b.over || b.left > 0
	}
	b.over = true
	if b.failure == nil && strings.HasPrefix(trimmed, wrongResourceText) {
		b.failure = &ServiceError{Message: strings.Clone(trimmed), Cite: cite}
	}
	return b.left != 0
}

// start finds out what a body is from its first line.
func (b *bodyReading) start(trimmed string) {
	b.started = true
	switch trimmed[0] {
	case '{', '[':
		b.form = bodyJSON
	case '<':
		b.form = bodyMarkup
	default:
		b.form = bodyText
	}
}

// markup takes a line of HTML or XML, which is over where its first element is. Text within it is doubted until markup
// comes again.
func (b *bodyReading) markup(trimmed string, cite Cite) {
	if !strings.ContainsAny(trimmed, "<>") {
		b.doubts = append(b.doubts, cite)
		return
	}
	b.doubts = b.doubts[:0]
	lower := strings.ToLower(trimmed)
	for rest := lower; b.root == ""; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			break
		}
		rest = after
		if end := strings.IndexAny(rest+" ", " \t/>"); end > 0 && rest[0] >= 'a' && rest[0] <= 'z' {
			b.root = strings.Clone(rest[:end])
		}
	}
	b.over = b.over || b.root != "" && strings.Contains(lower, "</"+b.root+">")
}

// tell keeps what a body that has ended tells of its request.
func (b *bodyReading) tell(req *Request, out *sink) {
	for _, c := range b.doubted() {
		out.unread(c)
	}
	if e := b.serviceError(); e != nil && req.Error == nil {
		req.Error = e
	}
}

// doubted returns the lines that stood in an unfinished body and may be none of it.
func (b *bodyReading) doubted() []Cite {
	if b.over || b.left > 0 {
		return nil
	}
	return b.doubts
}

// serviceError returns the error that the body tells, or nil.
func (b *bodyReading) serviceError() *ServiceError {
	if b.failure != nil {
		return b.failure
	}
	return serviceError(b.lines, b.cites)
}

// A jsonDepth tells where a JSON value ends that is read line by line.
type jsonDepth struct {
	depth int
	text  bool // within a string that a console has broken
}

// takes reports whether a line can go on with the value.
func (d *jsonDepth) takes(line string) bool {
	if d.text || strings.IndexByte("\"{}[],:0123456789-", line[0]) >= 0 {
		return true
	}
	word := strings.TrimRight(line, ",]} ")
	return word == "true" || word == "false" || word == "null" || elidedText(line)
}

// add takes a line and reports whether the value is complete. A string goes on in the next line only where a console
// may have broken this one.
func (d *jsonDepth) add(line string) bool {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case d.text && c == '\\':
			i++
		case c == '"':
			d.text = !d.text
		case d.text:
		case c == '{', c == '[':
			d.depth++
		case c == '}', c == ']':
			if d.depth--; d.depth <= 0 {
				return true
			}
		}
	}
	d.text = d.text && len(line) >= consoleWidth
	return false
}
