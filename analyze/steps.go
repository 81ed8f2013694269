package analyze

import (
	"slices"
	"sort"
	"strings"
)

// A Step is a command that would decide checks which are unknown.
type Step struct {
	Command string
	Codes   []string // of the checks, in order

	first bool // whatever the others decide
}

// Nothing reports whether nothing in the bundle was recognised.
func (d *Diagnosis) Nothing() bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Code == "KV001" })
}

// NextSteps returns the commands that would tell more, the ones that decide most first: with a root that is an error, what
// may lie behind it; without one, while it is not known whether Private Link works, everything, and first a client's lookup
// or request, without which that stays unknown. all returns the commands of every unknown check.
func (d *Diagnosis) NextSteps(all bool) []Step {
	open := d.OpenRoots()
	thin := d.PrivatePath == PathUnknown && !slices.ContainsFunc(open, func(f Finding) bool { return f.Severity == Error })
	settled := len(open) == 0 && !thin
	if !all && (settled || d.Nothing()) {
		return nil
	}
	var out stepList
	behind := map[string]bool{}
	for _, c := range d.Checks {
		if _, known := behind[c.Code]; !known && c.Outcome == Unknown {
			behind[c.Code] = all || thin || mayExplain(c.Code, open)
		}
		if c.Outcome != Unknown || !behind[c.Code] {
			continue
		}
		for _, m := range c.Missing {
			step := out.add(m, c.Code)
			step.first = step.first || thin && showsPath(c.Code, m)
		}
	}
	return out.sorted()
}

// A stepList collects commands with the codes of the checks that they would decide.
type stepList struct {
	steps []*Step
	at    map[string]*Step // by command
}

// add notes that missing evidence would decide a check, and returns the step that captures it.
func (l *stepList) add(m Missing, code string) *Step {
	step := l.at[m.Command]
	if step == nil {
		step = &Step{Command: m.Command}
		if l.at == nil {
			l.at = map[string]*Step{}
		}
		l.at[m.Command] = step
		l.steps = append(l.steps, step)
	}
	step.Codes = addCode(step.Codes, code)
	return step
}

// sorted returns the steps, the ones that decide most first.
func (l *stepList) sorted() []Step {
	sort.SliceStable(l.steps, func(i, j int) bool {
		a, b := l.steps[i], l.steps[j]
		if a.first != b.first {
			return a.first
		}
		return len(a.Codes) > len(b.Codes)
	})
	var out []Step
	for _, s := range l.steps {
		out = append(out, *s)
	}
	return out
}

// mayExplain reports whether a check, did it fail, could explain one of the roots that are errors.
func mayExplain(code string, roots []Finding) bool {
	effects := edges(code)
	for _, f := range roots {
		if f.Severity == Error && slices.ContainsFunc(effects, func(e string) bool { return strings.HasPrefix(e, f.Code) }) {
			return true
		}
	}
	return false
}

// showsPath reports whether evidence that a check lacks is a lookup or a request of a client that has none: without both it
// stays unknown whether Private Link works.
func showsPath(code string, m Missing) bool {
	return code == "KV502" && m.What == needs[NeedLookups].what || code == "KV705" && m.What == needs[NeedRequests].what
}
