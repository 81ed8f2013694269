package report

import (
	"fmt"
	"io"
	"strings"

	"kvdoctor/analyze"
)

// Page returns the manual page of a check.
func Page(e analyze.Entry) string {
	p := &printer{}
	p.line("%s %s (%s)", e.Code, e.Slug, string(e.Severity))
	p.line("%s", e.Title)
	p.section("What it means", e.Means)
	p.section("How it comes about", e.Why)
	p.section("How to confirm", e.Confirm)
	p.section("What to do", e.Fix.Summary)
	for _, c := range e.Fix.Commands {
		p.line("    $ %s", c)
	}
	p.section("In the portal", e.Fix.Portal)
	p.listing("In PowerShell", "PS> ", e.Fix.PowerShell)
	p.listing("Then check", "$ ", e.Fix.Verify)
	var needs []string
	for _, n := range e.Needs {
		needs = append(needs, string(n))
	}
	p.section("What it needs", strings.Join(needs, ", "))
	p.section("What it explains", strings.Join(e.Explains, ", "))
	if e.Article != "" {
		p.section("In the article", fmt.Sprintf("section %d, %q", e.Section, e.Article))
	}
	p.section("Sources", strings.Join(e.Sources, "; "))
	return p.b.String()
}

// section prints a titled paragraph, nothing where the text is empty.
func (p *printer) section(title, text string) {
	if text == "" {
		return
	}
	p.line("")
	p.line("%s", title)
	if strings.TrimSpace(text) != "" {
		p.wrap("  ", text)
	}
}

// listing prints titled commands, nothing where there are none.
func (p *printer) listing(title, prompt string, commands []string) {
	if len(commands) == 0 {
		return
	}
	p.section(title, " ")
	for _, c := range commands {
		p.line("    %s%s", prompt, c)
	}
}

// Catalogue prints the catalogue as text, json or markdown.
func Catalogue(w io.Writer, entries []analyze.Entry, format string) error {
	switch format {
	case "text":
		var rows [][]string
		for _, e := range entries {
			rows = append(rows, []string{e.Code, e.Slug, string(e.Severity), e.Title})
		}
		_, err := io.WriteString(w, Table("", []string{"code", "slug", "severity", "title"}, rows))
		return err
	case "json":
		return WriteValue(w, entries)
	case "markdown":
		return writeReference(w, entries)
	}
	return fmt.Errorf("unknown format %q, expected text, json or markdown", format)
}
