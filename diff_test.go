package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"kvdoctor/report"
)

// diffSchema compiles the published schema of comparisons once.
var diffSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(report.DiffSchema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("diff.json", doc); err != nil {
		return nil, err
	}
	return c.Compile("diff.json")
})

// validateDiff checks a comparison against the published schema.
func validateDiff(t *testing.T, name, out string) {
	t.Helper()
	s, err := diffSchema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(out)))
	if err == nil {
		err = s.Validate(doc)
	}
	if err != nil {
		t.Errorf("%s: the comparison does not fit the schema: %v", name, err)
	}
}

// TestDiffStatuses checks the status of comparisons, which is the same in every format.
func TestDiffStatuses(t *testing.T) {
	wrong := "testdata/bundles/wrong-address.tar.gz"
	cases := []struct {
		name, args string
		want       int
	}{
		{"nothing is worse", good + " " + good, exitOK},
		{"still broken, and nothing is worse", broken + " " + broken, exitOK},
		{"worse", good + " " + broken, exitFinding},
		{"worse, and nobody minds", "--fail-on never " + good + " " + broken, exitOK},
		{"fixed, and checks were lost", broken + " " + good, exitFinding},
		{"lost evidence is never forgiven", "--fail-on never " + broken + " " + wrong, exitFinding},
		{"unreadable", good + " nowhere", exitUnreadable},
		{"both unreadable", "nowhere nowhere", exitUnreadable},
		{"a limit", "--max-members 3 " + good + " " + good, exitUnreadable},
		{"one bundle", good, exitUsage},
		{"unknown flag", "--nope " + good + " " + good, exitUsage},
	}
	for _, c := range cases {
		for _, format := range report.DiffNames() {
			args := append([]string{"diff", "--format", format}, strings.Fields(c.args)...)
			status, out, stderr := kvdoctor("", args...)
			if status != c.want {
				t.Errorf("%s as %s: status %d, want %d\n%s%s", c.name, format, status, c.want, out, stderr)
			}
			if out != "" && format == "json" {
				validateDiff(t, c.name, out)
			}
			if _, again, _ := kvdoctor("", args...); again != out {
				t.Errorf("%s as %s: two runs give different output", c.name, format)
			}
		}
	}
}

// TestDiffOfSavedReports compares the halves of every stored deployment, merged and saved, with each other; the JSON of
// every pair fits the schema.
func TestDiffOfSavedReports(t *testing.T) {
	dir := t.TempDir()
	cases := []string{"good", "no-zone", "wrong-address"}
	for _, name := range cases {
		status, _, stderr := kvdoctor("", "analyze", "--merge", "--format", "json", "-o", filepath.Join(dir, name+".json"),
			"testdata/bundles/"+name+".tar.gz", "testdata/bundles/azure-"+name+".tar.gz")
		if status > exitFinding {
			t.Fatalf("%s: status %d\n%s", name, status, stderr)
		}
	}
	got := map[string]string{}
	for _, before := range cases {
		for _, after := range cases {
			args := []string{"diff", "--format", "json", filepath.Join(dir, before+".json"), filepath.Join(dir, after+".json")}
			_, out, _ := kvdoctor("", args...)
			validateDiff(t, before+" to "+after, out)
			_, text, _ := kvdoctor("", "diff", args[3], args[4])
			got[before+" to "+after], _, _ = strings.Cut(strings.TrimPrefix(text, "Did the change work? "), "\n")
		}
	}
	want := map[string]string{
		"good to good":                   "There was nothing to fix: nothing was wrong before, and Private Link still works.",
		"good to no-zone":                "No, it is worse: Private Link worked before and is broken now. New KV502, KV601, KV705.",
		"good to wrong-address":          "No, it is worse: Private Link worked before and is broken now. New KV503, KV606, KV701.",
		"no-zone to good":                "Yes: Private Link works now. Fixed KV601.",
		"no-zone to no-zone":             "No: Private Link is still broken. Still there KV601.",
		"no-zone to wrong-address":       "Partly: Private Link is still broken. Fixed KV601; new KV503, KV701; found now KV606; not decidable now KV705.",
		"wrong-address to good":          "Yes: Private Link works now. Fixed KV606.",
		"wrong-address to no-zone":       "No: Private Link is still broken. New KV502, KV601; found now KV705; not decidable now KV606.",
		"wrong-address to wrong-address": "No: Private Link is still broken. Still there KV606.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

// TestPrintedDiffSchema checks that --schema prints the schema, without bundles.
func TestPrintedDiffSchema(t *testing.T) {
	if status, out, _ := kvdoctor("", "diff", "--schema"); status != exitOK || out != report.DiffSchema {
		t.Errorf("diff --schema: status %d, and not the schema", status)
	}
}
