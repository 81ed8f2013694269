package main

import (
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// sayOf returns what a diagnosis says. Captured text is printed visibly everywhere.
func sayOf(d *analyze.Diagnosis) said {
	s := said{Verdict: string(d.Verdict), PrivatePath: string(d.PrivatePath), PublicAccess: string(d.PublicAccess)}
	for _, f := range d.RootCauses {
		s.Roots = append(s.Roots, findingName(f.Code, f.Subject, string(f.Vantage)))
	}
	for _, f := range d.Findings {
		s.Findings = append(s.Findings, findingName(f.Code, f.Subject, string(f.Vantage)))
	}
	slices.Sort(s.Findings)
	return s
}

// findingName names a finding.
func findingName(code, subject, vantage string) string {
	out := code + " " + report.Visible(subject)
	if vantage != "" && vantage != subject {
		out += " on " + report.Visible(vantage)
	}
	return out
}

// inXML is said with the characters written out that XML does not have.
func inXML(s said) said {
	out := strings.NewReplacer("\ufffe", `\u{fffe}`)
	s.Roots, s.Findings = slices.Clone(s.Roots), slices.Clone(s.Findings)
	for _, list := range [][]string{s.Roots, s.Findings} {
		for i := range list {
			list[i] = out.Replace(list[i])
		}
	}
	return s
}

// rootCodes keeps what the text format says in the same words for every case.
func rootCodes(s said) said {
	s.Roots, s.Findings = slices.Clone(s.Roots), nil
	for i, name := range s.Roots {
		s.Roots[i], _, _ = strings.Cut(name, " ")
	}
	return s
}

// readJSON reads a report in JSON.
func readJSON(out string) (said, error) {
	d := &analyze.Diagnosis{}
	if err := json.Unmarshal([]byte(out), d); err != nil {
		return said{}, err
	}
	return sayOf(d), nil
}

// textRoot is the line that opens a root in the text format.
var textRoot = regexp.MustCompile(`^Root cause(?: \d+)?  (KV\d+) [a-z0-9-]+ \([a-z]+\)`)

// readText reads the answers and the roots of a report for the terminal, whose form is no contract.
func readText(out string) (said, error) {
	var s said
	lines := strings.Split(out, "\n")
	s.Verdict = lines[0][strings.LastIndex(lines[0], ": ")+2:]
	for _, line := range lines[1:] {
		words := strings.Fields(line)
		switch m := textRoot.FindStringSubmatch(line); {
		case len(words) == 3 && strings.HasPrefix(line, "  private path ") && s.PrivatePath == "":
			s.PrivatePath = words[2]
		case len(words) == 3 && strings.HasPrefix(line, "  public access ") && s.PublicAccess == "":
			s.PublicAccess = words[2]
		case m != nil:
			s.Roots = append(s.Roots, m[1])
		}
	}
	return s, nil
}

// readSARIF reads a log of SARIF, which must fit the standard's schema.
func readSARIF(out string) (said, error) {
	if err := validSARIF(out); err != nil {
		return said{}, err
	}
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID       string
				Level        string
				Locations    []sarifPlace
				Related      []sarifPlace      `json:"relatedLocations"`
				Fingerprints map[string]string `json:"partialFingerprints"`
				Properties   struct{ Subject, Vantage string }
			}
			Properties struct {
				Verdict      string
				PrivatePath  string                                    `json:"private_path"`
				PublicAccess string                                    `json:"public_access"`
				Roots        []struct{ Code, Subject, Vantage string } `json:"root_causes"`
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		return said{}, err
	}
	run := log.Runs[0]
	s := said{Verdict: run.Properties.Verdict, PrivatePath: run.Properties.PrivatePath, PublicAccess: run.Properties.PublicAccess}
	for _, r := range run.Properties.Roots {
		s.Roots = append(s.Roots, findingName(r.Code, r.Subject, r.Vantage))
	}
	prints := map[string]bool{}
	for _, r := range run.Results {
		s.Findings = append(s.Findings, findingName(r.RuleID, r.Properties.Subject, r.Properties.Vantage))
		prints[r.Fingerprints["kvdoctorFinding/v1"]] = true
		for _, p := range append(r.Locations, r.Related...) {
			if err := p.check(); err != nil {
				return s, err
			}
		}
	}
	if len(prints) != len(run.Results) {
		return s, errors.New("two results have the same fingerprint")
	}
	slices.Sort(s.Findings)
	return s, nil
}

// A sarifPlace is the place of a result.
type sarifPlace struct {
	Physical struct {
		Artifact struct{ URI string } `json:"artifactLocation"`
	} `json:"physicalLocation"`
}

// check checks that a place is a relative URI that is a path and nothing else.
func (p sarifPlace) check() error {
	u, err := url.Parse(p.Physical.Artifact.URI)
	if err == nil && (u.IsAbs() || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || u.Path == "") {
		err = errors.New("not a relative path")
	}
	if err != nil {
		return fmt.Errorf("place %q: %w", p.Physical.Artifact.URI, err)
	}
	return nil
}

// sarifSchema compiles the schema of the standard once.
var sarifSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	data, err := os.Open(filepath.Join("testdata", "sarif", "sarif-schema-2.1.0.json.gz"))
	if err != nil {
		return nil, err
	}
	defer data.Close()
	unzipped, err := gzip.NewReader(data)
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(unzipped)
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		return nil, err
	}
	return c.Compile("sarif.json")
})

// validSARIF checks a log against the schema.
func validSARIF(out string) error {
	s, err := sarifSchema()
	if err != nil {
		return err
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		return err
	}
	return s.Validate(doc)
}

// testSuites is the XML of JUnit, as it is read.
type testSuites struct {
	Suites []struct {
		Tests      int `xml:"tests,attr"`
		Failures   int `xml:"failures,attr"`
		Errors     int `xml:"errors,attr"`
		Skipped    int `xml:"skipped,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []struct {
			Class   string       `xml:"classname,attr"`
			Name    string       `xml:"name,attr"`
			Failure *testOutcome `xml:"failure"`
			Error   *testOutcome `xml:"error"`
			Skipped *testOutcome `xml:"skipped"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// A testOutcome is what a test came to.
type testOutcome struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
}

// readJUnit reads a report of JUnit; its counts must be those of its tests.
func readJUnit(out string) (said, error) {
	var doc testSuites
	if err := xml.Unmarshal([]byte(out), &doc); err != nil {
		return said{}, err
	}
	var s said
	suite := doc.Suites[0]
	for _, p := range suite.Properties {
		switch p.Name {
		case "verdict":
			s.Verdict = p.Value
		case "private_path":
			s.PrivatePath = p.Value
		case "public_access":
			s.PublicAccess = p.Value
		case "root_cause":
			s.Roots = append(s.Roots, p.Value)
		}
	}
	counts := [4]int{len(suite.Cases)}
	for _, c := range suite.Cases {
		what := c.Failure
		switch {
		case c.Failure != nil:
			counts[1]++
		case c.Error != nil:
			counts[2]++
		case c.Skipped != nil:
			counts[3]++
			what = c.Skipped
		}
		if what != nil && what.Type == c.Class {
			_, subject, _ := strings.Cut(c.Name, ": ")
			s.Findings = append(s.Findings, c.Class+" "+subject)
		}
	}
	if want := [4]int{suite.Tests, suite.Failures, suite.Errors, suite.Skipped}; counts != want {
		return s, fmt.Errorf("tests, failures, errors and skipped: the suite says %v, its tests are %v", want, counts)
	}
	slices.Sort(s.Findings)
	return s, nil
}
