package main

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// A cloud is what the suffixes of one of Azure's clouds are made of.
type cloud struct {
	name, parent string
}

// clouds lists Azure's clouds with the domain that their vaults' names end in.
func clouds() []cloud {
	return []cloud{{"AzureCloud", "azure.net"}, {"AzureUSGovernment", "usgovcloudapi.net"}, {"AzureChinaCloud", "azure.cn"}}
}

// parent returns the domain of the vault's cloud.
func (v *Vault) parent() string {
	for _, c := range clouds() {
		if c.name == v.Cloud {
			return c.parent
		}
	}
	return "azure.net"
}

// suffix returns what follows the vault's name in its host name.
func (v *Vault) suffix() string {
	if v.Managed {
		return "managedhsm." + v.parent()
	}
	return "vault." + v.parent()
}

// host returns the vault's host name.
func (v *Vault) host() string { return v.Name + "." + v.suffix() }

// zone returns the name of the private zone that the vault's alias lies in.
func (v *Vault) zone() string {
	if v.Managed {
		return "privatelink.managedhsm." + v.parent()
	}
	return "privatelink.vaultcore." + v.parent()
}

// vaults returns the scenario's vault and the others.
func (s *Scenario) vaults() []*Vault {
	out := []*Vault{&s.Vault}
	for i := range s.Others {
		out = append(out, &s.Others[i])
	}
	return out
}

// vault returns the vault with a name, or nil. Of a deleted one and a new one of the same name it is the new one.
func (s *Scenario) vault(name string) *Vault {
	var found *Vault
	for _, v := range s.vaults() {
		if strings.EqualFold(v.Name, name) && (found == nil || found.Deleted) {
			found = v
		}
	}
	return found
}

// network returns the network with a name, or nil.
func (s *Scenario) network(name string) *Network {
	for i := range s.Networks {
		if s.Networks[i].Name == name {
			return &s.Networks[i]
		}
	}
	return nil
}

// site returns the site with a name, or nil.
func (s *Scenario) site(name string) *Site {
	for i := range s.Sites {
		if s.Sites[i].Name == name {
			return &s.Sites[i]
		}
	}
	return nil
}

// subnet returns the subnet NETWORK/SUBNET, or nil.
func (s *Scenario) subnet(ref string) *Subnet {
	name, part, _ := strings.Cut(ref, "/")
	n := s.network(name)
	if n == nil {
		return nil
	}
	for i := range n.Subnets {
		if n.Subnets[i].Name == part {
			return &n.Subnets[i]
		}
	}
	return nil
}

// setDefaults fills in what a scenario leaves out. A list that is written down empty stays so: "endpoints: []" is a
// vault without any. The order counts: what comes later builds on what is there.
func (s *Scenario) setDefaults() error {
	s.defaultVaults()
	s.defaultNetworks()
	for i := range s.Sites {
		site := &s.Sites[i]
		site.Name = cmp.Or(site.Name, "site")
		site.NAT = cmp.Or(site.NAT, fmt.Sprintf("84.17.45.%d", 10+i))
		if site.Prefixes == nil {
			site.Prefixes = []string{fmt.Sprintf("192.168.%d.0/24", 10+i)}
		}
	}
	if s.Endpoints == nil {
		s.Endpoints = []Endpoint{{}}
	}
	for i := range s.Endpoints {
		s.defaultEndpoint(&s.Endpoints[i])
	}
	s.defaultZones()
	for i := range s.Endpoints {
		e := &s.Endpoints[i]
		if v := s.vault(e.Vault); e.ZoneGroup == nil && v != nil && slices.ContainsFunc(s.Zones, func(z Zone) bool { return z.Name == v.zone() }) {
			e.ZoneGroup = []string{v.zone()}
		}
	}
	if s.Clients == nil {
		s.Clients = []Client{{}}
	}
	return s.place()
}

// defaultVaults fills in the vaults.
func (s *Scenario) defaultVaults() {
	s.Vault.Name = cmp.Or(s.Vault.Name, "fabrikam")
	for i, v := range s.vaults() {
		v.Name = cmp.Or(v.Name, fmt.Sprintf("contoso%d", i))
		v.Public = cmp.Or(v.Public, "Disabled")
		v.Default = cmp.Or(v.Default, "Allow")
		v.Bypass = cmp.Or(v.Bypass, "AzureServices")
		v.Address = cmp.Or(v.Address, "52.168.109.101")
		v.Header = cmp.Or(v.Header, "new")
		v.Cloud = cmp.Or(v.Cloud, s.Vault.Cloud, "AzureCloud")
	}
}

// defaultNetworks fills in the networks: one by default, with a subnet for machines and one for endpoints.
func (s *Scenario) defaultNetworks() {
	if s.Networks == nil {
		s.Networks = []Network{{}}
	}
	for i := range s.Networks {
		n := &s.Networks[i]
		n.Name = cmp.Or(n.Name, "vnet-app")
		n.NAT = cmp.Or(n.NAT, fmt.Sprintf("20.51.7.%d", 8+i))
		if n.Prefixes == nil {
			n.Prefixes = []string{fmt.Sprintf("10.%d.0.0/16", 1+i)}
		}
		if n.Subnets == nil {
			n.Subnets = []Subnet{{Name: "snet-app"}, {Name: "snet-endpoints"}}
		}
		prefix, err := netip.ParsePrefix(n.Prefixes[0])
		if err != nil || !prefix.Addr().Is4() {
			continue // validate tells
		}
		for j := range n.Subnets {
			bytes := prefix.Addr().As4()
			bytes[2] += byte(2 * j) // .0.0/24, .2.0/24 ...
			n.Subnets[j].Prefix = cmp.Or(n.Subnets[j].Prefix, netip.PrefixFrom(netip.AddrFrom4(bytes), 24).String())
		}
		for j := range n.Peers {
			n.Peers[j].State = cmp.Or(n.Peers[j].State, "Connected")
		}
	}
}

// defaultEndpoint fills in an endpoint, but for its address.
func (s *Scenario) defaultEndpoint(e *Endpoint) {
	e.Vault = cmp.Or(e.Vault, s.Vault.Name)
	e.Name = cmp.Or(e.Name, "pe-"+e.Vault)
	e.Subnet = cmp.Or(e.Subnet, s.Networks[0].Name)
	if n := s.network(e.Subnet); n != nil { // the network alone: its last subnet
		e.Subnet += "/" + n.Subnets[len(n.Subnets)-1].Name
	}
	group := "vault"
	if v := s.vault(e.Vault); v != nil && v.Managed {
		group = "managedhsm"
	}
	e.Group = cmp.Or(e.Group, group)
	e.State = cmp.Or(e.State, "Approved")
	e.Provisioning = cmp.Or(e.Provisioning, "Succeeded")
}
