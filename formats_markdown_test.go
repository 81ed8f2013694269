package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// proseLines returns the lines of Markdown that stand in no fenced block. The error names a block that does not end.
func proseLines(out string) ([]string, error) {
	var lines []string
	fence := ""
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		marks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "":
			if line == marks && len(marks) >= len(fence) {
				fence = ""
			}
		case len(marks) >= 3 && !strings.Contains(line[len(marks):], "`"):
			fence = marks
		default:
			lines = append(lines, line)
		}
	}
	if fence != "" {
		return nil, fmt.Errorf("a block that begins with %s has no end", fence)
	}
	return lines, nil
}

// The lines of a Markdown report that are read back.
var (
	markdownRoot  = regexp.MustCompile(`^## Root cause \d+: (KV\d+) [a-z0-9-]+ \([a-z]+\)$`)
	markdownOther = regexp.MustCompile(`^- \*\*(KV\d+)\*\* [a-z0-9-]+ \([a-z]+\), about (.*)$`)
)

// readMarkdown reads a report in Markdown by its headings and lists.
func readMarkdown(out string) (said, error) {
	var s said
	lines, err := proseLines(out)
	if err != nil {
		return s, err
	}
	s.Verdict = lines[0][strings.LastIndex(lines[0], ": ")+2:]
	code := ""
	for _, line := range lines {
		if value, ok := strings.CutPrefix(line, "- private path: "); ok {
			s.PrivatePath = strings.Trim(value, "*")
		}
		if value, ok := strings.CutPrefix(line, "- public access: "); ok {
			s.PublicAccess = strings.Trim(value, "*")
		}
		if m := markdownRoot.FindStringSubmatch(line); m != nil {
			code = m[1]
		}
		if m := markdownOther.FindStringSubmatch(line); m != nil {
			s.Findings = append(s.Findings, aboutOf(m[1], m[2]))
		}
		if about, ok := strings.CutPrefix(line, "This is about "); ok && code != "" {
			s.Roots = append(s.Roots, aboutOf(code, about))
			s.Findings = append(s.Findings, aboutOf(code, about))
			code = ""
		}
	}
	slices.Sort(s.Findings)
	return s, nil
}

// aboutOf names the finding of a code that a line says to be about a subject, and seen from a vantage.
func aboutOf(code, about string) string {
	subject, rest := codeSpan(about)
	vantage := ""
	if rest, ok := strings.CutPrefix(rest, ", seen from "); ok {
		vantage, _ = codeSpan(rest)
	}
	return findingName(code, subject, vantage)
}

// codeSpan returns the text of a code span at the beginning of a line, and what follows.
func codeSpan(s string) (text, rest string) {
	fence := s[:len(s)-len(strings.TrimLeft(s, "`"))]
	for i := len(fence); i < len(s); i++ {
		run := s[i : len(s)-len(strings.TrimLeft(s[i:], "`"))]
		if run == fence {
			text, rest = s[len(fence):i], s[i+len(run):]
			break
		}
		i += max(len(run)-1, 0)
	}
	if strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") && strings.Contains(text, "`") {
		text = text[1 : len(text)-1]
	}
	return text, rest
}

// spans are the code spans of a line of Markdown, by the length of their fence.
var spans = []*regexp.Regexp{
	regexp.MustCompile("(^|[^`\\\\])`{4}[^`](.*?[^`])?`{4}($|[^`])"), regexp.MustCompile("(^|[^`\\\\])`{3}[^`](.*?[^`])?`{3}($|[^`])"),
	regexp.MustCompile("(^|[^`\\\\])`{2}[^`](.*?[^`])?`{2}($|[^`])"), regexp.MustCompile("(^|[^`\\\\])`[^`]+`($|[^`])"),
}

// active is what must not stand in a line outside of code: HTML but for folds, links, pictures, and what sites make of
// signs: mentions, numbers of issues, addresses, formulas.
var active = regexp.MustCompile(`<[^>]|(^|[^\\])\]\(|://|www\.|@|[#!]\d|\$|\|\||[\x00-\x08\x0b-\x1f]`)

// markdownIsInert checks that no captured text of a report does anything: what stands outside of code has no links, no
// HTML but folds, no mentions; all rows of a table have the same number of cells.
func markdownIsInert(t *testing.T, out string) {
	t.Helper()
	lines, err := proseLines(out)
	if err != nil {
		t.Fatal(err)
	}
	columns := 0
	for i, line := range lines {
		bare := line
		for _, span := range spans {
			for prev := ""; prev != bare; {
				prev, bare = bare, span.ReplaceAllString(bare, "${1} ")
			}
		}
		fold := line == "</details>" || strings.HasPrefix(line, "<details><summary>") && strings.HasSuffix(line, "</summary>")
		if found := active.FindString(bare); found != "" && !fold {
			t.Errorf("line %d has %q outside of code: %s", i+1, found, line)
		}
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		if n := strings.Count(line, "|"); columns == 0 {
			columns = n
		} else if n != columns {
			t.Errorf("line %d has %d bars, the table's first %d: %s", i+1, n, columns, line)
		}
	}
}
