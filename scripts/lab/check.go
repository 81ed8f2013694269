package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"kvdoctor/analyze"
)

// An expectation is what a scenario's bundle must lead to: the file NAME.expect beside NAME.yaml holds words
// key=value as the scenarios in testdata/script do, on one line or several; "#" begins a comment, single quotes keep
// blanks. The word miss='WHY' lists a scenario that is known to go wrong; it fails once it does not any more.
type expectation struct {
	words [][2]string
	args  []string
	miss  string
}

// readExpectation reads an expectation.
func readExpectation(text string) (expectation, error) {
	var out expectation
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, word := range quotedWords(line) {
			key, value, ok := strings.Cut(word, "=")
			switch {
			case !ok:
				return out, fmt.Errorf("%q: want key=value", word)
			case key == "args":
				out.args = append(out.args, strings.Fields(value)...)
			case key == "miss":
				out.miss = value
			default:
				out.words = append(out.words, [2]string{key, value})
			}
		}
	}
	if len(out.words) == 0 {
		return out, errors.New("it expects nothing")
	}
	return out, nil
}

// quotedWords splits a line at blanks; single quotes keep them.
func quotedWords(line string) []string {
	var out []string
	open, inside := false, false
	for _, r := range strings.TrimSpace(line) {
		switch {
		case r == '\'':
			open = !open
		case (r == ' ' || r == '\t') && !open:
			inside = false
			continue
		}
		if !inside {
			out, inside = append(out, ""), true
		}
		if r != '\'' {
			out[len(out)-1] += string(r)
		}
	}
	return out
}

// compare returns what of an expectation a report does not meet.
func (e expectation) compare(status int, d *analyze.Diagnosis) []string {
	var out []string
	found, roots := codes(d.Findings), codes(d.RootCauses)
	var undecided []string
	for _, c := range d.Checks {
		if c.Outcome == analyze.Unknown {
			undecided = append(undecided, c.Code)
		}
	}
	for _, word := range e.words {
		key, want := word[0], word[1]
		listed := strings.Split(want, ",")
		got, ok := "", false
		switch key {
		case "exit":
			got = strconv.Itoa(status)
		case "verdict":
			got = string(d.Verdict)
		case "path":
			got = string(d.PrivatePath)
		case "public":
			got = string(d.PublicAccess)
		case "roots":
			got = joined(roots)
		case "findings":
			slices.Sort(listed)
			want = strings.Join(listed, ",")
			got = joined(slices.Sorted(slices.Values(found)))
		case "has":
			got, ok = joined(found), holdsAll(found, listed)
		case "never":
			got, ok = joined(found), !slices.ContainsFunc(listed, func(c string) bool { return slices.Contains(found, c) })
		case "unknown":
			got, ok = joined(undecided), holdsAll(undecided, listed)
		default:
			got = "no such key"
		}
		if !ok && got != want {
			out = append(out, fmt.Sprintf("%s: want %s, got %s", key, want, got))
		}
	}
	return out
}

// holdsAll reports whether a list holds all of some words.
func holdsAll(list, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(list, w) })
}

// codes returns the codes of findings, each once.
func codes(fs []analyze.Finding) []string {
	var out []string
	for _, f := range fs {
		if !slices.Contains(out, f.Code) {
			out = append(out, f.Code)
		}
	}
	return out
}

// joined prints a list, "-" for none.
func joined(list []string) string {
	if len(list) == 0 {
		return "-"
	}
	return strings.Join(list, ",")
}

// An outcome is how a scenario went.
type outcome struct {
	name   string
	misses []string // of the expectation
	known  string   // why a miss is known
	err    error
}

// check runs scenarios, jobs at a time, diagnoses their bundles with a kvdoctor built on the spot, and prints how
// each went. The bundles are left in the folder keep, if there is one. It returns an error where one went otherwise than is expected of it.
func (s *session) check(ctx context.Context, names []string, jobs int, keep string, w io.Writer) error {
	if keep != "" {
		if err := os.MkdirAll(keep, 0o755); err != nil {
			return err
		}
	}
	doctor := filepath.Join(s.dir, "kvdoctor")
	build := exec.CommandContext(ctx, "go", "build", "-o", doctor, ".")
	build.Dir = s.root
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	var bad int
	var mu sync.Mutex
	turns := make(chan string)
	var wg sync.WaitGroup
	for range jobs {
		wg.Go(func() {
			for name := range turns {
				begin := time.Now()
				o := s.checkOne(ctx, doctor, name, keep)
				state, ok := o.state()
				mu.Lock()
				bad += number(!ok)
				fmt.Fprintf(w, "%-32s %5.1f s  %s\n", o.name, time.Since(begin).Seconds(), state)
				mu.Unlock()
			}
		})
	}
	for _, name := range names {
		turns <- name
	}
	close(turns)
	wg.Wait()
	if bad > 0 {
		return fmt.Errorf("%d of %d scenarios went otherwise than expected", bad, len(names))
	}
	return nil
}

// state says how a scenario went, and whether that is as expected.
func (o outcome) state() (text string, ok bool) {
	switch {
	case o.err != nil:
		return "ERROR " + o.err.Error(), false
	case o.known != "" && len(o.misses) == 0:
		return "MISS  all is as expected, but it is listed as a known miss (" + o.known + "): take it off the list", false
	case o.known != "":
		return "known miss: " + o.known + ": " + strings.Join(o.misses, "; "), true
	case len(o.misses) > 0:
		return "MISS  " + strings.Join(o.misses, "; "), false
	}
	return "ok", true
}

// checkOne runs one scenario and compares its report with what is expected.
func (s *session) checkOne(ctx context.Context, doctor, name, keep string) outcome {
	base, isYAML := strings.CutSuffix(filepath.Base(name), ".yaml")
	o := outcome{name: base}
	if !isYAML {
		o.err = errors.New("a scenario's name ends in .yaml")
		return o
	}
	text, err := os.ReadFile(strings.TrimSuffix(name, ".yaml") + ".expect")
	if err != nil {
		o.err = err
		return o
	}
	want, err := readExpectation(string(text))
	if err != nil {
		o.err = fmt.Errorf("%s.expect: %w", base, err)
		return o
	}
	data, _, err := s.bundleOf(ctx, name)
	if err != nil {
		o.err = err
		return o
	}
	file := filepath.Join(s.dir, base+".tar.gz")
	if keep != "" {
		file = filepath.Join(keep, base+".tar.gz")
	}
	if o.err = os.WriteFile(file, data, 0o644); o.err != nil {
		return o
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, doctor, slices.Concat([]string{"analyze", "--format", "json"}, want.args, []string{file})...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		o.err = err
		return o
	}
	d := &analyze.Diagnosis{}
	if err := json.Unmarshal(stdout.Bytes(), d); err != nil {
		o.err = fmt.Errorf("the report: %w\n%s", err, stderr.String())
		return o
	}
	o.known, o.misses = want.miss, want.compare(cmd.ProcessState.ExitCode(), d)
	return o
}

// bundleOf runs the scenario of a file and returns its bundle and its halves.
func (s *session) bundleOf(ctx context.Context, name string) ([]byte, []half, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	sc, err := ReadScenario(text)
	if err != nil {
		return nil, nil, err
	}
	halves, err := s.run(ctx, sc)
	if err != nil {
		return nil, nil, err
	}
	data, err := merge(halves)
	return data, halves, err
}
