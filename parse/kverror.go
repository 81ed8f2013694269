package parse

import (
	"encoding/json"
	"strconv"
	"strings"
)

// maxErrorLines and maxErrorBytes bound the JSON body that is searched for an error; a longer one is none.
const (
	maxErrorLines = 500
	maxErrorBytes = 64 << 10
)

// wrongResourceText starts the refusal of a private endpoint that belongs to another resource. It comes both as
// the message of a JSON error and as a bare text.
const wrongResourceText = "This TCP connection does not allow access to"

// serviceErrorBody is the error body of Key Vault. Keys are matched without case ("innererror", "InnerError").
type serviceErrorBody struct {
	Error *struct {
		Code       string
		Message    string
		InnerError *struct{ Code string }
	}
}

// serviceError reads an error body from its lines, or returns nil if they hold none. What follows the JSON value
// is ignored. It cites the line that shows the innermost code.
func serviceError(lines []string, cites []Cite) *ServiceError {
	if len(lines) == 0 {
		return nil
	}
	var body serviceErrorBody
	if !decodeFirst(strings.Join(lines, "\n"), &body) {
		// A console that wraps long lines puts breaks inside strings.
		body = serviceErrorBody{}
		if !decodeFirst(strings.Join(lines, ""), &body) {
			return nil
		}
	}
	if body.Error == nil || (body.Error.Code == "" && body.Error.Message == "") {
		return nil
	}
	e := &ServiceError{Code: body.Error.Code, Message: body.Error.Message}
	shown := e.Code
	if body.Error.InnerError != nil {
		e.Inner = body.Error.InnerError.Code
		shown = e.Inner
	}
	e.Cite = citeOf(strconv.Quote(shown), lines, cites)
	e.describe(func(text string) Cite { return citeOf(text, lines, cites) })
	return e
}

// decodeFirst decodes the first JSON value of a text.
func decodeFirst(text string, v any) bool {
	return json.NewDecoder(strings.NewReader(text)).Decode(v) == nil
}

// citeOf returns the cite of the first line that contains a text, or of the first line.
func citeOf(text string, lines []string, cites []Cite) Cite {
	for i, line := range lines {
		if strings.Contains(line, text) {
			return cites[i]
		}
	}
	return cites[0]
}

// A bodyReading collects what matters of a response body: the lines of JSON, until it may be complete.
type bodyReading struct {
	left    int  // bytes that the body still has; -1 if not known
	started bool // a line that is not blank was seen
	isJSON  bool // an object or an array
	bytes   int
	lines   []string
	cites   []Cite
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

// takes reports whether a line can belong to the body.
func (b *bodyReading) takes(line string) bool {
	return line == "" || b.isJSON || b.left != 0
}

// add takes a line and reports whether the body can have more.
func (b *bodyReading) add(line string, cite Cite) bool {
	trimmed := strings.TrimSpace(line)
	if trimmed == "" {
		return true
	}
	if !b.started {
		b.started = true
		b.isJSON = trimmed[0] == '{' || trimmed[0] == '['
	}
	if b.left > 0 {
		b.left = max(b.left-len(line)-1, 0)
	}
	if !b.isJSON {
		if b.failure == nil && strings.HasPrefix(trimmed, wrongResourceText) {
			b.failure = &ServiceError{Message: strings.Clone(trimmed), Cite: cite}
		}
		return true
	}
	b.bytes += len(line)
	if len(b.lines) < maxErrorLines && b.bytes <= maxErrorBytes {
		b.lines, b.cites = append(b.lines, line), append(b.cites, cite)
	}
	whole := len(b.lines) == 1 && (strings.HasSuffix(trimmed, "}") || strings.HasSuffix(trimmed, "]"))
	return !whole && line != "}" && line != "]"
}

// serviceError returns the error that the body tells, or nil.
func (b *bodyReading) serviceError() *ServiceError {
	if b.failure != nil {
		return b.failure
	}
	return serviceError(b.lines, b.cites)
}
