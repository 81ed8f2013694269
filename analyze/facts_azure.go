package analyze

import (
	"kvdoctor/parse"
)

func vaultFact(v *parse.Vault) *VaultFact {
	f := &VaultFact{ID: Opt(v.ID.Value), PublicNetworkAccess: Opt(v.PublicNetworkAccess.Value), Cites: citesOf(v.At)}
	f.Cites = append(f.Cites, citesOf(v.PublicNetworkAccess.Cite)...)
	if a := v.ACLs; a != nil {
		f.DefaultAction, f.Bypass = Opt(a.DefaultAction.Value), Opt(a.Bypass.Value)
		f.IPRules, f.NetworkRules = captured(a.IPRulesAt, a.IPRules), captured(a.NetworkRulesAt, a.NetworkRules)
		f.Cites = append(f.Cites, citesOf(a.At)...)
	}
	return f
}

// captured returns the values of a list; nil where the list was not captured.
func captured(at parse.Cite, ts []parse.Text) []string {
	if at.File == "" && len(ts) == 0 {
		return nil
	}
	return values(ts)
}

// values returns the values of captured scalars; never nil.
func values(ts []parse.Text) []string {
	out := []string{}
	for _, t := range ts {
		out = append(out, t.Value)
	}
	return out
}

func connectionFact(c *connection) ConnectionFact {
	f := ConnectionFact{ID: Opt(c.ID.Value), EndpointID: Opt(c.Connection.Endpoint.Value), State: Opt(c.State.Value),
		ProvisioningState: Opt(c.ProvisioningState.Value), Cites: citesOf(c.At, c.State.Cite, c.ProvisioningState.Cite)}
	if is := effectiveState(c.State, c.ProvisioningState); is != unknown {
		effective := is == yes
		f.Effective = &effective
	}
	return f
}

func (e *Evidence) endpointFact(ep *endpoint) EndpointFact {
	all := e.allAddresses(ep)
	f := EndpointFact{ID: Opt(ep.id), Addresses: capturedAddresses(len(all)+len(ep.nics) > 0, all), Cites: []Cite{}}
	if ep.Endpoint == nil {
		f.Cites = citesOf(ep.nics[0].At)
		return f
	}
	f.ID, f.SubnetID, f.Cites = Opt(ep.ID.Value), Opt(ep.Subnet.Value), citesOf(ep.At)
	if ep.networkID != "" {
		f.NetworkID = Opt(ep.Subnet.Value[:len(ep.networkID)])
	}
	if ep.link != nil {
		f.TargetID, f.GroupIDs = Opt(ep.link.Target.Value), captured(parse.Cite{}, ep.link.GroupIDs)
	}
	for _, c := range ep.CustomDNS {
		f.CustomDNS = append(f.CustomDNS, CustomDNSFact{FQDN: c.FQDN.Value, Addresses: addressFacts(c.Addresses)})
	}
	f.CustomDNS = listOf(ep.CustomDNSAt.File != "", f.CustomDNS)
	return f
}

func linkFact(l *parse.Link) LinkFact {
	f := LinkFact{ZoneID: Opt(l.Zone.Value), NetworkID: Opt(l.Network.Value), State: Opt(l.State.Value),
		ResolutionPolicy: Opt(l.ResolutionPolicy.Value), Cites: citesOf(l.At)}
	if l.Registration.Known() {
		on := l.Registration.Value == "true"
		f.Registration = &on
	}
	return f
}

func recordFact(r *parse.RecordSet) RecordFact {
	return RecordFact{ZoneID: Opt(r.Zone.Value), Name: r.Name.Value, Type: "A", TTL: OptInt(r.TTL),
		Addresses: addressFacts(r.Addresses), Cites: citesOf(r.At)}
}

func networkFact(n *network) NetworkFact {
	f := NetworkFact{ID: Opt(n.ID.Value), Cites: citesOf(n.At)}
	for _, p := range n.Prefixes {
		f.Prefixes = append(f.Prefixes, p.Prefix.String())
	}
	for _, a := range n.DNSServers {
		f.DNSServers = append(f.DNSServers, addressFact(a.Addr))
	}
	f.DNSServers = listOf(n.DNSServersAt.File != "", f.DNSServers)
	for _, p := range n.Peerings {
		f.Peerings = append(f.Peerings, PeeringFact{NetworkID: Opt(p.Remote.Value), State: Opt(p.State.Value)})
	}
	f.Peerings = listOf(n.PeeringsAt.File != "", f.Peerings)
	return f
}
