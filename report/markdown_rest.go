package report

import (
	"fmt"
	"strings"

	"kvdoctor/analyze"
)

// others adds the findings that are no roots: effects folded, the rest open.
func (m *markdownPage) others(d *analyze.Diagnosis) {
	var open, effects []string
	for _, f := range d.Findings {
		switch {
		case isRoot(d, f):
		case len(f.ExplainedBy) > 0:
			effects = append(effects, m.other(f)+" Explained by "+strings.Join(f.ExplainedBy, ", ")+".")
		default:
			open = append(open, m.other(f))
		}
	}
	if len(open)+len(effects) > 0 {
		m.block("## Also found")
	}
	if len(open) > 0 {
		m.block("%s", strings.Join(open, "\n"))
	}
	if len(effects) > 0 {
		m.fold(counted(len(effects), "effect")+" of what stands above", strings.Join(effects, "\n"))
	}
}

// identity tells findings apart: code, subject and vantage.
func identity(f analyze.Finding) string {
	return f.Code + "\x00" + f.Subject + "\x00" + string(f.Vantage)
}

// other returns a finding that is no root, as one line of a list.
func (m *markdownPage) other(f analyze.Finding) string {
	return fmt.Sprintf("- **%s** %s (%s), %s: %s.", f.Code, f.Slug, f.Severity, m.about(f), markdownProse(strings.TrimSuffix(f.Detail, ".")))
}

// unknowns adds what is not known and the commands that would decide it, the ones that decide most first.
func (m *markdownPage) unknowns(d *analyze.Diagnosis) {
	const most = 7
	if d.Nothing() {
		m.block("## Not known yet")
		m.block("Anything about the vault. This prints the script that collects what is needed:")
		m.block("%s", fenced("sh", []string{"kvdoctor collector sh"}))
		return
	}
	steps := d.NextSteps(m.all)
	if len(steps) == 0 {
		return
	}
	var blocks []string
	for i, s := range steps {
		if i == most && !m.all {
			blocks = append(blocks, fmt.Sprintf("And %d more; `--all` lists them.", len(steps)-most))
			break
		}
		blocks = append(blocks, fenced("sh", []string{s.Command})+"\nDecides "+m.some(s.Codes)+".")
	}
	m.block("## Not known yet")
	if d.PrivatePath == analyze.PathUnknown {
		m.block("Whether requests arrive by Private Link is not shown. The next step:")
	} else {
		m.block("The next step:")
	}
	m.block("%s", blocks[0])
	if len(steps) > 1 {
		m.fold(counted(len(steps)-1, "more command"), blocks[1:]...)
	}
}

// some returns the first codes of a list, all of them where everything is wanted.
func (m *markdownPage) some(codes []string) string {
	const most = 12
	if m.all || len(codes) <= most {
		return strings.Join(codes, " ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(codes[:most], " "), len(codes)-most)
}

// compared adds in what clients that fail differ from one that works.
func (m *markdownPage) compared(d *analyze.Diagnosis) {
	for i, c := range d.Contrasts {
		if i == 0 {
			m.block("## Compared")
		}
		if len(c.Differs) == 0 {
			m.block("Of the machines, %s works, %s does not: nothing that was captured of both differs.", code(c.Works), code(c.Fails))
			continue
		}
		var rows [][]string
		for _, x := range c.Differs {
			rows = append(rows, []string{x.Premise, x.Works, x.Fails})
		}
		m.block("Of the machines, %s works, %s does not. They differ in:", code(c.Works), code(c.Fails))
		m.block("%s", m.table([]string{"premise", "where it works", "where it does not"}, rows))
	}
}

// whatIf adds what changes would do, for each client.
func (m *markdownPage) whatIf(d *analyze.Diagnosis) {
	if d.After == nil {
		return
	}
	var rows [][]string
	for _, w := range d.WhatIf {
		cuts := "cannot be told"
		if w.Breaks != nil {
			cuts = map[bool]string{true: "yes", false: "no"}[*w.Breaks]
		}
		rows = append(rows, []string{w.Fix, w.Vantage, w.Before, w.After, cuts})
	}
	m.block("## What if")
	if len(rows) > 0 {
		m.block("%s", m.table([]string{"change", "client", "before", "after", "cuts it off"}, rows))
	} else {
		m.block("No client was captured to try it on.")
	}
	after := fmt.Sprintf("After all changes: %s, private path %s, public access %s.", d.After.Verdict, d.After.PrivatePath, d.After.PublicAccess)
	if len(d.After.Codes) > 0 {
		after += " Still found: " + strings.Join(d.After.Codes, ", ") + "."
	}
	m.block("%s", after)
}

// facts adds what was read, folded.
func (m *markdownPage) facts(d *analyze.Diagnosis) {
	first := true
	for _, t := range factTables(d) {
		if len(t.rows) == 0 {
			continue
		}
		if first {
			m.block("## What was read")
			first = false
		}
		m.fold(t.title, m.table(t.header, t.rows))
	}
}

// checks adds every check with its outcome where all are wanted.
func (m *markdownPage) checks(d *analyze.Diagnosis) {
	if !m.all {
		return
	}
	var rows [][]string
	for _, c := range d.Checks {
		rows = append(rows, []string{c.Code, string(c.Outcome), c.Subject, string(c.Vantage)})
	}
	m.block("## All checks")
	m.fold(counted(len(rows), "check"), m.table([]string{"code", "outcome", "subject", "vantage"}, rows))
}

// table returns rows as a table; a long one is cut unless everything is wanted.
func (m *markdownPage) table(header []string, rows [][]string) string {
	const most, widest = 12, 160
	var b strings.Builder
	b.WriteString("| " + strings.Join(header, " | ") + " |\n|" + strings.Repeat("---|", len(header)) + "\n")
	for i, row := range rows {
		if i == most && !m.all {
			fmt.Fprintf(&b, "\n%d more; `--all` shows them.\n", len(rows)-most)
			break
		}
		for _, cell := range row {
			b.WriteString("| " + markdown(clip(Visible(cell), widest)) + " ")
		}
		b.WriteString("|\n")
	}
	return b.String()
}
