package parse

import (
	"strings"
	"testing"
)

// checkQuotes fails the test unless every cite of every record quotes the line that it names: the
// invariant that all fuzz targets of this package hold.
func checkQuotes(t *testing.T, src Source, records []Record) {
	t.Helper()
	files := map[string]Source{src.File: src}
	if src.Stderr != nil {
		files[src.Stderr.File] = *src.Stderr
	}
	for _, r := range records {
		for _, c := range r.Fact.Cites() {
			checkQuote(t, files, c)
		}
	}
}

func checkQuote(t *testing.T, files map[string]Source, c Cite) {
	t.Helper()
	src, ok := files[c.File]
	if !ok {
		t.Fatalf("cite of unknown file %q", c.File)
	}
	if c.Line == 0 {
		if c.Text != "" {
			t.Fatalf("line 0 of %q quotes %q, want nothing", c.File, c.Text)
		}
		return
	}
	text := src.Text
	if src.Original != "" {
		text = src.Original
	}
	lines := strings.Split(text, "\n")
	i := c.Line - max(src.Line, 1)
	if i < 0 || i >= len(lines) {
		t.Fatalf("cite of %q names line %d of %d", c.File, c.Line, len(lines))
	}
	if got := strings.TrimSpace(lines[i]); !strings.HasPrefix(got, c.Text) || (c.Text == "" && got != "") {
		t.Fatalf("cite of %q line %d quotes %q, the line is %q", c.File, c.Line, c.Text, got)
	}
}
