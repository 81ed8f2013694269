package main

import (
	"strings"

	"kvdoctor/parse"
)

// azure tells the facts of Azure's exports.
func (l *lines) azure(f parse.Fact) {
	switch f := f.(type) {
	case *parse.Vault:
		l.vault(f)
	case *parse.DeletedVault:
		l.add("deleted-vault", nameOf(f.Name, f.ID))
	case *parse.Connection:
		name := lastOf(f.Endpoint.Value)
		if name == "" {
			name = lastOf(f.ID.Value)
		}
		l.add("connection", name, f.State.Value)
	case *parse.Endpoint:
		l.endpoint(f)
	case *parse.Interface:
		l.networkInterface(nameOf(f.Name, f.ID), f.Addresses)
	case *parse.IPConfiguration:
		l.networkInterface(lastOf(f.Interface.Value), f.Addresses)
	default:
		l.zones(f)
	}
}

// zones tells the facts of private DNS and of networks.
func (l *lines) zones(f parse.Fact) {
	switch f := f.(type) {
	case *parse.Zone:
		l.add("zone", nameOf(f.Name, f.ID))
	case *parse.ZoneGroup:
		l.zoneGroup(f)
	case *parse.Link:
		zone, network := lastOf(f.Zone.Value), lastOf(f.Network.Value)
		l.add("link", zone, network)
		l.add("link-state", zone, network, f.State.Value)
		l.add("link-registration", zone, network, strings.ToLower(f.Registration.Value))
		l.add("link-policy", zone, network, f.ResolutionPolicy.Value)
	case *parse.RecordSet:
		l.recordSet(nameOf(f.Name, f.ID), "A", f.TTL, f.Addresses)
	case *parse.OtherRecordSet:
		l.recordSet(nameOf(f.Name, f.ID), f.Type, f.TTL, f.Addresses)
	case *parse.Network:
		l.network(f)
	case *parse.Peering:
		l.add("peering", lastOf(f.Remote.Value), f.State.Value)
	case *parse.Subnet:
		name := nameOf(f.Name, f.ID)
		for _, p := range f.Prefixes {
			l.add("subnet", name, p.Prefix)
		}
		l.add("subnet-policy", name, f.EndpointPolicies.Value)
	case *parse.SecurityGroup:
		l.add("nsg", nameOf(f.Name, f.ID))
	case *parse.Route:
		l.route(f)
	case *parse.RouteTable:
		for i := range f.Routes {
			l.route(&f.Routes[i])
		}
	}
}

func (l *lines) vault(f *parse.Vault) {
	name := nameOf(f.Name, f.ID)
	l.add("vault", name)
	l.add("public-access", name, f.PublicNetworkAccess.Value)
	if a := f.ACLs; a != nil {
		l.add("default-action", name, a.DefaultAction.Value)
		l.add("bypass", name, a.Bypass.Value)
		for _, r := range a.IPRules {
			l.add("ip-rule", name, r.Value)
		}
		for _, r := range a.NetworkRules {
			l.add("network-rule", name, lastOf(r.Value))
		}
	}
}

func (l *lines) endpoint(f *parse.Endpoint) {
	name := nameOf(f.Name, f.ID)
	l.add("endpoint", name)
	l.add("endpoint-subnet", name, lastOf(f.Subnet.Value))
	for _, s := range f.Links {
		l.add("endpoint-target", name, lastOf(s.Target.Value))
		l.add("endpoint-state", name, s.State.Value)
		for _, g := range s.GroupIDs {
			l.add("endpoint-group", name, g.Value)
		}
	}
	for _, c := range f.CustomDNS {
		for _, a := range c.Addresses {
			l.add("endpoint-dns", name, c.FQDN.Value, a.Addr)
		}
	}
}

func (l *lines) networkInterface(name string, addresses []parse.Addr) {
	l.add("interface", name)
	for _, a := range addresses {
		l.add("interface-address", name, a.Addr)
	}
}

func (l *lines) zoneGroup(f *parse.ZoneGroup) {
	for _, z := range f.Zones {
		l.add("zone-group", nameOf(f.Name, f.ID), lastOf(z.Zone.Value))
		for _, r := range z.Records {
			l.recordSet(r.Name.Value, "A", -1, r.Addresses)
		}
	}
}

func (l *lines) recordSet(name, kind string, ttl int, addresses []parse.Addr) {
	l.add("record-set", name, kind)
	for _, a := range addresses {
		l.add("record", name, kind, a.Addr)
	}
	if ttl >= 0 {
		l.add("record-ttl", name, kind, ttl)
	}
}

func (l *lines) route(f *parse.Route) {
	for _, p := range f.Prefixes {
		l.add("route", p.Value, f.NextHopType.Value)
	}
}

func (l *lines) network(f *parse.Network) {
	name := nameOf(f.Name, f.ID)
	l.add("network", name)
	for _, p := range f.Prefixes {
		l.add("network-prefix", name, p.Prefix)
	}
	for _, a := range f.DNSServers {
		l.add("network-dns", name, a.Addr)
	}
	for i := range f.Peerings {
		l.zones(&f.Peerings[i])
	}
}

// nameOf returns a resource's name, from its id if it has no other.
func nameOf(name, id parse.Text) string {
	if name.Value != "" {
		return name.Value
	}
	return lastOf(id.Value)
}

// lastOf returns the last segment of a resource id.
func lastOf(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
