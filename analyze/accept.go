package analyze

import (
	"fmt"
	"slices"
	"strings"
)

// An Accept is one entry of --accept: a finding that somebody decided to live with.
type Accept struct {
	Code    string // of the catalogue
	Subject string // as reports print it; letter case does not count, as in names of resources
	Reason  string // never empty
	Expires string // YYYY-MM-DD, the last day on which it holds; empty where it does not expire
	Line    int    // where it stands in its file
}

// covers reports whether an entry is about a finding, whatever the vantage.
func (a Accept) covers(f Finding) bool {
	return a.Code == f.Code && strings.EqualFold(a.Subject, f.Subject)
}

// Accept marks the findings that entries cover and judges anew without them: they keep their place and count neither for
// the verdict nor for the exit status, and what is known of the private path stays. today is the day to judge entries by,
// YYYY-MM-DD; it may be empty where none expires. It comes after Run and Foresee.
func (e *Evidence) Accept(d *Diagnosis, entries []Accept, today string) {
	d.Accepts = []Acceptance{}
	for _, a := range entries {
		out := Acceptance{Code: a.Code, Subject: a.Subject, Reason: a.Reason, Expires: Opt(a.Expires), State: Unmatched}
		switch {
		case a.Expires != "" && today > a.Expires: // days in this form compare as text
			out.State = Expired
		default:
			if mark(d.Findings, a) {
				out.State = Matched
			}
			mark(d.RootCauses, a)
			if d.After != nil {
				mark(d.After.Findings, a)
			}
		}
		d.Accepts = append(d.Accepts, out)
	}
	d.Verdict = verdict(d.Findings, d.PrivatePath)
	if d.After != nil {
		d.After.Verdict = verdict(d.After.Findings, d.After.PrivatePath)
	}
	d.Headline = e.headline(d)
}

// mark marks the findings that an entry covers and reports whether there is one.
func mark(findings []Finding, a Accept) bool {
	found := false
	for i := range findings {
		if a.covers(findings[i]) {
			findings[i].Accepted, found = true, true
		}
	}
	return found
}

// AcceptedBy returns what came of the entry that covers an accepted finding; nil for other findings.
func (d *Diagnosis) AcceptedBy(f Finding) *Acceptance {
	for i, a := range d.Accepts {
		if f.Accepted && a.State == Matched && (Accept{Code: a.Code, Subject: a.Subject}).covers(f) {
			return &d.Accepts[i]
		}
	}
	return nil
}

// OpenRoots returns the roots that nobody accepted, in their order.
func (d *Diagnosis) OpenRoots() []Finding {
	var out []Finding
	for _, f := range d.RootCauses {
		if !f.Accepted {
			out = append(out, f)
		}
	}
	return out
}

// acceptedHeadline says what to know where every root is accepted, and either the path is broken all the same or effects of
// the roots are not accepted; else empty.
func acceptedHeadline(d *Diagnosis) string {
	var left []string
	for _, f := range d.Findings {
		if f.Counts() && f.Severity.AtLeast(Warning) {
			left = addCode(left, f.Code)
		}
	}
	if len(d.RootCauses) == 0 || len(left) == 0 && d.PrivatePath != PathBroken {
		return ""
	}
	says := "What was found is accepted: "
	if d.PrivatePath == PathBroken {
		says = "Requests do not use Private Link, and the cause is accepted: "
	}
	says = sentence(says + d.RootCauses[0].Detail)
	if len(left) > 0 {
		says += fmt.Sprintf(" Effects of it are not: %s.", strings.Join(left, ", "))
	}
	return says
}

// JoinAccepts adds what came of entries in one more case to what came of them in the cases before, nil at first: an entry that
// covers a finding in any case is matched.
func JoinAccepts(before, more []Acceptance) []Acceptance {
	if before == nil {
		return slices.Clone(more)
	}
	for i := range more {
		if more[i].State == Matched {
			before[i].State = Matched
		}
	}
	return before
}
