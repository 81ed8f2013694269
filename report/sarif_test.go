package report

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
)

// readLog writes a diagnosis as SARIF and reads its one run.
func readLog(t *testing.T, d *analyze.Diagnosis) sarifRun {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(write(t, "sarif", d, Options{})), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

// TestSARIFPlaces checks that the first quoted line is the place, that further ones are related, and that what no line
// holds has no region.
func TestSARIFPlaces(t *testing.T) {
	d := stored()
	d.RootCauses[0].Cites[1].File = "azure/my links#1%.json"
	r := readLog(t, d).Results[2]
	got := []string{r.Locations[0].Physical.Artifact.URI, r.Related[0].Physical.Artifact.URI, r.Related[1].Physical.Artifact.URI}
	want := []string{"vantage/vm-app01/dns/host.txt", "azure/my%20links%231%25.json", "azure/empty.json"}
	if diff := cmp.Diff(want, got); diff != "" || len(r.Locations) != 1 {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if r.Locations[0].Physical.Region.StartLine != 2 || r.Related[1].Physical.Region != nil {
		t.Errorf("regions are %v and %v, want line 2 and none", r.Locations[0].Physical.Region, r.Related[1].Physical.Region)
	}
}

// TestSARIFFingerprints checks that a fingerprint follows code, subject and vantage, and nothing else.
func TestSARIFFingerprints(t *testing.T) {
	one := stored().RootCauses[0]
	same, other, there := one, one, one
	same.Detail, same.Cites, same.Severity = "changed", nil, analyze.Warning
	other.Subject += "x"
	there.Vantage = "vm-app02"
	if fingerprint(one) != fingerprint(same) || fingerprint(one) == fingerprint(other) || fingerprint(one) == fingerprint(there) {
		t.Error("fingerprints do not tell findings apart by code, subject and vantage")
	}
}

// TestSARIFSaysWhatIsUnknown checks that unknown checks and an unknown path are notifications, and no results.
func TestSARIFSaysWhatIsUnknown(t *testing.T) {
	d := stored()
	d.Findings, d.RootCauses, d.PrivatePath = nil, nil, analyze.PathUnknown
	run := readLog(t, d)
	notes := run.Invocations[0].Notifications
	if run.Results == nil || len(run.Results) != 0 || len(notes) != 2 || notes[0].Level != "warning" || notes[1].Rule.ID != "KV602" {
		t.Errorf("results %v, notifications %+v; want none, and the path and KV602", run.Results, notes)
	}
}

// TestSARIFAccepted checks that an accepted finding is suppressed, for the reason given, and stays a result.
func TestSARIFAccepted(t *testing.T) {
	d := stored()
	d.Findings[1].Accepted = true
	d.Accepts = []analyze.Acceptance{{Code: "KV502", Subject: "vm-app01", Reason: "until the move", State: analyze.Matched}}
	run := readLog(t, d)
	want := []sarifSuppression{{Kind: "external", Status: "accepted", Justification: "until the move"}}
	if diff := cmp.Diff(want, run.Results[1].Suppressions); diff != "" || run.Results[2].Suppressions != nil {
		t.Errorf("suppressions (-want +got):\n%s\nof another finding: %v", diff, run.Results[2].Suppressions)
	}
}

// TestSARIFLinks checks that a captured text cannot make a link of a message.
func TestSARIFLinks(t *testing.T) {
	if got := plainMessage("see [here](https://evil.example)\x1b"); got != `see [here] (https://evil.example)\x1b` {
		t.Errorf("plainMessage gives %s", got)
	}
}
