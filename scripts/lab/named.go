package main

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// azureDNS is the address at which every virtual network finds Azure's DNS.
const azureDNS = "168.63.129.16"

// rootServer is the lab's one root server, which knows the whole public DNS.
const rootServer = "198.41.0.4"

// publicResolvers are the addresses of the Internet's resolvers.
func publicResolvers() []string { return []string{"8.8.8.8", "1.1.1.1", "9.9.9.9"} }

// A nameServer is the configuration of one named.
type nameServer struct {
	listen    []string
	recursive bool
	refuses   bool     // it answers REFUSED to everybody; then it is not recursive either
	forward   []string // empty: from the root
	zones     []dnsZone
}

// A dnsZone is a zone of a name server: with records, or with forwarders only.
type dnsZone struct {
	name    string
	records []string // lines of a zone file, without its SOA and NS
	forward []string
	private bool // it is one of Azure's private zones
}

// files returns the files of a configuration by name. All paths in it are relative: named runs in their folder.
func (n nameServer) files() map[string]string {
	out := map[string]string{}
	var b strings.Builder
	b.WriteString("controls {};\noptions {\n directory \".\"; pid-file none; session-keyfile \"session.key\";\n")
	b.WriteString(" listen-on-v6 { none; }; dnssec-validation no; empty-zones-enable no; qname-minimization off; minimal-responses yes; max-cache-size 8m;\n")
	fmt.Fprintf(&b, " listen-on { %s};\n", statements(n.listen))
	fmt.Fprintf(&b, " recursion %s; allow-recursion { any; }; allow-query { %s; };\n", yesNo(n.recursive), map[bool]string{true: "none", false: "any"}[n.refuses])
	if len(n.forward) > 0 {
		fmt.Fprintf(&b, " forward only; forwarders { %s};\n", statements(n.forward))
	}
	b.WriteString("};\n")
	if n.recursive && len(n.forward) == 0 {
		b.WriteString("zone \".\" { type hint; file \"hints\"; };\n")
		out["hints"] = ". 60 IN NS a.root-servers.net.\na.root-servers.net. 60 IN A " + rootServer + "\n"
	}
	for i, z := range n.zones {
		if len(z.forward) > 0 {
			fmt.Fprintf(&b, "zone %q { type forward; forward only; forwarders { %s}; };\n", z.name, statements(z.forward))
			continue
		}
		file := fmt.Sprintf("zone-%d", i)
		fmt.Fprintf(&b, "zone %q { type primary; file %q; };\n", z.name, file)
		out[file] = z.text()
	}
	out["named.conf"] = b.String()
	return out
}

// text returns the zone's file. A private zone's SOA is Azure's.
func (z dnsZone) text() string {
	var b strings.Builder
	origin := strings.TrimSuffix(z.name, ".") + "."
	primary, mail := "ns1-lab."+origin, "hostmaster."+origin
	if z.name == "." {
		primary, mail = "a.root-servers.net.", "nstld.verisign-grs.com."
	}
	if z.private {
		primary, mail = "azureprivatedns.net.", "azureprivatedns-host.microsoft.com."
	}
	fmt.Fprintf(&b, "$ORIGIN %s\n$TTL 60\n@ IN SOA %s %s 1 3600 300 2419200 10\n@ IN NS %s\n", origin, primary, mail, primary)
	if !z.private && z.name != "." {
		fmt.Fprintf(&b, "%s IN A %s\n", primary, rootServer)
	}
	for _, line := range z.records {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// statements prints a list as named.conf has it.
func statements(list []string) string {
	var b strings.Builder
	for _, v := range list {
		b.WriteString(v + "; ")
	}
	return b.String()
}

// yesNo prints a boolean as named.conf has it.
func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// addressLines prints the address records of a name.
func addressLines(name string, ttl int, addresses []string) []string {
	var out []string
	for _, text := range addresses {
		kind := "A"
		if a, err := netip.ParseAddr(text); err == nil && a.Is6() {
			kind = "AAAA"
		}
		out = append(out, fmt.Sprintf("%s %d IN %s %s", name, ttl, kind, text))
	}
	return out
}

// publicDNS returns the server of the whole public DNS: a root, and below it the domain of each of Azure's clouds.
func publicDNS(s *Scenario) nameServer {
	zones := []dnsZone{{name: ".", records: []string{"a.root-servers.net. 60 IN A " + rootServer}}}
	for _, c := range clouds() {
		z := dnsZone{name: c.parent}
		fronts := map[string]bool{}
		for _, v := range s.vaults() {
			if v.parent() != c.parent || v.Deleted {
				continue
			}
			z.records = append(z.records, s.publicChain(v)...)
			if region := s.region(v); !v.Managed && !fronts[region] {
				fronts[region] = true
				z.records = append(z.records, region+".vaultcore 60 IN CNAME "+region+"-region.vaultcore",
					region+"-region.vaultcore 60 IN A "+v.Address)
			}
		}
		zones = append(zones, z)
	}
	return nameServer{listen: []string{rootServer}, zones: zones}
}

// region returns the name of the vault's region in public DNS. Vaults behind different front ends lie in different ones.
func (s *Scenario) region(v *Vault) string {
	regions := map[string][]string{
		"azure.net":         {"data-prod-eus", "data-prod-weu", "data-prod-sea"},
		"azure.cn":          {"data-prod-cne2", "data-prod-cnn2"},
		"usgovcloudapi.net": {"data-prod-usgv", "data-prod-usgt"},
	}[v.parent()]
	return regions[slices.Index(s.frontEnds(), v.Address)%len(regions)]
}

// publicChain returns the public records of a vault's name. The alias into the private zone's name is there as soon as
// one connection is approved, and gone when none is.
func (s *Scenario) publicChain(v *Vault) []string {
	name := v.Name + "." + strings.TrimSuffix(v.suffix(), "."+v.parent())
	target := s.region(v) + ".vaultcore"
	var out []string
	if v.Managed {
		target = "eastus." + name
		out = append(out, target+" 60 IN A "+v.Address)
	}
	if s.hasAlias(v) {
		alias := v.Name + "." + strings.TrimSuffix(v.zone(), "."+v.parent())
		out = append(out, alias+" 60 IN CNAME "+target)
		target = alias
	}
	return append(out, name+" 60 IN CNAME "+target)
}

// hasAlias reports whether a vault has an approved connection.
func (s *Scenario) hasAlias(v *Vault) bool {
	return slices.ContainsFunc(s.Endpoints, func(e Endpoint) bool {
		return e.Vault == v.Name && e.State == "Approved" && !e.Unlisted
	})
}

// azureServer returns Azure's DNS as a virtual network sees it: the private zones that are linked to the network, and
// the public DNS for all else. A zone with the policy NxDomainRedirect answers for the names that it has and lets all
// others go to the public DNS: each of its names becomes a zone of its own.
func azureServer(s *Scenario, n *Network) nameServer {
	out := nameServer{listen: []string{azureDNS}, recursive: true}
	for _, z := range s.Zones {
		for _, l := range z.Links {
			if l.Network != n.Name || l.State != "Completed" {
				continue
			}
			if _, wildcard := z.Records["*"]; l.Policy == "NxDomainRedirect" && !wildcard {
				out.zones = append(out.zones, redirectZones(z)...)
				continue
			}
			out.zones = append(out.zones, dnsZone{name: z.Name, records: s.zoneLines(z, l), private: true})
		}
	}
	return out
}

// zoneLines returns the records of a zone; with registration those of the network's machines too.
func (s *Scenario) zoneLines(z Zone, l Link) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(z.Records)) {
		out = append(out, addressLines(name, z.TTL, z.Records[name])...)
	}
	for _, name := range slices.Sorted(maps.Keys(z.Aliases)) {
		out = append(out, fmt.Sprintf("%s %d IN CNAME %s.", name, z.TTL, strings.TrimSuffix(z.Aliases[name], ".")))
	}
	for _, c := range s.Clients {
		_, known := z.Records[c.Name]
		if l.Registration && !known && strings.HasPrefix(c.Network, l.Network+"/") {
			out = append(out, addressLines(c.Name, 10, []string{c.Address})...)
		}
	}
	return out
}

// redirectZones returns a zone for each address record of a zone.
func redirectZones(z Zone) []dnsZone {
	var out []dnsZone
	for _, name := range slices.Sorted(maps.Keys(z.Records)) {
		out = append(out, dnsZone{name: name + "." + z.Name, records: addressLines("@", z.TTL, z.Records[name]), private: true})
	}
	return out
}

// customServer returns a server that somebody runs.
func customServer(d *Server) nameServer {
	out := nameServer{listen: []string{d.Address}, recursive: !d.Refuses, refuses: d.Refuses, forward: d.Forward}
	for _, name := range slices.Sorted(maps.Keys(d.Conditional)) {
		out.zones = append(out.zones, dnsZone{name: name, forward: d.Conditional[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(d.Zones)) {
		z := dnsZone{name: name}
		for _, label := range slices.Sorted(maps.Keys(d.Zones[name])) {
			z.records = append(z.records, addressLines(label, 60, d.Zones[name][label])...)
		}
		out.zones = append(out.zones, z)
	}
	return out
}
