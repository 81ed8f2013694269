package report

import (
	"strings"
	"testing"

	"kvdoctor/analyze"
)

// TestNothingRecognised checks that a case without a single capture names the next step in every format for people.
func TestNothingRecognised(t *testing.T) {
	d := &analyze.Diagnosis{Bundle: stored().Bundle, Verdict: analyze.Inconclusive, PrivatePath: analyze.PathUnknown,
		Findings: []analyze.Finding{{Code: "KV001", Severity: analyze.Error, Subject: "bundle", Cites: []analyze.Cite{{File: "a"}}}}}
	for _, format := range []string{"text", "markdown", "html"} {
		if got := write(t, format, d, Options{}); !strings.Contains(got, "kvdoctor collector sh") {
			t.Errorf("%s does not say what to do:\n%s", format, got)
		}
	}
}

// TestPathOrder checks that the path with the first root cause comes first.
func TestPathOrder(t *testing.T) {
	d := stored()
	d.RootCauses = []analyze.Finding{{Code: "KV603", Severity: analyze.Error}, {Code: "KV802", Severity: analyze.Error}}
	d.Paths = []analyze.ClientPath{{Vantage: "vm-a", PrivatePath: analyze.PathWorking}, {Vantage: "vm-b", PrivatePath: analyze.PathBroken, RootCauses: []int{1}},
		{Vantage: "vm-c", PrivatePath: analyze.PathBroken, RootCauses: []int{0}}}
	var got []string
	for _, p := range Paths(d) {
		got = append(got, p.Clients...)
	}
	if want := "vm-c vm-b vm-a"; strings.Join(got, " ") != want {
		t.Errorf("paths of %v, want %s", got, want)
	}
}
