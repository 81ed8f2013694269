package analyze

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// classKinds says which check a failure of a class is a failure of.
var classKinds = []struct {
	class parse.FailureClass
	kind  string
}{
	{parse.FailTimeout, "KV701"}, {parse.FailRefused, "KV702"}, {parse.FailReset, "KV702"}, {parse.FailResolve, "KV703"},
	{parse.FailCertificate, "KV709"}, {parse.FailProxy, "KV713"}, {parse.FailProxyName, "KV714"},
}

// failureKind returns the code of the check that a tool's error is a failure of; empty if none.
func failureKind(f *parse.Failure) string {
	if slices.ContainsFunc(revocationTexts, func(t string) bool { return strings.Contains(f.Text, t) }) {
		return "KV715"
	}
	for _, k := range classKinds {
		if k.class == f.Class {
			return k.kind
		}
	}
	return ""
}

// failedRequests reports clients whose request to the vault ended with a tool's error of one kind.
func (e *Evidence) failedRequests(kind, detail string) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		for _, r := range e.requestsOf(v) {
			if r.Failure != nil && failureKind(r.Failure) == kind {
				out = append(out, fail(v.name, v, fmt.Sprintf(detail, r.target(e)), r.Failure.Cite))
			}
		}
	}
	return append(out, e.undecidedRequests()...)
}

// undecidedRequests says that nothing can be said of clients all of whose requests ended with an error that
// fits no check.
func (e *Evidence) undecidedRequests() []Finding {
	var out []Finding
next:
	for _, v := range e.clients() {
		requests := e.requestsOf(v)
		for _, r := range requests {
			if r.Last() != nil || r.Error != nil || (r.Failure != nil && toldByFailure(r.Failure)) {
				continue next
			}
		}
		if len(requests) > 0 {
			out = append(out, open(v.name, v, NeedRequests))
		}
	}
	return out
}

// toldByFailure reports whether a tool's error tells how far the request came; one that did not find its proxy never left.
func toldByFailure(f *parse.Failure) bool {
	kind := failureKind(f)
	return kind != "" && kind != "KV714"
}

// target names what a request was aimed at.
func (r *request) target(e *Evidence) string {
	switch {
	case r.address.IsValid():
		return r.address.String()
	case r.Host != "":
		return r.Host
	}
	return e.id.host
}

// requestTimedOut reports clients that got no connection in time.
func requestTimedOut(e *Evidence) []Finding {
	return e.failedRequests("KV701", "the request to %s timed out: nothing answered on port 443")
}

// requestRefused reports clients whose connection was refused or reset.
func requestRefused(e *Evidence) []Finding {
	return e.failedRequests("KV702", "the connection to %s was refused or reset")
}

// hostNotResolved reports clients that could not resolve the name for a request.
func hostNotResolved(e *Evidence) []Finding {
	return e.failedRequests("KV703", "the client could not resolve %s for its request")
}

// certificateRejected reports clients that did not accept the server's certificate.
func certificateRejected(e *Evidence) []Finding {
	return e.failedRequests("KV709", "the certificate that %s presented was rejected")
}

// networkInfoMissing reports answers of 200 to /healthstatus without the header that every vault sends.
func networkInfoMissing(e *Evidence) []Finding {
	var out []Finding
	if e.id.svc.hsm {
		for _, s := range overClients(e) {
			out = append(out, idle(s.name, s.vantage))
		}
		return out
	}
	for _, v := range e.clients() {
		for _, r := range e.requestsOf(v) {
			b := r.Last()
			if b == nil || b.Status != 200 || r.NetworkInfo != nil || !r.health() {
				continue
			}
			if !b.Complete {
				out = append(out, open(v.name, v, NeedRequests))
				continue
			}
			detail := fmt.Sprintf("the answer of %s has no x-ms-keyvault-network-info header: something else answers in the vault's place", r.target(e))
			out = append(out, fail(v.name, v, detail, b.At))
		}
	}
	return append(out, e.undecidedRequests()...)
}

// judgeOrigin calls f for each of the clients' requests by name that the vault said something about.
func (e *Evidence) judgeOrigin(f func(v *vantage, r *request) []Finding) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		told := false
		for _, r := range e.namedRequests(v) {
			if r.NetworkInfo != nil {
				told = true
				out = append(out, f(v, r)...)
			}
		}
		if !told && !e.id.svc.hsm && len(e.requestsOf(v)) > 0 {
			out = append(out, open(v.name, v, NeedRequests))
		}
	}
	return out
}

// originPublic reports requests that came to the vault over the Internet.
func originPublic(e *Evidence) []Finding {
	return e.judgeOrigin(func(v *vantage, r *request) []Finding {
		if e.way(r) == wayUnknown {
			return []Finding{open(v.name, v, NeedRequests)}
		}
		if e.way(r) != wayPublic {
			return nil
		}
		detail := fmt.Sprintf("the vault saw the request come from %s over the Internet, not by Private Link", orUnknown(r.NetworkInfo.AddrText))
		return []Finding{fail(v.name, v, detail, r.NetworkInfo.Cite)}
	})
}

// originOtherPrivate reports requests that arrived privately from an address that is not the machine's own.
func originOtherPrivate(e *Evidence) []Finding {
	return e.judgeOrigin(func(v *vantage, r *request) []Finding {
		n := r.NetworkInfo
		if !n.Addr.IsValid() {
			return []Finding{open(v.name, v, NeedRequests)}
		}
		if len(v.own) == 0 || !n.Addr.IsValid() || e.reach(n.Addr) != reachPrivate || v.has(n.Addr) || e.way(r) == wayPublic {
			return nil
		}
		e.saw(NeedOwn)
		detail := fmt.Sprintf("the vault saw %s, which is none of the machine's own addresses: routed or proxied on the way, still private", n.Addr)
		return []Finding{fail(v.name, v, detail, n.Cite, v.own[0].Addr.Cite)}
	})
}

// serviceEndpointPath reports requests that came over a service endpoint.
func serviceEndpointPath(e *Evidence) []Finding {
	return e.judgeOrigin(func(v *vantage, r *request) []Finding {
		older := r.NetworkInfo.ConnType == "" && len(e.toldAnswers(v)) == 0
		switch {
		case e.way(r) == wayUnknown:
			return []Finding{open(v.name, v, NeedRequests)}
		case older && e.way(r) == wayPrivateLink:
			return []Finding{open(v.name, v, NeedLookups)} // the older header tells a service endpoint by the name's answer
		case e.way(r) != wayService:
			return nil
		}
		detail := "the request came over a service endpoint: a private origin, and still the vault's public address"
		cites := []parse.Cite{r.NetworkInfo.Cite}
		if l := e.publicAnswer(v); l != nil && r.NetworkInfo.ConnType == "" {
			cites = append(cites, l.At)
		}
		return []Finding{fail(v.name, v, detail, cites...)}
	})
}

// nameAndAddressDiffer reports machines whose request by name and request to the endpoint's address reached
// different endpoints.
func nameAndAddressDiffer(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		var direct *request
		for _, r := range e.requestsOf(v) {
			if r.address.IsValid() && r.NetworkInfo != nil {
				direct = r
			}
		}
		if direct == nil {
			out = append(out, open(v.name, v).ask("a request to the endpoint's address, with the certificate still checked",
				"curl -sS -i --resolve {host}:443:{address} https://{host}/healthstatus"))
			continue
		}
		for _, r := range e.namedRequests(v) {
			if r.NetworkInfo != nil && e.arrival(r) != e.arrival(direct) {
				detail := fmt.Sprintf("the request to %s and the one to %s reached different endpoints", e.id.host, direct.address)
				out = append(out, fail(v.name, v, detail, r.NetworkInfo.Cite, direct.NetworkInfo.Cite))
			}
		}
	}
	return out
}

// anyAddress returns an effective endpoint's address for a command; empty if none is known.
func (e *Evidence) anyAddress() string {
	if len(e.effectiveEndpoints()) > 0 {
		e.saw(NeedInterfaces)
	}
	return e.index.address
}

// arrival sums up where a request arrived, for comparison.
func (e *Evidence) arrival(r *request) string {
	n := r.NetworkInfo
	private := n.Addr.IsValid() && e.reach(n.Addr) == reachPrivate
	return fmt.Sprint(strings.ToLower(n.ConnType), strings.ToLower(n.PrivateEndpoint), private)
}

// privatelinkNameUsed reports clients that call the alias itself.
func privatelinkNameUsed(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		for _, r := range e.requestsOf(v) {
			if r.form == formPrivatelink {
				detail := fmt.Sprintf("the request goes to %s, which the vault's certificate does not cover; the host name is %s", r.Host, e.id.host)
				out = append(out, fail(v.name, v, detail, r.At))
			}
		}
	}
	return out
}

// notKeyVault reports answers that are not Key Vault's.
func notKeyVault(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		for _, r := range e.requestsOf(v) {
			if e.foreign(r) {
				detail := fmt.Sprintf("the answer to %s (status %d) is not Key Vault's: a proxy's, a portal's or a redirect", r.target(e), r.Last().Status)
				out = append(out, fail(v.name, v, detail, r.Last().At))
			}
		}
	}
	return append(out, e.failedRequests("KV713", "a proxy refused to connect to %s")...)
}
