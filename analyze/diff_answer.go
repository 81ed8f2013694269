package analyze

import (
	"fmt"
	"slices"
	"strings"
)

// An Answer says whether a change worked.
type Answer string

// The answers. Yes needs evidence: Private Link is shown to work after and not to before, or every root is gone and
// nothing is new, with nothing left that can no longer be decided.
const (
	Yes       Answer = "yes"
	Partly    Answer = "partly"    // something is fixed, and something that matters remains or is new
	No        Answer = "no"        // nothing is shown to be fixed
	Worsened  Answer = "worse"     // what worked does not any more, or what was in order is a fault now
	CannotSay Answer = "unknown"   // evidence is missing
	NoFault   Answer = "unchanged" // nothing was wrong before, and nothing is
)

// A tally holds the codes of the findings that count, errors and warnings, by what became of them.
type tally struct {
	fixed, remain, open []string // roots of before; open are warnings that cannot be decided any more
	lost                []string // errors, roots or not, that cannot be decided any more
	judged              []string // errors that only the other evidence of after does not find
	broke               []string // new errors and warnings whose check passed before
	seen, warned        []string // new errors, and warnings, that could not be decided before
}

// tallyOf counts.
func tallyOf(all []FindingChange) tally {
	var t tally
	for i := range all {
		f := &all[i]
		if !f.counts() || !f.severity().AtLeast(Warning) {
			continue
		}
		switch {
		case f.State == New && f.Reason == "":
			t.broke = addCode(t.broke, f.Code)
		case f.State == New && f.severity() == Error:
			t.seen = addCode(t.seen, f.Code)
		case f.State == New:
			t.warned = addCode(t.warned, f.Code)
		case f.State == Undecidable && f.Reason == sameShown:
			t.judged = addCode(t.judged, f.Code)
		case f.State == Remains && f.After.Severity == Error && f.Before.Severity != Error:
			t.broke = addCode(t.broke, f.Code)
		case f.State == Undecidable && f.severity() == Error:
			t.lost = addCode(t.lost, f.Code)
		case f.Root && f.State == Fixed:
			t.fixed = addCode(t.fixed, f.Code)
		case f.Root && f.State == Remains:
			t.remain = addCode(t.remain, f.Code)
		case f.Root && f.State == Undecidable:
			t.open = addCode(t.open, f.Code)
		}
	}
	return t
}

// answer says whether the change worked, in a word and in a sentence. Where the two sides were not captured alike and
// nothing that both show differs, no change is seen that could have worked or harmed.
func (c *comparison) answer(d *Delta) (Answer, string) {
	t := tallyOf(d.Findings)
	a, text := c.decide(d, t)
	if c.alike.unequal && !c.alike.differs && (a == Yes || a == Partly || a == Worsened) {
		return CannotSay, "what both sides show is the same, and one of them shows more" + t.rest() + "."
	}
	return a, text
}

// decide answers by what became of the findings and of the private path.
func (c *comparison) decide(d *Delta, t tally) (Answer, string) {
	was, is := d.Before.PrivatePath, d.After.PrivatePath
	works := was == PathBroken && is == PathWorking && len(t.judged) == 0
	switch {
	case was == PathWorking && is == PathBroken && len(t.broke) == 0 && c.otherClients():
		return CannotSay, "Private Link is broken on what was not captured as a client before" + t.rest() + "."
	case was == PathWorking && is == PathBroken:
		return Worsened, "Private Link worked before and is broken now" + t.rest() + "."
	case was == PathBroken && is == PathBroken && len(t.fixed)+len(t.remain) == 0 && c.noCommonClient():
		return CannotSay, "no client of before was captured again; Private Link is broken on another" + t.rest() + "."
	case was == PathBroken && is == PathBroken && len(t.fixed)+len(t.remain) == 0 && len(t.lost)+len(t.open) > 0:
		return No, pathText(was, is) + t.rest() + "."
	case len(t.broke) > 0 && len(t.fixed) == 0 && !(was != PathWorking && is == PathWorking):
		return Worsened, pathText(was, is) + ", and nothing is shown to be fixed" + t.rest() + "."
	case was != PathBroken && len(t.fixed)+len(t.remain)+len(t.open)+len(t.lost)+len(t.judged) == 0:
		return c.withoutFault(was, is, t)
	case is == PathBroken && len(t.fixed) > 0:
		return Partly, pathText(was, is) + t.rest() + "."
	case is == PathBroken:
		return No, pathText(was, is) + t.rest() + "."
	case len(t.lost)+len(t.open) > 0 && !(works && (len(t.lost) == 0 || c.oneClient())):
		return CannotSay, "evidence is missing after the change" + t.rest() + "."
	case len(t.judged) > 0 && len(t.fixed) == 0:
		return CannotSay, "what both sides show is the same, and one of them shows more" + t.rest() + "."
	case is == PathUnknown && was != PathUnknown && len(t.remain) == 0:
		return CannotSay, "no request is shown to arrive by Private Link after the change" + t.rest() + "."
	case is == PathUnknown && was != PathUnknown && len(t.fixed) == 0:
		return No, "nothing is shown to be fixed" + t.rest() + "."
	case was == PathUnknown && is == PathWorking && len(t.fixed) == 0:
		return CannotSay, "Private Link works now, and whether it did before was not captured" + t.rest() + "."
	case len(t.broke)+len(t.seen) > 0 && (works || len(t.fixed) > 0):
		return Partly, pathText(was, is) + t.rest() + "."
	case works, len(t.remain) == 0 && len(t.fixed) > 0 && (is == was || is == PathWorking):
		return Yes, pathText(was, is) + t.rest() + "."
	case len(t.fixed) > 0:
		return Partly, pathText(was, is) + t.rest() + "."
	}
	return No, pathText(was, is) + t.rest() + "."
}

// oneClient reports whether the two sides have the same one client: if Private Link works, it does there.
func (c *comparison) oneClient() bool {
	return len(clientNames(c.after)) == 1 && slices.Equal(clientNames(c.before), clientNames(c.after))
}

// withoutFault answers where nothing was wrong before.
func (c *comparison) withoutFault(was, is PrivatePath, t tally) (Answer, string) {
	switch {
	case len(t.seen)+len(t.warned) > 0:
		return CannotSay, "no fault was known before" + t.rest() + "."
	case was == PathWorking && is == PathWorking:
		return NoFault, "nothing was wrong before, and Private Link still works" + t.rest() + "."
	case was == PathWorking:
		return CannotSay, "Private Link worked before, and nothing captured after shows that it still does" + t.rest() + "."
	case is == PathWorking:
		return CannotSay, "Private Link works now, and whether it did before was not captured" + t.rest() + "."
	}
	return CannotSay, "neither side shows whether Private Link works" + t.rest() + "."
}

// pathText says what became of the private path.
func pathText(was, is PrivatePath) string {
	switch {
	case is == PathWorking && was == PathWorking:
		return "Private Link works as before"
	case is == PathWorking:
		return "Private Link works now"
	case is == PathBroken && was == PathBroken:
		return "Private Link is still broken"
	case is == PathBroken:
		return "Private Link is broken"
	}
	return "whether Private Link works now is not captured"
}

// rest lists what became of the findings, as a second sentence without its period.
func (t tally) rest() string {
	parts := []string{}
	for _, p := range []struct {
		says  string
		codes []string
	}{{"fixed", t.fixed}, {"still there", t.remain}, {"new", t.broke}, {"found now", addAll(t.seen, t.warned)},
		{"not decidable now", addAll(t.open, t.lost)}, {"judged otherwise now", t.judged}} {
		if n := len(p.codes); n > 4 {
			parts = append(parts, fmt.Sprintf("%s %s and %d more", p.says, strings.Join(p.codes[:3], ", "), n-3))
		} else if n > 0 {
			parts = append(parts, p.says+" "+strings.Join(p.codes, ", "))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	list := strings.Join(parts, "; ")
	return ". " + strings.ToUpper(list[:1]) + list[1:]
}

// addAll joins two lists of codes.
func addAll(a, b []string) []string {
	out := slices.Clone(a)
	for _, code := range b {
		out = addCode(out, code)
	}
	return out
}
