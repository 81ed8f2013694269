package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"kvdoctor/analyze"
)

// A specimen is a bundle that is known to be read, with the flags that its scenario gives.
type specimen struct {
	name  string
	flags []string
	files map[string]string // by the path inside the bundle
}

// A loss is a specimen with one file removed, or cut in the middle of a line.
type loss struct {
	specimen
	file string
	cut  bool
	lost string // the text that was taken out
}

// String says what was lost of which specimen.
func (l loss) String() string {
	how := "without "
	if l.cut {
		how = "with the first half of "
	}
	return l.name + " " + how + l.file
}

// TestLostEvidenceIsNoProof takes evidence out of every bundle of the tests, file by file, and cuts every file in
// the middle: what was not shown to work is not shown by less, and a check that did not pass does not pass.
func TestLostEvidenceIsNoProof(t *testing.T) {
	specimens := specimensOf(t)
	if testing.Short() {
		specimens = everyNth(specimens, 8)
	}
	var tally tally
	var wait sync.WaitGroup
	turn := make(chan bool, 4)
	for _, s := range specimens {
		wait.Add(1)
		turn <- true
		go func() {
			defer func() { <-turn; wait.Done() }()
			before := diagnoseFiles(t, s)
			if before == nil {
				return
			}
			for _, l := range lossesOf(s) {
				tally.compare(t, l, before, diagnoseFiles(t, l.specimen))
			}
		}()
	}
	wait.Wait()
	t.Logf("%d bundles, %d losses", len(specimens), tally.losses)
	tally.tell(t)
	if tally.losses < 3*len(specimens) {
		t.Errorf("%d losses of %d bundles are too few to prove anything", tally.losses, len(specimens))
	}
}

// TestSameBytes checks that the same bundle gives the same bytes in every format.
func TestSameBytes(t *testing.T) {
	specimens := specimensOf(t)
	if testing.Short() {
		specimens = everyNth(specimens, 8)
	}
	for _, s := range specimens {
		for _, format := range []string{"json", "text", "ndjson"} {
			first, _, _ := analyzeFiles(t, s, "--format", format, "--all")
			second, _, _ := analyzeFiles(t, s, "--format", format, "--all")
			if !bytes.Equal(first, second) {
				t.Errorf("%s: two runs differ in format %s", s.name, format)
			}
		}
	}
}

// A tally counts what was compared.
type tally struct {
	mu     sync.Mutex
	losses int
	used   map[string]int // by the reason
}

// compare judges what a loss changed.
func (y *tally) compare(t *testing.T, l loss, before, after *analyze.Diagnosis) {
	if after == nil {
		return
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	y.losses++
	if y.used == nil {
		y.used = map[string]int{}
	}
	if before.PrivatePath != analyze.PathWorking && after.PrivatePath == analyze.PathWorking {
		y.passed(t, l, "private_path", fmt.Sprintf("private_path turns from %s to working", before.PrivatePath))
	}
	now := outcomes(after)
	was := outcomes(before)
	for _, key := range slices.SortedFunc(maps.Keys(was), checkKey.compare) {
		if !undecidedOrFailed(was[key]) || undecidedOrFailed(now[key]) || !now[key][analyze.Pass] {
			continue
		}
		if onlyOf(l.file, key.code, before) {
			continue
		}
		y.passed(t, l, key.code, fmt.Sprintf("%s on %q turns from %s to pass", key.code, key.vantage, words(was[key])))
	}
}

// passed reports what got better by a loss, unless there is a reason.
func (y *tally) passed(t *testing.T, l loss, code, what string) {
	t.Helper()
	for _, e := range excuses {
		if slices.Contains(strings.Fields(e.codes), code) && e.holds(l) {
			y.used[e.why]++
			return
		}
	}
	t.Errorf("%s: %s", l, what)
}

// tell logs how often each reason was needed, and reports those that no loss needs any more.
func (y *tally) tell(t *testing.T) {
	for _, e := range excuses {
		t.Logf("%d times: %s: %s", y.used[e.why], e.codes, e.why)
		if y.used[e.why] == 0 && !testing.Short() {
			t.Errorf("no loss needs this any more, take it out: %s: %s", e.codes, e.why)
		}
	}
}

// An excuse says why less evidence makes a check pass.
type excuse struct {
	codes string
	why   string
	holds func(loss) bool // whether the reason is given in what was lost and what is left
}

// excuses are the changes that are right.
var excuses = []excuse{
	{"KV302 KV303 KV306 KV307", "another request of the machine was captured, and it was not refused",
		func(l loss) bool { return !l.cut && l.leaves("HTTP/1.1 200 OK") }},
	{"KV503", "the machine's nslookup was captured, and it has the endpoint's address",
		func(l loss) bool { return !l.cut && l.leaves("canonical name = ") }},
	{"KV209", "the vault's connections were captured, and the error text was the only witness",
		func(l loss) bool { return !l.cut && l.leaves("privateEndpointConnections") }},
	{"KV211", "the vault was exported, and the list of deleted vaults was the only witness against it",
		func(l loss) bool { return strings.Contains(l.file, "deleted") && l.leaves("vaultUri") }},
	{"KV701", "curl's status 7 without a text that says otherwise is a refusal, KV702",
		func(l loss) bool { return strings.HasSuffix(l.file, ".err") }},
	{"private_path KV405", "a paste that ends before a later prompt does not show that more commands followed",
		func(l loss) bool { return l.cut && strings.Contains(l.lost, "$ curl") }},
	{"KV502", "what is left is a quote, which is not used beside what follows it",
		func(l loss) bool { return l.cut && strings.HasPrefix(l.name, "path_reply_to_quote") }},
	{"KV008", "the times that are left are close together", func(l loss) bool { return l.file == "manifest.yaml" }},
}

// leaves reports whether another capture of the machine, or of the deployment, holds a text.
func (l loss) leaves(text string) bool {
	top := func(path string) string {
		parts := strings.Split(path, "/")
		return strings.Join(parts[:max(len(parts)-2, 0)], "/")
	}
	for path, have := range l.files {
		if path != l.file && (top(path) == top(l.file) || strings.HasPrefix(path, "azure/")) && strings.Contains(have, text) {
			return true
		}
	}
	return false
}

// A checkKey names a check of a machine, or of the deployment.
type checkKey struct{ code, vantage string }

// compare orders keys by code, then by vantage.
func (k checkKey) compare(other checkKey) int {
	return cmp.Or(strings.Compare(k.code, other.code), strings.Compare(k.vantage, other.vantage))
}

// outcomes gathers what came out of each check. Failures of the deployment name the resource at fault and passes
// the vault, so the subjects of one code stand together.
func outcomes(d *analyze.Diagnosis) map[checkKey]map[analyze.Outcome]bool {
	out := map[checkKey]map[analyze.Outcome]bool{}
	for _, c := range d.Checks {
		key := checkKey{c.Code, string(c.Vantage)}
		if out[key] == nil {
			out[key] = map[analyze.Outcome]bool{}
		}
		out[key][c.Outcome] = true
	}
	return out
}

// undecidedOrFailed reports whether a check did not pass for some subject.
func undecidedOrFailed(o map[analyze.Outcome]bool) bool { return o[analyze.Fail] || o[analyze.Unknown] }

// words lists outcomes.
func words(o map[analyze.Outcome]bool) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(o)) {
		out = append(out, string(k))
	}
	return strings.Join(out, ", ")
}

// onlyOf reports whether all failures of a code are about the capture itself that was lost: an unread line is no
// finding where the line is gone.
func onlyOf(file, code string, d *analyze.Diagnosis) bool {
	if !strings.HasPrefix(code, "KV0") {
		return false
	}
	found := false
	for _, f := range d.Findings {
		if f.Code != code {
			continue
		}
		found = true
		if !slices.ContainsFunc(f.Cites, func(c analyze.Cite) bool { return c.File == file }) {
			return false
		}
	}
	return found
}

// lossesOf returns every way to lose one file of a specimen, or half of it.
func lossesOf(s specimen) []loss {
	var out []loss
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if len(s.files) > 1 {
			rest := maps.Clone(s.files)
			delete(rest, name)
			out = append(out, loss{specimen{s.name, s.flags, rest}, name, false, s.files[name]})
		}
		if half := firstHalf(s.files[name]); half != "" {
			rest := maps.Clone(s.files)
			rest[name] = half
			out = append(out, loss{specimen{s.name, s.flags, rest}, name, true, s.files[name][len(half):]})
		}
	}
	return out
}

// firstHalf cuts a text near its middle, not at the end of a line.
func firstHalf(text string) string {
	i := len(text) / 2
	for i > 0 && (text[i] == '\n' || text[i-1] == '\n') {
		i--
	}
	return text[:i]
}

// everyNth takes a sample.
func everyNth(all []specimen, n int) []specimen {
	var out []specimen
	for i := 0; i < len(all); i += n {
		out = append(out, all[i])
	}
	return out
}

// diagnoseFiles diagnoses a bundle that holds these files; nil where nothing could be read at all.
func diagnoseFiles(t *testing.T, s specimen) *analyze.Diagnosis {
	out, stderr, status := analyzeFiles(t, s, "--format", "json")
	if status == exitUsage && slices.ContainsFunc(s.flags, func(f string) bool { return strings.Contains(f, "=") }) {
		return nil // the vantage that a flag names is gone
	}
	var d analyze.Diagnosis
	if err := json.Unmarshal(out, &d); err != nil {
		t.Errorf("%s: no report: %v\n%s", s.name, err, stderr)
		return nil
	}
	if err := validate(out); err != nil {
		t.Errorf("%s: %v", s.name, err)
	}
	return &d
}

// analyzeFiles runs the command over an archive of the files, below one top folder, on standard input.
func analyzeFiles(t *testing.T, s specimen, flags ...string) (out []byte, stderr string, status int) {
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: panic: %v", s.name, p)
		}
	}()
	var stdout, errs bytes.Buffer
	args := append(append([]string{"analyze"}, flags...), s.flags...)
	status = run(append(args, "-"), bytes.NewReader(tarOf(t, s.files)), &stdout, &errs)
	return stdout.Bytes(), errs.String(), status
}

// tarOf packs files.
func tarOf(t *testing.T, files map[string]string) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		err := w.WriteHeader(&tar.Header{Name: "case/" + name, Mode: 0o644, Size: int64(len(files[name]))})
		if err == nil {
			_, err = io.WriteString(w, files[name])
		}
		if err != nil {
			t.Error(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	return b.Bytes()
}

// specimensOf returns the bundles of all scenarios and of testdata/bundles.
func specimensOf(t *testing.T) []specimen {
	t.Helper()
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	var out []specimen
	for _, script := range scripts {
		out = append(out, scenarioSpecimens(t, script)...)
	}
	return append(out, bundleSpecimens(t)...)
}

// scenarioSpecimens returns the bundles that a scenario expects something of.
func scenarioSpecimens(t *testing.T, script string) []specimen {
	t.Helper()
	a, err := txtar.ParseFile(script)
	if err != nil {
		t.Fatal(err)
	}
	var out []specimen
	for line := range strings.Lines(string(a.Comment)) {
		args, ok := strings.CutPrefix(strings.TrimSpace(line), "expect ")
		if !ok {
			continue
		}
		bundle, rest, _ := strings.Cut(args, " ")
		s := specimen{name: filepath.Base(script) + " " + bundle, files: map[string]string{}}
		if _, flags, ok := strings.Cut(rest, "args="); ok {
			flags, _, _ = strings.Cut(flags, "'")
			s.flags = strings.Fields(flags)
		}
		for _, f := range a.Files {
			if path, ok := strings.CutPrefix(f.Name, bundle+"/"); ok {
				s.files[path] = string(f.Data)
			} else if f.Name == bundle {
				s.files[f.Name] = string(f.Data)
			}
		}
		out = append(out, s)
	}
	return out
}

// bundleSpecimens returns the bundles of testdata/bundles: each machine's, and with its deployment's files.
func bundleSpecimens(t *testing.T) []specimen {
	t.Helper()
	archives, err := filepath.Glob("testdata/bundles/*.tar.gz")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no bundles: %v", err)
	}
	var out []specimen
	for _, archive := range archives {
		name := strings.TrimSuffix(filepath.Base(archive), ".tar.gz")
		machine := untar(t, archive)
		azure := map[string]string{}
		files, err := filepath.Glob("testdata/bundles/azure-" + name + "/azure/*")
		if err != nil || len(files) == 0 {
			t.Fatalf("no deployment for %s: %v", archive, err)
		}
		for _, f := range files {
			azure["azure/"+filepath.Base(f)] = readFile(t, f)
		}
		both := maps.Clone(machine)
		maps.Copy(both, azure)
		out = append(out, specimen{name: name, files: machine}, specimen{name: "azure-" + name, files: azure},
			specimen{name: name + " with azure-" + name, files: both})
	}
	return out
}

// untar reads an archive, without its top folder.
func untar(t *testing.T, name string) map[string]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, path, ok := strings.Cut(h.Name, "/"); ok && h.Typeflag == tar.TypeReg {
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			out[path] = string(data)
		}
	}
}
