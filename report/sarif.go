package report

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// writeSARIF prints a report as SARIF 2.1.0 (OASIS, with errata 01): one run, one result for each finding, whatever its
// severity. What passed is no result. What is unknown is neither: it would be shown as a problem, and left out it would
// look like a pass, so it is a notification of the run, with the command that would decide it. Rules are those of the
// results; fixes are text, since nothing in them edits a file of the bundle.
func writeSARIF(w io.Writer, d *analyze.Diagnosis, _ Options) error {
	s := &sarif{d: d, rules: []sarifRule{}, at: map[string]int{}}
	run := sarifRun{Results: []sarifResult{}, Properties: s.properties(),
		BaseIDs: map[string]sarifArtifact{bundleBase: {Description: &sarifMessage{Text: "the bundle; of several, the folder that they stand in"}}}}
	for _, f := range d.Findings {
		run.Results = append(run.Results, s.result(f))
	}
	run.Invocations = []sarifInvocation{{Successful: true, Notifications: s.notifications()}}
	if host := string(d.Vault.Host); host != "" {
		run.Automation = &sarifAutomation{ID: "kvdoctor/" + host + "/"}
	}
	run.Tool.Driver = sarifDriver{Name: d.Tool.Name, Version: d.Tool.Version, Rules: s.rules}
	return encode(w, sarifLog{Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run}}, "  ")
}

// bundleBase is the name of what the paths of files are relative to.
const bundleBase = "BUNDLE"

// A sarif collects the rules of a run's results.
type sarif struct {
	d     *analyze.Diagnosis
	rules []sarifRule
	at    map[string]int // places of codes in rules
}

// rule returns the place of a code's rule, which it adds for the first result. What is said of it is the
// catalogue's; a code that the catalogue lacks, as in a report of a newer version, has its code alone.
func (s *sarif) rule(code string) int {
	if i, known := s.at[code]; known {
		return i
	}
	r := sarifRule{ID: code}
	if e, err := analyze.Lookup(code); err == nil {
		r.Name, r.Short, r.Full = e.Slug, &sarifMessage{Text: e.Title}, &sarifMessage{Text: strings.TrimSpace(e.Means)}
		r.Help = &sarifMessage{Text: strings.TrimSpace(e.Why) + " More: kvdoctor explain " + code}
		r.Default = &sarifDefault{Level: levelOf(e.Severity)}
	}
	s.at[code] = len(s.rules)
	s.rules = append(s.rules, r)
	return s.at[code]
}

// levelOf returns SARIF's word for a severity.
func levelOf(s analyze.Severity) string {
	if s == analyze.Notice {
		return "note"
	}
	return string(s)
}

// result returns a finding. Its place is the first quoted line, as in all formats; the others are related.
func (s *sarif) result(f analyze.Finding) sarifResult {
	r := sarifResult{RuleID: f.Code, RuleIndex: s.rule(f.Code), Level: levelOf(f.Severity), Message: sarifMessage{Text: plainMessage(f.Detail)},
		Fingerprints: map[string]string{"kvdoctorFinding/v1": fingerprint(f)},
		Properties: map[string]any{"subject": f.Subject, "vantage": f.Vantage, "explains": f.Explains, "explained_by": f.ExplainedBy,
			"candidates": f.Candidates, "root": isRoot(s.d, f)},
	}
	if isRoot(s.d, f) {
		r.Properties["fix"] = f.Fix
	}
	for i, c := range f.Cites {
		if at := location(c); i == 0 {
			r.Locations = append(r.Locations, at)
		} else {
			at.ID, at.Message = i, &sarifMessage{Text: plainMessage(quoted(c))}
			r.Related = append(r.Related, at)
		}
	}
	if f.Accepted {
		r.Suppressions = []sarifSuppression{{Kind: "external", Status: "accepted", Justification: Visible(reasonOf(s.d.Accepts, f))}}
	}
	return r
}

// isRoot reports whether a finding is a root. The fixes of others are not offered: what they show goes away with the root.
func isRoot(d *analyze.Diagnosis, f analyze.Finding) bool {
	return slices.ContainsFunc(d.RootCauses, func(r analyze.Finding) bool { return identity(r) == identity(f) })
}

// quoted returns a quoted line as a message, which must not be empty.
func quoted(c analyze.Cite) string {
	if strings.TrimSpace(c.Text) == "" {
		return "what " + place(c.File, c.Line) + " does not hold"
	}
	return c.Text
}

// fingerprint tells whether results of two runs are the same finding.
func fingerprint(f analyze.Finding) string {
	sum := sha256.Sum256([]byte(identity(f)))
	return hex.EncodeToString(sum[:16])
}

// plainMessage makes a captured text the text of a message, in which "[words](target)" would be a link.
func plainMessage(s string) string { return strings.ReplaceAll(Visible(s), "](", "] (") }

// location returns the place of a quoted line; what is absent from a file, line 0, is the file's as a whole.
func location(c analyze.Cite) sarifLocation {
	l := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{URI: uriOf(c.File), Base: bundleBase}}}
	if c.Line > 0 {
		l.Physical.Region = &sarifRegion{StartLine: c.Line, Snippet: &sarifMessage{Text: Visible(c.Text)}}
	}
	if c.Pointer != "" {
		l.Properties = map[string]any{"pointer": c.Pointer}
	}
	return l
}

// uriOf returns a path as a relative URI (RFC 3986): every byte but the unreserved ones and the slash is escaped.
func uriOf(path string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		switch c := path[i]; {
		case c == '/', c == '-', c == '.', c == '_', c == '~', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		}
	}
	return b.String()
}

// notifications returns what the run could not decide.
func (s *sarif) notifications() []sarifNotification {
	out := []sarifNotification{}
	if s.d.PrivatePath == analyze.PathUnknown {
		out = append(out, sarifNotification{Level: "warning", Message: sarifMessage{Text: plainMessage(s.d.Headline)}})
	}
	for _, c := range s.d.Checks {
		if c.Outcome == analyze.Unknown {
			out = append(out, sarifNotification{Level: "note", Message: sarifMessage{Text: plainMessage(undecided(c))},
				Rule: &sarifReference{ID: c.Code}})
		}
	}
	return out
}

// undecided says why a check is unknown and what would decide it.
func undecided(c analyze.Check) string {
	out := c.Code + " is not decided for " + c.Subject
	if c.Vantage != "" && string(c.Vantage) != c.Subject {
		out += " on " + string(c.Vantage)
	}
	for _, m := range c.Missing {
		out += "; it lacks " + m.What
		if m.Command != "" {
			out += ", which this captures: " + m.Command
		}
	}
	return out
}

// properties returns the answers of the diagnosis.
func (s *sarif) properties() map[string]any {
	roots := []map[string]any{}
	for _, f := range s.d.RootCauses {
		roots = append(roots, map[string]any{"code": f.Code, "subject": f.Subject, "vantage": f.Vantage})
	}
	out := map[string]any{"verdict": s.d.Verdict, "private_path": s.d.PrivatePath, "public_access": s.d.PublicAccess,
		"headline": s.d.Headline, "root_causes": roots}
	if s.d.After != nil {
		out["what_if"], out["after"] = s.d.WhatIf, s.d.After
	}
	return out
}
