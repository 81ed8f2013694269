package parse

import (
	"net/netip"
	"slices"
	"strings"
)

// resolution reads what newer versions tell of the name's addresses, and of those that the command fixed.
func (x *exchange) resolution(text string, cite Cite, r *curlReading) bool {
	if rest, ok := strings.CutPrefix(text, "Host "); ok {
		if name, ok := strings.CutSuffix(rest, " was resolved."); ok {
			host, port := cutHost(name)
			r.look, x.to, x.port = canonical(host), strings.Clone(canonical(host)), strings.Clone(port)
			return true
		}
	}
	for _, family := range []string{"IPv6: ", "IPv4: "} {
		if list, ok := strings.CutPrefix(text, family); ok && r.look != "" {
			r.resolved(list, cite, x)
			return true
		}
	}
	if rest, ok := strings.CutPrefix(text, "Added "); ok {
		host, rest := cutHost(rest)
		port, target, _ := strings.Cut(rest, ":")
		target, _, _ = strings.Cut(firstField(target), ",")
		if addr := originAddr(target); addr.IsValid() && strings.HasSuffix(text, " to DNS cache") && len(x.pins) < maxTried {
			x.pins = append(x.pins, hostPin{host: strings.Clone(canonical(host)), port: strings.Clone(port), addr: addr})
		}
		return true
	}
	if host, ok := strings.CutPrefix(text, "Connecting to hostname: "); ok {
		x.elsewhere = true
		if addr := originAddr(host); addr.IsValid() && len(x.pins) < maxTried {
			x.pins = append(x.pins, hostPin{host: "*", addr: addr})
		}
		return true
	}
	return false
}

// resolved reads the addresses that a name was resolved to. They make a lookup, unless the command fixed them.
func (r *curlReading) resolved(list string, cite Cite, x *exchange) {
	if slices.ContainsFunc(x.pins, func(p hostPin) bool { return p.host == r.look }) {
		return
	}
	l := r.lookup
	if l == nil || l.Query != r.look {
		l = &Lookup{Tool: toolCurl, Query: strings.Clone(r.look), Explicit: new(bool), Outcome: Answer}
	}
	for _, word := range strings.Split(list, ", ") {
		word = strings.TrimSpace(word)
		switch addr := originAddr(word); {
		case addr.IsValid() && len(l.Addresses) < maxTried:
			l.Addresses = append(l.Addresses, Addr{Addr: addr, TTL: -1, Cite: cite})
		case isMasked(word):
			r.out.add(&Masked{Text: strings.Clone(word), Cite: cite})
		}
	}
	if len(l.Addresses) > 0 && r.lookup != l {
		l.At = l.Addresses[0].Cite
		l.Chain = []Name{{Name: l.Query, Cite: l.At}}
		r.lookup = l
		r.out.add(l)
	}
}

// tunnelTexts are said of a proxy that is asked for a tunnel.
var tunnelTexts = []string{
	"Establish HTTP proxy tunnel to ", "allocate connect buffer", "CONNECT tunnel", "Proxy replied ", "CONNECT phase completed",
	"Received HTTP code ", "Opened SOCKS connection", "SOCKS4", "SOCKS5", "Proxy auth using ",
}

// proxied reads a remark that tells of a proxy. The variable no_proxy names none.
func (x *exchange) proxied(text string, cite Cite) bool {
	if rest, ok := strings.CutPrefix(text, "Uses proxy env variable "); ok {
		name, value, _ := strings.Cut(rest, " == ")
		if !strings.EqualFold(name, "no_proxy") {
			x.setProxy(proxyHost(strings.Trim(value, "'")), cite)
		}
		return true
	}
	if strings.HasPrefix(text, "Received HTTP code ") && !strings.Contains(text, "proxy") {
		return false
	}
	if hasAnyPrefix(text, tunnelTexts) {
		x.setProxy("", cite)
	}
	return false // it may be a failure as well
}

// setProxy says that the connection goes to a proxy: of a name, or to the host that curl said it connected to.
func (x *exchange) setProxy(host string, cite Cite) {
	x.viaProxy = x.viaProxy || host == ""
	if host == "" && x.connected.Addr.IsValid() {
		if host, cite = x.to, x.connected.Cite; host == "" {
			host = x.connected.Addr.String()
		}
	}
	if !x.proxy.Known() && host != "" {
		x.proxy = Text{Value: strings.Clone(host), Cite: cite}
	}
}

// proxyHost returns the host of a proxy's address as it is configured, without scheme, password and port.
func proxyHost(value string) string {
	if _, rest, ok := strings.Cut(value, "://"); ok {
		value = rest
	}
	value = value[strings.LastIndexByte(value, '@')+1:]
	value, _, _ = strings.Cut(value, "/")
	host, _ := cutHost(value)
	return canonical(host)
}

// reused takes over what is known of a connection that curl uses once more.
func (x *exchange) reused(text string, r *curlReading) bool {
	if !strings.HasPrefix(text, "Re-using existing ") && !strings.HasPrefix(text, "Reusing existing ") {
		return false
	}
	_, host, _ := strings.Cut(text, " with ")
	_, host, _ = strings.Cut(host, " ")
	if old := r.conns[canonical(host)]; old != nil {
		x.connected, x.to, x.port, x.proxy, x.viaProxy = old.connected, old.to, old.port, old.proxy, old.viaProxy
		x.cert, x.verified, x.tls = old.cert, old.verified, old.tls
	}
	return true
}

// certificate reads a remark on TLS.
func (x *exchange) certificate(text string, cite Cite) bool {
	if rest, ok := strings.CutPrefix(text, "Server certificate:"); ok {
		x.tls, x.certOf = true, "server"
		x.chainName(strings.TrimSpace(rest), cite)
		return true
	}
	if strings.HasPrefix(text, "Proxy certificate:") {
		x.certOf = "proxy"
		return true
	}
	x.insecure = x.insecure || x.certOf != "proxy" && (strings.Contains(text, ", continuing anyway") ||
		strings.HasSuffix(text, "certificate verification SKIPPED"))
	for _, v := range certVerdicts {
		if strings.HasPrefix(text, v.text) {
			if x.certOf != "proxy" {
				x.verified = &v.good
			}
			x.certOf = ""
			return v.good
		}
	}
	if strings.HasPrefix(text, "subjectAltName does not match") && x.certOf != "proxy" {
		x.verified = new(bool)
	}
	for _, prefix := range []string{"ALPN", "TLSv1", "SSLv3, TLS handshake", "SSL connection using", "(304) (", "TLS 1."} {
		x.tls = x.tls || strings.HasPrefix(text, prefix)
	}
	return x.certOf != "proxy" && x.certField(text, cite)
}

// chainName keeps a name of Secure Transport, which prints one certificate a line, the server's own first.
func (x *exchange) chainName(name string, cite Cite) {
	c := x.certOfServer()
	switch {
	case name == "" || elidedText(name):
	case !c.Subject.Known():
		c.Subject = Text{Value: remarkless(name), Cite: cite}
	case !c.Issuer.Known():
		c.Issuer = Text{Value: remarkless(name), Cite: cite}
	}
}

func (x *exchange) certOfServer() *Certificate {
	if x.cert == nil {
		x.cert = &Certificate{}
	}
	return x.cert
}

// certField reads "subject: CN=..." and what else tells of the server's certificate.
func (x *exchange) certField(text string, cite Cite) bool {
	name, value, ok := strings.Cut(strings.TrimPrefix(text, "SSL certificate "), ": ")
	value = remarkless(strings.TrimSpace(value))
	if !ok || value == "" || elidedText(value) {
		return false
	}
	t := Text{Value: value, Cite: cite}
	switch name {
	case "subject":
		x.certOfServer().Subject = t
	case "issuer":
		x.certOfServer().Issuer = t
	case "subjectAltName":
		if t.Value = altName(value); t.Value != "" && len(x.certOfServer().Names) < maxTried {
			x.cert.Names = append(x.cert.Names, t)
		}
	case "common name":
		if c := x.certOfServer(); !c.Subject.Known() {
			t.Value, _, _ = strings.Cut(value, " (")
			c.Subject = t
		}
	default:
		return false
	}
	return true
}

// altName returns the certificate's name of `host "x.vault.azure.net" matched cert's "*.vault.azure.net"`, and of
// older versions "x.vault.azure.net matched".
func altName(value string) string {
	if _, rest, ok := strings.Cut(value, "cert's \""); ok {
		name, _, _ := strings.Cut(rest, "\"")
		return strings.Clone(name)
	}
	if name, ok := strings.CutSuffix(value, " matched"); ok && !strings.ContainsAny(name, " \"") {
		return strings.Clone(name)
	}
	return ""
}

// pinned returns the address that --resolve fixed for a host.
func (x *exchange) pinned(host string) netip.Addr {
	for _, p := range x.pins {
		if p.host == host || p.host == "*" {
			return p.addr
		}
	}
	return netip.Addr{}
}
