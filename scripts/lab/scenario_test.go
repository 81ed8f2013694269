package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// read reads a scenario of a test.
func read(t *testing.T, text string) *Scenario {
	t.Helper()
	s, err := ReadScenario([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestDefaults checks what an empty scenario stands for: a deployment in which all is well.
func TestDefaults(t *testing.T) {
	got := read(t, "")
	want := &Scenario{
		Vault: Vault{Name: "fabrikam", Public: "Disabled", Default: "Allow", Bypass: "AzureServices", Address: "52.168.109.101", Header: "new", Cloud: "AzureCloud"},
		Endpoints: []Endpoint{{Name: "pe-fabrikam", Subnet: "vnet-app/snet-endpoints", Address: "10.1.2.3", Vault: "fabrikam", Group: "vault",
			State: "Approved", Provisioning: "Succeeded", ZoneGroup: []string{"privatelink.vaultcore.azure.net"}}},
		Networks: []Network{{Name: "vnet-app", Prefixes: []string{"10.1.0.0/16"}, NAT: "20.51.7.8",
			Subnets: []Subnet{{Name: "snet-app", Prefix: "10.1.0.0/24"}, {Name: "snet-endpoints", Prefix: "10.1.2.0/24"}}}},
		Zones: []Zone{{Name: "privatelink.vaultcore.azure.net", Group: "rg-dns", TTL: 10, Records: map[string][]string{"fabrikam": {"10.1.2.3"}},
			Links: []Link{{Network: "vnet-app", State: "Completed", Policy: "Default"}}}},
		Clients: []Client{{Name: "vm-app01", Network: "vnet-app/snet-app", Address: "10.1.0.4", Role: "client"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDefaultsDepend checks the defaults that follow from what is written down.
func TestDefaultsDepend(t *testing.T) {
	s := read(t, `
vault: {name: safe, managed: true, cloud: AzureChinaCloud}
endpoints: [{name: a}, {name: b}, {name: c, subnet: two}]
networks: [{name: one, dns: [dns1]}, {name: two}]
zones: [{links: [{network: two}]}, {name: privatelink.else.azure.net, links: [], records: {}}]
servers: [{forward: [azure]}]
clients: [{}, {network: internet}, {network: two}]
`)
	got := []string{s.Vault.host(), s.Endpoints[0].Address, s.Endpoints[1].Address, s.Endpoints[2].Address, s.Endpoints[2].Group,
		s.Zones[0].Name, s.Zones[0].Records["safe"][0], s.Networks[0].DNS[0], s.Servers[0].Forward[0], s.Clients[0].Address,
		s.Clients[1].Address, s.Clients[1].DNS[0], s.Clients[2].Address}
	want := []string{"safe.managedhsm.azure.cn", "10.1.2.3", "10.1.2.4", "10.2.2.3", "managedhsm",
		"privatelink.managedhsm.azure.cn", "10.2.2.3", "10.1.0.53", azureDNS, "10.1.0.4", "84.17.51.4", "8.8.8.8", "10.2.0.4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s.Zones[1].Records == nil || len(s.Zones[1].Records) != 0 || len(s.Zones[1].Links) != 0 {
		t.Errorf("an empty list was filled in: %+v", s.Zones[1])
	}
}

// TestInvalid checks that a scenario's mistakes are told by what they stand in.
func TestInvalid(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"vault: {nam: x}", "line 1: field nam not found"},
		{"endpoints: [{subnet: vnet-app/nope}]", `endpoint pe-fabrikam: no such place: "vnet-app/nope"`},
		{"endpoints: [{address: 10.9.0.4}]", "endpoint pe-fabrikam: 10.9.0.4 lies outside of 10.1.2.0/24"},
		{"endpoints: [{}, {}]", "endpoint pe-fabrikam: the name stands twice"},
		{"endpoints: [{vault: other}]", `endpoint pe-other: there is no vault "other"`},
		{"endpoints: [{state: approved}]", `state "approved", want one of Approved`},
		{"endpoints: [{zone_group: [nope]}]", `zone_group: there is no zone "nope"`},
		{"networks: [{prefixes: [10.1.0.1/16]}]", `"10.1.0.1/16" is no prefix`},
		{"networks: [{peers: [{network: nope}]}]", `peers: there is no network "nope"`},
		{"zones: [{links: [{network: nope}]}]", `links: there is no network "nope"`},
		{"zones: [{records: {fabrikam: [10.1.2]}}]", `zone privatelink.vaultcore.azure.net: record fabrikam: "10.1.2" is no address`},
		{"clients: [{proxy: nope}]", `client vm-app01: there is no proxy "nope"`},
		{"clients: [{network: nope}]", `client vm-app01: no such place: "nope"`},
		{"clients: [{address: 10.1.0.9}, {address: 10.1.0.9}]", "client vm-app02 has the address 10.1.0.9 of client vm-app01"},
		{"servers: [{forward: [nope]}]", `server dns1: "nope" is no address`},
		{"sites: [{name: office, reaches: [nope]}]", `reaches: there is no network "nope"`},
		{"vault: {network_rules: [vnet-app/nope]}", `network_rules: there is no subnet "vnet-app/nope"`},
	} {
		if _, err := ReadScenario([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.text, err, c.want)
		}
	}
}

// stored returns the files of the stored scenarios.
func stored(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../testdata/lab/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenarios (%v)", err)
	}
	return names
}

// TestStoredScenarios checks that each stored scenario can be read and tells its story.
func TestStoredScenarios(t *testing.T) {
	for _, name := range stored(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "# ") {
			t.Errorf("%s does not begin with its story", name)
		}
		s, err := ReadScenario(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := makePlan(s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
