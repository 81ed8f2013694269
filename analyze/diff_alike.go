package analyze

import (
	"slices"
	"strings"
)

// A likeness says how far the two sides show the same. A finding that only one side makes proves no change where the
// sides were not captured alike and what both show is the same: then it is the other evidence that judges otherwise.
type likeness struct {
	differs bool               // a fact that both sides show has another value
	unequal bool               // one side shows what the other does not
	moved   map[[2]string]bool // the observations with another outcome: machine and what
}

// sameShown is the reason of a finding that the evidence of one side makes, and no change.
const sameShown = "what both sides show of it is the same, and one of them shows more"

// likenessOf compares two diagnoses.
func likenessOf(before, after *Diagnosis) likeness {
	l := likeness{moved: map[[2]string]bool{}, unequal: before.Bundle.Captures != after.Bundle.Captures}
	l.observed(outcomes(before), outcomes(after))
	shownBefore, shownAfter := merged(items(before)), merged(items(after))
	for _, list := range factLists {
		was, is := list.captured(&before.Facts), list.captured(&after.Facts)
		switch {
		case was != is:
			l.unequal = true
		case list.name != "lookups" && list.name != "requests":
			l.listed(list.name, shownBefore, shownAfter)
		}
	}
	return l
}

// outcomes returns what came of the lookups and requests of a side.
func outcomes(d *Diagnosis) map[[2]string][]string {
	out := map[[2]string][]string{}
	for _, o := range observations(d) {
		at := [2]string{o.vantage, o.what}
		out[at] = addCode(out[at], o.outcome)
	}
	return out
}

// observed compares lookups and requests. One of several alike that is lost is no change.
func (l *likeness) observed(before, after map[[2]string][]string) {
	within := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
	}
	for at, was := range before {
		is, ok := after[at]
		l.unequal = l.unequal || !ok || len(is) != len(was)
		if ok && !within(was, is) && !within(is, was) {
			l.moved[at], l.differs = true, true
		}
	}
	for at := range after {
		l.unequal = l.unequal || before[at] == nil
	}
}

// listed compares a list of facts that both sides have. A machine that one side lacks, or takes for something else, is
// no change of it, and neither is an endpoint or its address: they are put together from several exports.
func (l *likeness) listed(list string, before, after *itemList) {
	for _, pair := range [][2]*itemList{{before, after}, {after, before}} {
		for _, x := range pair[0].all {
			if x.list != list {
				continue
			}
			y := pair[1].at[x.list+"\x00"+x.key]
			if y == nil {
				pieced := list == "vantages" || list == "endpoints"
				l.differs, l.unequal = l.differs || !pieced, l.unequal || pieced
				continue
			}
			for _, f := range fieldChanges(x, y) {
				if f.Before == "" || f.After == "" || f.Name == "role" || list == "endpoints" && f.Name == "addresses" {
					l.unequal = true
				} else if bare(string(f.Before)) != bare(string(f.After)) {
					l.differs = true
				}
			}
		}
	}
}

// bare returns a value without the classes of its addresses: those depend on which networks were captured.
func bare(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
	for _, c := range classes {
		words = slices.DeleteFunc(words, func(w string) bool { return w == string(c.class) })
	}
	return strings.ToLower(strings.Join(words, " "))
}

// judgedOtherwise reports whether a finding of one side, with the observations of that side, shows no change: nothing
// that both sides show differs, or nothing of what the finding quotes.
func (c *comparison) judgedOtherwise(f *Finding, own []observation) bool {
	if !c.alike.unequal || !c.alike.differs {
		return c.alike.unequal
	}
	for _, at := range f.Cites {
		o := owner(own, at)
		if o == nil || c.alike.moved[[2]string{o.vantage, o.what}] || !c.observedOnBoth(o) {
			return false
		}
	}
	return len(f.Cites) > 0
}

// observedOnBoth reports whether a lookup or request was made on both sides.
func (c *comparison) observedOnBoth(o *observation) bool {
	same := func(x observation) bool { return x.vantage == o.vantage && x.what == o.what }
	return slices.ContainsFunc(c.observed, same) && c.observedAgain[[2]string{o.vantage, o.what}]
}

// otherClients reports whether a client of after was none before.
func (c *comparison) otherClients() bool {
	return slices.ContainsFunc(c.after.Facts.Vantages, func(v VantageFact) bool {
		was := vantageOf(c.before, v.Name)
		return v.Role == "client" && (was == nil || was.Role != "client")
	})
}

// noCommonClient reports whether both sides have clients, and none of them is on both.
func (c *comparison) noCommonClient() bool {
	before, after := clientNames(c.before), clientNames(c.after)
	return len(before) > 0 && len(after) > 0 && !slices.ContainsFunc(after, func(name string) bool { return slices.Contains(before, name) })
}

// clientNames returns the names of a side's clients.
func clientNames(d *Diagnosis) (names []string) {
	for _, v := range d.Facts.Vantages {
		if v.Role == "client" {
			names = append(names, v.Name)
		}
	}
	return names
}
