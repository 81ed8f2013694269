package analyze

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// entriesOf decodes the whole catalogue.
func entriesOf(t *testing.T) []Entry {
	t.Helper()
	var out []Entry
	for _, code := range Codes() {
		entry, err := Lookup(code)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, entry)
	}
	return out
}

func TestCatalogAndTableAgree(t *testing.T) {
	var want []string
	for _, r := range rules {
		want = append(want, r.code)
	}
	if diff := cmp.Diff(want, Codes()); diff != "" {
		t.Errorf("codes of the table and of the catalogue (-table +catalogue):\n%s", diff)
	}
	if !slices.IsSorted(want) {
		t.Errorf("the table is not in the order of codes: %v", want)
	}
	if unique := slices.Compact(slices.Clone(want)); len(unique) != len(want) {
		t.Errorf("a code stands twice in the table: %v", want)
	}
	for i, entry := range entriesOf(t) {
		if i < len(rules) {
			if diff := cmp.Diff(slices.Sorted(slices.Values(rules[i].needs)), slices.Sorted(slices.Values(entry.Needs))); diff != "" {
				t.Errorf("%s: needs of the table and of the catalogue (-table +catalogue):\n%s", entry.Code, diff)
			}
		}
	}
}

var (
	codeForm = regexp.MustCompile(`^KV[0-8][0-9]{2}$`)
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func TestCatalogEntries(t *testing.T) {
	codes := Codes()
	slugs := map[string]string{}
	for _, e := range entriesOf(t) {
		if Slug(e.Code) != e.Slug {
			t.Errorf("%s: Slug says %q, want %q", e.Code, Slug(e.Code), e.Slug)
		}
		if !codeForm.MatchString(e.Code) || e.Section != int(e.Code[2]-'0') {
			t.Errorf("%s: section %d does not fit the code", e.Code, e.Section)
		}
		if !slugForm.MatchString(e.Slug) || slugs[e.Slug] != "" {
			t.Errorf("%s: slug %q is malformed, or is that of %s too", e.Code, e.Slug, slugs[e.Slug])
		}
		slugs[e.Slug] = e.Code
		if _, ok := severityOrder[e.Severity]; !ok {
			t.Errorf("%s: severity %q, want error, warning or notice", e.Code, e.Severity)
		}
		for _, n := range e.Needs {
			if _, ok := needs[n]; !ok {
				t.Errorf("%s: unknown need %q", e.Code, n)
			}
		}
		for name, text := range map[string]string{"title": e.Title, "means": e.Means, "why": e.Why, "confirm": e.Confirm,
			"fix.summary": e.Fix.Summary, "sources": strings.Join(e.Sources, "")} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", e.Code, name)
			}
		}
		for _, edge := range e.Explains {
			code, with, conditional := strings.Cut(edge, " with ")
			if !slices.Contains(codes, code) || code == e.Code || (conditional && !slices.Contains(codes, with)) {
				t.Errorf("%s: explains %q, want other codes of the catalogue", e.Code, edge)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	if Slug("KV603") != "zone-not-linked" || Slug("KV999") != "" {
		t.Errorf("Slug gives %q of KV603 and %q of a code that does not exist", Slug("KV603"), Slug("KV999"))
	}
	if e, err := Lookup("kv603"); err != nil || e.Slug != "zone-not-linked" {
		t.Errorf("Lookup(kv603) = %q, %v, want zone-not-linked", e.Slug, err)
	}
	for _, code := range []string{"", "KV", "KV60", "KV999", "KV603\n", "KV603\n  slug: x"} {
		if e, err := Lookup(code); err == nil {
			t.Errorf("Lookup(%q) = %s, want an error", code, e.Code)
		}
	}
}

// addedCodes are the codes that the agreed catalogue lacks, each with the evidence that called for it.
var addedCodes = map[string]string{
	"KV212": "the vault's own export says RegisteringDns",
	"KV516": "the resolution model's prediction differs from what was observed",
	"KV714": "curl 5: the proxy's name was not resolved, and nothing was asked of the vault",
	"KV715": "Schannel could not check revocation: no rejected certificate",
	"KV716": "the root page was asked, which answers 403 whatever the network does",
	"KV717": "the TCP-connection refusal names a host that is no vault's: the Host header was rewritten",
}

// TestCatalogKeepsItsPromises compares codes, slugs and severities with the catalogue that was agreed on.
func TestCatalogKeepsItsPromises(t *testing.T) {
	const agreed = "../../shared/catalog.md"
	data, err := os.ReadFile(agreed)
	if err != nil {
		t.Skipf("%s is not here: the agreed catalogue is not part of the repository", agreed)
	}
	rows := map[string][2]string{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, "|")
		if len(cells) < 6 || !codeForm.MatchString(strings.TrimSpace(cells[1])) {
			continue
		}
		rows[strings.TrimSpace(cells[1])] = [2]string{strings.TrimSpace(cells[2]), worst(cells[3])}
	}
	if len(rows) < 80 {
		t.Fatalf("%s: %d rows read, want the whole catalogue", agreed, len(rows))
	}
	for _, e := range entriesOf(t) {
		if _, known := rows[e.Code]; !known && addedCodes[e.Code] != "" {
			continue
		}
		if diff := cmp.Diff(rows[e.Code], [2]string{e.Slug, string(e.Severity)}); diff != "" {
			t.Errorf("%s: slug and severity (-agreed +built):\n%s", e.Code, diff)
		}
	}
}

// worst returns the worst severity that a cell such as "error if one is no endpoint's, else warning" names.
func worst(cell string) string {
	for _, s := range []Severity{Error, Warning, Notice} {
		if strings.Contains(cell, string(s)) {
			return string(s)
		}
	}
	return ""
}

// TestPlaceholdersAreKnown checks that every {placeholder} of the catalogue and of the needs is one that fill
// knows, or that some rule gives a value for.
func TestPlaceholdersAreKnown(t *testing.T) {
	known := knownNames(t)
	check := func(where, text string) {
		for _, part := range strings.Split(text, "{")[1:] {
			if name, _, closed := strings.Cut(part, "}"); !closed || !known[name] {
				t.Errorf("%s: unknown placeholder {%s} in %q", where, name, text)
			}
		}
	}
	for _, e := range entriesOf(t) {
		for _, text := range slices.Concat([]string{e.Confirm, e.Fix.Summary, e.Fix.Portal}, e.Fix.Commands, e.Fix.PowerShell, e.Fix.Verify) {
			check(e.Code, text)
		}
	}
	for n, d := range needs {
		check(string(n), d.command)
	}
}

// knownNames reads from the package's source the names that known handles, and those that rules hand to with.
func knownNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{"vantage": true} // set by fail
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	add := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				names[s] = true
			}
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			inKnown := false
			if f, ok := d.(*ast.FuncDecl); ok {
				inKnown = f.Name.Name == "known"
			}
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CaseClause:
					for _, e := range n.List {
						if inKnown {
							add(e)
						}
					}
				case *ast.CallExpr:
					if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "with" {
						for i := 0; i < len(n.Args); i += 2 {
							add(n.Args[i])
						}
					}
				}
				return true
			})
		}
	}
	return names
}

func TestFill(t *testing.T) {
	e := &Evidence{id: identity{name: "fabrikam", host: "fabrikam.vault.azure.net"}}
	values := map[string]string{"zone": "privatelink.vaultcore.azure.net", "record": "it's", "group": "rg (old)", "nic": "", "link": "{vault}"}
	tests := []struct{ in, want string }{
		{"nslookup {host}", "nslookup fabrikam.vault.azure.net"},
		{"-z {zone} -g {zone_group}", "-z privatelink.vaultcore.azure.net -g <zone-group>"},
		{"--ids {nic}", "--ids <nic>"},
		{"-n {record}", `-n 'it'\''s'`},
		{"-g {group}", "-g 'rg (old)'"},
		{"{link}", "'{vault}'"}, // a value is never filled in turn
		{"no placeholder", "no placeholder"},
		{"{}", "<>"},
		{"", ""},
	}
	for _, test := range tests {
		if got := e.fill(test.in, values); got != test.want {
			t.Errorf("fill(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

// TestArgumentSurvivesAShell hands hostile values to a real shell: it must see one word, the value itself.
func TestArgumentSurvivesAShell(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no POSIX shell is here")
	}
	for _, value := range []string{
		"fabrikam", "/subscriptions/6f1c/resourceGroups/rg-app", "a b", "a'b", "'", "''", `a"b`, "$HOME", "$(touch x)", "`touch x`",
		"a;b", "a|b", "a&b", "a>b", "a<b", "*", "?", "[a]", "{a,b}", "~", "~root", "#a", "!a", `a\b`, "a\nb", "a\tb", "(a)", "é", "a\u202eb",
		"a=b", "%PATH%", "rg_1.(x)-y",
	} {
		quoted := argument(value, "x")
		out, err := exec.Command(sh, "-c", "printf '%s|' "+quoted).Output()
		if err != nil || string(out) != value+"|" {
			t.Errorf("argument(%q) = %s, which a shell reads as %q (%v)", value, quoted, out, err)
		}
	}
}
