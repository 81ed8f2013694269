package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// DiffSchema is the name and number of the schema of a Delta.
const DiffSchema = "kvdoctor.diff/v1"

// A Delta says what became of a case between two diagnoses of it. Its JSON form is the contract.
type Delta struct {
	Schema   string          `json:"schema"`
	Tool     Tool            `json:"tool"`
	Answer   Answer          `json:"answer"` // did the change work?
	Headline string          `json:"headline"`
	Before   Side            `json:"before"`
	After    Side            `json:"after"`
	Notes    []string        `json:"notes"`    // how far the two sides can be compared; never nil
	Findings []FindingChange `json:"findings"` // of either side: roots first, then by code; never nil
	Checks   []CheckChange   `json:"checks"`   // whose outcome is another one now, by code; never nil
	Facts    []FactChange    `json:"facts"`    // that are others now; never nil
}

// A Side is what one of the two diagnoses says.
type Side struct {
	Bundle       string       `json:"bundle"`
	Vault        Opt          `json:"vault"` // the host
	Captures     int          `json:"captures"`
	Verdict      Verdict      `json:"verdict"`
	PrivatePath  PrivatePath  `json:"private_path"`
	PublicAccess PublicAccess `json:"public_access"`
	Headline     string       `json:"headline"`
}

// An UnlikeError says why two diagnoses cannot be compared.
type UnlikeError struct{ Before, After string }

// Error implements error.
func (e *UnlikeError) Error() string {
	return fmt.Sprintf("the two are about different vaults: before %s, after %s", e.Before, e.After)
}

// Compare says what became of the findings and facts of one diagnosis in another. same gives vantages of before the
// names that they have in after. The error is an UnlikeError, or names a vantage that is not there.
func Compare(before, after *Diagnosis, same map[string]string) (*Delta, error) {
	if b, a := before.Vault.Host, after.Vault.Host; b != "" && a != "" && !strings.EqualFold(string(b), string(a)) {
		return nil, &UnlikeError{string(b), string(a)}
	}
	if err := checkSame(before, after, same); err != nil {
		return nil, err
	}
	d := &Delta{Schema: DiffSchema, Tool: after.Tool, Before: sideOf(before), After: sideOf(after)}
	c := newComparison(aligned(before, same), aligned(after, nil))
	d.Notes = c.notes(same)
	d.Findings = c.findings()
	d.Checks = c.checks(d.Findings)
	d.Facts = c.facts()
	d.Answer, d.Headline = c.answer(d)
	return d, nil
}

// sideOf sums up a diagnosis.
func sideOf(d *Diagnosis) Side {
	return Side{Bundle: d.Bundle.Name, Vault: d.Vault.Host, Captures: d.Bundle.Captures, Verdict: d.Verdict,
		PrivatePath: d.PrivatePath, PublicAccess: d.PublicAccess, Headline: d.Headline}
}

// checkSame refuses pairs of vantages that are not there.
func checkSame(before, after *Diagnosis, same map[string]string) error {
	taken := map[string]string{}
	for _, old := range slices.Sorted(maps.Keys(same)) {
		switch name := same[old]; {
		case vantageOf(before, old) == nil:
			return fmt.Errorf("no vantage is called %q before%s", old, namesOf(before))
		case vantageOf(after, name) == nil:
			return fmt.Errorf("no vantage is called %q after%s", name, namesOf(after))
		case taken[name] != "":
			return fmt.Errorf("%q and %q cannot both be %q", taken[name], old, name)
		case old != name && vantageOf(before, name) != nil && same[name] == "":
			return fmt.Errorf("%q is there before, so %q cannot be it", name, old)
		default:
			taken[name] = old
		}
	}
	return nil
}

// namesOf lists the vantages of a diagnosis, for a message.
func namesOf(d *Diagnosis) string {
	var names []string
	for _, v := range d.Facts.Vantages {
		names = append(names, v.Name)
	}
	if names == nil {
		return ": nothing was captured on a machine"
	}
	return "; the vantages are: " + strings.Join(names, ", ")
}

// vantageOf returns the vantage of a name; nil if there is none.
func vantageOf(d *Diagnosis, name string) *VantageFact {
	for i := range d.Facts.Vantages {
		if d.Facts.Vantages[i].Name == name {
			return &d.Facts.Vantages[i]
		}
	}
	return nil
}

// aligned returns a copy in which what the two sides name differently has one name: vantages, and the bundle as a
// subject.
func aligned(d *Diagnosis, same map[string]string) *Diagnosis {
	const bundle = "bundle"
	name := func(s string) string {
		if to, ok := same[s]; ok {
			return to
		}
		return s
	}
	subject := func(code, subject string, vantage Opt) string {
		switch {
		case strings.HasPrefix(code, "KV0") && subject == d.Bundle.Name:
			return bundle
		case vantage != "" && subject == string(vantage):
			return name(subject)
		}
		return subject
	}
	out := *d
	out.Findings, out.Checks, out.RootCauses = slices.Clone(d.Findings), slices.Clone(d.Checks), slices.Clone(d.RootCauses)
	for _, list := range [][]Finding{out.Findings, out.RootCauses} {
		for i, f := range list {
			list[i].Subject, list[i].Vantage = subject(f.Code, f.Subject, f.Vantage), Opt(name(string(f.Vantage)))
		}
	}
	for i, c := range out.Checks {
		out.Checks[i].Subject, out.Checks[i].Vantage = subject(c.Code, c.Subject, c.Vantage), Opt(name(string(c.Vantage)))
	}
	f := &out.Facts
	f.Vantages, f.Lookups, f.Requests = slices.Clone(f.Vantages), slices.Clone(f.Lookups), slices.Clone(f.Requests)
	for i := range f.Vantages {
		f.Vantages[i].Name = name(f.Vantages[i].Name)
	}
	for i := range f.Lookups {
		f.Lookups[i].Vantage = name(f.Lookups[i].Vantage)
	}
	for i := range f.Requests {
		f.Requests[i].Vantage = name(f.Requests[i].Vantage)
	}
	return &out
}
