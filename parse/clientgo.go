package parse

import "strings"

// goForms are the errors of Go's net, tls and http packages.
var goForms = []faultForm{
	{"go", "lookup ", goLookup},
	{"go", "dial tcp", goDial},
	{"go", "read tcp ", goRead},
	{"go", "x509: ", goTLS},
	{"go", "tls: ", goTLS},
	{"go", "net/http: ", goHTTP},
	{"go", "context deadline exceeded", goHTTP},
}

// proxied marks a failure to reach a proxy. The host is that behind it, of which the failure says nothing.
func proxied(before string, f fault) fault {
	if strings.Contains(before, "proxyconnect tcp: ") {
		f.class, f.host = FailProxy, hostOfQuoted(before)
		f.text = "proxyconnect tcp: " + f.text
	}
	return f
}

// goLookup reads "dial tcp: lookup NAME on SERVER:53: no such host".
func goLookup(before, rest string) (fault, bool) {
	if !strings.HasSuffix(before, "dial tcp: ") && !strings.HasSuffix(before, "dial tcp4: ") && !strings.HasSuffix(before, ": ") && before != "" {
		return fault{}, false
	}
	text := untilQuote(rest)
	name, tail, ok := strings.Cut(strings.TrimPrefix(text, "lookup "), " on ")
	server, reason := "", ""
	if ok {
		server, reason, ok = cutServer(tail)
	} else {
		name, reason, ok = strings.Cut(name, ": ")
	}
	f := fault{text: text, class: FailResolve, query: hostWord(name), host: name}
	if !ok || strings.ContainsAny(name, " \t") || name == "" {
		return f, false
	}
	for _, r := range goReasons {
		if strings.Contains(reason, r.text) {
			if server != "" {
				f.ended = r.outcome
			}
			if hidesServer(server) {
				f.masked = server
			} else if server != "" {
				f.server = dnsServer(server)
			}
			f.text = text[:strings.Index(text, r.text)+len(r.text)]
			return proxied(before, f), true
		}
	}
	return f, false
}

// cutServer parts "10.0.0.10:53: no such host" into the server and the reason.
func cutServer(tail string) (server, reason string, ok bool) {
	server, reason, ok = strings.Cut(tail, ": ")
	return server, reason, ok && !strings.ContainsAny(server, " \t")
}

// hidesServer reports whether the place of an address holds none, as its author hid it.
func hidesServer(server string) bool {
	_, isAddr := dnsAddr(server)
	return server != "" && !isAddr
}

// goReasons are how a lookup of Go's fails. It has one text for a name that does not exist and one that has no
// address, and one for all refusals of a server.
var goReasons = []struct {
	text    string
	outcome Outcome
}{
	{"no such host", NXDomain}, {"server misbehaving", ServFail}, {"i/o timeout", Timeout}, {"Temporary failure", Failed},
	{"refused", Failed}, {"unreachable", Failed}, {"no route", Failed}, {"deadline exceeded", Timeout}, {"operation was canceled", Failed},
}

// goDial reads "dial tcp 10.1.2.3:443: i/o timeout".
func goDial(before, rest string) (fault, bool) {
	text := untilQuote(rest)
	target, reason, ok := strings.Cut(strings.TrimLeft(strings.TrimPrefix(text, "dial tcp"), "46"), ": ")
	if !ok {
		return fault{}, false
	}
	target = strings.TrimSpace(target)
	f := fault{text: text, class: classOf(-1, reason), host: hostOfQuoted(before)}
	if target == "" { // "dial tcp: i/o timeout"
		return proxied(before, f), f.class != FailOther && f.host != ""
	}
	if _, to, both := strings.Cut(target, "->"); both {
		target = to
	}
	if hostWord(f.host) == "" {
		f.host = target
	}
	if strings.Contains(reason, "did not properly respond") || strings.Contains(reason, "A connection attempt failed") {
		f.class = FailTimeout
	}
	return proxied(before, f), !strings.ContainsAny(target, " \t")
}

// goRead reads "read tcp 10.0.0.4:51514->20.1.2.3:443: read: connection reset by peer".
func goRead(before, rest string) (fault, bool) {
	text := untilQuote(rest)
	ends, reason, ok := strings.Cut(strings.TrimPrefix(text, "read tcp "), ": ")
	_, to, both := strings.Cut(ends, "->")
	f := fault{text: text, class: classOf(-1, reason), host: hostOfQuoted(before)}
	if hostWord(f.host) == "" {
		f.host = to
	}
	return f, ok && both && !strings.HasSuffix(to, ":53")
}

// goTLS reads errors of certificates and handshakes. The name that a certificate does not cover stands at the end.
func goTLS(before, rest string) (fault, bool) {
	text := untilQuote(rest)
	f := fault{text: text, host: hostOfQuoted(before)}
	if i := strings.LastIndex(text, ", not "); i >= 0 && strings.Contains(text, "valid for") {
		f.host = text[i+len(", not "):]
	}
	if strings.HasSuffix(before, "tls: failed to verify certificate: ") {
		f.text = "tls: failed to verify certificate: " + text
	}
	if strings.HasPrefix(rest, "tls: ") && classOf(-1, text) == FailOther {
		f.class = FailTLS
	}
	return f, hostWord(f.host) != "" || strings.Contains(before, "tls: ")
}

// goHTTP reads timeouts of Go's http client. Others have the same words: a URL, or the client of Key Vault, must
// stand before them.
func goHTTP(before, rest string) (fault, bool) {
	text := untilQuote(rest)
	f := fault{text: text, host: hostOfQuoted(before), class: FailTimeout}
	request := !strings.Contains(lastURL(before), " ") && hostWord(f.host) != "" && isVerb(before)
	if !request && !strings.Contains(before, "StatusCode=0 -- Original Error: ") {
		return f, false
	}
	return f, strings.HasPrefix(text, "context deadline") || strings.Contains(text, "timeout") || strings.Contains(text, "Timeout exceeded")
}

// lastURL returns the last URL of a text from its scheme's end on, without the quotes behind it.
func lastURL(text string) string {
	at := urlStart(text)
	if at < 0 {
		return ""
	}
	return strings.TrimRight(text[at+strings.Index(text[at:], "://"):], " :\"\\")
}

// urlStart returns where the last URL of a text begins; -1 if there is none. A URL within another's query is none.
func urlStart(text string) int {
	i := strings.LastIndex(text, "://")
	if i < 0 {
		return -1
	}
	start := strings.LastIndexAny(text[:i], " \t\"'`<>(,") + 1
	i = start + strings.Index(text[start:], "://")
	for start = i; start > 0 && (text[start-1] >= 'a' && text[start-1] <= 'z' || text[start-1] >= 'A' && text[start-1] <= 'Z'); {
		start--
	}
	return start
}

// isVerb reports whether the last URL of a text stands behind the name of a method, as Go's errors tell requests.
func isVerb(text string) bool {
	before := strings.TrimRight(text[:max(0, urlStart(text))], " \"\\")
	for _, verb := range []string{"Get", "Put", "Post", "Head", "Patch", "Delete"} {
		if strings.HasSuffix(before, verb) || strings.HasSuffix(before, strings.ToUpper(verb)) {
			return true
		}
	}
	return false
}

// goURL returns the URL that Go's error tells of the request: the last before the error, behind the name of the method.
func goURL(before string) string {
	if !isVerb(before) {
		return ""
	}
	url := before[urlStart(before):]
	if end := strings.IndexAny(url, " \t\"'<>()[]{}|\\,"); end >= 0 {
		url = url[:end]
	}
	return strings.TrimRight(url, ".:;")
}
