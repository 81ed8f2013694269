package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
	"kvdoctor/collect"
	"kvdoctor/report"
)

// The bundles of the command-line tests.
const (
	good      = "testdata/bundles/good.tar.gz"
	goodAzure = "testdata/bundles/azure-good.tar.gz"
	broken    = "testdata/bundles/no-zone.tar.gz"
)

// privateLookup is a capture that is too thin to say that the private path works.
const privateLookup = `$ host fabrikam.vault.azure.net
fabrikam.vault.azure.net is an alias for fabrikam.privatelink.vaultcore.azure.net.
fabrikam.privatelink.vaultcore.azure.net has address 10.1.2.3
`

// cliCases are command lines with the status and the words that they must lead to. A word that starts with "!"
// must not be there.
var cliCases = []struct {
	name   string
	args   string
	stdin  string
	want   int
	stdout []string
	stderr []string
}{
	{"no arguments", "", "", 2, nil, []string{"Usage: kvdoctor", "analyze"}},
	{"help", "--help", "", 0, []string{"Usage: kvdoctor", "classify"}, nil},
	{"help of a command", "analyze --help", "", 0, []string{"--fail-on", "--max-ratio"}, nil},
	{"help of help", "help help", "", 0, []string{"Usage: kvdoctor COMMAND"}, nil},
	{"help on a command", "help analyze", "", 0, []string{"Usage: kvdoctor analyze BUNDLE...", "--fail-on"}, nil},
	{"flag help on a command", "--help rules", "", 0, []string{"Usage: kvdoctor rules", "--format"}, nil},
	{"help on an unknown command", "help analyse", "", 2, nil, []string{`unknown command "analyse"`}},
	{"help on two commands", "help rules version", "", 2, nil, []string{`unexpected argument "version"`}},
	{"unknown command", "analyse x", "", 2, nil, []string{`kvdoctor: error: unknown command "analyse"`, "kvdoctor: hint: "}},
	{"version", "version", "", 0, []string{"kvdoctor ", "commit ", "go1."}, nil},
	{"version flag", "--version", "", 0, []string{"kvdoctor "}, nil},
	{"version with argument", "version x", "", 2, nil, []string{`unexpected argument "x"`}},
	{"version flag with argument", "--version x", "", 2, nil, []string{`unexpected argument "x"`}},

	{"healthy", "analyze " + good, "", 0, []string{"fabrikam.vault.azure.net: healthy", "private path    working"}, []string{"!error"}},
	{"problem", "analyze " + broken, "", 1, []string{"fabrikam.vault.azure.net: problem"}, []string{"!error"}},
	{"no bundle", "analyze", "", 2, nil, []string{"kvdoctor: error: no bundle given", "kvdoctor: hint: "}},
	{"unknown flag", "analyze --nope x", "", 2, nil, []string{"unknown flag: --nope"}},
	{"no such bundle", "analyze nowhere", "", 3, nil, []string{"kvdoctor: error: nowhere: no such file or directory"}},
	{"nothing recognised", "analyze -", "Just a note.\n", 3, []string{"KV001"}, nil},
	{"nothing recognised, never", "analyze --fail-on never -", "Just a note.\n", 3, []string{"KV001"}, nil},
	{"empty", "analyze --format json -", "", 3, []string{`"code": "KV001"`}, nil},
	{"inconclusive", "analyze -", privateLookup, 4, []string{"inconclusive"}, nil},
	{"inconclusive, never", "analyze --fail-on never -", privateLookup, 4, []string{"inconclusive"}, nil},

	{"fail-on never", "analyze --fail-on never " + broken, "", 0, []string{"problem"}, nil},
	{"fail-on unknown", "analyze --fail-on info " + good, "", 2, nil, []string{"info", "error, warning, notice or never"}},

	{"format unknown", "analyze --format xml " + good, "", 2, nil, []string{"xml", "ndjson"}},
	{"json", "analyze --format json " + good, "", 0, []string{`"schema": "kvdoctor.report/v1"`}, nil},
	{"json of several", "analyze --format json " + good + " " + broken, "", 2, nil, []string{"ndjson", "--merge"}},
	{"markdown of several", "analyze --format markdown " + good + " " + broken, "", 2, nil, []string{"ndjson", "--merge"}},
	{"junit, nothing fails", "analyze --format junit --fail-on never " + broken, "", 0, []string{`failures="0"`, "--fail-on never"}, nil},
	{"sarif", "analyze --format sarif " + broken, "", 1, []string{`"ruleId": "KV502"`}, nil},
	{"json of several, merged", "analyze --format json --merge " + good + " " + goodAzure, "", 0, []string{`"good/vantage/vm-app01`, `"azure-good/azure/vault.json"`}, nil},
	{"schema", "analyze --schema", "", 0, []string{"https://json-schema.org/"}, nil},
	{"schema of json", "analyze --format json --schema", "", 0, []string{"kvdoctor.report/v1"}, nil},
	{"schema of unknown format", "analyze --schema --format foo", "", 2, []string{"!$schema"}, []string{`unknown format "foo"`}},
	{"schema with unknown fail-on", "analyze --schema --fail-on foo", "", 2, []string{"!$schema"}, []string{"foo"}},
	{"all", "analyze --all " + good, "", 0, []string{"All checks", "KV501  pass"}, nil},
	{"not all", "analyze " + good, "", 0, []string{"!All checks"}, nil},
	{"color always", "analyze --color always " + good, "", 0, []string{"\x1b["}, nil},
	{"color never", "analyze --color never " + good, "", 0, []string{"!\x1b["}, nil},
	{"color auto, no terminal", "analyze " + good, "", 0, []string{"!\x1b["}, nil},
	{"color unknown", "analyze --color red " + good, "", 2, nil, []string{"red", "auto, always or never"}},

	{"vault by name", "analyze --vault fabrikam " + good, "", 0, []string{"fabrikam.vault.azure.net"}, nil},
	{"vault by host", "analyze --vault fabrikam.vault.azure.net " + good, "", 0, []string{"fabrikam.vault.azure.net"}, nil},
	{"vault in capitals", "analyze --vault FABRIKAM " + good, "", 0, []string{"fabrikam.vault.azure.net"}, nil},
	{"vault by host with dot", "analyze --vault Fabrikam.vault.azure.net. " + good, "", 0, []string{"fabrikam.vault.azure.net"}, nil},
	{"vault of other letters", "analyze --vault fabrikam! " + good, "", 2, nil, []string{`--vault is "fabrikam!"`, "letters, digits, hyphens"}},
	{"vault by other host", "analyze --vault fabrikam.example.com " + good, "", 2, nil, []string{`--vault is "fabrikam.example.com"`, "NAME.vault.azure.net"}},
	{"vault by alias", "analyze --vault fabrikam.privatelink.vaultcore.azure.net " + good, "", 2, nil, []string{"--vault is"}},
	{"vault with empty label", "analyze --vault fabrikam..vault.azure.net " + good, "", 2, nil, []string{"--vault is"}},
	{"vault of a dot", "analyze --vault . " + good, "", 2, nil, []string{`--vault is "."`}},
	{"vault of underscores", "analyze --schema --vault a_b", "", 2, nil, []string{`--vault is "a_b"`}},
	{"vantage", "analyze --vantage vm-app01=internet " + broken, "", 4, []string{"inconclusive"}, nil},
	{"vantage unknown", "analyze --vantage vm-nope=internet " + good, "", 2, nil, []string{`"vm-nope"`, "the vantages are: vm-app01\n"}},
	{"vantages unknown", "analyze --vantage vm-z=client --vantage vm-a=client " + good, "", 2, nil, []string{`"vm-a"`, "!vm-z"}},
	{"vantage unknown in several", "analyze --vantage vm-nope=internet " + good + " - " + goodAzure, privateLookup, 2, nil,
		[]string{"the vantages are: client, vm-app01\n"}},
	{"vantage unknown, none there", "analyze --vantage vm-app01=client " + goodAzure, "", 2, nil, []string{`"vm-app01": nothing in the bundle`}},
	{"vantage perhaps of an unreadable one", "analyze --vantage vm-nope=client nowhere " + good, "", 3, []string{"healthy"}, []string{"!vm-nope"}},
	{"vantage without role", "analyze --vantage vm-app01 " + good, "", 2, nil, []string{"NAME=client or NAME=internet"}},
	{"vantage of other role", "analyze --vantage vm-app01=server " + good, "", 2, nil, []string{"NAME=client or NAME=internet"}},

	{"limit in words", "analyze --max-members many " + good, "", 2, nil, []string{"--max-members"}},
	{"limit of nothing", "analyze --max-members 0 " + good, "", 2, nil, []string{"at least 1"}},
	{"limit negative", "analyze --max-ratio -1 " + good, "", 2, nil, []string{"at least 1"}},
	{"size in words", "analyze --max-file-bytes 3pounds " + good, "", 2, nil, []string{"3pounds", "KiB"}},
	{"size of nothing", "analyze --max-total-bytes 0 " + good, "", 2, nil, []string{"--max-total-bytes"}},
	{"line of nothing", "analyze --max-line-bytes -5 " + good, "", 2, nil, []string{"--max-line-bytes"}},
	{"sizes", "analyze --max-file-bytes 64KiB --max-total-bytes 1GiB --max-line-bytes 5000 " + good, "", 0, nil, nil},
	{"limits", "analyze --max-members 100 --max-ratio 900 --max-path-depth 9 --max-json-depth 99 " + good, "", 0, nil, nil},
	{"members met", "analyze --max-members 3 " + good, "", 3, nil, []string{"--max-members"}},
	{"total met", "analyze --max-total-bytes 100 " + good, "", 3, nil, []string{"--max-total-bytes"}},
	{"file met", "analyze --format json --max-file-bytes 1KiB " + good, "", 0, []string{"KV010", "--max-file-bytes"}, nil},
	{"line met", "analyze --format json --max-line-bytes 40 " + good, "", 4, []string{"KV010", "--max-line-bytes"}, nil},
	{"depth met", "analyze --format json --max-path-depth 1 " + good, "", 3, []string{"KV010", "--max-path-depth"}, nil},

	{"several", "analyze " + good + " " + broken, "", 1, []string{"healthy", "problem", "bundle", "good", "no-zone"}, nil},
	{"several, one inconclusive", "analyze " + good + " -", privateLookup, 4, []string{"healthy", "inconclusive"}, nil},
	{"several, inconclusive and problem", "analyze - " + broken, privateLookup, 1, []string{"inconclusive", "problem"}, nil},
	{"several, one unreadable", "analyze nowhere " + broken, "", 3, []string{"problem", "nowhere  unreadable"}, []string{"nowhere"}},
	{"several of ndjson, one unreadable", "analyze --format ndjson nowhere " + good, "", 3, []string{`"verdict":"healthy"`}, []string{"nowhere"}},
	{"merged, one unreadable", "analyze --merge " + good + " nowhere", "", 3, []string{"healthy"}, []string{"nowhere"}},
	{"standard input twice", "analyze - -", "", 2, nil, []string{"once"}},

	{"explain", "explain KV603", "", 0, []string{"KV603 zone-not-linked (error)", "What to do", "az network private-dns link vnet create", "In PowerShell", "PS> New-AzPrivateDnsVirtualNetworkLink"}, nil},
	{"explain in small letters", "explain kv603 kv501", "", 0, []string{"KV603 zone-not-linked", "KV501 "}, nil},
	{"explain unknown", "explain KV999", "", 2, nil, []string{`unknown code "KV999"`, "kvdoctor rules"}},
	{"explain one unknown", "explain KV603 KV999", "", 2, []string{"KV603"}, []string{"KV999"}},
	{"explain nothing", "explain", "", 2, nil, []string{"no code given"}},
	{"explain a prefix", "explain KV6", "", 2, nil, []string{"unknown code"}},
	{"rules", "rules", "", 0, []string{"KV603", "zone-not-linked"}, nil},
	{"rules json", "rules --format json", "", 0, []string{`"code": "KV603"`, `"powershell": [`}, nil},
	{"rules markdown", "rules --format markdown", "", 0, []string{"| KV603 | zone-not-linked | error |"}, nil},
	{"rules unknown format", "rules --format yaml", "", 2, nil, []string{"yaml", "text, json or markdown"}},
	{"rules with argument", "rules KV603", "", 2, nil, []string{"KV603"}},
	{"collector powershell", "collector powershell", "", 0, []string{"#Requires -Version 5.1"}, nil},
	{"collector nothing", "collector", "", 2, nil, []string{"expected sh"}},
	{"collector sh with argument", "collector sh extra", "", 2, []string{"!#"}, []string{`unexpected argument "extra"`}},
	{"collector other", "collector bash", "", 2, nil, []string{"bash"}},
	{"classify", "classify 10.1.2.3 172.32.1.5 168.63.129.16 ::ffff:10.1.2.3 100.64.0.1", "", 0,
		[]string{"10.1.2.3", "private", "public", "azure-dns", "shared"}, nil},
	{"classify malformed", "classify 10.1.2", "", 2, nil, []string{"10.1.2"}},
	{"classify one malformed", "classify 10.1.2.3 x", "", 2, []string{"private"}, []string{`"x"`}},
	{"classify nothing", "classify", "", 2, nil, []string{"no address"}},
}

// TestCommandLine checks statuses and words of command lines.
func TestCommandLine(t *testing.T) {
	for _, c := range cliCases {
		t.Run(c.name, func(t *testing.T) {
			status, stdout, stderr := kvdoctor(c.stdin, strings.Fields(c.args)...)
			if status != c.want {
				t.Errorf("status %d, want %d\n%s%s", status, c.want, stdout, stderr)
			}
			holds(t, "stdout", stdout, c.stdout)
			holds(t, "stderr", stderr, c.stderr)
		})
	}
}

// holds reports words that are missing, or there although they start with "!".
func holds(t *testing.T, where, text string, words []string) {
	t.Helper()
	for _, w := range words {
		unwanted := strings.HasPrefix(w, "!") && w != "!"
		if strings.Contains(text, strings.TrimPrefix(w, "!")) == unwanted {
			t.Errorf("%s: %q not as expected in:\n%s", where, w, text)
		}
	}
}

// kvdoctor runs a command line in this process.
func kvdoctor(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
}

// TestPrintedFiles checks that what is embedded is printed as it stands.
func TestPrintedFiles(t *testing.T) {
	if _, out, _ := kvdoctor("", "collector", "sh"); out != readFile(t, "scripts/collect.sh") {
		t.Error("collector sh does not print scripts/collect.sh")
	}
	if _, out, _ := kvdoctor("", "collector", "powershell"); out != readFile(t, "scripts/collect.ps1") {
		t.Error("collector powershell does not print scripts/collect.ps1")
	}
	if _, out, _ := kvdoctor("", "analyze", "--schema"); out != report.Schema {
		t.Error("analyze --schema does not print the schema")
	}
}

// TestStandardInput checks that every form of a bundle is told on standard input by its content.
func TestStandardInput(t *testing.T) {
	files := untar(t, good)
	for name, data := range map[string][]byte{
		"tar": tarOf(t, files), "tar.gz": gzipOf(t, tarOf(t, files)), "zip": zipOf(t, files), "collected": []byte(readFile(t, good)),
	} {
		status, out, stderr := kvdoctor(string(data), "analyze", "-")
		if status != exitOK || !strings.Contains(out, "private path    working") {
			t.Errorf("%s: status %d\n%s%s", name, status, out, stderr)
		}
	}
}

// TestFailOn checks the status of findings of each severity under each value of --fail-on.
func TestFailOn(t *testing.T) {
	cases := []struct {
		scenario string
		statuses map[string]int
	}{
		{"kv603_zone_not_linked", map[string]int{"error": 1, "warning": 1, "notice": 1, "never": 0}},
		{"kv301_open_to_all_networks", map[string]int{"error": 0, "warning": 1, "notice": 1, "never": 0}},
		{"kv304_leftover_rules", map[string]int{"error": 0, "warning": 0, "notice": 1, "never": 0}},
		{"kv002_notes_in_bundle", map[string]int{"error": 0, "warning": 0, "notice": 0, "never": 0}},
		{"kv006_capture_edited", map[string]int{"error": 1, "never": 0}},
		{"kv707_subnet_header_only", map[string]int{"warning": 1, "error": 0, "never": 0}},
		{"read_go_sdk_rbac", map[string]int{"warning": 1, "error": 4, "never": 4}},
	}
	for _, c := range cases {
		s := scenarioSpecimens(t, "testdata/script/"+c.scenario+".txtar")[0]
		for _, format := range report.Names() {
			for value, want := range c.statuses {
				if out, _, got := analyzeFiles(t, s, "--format", format, "--fail-on", value); got != want {
					t.Errorf("%s --format %s --fail-on %s: status %d, want %d\n%s", c.scenario, format, value, got, want, out)
				}
			}
		}
	}
}

// TestSeveralCases checks the order of several cases and their summary.
func TestSeveralCases(t *testing.T) {
	_, one, _ := kvdoctor("", "analyze", broken)
	_, two, _ := kvdoctor("", "analyze", good)
	_, both, _ := kvdoctor("", "analyze", broken, good)
	summary, ok := strings.CutPrefix(both, one+"\n"+two+"\n")
	if !ok {
		t.Fatalf("text is not one report after the other:\n%s", both)
	}
	want := `bundle   verdict  private path  root cause
no-zone  problem  broken        KV502 public-with-alias
good     healthy  working       -

cases  root cause
1      KV502 public-with-alias

2 cases: 1 healthy, 1 problem
`
	if diff := cmp.Diff(want, summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	_, all, _ := kvdoctor("", "analyze", "--format", "ndjson", broken, good, broken)
	lines := strings.Split(strings.TrimSuffix(all, "\n"), "\n")
	if len(lines) != 3 || lines[0] != lines[2] || !strings.Contains(lines[1], `"bundle":{"name":"good"`) {
		t.Errorf("ndjson is not one report a line in the order given: %d lines", len(lines))
	}
	for _, line := range lines {
		if err := validate([]byte(line)); err != nil {
			t.Error(err)
		}
	}
}

// TestNoColor checks that NO_COLOR loses against an explicit flag only.
func TestNoColor(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	if _, out, _ := kvdoctor("", "analyze", good); strings.Contains(out, "\x1b[") {
		t.Error("NO_COLOR is not honoured")
	}
	if _, out, _ := kvdoctor("", "analyze", "--color", "always", good); !strings.Contains(out, "\x1b[") {
		t.Error("--color always gives no colour")
	}
}

// TestUnique checks that merged bundles get names of their own, whatever they are called.
func TestUnique(t *testing.T) {
	taken := map[string]bool{}
	var got []string
	for _, name := range []string{"b", "b", "b", "c", "b-2", "c-2", "c", "b"} {
		got = append(got, unique(name, taken))
	}
	want := []string{"b", "b-2", "b-3", "c", "b-2-2", "c-2", "c-3", "b-4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names of merged bundles (-want +got):\n%s", diff)
	}
}

// TestRename checks that a renamed bundle's problems stay the bundle's and its members'.
func TestRename(t *testing.T) {
	b := &collect.Bundle{Name: "b", Problems: []collect.Problem{{File: "b"}, {File: "azure/b"}}}
	rename(b, "b-2")
	b.Prefix(b.Name)
	want := &collect.Bundle{Name: "b-2", Problems: []collect.Problem{{File: "b-2"}, {File: "b-2/azure/b"}}}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("the renamed bundle (-want +got):\n%s", diff)
	}
}

// TestCatalogueCommands checks that every command of kvdoctor's that the catalogue tells to run exists.
func TestCatalogueCommands(t *testing.T) {
	known := map[string]bool{}
	for _, c := range commands() {
		known[c.name] = true
	}
	for _, code := range analyze.Codes() {
		entry, err := analyze.Lookup(code)
		if err != nil {
			t.Fatal(err)
		}
		lines := append(slices.Clone(entry.Fix.Commands), entry.Fix.Verify...)
		for _, prose := range []string{entry.Means, entry.Why, entry.Confirm, entry.Fix.Summary, entry.Fix.Portal} {
			for i, part := range strings.Split(prose, "`") {
				if i%2 == 1 { // between backquotes
					lines = append(lines, part)
				}
			}
		}
		for _, line := range lines {
			words := strings.Fields(line)
			if len(words) > 1 && words[0] == "kvdoctor" && !known[words[1]] {
				t.Errorf("%s tells to run %q, which does not exist", code, line)
			}
		}
	}
}
