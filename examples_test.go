package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// exampleFiles returns the files that the examples of help name.
func exampleFiles(t *testing.T) map[string][]byte {
	t.Helper()
	machine, solved := readFile(t, broken), readFile(t, good)
	laptop := map[string]string{"vantage/laptop/dns/host.txt": privateLookup}
	return map[string][]byte{"fabrikam.tar.gz": []byte(solved), "machine.tar.gz": []byte(machine), "admin.tar.gz": []byte(readFile(t, "testdata/bundles/azure-no-zone.tar.gz")),
		"before.tar.gz": []byte(machine), "after.tar.gz": []byte(solved), "pasted.txt": []byte(privateLookup), "laptop.tar.gz": gzipOf(t, tarOf(t, laptop)),
		"tickets/1.tar.gz": []byte(machine), "tickets/2.tar.gz": []byte(solved), ".local/share/bash-completion/completions/x": nil,
		".zsh/completions/x": nil, ".config/fish/completions/x": nil}
}

// TestExamples runs every example of help and of the manual page with a shell, in the order in which they stand, in a
// folder with the files that they name: none may be a wrong command line or find its file unreadable.
func TestExamples(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the examples are for a POSIX shell")
	}
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, "kvdoctor")); err != nil {
		t.Fatal(err) // under this name the test binary is the program
	}
	for name, data := range exampleFiles(t) {
		writeBelow(t, filepath.Join(dir, name), data)
	}
	examples := slices.Clone(beginnings)
	for _, c := range commands() {
		if len(c.examples) == 0 {
			t.Errorf("kvdoctor %s has no example", c.name)
		}
		for _, e := range c.examples {
			if len(e.does) > 80 || e.does == "" {
				t.Errorf("kvdoctor %s: %q is no short line", e.line, e.does)
			}
		}
		examples = append(examples, c.examples...)
	}
	for _, e := range examples {
		cmd := exec.Command("sh", "-c", "kvdoctor "+e.line)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "HOME="+dir)
		out, err := cmd.CombinedOutput()
		status := cmd.ProcessState.ExitCode()
		if err != nil && (status == exitUsage || status == exitUnreadable || status < 0 || status > exitInconclusive) {
			t.Errorf("kvdoctor %s: %v\n%s", e.line, err, out)
		}
		if strings.Contains(string(out), "kvdoctor: error:") {
			t.Errorf("kvdoctor %s: %s", e.line, out)
		}
	}
}

// TestHelp checks that every command's help shows its examples and flags within the width of a terminal; examples may be
// longer, since they are copied.
func TestHelp(t *testing.T) {
	for _, c := range commands() {
		status, out, stderr := kvdoctor("", c.name, "--help")
		if status != exitOK || stderr != "" {
			t.Errorf("kvdoctor %s --help: status %d\n%s", c.name, status, stderr)
		}
		holds(t, c.name, out, []string{"Usage: kvdoctor " + c.name, "Examples:\n"})
		for _, line := range strings.Split(out, "\n") {
			if len(line) > 90 && !strings.HasPrefix(line, "  $ ") {
				t.Errorf("kvdoctor %s --help: a line of %d characters: %s", c.name, len(line), line)
			}
		}
	}
}

// TestManualPage checks the manual page with mandoc, where it is installed, and that it fits a terminal of 80 columns.
func TestManualPage(t *testing.T) {
	if _, err := exec.LookPath("mandoc"); err != nil {
		t.Skip("mandoc is not here")
	}
	_, page, _ := kvdoctor("", "man")
	cmd := exec.Command("mandoc", "-T", "lint")
	cmd.Stdin = strings.NewReader(page)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("mandoc -T lint: %v\n%s", err, out)
	}
	cmd = exec.Command("mandoc", "-T", "ascii", "-O", "width=80")
	cmd.Stdin = strings.NewReader(page)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var plain []string
	for _, line := range strings.Split(string(out), "\n") {
		var b []rune
		for _, r := range line {
			if r == '\b' {
				b = b[:len(b)-1] // bold is printed twice
			} else {
				b = append(b, r)
			}
		}
		plain = append(plain, string(b))
		if text := strings.TrimSpace(string(b)); len(b) > 80 && !strings.HasPrefix(text, "kvdoctor ") {
			t.Errorf("a line of %d columns: %s", len(b), string(b))
		}
	}
	text := strings.Join(plain, "\n")
	for _, c := range commands() {
		words := []string{"kvdoctor " + c.name}
		for _, e := range c.examples {
			words = append(words, "kvdoctor "+e.line)
		}
		holds(t, "the page", text, words)
	}
}
