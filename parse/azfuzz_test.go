package parse

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// FuzzAzure holds that every record quotes the line that it names, and that every pointer leads to a value
// of the document.
func FuzzAzure(f *testing.F) {
	for _, tt := range slices.Concat(azTests, azNetTests, azOtherTests) {
		f.Add(tt.in, tt.file, tt.command)
	}
	files, _ := filepath.Glob(filepath.FromSlash("../testdata/parse/az-json/*.json"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), filepath.Base(file), "")
	}
	for _, text := range dirtySeeds {
		f.Add(text, "x.json", "")
	}
	f.Add("ERROR: (X) y\n", "x.json", "az keyvault show")
	f.Add("{- Finished ..\n\"error\":{\"code\":\"a\",\"message\":\"b\"}}\n[]\n", "zones.json", "")
	f.Add("{\"a~/b\":{\"type\":\"Microsoft.KeyVault/vaults\"}}", "a", "az rest")
	f.Fuzz(func(t *testing.T, text, file, command string) {
		text = strings.ToValidUTF8(text, "?")
		src := Source{Origin: Origin{File: "f/" + file, Line: 5, Command: command}, Text: text}
		out := &sink{origin: &src.Origin}
		azureErrorReader.match(&src, headLines(text))
		azureJSONReader.match(&src, headLines(text))
		azureJSONReader.read(&src, out)
		records := out.done()
		checkQuotes(t, src, records)
		azureErrorReader.read(&src, out)
		checkQuotes(t, src, out.done())
		if !json.Valid([]byte(text)) {
			return
		}
		known := jsonPointers(t, text)
		for _, r := range records {
			for _, c := range r.Fact.Cites() {
				if !known[c.Pointer] {
					t.Fatalf("pointer %q of %T leads nowhere", c.Pointer, r.Fact)
				}
			}
		}
	})
}

// jsonPointers returns the pointers of all values of a document, those of repeated keys included.
func jsonPointers(t *testing.T, text string) map[string]bool {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	all := map[string]bool{}
	var walk func(at string)
	walk = func(at string) {
		all[at] = true
		tok, err := dec.Token()
		if err != nil {
			t.Fatalf("at %q: %v", at, err)
		}
		if d, ok := tok.(json.Delim); ok {
			for i := 0; dec.More(); i++ {
				key := strconv.Itoa(i)
				if d == '{' {
					name, _ := dec.Token()
					key = strings.NewReplacer("~", "~0", "/", "~1").Replace(fmt.Sprint(name))
				}
				walk(at + "/" + key)
			}
			_, _ = dec.Token()
		}
	}
	walk("")
	return all
}

// BenchmarkAzure reads lists of growing length, on one line and on many: the time a byte stays the same.
func BenchmarkAzure(b *testing.B) {
	element, err := os.ReadFile(filepath.FromSlash("../testdata/parse/az-json/records.nested.json"))
	if err != nil {
		b.Fatal(err)
	}
	var small strings.Builder
	for line := range strings.Lines(string(element)) {
		small.WriteString(strings.TrimSpace(line))
	}
	for _, form := range []struct{ name, one string }{{"lines", string(element)}, {"minified", small.String()}} {
		for _, n := range []int{10, 100, 1000, 10_000} {
			one := strings.TrimSuffix(strings.TrimSpace(form.one), "}")
			_, one, _ = strings.Cut(one, "[")
			one = one[:strings.LastIndexByte(one, ']')]
			text := "[" + strings.Repeat(one+",", n-1) + one + "]"
			b.Run(fmt.Sprintf("%s/%d", form.name, n), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					if got := len(Read(Source{Origin: Origin{File: "records.json", Line: 1}, Text: text})); got != 2*n+1 {
						b.Fatalf("%d records, want %d", got, 2*n+1)
					}
				}
			})
		}
	}
}
