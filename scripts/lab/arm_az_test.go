package main

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// armAzure is what the scenario of the test with az says of Azure: small pages, and one type denied.
const armAzure = "azure: {page_size: 2, denied: [Microsoft.Network/networkSecurityGroups]}"

// azEnvironment names the variable that tells the test's other half, inside the network namespace, its folder.
const azEnvironment = "LAB_ARM_AZ"

// An azRun is one command of the real az with the kinds of fact (first words) that its output must give. Without
// any, the output is checked by the words in has alone.
type azRun struct {
	command string
	kinds   []string
	only    string // facts with this word
	has     []string
	fails   bool // it ends with an error, and has is looked for there
}

// azRuns are the commands. {sub} is the subscription; "az rest" is what works in every version of az.
func azRuns() []azRun {
	rest := func(path, version string) string {
		return "rest --method get --url '/subscriptions/{sub}/" + path + "api-version=" + version + "'"
	}
	network := func(path string) string {
		return rest("resourceGroups/rg-network/providers/Microsoft.Network/"+path+"?", "2023-04-01")
	}
	zone := "-g rg-dns -z privatelink.vaultcore.azure.net"
	return []azRun{
		{command: "account list", has: []string{`"name": "lab"`, `"name": "platform"`, `"state": "Enabled"`}},
		{command: "keyvault show -n fabrikam", kinds: []string{"vault", "public", "ip-rule", "network-rule", "connection"}, only: "fabrikam"},
		{command: "keyvault show --hsm-name safe", kinds: []string{"vault", "public", "connection"}, only: "safe"},
		{command: "keyvault show -n gone", fails: true, has: []string{"not found within subscription"}},
		{command: "keyvault list-deleted", kinds: []string{"deleted"}},
		{command: "keyvault network-rule list -n fabrikam", has: []string{`"defaultAction": "Deny"`, `"203.0.113.7/32"`, "snet-vm"}},
		{command: "resource list --resource-type Microsoft.KeyVault/vaults", has: []string{`"name": "contoso"`, `"name": "fabrikam"`}},
		{command: "resource show -g rg-network -n pe-fabrikam --resource-type Microsoft.Network/privateEndpoints", kinds: []string{"endpoint"}, only: "pe-fabrikam"},
		{command: "network private-dns zone list", kinds: []string{"zone"}},
		{command: "network private-dns link vnet list " + zone, kinds: []string{"link"}},
		{command: "network private-dns record-set list " + zone, kinds: []string{"record", "record-v6", "alias"}, only: "rg-dns/privatelink.vaultcore.azure.net"},
		{command: "network private-dns record-set a list " + zone, kinds: []string{"record"}, only: "rg-dns/privatelink.vaultcore.azure.net"},
		{command: rest("providers/Microsoft.Network/networkSecurityGroups?", "2023-04-01"), fails: true,
			has: []string{"AuthorizationFailed", "'Microsoft.Network/networkSecurityGroups/read'"}},
		{command: network("privateEndpoints/pe-byhand"), kinds: []string{"endpoint"}, only: "pe-byhand"},
		{command: network("privateEndpoints/pe-fabrikam/privateDnsZoneGroups"), kinds: []string{"zone-group"}, only: "pe-fabrikam"},
		{command: network("virtualNetworks"), kinds: []string{"network", "subnet", "peering"}},
		{command: rest("resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net/virtualNetworkLinks?", "2024-06-01"),
			kinds: []string{"link", "policy"}},
		{command: rest("providers/Microsoft.Network/privateEndpoints?", "2023-04-01"), has: []string{`"nextLink": "https://127.0.0.1:`}},
	}
}

// TestARMWithAz lets the real az log in to the emulator and read a deployment, in a network namespace of its own, and
// checks that our readers take the scenario's facts from what it prints.
func TestARMWithAz(t *testing.T) {
	if os.Getenv(azEnvironment) != "" {
		t.Skip("this is the half inside the namespace")
	}
	if testing.Short() {
		t.Skip("az takes seconds for each command")
	}
	if os.Geteuid() != 0 {
		t.Skip("a network namespace needs root")
	}
	for _, tool := range []string{"az", "unshare", "ip"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	if out, err := exec.Command("unshare", "-n", "true").CombinedOutput(); err != nil {
		t.Skipf("no network namespace can be made here: %s", out)
	}
	dir := t.TempDir()
	inside := exec.Command("unshare", "-n", "sh", "-c", `ip link set lo up && exec "$0" -test.v -test.timeout 3m -test.run '^TestARMInside$'`, os.Args[0])
	inside.Env = append(os.Environ(), azEnvironment+"="+dir)
	if out, err := inside.CombinedOutput(); err != nil {
		t.Fatalf("inside the namespace: %v\n%s", err, out)
	}
	built := factsBuilt(theScenario(t, armAzure))
	for i, run := range azRuns() {
		t.Run(run.command, func(t *testing.T) { run.check(t, dir, i, built) })
	}
}

// check compares what a command printed with the scenario's facts.
func (run azRun) check(t *testing.T, dir string, number int, built factList) {
	read := func(kind string) string {
		text, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("%d.%s", number, kind)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	out, errs := read("out"), read("err")
	text := out
	if run.fails {
		text = errs
	}
	for _, word := range run.has {
		if !strings.Contains(text, word) {
			t.Errorf("no %q in\n%s%s", word, out, errs)
		}
	}
	if len(run.kinds) == 0 {
		return
	}
	var want factList
	for _, line := range built {
		kind, rest, _ := strings.Cut(line, " ")
		if slices.Contains(run.kinds, kind) && slices.Contains(strings.Fields(rest), run.only) || run.only == "" && slices.Contains(run.kinds, kind) {
			want = append(want, line)
		}
	}
	got := factsRead(readExport("azure/export.json", "az "+run.command, out))
	if len(want) == 0 || cmp.Diff(want.sorted(), got.sorted()) != "" {
		t.Errorf("facts (-scenario +read):\n%s\n%s%s", cmp.Diff(want.sorted(), got.sorted()), out, errs)
	}
}

// TestARMInside is the half of TestARMWithAz inside the namespace: the emulator, az's login, and its commands, four at
// a time. It leaves what they print in the folder that it is told.
func TestARMInside(t *testing.T) {
	dir := os.Getenv(azEnvironment)
	if dir == "" {
		t.Skip("TestARMWithAz runs this in a network namespace")
	}
	a := newARM(theScenario(t, armAzure))
	server := httptest.NewTLSServer(a)
	defer server.Close()
	azLogin(t, dir, server)
	var wait sync.WaitGroup
	slots := make(chan bool, 4)
	for i, run := range azRuns() {
		slots <- true
		wait.Go(func() {
			defer func() { <-slots }()
			start := time.Now()
			out, errs, err := runAz(dir, strings.ReplaceAll(run.command, "{sub}", subscriptionID("")))
			if (err != nil) != run.fails {
				t.Errorf("az %s: %v\n%s%s", run.command, err, out, errs)
			}
			for kind, text := range map[string]string{"out": out, "err": errs} {
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.%s", i, kind)), []byte(text), 0o600); err != nil {
					t.Error(err)
				}
			}
			t.Logf("%5.1f s  az %s", time.Since(start).Seconds(), run.command)
		})
	}
	wait.Wait()
	if writes := a.Writes(); len(writes) > 0 {
		t.Errorf("az tried to change something: %q", writes)
	}
}

// azLogin makes the emulator az's cloud, and logs in.
func azLogin(t *testing.T, dir string, server *httptest.Server) {
	t.Helper()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(filepath.Join(dir, "ca.pem"), ca, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{
		"cloud register -n lab --endpoint-resource-manager " + server.URL + " --endpoint-active-directory " + server.URL + "/adfs" +
			" --endpoint-active-directory-resource-id " + server.URL + "/ --endpoint-active-directory-graph-resource-id " + server.URL + "/" +
			" --suffix-keyvault-dns .vault.azure.net",
		"cloud set -n lab",
		"login --service-principal -u app -p secret --tenant adfs",
	} {
		if out, errs, err := runAz(dir, command); err != nil {
			t.Fatalf("az %s: %v\n%s%s", command, err, out, errs)
		}
	}
}

// runAz runs az with a home and settings of its own.
func runAz(dir, command string) (stdout, stderr string, err error) {
	c := exec.Command("sh", "-c", "exec az "+command+" -o json")
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "AZURE_CONFIG_DIR=" + filepath.Join(dir, "az"),
		"REQUESTS_CA_BUNDLE=" + filepath.Join(dir, "ca.pem"),
		"AZURE_CORE_COLLECT_TELEMETRY=no", "AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no", "LC_ALL=C", "PYTHONIOENCODING=utf-8"}
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err = c.Run()
	return out.String(), errs.String(), err
}
