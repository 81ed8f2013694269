package report

import (
	"fmt"
	"io"
	"strings"

	"kvdoctor/analyze"
)

// writeReference prints the reference of all checks in Markdown: a table, then a section each.
func writeReference(w io.Writer, entries []analyze.Entry) error {
	var b strings.Builder
	b.WriteString("# The checks\n\nWhat `kvdoctor rules --format markdown` prints; `kvdoctor explain CODE` prints one of them. " +
		"A severity that depends on the case is the worst.\nNames in {braces} are filled in from the evidence.\n\n")
	b.WriteString("| code | slug | severity | title |\n|---|---|---|---|\n")
	for _, e := range entries {
		fmt.Fprintf(&b, "| %s | %s | %s | [%s](#%s-%s) |\n", e.Code, e.Slug, e.Severity, strings.ReplaceAll(prose(e.Title), "|", `\|`), strings.ToLower(e.Code), e.Slug)
	}
	for _, e := range entries {
		reference(&b, e)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// reference prints the section of one check.
func reference(b *strings.Builder, e analyze.Entry) {
	fmt.Fprintf(b, "\n## %s %s\n\n%s (%s).\n\n%s\n", e.Code, e.Slug, prose(e.Title), e.Severity, prose(e.Means))
	paragraph := func(title, text string) {
		if text != "" {
			fmt.Fprintf(b, "\n**%s:** %s\n", title, prose(text))
		}
	}
	paragraph("How it comes about", e.Why)
	paragraph("How to confirm", e.Confirm)
	paragraph("What to do", e.Fix.Summary)
	block(b, "console", "$ ", e.Fix.Commands)
	paragraph("In the portal", e.Fix.Portal)
	if len(e.Fix.PowerShell) > 0 {
		b.WriteString("\n**In PowerShell:**\n")
	}
	block(b, "powershell", "", e.Fix.PowerShell)
	if len(e.Fix.Verify) > 0 {
		b.WriteString("\n**Then check:**\n")
	}
	block(b, "console", "$ ", e.Fix.Verify)
	var needs []string
	for _, n := range e.Needs {
		needs = append(needs, string(n))
	}
	paragraph("What it needs", strings.Join(needs, ", "))
	paragraph("What it explains", strings.Join(e.Explains, ", "))
	if e.Article != "" {
		paragraph("In the article", fmt.Sprintf("section %d, %q", e.Section, e.Article))
	}
	paragraph("Sources", strings.Join(e.Sources, "; "))
}

// block prints commands as a block of code, nothing where there are none.
func block(b *strings.Builder, language, prompt string, commands []string) {
	if len(commands) == 0 {
		return
	}
	fmt.Fprintf(b, "\n```%s\n", language)
	for _, c := range commands {
		b.WriteString(prompt + c + "\n")
	}
	b.WriteString("```\n")
}

// prose makes the catalogue's own text Markdown: what stands between backquotes is code, the rest has no markup.
func prose(text string) string {
	parts := strings.Split(text, "`")
	for i := range parts {
		if i%2 == 0 {
			parts[i] = strings.NewReplacer("<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`, "[", `\[`).Replace(parts[i])
		}
	}
	return strings.Join(parts, "`")
}
