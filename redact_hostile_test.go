package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestRedactHostile redacts captures in which names hide, and looks for the originals with patterns of its own. With
// several processors and with one the output is the same.
func TestRedactHostile(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/redact/hostile.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var originals []string
	for _, f := range archive.Files {
		if f.Name == "originals" {
			originals = strings.Fields(string(f.Data))
			continue
		}
		writeBelow(t, filepath.Join(dir, filepath.FromSlash(f.Name)), f.Data)
	}
	wide := utf16.Encode([]rune("\ufeffkv-quokkabank.vault.azure.net\r\nOttoline.Featherstone@quokkabank.co.uk\r\n"))
	var raw []byte
	for _, u := range wide {
		raw = append(raw, byte(u), byte(u>>8))
	}
	writeBelow(t, filepath.Join(dir, "bundle", "misc", "utf16.txt"), raw)
	writeBelow(t, filepath.Join(dir, "key"), []byte(strings.Repeat("5a", 32)))
	first := redactedFiles(t, dir, "out")
	for _, original := range originals {
		shape := regexp.MustCompile("(?i).{0,40}" + original + ".{0,20}")
		for name, text := range first {
			if found := shape.FindString(name + "\n" + text); found != "" {
				t.Errorf("%s is left in %s: %q", original, name, found)
			}
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if diff := cmp.Diff(first, redactedFiles(t, dir, "alone")); diff != "" {
		t.Errorf("on one processor it is different: %s", diff)
	}
}

// redactedFiles redacts the bundle in a folder and returns what was written.
func redactedFiles(t *testing.T, dir, name string) map[string]string {
	t.Helper()
	var stderr bytes.Buffer
	args := []string{"redact", "--key", filepath.Join(dir, "key"), filepath.Join(dir, "bundle"), "-o", filepath.Join(dir, name)}
	if status := run(args, nil, &bytes.Buffer{}, &stderr); status != exitOK {
		t.Fatal(fmt.Sprint("status ", status, ": ", stderr.String()))
	}
	return filesBelow(t, filepath.Join(dir, name))
}
