package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kvdoctor/report"
)

// TestOutputFile checks that --output writes the whole file or none.
func TestOutputFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.txt")
	writeFile(t, path, bytes.Repeat([]byte("old "), 100000))
	_, want, _ := kvdoctor("", "analyze", good)
	status, out, stderr := kvdoctor("", "analyze", "-o", path, good)
	if status != exitOK || out != "" || stderr != "" {
		t.Errorf("status %d, stdout %q, stderr %q", status, out, stderr)
	}
	if got := readFile(t, path); got != want {
		t.Errorf("the file differs from what is printed:\n%s", got)
	}
	status, out, _ = kvdoctor("", "analyze", "--output", path, broken)
	if status != exitFinding || out != "" || !strings.Contains(readFile(t, path), "problem") {
		t.Errorf("a file that is there is not replaced: status %d, stdout %q", status, out)
	}
	before := readFile(t, path)
	if status, _, _ := kvdoctor("", "analyze", "-o", path, "--format", "xml", good); status != exitUsage || readFile(t, path) != before {
		t.Errorf("a wrong command line touches the file: status %d", status)
	}
	inNowhere := filepath.Join(dir, "nowhere", "report.txt")
	if status, out, stderr := kvdoctor("", "analyze", "-o", inNowhere, good); status != exitUsage || out != "" ||
		!strings.HasPrefix(stderr, "kvdoctor: error: cannot write "+inNowhere+": ") || !strings.Contains(stderr, "kvdoctor: hint: ") {
		t.Errorf("a folder that is not there: status %d, stdout %q, stderr %q", status, out, stderr)
	}
	if status, _, stderr := kvdoctor("", "analyze", "-o", dir, good); status != exitUsage || !strings.Contains(stderr, "cannot write "+dir+": ") {
		t.Errorf("a folder is taken for a file: status %d, stderr %q", status, stderr)
	}
	if names := namesIn(t, dir); !slices.Equal(names, []string{"report.txt"}) {
		t.Errorf("files are left behind: %q", names)
	}
}

// namesIn lists a folder.
func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// TestKeepFails checks that a file that cannot get its name is not left behind under another.
func TestKeepFails(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "folder")
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	p, failed := createBeside(folder, nil)
	if failed != nil {
		t.Fatal(failed)
	}
	p.Write([]byte("report"))
	if err := p.keep(); err == nil || strings.Contains(err.Error(), ".kvdoctor-") {
		t.Errorf("error %v, want one without the passing name", err)
	}
	if names := namesIn(t, dir); !slices.Equal(names, []string{"folder"}) {
		t.Errorf("files are left behind: %q", names)
	}
}

// TestOutputSchema checks that --output takes the schema too.
func TestOutputSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "schema.json")
	if status, out, stderr := kvdoctor("", "analyze", "--schema", "-o", path); status != exitOK || out != "" || stderr != "" {
		t.Errorf("status %d, stdout %q, stderr %q", status, out, stderr)
	}
	if readFile(t, path) != report.Schema {
		t.Error("the file is not the schema")
	}
}

// TestOutputLink checks that a link stays one and what it leads to is written, be it there or not.
func TestOutputLink(t *testing.T) {
	dir := t.TempDir()
	_, want, _ := kvdoctor("", "analyze", good)
	for _, target := range []string{"there", "missing"} {
		link := filepath.Join(dir, "link-"+target)
		if target == "there" {
			writeFile(t, filepath.Join(dir, target), bytes.Repeat([]byte("old "), 100000))
		}
		if err := os.Symlink(target, link); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
		if status, _, stderr := kvdoctor("", "analyze", "-o", link, good); status != exitOK {
			t.Errorf("%s: status %d\n%s", target, status, stderr)
		}
		if to, err := os.Readlink(link); err != nil || to != target {
			t.Errorf("%s: the link is no more: %q, %v", target, to, err)
		}
		if got := readFile(t, filepath.Join(dir, target)); got != want {
			t.Errorf("%s: the file differs from what is printed:\n%s", target, got)
		}
	}
}
