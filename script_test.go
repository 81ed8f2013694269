package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kvdoctor/analyze"
)

// update rewrites the golden parts of the scenarios; review its diff like code.
var update = flag.Bool("update", false, "rewrite golden files")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kvdoctor": func() { main() }})
}

// TestScript runs the scenarios: each is a bundle, what it must lead to (written before the check), and the
// report that it gives.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"expect": expect},
	})
}

// expect implements the scenario command "expect BUNDLE key=value...": it diagnoses the bundle and compares
// the report, which must fit the schema, with what is expected of it.
func expect(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: expect BUNDLE key=value...")
	}
	var command []string
	for _, arg := range args[1:] {
		if flags, ok := strings.CutPrefix(arg, "args="); ok {
			command = append(command, strings.Fields(flags)...)
		}
	}
	d, status, err := analyzeJSON(append(command, ts.MkAbs(args[0]))...)
	if err != nil {
		ts.Fatalf("%v", err)
	}
	failed := false
	for _, arg := range args[1:] {
		key, want, _ := strings.Cut(arg, "=")
		if got, ok := compare(key, want, status, d); !ok {
			failed = true
			ts.Logf("%s: want %s, got %s", key, want, got)
		}
	}
	if failed {
		ts.Fatalf("not as expected: %s", summary(status, d))
	}
}

// analyzeJSON diagnoses in this process and returns the report, which must fit the schema, and the exit status.
func analyzeJSON(args ...string) (*analyze.Diagnosis, int, error) {
	var stdout, stderr bytes.Buffer
	status := run(append([]string{"analyze", "--format", "json"}, args...), strings.NewReader(""), &stdout, &stderr)
	d := &analyze.Diagnosis{}
	if err := json.Unmarshal(stdout.Bytes(), d); err != nil {
		return nil, status, fmt.Errorf("%w\n%s%s", err, stdout.String(), stderr.String())
	}
	if err := validate(stdout.Bytes()); err != nil {
		return nil, status, fmt.Errorf("the report does not fit the schema: %w", err)
	}
	return d, status, nil
}

// diagnose is analyzeJSON for tests.
func diagnose(t *testing.T, args ...string) (*analyze.Diagnosis, int) {
	t.Helper()
	d, status, err := analyzeJSON(args...)
	if err != nil {
		t.Fatal(err)
	}
	return d, status
}

// summary prints what came out, for a person who compares.
func summary(status int, d *analyze.Diagnosis) string {
	var b strings.Builder
	fmt.Fprintf(&b, "exit=%d verdict=%s path=%s public=%s roots=%s findings=%s\n%s\n", status, d.Verdict, d.PrivatePath,
		d.PublicAccess, codes(d.RootCauses), codes(d.Findings), d.Headline)
	for _, f := range d.Findings {
		fmt.Fprintf(&b, "  %s %s %s [%s] %s\n", f.Code, f.Severity, f.Subject, strings.Join(f.ExplainedBy, " "), f.Detail)
	}
	return b.String()
}

// codes prints the codes of findings; "-" for none.
func codes(fs []analyze.Finding) string {
	var out []string
	for _, f := range fs {
		if !slices.Contains(out, f.Code) {
			out = append(out, f.Code)
		}
	}
	if out == nil {
		return "-"
	}
	return strings.Join(out, ",")
}

// proofs prints what the model says of the roots' fixes.
func proofs(d *analyze.Diagnosis) string {
	var out []string
	for _, f := range d.RootCauses {
		out = append(out, f.Code+":"+f.Fix.Proof.State)
	}
	return strings.Join(out, ",")
}

// compare judges one expectation and returns what was found in its place.
func compare(key, want string, status int, d *analyze.Diagnosis) (got string, ok bool) {
	found := strings.Split(codes(d.Findings), ",")
	listed := strings.Split(want, ",")
	switch key {
	case "args":
		return "", true
	case "exit":
		got = strconv.Itoa(status)
	case "verdict":
		got = string(d.Verdict)
	case "path":
		got = string(d.PrivatePath)
	case "public":
		got = string(d.PublicAccess)
	case "roots":
		got = codes(d.RootCauses)
	case "proofs":
		got = proofs(d)
	case "findings":
		slices.Sort(found)
		slices.Sort(listed)
		return strings.Join(found, ","), slices.Equal(found, listed)
	case "has":
		return strings.Join(found, ","), !slices.ContainsFunc(listed, func(c string) bool { return !slices.Contains(found, c) })
	case "never":
		return strings.Join(found, ","), !slices.ContainsFunc(listed, func(c string) bool { return slices.Contains(found, c) })
	case "unknown":
		return undecided(d), !slices.ContainsFunc(listed, func(c string) bool {
			return !strings.Contains(undecided(d), c) || slices.Contains(found, c)
		})
	default:
		return "no such key", false
	}
	return got, got == want
}

// undecided returns the codes whose check is unknown for some subject.
func undecided(d *analyze.Diagnosis) string {
	var out []string
	for _, c := range d.Checks {
		if c.Outcome == analyze.Unknown {
			out = append(out, c.Code)
		}
	}
	return strings.Join(out, ",")
}

// readFile returns a file's text.
func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
