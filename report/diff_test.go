package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
)

// storedDelta returns a comparison with every part filled, and hostile text wherever captured text can stand.
func storedDelta() *analyze.Delta {
	cites := []analyze.Cite{{File: "vantage/" + hostile + "/dns/host.txt", Line: 2, Text: hostile}, {File: "azure/empty.json"}}
	side := &analyze.FindingSide{Severity: analyze.Error, Detail: "resolves publicly, " + hostile, Cites: cites}
	notice := &analyze.FindingSide{Severity: analyze.Notice, Detail: "rules are left", Accepted: true, Cites: cites[:1]}
	missing := []analyze.Missing{{What: "a request", Command: "curl -i https://" + hostile}}
	finding := func(state analyze.Change, code string, before, after *analyze.FindingSide, reason string) analyze.FindingChange {
		return analyze.FindingChange{State: state, Code: code, Slug: "a-slug", Title: "A title", Subject: hostile, Vantage: hostile, Reason: analyze.Opt(reason),
			Missing: missing, Before: before, After: after}
	}
	return &analyze.Delta{Schema: analyze.DiffSchema, Tool: analyze.Tool{Name: "kvdoctor", Version: "0.0.0"}, Answer: analyze.Partly,
		Headline: "Private Link works now. Fixed KV603.",
		Before:   analyze.Side{Bundle: "before " + hostile, Vault: hostile, Verdict: analyze.Problem, PrivatePath: analyze.PathBroken, PublicAccess: analyze.AccessOpen},
		After:    analyze.Side{Bundle: "after", Vault: hostile, Verdict: analyze.Attention, PrivatePath: analyze.PathWorking, PublicAccess: analyze.AccessOpen},
		Notes:    []string{"nothing was captured on " + hostile + " after"},
		Findings: []analyze.FindingChange{finding(analyze.Fixed, "KV603", side, nil, ""), finding(analyze.New, "KV701", nil, side, "why "+hostile),
			finding(analyze.Remains, "KV304", notice, notice, ""), finding(analyze.Undecidable, "KV705", side, nil, "nothing was captured on "+hostile)},
		Checks: []analyze.CheckChange{
			{Code: "KV705", Vantage: hostile, Before: analyze.Fail, After: "unknown", Lost: true, Missing: missing},
			{Code: "KV706", Vantage: hostile, Before: analyze.Pass, After: "unknown", Lost: true, Missing: missing},
			{Code: "KV605", Before: analyze.Pass, Lost: true}, {Code: "KV003", Before: analyze.Pass, Lost: true}},
		Facts: []analyze.FactChange{
			{List: "records", Key: "k", Name: hostile, State: analyze.Changed, BeforeCites: cites, AfterCites: cites,
				Fields: []analyze.FieldChange{{Name: "addresses", Before: hostile, After: "10.1.2.3 private"}, {Name: "ttl", After: "10"}}},
			{List: "zones", Key: "z", Name: "z", State: analyze.OnlyAfter, AfterCites: cites}, {List: "zones", Key: "y", Name: "y", State: analyze.OnlyBefore},
			{List: "links", Key: "*", Name: "links", State: analyze.NotCapturedAfter}, {List: "vault", Key: "*", State: analyze.NotCapturedBefore}},
	}
}

// writeDelta prints the stored comparison.
func writeDelta(t *testing.T, f DiffFormat, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, storedDelta(), o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestDiffWriters compares every format with its stored output, and checks that none lets a control or hidden character
// through.
func TestDiffWriters(t *testing.T) {
	for _, f := range DiffFormats {
		got := writeDelta(t, f, Options{})
		for _, r := range got {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("%s: %q gets through", f.Name, r)
			}
		}
		golden := filepath.Join("..", "testdata", "report", "diff_"+f.Name+".golden")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, diff)
		}
	}
}

// TestDiffFirstLine checks that the answer is the first line, in text with colours and in Markdown too.
func TestDiffFirstLine(t *testing.T) {
	want := map[string]string{"text": "Did the change work? Partly: Private Link works now. Fixed KV603.",
		"markdown": "**Did the change work? Partly:** Private Link works now. Fixed KV603."}
	for _, f := range DiffFormats {
		if got, _, _ := strings.Cut(writeDelta(t, f, Options{}), "\n"); want[f.Name] != "" && got != want[f.Name] {
			t.Errorf("%s begins with %q, want %q", f.Name, got, want[f.Name])
		}
	}
	text, _ := FindDiff("text")
	colored := writeDelta(t, text, Options{Color: true})
	if !strings.HasPrefix(colored, "\x1b[1mDid the change work?\x1b[0m \x1b[33mPartly\x1b[0m: ") {
		t.Errorf("with colours: %q", colored[:60])
	}
	if _, ok := FindDiff("xml"); ok {
		t.Error("there is a format xml")
	}
}

// TestAnswersHaveWords checks that every answer has its first words.
func TestAnswersHaveWords(t *testing.T) {
	for _, a := range []analyze.Answer{analyze.Yes, analyze.Partly, analyze.No, analyze.Worsened, analyze.CannotSay, analyze.NoFault} {
		if answers[a].word == "" {
			t.Errorf("the answer %q has no words", a)
		}
	}
}
