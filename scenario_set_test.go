package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"kvdoctor/analyze"
)

// A scenarioRun is one "expect" line of a scenario.
type scenarioRun struct {
	scenario string            // name of the file, without its suffix
	bundle   string            // path of the bundle on disk
	flags    []string          // of analyze
	want     map[string]string // what is expected
}

// scenarioRuns unpacks the scenarios and returns their "expect" lines.
func scenarioRuns(t *testing.T) []scenarioRun {
	t.Helper()
	names, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenarios (%v)", err)
	}
	root := t.TempDir()
	var out []scenarioRun
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		scenario := strings.TrimSuffix(filepath.Base(name), ".txtar")
		dir := filepath.Join(root, scenario)
		unpack(t, dir, archive)
		for line := range strings.Lines(string(archive.Comment)) {
			if words := scriptWords(line); len(words) > 1 && words[0] == "expect" {
				out = append(out, newRun(scenario, filepath.Join(dir, filepath.FromSlash(words[1])), words[2:]))
			}
		}
	}
	return out
}

// unpack writes a scenario's files and makes the links that its script asks for.
func unpack(t *testing.T, dir string, archive *txtar.Archive) {
	t.Helper()
	for _, f := range archive.Files {
		writeBelow(t, filepath.Join(dir, filepath.FromSlash(f.Name)), f.Data)
	}
	for line := range strings.Lines(string(archive.Comment)) {
		if words := strings.Fields(line); len(words) == 4 && words[0] == "symlink" {
			if err := os.Symlink(words[3], filepath.Join(dir, filepath.FromSlash(words[1]))); err != nil {
				t.Skipf("no symbolic links here: %v", err)
			}
		}
	}
}

// writeBelow writes a file and the folders above it.
func writeBelow(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// newRun sorts the arguments of an "expect" line.
func newRun(scenario, bundle string, args []string) scenarioRun {
	r := scenarioRun{scenario: scenario, bundle: bundle, want: map[string]string{}}
	for _, arg := range args {
		key, value, _ := strings.Cut(arg, "=")
		if key == "args" {
			r.flags = append(r.flags, strings.Fields(value)...)
			continue
		}
		r.want[key] = value
	}
	return r
}

// scriptWords splits a line of a script at blanks; single quotes keep them.
func scriptWords(line string) []string {
	var out []string
	for i, part := range strings.Split(strings.TrimSpace(line), "'") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

// diagnoseJSON runs analyze over bundles and checks the report against the schema.
func diagnoseJSON(t testing.TB, flags []string, bundles ...string) (int, *analyze.Diagnosis) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := slices.Concat([]string{"analyze", "--format", "json"}, flags, bundles)
	status := run(args, strings.NewReader(""), &stdout, &stderr)
	if err := validate(stdout.Bytes()); err != nil {
		t.Fatalf("%v: the report does not fit the schema: %v\n%s", bundles, err, stderr.String())
	}
	var d analyze.Diagnosis
	if err := json.Unmarshal(stdout.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return status, &d
}

// firedElsewhere lists the codes whose scenarios no text archive can hold, with the test that has them.
var firedElsewhere = map[string]string{
	"KV011": "TestArchives",
}

// TestEveryCodeHasScenarios checks that each check has a scenario in which it fails and a near miss, named
// kvNNN_near_*, in which it must not.
func TestEveryCodeHasScenarios(t *testing.T) {
	fires, near := map[string]bool{}, map[string]bool{}
	for _, r := range scenarioRuns(t) {
		for _, key := range []string{"roots", "findings", "has"} {
			for _, code := range strings.Split(r.want[key], ",") {
				fires[code] = true
			}
		}
		code, rest, _ := strings.Cut(r.scenario, "_")
		code = strings.ToUpper(code)
		if !strings.HasPrefix(rest, "near_") {
			continue
		}
		listed, all := r.want["findings"]
		silent := all && !slices.Contains(strings.Split(listed, ","), code)
		near[code] = near[code] || silent || slices.Contains(strings.Split(r.want["never"], ","), code) ||
			slices.Contains(strings.Split(r.want["unknown"], ","), code)
	}
	for _, code := range analyze.Codes() {
		if elsewhere := firedElsewhere[code]; elsewhere != "" {
			if fires[code] && near[code] {
				t.Errorf("%s has scenarios now; take it out of the table", code)
			}
			continue
		}
		if !fires[code] {
			t.Errorf("%s: no scenario expects it (roots=, findings= or has=)", code)
		}
		if !near[code] {
			t.Errorf("%s: no scenario %s_near_* says that it does not fail", code, strings.ToLower(code))
		}
	}
}

// TestInvariants checks what holds of every report: it fits the schema, effects and causes name each other,
// the roots are what nothing explains, and every quoted line stands where the cite says.
func TestInvariants(t *testing.T) {
	runs := scenarioRuns(t)
	for _, name := range []string{"good", "no-zone", "wrong-address"} {
		runs = append(runs, scenarioRun{scenario: name, bundle: "testdata/bundles/" + name + ".tar.gz"},
			scenarioRun{scenario: "azure-" + name, bundle: "testdata/bundles/azure-" + name + ".tar.gz"})
	}
	for _, r := range runs {
		t.Run(r.scenario, func(t *testing.T) {
			_, d := diagnoseJSON(t, r.flags, r.bundle)
			checkFolding(t, d)
			checkCites(t, d, filesOf(t, r.bundle))
		})
	}
}

// TestInvariantsOfMergedBundles checks the cites of cases made of two bundles, which begin with the bundle's name.
func TestInvariantsOfMergedBundles(t *testing.T) {
	for _, name := range []string{"good", "no-zone", "wrong-address"} {
		machine, azure := "testdata/bundles/"+name+".tar.gz", "testdata/bundles/azure-"+name+".tar.gz"
		_, d := diagnoseJSON(t, []string{"--merge"}, machine, azure)
		files := map[string][]string{}
		for bundle, prefix := range map[string]string{machine: name, azure: "azure-" + name} {
			for file, lines := range filesOf(t, bundle) {
				files[prefix+"/"+file] = lines
			}
		}
		checkFolding(t, d)
		checkCites(t, d, files)
	}
}

// checkFolding checks that explains and explained_by mirror each other and that the roots are right.
func checkFolding(t *testing.T, d *analyze.Diagnosis) {
	t.Helper()
	explains, explained := map[string]bool{}, map[string]bool{}
	var roots []string
	for _, f := range d.Findings {
		for _, code := range f.Explains {
			explains[f.Code+" explains "+code] = true
		}
		for _, code := range f.ExplainedBy {
			explained[code+" explains "+f.Code] = true
		}
		if len(f.Explains) > 0 && len(f.ExplainedBy) > 0 {
			t.Errorf("%s %s explains %v and is explained by %v", f.Code, f.Subject, f.Explains, f.ExplainedBy)
		}
		if len(f.ExplainedBy) == 0 && f.Severity.AtLeast(analyze.Warning) && f.Counts() {
			roots = append(roots, f.Code+" "+f.Subject+" "+string(f.Vantage))
		}
	}
	if diff := cmp.Diff(explains, explained); diff != "" {
		t.Errorf("explains and explained_by differ (-explains +explained_by):\n%s", diff)
	}
	var got []string
	for _, f := range d.RootCauses {
		got = append(got, f.Code+" "+f.Subject+" "+string(f.Vantage))
	}
	slices.Sort(roots)
	slices.Sort(got)
	if diff := cmp.Diff(roots, got); diff != "" {
		t.Errorf("root causes are not what nothing explains (-want +got):\n%s", diff)
	}
}

// checkCites checks that each finding cites a line, and that every quoted line, of the findings and of the
// facts, stands in its file.
func checkCites(t *testing.T, d *analyze.Diagnosis, files map[string][]string) {
	t.Helper()
	for _, f := range d.Findings {
		if len(f.Cites) == 0 {
			t.Errorf("%s %s cites nothing", f.Code, f.Subject)
		}
	}
	facts, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(facts, &tree); err != nil {
		t.Fatal(err)
	}
	eachCite(tree, func(file string, line int, text string) {
		lines := files[file]
		switch {
		case line == 0 && text == "":
		case line < 1 || line > len(lines):
			t.Errorf("%s:%d is cited, the file has %d lines", file, line, len(lines))
		case !quotes(text, lines[line-1]):
			t.Errorf("%s:%d is cited as %q, the line is %q", file, line, text, lines[line-1])
		}
	})
}

// quotes reports whether a text is a line without the blanks around it, whole or cut at 500 characters.
func quotes(text, line string) bool {
	line = strings.TrimSpace(line)
	if len([]rune(text)) < 500 {
		return text == line
	}
	return len([]rune(text)) == 500 && strings.HasPrefix(line, text)
}

// eachCite calls f for every element of a list named cites.
func eachCite(tree any, f func(file string, line int, text string)) {
	switch tree := tree.(type) {
	case []any:
		for _, v := range tree {
			eachCite(v, f)
		}
	case map[string]any:
		for key, v := range tree {
			list, ok := v.([]any)
			if key != "cites" || !ok {
				eachCite(v, f)
				continue
			}
			for _, c := range list {
				cite := c.(map[string]any)
				f(cite["file"].(string), int(cite["line"].(float64)), cite["text"].(string))
			}
		}
	}
}

// filesOf reads a bundle without package collect: the lines of each file, by its path below a single top folder.
func filesOf(t *testing.T, bundle string) map[string][]string {
	t.Helper()
	raw := map[string][]byte{}
	info, err := os.Stat(bundle)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case info.IsDir():
		err = fs.WalkDir(os.DirFS(bundle), ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			raw[name], err = os.ReadFile(filepath.Join(bundle, filepath.FromSlash(name)))
			return err
		})
	case strings.HasSuffix(bundle, ".tar.gz"):
		err = readTar(bundle, raw)
	default:
		raw[filepath.Base(bundle)], err = os.ReadFile(bundle)
	}
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for name, data := range raw {
		out[strings.TrimPrefix(name, topFolder(raw))] = strings.Split(string(data), "\n")
	}
	return out
}

// topFolder returns the one folder that holds all files, with its slash; empty if there is none, or if it is one
// of the bundle's own.
func topFolder(files map[string][]byte) string {
	top := ""
	for name := range files {
		first, _, below := strings.Cut(name, "/")
		if !below || slices.Contains([]string{"vantage", "azure", "dns", "http", "host", "captures"}, first) || (top != "" && top != first+"/") {
			return ""
		}
		top = first + "/"
	}
	return top
}

// readTar reads the regular members of a .tar.gz file.
func readTar(name string, into map[string][]byte) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	for r := tar.NewReader(unzipped); ; {
		h, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag == tar.TypeReg {
			if into[path.Clean(h.Name)], err = io.ReadAll(r); err != nil {
				return err
			}
		}
	}
}
