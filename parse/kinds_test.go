package parse

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// kinds returns the kinds of which testdata/parse holds captures.
func kinds(tb testing.TB) []string {
	tb.Helper()
	folders, err := os.ReadDir(filepath.Join("..", "testdata", "parse"))
	if err != nil {
		tb.Fatal(err)
	}
	var list []string
	for _, f := range folders {
		list = append(list, f.Name())
	}
	return list
}

// sampleCommands are the commands of the captures whose text alone does not tell its kind.
var sampleCommands = map[string]string{
	"az-json/public-access.txt": "az keyvault show -n fabrikam --query properties.publicNetworkAccess",
	"az-json/sku.txt":           "az keyvault show -n fabrikam --query properties.sku.name -o tsv",
	"dig/short-norecord.txt":    "dig +short contoso-kv.vault.azure.net",
	"getent/hosts.txt":          "getent hosts fabrikam.vault.azure.net",
	"host/connrefused.txt":      "host fabrikam.vault.azure.net",
	"host/timeout.txt":          "host fabrikam.vault.azure.net 127.0.0.1",
	"ip-addr/hostname.txt":      "hostname -I",
}

// samples returns the captures of a kind in testdata/parse, by file.
func samples(tb testing.TB, kind string) []Source {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "parse", kind, "*"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no captures in testdata/parse/%s", kind)
	}
	var list []Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		origin := Origin{File: filepath.Base(file), Line: 1}
		origin.Command = sampleCommands[kind+"/"+origin.File]
		list = append(list, Source{Origin: origin, Text: string(text)})
	}
	return list
}

// TestSamples holds that every capture in testdata/parse/<kind> is read as one section of that kind, that its lines
// are quoted as they stand, and that every reader reads at least one of them: several share the name of a kind.
func TestSamples(t *testing.T) {
	used := map[*reader]bool{}
	for _, kind := range kinds(t) {
		for _, src := range samples(t, kind) {
			if r := matching(&src); r != nil {
				used[r] = true
			}
			sections := Survey(src)
			if len(sections) != 1 || sections[0].Kind != kind {
				t.Errorf("%s/%s: read as %d sections, the first as %q", kind, src.File, len(sections), sections[0].Kind)
			}
			for _, s := range sections {
				checkQuotes(t, src, s.Records)
			}
		}
	}
	for i := range readers {
		if !used[&readers[i]] {
			t.Errorf("readers[%d], of kind %s, reads none of the captures in testdata/parse", i, readers[i].name)
		}
	}
}

// BenchmarkReaders reads the longest capture of each kind, repeated to growing sizes: the time a byte stays the same.
func BenchmarkReaders(b *testing.B) {
	for _, kind := range kinds(b) {
		src := slices.MaxFunc(samples(b, kind), func(a, b Source) int { return len(a.Text) - len(b.Text) })
		for _, size := range []int{64 << 10, 256 << 10, 1 << 20} {
			big := src
			big.Text = strings.Repeat(src.Text, size/len(src.Text)+1)
			b.Run(fmt.Sprintf("%s/%dK", kind, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(big.Text)))
				for b.Loop() {
					if len(Read(big)) == 0 {
						b.Fatal("no records")
					}
				}
			})
		}
	}
}
