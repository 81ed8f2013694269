package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// TestHTMLOfScenarios prints every scenario's report, as it comes back from the JSON, as a page: it is well-formed XML, and
// its pictures claim no more than the diagnosis.
func TestHTMLOfScenarios(t *testing.T) {
	format, _ := report.Find("html")
	for _, r := range scenarioRuns(t) {
		_, d := diagnoseJSON(t, r.flags, r.bundle)
		var page bytes.Buffer
		if err := format.Write(&page, d, report.Options{All: true}); err != nil {
			t.Fatal(err)
		}
		if err := wellFormed(page.Bytes()); err != nil {
			t.Errorf("%s: %v", r.scenario, err)
		}
		for _, wrong := range clientsAgainstAll(d) {
			t.Errorf("%s: %s", r.scenario, wrong)
		}
		for _, p := range report.Paths(d) {
			for _, wrong := range overdrawn(d, p) {
				t.Errorf("%s: path of %v, which is %s: %s", r.scenario, p.Clients, p.State, wrong)
			}
		}
	}
}

// clientsAgainstAll says where the clients' paths contradict the answer for all of them, or name roots that are not theirs.
func clientsAgainstAll(d *analyze.Diagnosis) []string {
	var out []string
	have := map[analyze.PrivatePath]bool{}
	for _, p := range d.Paths {
		have[p.PrivatePath] = true
		for _, i := range p.RootCauses {
			if i >= len(d.RootCauses) || d.RootCauses[i].Vantage != "" && string(d.RootCauses[i].Vantage) != p.Vantage {
				out = append(out, fmt.Sprintf("root %d is none of %s", i, p.Vantage))
			}
		}
	}
	if len(d.Paths) > 0 && (d.PrivatePath == analyze.PathBroken) != have[analyze.PathBroken] ||
		d.PrivatePath == analyze.PathWorking && !have[analyze.PathWorking] {
		out = append(out, fmt.Sprintf("private path %s, of the clients %v", d.PrivatePath, d.Paths))
	}
	return out
}

// wellFormed reads XML to its end.
func wellFormed(data []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// overdrawn says in what a picture goes beyond the diagnosis, or falls short of it.
func overdrawn(d *analyze.Diagnosis, p report.Path) []string {
	var out []string
	broken, sound, hint := 0, 0, false
	for _, s := range p.Stops {
		if s.Broken() {
			broken++
		}
		if s.Sound() {
			sound++
		}
		hint = hint || s.State == report.Affected && len(s.Also) > 0
		for _, b := range s.Breaks {
			if b.Number > len(d.RootCauses) || d.RootCauses[b.Number-1].Code != b.Finding.Code {
				out = append(out, "a break with the number of another root")
			}
		}
	}
	vault := p.Stops[len(p.Stops)-1]
	switch {
	case p.State == analyze.PathWorking && (broken > 0 || !vault.Sound() || p.Detour != nil):
		out = append(out, "drawn as broken")
	case p.State != analyze.PathWorking && (vault.Sound() || sound == len(p.Stops)):
		out = append(out, "drawn as arriving")
	case p.State == analyze.PathBroken && broken == 0 && !hint:
		out = append(out, "no break is drawn")
	}
	return out
}

// TestPathsOfBundles checks how the captured deployments are drawn.
func TestPathsOfBundles(t *testing.T) {
	want := map[string]string{
		"good":                       "in order, in order, in order, in order, in order, in order",
		"wrong-address":              "in order, in order, in order, broken here, affected, not reached",
		"no-zone":                    "in order, in order, in order, broken here, not reached, affected; requests go over the Internet",
		"wrong-address-machine-only": "not known, not known, in order, not known, fault shows, not reached",
		"no-zone-machine-only":       "not known, not known, in order, fault shows, not reached, affected; requests go over the Internet",
	}
	for _, c := range deployments {
		d, _ := diagnose(t, bundleArgs(c.halves)...)
		var got []string
		for _, p := range report.Paths(d) {
			var states []string
			for _, s := range p.Stops {
				states = append(states, string(s.State))
			}
			text := strings.Join(states, ", ")
			if p.Detour != nil {
				text += "; " + p.Detour.Says
			}
			got = append(got, text)
		}
		if diff := cmp.Diff([]string{want[c.name]}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
