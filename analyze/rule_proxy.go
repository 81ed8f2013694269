package analyze

import (
	"fmt"
	"net/netip"
	"strings"

	"kvdoctor/parse"
)

// A setProxy is a proxy that a machine is set to use for the vault.
type setProxy struct {
	server string
	how    string // what sets it
	cite   parse.Cite
}

// explicitProxy reports clients that use a proxy for the vault, or are set to: an error where the vault sees the proxy
// or the answer is the proxy's.
func explicitProxy(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		e.saw(NeedEnvironment)
		used, wrong := e.proxiedRequest(v)
		set := e.proxyFor(v)
		switch {
		case wrong != nil:
			f := e.proxyFinding(v, wrong, set)
			w := e.way(wrong)
			f.mayWork = wrong.NetworkInfo != nil && w != wayPublic && w != wayService // behind the proxy it may be the private path
			out = append(out, f)
		case used != nil:
			f := e.proxyFinding(v, used, set)
			f.Severity = Warning
			out = append(out, f)
		case set != nil:
			out = append(out, e.proxySet(v, set))
		case v.environmentTells("proxy"):
		case e.arrivedPrivately(v):
			out = append(out, idle(v.name, v)) // the request went through without one
		default:
			out = append(out, open(v.name, v, NeedEnvironment))
		}
	}
	return out
}

// proxiedRequest returns a request of the vantage to the vault that went to a proxy, and one that shows the harm.
func (e *Evidence) proxiedRequest(v *vantage) (used, wrong *request) {
	for _, r := range e.requestsOf(v) {
		refused := r.Failure != nil && r.Failure.Class == parse.FailProxy
		lost := r.Failure != nil && r.Failure.Class == parse.FailProxyName
		if !r.proxied() && !refused && !lost && !proxyAnswer(r) {
			continue
		}
		used = r
		if refused || e.foreign(r) || e.fromProxy(r) {
			wrong = r
		}
	}
	return used, wrong
}

// proxyAnswer reports whether an answer tells by itself that a proxy gave it.
func proxyAnswer(r *request) bool {
	b := r.Last()
	return b != nil && !r.keyVault() && (b.Status == 407 || b.Get("proxy-authenticate") != nil || b.Get("x-squid-error") != nil)
}

// fromProxy reports whether the vault saw the proxy of a request: its way is public, or the address is the proxy's own.
func (e *Evidence) fromProxy(r *request) bool {
	if r.NetworkInfo == nil {
		return false
	}
	if w := e.way(r); w == wayPublic || w == wayService {
		return true
	}
	seen := r.NetworkInfo.Addr
	proxy, _ := netip.ParseAddr(r.Proxy.Value)
	return seen.IsValid() && !r.vantage.has(seen) && (seen == proxy || seen == r.ProxyAddr.Addr)
}

// proxyFinding makes the finding of a request that went to a proxy.
func (e *Evidence) proxyFinding(v *vantage, r *request, set *setProxy) Finding {
	name := r.Proxy.Value
	if name == "" && set != nil {
		name = set.server
	}
	what := "went through a proxy"
	if name != "" {
		what += ", " + name
	}
	switch {
	case e.fromProxy(r):
		what += fmt.Sprintf(": the vault saw %s", orUnknown(r.NetworkInfo.AddrText))
	case r.Failure != nil && r.Failure.Class == parse.FailProxyName:
		what += ", whose name was not resolved"
	case r.NetworkInfo == nil && (e.foreign(r) || r.Failure != nil):
		what += ", which did not let it through"
	}
	cites := []parse.Cite{r.At}
	if r.NetworkInfo != nil {
		cites[0] = r.NetworkInfo.Cite
	} else if r.Failure != nil {
		cites = append(cites, r.Failure.Cite)
	}
	if len(r.Blocks) > 1 && strings.EqualFold(r.Blocks[0].Reason, "Connection established") {
		cites = append(cites, r.Blocks[0].At)
	}
	cites = append(cites, r.Proxy.Cite)
	if set != nil {
		cites = append(cites, set.cite)
	}
	return fail(v.name, v, fmt.Sprintf("the request of %s to %s %s", v.name, r.target(e), what), cites...)
}

// proxySet makes the finding of a proxy that is set and of which no request shows that it was used; an error where a
// request came publicly or from a proxy although the machine resolves the name rightly.
func (e *Evidence) proxySet(v *vantage, set *setProxy) Finding {
	detail := fmt.Sprintf("%s of %s sends requests to %s through the proxy %s", set.how, v.name, e.id.host, set.server)
	for _, r := range e.namedRequests(v) {
		w := e.way(r)
		if e.foreign(r) || (w == wayPublic || w == wayService) && e.nameRight(v) {
			at := r.At
			if r.NetworkInfo != nil {
				at = r.NetworkInfo.Cite
				detail += fmt.Sprintf(": the vault saw %s although the name resolves privately", orUnknown(r.NetworkInfo.AddrText))
			}
			return fail(v.name, v, detail, at, set.cite)
		}
	}
	f := fail(v.name, v, detail, set.cite)
	f.Severity = Warning
	return f
}

// proxyFor returns the proxy that a machine's settings give for the vault, nil if they give none: its environment as
// curl reads it, else WinHTTP's.
func (e *Evidence) proxyFor(v *vantage) *setProxy {
	value := map[string]*parse.Variable{}
	for _, x := range v.variables {
		value[x.Name] = x
		if v.windows() { // names of Windows have no case
			value[strings.ToLower(x.Name)] = x
		}
	}
	first := func(names ...string) *parse.Variable {
		for _, n := range names {
			if x := value[n]; x != nil && x.Value != "" {
				return x
			}
		}
		return nil
	}
	if x := first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"); x != nil {
		except := first("no_proxy", "NO_PROXY")
		if except == nil || !noProxyCovers(except.Value, e.id.host) {
			return &setProxy{x.Value, x.Name, x.Cite}
		}
	}
	for _, p := range v.proxies {
		if server := httpsServer(p.Server); server != "" && !bypassCovers(p.Bypass, e.id.host) {
			return &setProxy{server, "WinHTTP", p.Cite}
		}
	}
	return nil
}

// windows reports whether a vantage is known to be a Windows machine.
func (v *vantage) windows() bool {
	return strings.Contains(strings.ToLower(v.system), "windows") || len(v.proxies) > 0
}

// noProxyCovers reports whether no_proxy keeps requests to a host from the proxy, as curl documents it: names between
// commas or blanks, each of which covers itself and all names below it, with or without a dot before it; a single
// asterisk covers all. Addresses and prefixes cover hosts that are addresses themselves, and no name.
func noProxyCovers(list, host string) bool {
	if strings.TrimSpace(list) == "*" {
		return true
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, name := range strings.FieldsFunc(strings.ToLower(list), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		name = strings.TrimSuffix(strings.TrimPrefix(name, "."), ".")
		if name != "" && (host == name || strings.HasSuffix(host, "."+name)) {
			return true
		}
	}
	return false
}

// httpsServer returns the server of a WinHTTP setting that is for https: "proxy:8080" is for all,
// "http=a:80;https=b:80" names them one by one.
func httpsServer(setting string) string {
	for _, part := range strings.FieldsFunc(setting, func(r rune) bool { return r == ';' || r == ' ' }) {
		scheme, server, named := strings.Cut(part, "=")
		if !named {
			return part
		}
		if strings.EqualFold(scheme, "https") {
			return server
		}
	}
	return ""
}

// bypassCovers reports whether WinHTTP's bypass list holds a host. Its patterns stand for whole names, and asterisks
// in them for any text; "<local>" is names without a dot.
func bypassCovers(list []string, host string) bool {
	for _, pattern := range list {
		if _, rest, ok := strings.Cut(pattern, "://"); ok {
			pattern = rest
		}
		if wildcard(strings.ToLower(pattern), strings.ToLower(host)) {
			return true
		}
	}
	return false
}

// wildcard reports whether a pattern with asterisks matches a whole text.
func wildcard(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(text, p)
		if i < 0 {
			return false
		}
		text = text[i+len(p):]
	}
	return true
}
