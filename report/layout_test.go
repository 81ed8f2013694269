package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kvdoctor/analyze"
)

func TestFit(t *testing.T) {
	header := []string{"vantage", "answer", "server"}
	long := strings.Repeat("n", 60)
	for _, c := range []struct {
		name string
		rows [][]string
		want string
	}{
		{"narrow", [][]string{{"vm", "10.1.2.3", "-"}}, "  vantage  answer    server\n  vm       10.1.2.3  -\n"},
		{"broken at blanks", [][]string{{"vm", strings.Repeat("10.1.2.3"+joined+"private, ", 4) + "10.1.2.4", "2001:db8::1"}},
			"  vantage  answer                                                 server\n" +
				"  vm       10.1.2.3 private, 10.1.2.3 private, 10.1.2.3 private,  2001:db8::1\n" +
				"           10.1.2.3 private, 10.1.2.4\n"},
		{"first cell alone", [][]string{{"vm", "10.1.2.3", "-"}, {long, "10.1.2.4", strings.Repeat("s", 30)}},
			"  vantage  answer    server\n  vm       10.1.2.3  -\n  " + long + "\n           10.1.2.4  " + strings.Repeat("s", 30) + "\n"},
		{"list", [][]string{{long, long, long}}, "  " + long + "\n    answer  " + long + "\n    server  " + long + "\n"},
		{"one long word", [][]string{{strings.Repeat("n", 90), "10.1.2.3", "-"}},
			"  " + "vantage  answer    server\n  " + strings.Repeat("n", 90) + "\n           10.1.2.3  -\n"},
		{"hostile", [][]string{{"v\x1b[2J", "\u202e\nx", "\u00e9"}}, "  vantage   answer         server\n  v\\x1b[2J  \\u{202e}\\x0ax  \\u{00e9}\n"},
	} {
		if diff := cmp.Diff(c.want, Fit("  ", header, c.rows)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestSummary checks the table below several cases: names that are not unique, accepted roots, and what covered nothing.
func TestSummary(t *testing.T) {
	d := func(verdict analyze.Verdict, roots ...analyze.Finding) *analyze.Diagnosis {
		return &analyze.Diagnosis{Verdict: verdict, PrivatePath: analyze.PathBroken, RootCauses: roots}
	}
	link := analyze.Finding{Code: "KV603", Slug: "zone-not-linked", Subject: "vnet-a"}
	other, accepted := link, analyze.Finding{Code: "KV301", Slug: "public-access-open", Accepted: true}
	other.Subject = "vnet-b"
	got := Summary([]Row{
		RowOf("a", "x/a", d(analyze.Problem, link, other)),
		RowOf("a", "y/a", d(analyze.Problem, accepted, analyze.Finding{Code: "KV701", Slug: "request-timed-out"}, link)),
		RowOf("b", "b", d(analyze.Inconclusive, accepted)),
		RowOf("c\x1b", "c", nil),
	}, []analyze.Acceptance{{Code: "KV301", Subject: "fabrikam", Reason: "r", State: analyze.Matched}, {Code: "KV605", Subject: "x", Reason: "r", State: analyze.Unmatched}})
	want := `bundle  verdict       private path  root cause
x/a     problem       broken        KV603 zone-not-linked
y/a     problem       broken        KV701 request-timed-out, 1 more
b       inconclusive  broken        -
c\x1b   unreadable    -             -

cases  root cause
2      KV603 zone-not-linked
1      KV701 request-timed-out

4 cases: 2 problem, 1 inconclusive, 1 unreadable

Entries of --accept that cover nothing
  KV605  x: no such finding (r)
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}
