package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// textReports returns the stored text reports of the scenarios and the captured deployments, by name.
func textReports(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"testdata/script/*.txtar", "testdata/bundles/*.want"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no files (%v)", pattern, err)
		}
		for _, name := range names {
			if filepath.Ext(name) == ".want" {
				out[name] = readFile(t, name)
				continue
			}
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range archive.Files {
				if strings.HasPrefix(f.Name, "want") && answered.Match(f.Data) {
					out[name+" "+f.Name] = string(f.Data)
				}
			}
		}
	}
	return out
}

// answered is how a report of one case or of several begins: with the case and its verdict.
var answered = regexp.MustCompile(`^\S+: (problem|attention|healthy|inconclusive)\b`)

// afterFirstScreen are the titles of the parts that follow the answer.
var afterFirstScreen = regexp.MustCompile(`(?m)^(Commands|Also found|Entries of --accept|To know more|Addresses|Lookups of |Requests$|Connections$|Predicted from)`)

// TestFirstScreen checks that the answer of every case, with proof, fix, effects and what is not known, fits on one screen,
// and that only what cannot be broken goes beyond 80 columns: a single word, or a command, which is there to be copied.
func TestFirstScreen(t *testing.T) {
	const columns, usual, most = 80, 30, 40 // most: for three roots
	for name, text := range textReports(t) {
		screen := text
		if at := afterFirstScreen.FindStringIndex(text); at != nil {
			screen = text[:at[0]]
		}
		lines := 0
		for line := range strings.Lines(screen) {
			lines += 1 + max(0, len(strings.TrimSuffix(line, "\n"))-1)/columns // as the terminal breaks it
		}
		roots := strings.Count(screen, "\nRoot cause")
		if lines > most || roots <= 1 && !strings.Contains(screen, "\nWhat if\n") && lines > usual {
			t.Errorf("%s: the first screen has %d lines, with %d root causes", name, lines, roots)
		}
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if len([]rune(line)) > columns && strings.Contains(strings.TrimSpace(line), " ") && !strings.HasPrefix(strings.TrimSpace(line), "$ ") {
				t.Errorf("%s: beyond %d columns: %s", name, columns, line)
			}
		}
	}
}

// TestCalm checks that a healthy case is short, and alarms and asks for nothing.
func TestCalm(t *testing.T) {
	healthy := 0
	for name, text := range textReports(t) {
		first, _, _ := strings.Cut(text, "\n")
		if !strings.HasSuffix(first, ": healthy") || strings.Contains(text, "  accepted  ") {
			continue
		}
		healthy++
		for _, word := range []string{"Root cause", "Not known", "Commands", "To know more", " error", " broken"} {
			if strings.Contains(text, word) {
				t.Errorf("%s: a healthy case says %q", name, word)
			}
		}
		if head, _, _ := strings.Cut(text, "\n\nAddresses"); strings.Count(head, "\n") > 8 && !strings.Contains(head, "Also found") {
			t.Errorf("%s: %d lines before the tables:\n%s", name, strings.Count(head, "\n"), head)
		}
	}
	if healthy < 10 {
		t.Errorf("%d healthy cases, want some to look at", healthy)
	}
}
