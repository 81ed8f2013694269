package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
)

// A madePath describes a diagnosis of one client in few words.
type madePath struct {
	name    string
	state   analyze.PrivatePath
	roots   string // codes; "?" behind one says that its cause is not decided, "!" that it is a warning
	effects string // codes with the root that explains them: KV502<KV603
	chain   []string
	address string
	outcome string // of the lookup; empty for none
	passed  string // codes of checks that passed
	doubt   string
	want    string // the stops' states, and the detour
}

// diagnosis makes it.
func (m madePath) diagnosis() *analyze.Diagnosis {
	d := &analyze.Diagnosis{PrivatePath: m.state,
		Vault: analyze.VaultInfo{Name: "fabrikam", Host: "fabrikam.vault.azure.net", Zone: "privatelink.vaultcore.azure.net"}}
	client := analyze.ClientPath{Vantage: "vm", PrivatePath: m.state, Doubt: analyze.Opt(m.doubt)}
	for i, word := range strings.Fields(m.roots) {
		f := analyze.Finding{Code: word[:5], Title: "T", Severity: analyze.Error}
		switch word[5:] {
		case "?":
			f.Candidates = []string{"KV603", "KV801"}
		case "!":
			f.Severity = analyze.Warning
		}
		d.RootCauses = append(d.RootCauses, f)
		client.RootCauses = append(client.RootCauses, i)
	}
	d.Findings = append(d.Findings, d.RootCauses...)
	for _, word := range strings.Fields(m.effects) {
		code, by, _ := strings.Cut(word, "<")
		d.Findings = append(d.Findings, analyze.Finding{Code: code, Severity: analyze.Error, Vantage: "vm", ExplainedBy: strings.Split(by, ",")})
	}
	if m.outcome != "" {
		l := analyze.LookupFact{Vantage: "vm", Tool: "dig", Query: "Fabrikam.Vault.Azure.Net.", Server: "168.63.129.16", Chain: m.chain}
		l.Outcome = "answer"
		if m.outcome != "answer" {
			l.Outcome = "servfail"
		}
		if m.address != "" {
			l.Addresses = []analyze.AddressFact{{Address: m.address, Class: analyze.ClassPrivate}}
		}
		d.Facts.Lookups = append(d.Facts.Lookups, l)
	}
	for _, code := range strings.Fields(m.passed) {
		d.Checks = append(d.Checks, analyze.Check{Code: code, Outcome: analyze.Pass})
	}
	d.Paths = []analyze.ClientPath{client}
	return d
}

// states prints a path's stops in few words.
func states(p Path) string {
	var out []string
	for _, s := range p.Stops {
		out = append(out, string(s.State))
	}
	text := strings.Join(out, "; ")
	if p.Detour != nil {
		text += fmt.Sprintf(" / after %s %s", p.Detour.From, p.Detour.Says)
	}
	return text
}

// alias is a chain through the privatelink name.
var alias = []string{"fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net"}

func TestPaths(t *testing.T) {
	for _, m := range []madePath{
		{name: "nothing is known", state: "unknown",
			want: "not known; not known; not known; not known; not known; not known"},
		{name: "it works", state: "working", chain: alias, address: "10.1.2.3", outcome: "answer",
			want: "in order; in order; in order; in order; in order; in order"},
		{name: "it works, and no lookup shows the alias", state: "working", address: "10.1.2.3", outcome: "answer",
			want: "in order; in order; not known; not known; in order; in order"},
		{name: "it works with a fault", state: "working", roots: "KV301! KV606", chain: alias, address: "10.1.2.3", outcome: "answer",
			want: "in order; in order; in order; attention; in order; attention"},
		{name: "a lookup alone", state: "unknown", chain: alias, address: "10.1.2.3", outcome: "answer",
			want: "not known; in order; not known; not known; not known; not known"},
		{name: "a lookup whose checks passed", state: "unknown", chain: alias, address: "10.1.2.3", outcome: "answer",
			passed: "KV101 KV501 KV502 KV503 KV504 KV506 KV507 KV510 KV514",
			want:   "in order; in order; in order; in order; not known; not known"},
		{name: "a lookup in a quote", state: "unknown", chain: alias, address: "10.1.2.3", outcome: "answer", doubt: "in a quote",
			passed: "KV101 KV501 KV502 KV503 KV504 KV506 KV507 KV510 KV514",
			want:   "not known; not known; not known; not known; not known; not known"},
		{name: "zone not linked", state: "broken", roots: "KV603", effects: "KV502<KV603 KV705<KV603", chain: alias, outcome: "answer",
			want: "not known; in order; not known; broken here; not reached; affected / after DNS zone and link requests go over the Internet"},
		{name: "zone not linked, refused", state: "broken", roots: "KV603", effects: "KV502<KV603 KV303<KV603", outcome: "answer",
			want: "not known; in order; not known; broken here; not reached; affected / after DNS zone and link requests go over the Internet and are refused"},
		{name: "public, no request", state: "broken", roots: "KV502?", outcome: "answer", chain: alias, passed: "KV501",
			want: "not known; not known; in order; fault shows; not reached; not known / after DNS zone and link the address leads to the Internet"},
		{name: "a server that fails", state: "broken", roots: "KV505", outcome: "servfail",
			want: "not known; broken here; not reached; not reached; not reached; not reached"},
		{name: "a peering", state: "broken", roots: "KV806", effects: "KV701<KV806", outcome: "answer",
			want: "not known; in order; not known; not known; broken here; not reached"},
		{name: "a proxy", state: "broken", roots: "KV804", effects: "KV705<KV804", outcome: "answer",
			want: "broken here; in order; not known; not known; not reached; affected / after Client requests go over the Internet"},
		{name: "a warning that breaks", state: "broken", roots: "KV809!", effects: "KV701<KV809", outcome: "answer",
			want: "not known; in order; not known; not known; broken here; not reached"},
		{name: "a warning that does not", state: "broken", roots: "KV603 KV301!", effects: "KV502<KV603",
			want: "not known; not known; not known; broken here; not reached; not known / after DNS zone and link the address leads to the Internet"},
	} {
		paths := Paths(m.diagnosis())
		if len(paths) != 1 {
			t.Fatalf("%s: %d paths", m.name, len(paths))
		}
		if diff := cmp.Diff(m.want, states(paths[0])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", m.name, diff)
		}
	}
}

// TestHarmless checks that a warning beside an error with the same effects does not count as a break, and that alone it does.
func TestHarmless(t *testing.T) {
	for _, c := range []struct {
		path madePath
		want string
	}{
		{madePath{state: "broken", roots: "KV605 KV614!", effects: "KV502<KV605,KV614"}, "1 broken, 2 harmless"},
		{madePath{state: "broken", roots: "KV614!", effects: "KV502<KV614"}, "1 broken"},
		{madePath{state: "working", roots: "KV605 KV614!", effects: "KV502<KV605,KV614"}, "1 harmless, 2 harmless"},
	} {
		var got []string
		for _, b := range Paths(c.path.diagnosis())[0].Stops[AtZone-1].Breaks {
			got = append(got, fmt.Sprintf("%d %s", b.Number, map[bool]string{true: "harmless", false: "broken"}[b.Harmless]))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("roots %s (-want +got):\n%s", c.path.roots, diff)
		}
	}
}

// TestPathsFold checks that clients whose paths look the same share one, and that broken ones come first.
func TestPathsFold(t *testing.T) {
	d := madePath{state: "working"}.diagnosis()
	d.RootCauses = []analyze.Finding{{Code: "KV806", Severity: analyze.Error}}
	d.Paths = nil
	for i, state := range []analyze.PrivatePath{"working", "broken", "unknown", "broken", "working", "working"} {
		c := analyze.ClientPath{Vantage: fmt.Sprintf("vm%d", i), PrivatePath: state}
		if state == "broken" {
			c.RootCauses = []int{0}
		}
		d.Paths = append(d.Paths, c)
	}
	var got []string
	for _, p := range Paths(d) {
		got = append(got, string(p.State)+" "+strings.Join(p.Clients, ","))
	}
	if diff := cmp.Diff([]string{"broken vm1,vm3", "unknown vm2", "working vm0,vm4,vm5"}, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

// TestPathsWithoutClient checks that exports alone make one path, on which every root stands.
func TestPathsWithoutClient(t *testing.T) {
	d := madePath{state: "broken", roots: "KV202"}.diagnosis()
	d.Paths = nil
	paths := Paths(d)
	if len(paths) != 1 || len(paths[0].Clients) != 0 || !paths[0].Stops[AtEndpoint-1].Broken() {
		t.Errorf("paths %+v, want one without a client, broken at the endpoint", paths)
	}
}

// TestOtherVantageIsNotShown checks that what another machine, or a control, saw is not drawn.
func TestOtherVantageIsNotShown(t *testing.T) {
	d := madePath{state: "unknown", outcome: "answer", address: "10.1.2.3", chain: alias}.diagnosis()
	for _, change := range []func(l *analyze.LookupFact){
		func(l *analyze.LookupFact) { l.Vantage = "other" },
		func(l *analyze.LookupFact) { l.Vantage, l.Control = "vm", true },
		func(l *analyze.LookupFact) { l.Control, l.Query = false, "contoso.vault.azure.net" },
	} {
		change(&d.Facts.Lookups[0])
		for _, s := range Paths(d)[0].Stops {
			if s.State != NotKnown || len(s.Observed) > 0 {
				t.Errorf("%s is %s, observed %q", s.Station, s.State, s.Observed)
			}
		}
	}
}
