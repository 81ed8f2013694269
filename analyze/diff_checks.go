package analyze

import (
	"sort"
	"strings"
)

// A CheckChange is a check with another outcome than before. Checks of what was not captured before are left out.
type CheckChange struct {
	Code    string    `json:"code"`
	Subject string    `json:"subject"`
	Vantage Opt       `json:"vantage"`
	Before  Outcome   `json:"before"`
	After   Opt       `json:"after"`   // an Outcome; empty where the check was not made any more
	Lost    bool      `json:"lost"`    // it was decided before and is not any more
	Missing []Missing `json:"missing"` // what would decide it; never nil, filled for lost ones only
}

// checks returns the checks with another outcome; findings says what became of those that failed.
func (c *comparison) checks(findings []FindingChange) []CheckChange {
	out := []CheckChange{}
	lost := map[key]bool{}
	for _, f := range findings {
		lost[key{f.Code, strings.ToLower(f.Subject), f.Vantage}] = f.State == Undecidable && f.Reason != sameShown
	}
	for i := range c.before.Checks {
		b := &c.before.Checks[i]
		after, missing := c.outcomeAfter(b)
		if string(after) == string(b.Outcome) {
			continue
		}
		x := CheckChange{Code: b.Code, Subject: b.Subject, Vantage: b.Vantage, Before: b.Outcome, After: after, Missing: []Missing{}}
		switch b.Outcome {
		case Fail:
			x.Lost = lost[key{b.Code, strings.ToLower(b.Subject), b.Vantage}]
		case Pass:
			x.Lost = after == "" || Outcome(after) == Unknown
		}
		if x.Lost {
			x.Missing = append(x.Missing, missing...)
		}
		out = append(out, x)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Code < out[j].Code })
	return out
}

// outcomeAfter returns what came of a check, for its subject or, where the other side tells of no such subject, for
// the worst of those that it tells of: a failed check names the resource at fault, one that passes the vault.
func (c *comparison) outcomeAfter(b *Check) (Opt, []Missing) {
	rank := map[Outcome]int{Fail: 4, Unknown: 3, Pass: 2, NotApplicable: 1}
	worst := Check{Missing: []Missing{}}
	for _, a := range c.made[scope{b.Code, b.Vantage}] {
		switch {
		case strings.EqualFold(a.Subject, b.Subject):
			return Opt(a.Outcome), a.Missing
		case rank[a.Outcome] > rank[worst.Outcome]:
			worst = *a
		}
	}
	return Opt(worst.Outcome), worst.Missing
}

// Worse reports whether anything is worse: a new finding of a severity or above, one that rose to it, or a check that
// was decided and is not any more. The empty severity leaves findings out.
func (d *Delta) Worse(limit Severity) bool {
	for i := range d.Findings {
		f := &d.Findings[i]
		if limit == "" || f.After == nil || !f.counts() || !f.After.Severity.AtLeast(limit) {
			continue
		}
		if f.Before == nil || !f.Before.Severity.AtLeast(limit) {
			return true
		}
	}
	return len(d.Lost()) > 0
}

// Lost returns the checks that were decided before and are not any more; those of the evidence itself do not count.
func (d *Delta) Lost() []CheckChange {
	var out []CheckChange
	for _, c := range d.Checks {
		if c.Lost && (Finding{Code: c.Code}).Counts() {
			out = append(out, c)
		}
	}
	return out
}

// Steps returns the commands that would decide again what cannot be decided any more, the ones that decide most first.
func (d *Delta) Steps() []Step {
	var out stepList
	for _, c := range d.Lost() {
		for _, m := range c.Missing {
			out.add(m, c.Code)
		}
	}
	return out.sorted()
}
