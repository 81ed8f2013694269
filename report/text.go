package report

import (
	"fmt"
	"io"
	"strings"

	"kvdoctor/analyze"
)

// writeText prints a report for a person at a terminal: the answer, the roots with proof and fix, then the rest.
func writeText(w io.Writer, d *analyze.Diagnosis, o Options) error {
	p := &printer{color: o.Color}
	p.head(d)
	for i, f := range d.RootCauses {
		p.root(i, f, o)
	}
	p.contrasts(d)
	p.whatIf(d)
	p.others(d)
	p.unknowns(d, o)
	p.tables(d)
	if o.All {
		p.checks(d)
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// A printer collects lines. Everything it prints of a capture is made visible first.
type printer struct {
	b     strings.Builder
	color bool
}

// line prints one line; its arguments are captured text.
func (p *printer) line(format string, args ...any) {
	for i, a := range args {
		switch a := a.(type) {
		case string:
			args[i] = Visible(a)
		case analyze.Opt:
			args[i] = Visible(string(a))
		}
	}
	p.b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " "))
	p.b.WriteByte('\n')
}

// The colours of a terminal, and their end.
const (
	red, yellow, green, bold, plain = "31", "33", "32", "1", "0"
)

// paint colours one of our own words.
func (p *printer) paint(color, s string) string {
	if !p.color {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[" + plain + "m"
}

// colors of the words that carry a judgment.
var colors = map[string]string{
	"problem": red, "broken": red, "error": red, "attention": yellow, "warning": yellow, "open": yellow,
	"healthy": green, "working": green, "closed": green,
}

// judged colours a word by what it says.
func (p *printer) judged(word string) string {
	if c, ok := colors[word]; ok {
		return p.paint(c, word)
	}
	return word
}

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
	for _, v := range d.Facts.Vantages {
		if v.RoleSource == "assumed" {
			p.line("  %s counts as a client; if it is only a control from outside, add --vantage %s=internet", v.Name, v.Name)
		}
	}
}

// root prints a root with its proof, its effects and its fix. The first root's sentence is the headline.
func (p *printer) root(i int, f analyze.Finding, o Options) {
	const most = 4
	p.line("")
	p.b.WriteString(p.paint(bold, fmt.Sprintf("Root cause %d", i+1)) + "  " + f.Code + " " + f.Slug + " (" + p.judged(string(f.Severity)) + ")\n")
	if i > 0 {
		p.wrap("  ", f.Detail+".")
	}
	if o.All || len(f.Cites) <= most {
		p.cites(f.Cites)
	} else {
		p.cites(f.Cites[:most])
		p.line("    and %d more lines", len(f.Cites)-most)
	}
	if len(f.Explains) > 0 {
		p.line("  explains  %s", strings.Join(f.Explains, ", "))
	}
	const few = 6
	switch n := len(f.Candidates); {
	case n > few && !o.All:
		p.wrap("  behind it ", fmt.Sprintf("may be one of %d causes that this evidence does not decide; see below what would", n))
	case n > 0:
		p.wrap("  behind it ", "may be "+strings.Join(f.Candidates, ", ")+", which this evidence does not decide")
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
	for _, c := range f.Fix.Commands {
		p.line("    $ %s", c)
	}
	for i, c := range f.Fix.Verify {
		if i == 0 {
			p.line("  then check")
		}
		p.line("    $ %s", c)
	}
}

// cites prints quoted lines, each below its place where both do not fit on one line.
func (p *printer) cites(cs []analyze.Cite) {
	for _, c := range cs {
		at := Visible(c.File)
		if c.Line > 0 {
			at += fmt.Sprintf(":%d", c.Line)
		}
		if text := clip(Visible(c.Text), width-6); len(at)+len(text)+6 > width && text != "" {
			p.line("    %s", at)
			p.line("      %s", text)
		} else {
			p.line("    %s  %s", at, text)
		}
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

// others prints the findings that are no roots: effects in one line, the rest with a line each.
func (p *printer) others(d *analyze.Diagnosis) {
	root := map[string]bool{}
	for _, f := range d.RootCauses {
		root[f.Code+"\x00"+f.Subject+"\x00"+string(f.Vantage)] = true
	}
	first := true
	for _, f := range d.Findings {
		if root[f.Code+"\x00"+f.Subject+"\x00"+string(f.Vantage)] {
			continue
		}
		if first {
			p.line("")
			p.b.WriteString(p.paint(bold, "Also found") + "\n")
			first = false
		}
		by := ""
		if len(f.ExplainedBy) > 0 {
			by = " (explained by " + strings.Join(f.ExplainedBy, ", ") + ")"
		}
		p.wrap("  "+f.Code+" "+string(f.Severity)+"  ", f.Detail+by)
		if len(f.Cites) > 0 && len(f.ExplainedBy) == 0 {
			p.cites(f.Cites[:1])
		}
	}
}

// unknowns prints the commands that would tell more, the ones that tell most first.
func (p *printer) unknowns(d *analyze.Diagnosis, o Options) {
	const most = 6
	steps := d.NextSteps(o.All)
	for i, s := range steps {
		if i == 0 {
			p.line("")
			p.b.WriteString(p.paint(bold, "To know more, capture") + "\n")
		}
		if i == most && !o.All {
			p.line("  and %d more; --all lists them", len(steps)-most)
			break
		}
		p.line("  $ %s", s.Command)
		p.wrap("      decides ", shorten(s.Codes, 12, o.All))
	}
}

// shorten prints a list of codes, the first few of them unless all are wanted.
func shorten(codes []string, most int, all bool) string {
	if all || len(codes) <= most {
		return strings.Join(codes, " ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(codes[:most], " "), len(codes)-most)
}

// checks prints every check with its outcome.
func (p *printer) checks(d *analyze.Diagnosis) {
	p.line("")
	p.b.WriteString(p.paint(bold, "All checks") + "\n")
	for _, c := range d.Checks {
		on := c.Subject
		if c.Vantage != "" && string(c.Vantage) != c.Subject {
			on += " on " + string(c.Vantage)
		}
		p.line("  %s  %-14s %s", c.Code, string(c.Outcome), on)
	}
}

// width is the number of columns that prose is wrapped at.
const width = 80

// wrap prints a text in lines of at most width columns, the first behind a lead, the others indented as far.
func (p *printer) wrap(lead, text string) {
	indent := strings.Repeat(" ", len(lead))
	line := lead
	empty := true
	for _, word := range strings.Fields(Visible(text)) {
		if !empty && len([]rune(line))+1+len([]rune(word)) > width {
			p.b.WriteString(line + "\n")
			line, empty = indent, true
		}
		if !empty {
			line += " "
		}
		line += word
		empty = false
	}
	p.b.WriteString(strings.TrimRight(line, " ") + "\n")
}
