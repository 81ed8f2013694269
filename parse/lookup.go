package parse

// An Outcome is how a DNS query ended.
type Outcome string

// The outcomes of a query.
const (
	Answer   Outcome = "answer"   // at least one address
	NXDomain Outcome = "nxdomain" // the name does not exist
	NoData   Outcome = "nodata"   // the name exists (an alias, perhaps) and has no address
	ServFail Outcome = "servfail"
	RefusedQ Outcome = "refused"
	Timeout  Outcome = "timeout" // no server answered
	Failed   Outcome = "error"   // any other failure
)

// A Lookup is one query for one name with all that the tool printed of the answer. Answers of several
// record types that one run of a tool prints (A and AAAA) are one Lookup; duplicates are dropped.
type Lookup struct {
	Tool   string // nslookup, host, dig, getent, resolve-dnsname, resolvectl
	Query  string // the name asked for, lower case, no final dot; empty where neither output nor command tells
	Type   string // A, AAAA ... if one type was asked for; else empty
	Server string // address (or name) of the server that answered, without port; empty if not told
	// Explicit says that the server was chosen on the command line; nil if that is not known.
	Explicit *bool
	// DNSOnly says that the command told the tool not to read the hosts file (Resolve-DnsName -DnsOnly, -NoHostsFile).
	DNSOnly bool
	Outcome Outcome
	// Chain holds the names in order, from the name asked for to the last alias target, as far as told.
	Chain []Name
	// ChainCut says that the capture may end before the chain does, so that a name that is not in it proves nothing.
	ChainCut bool
	// Addresses holds the answer's addresses, never the server's.
	Addresses []Addr
	// At is the line that decides the outcome: an address, an error, or the last alias.
	At Cite
	// ServerAt is the line that names the server; zero if none does.
	ServerAt Cite
}

// Cites implements Fact.
func (l *Lookup) Cites() []Cite {
	cs := []Cite{l.At}
	if l.ServerAt.File != "" {
		cs = append(cs, l.ServerAt)
	}
	for _, n := range l.Chain {
		cs = append(cs, n.Cite)
	}
	for _, a := range l.Addresses {
		cs = append(cs, a.Cite)
	}
	return cs
}

// An OwnAddress is an address of the machine itself.
type OwnAddress struct {
	Interface string // eth0; empty if not told
	Bits      int    // prefix length; -1 if not told
	Addr      Addr
}

// Cites implements Fact.
func (o *OwnAddress) Cites() []Cite { return []Cite{o.Addr.Cite} }

// A Resolver is a name server that the machine is configured to ask.
type Resolver struct{ Addr Addr }

// Cites implements Fact.
func (r *Resolver) Cites() []Cite { return []Cite{r.Addr.Cite} }

// A Search is a search list of suffixes (resolv.conf), lower case, without final dots.
type Search struct {
	Domains []string
	Cite    Cite
}

// Cites implements Fact.
func (s *Search) Cites() []Cite { return []Cite{s.Cite} }

// A HostsEntry is one line of a hosts file.
type HostsEntry struct {
	Addr  Addr
	Names []string // lower case, without final dots
}

// Cites implements Fact.
func (h *HostsEntry) Cites() []Cite { return []Cite{h.Addr.Cite} }

// A HostsFile says that a hosts file was captured, so that a name that is not in it is known not to be.
type HostsFile struct{ First Cite }

// Cites implements Fact.
func (h *HostsFile) Cites() []Cite { return []Cite{h.First} }
