package report

import (
	"strings"

	"kvdoctor/analyze"
)

// contrasts prints in what clients that fail differ from one that works.
func (p *printer) contrasts(d *analyze.Diagnosis) {
	for i, c := range d.Contrasts {
		if i == 0 {
			p.title("Compared")
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
	p.title("What if")
	if len(d.WhatIf) == 0 {
		p.line("  no client was captured to try it on")
	}
	for i, w := range d.WhatIf {
		if i == 0 || d.WhatIf[i-1].Fix != w.Fix {
			p.wrap("  ", w.Fix)
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
		p.wrap("  still found ", strings.Join(stillFound(d.After), ", "))
	}
}

// stillFound returns the codes that would still be found; of those of which all findings are accepted, that they are.
func stillFound(after *analyze.Aftermath) []string {
	var out []string
	for _, code := range after.Codes {
		accepted, counts := false, false
		for _, f := range after.Findings {
			accepted = accepted || f.Code == code && f.Accepted
			counts = counts || f.Code == code && !f.Accepted
		}
		if accepted && !counts {
			code += " (accepted)"
		}
		out = append(out, code)
	}
	return out
}
