package analyze

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A sketch is a diagnosis in a few words: its private path; its vantages, with ":internet" for a control; and its checks,
// each "CODE subject@vantage outcome severity", of which those that fail are findings.
type sketch struct {
	path     PrivatePath
	vantages string
	checks   []string
}

// diagnosis draws the sketch.
func (s sketch) diagnosis() *Diagnosis {
	d := &Diagnosis{Vault: VaultInfo{Name: "fabrikam", Host: "fabrikam.vault.azure.net"}, PrivatePath: s.path, Verdict: Problem}
	for _, v := range strings.Fields(s.vantages) {
		name, role, ok := strings.Cut(v, ":")
		if !ok {
			role = "client"
		}
		d.Facts.Vantages = append(d.Facts.Vantages, VantageFact{Name: name, Role: role})
	}
	for _, line := range s.checks {
		words := strings.Fields(line)
		subject, vantage, _ := strings.Cut(words[1], "@")
		c := Check{Code: words[0], Subject: subject, Vantage: Opt(vantage), Outcome: Outcome(words[2]), Missing: []Missing{}}
		if c.Outcome == Unknown {
			c.Missing = []Missing{{What: "more", Command: "capture " + c.Code}}
		}
		d.Checks = append(d.Checks, c)
		if c.Outcome == Fail {
			f := Finding{Code: c.Code, Subject: subject, Vantage: c.Vantage, Severity: Error, Cites: []Cite{{File: "f", Line: 1, Pointer: "/0"}}}
			if len(words) > 3 {
				f.Severity = Severity(words[3])
			}
			d.Findings = append(d.Findings, f)
		}
	}
	d.RootCauses = roots(d.Findings)
	return d
}

// TestAnswers checks what may be said of a change.
func TestAnswers(t *testing.T) {
	fail, pass, open := []string{"KV603 vnet fail"}, []string{"KV603 fabrikam pass"}, []string{"KV603 fabrikam unknown"}
	tests := []struct {
		name          string
		before, after sketch
		want          Answer
		worse         bool
	}{
		{"broken, then working", sketch{PathBroken, "a", fail}, sketch{PathWorking, "a", pass}, Yes, false},
		{"still broken", sketch{PathBroken, "a", fail}, sketch{PathBroken, "a", fail}, No, false},
		{"root gone, still broken", sketch{PathBroken, "a", fail}, sketch{PathBroken, "a", pass}, Partly, false},
		{"root gone, not shown to work", sketch{PathBroken, "a", fail}, sketch{PathUnknown, "a", pass}, CannotSay, false},
		{"evidence lost", sketch{PathBroken, "a", fail}, sketch{PathUnknown, "a", open}, CannotSay, true},
		{"check not made", sketch{PathBroken, "a", fail}, sketch{PathUnknown, "a", nil}, CannotSay, true},
		{"working, then broken", sketch{PathWorking, "a", pass}, sketch{PathBroken, "a", fail}, Worsened, true},
		{"working, then unknown", sketch{PathWorking, "a", pass}, sketch{PathUnknown, "a", open}, CannotSay, true},
		{"nothing wrong", sketch{PathWorking, "a", pass}, sketch{PathWorking, "a", pass}, NoFault, false},
		{"nothing known", sketch{PathUnknown, "", open}, sketch{PathUnknown, "", open}, CannotSay, false},
		{"works now, before unknown", sketch{PathUnknown, "a", open}, sketch{PathWorking, "a", pass}, CannotSay, false},
		{"found only now", sketch{PathUnknown, "a", open}, sketch{PathBroken, "a", fail}, CannotSay, true},
		{"fixed one, broke another", sketch{PathBroken, "a", []string{"KV603 vnet fail", "KV605 fabrikam pass"}},
			sketch{PathBroken, "a", []string{"KV603 fabrikam pass", "KV605 zone fail"}}, Partly, true},
		{"works, and broke another", sketch{PathBroken, "a", []string{"KV603 vnet fail", "KV605 fabrikam pass"}},
			sketch{PathWorking, "a", []string{"KV603 fabrikam pass", "KV605 zone fail"}}, Partly, true},
		{"warning gone, path unknown before and after", sketch{PathUnknown, "", []string{"KV301 fabrikam fail warning"}},
			sketch{PathUnknown, "", []string{"KV301 fabrikam pass"}}, Yes, false},
		{"warning gone, works", sketch{PathWorking, "a", []string{"KV301 fabrikam fail warning"}},
			sketch{PathWorking, "a", []string{"KV301 fabrikam pass"}}, Yes, false},
		{"warning remains, works", sketch{PathWorking, "a", []string{"KV301 fabrikam fail warning"}},
			sketch{PathWorking, "a", []string{"KV301 fabrikam fail warning"}}, No, false},
		{"warning rose to an error", sketch{PathWorking, "a", []string{"KV804 a@a fail warning"}},
			sketch{PathWorking, "a", []string{"KV804 a@a fail error"}}, Worsened, true},
		{"works on one of two, the other not captured", sketch{PathBroken, "a b", []string{"KV502 b@b fail", "KV502 a@a pass"}},
			sketch{PathWorking, "a", []string{"KV502 a@a pass"}}, CannotSay, true},
		{"the failing client is a control now", sketch{PathBroken, "a b", []string{"KV502 b@b fail", "KV502 a@a pass"}},
			sketch{PathWorking, "a b:internet", []string{"KV502 a@a pass"}}, CannotSay, true},
		{"one client works, an old symptom cannot be decided", sketch{PathBroken, "a", []string{"KV502 a@a fail", "KV303 a@a fail"}},
			sketch{PathWorking, "a", []string{"KV502 a@a pass", "KV303 a@a unknown"}}, Yes, true},
		{"broken otherwise, and the old fault cannot be decided", sketch{PathBroken, "a", []string{"KV502 a@a fail", "KV302 a@a pass"}},
			sketch{PathBroken, "a", []string{"KV502 a@a unknown", "KV302 a@a fail"}}, No, true},
		{"another client is broken", sketch{PathBroken, "a", []string{"KV502 a@a fail"}}, sketch{PathBroken, "b", []string{"KV502 b@b fail"}}, CannotSay, true},
		{"works, and a machine captured only after does not", sketch{PathWorking, "a", []string{"KV502 a@a pass"}},
			sketch{PathBroken, "a b", []string{"KV502 a@a pass", "KV502 b@b fail"}}, CannotSay, true},
		{"the evidence itself does not count", sketch{PathWorking, "a", []string{"KV002 note fail warning"}},
			sketch{PathWorking, "a", []string{"KV002 other fail warning"}}, NoFault, false},
		{"a notice is no fault", sketch{PathWorking, "a", []string{"KV304 fabrikam pass"}},
			sketch{PathWorking, "a", []string{"KV304 fabrikam fail notice"}}, NoFault, false},
	}
	for _, test := range tests {
		d, err := Compare(test.before.diagnosis(), test.after.diagnosis(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if d.Answer != test.want || d.Worse(Error) != test.worse {
			t.Errorf("%s: %s (worse: %t), want %s (%t): %s", test.name, d.Answer, d.Worse(Error), test.want, test.worse, d.Headline)
		}
	}
}

// TestFates checks what becomes of one finding, by what the other side tells of its check.
func TestFates(t *testing.T) {
	before := []string{"KV603 vnet fail", "KV601 x unknown"}
	tests := []struct {
		name, code, after string
		want              Change
		reason            string
	}{
		{"found again", "KV603", "KV603 VNET fail", Remains, ""},
		{"passes", "KV603", "KV603 fabrikam pass", Fixed, ""},
		{"unknown", "KV603", "KV603 other unknown", Undecidable, "its check cannot be decided"},
		{"does not apply", "KV603", "KV603 fabrikam not_applicable", Undecidable, "its check does not apply to what was captured"},
		{"not made", "KV603", "KV604 fabrikam pass", Undecidable, "its check was not made"},
		{"fails for what is elsewhere", "KV603", "KV603 other fail", Undecidable, "nothing captured after speaks of vnet"},
	}
	for _, test := range tests {
		d, err := Compare(sketch{PathBroken, "a", before}.diagnosis(), sketch{PathBroken, "a", []string{test.after}}.diagnosis(), nil)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(d.Findings, func(f FindingChange) bool { return f.Code == test.code && f.Before != nil })
		if got := d.Findings[at]; got.State != test.want || string(got.Reason) != test.reason {
			t.Errorf("%s: %s (%s), want %s (%s)", test.name, got.State, got.Reason, test.want, test.reason)
		}
	}
}

// TestFactChanges checks how facts are told apart: what is not captured is told once, and nothing is told twice.
func TestFactChanges(t *testing.T) {
	record := func(name, address string) RecordFact {
		return RecordFact{ZoneID: "/z/privatelink.vaultcore.azure.net", Name: name, Type: "A", TTL: -1, Addresses: []AddressFact{{address, ClassPrivate}}}
	}
	before, after := sketch{PathUnknown, "a", nil}.diagnosis(), sketch{PathUnknown, "a", nil}.diagnosis()
	before.Facts.Records = []RecordFact{record("fabrikam", "10.1.2.9"), record("gone", "10.1.2.4"), record("same", "10.1.2.5")}
	after.Facts.Records = []RecordFact{record("new", "10.1.2.6"), record("SAME", "10.1.2.5"), record("fabrikam", "10.1.2.3")}
	before.Facts.Networks = []NetworkFact{{ID: "/n/vnet"}}
	after.Facts.Connections = []ConnectionFact{}
	yes, no := true, false
	before.Facts.Links = []LinkFact{{ZoneID: "/z", NetworkID: "/n", Registration: &no}}
	after.Facts.Links = []LinkFact{{ZoneID: "/z", NetworkID: "/N", Registration: &yes, State: "Completed"}}
	d, err := Compare(before, after, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range d.Facts {
		line := f.List + " " + f.Name + " " + string(f.State)
		for _, x := range f.Fields {
			line += "; " + x.Name + " " + string(x.Before) + ">" + string(x.After)
		}
		got = append(got, line)
	}
	const zone = " A in privatelink.vaultcore.azure.net "
	want := []string{"connections connections not_captured_before", "links z to n changed; state >Completed; registration no>yes",
		"records fabrikam" + zone + "changed; addresses 10.1.2.9 private>10.1.2.3 private",
		"records gone" + zone + "only_before; addresses 10.1.2.4 private>", "records new" + zone + "only_after; addresses >10.1.2.6 private",
		"networks networks not_captured_after"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changed facts (-want +got):\n%s", diff)
	}
}

// TestUnlike checks that two vaults are not compared, and that pairs of machines must exist.
func TestUnlike(t *testing.T) {
	before, after := sketch{PathUnknown, "a b", nil}.diagnosis(), sketch{PathUnknown, "b c", nil}.diagnosis()
	for _, test := range []struct {
		same map[string]string
		want string
	}{
		{map[string]string{"x": "c"}, `no vantage is called "x" before`}, {map[string]string{"a": "x"}, `no vantage is called "x" after`},
		{map[string]string{"a": "b"}, `"b" is there before`}, {map[string]string{"a": "c", "b": "c"}, `cannot both be "c"`}, {map[string]string{"a": "c"}, ""},
	} {
		_, err := Compare(before, after, test.same)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("same %v: %v, want %q", test.same, err, test.want)
		}
	}
	after.Vault.Host = "contoso.vault.azure.net"
	if _, err := Compare(before, after, nil); err == nil {
		t.Error("two vaults are compared")
	}
	after.Vault = VaultInfo{}
	if d, err := Compare(before, after, nil); err != nil || len(d.Notes) == 0 || !strings.Contains(d.Notes[0], "is not known") {
		t.Errorf("a side without a vault: %v", err)
	}
}
