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
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/collect"
	"kvdoctor/parse"
)

// A specimen is a bundle that is known to be read, with the flags that its scenario gives.
type specimen struct {
	name  string
	flags []string
	files map[string]string // by the path inside the bundle
}

// Losses of one kind (the same field, line or file, in bundles with the same findings) that are tried; TestLostEvidenceIsNoProof
// tries all with KVDOCTOR_ALL_LOSSES set.
const lossesOfAKind = 1

// TestLostEvidenceIsNoProof takes evidence out of every bundle of the tests (scenarios, testdata/bundles, testdata/blind):
// each file; the end of each, from five places; each member and element of JSON; each line of other texts but prompts.
//
//   - The private path does not turn into working, unless a machine went as a whole.
//   - A check that failed or was undecided does not pass.
//   - No code becomes a root that was no finding before.
//   - The verdict betters only where a finding that went cites the file, or is undecided now.
//   - Nothing panics.
//
// The table allowances holds what is right all the same. Losses that change nothing of what is read but positions are not
// diagnosed. Not covered: two losses at once; lines of the manifest (its removal and its end are); lines inside tables and
// YAML as fields (they are lines); captures whose bytes were altered. By default one loss of each kind is tried for each
// set of findings, some 35,000 of 117,000; with -short, in every eighth bundle.
func TestLostEvidenceIsNoProof(t *testing.T) {
	specimens := append(specimensOf(t), blindSpecimens(t)...)
	if testing.Short() {
		specimens = everyNth(specimens, 8)
	}
	befores := make([]*subjectOfLoss, len(specimens))
	inParallel(len(specimens), func(i int) { befores[i] = newSubjectOfLoss(t, specimens[i]) })
	all := os.Getenv("KVDOCTOR_ALL_LOSSES") != "" && !testing.Short()
	kinds, chosen := map[string]int{}, 0
	for _, b := range befores {
		for _, l := range lossesOf(b.specimen) {
			key := l.kind + " " + codes(b.before.Findings) + " " + string(b.before.PrivatePath)
			if kinds[key]++; kinds[key] <= lossesOfAKind || all {
				b.losses = append(b.losses, l)
				chosen++
			}
		}
	}
	var tally tally
	inParallel(len(befores), func(i int) {
		b := befores[i]
		for _, l := range b.losses {
			b.lose(t, l, &tally)
		}
		if e, _ := b.gather(t, b.specimen); !bytes.Equal(jsonOf(t, b.before), jsonOf(t, analyze.Run(e))) {
			t.Errorf("%s: the diagnosis changed the records", b.name)
		}
		b.known = nil
	})
	t.Logf("%d bundles, %d losses, %d of them change what is read", len(specimens), chosen, tally.losses)
	tally.tell(t, all)
}

// inParallel calls a function for 0 to n-1 on all processors.
func inParallel(n int, each func(int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				each(i)
			}
		})
	}
	wait.Wait()
}

// jsonOf is the report of a diagnosis.
func jsonOf(t *testing.T, d *analyze.Diagnosis) []byte {
	out, err := json.Marshal(d)
	if err != nil {
		t.Error(err)
	}
	return out
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

// A subjectOfLoss is a specimen with its diagnosis, and the records of every capture that was read of it.
type subjectOfLoss struct {
	specimen
	before *analyze.Diagnosis
	facts  string
	losses []loss
	known  map[string]*knownCapture
}

// A knownCapture is what was read of a capture.
type knownCapture struct {
	records []parse.Record
	facts   string
}

// newSubjectOfLoss diagnoses a specimen, also by the command, which must give the same.
func newSubjectOfLoss(t *testing.T, s specimen) *subjectOfLoss {
	b := &subjectOfLoss{specimen: s, known: map[string]*knownCapture{}}
	e, facts := b.gather(t, s)
	b.before, b.facts = analyze.Run(e), facts
	if byCommand := diagnoseFiles(t, s); !bytes.Equal(jsonOf(t, byCommand), jsonOf(t, b.before)) {
		t.Errorf("%s: the command tells otherwise", s.name)
	}
	return b
}

// gather reads a bundle that holds the specimen's files, or what is left of them. Captures that were read before are not
// read again. It returns, beside the evidence, all that was read but the positions.
func (b *subjectOfLoss) gather(t *testing.T, s specimen) (*analyze.Evidence, string) {
	bundle, err := collect.Open("-", bytes.NewReader(tarOf(t, s.files)), collect.DefaultLimits())
	if err != nil {
		t.Errorf("%s: %v", s.name, err)
		return nil, ""
	}
	var facts strings.Builder
	var records []parse.Record
	for i := range bundle.Captures {
		src := source(&bundle.Captures[i], collect.DefaultLimits())
		known := b.read(src)
		records = append(records, known.records...)
		facts.WriteString(known.facts)
	}
	input := inputOf(bundle, records)
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	vault := flags.String("vault", "", "")
	vantages := flags.StringArray("vantage", nil, "")
	if err := flags.Parse(s.flags); err != nil {
		t.Errorf("%s: %v", s.name, err)
	}
	roles, err := rolesOf(*vantages)
	if err != nil {
		t.Errorf("%s: %v", s.name, err)
	}
	return analyze.Gather([]analyze.Input{input}, analyze.Options{Version: version(), Vault: *vault, Roles: roles}), facts.String()
}

// read reads a capture, once.
func (b *subjectOfLoss) read(src parse.Source) *knownCapture {
	key := signature(reflect.ValueOf(src))
	known := b.known[key]
	if known == nil {
		known = &knownCapture{records: parse.Read(src)}
		known.facts = signature(reflect.ValueOf(known.records))
		b.known[key] = known
	}
	return known
}

// signature prints a value whole, but of cites only whether there are any.
func signature(v reflect.Value) string {
	var b strings.Builder
	sign(&b, v)
	return b.String()
}

// sign prints a value.
func sign(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		sign(b, v.Elem())
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			sign(b, v.Index(i))
		}
		b.WriteByte(']')
	case reflect.Struct:
		switch x := v.Interface().(type) {
		case parse.Cite:
			fmt.Fprint(b, x.File, x.Quoted)
			return
		case fmt.Stringer:
			b.WriteString(x.String())
			return
		}
		b.WriteString(v.Type().Name() + "{")
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "CommandLine" {
				sign(b, v.Field(i))
				b.WriteByte('|')
			}
		}
		b.WriteByte('}')
	default:
		fmt.Fprint(b, v)
	}
}

// lose diagnoses what a loss leaves, where something else is read than before, and compares.
func (b *subjectOfLoss) lose(t *testing.T, l loss, y *tally) {
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: panic: %v", l, p)
		}
	}()
	e, facts := b.gather(t, l.specimen)
	if e == nil || facts == b.facts && !strings.Contains(l.kind, "manifest") {
		return
	}
	y.compare(t, l, b.before, analyze.Run(e))
}

// String says what was lost of which specimen.
func (l loss) String() string {
	lost := strings.Join(strings.Fields(l.lost), " ")
	return fmt.Sprintf("%s without %s of %s (%.100s)", l.name, l.kind, l.file, lost)
}

// A tally counts what was compared.
type tally struct {
	mu     sync.Mutex
	losses int
	used   map[string]int // by the reason of a row
}

// compare judges what a loss changed.
func (y *tally) compare(t *testing.T, l loss, before, after *analyze.Diagnosis) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.losses++
	if before.PrivatePath != analyze.PathWorking && after.PrivatePath == analyze.PathWorking && !l.tookVantage(before, after) {
		y.got(t, l, "path", fmt.Sprintf("private_path turns from %s to working", before.PrivatePath))
	}
	now := outcomes(after)
	was := outcomes(before)
	for _, key := range slices.SortedFunc(maps.Keys(was), checkKey.compare) {
		if undecidedOrFailed(was[key]) && !undecidedOrFailed(now[key]) && now[key][analyze.Pass] && !onlyOf(l.file, key.code, before) {
			y.got(t, l, "pass "+key.code, fmt.Sprintf("%s on %q turns from %s to pass", key.code, key.vantage, words(was[key])))
		}
	}
	for _, code := range strings.Split(codes(after.RootCauses), ",") {
		if !strings.Contains(codes(before.Findings), code) && code != "-" {
			y.got(t, l, "root "+code, fmt.Sprintf("%s is a new root: %s", code, after.RootCauses[0].Detail))
		}
	}
	if verdictRank[after.Verdict] > verdictRank[before.Verdict] {
		for _, f := range before.Findings {
			if f.Counts() && f.Severity.AtLeast(analyze.Warning) && !strings.Contains(codes(after.Findings)+","+undecided(after), f.Code) &&
				!slices.ContainsFunc(f.Cites, func(c analyze.Cite) bool { return c.File == l.file }) {
				y.got(t, l, "verdict "+f.Code, fmt.Sprintf("the verdict turns from %s to %s, without %s, which rests on other files", before.Verdict, after.Verdict, f.Code))
			}
		}
	}
}

// verdictRank orders the verdicts that say something, the best last.
var verdictRank = map[analyze.Verdict]int{analyze.Problem: 1, analyze.Attention: 2, analyze.Inconclusive: 2, analyze.Healthy: 3}

// tookVantage reports whether a machine went with a loss: nothing else was captured there, and the manifest does not list it.
func (l loss) tookVantage(before, after *analyze.Diagnosis) bool {
	for key := range outcomes(before) {
		if key.vantage == "" || slices.ContainsFunc(after.Checks, func(c analyze.Check) bool { return string(c.Vantage) == key.vantage }) {
			continue
		}
		stays := strings.Contains(l.files["manifest.yaml"], key.vantage)
		for file := range l.files {
			stays = stays || file != l.file && strings.HasPrefix(file, "vantage/"+key.vantage+"/")
		}
		if !stays {
			return true
		}
	}
	return false
}

// got reports what got better or new by a loss, unless there is a reason.
func (y *tally) got(t *testing.T, l loss, effect, what string) {
	for _, r := range allowances {
		if r.holds(l.kind, effect) {
			if y.used == nil {
				y.used = map[string]int{}
			}
			y.used[r.why]++
			return
		}
	}
	t.Errorf("%s | %s | %s: %s", effect, l.kind, l, what)
}

// holds reports whether a row allows what a loss of a kind effected.
func (a allowance) holds(kind, effect string) bool {
	become, code, _ := strings.Cut(effect, " ")
	return slices.ContainsFunc(strings.Split(a.kinds, "; "), func(k string) bool {
		begin, open := strings.CutSuffix(k, "*")
		return k == kind || open && strings.HasPrefix(kind, begin)
	}) && slices.ContainsFunc(strings.Fields(a.effects), func(e string) bool {
		name, list, _ := strings.Cut(e, ":")
		return name == become && (code == "" || slices.Contains(strings.Split(list, ","), code))
	})
}

// tell logs how often each row was needed, and reports those that no loss needs any more. Rare rows are needed only
// where all losses are tried.
func (y *tally) tell(t *testing.T, all bool) {
	for _, a := range allowances {
		t.Logf("%d times: %s: %s", y.used[a.why], a.kinds, a.why)
		if y.used[a.why] == 0 && !testing.Short() && (all || !a.rare) {
			t.Errorf("no loss needs this row any more, take it out: %s: %s", a.kinds, a.why)
		}
	}
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

// blindSpecimens returns the bundles of testdata/blind.
func blindSpecimens(t *testing.T) []specimen {
	t.Helper()
	archives, err := filepath.Glob("testdata/blind/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no bundles: %v", err)
	}
	var out []specimen
	for _, archive := range archives {
		a, err := txtar.ParseFile(archive)
		if err != nil {
			t.Fatal(err)
		}
		s := specimen{name: filepath.Base(archive), files: map[string]string{}}
		for _, f := range a.Files {
			s.files[f.Name] = string(f.Data)
		}
		out = append(out, s)
	}
	return out
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
			if !strings.Contains(rest, "'args=") {
				flags, _, _ = strings.Cut(flags, " ")
			}
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
	var out []specimen
	for _, name := range []string{"good", "no-zone", "wrong-address"} {
		machine, azure := untar(t, "testdata/bundles/"+name+".tar.gz"), untar(t, "testdata/bundles/azure-"+name+".tar.gz")
		both := maps.Clone(azure)
		maps.Copy(both, machine)
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
