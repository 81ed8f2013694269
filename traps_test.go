package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestTraps reads captures that were made to be misread, one trap a file, written from descriptions of real output
// by people who had not seen the readers. The last part, "facts", holds what must be found, in the words of
// testdata/conformance, and behind "never" what must not: a line, or all facts of one word.
func TestTraps(t *testing.T) {
	files, err := filepath.Glob("testdata/traps/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no traps", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			last := len(a.Files) - 1
			if last < 1 || a.Files[last].Name != "facts" {
				t.Fatal("no captures, or no facts behind them")
			}
			got := map[string]bool{}
			for _, f := range a.Files[:last] {
				path := filepath.Join(t.TempDir(), filepath.Base(f.Name))
				if err := os.WriteFile(path, f.Data, 0o600); err != nil {
					t.Fatal(err)
				}
				maps.Copy(got, factsIn(t, path))
			}
			judge(t, string(a.Files[last].Data), got)
		})
	}
}

// judge compares what was found with the lines of a trap.
func judge(t *testing.T, facts string, got map[string]bool) {
	t.Helper()
	failed := false
	for line := range strings.Lines(facts) {
		line = strings.TrimSpace(line)
		never, forbidden := strings.CutPrefix(line, "never ")
		switch {
		case line == "":
		case forbidden && (got[never] || !strings.Contains(never, " ") && hasFact(got, never)), !forbidden && !got[line]:
			failed = true
			t.Error(line)
		}
	}
	if failed {
		t.Logf("found:\n%s", strings.Join(slices.Sorted(maps.Keys(got)), "\n"))
	}
}

// hasFact reports whether a fact of that word was found.
func hasFact(got map[string]bool, word string) bool {
	for line := range got {
		if strings.HasPrefix(line, word+" ") {
			return true
		}
	}
	return false
}
