package report

import (
	"fmt"
	"io"
	"strings"

	"kvdoctor/analyze"
)

// writeText prints a report for a person at a terminal. The first screen answers: what is the matter, what proves it, what
// to do, what is not known. What to type, what else was found and the tables of what was read follow.
func writeText(w io.Writer, d *analyze.Diagnosis, o Options) error {
	p := &printer{color: o.Color, all: o.All}
	p.head(d)
	first, rest := firstRoots(d.RootCauses)
	p.roots(d, first, 0)
	if len(rest) > 0 {
		p.line("")
		p.wrap("", fmt.Sprintf("And %d more root causes, below: %s", len(rest), strings.Join(codesOf(rest), ", ")))
	}
	p.notKnown(d)
	p.contrasts(d)
	p.whatIf(d)
	p.commands(first, 0)
	p.roots(d, rest, len(first))
	p.commands(rest, len(first))
	p.others(d)
	if !o.Several {
		p.idleAccepts(d.Accepts)
	}
	p.steps(d)
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
	all   bool // nothing is left out
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

// title prints the title of a part, behind an empty line.
func (p *printer) title(text string) {
	p.line("")
	p.b.WriteString(p.paint(bold, text) + "\n")
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

// width is the number of columns that prose is wrapped at.
const width = 80

// wrap prints a text in lines of at most width columns, the first behind a lead, the others indented as far.
func (p *printer) wrap(lead, text string) { p.wrapBehind(lead, lead, len(lead), text) }

// wrapBehind prints a text in lines of at most width columns, the first behind a lead, which may be shown in colours, the
// others behind so many blanks.
func (p *printer) wrapBehind(lead, shown string, blanks int, text string) {
	indent := strings.Repeat(" ", blanks)
	line := lead
	flush := func() {
		line = strings.TrimRight(line, " ")
		if shown != "" && strings.HasPrefix(line, lead) {
			line = shown + line[len(lead):]
		}
		p.b.WriteString(line + "\n")
		shown = ""
	}
	empty := true
	for _, word := range strings.Fields(Visible(text)) {
		if !empty && len([]rune(line))+1+len([]rune(word)) > width {
			flush()
			line, empty = indent, true
		}
		if !empty {
			line += " "
		}
		line += word
		empty = false
	}
	flush()
}
