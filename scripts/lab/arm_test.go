package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// armScenario holds one of everything that the emulator renders.
const armScenario = `
vault: {name: fabrikam, public_network_access: Disabled, default_action: Deny, bypass: None,
        ip_rules: [203.0.113.7, 198.51.100.0/24], network_rules: [vnet-app/snet-vm]}
others:
  - {name: contoso}
  - {name: safe, managed: true, default_action: Deny}
  - {name: gone, deleted: true}
  - {name: gonesafe, deleted: true, managed: true}
endpoints:
  - {name: pe-fabrikam, subnet: vnet-app/snet-pe, address: 10.1.2.3, zone_group: [privatelink.vaultcore.azure.net]}
  - {name: pe-byhand, subnet: vnet-hub/default, state: Pending, manual: true}
  - {name: pe-stale, subnet: vnet-app/snet-pe, address: 10.1.2.9, unlisted: true}
  - {name: pe-orphan, subnet: vnet-app/snet-pe, address: 10.1.2.11, vault: gone}
  - {name: pe-safe, subnet: vnet-app/snet-pe, address: 10.1.2.10, vault: safe}
  - {name: pe-far, subnet: vnet-hub/default, address: 10.0.0.20, vault: contoso, provisioning: Failed, subscription: platform}
networks:
  - name: vnet-app
    prefixes: [10.1.0.0/16]
    dns: [10.0.0.4, 10.0.0.5]
    subnets:
      - {name: snet-pe, prefix: 10.1.2.0/24}
      - {name: snet-vm, prefix: 10.1.1.0/24, service_endpoints: [Microsoft.KeyVault], denied: [10.1.2.3/32, 10.9.0.0/16], denied_from: [10.7.0.0/16]}
    peers: [{network: vnet-hub}]
  - name: vnet-hub
    prefixes: [10.0.0.0/16]
    subnets: [{name: default, prefix: 10.0.0.0/24}]
    peers: [{network: vnet-app, state: Initiated}]
zones:
  - name: privatelink.vaultcore.azure.net
    links: [{network: vnet-app, policy: NxDomainRedirect}, {network: vnet-hub, state: InProgress, registration: true}]
    records: {fabrikam: [10.1.2.3, "fd00::3"], two: [10.1.2.9, 10.1.2.10]}
    aliases: {old: fabrikam.privatelink.vaultcore.azure.net}
  - {name: privatelink.vaultcore.azure.net, group: rg-old, ttl: 3600, links: [], records: {fabrikam: [10.1.2.99]}}
  - {name: privatelink.managedhsm.azure.net, links: [], records: {safe: [10.1.2.10]}}
`

// theScenario reads that scenario, with further lines.
func theScenario(t *testing.T, more string) *Scenario {
	t.Helper()
	s, err := ReadScenario([]byte(armScenario + more))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends a request with a token and returns the status and the body.
func ask(t *testing.T, h http.Handler, method, target string) (int, []byte) {
	t.Helper()
	r := httptest.NewRequest(method, "https://arm.example"+target, nil)
	r.Header.Set("Authorization", "Bearer x.y.z")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if !json.Valid(w.Body.Bytes()) {
		t.Fatalf("%s %s: no JSON:\n%s", method, target, w.Body)
	}
	return w.Code, w.Body.Bytes()
}

// escaped is an id as the path of an address.
func escaped(id string) string { return (&url.URL{Path: id}).EscapedPath() }

// newest is the last version of a type, as the query of an address.
func newest(typ string) string {
	kind, ok := kindOf(typ)
	if !ok {
		return "?api-version=2022-12-01"
	}
	return "?api-version=" + kind.versions[len(kind.versions)-1]
}

// getList fetches a list, all its pages, and returns the elements.
func getList(t *testing.T, h http.Handler, target string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for target != "" {
		status, body := ask(t, h, http.MethodGet, target)
		var page struct {
			Value    []map[string]any `json:"value"`
			NextLink string           `json:"nextLink"`
		}
		if err := json.Unmarshal(body, &page); err != nil || status != http.StatusOK || page.Value == nil {
			t.Fatalf("%s: status %d, %v\n%s", target, status, err, body)
		}
		all = append(all, page.Value...)
		target = strings.TrimPrefix(page.NextLink, "https://arm.example")
	}
	return all
}

// armLists returns the address of every list that is not empty for sure: by subscription, by group, below resources.
func armLists(a *armServer) []string {
	lists := []string{"/subscriptions?api-version=2022-12-01"}
	for _, s := range a.estate.subscriptions {
		sub := "/subscriptions/" + s.id
		lists = append(lists, sub+"/resourceGroups?api-version=2021-04-01", sub+"/resources?api-version=2021-04-01", sub+"/providers?api-version=2021-04-01")
		for _, k := range armKinds {
			if strings.Count(k.typ, "/") == 1 {
				lists = append(lists, sub+"/providers/"+k.typ+newest(k.typ))
			}
			for _, g := range a.estate.groups(s.id) {
				if strings.Count(k.typ, "/") == 1 {
					lists = append(lists, sub+"/resourceGroups/"+g+"/providers/"+k.typ+newest(k.typ))
				}
			}
		}
	}
	for _, r := range a.estate.resources {
		for _, k := range armKinds {
			if rest, ok := strings.CutPrefix(k.typ, r.typ+"/"); ok && !strings.Contains(rest, "/") {
				lists = append(lists, escaped(r.id)+"/"+rest+newest(k.typ))
			}
		}
		if strings.HasPrefix(r.typ, "Microsoft.KeyVault/") && r.group() != "" && !strings.HasSuffix(r.typ, "Connections") {
			lists = append(lists, r.id+"/privateEndpointConnections"+newest(r.typ))
		}
	}
	return lists
}

// TestARMFollowsIDs checks that every id in every answer can be fetched, and gives the resource of that id.
func TestARMFollowsIDs(t *testing.T) {
	a := newARM(theScenario(t, ""))
	dangling := []string{"/vaults/gone", "/managedhsms/gonesafe"} // what was deleted is named and is not there
	ids := map[string]bool{}
	for _, target := range armLists(a) {
		for _, element := range getList(t, a, target) {
			collectIDs(element, ids)
		}
	}
	if len(ids) < 50 {
		t.Fatalf("only %d ids", len(ids))
	}
	for id := range ids {
		if slices.ContainsFunc(dangling, func(d string) bool { return strings.HasSuffix(fold(id), d) }) {
			continue
		}
		typ := ""
		if strings.Contains(fold(id), "/providers/") {
			typ = idType(id)
		}
		status, body := ask(t, a, http.MethodGet, escaped(id)+newest(typ))
		var got struct{ ID, Name, Type string }
		if err := json.Unmarshal(body, &got); err != nil || status != http.StatusOK || !strings.EqualFold(got.ID, id) {
			t.Errorf("GET %s: status %d, %v\n%s", id, status, err, body)
		}
		if strings.Contains(typ, "/") && (!strings.HasSuffix(fold(id), "/"+fold(got.Name)) || got.Type == "") {
			t.Errorf("GET %s has name %q and type %q", id, got.Name, got.Type)
		}
	}
}

// collectIDs gathers every text in a value that is an id.
func collectIDs(value any, ids map[string]bool) {
	switch v := value.(type) {
	case string:
		if strings.HasPrefix(fold(v), "/subscriptions/") {
			ids[v] = true
		}
	case []any:
		for _, element := range v {
			collectIDs(element, ids)
		}
	case map[string]any:
		for _, element := range v {
			collectIDs(element, ids)
		}
	}
}

// TestARMPages checks that lists are in order, and that their pages, of any size, join to the whole.
func TestARMPages(t *testing.T) {
	whole := newARM(theScenario(t, ""))
	for _, size := range []string{"1", "2", "1000"} {
		a := newARM(theScenario(t, "azure: {page_size: "+size+"}"))
		for _, target := range armLists(a) {
			want, got := getList(t, whole, target), getList(t, a, target)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s with pages of %s (-whole +joined):\n%s", target, size, diff)
			}
			var ids []string
			for _, element := range got {
				id, _ := element["id"].(string)
				ids = append(ids, fold(id))
			}
			subscriptions := strings.HasPrefix(target, "/subscriptions?") // the default one first, so that az takes it
			if !subscriptions && !strings.Contains(target, "/providers?") && !slices.IsSorted(ids) {
				t.Errorf("%s is not in order: %q", target, ids)
			}
		}
	}
}

// TestARMTwice checks that a scenario gives the same bytes each time.
func TestARMTwice(t *testing.T) {
	a, b := newARM(theScenario(t, "")), newARM(theScenario(t, ""))
	for _, target := range armLists(a) {
		_, first := ask(t, a, http.MethodGet, target)
		_, second := ask(t, b, http.MethodGet, target)
		if string(first) != string(second) {
			t.Errorf("%s differs from run to run:\n%s\n%s", target, first, second)
		}
	}
}

// TestARMWrites checks that whatever is no read is refused and counted, and that a login is not.
func TestARMWrites(t *testing.T) {
	a := newARM(theScenario(t, ""))
	vault := vaultID(&a.scenario.Vault)
	ask(t, a, http.MethodGet, vault+"?api-version=2023-07-01")
	ask(t, a, http.MethodPost, "/adfs/oauth2/token")
	if got := a.Writes(); len(got) != 0 {
		t.Errorf("reads counted as writes: %q", got)
	}
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodPost, http.MethodDelete} {
		if status, body := ask(t, a, method, vault+"?api-version=2023-07-01"); status != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d\n%s", method, status, body)
		}
	}
	want := []string{"PUT " + vault, "PATCH " + vault, "POST " + vault, "DELETE " + vault}
	if diff := cmp.Diff(want, a.Writes()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}
