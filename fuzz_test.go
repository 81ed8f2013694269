package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kvdoctor/collect"
	"kvdoctor/parse"
)

// FuzzReader reads any bytes as a bundle, from the container to the facts, and holds that every line that is quoted
// stands in the file where it is said to stand.
func FuzzReader(f *testing.F) {
	for _, dir := range []string{"testdata/parse", "testdata/bundles", corpus} {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			if data, err := os.ReadFile(path); err == nil && len(data) < 8<<10 {
				f.Add(data)
			}
			return nil
		})
	}
	limits := collect.DefaultLimits()
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := collect.Open("-", strings.NewReader(string(data)), limits)
		if err != nil {
			return
		}
		for i := range b.Captures {
			readCapture(t, &b.Captures[i], limits)
		}
	})
}

// readCapture reads one capture and checks its quotes.
func readCapture(t *testing.T, c *collect.Capture, limits collect.Limits) {
	t.Helper()
	if a, b := strings.Count(c.Text, "\n"), strings.Count(fileText(c), "\n"); a != b {
		t.Fatalf("%s: %d lines when cleaned, %d in the file", c.Path, a, b)
	}
	next := c.Line
	for _, s := range parse.Survey(source(c, limits)) {
		if s.Line != next {
			t.Fatalf("%s: a section begins at line %d, want %d", c.Path, s.Line, next)
		}
		next += s.Lines
		s.Quality()
		for _, r := range s.Records {
			parse.Fields(r.Fact)
			for _, cite := range r.Fact.Cites() {
				checkCite(t, c, cite)
			}
		}
	}
}

// fileText returns a capture's text as it stands in the file.
func fileText(c *collect.Capture) string {
	if c.Original != "" {
		return c.Original
	}
	return c.Text
}

// checkCite fails the test unless a line is quoted as it stands.
func checkCite(t *testing.T, c *collect.Capture, cite parse.Cite) {
	t.Helper()
	if cite.Line == 0 && cite.Text == "" {
		return
	}
	if c.Stderr != nil && cite.File == c.Stderr.Path {
		c = c.Stderr
	}
	if cite.Line == c.CommandLine && strings.HasPrefix(strings.TrimSpace(c.Prompt), cite.Text) {
		return // the prompt above it
	}
	lines := strings.Split(fileText(c), "\n")
	i := cite.Line - c.Line
	if i < 0 || i >= len(lines) || !strings.HasPrefix(strings.TrimSpace(lines[i]), cite.Text) {
		t.Fatalf("%s: line %d is said to be %q", c.Path, cite.Line, cite.Text)
	}
}
