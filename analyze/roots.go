package analyze

import (
	"slices"
	"sort"
	"strings"
)

// fold sets for each finding what explains it.
func (e *Evidence) fold(all []Finding) {
	causes := e.causes(all)
	for j := range all {
		for _, i := range firstCauses(j, causes) {
			all[j].ExplainedBy = addCode(all[j].ExplainedBy, all[i].Code)
			all[i].Explains = addCode(all[i].Explains, all[j].Code)
		}
	}
}

// causes returns for each finding the positions of those that explain it.
func (e *Evidence) causes(all []Finding) [][]int {
	at := map[string][]int{} // the positions of each code
	for i, f := range all {
		at[f.Code] = append(at[f.Code], i)
	}
	effects := map[string][]string{}
	for code := range at {
		effects[code] = effectsOf(code, at)
	}
	out := make([][]int, len(all))
	for i := range all {
		for _, code := range effects[all[i].Code] {
			for _, j := range at[code] {
				if i != j && fits(&all[i], &all[j]) && e.edgeHolds(&all[i], &all[j]) {
					out[j] = append(out[j], i)
				}
			}
		}
	}
	return out
}

// addCode adds a code to a sorted list of them, once.
func addCode(codes []string, code string) []string {
	if i, found := slices.BinarySearch(codes, code); !found {
		return slices.Insert(codes, i, code)
	}
	return codes
}

// effectsOf returns the found codes that a code explains. An edge "KV502 with KV614" needs the other finding
// beside it.
func effectsOf(code string, found map[string][]int) []string {
	var out []string
	for _, edge := range edges(code) {
		effect, with, conditional := strings.Cut(edge, " with ")
		if (!conditional || len(found[with]) > 0) && len(found[effect]) > 0 && !slices.Contains(out, effect) {
			out = append(out, effect)
		}
	}
	return out
}

// fits reports whether cause and effect are about the same: the same vantage or one that the cause concerns,
// and the same endpoint where both name one. A notice explains notices only.
func fits(cause, effect *Finding) bool {
	if !cause.Severity.AtLeast(Warning) && effect.Severity.AtLeast(Warning) {
		return false
	}
	if cause.place.endpoint != "" && effect.place.endpoint != "" && effect.Vantage == "" && cause.place.endpoint != effect.place.endpoint {
		return false
	}
	if len(cause.place.vantages) == 0 || len(effect.place.vantages) == 0 {
		return true
	}
	return slices.ContainsFunc(effect.place.vantages, func(v *vantage) bool { return slices.Contains(cause.place.vantages, v) })
}

// edgeHolds judges the edges that hold under a condition of their own.
func (e *Evidence) edgeHolds(cause, effect *Finding) bool {
	if cause.Code == "KV612" && cause.Severity != Error {
		return effect.Code == "KV508" // the clients' answers are not its doing
	}
	if cause.Code == "KV202" && effect.Code == "KV605" {
		return e.forwarding.groups == nil || len(e.forwarding.groups[cause.place.endpoint]) > 0 // no zone group will write the record
	}
	if cause.Code == "KV804" {
		return cause.Severity == Error // a proxy that is merely set is shown to do nothing
	}
	if cause.Code != "KV509" || len(effect.place.vantages) != 1 {
		return true
	}
	for _, l := range e.answersOf(effect.place.vantages[0]) {
		if a := e.addressOf(l, reachPrivate); a != nil && e.right(a.Addr) == yes {
			return true
		}
	}
	return false
}

// firstCauses returns the causes of a finding that nothing explains in turn.
func firstCauses(j int, causes [][]int) []int {
	var out []int
	seen := map[int]bool{j: true}
	todo := slices.Clone(causes[j])
	for len(todo) > 0 {
		i := todo[0]
		todo = todo[1:]
		if seen[i] {
			continue
		}
		seen[i] = true
		if len(causes[i]) == 0 {
			out = append(out, i)
		}
		todo = append(todo, causes[i]...)
	}
	sort.Ints(out)
	return out
}

// sectionOrder is the order in which to fix roots of one severity: the evidence, then along the way from the
// vault's side to the client.
var sectionOrder = map[byte]int{'0': 0, '1': 1, '2': 2, '4': 3, '6': 4, '8': 5, '5': 6, '7': 7, '3': 8}

// isRoot reports whether a finding is an error or warning that nothing explains. Findings about the evidence itself are
// none, except altered files.
func isRoot(f *Finding) bool {
	return len(f.ExplainedBy) == 0 && f.Severity.AtLeast(Warning) && f.Counts()
}

// roots returns the roots in the order in which to fix them: a fault that has no effect today, since another stands
// before it, comes after those that have one.
func roots(all []Finding) []Finding {
	out := []Finding{}
	for i := range all {
		if isRoot(&all[i]) {
			out = append(out, all[i])
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.Severity != b.Severity {
			return severityOrder[a.Severity] < severityOrder[b.Severity]
		}
		if a.noEffect != b.noEffect {
			return b.noEffect
		}
		return sectionOrder[a.Code[2]] < sectionOrder[b.Code[2]]
	})
	return out
}
