package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/collect"
	"kvdoctor/parse"
	"kvdoctor/report"
)

// A redaction is one run of redact.
type redaction struct {
	input  string
	output string
	table  string // file of --map; empty for none
	key    string // file of --key; empty for a key of this run alone
	keep   []string
	limits collect.Limits
	stdin  []byte // what was read from standard input
}

// redactExamples show what redact is for.
var redactExamples = []example{
	{"redact --key our.key fabrikam.tar.gz -o shared.tar.gz", "the same key gives the same names, so that before and after compare"},
	{"redact --key our.key --map names.tsv fabrikam.tar.gz -o shared.tar.gz", "and a table that leads back to the names, to keep"},
	{"redact --keep vault,public-ip fabrikam.tar.gz -o shared.tar.gz", "leave the vault's name and public addresses"},
}

// redactCommand writes a bundle that can be shared.
func redactCommand(flags *pflag.FlagSet) func([]string, streams) int {
	a := redaction{limits: collect.DefaultLimits()}
	flags.StringVarP(&a.output, "output", "o", "", "the `file` to write, or the folder where the bundle is one")
	flags.StringVar(&a.key, "key", "", "`file` with the key; made if it is not there. The same key gives the same names")
	flags.StringVar(&a.table, "map", "", "`file` for the table from pseudonyms to names; it undoes the redaction")
	flags.StringSliceVar(&a.keep, "keep", nil, "`kinds` of names to keep: "+strings.Join(collect.KeepKinds(), ", "))
	limitFlags(flags, &a.limits)
	return func(args []string, s streams) int {
		switch {
		case len(args) != 1:
			return s.fail(exitUsage, "redact takes one bundle", "kvdoctor redact --help lists the flags")
		case a.output == "" || a.output == "-":
			return s.fail(exitUsage, "no output given", "-o takes a file, or a folder where the bundle is one")
		}
		for _, k := range a.keep {
			if !slices.Contains(collect.KeepKinds(), k) {
				return s.fail(exitUsage, fmt.Sprintf("--keep %q is not known, expected %s", k, strings.Join(collect.KeepKinds(), ", ")), "")
			}
		}
		if err := checkLimits(a.limits); err != nil {
			return s.fail(exitUsage, err.Error(), "")
		}
		a.input = args[0]
		for _, name := range []string{a.output, a.key, a.table} {
			if name != "" && inside(a.input, name) {
				return s.fail(exitUsage, fmt.Sprintf("%s lies in the bundle", name), "keep key, table and output elsewhere: what is in the bundle is shared")
			}
		}
		return a.run(s)
	}
}

// inside reports whether a file lies in a folder.
func inside(folder, name string) bool {
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return false
	}
	root, err := filepath.Abs(folder)
	if err != nil {
		return false
	}
	full, err := filepath.Abs(name)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(root, full)
	return err == nil && filepath.IsLocal(rel)
}

// run redacts the bundle.
func (a *redaction) run(s streams) int {
	key, err := a.loadKey(s)
	if err != nil {
		return s.fail(exitUsage, err.Error(), "--key takes a file that an earlier run made, or the name of a new one")
	}
	if a.input == "-" {
		if a.stdin, err = io.ReadAll(io.LimitReader(s.in, a.limits.TotalBytes+1)); err != nil {
			return s.fail(exitUnreadable, err.Error(), "")
		}
		if int64(len(a.stdin)) > a.limits.TotalBytes {
			return s.fail(exitUnreadable, "standard input is longer than --max-total-bytes", "save it to a file and name the file")
		}
	}
	b := collect.NewRedaction(key, a.keep)
	c, err := a.learn(b)
	if err != nil {
		return s.fail(exitUnreadable, err.Error(), hintOf(err))
	}
	for _, p := range c.Problems {
		if p.Kind == collect.Stopped {
			return s.fail(exitUnreadable, p.File+": "+p.Detail, "nothing was written: what was not read could not be redacted")
		}
	}
	if len(c.Paths) == 0 {
		return s.fail(exitUnreadable, c.Name+": nothing in it could be read", "")
	}
	leaks, err := a.write(b, c)
	switch {
	case err != nil:
		return s.fail(exitUsage, err.Error(), "-o takes a file, or a folder that is not there yet, in a folder that can be written to")
	case len(leaks) > 0:
		for _, l := range leaks {
			s.fail(exitUnreadable, "leak: "+l.String(), "")
		}
		return s.fail(exitUnreadable, "nothing was written", "take these lines out of the bundle by hand and run redact again")
	}
	return a.tell(b, s)
}

// learn makes the walks over the bundle in which nothing is written.
func (a *redaction) learn(b *collect.Redaction) (*collect.Container, error) {
	c, err := collect.Walk(a.input, bytes.NewReader(a.stdin), a.limits, b.Scan)
	if err != nil {
		return nil, err
	}
	b.Scanned(c)
	_, err = collect.Walk(a.input, bytes.NewReader(a.stdin), a.limits, func(m collect.Member) error {
		return b.Learn(m, func(r *collect.Redactor) { a.learnCaptures(r, m) })
	})
	if e := b.Learned(); err == nil {
		err = e
	}
	return c, err
}

// learnCaptures learns from what the readers make of a member.
func (a *redaction) learnCaptures(r *collect.Redactor, m collect.Member) {
	for _, capture := range m.Captures(a.limits) {
		if capture.Command == "" || !r.Repeats(capture.Machine+"\n"+capture.Command+"\n"+capture.Text) {
			learnRecords(r, parse.Read(source(&capture, a.limits)))
		}
	}
}

// tell writes the table and says what a person should know.
func (a *redaction) tell(b *collect.Redaction, s streams) int {
	if a.table != "" {
		var t strings.Builder
		for _, e := range b.Redactor.Entries() {
			fmt.Fprintf(&t, "%s\t%s\t%s\n", report.Visible(e[0]), report.Visible(e[1]), e[2])
		}
		if err := writeSecret(a.table, t.String()); err != nil {
			return s.fail(exitUsage, err.Error(), "--map takes a file in a folder that can be written to")
		}
		s.note(fmt.Sprintf("the table that undoes the redaction is in %s; do not share it", a.table))
	}
	for _, n := range b.Notes {
		s.note(n)
	}
	if left := b.Redactor.Left(); len(left) > 0 {
		const most = 12
		more := ""
		if len(left) > most {
			more = fmt.Sprintf(" and %d more", len(left)-most)
			left = left[:most]
		}
		s.note("too short or too common to be replaced in running text, only where they are certainly names: " + strings.Join(left, ", ") + more)
	}
	if a.key == "" {
		s.note("the key was made for this run alone: another run gives other names. --key FILE keeps one")
	}
	return exitOK
}

// note prints what a person should know.
func (s streams) note(text string) { fmt.Fprintf(s.err, "kvdoctor: note: %s\n", report.Visible(text)) }

// loadKey reads the key, or makes one.
func (a *redaction) loadKey(s streams) (collect.RedactionKey, error) {
	var key collect.RedactionKey
	if a.key != "" {
		text, err := os.ReadFile(a.key)
		if err == nil {
			if key, err = collect.ParseRedactionKey(string(text)); err != nil {
				return key, fmt.Errorf("%s: %w", a.key, err)
			}
			return key, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return key, fmt.Errorf("cannot read %s: %w", a.key, reason(err))
		}
	}
	if _, err := rand.Read(key[:]); err != nil {
		return key, err
	}
	if a.key == "" {
		return key, nil
	}
	if err := writeSecret(a.key, key.String()+"\n"); err != nil {
		return key, err
	}
	s.note(fmt.Sprintf("made the key %s; whoever has it can undo the redaction, so keep it and do not share it", a.key))
	return key, nil
}

// writeSecret writes a file that nobody else may read.
func writeSecret(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return &outputError{name, err, false}
	}
	if info, e := f.Stat(); e == nil && info.Mode().IsRegular() {
		err = f.Chmod(0o600) // of a file that was there before
	}
	if err == nil {
		_, err = f.WriteString(text)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return &outputError{name, err, true}
	}
	return nil
}
