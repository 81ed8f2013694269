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
var connectFailures = []int{5, 6, 7, 35, 51, 60, 77, 83, 90, 91, 97}

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
	if r.cur == nil || !r.cur.Failure.bare() || r.answered() && slices.Contains(connectFailures, f.Code) {
		r.newRequest()
	}
	f.Cite = r.sc.cite()
	r.cur.Failure = &f
}

// bare reports whether a failure tells no more than that there was no answer, or is none at all.
func (f *Failure) bare() bool { return f == nil || f.Code < 0 && f.Text == "" }

// answered reports whether the request being read has its final answer.
func (r *curlReading) answered() bool {
	last := r.cur.Last()
	return r.hadBody || last != nil && last.final()
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
	for i, x := range r.told {
		if x != nil {
			x.apply(r.reqs[i])
		}
	}
	r.failByExit()
	for _, req := range r.reqs {
		settle(req, r.src, r.out, r.cutAt)
		if req.Proxy.Value != "" && !req.Proxy.Known() {
			req.Proxy.Cite = req.At // the command names it
		}
		req.judge()
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
	last := r.reqs[len(r.reqs)-1]
	if last.Failure != nil && last.Failure.Code < 0 {
		last.Failure.Code = *exit // -s hid the error; -v told it
	}
	for _, req := range r.reqs {
		if req.Failure != nil {
			return
		}
	}
	last.Failure = &Failure{Code: *exit, Cite: commandCite(r.src, r.out.origin)}
}

// judge gives a request's failure its class. Where the tool told that it went to a proxy, an error that names the
// proxy is the proxy's. A rejected certificate was looked at and found bad.
func (r *Request) judge() {
	f := r.Failure
	if f == nil {
		return
	}
	if f.Class == "" {
		f.Class = classOf(f.Code, f.Text)
	}
	if r.URL == "" && r.Host == "" && !r.Proxy.Known() && r.Proxy.Value == "" && r.Blocks == nil && r.Hops == nil {
		r.Host = hostInFailure(f.Text)
	}
	if _, name, ok := strings.Cut(f.Text, "Could not resolve proxy: "); ok && !r.Proxy.Known() {
		if host := proxyHost(firstField(name)); dnsName(host) && !elidedText(host) && !strings.ContainsAny(host, "$%{}<>*`") {
			r.Proxy = Text{Value: host, Cite: f.Cite}
		}
	}
	connect := f.Class == FailResolve || f.Class == FailRefused || f.Class == FailTimeout
	proxy := r.Proxy.Value
	if connect && r.Proxy.Known() && proxy != r.Host && strings.Contains(f.Text, " "+proxy+" ") {
		f.Class = FailProxy
	}
	unchecked := strings.Contains(strings.ToLower(f.Text), "0x8009201") // the revocation list could not be read
	if f.Class == FailCertificate && r.Verified == nil && !unchecked {
		r.Verified = new(bool)
	}
}

// hostInFailure returns the host that an error of curl names; "" where it names none, or where it may be a proxy's.
func hostInFailure(text string) string {
	for _, form := range []struct{ before, behind string }{
		{"Could not resolve host: ", ""}, {"Couldn't resolve host ", ""}, {"Failed to connect to ", " port 443"}, {"connect to ", " port 443"},
		{"in connection to ", ":443"}, {"does not match target host name ", ""}, {"matches target host name ", ""}, {"matches target hostname ", ""},
	} {
		_, rest, ok := strings.Cut(text, form.before)
		word := strings.TrimRight(firstField(rest), ";,")
		if ok && strings.Contains(rest, form.behind) && !strings.Contains(text, "over proxy ") {
			return strings.Clone(hostWord(word))
		}
	}
	return ""
}

// settle takes the network-info header from the answer and finds the line that decides the outcome. The capture may
// end within the header that stands at cutAt.
func settle(req *Request, src *Source, out *sink, cutAt Cite) {
	last := req.Last()
	if last != nil {
		if h := last.Get(networkInfoHeader); h != nil {
			cut := h.Cite == cutAt
			req.NetworkInfo = parseNetworkInfo(h.Value, h.Cite, cut)
			if text := req.NetworkInfo.AddrText; !req.NetworkInfo.Addr.IsValid() && isMasked(text) {
				out.add(&Masked{Text: text, Cite: h.Cite})
			}
			if elidedText(h.Value) || cut && !req.NetworkInfo.ends() || req.NetworkInfo.halfAddr() {
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
