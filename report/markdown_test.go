package report

import (
	"fmt"
	"strings"
	"testing"

	"kvdoctor/analyze"
)

// TestMarkdownParts checks what a report says only in some cases.
func TestMarkdownParts(t *testing.T) {
	no, yes := false, true
	cases := []struct {
		name   string
		change func(d *analyze.Diagnosis)
		want   []string // a "!" before a text wants it not to be there
	}{
		{"accepted", func(d *analyze.Diagnosis) {
			d.RootCauses[0].Accepted = true
			d.Accepts = []analyze.Acceptance{{Code: "KV603", Subject: "vnet-app", Reason: "until | the move", State: analyze.Matched},
				{Code: "KV304", Subject: "x", Reason: "old", State: analyze.Expired}}
		}, []string{"about `vnet-app`, accepted: until &vert; the move", "The acceptance of KV304 on `x` is expired and covers nothing.", "!KV603 on `vnet-app` is"}},
		{"proven", func(d *analyze.Diagnosis) {
			d.RootCauses[0].Fix.Proof = analyze.Proof{State: analyze.Proven, Predicts: "a -> b"}
		},
			[]string{"**Proven** on the model: a -&gt; b", "!**Model:**"}},
		{"many candidates", func(d *analyze.Diagnosis) { d.RootCauses[0].Candidates = strings.Fields("KV1 KV2 KV3 KV4 KV5 KV6 KV7") },
			[]string{"one of 7 causes", "!KV1"}},
		{"unknown", func(d *analyze.Diagnosis) { d.RootCauses, d.PrivatePath = nil, analyze.PathUnknown },
			[]string{"## Not known yet", "Whether requests arrive by Private Link is not shown.", "The next step:", "Decides KV602.", "!## Root cause", "!breaks here"}},
		{"compared", func(d *analyze.Diagnosis) {
			d.Contrasts = []analyze.Contrast{{Works: "a", Fails: "b", Differs: []analyze.Difference{{Premise: "zone", Works: "x|y", Fails: "z"}}}, {Works: "a", Fails: "c"}}
		}, []string{"| zone | x&vert;y | z |", "`a` works, `c` does not: nothing"}},
		{"what if", func(d *analyze.Diagnosis) {
			d.WhatIf = []analyze.WhatIf{{Fix: "close", Vantage: "vm", Before: "in", After: "out", Breaks: &yes}, {Fix: "close", Vantage: "vm2", Breaks: &no}, {Fix: "close", Vantage: "vm3"}}
			d.After = &analyze.Aftermath{Verdict: analyze.Problem, PrivatePath: analyze.PathBroken, PublicAccess: analyze.AccessClosed, Codes: []string{"KV603"}}
		}, []string{"| close | vm | in | out | yes |", "| close | vm2 |  |  | no |", "| close | vm3 |  |  | cannot be told |", "Still found: KV603."}},
		{"the headline is about another root", func(d *analyze.Diagnosis) {
			d.Headline, d.RootCauses[0].Detail = "Something else.", "what the root says"
		},
			[]string{"\nwhat the root says.\n"}},
		{"nothing recognised", func(d *analyze.Diagnosis) {
			*d = analyze.Diagnosis{Bundle: d.Bundle, Findings: []analyze.Finding{{Code: "KV001"}}}
		}, []string{"kvdoctor collector sh", "!## Path"}},
		{"two clients", func(d *analyze.Diagnosis) {
			working, broken := analyze.ClientPath{Vantage: "vm-a", PrivatePath: analyze.PathWorking}, analyze.ClientPath{Vantage: "vm-b", PrivatePath: analyze.PathBroken, RootCauses: []int{0}}
			d.Paths = []analyze.ClientPath{working, broken}
		}, []string{"Client: vm-a", "Client: vm-b"}},
		{"five clients", func(d *analyze.Diagnosis) {
			d.Paths = nil
			for i := range 5 {
				d.Paths = append(d.Paths, analyze.ClientPath{Vantage: fmt.Sprint("vm-", i), PrivatePath: analyze.PathUnknown, Doubt: analyze.Opt(fmt.Sprint("doubt ", i))})
			}
		}, []string{"Client: vm-2", "!Client: vm-3", "The paths of 2 more machines are not drawn"}},
		{"long tables", func(d *analyze.Diagnosis) {
			for range 20 {
				d.Facts.Connections = append(d.Facts.Connections, d.Facts.Connections[0])
			}
		}, []string{"9 more; `--all` shows them."}},
	}
	for _, c := range cases {
		d := stored()
		c.change(d)
		got := write(t, "markdown", d, Options{})
		for _, want := range c.want {
			if text, not := strings.CutPrefix(want, "!"); strings.Contains(got, text) == not {
				t.Errorf("%s: want %q\n%s", c.name, want, got)
			}
		}
	}
}
