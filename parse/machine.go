package parse

// A Variable is an environment variable that tells how the machine reaches the network, or what machine it is: a
// proxy's, or one that a cloud shell, a build agent, an app service or a cluster sets.
type Variable struct {
	Name  string // as captured
	Value string // without the user and password of a proxy
	Cite  Cite   // quotes no more than the name where the value holds an "@", before which a password may stand
}

// Cites implements Fact.
func (v *Variable) Cites() []Cite { return []Cite{v.Cite} }

// A Proxy is the proxy that a machine's WinHTTP services use.
type Proxy struct {
	Server string   // "proxy:8080" or "http=proxy:8080;https=proxy:8080"; empty for direct access
	Bypass []string // hosts that are asked without it; nil if there are none
	Direct bool     // no proxy is set
	Cite   Cite
}

// Cites implements Fact.
func (p *Proxy) Cites() []Cite { return []Cite{p.Cite} }

// A Forwarder is a server to which a machine that is a DNS server passes the queries that it cannot answer itself.
type Forwarder struct{ Addr Addr }

// Cites implements Fact.
func (f *Forwarder) Cites() []Cite { return []Cite{f.Addr.Cite} }

// A NameRule sends the names of a namespace to name servers of their own: the name resolution policy of Windows, a
// resolver for one domain of macOS.
type NameRule struct {
	Namespace string // lower case, without final dot; a dot at its begin stands for all names below it
	Servers   []Addr // empty where the names are asked as all others
	Cite      Cite
}

// Cites implements Fact.
func (n *NameRule) Cites() []Cite {
	cs := []Cite{n.Cite}
	for _, s := range n.Servers {
		cs = append(cs, s.Cite)
	}
	return cs
}

// A ResolverOptions fact is a line of options of resolv.conf: "ndots:5", "rotate".
type ResolverOptions struct {
	Options []string
	Cite    Cite
}

// Cites implements Fact.
func (r *ResolverOptions) Cites() []Cite { return []Cite{r.Cite} }

// A Recognised fact stands for a capture of a known kind in which nothing is that this package models.
type Recognised struct{ First Cite }

// Cites implements Fact.
func (r *Recognised) Cites() []Cite { return []Cite{r.First} }

// recognise tells that a capture is of a known kind where nothing in it was read.
func (s *sink) recognise(src *Source) {
	if len(s.records) == 0 {
		s.add(&Recognised{First: firstLine(src, s.origin)})
	}
}
