package report

import (
	"fmt"
	"io"
	"strings"

	"kvdoctor/analyze"
)

// writeDiffMarkdown prints a comparison for a ticket or a pull request.
func writeDiffMarkdown(w io.Writer, d *analyze.Delta, o Options) error {
	var b strings.Builder
	fmt.Fprintf(&b, "**Did the change work? %s:** %s\n\n", answers[d.Answer].word, markdown(d.Headline))
	markdownTable(&b, []string{string(vaultOf(d)), "before", "after"}, sideRows(d))
	for i, n := range d.Notes {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "- %s\n", markdown(n))
	}
	for _, part := range diffParts {
		markdownFindings(&b, d, part.state, part.title)
	}
	for i, line := range lostLines(d, o) {
		if i == 0 {
			b.WriteString("\n### Passed before, and not decided any more\n\n")
		}
		fmt.Fprintf(&b, "- %s\n", markdown(line))
	}
	for i, s := range d.Steps() {
		if i == 0 {
			b.WriteString("\n### To decide it, capture\n\n")
		}
		fmt.Fprintf(&b, "    %s\n", Visible(s.Command)) // an indented block, in which nothing is markup
	}
	markdownFacts(&b, d)
	_, err := io.WriteString(w, b.String())
	return err
}

// markdownFindings prints the findings of which the same became.
func markdownFindings(b *strings.Builder, d *analyze.Delta, state analyze.Change, title string) {
	var rows [][]string
	for i := range d.Findings {
		f := &d.Findings[i]
		if f.State != state {
			continue
		}
		side, when := toldSide(f)
		says := side.Detail + accepted(side)
		if f.Reason != "" {
			says += " (" + string(f.Reason) + ")"
		}
		at := "-"
		if len(side.Cites) > 0 {
			at = when + ": " + placeOf(side.Cites)
		}
		rows = append(rows, []string{f.Code + " " + f.Slug, string(side.Severity), says, at})
	}
	if rows != nil {
		b.WriteString("\n### " + title + "\n\n")
		markdownTable(b, []string{"check", "severity", "what", "where"}, rows)
	}
}

// markdownFacts prints what is different.
func markdownFacts(b *strings.Builder, d *analyze.Delta) {
	var rows [][]string
	for i := range d.Facts {
		f := &d.Facts[i]
		if len(f.Fields) == 0 {
			rows = append(rows, []string{factTitle(f), "-", "-", "-"})
		}
		for j, x := range f.Fields {
			title := factTitle(f)
			if j > 0 {
				title = ""
			}
			rows = append(rows, []string{title, x.Name, orDash(x.Before), orDash(x.After)})
		}
	}
	if rows != nil {
		b.WriteString("\n### What is different\n\n")
		markdownTable(b, []string{"fact", "field", "before", "after"}, rows)
	}
}

// markdownTable prints a table; the header is captured text too.
func markdownTable(b *strings.Builder, header []string, rows [][]string) {
	row := func(cells []string) {
		for _, c := range cells {
			b.WriteString("| " + markdown(c) + " ")
		}
		b.WriteString("|\n")
	}
	row(header)
	b.WriteString(strings.Repeat("|---", len(header)) + "|\n")
	for _, r := range rows {
		row(r)
	}
}
