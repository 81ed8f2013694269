package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// What a report says, as far as it can be read back. Findings are named by code, subject and vantage; lists are sorted.
type said struct {
	Verdict, PrivatePath, PublicAccess string
	Roots                              []string // in order
	Findings                           []string
}

// readers read each format back. A format of which less can be read says what is left of what the JSON says.
var readers = []struct {
	format string
	read   func(out string) (said, error)
	left   func(s said) said
}{
	{"text", readText, rootCodes},
	{"json", readJSON, nil},
	{"ndjson", readJSON, nil},
	{"markdown", readMarkdown, nil},
	{"sarif", readSARIF, nil},
	{"junit", readJUnit, inXML},
	{"html", readHTML, rootCodes},
}

// TestFormatsAgree prints every scenario and every captured deployment in every format, reads it back and compares it
// with the diagnosis.
func TestFormatsAgree(t *testing.T) {
	runs := scenarioRuns(t)
	for _, c := range deployments {
		args := bundleArgs(c.halves)
		runs = append(runs, scenarioRun{scenario: c.name, bundle: args[len(args)-1], flags: args[:len(args)-1]})
	}
	for _, r := range runs {
		t.Run(r.scenario, func(t *testing.T) {
			t.Parallel()
			d, status, err := analyzeJSON(append(slices.Clone(r.flags), r.bundle)...)
			if err != nil {
				t.Fatal(err)
			}
			readsBack(t, d)
			out, failOn, path := "", failOnOf(r.flags), d.PrivatePath
			if d.After == nil {
				out = writtenAs(t, d, "junit", failOn)
			} else { // the JSON does not hold all that the changes come to
				var stdout, stderr bytes.Buffer
				run(append([]string{"analyze", "--format", "junit", r.bundle}, r.flags...), strings.NewReader(""), &stdout, &stderr)
				out, path = stdout.String(), d.After.PrivatePath
			}
			agreesWithStatus(t, out, status, path, failOn)
		})
	}
}

// failOnOf returns the severity that flags name.
func failOnOf(flags []string) analyze.Severity {
	severity := analyze.Error
	for i, f := range flags {
		if value, ok := strings.CutPrefix(f, "--fail-on="); ok {
			severity = failOns[value]
		} else if f == "--fail-on" {
			severity = failOns[flags[i+1]]
		}
	}
	return severity
}

// readsBack prints a diagnosis in every format and compares what is read back.
func readsBack(t *testing.T, d *analyze.Diagnosis) {
	t.Helper()
	for _, name := range report.Names() {
		i := slices.IndexFunc(readers, func(r struct {
			format string
			read   func(string) (said, error)
			left   func(said) said
		}) bool {
			return r.format == name
		})
		if i < 0 {
			t.Fatalf("no reader for format %s", name)
		}
		want := sayOf(d)
		if left := readers[i].left; left != nil {
			want = left(want)
		}
		out := writtenAs(t, d, name, analyze.Error)
		got, err := readers[i].read(out)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-diagnosis +read back):\n%s", name, diff)
		}
	}
}

// writtenAs prints a diagnosis in a format.
func writtenAs(t *testing.T, d *analyze.Diagnosis, format string, failOn analyze.Severity) string {
	t.Helper()
	f, ok := report.Find(format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	var b bytes.Buffer
	if err := f.Write(&b, d, report.Options{FailOn: failOn}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// agreesWithStatus checks that what a CI system makes of the JUnit report is what the exit status says.
func agreesWithStatus(t *testing.T, out string, status int, path analyze.PrivatePath, failOn analyze.Severity) {
	t.Helper()
	var doc testSuites
	if err := xml.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	s := doc.Suites[0]
	broken := path == analyze.PathBroken && failOn != ""
	if found := status == exitFinding; (s.Failures > 0) != (found || broken) {
		t.Errorf("status %d, private path %s: junit has %d failures", status, path, s.Failures)
	}
	if unknown := path == analyze.PathUnknown; (s.Errors > 0) != unknown {
		t.Errorf("status %d, private path %s: junit has %d errors", status, path, s.Errors)
	}
	if bad := status == exitUnreadable || status == exitInconclusive; bad && s.Failures+s.Errors == 0 {
		t.Errorf("status %d, and junit is green", status)
	}
}

// hostileTexts are captured texts that would break out of one format or the other.
var hostileTexts = []string{
	"a | b || \\| `c` `` ```x \\`",
	"</details><script>alert(1)</script> <b> &lt; <!-- x",
	"[click](https://evil.example) ![x](http://evil.example/x.png) <https://evil.example> www.evil.example",
	"@everyone #12 !34 AB#5 GH-6 :boom: $x^2$ $$y$$ a@b.example",
	"x\n\n## Root cause 9: KV999 made-up (error)\n\nThis is about `nobody`.\n\n- **KV998** made-up (error), about `x`: y.",
	"x\r\nRoot cause 9  KV999 made-up (error)\n  KV998 error  y\n",
	"```\n# not a heading\n~~~ \"]; s9[\"%%{init: {}}%% --> end",
	"]]> &amp; \x00\x01\x1b[31m \u202e \ufffe \ufeff {0} {{x}}",
	"- one", "1. two", "+ three", "=== ", "--- ", "    four", "> five", "# six", "| a | b |", "|---|---|", "::: mermaid", "---", "\\",
}

// TestHostileFormats puts hostile text wherever captured text can stand, and reads every format back.
func TestHostileFormats(t *testing.T) {
	d, _ := diagnose(t, bundleArgs([]string{"no-zone.tar.gz", "azure-no-zone.tar.gz"})...)
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range hostileTexts {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			var d analyze.Diagnosis
			if err := json.Unmarshal(data, &d); err != nil {
				t.Fatal(err)
			}
			poison(&d, text)
			readsBack(t, &d)
			markdownIsInert(t, writtenAs(t, &d, "markdown", analyze.Error))
		})
	}
}

// poison puts a text wherever captured text can stand.
func poison(d *analyze.Diagnosis, text string) {
	d.Headline += text
	d.Vault.Host = analyze.Opt(text)
	for _, list := range [][]analyze.Finding{d.RootCauses, d.Findings} {
		for i := range list {
			f := &list[i]
			f.Subject, f.Detail, f.Fix.Summary = text, text, text
			f.Fix.Commands, f.Fix.Verify = []string{text}, []string{text}
			f.Fix.Proof.Predicts = analyze.Opt(text)
			if f.Vantage != "" {
				f.Vantage = analyze.Opt(text)
			}
			f.Cites = []analyze.Cite{{File: text, Line: 1, Text: text}, {File: text}}
		}
	}
	for i := range d.Checks {
		d.Checks[i].Subject = text
		d.Checks[i].Outcome = analyze.Unknown
		d.Checks[i].Missing = []analyze.Missing{{What: text, Command: text}}
	}
	for i := range d.Facts.Lookups {
		l := &d.Facts.Lookups[i]
		l.Query, l.Server, l.Chain = analyze.Opt(text), analyze.Opt(text), []string{text}
	}
	for i := range d.Facts.Requests {
		d.Facts.Requests[i].URL = analyze.Opt(text)
	}
	for i := range d.Facts.Vantages {
		d.Facts.Vantages[i].Name = text
	}
}

// TestSARIFSchemaRefuses checks that the schema is one that can say no.
func TestSARIFSchemaRefuses(t *testing.T) {
	d, _ := diagnose(t, bundleArgs([]string{"no-zone.tar.gz"})...)
	out := writtenAs(t, d, "sarif", analyze.Error)
	for _, change := range [][2]string{{`"level": "error"`, `"level": "fatal"`}, {`"ruleId"`, `"rule"`}, {`"version": "2.1.0"`, `"version": "2.0"`}, {`"startLine": `, `"startLine": -`}} {
		if broken := strings.ReplaceAll(out, change[0], change[1]); broken == out || validSARIF(broken) == nil {
			t.Errorf("%s in place of %s passes", change[1], change[0])
		}
	}
}
