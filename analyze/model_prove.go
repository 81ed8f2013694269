package analyze

import (
	"errors"
	"slices"
	"strings"
)

// The states of a proof.
const (
	Proven      = "proven"
	NotModelled = "not_modelled"
	Refuted     = "refuted"
)

// openAccess is the fault whose repair changes nothing for those who arrive rightly, and comes last for all others.
const openAccess = "KV301"

// mostProofs is how many roots have their fix tried on the model. Each trial reads all of the evidence again.
const mostProofs = 24

// prove tries the fixes of the roots among the findings on the model.
func (e *Evidence) prove(all []Finding) {
	var roots []*Finding
	var rest others
	for i := range all {
		f := &all[i]
		if !isRoot(f) {
			continue
		}
		r, ok := remedyOf(f.Code)
		if edits := []Edit(nil); ok && len(roots) < mostProofs {
			if edits = r.edits(e, *f); edits != nil {
				roots = append(roots, f)
				rest.edits = append(rest.edits, edits...)
				continue
			}
		}
		rest.unmodelled = rest.unmodelled || f.Severity == Error
	}
	for _, f := range roots {
		r, _ := remedyOf(f.Code)
		e.proveOne(f, r, r.edits(e, *f), rest)
	}
}

// An others holds the fixes of all roots: as edits, and whether there are errors among them that no edit mends.
type others struct {
	edits      []Edit
	unmodelled bool
}

// proveOne tries one fix, alone and, where that is not enough, with the fixes of the other roots.
func (e *Evidence) proveOne(f *Finding, r remedy, own []Edit, rest others) {
	t, err := e.try(*f, r, own)
	if errors.Is(err, errOverlap) {
		f.Fix.refute(err.Error())
	}
	if err != nil {
		return
	}
	f.noEffect = t.effect == no && f.Code != openAccess
	if t.settles() {
		if f.Code == "KV202" && len(own) > 1 {
			t.says = "once the zone has the record, which a zone group writes upon approval: " + t.says
		}
		f.Fix.Proof = Proof{State: Proven, Predicts: Opt(t.says)}
		return
	}
	if t.helped != unknown {
		f.Fix.Proof.Predicts = Opt(t.says)
	}
	together, err := e.try(*f, r, rest.edits)
	more := err == nil && len(rest.edits) > len(own)
	switch {
	case len(t.cut) > 0 && rest.unmodelled:
		f.Fix.notAlone(f.Code, t.cut)
	case len(t.cut) > 0 && more && len(together.cut) == 0:
		f.Fix.notAlone(f.Code, t.cut)
		if f.Fix.Proof.Predicts = Opt("with the other fixes made: " + together.says); together.settles() {
			f.Fix.Proof.State = Proven
		}
	case len(t.cut) > 0:
		f.Fix.refute("it cuts off " + strings.Join(t.cut, ", ") + ", which the vault lets in today: " + t.says)
	case (t.helped == no || !t.gone) && more && together.settles():
		f.Fix.Proof = Proof{State: Proven, Predicts: Opt("with the other fixes made: " + together.says)}
	case !t.gone:
		f.Fix.refute("the model still shows the fault: " + t.says)
	}
}

// notAlone says that a fix must not be made alone.
func (f *Fix) notAlone(code string, cut []string) {
	how := "Only together with the other fixes"
	if code == openAccess {
		how = "Only after the other root causes are fixed"
	}
	f.Summary = how + ", since alone it would cut off " + strings.Join(cut, ", ") + " today: " + f.Summary
}

// refute takes back a fix that the model shows not to help.
func (f *Fix) refute(why string) {
	f.Summary, f.Commands, f.Verify = "No fix is offered: the usual one was tried on the model, and "+why+".", []string{}, []string{}
	f.Proof = Proof{State: Refuted, Predicts: Opt(why)}
}

// remedyOf returns the remedy of a code.
func remedyOf(code string) (remedy, bool) {
	i := slices.IndexFunc(remedies, func(r remedy) bool { return r.code == code })
	if i < 0 {
		return remedy{}, false
	}
	return remedies[i], true
}
