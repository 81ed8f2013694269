package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme runs the README's first command and compares the report that stands below it.
func TestReadme(t *testing.T) {
	text := readFile(t, "README.md")
	_, rest, ok := strings.Cut(text, "$ go run . ")
	command, rest, ok2 := strings.Cut(rest, "\n")
	before, rest, ok3 := strings.Cut(rest, "```text\n")
	want, after, ok4 := strings.Cut(rest, "```\n")
	if !ok || !ok2 || !ok3 || !ok4 {
		t.Fatal("README.md has no command `go run .` with a report in a text block below it")
	}
	var stdout, stderr bytes.Buffer
	run(strings.Fields(command), strings.NewReader(""), &stdout, &stderr)
	if *update {
		head := text[:strings.Index(text, command)] + command + "\n" + before + "```text\n"
		if err := os.WriteFile("README.md", []byte(head+stdout.String()+"```\n"+after), 0o644); err != nil {
			t.Fatal(err)
		}
		want = stdout.String()
	}
	if diff := cmp.Diff(want, stdout.String()); diff != "" {
		t.Errorf("the report in README.md is not what the command prints (-want +got):\n%s", diff)
	}
}

// TestReadmeCommands checks that every kvdoctor command and flag that the README shows exists.
func TestReadmeCommands(t *testing.T) {
	known := map[string]bool{}
	for _, c := range commands() {
		known[c.name] = true
	}
	for _, line := range strings.Split(readFile(t, "README.md"), "\n") {
		line, shown := strings.CutPrefix(strings.Replace(line, "./kvdoctor", "kvdoctor", 1), "$ kvdoctor ")
		if name, _, _ := strings.Cut(line, " "); shown && !known[name] {
			t.Errorf("README.md shows the command %q, which does not exist", name)
		}
	}
}
