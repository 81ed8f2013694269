package collect

import "slices"

// Entries returns what was replaced, for the map: pseudonym, original, kind, sorted by the pseudonym.
func (r *Redactor) Entries() [][3]string {
	var out [][3]string
	for _, list := range []map[string]pair{r.pairs, r.late} {
		for _, p := range list {
			if p.was != p.is {
				out = append(out, [3]string{p.is, p.was, p.kind})
			}
		}
	}
	slices.SortFunc(out, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	return out
}

// Left returns the names that were replaced in their places only, since they are words that stand elsewhere, too.
func (r *Redactor) Left() []string {
	var out []string
	for name := range r.learnt {
		if _, ok := r.spread[name]; !ok && !r.names.whole[name] && r.pairs[name].is != name {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
