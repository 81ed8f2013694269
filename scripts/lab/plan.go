package main

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// A plan is what a scenario becomes: network namespaces, the cables between them, and what runs in each. It is made
// without touching the machine.
//
//	client --+                      +-- endpoint (only where its connection is effective)
//	server --+-- network (router) --+-- further networks (peered) and sites (VPN)
//	proxy  --+        |
//	              internet: public DNS, the vaults' front ends, clients outside
//
// A network's namespace is its router: it has the gateways' addresses, Azure's DNS at 168.63.129.16, and translates
// what leaves for the Internet. A packet to nobody is dropped and nobody tells, as in Azure.
type plan struct {
	spaces []*space
	cables []cable
}

// A space is one namespace.
type space struct {
	name     string   // short: inet, n0, s0, h0 ...
	label    string   // what it stands for
	router   bool     // it forwards packets
	setup    []string // lines for ip -batch, once its cables are there
	rules    []string // of an nft chain that sees every packet that comes in
	nat      []string // of its postrouting chain
	redirect []string // of its prerouting chain for translation
	resolv   string   // its /etc/resolv.conf; empty: none of its own
	hosts    string   // its /etc/hosts
	programs []program
}

// A cable joins two namespaces.
type cable struct{ a, deviceA, b, deviceB string }

// A program runs in a namespace: named with its files, or this program itself with a configuration.
type program struct {
	name  string            // named, or the hidden command of the lab: serve-vault ...
	files map[string]string // written to the folder that it runs in
}

// The gateway is the address of the Internet's side of every cable to it.
const gateway = "4.68.0.1"

// A planner makes a plan.
type planner struct {
	s       *Scenario
	p       *plan
	inet    *space
	routers map[string]*space // by the name of network or site, or "internet"
	ids     map[string]int    // number of each router
}

// makePlan makes the plan of a scenario.
func makePlan(s *Scenario) (*plan, error) {
	b := &planner{s: s, p: &plan{}, routers: map[string]*space{}, ids: map[string]int{}}
	b.internet()
	for i := range s.Networks {
		n := &s.Networks[i]
		router := b.router(fmt.Sprintf("n%d", i), "network "+n.Name, n.Name, n.NAT, n.Prefixes)
		router.add("address add %s/32 dev lo", azureDNS)
		b.networkRules(n, router)
		router.programs = append(router.programs, program{"named", azureServer(s, n).files()})
	}
	for i := range s.Sites {
		site := &s.Sites[i]
		router := b.router(fmt.Sprintf("s%d", i), "site "+site.Name, site.Name, site.NAT, site.Prefixes)
		router.add("address add %s/32 dev lo", hostOf(site.Prefixes[0]))
		if site.HiddenBy != "" {
			router.add("address add %s/32 dev lo", site.HiddenBy)
			router.nat = append(router.nat, fmt.Sprintf("oifname \"p*\" ip saddr { %s } snat to %s", strings.Join(site.Prefixes, ", "), site.HiddenBy))
		}
	}
	b.join()
	return b.p, b.attach()
}

// add appends a line of the namespace's setup.
func (sp *space) add(format string, args ...any) {
	sp.setup = append(sp.setup, fmt.Sprintf(format, args...))
}

// space adds a namespace.
func (b *planner) space(name, label string) *space {
	sp := &space{name: name, label: label}
	sp.add("link set lo up")
	b.p.spaces = append(b.p.spaces, sp)
	return sp
}

// internet adds the Internet: its DNS, and the front ends of the vaults.
func (b *planner) internet() {
	b.inet = b.space("inet", "the Internet")
	b.inet.router = true
	b.routers["internet"] = b.inet
	local := slices.Concat([]string{gateway, rootServer}, publicResolvers(), b.s.frontEnds())
	for _, a := range local {
		b.inet.add("address add %s/32 dev lo", a)
	}
	b.inet.add("route add blackhole default")
	b.inet.programs = append(b.inet.programs,
		program{"named", publicDNS(b.s).files()},
		program{"named", nameServer{listen: publicResolvers(), recursive: true}.files()},
		vaultProgram(b.s, nil))
}

// frontEnds returns the public addresses of the vaults.
func (s *Scenario) frontEnds() []string {
	var out []string
	for _, v := range s.vaults() {
		if !slices.Contains(out, v.Address) {
			out = append(out, v.Address)
		}
	}
	return out
}

// router adds the router of a network or a site and joins it to the Internet.
func (b *planner) router(short, label, name, public string, prefixes []string) *space {
	sp := b.space(short, label)
	sp.router = true
	b.ids[name] = len(b.routers)
	b.routers[name] = sp
	b.p.cables = append(b.p.cables, cable{short, "inet", "inet", short})
	b.inet.add("link set %s up", short)
	b.inet.add("route add %s/32 dev %s", public, short)
	sp.add("address add %s/32 dev lo", routerID(b.ids[name]))
	sp.add("link set inet up")
	sp.add("address add %s/32 dev inet", public)
	sp.add("route add default via %s dev inet onlink src %s", gateway, public)
	for _, p := range slices.Concat(prefixes, []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"}) {
		sp.add("route replace blackhole %s", p)
	}
	sp.nat = append(sp.nat, "oifname \"inet\" snat to "+public)
	return sp
}

// routerID returns the address by which the other routers know a router.
func routerID(id int) string { return fmt.Sprintf("169.254.77.%d", id) }

// networkRules adds a network's gateways, security groups, service endpoints and transparent proxies to its router.
func (b *planner) networkRules(n *Network, router *space) {
	var direct []string
	for _, sub := range n.Subnets {
		router.add("address add %s/32 dev lo", hostOf(sub.Prefix))
		if len(sub.Denied) > 0 {
			router.rules = append(router.rules, fmt.Sprintf("ip saddr %s ip daddr { %s } drop", sub.Prefix, strings.Join(sub.Denied, ", ")))
		}
		if len(sub.DeniedFrom) > 0 {
			router.rules = append(router.rules, fmt.Sprintf("ip saddr { %s } ip daddr %s drop", strings.Join(sub.DeniedFrom, ", "), sub.Prefix))
		}
		if sub.serves("Microsoft.KeyVault") {
			direct = append(direct, fmt.Sprintf("oifname \"inet\" ip saddr %s ip daddr { %s } tcp dport 443 accept", sub.Prefix, strings.Join(b.s.frontEnds(), ", ")))
			b.inet.add("route add %s via %s dev %s onlink", sub.Prefix, n.NAT, router.name)
		}
	}
	router.nat = append(direct, router.nat...)
}

// serves reports whether a subnet has a service endpoint for a service.
func (s *Subnet) serves(service string) bool {
	return slices.ContainsFunc(s.ServiceEndpoints, func(v string) bool { return strings.EqualFold(v, service) })
}

// join lays the cables between networks that are peered, Connected on both sides, and from sites to networks. No
// router tells another what it learnt from a third.
func (b *planner) join() {
	for i, n := range b.s.Networks {
		for _, other := range b.s.Networks[i+1:] {
			if connected(&n, other.Name) && connected(&other, n.Name) {
				b.between(n.Name, n.Prefixes, other.Name, other.Prefixes)
			}
		}
	}
	for _, site := range b.s.Sites {
		prefixes := site.Prefixes
		if site.HiddenBy != "" {
			prefixes = append(slices.Clone(prefixes), site.HiddenBy+"/32")
		}
		for _, name := range site.Reaches {
			b.between(site.Name, prefixes, name, b.s.network(name).Prefixes)
		}
	}
}

// connected reports whether a network's own peering to another is Connected.
func connected(n *Network, other string) bool {
	return slices.ContainsFunc(n.Peers, func(p Peering) bool { return p.Network == other && p.State == "Connected" })
}

// between joins two routers and gives each the way to the other's prefixes.
func (b *planner) between(nameA string, prefixesA []string, nameB string, prefixesB []string) {
	deviceA, deviceB := fmt.Sprintf("p%d", b.ids[nameB]), fmt.Sprintf("p%d", b.ids[nameA])
	b.p.cables = append(b.p.cables, cable{b.routers[nameA].name, deviceA, b.routers[nameB].name, deviceB})
	for _, end := range []struct {
		router   *space
		device   string
		id       int
		prefixes []string
	}{{b.routers[nameA], deviceA, b.ids[nameB], prefixesB}, {b.routers[nameB], deviceB, b.ids[nameA], prefixesA}} {
		end.router.add("link set %s up", end.device)
		for _, p := range end.prefixes {
			end.router.add("route replace %s via %s dev %s onlink", p, routerID(end.id), end.device)
		}
	}
}

// hostOf returns the first host address of a prefix: its gateway.
func hostOf(prefix string) string {
	p, err := netip.ParsePrefix(prefix)
	if err != nil {
		return ""
	}
	return p.Masked().Addr().Next().String()
}

// asJSON prints a configuration for one of the lab's own programs. Its types hold nothing that could not be printed.
func asJSON(v any) string {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return string(data)
}
