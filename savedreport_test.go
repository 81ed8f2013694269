package main

import (
	"bytes"
	"testing"
	"unicode"
	"unicode/utf8"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// FuzzSavedReport compares what is read as a saved report, on either side, with a true one: whatever stands in it, no format
// lets a control or hidden character through.
func FuzzSavedReport(f *testing.F) {
	_, saved, _ := kvdoctor("", "analyze", "--format", "json", broken)
	f.Add([]byte(`{"schema": "kvdoctor.report/v1", "verdict": "healthy", "private_path": "working", "public_access": "open",
		"facts": {"records": [{"name": "\u001b[2J", "cites": null}], "lookups": [{}], "requests": [{"vantage": "\u202e"}], "vantages": [{}]},
		"findings": [{"code": "KV502", "severity": "error", "subject": "\u001b", "cites": [{"file": "\u0007", "line": 1}]}],
		"checks": [{"code": "KV502", "outcome": "fail", "subject": "\u009b"}, {"code": "KV501", "outcome": "unknown"}]}`))
	other, err := decodeReport([]byte(saved))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := decodeReport(text)
		if err != nil {
			return
		}
		for _, sides := range [][2]*analyze.Diagnosis{{d, other}, {other, d}, {d, d}} {
			delta, err := analyze.Compare(sides[0], sides[1], nil)
			if err != nil {
				continue
			}
			for _, format := range report.DiffFormats {
				var out bytes.Buffer
				if err := format.Write(&out, delta, report.Options{}); err != nil {
					t.Fatal(err)
				}
				for _, r := range out.String() {
					if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) || !utf8.Valid(out.Bytes()) {
						t.Fatalf("%s: %q gets through", format.Name, r)
					}
				}
			}
		}
	})
}
