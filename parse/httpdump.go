package parse

import (
	"slices"
	"strconv"
	"strings"
)

// httpDumpReader reads what Azure's libraries log of requests to vaults: the parts that Az PowerShell prints under -Debug, and
// "RESPONSE: 403 URL" with headers below it.
var httpDumpReader = reader{name: "http", opens: opensDump, match: matchDump, read: readDump}

// The titles of the parts of a dump.
const (
	dumpRequest  = "HTTP REQUEST"
	dumpResponse = "HTTP RESPONSE"
)

// dumpLabels stand in lines of their own, above what they name.
var dumpLabels = []string{"HTTP Method:", "Absolute Uri:", "Status Code:", "Headers:", "Body:"}

// logLevels stand in front of messages.
var logLevels = []string{"DEBUG: ", "INFO: ", "VERBOSE: ", "WARNING: ", "TRACE: ", "[DEBUG] ", "[INFO] "}

// statusNames are the names that .NET has for statuses.
var statusNames = []struct {
	word   string
	status int
}{
	{"OK", 200}, {"Created", 201}, {"Accepted", 202}, {"NoContent", 204}, {"MovedPermanently", 301}, {"Found", 302}, {"NotModified", 304},
	{"BadRequest", 400}, {"Unauthorized", 401}, {"Forbidden", 403}, {"NotFound", 404}, {"MethodNotAllowed", 405},
	{"ProxyAuthenticationRequired", 407}, {"RequestTimeout", 408}, {"Conflict", 409}, {"Gone", 410}, {"PreconditionFailed", 412},
	{"TooManyRequests", 429}, {"InternalServerError", 500}, {"NotImplemented", 501}, {"BadGateway", 502}, {"ServiceUnavailable", 503},
	{"GatewayTimeout", 504},
}

// statusOf reads a status, as a number or by its name; 0 if a text is none.
func statusOf(text string) int {
	if len(text) == 3 && isDigits(text) {
		status, _ := strconv.Atoi(text)
		return status
	}
	for _, s := range statusNames {
		if s.word == text {
			return s.status
		}
	}
	return 0
}

// cutLevel takes off the time, in brackets, and the level that a message of a log begins with.
func cutLevel(line string) (rest string, ok bool) {
	if inner, found := strings.CutPrefix(line, "("); found {
		if rest, stamped := cutStamp(inner); stamped {
			line = strings.TrimLeft(rest, ") ")
		}
	}
	for _, level := range logLevels {
		if rest, ok := strings.CutPrefix(line, level); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return line, false
}

// dumpTitle reads "===== HTTP RESPONSE =====", behind a level perhaps; "" if a line is no title.
func dumpTitle(line string) string {
	text, _ := cutLevel(strings.TrimSpace(line))
	if !strings.HasPrefix(text, "====") || !strings.HasSuffix(text, "====") {
		return ""
	}
	if title := strings.Trim(text, "= "); title == dumpRequest || title == dumpResponse {
		return title
	}
	return ""
}

// loggedResponse reads "INFO: RESPONSE: 403 https://fabrikam.vault.azure.net/x".
func loggedResponse(line string) (status int, url string, ok bool) {
	text, _ := cutLevel(strings.TrimSpace(line))
	rest, ok := strings.CutPrefix(text, "RESPONSE: ")
	words := strings.Fields(rest[:min(len(rest), maxErrorBytes)])
	if !ok || len(words) != 2 || !strings.Contains(words[1], "://") || !isDigits(words[0]) {
		return 0, "", false
	}
	status = statusOf(words[0])
	return status, words[1], status != 0
}

func opensDump(line, _ string) bool {
	_, url, ok := loggedResponse(line)
	return ok && isVaultHost(hostOfURL(url))
}

// matchDump looks for an answer that tells of a vault: others are the resource manager's, of which the body matters.
func matchDump(_ *Source, head []string) bool {
	titled, vault := false, false
	for _, line := range head {
		if opensDump(line, "") {
			return true
		}
		_, _, logged := loggedResponse(line)
		titled = titled || logged || dumpTitle(line) == dumpResponse
		vault = vault || strings.HasPrefix(strings.ToLower(line), networkInfoHeader) || vaultURL(line) != ""
	}
	return titled && vault
}

// A dumpReading is the state of reading a dump.
type dumpReading struct {
	src   *Source
	out   *sink
	sc    *scanner
	title string // of the part being read; "" if none is
	label string
	url   string // of the request
	agent string // the program that makes the requests, by what it says of itself
	req   *Request
	head  headReading
	body  bodyReading
	parts int
}

func readDump(src *Source, out *sink) {
	r := &dumpReading{src: src, out: out, sc: newScanner(src, out.origin)}
	for r.sc.next() {
		r.line(strings.TrimSpace(r.sc.text))
	}
	r.end(r.label == "Headers:" && headEnds(src))
}

// line reads one line.
func (r *dumpReading) line(text string) {
	if r.parts > maxParts {
		r.out.unread(r.sc.cite())
		return
	}
	if title := dumpTitle(text); title != "" {
		r.end(false)
		r.title, r.label = title, ""
		if title == dumpRequest {
			r.url = ""
		}
		return
	}
	if status, url, ok := loggedResponse(text); ok {
		r.end(false)
		r.title, r.label, r.url = dumpResponse, "Headers:", strings.Clone(url)
		r.answer(r.agent, status)
		return
	}
	if r.requestLine(text) {
		return
	}
	rest, logged := cutLevel(text)
	label, value, _ := strings.Cut(rest, ":")
	label += ":"
	_, _, isHeader := headerField(rest)
	switch {
	case text == "" && (r.label != "Headers:" || len(r.head.block.Headers) == 0 || r.req == nil):
	case r.title == "", logged && !(isHeader && r.label == "Headers:"):
		r.end(false)
		r.out.unread(r.sc.cite())
	case text == "":
		r.head.block.Complete, r.label = !r.head.gap, "Body:"
	case slices.Contains(dumpLabels, label) && r.label != "Body:" || text == "Body:":
		if r.label = label; strings.TrimSpace(value) != "" {
			r.value(strings.TrimSpace(value))
		}
	default:
		r.value(rest)
	}
}

// requestLine reads a line of a logged request: what is asked, and the headers below it, of which one names the client.
func (r *dumpReading) requestLine(text string) bool {
	rest, _ := cutLevel(text)
	if asked, ok := strings.CutPrefix(rest, "REQUEST: "); ok {
		if words := strings.Fields(asked[:min(len(asked), maxErrorBytes)]); len(words) == 2 && strings.Contains(words[1], "://") {
			r.end(false)
			r.title, r.label, r.agent = dumpRequest, "Headers:", ""
			return true
		}
	}
	name, value, ok := headerField(rest)
	if ok && r.title == dumpRequest && name == "user-agent" && (strings.Contains(value, "go-autorest") || strings.Contains(value, "azsdk-go-")) {
		r.agent = "go"
		return true
	}
	return false
}

// value reads what stands below a label, or behind it.
func (r *dumpReading) value(text string) {
	answer := r.title == dumpResponse
	switch {
	case r.label == "HTTP Method:", !answer && (r.label == "Headers:" || r.label == "Body:"):
	case r.label == "Absolute Uri:" && !answer:
		r.url = strings.Clone(firstField(text))
	case r.label == "Status Code:" && answer && r.req == nil && statusOf(text) != 0:
		r.answer(toolPowerShell, statusOf(text))
		if !isDigits(text) {
			r.head.block.Reason = strings.Clone(text)
		}
	case r.req != nil && r.label == "Headers:":
		if name, value, ok := property(text); ok {
			text = name + ": " + value
		}
		if r.parts++; !r.head.add(text, r.sc.peek(), r.sc.cite()) {
			r.head.gap = true
			r.out.unread(r.sc.cite())
		}
	case r.req != nil && r.label == "Body:" && r.body.takes(text):
		r.body.add(text, r.sc.cite())
	default:
		r.out.unread(r.sc.cite())
	}
}

// answer begins a request at the status of its answer.
func (r *dumpReading) answer(tool string, status int) {
	r.parts++
	r.req = &Request{Tool: tool}
	if !elidedText(r.url) && !isMasked(r.url) {
		r.req.aim(r.url, "")
	}
	r.head = headReading{block: Block{Status: status, At: r.sc.cite()}}
	r.body = bodyReading{left: -1}
}

// end hands out the request being read, if there is one; complete says that the end of its headers is known.
func (r *dumpReading) end(complete bool) {
	req := r.req
	r.req, r.title, r.label = nil, "", ""
	if req == nil {
		return
	}
	for _, c := range r.body.doubted() {
		r.out.unread(c)
	}
	b := r.head.block
	b.Complete = b.Complete || complete && !r.head.gap && len(b.Headers) > 0
	req.Blocks, req.Error = []Block{b}, r.body.serviceError()
	settle(req, r.src, r.out, lastHeader(&b, r.sc.torn))
	r.out.add(req)
}
