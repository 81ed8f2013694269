package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
)

func TestMermaid(t *testing.T) {
	got := mermaid([]station{{name: "client", label: `a"b]`, state: stationFine}, {name: "zone", label: "z_1", state: stationBroken, codes: []string{"KV603"}}})
	want := `graph TD
    s0["client: a#34;b#93; - no fault found"]
    s1["zone: z_1 - breaks here: KV603"]
    s0 -.-> s1
    style s0 fill:#dfd,stroke:#080,color:#000
    style s1 fill:#fdd,stroke:#c00,color:#000
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagram (-want +got):\n%s", diff)
	}
}

// TestStations checks where the path is said to break, and that nothing is said to be well that is not shown.
func TestStations(t *testing.T) {
	cases := []struct {
		name   string
		change func(d *analyze.Diagnosis)
		want   string // states of client, resolver, zone, answer, endpoint, vault
	}{
		{"broken at the zone", func(*analyze.Diagnosis) {}, "client fine; resolver ?; zone breaks KV603; answer behind; endpoint behind; vault behind"},
		{"a symptom", func(d *analyze.Diagnosis) {
			d.RootCauses[0].Code, d.RootCauses[0].Candidates = "KV502", []string{"KV603"}
		},
			"client fine; resolver ?; zone ?; answer breaks or before KV502; endpoint behind; vault behind"},
		{"unknown", func(d *analyze.Diagnosis) { d.PrivatePath, d.RootCauses = analyze.PathUnknown, nil },
			"client fine; resolver ?; zone ?; answer ?; endpoint fine; vault fine"},
		{"works", func(d *analyze.Diagnosis) { d.PrivatePath, d.RootCauses = analyze.PathWorking, nil },
			"client fine; resolver ?; zone ?; answer ?; endpoint fine; vault fine"},
		{"works all the same", func(d *analyze.Diagnosis) { d.PrivatePath = analyze.PathWorking },
			"client fine; resolver ?; zone fault KV603; answer ?; endpoint fine; vault fine"},
		{"of another machine", func(d *analyze.Diagnosis) {
			other := d.RootCauses[0]
			other.Code, other.Vantage = "KV101", "vm-other"
			d.RootCauses[0].Vantage = "vm-app01"
			d.RootCauses = append(d.RootCauses, other)
		}, "client fine; resolver ?; zone breaks KV603; answer behind; endpoint behind; vault behind"},
	}
	short := strings.NewReplacer(stationFine, "fine", stationShown+":", "breaks or before", stationBroken+":", "breaks", stationFault+":", "fault",
		stationBehind, "behind", stationUndecided, "?")
	for _, c := range cases {
		d := stored()
		c.change(d)
		var got []string
		for _, s := range stationsOf(d) {
			got = append(got, s.name+" "+short.Replace(s.says()))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	d := stored()
	d.Vault.Host = ""
	if got := stationsOf(d); got != nil {
		t.Errorf("without a vault the path is %v, want none", got)
	}
}
