package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"kvdoctor/analyze"
)

// update rewrites the stored outputs; review its diff like code.
var update = flag.Bool("update", false, "rewrite golden files")

// hostile is captured text that would steer a terminal, reorder what is read, or break a table.
const hostile = "a\x1b[31mred\x1b[0m\x07 \u009b2J \u202egnp.exe\u202c \u2066x\u2069 \xff\xfe z\u200bw | <b>&\ttab"

// stored returns a diagnosis with every part filled, and captured text that is hostile wherever captured text
// can stand.
func stored() *analyze.Diagnosis {
	status := 403
	verified := false
	cites := []analyze.Cite{{File: "vantage/vm-app01/dns/host.txt", Line: 2, Text: hostile},
		{File: "azure/links.json", Line: 1, Text: "[]", Pointer: "/0"}, {File: "azure/empty.json"}}
	addresses := []analyze.AddressFact{{Address: "52.168.109.101", Class: analyze.ClassPublic}}
	root := analyze.Finding{Code: "KV603", Slug: "zone-not-linked", Title: "The zone | is not linked", Severity: analyze.Error,
		Subject: "vnet-app", Detail: "no link to vnet-app, " + hostile, Explains: []string{"KV502"}, ExplainedBy: []string{}, Cites: cites,
		Fix: analyze.Fix{Summary: "Link the zone to vnet-app.", Commands: []string{"az network private-dns link vnet create -n '" + hostile + "'"},
			Verify: []string{"nslookup fabrikam.vault.azure.net"}, Proof: analyze.Proof{State: "not_modelled"}}}
	effect := analyze.Finding{Code: "KV502", Slug: "public-with-alias", Title: "Public", Severity: analyze.Error, Subject: "vm-app01",
		Vantage: "vm-app01", Detail: "resolves to 52.168.109.101", Explains: []string{}, ExplainedBy: []string{"KV603"}, Cites: cites[:1],
		Fix: analyze.Fix{Commands: []string{}, Verify: []string{}, Proof: analyze.Proof{State: "not_modelled"}}}
	notice := effect
	notice.Code, notice.Slug, notice.Severity, notice.ExplainedBy = "KV304", "unneeded-firewall-rules", analyze.Notice, []string{}
	return &analyze.Diagnosis{
		Schema: analyze.Schema, Tool: analyze.Tool{Name: "kvdoctor", Version: "0.0.0"},
		Bundle: analyze.BundleInfo{Name: "case", Captures: 3, Unrecognised: []string{"notes " + hostile}, Verified: &verified},
		Vault: analyze.VaultInfo{Name: "fabrikam", Host: "fabrikam.vault.azure.net", Cloud: "AzureCloud",
			Zone: "privatelink.vaultcore.azure.net"},
		Verdict: analyze.Problem, PrivatePath: analyze.PathBroken, PublicAccess: analyze.AccessOpen,
		Headline: "Requests do not use Private Link: " + hostile + ".", RootCauses: []analyze.Finding{root},
		Findings: []analyze.Finding{notice, effect, root},
		Checks: []analyze.Check{
			{Code: "KV502", Outcome: analyze.Fail, Subject: "vm-app01", Vantage: "vm-app01", Missing: []analyze.Missing{}},
			{Code: "KV602", Outcome: analyze.Unknown, Subject: hostile,
				Missing: []analyze.Missing{{What: "the zones", Command: "az network private-dns zone list # " + hostile}}},
			{Code: "KV603", Outcome: analyze.Fail, Subject: "vnet-app", Missing: []analyze.Missing{}}},
		Paths: []analyze.ClientPath{{Vantage: "vm-app01", PrivatePath: analyze.PathBroken, RootCauses: []int{0}}},
		Facts: analyze.Facts{
			Vantages: []analyze.VantageFact{{Name: "vm-app01", Role: "client", RoleSource: "assumed", Cites: []analyze.Cite{}}},
			Lookups: []analyze.LookupFact{{Vantage: "vm-app01", Tool: "host", Query: analyze.Opt(hostile), Outcome: "answer",
				Chain: []string{hostile}, Addresses: addresses, TTL: -1, Cites: cites[:1]}},
			Requests: []analyze.RequestFact{
				{Vantage: "vm-app01", Tool: "curl", URL: analyze.Opt("https://x/" + hostile), Status: &status, Cites: cites[:1],
					NetworkInfo: &analyze.NetworkInfoFact{Raw: hostile, ConnType: analyze.Opt(hostile), Addr: &addresses[0], Other: []string{}}},
				{Vantage: "vm-app01", Tool: "curl", Cites: []analyze.Cite{}}},
			Connections: []analyze.ConnectionFact{{ID: "/x/c1", EndpointID: analyze.Opt("/x/" + hostile), State: "Approved", Cites: []analyze.Cite{}}},
		},
	}
}

// writers are the formats, with the options that change what they print.
var writers = []struct {
	name, format string
	options      Options
}{
	{"text", "text", Options{}},
	{"text_all", "text", Options{All: true}},
	{"json", "json", Options{}},
	{"ndjson", "ndjson", Options{}},
	{"markdown", "markdown", Options{}},
	{"markdown_all", "markdown", Options{All: true}},
	{"sarif", "sarif", Options{}},
	{"junit", "junit", Options{FailOn: analyze.Error}},
	{"html", "html", Options{}},
	{"html_all", "html", Options{All: true}},
}

// write prints the stored diagnosis.
func write(t *testing.T, format string, d *analyze.Diagnosis, o Options) string {
	t.Helper()
	f, ok := Find(format)
	if !ok {
		t.Fatalf("no format %q", format)
	}
	var b bytes.Buffer
	if err := f.Write(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriters(t *testing.T) {
	for _, w := range writers {
		t.Run(w.name, func(t *testing.T) {
			got := write(t, w.format, stored(), w.options)
			golden := filepath.Join("..", "testdata", "report", w.name+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEveryFormatIsStored checks that a new format gets a stored output.
func TestEveryFormatIsStored(t *testing.T) {
	have := map[string]bool{}
	for _, w := range writers {
		have[w.format] = true
	}
	for _, name := range Names() {
		if !have[name] {
			t.Errorf("format %s has no row in the table writers", name)
		}
	}
}

// TestNothingSteersTheTerminal checks that no writer lets a control or hidden character through.
func TestNothingSteersTheTerminal(t *testing.T) {
	for _, w := range writers {
		got := write(t, w.format, stored(), w.options)
		if !utf8.ValidString(got) {
			t.Errorf("%s: the output is not UTF-8", w.name)
		}
		for i, r := range got {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("%s: %q gets through, in %q", w.name, r, got[max(0, i-20):min(len(got), i+20)])
				break
			}
		}
	}
}

// TestColor checks that colours are the only control sequences, are closed, and change nothing else.
func TestColor(t *testing.T) {
	got := write(t, "text", stored(), Options{Color: true})
	if !strings.Contains(got, "\x1b[31mproblem\x1b[0m") {
		t.Errorf("the verdict is not red: %q", got[:80])
	}
	stripped := got
	for _, code := range []string{red, yellow, green, bold, plain} {
		stripped = strings.ReplaceAll(stripped, "\x1b["+code+"m", "")
	}
	if diff := cmp.Diff(write(t, "text", stored(), Options{}), stripped); diff != "" {
		t.Errorf("with colours taken out (-plain +coloured):\n%s", diff)
	}
	if strings.Count(got, "\x1b[") != 2*strings.Count(got, "\x1b[0m") {
		t.Error("a colour is not closed")
	}
}

// TestJSONRoundTrips checks that both JSON forms say the same, and the same again when written from what was
// read: hostile text is kept, but for invalid bytes, which JSON cannot hold.
func TestJSONRoundTrips(t *testing.T) {
	pretty, line := write(t, "json", stored(), Options{}), write(t, "ndjson", stored(), Options{})
	if strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "}\n") {
		t.Error("ndjson is not one line")
	}
	var compacted bytes.Buffer
	if err := json.Compact(&compacted, []byte(pretty)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(line), strings.TrimSpace(compacted.String())); diff != "" {
		t.Errorf("json and ndjson differ (-ndjson +json):\n%s", diff)
	}
	var d, again analyze.Diagnosis
	if err := json.Unmarshal([]byte(pretty), &d); err != nil {
		t.Fatal(err)
	}
	if want := strings.ReplaceAll(hostile, "\xff\xfe", "\ufffd\ufffd"); d.RootCauses[0].Cites[0].Text != want {
		t.Errorf("the quoted line came back as %q, want %q", d.RootCauses[0].Cites[0].Text, want)
	}
	if err := json.Unmarshal([]byte(write(t, "json", &d, Options{})), &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, again, cmpopts.IgnoreUnexported(analyze.Finding{})); diff != "" {
		t.Errorf("read, written and read again (-first +second):\n%s", diff)
	}
}

func TestFind(t *testing.T) {
	for _, name := range Names() {
		if f, ok := Find(name); !ok || f.Name != name {
			t.Errorf("Find(%q) = %q, %v", name, f.Name, ok)
		}
	}
	if _, ok := Find("Text"); ok {
		t.Error("Find(Text) finds a format, names are in lower case")
	}
}
