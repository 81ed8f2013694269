package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/parse"
)

// A factList gathers lines that each say one fact of a deployment, as a person would note it.
type factList []string

func (l *factList) add(words ...any) {
	*l = append(*l, strings.TrimRight(fmt.Sprintln(words...), " \n"))
}

// sorted returns the facts in order, each once.
func (l factList) sorted() []string {
	slices.Sort(l)
	return slices.Compact(l)
}

// factsBuilt are the facts of a scenario: what its export must say.
func factsBuilt(s *Scenario) factList {
	var l factList
	l.builtVaults(s)
	l.builtNetworks(s)
	l.builtZones(s)
	return l
}

// builtVaults tells the vaults and their endpoints.
func (l *factList) builtVaults(s *Scenario) {
	for _, v := range s.vaults() {
		if v.Deleted {
			l.add("deleted", v.Name, v.Managed)
			continue
		}
		l.add("vault", v.Name, v.Managed, v.Default, v.Bypass)
		l.add("public", v.Name, v.Public)
		for _, rule := range v.IPRules {
			l.add("ip-rule", v.Name, strings.TrimSuffix(rule, "/32"))
		}
		for _, rule := range v.NetworkRules {
			l.add("network-rule", v.Name, rule)
		}
	}
	for _, ep := range s.Endpoints {
		state := ep.State
		if ep.Unlisted || ep.Vault == "gone" {
			state = "Disconnected"
		} else {
			l.add("connection", ep.Vault, ep.Name, ep.State, ep.Provisioning)
		}
		l.add("endpoint", ep.Name, ep.Subnet, ep.Provisioning, ep.Vault, ep.Group, state, ep.Manual)
		l.add("address", ep.Name, ep.Address)
		for _, zone := range ep.ZoneGroup {
			l.add("zone-group", ep.Name, zone)
		}
	}
}

// builtNetworks tells the networks.
func (l *factList) builtNetworks(s *Scenario) {
	for _, n := range s.Networks {
		l.add("network", n.Name, n.Prefixes, n.DNS)
		for _, p := range n.Peers {
			l.add("peering", n.Name, p.Network, p.State)
		}
		for _, sub := range n.Subnets {
			l.add("subnet", n.Name+"/"+sub.Name, sub.Prefix, sub.ServiceEndpoints)
			for _, d := range sub.Denied {
				l.add("denied", n.Name+"/"+sub.Name, "to", d)
			}
			for _, d := range sub.DeniedFrom {
				l.add("denied", n.Name+"/"+sub.Name, "from", d)
			}
		}
	}
}

// builtZones tells the private zones.
func (l *factList) builtZones(s *Scenario) {
	for _, z := range s.Zones {
		zone := z.Group + "/" + z.Name
		l.add("zone", zone, len(z.Links))
		for _, k := range z.Links {
			l.add("link", zone, k.Network, k.State, k.Registration)
			l.add("policy", zone, k.Network, k.Policy)
		}
		for name, addresses := range z.Records {
			for _, a := range addresses {
				kind := "record"
				if strings.Contains(a, ":") {
					kind = "record-v6"
				}
				l.add(kind, zone, name, z.TTL, a)
			}
		}
		for name, target := range z.Aliases {
			l.add("alias", zone, name, z.TTL, target)
		}
	}
}

// factsRead are the facts that our readers take from exports. What a reader could not read is a fact, too.
func factsRead(records []parse.Record) factList {
	var l factList
	addresses := map[string][]parse.Addr{} // by interface
	owners := map[string]string{}
	for _, r := range records {
		switch f := r.Fact.(type) {
		case *parse.Interface:
			addresses[fold(f.ID.Value)] = f.Addresses
		case *parse.Endpoint:
			for _, i := range f.Interfaces {
				owners[fold(i.Value)] = f.Name.Value
			}
		}
		l.azure(r.Fact)
		l.network(r.Fact)
		l.zone(r.Fact)
	}
	for id, list := range addresses {
		for _, a := range list {
			if owner, ok := owners[id]; ok {
				l.add("address", owner, a.Addr)
			}
		}
	}
	return l
}

// azure tells the facts about vaults and endpoints, and what is no fact.
func (l *factList) azure(f parse.Fact) {
	switch f := f.(type) {
	case *parse.Vault:
		if f.ACLs == nil {
			return
		}
		l.add("vault", f.Name.Value, f.HSM, f.ACLs.DefaultAction.Value, f.ACLs.Bypass.Value)
		if f.PublicNetworkAccess.Known() {
			l.add("public", f.Name.Value, f.PublicNetworkAccess.Value)
		}
		for _, rule := range f.ACLs.IPRules {
			l.add("ip-rule", f.Name.Value, strings.TrimSuffix(rule.Value, "/32"))
		}
		for _, rule := range f.ACLs.NetworkRules {
			l.add("network-rule", f.Name.Value, place(rule.Value))
		}
	case *parse.DeletedVault:
		l.add("deleted", f.Name.Value, f.HSM)
	case *parse.Connection:
		l.add("connection", idName(f.Service.Value), idName(f.Endpoint.Value), f.State.Value, f.ProvisioningState.Value)
	case *parse.Endpoint:
		for _, k := range f.Links {
			l.add("endpoint", f.Name.Value, place(f.Subnet.Value), f.ProvisioningState.Value, idName(k.Target.Value), k.GroupIDs[0].Value, k.State.Value, k.Manual)
		}
	case *parse.ZoneGroup:
		for _, z := range f.Zones {
			l.add("zone-group", idName(f.Endpoint.Value), idName(z.Zone.Value))
		}
	case *parse.Unread, *parse.Unrecognised, *parse.ExportError, *parse.Partial, *parse.OtherResource:
		l.add("NOT UNDERSTOOD", parse.FactName(f), f.Cites())
	}
}

// network tells the facts about networks.
func (l *factList) network(f parse.Fact) {
	switch f := f.(type) {
	case *parse.Network:
		var prefixes, servers []string
		for _, p := range f.Prefixes {
			prefixes = append(prefixes, p.Prefix.String())
		}
		for _, a := range f.DNSServers {
			servers = append(servers, a.Addr.String())
		}
		l.add("network", f.Name.Value, prefixes, servers)
		for i := range f.Peerings {
			l.network(&f.Peerings[i])
		}
	case *parse.Peering:
		l.add("peering", idName(f.Network.Value), idName(f.Remote.Value), f.State.Value)
	case *parse.Subnet:
		var services []string
		for _, s := range f.ServiceEndpoints {
			services = append(services, s.Value)
		}
		l.add("subnet", place(f.ID.Value), f.Prefixes[0].Prefix, services)
	case *parse.SecurityGroup:
		for _, r := range f.Rules {
			switch {
			case r.Default:
			case r.Access.Value == "Deny" && r.Direction.Value == "Outbound":
				l.add("denied", place(f.Subnets[0].Value), "to", r.DestinationPrefixes[0].Value)
			case r.Access.Value == "Deny":
				l.add("denied", place(f.Subnets[0].Value), "from", r.SourcePrefixes[0].Value)
			}
		}
	}
}

// zone tells the facts about private DNS.
func (l *factList) zone(f parse.Fact) {
	zone := func(id parse.Text) string { return armResource{id: id.Value}.group() + "/" + idName(id.Value) }
	switch f := f.(type) {
	case *parse.Zone:
		l.add("zone", zone(f.ID), f.Links)
	case *parse.Link:
		l.add("link", zone(f.Zone), idName(f.Network.Value), f.State.Value, fold(f.Registration.Value))
		if f.ResolutionPolicy.Known() {
			l.add("policy", zone(f.Zone), idName(f.Network.Value), f.ResolutionPolicy.Value)
		}
	case *parse.RecordSet:
		for _, a := range f.Addresses {
			l.add("record", zone(f.Zone), f.Name.Value, f.TTL, a.Addr)
		}
	case *parse.OtherRecordSet:
		for _, a := range f.Addresses {
			l.add("record-v6", zone(f.Zone), f.Name.Value, f.TTL, a.Addr)
		}
		if f.Target.Known() {
			l.add("alias", zone(f.Zone), f.Name.Value, f.TTL, f.Target.Value)
		}
	}
}

// place is a subnet's id as NETWORK/SUBNET.
func place(id string) string { return idName(parentID(id)) + "/" + idName(id) }

// readExport reads an export as the program does. The command stands where a bundle's manifest has it.
func readExport(file, command, text string) []parse.Record {
	exit := 0
	return parse.Read(parse.Source{Origin: parse.Origin{File: file, Line: 1, Command: command, Whole: true, Exit: &exit}, Text: text})
}

// TestARMFacts checks that our readers take the scenario's facts from ARM's own answers, no more and no less.
func TestARMFacts(t *testing.T) {
	s := theScenario(t, "")
	a := newARM(s)
	var records []parse.Record
	for i, target := range armLists(a) {
		if strings.Contains(target, "/resources?") || strings.Contains(target, "/providers?") || !strings.Contains(target, "/providers/") {
			continue // rows without properties
		}
		status, body := ask(t, a, http.MethodGet, target)
		if status != http.StatusOK {
			t.Fatalf("%s: %s", target, body)
		}
		path, _, _ := strings.Cut(target, "?")
		if strings.Contains(string(body), `"value":[]`) || slices.Contains([]string{"SOA", "privateLinkServiceConnections"}, idName(path)) {
			continue
		}
		records = append(records, readExport(fmt.Sprintf("azure/export-%d.json", i), "az rest --method get --url "+target, string(body))...)
	}
	if diff := cmp.Diff(factsBuilt(s).sorted(), factsRead(records).sorted()); diff != "" {
		t.Errorf("facts (-scenario +read):\n%s", diff)
	}
}
