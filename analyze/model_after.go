package analyze

import (
	"net/netip"
	"slices"

	"kvdoctor/parse"
)

// after returns a copy of the evidence in which edits were made, and in which what machines were told and answered is
// replaced by what they would be, wherever the edits change it. Where that cannot be told nothing stands there.
func (e *Evidence) after(edits ...Edit) (*Evidence, error) {
	c := e.copy()
	c.reindex()
	for _, edit := range edits {
		if err := edit.apply(c, edit.args); err != nil {
			return nil, err
		}
	}
	c.reindex()
	for _, v := range c.vantages {
		if !v.internet {
			c.foresee(e, e.index.vantages[v.name], v, touchesDNS(edits))
		}
	}
	c.allLookups, c.allRequests = nil, nil
	for _, v := range c.vantages {
		c.allLookups = append(c.allLookups, v.lookups...)
		c.allRequests = append(c.allRequests, v.requests...)
	}
	c.indexResolutions()
	return c, nil
}

// touchesDNS reports whether any of the edits may change what names resolve to.
func touchesDNS(edits []Edit) bool {
	return slices.ContainsFunc(edits, func(d Edit) bool { return d.dns })
}

// foresee replaces what was observed on a machine by what would be, where the edited evidence differs from the evidence
// before. An answer that the model did not foresee before will not be foreseen after, and what stands between a machine and
// the vault stays there.
func (c *Evidence) foresee(before *Evidence, old, now *vantage, dns bool) {
	p, q := before.predictDNS(old), c.predictDNS(now)
	blind := dns && !p.known() && !q.known() // what the edits do for it cannot be told
	if now.follows || !p.same(q) || blind {
		now.veiled = !q.known() || !now.follows && before.agrees(old, p) == no
		c.imagineLookups(now, q, before.pinned(old) && len(now.hosts) == len(old.hosts) && !now.follows)
	}
	j, changed := c.travel(now, c.sees(now)), true
	if !now.veiled && before.sees(old).same(c.sees(now)) {
		was := before.journeyOf(old)
		j = c.journeyOf(now)
		changed = was.way != j.way || was.through != j.through
	}
	if changed && !before.obstructed(old) {
		c.imagineRequests(now, j)
	}
}

// pinned reports whether the programs on a machine get something else than its DNS tools: by a hosts file or a name
// service, which no edit of Azure changes.
func (e *Evidence) pinned(v *vantage) bool { return len(e.getentDiffers(v)) > 0 }

// obstructedSays is what becomes of a request where obstructed holds.
const obstructedSays = "meets a proxy, or what breaks TLS, on its way: what becomes of it is not known"

// obstructed reports whether something stands between a machine and the vault that no edit of Azure removes: a proxy, or
// what breaks or inspects TLS. Then nothing follows for its requests.
func (e *Evidence) obstructed(v *vantage) bool {
	if e.proxyFor(v) != nil {
		return true
	}
	return slices.ContainsFunc(e.requestsOf(v), func(r *request) bool {
		return r.proxied() || e.foreign(r) || r.Failure != nil && (certificateFailure(r.Failure) || r.Failure.Class == parse.FailTLS || r.Failure.Class == parse.FailProxy ||
			r.Failure.Class == parse.FailProxyName)
	})
}

// imagined is where foreseen facts come from.
var imagined = &parse.Origin{File: "model"}

// standIn is a public address where the vault's own was not captured (RFC 5737); it is never printed.
var standIn = netip.AddrFrom4([4]byte{203, 0, 113, 1})

// imagineLookups replaces a machine's lookups of the vault by one with the predicted answer; by none where it is veiled. What
// programs get stays where something overrides DNS for them.
func (c *Evidence) imagineLookups(v *vantage, p *prediction, overridden bool) {
	own := func(l *lookup) bool { return l.mine && l.own && !(overridden && l.system()) }
	var server *lookup
	if i := slices.IndexFunc(v.lookups, own); i >= 0 {
		server = v.lookups[i]
	}
	v.lookups = slices.DeleteFunc(slices.Clone(v.lookups), own)
	if v.veiled {
		return
	}
	made := &parse.Lookup{Tool: "dig", Query: c.id.host, Outcome: p.outcome, Addresses: p.addresses}
	if server != nil {
		made.Server, made.ServerAt, made.Explicit = server.Server, server.ServerAt, server.Explicit
	}
	for _, name := range p.chain {
		made.Chain = append(made.Chain, parse.Name{Name: name})
	}
	if p.public && len(p.addresses) == 0 {
		made.Addresses = []parse.Addr{{Addr: standIn, TTL: -1}}
	}
	v.lookups = append(v.lookups, &lookup{Lookup: made, origin: imagined, vantage: v, form: formHost, mine: true, own: true})
}

// imagineRequests replaces a machine's requests to the vault by one with the predicted end, or by none.
func (c *Evidence) imagineRequests(v *vantage, j journey) {
	v.requests = slices.DeleteFunc(slices.Clone(v.requests), func(r *request) bool { return r.mine })
	made := &parse.Request{Tool: "curl", URL: "https://" + c.id.host + "/healthstatus", Host: c.id.host, Path: "/healthstatus"}
	switch {
	case j.through == unknown:
		return
	case j.nowhere:
		made.Failure = &parse.Failure{Code: 6, Text: "Could not resolve host: " + c.id.host, Class: parse.FailResolve}
	case j.way == wayUnknown || j.way == wayPrivateLink && j.through == no:
		made.Failure = &parse.Failure{Code: 28, Text: "Connection timed out", Class: parse.FailTimeout}
	default:
		info := &parse.NetworkInfo{ConnType: map[way]string{wayPrivateLink: "PrivateLink", wayPublic: "Ipv4", wayService: "Subnet"}[j.way]}
		if j.endpoint != nil {
			info.PrivateEndpoint = j.endpoint.id
		}
		made.NetworkInfo = info
		made.Blocks = []parse.Block{{Status: 200, Complete: true, Headers: []parse.Header{{Name: "x-ms-keyvault-network-info"}}}}
		if j.through == no {
			made.Blocks[0].Status = 403
			made.Error = &parse.ServiceError{Code: "Forbidden", Inner: "ForbiddenByConnection"}
		}
	}
	v.requests = append(v.requests, &request{Request: made, origin: imagined, vantage: v, form: formHost, mine: true, byName: true})
}
