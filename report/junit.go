package report

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// writeJUnit prints a report in the XML of JUnit, as Jenkins, GitLab, GitHub actions and Azure Pipelines read it: one suite,
// in it one test for the private path and one for each check that was considered.
//
//   - A finding that counts, at or above --fail-on, is a failure, with the lines that prove it. Every other finding
//     (below that, accepted, or about the evidence) is skipped and says why: neither red nor green.
//   - A check that passed is a passed test; one that is unknown is skipped and says what would decide it; one that does
//     not apply is left out.
//   - The private path passes only where it is shown to work. Broken is a failure, even where the findings behind it are
//     below --fail-on and the exit status is 0, since a green report would say that it works; with --fail-on never it is
//     skipped. Unknown is an error, as it is for the exit status: an inconclusive case is never green.
//   - With --what-if the state after the changes is judged: a finding that is gone then is skipped.
//
// XML 1.0 cannot hold control characters, which xmlText writes out.
func writeJUnit(w io.Writer, d *analyze.Diagnosis, o Options) error {
	s := junitSuite{Name: xmlText(suiteName(d))}
	for _, p := range [][2]string{{"verdict", string(d.Verdict)}, {"private_path", string(d.PrivatePath)}, {"public_access", string(d.PublicAccess)}, {"headline", d.Headline}} {
		s.Properties = append(s.Properties, junitProperty{p[0], xmlText(p[1])})
	}
	for _, f := range d.RootCauses {
		s.Properties = append(s.Properties, junitProperty{"root_cause", xmlText(f.Code + " " + on(f.Subject, f.Vantage))})
	}
	s.add(pathCase(d, o))
	for _, f := range d.Findings {
		s.add(findingCase(d, f, o))
	}
	for _, f := range newFindings(d) {
		c := findingCase(d, f, o)
		c.Name = "after the changes: " + c.Name
		s.add(c)
	}
	for _, c := range d.Checks {
		if c.Outcome == analyze.Pass || c.Outcome == analyze.Unknown {
			s.add(checkCase(c))
		}
	}
	out := junitSuites{Tests: s.Tests, Failures: s.Failures, Errors: s.Errors, Suites: []junitSuite{s}}
	text, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	// A reference to a line end stands in texts only, and there the line end itself is easier to read.
	_, err = io.WriteString(w, xml.Header+strings.ReplaceAll(string(text), "&#xA;", "\n")+"\n")
	return err
}

// suiteName names a case: by its vault, else by its bundle.
func suiteName(d *analyze.Diagnosis) string {
	if d.Vault.Host != "" {
		return "kvdoctor " + string(d.Vault.Host)
	}
	return "kvdoctor " + d.Bundle.Name
}

// on names a subject and where it was seen.
func on(subject string, vantage analyze.Opt) string {
	if vantage == "" || string(vantage) == subject {
		return subject
	}
	return subject + " on " + string(vantage)
}

// add adds a test and counts it.
func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

// pathCase returns the test of the private path.
func pathCase(d *analyze.Diagnosis, o Options) junitCase {
	c := junitCase{Class: "kvdoctor", Name: "private path"}
	path, says := d.PrivatePath, d.Headline
	if d.After != nil {
		path, says = d.After.PrivatePath, "after the changes the private path is "+string(d.After.PrivatePath)
	}
	what := &junitOutcome{Type: "private_path", Message: xmlText(string(path) + ": " + says)}
	switch {
	case path == analyze.PathUnknown:
		c.Error = what
	case path == analyze.PathBroken && o.FailOn == "":
		c.Skipped = what
	case path == analyze.PathBroken:
		c.Failure = what
	}
	return c
}

// findingCase returns the test of a finding.
func findingCase(d *analyze.Diagnosis, f analyze.Finding, o Options) junitCase {
	what := &junitOutcome{Type: f.Code, Message: xmlText(string(f.Severity) + ": " + f.Detail), Text: xmlText(strings.TrimSuffix(f.Detail, ".")) + "\n" + proof(d, f)}
	c := junitCase{Class: f.Code, Name: xmlText(f.Slug + ": " + on(f.Subject, f.Vantage))}
	switch reason := whyNot(d, f, o); {
	case reason == "":
		c.Failure = what
	default:
		what.Message = xmlText(reason+"; ") + what.Message
		c.Skipped = what
	}
	return c
}

// whyNot says why a finding is no failure; empty if it is one.
func whyNot(d *analyze.Diagnosis, f analyze.Finding, o Options) string {
	switch {
	case f.Accepted:
		return strings.TrimSuffix("accepted: "+reasonOf(d.Accepts, f), ": ")
	case !f.Counts():
		return "about the evidence"
	case o.FailOn == "":
		return "--fail-on never"
	case !f.Severity.AtLeast(o.FailOn):
		return "below --fail-on " + string(o.FailOn)
	case d.After != nil && !slices.ContainsFunc(d.After.Findings, func(g analyze.Finding) bool { return identity(g) == identity(f) }):
		return "found now, gone after the changes"
	}
	return ""
}

// newFindings returns what the changes of --what-if would add.
func newFindings(d *analyze.Diagnosis) []analyze.Finding {
	if d.After == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(d.After.Findings), func(f analyze.Finding) bool {
		return slices.ContainsFunc(d.Findings, func(g analyze.Finding) bool { return identity(g) == identity(f) })
	})
}

// proof returns the quoted lines of a finding, what explains it and what to do.
func proof(d *analyze.Diagnosis, f analyze.Finding) string {
	var b strings.Builder
	for _, c := range f.Cites {
		b.WriteString(strings.TrimRight(xmlText(place(c.File, c.Line)+"  "+c.Text), " ") + "\n")
	}
	if len(f.ExplainedBy) > 0 {
		b.WriteString("explained by " + strings.Join(f.ExplainedBy, ", ") + "\n")
	}
	if isRoot(d, f) {
		b.WriteString("fix: " + xmlText(f.Fix.Summary) + "\n")
		for _, c := range f.Fix.Commands {
			b.WriteString("  $ " + xmlText(c) + "\n")
		}
	}
	return b.String()
}

// checkCase returns the test of a check that did not fail.
func checkCase(c analyze.Check) junitCase {
	out := junitCase{Class: c.Code, Name: xmlText(analyze.Slug(c.Code) + ": " + on(c.Subject, c.Vantage))}
	if c.Outcome == analyze.Unknown {
		out.Skipped = &junitOutcome{Type: "unknown", Message: xmlText(undecided(c))}
	}
	return out
}

// xmlText makes captured text text of XML 1.0, which has neither control characters nor the last two of the first plane.
func xmlText(s string) string {
	return strings.NewReplacer("\ufffe", `\u{fffe}`, "\uffff", `\u{ffff}`).Replace(Visible(s))
}
