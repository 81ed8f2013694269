package analyze

import (
	"net/url"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// A way is how a request came to the vault.
type way int

// The ways to the vault.
const (
	wayUnknown way = iota
	wayPrivateLink
	wayService // service endpoint: a private address over the public path
	wayPublic
)

// way tells how a request came to the vault, by what the vault said of it. A connection type that names the
// path decides before the address; the older header has the address alone (article, section 7).
func (e *Evidence) way(r *request) way {
	n := r.NetworkInfo
	if n == nil {
		return wayUnknown
	}
	switch strings.ToLower(n.ConnType) {
	case "privatelink":
		return wayPrivateLink
	case "subnet":
		return wayService
	case "ipv4", "ipv6":
		return wayPublic
	}
	if !n.Addr.IsValid() {
		return wayUnknown
	}
	switch {
	case e.reach(n.Addr) == reachPublic:
		return wayPublic
	case e.reach(n.Addr) == reachPrivate && n.ConnType == "" && r.proxied():
		return wayUnknown // the address is the proxy's
	case e.reach(n.Addr) == reachPrivate && n.ConnType == "":
		if e.resolvesPublicly(r.vantage) && r.byName {
			return wayService
		}
		return wayPrivateLink
	}
	return wayUnknown
}

// resolvesPublicly reports whether a vantage's own resolvers end publicly, without exception.
func (e *Evidence) resolvesPublicly(v *vantage) bool {
	answers := e.toldAnswers(v)
	for _, l := range answers {
		if e.addressOf(l, reachPublic) == nil {
			return false
		}
	}
	return len(answers) > 0
}

// arrivedPrivately reports whether a request of the vantage, by the vault's name, arrived by Private Link.
func (e *Evidence) arrivedPrivately(v *vantage) bool {
	for _, r := range e.namedRequests(v) {
		if ((e.way(r) == wayPrivateLink && !e.strangeEndpoint(r)) || e.hsmAnswered(r)) && e.firsthand(r.Request, r.origin) && !e.contradicts(r) {
			return true
		}
	}
	return false
}

// contradicts reports whether what is known of a request does not fit an arrival by Private Link at this vault: it was
// led to another host, it connected to a public address, or its answer tells two ways.
func (e *Evidence) contradicts(r *request) bool {
	if r.Connected.Addr.IsValid() && e.reach(r.Connected.Addr) == reachPublic {
		return true
	}
	for i, b := range r.Blocks {
		location := b.Get("location")
		if i == len(r.Blocks)-1 || b.Status < 300 || b.Status > 399 {
			continue
		}
		if location == nil {
			return true // where it was led to was not captured
		}
		if target, err := url.Parse(location.Value); err == nil && target.Host != "" && !strings.EqualFold(target.Hostname(), r.Host) {
			return true
		}
	}
	told := ""
	for _, h := range r.Last().Headers {
		if h.Name == "x-ms-keyvault-network-info" && told != "" && h.Value != told {
			return true
		} else if h.Name == "x-ms-keyvault-network-info" {
			told = h.Value
		}
	}
	return false
}

// strangeEndpoint reports whether a request came by a private endpoint that is none of those known to be the
// vault's, or whose name may have been cut off with the header: then it shows nothing about the endpoints of
// the case.
func (e *Evidence) strangeEndpoint(r *request) bool {
	id := r.NetworkInfo.PrivateEndpoint
	if id == "" && !r.NetworkInfo.Addr.IsValid() && !r.Last().Complete {
		return true
	}
	ours := e.endpointsOfVault()
	if _, whole := parse.ParseResourceID(id); !whole || (len(ours) == 0 && e.connectionsListed().File == "") {
		return false
	}
	return !slices.ContainsFunc(ours, func(ep *endpoint) bool { return strings.EqualFold(ep.id, id) })
}

// hsmAnswered reports whether a managed HSM, which sends no network-info header, answered over verified TLS
// a client that resolves its name to an effective endpoint's address.
func (e *Evidence) hsmAnswered(r *request) bool {
	verified := r.tlsVerified()
	if !e.id.svc.hsm || r.Last() == nil || r.Last().Status == 0 || verified == nil || !*verified || r.proxied() || e.foreign(r) {
		return false
	}
	for _, l := range e.answersOf(r.vantage) {
		for _, a := range l.Addresses {
			if e.right(a.Addr) == yes {
				return true
			}
		}
	}
	return false
}

// nameRight reports whether a vantage's name resolution is shown to be right: every answer is an effective
// endpoint's address, or, where the endpoints' addresses were not captured, a private address behind the alias.
func (e *Evidence) nameRight(v *vantage) bool {
	shown := false
	for _, l := range e.answersOf(v) {
		if !e.answerRight(l) {
			return false
		}
		shown = shown || e.firsthand(l.Lookup, l.origin)
	}
	return shown
}

// answerRight judges one answer for nameRight.
func (e *Evidence) answerRight(l *lookup) bool {
	found := false
	for _, a := range l.Addresses {
		if a.Addr.Is6() && e.reach(a.Addr) != reachPublic {
			continue
		}
		switch e.right(a.Addr) {
		case no:
			return false
		case unknown:
			if e.endpointsUntold() && distinctIPv4(l.Addresses) > 1 || e.reach(a.Addr) != reachPrivate || (l.alias() == nil && l.tellsChain()) || e.knowsEndpointAddress() {
				return false
			}
			found = found || l.alias() != nil
			continue
		}
		found = true
	}
	return found
}

// distinctIPv4 counts the IPv4 addresses among addresses: an endpoint has one for a vault.
func distinctIPv4(as []parse.Addr) int {
	n := 0
	for _, a := range distinct(as) {
		if a.Addr.Is4() {
			n++
		}
	}
	return n
}

// knowsEndpointAddress reports whether any effective endpoint's address was captured.
func (e *Evidence) knowsEndpointAddress() bool {
	return e.anyAddress() != ""
}

// works reports whether a vantage is shown to get through by Private Link.
func (e *Evidence) works(v *vantage) bool {
	return e.nameRight(v) && e.arrivedPrivately(v) && e.unsettledRefusal(v) == nil && !e.refused(v)
}

// refused reports whether the vault refused any request of a vantage for the way that it came.
func (e *Evidence) refused(v *vantage) bool {
	return slices.ContainsFunc(e.requestsOf(v), func(r *request) bool {
		return r.Error != nil && inner("ForbiddenByFirewall", "ForbiddenByConnection")(r.Error)
	})
}

// foreign reports whether an answer is not Key Vault's: a proxy's, a portal's page, a redirect.
func (e *Evidence) foreign(r *request) bool {
	b := r.Last()
	if b == nil || r.keyVault() || r.Error != nil || b.Status == 0 {
		return false
	}
	if b.Get("x-ms-request-id") != nil || (b.Get("www-authenticate") != nil && strings.Contains(b.Get("www-authenticate").Value, "resource=")) {
		return false
	}
	html := b.Get("content-type") != nil && strings.Contains(strings.ToLower(b.Get("content-type").Value), "text/html")
	switch {
	case b.Status >= 300 && b.Status < 400, b.Status == 407:
		return true
	case (r.Path == "" || r.Path == "/") && !r.health():
		return false // the vault's root page is a bare 403 page of its web server
	case b.Status == 403 || b.Status == 502 || b.Status == 503 || b.Status == 504:
		return html || b.Get("via") != nil || b.Get("x-squid-error") != nil || b.Get("proxy-authenticate") != nil || b.Status == 502
	}
	return b.Status == 200 && html
}

// certificateFailure reports whether a tool's error is a certificate that was rejected, or not checked to the end.
func certificateFailure(f *parse.Failure) bool {
	return failureKind(f) == "KV709" || failureKind(f) == "KV715"
}
