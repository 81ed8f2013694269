package analyze

import (
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// publicResolvers are well-known resolvers of the Internet: a query put to one on purpose is a control.
var publicResolvers = map[string]bool{
	"8.8.8.8": true, "8.8.4.4": true, "2001:4860:4860::8888": true, "2001:4860:4860::8844": true, "dns.google": true,
	"1.1.1.1": true, "1.0.0.1": true, "2606:4700:4700::1111": true, "2606:4700:4700::1001": true, "one.one.one.one": true,
	"9.9.9.9": true, "149.112.112.112": true, "2620:fe::fe": true, "dns.quad9.net": true,
	"208.67.222.222": true, "208.67.220.220": true, "4.2.2.1": true, "4.2.2.2": true,
	"64.6.64.6": true, "77.88.8.8": true, "94.140.14.14": true, "76.76.2.0": true, "185.228.168.9": true,
}

// judgeQueries works out, for every lookup and request, whom it concerns and on which path it went.
func (e *Evidence) judgeQueries() {
	for _, l := range e.allLookups {
		l.form, l.mine, l.suffix = e.relate(nameOf(l.Lookup))
		for _, n := range l.Chain {
			if _, suffix := trimSearch(n.Name); suffix != "" {
				l.suffix = suffix
			}
		}
		l.control, l.own = e.pathOf(l)
		if l.endsOnTheWay() {
			cut := *l.Lookup
			cut.Outcome = parse.Failed
			l.Lookup = &cut
		}
	}
	for _, r := range e.allRequests {
		e.aim(r)
	}
}

// endsOnTheWay reports whether an answer without an address ends in a name of the public chain, which always has one: it was
// cut, and how it ended was not captured.
func (l *lookup) endsOnTheWay() bool {
	if l.Outcome != parse.NoData || !l.mine || len(l.Chain) < 2 {
		return false
	}
	last := l.Chain[len(l.Chain)-1].Name
	return !hasAlias(last) && last != l.Chain[0].Name && (vaultDomain(last) || endsIn(last, publicTails))
}

// relate tells what a name is to the diagnosed vault.
func (e *Evidence) relate(name string) (form hostForm, mine bool, suffix string) {
	name, suffix = trimSearch(strings.ToLower(name))
	form, label, svc := splitHost(name)
	if form == formHost && e.id.host != "" && name != e.id.host && !svc.hsm {
		form = formOdd // the vault's label in another cloud
	}
	if form != formOther && !infrastructureName(name) && e.id.name != "" && label == e.id.name {
		return form, true, suffix
	}
	if label, _, _ := strings.Cut(name, "."); e.id.name != "" && label == e.id.name && strings.Contains(name, ".privatelink.") {
		return formOdd, true, suffix
	}
	return form, false, suffix
}

// pathOf tells whether a lookup is a control (put on purpose to a public resolver), and whether it shows what
// the machine itself resolves.
func (e *Evidence) pathOf(l *lookup) (control, own bool) {
	if l.vantage.internet {
		return true, false
	}
	chosen := l.Explicit != nil && *l.Explicit
	asked := l.Explicit != nil && !*l.Explicit
	configured := l.vantage.configured(l.Server)
	switch {
	case asked || l.system() || l.Server == "":
		return chosen && publicResolvers[l.Server], !chosen
	case chosen && e.public(l.Server):
		return !configured, configured
	case chosen:
		return false, configured
	case publicResolvers[l.Server] && !configured && l.vantage.asksOtherwise():
		// The output does not say who chose the server; the machine is seen to ask another one otherwise.
		return true, false
	}
	return false, true
}

// configured reports whether a server is one of the machine's configured name servers.
func (v *vantage) configured(server string) bool {
	a, err := netip.ParseAddr(server)
	if err != nil {
		return false
	}
	for _, r := range v.resolvers {
		if r.Addr.Addr == a.Unmap() {
			return true
		}
	}
	return false
}

// public reports whether a server is on the Internet.
func (e *Evidence) public(server string) bool {
	if publicResolvers[server] {
		return true
	}
	a, err := netip.ParseAddr(server)
	return err == nil && e.reach(a) == reachPublic
}

// asksOtherwise reports whether the machine is known to ask another server than well-known public ones.
func (v *vantage) asksOtherwise() bool {
	return len(v.resolvers) > 0 || v.asksOther
}

// aim tells whom a request goes to and how its address was found.
func (e *Evidence) aim(r *request) {
	host := r.Host
	if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		r.address = a.Unmap()
		mine, other := e.endpointAt(r.address)
		r.mine = mine != nil || (other == nil && r.keyVault())
		return
	}
	if host == "" {
		r.mine = e.id.name != "" && e.impliedVault(r)
		r.byName, r.form = r.mine, formHost
		return
	}
	r.form, r.mine, _ = e.relate(host)
	r.address = r.Resolve
	r.byName = r.mine && !r.Resolve.IsValid()
}

// impliedVault reports whether a request whose command is not known goes to the diagnosed vault: Key Vault
// names it in its refusal or answered otherwise, or the capture is named as the layout of a bundle names the vault's health endpoint.
func (e *Evidence) impliedVault(r *request) bool {
	if r.Error != nil && r.Error.Vault.Known() {
		return strings.EqualFold(r.Error.Vault.Value, e.id.name)
	}
	told := ""
	switch {
	case r.Failure != nil:
		told = r.Failure.Text
	case r.Error != nil:
		told = r.Error.Message // "This TCP connection does not allow access to HOST."
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(told), func(c rune) bool { return strings.ContainsRune(" ':\"`", c) }) {
		word = strings.TrimRight(word, ".,;")
		if form, _, _ := splitHost(word); form != formOther {
			_, mine, _ := e.relate(word)
			return mine
		}
	}
	return r.keyVault() || healthCapture(r.origin.File)
}

// healthCapture reports whether a capture is named for the vault's health endpoint.
func healthCapture(file string) bool {
	return strings.Contains(strings.ToLower(lastName(file)), "healthstatus")
}

// health reports whether a request is to the vault's health endpoint.
func (r *request) health() bool {
	return r.Path == "/healthstatus" || (r.Path == "" && r.URL == "" && healthCapture(r.origin.File))
}

// keyVault reports whether the answer shows that Key Vault gave it.
func (r *request) keyVault() bool {
	return r.NetworkInfo != nil || (r.Last() != nil && r.Last().Get("x-ms-keyvault-service-version") != nil)
}

// lookupsOf returns what a vantage's own resolvers say of the vault's host, for answers and failures alike.
func (e *Evidence) lookupsOf(v *vantage) []*lookup {
	e.saw(NeedLookups)
	var out []*lookup
	for _, l := range v.lookups {
		if l.mine && l.own && l.suffix == "" && l.form == formHost && !otherType(l.Lookup) {
			out = append(out, l)
		}
	}
	return out
}

// definite reports whether any of the vantage's lookups had a definite end: an answer with an address that can be
// read, or a refusal of one kind.
func (e *Evidence) definite(v *vantage) bool {
	return slices.ContainsFunc(e.lookupsOf(v), func(l *lookup) bool { return l.Outcome != parse.Failed && !l.masked() })
}

// masked reports whether a lookup had an answer of which no address can be read: nothing follows about those.
func (l *lookup) masked() bool { return l.Outcome == parse.Answer && len(l.Addresses) == 0 }

// otherType reports whether a lookup asked for records that have no IPv4 address: an endpoint has none but
// those, so that such an answer is normally empty.
func otherType(l *parse.Lookup) bool {
	return l.Type != "" && l.Type != "A" && l.Type != "ANY" && len(l.Addresses) == 0
}

// answersOf returns the lookups of lookupsOf that had an address; one that is masked counts.
func (e *Evidence) answersOf(v *vantage) []*lookup {
	var out []*lookup
	for _, l := range e.lookupsOf(v) {
		if l.Outcome == parse.Answer {
			out = append(out, l)
		}
	}
	return out
}

// toldAnswers returns the lookups of answersOf whose addresses can be read.
func (e *Evidence) toldAnswers(v *vantage) []*lookup {
	return slices.DeleteFunc(e.answersOf(v), (*lookup).masked)
}

// hidden reports whether a vantage's resolvers gave addresses of which none can be read, so that they may be right.
func (e *Evidence) hidden(v *vantage) bool {
	return len(e.answersOf(v)) > 0 && len(e.toldAnswers(v)) == 0
}

// controls returns the lookups of the vault's host from outside: to a public resolver, or by an internet vantage.
func (e *Evidence) controls() []*lookup {
	e.saw(NeedLookups)
	var out []*lookup
	for _, l := range e.allLookups {
		if l.mine && l.control && l.form == formHost {
			out = append(out, l)
		}
	}
	return out
}

// requestsOf returns a vantage's requests to the vault.
func (e *Evidence) requestsOf(v *vantage) []*request {
	e.saw(NeedRequests)
	var out []*request
	for _, r := range v.requests {
		if r.mine {
			out = append(out, r)
		}
	}
	return out
}

// namedRequests returns a vantage's requests to the vault for which the client resolved the name itself.
func (e *Evidence) namedRequests(v *vantage) []*request {
	var out []*request
	for _, r := range e.requestsOf(v) {
		if r.byName && r.form == formHost {
			out = append(out, r)
		}
	}
	return out
}

// alias returns the place of the privatelink alias in a lookup's chain, or nil.
func (l *lookup) alias() *parse.Cite {
	for i, n := range l.Chain {
		if hasAlias(n.Name) {
			return &l.Chain[i].Cite
		}
	}
	return nil
}

// programTools resolve names as all programs of a machine do, and do not print the aliases.
var programTools = []string{"getent", "curl", "wget", "ping", "tracert", "test-netconnection", "go", "dotnet", "python", "java", "node"}

// system reports whether a lookup shows what the machine's programs get, hosts file and caches included.
func (l *lookup) system() bool {
	switch l.Tool {
	case "resolvectl":
		return true
	case "resolve-dnsname": // it reads the hosts file, unless it is told not to
		return l.Explicit != nil && !*l.Explicit && !l.DNSOnly
	}
	return slices.Contains(programTools, l.Tool)
}

// silent reports whether the tool does not tell why it got no address, so that a failure of it shows nothing of the
// resolver.
func (l *lookup) silent() bool {
	return slices.Contains([]string{"getent", "curl", "wget", "test-netconnection"}, l.Tool)
}

// oneAddress reports whether the tool prints one address, however many the answer has.
func (l *lookup) oneAddress() bool {
	return slices.Contains([]string{"ping", "tracert", "test-netconnection"}, l.Tool)
}

// tellsChain reports whether the tool prints aliases, so that an alias that is not printed is not there. Of a
// chain that is cut short, the second name tells: the privatelink alias stands right after the vault's name.
func (l *lookup) tellsChain() bool {
	return !slices.Contains(programTools, l.Tool) && len(l.Chain) > 0 && (!l.ChainCut || len(l.Chain) > 2)
}
