package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// planOf returns the plan of a scenario as text.
func planOf(t *testing.T, text string) string {
	t.Helper()
	p, err := makePlan(read(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return p.String()
}

// TestPlan checks what a fault makes of a plan: what must stand in it and what must not.
func TestPlan(t *testing.T) {
	const three = "networks: [{name: a, peers: [{network: b}]}, {name: b, peers: [{network: a}, {network: c}]}, {name: c, peers: [{network: b}]}]\n"
	for _, c := range []struct{ name, text, has, not string }{
		{"an endpoint", "", "h1: endpoint pe-fabrikam", ""},
		{"a pending one takes nothing", "endpoints: [{state: Pending}]", "10.1.0.0/16", "endpoint pe-fabrikam"},
		{"nor does a failed one", "endpoints: [{provisioning: Failed}]", "", "endpoint pe-fabrikam"},
		{"nor one that the vault has forgotten", "endpoints: [{unlisted: true}]", "", "endpoint pe-fabrikam"},
		{"nor one of the wrong group", "endpoints: [{group: managedhsm}]", "", "endpoint pe-fabrikam"},
		{"peers are joined", three, "n0.p2 - n1.p1", ""},
		{"what is peered with a peer is not", three, "n1.p3 - n2.p2", "n0.p3"},
		{"one side alone does not join", "networks: [{name: a, peers: [{network: b}]}, {name: b}]", "", "p2"},
		{"nor does half a peering", "networks: [{name: a, peers: [{network: b}]}, {name: b, peers: [{network: a, state: Initiated}]}]", "", "p2"},
		{"a site reaches a network", "sites: [{name: office, reaches: [vnet-app]}]", "route replace 192.168.10.0/24 via 169.254.77.2 dev p2 onlink", ""},
		{"a hidden site", "sites: [{name: office, reaches: [vnet-app], hidden_by: 10.200.0.1}]", `nft oifname "p*" ip saddr { 192.168.10.0/24 } snat to 10.200.0.1`, ""},
		{"a security group", "networks: [{subnets: [{name: s, denied: [10.1.2.0/24]}]}]", "nft ip saddr 10.1.0.0/24 ip daddr { 10.1.2.0/24 } drop", ""},
		{"a service endpoint keeps the private origin", "networks: [{subnets: [{name: s, service_endpoints: [Microsoft.KeyVault]}]}]",
			`nft oifname "inet" ip saddr 10.1.0.0/24 ip daddr { 52.168.109.101 } tcp dport 443 accept`, ""},
		{"a silent server is not there", "servers: [{silent: true}]", "", "server dns1"},
		{"lost packets", "clients: [{dropped: [10.1.2.3/32]}]", "nft ip saddr 10.1.0.4 ip daddr { 10.1.2.3/32 } drop", ""},
	} {
		got := planOf(t, c.text)
		if !strings.Contains(got, c.has) || c.not != "" && strings.Contains(got, c.not) {
			t.Errorf("%s: want %q and not %q in:\n%s", c.name, c.has, c.not, got)
		}
	}
}

// TestServiceEndpointBeforeTranslation checks the order of the rules: the first that fits decides.
func TestServiceEndpointBeforeTranslation(t *testing.T) {
	got := planOf(t, "networks: [{subnets: [{name: s, service_endpoints: [Microsoft.KeyVault]}]}]")
	if accept, snat := strings.Index(got, "accept"), strings.Index(got, "snat to"); accept < 0 || snat < accept {
		t.Errorf("the translation comes first:\n%s", got)
	}
}

// zoneNames returns the zones of a server, with a star where it only forwards them.
func zoneNames(n nameServer) []string {
	var out []string
	for _, z := range n.zones {
		out = append(out, z.name+strings.Repeat("*", number(len(z.forward) > 0)))
	}
	return out
}

// TestAzureServer checks which zones Azure's DNS answers from in a network.
func TestAzureServer(t *testing.T) {
	const zone = "privatelink.vaultcore.azure.net"
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{zone}},
		{"zones: [{links: []}]", nil},
		{"zones: [{links: [{state: InProgress}]}]", nil},
		{"zones: [{links: [{policy: NxDomainRedirect}]}]", []string{"fabrikam." + zone}},
		{"zones: [{links: [{policy: NxDomainRedirect}], records: {}}]", nil},
		{"zones: [{links: [{policy: NxDomainRedirect}], records: {'*': [10.1.2.3]}}]", []string{zone}},
		{"networks: [{name: a}, {name: b}]\nzones: [{links: [{network: b}]}]", nil},
		{"zones: [{}, {name: azure.net, records: {}}]", []string{zone, "azure.net"}},
	} {
		s := read(t, c.text)
		if diff := cmp.Diff(c.want, zoneNames(azureServer(s, &s.Networks[0]))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

// TestPublicChain checks when the public DNS has the alias into the private zone.
func TestPublicChain(t *testing.T) {
	const alias, direct = "fabrikam.vault 60 IN CNAME fabrikam.privatelink.vaultcore", "fabrikam.vault 60 IN CNAME data-prod-eus.vaultcore"
	for _, c := range []struct{ text, want string }{
		{"", alias},
		{"endpoints: []", direct},
		{"endpoints: [{state: Pending}]", direct},
		{"endpoints: [{state: Rejected}, {name: b}]", alias},
		{"endpoints: [{provisioning: Failed}]", alias},
		{"endpoints: [{unlisted: true}]", direct},
		{"others: [{name: contoso}]\nendpoints: [{vault: contoso}]", direct},
	} {
		s := read(t, c.text)
		if got := s.publicChain(&s.Vault); got[len(got)-1] != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
	if s := read(t, "vault: {deleted: true}"); strings.Contains(publicDNS(s).files()["zone-1"], "fabrikam") {
		t.Error("public DNS knows a deleted vault")
	}
}

// TestNamedReadsConfigurations lets named's own checker read the configuration of every server of the stored scenarios.
func TestNamedReadsConfigurations(t *testing.T) {
	if _, err := exec.LookPath("named-checkconf"); err != nil {
		t.Skip("named-checkconf is not here: apt-get install bind9")
	}
	seen := map[string]bool{}
	for _, name := range stored(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := makePlan(read(t, string(text)))
		if err != nil {
			t.Fatal(err)
		}
		for _, sp := range p.spaces {
			for i, prog := range sp.programs {
				key := asJSON(prog.files)
				if prog.name != "named" || seen[key] {
					continue
				}
				seen[key] = true
				dir := t.TempDir()
				for file, text := range prog.files {
					if err := writeFile(filepath.Join(dir, file), text); err != nil {
						t.Fatal(err)
					}
				}
				cmd := exec.CommandContext(context.Background(), "named-checkconf", "-z", "named.conf")
				cmd.Dir = dir
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("%s: server %d of %s: %v\n%s", name, i, sp.label, err, out)
				}
			}
		}
	}
}

// TestCustomServer checks what a server of one's own forwards, and what it knows itself.
func TestCustomServer(t *testing.T) {
	s := read(t, "servers: [{forward: [azure], conditional: {vault.azure.net: [10.1.0.4]}, zones: {corp.example: {'*': [10.9.9.9]}}}]")
	n := customServer(&s.Servers[0])
	if diff := cmp.Diff([]string{"vault.azure.net*", "corp.example"}, zoneNames(n)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	conf := n.files()["named.conf"]
	for _, want := range []string{"forward only; forwarders { " + azureDNS + "; }", "forwarders { 10.1.0.4; }", "listen-on { 10.1.0.53; }"} {
		if !strings.Contains(conf, want) {
			t.Errorf("%q is missing in:\n%s", want, conf)
		}
	}
	if slices.Contains(strings.Fields(conf), "hint;") {
		t.Error("a server that forwards everything asks the root too")
	}
}

// TestHosts checks the files that a client is told names and servers by.
func TestHosts(t *testing.T) {
	s := read(t, "clients: [{hosts: {fabrikam.vault.azure.net: 10.1.2.77}}, {dns: [8.8.8.8], search: [corp.example]}]")
	got := hostsFile(&s.Clients[0]) + s.resolvConf(&s.Clients[0]) + s.resolvConf(&s.Clients[1])
	want := "127.0.0.1 localhost\n10.1.0.4 vm-app01\n10.1.2.77 fabrikam.vault.azure.net\n" +
		"nameserver 168.63.129.16\nsearch 4xq0vmdcs1uerb2nhwyjfzkolc.bx.internal.cloudapp.net\nnameserver 8.8.8.8\nsearch corp.example\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
