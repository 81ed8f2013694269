package analyze

import (
	"slices"
	"strings"
)

// A trial is what came of a fix on the model.
type trial struct {
	gone   bool // the finding is not found any more
	helped fate // of the machines that it concerns
	says   string
	cut    []string // machines that were let in before and are not after
	effect fate     // whether it changes anything for anyone
}

// try makes edits and judges what becomes of a finding. The error says why they cannot be made.
func (e *Evidence) try(f Finding, r remedy, edits []Edit) (t trial, err error) {
	c, err := e.after(edits...)
	if err != nil {
		return t, err
	}
	t.gone = !c.stillFound(f)
	concerned := f.place.vantages
	if len(concerned) == 0 {
		concerned = e.clients()
	}
	var says []string
	t.helped = yes
	if len(concerned) == 0 {
		t.helped = unknown
	}
	for _, v := range concerned {
		twin := c.index.vantages[v.name]
		if twin == nil { // it stands for a network in which nothing was captured
			twin = &vantage{name: v.name}
			if v.network != nil {
				twin.network = c.networkByID(v.network.id)
			}
		}
		is, what := r.helped(c, twin)
		if is == no || is == unknown && t.helped == yes {
			t.helped = is
		}
		if !slices.Contains(says, what) && len(says) < 3 {
			says = append(says, what)
		}
	}
	t.says = strings.Join(says, "; ")
	t.effect = no
	for _, v := range e.clients() {
		t.compare(v, e, c)
	}
	return t, nil
}

// compare notes what edits change for a machine.
func (t *trial) compare(v *vantage, before, after *Evidence) {
	twin := after.index.vantages[v.name]
	was, is := before.journeyOf(v), after.journeyOf(twin)
	if was.through == yes && is.through == no {
		t.cut = append(t.cut, v.name)
	}
	saw, sees := before.sees(v), after.sees(twin)
	switch {
	case !saw.known() || !sees.known():
		if t.effect == no {
			t.effect = unknown
		}
	case !saw.same(sees) || was.way != is.way || was.through != is.through:
		t.effect = yes
	}
}

// stillFound reports whether a check finds again what it found.
func (e *Evidence) stillFound(f Finding) bool {
	i := slices.IndexFunc(rules, func(r rule) bool { return r.code == f.Code })
	found, _ := e.check(rules[i])
	return slices.ContainsFunc(found, func(g Finding) bool { return g.Subject == f.Subject && g.Vantage == f.Vantage })
}

// settles reports whether a fix takes its finding away, helps every machine concerned and cuts off none.
func (t trial) settles() bool { return t.gone && t.helped == yes && len(t.cut) == 0 }
