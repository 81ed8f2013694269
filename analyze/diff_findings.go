package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// A Change says what became of a finding.
type Change string

// What can become of a finding.
const (
	Fixed       Change = "fixed"       // its check passes now, or does not apply for a reason that shows the fault to be gone
	New         Change = "new"         // it was not found before
	Remains     Change = "remains"     // it is still found
	Undecidable Change = "undecidable" // nothing captured after shows whether it is still there
)

// A FindingChange is a finding of either side with what became of it.
type FindingChange struct {
	State   Change       `json:"state"`
	Code    string       `json:"code"`
	Slug    string       `json:"slug"`
	Title   string       `json:"title"`
	Subject string       `json:"subject"`
	Vantage Opt          `json:"vantage"`
	Root    bool         `json:"root"`    // nothing explains it: before, or for a new one after
	Reason  Opt          `json:"reason"`  // why the state is what it is, where that is not plain
	Missing []Missing    `json:"missing"` // what would decide it; never nil, filled for undecidable ones only
	Before  *FindingSide `json:"before"`  // nil for a new one
	After   *FindingSide `json:"after"`   // nil unless it is found after
}

// A FindingSide is what one side says of a finding.
type FindingSide struct {
	Severity Severity `json:"severity"`
	Detail   string   `json:"detail"`
	Accepted bool     `json:"accepted"`
	Cites    []Cite   `json:"cites"`
}

// A key names a check, or a finding, on both sides.
type key struct {
	code, subject string
	vantage       Opt
}

// keyOf returns the key of a finding. Names of resources compare without case.
func keyOf(f *Finding) key { return key{f.Code, strings.ToLower(f.Subject), f.Vantage} }

// A comparison holds two diagnoses in which what is the same has the same name, and what is asked for often.
type comparison struct {
	before, after *Diagnosis
	found         map[key]*Finding   // of after
	made          map[scope][]*Check // of after
	open          map[key]bool       // the checks that are unknown before
	observed      []observation      // of before
	observedAgain map[[2]string]bool // the observations of after: machine and what
	alike         likeness
	spoken        []string // what the facts of after speak of
}

// A scope is a check with the machine that it is about; what it names as its subject depends on how it ends.
type scope struct {
	code    string
	vantage Opt
}

// newComparison prepares a comparison.
func newComparison(before, after *Diagnosis) *comparison {
	c := &comparison{before: before, after: after, found: map[key]*Finding{}, made: map[scope][]*Check{}, open: map[key]bool{},
		observed: observations(before), observedAgain: map[[2]string]bool{}, alike: likenessOf(before, after)}
	for i := range after.Findings {
		c.found[keyOf(&after.Findings[i])] = &after.Findings[i]
	}
	for i := range after.Checks {
		x := &after.Checks[i]
		c.made[scope{x.Code, x.Vantage}] = append(c.made[scope{x.Code, x.Vantage}], x)
	}
	for _, x := range before.Checks {
		if x.Outcome == Unknown {
			c.open[key{x.Code, strings.ToLower(x.Subject), x.Vantage}] = true
		}
	}
	for _, o := range observations(after) {
		c.observedAgain[[2]string{o.vantage, o.what}] = true
	}
	for _, x := range items(after) {
		c.spoken = append(c.spoken, x.ids...)
	}
	return c
}

// severity is that of the side that counts: after where the finding is there, else before.
func (f *FindingChange) severity() Severity {
	if f.After != nil {
		return f.After.Severity
	}
	return f.Before.Severity
}

// counts reports whether a finding counts for the answer: it speaks of the case and is not accepted on either side.
func (f *FindingChange) counts() bool {
	accepted := f.Before != nil && f.Before.Accepted || f.After != nil && f.After.Accepted
	return Finding{Code: f.Code}.Counts() && !accepted
}

// findings returns what became of every finding: the roots of before first, then what is new, then by code.
func (c *comparison) findings() []FindingChange {
	out := []FindingChange{}
	known := map[key]bool{}
	for i := range c.before.Findings {
		f := &c.before.Findings[i]
		known[keyOf(f)] = true
		out = append(out, c.fate(f))
	}
	for i := range c.after.Findings {
		if f := &c.after.Findings[i]; !known[keyOf(f)] {
			x := changeOf(New, f)
			x.Root, x.After, x.Reason = isRoot(f), sideOfFinding(f), Opt(c.noticed(f))
			out = append(out, x)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Root != out[j].Root {
			return out[i].Root
		}
		return cmp.Or(strings.Compare(out[i].Code, out[j].Code), strings.Compare(out[i].Subject, out[j].Subject)) < 0
	})
	return out
}

// changeOf names a finding.
func changeOf(state Change, f *Finding) FindingChange {
	return FindingChange{State: state, Code: f.Code, Slug: f.Slug, Title: f.Title, Subject: f.Subject, Vantage: f.Vantage, Missing: []Missing{}}
}

// sideOfFinding returns what one side says of a finding.
func sideOfFinding(f *Finding) *FindingSide {
	return &FindingSide{Severity: f.Severity, Detail: f.Detail, Accepted: f.Accepted, Cites: f.Cites}
}

// noticed says of a new finding whether it could have been found before.
func (c *comparison) noticed(f *Finding) string {
	outcomes := map[Outcome]bool{}
	for _, x := range c.before.Checks {
		if x.Code == f.Code && x.Vantage == f.Vantage {
			outcomes[x.Outcome] = true
		}
	}
	switch {
	case len(outcomes) == 0 && f.Vantage != "":
		return fmt.Sprintf("nothing was captured on %s before", f.Vantage)
	case outcomes[Unknown] || len(outcomes) == 0:
		return unseen
	case c.judgedOtherwise(f, observations(c.after)):
		return sameShown
	case failureOf(c.before, f) != nil:
		return "requests failed otherwise before: " + failureOf(c.before, f).Code
	}
	return ""
}

// unseen is the reason of a new finding that may have been there before.
const unseen = "it could not be decided before"

// fate returns what became of a finding of before.
func (c *comparison) fate(f *Finding) FindingChange {
	x := changeOf(Remains, f)
	x.Root, x.Before = isRoot(f), sideOfFinding(f)
	if a := c.found[keyOf(f)]; a != nil {
		x.After = sideOfFinding(a)
		if a.Severity != f.Severity {
			x.Reason = Opt(fmt.Sprintf("%s before, %s after", f.Severity, a.Severity))
		}
		return x
	}
	for _, p := range precedence {
		if a := c.found[key{p[0], strings.ToLower(f.Subject), f.Vantage}]; a != nil && p[1] == f.Code {
			x.After, x.Reason = sideOfFinding(a), Opt("told as "+a.Code)
			return x
		}
	}
	if a := failureOf(c.after, f); a != nil {
		x.After, x.Reason = sideOfFinding(a), Opt("requests fail otherwise now: "+a.Code)
		return x
	}
	var why string
	x.State, why, x.Missing = c.verdictOn(f)
	if x.State == Fixed && c.judgedOtherwise(f, c.observed) {
		x.State, why = Undecidable, sameShown
	}
	x.Reason = Opt(why)
	return x
}

// goneBy are the checks which, where they do not apply, show that a fault found before is gone. Any other check that
// does not apply says nothing of it: KV605 does not apply to a zone that answers nobody.
var goneBy = []struct{ code, reason string }{
	{"KV102", "its requests arrive privately, or the network that it is in is known"},
	{"KV615", "the vault's endpoints are not in several networks any more"},
	{"KV804", "a request arrives by Private Link without the proxy"},
	{"KV808", "a request arrives by Private Link"},
}

// verdictOn decides of a finding that is not found any more whether it is fixed. It is only where the check was decided
// with what it was about before at hand.
func (c *comparison) verdictOn(f *Finding) (Change, string, []Missing) {
	none := []Missing{}
	var decided *Check
	for _, x := range c.made[scope{f.Code, f.Vantage}] {
		exact := strings.EqualFold(x.Subject, f.Subject)
		switch {
		case x.Outcome == Unknown && (exact || !c.open[key{x.Code, strings.ToLower(x.Subject), x.Vantage}]):
			return Undecidable, "its check cannot be decided", append(none, x.Missing...)
		case x.Outcome == Unknown:
		case decided == nil || exact || x.Outcome == NotApplicable:
			decided = x
		}
	}
	switch {
	case decided == nil && f.Vantage != "":
		return Undecidable, c.absence(string(f.Vantage)), none
	case decided == nil:
		return Undecidable, "its check was not made", none
	}
	if lost := c.notMadeAgain(f); lost != "" {
		return Undecidable, lost + " was not captured", none
	}
	if f.Code == "KV209" && c.after.PrivatePath != PathWorking {
		return Undecidable, "only an attempt to connect, or a working one, shows it", none // told by az's refusal alone
	}
	if lost := c.concernedAndLost(f); lost != "" {
		return Undecidable, "it concerns " + lost + ": " + c.absence(lost), none
	}
	if decided.Outcome == NotApplicable && f.Severity == Error {
		for _, g := range goneBy {
			if g.code == f.Code {
				return Fixed, g.reason, none
			}
		}
	}
	if decided.Outcome == NotApplicable {
		return Undecidable, "its check does not apply to what was captured", none
	}
	if decided.Outcome == Fail && !c.stillSpokenOf(f) {
		return Undecidable, "nothing captured after speaks of " + f.Subject, none
	}
	return Fixed, "", none
}

// absence says why there is nothing of a client.
func (c *comparison) absence(name string) string {
	if v := vantageOf(c.after, name); v != nil {
		return name + " stands for " + v.Role + " there"
	}
	return "nothing was captured on " + name
}

// concernedAndLost returns a client that a finding concerns and that is no client any more; empty if there is none. A
// check of the deployment passes where no client is left that shows the fault.
func (c *comparison) concernedAndLost(f *Finding) string {
	for i := range c.before.Facts.Vantages {
		v := &c.before.Facts.Vantages[i]
		if a := vantageOf(c.after, v.Name); v.Role != "client" || a != nil && a.Role == "client" {
			continue
		}
		if strings.EqualFold(lastName(string(v.NetworkID)), f.Subject) && v.NetworkID != "" {
			return v.Name
		}
		for _, effect := range c.before.Findings {
			if string(effect.Vantage) == v.Name && slices.Contains(effect.ExplainedBy, f.Code) {
				return v.Name
			}
		}
	}
	return ""
}

// stillSpokenOf reports whether the facts of after name what a finding is about, or list all connections, so that one
// that is not among them is gone.
func (c *comparison) stillSpokenOf(f *Finding) bool {
	for _, x := range c.before.Facts.Connections {
		if c.after.Facts.Connections != nil && (namedBy(f.Subject, x.ID) || namedBy(f.Subject, x.EndpointID)) {
			return true
		}
	}
	return slices.ContainsFunc(c.spoken, func(id string) bool { return namedBy(f.Subject, Opt(id)) })
}

// namedBy reports whether a subject is the name of a resource: its id or the end of it, or its name.
func namedBy(subject string, id Opt) bool {
	whole, subject := strings.ToLower(string(id)), strings.ToLower(subject)
	group, name, two := strings.Cut(subject, "/") // group/name where two resources share their name
	return whole == subject || lastName(whole) == subject || two && groupOf(whole) == group && lastName(whole) == name
}
