package collect

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sum(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func pointer[T any](v T) *T { return &v }

func TestManifest(t *testing.T) {
	raw := bomUTF8 + "app@vm:~$ this is output\n" // the checksum is of the bytes as they stand
	manifest := "schema: kvdoctor.bundle/v1\nvault: fabrikam\nhost: fabrikam.vault.azure.net\ncloud: AzureCloud\n" +
		"created: 2026-11-22T18:51:47Z\ncollector: collect.sh 1.0.0\nvantages:\n" +
		"  - {name: vm-app01, role: client, system: \"Linux 6.1 x86_64\"}\n  - {name: laptop, role: internet}\ncaptures:\n" +
		"  - path: vantage/vm-app01/dns/host.txt\n    vantage: other\n    command: host fabrikam.vault.azure.net\n    exit: 0\n" +
		"    started: 2026-11-22T18:51:40Z\n    seconds: 1\n    sha256: " + sum(raw) + "\n" +
		"    stderr: vantage/vm-app01/dns/host.err\n    stderr_sha256: " + strings.ToUpper(sum("warning\n")) + "\n" +
		"  - {path: gone.txt, vantage: vm-app01, command: dig a.b, exit: 9, stderr: gone.err}\n" +
		"  - {path: paste.txt, vantage: laptop, exit: 1}\n"
	b := openBytes(t, gzipOf(t, tarOf(t,
		member{name: "top/paste.txt", body: "$ host a.b\n1\n$ host c.d\n2\n"},
		member{name: "top/vantage/vm-app01/dns/host.txt", body: raw},
		member{name: "top/vantage/vm-app01/dns/host.err", body: "warning\n"},
		member{name: "top/extra/dns/x.txt", body: "x\n"},
		member{name: "top/manifest.yaml", body: manifest},
	)), Limits{})
	started := time.Date(2026, 11, 22, 18, 51, 40, 0, time.UTC)
	host := Capture{Path: "vantage/vm-app01/dns/host.txt", Line: 1, Text: raw[3:], Encoding: "UTF-8", Vantage: "other",
		Command: "host fabrikam.vault.azure.net", Exit: pointer(0), Whole: true, Started: started}
	errs := host
	errs.Path, errs.Text = "vantage/vm-app01/dns/host.err", "warning\n"
	host.Stderr = &errs
	want := &Bundle{
		Name: "stdin",
		Captures: []Capture{
			{Path: "extra/dns/x.txt", Line: 1, Text: "x\n", Encoding: "UTF-8", Vantage: "extra"},
			{Path: "paste.txt", Line: 2, Text: "1\n", Encoding: "UTF-8", Vantage: "laptop", Command: "host a.b", CommandLine: 1, Prompt: "$ host a.b", Exit: pointer(1), Whole: true},
			{Path: "paste.txt", Line: 4, Text: "2\n", Encoding: "UTF-8", Vantage: "laptop", Command: "host c.d", CommandLine: 3, Prompt: "$ host c.d", Exit: pointer(1)},
			host,
		},
		Manifest: &Manifest{
			Vault: "fabrikam", Host: "fabrikam.vault.azure.net", Cloud: "AzureCloud", Collector: "collect.sh 1.0.0",
			Created:  time.Date(2026, 11, 22, 18, 51, 47, 0, time.UTC),
			Vantages: []Vantage{{"vm-app01", "client", "Linux 6.1 x86_64"}, {"laptop", "internet", ""}},
			Missing:  []Capture{{Path: "gone.txt", Line: 1, Vantage: "vm-app01", Command: "dig a.b", Exit: pointer(9)}},
		},
		Problems: []Problem{
			{Invalid, "manifest.yaml", 20, "- {path: gone.txt, vantage: vm-app01, command: dig a.b, exit: 9, stderr: gone.err}", `"gone.err" is listed but not in the bundle, or was not read`},
			{Invalid, "manifest.yaml", 20, "- {path: gone.txt, vantage: vm-app01, command: dig a.b, exit: 9, stderr: gone.err}", `"gone.txt" is listed but not in the bundle, or was not read`},
		},
		Verified: pointer(true),
	}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChecksums(t *testing.T) {
	manifest := func(path, sum string) member {
		return member{name: "manifest.yaml", body: "schema: kvdoctor.bundle/v1\ncaptures:\n- {path: " + path + ", command: x, exit: 0, sha256: " + sum + "}\n"}
	}
	file := member{name: "host.txt", body: hostText}
	for _, tt := range []struct {
		name     string
		members  []member
		verified *bool
		whole    bool
		problems []Problem
	}{
		{"same", []member{file, manifest("host.txt", sum(hostText))}, pointer(true), true, nil},
		{"altered", []member{file, manifest("host.txt", sum("other"))}, pointer(false), false, []Problem{{Altered, "host.txt", 1, strings.TrimSpace(hostText),
			"sha256 is " + sum(hostText)[:12] + "..., the manifest says " + sum("other")[:12] + "..."}}},
		{"no tool for it", []member{file, manifest("host.txt", "")}, nil, true, nil},
		{"no manifest", []member{file}, nil, false, nil},
	} {
		b := openBytes(t, tarOf(t, tt.members...), Limits{})
		if diff := cmp.Diff(tt.verified, b.Verified); diff != "" {
			t.Errorf("%s: verified (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.problems, b.Problems); diff != "" {
			t.Errorf("%s: problems (-want +got):\n%s", tt.name, diff)
		}
		if b.Captures[0].Whole != tt.whole {
			t.Errorf("%s: capture is whole: %v, want %v", tt.name, b.Captures[0].Whole, tt.whole)
		}
	}
}

// TestCutMemberIsNotWhole has a manifest that comes first and speaks of a member that was cut.
func TestCutMemberIsNotWhole(t *testing.T) {
	manifest := "schema: kvdoctor.bundle/v1\ncaptures:\n- {path: host.txt, command: x, exit: 0, sha256: " + sum(hostText) + "}\n"
	data := tarOf(t, member{name: "manifest.yaml", body: manifest}, member{name: "host.txt", body: hostText})
	b := openBytes(t, data[:3*512+10], Limits{})
	want := &Bundle{
		Name:     "stdin",
		Captures: []Capture{{Path: "host.txt", Line: 1, Text: hostText[:10], Encoding: "UTF-8", Vantage: "client", Command: "x", Exit: pointer(0)}},
		Manifest: &Manifest{},
		Problems: []Problem{{CutShort, "host.txt", 0, "", "archive ends early within this member; what was read of it is used"}},
		Verified: pointer(false),
	}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestColours has a file with a checksum in which a program gave its error a colour.
func TestColours(t *testing.T) {
	const raw, clean = "\x1b[91mERROR: (ResourceNotFound) gone\x1b[0m\n", "ERROR: (ResourceNotFound) gone\n"
	manifest := "schema: kvdoctor.bundle/v1\ncaptures:\n- {path: vault.json, command: az keyvault show -n fabrikam, exit: 3, sha256: " + sum(raw) + "}\n"
	b := openBytes(t, tarOf(t, member{name: "manifest.yaml", body: manifest}, member{name: "vault.json", body: raw}), Limits{})
	if c := b.Captures[0]; c.Text != clean || c.Original != raw || !*b.Verified {
		t.Errorf("text %q of %q, verified %v", c.Text, c.Original, *b.Verified)
	}
}

func TestManifestFaults(t *testing.T) {
	const head = "schema: kvdoctor.bundle/v1\n"
	fault := func(line int, text, detail string) Problem {
		return Problem{Invalid, "manifest.yaml", line, text, detail}
	}
	for _, tt := range []struct {
		name, in string
		want     []Problem
		vault    string // what is used all the same
	}{
		{"unknown field", head + "vault: a\ncolour: red\n", []Problem{fault(3, "colour: red", `manifest has an unknown field "colour"`)}, "a"},
		{"unknown field of a capture", head + "vault: a\ncaptures:\n- path: host.txt\n  size: 3\n", []Problem{fault(5, "size: 3", `capture has an unknown field "size"`)}, "a"},
		{"unknown schema", "schema: kvdoctor.bundle/v9\nvault: a\n", []Problem{fault(1, "schema: kvdoctor.bundle/v9",
			`schema is "kvdoctor.bundle/v9", want "kvdoctor.bundle/v1"; what is understood of it is used`)}, "a"},
		{"no schema", "vault: a\n", []Problem{fault(1, "vault: a", `schema is missing, want "kvdoctor.bundle/v1"`)}, "a"},
		{"field twice", head + "vault: a\nvault: b\n", []Problem{fault(3, "vault: b", `manifest has the field "vault" twice; the first is used`)}, "a"},
		{"nulls", head + "vault: a\nhost:\ncloud: ~\ncaptures: null\n", nil, "a"},
		{"malformed values", head + "vault: a\ncreated: yesterday\nvantages:\n- {name: x, role: admin}\n- {role: client}\n- {name: x}\n" +
			"captures:\n- {path: host.txt, exit: bad, seconds: -1, sha256: 12, started: 5, stderr: ../x}\n- {command: x}\n- {path: /etc/passwd}\n- {path: host.txt}\n- 7\n",
			[]Problem{
				fault(3, "created: yesterday", `created is "yesterday", want a time such as 2026-11-22T18:51:47Z`),
				fault(5, "- {name: x, role: admin}", `role is "admin", want client or internet`),
				fault(6, "- {role: client}", "vantage has no name"),
				fault(7, "- {name: x}", `vantage "x" is described twice; the first is used`),
				fault(9, "- {path: host.txt, exit: bad, seconds: -1, sha256: 12, started: 5, stderr: ../x}", `exit is "bad", want a whole number`),
				fault(9, "- {path: host.txt, exit: bad, seconds: -1, sha256: 12, started: 5, stderr: ../x}", `seconds is "-1", want a number`),
				fault(9, "- {path: host.txt, exit: bad, seconds: -1, sha256: 12, started: 5, stderr: ../x}", `sha256 is "12", want 64 hexadecimal digits`),
				fault(9, "- {path: host.txt, exit: bad, seconds: -1, sha256: 12, started: 5, stderr: ../x}", `started is "5", want a time such as 2026-11-22T18:51:47Z`),
				fault(9, "- {path: host.txt, exit: bad, seconds: -1, sha256: 12, started: 5, stderr: ../x}", `stderr is "../x", want a path inside the bundle: `+climbing),
				fault(10, "- {command: x}", "capture has no path"),
				fault(11, "- {path: /etc/passwd}", `path is "/etc/passwd", want a path inside the bundle: `+absolute),
				fault(12, "- {path: host.txt}", `"host.txt" is listed twice; the first is used`),
				fault(13, "- 7", `capture is the scalar "7", want a mapping`),
			}, "a"},
		{"wrong shapes", head + "vault: [a]\nvantages: {a: b}\ncaptures: x\n[a]: b\n", []Problem{
			fault(2, "vault: [a]", "vault is a list, want one value"),
			fault(3, "vantages: {a: b}", "vantages is a mapping, want a list"),
			fault(4, "captures: x", `captures is the scalar "x", want a list`),
			fault(5, "[a]: b", "name of a field of manifest is a list, want a word"),
		}, ""},
		{"aliases", head + "vault: &v a\nhost: *v\ncaptures:\n- &c {path: host.txt}\n- *c\n", []Problem{
			fault(2, "vault: &v a", "vault has the anchor &v; anchors are of no use here"),
			fault(3, "host: *v", "host is the alias *v; aliases are not followed"),
			fault(5, "- &c {path: host.txt}", "capture has the anchor &c; anchors are of no use here"),
			fault(6, "- *c", "capture is the alias *c; aliases are not followed"),
		}, "a"},
		{"second document", head + "vault: a\n---\nvault: b\n", []Problem{fault(3, "---", "a second document begins here; only the first is used")}, "a"},
		{"no yaml", "schema: kvdoctor.bundle/v1\nvault: \"a\nhost: b\n", []Problem{fault(2, "vault: \"a", "manifest is not valid YAML: found unexpected end of stream")}, ""},
		{"empty", "# nothing\n", []Problem{fault(0, "", "manifest is empty")}, ""},
		{"a list", "- a\n", []Problem{fault(1, "- a", "manifest is a list, want a mapping that begins with schema")}, ""},
		{"long", head + strings.Repeat("# x\n", maxManifest/4), []Problem{fault(0, "", "manifest has more than 1048576 bytes and is not used; the captures are read without it")}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := readList("manifest.yaml", tt.in)
			if diff := cmp.Diff(tt.want, l.problems); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			vault := ""
			if l.manifest != nil {
				vault = l.manifest.Vault
			}
			if vault != tt.vault {
				t.Errorf("vault is %q, want %q", vault, tt.vault)
			}
		})
	}
}

func TestManifestBomb(t *testing.T) {
	bomb := "schema: kvdoctor.bundle/v1\na: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'j'; c++ {
		prev := "*" + string(c-1)
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.Join([]string{prev, prev, prev, prev, prev, prev, prev, prev, prev}, ","))
	}
	bomb += "vault: *i\ncaptures: *i\n"
	l := readList("manifest.yaml", bomb)
	if len(l.problems) != 11 || len(l.entries) != 0 || l.manifest.Vault != "" {
		t.Errorf("%d problems, %d entries, vault %q; want 11, none, none", len(l.problems), len(l.entries), l.manifest.Vault)
	}
}

func TestManifestFaultsAreCounted(t *testing.T) {
	l := readList("manifest.yaml", "schema: kvdoctor.bundle/v1\n"+strings.Repeat("? a\n", 1000)+strings.Repeat("captures: 1\n", 1))
	if n := len(l.problems); n != maxFaults+1 {
		t.Fatalf("%d problems, want %d", n, maxFaults+1)
	}
	if got, want := l.problems[maxFaults].Detail, "901 more faults are not told"; got != want {
		t.Errorf("the last is %q, want %q", got, want)
	}
}

func TestSecondManifest(t *testing.T) {
	b := openBytes(t, tarOf(t, member{name: "manifest.yml", body: "schema: kvdoctor.bundle/v1\nvault: b\n"},
		member{name: "manifest.yaml", body: "schema: kvdoctor.bundle/v1\nvault: a\n"}), Limits{})
	if diff := cmp.Diff([]string{"manifest.yml"}, paths(b)); diff != "" || b.Manifest.Vault != "a" {
		t.Errorf("vault is %q, captures (-want +got):\n%s", b.Manifest.Vault, diff)
	}
}
