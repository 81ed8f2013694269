package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"kvdoctor/analyze"
)

// The page's template and its style sheet.
var (
	//go:embed html.tmpl
	htmlTemplate string
	//go:embed html.css
	htmlStyle string
)

// writeHTML prints a report as one page that needs nothing else: no script, no file, no network. It is also well-formed XML.
func writeHTML(w io.Writer, d *analyze.Diagnosis, o Options) error {
	t, err := template.New("page").Funcs(template.FuncMap{"v": visibleAny, "place": citePlace, "list": commas, "entry": entryOf, "prose": proseOf,
		"less": func(a, b int) int { return a - b }, "counted": counted,
		"few": func(codes []string) string { return some(codes, 12, o.All) }}).
		Parse(htmlTemplate)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, pageOf(d, o)); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// policy returns the page's Content-Security-Policy: nothing is loaded or run, and one style sheet applies.
func policy(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// printable makes captured text visible and keeps out the two characters that XML has no place for.
func printable(s string) string {
	s = Visible(s)
	if strings.ContainsAny(s, "\ufffe\uffff") {
		s = strings.NewReplacer("\ufffe", `\u{fffe}`, "\uffff", `\u{ffff}`).Replace(s)
	}
	return s
}

// visibleAny is printable for the template, which hands over strings of several types.
func visibleAny(v any) string { return printable(fmt.Sprint(v)) }

// entryOf returns the catalogue's entry of a code; nil if there is none, as in a report of another version.
func entryOf(code string) *analyze.Entry {
	e, err := analyze.Lookup(code)
	if err != nil {
		return nil
	}
	return &e
}

// A proseSpan is a part of a text of ours; code stood between backquotes.
type proseSpan struct {
	Text string
	Code bool
}

// proseOf cuts a text at its backquotes. Without a partner the last one stays.
func proseOf(text string) []proseSpan {
	var out []proseSpan
	parts := strings.Split(text, "`")
	for i, part := range parts {
		switch {
		case i%2 == 1 && i == len(parts)-1:
			out = append(out, proseSpan{Text: "`" + part})
		default:
			out = append(out, proseSpan{Text: part, Code: i%2 == 1})
		}
	}
	return out
}

// citePlace names the place of a quoted line.
func citePlace(c analyze.Cite) string { return printable(place(c.File, c.Line)) }

// commas puts commas between texts.
func commas(list []string) string { return printable(strings.Join(list, ", ")) }

// A page is what the template prints.
type page struct {
	D        *analyze.Diagnosis
	Policy   string
	Style    template.CSS
	Name     string
	Figures  []figure
	More     []string // clients that are not drawn
	Roots    []rootView
	Others   []analyze.Finding // neither roots nor effects
	Steps    []analyze.Step
	Tables   []dataTable
	Unknown  []analyze.Check
	Checks   []analyze.Check // all of them; nil unless they are wanted
	Counts   map[string]int
	All      bool
	Assumed  []string // clients whose role was assumed
	Internet []string // controls from outside
}

// A figure is one picture of a path, and the path itself for the list beside it.
type figure struct {
	drawing
	Path Path
}

// A rootView is a root cause with what is folded below it.
type rootView struct {
	Number  int
	F       analyze.Finding
	Effects []analyze.Finding
}

// mostFigures are drawn; the clients of further ones are named.
const mostFigures = 6

// pageOf collects what the page shows.
func pageOf(d *analyze.Diagnosis, o Options) page {
	p := page{D: d, Policy: policy(htmlStyle), Style: template.CSS(htmlStyle), Name: string(d.Vault.Host), All: o.All,
		Steps: d.NextSteps(o.All), Tables: dataTables(d), Counts: map[string]int{}}
	if p.Name == "" {
		p.Name = d.Bundle.Name
	}
	if d.Vault.Name != "" {
		p.figures(Paths(d))
	}
	p.sortFindings(d)
	for _, c := range d.Checks {
		p.Counts[string(c.Outcome)]++
		if c.Outcome == analyze.Unknown {
			p.Unknown = append(p.Unknown, c)
		}
	}
	if o.All {
		p.Checks = d.Checks
	}
	for _, v := range d.Facts.Vantages {
		switch {
		case v.Role != "client":
			p.Internet = append(p.Internet, v.Name)
		case v.RoleSource == "assumed":
			p.Assumed = append(p.Assumed, v.Name)
		}
	}
	return p
}

// figures draws the first paths and names the clients of the others.
func (p *page) figures(paths []Path) {
	for i, path := range paths {
		if i >= mostFigures {
			p.More = append(p.More, path.Clients...)
			continue
		}
		p.Figures = append(p.Figures, figure{draw(path, fmt.Sprintf("path-%d", i+1)), path})
	}
}

// sortFindings puts every finding in one place: as a root, below the first root that explains it, or beside them.
func (p *page) sortFindings(d *analyze.Diagnosis) {
	at := map[string]int{}
	for i, f := range d.RootCauses {
		p.Roots = append(p.Roots, rootView{Number: i + 1, F: f})
		if _, known := at[f.Code]; !known {
			at[f.Code] = i
		}
	}
next:
	for i := range d.Findings {
		f := &d.Findings[i]
		for j := range d.RootCauses {
			if sameFinding(f, &d.RootCauses[j]) {
				continue next
			}
		}
		for _, code := range f.ExplainedBy {
			if root, known := at[code]; known {
				p.Roots[root].Effects = append(p.Roots[root].Effects, *f)
				continue next
			}
		}
		p.Others = append(p.Others, *f)
	}
}

// Acceptance returns the entry that covers a finding, for the template; nil if none does.
func (p page) Acceptance(f analyze.Finding) *analyze.Acceptance {
	for i, a := range p.D.Accepts {
		if f.Accepted && a.Code == f.Code && a.Subject == f.Subject && a.State == analyze.Matched {
			return &p.D.Accepts[i]
		}
	}
	return nil
}

// True reports whether a decided answer is yes, for the template.
func (p page) True(b *bool) bool { return b != nil && *b }

// Last returns the last name of a resource id, for the template.
func (p page) Last(id analyze.Opt) string { return lastName(string(id)) }

// Predicted says in a line what the exports predict, for the template.
func (p page) Predicted(r analyze.Prediction) string {
	says := ""
	switch {
	case r.Outcome == "":
		return "not settled by the exports"
	case r.Public && len(r.Addresses) == 0:
		says = "a public address"
	case len(r.Addresses) == 0:
		says = replied(string(r.Outcome))
	default:
		says = plainAddresses(r.Addresses)
	}
	if r.Observed != nil {
		says += map[bool]string{true: ", as was seen", false: ", which is not what was seen"}[*r.Observed]
	}
	if r.Request != "" {
		says += "; a request " + string(r.Request)
	}
	return says
}
