package parse

import (
	"net/netip"
	"slices"
	"strings"
)

// An answer gathers what a tool prints of one lookup, in whatever order it prints it.
type answer struct {
	query    dnsQuery // from the command line, or from the prompt inside an nslookup session
	question Name     // the name asked for, where the output states it apart (dig)
	server   string
	serverAt Cite
	explicit *bool // what the output says of the server's choice; nil if nothing
	links    []dnsLink
	aliases  []Name // in order, where the tool lists them without saying which leads to which (Windows)
	names    []Name // names that stand beside an address or in an error
	addrs    []Addr
	other    Cite // a record of another type than those asked for here
	verdict  Outcome
	at       Cite // of verdict
	note     Outcome
	noteAt   Cite
	empty    Cite // states that the query succeeded
	partial  bool // part of the answer was cut out by a person, or cannot be read
	elided   bool // names of the chain were cut out by a person
	unclear  bool // lines among those of the answer were not understood: any of them may be an address
	words    bool // words of a person stand below its begin: what follows may be of another answer
	hidden   Cite // an address that a person made unreadable
	headless bool // the output does not begin with the name asked for (dig +short)
	cut      bool // the capture may end before the answer does
	half     bool // its last line is visibly cut
	told     int  // records that the answer holds, as its header tells (dig); -1 if nothing tells
	read     int  // records of the answer that were read (dig)

	moved  []*answer          // one for each name with addresses in a zone that was transferred (dig)
	owners map[string]*answer // those by name

	known  map[string]bool
	linked map[dnsLink]bool
	have   map[netip.Addr]bool
}

// A dnsLink says that one name is an alias of another.
type dnsLink struct {
	from, to string
	at       Cite
}

func newAnswer(q dnsQuery) *answer {
	return &answer{query: q, told: -1, known: map[string]bool{}, linked: map[dnsLink]bool{}, have: map[netip.Addr]bool{}}
}

// alias keeps an alias line.
func (a *answer) alias(from, to string, c Cite) {
	l := dnsLink{from: canonical(from), to: canonical(to)}
	a.known[l.from], a.known[l.to] = true, true
	if !a.linked[l] {
		a.linked[l] = true
		l.at = c
		a.links = append(a.links, l)
	}
}

// name keeps a name that the answer is about.
func (a *answer) name(name string, c Cite) {
	name = canonical(name)
	if !a.known[name] {
		a.names = append(a.names, Name{Name: name, Cite: c})
	}
	a.known[name] = true
}

// addr keeps an address of the answer.
func (a *answer) addr(addr netip.Addr, ttl int, c Cite) {
	if !a.have[addr] {
		a.have[addr] = true
		a.addrs = append(a.addrs, Addr{Addr: addr, TTL: ttl, Cite: c})
	}
}

// decide keeps the outcome that the tool states; the first one counts.
func (a *answer) decide(o Outcome, c Cite) {
	if a.verdict == "" {
		a.verdict, a.at = o, c
	}
}

// remark keeps a weak outcome: it counts only where nothing else was printed.
func (a *answer) remark(o Outcome, c Cite) {
	if a.note == "" {
		a.note, a.noteAt = o, c
	}
}

// otherRecord keeps that a record of a type without addresses was printed.
func (a *answer) otherRecord(kind, owner string, c Cite) {
	if strings.Contains(owner, ".") && dnsName(owner) {
		a.name(owner, c)
	}
	if a.query.kind == "" {
		a.query.kind = kind
	}
	if a.other.File == "" {
		a.other = c
	}
}

// heard reports whether the answer holds anything at all.
func (a *answer) heard() bool {
	return a.begun() || a.serverAt.File != "" || a.question.Name != "" || a.empty.File != ""
}

// begun reports whether the answer holds more than its server.
func (a *answer) begun() bool {
	return len(a.links)+len(a.aliases)+len(a.names)+len(a.addrs) > 0 || a.verdict != "" || a.other.File != "" || a.hidden.File != ""
}

// outcome tells how the query ended and which line says so; ok is false where the lines do not tell.
func (a *answer) outcome() (o Outcome, at Cite, ok bool) {
	switch {
	case len(a.addrs) > 0 && addressKind(a.query.kind):
		return Answer, a.addrs[0].Cite, true
	case len(a.addrs) > 0 && a.query.kind == "PTR" && len(a.names) > 0: // Windows prints the address that was asked for below the name
		return Answer, a.addrs[0].Cite, true
	case a.verdict != "":
		return a.verdict, a.at, true
	case a.hidden.File != "" && addressKind(a.query.kind):
		return Answer, a.hidden, true
	case a.other.File != "":
		return Answer, a.other, true
	}
	at = a.lastAt()
	switch {
	case a.query.kind == "ANY" && at.File != "" && at != a.empty:
		return Answer, at, true // whoever is asked for everything need not follow an alias
	case a.partial:
		return "", Cite{}, false
	}
	switch {
	case at.File != "" && a.lacking():
		return Failed, at, true
	case at.File != "":
		return NoData, at, true
	case a.note != "":
		return a.note, a.noteAt, true
	}
	return Failed, a.serverAt, a.serverAt.File != "" && a.query.name != ""
}

// lastAt returns the line that tells the most of an answer without addresses: its last alias or name, or its status.
func (a *answer) lastAt() Cite {
	switch {
	case len(a.links) > 0:
		return a.links[len(a.links)-1].at
	case len(a.names) > 0:
		return a.names[len(a.names)-1].Cite
	case len(a.aliases) > 0:
		return a.aliases[len(a.aliases)-1].Cite
	}
	return a.empty
}

// chainCut reports whether names of the chain may be missing. Where a tool prints aliases below the addresses, they
// may be missing behind an answer too.
func (a *answer) chainCut(o Outcome, below bool) bool {
	if a.elided {
		return a.told < 0 || a.read < a.told
	}
	if o == Answer {
		return below && (a.half || a.cut && len(a.aliases) == 0)
	}
	return a.lacking() && (o != Timeout || a.cut || a.told >= 0)
}

// lacking reports whether records may be missing, so that an answer without addresses proves nothing. The number of
// records decides where it is told, else the end of the capture.
func (a *answer) lacking() bool {
	if a.told >= 0 {
		return a.read < a.told
	}
	return a.cut || a.unclear && a.verdict == ""
}

// lookup returns the finished record, or nil where the lines tell no outcome.
func (a *answer) lookup(tool string) *Lookup {
	o, at, ok := a.outcome()
	if !ok {
		return nil
	}
	l := &Lookup{Tool: tool, Query: a.question.Name, Type: a.query.kind, Server: a.server, Explicit: a.explicit,
		Outcome: o, At: at, ServerAt: a.serverAt}
	if l.Explicit == nil {
		l.Explicit = a.query.chosen()
	}
	if l.Server == "" {
		l.Server = a.query.server
	}
	if l.Query == "" {
		l.Query = a.query.name
	}
	l.DNSOnly = a.query.noHosts
	l.Chain = a.chain(l.Query)
	if l.Query == "" && len(l.Chain) > 0 && !a.headless {
		l.Query = l.Chain[0].Name
	}
	if addressKind(l.Type) {
		l.Addresses = a.addrs
	}
	return l
}

// chain returns the names in order: along the aliases from the name asked for, then what was printed beside
// them. A chain that a person cut or mistyped goes on with its next line.
func (a *answer) chain(query string) []Name {
	var names []Name
	seen := map[string]bool{}
	add := func(name string, c Cite) {
		if !seen[name] {
			seen[name] = true
			names = append(names, Name{Name: name, Cite: c})
		}
	}
	next := make(map[string]dnsLink, len(a.links))
	for _, l := range slices.Backward(a.links) {
		next[l.from] = l
	}
	l, ok := next[query]
	if !ok && a.question.Name != "" {
		add(a.question.Name, a.question.Cite)
	}
	if !ok && len(a.links) > 0 {
		l, ok = a.links[0], true
	}
	for ; ok && !seen[l.to]; l, ok = next[l.to] {
		add(l.from, l.at)
		add(l.to, l.at)
	}
	for _, l := range a.links {
		add(l.from, l.at)
		add(l.to, l.at)
	}
	for _, n := range slices.Concat(a.aliases, a.names) {
		add(n.Name, n.Cite)
	}
	return names
}
