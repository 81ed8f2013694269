package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"sort"
	"strings"

	"kvdoctor/parse"
)

// placeVantages works out the network that each vantage sits in.
func (e *Evidence) placeVantages() {
	e.listZones()
	e.countEmpty()
	for _, v := range e.vantages {
		v.network, v.reason = e.networkOfVantage(v)
	}
}

// networkOfVantage tells in which exported network a machine sits: by its own addresses, else by the address
// that the vault saw over a private path.
func (e *Evidence) networkOfVantage(v *vantage) (*network, string) {
	if len(e.networks) == 0 {
		return nil, "no virtual network was captured"
	}
	own := v.realAddresses()
	if len(own) > 0 {
		return e.networkWithOwn(own)
	}
	for _, r := range v.requests {
		if r.NetworkInfo == nil || !r.NetworkInfo.Addr.IsValid() {
			continue
		}
		if found := e.networksWith(r.NetworkInfo.Addr); len(found) == 1 && found[0].id != "" {
			return found[0], fmt.Sprintf("the vault saw %s, which lies in %s", r.NetworkInfo.Addr, found[0].prefixWith(r.NetworkInfo.Addr).Prefix)
		}
	}
	return nil, "the machine's own addresses were not captured"
}

// networkWithOwn returns the one network that holds a machine's own addresses.
func (e *Evidence) networkWithOwn(own []*parse.OwnAddress) (*network, string) {
	found := map[*network]netip.Addr{}
	for _, o := range own {
		for _, n := range e.networksWith(o.Addr.Addr) {
			found[n] = o.Addr.Addr
		}
	}
	switch len(found) {
	case 0:
		return nil, "no captured network holds the machine's own addresses"
	case 1:
		for n, a := range found {
			if n.id == "" {
				return nil, fmt.Sprintf("own address %s lies in a network whose id was not captured", a)
			}
			return n, fmt.Sprintf("own address %s lies in %s", a, n.prefixWith(a).Prefix)
		}
	}
	var names []string
	for n := range found {
		names = append(names, n.name)
	}
	sort.Strings(names)
	return nil, "the machine's own addresses lie in several networks: " + strings.Join(names, ", ")
}

// bridges are names of interfaces whose addresses say nothing about the network that a machine sits in.
var bridges = []string{"lo", "docker", "br-", "veth", "virbr", "cni", "flannel", "cali", "podman"}

// realAddresses returns the machine's own addresses that place it: no loopback, link-local or bridge ones.
func (v *vantage) realAddresses() []*parse.OwnAddress {
	var out []*parse.OwnAddress
next:
	for _, o := range v.own {
		for _, b := range bridges {
			if strings.HasPrefix(o.Interface, b) {
				continue next
			}
		}
		if c, _ := Classify(o.Addr.Addr); classReach[c] != reachReserved {
			out = append(out, o)
		}
	}
	return out
}

// has reports whether an address is one of the machine's own.
func (v *vantage) has(a netip.Addr) bool {
	for _, o := range v.own {
		if o.Addr.Addr == a {
			return true
		}
	}
	return false
}

// clients returns the vantages whose requests should use Private Link.
func (e *Evidence) clients() []*vantage {
	var out []*vantage
	for _, v := range e.vantages {
		if !v.internet {
			out = append(out, v)
		}
	}
	return out
}

// azureDNS is the address of Azure's resolver, the same in every network.
var azureDNS = netip.MustParseAddr("168.63.129.16")

// serversOf returns the name servers that a machine asks: as configured, and as its lookups tell.
func (e *Evidence) serversOf(v *vantage) []parse.Addr {
	e.saw(NeedResolvers)
	var out []parse.Addr
	for _, r := range v.resolvers {
		out = append(out, r.Addr)
	}
	for _, l := range v.lookups {
		a, err := netip.ParseAddr(l.Server)
		if l.own && err == nil {
			out = append(out, parse.Addr{Addr: a.Unmap(), TTL: -1, Cite: l.ServerAt})
		}
	}
	return distinct(out)
}

// stub reports whether a server is a relay on the machine or in its cluster, whose own server is not told.
func (v *vantage) stub(a netip.Addr) bool {
	if a.IsLoopback() {
		return true
	}
	for _, s := range v.search {
		for _, d := range s.Domains {
			if strings.HasSuffix(d, "cluster.local") {
				return a != azureDNS
			}
		}
	}
	return false
}

// resolvesIn returns the network whose Azure DNS answers a machine in the end, nil if that is not known, with
// the name server that stands between, if any.
func (e *Evidence) resolvesIn(v *vantage) (*network, netip.Addr) { return e.followRules(e.asksIn(v)) }

// asksIn is resolvesIn before forwarding rules of the network.
func (e *Evidence) asksIn(v *vantage) (*network, netip.Addr) {
	var servers []netip.Addr
	for _, s := range e.serversOf(v) {
		if s.Addr == azureDNS || !v.stub(s.Addr) {
			servers = append(servers, s.Addr)
		}
	}
	if len(servers) == 0 && v.network != nil {
		return e.networkAsks(v.network, nil)
	}
	var found *network
	var between netip.Addr
	for i, a := range servers {
		n, server := v.network, netip.Addr{}
		if a != azureDNS {
			n, server = e.serverAsks(a, nil), a
		}
		if i == 0 {
			found, between = n, server
		} else if n != found {
			return nil, servers[0] // which of them answers is not known
		}
	}
	return found, between
}

// networkAsks returns the network whose Azure DNS answers machines in a network that take its DNS settings, and the custom
// server in between; passed holds the networks whose servers were followed.
func (e *Evidence) networkAsks(n *network, passed []*network) (*network, netip.Addr) {
	var found *network
	var between netip.Addr
	for i, s := range n.DNSServers {
		m := n
		if s.Addr != azureDNS {
			m = e.serverAsks(s.Addr, append(passed, n))
		}
		if i > 0 && m != found {
			return nil, n.DNSServers[0].Addr
		}
		if found = m; i == 0 && s.Addr != azureDNS {
			between = s.Addr
		}
	}
	if len(n.DNSServers) == 0 {
		return n, between
	}
	return found, between
}

// serverAsks returns the network whose Azure DNS a custom server passes queries to in the end: a server answers as the
// network that it stands in does. Where that network's servers are the server itself, it is taken to ask Azure's DNS.
func (e *Evidence) serverAsks(server netip.Addr, passed []*network) *network {
	n := e.serverNetwork(server)
	if n == nil || e.forwarding.inbound[server] != nil || slices.Contains(passed, n) ||
		slices.ContainsFunc(n.DNSServers, func(s parse.Addr) bool { return s.Addr == server }) {
		return n
	}
	m, _ := e.networkAsks(n, passed)
	return m
}
