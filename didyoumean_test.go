package main

import "testing"

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"format", "format", 0}, {"fromat", "format", 1}, {"formt", "format", 1},
		{"formatt", "format", 1}, {"fotmat", "format", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"abcd", "badc", 2},
	}
	for _, test := range tests {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := distance(test.b, test.a); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"analyze", "inspect", "man", "markdown", "ndjson", "json"}
	tests := []struct{ typed, want string }{
		{"analyse", "analyze"}, {"ANALYZE", "analyze"}, {"inspekt", "inspect"}, {"jso", "json"}, {"jsn", "json"}, {"mark", "markdown"},
		{"xyz", ""}, {"", ""}, {"a", ""}, {"mn", "man"}, {"explain", ""}, {"ab", ""},
	}
	for _, test := range tests {
		if got := nearest(test.typed, words); got != test.want {
			t.Errorf("nearest(%q) = %q, want %q", test.typed, got, test.want)
		}
	}
}

// FuzzNearest checks that a word is near to itself and that what is returned is one of the words.
func FuzzNearest(f *testing.F) {
	f.Add("analyse")
	f.Add("--\x00\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		got := nearest(typed, names())
		if got == "" {
			return
		}
		for _, name := range names() {
			if got == name {
				return
			}
		}
		t.Errorf("nearest(%q) = %q", typed, got)
	})
}
