package main

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// A checker gathers what is wrong with a scenario.
type checker struct {
	s    *Scenario
	errs []error
}

// fail notes an error of one part of the scenario.
func (c *checker) fail(what, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: %s", what, fmt.Sprintf(format, args...)))
}

// oneOf checks a word.
func (c *checker) oneOf(what, field, got string, want ...string) {
	if !slices.Contains(want, got) {
		c.fail(what, "%s %q, want one of %s", field, got, strings.Join(want, ", "))
	}
}

// address checks an address, and that it lies in one of the prefixes, if any are given.
func (c *checker) address(what, text string, within ...string) {
	address, err := netip.ParseAddr(text)
	if err != nil {
		c.fail(what, "%q is no address", text)
		return
	}
	if len(within) > 0 && !slices.ContainsFunc(within, func(p string) bool {
		prefix, err := netip.ParsePrefix(p)
		return err == nil && prefix.Contains(address)
	}) {
		c.fail(what, "%s lies outside of %s", address, strings.Join(within, ", "))
	}
}

// addresses checks a list of addresses.
func (c *checker) addresses(what string, list []string) {
	for _, a := range list {
		c.address(what, a)
	}
}

// prefixes checks a list of prefixes.
func (c *checker) prefixes(what string, list []string) {
	for _, p := range list {
		if prefix, err := netip.ParsePrefix(p); err != nil || prefix.Masked() != prefix {
			c.fail(what, "%q is no prefix such as 10.1.0.0/16", p)
		}
	}
}

// isID reports whether a reference is a full id, of something that is not in the scenario.
func isID(ref string) bool { return strings.HasPrefix(ref, "/") }

// number is 1 for true.
func number(v bool) int {
	if v {
		return 1
	}
	return 0
}

// unique checks that no name stands twice.
func unique[T any](c *checker, kind string, list []T, name func(T) string) {
	seen := map[string]bool{}
	for _, v := range list {
		if n := name(v); seen[n] {
			c.fail(kind+" "+n, "the name stands twice")
		} else {
			seen[n] = true
		}
	}
}

// validate checks that references lead somewhere, that addresses lie where they are said to, and that words are known.
func (s *Scenario) validate() error {
	c := &checker{s: s}
	unique(c, "vault", s.vaults(), func(v *Vault) string { return v.Name + strings.Repeat(" (deleted)", number(v.Deleted)) })
	unique(c, "endpoint", s.Endpoints, func(e Endpoint) string { return e.Name })
	unique(c, "network", s.Networks, func(n Network) string { return n.Name })
	unique(c, "site", s.Sites, func(n Site) string { return n.Name })
	unique(c, "server", s.Servers, func(n Server) string { return n.Name })
	unique(c, "proxy", s.Proxies, func(n Proxy) string { return n.Name })
	unique(c, "client", s.Clients, func(n Client) string { return n.Name })
	unique(c, "zone", s.Zones, func(z Zone) string { return z.Group + "/" + z.Name })
	c.vaults()
	c.networks()
	c.endpoints()
	c.zones()
	c.servers()
	c.clients()
	return errors.Join(c.errs...)
}

// vaults checks the vaults.
func (c *checker) vaults() {
	for _, v := range c.s.vaults() {
		what := "vault " + v.Name
		c.oneOf(what, "public_network_access", v.Public, "Enabled", "Disabled", "SecuredByPerimeter")
		c.oneOf(what, "default_action", v.Default, "Allow", "Deny")
		c.oneOf(what, "bypass", v.Bypass, "AzureServices", "None")
		c.oneOf(what, "header", v.Header, "new", "old", "none")
		c.oneOf(what, "cloud", v.Cloud, "AzureCloud", "AzureUSGovernment", "AzureChinaCloud")
		c.address(what, v.Address)
		for _, ref := range v.NetworkRules {
			if c.s.subnet(ref) == nil && !isID(ref) {
				c.fail(what, "network_rules: there is no subnet %q", ref)
			}
		}
	}
}

// networks checks networks and sites.
func (c *checker) networks() {
	for _, n := range c.s.Networks {
		what := "network " + n.Name
		c.prefixes(what, n.Prefixes)
		c.addresses(what, append([]string{n.NAT}, n.DNS...))
		for _, sub := range n.Subnets {
			c.prefixes(what+"/"+sub.Name, slices.Concat([]string{sub.Prefix}, sub.Denied, sub.DeniedFrom))
			address, _, _ := strings.Cut(sub.Prefix, "/")
			c.address(what+"/"+sub.Name, address, n.Prefixes...)
		}
		for _, p := range n.Peers {
			c.oneOf(what, "state of a peering", p.State, "Connected", "Initiated", "Disconnected")
			if c.s.network(p.Network) == nil && !isID(p.Network) {
				c.fail(what, "peers: there is no network %q", p.Network)
			}
		}
	}
	for _, site := range c.s.Sites {
		what := "site " + site.Name
		c.prefixes(what, site.Prefixes)
		c.addresses(what, append([]string{site.NAT}, site.DNS...))
		if site.HiddenBy != "" {
			c.address(what, site.HiddenBy)
		}
		for _, name := range site.Reaches {
			if c.s.network(name) == nil {
				c.fail(what, "reaches: there is no network %q", name)
			}
		}
		if c.s.network(site.Name) != nil {
			c.fail(what, "a network has that name")
		}
	}
}

// endpoints checks the private endpoints.
func (c *checker) endpoints() {
	for _, e := range c.s.Endpoints {
		what := "endpoint " + e.Name
		if sub := c.s.subnet(e.Subnet); sub == nil {
			c.fail(what, "there is no subnet %q", e.Subnet)
		} else {
			c.address(what, e.Address, sub.Prefix)
		}
		if c.s.vault(e.Vault) == nil {
			c.fail(what, "there is no vault %q", e.Vault)
		}
		c.oneOf(what, "group", e.Group, "vault", "managedhsm")
		c.oneOf(what, "state", e.State, "Approved", "Pending", "Rejected", "Disconnected")
		for _, name := range e.ZoneGroup {
			if !slices.ContainsFunc(c.s.Zones, func(z Zone) bool { return z.Name == name || z.Group+"/"+z.Name == name }) {
				c.fail(what, "zone_group: there is no zone %q", name)
			}
		}
	}
}

// zones checks the private zones.
func (c *checker) zones() {
	for _, z := range c.s.Zones {
		what := "zone " + z.Name
		for name, list := range z.Records {
			c.addresses(what+": record "+name, list)
			if _, both := z.Aliases[name]; both {
				c.fail(what, "record %s is an alias too", name)
			}
		}
		for _, l := range z.Links {
			if c.s.network(l.Network) == nil && !isID(l.Network) {
				c.fail(what, "links: there is no network %q", l.Network)
			}
			c.oneOf(what, "state of a link", l.State, "Completed", "InProgress", "Failed")
			c.oneOf(what, "policy of a link", l.Policy, "Default", "NxDomainRedirect")
		}
	}
}

// servers checks DNS servers and proxies.
func (c *checker) servers() {
	for _, d := range c.s.Servers {
		what := "server " + d.Name
		c.address(what, d.Address, c.s.prefixesOf(d.Network)...)
		c.addresses(what, d.Forward)
		for _, list := range d.Conditional {
			c.addresses(what, list)
		}
		for _, zone := range d.Zones {
			for name, list := range zone {
				c.addresses(what+": record "+name, list)
			}
		}
	}
	for _, x := range c.s.Proxies {
		c.address("proxy "+x.Name, x.Address, c.s.prefixesOf(x.Network)...)
	}
}

// clients checks the machines.
func (c *checker) clients() {
	for _, m := range c.s.Clients {
		what := "client " + m.Name
		c.oneOf(what, "role", m.Role, "client", "internet")
		if c.s.prefixOf(m.Network) == "" {
			c.fail(what, "there is no network, site or subnet %q", m.Network)
		} else {
			c.address(what, m.Address, c.s.prefixesOf(m.Network)...)
		}
		c.addresses(what, m.DNS)
		for _, a := range m.Hosts {
			c.address(what+": hosts", a)
		}
		c.prefixes(what, m.Dropped)
		if m.Proxy != "" && !slices.ContainsFunc(c.s.Proxies, func(x Proxy) bool { return x.Name == m.Proxy }) {
			c.fail(what, "there is no proxy %q", m.Proxy)
		}
	}
}

// prefixesOf returns all prefixes of a network, a site or a subnet; none for the Internet, where any address goes.
func (s *Scenario) prefixesOf(place string) []string {
	name, _, _ := strings.Cut(place, "/")
	if n := s.network(name); n != nil {
		return n.Prefixes
	}
	if site := s.site(name); site != nil {
		return site.Prefixes
	}
	if place == "internet" {
		return nil
	}
	return []string{"0.0.0.0/32"} // no such place
}
