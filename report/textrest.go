package report

import (
	"fmt"
	"strings"

	"kvdoctor/analyze"
)

// notKnown prints what is not known that matters, and the one command that would tell most of it.
func (p *printer) notKnown(d *analyze.Diagnosis) {
	if d.Nothing() {
		p.title("Not known")
		p.line("  Anything about the vault. This prints the script that collects what is needed:")
		p.line("  $ kvdoctor collector sh")
		return
	}
	var what []string
	if d.PrivatePath == analyze.PathUnknown {
		what = append(what, "Whether requests arrive by Private Link.")
	}
	for _, f := range d.OpenRoots() {
		const few = 4
		switch n := len(f.Candidates); {
		case n > few && !p.all:
			what = append(what, fmt.Sprintf("What is behind %s: %d causes are possible.", f.Code, n))
		case n > 0:
			var named []string
			for _, code := range f.Candidates {
				named = append(named, strings.TrimSpace(code+" "+analyze.Slug(code)))
			}
			what = append(what, "What is behind "+f.Code+": it may be "+strings.Join(named, ", ")+".")
		}
	}
	steps := d.NextSteps(false)
	if len(what) == 0 {
		return
	}
	p.title("Not known")
	const most = 3
	for i, text := range what {
		if i == most && !p.all {
			p.line("  And the same of %d more root causes.", len(what)-most)
			break
		}
		p.wrap("  ", text)
	}
	if len(steps) > 0 {
		p.line("  The next step:")
		p.line("  $ %s", steps[0].Command)
	}
}

// key identifies a finding.
func key(f analyze.Finding) string { return f.Code + "\x00" + f.Subject + "\x00" + string(f.Vantage) }

// others prints the findings that are neither roots nor, unless all are wanted, explained by one: a line each.
func (p *printer) others(d *analyze.Diagnosis) {
	const most = 12
	root := map[string]bool{}
	for _, f := range d.RootCauses {
		root[key(f)] = true
	}
	var rest []analyze.Finding
	for _, f := range d.Findings {
		if !root[key(f)] && (p.all || len(f.ExplainedBy) == 0 || f.Accepted) {
			rest = append(rest, f)
		}
	}
	for i, f := range rest {
		if i == 0 {
			p.title("Also found")
		}
		if i == most && !p.all {
			p.line("  and %d more; --all lists them", len(rest)-most)
			return
		}
		var notes []string
		if len(f.ExplainedBy) > 0 {
			notes = append(notes, "explained by "+strings.Join(f.ExplainedBy, ", "))
		}
		if why := acceptance(d, f); why != "" {
			notes = append(notes, "accepted: "+why)
		}
		by := ""
		if len(notes) > 0 {
			by = " (" + strings.Join(notes, "; ") + ")"
		}
		of := f.Subject + ": "
		if strings.Contains(f.Detail, f.Subject) {
			of = ""
		}
		p.wrap("  "+f.Code+" "+string(f.Severity)+"  ", of+f.Detail+by)
		if len(f.Cites) > 0 && len(f.ExplainedBy) == 0 {
			p.cites(f.Cites[:1])
		}
	}
}

// steps prints the commands that would tell more, the ones that tell most first.
func (p *printer) steps(d *analyze.Diagnosis) {
	const most = 6
	steps := d.NextSteps(p.all)
	if len(steps) == 1 && !p.all {
		return // it stands on the first screen
	}
	for i, s := range steps {
		if i == 0 {
			p.title("To know more, capture")
		}
		if i == most && !p.all {
			p.line("  and %d more; --all lists them", len(steps)-most)
			break
		}
		p.line("  $ %s", s.Command)
		p.wrap("      decides ", p.shorten(s.Codes))
	}
}

// shorten prints a list of codes, the first few of them unless all are wanted.
func (p *printer) shorten(codes []string) string {
	const most = 12
	if p.all || len(codes) <= most {
		return strings.Join(codes, " ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(codes[:most], " "), len(codes)-most)
}

// checks prints every check with its outcome.
func (p *printer) checks(d *analyze.Diagnosis) {
	p.title("All checks")
	for _, c := range d.Checks {
		on := c.Subject
		if c.Vantage != "" && string(c.Vantage) != c.Subject {
			on += " on " + string(c.Vantage)
		}
		p.wrap(fmt.Sprintf("  %s  %-14s ", c.Code, c.Outcome), on)
	}
}
