package parse

import (
	"slices"
	"strings"
)

// toolHTTPie makes requests and prints them as they go over the wire.
const toolHTTPie = "httpie"

// httpReader reads requests with their answers, as they go over the wire: a request line, its headers, and below them
// the status line. An answer alone is taken for curl's.
var httpReader = reader{name: "http", match: matchHTTP, read: readHTTP}

// httpMethods are those that clients use.
var httpMethods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

// wireRequest reads the request line of an exchange.
func wireRequest(line string) bool {
	method, target, ok := requestLine(line)
	return ok && strings.HasPrefix(line, method) && slices.Contains(httpMethods, method) &&
		(strings.HasPrefix(target, "/") || strings.Contains(target, "://"))
}

// matchHTTP looks for a request line with a status line, or an error of HTTPie, somewhere below.
func matchHTTP(_ *Source, head []string) bool {
	asked := false
	for _, line := range head {
		_, isStatus := statusLine(line)
		_, isError := httpieError(line)
		switch {
		case wireRequest(line):
			asked = true
		case isError, asked && isStatus && strings.HasPrefix(line, "HTTP/"):
			return true
		case strings.HasPrefix(line, "---request begin---"):
			return false // wget
		}
	}
	return false
}

// httpieError reads "http: error: ConnectionError: ...".
func httpieError(line string) (text string, ok bool) {
	for _, prefix := range []string{"http: error: ", "https: error: ", "http: LogLevel.ERROR: ", "https: LogLevel.ERROR: "} {
		if text, ok := strings.CutPrefix(line, prefix); ok {
			return text, true
		}
	}
	return "", false
}

// readHTTP reads the answers as those of curl are read.
func readHTTP(src *Source, out *sink) {
	r := &curlReading{src: src, out: out, sc: newScanner(src, out.origin), wire: true}
	r.cmd.include = true
	asking := false
	for r.sc.next() {
		line := strings.TrimRight(r.sc.text, "\r")
		_, isStatus := statusLine(line)
		text, isError := httpieError(line)
		switch {
		case wireRequest(line):
			r.endPart()
			r.cur, r.x, asking = nil, nil, true
			r.sent(line)
		case isError:
			r.tool = toolHTTPie
			r.fail(Failure{Code: -1, Text: strings.Clone(text)})
		case isStatus:
			asking = false
			r.line(line)
		case !asking:
			r.line(line)
		default:
			r.asked(line)
		}
	}
	r.cutAt = lastHeader(&r.head.block, r.state == inHead && r.sc.torn)
	r.endHead(headEnds(src))
	r.endBody()
	r.x = nil // what was asked and not answered is no request that was made
	r.finish()
}

// asked reads a line of the request.
func (r *curlReading) asked(line string) {
	if name, value, ok := headerField(line); ok && name == "user-agent" && strings.HasPrefix(value, "HTTPie/") {
		r.tool = toolHTTPie
	}
	r.sent(line)
}
