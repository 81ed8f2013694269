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
}

// Nothing reports whether nothing in the bundle was recognised.
func (d *Diagnosis) Nothing() bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Code == "KV001" })
}

// NextSteps returns the commands that would tell more, the ones that decide most first: with a root, what
// may lie behind it; without one, while it is not known whether Private Link works, everything. all returns
// the commands of every unknown check.
func (d *Diagnosis) NextSteps(all bool) []Step {
	settled := len(d.RootCauses) == 0 && d.PrivatePath != PathUnknown
	if !all && (settled || d.Nothing()) {
		return nil
	}
	var out []Step
	at := map[string]int{} // the places of the commands in out
	behind := map[string]bool{}
	for _, c := range d.Checks {
		if _, known := behind[c.Code]; !known && c.Outcome == Unknown {
			behind[c.Code] = all || len(d.RootCauses) == 0 || d.mayExplain(c.Code)
		}
		if c.Outcome != Unknown || !behind[c.Code] {
			continue
		}
		for _, m := range c.Missing {
			i, known := at[m.Command]
			if !known {
				i = len(out)
				at[m.Command] = i
				out = append(out, Step{Command: m.Command})
			}
			if !slices.Contains(out[i].Codes, c.Code) {
				out[i].Codes = append(out[i].Codes, c.Code)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return len(out[i].Codes) > len(out[j].Codes) })
	return out
}

// mayExplain reports whether a check, did it fail, could explain one of the roots that are errors.
func (d *Diagnosis) mayExplain(code string) bool {
	effects := edges(code)
	for _, f := range d.RootCauses {
		if f.Severity == Error && slices.ContainsFunc(effects, func(e string) bool { return strings.HasPrefix(e, f.Code) }) {
			return true
		}
	}
	return false
}
