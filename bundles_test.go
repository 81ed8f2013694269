package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// deployments are the deployments in testdata/bundles that the tests take apart: the machine's half of each, and the
// administrator's, as the lab captured them.
var deployments = []struct {
	name       string
	halves     []string
	status     int
	roots      string
	folded     string // findings that are no roots
	undecided  []string
	neverRoots []string
}{
	{"good", []string{"good.tar.gz", "azure-good.tar.gz"}, exitOK, "-", "-", nil, nil},
	{"wrong-address", []string{"wrong-address.tar.gz", "azure-wrong-address.tar.gz"}, exitFinding, "KV606", "KV503,KV701", nil, nil},
	{"no-zone", []string{"no-zone.tar.gz", "azure-no-zone.tar.gz"}, exitFinding, "KV601", "KV502,KV705", nil, nil},
	{"wrong-address-machine-only", []string{"wrong-address.tar.gz"}, exitFinding, "KV701", "-", zoneCodes, zoneCodes},
	{"no-zone-machine-only", []string{"no-zone.tar.gz"}, exitFinding, "KV502", "KV705", zoneCodes, zoneCodes},
}

// zoneCodes are the checks that Azure's exports alone decide.
var zoneCodes = []string{"KV601", "KV602", "KV603", "KV604", "KV605", "KV606"}

// TestBundles diagnoses the captured deployments and compares the reports with their golden files.
func TestBundles(t *testing.T) {
	for _, c := range deployments {
		t.Run(c.name, func(t *testing.T) {
			d, status := diagnose(t, bundleArgs(c.halves)...)
			if status != c.status || codes(d.RootCauses) != c.roots {
				t.Errorf("status %d and roots %s, want %d and %s\n%s", status, codes(d.RootCauses), c.status, c.roots, summary(status, d))
			}
			for _, code := range strings.Split(codes(d.Findings), ",") {
				if code != "-" && !strings.Contains(c.roots+","+c.folded, code) {
					t.Errorf("unexpected finding %s", code)
				}
			}
			for _, code := range c.undecided {
				if !strings.Contains(undecided(d), code) {
					t.Errorf("%s is decided without Azure's exports, want unknown", code)
				}
			}
			for _, code := range c.neverRoots {
				if strings.Contains(codes(d.RootCauses), code) {
					t.Errorf("%s is a root without Azure's exports", code)
				}
			}
			golden(t, filepath.Join("testdata", "bundles", c.name+".want"), bundleArgs(c.halves))
		})
	}
}

// bundleArgs returns the arguments that diagnose bundles as one case.
func bundleArgs(halves []string) []string {
	var args []string
	if len(halves) > 1 {
		args = append(args, "--merge")
	}
	for _, h := range halves {
		args = append(args, "testdata/bundles/"+h)
	}
	return args
}

// golden compares the text report with a golden file; -update rewrites it.
func golden(t *testing.T, name string, args []string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	run(append([]string{"analyze"}, args...), strings.NewReader(""), &stdout, &stderr)
	if *update {
		if err := os.WriteFile(name, stdout.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readFile(t, name), stdout.String()); diff != "" {
		t.Errorf("report differs from %s (-want +got):\n%s", name, diff)
	}
}
