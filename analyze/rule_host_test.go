package analyze

import (
	"testing"

	"kvdoctor/parse"
)

func TestRefusedHost(t *testing.T) {
	tests := []struct{ message, want string }{
		{"This TCP connection does not allow access to fabrikam.vault.azure.net.", "fabrikam.vault.azure.net"},
		{"This TCP connection does not allow access to 10.1.2.3.", "10.1.2.3"},
		{"This TCP connection does not allow access to vault.azure.net on port 443", "vault.azure.net"},
		{"This TCP connection does not allow access to Gateway.Contoso.example", "gateway.contoso.example"},
		{"This TCP connection does not allow access to xxxx.vault.azure.net.", ""},
		{"This TCP connection does not allow access to ***.vault.azure.net.", ""},
		{"This TCP connection does not allow access to {host}.", ""},
		{"This TCP connection does not allow access to", ""},
		{"", ""},
	}
	for _, test := range tests {
		if got := refusedHost(test.message); got != test.want {
			t.Errorf("refusedHost(%q) = %q, want %q", test.message, got, test.want)
		}
	}
}

func TestForeignName(t *testing.T) {
	const host, alias = "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"
	tests := []struct {
		name  string
		chain []string
		want  string
	}{
		{"no alias at all", []string{host}, ""},
		{"the privatelink alias", []string{host, alias}, ""},
		{"the public chain", []string{host, "data-prod-weu.vaultcore.azure.net", "azkms-prod-weu-b.westeurope.cloudapp.azure.com"}, ""},
		{"a later chain that leaves out the service's own names", []string{host, "ams.prd.r.kv.aadg.msidentity.com"}, ""},
		{"a managed HSM in its region", []string{"fabrikam.managedhsm.azure.net", "eastus2.fabrikam.managedhsm.azure.net"}, ""},
		{"a company's name", []string{host, "kv.corp.contoso.example"}, "kv.corp.contoso.example"},
		{"a company's name before the alias", []string{host, "kv.corp.contoso.example", alias}, "kv.corp.contoso.example"},
		{"a name in Azure before the alias", []string{host, "gw.westeurope.cloudapp.azure.com", alias}, "gw.westeurope.cloudapp.azure.com"},
		{"the chain begins with an alias", []string{"kv.corp.contoso.example"}, "kv.corp.contoso.example"},
	}
	for _, test := range tests {
		l := &lookup{Lookup: &parse.Lookup{}}
		for _, n := range test.chain {
			l.Chain = append(l.Chain, parse.Name{Name: n})
		}
		asked, got := test.chain[0], ""
		if form, _, _ := splitHost(asked); form != formHost {
			asked = host // the tool left it out
		}
		if n := l.foreignName(asked); n != nil {
			got = n.Name
		}
		if got != test.want {
			t.Errorf("%s: foreign name %q, want %q", test.name, got, test.want)
		}
	}
}

// TestParentZones checks which zones stand above the names of a vault in each cloud, and which of them decide for its
// host.
func TestParentZones(t *testing.T) {
	tests := []struct {
		host string
		want map[string]bool // by name: whether it covers the host
	}{
		{"fabrikam.vault.azure.net", map[string]bool{"fabrikam.vault.azure.net": true, "vault.azure.net": true, "vaultcore.azure.net": false, "azure.net": true}},
		{"fabrikam.vault.usgovcloudapi.net", map[string]bool{"vault.usgovcloudapi.net": true, "vaultcore.usgovcloudapi.net": false, "usgovcloudapi.net": true}},
		{"fabrikam.vault.azure.cn", map[string]bool{"vault.azure.cn": true, "vaultcore.azure.cn": false, "azure.cn": true}},
		{"fabrikam.managedhsm.azure.net", map[string]bool{"managedhsm.azure.net": true, "azure.net": true}},
	}
	others := []string{"privatelink.vaultcore.azure.net", "contoso.vault.azure.net", "net", "", "blob.core.windows.net", "notvault.azure.net"}
	for _, test := range tests {
		_, label, svc := splitHost(test.host)
		e := &Evidence{id: identity{name: label, host: test.host, svc: svc}}
		for name := range test.want {
			e.zones = append(e.zones, &zone{name: name})
		}
		for _, name := range others {
			e.zones = append(e.zones, &zone{name: name})
		}
		got := map[string]bool{}
		for _, p := range e.parentZones() {
			got[p.name] = p.host
		}
		for name, host := range test.want {
			if have, found := got[name]; !found || have != host {
				t.Errorf("%s: zone %s: found %t, covers the host %t, want %t", test.host, name, found, have, host)
			}
		}
		if len(got) != len(test.want) {
			t.Errorf("%s: parent zones %v, want those of %v", test.host, got, test.want)
		}
	}
}
