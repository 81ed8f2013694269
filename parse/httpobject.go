package parse

import (
	"strconv"
	"strings"
)

// httpObjectReader reads what programs for JavaScript print of an error with its request and response, as the members of
// an object: in JSON of which the paste has lost the beginning, or as Node.js shows it.
var httpObjectReader = reader{name: "http", match: matchHTTPObject, read: readHTTPObject}

// matchHTTPObject looks for the header by which the vault tells the origin, as a member of an object, with a status.
func matchHTTPObject(src *Source, head []string) bool {
	if parseHTTPCommand(src.Command).tool != "" || parseAzCommand(src.Command).data {
		return false
	}
	info, status := false, false
	for _, line := range head {
		name, value, ok := quotedHeader(line)
		info = info || ok && name == networkInfoHeader && strings.Contains(value, "=")
		status = status || objectStatus(line) != 0
	}
	return info && status
}

// objectMember splits a line that is a member of an object: "statusCode": 401, or response: {.
func objectMember(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(strings.TrimRight(strings.TrimSpace(line), ", "), ":")
	name = strings.Trim(strings.TrimSpace(name), `'"`)
	return name, strings.TrimSpace(value), ok && isToken(name)
}

// objectStatus reads the status of an answer as a member of an object; 0 if a line is none.
func objectStatus(line string) int {
	for _, told := range []string{"Response status: ", "Response status code: "} { // the logs of Azure's libraries
		if _, code, ok := strings.Cut(line, told); ok {
			return max(statusOf(strings.TrimSpace(code)), 0)
		}
	}
	name, value, ok := objectMember(line)
	if !ok || name != "statusCode" && name != "status" || len(value) != 3 || !isDigits(value) {
		return 0
	}
	status, _ := strconv.Atoi(value)
	return status
}

// isObjectValue reports whether what stands behind a name is a value that JavaScript prints, and no prose.
func isObjectValue(text, value string) bool {
	if strings.HasSuffix(text, ",") || strings.IndexByte(`'"`, text[0]) >= 0 || isDigits(value) {
		return true
	}
	switch value {
	case "null", "true", "false", "undefined", "[Object]", "[Array]", "[Function]", "{}", "[]":
		return true
	}
	return strings.HasSuffix(value, "[")
}

// logLineOf is newLogLine, for what wants its address.
func logLineOf(text string) *logLine {
	line := newLogLine(text)
	return &line
}

// An httpObject is the state of reading such objects.
type httpObject struct {
	src    *Source
	out    *sink
	sc     *scanner
	tool   string
	url    string
	block  Block
	answer bool // the members are the response's
	inHead bool // they are headers
}

func readHTTPObject(src *Source, out *sink) {
	o := &httpObject{src: src, out: out, sc: newScanner(src, out.origin)}
	for o.sc.next() {
		o.line(strings.TrimSpace(o.sc.text))
	}
	o.end()
}

// line reads one line.
func (o *httpObject) line(text string) {
	name, value, ok := objectMember(text)
	status := objectStatus(text)
	header, told, quoted := quotedHeader(text)
	if o.logged(text) {
		return
	}
	switch {
	case strings.Trim(text, "{}[](), ") == "":
		o.inHead = o.inHead && strings.HasPrefix(text, "{")
	case ok && strings.HasSuffix(value, "{"):
		o.inHead = name == "headers"
		if name == "response" || name == "request" {
			o.answer = name == "response"
		}
	case status != 0:
		o.status(status)
	case quoted && header == "url" && strings.Contains(told, "://"):
		if o.url != told && o.block.Get(networkInfoHeader) != nil {
			o.end()
		}
		o.url = strings.Clone(told)
	case quoted && (o.inHead && o.answer || header == networkInfoHeader):
		o.header(header, told)
	case quoted && header == "user-agent":
		for _, row := range agentRows {
			if strings.Contains(told, row.text) {
				o.tool = row.tool
			}
		}
	case quoted, ok && isObjectValue(text, value):
	case !logLineOf(text).tellsMore():
	default:
		o.out.unread(o.sc.cite())
	}
}

// agentRows tell a program by what it says of itself.
var agentRows = []struct{ text, tool string }{
	{"Node", "node"}, {"NODE-VERSION", "node"}, {"azsdk-python", "python"}, {"azsdk-java", "java"}, {"azsdk-net", "dotnet"},
}

// logged reads a line by which the libraries for Python and JavaScript log a request and its answer.
func (o *httpObject) logged(text string) bool {
	if _, url, ok := strings.Cut(text, "Request URL: '"); ok {
		o.end()
		o.url, _, _ = strings.Cut(url, "'")
		o.url, o.answer, o.inHead = strings.Clone(o.url), false, false
		return true
	}
	switch {
	case strings.HasPrefix(text, "Request headers:"), strings.HasPrefix(text, "Request method:"), strings.HasPrefix(text, "No body was attached"):
		o.answer, o.inHead = false, false
	case strings.HasPrefix(text, "Response headers:"):
		o.answer, o.inHead = true, true
	case strings.HasSuffix(text, ":info Headers: {"):
		o.answer, o.inHead = o.block.Status != 0, true
	case strings.HasSuffix(text, ":info Request: {"):
		o.end()
		o.answer, o.inHead = false, false
	default:
		return false
	}
	return true
}

// status keeps the status of the answer. Another one is another answer's.
func (o *httpObject) status(status int) {
	if o.block.Status != 0 && o.block.Status != status {
		if o.block.Get(networkInfoHeader) == nil {
			o.out.unread(o.sc.cite())
			return
		}
		o.end()
	}
	if o.block.Status == 0 {
		o.block.Status, o.block.At = status, o.sc.cite()
	}
}

// header keeps a header of the answer.
func (o *httpObject) header(name, value string) {
	if have := o.block.Get(name); have != nil && name == networkInfoHeader && have.Value != value {
		o.end()
	} else if have != nil || len(o.block.Headers) >= maxErrorLines {
		return
	}
	o.block.Headers = append(o.block.Headers, Header{Name: strings.Clone(name), Value: strings.Clone(value), Cite: o.sc.cite()})
}

// end hands out the request being read, if the vault answered it.
func (o *httpObject) end() {
	b, url, last := o.block, o.url, lastHeader(&o.block, o.sc.torn)
	o.block, o.url, o.inHead = Block{}, "", false
	if b.Get(networkInfoHeader) == nil {
		for _, h := range b.Headers {
			o.out.unread(h.Cite)
		}
		if b.Status != 0 {
			o.out.unread(b.At)
		}
		return
	}
	if b.Status == 0 {
		b.At = b.Get(networkInfoHeader).Cite
	}
	req := &Request{Tool: o.tool, Blocks: []Block{b}}
	if !elidedText(url) && !isMasked(url) {
		req.aim(url, "")
	}
	settle(req, o.src, o.out, last)
	o.out.add(req)
}
