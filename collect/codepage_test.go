package collect

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// TestCodePages has outputs in the code pages of consoles: the text is told, and so the page, but for pages in which
// it is the same.
func TestCodePages(t *testing.T) {
	for _, tt := range []struct {
		name, page string
		in         encoding.Encoding
		text       string
	}{
		{"French", "850", charmap.CodePage850, "Serveur :   UnKnown\r\nAddress:  168.63.129.16\r\n\r\nRéponse ne faisant pas autorité\u00a0:\r\nNom :    a.b\r\n"},
		{"one French word", "850", charmap.CodePage850, "Réponse\r\n"},
		{"German", "850", charmap.CodePage850, "   Primäres DNS-Suffix . . . . . . . :\r\n   Lease läuft ab. . . . : Montag\r\n"},
		{"German in Windows", "1252", charmap.Windows1252, "   Primäres DNS-Suffix . . . . . . . :\r\n   Der Name ist ungültig für Größe\r\n"},
		{"an unknown German word", "1252", charmap.Windows1252, "größer\r\n"},
		{"Spanish", "850", charmap.CodePage850, "   Dirección IPv4. . . . . . . . . . . . . . : 10.1.0.4\r\n   Máscara de subred . . . . . . . . . . . . : 255.255.255.0\r\n"},
		{"Portuguese", "850", charmap.CodePage850, "Não é resposta autoritativa:\r\nNome:    a.b\r\n"},
		{"Polish", "852", charmap.CodePage852, "Nieautorytatywna odpowiedź:\r\n   Brama domyślna. . . . . . . . . . : 10.1.0.1\r\n"},
		{"Czech", "852", charmap.CodePage852, "Neautorizovaná odpověď:\r\nNázev:   a.b\r\n"},
		{"Russian", "866", charmap.CodePage866, "╤хЁтхЁ:  UnKnown\r\nAddress:  192.168.0.1\r\n\r\nНе заслуживающий доверия ответ:\r\nИмя:     a.b\r\n"},
		{"one Russian word", "866", charmap.CodePage866, "Сервер:  dns\r\n"},
		{"Russian in Windows", "1251", charmap.Windows1251, "Не заслуживающий доверия ответ:\r\nИмя:     a.b\r\n"},
		{"Japanese", "932", japanese.ShiftJIS, "サーバー:  UnKnown\r\nAddress:  168.63.129.16\r\n\r\n権限のない回答:\r\n名前:    a.b\r\n"},
		{"one Japanese word", "932", japanese.ShiftJIS, "名前:    a.b\r\n"},
		{"Chinese", "936", simplifiedchinese.GBK, "服务器:  UnKnown\r\nAddress:  168.63.129.16\r\n\r\n非权威应答:\r\n名称:    a.b\r\n"},
		{"one Chinese word", "936", simplifiedchinese.GBK, "名称:    a.b\r\n"},
		{"Korean", "949", korean.EUCKR, "서버:    UnKnown\r\nAddress:  168.63.129.16\r\n\r\n권한 없는 응답:\r\n이름:    a.b\r\n"},
		{"Taiwan", "950", traditionalchinese.Big5, "伺服器:  UnKnown\r\nAddress:  168.63.129.16\r\n\r\n未經授權的回答:\r\n名稱:    a.b\r\n"},
	} {
		raw, err := tt.in.NewEncoder().String(tt.text)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		text, encoding, ok := decode(raw, 1<<20)
		if want := "code page " + tt.page + " (guessed)"; text != tt.text || encoding != want || !ok {
			t.Errorf("%s: got %q in %s, %v; want %q in %s", tt.name, text, encoding, ok, tt.text, want)
		}
	}
}

// TestNoCodePage has bytes that are no text in a code page.
func TestNoCodePage(t *testing.T) {
	for name, raw := range map[string]string{
		"utf-8 cut within a character":  "Réponse ne faisant pas autorité : naï\xc3",
		"utf-8 with a damaged place":    "Réponse ne faisant pas autorité\r\nR\xe9ponse\r\n",
		"binary":                        "\x7fELF\x02\x00\x00\x00\xe9t\xe9\n",
		"nothing that makes sense":      "\xff\xff\xff\xff\n",
		"nothing that makes sense, too": "a\xb0\xb1\xb2b\n",
	} {
		if text, encoding, _ := decode(raw, 1<<20); encoding != "UTF-8, damaged" || !strings.Contains(text, "\uFFFD") {
			t.Errorf("%s: decoded as %s: %q", name, encoding, text)
		}
	}
}

// TestASCIIStays decodes text with one odd character between: what is ASCII does not change.
func TestASCIIStays(t *testing.T) {
	const ascii = "Address:  10.1.2.3\r\n{\"a\": [\\]} ~^`|\r\n"
	for _, odd := range []string{"R\x82ponse\r\n", "\x91\xa5\xe0\xa2\xa5\xe0\r\n", "\x83T\x81[\x83o\x81[\r\n", "\xb7\xfe\xce\xf1\xc6\xf7\r\n"} {
		text, encoding, _ := decode(ascii+odd+ascii, 1<<20)
		if !strings.HasPrefix(text, ascii) || !strings.HasSuffix(text, ascii) || strings.Contains(text, "\uFFFD") {
			t.Errorf("%q in %s became %q", odd, encoding, text)
		}
	}
}
