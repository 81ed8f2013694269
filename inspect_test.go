package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"kvdoctor/report"
)

// inspect runs the command in this process.
func inspect(args ...string) (stdout string, status int) {
	var out, err bytes.Buffer
	status = run(append([]string{"inspect"}, args...), strings.NewReader(""), &out, &err)
	return out.String(), status
}

// TestInspectSchema inspects every bundle here, and every capture of the corpus where it is at hand: the output
// fits the published schema, and the same input gives the same bytes.
func TestInspectSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(report.InspectSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("inspect.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("inspect.json")
	if err != nil {
		t.Fatal(err)
	}
	bundles, _ := filepath.Glob("testdata/bundles/*.tar.gz")
	folders, _ := filepath.Glob("testdata/bundles/azure-*")
	captures, _ := filepath.Glob(corpus + "/*/*")
	for _, name := range append(append(bundles, folders...), captures...) {
		out, _ := inspect("--format", "json", name)
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err == nil {
			err = schema.Validate(doc)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if again, _ := inspect("--format", "json", name); again != out {
			t.Errorf("%s: two runs give different output", name)
		}
	}
}

// TestInspectText compares what inspect prints of a mixed paste with its golden file.
func TestInspectText(t *testing.T) {
	const golden = "testdata/inspect/paste.want"
	got, status := inspect("testdata/inspect/paste.txt")
	if status != exitOK {
		t.Errorf("status %d, want 0", status)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readFile(t, golden), got); diff != "" {
		t.Errorf("inspect (-want +got):\n%s", diff)
	}
}

// TestInspectStatus holds that inspect gives 3 where nothing can be read or recognised, and still prints what it saw.
func TestInspectStatus(t *testing.T) {
	note := filepath.Join(t.TempDir(), "note.txt")
	if err := os.WriteFile(note, []byte("please call me back\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, status := inspect("--format", "json", note)
	var in report.Inspection
	if err := json.Unmarshal([]byte(out), &in); err != nil {
		t.Fatal(err)
	}
	if status != exitUnreadable || len(in.Captures) != 1 || in.Captures[0].Quality != "not understood" {
		t.Errorf("status %d, captures %+v; want 3 and one that is not understood", status, in.Captures)
	}
	want := []report.InspectedLine{{Line: 1, Text: "please call me back"}}
	if diff := cmp.Diff(want, in.Captures[0].Unread); diff != "" {
		t.Errorf("lines not understood (-want +got):\n%s", diff)
	}
	if _, status := inspect(filepath.Join(t.TempDir(), "none.zip")); status != exitUnreadable {
		t.Errorf("a missing bundle: status %d, want 3", status)
	}
}
