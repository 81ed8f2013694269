package analyze

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/parse"
)

// zoneName is the zone of the tests' vault.
const zoneName = "privatelink.vaultcore.azure.net"

// estate makes evidence about the vault "fabrikam" of a description, one resource or machine a line:
//
//	network NAME PREFIX [dns ADDRESS]... [peer NAME STATE]...
//	subnet NAME NETWORK PREFIX [SERVICE]
//	endpoint NAME NETWORK ADDRESS STATE
//	inbound NETWORK ADDRESS
//	rule NETWORK DOMAIN TARGET
//	zone NAME
//	link ZONE NETWORK [POLICY]
//	record ZONE NAME ADDRESS...
//	machine NAME ADDRESS [asks ADDRESS] [hosts ADDRESS]
//	told MACHINE OUTCOME [ADDRESS]
//	arrives MACHINE CONN_TYPE ADDRESS
//	public Enabled|Disabled
//
// All lists of Azure resources count as captured and complete.
func estate(t *testing.T, text string) *Evidence {
	t.Helper()
	b := &builder{t: t, records: []parse.Record{}}
	for _, list := range []parse.ResourceType{parse.TypeConnection, parse.TypeEndpoint, parse.TypeNetwork, parse.TypeZone} {
		b.add(&parse.Listing{Type: list, At: b.cite()})
	}
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			b.build(words)
		}
	}
	return Gather([]Input{{Name: "estate", Records: b.records, Vault: "fabrikam"}}, Options{})
}

// A builder collects the records of an estate.
type builder struct {
	t       *testing.T
	records []parse.Record
	line    int
}

// cite returns a place of its own.
func (b *builder) cite() parse.Cite {
	b.line++
	return parse.Cite{File: "estate", Line: b.line}
}

// text returns a captured value.
func (b *builder) text(value string) parse.Text { return parse.Text{Value: value, Cite: b.cite()} }

// id returns the id of a resource.
func id(kind, name string) string {
	return "/subscriptions/s/resourceGroups/g/providers/Microsoft." + kind + "/" + name
}

// add adds a fact that was captured in Azure.
func (b *builder) add(f parse.Fact) { b.addOn("", f) }

// addOn adds a fact that was captured on a machine.
func (b *builder) addOn(machine string, f parse.Fact) {
	b.records = append(b.records, parse.Record{Origin: &parse.Origin{File: "estate", Vantage: machine}, Fact: f})
}

// address reads an address.
func (b *builder) address(text string) parse.Addr {
	return parse.Addr{Addr: netip.MustParseAddr(text), TTL: -1, Cite: b.cite()}
}

// build adds what one line describes.
func (b *builder) build(w []string) {
	zoneID := func(name string) string { return id("Network/privateDnsZones", name) }
	networkID := func(name string) string { return id("Network/virtualNetworks", name) }
	switch w[0] {
	case "network":
		b.add(b.network(w, networkID))
	case "inbound":
		b.add(&parse.InboundEndpoint{At: b.cite(), Network: b.text(networkID(w[1])), Addresses: []parse.Addr{b.address(w[2])}})
	case "rule":
		set := b.text(id("Network/dnsForwardingRulesets", w[1]+w[3]))
		b.add(&parse.RulesetLink{At: b.cite(), Ruleset: set, Network: b.text(networkID(w[1]))})
		b.add(&parse.ForwardingRule{At: b.cite(), Ruleset: set, Domain: b.text(w[2]), State: b.text("Enabled"), Targets: []parse.Addr{b.address(w[3])}})
	case "subnet":
		s := &parse.Subnet{At: b.cite(), ID: b.text(networkID(w[2]) + "/subnets/" + w[1]), Name: b.text(w[1]), Network: b.text(networkID(w[2])),
			Prefixes: []parse.Prefix{{Prefix: netip.MustParsePrefix(w[3]), Cite: b.cite()}}, ServiceEndpointsAt: b.cite()}
		for _, service := range w[4:] {
			s.ServiceEndpoints = append(s.ServiceEndpoints, b.text(service))
		}
		b.add(s)
	case "endpoint":
		end, vault := id("Network/privateEndpoints", w[1]), id("KeyVault/vaults", "fabrikam")
		b.add(&parse.Connection{At: b.cite(), Service: b.text(vault), Endpoint: b.text(end), State: b.text(w[4]), ProvisioningState: b.text("Succeeded")})
		b.add(&parse.Endpoint{At: b.cite(), ID: b.text(end), Name: b.text(w[1]), Subnet: b.text(networkID(w[2]) + "/subnets/s"),
			Links:     []parse.ServiceLink{{Target: b.text(vault), GroupIDs: []parse.Text{b.text("vault")}, State: b.text(w[4]), ProvisioningState: b.text("Succeeded")}},
			CustomDNS: []parse.CustomDNS{{FQDN: b.text("fabrikam.vault.azure.net"), Addresses: []parse.Addr{b.address(w[3])}}}, CustomDNSAt: b.cite()})
	case "zone":
		b.add(&parse.Zone{At: b.cite(), ID: b.text(zoneID(w[1])), Name: b.text(w[1])})
		for _, list := range []parse.ResourceType{parse.TypeLink, parse.TypeRecordSet} {
			b.add(&parse.Listing{Type: list, Zone: w[1], At: b.cite()})
		}
	case "link":
		l := &parse.Link{At: b.cite(), Zone: b.text(zoneID(w[1])), Network: b.text(networkID(w[2])), State: b.text("Completed"), ProvisioningState: b.text("Succeeded")}
		if len(w) > 3 {
			l.ResolutionPolicy = b.text(w[3])
		}
		b.add(l)
	case "record":
		r := &parse.RecordSet{At: b.cite(), Zone: b.text(zoneID(w[1])), Name: b.text(w[2]), TTL: 300}
		for _, a := range w[3:] {
			r.Addresses = append(r.Addresses, b.address(a))
		}
		b.add(r)
	case "public":
		b.add(&parse.Vault{At: b.cite(), ID: b.text(id("KeyVault/vaults", "fabrikam")), Name: b.text("fabrikam"), PublicNetworkAccess: b.text(w[1]), Detailed: true})
	default:
		b.buildMachine(w)
	}
}

// network makes a virtual network.
func (b *builder) network(w []string, networkID func(string) string) *parse.Network {
	n := &parse.Network{At: b.cite(), ID: b.text(networkID(w[1])), Name: b.text(w[1]), DNSServersAt: b.cite(), PeeringsAt: b.cite(),
		Prefixes: []parse.Prefix{{Prefix: netip.MustParsePrefix(w[2]), Cite: b.cite()}}}
	for i := 3; i < len(w); i++ {
		switch w[i] {
		case "dns":
			n.DNSServers = append(n.DNSServers, b.address(w[i+1]))
		case "peer":
			n.Peerings = append(n.Peerings, parse.Peering{Remote: b.text(networkID(w[i+1])), State: b.text(w[i+2])})
		}
	}
	return n
}

// buildMachine adds what was captured on a machine.
func (b *builder) buildMachine(w []string) {
	const host = "fabrikam.vault.azure.net"
	switch w[0] {
	case "machine":
		b.addOn(w[1], &parse.OwnAddress{Addr: b.address(w[2]), Interface: "eth0"})
		for i := 3; i < len(w); i += 2 {
			if w[i] == "asks" {
				b.addOn(w[1], &parse.Resolver{Addr: b.address(w[i+1])})
			} else {
				b.addOn(w[1], &parse.HostsEntry{Addr: b.address(w[i+1]), Names: []string{host}})
			}
		}
	case "told":
		l := &parse.Lookup{Tool: "dig", Query: host, Outcome: parse.Outcome(w[2]), At: b.cite()}
		for _, name := range []string{host, "fabrikam." + zoneName} {
			l.Chain = append(l.Chain, parse.Name{Name: name, Cite: b.cite()})
		}
		for _, a := range w[3:] {
			l.Addresses = append(l.Addresses, b.address(a))
		}
		b.addOn(w[1], l)
	case "arrives":
		b.addOn(w[1], &parse.Request{Tool: "curl", URL: "https://" + host + "/healthstatus", Host: host, Path: "/healthstatus",
			Blocks:      []parse.Block{{Status: 200, Complete: true, At: b.cite()}},
			NetworkInfo: &parse.NetworkInfo{ConnType: w[2], Addr: netip.MustParseAddr(w[3]), Cite: b.cite()}})
	default:
		b.t.Fatalf("no such line: %v", w)
	}
}

// right is an estate in which everything is as it should be.
const right = `
network app 10.1.0.0/16
endpoint pe app 10.1.2.3 Approved
zone privatelink.vaultcore.azure.net
link privatelink.vaultcore.azure.net app
record privatelink.vaultcore.azure.net fabrikam 10.1.2.3
machine vm 10.1.0.4 asks 168.63.129.16
public Disabled
`

// TestPredict compares what the model says of an estate with what Azure is documented to do (catalogue, "What Azure DNS
// does").
func TestPredict(t *testing.T) {
	without := func(line string) string { return strings.Replace(right, line+"\n", "", 1) }
	const spoke = "network spoke 10.2.0.0/16 peer app Connected\nmachine far 10.2.0.4 asks 168.63.129.16\n"
	for _, row := range []struct{ name, estate, machine, want string }{
		{"right", right, "vm", "10.1.2.3; arrives by Private Link at pe"},
		{"no link", without("link privatelink.vaultcore.azure.net app"), "vm",
			"a public address, behind the privatelink alias; arrives over the Internet and is refused: public access is closed"},
		{"no link, open", strings.Replace(without("link privatelink.vaultcore.azure.net app"), "Disabled", "Enabled", 1), "vm",
			"a public address, behind the privatelink alias; arrives over the Internet and is let in"},
		{"no link, service endpoint", strings.Replace(without("link privatelink.vaultcore.azure.net app"), "Disabled", "Enabled", 1) +
			"subnet s app 10.1.0.0/24 Microsoft.KeyVault\n", "vm", "a public address, behind the privatelink alias; arrives over a service endpoint and is let in"},
		{"pending", strings.Replace(right, "Approved", "Pending", 1), "vm",
			"a public address, without the privatelink alias; arrives over the Internet and is refused: public access is closed"},
		{"no record", without("record privatelink.vaultcore.azure.net fabrikam 10.1.2.3"), "vm", "nxdomain; has no address to connect to"},
		{"no record, fallback", strings.Replace(without("record privatelink.vaultcore.azure.net fabrikam 10.1.2.3"),
			"link privatelink.vaultcore.azure.net app", "link privatelink.vaultcore.azure.net app NxDomainRedirect", 1), "vm",
			"a public address, behind the privatelink alias; arrives over the Internet and is refused: public access is closed"},
		{"fallback with a record", strings.Replace(right, "link privatelink.vaultcore.azure.net app", "link privatelink.vaultcore.azure.net app NxDomainRedirect", 1),
			"vm", "10.1.2.3; arrives by Private Link at pe"},
		{"wildcard", strings.Replace(right, "fabrikam 10.1.2.3", "* 10.1.2.99", 1), "vm", "10.1.2.99; goes to 10.1.2.99, which is no endpoint's address of the vault"},
		{"wrong record", strings.Replace(right, "fabrikam 10.1.2.3", "fabrikam 10.1.2.99", 1), "vm",
			"10.1.2.99; goes to 10.1.2.99, which is no endpoint's address of the vault"},
		{"two addresses", strings.Replace(right, "fabrikam 10.1.2.3", "fabrikam 10.1.2.3 10.1.2.9", 1), "vm", "10.1.2.3, 10.1.2.9; has several addresses to choose from"},
		{"parent zone without the name", right + "zone vault.azure.net\nlink vault.azure.net app\n", "vm", "nxdomain; has no address to connect to"},
		{"parent zone with the name", right + "zone vault.azure.net\nlink vault.azure.net app\nrecord vault.azure.net fabrikam 10.1.2.3\n", "vm",
			"10.1.2.3; arrives by Private Link at pe"},
		{"grandparent zone", right + "zone azure.net\nlink azure.net app\nrecord azure.net fabrikam.vault 10.1.2.3\n", "vm", "10.1.2.3; arrives by Private Link at pe"},
		{"parent of the alias", without("link privatelink.vaultcore.azure.net app") + "zone vaultcore.azure.net\nlink vaultcore.azure.net app\n", "vm",
			"nxdomain; has no address to connect to"},
		{"parent of the alias beside the zone", right + "zone vaultcore.azure.net\nlink vaultcore.azure.net app\n", "vm", "10.1.2.3; arrives by Private Link at pe"},
		{"spoke not linked", right + spoke, "far",
			"a public address, behind the privatelink alias; arrives over the Internet and is refused: public access is closed"},
		{"spoke linked", right + strings.Replace(spoke, "\n", "\nlink privatelink.vaultcore.azure.net spoke\n", 1), "far",
			"10.1.2.3; goes to endpoint pe, to which no peering leads from spoke"},
		{"spoke linked and peered", strings.Replace(right, "network app 10.1.0.0/16", "network app 10.1.0.0/16 peer spoke Connected", 1) +
			strings.Replace(spoke, "\n", "\nlink privatelink.vaultcore.azure.net spoke\n", 1), "far", "10.1.2.3; arrives by Private Link at pe"},
		{"custom server in a linked network", right + "network spoke 10.2.0.0/16 dns 10.1.0.53 peer app Connected\nmachine far 10.2.0.4\n", "far",
			"10.1.2.3; goes to endpoint pe, to which no peering leads from spoke"},
		{"custom server outside", strings.Replace(right, "asks 168.63.129.16", "asks 172.16.9.9", 1), "vm", "unknown; cannot be followed: where the name leads is not known"},
		{"inbound endpoint of a network that was exported", right + "network far 10.9.0.0/16\nnetwork twin 10.9.0.0/16\ninbound app 10.9.0.4\nmachine x 10.9.1.1 asks 10.9.0.4\n", "x",
			"10.1.2.3; goes to endpoint pe; whether a route leads there was not captured"},
		{"forwarding rule", right + "network spoke 10.2.0.0/16 peer app Connected\nmachine far 10.2.0.4 asks 168.63.129.16\nrule spoke azure.net. 10.1.0.53\n", "far",
			"10.1.2.3; goes to endpoint pe, to which no peering leads from spoke"},
		{"forwarding rule to the office", right + "rule app vault.azure.net. 172.16.9.9\n", "vm", "unknown; cannot be followed: where the name leads is not known"},
		{"forwarding rule for another name", right + "rule app blob.core.windows.net. 172.16.9.9\n", "vm", "10.1.2.3; arrives by Private Link at pe"},
		{"forwarding loop", right + "rule app . 10.1.0.53\n", "vm", "unknown; cannot be followed: where the name leads is not known"},
		{"a linked zone of the name before a rule", right + "rule app vault.azure.net. 172.16.9.9\nzone vault.azure.net\nlink vault.azure.net app\n", "vm",
			"nxdomain; has no address to connect to"},
		{"outside all networks", strings.Replace(right, "machine vm 10.1.0.4", "machine vm 192.168.7.7", 1), "vm", "unknown; cannot be followed: where the name leads is not known"},
		{"no zone captured", strings.Join(strings.Split(right, "\n")[:3], "\n") + "\nmachine vm 10.1.0.4 asks 168.63.129.16\n", "vm",
			"unknown; cannot be followed: where the name leads is not known"},
		{"hosts file", strings.Replace(right, "asks 168.63.129.16", "asks 168.63.129.16 hosts 10.1.2.77", 1), "vm",
			"10.1.2.77; goes to 10.1.2.77, which is no endpoint's address of the vault"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := estate(t, row.estate)
			v := e.index.vantages[row.machine]
			p := e.predict(v)
			got := p.ends() + "; " + e.travel(v, p).says
			if diff := cmp.Diff(row.want, got); diff != "" {
				for _, s := range p.steps {
					t.Log(s.says)
				}
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestEdits compares what changes do on the model, and what does not fit it.
func TestEdits(t *testing.T) {
	unlinked := strings.Replace(right, "link privatelink.vaultcore.azure.net app\n", "told vm answer 20.1.2.3\n", 1)
	public := strings.Replace(unlinked, "Disabled", "Enabled", 1) + "arrives vm Ipv4 20.9.9.9\n"
	for _, row := range []struct{ name, estate, edits, want string }{
		{"link", unlinked, "link privatelink.vaultcore.azure.net app",
			"fabrikam.vault.azure.net -> 10.1.2.3; a request arrives by Private Link [keeps]"},
		{"link by id", unlinked, "link " + id("Network/privateDnsZones", zoneName) + " " + id("Network/virtualNetworks", "app"),
			"fabrikam.vault.azure.net -> 10.1.2.3; a request arrives by Private Link [keeps]"},
		{"close while public", public, "close-public-access",
			"fabrikam.vault.azure.net -> 20.1.2.3; a request arrives over the Internet and is refused: public access is closed [breaks]"},
		{"link, then close", public, "link privatelink.vaultcore.azure.net app; close-public-access",
			"fabrikam.vault.azure.net -> 10.1.2.3; a request arrives by Private Link [keeps]"},
		{"approve", strings.Replace(right, "Approved", "Pending", 1), "approve pe", "fabrikam.vault.azure.net -> 10.1.2.3; a request arrives by Private Link [keeps]"},
		{"a second zone", right, "create-zone vault.azure.net app", "fabrikam.vault.azure.net -> nxdomain; a request has no address to connect to [breaks]"},
		{"wrong record", right, "set-record privatelink.vaultcore.azure.net fabrikam 10.1.2.9",
			"fabrikam.vault.azure.net -> 10.1.2.9; a request goes to 10.1.2.9, which is no endpoint's address of the vault [breaks]"},
		{"policy with a record", right, "set-policy privatelink.vaultcore.azure.net app NxDomainRedirect",
			"fabrikam.vault.azure.net -> 10.1.2.3; a request arrives by Private Link at pe [keeps]"},
		{"overridden before", strings.Replace(right, "public Disabled", "told vm answer 10.1.2.99\npublic Disabled", 1), "create-zone vault.azure.net app",
			"fabrikam.vault.azure.net -> unknown; a request cannot be followed: where the name leads is not known [keeps]"},
		{"no such network", right, "link privatelink.vaultcore.azure.net hub", `link privatelink.vaultcore.azure.net hub: no network "hub" was captured (captured: app)`},
		{"no such zone", right, "set-record vault.azure.net x 10.1.2.3",
			`set-record vault.azure.net x 10.1.2.3: no zone "vault.azure.net" was captured (captured: privatelink.vaultcore.azure.net)`},
		{"no address", right, "set-record privatelink.vaultcore.azure.net x ten", `set-record privatelink.vaultcore.azure.net x ten: the address of an A record is "ten", expected an IPv4 address`},
		{"no such policy", right, "set-policy privatelink.vaultcore.azure.net app Always",
			`set-policy privatelink.vaultcore.azure.net app Always: the policy is "Always", expected Default or NxDomainRedirect`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, foresee(t, row.estate, row.edits)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// foresee returns what edits come to for the one machine of an estate, or the error.
func foresee(t *testing.T, text, edits string) string {
	t.Helper()
	var all []Edit
	for edit := range strings.SplitSeq(edits, ";") {
		parsed, err := ParseEdit(edit)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, parsed)
	}
	var d Diagnosis
	if err := Foresee(estate(t, text), &d, all); err != nil {
		return err.Error()
	}
	out := d.WhatIf[len(d.WhatIf)-1]
	switch {
	case out.Breaks == nil:
		return out.After + " [cannot be told]"
	case *out.Breaks:
		return out.After + " [breaks]"
	}
	return out.After + " [keeps]"
}

// TestEditsLeaveTheEvidence checks that changes are made on a copy.
func TestEditsLeaveTheEvidence(t *testing.T) {
	e := estate(t, right)
	before := e.predictions()
	for _, text := range []string{"create-zone vault.azure.net app", "set-record " + zoneName + " fabrikam 10.1.2.9", "close-public-access",
		"set-policy " + zoneName + " app NxDomainRedirect", "approve pe"} {
		edit, err := ParseEdit(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.after(edit); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, e.predictions()); diff != "" {
			t.Errorf("%s changed the evidence (-before +after):\n%s", text, diff)
		}
	}
}
