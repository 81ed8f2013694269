package main

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// defaultZones fills in the private zones. By default there is one, of the right name, linked to the first network; a
// privatelink zone whose records are not written down holds the vault's.
func (s *Scenario) defaultZones() {
	if s.Zones == nil {
		s.Zones = []Zone{{}}
	}
	for i := range s.Zones {
		z := &s.Zones[i]
		z.Name = cmp.Or(z.Name, s.Vault.zone())
		z.Group = cmp.Or(z.Group, "rg-dns")
		z.TTL = cmp.Or(z.TTL, 10)
		if z.Links == nil {
			z.Links = []Link{{}}
		}
		for j := range z.Links {
			l := &z.Links[j]
			l.Network = cmp.Or(l.Network, s.Networks[0].Name)
			l.State = cmp.Or(l.State, "Completed")
			l.Policy = cmp.Or(l.Policy, "Default")
		}
	}
}

// defaultRecords fills in a zone's records, once the endpoints have their addresses: the address of the endpoint in a
// linked network, else of the first one.
func (s *Scenario) defaultRecords(z *Zone) {
	if z.Records != nil || !strings.HasPrefix(z.Name, "privatelink.") {
		return
	}
	z.Records = map[string][]string{}
	for _, v := range s.vaults() {
		var found *Endpoint
		for i := range s.Endpoints {
			e := &s.Endpoints[i]
			if e.Vault != v.Name {
				continue
			}
			here := slices.ContainsFunc(z.Links, func(l Link) bool { return strings.HasPrefix(e.Subnet, l.Network+"/") })
			if found == nil || here && !s.linkedTo(z, found) {
				found = e
			}
		}
		if found != nil {
			z.Records[v.Name] = []string{found.Address}
		}
	}
}

// linkedTo reports whether a zone is linked to an endpoint's network.
func (s *Scenario) linkedTo(z *Zone, e *Endpoint) bool {
	return slices.ContainsFunc(z.Links, func(l Link) bool { return strings.HasPrefix(e.Subnet, l.Network+"/") })
}

// A placer hands out the addresses of a scenario's hosts that have none of their own.
type placer struct {
	taken map[netip.Addr]string
}

// place gives every host its address: those that are written down first, then the next free ones of their subnets.
func (s *Scenario) place() error {
	p := &placer{taken: map[netip.Addr]string{}}
	hosts := s.hosts()
	for _, h := range hosts {
		if *h.address == "" {
			continue
		}
		address, err := netip.ParseAddr(*h.address)
		if err != nil {
			return fmt.Errorf("%s: %w", h.what, err)
		}
		if other := p.taken[address]; other != "" && !h.shared {
			return fmt.Errorf("%s has the address %s of %s", h.what, address, other)
		}
		p.taken[address] = h.what
	}
	for _, h := range hosts {
		if *h.address != "" {
			continue
		}
		prefix, err := netip.ParsePrefix(s.prefixOf(h.place))
		if err != nil {
			return fmt.Errorf("%s: no such place: %q", h.what, h.place)
		}
		*h.address = p.next(prefix, h)
	}
	for i := range s.Zones {
		s.defaultRecords(&s.Zones[i])
	}
	s.nameServers()
	return nil
}

// nameServers puts addresses in place of the names of servers; "azure" is Azure's own.
func (s *Scenario) nameServers() {
	address := map[string]string{"azure": azureDNS}
	for _, d := range s.Servers {
		address[d.Name] = d.Address
	}
	resolve := func(list []string) {
		for i, name := range list {
			list[i] = cmp.Or(address[name], name)
		}
	}
	for _, n := range s.Networks {
		resolve(n.DNS)
	}
	for _, site := range s.Sites {
		resolve(site.DNS)
	}
	for _, c := range s.Clients {
		resolve(c.DNS)
	}
	for _, d := range s.Servers {
		resolve(d.Forward)
		for _, list := range d.Conditional {
			resolve(list)
		}
	}
}

// next returns the first free address of a prefix, from the host's first choice on.
func (p *placer) next(prefix netip.Prefix, h host) string {
	address := prefix.Masked().Addr()
	for range h.first {
		address = address.Next()
	}
	for p.taken[address] != "" {
		address = address.Next()
	}
	p.taken[address] = h.what
	return address.String()
}

// A host is something with an address, as place sees it.
type host struct {
	what, place string
	address     *string
	first       int  // its first choice in its subnet
	shared      bool // others may have the same address
}

// hosts lists everything that has an address, filling in names and places.
func (s *Scenario) hosts() []host {
	var out []host
	for i := range s.Endpoints {
		e := &s.Endpoints[i]
		out = append(out, host{"endpoint " + e.Name, e.Subnet, &e.Address, 3, true})
	}
	for i := range s.Servers {
		d := &s.Servers[i]
		d.Name = cmp.Or(d.Name, fmt.Sprintf("dns%d", i+1))
		d.Network = cmp.Or(d.Network, s.Networks[0].Name)
		out = append(out, host{"server " + d.Name, s.firstSubnet(d.Network), &d.Address, 53, false})
	}
	for i := range s.Proxies {
		x := &s.Proxies[i]
		x.Name = cmp.Or(x.Name, fmt.Sprintf("proxy%d", i+1))
		x.Network = cmp.Or(x.Network, s.Networks[0].Name)
		out = append(out, host{"proxy " + x.Name, s.firstSubnet(x.Network), &x.Address, 80, false})
	}
	for i := range s.Clients {
		c := &s.Clients[i]
		c.Name = cmp.Or(c.Name, fmt.Sprintf("vm-app%02d", i+1))
		c.Network = s.firstSubnet(cmp.Or(c.Network, s.Networks[0].Name))
		if c.Role = cmp.Or(c.Role, "client"); c.Network == "internet" && len(c.DNS) == 0 {
			c.DNS = []string{publicResolvers()[0]}
		}
		out = append(out, host{"client " + c.Name, c.Network, &c.Address, 4, false})
	}
	return out
}

// firstSubnet completes a network's name with its first subnet; other places stay as they are.
func (s *Scenario) firstSubnet(place string) string {
	if n := s.network(place); n != nil && len(n.Subnets) > 0 {
		return place + "/" + n.Subnets[0].Name
	}
	return place
}

// prefixOf returns the prefix that a place's hosts have their addresses from; empty where there is no such place.
func (s *Scenario) prefixOf(place string) string {
	if place == "internet" {
		return "84.17.51.0/24"
	}
	if site := s.site(place); site != nil {
		return site.Prefixes[0]
	}
	if subnet := s.subnet(place); subnet != nil {
		return subnet.Prefix
	}
	return ""
}
