package report

import (
	"fmt"
	"io"
	"strings"

	"kvdoctor/analyze"
)

// writeMarkdown prints a report for a ticket: the answer, the path, the roots with fix and folded proof, then the rest,
// folded. GitHub and Azure DevOps both show it; HTML in it is details and summary only.
func writeMarkdown(w io.Writer, d *analyze.Diagnosis, o Options) error {
	m := &markdownPage{all: o.All, accepts: d.Accepts}
	m.head(d)
	m.path(d)
	for i := range d.RootCauses {
		m.root(d, i)
	}
	m.compared(d)
	m.whatIf(d)
	m.others(d)
	m.unknowns(d)
	m.facts(d)
	m.checks(d)
	_, err := io.WriteString(w, m.b.String())
	return err
}

// A markdownPage collects blocks of Markdown, each with a blank line before it.
type markdownPage struct {
	b       strings.Builder
	all     bool
	accepts []analyze.Acceptance
}

// block adds a block; its captured text is escaped by the caller.
func (m *markdownPage) block(format string, args ...any) {
	if m.b.Len() > 0 {
		m.b.WriteByte('\n')
	}
	m.b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), "\n") + "\n")
}

// fold adds blocks behind a summary, which is not of a capture.
func (m *markdownPage) fold(summary string, blocks ...string) {
	m.block("<details><summary>%s</summary>", summary)
	for _, b := range blocks {
		m.block("%s", b)
	}
	m.block("</details>")
}

// head adds the answer.
func (m *markdownPage) head(d *analyze.Diagnosis) {
	name := string(d.Vault.Host)
	if name == "" {
		name = d.Bundle.Name
	}
	m.block("# %s: %s", markdown(name), d.Verdict)
	m.block("%s", markdownProse(d.Headline))
	m.block("- private path: **%s**\n- public access: **%s**", d.PrivatePath, d.PublicAccess)
	var assumed []string
	for _, v := range d.Facts.Vantages {
		if v.RoleSource == "assumed" {
			assumed = append(assumed, code(v.Name))
		}
	}
	if len(assumed) > 0 {
		m.block("Taken for clients: %s. If one is only a control from outside, run again with `--vantage NAME=internet`.", strings.Join(assumed, ", "))
	}
	for _, a := range d.Accepts {
		if a.State != analyze.Matched {
			m.block("The acceptance of %s on %s is %s and covers nothing.", markdown(a.Code), code(a.Subject), markdown(a.State))
		}
	}
}

// mostPaths are drawn; the clients of further ones are counted.
const mostPaths = 3

// path adds the way of a request of each client as a diagram, and the same in words: Azure DevOps draws Mermaid in wikis
// only, between colons that GitHub does not know, and shows this block as code elsewhere.
func (m *markdownPage) path(d *analyze.Diagnosis) {
	if d.Vault.Host == "" {
		return
	}
	m.block("## Path")
	paths := Paths(d)
	for i, p := range paths {
		if i == mostPaths && !m.all {
			m.block("The paths of %s are not drawn here; `--all` draws them, and so does `--format html`.", counted(clientsOf(paths[i:]), "more machine"))
			break
		}
		stations := stationsOf(p)
		var words []string
		for i, s := range stations {
			words = append(words, fmt.Sprintf("%d. %s: %s (%s)", i+1, s.name, markdown(s.label), s.says()))
		}
		m.block("%s", fenced("mermaid", strings.Split(strings.TrimSuffix(mermaid(stations), "\n"), "\n")))
		m.fold("The path in words", strings.Join(words, "\n"))
	}
}

// clientsOf counts the clients of paths.
func clientsOf(paths []Path) (n int) {
	for _, p := range paths {
		n += len(p.Clients)
	}
	return n
}

// root adds a root with its fix and its proof.
func (m *markdownPage) root(d *analyze.Diagnosis, i int) {
	f := d.RootCauses[i]
	m.block("## Root cause %d: %s %s (%s)", i+1, f.Code, f.Slug, f.Severity)
	m.block("This is %s.", m.about(f))
	if detail := strings.TrimSuffix(f.Detail, "."); !told(d, detail) {
		m.block("%s", markdownProse(detail+"."))
	}
	if len(f.Explains) > 0 {
		m.block("It explains %s.", strings.Join(f.Explains, ", "))
	}
	const few = 6
	switch n := len(f.Candidates); {
	case n > few && !m.all:
		m.block("Behind it may be one of %d causes that this evidence does not decide; see below what would.", n)
	case n > 0:
		m.block("Behind it may be %s, which this evidence does not decide.", strings.Join(f.Candidates, ", "))
	}
	m.fix(f.Fix)
	m.evidence(f.Cites)
}

// about names what a finding is about, from where it was seen, and whether somebody accepted it.
func (m *markdownPage) about(f analyze.Finding) string {
	out := "about " + code(f.Subject)
	if f.Vantage != "" && string(f.Vantage) != f.Subject {
		out += ", seen from " + code(string(f.Vantage))
	}
	if f.Accepted {
		out += ", accepted" + map[bool]string{true: ": "}[reasonOf(m.accepts, f) != ""] + markdown(reasonOf(m.accepts, f))
	}
	return out
}

// fix adds what to do.
func (m *markdownPage) fix(f analyze.Fix) {
	m.block("**Fix:** %s", markdownProse(f.Summary))
	switch says := string(f.Proof.Predicts); {
	case f.Proof.State == analyze.Proven:
		m.block("**Proven** on the model: %s", markdown(says))
	case f.Proof.State == analyze.NotModelled && says != "":
		m.block("**Model:** %s", markdown(says))
	}
	if len(f.Commands) > 0 {
		m.block("%s", fenced("sh", f.Commands))
	}
	if len(f.Verify) > 0 {
		m.block("Then check:")
		m.block("%s", fenced("sh", f.Verify))
	}
}

// evidence adds quoted lines, folded.
func (m *markdownPage) evidence(cs []analyze.Cite) {
	var blocks []string
	for _, c := range cs {
		blocks = append(blocks, "From "+code(place(c.File, c.Line)))
		if c.Text != "" {
			blocks = append(blocks, fenced("text", []string{c.Text}))
		}
	}
	m.fold(counted(len(cs), "quoted line"), blocks...)
}

// reasonOf returns why somebody accepted a finding; empty if nobody did.
func reasonOf(accepts []analyze.Acceptance, f analyze.Finding) string {
	for _, a := range accepts {
		if f.Accepted && a.State == analyze.Matched && a.Code == f.Code && a.Subject == f.Subject {
			return a.Reason
		}
	}
	return ""
}
