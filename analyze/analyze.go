// Package analyze turns records into a diagnosis: it gathers them into evidence, runs the catalogue of
// checks, folds effects under their causes and says what to do.
//
// It does not know where records come from, or how a diagnosis is printed. It opens nothing and asks nobody.
package analyze

import "kvdoctor/parse"

// Schema is the name and number of the report's schema.
const Schema = "kvdoctor.report/v1"

// A Diagnosis is all that kvdoctor says about one case. Its JSON form is the contract; every other format is
// made from it.
type Diagnosis struct {
	Schema       string       `json:"schema"`
	Tool         Tool         `json:"tool"`
	Bundle       BundleInfo   `json:"bundle"`
	Vault        VaultInfo    `json:"vault"`
	Verdict      Verdict      `json:"verdict"`
	PrivatePath  PrivatePath  `json:"private_path"`
	PublicAccess PublicAccess `json:"public_access"`
	Headline     string       `json:"headline"`
	RootCauses   []Finding    `json:"root_causes"`
	Findings     []Finding    `json:"findings"`
	Checks       []Check      `json:"checks"`
	Contrasts    []Contrast   `json:"contrasts"`
	Predictions  []Prediction `json:"predictions"`
	Paths        []ClientPath `json:"paths"`             // one for each client; empty where none was captured
	WhatIf       []WhatIf     `json:"what_if,omitempty"` // nil where no change was asked about
	After        *Aftermath   `json:"after,omitempty"`   // after all of WhatIf; nil without it
	Accepts      []Acceptance `json:"accepts,omitempty"` // what came of the entries of --accept; nil without it
	Facts        Facts        `json:"facts"`
}

// A Tool names the program that made a diagnosis.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// BundleInfo describes what was read.
type BundleInfo struct {
	Name         string   `json:"name"`
	Captures     int      `json:"captures"`        // after splitting
	Unrecognised []string `json:"unrecognised"`    // paths; never nil
	Verified     *bool    `json:"sha256_verified"` // nil where there is nothing to verify
}

// VaultInfo names the vault that is diagnosed; empty fields are unknown.
type VaultInfo struct {
	Name  Opt `json:"name"`
	Host  Opt `json:"host"`
	Cloud Opt `json:"cloud"`
	Zone  Opt `json:"zone"` // the private DNS zone that the vault's cloud uses
}

// A Verdict sums up a case.
type Verdict string

// The verdicts.
const (
	Problem      Verdict = "problem"
	Attention    Verdict = "attention"
	Healthy      Verdict = "healthy"
	Inconclusive Verdict = "inconclusive"
)

// A PrivatePath says whether the clients' requests arrive by Private Link.
type PrivatePath string

// The answers about the private path.
const (
	PathWorking PrivatePath = "working"
	PathBroken  PrivatePath = "broken"
	PathUnknown PrivatePath = "unknown"
)

// A PublicAccess says whether the vault still takes requests from the Internet.
type PublicAccess string

// The answers about public access.
const (
	AccessClosed     PublicAccess = "closed"
	AccessRestricted PublicAccess = "restricted"
	AccessOpen       PublicAccess = "open"
	AccessUnknown    PublicAccess = "unknown"
)

// A Severity says how much a finding matters.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Notice  Severity = "notice"
)

// severityOrder sorts findings: the worst first.
var severityOrder = map[Severity]int{Error: 0, Warning: 1, Notice: 2}

// AtLeast reports whether s is as bad as t or worse.
func (s Severity) AtLeast(t Severity) bool { return severityOrder[s] <= severityOrder[t] }

// A Finding is a failed check.
type Finding struct {
	Code        string   `json:"code"`
	Slug        string   `json:"slug"`
	Title       string   `json:"title"`
	Severity    Severity `json:"severity"`
	Subject     string   `json:"subject"`
	Vantage     Opt      `json:"vantage"` // empty where the finding belongs to no vantage
	Detail      string   `json:"detail"`  // one sentence with the values
	Explains    []string `json:"explains"`
	ExplainedBy []string `json:"explained_by"`
	Cites       []Cite   `json:"cites"` // at least one; symptom first, cause last
	// Candidates are codes that may be behind a symptom that nothing explains: the evidence does not decide them. Never nil.
	Candidates []string `json:"candidates"`
	Fix        Fix      `json:"fix"`
	// Accepted says that an entry of Diagnosis.Accepts covers the finding: it counts for neither verdict nor exit status.
	Accepted bool `json:"accepted,omitempty"`

	id     string            // resource id of the subject; empty if it is none
	place  place             // where it applies, for folding
	values map[string]string // for the placeholders of the fix
	open   []Need            // not a failure: undecided for want of these
	asks   []Missing         // with open: further evidence that would decide it
	idle   bool              // not a failure: does not apply

	zone     string // id of the zone concerned; empty if none
	mayWork  bool   // private access may work all the same, whatever the table of checks says of the code
	noEffect bool   // on the model its fix changes nothing for anyone, as long as another fault stands before it
}

// An Acceptance is what came of one entry of --accept: a finding that somebody decided to live with.
type Acceptance struct {
	Code    string `json:"code"`
	Subject string `json:"subject"`
	Reason  string `json:"reason"`
	Expires Opt    `json:"expires"` // YYYY-MM-DD, the last day on which it holds; empty where it does not expire
	State   string `json:"state"`   // Matched, Expired or Unmatched
}

// The states of an acceptance.
const (
	Matched   = "matched"   // it covers at least one finding
	Expired   = "expired"   // its day has passed; it covers nothing, whatever it names
	Unmatched = "unmatched" // no finding has its code and subject
)

// A Cite is a quoted line.
type Cite struct {
	File    string  `json:"file"`
	Line    int     `json:"line"`
	Text    string  `json:"text"`
	Pointer Pointer `json:"pointer"` // of JSON captures; null for text
}

// A Fix says what to do about a finding.
type Fix struct {
	Summary  string   `json:"summary"`
	Commands []string `json:"commands"`
	Verify   []string `json:"verify"`
	Proof    Proof    `json:"proof"`
}

// A Proof says what the resolution model predicts of a fix.
type Proof struct {
	State    string `json:"state"` // Proven, NotModelled or Refuted
	Predicts Opt    `json:"predicts"`
}

// An Outcome is what came of a check.
type Outcome string

// The outcomes of a check.
const (
	Pass          Outcome = "pass"
	Fail          Outcome = "fail"
	Unknown       Outcome = "unknown"
	NotApplicable Outcome = "not_applicable"
)

// A Check is one check that was considered: one entry for each code, subject and vantage.
type Check struct {
	Code    string    `json:"code"`
	Outcome Outcome   `json:"outcome"`
	Subject string    `json:"subject"`
	Vantage Opt       `json:"vantage"`
	Missing []Missing `json:"missing"` // what would decide it; never nil, filled for unknown only
}

// A Missing is evidence that would decide a check, with the command that captures it.
type Missing struct {
	What    string `json:"what"`
	Command string `json:"command"`
}

// cite converts a captured position for the report.
func cite(c parse.Cite) Cite {
	return Cite{File: c.File, Line: c.Line, Text: c.Text, Pointer: Pointer(c.Pointer)}
}

// citesOf converts captured positions, leaving out empty ones and repetitions.
func citesOf(cs ...parse.Cite) []Cite {
	out := []Cite{}
	seen := map[parse.Cite]bool{}
	for _, c := range cs {
		if c.File != "" && !seen[c] {
			seen[c] = true
			out = append(out, cite(c))
		}
	}
	return out
}
