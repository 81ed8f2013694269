package main

import (
	"path/filepath"
	"strings"
	"testing"

	"kvdoctor/analyze"
)

// badAccepts are files of --accept that are refused, with the words that say why.
var badAccepts = []struct{ name, text, want string }{
	{"no schema", "accept: []\n", "bad.yaml:1: the file lacks the field schema"},
	{"other schema", "schema: kvdoctor.accept/v2\naccept: []\n", "bad.yaml:1: schema is \"kvdoctor.accept/v2\", expected kvdoctor.accept/v1"},
	{"empty", "", "bad.yaml:1: the file is empty"},
	{"no list", "schema: kvdoctor.accept/v1\naccept:\n", "bad.yaml:2: accept is empty, expected a list"},
	{"a list on top", "- code: KV301\n", "bad.yaml:1: the file is a list, expected fields"},
	{"unknown field", "schema: kvdoctor.accept/v1\naccept:\n  - code: KV301\n    subject: fabrikam\n    reason: r\n    until: 2026-12-31\n", "bad.yaml:6: the entry has the unknown field \"until\", expected one of: code, subject, reason, expires"},
	{"unknown code", "schema: kvdoctor.accept/v1\naccept:\n  - code: KV999\n    subject: fabrikam\n    reason: r\n", "bad.yaml:3: unknown code \"KV999\""},
	{"no subject", "schema: kvdoctor.accept/v1\naccept:\n  - code: KV301\n    reason: r\n", "bad.yaml:3: the entry lacks the field subject"},
	{"no code", "schema: kvdoctor.accept/v1\naccept:\n  - subject: fabrikam\n    reason: r\n", "bad.yaml:3: the entry lacks the field code"},
	{"empty reason", "schema: kvdoctor.accept/v1\naccept:\n  - code: KV301\n    subject: fabrikam\n    reason: \"  \"\n", "bad.yaml:5: reason is empty"},
	{"null reason", "schema: kvdoctor.accept/v1\naccept:\n  - code: KV301\n    subject: fabrikam\n    reason:\n", "bad.yaml:5: reason is empty"},
	{"reason in a list", "schema: kvdoctor.accept/v1\naccept:\n  - code: KV301\n    subject: fabrikam\n    reason: [r]\n", "bad.yaml:5: reason is a list, expected a text"},
	{"no real day", "schema: kvdoctor.accept/v1\naccept:\n  - code: KV301\n    subject: fabrikam\n    reason: r\n    expires: 2026-02-30\n", "bad.yaml:6: expires is \"2026-02-30\", expected a day as YYYY-MM-DD"},
	{"day and time", "schema: kvdoctor.accept/v1\naccept:\n  - {code: KV301, subject: fabrikam, reason: r, expires: 2026-12-31T00:00:00Z}\n", "bad.yaml:3: expires is \"2026-12-31T00:00:00Z\""},
	{"twice", "schema: kvdoctor.accept/v1\naccept:\n  - {code: KV301, subject: fabrikam, reason: r}\n  - {code: kv301, subject: Fabrikam, reason: s}\n", "bad.yaml:4: KV301 of Fabrikam is accepted on line 3 already"},
	{"alias", "schema: kvdoctor.accept/v1\naccept:\n  - &a {code: KV301, subject: fabrikam, reason: r}\n  - *a\n", "bad.yaml:4: the entry is an alias, which is not followed"},
	{"merge key", "schema: kvdoctor.accept/v1\naccept:\n  - &a {code: KV301, subject: fabrikam, reason: r}\n  - {<<: *a, subject: other}\n", "bad.yaml:4: the entry has the unknown field \"<<\""},
	{"field twice", "schema: kvdoctor.accept/v1\nschema: kvdoctor.accept/v1\naccept: []\n", "bad.yaml:2: the file has the field schema twice"},
	{"two documents", "schema: kvdoctor.accept/v1\naccept: []\n---\nschema: kvdoctor.accept/v1\n", "a second document begins here"},
	{"no YAML", "schema: [\n", "the file is not valid YAML"},
	{"steers the terminal", "schema: \"\\e[31mred\"\naccept: []\n", "schema is \"\\x1b[31mred\""},
	{"no day given", "schema: kvdoctor.accept/v1\naccept:\n  - {code: KV301, subject: fabrikam, reason: r, expires: 2026-12-31}\n", "bad.yaml:3: the entry expires on 2026-12-31; --as-of YYYY-MM-DD must say"},
}

// TestBadAccepts checks that a file of --accept that is not understood whole is refused before anything is diagnosed.
func TestBadAccepts(t *testing.T) {
	for _, c := range badAccepts {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bad.yaml")
			writeFile(t, path, []byte(c.text))
			status, stdout, stderr := kvdoctor("", "analyze", "--accept", path, good)
			if status != exitUsage || stdout != "" || !strings.Contains(stderr, c.want) {
				t.Errorf("status %d, stdout %q, stderr %q, want %q", status, stdout, stderr, c.want)
			}
			if strings.Contains(stderr, "\x1b") {
				t.Error("the file's text steers the terminal")
			}
		})
	}
}

// TestAcceptFlags checks the flags around --accept.
func TestAcceptFlags(t *testing.T) {
	dir := t.TempDir()
	path, large := filepath.Join(dir, "accept.yaml"), filepath.Join(dir, "large.yaml")
	writeFile(t, path, []byte("schema: kvdoctor.accept/v1\naccept: []\n"))
	writeFile(t, large, []byte("schema: kvdoctor.accept/v1\naccept: []\n"+strings.Repeat("#", analyze.MaxAcceptBytes)))
	for _, c := range []struct {
		name string
		args []string
		want int
		says string
	}{
		{"no entries", []string{"--accept", path}, exitOK, ""},
		{"day", []string{"--accept", path, "--as-of", "2026-11-22"}, exitOK, ""},
		{"no real day", []string{"--accept", path, "--as-of", "2026-11-31"}, exitUsage, `--as-of is "2026-11-31"`},
		{"day alone", []string{"--as-of", "2026-11-22"}, exitUsage, "--accept, which is not given"},
		{"no file", []string{"--accept", filepath.Join(dir, "none")}, exitUsage, "cannot read "},
		{"folder", []string{"--accept", dir}, exitUsage, "cannot read "},
		{"large", []string{"--accept", large}, exitUsage, "more than 1048576 bytes"},
	} {
		status, _, stderr := kvdoctor("", append(append([]string{"analyze"}, c.args...), good)...)
		if status != c.want || !strings.Contains(stderr, c.says) {
			t.Errorf("%s: status %d, stderr %q, want %d and %q", c.name, status, stderr, c.want, c.says)
		}
	}
}

// TestAcceptedInJSON checks that a report with accepted findings fits the schema.
func TestAcceptedInJSON(t *testing.T) {
	path := filepath.Join(t.TempDir(), "accept.yaml")
	writeFile(t, path, []byte("schema: kvdoctor.accept/v1\naccept:\n  - {code: KV502, subject: vm-app01, reason: r}\n"+
		"  - {code: KV705, subject: vm-app01, reason: r, expires: 2026-11-22}\n  - {code: KV301, subject: x, reason: r}\n"))
	d, status := diagnose(t, "--accept", path, "--as-of", "2026-11-23", broken)
	var states []string
	for _, a := range d.Accepts {
		states = append(states, a.Code+" "+a.State)
	}
	if got := strings.Join(states, ", "); got != "KV502 matched, KV705 expired, KV301 unmatched" || status != exitFinding {
		t.Errorf("status %d, states %s", status, got)
	}
}

// FuzzReadAccepts checks that a file of --accept is read or refused, and that what is read is whole.
func FuzzReadAccepts(f *testing.F) {
	for _, c := range badAccepts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := analyze.ReadAccepts("accept.yaml", []byte(text))
		if err != nil && entries != nil || err != nil && !strings.HasPrefix(err.Error(), "accept.yaml:") {
			t.Fatalf("%d entries with error %v", len(entries), err)
		}
		for _, a := range entries {
			_, unknown := analyze.Lookup(a.Code)
			if unknown != nil || strings.TrimSpace(a.Subject) == "" || strings.TrimSpace(a.Reason) == "" ||
				a.Expires != "" && !analyze.IsDay(a.Expires) || a.Line < 1 || a.Line > strings.Count(text, "\n")+1 {
				t.Fatalf("entry %+v", a)
			}
		}
	})
}
