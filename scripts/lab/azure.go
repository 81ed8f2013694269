package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// azureName is the namespace of the administrator: it has nothing but its loopback, and Azure's emulator there.
const azureName = "az"

// azureSpace returns the administrator's namespace.
func azureSpace(s *Scenario) *space {
	return &space{name: azureName, label: "the administrator", setup: []string{"link set lo up"},
		programs: []program{{"serve-arm", map[string]string{"config.json": asJSON(s)}}}}
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// collectAzure runs the administrator's half of the collector, with the real az.
func (s *session) collectAzure(ctx context.Context, sc *Scenario, l *lab) ([]byte, error) {
	home, err := s.azureHome(ctx, sc, l)
	if err != nil {
		return nil, err
	}
	own := filepath.Join(l.dir, "azure")
	if err := os.CopyFS(own, os.DirFS(home)); err != nil {
		return nil, err
	}
	bundle, err := s.collector(ctx, l, l.full(azureName), azureName, s.azureEnvironment(own), []string{"--vault", sc.Vault.host(), "--azure-only"})
	if err != nil {
		return nil, err
	}
	if writes, err := os.ReadFile(filepath.Join(l.dir, azureName, "0", writesFile)); err == nil {
		return nil, fmt.Errorf("the collector wanted to change something in Azure: %s", writes)
	}
	return bundle, nil
}

// azureEnvironment returns what az needs to speak with the emulator only.
func (s *session) azureEnvironment(home string) []string {
	return []string{"AZURE_CONFIG_DIR=" + home, "REQUESTS_CA_BUNDLE=" + filepath.Join(s.dir, "ca.pem"), "AZURE_CORE_COLLECT_TELEMETRY=no",
		"AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no", "PYTHONDONTWRITEBYTECODE=1", "NO_PROXY=*"}
}

// azureHome returns a folder in which az knows the emulator's cloud and is logged in. It is made once for scenarios
// with the same subscriptions, because az takes a second for each command.
func (s *session) azureHome(ctx context.Context, sc *Scenario, l *lab) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, e := range sc.Endpoints {
		names = append(names, cmp.Or(e.Subscription, "lab"))
	}
	slices.Sort(names)
	key := fmt.Sprintf("%t %s %s", sc.Azure.LoggedOut, sc.Vault.suffix(), strings.Join(slices.Compact(names), " "))
	if home := s.homes[key]; home != "" {
		return home, nil
	}
	home, err := os.MkdirTemp(s.dir, "azure-")
	if err != nil {
		return "", err
	}
	base := "https://" + armAddress
	commands := [][]string{
		{"cloud", "register", "-n", "lab", "--endpoint-resource-manager", base, "--endpoint-active-directory", base + "/adfs",
			"--endpoint-active-directory-resource-id", base + "/", "--endpoint-active-directory-graph-resource-id", base + "/",
			"--suffix-keyvault-dns", "." + strings.Replace(sc.Vault.suffix(), "managedhsm.", "vault.", 1)},
		{"cloud", "set", "-n", "lab"},
		{"login", "--service-principal", "-u", "app", "-p", "secret", "--tenant", "adfs"},
	}
	if sc.Azure.LoggedOut {
		commands = commands[:2]
	}
	for _, args := range commands {
		cmd := exec.CommandContext(ctx, "ip", append([]string{"netns", "exec", l.full(azureName), "az"}, args...)...)
		cmd.Env = append([]string{"PATH=/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin", "HOME=" + l.dir, "LANG=C.UTF-8"}, s.azureEnvironment(home)...)
		cmd.SysProcAttr = ownChild()
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("az %s: %w\n%s", strings.Join(args[:2], " "), err, out)
		}
	}
	s.homes[key] = home
	return home, nil
}
