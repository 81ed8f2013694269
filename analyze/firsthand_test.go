package analyze

import (
	"testing"

	"kvdoctor/parse"
)

// TestWordsPart checks which answers of a file are parted by words that were not understood.
func TestWordsPart(t *testing.T) {
	answer := func(file, machine string, line int) *lookup {
		return &lookup{Lookup: &parse.Lookup{At: parse.Cite{File: file, Line: line}}, origin: &parse.Origin{File: file, Machine: machine}}
	}
	w := wording{lines: map[string][]int{"a.txt": {5}}}
	for _, tt := range []struct {
		name string
		a, b *lookup
		want bool
	}{
		{"words between", answer("a.txt", "", 3), answer("a.txt", "", 8), true},
		{"the other way round", answer("a.txt", "", 8), answer("a.txt", "", 3), true},
		{"both above", answer("a.txt", "", 3), answer("a.txt", "", 4), false},
		{"both below", answer("a.txt", "", 6), answer("a.txt", "", 8), false},
		{"the prompts name the machine", answer("a.txt", "vm", 3), answer("a.txt", "vm", 8), false},
		{"of two files", answer("a.txt", "", 3), answer("b.txt", "", 8), false},
	} {
		if got := w.part(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: got %t, want %t", tt.name, got, tt.want)
		}
	}
}
