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

// TestDecodeMixed has files to which lines were appended in another encoding: they keep the numbers of their lines.
func TestDecodeMixed(t *testing.T) {
	const text, more = "Réponse : 10.1.2.3\r\nNom :\r\n", "Adresse : 10.1.2.4\r\nété\r\n"
	for _, tt := range []struct{ name, in, want, encoding string }{
		{"UTF-8 below UTF-16", bomLittle + utf16Of(text, true) + more, text + more, "UTF-16LE, then UTF-8"},
		{"UTF-16 below UTF-8", text + utf16Of(more, true), text + more, "UTF-8, then UTF-16LE (guessed)"},
		{"UTF-16 with a mark below UTF-8", "ab\r\n" + bomLittle + utf16Of(more, true), "ab\r\n" + more, "UTF-8, then UTF-16LE (guessed)"},
		{"three parts", text + utf16Of(more, true) + text, text + more + text, "UTF-8, then UTF-16LE (guessed), then UTF-8"},
		{"a code page below UTF-16", bomLittle + utf16Of(text, true) + "R\x82ponse : 1\r\n", text + "Réponse : 1\r\n", "UTF-16LE, then code page 850 (guessed)"},
		{"Chinese at the end", bomLittle + utf16Of("a\n\u4e2d\u6587", true), "a\n\u4e2d\u6587", "UTF-16LE"},
		{"Chinese with line ends in it", bomLittle + utf16Of("a\n\u4e0a\u4e0a\u6587", true), "a\n\u4e0a\u4e0a\u6587", "UTF-16LE"},
		{"a zero byte", "a\nb\x00c\n", "a\nb\x00c\n", "UTF-8"},
	} {
		got, encoding, ok := decode(tt.in, 1<<20)
		if got != tt.want || encoding != tt.encoding || !ok {
			t.Errorf("%s: got %q, %q, %v; want %q, %q", tt.name, got, encoding, ok, tt.want, tt.encoding)
		}
	}
	if got, _, ok := decode(text+utf16Of(more, true), int64(len(text)+8)); ok {
		t.Errorf("both parts are over the limit, got %q", got)
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
