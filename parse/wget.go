package parse

import (
	"slices"
	"strings"
)

// wgetReader reads what GNU wget and the wget of busybox print. They print it to standard error, and the body apart.
var wgetReader = reader{name: "wget", opens: opensWget, match: matchWget, read: readWget}

// opensWget reports whether a line is the first of an output of wget: "--2026-11-22 10:00:00--  https://...", or what
// busybox prints.
func opensWget(line, next string) bool {
	if line == "" {
		return false
	}
	switch line[0] {
	case '-':
		_, ok := wgetStart(line)
		return ok
	case 'C':
		_, _, ok := busyboxConnect(line)
		return ok
	case 'h': // -nv
		return strings.HasPrefix(line, "http") && strings.HasSuffix(line, ":") && strings.Contains(line, "://") && strings.Contains(next, " ERROR ")
	}
	return isWgetError(line) || strings.HasPrefix(line, "Spider mode enabled. Check if remote file exists.")
}

func matchWget(src *Source, head []string) bool {
	for i, line := range head {
		next := head[min(i+1, len(head)-1)]
		if opensWget(strings.TrimSpace(line), next) || isAwaiting(line) {
			return true
		}
	}
	if src.Stderr != nil && slices.ContainsFunc(headLines(src.Stderr.Text), func(line string) bool { return opensWget(line, "") }) {
		return true
	}
	return parseHTTPCommand(src.Command).tool == toolWget
}

// wgetStart reads "--2026-11-22 10:00:00--  (try: 2)  https://..." and the older "--10:00:00--  http://...".
func wgetStart(line string) (url string, ok bool) {
	rest, ok := strings.CutPrefix(line, "--")
	if !ok {
		return "", false
	}
	date, rest, found := strings.Cut(rest, "--  ")
	if !found || len(date) < len("10:00:00") || strings.Trim(date, "0123456789-: ") != "" {
		return "", false
	}
	words := strings.Fields(rest)
	if len(words) == 0 {
		return "", false
	}
	url = words[len(words)-1]
	return url, strings.Contains(url, "://")
}

// busyboxConnect reads "Connecting to fabrikam.vault.azure.net (10.1.2.3:443)".
func busyboxConnect(line string) (host, addr string, ok bool) {
	rest, ok := strings.CutPrefix(line, "Connecting to ")
	host, addr, found := strings.Cut(rest, " (")
	addr, tail, closed := strings.Cut(addr, ")")
	if !ok || !found || !closed || strings.TrimSpace(tail) != "" || strings.Contains(host, " ") {
		return "", "", false
	}
	return host, addr, strings.Contains(addr, ":")
}

// wgetErrors open the errors that wget prints with its name. The alias of PowerShell writes "wget : ".
var wgetErrors = []string{
	"wget: unable to resolve host address", "wget: bad address", "wget: server returned error: ", "wget: can't connect to remote host",
	"wget: download timed out", "wget: error getting response", "wget: bad header line", "wget: connection closed prematurely",
	"wget: missing URL", "wget: unrecognized option", "wget: invalid option", "wget: TLS error", "wget: not an http or ftp url",
}

// isWgetError reports whether a line is such an error.
func isWgetError(line string) bool {
	return hasAnyPrefix(line, wgetErrors)
}

// isAwaiting reports whether a line says that wget has sent its request.
func isAwaiting(line string) bool {
	return strings.HasPrefix(line, "HTTP request sent, awaiting response...") ||
		strings.HasPrefix(line, "Proxy request sent, awaiting response...")
}

// A wgetReading is the state of reading one capture of wget.
type wgetReading struct {
	src    *Source
	out    *sink
	sc     *scanner
	cmd    httpCommand
	reqs   []*Request
	cur    *Request
	inHead bool
	head   headReading
	body   bodyReading
	inBody bool
	flat   bool // its lines are not indented (-d)
	moved  bool // a redirect is followed: the connection is another one
	busy   bool // it is busybox, which tells of a connection before it is there
	asking bool // the lines are the request's (-d)
	parts  int
	indent string // what stands in front of the lines, as in an item of a list
}

func readWget(src *Source, out *sink) {
	r := &wgetReading{src: src, out: out, cmd: parseHTTPCommand(src.Command)}
	if src.Stderr != nil {
		r.sc = newScanner(src.Stderr, &src.Stderr.Origin)
		r.lines()
		r.endHead(headEnds(src.Stderr))
	}
	r.sc = newScanner(src, out.origin)
	r.lines()
	cutAt := lastHeader(&r.head.block, r.inHead && r.sc.torn)
	r.endHead(headEnds(src))
	r.endBody()
	r.finish(cutAt)
}

// finish completes the requests and hands them out.
func (r *wgetReading) finish(cutAt Cite) {
	if len(r.reqs) == 0 && r.cmd.tool == toolWget {
		r.newRequest("")
	}
	for _, req := range r.reqs {
		if r.src.Exit != nil && *r.src.Exit > 0 && len(r.reqs) == 1 && req.Failure == nil && req.Last() == nil && !r.cmd.piped {
			req.Failure = &Failure{Code: -1, Cite: commandCite(r.src, r.out.origin)}
		}
		if r.busy && len(req.Blocks) > 0 && len(req.Tried) > 0 && !req.Proxy.Known() {
			req.Connected = req.Tried[len(req.Tried)-1]
		}
		settle(req, r.src, r.out, cutAt)
		req.judge()
		r.out.add(req)
	}
	if len(r.reqs) == 0 && r.out.skipped == nil && len(r.out.records) == 0 {
		r.out.add(unrecognised(r.src, r.out.origin))
	}
}

// newRequest opens a request, for a URL where wget tells it.
func (r *wgetReading) newRequest(url string) {
	r.parts++
	r.cur, r.moved = &Request{Tool: toolWget}, false
	r.cmd.apply(r.cur, len(r.reqs))
	if url != "" {
		r.cur.URL = strings.Clone(url)
		r.cur.Host, _, r.cur.Path = splitURL(r.cur.URL)
	}
	r.reqs = append(r.reqs, r.cur)
}

// request returns the request that lines belong to, which may be a new one.
func (r *wgetReading) request() *Request {
	if r.cur == nil {
		r.newRequest("")
	}
	return r.cur
}
