package parse

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// curlRecvError is curl's status where a proxy refuses a tunnel: an error that comes with a header block.
const curlRecvError = 56

// connectFailures are curl's statuses that come before any answer of the server.
var connectFailures = []int{5, 6, 7, 35, 51, 60}

// curlFailure reads "curl: (N) text".
func curlFailure(line string) (Failure, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "curl: (")
	if !ok {
		return Failure{}, false
	}
	code, text, ok := strings.Cut(rest, ")")
	if !ok || !isDigits(code) {
		return Failure{}, false
	}
	n, err := strconv.Atoi(code)
	return Failure{Code: n, Text: strings.Clone(strings.TrimSpace(text))}, err == nil
}

// fail keeps an error of curl, in the request being read or in a new one.
func (r *curlReading) fail(f Failure) {
	r.endPart()
	if !r.afford() {
		return
	}
	if r.cur == nil || r.cur.Failure != nil || r.answered() && slices.Contains(connectFailures, f.Code) {
		r.newRequest()
	}
	f.Cite = r.sc.cite()
	r.cur.Failure = &f
}

// answered reports whether the request being read has its final answer.
func (r *curlReading) answered() bool {
	last := r.cur.Last()
	return r.hadBody || last != nil && last.final()
}

// readStderr takes curl's errors from the file in which standard error was kept. With several URLs it is not known
// which of them an error is about, so none is named.
func (r *curlReading) readStderr() {
	if r.src.Stderr == nil {
		return
	}
	r.cmd, r.state = r.given, betweenParts
	r.sc = newScanner(r.src.Stderr, &r.src.Stderr.Origin)
	for r.sc.next() {
		text, noise := plainLine(r.sc.text)
		f, isError := curlFailure(text)
		switch {
		case isError:
			r.fail(f)
			if len(r.given.urls) > 1 {
				r.forgetURLs()
			}
		case strings.HasPrefix(text, "More details here:"):
			r.state = inHelp
		case !noise && r.state != inHelp && text == r.sc.text:
			r.out.unread(r.sc.cite())
		}
	}
}

func (r *curlReading) forgetURLs() {
	for _, req := range r.reqs {
		req.URL, req.Host, req.Path, req.Resolve = "", "", "", netip.Addr{}
	}
}

// finish completes the requests and hands them out.
func (r *curlReading) finish() {
	if len(r.reqs) == 0 && r.given.tool == toolCurl {
		r.cmd, r.first = r.given, 0
		r.newRequest()
	}
	r.failByExit()
	for _, req := range r.reqs {
		settle(req, r.src, r.out, r.cutAt)
		r.out.add(req)
	}
	if len(r.reqs) == 0 && r.out.skipped == nil {
		r.out.add(unrecognised(r.src, r.out.origin))
	}
}

// failByExit makes a failure of an exit status that no text explains, as "curl -s" leaves it.
func (r *curlReading) failByExit() {
	exit := r.src.Exit
	if r.given.tool != toolCurl || r.given.piped || exit == nil || *exit == 0 {
		return
	}
	for _, req := range r.reqs {
		if req.Failure != nil {
			return
		}
	}
	last := r.reqs[len(r.reqs)-1]
	last.Failure = &Failure{Code: *exit, Cite: commandCite(r.src, r.out.origin)}
}

// settle takes the network-info header from the answer and finds the line that decides the outcome. The capture may
// end within the header that stands at cutAt.
func settle(req *Request, src *Source, out *sink, cutAt Cite) {
	last := req.Last()
	if last != nil {
		if h := last.Get(networkInfoHeader); h != nil {
			cut := h.Cite == cutAt
			req.NetworkInfo = parseNetworkInfo(h.Value, h.Cite, cut)
			if isElided(h.Value) || cut && !req.NetworkInfo.ends() {
				out.unread(h.Cite)
			}
		}
	}
	switch {
	case req.Failure != nil:
		req.At = req.Failure.Cite
	case last != nil:
		req.At = last.At
	case req.Error != nil:
		req.At = req.Error.Cite
	case req.At == (Cite{}):
		req.At = commandCite(src, out.origin)
	}
}
