package main

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// attach adds the hosts: endpoints that take connections, name servers, proxies and clients.
func (b *planner) attach() error {
	number := 0
	attach := func(label, place, address string) (*space, error) {
		number++
		return b.host(number, label, place, address)
	}
	for i := range b.s.Endpoints {
		e := &b.s.Endpoints[i]
		if !b.s.effective(e) {
			continue // its packets are dropped
		}
		sp, err := attach("endpoint "+e.Name, e.Subnet, e.Address)
		if err != nil {
			return err
		}
		sp.programs = []program{vaultProgram(b.s, e)}
	}
	for i := range b.s.Servers {
		d := &b.s.Servers[i]
		if d.Silent {
			continue
		}
		sp, err := attach("server "+d.Name, d.Network, d.Address)
		if err != nil {
			return err
		}
		sp.programs = []program{{"named", customServer(d).files()}}
	}
	for i := range b.s.Proxies {
		if err := b.proxy(&b.s.Proxies[i], attach); err != nil {
			return err
		}
	}
	for i := range b.s.Clients {
		if err := b.client(&b.s.Clients[i], attach); err != nil {
			return err
		}
	}
	return nil
}

// client adds a client. Packets that it loses are dropped by its router, so that nothing tells it.
func (b *planner) client(c *Client, attach func(label, place, address string) (*space, error)) error {
	sp, err := attach(clientLabel(c), c.Network, c.Address)
	if err != nil {
		return err
	}
	sp.resolv, sp.hosts = b.s.resolvConf(c), hostsFile(c)
	if len(c.Dropped) > 0 {
		router := b.routerOf(c.Network)
		router.rules = append(router.rules, fmt.Sprintf("ip saddr %s ip daddr { %s } drop", c.Address, strings.Join(c.Dropped, ", ")))
	}
	return nil
}

// clientLabel returns the label of a client's namespace.
func clientLabel(c *Client) string { return "client " + c.Name }

// effective reports whether an endpoint carries requests: approved, made without failure, for the right sub-resource,
// and still known to its vault. Of two with one address, the first that is has it.
func (s *Scenario) effective(e *Endpoint) bool {
	ok := func(e *Endpoint) bool {
		group := "vault"
		if v := s.vault(e.Vault); v.Managed {
			group = "managedhsm"
		}
		return e.State == "Approved" && e.Provisioning == "Succeeded" && !e.Unlisted && e.Group == group && !s.vault(e.Vault).Deleted
	}
	for i := range s.Endpoints {
		if first := &s.Endpoints[i]; first.Address == e.Address && ok(first) {
			return first == e
		}
	}
	return false
}

// routerOf returns the router of a network, a site, a subnet or the Internet.
func (b *planner) routerOf(place string) *space {
	name, _, _ := strings.Cut(place, "/")
	return b.routers[name]
}

// host adds a host with its cable to the router. The router is its only neighbour, as in Azure: also what goes to its
// own subnet goes there.
func (b *planner) host(number int, label, place, address string) (*space, error) {
	router := b.routerOf(place)
	if router == nil {
		return nil, fmt.Errorf("%s: no such place: %q", label, place)
	}
	sp := b.space(fmt.Sprintf("h%d", number), label)
	b.p.cables = append(b.p.cables, cable{sp.name, "eth0", router.name, sp.name})
	router.add("link set %s up", sp.name)
	router.add("route add %s/32 dev %s", address, sp.name)
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", label, err)
	}
	bits, near := 32, gateway
	for _, text := range b.s.prefixesNear(place) {
		if p, err := netip.ParsePrefix(text); err == nil && p.Contains(addr) {
			bits, near = p.Bits(), hostOf(text)
			break
		}
	}
	sp.add("link set eth0 addrgenmode none")
	sp.add("link set eth0 address 00:0d:3a:1c:5e:%02x", number)
	sp.add("link set eth0 up")
	sp.add("address add %s/%d broadcast + dev eth0", address, bits)
	if bits < 32 {
		sp.add("route del %s dev eth0", netip.PrefixFrom(addr, bits).Masked())
	}
	sp.add("route add %s dev eth0", near)
	sp.add("route add default via %s", near)
	return sp, nil
}

// prefixesNear returns the prefixes of the subnets or the site that a place's hosts lie in, with a gateway each.
func (s *Scenario) prefixesNear(place string) []string {
	name, _, _ := strings.Cut(place, "/")
	if site := s.site(name); site != nil {
		return site.Prefixes[:1]
	}
	var out []string
	if n := s.network(name); n != nil {
		for _, sub := range n.Subnets {
			out = append(out, sub.Prefix)
		}
	}
	return out
}

// proxy adds a proxy. A transparent one gets what goes to port 443 from its network's router.
func (b *planner) proxy(x *Proxy, attach func(label, place, address string) (*space, error)) error {
	sp, err := attach("proxy "+x.Name, x.Network, x.Address)
	if err != nil {
		return err
	}
	place := strings.Split(x.Network, "/")[0]
	sp.resolv = resolvText(b.s.serversOf(place), nil)
	sp.programs = []program{{"serve-proxy", map[string]string{"config.json": asJSON(proxyConfig{
		Address: x.Address, Inspects: x.Inspects, Refuses: x.Refuses, Transparent: x.Transparent})}}}
	if x.Transparent {
		router := b.routerOf(x.Network)
		router.redirect = append(router.redirect, fmt.Sprintf("ip saddr != %s ip daddr != %s tcp dport 443 dnat ip to %s", x.Address, x.Address, x.Address))
	}
	return nil
}

// serversOf returns the DNS servers that the hosts of a network, a site or the Internet are told.
func (s *Scenario) serversOf(place string) []string {
	if n := s.network(place); n != nil {
		if len(n.DNS) > 0 {
			return n.DNS
		}
		return []string{azureDNS}
	}
	if site := s.site(place); site != nil && len(site.DNS) > 0 {
		return site.DNS
	}
	return publicResolvers()[:1]
}

// resolvConf returns a client's /etc/resolv.conf.
func (s *Scenario) resolvConf(c *Client) string {
	place, _, _ := strings.Cut(c.Network, "/")
	servers, search := c.DNS, c.Search
	if len(servers) == 0 {
		servers = s.serversOf(place)
	}
	if n := s.network(place); n != nil && len(n.DNS) == 0 && search == nil {
		search = []string{"4xq0vmdcs1uerb2nhwyjfzkolc.bx.internal.cloudapp.net"}
	}
	return resolvText(servers, search)
}

// resolvText prints a resolv.conf.
func resolvText(servers, search []string) string {
	var b strings.Builder
	for _, a := range servers {
		b.WriteString("nameserver " + a + "\n")
	}
	if len(search) > 0 {
		b.WriteString("search " + strings.Join(search, " ") + "\n")
	}
	return b.String()
}

// hostsFile returns a client's /etc/hosts.
func hostsFile(c *Client) string {
	var b strings.Builder
	fmt.Fprintf(&b, "127.0.0.1 localhost\n%s %s\n", c.Address, c.Name)
	for _, name := range slices.Sorted(maps.Keys(c.Hosts)) {
		fmt.Fprintf(&b, "%s %s\n", c.Hosts[name], name)
	}
	return b.String()
}
