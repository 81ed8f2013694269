package parse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
		list = append(list, Source{Origin: Origin{File: filepath.Base(file), Line: 1}, Text: string(text)})
	}
	return list
}

// TestSamples holds that every reader has captures in testdata/parse/<kind>, that it is the one to read them, and
// that it quotes their lines as they stand.
func TestSamples(t *testing.T) {
	for _, r := range readers {
		for _, src := range samples(t, r.name) {
			sections := Survey(src)
			if len(sections) != 1 || sections[0].Kind != r.name {
				t.Errorf("%s/%s: read as %d sections, the first as %q", r.name, src.File, len(sections), sections[0].Kind)
			}
			for _, s := range sections {
				checkQuotes(t, src, s.Records)
			}
		}
	}
}

// BenchmarkReaders reads captures of each kind that are repeated to growing sizes: the time a byte stays the same.
func BenchmarkReaders(b *testing.B) {
	for _, r := range readers {
		src := samples(b, r.name)[0]
		for _, size := range []int{64 << 10, 256 << 10, 1 << 20} {
			big := src
			big.Text = strings.Repeat(src.Text, size/len(src.Text)+1)
			b.Run(fmt.Sprintf("%s/%dK", r.name, size>>10), func(b *testing.B) {
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
