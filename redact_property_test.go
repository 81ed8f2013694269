package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
	"kvdoctor/collect"
)

// redactExceptions are the bundles whose diagnosis redaction changes, each with the reason. One that is gone must be taken
// out.
var redactExceptions = map[string]string{
	"read_near_refusal_of_other_vault.txtar bundle":        "the vault that --vault names stands nowhere in the bundle: nothing learns its name",
	"read_near_refusal_of_other_vault.txtar bundle pasted": "as above",
}

// TestRedactKeepsDiagnosis redacts the bundles of the tests and compares the diagnoses: that of the redacted bundle is that of the
// original with the names replaced. Each bundle is redacted as it is and as one pasted transcript. Nothing of what was learnt
// stands in the output, and redacting again with the same key changes no byte. By default some of the bundles are
// tried; with KVDOCTOR_ALL_LOSSES set, all.
func TestRedactKeepsDiagnosis(t *testing.T) {
	const one = 8
	specimens := append(specimensOf(t), blindSpecimens(t)...)
	specimens = append(append(specimens, labSpecimens(t)...), corpusSpecimens(t)...)
	if os.Getenv("KVDOCTOR_ALL_LOSSES") == "" || testing.Short() {
		specimens = everyNth(specimens, one)
	}
	root := t.TempDir()
	key := filepath.Join(root, "key")
	if err := os.WriteFile(key, []byte(strings.Repeat("5a", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	var mutex sync.Mutex
	excepted := map[string]bool{}
	inParallel(2*len(specimens), func(i int) {
		s := specimens[i/2]
		if i%2 == 1 {
			s = pasted(s)
		}
		dir := filepath.Join(root, fmt.Sprint(i))
		p := redactedPair{t: t, s: s, dir: dir, key: key}
		if why := p.differs(); why != "" {
			mutex.Lock()
			defer mutex.Unlock()
			if redactExceptions[s.name] == "" {
				t.Errorf("%s: %s", s.name, why)
			}
			excepted[s.name] = true
		}
		os.RemoveAll(dir)
	})
	if len(specimens) > 0 && os.Getenv("KVDOCTOR_ALL_LOSSES") != "" {
		for name := range redactExceptions {
			if !excepted[name] {
				t.Errorf("%s is no exception any more, take it out of the table", name)
			}
		}
	}
	t.Logf("%d bundles, each also pasted; %d exceptions", len(specimens), len(excepted))
}

// labSpecimens returns the bundles that the lab captured.
func labSpecimens(t *testing.T) []specimen {
	t.Helper()
	var out []specimen
	for _, name := range labNames(t, "testdata/bundles/lab", ".tar.gz") {
		out = append(out, specimen{name: "lab " + name, files: untar(t, "testdata/bundles/lab/"+name+".tar.gz")})
	}
	return out
}

// corpusSpecimens returns the captures beside the checkout, each as a bundle of one file; none where they are not there.
func corpusSpecimens(t *testing.T) []specimen {
	t.Helper()
	names, _ := filepath.Glob("../shared/corpus/*/*")
	var out []specimen
	for _, name := range names {
		out = append(out, specimen{name: "corpus/" + filepath.Base(name), files: map[string]string{filepath.Base(name): readFile(t, name)}})
	}
	return out
}

// pasted returns a specimen as one transcript.
func pasted(s specimen) specimen {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if name != "manifest.yaml" {
			fmt.Fprintf(&b, "ops@vm-tools:~$ cat %s\n%s\n", name, strings.TrimRight(s.files[name], "\n"))
		}
	}
	return specimen{name: s.name + " pasted", flags: s.flags, files: map[string]string{"pasted.txt": b.String()}}
}

// A redactedPair is a bundle and what redaction made of it.
type redactedPair struct {
	t        *testing.T
	s        specimen
	dir, key string
	redactor *collect.Redactor
}

// differs redacts the specimen and says what is wrong with the result; "" for nothing.
func (p *redactedPair) differs() string {
	in, out, again := filepath.Join(p.dir, "in", "b"), filepath.Join(p.dir, "out", "b"), filepath.Join(p.dir, "again", "b")
	for _, d := range []string{in, filepath.Dir(out), filepath.Dir(again)} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			p.t.Error(err)
		}
	}
	for name, text := range p.s.files {
		writeBelow(p.t, filepath.Join(in, filepath.FromSlash(name)), []byte(text))
	}
	if strings.HasSuffix(p.s.name, " pasted") {
		in, out, again = filepath.Join(in, "pasted.txt"), filepath.Join(p.dir, "out", "pasted.txt"), filepath.Join(p.dir, "again", "pasted.txt")
	}
	for _, step := range [][2]string{{in, out}, {out, again}} {
		var stdout, stderr bytes.Buffer
		if status := run([]string{"redact", "--key", p.key, step[0], "-o", step[1]}, nil, &stdout, &stderr); status != exitOK {
			return fmt.Sprintf("redact exits with %d: %s", status, stderr.String())
		}
	}
	if diff := cmp.Diff(filesBelow(p.t, out), filesBelow(p.t, again)); diff != "" {
		return "redacting again changes it: " + diff
	}
	p.learn(in)
	if why := p.leftover(filesBelow(p.t, out)); why != "" {
		return why
	}
	return p.compare(in, out)
}

// learn makes the redactor that redacts the input.
func (p *redactedPair) learn(in string) {
	key, err := collect.ParseRedactionKey(readFile(p.t, p.key))
	if err != nil {
		p.t.Error(err)
	}
	b := collect.NewRedaction(key, nil)
	a := redaction{input: in, limits: collect.DefaultLimits()}
	if _, err := a.learn(b); err != nil {
		p.t.Error(err)
	}
	p.redactor = b.Redactor
}

// leftover looks for the names that were replaced, in its own simple way: as long and distinct words, in any case.
func (p *redactedPair) leftover(files map[string]string) string {
	images := map[string]bool{}
	for _, e := range p.redactor.Entries() {
		images[e[0]] = true
	}
	left, words := p.redactor.Left(), readFile(p.t, wordsFile)
	for _, e := range p.redactor.Entries() {
		const least = 7
		if len(e[1]) < least || images[e[1]] || slices.Contains(left, e[1]) || slices.Contains([]string{"snet-pe", "vnet-pe"}, e[1]) || strings.HasSuffix(e[2], "-ip") {
			continue
		}
		inside := !strings.Contains(words, e[1]) && strings.Trim(e[1], "abcdefghijklmnopqrstuvwxyz0123456789") == ""
		for name, text := range files {
			low := strings.ToLower(name + "\n" + text)
			for from := 0; ; {
				i := strings.Index(low[from:], e[1])
				if i < 0 {
					break
				}
				at := from + i
				if inside || !wordy(low, at-1) && !wordy(low, at+len(e[1])) {
					return fmt.Sprintf("%s %q is left in %s: %q", e[2], e[1], name, low[max(at-40, 0):min(at+60, len(low))])
				}
				from = at + 1
			}
		}
	}
	return ""
}

// wordy reports whether a letter or digit stands at a place.
func wordy(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i] >= 0x80 || s[i] >= 'a' && s[i] <= 'z' || s[i] >= '0' && s[i] <= '9')
}

// compare compares the diagnoses.
func (p *redactedPair) compare(in, out string) string {
	was, status := quietDiagnosis(p.t, p.s.flags, in)
	var flags []string
	for _, f := range p.s.flags {
		if name, role, ok := strings.Cut(strings.TrimPrefix(f, "--vantage="), "="); ok && !strings.HasPrefix(name, "--") {
			flags = append(flags, f[:len(f)-len(name)-1-len(role)]+p.redactor.Name(name)+"="+role)
			continue
		}
		if vault, ok := strings.CutPrefix(f, "--vault="); ok {
			label, _, _ := strings.Cut(p.redactor.Text(vault+".vault.azure.net"), ".")
			f = "--vault=" + label
		}
		flags = append(flags, p.redactor.Name(f))
	}
	is, after := quietDiagnosis(p.t, flags, out)
	if status != after {
		return fmt.Sprintf("exit status %d, was %d", after, status)
	}
	want, got := p.digest(was, p.redactor.Name), p.digest(is, func(s string) string { return s })
	only := func(a, b []string) []string {
		return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
	}
	if slices.Equal(want, got) {
		return ""
	}
	return cmp.Diff(only(want, got), only(got, want))
}

// ownWords are the codes whose sentences are not compared: checksums (KV006), names in their own order (KV007), an address
// of the RFC (KV405).
var ownWords = []string{"KV006", "KV007", "KV405"}

// digest lists what must be the same of two diagnoses, with the names as name gives them, in an order that does not rest on
// names.
func (p *redactedPair) digest(d *analyze.Diagnosis, name func(string) string) []string {
	if d == nil {
		return nil
	}
	subject := func(s string) string {
		parts := strings.Split(s, "/")
		for i := range parts {
			parts[i] = name(parts[i])
		}
		return strings.Join(parts, "/")
	}
	known := "\n" + readFile(p.t, wordsFile)
	sentence := func(f analyze.Finding) string {
		if slices.Contains(ownWords, f.Code) {
			return ""
		}
		words, told := strings.Fields(f.Detail), map[string]bool{}
		for i, w := range words {
			core := strings.Trim(w, ".,;:()'\"")
			_, err := netip.ParsePrefix(core)
			switch {
			case core != "" && !told[core] && slices.Contains(strings.Split(f.Subject, "/"), core): // a machine that has a tool's word for a name
				told[core] = true // a sentence tells the name first and uses the word then
				words[i] = strings.Replace(w, core, subject(core), 1)
			case core == "DNS", strings.Contains(known, "\n"+strings.ToLower(core)+"\n"): // a word of the sentence
			case err == nil, strings.Contains(core, "://"):
				words[i] = strings.Replace(w, core, name(core), 1)
			default:
				words[i] = strings.Replace(w, core, subject(core), 1)
			}
		}
		return strings.Join(sortedLists(words), " ")
	}
	out := []string{fmt.Sprint("0 ", d.Verdict, d.PrivatePath, d.PublicAccess, d.Bundle.Captures, len(d.Bundle.Unrecognised), d.Bundle.Verified != nil && *d.Bundle.Verified)}
	for i, list := range [][]analyze.Finding{d.RootCauses, d.Findings} {
		for _, f := range list {
			explains := slices.Sorted(slices.Values(f.Explains))
			out = append(out, fmt.Sprint(i+1, " ", f.Code, f.Severity, subject(f.Subject), " ", sentence(f), " ", f.Fix.Proof.State, " ", explains, len(f.Cites)))
		}
	}
	for _, c := range d.Checks {
		out = append(out, fmt.Sprint("3 ", c.Code, c.Outcome, " ", subject(c.Subject)))
	}
	facts := reflect.ValueOf(d.Facts)
	for i := range facts.NumField() {
		if f := facts.Field(i); f.Kind() == reflect.Slice {
			out = append(out, fmt.Sprint("4 ", facts.Type().Field(i).Name, f.Len(), f.IsNil()))
		}
	}
	for _, q := range d.Predictions {
		raw, _ := json.Marshal(q)
		out = append(out, fmt.Sprint("5 ", bytes.Count(raw, []byte("{"))))
	}
	slices.Sort(out)
	return out
}

// sortedLists puts words that commas join in order: lists of names are sorted by the names.
func sortedLists(words []string) []string {
	for i := 0; i < len(words); i++ {
		end := i
		for end < len(words)-1 && strings.HasSuffix(words[end], ",") {
			words[end] = strings.TrimSuffix(words[end], ",")
			end++
		}
		slices.Sort(words[i : end+1])
		for ; i < end; i++ {
			words[i] += ","
		}
	}
	return words
}

// quietDiagnosis runs analyze over a bundle; nil where there is no report.
func quietDiagnosis(t *testing.T, flags []string, bundle string) (*analyze.Diagnosis, int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(slices.Concat([]string{"analyze", "--format", "json"}, flags, []string{bundle}), strings.NewReader(""), &stdout, &stderr)
	if stdout.Len() == 0 {
		return nil, status
	}
	var d analyze.Diagnosis
	if err := json.Unmarshal(stdout.Bytes(), &d); err != nil {
		t.Error(err)
	}
	return &d, status
}

// filesBelow reads a file, or all below a folder.
func filesBelow(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			rel, _ := filepath.Rel(root, path)
			out[filepath.ToSlash(rel)] = readFile(t, path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return out
}
