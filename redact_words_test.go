package main

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wordsFile lists the words that readers, checks and tools speak: none of them is ever taken for a customer's name
// wherever it stands.
const wordsFile = "collect/redactwords.txt"

// sampleNames are the names of made-up customers and their machines in the test data; they are no words of any tool.
var sampleNames = []string{"fabrikam", "contoso", "northwind", "adatum", "tailspin", "woodgrove", "litware", "fourthcoffee", "proseware"}

// TestRedactionWords checks that the list holds every word of the string literals of readers and checks, and the keys
// and header names of the captures of the tests; -update rewrites it.
func TestRedactionWords(t *testing.T) {
	found := map[string]bool{}
	for _, dir := range []string{"collect", "parse", "analyze"} {
		for _, f := range sources(t, dir) {
			if strings.HasPrefix(filepath.Base(f.name), "redact") {
				continue
			}
			ast.Inspect(f.tree, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil {
						addWords(found, text)
					}
				}
				return true
			})
		}
	}
	addWords(found, readFile(t, "analyze/catalog.yaml"))
	captures, err := filepath.Glob("testdata/parse/*/*")
	if err != nil || len(captures) == 0 {
		t.Fatal("no captures", err)
	}
	key := regexp.MustCompile(`(?m)"([A-Za-z]+)"\s*:|^[<> ]*([A-Za-z][A-Za-z0-9-]*): `)
	for _, name := range captures {
		for _, m := range key.FindAllStringSubmatch(readFile(t, name), -1) {
			addWords(found, m[1]+" "+m[2])
		}
	}
	var words []string
	for w := range found {
		if !slices.ContainsFunc(sampleNames, func(s string) bool { return strings.Contains(w, s) }) {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	want := strings.Join(words, "\n") + "\n"
	if *update {
		if err := os.WriteFile(wordsFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, readFile(t, wordsFile)); diff != "" {
		t.Errorf("%s is stale; go test . -run RedactionWords -update rewrites it (-want +got):\n%s", wordsFile, diff)
	}
}

// addWords adds the words of a text that are long enough to be taken for a name, in lower case.
func addWords(found map[string]bool, text string) {
	const least = 4
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		if len(w) >= least && strings.Trim(w, "0123456789") != "" {
			found[w] = true
		}
	}
	for _, w := range compound.FindAllString(strings.ToLower(text), -1) {
		found[w] = true
	}
}

// compound is a word of several pieces, such as x-ms-request-id.
var compound = regexp.MustCompile(`[a-z0-9]+(?:[-_][a-z0-9]+)+`)
