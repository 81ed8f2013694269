package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// service returns the service of a scenario's vaults: at their front ends, or at the endpoint with a number.
func service(t *testing.T, text string, endpoint int) *vaultConfig {
	t.Helper()
	s := read(t, text)
	var e *Endpoint
	if endpoint >= 0 {
		e = &s.Endpoints[endpoint]
	}
	c := &vaultConfig{}
	if err := json.Unmarshal([]byte(vaultProgram(s, e).files["config.json"]), c); err != nil {
		t.Fatal(err)
	}
	return c
}

// request sends a request from an address to a service.
func request(c *vaultConfig, from, url, token string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, url, nil)
	r.RemoteAddr = from + ":40000"
	if token != "" {
		r.Header.Set("Authorization", token)
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

// info returns the header that says how a request came; the service writes its name in lower case.
func info(w *httptest.ResponseRecorder) string {
	for name, values := range w.Header() {
		if name == "x-ms-keyvault-network-info" {
			return strings.Join(values, ", ")
		}
	}
	return ""
}

// TestNetworkInfo checks what the vault says of the path of a request.
func TestNetworkInfo(t *testing.T) {
	const subnet = "networks: [{name: vnet-app, subnets: [{name: snet-app, service_endpoints: [Microsoft.KeyVault]}, {name: snet-endpoints}]}]\n"
	for _, c := range []struct {
		text     string
		endpoint int
		from     string
		want     []string
	}{
		{"", -1, "20.51.7.8", []string{"conn_type=Ipv4;addr=20.51.7.8;act_addr_fam=InterNetwork;"}},
		{"", 0, "10.1.0.4", []string{"conn_type=PrivateLink;private_endpoint=/subscriptions/", "/privateEndpoints/pe-fabrikam;addr=10.1.0.4;act_addr_fam=InterNetworkV6;"}},
		{subnet, -1, "10.1.0.4", []string{"conn_type=Subnet;subnet=/subscriptions/", "/subnets/snet-app;addr=10.1.0.4;"}},
		{subnet, -1, "20.51.7.8", []string{"conn_type=Ipv4;"}},
		{"vault: {header: old}", 0, "10.1.0.4", []string{"addr=10.1.0.4;act_addr_fam=InterNetworkV6;"}},
	} {
		for _, host := range []string{"fabrikam.vault.azure.net", "10.1.2.3"} {
			w := request(service(t, c.text, c.endpoint), c.from, "https://"+host+"/healthstatus", "")
			got := info(w)
			if w.Code != http.StatusOK || !strings.HasPrefix(got, c.want[0]) || !strings.Contains(got, c.want[len(c.want)-1]) {
				t.Errorf("%s%s: %d %q, want %q", c.text, host, w.Code, got, c.want)
			}
		}
	}
	w := request(service(t, "vault: {header: none}", 0), "10.1.0.4", "https://fabrikam.vault.azure.net/healthstatus", "")
	if got := info(w); w.Code != http.StatusOK || got != "" {
		t.Errorf("without the header: %d %q", w.Code, got)
	}
}

// TestFirewall checks the judgment on requests with a token: /healthstatus is not asked, and endpoints are let in.
func TestFirewall(t *testing.T) {
	const open, closed, denies = "vault: {public_network_access: Enabled}", "", "vault: {public_network_access: Enabled, default_action: Deny, ip_rules: [198.51.100.0/24, 20.51.7.9]}"
	for _, c := range []struct {
		text     string
		endpoint int
		from     string
		want     string
	}{
		{open, -1, "20.51.7.8", "ForbiddenByRbac"},
		{closed, -1, "20.51.7.8", "ForbiddenByConnection"},
		{"vault: {bypass: None}", -1, "20.51.7.8", "bypass is not set to 'AzureServices'"},
		{closed, 0, "10.1.0.4", "ForbiddenByRbac"},
		{denies, -1, "20.51.7.8", "ForbiddenByFirewall"},
		{denies, -1, "20.51.7.9", "ForbiddenByRbac"},
		{denies, -1, "198.51.100.7", "ForbiddenByRbac"},
		{denies, 0, "10.1.0.4", "ForbiddenByRbac"},
		{"vault: {public_network_access: Enabled, default_action: Deny, bypass: None}", -1, "20.51.7.8", "NSP rules"},
	} {
		v := service(t, c.text, c.endpoint)
		w := request(v, c.from, "https://fabrikam.vault.azure.net/secrets/x", "Bearer x")
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), c.want) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s from %s: %d %s, want %s", c.text, c.from, w.Code, w.Body, c.want)
		}
		if w := request(v, c.from, "https://fabrikam.vault.azure.net/secrets/x", ""); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s without a token: %d", c.text, w.Code)
		}
		if w := request(v, c.from, "https://fabrikam.vault.azure.net/healthstatus", ""); w.Code != http.StatusOK {
			t.Errorf("%s: /healthstatus answers %d", c.text, w.Code)
		}
	}
}

// TestOtherVault checks that an endpoint serves its own vault only, and the front end all.
func TestOtherVault(t *testing.T) {
	const two = "others: [{name: contoso}]\nendpoints: [{vault: contoso}]"
	w := request(service(t, two, 0), "10.1.0.4", "https://fabrikam.vault.azure.net/healthstatus", "")
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "This TCP connection does not allow access to fabrikam.vault.azure.net.") {
		t.Errorf("another vault's endpoint answers %d %s", w.Code, w.Body)
	}
	for _, host := range []string{"fabrikam", "contoso"} {
		if w := request(service(t, two, -1), "20.51.7.8", "https://"+host+".vault.azure.net/healthstatus", ""); w.Code != http.StatusOK {
			t.Errorf("the front end answers %d for %s", w.Code, host)
		}
	}
}

// TestManaged checks that a managed HSM keeps to itself how a request came.
func TestManaged(t *testing.T) {
	w := request(service(t, "vault: {name: safe, managed: true}", 0), "10.1.0.4", "https://safe.managedhsm.azure.net/healthstatus", "")
	if w.Code != http.StatusUnauthorized || info(w) != "" || w.Body.String() != "OK" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}
