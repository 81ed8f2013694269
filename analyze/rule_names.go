package analyze

import (
	"fmt"
	"slices"
	"sync"

	"kvdoctor/parse"
)

// publicAnswers reports the vantages whose own resolver ends in a public address, with or without the alias.
func (e *Evidence) publicAnswers(withAlias bool) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		for _, l := range e.answersOf(v) {
			public := e.addressOf(l, reachPublic)
			alias := l.alias()
			switch {
			case public == nil:
			case withAlias && alias != nil:
				detail := fmt.Sprintf("%s resolves to the public address %s although the privatelink alias is there", e.id.host, public.Addr)
				out = append(out, e.againstArrival(fail(v.name, v, detail, *alias, public.Cite), v))
			case !withAlias && alias == nil && l.tellsChain():
				detail := fmt.Sprintf("%s resolves to the public address %s, and no privatelink alias is in the chain", e.id.host, public.Addr)
				out = append(out, e.againstArrival(fail(v.name, v, detail, l.Chain[0].Cite, public.Cite), v))
			case alias == nil && !l.tellsChain() && !e.chainTold(v):
				out = append(out, open(v.name, v, NeedLookups))
			}
			if e.addressOf(l, reachUnclear) != nil {
				out = append(out, open(v.name, v, NeedNetworks)) // shared address space: neither private nor public
			}
		}
		out = append(out, e.undecidedNames(v)...)
	}
	return out
}

// againstArrival completes a finding about a resolver's bad answer on a machine whose requests arrive by
// Private Link all the same: the programs on it resolve the name by some other way than the tool (a hosts
// file, a name resolution policy).
func (e *Evidence) againstArrival(f Finding, v *vantage) Finding {
	if e.arrivesAllTheSame(v) {
		f.Detail += "; yet its requests arrive by Private Link, so that programs resolve the name by another way"
	}
	return f
}

// chainTold reports whether any answer of the vantage comes from a tool that prints aliases.
func (e *Evidence) chainTold(v *vantage) bool {
	return slices.ContainsFunc(e.answersOf(v), (*lookup).tellsChain)
}

// undecidedNames says that nothing can be said of a vantage: one of its lookups is cut before its end, or none
// had a definite one.
func (e *Evidence) undecidedNames(v *vantage) []Finding {
	found := e.lookupsOf(v)
	definite := false
	for _, l := range found {
		if l.Outcome == parse.Failed && !l.silent() {
			return []Finding{open(v.name, v, NeedLookups)}
		}
		definite = definite || l.Outcome == parse.Answer && !l.masked() || l.Outcome == parse.NXDomain || l.Outcome == parse.NoData
	}
	if len(found) == 0 || definite {
		return nil
	}
	return []Finding{open(v.name, v, NeedLookups)}
}

// publicWithoutAlias reports clients that resolve publicly without the privatelink alias.
func publicWithoutAlias(e *Evidence) []Finding { return e.publicAnswers(false) }

// publicWithAlias reports clients that resolve publicly although the alias is there.
func publicWithAlias(e *Evidence) []Finding { return e.publicAnswers(true) }

// wrongPrivateAddress reports clients that get a private address which is not their endpoint's.
func wrongPrivateAddress(e *Evidence) []Finding {
	var out []Finding
	right, rightCites := sync.OnceValue(e.rightAddresses), sync.OnceValue(e.rightCites)
	for _, v := range e.clients() {
		out = append(out, e.undecidedNames(v)...)
		for _, l := range e.answersOf(v) {
			for _, a := range l.Addresses {
				if e.reach(a.Addr) != reachPrivate {
					continue
				}
				switch e.right(a.Addr) {
				case unknown:
					out = append(out, open(v.name, v, NeedConnections, NeedEndpoints))
				case no:
					detail := fmt.Sprintf("%s resolves to %s, which is no effective private endpoint's address of the vault (%s)",
						e.id.host, a.Addr, right())
					f := fail(v.name, v, detail, append([]parse.Cite{a.Cite}, rightCites()...)...)
					out = append(out, f.with("wrong_address", a.Addr.String()))
				case yes:
					out = append(out, e.foreignEndpoint(v, a)...)
				}
			}
		}
	}
	return out
}

// rightAddresses prints the addresses of the vault's effective endpoints.
func (e *Evidence) rightAddresses() string {
	var all []parse.Addr
	for _, ep := range e.effectiveEndpoints() {
		all = append(all, e.addresses(ep)...)
	}
	if len(all) == 0 {
		return "it has none"
	}
	const most = 3
	all = distinct(all)
	if len(all) > most {
		return fmt.Sprintf("right would be %s or one of %d more", addrList(all[:most]), len(all)-most)
	}
	return "right would be " + addrList(all)
}

// rightCites returns the lines that tell the addresses of the vault's effective endpoints, or that it has none.
func (e *Evidence) rightCites() []parse.Cite {
	var out []parse.Cite
	for _, ep := range e.effectiveEndpoints() {
		for _, a := range e.addresses(ep) {
			out = append(out, a.Cite)
		}
	}
	if out == nil {
		out = []parse.Cite{e.connectionsListed()}
	}
	return out[:min(len(out), 3)]
}

// foreignEndpoint reports an effective endpoint's address in a network that has an endpoint of its own, as
// long as no request of the vantage arrived privately.
func (e *Evidence) foreignEndpoint(v *vantage, a parse.Addr) []Finding {
	mine, _ := e.endpointAt(a.Addr)
	if (v.network == nil || mine.networkID == "") && len(e.effectiveEndpoints()) > 1 && !e.arrivedPrivately(v) {
		return []Finding{open(v.name, v, NeedOwn, NeedNetworks)}
	}
	if v.network == nil || mine.networkID == "" || mine.networkID == v.network.id || e.arrivedPrivately(v) {
		return nil
	}
	if ep := e.index.effectiveIn[v.network.id]; ep != nil {
		detail := fmt.Sprintf("%s resolves to %s, the endpoint in network %s; its own network %s has endpoint %s",
			e.id.host, a.Addr, lastName(mine.networkID), v.network.name, ep.name)
		f := e.aboutEndpoint(fail(v.name, v, detail, a.Cite, ep.Subnet.Cite), ep)
		return []Finding{f.with("wrong_address", a.Addr.String())}
	}
	if e.endpointsUntold() || slices.ContainsFunc(e.effectiveEndpoints(), (*endpoint).homeless) {
		return []Finding{open(v.name, v, NeedConnections, NeedEndpoints)} // its own network may have an endpoint
	}
	return nil
}

// homeless reports whether an endpoint was exported without the subnet that it sits in.
func (ep *endpoint) homeless() bool { return ep.Endpoint != nil && ep.networkID == "" }

// outcomes reports clients none of whose lookups was answered, and one of which ended as asked for.
func (e *Evidence) outcomes(detail string, ends ...parse.Outcome) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		if len(e.answersOf(v)) > 0 {
			continue
		}
		for _, l := range e.lookupsOf(v) {
			for _, end := range ends {
				if l.Outcome == end && !l.silent() {
					f := fail(v.name, v, fmt.Sprintf(detail, e.id.host, end), l.At).with("server", l.Server)
					out = append(out, e.againstArrival(f, v))
				}
			}
		}
	}
	return out
}

// nameNotFound reports clients for which the vault's name does not exist.
func nameNotFound(e *Evidence) []Finding {
	out := e.outcomes("%s does not exist for this machine's resolver (%s)", parse.NXDomain)
	for _, v := range e.clients() {
		out = append(out, e.undecidedNames(v)...)
		for _, l := range v.lookups {
			if l.mine && l.own && l.form == formOdd && l.Outcome == parse.NXDomain && e.usesOddName(v) {
				out = append(out, fail(v.name, v, fmt.Sprintf("%s does not exist for this machine's resolver (%s)", nameOf(l.Lookup), l.Outcome), l.At))
			}
		}
	}
	return out
}

// resolverFailed reports clients whose resolver gave no usable answer.
func resolverFailed(e *Evidence) []Finding {
	return e.outcomes("the resolver gave no answer for %s (%s)", parse.ServFail, parse.RefusedQ, parse.Timeout)
}

// reservedAddress reports answers that can be no vault's address.
func reservedAddress(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		out = append(out, e.undecidedNames(v)...)
		for _, l := range e.answersOf(v) {
			if a := e.addressOf(l, reachReserved); a != nil {
				class, _ := Classify(a.Addr)
				f := fail(v.name, v, fmt.Sprintf("%s resolves to %s, an address of the class %s", e.id.host, a.Addr, class), a.Cite)
				out = append(out, f.with("wrong_address", a.Addr.String()))
			}
		}
	}
	return out
}
