package analyze

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"kvdoctor/parse"
)

// aliasWithoutAddress reports clients that get the alias and no address.
func aliasWithoutAddress(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		out = append(out, e.undecidedNames(v)...)
		if len(e.answersOf(v)) > 0 {
			continue
		}
		for _, l := range e.lookupsOf(v) {
			if alias := l.alias(); l.Outcome == parse.NoData && alias != nil {
				out = append(out, fail(v.name, v, fmt.Sprintf("%s has the privatelink alias and no address behind it", e.id.host), *alias))
			}
		}
	}
	return out
}

// privateWithoutAlias reports clients that get the endpoint's address by some other way than the alias.
func privateWithoutAlias(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		out = append(out, e.undecidedNames(v)...)
		for _, l := range e.answersOf(v) {
			a := e.addressOf(l, reachPrivate)
			if a == nil || l.alias() != nil || !l.tellsChain() {
				continue
			}
			switch e.right(a.Addr) {
			case yes:
				detail := fmt.Sprintf("%s resolves to the endpoint's address %s without the privatelink alias: something overrides it", e.id.host, a.Addr)
				out = append(out, fail(v.name, v, detail, a.Cite))
			case unknown:
				out = append(out, open(v.name, v, NeedConnections, NeedEndpoints))
			}
		}
	}
	return out
}

// publicKind is the kind of a public answer.
const publicKind = "a public address"

// kind sums up an answer for comparison: public answers vary from query to query and are all alike.
func (e *Evidence) kind(l *lookup) string {
	var private []string
	for _, a := range l.Addresses {
		switch {
		case a.Addr.Is6():
		case e.reach(a.Addr) == reachPublic:
			return publicKind
		default:
			private = append(private, a.Addr.String())
		}
	}
	sort.Strings(private)
	return strings.Join(private, ", ")
}

// answersDisagree reports machines whose own resolvers give answers of different kinds.
func answersDisagree(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		var compared []*lookup
		for _, l := range e.answersOf(v) {
			// getent reads the hosts file too: where it differs, that is KV802.
			if !l.system() && e.kind(l) != "" {
				compared = append(compared, l)
			}
		}
		if len(compared) < 2 {
			if len(e.lookupsOf(v)) > 0 {
				out = append(out, open(v.name, v, NeedLookups))
			}
			continue
		}
		for _, l := range compared[1:] {
			if a, b := e.kind(compared[0]), e.kind(l); a != b && l.origin.Machine == compared[0].origin.Machine && !e.words.part(compared[0], l) {
				detail := fmt.Sprintf("two answers for %s differ: %s and %s", e.id.host, a, b)
				out = append(out, fail(v.name, v, detail, compared[0].At, l.At).with("server", l.Server))
				break
			}
		}
	}
	return out
}

// suffixAppended reports answers for the name with a search suffix behind it.
func suffixAppended(e *Evidence) []Finding {
	var out []Finding
	for _, l := range e.allLookups {
		if l.mine && l.own && l.suffix != "" && l.Outcome == parse.Answer {
			at := l.At
			for _, n := range l.Chain {
				if _, suffix := trimSearch(n.Name); suffix != "" {
					at = n.Cite
				}
			}
			detail := fmt.Sprintf("the answer is for %s.%s: a search suffix was appended", e.id.host, l.suffix)
			out = append(out, fail(l.vantage.name, l.vantage, detail, at).with("suffix_name", e.id.host+"."+l.suffix))
		}
	}
	return out
}

// severalAddresses reports answers with more than one private address.
func severalAddresses(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		out = append(out, e.undecidedNames(v)...)
		for _, l := range e.answersOf(v) {
			var private []parse.Addr
			for _, a := range l.Addresses {
				if a.Addr.Is4() && e.reach(a.Addr) == reachPrivate {
					private = append(private, a)
				}
			}
			if private = distinct(private); len(private) > 1 {
				detail := fmt.Sprintf("%s resolves to several private addresses: %s", e.id.host, addrList(private))
				f := fail(v.name, v, detail, private[0].Cite, private[1].Cite)
				for _, a := range private {
					if e.right(a.Addr) == no {
						f = f.with("wrong_address", a.Addr.String())
					}
				}
				out = append(out, f)
			}
		}
	}
	return out
}

// notAVaultName reports names that clients ask for or call and that are no vault's.
func notAVaultName(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		used := e.usesOddName(v)
		var odd []Finding
		for _, l := range v.lookups {
			if l.mine && l.form == formOdd {
				odd = append(odd, e.oddName(v, nameOf(l.Lookup), l.At))
			}
		}
		for _, r := range e.requestsOf(v) {
			if r.form == formOdd {
				odd = append(odd, e.oddName(v, r.Host, r.At))
			}
		}
		for i := range odd {
			if !used {
				odd[i].Severity = Notice
			}
		}
		out = append(out, odd...)
	}
	return out
}

// usesOddName reports whether a client uses a host that is no vault's: it requests it, or asks for no other name.
func (e *Evidence) usesOddName(v *vantage) bool {
	requested := slices.ContainsFunc(e.requestsOf(v), func(r *request) bool { return r.form == formOdd })
	return requested || len(e.lookupsOf(v)) == 0 && len(e.namedRequests(v)) == 0
}

// oddName makes a finding of notAVaultName.
func (e *Evidence) oddName(v *vantage, name string, at parse.Cite) Finding {
	return fail(v.name, v, fmt.Sprintf("%s is not a vault's host name; the vault's is %s", name, e.id.host), at)
}

// vaultNameUnknown reports a vault name that does not exist in public DNS either.
func vaultNameUnknown(e *Evidence) []Finding {
	controls := e.controls()
	var out []Finding
	for _, l := range controls {
		if l.Outcome == parse.NXDomain {
			out = append(out, fail(e.id.host, nil, fmt.Sprintf("%s does not exist in public DNS", e.id.host), l.At))
		}
	}
	if len(out) == 0 && slices.ContainsFunc(e.allLookups, func(l *lookup) bool { return l.mine && l.form == formHost && l.alias() != nil }) {
		return nil // an alias stands in public DNS
	}
	if !slices.ContainsFunc(controls, func(l *lookup) bool { return l.Outcome == parse.Answer || l.Outcome == parse.NXDomain }) {
		return []Finding{open(e.id.host, nil).ask("how a public resolver answers", "nslookup {host} 8.8.8.8")}
	}
	return out
}
