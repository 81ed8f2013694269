package analyze

import (
	"fmt"
	"net/netip"
	"strings"

	"kvdoctor/parse"
)

// tunnels are names of interfaces that show a way into another network.
var tunnels = []string{"tun", "tap", "wg", "ppp", "utun", "gpd", "cscotun"}

// dockerDNS is the resolver inside a container on a network of its own.
var dockerDNS = netip.MustParseAddr("127.0.0.11")

// clientOutsideNetwork reports clients that are in none of the exported networks although for these
// everything is right.
func clientOutsideNetwork(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		own := v.realAddresses()
		if len(own) == 0 || len(e.networks) == 0 {
			continue // the needs say what is missing
		}
		answer := e.publicAnswer(v)
		if v.network != nil || e.inSomeNetwork(own) || answer == nil {
			continue
		}
		if n, _ := e.resolvesIn(v); n != nil {
			continue // it asks a server in an exported network, which is a way in
		}
		e.saw(NeedOwn)
		if e.cut(parse.TypeNetwork) || !e.told(parse.TypeNetwork) {
			out = append(out, open(v.name, v, NeedNetworks))
			continue
		}
		if e.anotherWayIn(v) {
			out = append(out, open(v.name, v).ask("where the machine's route to the endpoint leads", "ip route get {address}"))
			continue
		}
		if e.azureAnswered(v) {
			// It is in Azure, so in a network that was not exported: what is wrong may be its link or its peering.
			out = append(out, open(v.name, v).ask("the virtual network of "+v.name, "az network vnet list"))
			continue
		}
		if !e.deploymentRight() {
			out = append(out, open(v.name, v, NeedLinks, NeedRecords, NeedConnections))
			continue
		}
		detail := fmt.Sprintf("%s has address %s, which lies in none of the exported virtual networks, and resolves %s to %s",
			v.name, own[0].Addr.Addr, e.id.host, answer.Addresses[0].Addr)
		cites := append([]parse.Cite{answer.At, own[0].Addr.Cite}, e.prefixCites()...)
		out = append(out, fail(v.name, v, detail, cites...))
	}
	return out
}

// publicAnswer returns a lookup of the vantage that ended in a public address, or nil.
func (e *Evidence) publicAnswer(v *vantage) *lookup {
	for _, l := range e.answersOf(v) {
		if e.addressOf(l, reachPublic) != nil {
			return l
		}
	}
	return nil
}

// addressOf returns the first address of a lookup with that meaning, or nil.
func (e *Evidence) addressOf(l *lookup, want reach) *parse.Addr {
	for i := range l.Addresses {
		if e.reach(l.Addresses[i].Addr) == want {
			return &l.Addresses[i]
		}
	}
	return nil
}

// inSomeNetwork reports whether any of the addresses lies in an exported network.
func (e *Evidence) inSomeNetwork(own []*parse.OwnAddress) bool {
	for _, o := range own {
		if len(e.networksWith(o.Addr.Addr)) > 0 {
			return true
		}
	}
	return false
}

// anotherWayIn reports whether a machine may reach an exported network all the same: a private origin, a
// tunnel, or a container behind its node's address.
func (e *Evidence) anotherWayIn(v *vantage) bool {
	for _, r := range e.requestsOf(v) {
		if n := r.NetworkInfo; n != nil && (strings.EqualFold(n.ConnType, "PrivateLink") || (n.Addr.IsValid() && e.reach(n.Addr) == reachPrivate)) {
			return true
		}
	}
	for _, o := range v.own {
		for _, t := range tunnels {
			if strings.HasPrefix(o.Interface, t) {
				return true
			}
		}
		if a := o.Addr.Addr; a.Is4() && a.As4()[0] == 172 && a.As4()[1] == 17 && len(v.realAddresses()) == 1 {
			return true
		}
	}
	for _, r := range v.resolvers {
		if r.Addr.Addr == dockerDNS {
			return true
		}
	}
	for _, s := range v.search {
		if strings.Contains(strings.Join(s.Domains, " "), "cluster.local") {
			return true
		}
	}
	return false
}

// deploymentRight reports whether zone, link, record and connection are shown to be right for an exported
// network.
func (e *Evidence) deploymentRight() bool {
	for _, z := range e.exactZones() {
		r := z.record(e.id.name)
		if r == nil {
			continue
		}
		e.saw(NeedLinks)
		e.saw(NeedRecords)
		for _, l := range z.links {
			if e.networkByID(l.Network.Value) != nil && len(r.Addresses) > 0 && e.right(r.Addresses[0].Addr) == yes {
				return true
			}
		}
	}
	return false
}

// right reports whether an address is an effective endpoint's of the vault.
func (e *Evidence) right(a netip.Addr) fate {
	mine, _ := e.endpointAt(a)
	switch {
	case mine != nil && mine.stale(a):
		return no
	case mine != nil:
		return e.effective(mine)
	}
	if e.addressesKnown() {
		return no
	}
	return unknown
}

// prefixCites returns the lines that tell the exported networks' address spaces, a few of them.
func (e *Evidence) prefixCites() []parse.Cite {
	var out []parse.Cite
	for _, n := range e.networks {
		for _, p := range n.Prefixes {
			out = append(out, p.Cite)
		}
	}
	return out[:min(len(out), 3)]
}
