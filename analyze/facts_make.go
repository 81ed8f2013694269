package analyze

import (
	"net/netip"
	"strings"

	"kvdoctor/parse"
)

// facts turns the evidence into the report's facts.
func (e *Evidence) facts() Facts {
	f := Facts{
		Vantages: mapped(e.vantages, e.vantageFact),
		Lookups:  mapped(e.allLookups, lookupFact),
		Requests: mapped(e.allRequests, requestFact),
		Networks: mapped(e.networks, networkFact),
	}
	if e.vault != nil {
		f.Vault = vaultFact(e.vault)
	}
	f.Connections = listOf(e.connectionsListed().File != "", mapped(e.conns, connectionFact))
	f.Endpoints = listOf(e.listed(parse.TypeEndpoint) != nil, mapped(e.exportedEndpoints(), e.endpointFact))
	f.Networks = listOf(e.listed(parse.TypeNetwork) != nil, f.Networks)
	e.zoneFacts(&f)
	return f
}

// mapped applies a function to every element; nil for none.
func mapped[T, U any](in []T, f func(T) U) []U {
	var out []U
	for _, x := range in {
		out = append(out, f(x))
	}
	return out
}

// listOf returns an empty list in place of nil where the list was captured.
func listOf[T any](captured bool, list []T) []T {
	if list == nil && captured {
		return []T{}
	}
	return list
}

// exportedEndpoints returns the endpoints that were captured themselves or by an interface.
func (e *Evidence) exportedEndpoints() []*endpoint {
	var out []*endpoint
	for _, ep := range e.endpoints {
		if ep.Endpoint != nil || len(ep.nics) > 0 {
			out = append(out, ep)
		}
	}
	return out
}

// zoneFacts fills in zones, links and records.
func (e *Evidence) zoneFacts(f *Facts) {
	links, records := e.listed(parse.TypeLink) != nil, e.listed(parse.TypeRecordSet) != nil
	for _, z := range e.zones {
		f.Zones = append(f.Zones, ZoneFact{ID: Opt(z.idText()), Name: z.name, Cites: citesOf(z.at())})
		for _, l := range z.links {
			f.Links = append(f.Links, linkFact(l))
		}
		for _, r := range z.records {
			f.Records = append(f.Records, recordFact(r))
		}
	}
	f.Zones = listOf(e.listed(parse.TypeZone) != nil, f.Zones)
	f.Links, f.Records = listOf(links, f.Links), listOf(records, f.Records)
}

// idText returns the zone's id as captured.
func (z *zone) idText() string {
	switch {
	case z.Zone != nil:
		return z.ID.Value
	case len(z.links) > 0:
		return z.links[0].Zone.Value
	case len(z.records) > 0:
		return z.records[0].Zone.Value
	}
	return ""
}

func addressFact(a netip.Addr) AddressFact {
	c, _ := Classify(a)
	return AddressFact{Address: a.String(), Class: c}
}

func addressFacts(as []parse.Addr) []AddressFact {
	out := []AddressFact{}
	for _, a := range as {
		out = append(out, addressFact(a.Addr))
	}
	return out
}

func (e *Evidence) vantageFact(v *vantage) VantageFact {
	f := VantageFact{Name: v.name, Role: v.role(), RoleSource: v.source, System: Opt(v.system),
		NetworkReason: Opt(v.reason), Cites: []Cite{}}
	if v.network != nil {
		f.NetworkID = Opt(v.network.ID.Value)
	}
	var own, resolvers []parse.Addr
	for _, o := range v.own {
		own = append(own, o.Addr)
	}
	for _, r := range v.resolvers {
		resolvers = append(resolvers, r.Addr)
	}
	f.Addresses = capturedAddresses(len(own) > 0, own)
	f.Resolvers = capturedAddresses(len(resolvers)+len(v.search) > 0, resolvers)
	for _, a := range append(own, resolvers...) {
		f.Cites = append(f.Cites, citesOf(a.Cite)...)
	}
	if len(f.Cites) == 0 {
		f.Cites = citesOf(e.firstCite(v))
	}
	return f
}

// firstCite returns the first line that was captured on a vantage.
func (e *Evidence) firstCite(v *vantage) parse.Cite {
	if len(v.lookups) > 0 {
		return v.lookups[0].At
	}
	if len(v.requests) > 0 {
		return v.requests[0].At
	}
	if v.hostsFile != nil {
		return v.hostsFile.First
	}
	return parse.Cite{}
}

// capturedAddresses returns the facts of addresses, each once; nil where none were captured.
func capturedAddresses(captured bool, as []parse.Addr) []AddressFact {
	if !captured {
		return nil
	}
	return addressFacts(distinct(as))
}

// role returns the vantage's role in the words of the contract.
func (v *vantage) role() string {
	if v.internet {
		return "internet"
	}
	return "client"
}

func lookupFact(l *lookup) LookupFact {
	f := LookupFact{Vantage: l.vantage.name, Tool: l.Tool, Query: Opt(l.Query), Type: Opt(l.Type), Server: Opt(l.Server),
		Control: l.control, Outcome: l.Outcome, Chain: []string{}, Addresses: addressFacts(l.Addresses), TTL: -1,
		Cites: citesOf(l.Cites()...)}
	for _, n := range l.Chain {
		f.Chain = append(f.Chain, n.Name)
	}
	for _, a := range l.Addresses {
		if a.TTL >= 0 && (f.TTL < 0 || a.TTL < int(f.TTL)) {
			f.TTL = OptInt(a.TTL)
		}
	}
	return f
}

func requestFact(r *request) RequestFact {
	f := RequestFact{Vantage: r.vantage.name, Tool: r.Tool, URL: Opt(r.URL), Exit: r.origin.Exit, TLSVerified: r.tlsVerified(),
		Cites: citesOf(r.keyCites()...)}
	if r.Failure != nil && r.Failure.Code >= 0 && f.Exit == nil {
		f.Exit = &r.Failure.Code
	}
	if b := r.Last(); b != nil && b.Status > 0 {
		f.Status = &b.Status
	}
	if a := r.connectedTo(); a.IsValid() {
		to := addressFact(a)
		f.Connected = &to
	}
	if f.Proxy = Opt(r.Proxy.Value); r.proxied() && f.Proxy == "" {
		f.Proxy = "CONNECT"
	}
	if n := r.NetworkInfo; n != nil {
		f.NetworkInfo = &NetworkInfoFact{Raw: n.Raw, ConnType: Opt(n.ConnType), AddrFamily: Opt(n.AddrFamily),
			PrivateEndpoint: Opt(n.PrivateEndpoint), Subnet: Opt(n.Subnet), Other: []string{}}
		if n.Addr.IsValid() {
			a := addressFact(n.Addr)
			f.NetworkInfo.Addr = &a
		}
		for _, p := range n.Other {
			f.NetworkInfo.Other = append(f.NetworkInfo.Other, p.Key+"="+p.Value)
		}
	}
	if s := r.Error; s != nil {
		f.Error = &ErrorFact{Code: Opt(s.Code), InnerCode: Opt(s.Reason()), Message: Opt(s.Message)}
	}
	return f
}

// connectedTo returns the address that an answer came from, where the tool tells it or the command fixed it; invalid if
// unknown.
func (r *request) connectedTo() netip.Addr {
	if r.Connected.Addr.IsValid() {
		return r.Connected.Addr
	}
	if r.Last() == nil || r.proxied() {
		return netip.Addr{}
	}
	return r.address
}

// keyCites returns the lines of a request that matter.
func (r *request) keyCites() []parse.Cite {
	cs := []parse.Cite{r.At}
	if r.NetworkInfo != nil {
		cs = append(cs, r.NetworkInfo.Cite)
	}
	if r.Error != nil {
		cs = append(cs, r.Error.Cite)
	}
	return cs
}

// proxied reports whether a proxy answered first.
func (r *request) proxied() bool {
	return r.Proxy.Known() || len(r.Blocks) > 1 && strings.EqualFold(r.Blocks[0].Reason, "Connection established")
}

// tlsVerified tells whether the server's certificate was checked and accepted; nil if unknown.
func (r *request) tlsVerified() *bool {
	if r.Verified != nil {
		return r.Verified
	}
	if (len(r.Tried) > 0 || r.Connected.Addr.IsValid()) && r.origin.Command == "" {
		return nil // the URL is the connection's; whether the checks were off is not known
	}
	verified := r.Last() != nil && strings.HasPrefix(r.URL, "https://") && !r.Insecure
	rejected := r.Failure != nil && certificateFailure(r.Failure)
	if verified == rejected {
		return nil
	}
	return &verified
}
