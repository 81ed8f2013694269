package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// otherEndpoint reports requests that came by another private endpoint than the one in the client's own network.
func otherEndpoint(e *Evidence) []Finding {
	return e.judgeOrigin(func(v *vantage, r *request) []Finding {
		id := strings.ToLower(r.NetworkInfo.PrivateEndpoint)
		if id == "" {
			return []Finding{idle(v.name, v)} // the header names none
		}
		effective := e.effectiveEndpoints()
		_, whole := parse.ParseResourceID(id)
		switch {
		case !whole:
			return []Finding{open(v.name, v, NeedRequests)}
		case e.endpointsUntold():
			return []Finding{open(v.name, v, NeedConnections, NeedEndpoints)}
		case len(effective) == 1 && effective[0].id == id:
			return nil
		case len(effective) == 0:
			return []Finding{open(v.name, v, NeedConnections, NeedEndpoints)}
		case v.network == nil:
			return []Finding{open(v.name, v, NeedOwn, NeedNetworks)}
		}
		own := e.index.effectiveIn[v.network.id]
		if own == nil && e.index.effectiveIn[""] != nil {
			return []Finding{open(v.name, v, NeedEndpoints)} // where they stand is not known
		}
		if own == nil || own.id == id {
			return nil
		}
		switch e.networkOfEndpoint(id) {
		case v.network.id:
			return nil
		case "":
			return []Finding{open(v.name, v, NeedConnections, NeedEndpoints)} // none that the vault's list has
		}
		detail := fmt.Sprintf("the request of %s came by private endpoint %s; its own network %s has endpoint %s", v.name, lastName(id), v.network.name, own.name)
		f := fail(v.name, v, detail, r.NetworkInfo.Cite, own.Subnet.Cite)
		return []Finding{aboutNetwork(e.aboutEndpoint(f, own), v.network).with("address", e.firstAddress(own))}
	})
}

// networkOfEndpoint returns the network in which an endpoint of the vault stands; empty if that is not known.
func (e *Evidence) networkOfEndpoint(id string) string {
	for _, ep := range e.endpointsOfVault() {
		if ep.id == id {
			return ep.networkID
		}
	}
	return ""
}

// firstAddress returns an endpoint's address for a command; empty if none is known.
func (e *Evidence) firstAddress(ep *endpoint) string {
	for _, a := range e.addresses(ep) {
		return a.Addr.String()
	}
	return ""
}

// refusedConnection is how the service begins its refusal of a connection that does not belong to the host asked for.
const refusedConnection = "This TCP connection does not allow access to"

// connectionRefusals reports clients refused with that text whose request carried a wrong host name, or else the others.
func (e *Evidence) connectionRefusals(wrongHost bool, detail func(v *vantage, r *request) string) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		for _, r := range e.requestsOf(v) {
			if r.Error != nil && strings.HasPrefix(r.Error.Message, refusedConnection) && (e.wrongHost(r) != "") == wrongHost {
				out = append(out, fail(v.name, v, detail(v, r), r.At, r.Error.Cite))
			}
		}
	}
	return append(out, e.undecidedRefusals()...)
}

// wrongHost returns the host name that a refused request carried, if it is shown not to be the vault's while the
// connection led to the vault's own endpoint, or may have; else it is empty.
func (e *Evidence) wrongHost(r *request) string {
	told := refusedHost(r.Error.Message)
	if told == "" && r.address.IsValid() && strings.Trim(r.Host, "[]") == r.address.String() {
		told = r.address.String()
	}
	to := r.address
	if !to.IsValid() {
		to = r.Connected.Addr
	}
	form, _, _ := splitHost(told)
	if told == "" || form == formHost || told == e.id.svc.suffix || to.IsValid() && e.right(to) == no {
		return "" // a vault's host, or the domain of all vaults, which Microsoft quotes in its place
	}
	return told
}

// refusedHost returns the host that the refusal names, in lower case; empty if it names none, or if its author hid it.
func refusedHost(message string) string {
	rest := strings.TrimSpace(strings.TrimPrefix(message, refusedConnection))
	host, _, _ := strings.Cut(rest, " ")
	host = strings.ToLower(strings.Trim(host, ".,;'\"\r\n"))
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	labels := strings.Split(host, ".")
	masked := func(l string) bool {
		return strings.Trim(l, "x") == "" || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != ""
	}
	if len(labels) < 2 || slices.ContainsFunc(labels, masked) {
		return ""
	}
	return host
}

// hostHeaderWrong reports requests that reached the vault's endpoint and carried another host name than the vault's.
func hostHeaderWrong(e *Evidence) []Finding {
	return e.connectionRefusals(true, func(v *vantage, r *request) string {
		return fmt.Sprintf("%s asked its endpoint for the host %s, which is not the vault's name %s", v.name, e.wrongHost(r), e.id.host)
	})
}

// connectionOfOtherResource reports requests that arrived at another resource's endpoint.
func connectionOfOtherResource(e *Evidence) []Finding {
	return e.connectionRefusals(false, func(v *vantage, _ *request) string {
		return fmt.Sprintf("the request of %s reached an endpoint that belongs to another resource", v.name)
	})
}

// rootPageAsked reports clients whose only answer is that of the vault's root page, which is the same on every way.
func rootPageAsked(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		var root, cut *request
		for _, r := range e.requestsOf(v) {
			if r.keyVault() || r.Error != nil {
				root, cut = nil, nil
				break // it asked for more, and that tells
			}
			switch e.rootPage(r) {
			case yes:
				root = r
			case unknown:
				cut = r
			}
		}
		if cut != nil {
			out = append(out, open(v.name, v, NeedRequests))
		}
		if root != nil {
			detail := fmt.Sprintf("%s asked for the vault's root page, which answers 403 on every way and does not tell which one it came by", v.name)
			out = append(out, fail(v.name, v, detail, root.At))
		}
	}
	return out
}

// rootPage reports whether an answer is that of a vault's root page: a bare 403 page of its web server.
func (e *Evidence) rootPage(r *request) fate {
	b := r.Last()
	if b == nil || b.Status != 403 || r.URL == "" || strings.Trim(r.Path, "/") != "" || e.id.svc.hsm || r.proxied() {
		return no
	}
	for _, name := range []string{"via", "x-squid-error", "proxy-authenticate", "location"} {
		if b.Get(name) != nil {
			return no // a proxy's
		}
	}
	switch kind := b.Get("content-type"); {
	case kind != nil && strings.Contains(strings.ToLower(kind.Value), "text/html"):
		return yes
	case kind == nil && !b.Complete:
		return unknown
	}
	return no
}

// proxyNotResolved reports clients that could not resolve the name of their proxy: the request never left for the vault.
func proxyNotResolved(e *Evidence) []Finding {
	return e.failedRequests("KV714", "%s was not asked: the name of the proxy in between could not be resolved")
}

// revocationTexts are what tools say where the certificate could not be checked against a revocation list (schannel;
// RFC 5280, section 6.3).
var revocationTexts = []string{"CRYPT_E_NO_REVOCATION_CHECK", "CRYPT_E_REVOCATION_OFFLINE", "0x80092012", "0x80092013", "unable to check revocation", "RevocationStatusUnknown"}

// revocationBlocked reports clients that could not fetch the revocation list of the certificate's issuer.
func revocationBlocked(e *Evidence) []Finding {
	return e.failedRequests("KV715", "%s was reached, and it could not be checked whether its certificate was revoked: the issuer's list is out of reach")
}
