package report

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// head prints the answer.
func (p *printer) head(d *analyze.Diagnosis) {
	name := string(d.Vault.Host)
	if name == "" {
		name = d.Bundle.Name
	}
	p.b.WriteString(p.paint(bold, Visible(name)) + ": " + p.judged(string(d.Verdict)) + "\n")
	p.wrap("", d.Headline)
	p.line("")
	p.b.WriteString("  private path    " + p.judged(string(d.PrivatePath)) + "\n")
	p.b.WriteString("  public access   " + p.judged(string(d.PublicAccess)) + "\n")
	var assumed []string
	for _, v := range d.Facts.Vantages {
		if v.RoleSource == "assumed" {
			assumed = append(assumed, v.Name)
		}
	}
	if n := len(assumed); n > 0 {
		p.wrap("  taken as client ", p.some(assumed, 4)+" (else say --vantage NAME=internet)")
	}
}

// some lists the first few of a list, or all of it where all are wanted.
func (p *printer) some(list []string, most int) string { return some(list, most, p.all) }

// some lists the first few of a list, or all of it.
func some(list []string, most int, all bool) string {
	if all || len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}

// firstRoots returns the roots that stand on the first screen, and the others.
func firstRoots(roots []analyze.Finding) (first, rest []analyze.Finding) {
	const most = 3
	n := len(roots)
	if n > most {
		n = most
	}
	return roots[:n], roots[n:]
}

// codesOf returns the codes of findings, each once.
func codesOf(findings []analyze.Finding) []string {
	var out []string
	for _, f := range findings {
		if !slices.Contains(out, f.Code) {
			out = append(out, f.Code)
		}
	}
	return out
}

// roots prints roots; before is the number of those above.
func (p *printer) roots(d *analyze.Diagnosis, roots []analyze.Finding, before int) {
	for i, f := range roots {
		title := "Root cause"
		if len(d.RootCauses) > 1 {
			title += fmt.Sprintf(" %d", before+i+1)
		}
		p.root(d, title, f)
	}
}

// root prints a root with its proof, its effects and its fix in words.
func (p *printer) root(d *analyze.Diagnosis, title string, f analyze.Finding) {
	p.line("")
	severity := p.judged(string(f.Severity))
	if f.Accepted {
		severity = string(f.Severity) // it alarms nobody
	}
	lead := fmt.Sprintf("%s  %s %s (%s): ", title, f.Code, f.Slug, f.Severity)
	p.wrapBehind(lead, p.paint(bold, title)+fmt.Sprintf("  %s %s (%s): ", f.Code, f.Slug, severity), 2, f.Subject)
	if detail := strings.TrimSuffix(f.Detail, "."); !told(d, detail) {
		p.wrap("  ", detail+".")
	}
	p.cites(f.Cites)
	if effects := p.effects(d, f); effects != "" {
		p.wrap("  explains  ", effects)
	}
	if why := acceptance(d, f); why != "" {
		p.wrap("  accepted  ", why)
	}
	p.wrap("  fix       ", f.Fix.Summary)
	switch says := string(f.Fix.Proof.Predicts); f.Fix.Proof.State {
	case analyze.Proven:
		p.wrap("  proven    ", "on the model: "+says)
	case analyze.NotModelled:
		if says != "" {
			p.wrap("  model     ", says)
		}
	}
}

// effects lists what a root explains: code and slug, and the machines where there are several.
func (p *printer) effects(d *analyze.Diagnosis, root analyze.Finding) string {
	var out []string
	for _, code := range root.Explains {
		text := code
		var on []string
		for _, f := range d.Findings {
			if f.Code != code || !slices.Contains(f.ExplainedBy, root.Code) {
				continue
			}
			text = code + " " + f.Slug
			if name := string(f.Vantage); name != "" && len(d.Facts.Vantages) > 1 && !slices.Contains(on, name) {
				on = append(on, name)
			}
		}
		if len(on) > 0 {
			text += " on " + p.some(on, 3)
		}
		out = append(out, text)
	}
	separator := ", "
	if strings.Contains(strings.Join(out, ""), " on ") {
		separator = "; "
	}
	return strings.Join(out, separator)
}

// acceptance says why and how long a finding is accepted; empty if it is not.
func acceptance(d *analyze.Diagnosis, f analyze.Finding) string {
	a := d.AcceptedBy(f)
	switch {
	case a == nil:
		return ""
	case a.Expires == "":
		return a.Reason
	}
	return a.Reason + ", until " + string(a.Expires)
}

// idleAccepts prints the entries of --accept that cover nothing.
func (p *printer) idleAccepts(accepts []analyze.Acceptance) {
	title := "Entries of --accept that cover nothing"
	for _, a := range accepts {
		says := "no such finding"
		switch a.State {
		case analyze.Matched:
			continue
		case analyze.Expired:
			says = "expired after " + string(a.Expires)
		}
		if title != "" {
			p.title(title)
			title = ""
		}
		p.wrap("  "+a.Code+"  ", a.Subject+": "+says+" ("+a.Reason+")")
	}
}

// cites prints quoted lines, each below its place where both do not fit on one line: the first two and, since the cause
// comes last, the last.
func (p *printer) cites(cs []analyze.Cite) {
	const most = 3
	left := 0
	if n := len(cs); n > most+1 && !p.all { // to leave out one saves nothing
		left = n - most
		cs = append(slices.Clone(cs[:most-1]), cs[n-1])
	}
	for _, c := range cs {
		at := Visible(c.File)
		if c.Line > 0 {
			at += fmt.Sprintf(":%d", c.Line)
		}
		text := Visible(c.Text)
		if !p.all {
			text = clip(text, width-6)
		}
		if len([]rune(at+text))+6 > width && text != "" {
			p.line("    %s", at)
			p.line("      %s", text)
		} else {
			p.line("    %s  %s", at, text)
		}
	}
	if left > 0 {
		p.line("    and %d more lines; --all quotes them", left)
	}
}

// clip cuts a text to a number of characters.
func clip(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-3]) + "..."
}

// commands prints what to type to fix roots, and to check that they are fixed; before is the number of those above.
// Accepted roots stay as they are.
func (p *printer) commands(roots []analyze.Finding, before int) {
	for i, f := range roots {
		if len(f.Fix.Commands)+len(f.Fix.Verify) == 0 || f.Accepted && !p.all {
			continue
		}
		title := "Commands"
		if before+len(roots) > 1 {
			title += fmt.Sprintf(" for root cause %d, %s", before+i+1, f.Code)
		}
		p.title(title)
		for _, c := range f.Fix.Commands {
			p.line("  $ %s", c)
		}
		switch {
		case len(f.Fix.Commands) > 0 && len(f.Fix.Verify) > 0:
			p.line("  then check")
		case len(f.Fix.Verify) > 0:
			p.line("  after the fix, check")
		}
		for _, c := range f.Fix.Verify {
			p.line("  $ %s", c)
		}
	}
}

// told reports whether the headline says a sentence, which it may begin with a capital.
func told(d *analyze.Diagnosis, sentence string) bool {
	return strings.Contains(strings.ToLower(d.Headline), strings.ToLower(sentence))
}
