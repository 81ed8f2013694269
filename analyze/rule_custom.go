package analyze

import (
	"fmt"
	"net/netip"
	"slices"

	"kvdoctor/parse"
)

// customDNSNoForward reports clients whose network's own DNS servers do not give what the zone holds.
func customDNSNoForward(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		server := e.customServer(v)
		if v.network == nil && len(e.networks) > 0 {
			out = append(out, open(v.name, v, NeedOwn, NeedNetworks))
			continue
		}
		if server == nil || len(e.lookupsOf(v)) == 0 {
			continue
		}
		bad := e.badAnswer(v)
		if bad == nil {
			continue
		}
		record := e.zoneRightFor(v)
		if record == nil {
			out = append(out, open(v.name, v, NeedZones, NeedLinks, NeedRecords))
			continue
		}
		for i, s := range v.network.DNSServers {
			if s.Addr.String() == bad.Server {
				server = &v.network.DNSServers[i] // of several, the one that gave this answer
			}
		}
		detail := fmt.Sprintf("network %s uses the DNS server %s; it answers %s with %s, while the linked zone has %s",
			v.network.name, server.Addr, e.id.host, e.outcomeOf(bad), addrList(record.Addresses))
		out = append(out, fail(v.name, v, detail, bad.At, server.Cite, record.At).with("server", server.Addr.String(), "network", v.network.name,
			"network_id", v.network.ID.Value, "network_group", groupOf(v.network.ID.Value)))
	}
	return out
}

// customServer returns the custom DNS server of the vantage's network that answers the vantage, nil if there
// is none or the vantage asks another server.
func (e *Evidence) customServer(v *vantage) *parse.Addr {
	if v.network == nil {
		return nil
	}
	e.saw(NeedNetworks)
	servers := e.serversOf(v)
	for i, s := range v.network.DNSServers {
		if s.Addr == azureDNS {
			continue
		}
		if len(servers) == 0 {
			return &v.network.DNSServers[i]
		}
		for _, asked := range servers {
			if asked.Addr == s.Addr || v.stub(asked.Addr) {
				return &v.network.DNSServers[i]
			}
		}
	}
	return nil
}

// badAnswer returns a lookup of the vantage that is public, empty or an error; nil if there is none.
func (e *Evidence) badAnswer(v *vantage) *lookup {
	for _, l := range e.lookupsOf(v) {
		if l.Outcome == parse.Failed {
			continue // how it ended was not captured
		}
		if l.Outcome != parse.Answer || e.addressOf(l, reachPublic) != nil {
			return l
		}
	}
	return nil
}

// outcomeOf prints how a lookup ended.
func (e *Evidence) outcomeOf(l *lookup) string {
	if l.Outcome == parse.Answer {
		return addrList(l.Addresses)
	}
	return string(l.Outcome)
}

// zoneRightFor returns the vault's record where zone, link and record are right for the vantage: linked to its
// own network, or to that of its DNS server, with an endpoint's address. Nil if that is not shown.
func (e *Evidence) zoneRightFor(v *vantage) *parse.RecordSet {
	resolves, _ := e.resolvesIn(v)
	for _, z := range e.exactZones() {
		e.linksOf(z)
		e.recordsOf(z)
		r := z.record(e.id.name)
		if r == nil || len(r.Addresses) == 0 {
			continue
		}
		linked := z.linkTo(v.network.id) != nil && resolves == nil && e.told(parse.TypeNetwork)
		if resolves != nil {
			linked = z.linkTo(resolves.id) != nil
		}
		if linked && e.right(r.Addresses[0].Addr) != no {
			return r
		}
	}
	return nil
}

// hostsOverride reports machines whose hosts file fixes the vault's name, or shows so by its effect.
func hostsOverride(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		out = append(out, e.hostsEntries(v)...)
		out = append(out, e.getentDiffers(v)...)
	}
	return out
}

// hostsEntries reports the entries of a machine's hosts file for the vault.
func (e *Evidence) hostsEntries(v *vantage) []Finding {
	var out []Finding
	for _, h := range v.hosts {
		for _, name := range h.Names {
			form, mine, _ := e.relate(name)
			if !mine || form == formOdd {
				continue
			}
			e.saw(NeedHosts)
			detail := fmt.Sprintf("the hosts file of %s fixes %s at %s", v.name, name, h.Addr.Addr)
			out = append(out, e.override(fail(v.name, v, detail, h.Addr.Cite), h.Addr))
			break
		}
	}
	return out
}

// override judges an override by its address: it is a fault where it is not the endpoint's.
func (e *Evidence) override(f Finding, a parse.Addr) Finding {
	if e.right(a.Addr) == no || e.reach(a.Addr) != reachPrivate {
		return f.with("wrong_address", a.Addr.String())
	}
	f.Severity = Notice
	return f
}

// getentDiffers reports that the machine's own resolution, which reads the hosts file, differs from DNS.
func (e *Evidence) getentDiffers(v *vantage) []Finding {
	var system, dns *lookup
	for _, l := range e.answersOf(v) {
		switch {
		case e.kind(l) == "":
		case l.system():
			system = l
		default:
			dns = l
		}
	}
	if system == nil || dns == nil || e.agree(system, dns) || len(e.hostsEntries(v)) > 0 {
		return nil
	}
	detail := fmt.Sprintf("%s resolves %s to %s for programs, while DNS says %s: a hosts file or a name service overrides it",
		v.name, e.id.host, e.kind(system), e.kind(dns))
	return []Finding{e.override(fail(v.name, v, detail, system.At, dns.At), system.Addresses[0])}
}

// agree reports whether the machine's own resolution gave what DNS says, or one address of several.
func (e *Evidence) agree(system, dns *lookup) bool {
	if e.kind(system) == e.kind(dns) {
		return true
	}
	return system.oneAddress() && e.kind(dns) != publicKind &&
		slices.ContainsFunc(dns.Addresses, func(a parse.Addr) bool { return a.Addr == system.Addresses[0].Addr })
}

// machineDNSOverride reports machines that ask a name server which is neither Azure's nor their network's.
func machineDNSOverride(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		if v.network == nil {
			if len(e.networks) > 0 && len(e.serversOf(v)) > 0 {
				out = append(out, open(v.name, v, NeedOwn, NeedNetworks))
			}
			continue
		}
		if s := e.foreignServer(v); s != nil {
			detail := fmt.Sprintf("%s asks the name server %s, which is neither Azure's 168.63.129.16 nor one of network %s", v.name, s.Addr, v.network.name)
			f := fail(v.name, v, detail, s.Cite, v.network.dnsCite()).with("server", s.Addr.String(), "network", v.network.name)
			if bad := e.badFrom(v, s.Addr); bad == nil {
				f.Severity = Notice
			} else {
				f.Cites = append(citesOf(bad.At), f.Cites...)
			}
			out = append(out, f)
		}
	}
	return out
}

// foreignServer returns a name server of the vantage that is neither Azure's nor its network's, one with a bad
// answer first; nil if there is none.
func (e *Evidence) foreignServer(v *vantage) *parse.Addr {
	var found *parse.Addr
	for _, s := range e.serversOf(v) {
		if s.Addr == azureDNS || v.stub(s.Addr) || v.network.asks(s) {
			continue
		}
		if e.badFrom(v, s.Addr) != nil {
			return &s
		}
		if found == nil {
			found = &s
		}
	}
	return found
}

// badFrom returns a lookup that a server, or one that is not named, did not answer with an endpoint's address;
// nil if there is none.
func (e *Evidence) badFrom(v *vantage, server netip.Addr) *lookup {
	for _, l := range e.lookupsOf(v) {
		if (l.Server == "" || l.Server == server.String()) && !l.masked() && !e.answerRight(l) {
			return l
		}
	}
	return nil
}

// asks reports whether a server is one of the network's custom DNS servers.
func (n *network) asks(s parse.Addr) bool {
	for _, own := range n.DNSServers {
		if own.Addr == s.Addr {
			return true
		}
	}
	return false
}

// dnsCite returns the line that tells the network's DNS servers, or the network.
func (n *network) dnsCite() parse.Cite {
	if n.DNSServersAt.File != "" {
		return n.DNSServersAt
	}
	return n.At
}

// customDNSServers reports networks with custom DNS servers where nothing is seen to be wrong.
func customDNSServers(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		if v.network == nil {
			out = append(out, open(v.name, v, NeedNetworks, NeedOwn))
			continue
		}
		if len(v.network.DNSServers) == 0 || e.badAnswer(v) != nil {
			continue
		}
		detail := fmt.Sprintf("network %s uses custom DNS servers (%s): what they answer may differ from what this network's Azure DNS would",
			v.network.name, addrList(v.network.DNSServers))
		out = append(out, fail(v.name, v, detail, v.network.DNSServersAt).with("network", v.network.name))
	}
	return out
}
