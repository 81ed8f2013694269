package report

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
)

// junitOutcomes returns what the tests of a diagnosis come to, by class.
func junitOutcomes(t *testing.T, d *analyze.Diagnosis, failOn analyze.Severity) map[string]string {
	t.Helper()
	var doc junitSuites
	if err := xml.Unmarshal([]byte(write(t, "junit", d, Options{FailOn: failOn})), &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range doc.Suites[0].Cases {
		is := "passed"
		switch {
		case c.Failure != nil:
			is = "failed"
		case c.Error != nil:
			is = "error"
		case c.Skipped != nil:
			is, _, _ = strings.Cut(c.Skipped.Message, ";")
		}
		out[c.Class] = strings.TrimPrefix(out[c.Class]+", "+is, ", ")
	}
	return out
}

// TestJUnitOutcomes checks what counts as a failure: never a finding that does not count, never green what is unknown.
func TestJUnitOutcomes(t *testing.T) {
	undecided := "KV602 is not decided for zone"
	cases := []struct {
		name   string
		failOn analyze.Severity
		change func(d *analyze.Diagnosis)
		want   map[string]string
	}{
		{"errors fail", analyze.Error, func(*analyze.Diagnosis) {},
			map[string]string{"kvdoctor": "failed", "KV502": "failed", "KV603": "failed", "KV304": "below --fail-on error", "KV602": undecided}},
		{"notices fail", analyze.Notice, func(*analyze.Diagnosis) {},
			map[string]string{"kvdoctor": "failed", "KV502": "failed", "KV603": "failed", "KV304": "failed", "KV602": undecided}},
		{"nothing fails", "", func(*analyze.Diagnosis) {},
			map[string]string{"kvdoctor": "broken: Requests do not use Private Link.", "KV502": "--fail-on never", "KV603": "--fail-on never", "KV304": "--fail-on never", "KV602": undecided}},
		{"unknown is an error even then", "", func(d *analyze.Diagnosis) { d.PrivatePath = analyze.PathUnknown },
			map[string]string{"kvdoctor": "error", "KV502": "--fail-on never", "KV603": "--fail-on never", "KV304": "--fail-on never", "KV602": undecided}},
		{"working passes", analyze.Error, func(d *analyze.Diagnosis) { d.PrivatePath, d.Findings = analyze.PathWorking, nil },
			map[string]string{"kvdoctor": "passed", "KV602": undecided}},
		{"accepted", analyze.Error, func(d *analyze.Diagnosis) {
			d.Findings[1].Accepted = true
			d.Accepts = []analyze.Acceptance{{Code: "KV502", Subject: "vm-app01", Reason: "known", State: analyze.Matched}}
		}, map[string]string{"kvdoctor": "failed", "KV502": "accepted: known", "KV603": "failed", "KV304": "below --fail-on error", "KV602": undecided}},
		{"about the evidence", analyze.Notice, func(d *analyze.Diagnosis) { d.Findings[0].Code = "KV002" },
			map[string]string{"kvdoctor": "failed", "KV502": "failed", "KV603": "failed", "KV002": "about the evidence", "KV602": undecided}},
		{"after changes", analyze.Error, func(d *analyze.Diagnosis) {
			fresh := d.Findings[1]
			fresh.Code = "KV706"
			d.After = &analyze.Aftermath{PrivatePath: analyze.PathUnknown, Findings: []analyze.Finding{d.Findings[1], fresh}}
		}, map[string]string{"kvdoctor": "error", "KV502": "failed", "KV603": "found now, gone after the changes", "KV706": "failed",
			"KV304": "below --fail-on error", "KV602": undecided}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := stored()
			d.Headline = "Requests do not use Private Link."
			d.Checks[1].Subject = "zone"
			c.change(d)
			if diff := cmp.Diff(c.want, junitOutcomes(t, d, c.failOn)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
		})
	}
}
