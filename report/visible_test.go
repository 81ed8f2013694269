package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "fabrikam.vault.azure.net 10.1.2.3", "fabrikam.vault.azure.net 10.1.2.3"},
		{"empty", "", ""},
		{"other scripts", "Grüße, 東京, é", "Grüße, 東京, é"},
		{"escape sequence", "\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		{"bell, NUL and DEL", "a\x07\x00\x7fb", `a\x07\x00\x7fb`},
		{"line ends", "a\nb\r\nc", `a\x0ab\x0d\x0ac`},
		{"tab", "a\tb", "a b"},
		{"C1 controls", "\u0085\u009b2J", `\x85\x9b2J`},
		{"bidirectional override", "\u202egnp.exe\u202c", `\u{202e}gnp.exe\u{202c}`},
		{"isolates", "\u2066x\u2069", `\u{2066}x\u{2069}`},
		{"zero width", "a\u200bb\ufeffc", `a\u{200b}b\u{feff}c`},
		{"soft hyphen", "a\u00adb", `a\xadb`},
		{"line and paragraph separator", "a\u2028b\u2029c", `a\u{2028}b\u{2029}c`},
		{"tag beyond the first plane", "a\U000e0041b", `a\u{e0041}b`},
		{"invalid bytes", "a\xffb\xc3", `a\xffb\xc3`},
		{"replacement character that was captured", "a\ufffdb", "a\ufffdb"},
		{"invalid byte beside a control", "\xff\x1b", `\xff\x1b`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Visible(test.in); got != test.want {
				t.Errorf("Visible(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

// FuzzVisible checks that nothing hidden is left, that plain text is kept, and that a second pass changes nothing.
func FuzzVisible(f *testing.F) {
	f.Add(hostile)
	f.Add("fabrikam")
	f.Fuzz(func(t *testing.T, in string) {
		got := Visible(in)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Errorf("Visible(%q) = %q lets something through", in, got)
		}
		if again := Visible(got); again != got {
			t.Errorf("a second pass makes %q of %q", again, got)
		}
	})
}

func TestTable(t *testing.T) {
	tests := []struct {
		name   string
		header []string
		rows   [][]string
		want   string
	}{
		{"columns", []string{"code", "slug"}, [][]string{{"KV603", "zone-not-linked"}, {"KV1", "x"}},
			"code   slug\nKV603  zone-not-linked\nKV1    x\n"},
		{"no rows", []string{"code", "slug"}, nil, "code  slug\n"},
		{"an empty last cell leaves no blanks", []string{"a", "b"}, [][]string{{"1", ""}}, "a  b\n1\n"},
		{"an empty first cell keeps its column", []string{"aa", "b"}, [][]string{{"", "1"}}, "aa  b\n    1\n"},
		{"hostile cells", []string{"a", "b"}, [][]string{{"\x1b[31m\n|\u202e", "é"}}, "a                      b\n" + `\x1b[31m\x0a|\u{202e}  \u{00e9}` + "\n"},
		{"quotes and backslashes are kept", []string{"a"}, [][]string{{`C:\x "y"`}}, "a\n" + `C:\x "y"` + "\n"},
		{"long cells are not wrapped", []string{"a"}, [][]string{{strings.Repeat("word ", 60) + "end"}}, "a\n" + strings.Repeat("word ", 60) + "end\n"},
		{"blanks inside a cell are kept", []string{"a", "b"}, [][]string{{"x  y", "z"}}, "a     b\nx  y  z\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Table("", test.header, test.rows); got != test.want {
				t.Errorf("Table(%q) =\n%s(%q)\nwant\n%s", test.rows, got, got, test.want)
			}
		})
	}
	if got := Table("    ", []string{"a"}, [][]string{{"1"}}); got != "    a\n    1\n" {
		t.Errorf("with an indent: %q", got)
	}
}

func TestCatalogueOfNothing(t *testing.T) {
	var b strings.Builder
	if err := Catalogue(&b, nil, "html"); err == nil || b.Len() > 0 {
		t.Errorf("Catalogue(html) prints %q and returns %v, want an error", b.String(), err)
	}
	if err := Catalogue(&b, nil, "markdown"); err != nil || !strings.HasSuffix(b.String(), "\n\n| code | slug | severity | title |\n|---|---|---|---|\n") {
		t.Errorf("Catalogue(markdown) prints %q and returns %v", b.String(), err)
	}
}
