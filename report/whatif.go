package report

import (
	"strings"

	"kvdoctor/analyze"
)

// contrasts prints in what clients that fail differ from one that works.
func (p *printer) contrasts(d *analyze.Diagnosis) {
	for i, c := range d.Contrasts {
		if i == 0 {
			p.line("")
			p.b.WriteString(p.paint(bold, "Compared") + "\n")
		}
		differs := "nothing that was captured of both differs"
		for j, x := range c.Differs {
			if j == 0 {
				differs = "they differ in "
			} else {
				differs += "; "
			}
			differs += x.Premise + " (" + x.Works + " / " + x.Fails + ")"
		}
		p.wrap("  ", c.Works+" works, "+c.Fails+" does not: "+differs)
	}
}

// whatIf prints what changes would do, for each client.
func (p *printer) whatIf(d *analyze.Diagnosis) {
	if d.After == nil {
		return
	}
	p.line("")
	p.b.WriteString(p.paint(bold, "What if") + "\n")
	if len(d.WhatIf) == 0 {
		p.line("  no client was captured to try it on")
	}
	for i, w := range d.WhatIf {
		if i == 0 || d.WhatIf[i-1].Fix != w.Fix {
			p.line("  %s", w.Fix)
		}
		breaks := ", and whether that cuts it off cannot be told"
		if w.Breaks != nil && *w.Breaks {
			breaks = ": " + p.paint(red, "this cuts it off")
		} else if w.Breaks != nil {
			breaks = ""
		}
		p.b.WriteString("    " + Visible(w.Vantage) + breaks + "\n")
		p.wrap("      before  ", w.Before)
		p.wrap("      after   ", w.After)
	}
	p.b.WriteString("  after all   " + p.judged(string(d.After.Verdict)) + ", private path " + p.judged(string(d.After.PrivatePath)) +
		", public access " + p.judged(string(d.After.PublicAccess)) + "\n")
	if len(d.After.Codes) > 0 {
		p.wrap("  still found ", strings.Join(d.After.Codes, ", "))
	}
}
