package main

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDocuments runs the commands of documents that are followed by their output in a block of text, and compares it.
func TestDocuments(t *testing.T) {
	const begin, between = "```console\n$ kvdoctor ", "\n```\n\n```text\n"
	for _, name := range []string{"report/READING.md"} {
		text := readFile(t, name)
		var out strings.Builder
		examples := 0
		for rest := text; ; {
			before, after, ok := strings.Cut(rest, begin)
			out.WriteString(before)
			if !ok {
				break
			}
			out.WriteString(begin)
			command, tail, shown := strings.Cut(after, between)
			if !shown || strings.Contains(command, "\n") { // shown without its output
				rest = after
				continue
			}
			_, rest, ok = strings.Cut("\n"+tail, "\n```\n")
			if !ok {
				t.Fatalf("%s: the output of %q has no end", name, command)
			}
			out.WriteString(command + between + printed(t, command) + "```\n")
			examples++
		}
		if examples == 0 {
			t.Errorf("%s shows no command with its output", name)
		}
		upToDate(t, name, out.String())
	}
}

// printed runs a command line of kvdoctor's, possibly with "| head -n N" behind it.
func printed(t *testing.T, line string) string {
	t.Helper()
	line, count, cut := strings.Cut(line, " | head -n ")
	status, out, stderr := kvdoctor("", strings.Fields(line)...)
	if status == exitUsage || status == exitUnreadable || stderr != "" {
		t.Errorf("kvdoctor %s: status %d\n%s", line, status, stderr)
	}
	if !cut {
		return out
	}
	most, err := strconv.Atoi(count)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(out, "\n")
	return strings.Join(lines[:min(most, len(lines))], "")
}

// upToDate compares a stored file with what it should hold; -update rewrites it.
func upToDate(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readFile(t, name), want); diff != "" {
		t.Errorf("%s is stale; go test . -update rewrites it (-stored +now):\n%s", name, diff)
	}
}

// TestReference checks that the reference beside the catalogue is what rules prints.
func TestReference(t *testing.T) {
	_, out, _ := kvdoctor("", "rules", "--format", "markdown")
	upToDate(t, "analyze/CHECKS.md", out)
}

// TestDocumentLinks checks that what documents link to exists.
func TestDocumentLinks(t *testing.T) {
	for _, name := range []string{"README.md", "report/READING.md", "analyze/CHECKS.md"} {
		text := readFile(t, name)
		for _, part := range strings.Split(text, "](")[1:] {
			target, _, _ := strings.Cut(part, ")")
			anchor, within := strings.CutPrefix(target, "#")
			switch {
			case strings.Contains(target, "://"):
			case within && !strings.Contains(text, "\n## "+heading(anchor)+"\n"):
				t.Errorf("%s links to %s, which is not there", name, target)
			case !within:
				if _, err := os.Stat(strings.TrimSuffix(name, baseOf(name)) + target); err != nil {
					t.Errorf("%s links to %s, which is not there", name, target)
				}
			}
		}
	}
}

// heading returns the heading that an anchor of the reference stands for: the code in capitals, then the slug.
func heading(anchor string) string {
	code, slug, _ := strings.Cut(anchor, "-")
	return strings.ToUpper(code) + " " + slug
}

// baseOf returns the last name of a path.
func baseOf(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }
