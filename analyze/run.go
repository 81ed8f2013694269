package analyze

import (
	"slices"
	"sort"
	"strings"
)

// Run diagnoses the evidence and tries the fixes that it proposes on the resolution model.
func Run(e *Evidence) *Diagnosis {
	d := diagnose(e)
	e.prove(d.Findings)
	for i := range d.Findings {
		if f := &d.Findings[i]; isRoot(f) {
			f.Candidates = candidates(f, d.Checks)
		}
	}
	d.RootCauses = roots(d.Findings)
	d.Contrasts = e.contrasts(d.Findings)
	e.judge(d)
	d.Paths = e.clientPaths(d)
	return d
}

// diagnose runs the checks and folds effects under their causes.
func diagnose(e *Evidence) *Diagnosis {
	d := &Diagnosis{Schema: Schema, Tool: Tool{Name: "kvdoctor", Version: e.options.Version},
		Bundle: e.bundleInfo(), Findings: []Finding{}, Checks: []Check{}, Contrasts: []Contrast{}, Predictions: e.predictions(), Facts: e.facts()}
	if e.id.name != "" {
		d.Vault = VaultInfo{Name: Opt(e.id.name), Host: Opt(e.id.host), Cloud: Opt(e.id.svc.cloud), Zone: Opt(e.id.svc.zone)}
	}
	for _, r := range rules {
		found, checks := e.check(r)
		d.Findings = append(d.Findings, found...)
		d.Checks = append(d.Checks, checks...)
	}
	precede(d)
	e.describe(d.Findings)
	e.pointToRoots(d)
	e.fold(d.Findings)
	d.RootCauses = roots(d.Findings)
	e.judge(d)
	return d
}

// bundleInfo describes what was read.
func (e *Evidence) bundleInfo() BundleInfo {
	info := BundleInfo{Name: e.name(), Unrecognised: []string{}}
	for _, in := range e.inputs {
		info.Captures += in.Captures
		if in.Verified != nil && (info.Verified == nil || *info.Verified) {
			info.Verified = in.Verified
		}
	}
	for _, u := range e.unknown {
		if !slices.Contains(info.Unrecognised, u.First.File) {
			info.Unrecognised = append(info.Unrecognised, u.First.File)
		}
	}
	return info
}

// check runs one rule and keeps its accounts: each subject comes out once.
func (e *Evidence) check(r rule) ([]Finding, []Check) {
	if e.id.name == "" && r.code >= "KV100" && r.code != "KV209" {
		ask := Missing{What: "which vault is meant", Command: "kvdoctor analyze --vault <name> BUNDLE"}
		return nil, []Check{{Code: r.code, Outcome: Unknown, Subject: e.name(), Missing: []Missing{ask}}}
	}
	var failed []Finding
	var checks []Check
	results := mergeResults(distinguish(r.find(e)))
	for _, f := range results {
		f.Code = r.code
		c := Check{Code: r.code, Outcome: Fail, Subject: f.Subject, Vantage: f.Vantage, Missing: []Missing{}}
		switch {
		case f.idle:
			c.Outcome = NotApplicable
		case f.open != nil:
			c.Outcome = Unknown
			for _, n := range e.lacking(f) {
				c.Missing = append(c.Missing, e.missing(n, f.values))
			}
			for _, m := range f.asks {
				c.Missing = append(c.Missing, Missing{What: m.What, Command: e.fill(m.Command, f.values)})
			}
		default:
			failed = append(failed, f)
		}
		checks = append(checks, c)
	}
	told := map[Opt]bool{}
	for _, f := range results {
		told[f.Vantage] = true
	}
	for _, s := range r.over(e) {
		if !covered(s, told) {
			checks = append(checks, e.untouched(r, s))
		}
	}
	return failed, checks
}

// lacking returns those of the needs of an open result that are not held. Where each is held, an export holds only a part,
// so that more of it must be captured; what a machine tells of itself is whole.
func (e *Evidence) lacking(f Finding) []Need {
	var out []Need
	for _, n := range f.open {
		held := false
		for _, v := range e.clients() {
			held = held || (f.Vantage == "" || string(f.Vantage) == v.name) && e.has(n, v)
		}
		if held = held || !needs[n].perVantage && e.has(n, nil); !held {
			out = append(out, n)
		}
	}
	if out == nil {
		out = slices.DeleteFunc(slices.Clone(f.open), func(n Need) bool { return needs[n].perVantage })
	}
	if len(out) == 0 {
		return f.open
	}
	return out
}

// distinguish names subjects that share their last name by group/name, and by the full id where they share
// that too.
func distinguish(all []Finding) []Finding {
	for _, longer := range []func(f Finding) string{
		func(f Finding) string { return groupOf(f.id) + "/" + lastName(f.id) },
		func(f Finding) string { return f.id },
	} {
		first := map[string]string{}
		shared := map[string]bool{}
		for _, f := range all {
			id := strings.ToLower(f.id)
			if other, known := first[f.Subject]; known && other != id && id != "" {
				shared[f.Subject] = true
			} else if id != "" {
				first[f.Subject] = id
			}
		}
		for i, f := range all {
			if shared[f.Subject] && f.id != "" {
				all[i].Subject = longer(f)
			}
		}
	}
	return all
}

// mergeResults makes one of the results for one subject and vantage: a failure beats an open question, which
// beats "does not apply"; what fails twice keeps the lines of both.
func mergeResults(all []Finding) []Finding {
	rank := func(f Finding) int {
		switch {
		case f.idle:
			return 2
		case f.open != nil:
			return 1
		}
		return 0
	}
	var out []Finding
	at := map[[2]string]int{}
	for _, f := range all {
		key := [2]string{f.Subject, string(f.Vantage)}
		i, known := at[key]
		switch {
		case !known:
			at[key] = len(out)
			out = append(out, f)
		case rank(f) < rank(out[i]):
			out[i] = f
		case rank(f) == 0 && rank(out[i]) == 0:
			out[i] = mergeFailures(out[i], f)
		}
	}
	return out
}

// mergeFailures adds the lines of a second failure to the first; the worse severity holds.
func mergeFailures(a, b Finding) Finding {
	const most = 8
	if a.Severity == Notice && b.Severity != Notice {
		a, b = b, a
	}
	for _, c := range b.Cites {
		known := len(a.Cites) >= most
		for _, have := range a.Cites {
			known = known || have == c
		}
		if !known {
			a.Cites = append(a.Cites, c)
		}
	}
	return a
}

// covered reports whether results, of which told holds the vantages, speak of a subject. Checks of the
// deployment name the resource at fault, so any result of theirs covers their one subject.
func covered(s subject, told map[Opt]bool) bool {
	if s.vantage == nil {
		return len(told) > 0
	}
	return told[Opt(s.vantage.name)]
}

// untouched is the outcome of a check for a subject that the rule said nothing of: it passes where all
// evidence that it needs is there.
func (e *Evidence) untouched(r rule, s subject) Check {
	c := Check{Code: r.code, Outcome: Pass, Subject: s.name, Missing: []Missing{}}
	if s.vantage != nil {
		c.Vantage = Opt(s.vantage.name)
	}
	for _, n := range r.needs {
		held := false
		switch {
		case !needs[n].perVantage || s.vantage != nil:
			held = e.has(n, s.vantage)
		default:
			for _, v := range e.clients() {
				held = held || e.has(n, v)
			}
		}
		if !held {
			c.Outcome = Unknown
			c.Missing = append(c.Missing, e.missing(n, nil))
		}
	}
	return c
}

// describe fills in what the catalogue says of findings.
func (e *Evidence) describe(findings []Finding) {
	entries := map[string]Entry{}
	for i := range findings {
		f := &findings[i]
		entry, ok := entries[f.Code]
		if !ok {
			var err error
			if entry, err = Lookup(f.Code); err != nil {
				entry.Title = err.Error() // the set tests keep this from happening
			}
			entries[f.Code] = entry
		}
		f.Slug, f.Title = entry.Slug, entry.Title
		if f.Severity == "" {
			f.Severity = entry.Severity
		}
		f.Explains, f.ExplainedBy, f.Candidates = []string{}, []string{}, []string{}
		if _, given := f.values["address"]; !given {
			*f = f.with("address", e.addressFor(e.serving(f.place.vantages)))
		}
		f.Fix = e.fix(entry.Fix, f.values)
	}
}

// precedence says which of two codes is told where the evidence is the same: the first.
var precedence = [][2]string{{"KV102", "KV101"}, {"KV206", "KV607"}, {"KV206", "KV606"}, {"KV607", "KV606"}, {"KV610", "KV606"}, {"KV616", "KV605"},
	{"KV306", "KV302"}, {"KV801", "KV516"}, {"KV802", "KV516"}, {"KV803", "KV516"}, {"KV714", "KV804"}, {"KV812", "KV516"}, {"KV812", "KV801"}, {"KV812", "KV803"}, {"KV813", "KV516"}}

// precede drops the less specific of two findings about one subject, whose check then does not apply.
func precede(d *Diagnosis) {
	have := map[string]bool{}
	for _, f := range d.Findings {
		have[f.Code+"\x00"+f.Subject] = true
	}
	drop := func(code, subject string) bool {
		for _, p := range precedence {
			if p[1] == code && have[p[0]+"\x00"+subject] {
				return true
			}
		}
		return false
	}
	kept := d.Findings[:0]
	for _, f := range d.Findings {
		if !drop(f.Code, f.Subject) {
			kept = append(kept, f)
		}
	}
	d.Findings = kept
	for i, c := range d.Checks {
		if c.Outcome == Fail && drop(c.Code, c.Subject) {
			d.Checks[i].Outcome = NotApplicable
		}
	}
	sort.SliceStable(d.Findings, func(i, j int) bool { return d.Findings[i].Code < d.Findings[j].Code })
}
