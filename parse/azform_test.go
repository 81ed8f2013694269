package parse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAzureForms reads every resource flattened, as az prints it, and nested, as the resource manager
// does: the facts are the same.
func TestAzureForms(t *testing.T) {
	// Of places only that they are captured is compared: the forms have them on different lines.
	captured := cmp.Comparer(func(a, b Cite) bool { return (a.File == "") == (b.File == "") })
	nested, err := filepath.Glob(filepath.FromSlash("../testdata/parse/az-json/*.nested.json"))
	if err != nil || len(nested) != 9 {
		t.Fatalf("captures %v, %v; want 9", nested, err)
	}
	for _, file := range nested {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want := readAzureFile(t, file)
			got := readAzureFile(t, strings.Replace(file, ".nested.", ".flat.", 1))
			if _, ok := want[len(want)-1].(*Listing); !ok {
				t.Errorf("last fact %T, want a listing", want[len(want)-1])
			}
			if diff := cmp.Diff(want, got, plainAddrs, captured); diff != "" {
				t.Errorf("facts, nested and flattened (-nested +flattened):\n%s", diff)
			}
		})
	}
}

func readAzureFile(t *testing.T, file string) []Fact {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	src := Source{Origin: Origin{File: "azure/" + filepath.Base(file), Line: 1}, Text: string(text)}
	records := Read(src)
	checkQuotes(t, src, records)
	return azFacts(t, "az-json", records)
}
