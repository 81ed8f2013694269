package analyze

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"kvdoctor/parse"
)

// A storedCase is the bundle directory of a scenario, read.
type storedCase struct {
	name  string
	input Input
}

// storedCases reads the scenarios that have a bundle directory. Containers, prompts and manifests are package
// collect's work, so each file is taken for one capture here.
func storedCases(t *testing.T) []storedCase {
	t.Helper()
	names, err := filepath.Glob("../testdata/script/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenarios in ../testdata/script (%v)", err)
	}
	var out []storedCase
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in := Input{Name: "bundle"}
		for _, f := range archive.Files {
			if path, ok := strings.CutPrefix(f.Name, "bundle/"); ok && path != "manifest.yaml" {
				in.Captures++
				in.Records = append(in.Records, readCapture(path, f.Data)...)
			}
		}
		if in.Captures > 0 {
			out = append(out, storedCase{strings.TrimSuffix(filepath.Base(name), ".txtar"), in})
		}
	}
	return out
}

// readCapture reads one file of a bundle; the vantage is told from its path.
func readCapture(path string, data []byte) []parse.Record {
	origin := parse.Origin{File: path, Line: 1, Vantage: "client", Whole: true}
	if below, ok := strings.CutPrefix(path, "vantage/"); ok {
		origin.Vantage, _, _ = strings.Cut(below, "/")
	}
	return parse.Read(parse.Source{Origin: origin, Text: string(data)})
}

// unread lists needs that a rule declares and that no method tells the trace of, with the reason.
var unread = map[string]string{
	"KV207 connections": "which endpoints are the vault's was settled when the evidence was gathered",
	"KV404 connections": "which endpoints are the vault's was settled when the evidence was gathered",
	"KV209 connections": "the rule reads the error texts of failed exports; a captured list shows that the approval went through",
	"KV401 connections": "which endpoints are the vault's was settled when the evidence was gathered",
	"KV401 interfaces":  "the rule compares the addresses of the endpoint's own interfaces, which hang on the endpoint",
	"KV402 connections": "which endpoints are the vault's was settled when the evidence was gathered",
	"KV405 lookups":     "the rule walks the lookups of all machines, the controls included",
	"KV405 records":     "the rule walks the records of the zones that it was handed",
	"KV510 lookups":     "lookupsOf leaves out answers with a search suffix, so the rule walks all lookups",
	"KV803 networks":    "the rule reads the network that the vantage was placed in when the evidence was gathered",
}

// TestNeedsAreRead checks that what a rule declares is read by it in some scenario: a need that is never read
// makes the check unknown for nothing.
func TestNeedsAreRead(t *testing.T) {
	read := map[string]bool{}
	for _, c := range storedCases(t) {
		e := Gather([]Input{c.input}, Options{})
		if e.id.name == "" {
			continue
		}
		for _, r := range rules {
			e.trace = func(n Need) { read[r.code+" "+string(n)] = true }
			r.find(e)
		}
	}
	var got []string
	for _, r := range rules {
		for _, n := range r.needs {
			if key := r.code + " " + string(n); !read[key] {
				got = append(got, key)
			}
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(unread)), got); diff != "" {
		t.Errorf("needs that are declared and never read (-want +got):\n%s", diff)
	}
}

// decidedWithout lists checks that fail in a scenario and would pass if one Azure export were missing, with
// the reason why that is so.
var decidedWithout = map[string]string{
	"KV209 azure/connection-approve.txt": "the error text is the only trace of what it tells",
}

// TestMissingExportsNeverPass takes each Azure export out of each scenario in turn: a check that failed before
// must not pass then, it must be unknown (or be shown to fail by something else).
func TestMissingExportsNeverPass(t *testing.T) {
	found := map[string]string{}
	for _, c := range storedCases(t) {
		whole := Run(Gather([]Input{c.input}, Options{}))
		for _, file := range exportsOf(c.input) {
			less := c.input
			less.Records = slices.DeleteFunc(slices.Clone(c.input.Records), func(r parse.Record) bool { return r.Origin.File == file })
			after := Run(Gather([]Input{less}, Options{}))
			for _, check := range whole.Checks {
				if check.Outcome == Fail && check.Code >= "KV100" && onlyPasses(after.Checks, check) {
					found[check.Code+" "+file] = c.name
				}
			}
		}
	}
	for key, scenario := range found {
		if decidedWithout[key] == "" {
			t.Errorf("%s: the check fails with this export and passes without it, want unknown", scenario+": "+key)
		}
	}
	for key := range decidedWithout {
		if found[key] == "" {
			t.Errorf("%s: no longer so; take it out of the table", key)
		}
	}
}

// exportsOf returns the files of a bundle's Azure exports.
func exportsOf(in Input) []string {
	files := map[string]bool{}
	for _, r := range in.Records {
		if strings.HasPrefix(r.Origin.File, "azure/") {
			files[r.Origin.File] = true
		}
	}
	return slices.Sorted(maps.Keys(files))
}

// onlyPasses reports whether a check, for its vantage, has nothing but passes.
func onlyPasses(checks []Check, like Check) bool {
	all, passed := 0, 0
	for _, c := range checks {
		if c.Code == like.Code && c.Vantage == like.Vantage {
			all++
			if c.Outcome == Pass {
				passed++
			}
		}
	}
	return all > 0 && passed == all
}

// TestChecksAreComplete checks that every rule answers for every subject in its scope, and names each once.
func TestChecksAreComplete(t *testing.T) {
	for _, c := range storedCases(t) {
		e := Gather([]Input{c.input}, Options{})
		if e.id.name == "" {
			continue
		}
		seen := map[string]int{}
		perVantage := map[string]bool{}
		for _, check := range Run(e).Checks {
			seen[check.Code+" "+check.Subject+" "+string(check.Vantage)]++
			perVantage[check.Code+" "+string(check.Vantage)] = true
			if (check.Outcome == Unknown) != (len(check.Missing) > 0) {
				t.Errorf("%s: %s %s is %s with %d missing captures", c.name, check.Code, check.Subject, check.Outcome, len(check.Missing))
			}
			for _, m := range check.Missing {
				if m.What == "" || m.Command == "" {
					t.Errorf("%s: %s %s misses %+v, want what and command", c.name, check.Code, check.Subject, m)
				}
			}
		}
		for key, n := range seen {
			if n > 1 {
				t.Errorf("%s: %d checks %q, want 1", c.name, n, key)
			}
		}
		for _, r := range rules {
			for _, s := range r.over(e) {
				v := ""
				if s.vantage != nil {
					v = s.vantage.name
				}
				if !perVantage[r.code+" "+v] && s.vantage != nil {
					t.Errorf("%s: no check %s for vantage %s", c.name, r.code, v)
				}
			}
		}
	}
}
