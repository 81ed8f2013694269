package parse

import (
	"net/netip"
	"slices"
	"strings"
)

// An exchange is what "curl -v" tells of one transfer besides the answer: the connection and the request sent.
type exchange struct {
	tried     []Addr
	connected Addr
	to        string // host that the connection is said to go to, as told
	port      string // its port
	proxy     Text
	viaProxy  bool        // the proxy that the connection goes to was asked for the server
	rebuilt   string      // URL as curl completed it; "" if it does not say
	hops      []*exchange // those of redirects
	url       Text        // of a redirect: where it leads
	cert      *Certificate
	certOf    string // "server" or "proxy" while lines tell of its certificate
	verified  *bool
	pins      []hostPin // --resolve
	elsewhere bool      // --connect-to: the connection goes to another host than the URL's
	tls       bool
	insecure  bool // -k: the checks were off
	sent      sentRequest
	failure   *Failure // what curl would print as its error, if nothing better is told
	over      bool     // the transfer is over
	follows   bool     // the lines that come are about the next one of a redirect
	owned     bool     // a request has it
}

// told reports whether the lines tell of a request, and not only of curl itself.
func (x *exchange) told() bool {
	return len(x.tried) > 0 || x.connected.Addr.IsValid() || x.to != "" || x.sent.method != "" || x.failure != nil
}

// starters open what curl tells of a transfer.
var starters = []string{
	"Trying ", "Connected to ", "Established connection to ", "Host ", "Hostname ", "Uses proxy env variable ",
	"Rebuilt URL to", "Re-using existing ", "Reusing existing ", "About to connect", "Could not resolve ", "Added ",
	"Connecting to hostname", "RESOLVE ", "Found bundle ", "Resolving timed out", "Failed to connect to ",
}

// enders close it. The answer's body may still follow.
var enders = []string{"Connection #", "Closing connection", "closing connection #", "shutting down connection #"}

// again are said where curl makes another connection for the same transfer.
var again = []string{"Connect me again", "Connection died", "Proxy CONNECT connection closed", "REFUSED_STREAM", "Mark bundle"}

// certVerdicts are how the TLS libraries tell that the server's certificate is good or bad.
var certVerdicts = []struct {
	text string
	good bool
}{
	{"SSL certificate verify ok", true}, // OpenSSL, LibreSSL
	{"SSL certificate verified via", true},
	{"server certificate verification OK", true}, // GnuTLS
	{"SSL certificate verification OK", true},
	{"SSL certificate verify result:", false},
	{"SSL certificate OpenSSL verify result:", false},
	{"SSL certificate verification failed", false},
	{"SSL certificate problem", false},
	{"server certificate verification failed", false},
	{"server certificate verification FAILED", false},
	{"SSL: no alternative certificate subject name matches", false},
	{"SSL: certificate subject name", false},
	{"schannel: SNI or certificate check failed", false},
	{"Cert verify failed", false}, // mbedTLS
}

// verboseTexts are remarks that only curl prints.
var verboseTexts = []string{"Trying ", "Connected to ", "Established connection to ", "Could not resolve host: ",
	"Could not resolve proxy: ", "Uses proxy env variable ", "Rebuilt URL to: ", "Connection #", "Closing connection",
	"Re-using existing ", "Reusing existing ", "RESOLVE ", "ALPN, ", "ALPN: ", "SSL connection using ", "Added "}

// isVerboseLine reports whether a line is one that "curl -v" alone prints, with its mark.
func isVerboseLine(line string) bool {
	mark, text := markLine(line)
	if mark != markInfo {
		return false
	}
	has := func(prefix string) bool { return strings.HasPrefix(text, prefix) }
	if has("Added ") {
		return strings.HasSuffix(text, " to DNS cache")
	}
	if has("Host ") {
		return strings.HasSuffix(text, " was resolved.")
	}
	if rest, ok := strings.CutPrefix(text, "Trying "); ok {
		return strings.ContainsAny(strings.TrimRight(firstField(rest), "."), ".:")
	}
	if has("Connected to ") {
		return strings.Contains(text, " port ") && strings.Contains(text, "(")
	}
	return slices.ContainsFunc(verboseTexts, has)
}

// info reads a remark of curl.
func (r *curlReading) info(text string) {
	x := r.x
	has := func(prefix string) bool { return strings.HasPrefix(text, prefix) }
	url, follows := strings.CutPrefix(text, "Issue another request to this URL: ")
	if follows || slices.ContainsFunc(again, has) {
		if x != nil {
			x.over = false
		}
		if x != nil && follows {
			x.follow(url, r.sc.cite())
		}
		return
	}
	if slices.ContainsFunc(starters, has) {
		r.startExchange()
	}
	x = r.exchange()
	y := x.hop()
	if slices.ContainsFunc(enders, has) && y.connected.Addr.IsValid() && len(r.conns) < maxTried {
		if r.conns == nil {
			r.conns = map[string]*exchange{}
		}
		r.conns[y.to] = y
	}
	if x.over = x.over || slices.ContainsFunc(enders, has); x.over {
		return
	}
	cite := r.sc.cite()
	if !y.connection(text, cite, r) && !y.certificate(text, cite) {
		y.mishap(text, cite)
	}
}

// startExchange begins a new transfer where the one being read is over.
func (r *curlReading) startExchange() {
	x, done := r.x, false
	switch {
	case x != nil && x.follows:
		return
	case x != nil && x.over:
		done = true
	case r.cur != nil:
		last := r.cur.Last()
		done = r.cur.Failure != nil || last != nil && last.final() || r.hadBody
	}
	if done {
		r.endPart()
		r.flush()
		r.cur, r.x = nil, nil
	}
}

// exchange returns the transfer that lines of -v are about, which may be a new one.
func (r *curlReading) exchange() *exchange {
	if r.x == nil {
		r.x = &exchange{}
		if n := len(r.reqs); n > 0 && r.reqs[n-1] == r.cur && r.told[n-1] == nil {
			r.x.owned = true
			r.told[len(r.told)-1] = r.x
		}
	}
	return r.x
}

// flush makes a request of a transfer that no answer came of.
func (r *curlReading) flush() {
	if r.x != nil && !r.x.owned && r.x.told() && r.afford() {
		r.newRequest()
	}
	r.x = nil
}

// connection reads a remark on how curl connects.
func (x *exchange) connection(text string, cite Cite, r *curlReading) bool {
	if rest, ok := strings.CutPrefix(text, "Trying "); ok {
		word := strings.TrimSuffix(firstField(rest), "...")
		x.try(tryAddr(word), word, cite, r)
		return true
	}
	for _, prefix := range []string{"Connected to ", "Established connection to "} {
		if rest, ok := strings.CutPrefix(text, prefix); ok {
			x.connect(rest, cite, r)
			return true
		}
	}
	if rest, ok := strings.CutPrefix(text, "connect to "); ok && strings.Contains(rest, " failed: ") {
		word := firstField(rest)
		x.try(originAddr(word), word, cite, r)
		return false // and it is a failure
	}
	if rest, ok := strings.CutPrefix(text, "Immediate connect fail for "); ok {
		word, _, _ := strings.Cut(rest, ": ")
		x.try(originAddr(word), word, cite, r)
		return false
	}
	if url, ok := strings.CutPrefix(text, "Rebuilt URL to: "); ok {
		x.rebuilt = strings.Clone(firstField(url))
		return true
	}
	return x.resolution(text, cite, r) || x.proxied(text, cite) || x.reused(text, r)
}

// try keeps an address that curl tries, once.
func (x *exchange) try(addr netip.Addr, word string, cite Cite, r *curlReading) {
	switch {
	case addr.IsValid():
		known := func(a Addr) bool { return a.Addr == addr }
		if !slices.ContainsFunc(x.tried, known) && len(x.tried) < maxTried {
			x.tried = append(x.tried, Addr{Addr: addr, TTL: -1, Cite: cite})
		}
	case isMasked(word):
		r.out.add(&Masked{Text: strings.Clone(word), Cite: cite})
	default:
		r.out.unread(cite)
	}
}

// maxTried bounds the addresses of one request.
const maxTried = 100

// tryAddr reads the address of "Trying 10.1.2.3:443...", "Trying [::1]:443...", "Trying ::1:443..." and, of older
// versions, "Trying ::1...".
func tryAddr(word string) netip.Addr {
	if !strings.HasPrefix(word, "[") && strings.Count(word, ":") > 1 {
		for _, port := range []string{":443", ":80", ":8443", ":8080"} {
			if a := originAddr(strings.TrimSuffix(word, port)); strings.HasSuffix(word, port) && a.IsValid() {
				return a
			}
		}
	}
	return originAddr(word)
}

// connect reads "X (10.1.2.3) port 443", or of newer versions "X (10.1.2.3 port 443) from 10.1.2.4 port 54321".
func (x *exchange) connect(rest string, cite Cite, r *curlReading) {
	host, inner, ok := strings.Cut(rest, ") port ")
	if i := strings.LastIndex(host, " ("); ok && i >= 0 {
		x.port = leadingDigits(inner)
		host, inner = host[:i], host[i+2:]
	} else if host, inner, ok = strings.Cut(rest, " ("); ok {
		inner, _, _ = strings.Cut(inner, ")")
		inner, x.port, _ = strings.Cut(inner, " port ")
	} else {
		r.out.unread(cite)
		return
	}
	x.connected = Addr{}
	if host = strings.TrimSpace(host); host != "(nil)" {
		x.to = strings.Clone(canonical(host))
	}
	if addr := originAddr(strings.TrimSpace(inner)); addr.IsValid() {
		x.connected = Addr{Addr: addr, TTL: -1, Cite: cite}
		return
	}
	x.try(netip.Addr{}, strings.TrimSpace(inner), cite, r)
}

// leadingDigits returns the number that a text begins with.
func leadingDigits(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
}
