package parse

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestAzureCorpus reads captures that nobody here wrote: none may panic, and every quote must hold.
func TestAzureCorpus(t *testing.T) {
	root := filepath.FromSlash("../../shared/corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpus of captures is not beside this checkout")
	}
	counts := map[string]int{}
	for _, dir := range []string{"arm-json", "az-json", "errors"} {
		files, err := filepath.Glob(filepath.Join(root, dir, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no captures in %s: %v", dir, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			src := Source{Origin: Origin{File: dir + "/" + filepath.Base(file), Line: 1}}
			src.Text = strings.ToValidUTF8(string(text), "?")
			records := Read(src)
			checkQuotes(t, src, records)
			for _, r := range records {
				counts[fmt.Sprintf("%s %s %T", dir, r.Kind, r.Fact)]++
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%5d %s", counts[k], k)
	}
}
