package collect

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Of encodes a text with the low byte of each unit first or last.
func utf16Of(text string, little bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		if little {
			b.Write([]byte{byte(u), byte(u >> 8)})
		} else {
			b.Write([]byte{byte(u >> 8), byte(u)})
		}
	}
	return b.String()
}

func TestDecode(t *testing.T) {
	const text = "Réponse : 10.1.2.3\r\nAdresse 😀\r\n"
	for _, tt := range []struct{ name, in, want string }{
		{"plain", text, text},
		{"empty", "", ""},
		{"utf-8 mark", bomUTF8 + text, text},
		{"utf-16 little", bomLittle + utf16Of(text, true), text},
		{"utf-16 big", bomBig + utf16Of(text, false), text},
		{"utf-16 little without mark", utf16Of(text, true), text},
		{"utf-16 big without mark", utf16Of(text, false), text},
		{"only a mark", bomLittle, ""},
		{"half a unit", bomLittle + "a\x00b", "a\uFFFD"},
		{"half a pair", bomBig + "\xD8\x3D\x00a", "\uFFFDa"},
		{"pair cut off", bomBig + "\xD8\x3D", "\uFFFD"},
		{"oem code page", "R\x82ponse\r\n", "Réponse\r\n"},
		{"binary", "\x7fELF\x02\x00\x00\x00\xff\n", "\x7fELF\x02\x00\x00\x00\uFFFD\n"},
	} {
		if got, _, ok := decode(tt.in, 1<<20); got != tt.want || !ok {
			t.Errorf("%s: got %q, %v; want %q", tt.name, got, ok, tt.want)
		}
	}
	if got, _, ok := decode(strings.Repeat("\xff", 100), 200); ok {
		t.Errorf("300 bytes decoded are over the limit of 200, got %q", got)
	}
}

func TestDecodeDoesNotCopy(t *testing.T) {
	text := strings.Repeat("text\n", 1000)
	if n := testing.AllocsPerRun(10, func() { decode(text, 1<<20) }); n > 0 {
		t.Errorf("%v allocations for valid UTF-8, want none", n)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"text\r\n", bomUTF8 + "x", bomLittle + "a\x00\n\x00", bomBig + "\x00a\x00\n", "R\x82ponse", "a\x00b\x00c\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		text, _, ok := decode(raw, 1<<20)
		if !ok {
			return
		}
		if !utf8.ValidString(text) {
			t.Errorf("%q decodes to the invalid %q", raw, text)
		}
		if again, _, _ := decode(text, 1<<20); utf8.ValidString(raw) && !strings.ContainsAny(raw, "\x00\uFEFF") && again != raw {
			t.Errorf("valid text %q became %q", raw, text)
		}
	})
}
