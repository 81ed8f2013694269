package report

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// A Row is what the summary says of one of several cases.
type Row struct {
	Bundle  string // its name
	Arg     string // as on the command line, for bundles of one name
	Verdict string
	Path    string
	Roots   []string // code and slug of the roots that nobody accepted
}

// Unreadable and Undiagnosed stand for a verdict where there is none.
const (
	Unreadable  = "unreadable"
	Undiagnosed = "not diagnosed"
)

// RowOf returns the row of a case; its diagnosis is nil where nothing could be read.
func RowOf(bundle, arg string, d *analyze.Diagnosis) Row {
	if d == nil {
		return Row{Bundle: bundle, Arg: arg, Verdict: Unreadable, Path: "-"}
	}
	row := Row{Bundle: bundle, Arg: arg, Verdict: string(d.Verdict), Path: string(d.PrivatePath)}
	if d.Nothing() {
		row.Roots = []string{"nothing recognised"}
	}
	for _, f := range d.OpenRoots() {
		if root := f.Code + " " + f.Slug; !slices.Contains(row.Roots, root) {
			row.Roots = append(row.Roots, root)
		}
	}
	return row
}

// root returns the first root of a row and the number of further ones.
func (r Row) root() string {
	switch len(r.Roots) {
	case 0:
		return "-"
	case 1:
		return r.Roots[0]
	}
	return fmt.Sprintf("%s, %d more", r.Roots[0], len(r.Roots)-1)
}

// Summary prints what stands below several cases: a table of them, the number of cases of each root and verdict, and the
// entries of --accept that covered nothing in any.
func Summary(rows []Row, accepts []analyze.Acceptance) string {
	p := &printer{}
	named := map[string]int{}
	for _, r := range rows {
		named[r.Bundle]++
	}
	var cells [][]string
	verdicts, roots := map[string]int{}, map[string]int{}
	for _, r := range rows {
		name := r.Bundle
		if named[name] > 1 {
			name = r.Arg
		}
		cells = append(cells, []string{name, r.Verdict, r.Path, r.root()})
		verdicts[r.Verdict]++
		for _, root := range r.Roots {
			roots[root]++
		}
	}
	p.b.WriteString(Fit("", []string{"bundle", "verdict", "private path", "root cause"}, cells))
	if len(roots) > 0 {
		p.line("")
		p.b.WriteString(Fit("", []string{"cases", "root cause"}, ranked(roots)))
	}
	p.line("")
	var says []string
	for _, c := range ranked(verdicts) {
		says = append(says, c[0]+" "+c[1])
	}
	p.wrap("", counted(len(rows), "case")+": "+strings.Join(says, ", "))
	p.idleAccepts(accepts)
	return p.b.String()
}

// ranked returns numbers with what they count, the largest first.
func ranked(counts map[string]int) [][]string {
	var names []string
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	var out [][]string
	for _, name := range names {
		out = append(out, []string{fmt.Sprint(counts[name]), name})
	}
	return out
}
