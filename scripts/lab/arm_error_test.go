package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kvdoctor/parse"
)

// TestARMErrors checks what is said where there is nothing to show, and that our reader knows it for an error.
func TestARMErrors(t *testing.T) {
	a := newARM(theScenario(t, "azure: {denied: [Microsoft.Network/privateDnsZones]}"))
	sub := "/subscriptions/" + subscriptionID("")
	rows := []struct {
		name, target string
		status       int
		code, text   string
	}{
		{"no version", vaultID(&a.scenario.Vault), 400, "MissingApiVersionParameter", "api-version query parameter"},
		{"version of the future, of a type", vaultID(&a.scenario.Vault) + "?api-version=2099-01-01", 400, "NoRegisteredProviderFound",
			"API version '2099-01-01' for type 'vaults'"},
		{"version of the network, for a zone", sub + "/providers/Microsoft.Network/privateDnsZones?api-version=2023-04-01", 400, "NoRegisteredProviderFound", "2024-06-01"},
		{"version of the future, of ARM", "/subscriptions?api-version=2099-01-01", 400, "InvalidApiVersionParameter", "'2099-01-01' is invalid"},
		{"foreign subscription", "/subscriptions/9f00d7a1-0000-4000-8000-000000000000/resourceGroups?api-version=2021-04-01", 404, "SubscriptionNotFound", "9f00d7a1"},
		{"no such group", sub + "/resourceGroups/nope/providers/Microsoft.KeyVault/vaults?api-version=2023-07-01", 404, "ResourceGroupNotFound", "'nope'"},
		{"deleted vault", sub + "/resourceGroups/rg-app/providers/Microsoft.KeyVault/vaults/gone?api-version=2023-07-01", 404, "ResourceNotFound",
			"'Microsoft.KeyVault/vaults/gone' under resource group 'rg-app'"},
		{"missing part", a.estate.networkID("vnet-app/nope") + "?api-version=2023-04-01", 404, "NotFound", "subnets/nope not found"},
		{"parts of what is missing", a.estate.networkID("nope") + "/subnets?api-version=2023-04-01", 404, "ParentResourceNotFound", "'nope'"},
		{"unknown provider", sub + "/providers/Microsoft.Nope/things?api-version=2023-04-01", 404, "InvalidResourceNamespace", "Microsoft.Nope"},
		{"unknown type", sub + "/providers/Microsoft.Network/things?api-version=2023-04-01", 404, "InvalidResourceType", "'things'"},
		{"zones denied", sub + "/providers/Microsoft.Network/privatednszones?api-version=2024-06-01", 403, "AuthorizationFailed",
			"perform action 'Microsoft.Network/privateDnsZones/read' over scope '" + sub + "/providers/Microsoft.Network'"},
		{"links denied with them", zoneID(&a.scenario.Zones[0]) + "/virtualNetworkLinks?api-version=2024-06-01", 403, "AuthorizationFailed",
			"'Microsoft.Network/privateDnsZones/virtualNetworkLinks/read'"},
		{"one zone denied", zoneID(&a.scenario.Zones[0]) + "?api-version=2024-06-01", 403, "AuthorizationFailed", "over scope '" + zoneID(&a.scenario.Zones[0]) + "'"},
		{"filter", sub + "/resources?api-version=2021-04-01&$filter=tagName+ne+'x'", 400, "InvalidFilterInQueryString", "tagName"},
		{"token of no page", sub + "/resources?api-version=2021-04-01&$skiptoken=oops", 400, "InvalidSkipToken", "oops"},
		{"no page at all", "/nope?api-version=2021-04-01", 404, "NotFound", "/nope"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			status, body := ask(t, a, http.MethodGet, row.target)
			var got struct {
				Error struct{ Code, Message string }
			}
			if err := json.Unmarshal(body, &got); err != nil || status != row.status || got.Error.Code != row.code || !strings.Contains(got.Error.Message, row.text) {
				t.Errorf("want %d %s with %q, got %d, %v:\n%s", row.status, row.code, row.text, status, err, body)
			}
			for _, r := range readExport("azure/x.json", "az rest --url "+row.target, string(body)) {
				if e, ok := r.Fact.(*parse.ExportError); ok && e.Code == row.code {
					return
				}
			}
			t.Errorf("not read as an error of the export:\n%s", body)
		})
	}
	for _, element := range getList(t, a, sub+"/resources?api-version=2021-04-01") {
		if strings.HasPrefix(element["type"].(string), "Microsoft.Network/privateDnsZones") {
			t.Errorf("the list of all resources has what is denied: %v", element["id"])
		}
	}
}

// TestARMNeedsToken checks that nothing is told without a login.
func TestARMNeedsToken(t *testing.T) {
	w := httptest.NewRecorder()
	newARM(theScenario(t, "")).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://arm.example/subscriptions?api-version=2022-12-01", nil))
	if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "AuthenticationFailed") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// TestARMLogin checks that the login pages name each other, and that the token is of the tenant that is listed.
func TestARMLogin(t *testing.T) {
	a := newARM(theScenario(t, ""))
	_, body := ask(t, a, http.MethodGet, "/adfs/.well-known/openid-configuration")
	var pages struct {
		Issuer string
		Token  string `json:"token_endpoint"`
	}
	if err := json.Unmarshal(body, &pages); err != nil || pages.Issuer != "https://arm.example/adfs" {
		t.Fatalf("%v: %s", err, body)
	}
	_, body = ask(t, a, http.MethodPost, strings.TrimPrefix(pages.Token, "https://arm.example"))
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || strings.Count(answer.Token, ".") != 2 {
		t.Fatalf("%v: %s", err, body)
	}
	claims, err := base64.RawURLEncoding.DecodeString(strings.Split(answer.Token, ".")[1])
	var who struct{ TID, OID, AppID string }
	if err != nil || json.Unmarshal(claims, &who) != nil {
		t.Fatalf("%v: %s", err, claims)
	}
	tenant := getList(t, a, "/tenants?api-version=2022-12-01")[0]["tenantId"]
	if who.TID != tenant || who.OID == "" || who.AppID == "" {
		t.Errorf("tenant %v, token of %+v", tenant, who)
	}
}

// TestARMVersions checks that older API versions, and the scenario's old export, lack what came later.
func TestARMVersions(t *testing.T) {
	now, old := newARM(theScenario(t, "")), newARM(theScenario(t, "azure: {api_shape: old}"))
	vault, link := vaultID(&now.scenario.Vault), zoneID(&now.scenario.Zones[0])+"/virtualNetworkLinks/link-vnet-app"
	rows := []struct {
		a             *armServer
		target, field string
		want          bool
	}{
		{now, vault + "?api-version=2023-07-01", "publicNetworkAccess", true},
		{now, vault + "?api-version=2019-09-01", "publicNetworkAccess", false},
		{old, vault + "?api-version=2023-07-01", "publicNetworkAccess", false},
		{now, vault + "?api-version=2016-10-01", "networkAcls", false},
		{now, vault + "?api-version=2019-09-01", "privateEndpointConnections", true},
		{now, link + "?api-version=2024-06-01", "resolutionPolicy", true},
		{now, link + "?api-version=2020-06-01", "resolutionPolicy", false},
	}
	for _, row := range rows {
		status, body := ask(t, row.a, http.MethodGet, row.target)
		if status != http.StatusOK || strings.Contains(string(body), `"`+row.field+`"`) != row.want {
			t.Errorf("%s: status %d, want %s %t:\n%s", row.target, status, row.field, row.want, body)
		}
	}
}

// TestARMFilter checks the filters of the list of all resources.
func TestARMFilter(t *testing.T) {
	a := newARM(theScenario(t, ""))
	rows := []struct {
		filter string
		want   []string
	}{
		{"resourceType eq 'microsoft.keyvault/vaults'", []string{"contoso", "fabrikam"}},
		{"resourceType eq 'Microsoft.KeyVault/vaults' and name eq 'contoso'", []string{"contoso"}},
		{"resourceType eq 'Microsoft.KeyVault/managedHSMs' or resourceType eq 'Microsoft.Network/dnsResolvers'", []string{"safe"}},
		{"resourceGroup eq 'rg-old'", []string{"privatelink.vaultcore.azure.net"}},
		{"resourceType eq 'Microsoft.Network/privateDnsZones/virtualNetworkLinks'",
			[]string{"privatelink.vaultcore.azure.net/link-vnet-app", "privatelink.vaultcore.azure.net/link-vnet-hub"}},
	}
	for _, row := range rows {
		var got []string
		for _, element := range getList(t, a, "/subscriptions/"+subscriptionID("")+"/resources?api-version=2021-04-01&$filter="+strings.ReplaceAll(row.filter, " ", "%20")) {
			got = append(got, element["name"].(string))
		}
		if strings.Join(got, " ") != strings.Join(row.want, " ") {
			t.Errorf("%s: want %q, got %q", row.filter, row.want, got)
		}
	}
}
