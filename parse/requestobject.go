package parse

import (
	"slices"
	"strconv"
	"strings"
)

// property splits a line of an object that PowerShell prints as a list: "StatusCode        : 200". A blank stands
// in front of the colon, as in no header.
func property(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(strings.TrimSpace(line), " : ")
	if !ok {
		name, ok = strings.CutSuffix(strings.TrimSpace(line), " :")
	}
	name = strings.TrimSpace(name)
	return name, strings.TrimSpace(value), ok && isToken(name)
}

// statusProperty reads the line that opens what Invoke-WebRequest prints of a response.
func statusProperty(line string) (status int, ok bool) {
	name, value, ok := property(line)
	if !ok || name != "StatusCode" || len(value) != 3 || !isDigits(value) {
		return 0, false
	}
	status, _ = strconv.Atoi(value)
	return status, true
}

// objectProperty reads a line that only stands in what Invoke-WebRequest prints of a response: by it an object is
// known whose first lines a paste has lost. The status stands in RawContent too.
func objectProperty(line string) (status int, ok bool) {
	if status, ok = statusProperty(line); ok {
		return status, true
	}
	name, value, ok := property(line)
	if !ok {
		return 0, false
	}
	b, isStatus := statusLine(value)
	return b.Status, name == "RawContent" && isStatus || name == "Headers" && strings.HasPrefix(value, "{[")
}

// An objectReading is the state of reading what Invoke-WebRequest prints of one response.
type objectReading struct {
	indent  int    // blanks in front of its properties; a wrapped value has more
	prop    string // property that is being read
	content []string
	cites   []Cite // of the lines of content
	pairs   string // value of Headers
	pairsAt Cite
}

// startObject opens a response object where the line is its first.
func (r *tableReading) startObject(line string) bool {
	status, ok := objectProperty(line)
	if ok && r.open && r.object != nil {
		_, first := statusProperty(line)
		ok = first
	}
	if !ok || r.parts > maxParts {
		return false
	}
	r.endTable(false)
	r.endError()
	r.block = Block{Status: status, At: r.sc.cite()}
	r.open, r.object = true, &objectReading{indent: indentOf(line)}
	if _, first := statusProperty(line); !first {
		r.objectLine(line)
	}
	return true
}

// indentOf returns the number of blanks that a line begins with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// responseProperties are those of what Invoke-WebRequest returns, by all its versions.
var responseProperties = []string{"StatusCode", "StatusDescription", "Content", "RawContent", "Forms", "Headers", "Images", "InputFields",
	"Links", "ParsedHtml", "RawContentLength", "RelationLink", "RawContentStream", "BaseResponse", "Encoding", "AllElements", "Scripts"}

// objectLine reads a line of a response object: a property, or more of the value of the one above. RawContent holds
// the first headers; they are rarely all, since PowerShell cuts it at 200 characters, and so it does with Headers.
func (r *tableReading) objectLine(line string) {
	o := r.object
	name, value, ok := property(line)
	ok = ok && indentOf(line) <= o.indent
	trimmed := strings.TrimSpace(line)
	switch {
	case ok && slices.Contains(responseProperties, name):
		o.prop = name
		r.property(name, value)
	case line == "":
	case indentOf(line) <= o.indent:
		r.out.unread(r.sc.cite()) // a value's further lines stand below its first
	case o.prop == "RawContent" && r.parts < maxParts:
		r.rawLine(trimmed)
	case o.prop == "Content" && len(o.content) < maxErrorLines:
		o.content, o.cites = append(o.content, trimmed), append(o.cites, r.sc.cite())
	case o.prop == "Headers" && len(o.pairs) < maxErrorBytes:
		o.pairs = joinPairs(o.pairs, trimmed)
	}
}

// rawLine reads a line of RawContent: a header, or the rest of a network-info value that was broken. A value that
// PowerShell has cut is none.
func (r *tableReading) rawLine(line string) {
	const most = 16 << 10
	name, value, ok := headerField(line)
	n := len(r.block.Headers)
	switch {
	case ok && (name == networkInfoHeader || !elidedText(value)):
		r.parts++
		r.block.Headers = append(r.block.Headers, Header{Name: name, Value: strings.Clone(value), Cite: r.sc.cite()})
	case ok || n == 0:
	case r.block.Headers[n-1].Name == networkInfoHeader && len(r.block.Headers[n-1].Value) < most && strings.ContainsAny(line, ";=./") && !strings.Contains(line, " "):
		r.block.Headers[n-1].Value += line
	}
}

// property reads the line in which a property of a response object begins.
func (r *tableReading) property(name, value string) {
	switch o := r.object; name {
	case "StatusDescription":
		r.block.Reason = strings.Clone(value)
	case "RawContent":
		if b, ok := statusLine(value); ok {
			r.block.Proto = b.Proto
		}
	case "Content":
		o.content, o.cites = []string{value}, []Cite{r.sc.cite()}
	case "Headers":
		o.pairs, o.pairsAt = strings.Clone(value), r.sc.cite()
	}
}

// joinPairs adds a line to the list of headers. It was broken at a blank, or within a value that has none.
func joinPairs(pairs, line string) string {
	_, value, _ := strings.Cut(pairs[strings.LastIndex(pairs, "[")+1:], ", ")
	if strings.HasSuffix(pairs, ",") || strings.Contains(value, " ") || value == "" {
		return pairs + " " + line
	}
	return pairs + line
}

// endObject takes the headers that only the property Headers tells, and the error that the content is.
func (r *tableReading) endObject(req *Request) {
	o := r.object
	rest := o.pairs
	for r.parts < maxParts {
		_, pair, ok := strings.Cut(rest, "[")
		if !ok {
			break
		}
		name, value, ok := strings.Cut(pair, ", ")
		end := strings.Index(value, "]")
		if !ok || end < 0 {
			break
		}
		value, rest = value[:end], value[end:]
		name = strings.ToLower(name)
		if !isToken(name) || strings.HasPrefix(value, "System.String[") || slices.ContainsFunc(r.block.Headers, func(h Header) bool { return h.Name == name }) {
			continue
		}
		r.parts++
		r.block.Headers = append(r.block.Headers, Header{Name: name, Value: strings.Clone(value), Cite: o.pairsAt})
	}
	if len(o.content) > 0 && strings.HasPrefix(o.content[0], "{") {
		req.Error = anyRefusal(o.content, o.cites)
	}
}

// anyRefusal returns the error of Key Vault that some lines hold, also where they are not all of it; nil if none.
func anyRefusal(lines []string, cites []Cite) *ServiceError {
	if e := serviceError(lines, cites); e != nil {
		return e
	}
	l := logTextOf(lines)
	found := l.refusals()
	if len(found) == 0 {
		return nil
	}
	f := found[0]
	cite := func(line int) Cite { return cites[l.lines[line].n] } // a long line counts as several
	e := &ServiceError{Code: f.code, Inner: f.inner, Message: f.message, Cite: cite(max(f.at, f.innerAt))}
	e.describe(func(text string) Cite { return cite(f.line(text)) })
	return e
}
