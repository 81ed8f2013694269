package parse

import (
	"net/netip"
	"slices"
	"strings"
)

// A sentRequest is what "curl -v" shows of the request that was sent.
type sentRequest struct {
	method string
	target string // path, or URL where it went to a proxy
	host   string // header Host as sent, which may tell a port; before it the target of CONNECT
	done   bool   // the header block is over
}

// sent reads a line of the request. Of its headers only Host is read.
func (r *curlReading) sent(text string) {
	method, target, isLine := requestLine(text)
	if isLine {
		r.startExchange()
	}
	x := r.exchange()
	if x.over {
		return
	}
	x = x.hop()
	s := &x.sent
	switch {
	case isLine && method == "CONNECT":
		*s = sentRequest{method: method, host: target}
		x.setProxy("", r.sc.cite())
	case isLine:
		host := s.host // of the tunnel
		*s = sentRequest{method: method, target: target, host: host}
		if strings.Contains(target, "://") {
			x.setProxy("", r.sc.cite())
		}
	case text == "":
		s.done = true
	case s.method != "" && !s.done:
		if name, value, ok := headerField(text); ok && name == "host" && s.method != "CONNECT" {
			s.host = strings.Clone(firstField(value))
		}
	}
}

// requestLine reads "GET /healthstatus HTTP/1.1". What an author wrote behind it is left out.
func requestLine(text string) (method, target string, ok bool) {
	words := strings.Fields(text)
	if len(words) < 3 || !strings.HasPrefix(words[2], "HTTP/") || strings.Trim(words[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", "", false
	}
	return strings.Clone(words[0]), strings.Clone(words[1]), true
}

// mishaps open the remarks that curl repeats as its error, or would, without -s.
var mishaps = []string{
	"Could not resolve ", "Failed to connect to ", "connect to ", "Immediate connect fail for ", "Connection timed out",
	"Operation timed out", "Resolving timed out", "SSL connection timeout", "SSL certificate problem", "SSL: ",
	"SSL certificate OpenSSL verify result", "schannel: ", "OpenSSL SSL_connect: ", "OpenSSL/", "LibreSSL ", "BoringSSL ",
	"error:", "TLS connect error", "Recv failure", "Send failure", "Empty reply from server", "Received HTTP code ",
	"CONNECT tunnel failed", "Proxy CONNECT aborted", "server certificate verification failed", "gnutls_handshake() failed",
	"Unknown SSL protocol error", "rustls", "OpenSSL SSL_read",
}

// weakMishaps may be followed by a better end.
var weakMishaps = []string{"connect to ", "Immediate connect fail for "}

// tellsMishap reports whether a text is such a remark, and no sentence of a person that begins as one.
func tellsMishap(text string) bool {
	for _, start := range []string{"SSL certificate problem: ", "schannel: ", "Server certificate:", "Connection timed out after ",
		"Operation timed out after ", "CONNECT tunnel failed, ", "OpenSSL SSL_connect: "} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return strings.HasPrefix(text, "Failed to connect to ") && strings.Contains(text, " port ")
}

// mishap keeps a remark that tells why there is no answer.
func (x *exchange) mishap(text string, cite Cite) {
	has := func(prefix string) bool { return strings.HasPrefix(text, prefix) }
	_, failed, _ := strings.Cut(text, "schannel: ")
	switch {
	case !slices.ContainsFunc(mishaps, has), has("SSL: public key"):
	case failed != "" && !strings.Contains(failed, "fail") && !strings.Contains(failed, "_E_"):
	case slices.ContainsFunc(weakMishaps, has) && (x.failure != nil || !strings.Contains(text, "fail")):
	default:
		x.failure = &Failure{Code: -1, Text: strings.Clone(text), Cite: cite}
	}
}

// apply puts what was told of the transfer into its request.
func (x *exchange) apply(req *Request) {
	req.Tried, req.Certificate = x.tried, x.cert
	if x.proxy.Known() {
		req.Proxy = x.proxy
	}
	if x.verified != nil {
		req.Verified = x.verified
	}
	switch {
	case req.Proxy.Value != "" || req.tunneled():
		if req.Connected = (Addr{}); x.viaProxy {
			req.ProxyAddr = x.connected
		}
	case x.connected.Addr.IsValid():
		req.Connected = x.connected
	}
	req.Insecure = req.Insecure || x.insecure
	if x.cert.empty() {
		req.Certificate = nil
	}
	for _, h := range x.hops {
		req.Hops = append(req.Hops, h.asHop(req.Proxy.Value != ""))
	}
	if req.Insecure && x.verified != nil && *x.verified {
		req.Verified = nil // the chain was looked at, the name was not
	}
	last := req.Last()
	if req.Failure.bare() && x.failure != nil && (last == nil || !last.final()) {
		req.Failure = x.failure
	}
	if req.URL == "" {
		x.address(req)
	}
	if req.URL == "" && x.rebuilt != "" {
		req.URL = x.rebuilt
		req.Host, _, req.Path = splitURL(req.URL)
	}
	if !req.Resolve.IsValid() && req.Host != "" {
		req.Resolve = x.pinned(req.Host)
	}
}

// tunneled reports whether a proxy answered first that it made a connection.
func (r *Request) tunneled() bool {
	return len(r.Blocks) > 0 && r.Blocks[0].Status/100 == 2 && r.Blocks[0].interim()
}

// address finds out the URL of a request whose command is not known, as far as it is told.
func (x *exchange) address(req *Request) {
	s := x.sent
	if strings.Contains(s.target, "://") {
		req.URL = s.target
		req.Host, _, req.Path = splitURL(s.target)
		return
	}
	host, port := cutHost(s.host)
	_, notAddress := netip.ParseAddr(x.to)
	switch {
	case host == "" && x.proxy.Known():
		return
	case host == "", notAddress == nil && !x.elsewhere && !x.proxy.Known():
		host, port = x.to, x.port // a header Host of one's own says nothing of the URL
	}
	req.Host = canonical(host)
	if req.Host == "" || !strings.HasPrefix(s.target, "/") {
		return
	}
	req.Path, _, _ = strings.Cut(s.target, "?")
	if !x.proxy.Known() && !x.elsewhere && x.port != "" {
		port = x.port
	}
	scheme, usual := "http", "80"
	if x.tls || port == "443" {
		scheme, usual = "https", "443"
	}
	if port == "" && !x.tls {
		return // neither scheme nor port is told
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && port != usual {
		host += ":" + port
	}
	req.URL = scheme + "://" + canonical(host) + s.target
}
