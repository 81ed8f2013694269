package report

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"kvdoctor/analyze"
)

// DiffSchema is the JSON Schema of a Delta.
//
//go:embed diff.schema.json
var DiffSchema string

// A DiffFormat is one way to print a comparison.
type DiffFormat struct {
	Name  string
	Write func(w io.Writer, d *analyze.Delta, o Options) error
}

// DiffFormats are the formats of a comparison, in the order in which help lists them.
var DiffFormats = []DiffFormat{
	{"text", writeDiffText},
	{"markdown", writeDiffMarkdown},
	{"json", func(w io.Writer, d *analyze.Delta, _ Options) error { return WriteValue(w, d) }},
}

// FindDiff returns the format of a name; ok is false if there is none.
func FindDiff(name string) (f DiffFormat, ok bool) {
	for _, f := range DiffFormats {
		if f.Name == name {
			return f, true
		}
	}
	return DiffFormat{}, false
}

// DiffNames returns the names of the formats of a comparison.
func DiffNames() []string {
	var out []string
	for _, f := range DiffFormats {
		out = append(out, f.Name)
	}
	return out
}

// answers are the first words of a comparison.
var answers = map[analyze.Answer]struct{ word, color string }{
	analyze.Yes:       {"Yes", green},
	analyze.Partly:    {"Partly", yellow},
	analyze.No:        {"No", red},
	analyze.Worsened:  {"No, it is worse", red},
	analyze.CannotSay: {"That cannot be told", yellow},
	analyze.NoFault:   {"There was nothing to fix", green},
}

// diffParts are the findings of a comparison by what became of them, in the order in which they are told.
var diffParts = []struct {
	state analyze.Change
	title string
}{
	{analyze.Fixed, "Fixed"}, {analyze.New, "New"}, {analyze.Remains, "Still there"}, {analyze.Undecidable, "Cannot be decided any more"},
}

// writeDiffText prints a comparison for a terminal: the answer in one line, then what it rests on.
func writeDiffText(w io.Writer, d *analyze.Delta, o Options) error {
	p := &printer{color: o.Color, all: o.All}
	a := answers[d.Answer]
	p.b.WriteString(p.paint(bold, "Did the change work?") + " " + p.paint(a.color, a.word) + ": " + Visible(d.Headline) + "\n")
	p.line("")
	p.b.WriteString(Table("", []string{ascii(string(vaultOf(d))), "before", "after"}, sideRows(d)))
	for i, n := range d.Notes {
		if i == 0 {
			p.line("")
		}
		p.wrap("note: ", n)
	}
	for _, part := range diffParts {
		p.diffFindings(d, part.state, part.title, o)
	}
	p.diffLost(d, o)
	p.diffFacts(d, o)
	_, err := io.WriteString(w, p.b.String())
	return err
}

// vaultOf returns the host of the vault that a comparison is about.
func vaultOf(d *analyze.Delta) analyze.Opt {
	if d.After.Vault != "" {
		return d.After.Vault
	}
	return d.Before.Vault
}

// sideRows are the rows of the table of the two sides.
func sideRows(d *analyze.Delta) [][]string {
	b, a := d.Before, d.After
	return [][]string{{"bundle", b.Bundle, a.Bundle}, {"verdict", string(b.Verdict), string(a.Verdict)},
		{"private path", string(b.PrivatePath), string(a.PrivatePath)}, {"public access", string(b.PublicAccess), string(a.PublicAccess)}}
}

// diffFindings prints the findings of which the same became.
func (p *printer) diffFindings(d *analyze.Delta, state analyze.Change, title string, o Options) {
	first := true
	for i := range d.Findings {
		f := &d.Findings[i]
		if f.State != state {
			continue
		}
		if first {
			p.line("")
			p.b.WriteString(p.paint(bold, title) + "\n")
			first = false
		}
		side, when := toldSide(f)
		p.wrap("  "+f.Code+" "+string(side.Severity)+"  ", side.Detail+accepted(side))
		if f.Reason != "" {
			p.wrap("    ", string(f.Reason))
		}
		if when == "before" {
			when = "    before  "
		} else {
			when = "    after   "
		}
		for n, c := range side.Cites {
			if n > 0 && !o.All {
				break
			}
			at, text := Visible(place(c.File, c.Line)), clip(Visible(c.Text), width-6)
			if len(when)+len(at)+2+len(text) > width && text != "" {
				p.line("%s%s", when, at)
				p.line("      %s", text)
			} else {
				p.line("%s%s  %s", when, at, text)
			}
		}
	}
}

// toldSide returns the side of a finding that is printed: after where it is there.
func toldSide(f *analyze.FindingChange) (*analyze.FindingSide, string) {
	if f.After != nil {
		return f.After, "after"
	}
	return f.Before, "before"
}

// accepted marks a finding that somebody decided to live with.
func accepted(s *analyze.FindingSide) string {
	if s.Accepted {
		return " (accepted)"
	}
	return ""
}

// diffLost prints the checks that passed before and cannot be decided any more, and what would decide them.
func (p *printer) diffLost(d *analyze.Delta, o Options) {
	lines := lostLines(d, o)
	for i, line := range lines {
		if i == 0 {
			p.line("")
			p.b.WriteString(p.paint(bold, "Passed before, and not decided any more") + "\n")
		}
		p.wrap("  ", line)
	}
	const most = 6
	for i, s := range d.Steps() {
		if i == 0 {
			p.line("")
			p.b.WriteString(p.paint(bold, "To decide it, capture") + "\n")
		}
		if i == most && !o.All {
			p.line("  and %d more; --all lists them", len(d.Steps())-most)
			break
		}
		p.line("  $ %s", s.Command)
		p.wrap("      decides ", p.some(s.Codes, 12))
	}
}

// lostLines lists the checks that passed before and are not decided any more, by machine.
func lostLines(d *analyze.Delta, o Options) []string {
	var order []string
	codes := map[string][]string{}
	for _, c := range d.Lost() {
		if c.Before != analyze.Pass {
			continue // among the findings
		}
		on := string(c.Vantage)
		if codes[on] == nil {
			order = append(order, on)
		}
		codes[on] = append(codes[on], c.Code)
	}
	var out []string
	for _, on := range order {
		line := some(codes[on], 12, o.All)
		if on != "" {
			line = on + ": " + line
		}
		out = append(out, line)
	}
	return out
}

// diffFacts prints what else is different, both sides with the line that says so.
func (p *printer) diffFacts(d *analyze.Delta, o Options) {
	const most = 20
	for i := range d.Facts {
		f := &d.Facts[i]
		if i == 0 {
			p.line("")
			p.b.WriteString(p.paint(bold, "What is different") + "\n")
		}
		if i == most && !o.All {
			p.line("  and %d more; --all lists them", len(d.Facts)-most)
			return
		}
		p.wrap("  ", factTitle(f))
		for _, x := range f.Fields {
			p.wrap("    "+x.Name+"  ", changeText(x))
		}
		if len(f.BeforeCites) > 0 {
			p.line("    before  %s", placeOf(f.BeforeCites))
		}
		if len(f.AfterCites) > 0 {
			p.line("    after   %s", placeOf(f.AfterCites))
		}
	}
}

// placeOf names the first of several lines.
func placeOf(cs []analyze.Cite) string { return place(cs[0].File, cs[0].Line) }

// factNames are the lists of facts as one of their elements is called, and all of them.
var factNames = map[string][2]string{
	"vault": {"vault", "the vault's settings"}, "connections": {"connection", "the vault's connections"}, "endpoints": {"endpoint", "endpoints"},
	"zones": {"zone", "zones"}, "links": {"link of", "links"}, "records": {"record", "records"}, "networks": {"network", "networks"},
	"vantages": {"machine", "machines"}, "lookups": {"lookup", "lookups"}, "requests": {"request", "requests"},
}

// factTitle names a fact and the side that has it.
func factTitle(f *analyze.FactChange) string {
	name := factNames[f.List]
	one := name[0] + " " + f.Name
	switch f.State {
	case analyze.OnlyBefore:
		return one + ": only before"
	case analyze.OnlyAfter:
		return one + ": only after"
	case analyze.NotCapturedBefore:
		return name[1] + ": not captured before"
	case analyze.NotCapturedAfter:
		return name[1] + ": not captured after"
	}
	return one
}

// changeText prints both values of a field.
func changeText(x analyze.FieldChange) string {
	return fmt.Sprintf("%s -> %s", orDash(x.Before), orDash(x.After))
}

// orDash prints a value that may not have been captured.
func orDash(o analyze.Opt) string { return dash(strings.TrimSpace(string(o))) }
