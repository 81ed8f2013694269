package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// azureDNSFromOutside reports machines outside Azure that send queries to 168.63.129.16, which only machines in a
// virtual network reach.
func azureDNSFromOutside(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		at := e.sendsToAzure(v)
		if at.File == "" {
			if l := e.silentOutside(v); l != nil {
				out = append(out, open(v.name, v).ask("where the name server "+l.Server+" forwards queries to",
					"Get-DnsServerForwarder -ComputerName "+argument(l.Server, "server")))
			}
			continue
		}
		own := v.realAddresses()
		switch {
		case v.network != nil || e.inSomeNetwork(own) || e.azureAnswered(v):
		case !e.unanswered(v):
			out = append(out, open(v.name, v).ask("whether Azure's resolver answers this machine", "nslookup {host} 168.63.129.16"))
		case len(own) == 0 || len(e.networks) == 0 || e.cut(parse.TypeNetwork) || !e.told(parse.TypeNetwork):
			out = append(out, open(v.name, v, NeedOwn, NeedNetworks))
		case e.anotherWayIn(v):
			out = append(out, open(v.name, v).ask("whether Azure's resolver answers this machine", "nslookup {host} 168.63.129.16"))
		default:
			detail := fmt.Sprintf("%s has address %s, which lies in none of the exported networks, and sends queries to 168.63.129.16, which answers only inside Azure",
				v.name, own[0].Addr.Addr)
			out = append(out, fail(v.name, v, detail, e.symptomOf(v), at, own[0].Addr.Cite).on(e.askers(v)...))
		}
	}
	return out
}

// askers returns a machine and the clients that ask it for names.
func (e *Evidence) askers(server *vantage) []*vantage {
	out := []*vantage{server}
	for _, v := range e.clients() {
		if v != server && slices.ContainsFunc(e.serversOf(v), func(a parse.Addr) bool { return server.has(a.Addr) && !a.Addr.IsLoopback() }) {
			out = append(out, v)
		}
	}
	return out
}

// sendsToAzure returns the line that shows a machine to be set to ask 168.63.129.16 for the vault's name.
func (e *Evidence) sendsToAzure(v *vantage) parse.Cite {
	e.saw(NeedResolvers)
	for _, r := range v.resolvers {
		if r.Addr.Addr == azureDNS {
			return r.Addr.Cite
		}
	}
	for _, f := range v.forwarders {
		if f.Addr.Addr == azureDNS {
			return f.Addr.Cite
		}
	}
	for _, r := range v.nameRules {
		for _, s := range r.Servers {
			if space := strings.TrimPrefix(r.Namespace, "."); s.Addr == azureDNS && noProxyCovers(space, e.id.host) {
				return s.Cite
			}
		}
	}
	return parse.Cite{}
}

// unanswered reports whether a machine was seen to resolve the vault's name in vain.
func (e *Evidence) unanswered(v *vantage) bool {
	return slices.ContainsFunc(e.lookupsOf(v), func(l *lookup) bool { return l.Outcome == parse.Timeout || l.Outcome == parse.ServFail }) ||
		slices.ContainsFunc(e.namedRequests(v), func(r *request) bool { return r.Failure != nil && r.Failure.Class == parse.FailResolve })
}

// symptomOf returns the line of a lookup or a request that shows a bad answer, or none; zero if there is none.
func (e *Evidence) symptomOf(v *vantage) parse.Cite {
	if l := e.badAnswer(v); l != nil {
		return l.At
	}
	for _, r := range e.namedRequests(v) {
		if r.Failure != nil {
			return r.Failure.Cite
		}
	}
	return parse.Cite{}
}

// azureAnswered reports whether a machine is shown to be in Azure: 168.63.129.16 answered it, or Azure gave it its search
// domain.
func (e *Evidence) azureAnswered(v *vantage) bool {
	for _, s := range v.search {
		if slices.ContainsFunc(s.Domains, func(d string) bool { return strings.HasSuffix(d, ".internal.cloudapp.net") }) {
			return true
		}
	}
	return slices.ContainsFunc(v.lookups, func(l *lookup) bool {
		return l.Server == azureDNS.String() && slices.Contains([]parse.Outcome{parse.Answer, parse.NXDomain, parse.NoData}, l.Outcome)
	})
}

// silentOutside returns a lookup that a name server in no exported network did not answer, or nil.
func (e *Evidence) silentOutside(v *vantage) *lookup {
	for _, l := range e.lookupsOf(v) {
		a, err := netip.ParseAddr(l.Server)
		silent := l.Outcome == parse.Timeout || l.Outcome == parse.ServFail
		if err == nil && silent && !e.public(l.Server) && !a.IsLoopback() && len(e.networks) > 0 && len(e.networksWith(a)) == 0 && a != azureDNS {
			return l
		}
	}
	return nil
}

// resolversMixed reports machines with several name servers that give different answers.
func resolversMixed(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		servers := e.askedServers(v)
		told := map[netip.Addr]*lookup{}
		var first *lookup
		for _, l := range v.lookups {
			a, err := netip.ParseAddr(l.Server)
			if err != nil || !slices.Contains(servers, a.Unmap()) || e.verdictOf(l) == "" {
				continue
			}
			told[a.Unmap()] = l
			if first == nil {
				first = l
			}
			if l.Server != first.Server && e.verdictOf(l) != e.verdictOf(first) {
				detail := fmt.Sprintf("the name servers of %s give different answers for %s: %s says %s, %s says %s",
					v.name, e.id.host, first.Server, e.verdictOf(first), l.Server, e.verdictOf(l))
				out = append(out, fail(v.name, v, detail, append([]parse.Cite{first.At, l.At}, e.serverCites(v, first.Server, l.Server)...)...).
					with("server", e.worseServer(first, l)))
			}
		}
		if len(v.resolvers) == 0 {
			out = append(out, open(v.name, v, NeedResolvers))
		}
		for _, s := range servers {
			if len(servers) > 1 && told[s] == nil {
				out = append(out, open(v.name, v).ask("what each of the machine's name servers answers", "nslookup {host} "+s.String()))
			}
		}
	}
	return out
}

// askedServers returns the name servers that a machine may ask: its own, and behind a stub those of its network.
func (e *Evidence) askedServers(v *vantage) []netip.Addr {
	e.saw(NeedResolvers)
	var out []netip.Addr
	stub := len(v.resolvers) == 0
	for _, r := range v.resolvers {
		if v.stub(r.Addr.Addr) {
			stub = true
		} else if !slices.Contains(out, r.Addr.Addr) {
			out = append(out, r.Addr.Addr)
		}
	}
	if v.network != nil && stub && len(out) == 0 {
		for _, s := range v.network.DNSServers {
			out = append(out, s.Addr)
		}
	}
	return out
}

// verdictOf sums up what a name server says of the vault's host; empty for a lookup of anything else, and for one that
// has no answer.
func (e *Evidence) verdictOf(l *lookup) string {
	e.saw(NeedLookups)
	if !l.mine || l.suffix != "" || l.form != formHost || otherType(l.Lookup) || l.masked() {
		return ""
	}
	switch l.Outcome {
	case parse.Answer:
		return e.kind(l)
	case parse.NXDomain:
		return "that there is no such name"
	case parse.NoData:
		return "that it has no address"
	}
	return ""
}

// serverCites returns the lines that set name servers of a machine.
func (e *Evidence) serverCites(v *vantage, servers ...string) []parse.Cite {
	var out []parse.Cite
	for _, r := range v.resolvers {
		if slices.Contains(servers, r.Addr.Addr.String()) {
			out = append(out, r.Addr.Cite)
		}
	}
	if len(out) == 0 && v.network != nil {
		out = append(out, v.network.dnsCite())
	}
	return out
}

// worseServer returns the name server of the answer that is not right.
func (e *Evidence) worseServer(a, b *lookup) string {
	if e.answerRight(a) && a.Outcome == parse.Answer {
		return b.Server
	}
	return a.Server
}
