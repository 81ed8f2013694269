package collect

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A codePage is an encoding that Windows consoles and old editors write. Either one byte is one character, or the
// bytes from 0x80 on come in pairs.
type codePage struct {
	name  string
	bytes *charmap.Charmap
	pairs encoding.Encoding
	// known says that the page is taken only where words are found that outputs have in its languages.
	known  bool
	common [][2]byte       // first bytes of the pairs of common characters
	script func(rune) bool // letters that its languages are written in, beside ASCII
	words  []string        // of the outputs of Windows in these languages, in lower case
}

// codePages are the pages that are tried; of equals the first is taken.
func codePages() []codePage {
	return []codePage{
		{name: "850", bytes: charmap.CodePage850, script: westLetter, words: westWords},
		{name: "437", bytes: charmap.CodePage437, script: westLetter, words: westWords},
		{name: "1252", bytes: charmap.Windows1252, script: westLetter, words: westWords},
		{name: "852", bytes: charmap.CodePage852, script: eastLetter, words: eastWords},
		{name: "866", bytes: charmap.CodePage866, script: cyrillic, words: cyrillicWords},
		{name: "1251", bytes: charmap.Windows1251, known: true, script: cyrillic, words: cyrillicWords},
		{name: "932", pairs: japanese.ShiftJIS, common: [][2]byte{{0x81, 0x83}, {0x88, 0x98}}, script: eastAsian, words: japaneseWords},
		{name: "936", pairs: simplifiedchinese.GBK, common: [][2]byte{{0xA1, 0xA3}, {0xB0, 0xD7}}, script: eastAsian, words: simplifiedWords},
		{name: "949", pairs: korean.EUCKR, known: true, common: [][2]byte{{0xA1, 0xA3}, {0xB0, 0xC8}}, script: eastAsian, words: koreanWords},
		{name: "950", pairs: traditionalchinese.Big5, known: true, common: [][2]byte{{0xA1, 0xA3}, {0xA4, 0xC6}}, script: eastAsian, words: traditionalWords},
	}
}

// runes yields the characters of a text in the page; what is none in it is U+FFFD.
func (p *codePage) runes(raw string, yield func(rune) bool) {
	if p.bytes != nil {
		for i := range len(raw) {
			if r := p.decodeByte(raw[i]); !yield(r) {
				return
			}
		}
		return
	}
	d := p.pairs.NewDecoder()
	for len(raw) > 0 {
		// Whole lines are decoded at a time: no pair goes beyond the end of one.
		line := raw
		if i := strings.IndexByte(raw, '\n'); i >= 0 {
			line = raw[:i+1]
		}
		raw = raw[len(line):]
		text, err := d.String(line)
		if err != nil {
			text = strings.ToValidUTF8(line, "\uFFFD")
		}
		for _, r := range text {
			if !yield(r) {
				return
			}
		}
	}
}

// decodeByte returns the character of a byte; ASCII stays what it is.
func (p *codePage) decodeByte(b byte) rune {
	if b < utf8.RuneSelf {
		return rune(b)
	}
	return p.bytes.DecodeByte(b)
}

// guessPage returns the page in which a text that is no valid UTF-8 makes the most sense, or nil if it makes none in
// any: it is binary, or UTF-8 with a few damaged places.
func guessPage(raw string) *codePage {
	sample, ok := pageSample(raw)
	if !ok {
		return nil
	}
	pages := codePages()
	var best *codePage
	most := 0
	for i := range pages {
		if n := pages[i].score(sample); n > most {
			best, most = &pages[i], n
		}
	}
	return best
}

// pageSample returns the first lines that hold more than ASCII, and false where the text is not in a code page.
func pageSample(raw string) (string, bool) {
	const size = 16 << 10
	var sample strings.Builder
	odd, whole, control := 0, 0, 0 // bytes of no character of UTF-8, characters of UTF-8, bytes of no text
	for c := (cursor{text: raw}); c.advance() && sample.Len() < size; {
		line := raw[c.start:min(c.next, c.start+size)]
		ascii := true
		for i := 0; i < len(line); {
			r, width := utf8.DecodeRuneInString(line[i:])
			switch {
			case r == utf8.RuneError && width == 1:
				odd++
			case r >= utf8.RuneSelf:
				whole++
			case r < ' ' && !strings.ContainsRune("\t\n\f\r\x1b\b\a", r):
				control++
			}
			ascii = ascii && r < utf8.RuneSelf
			i += width
		}
		if !ascii {
			sample.WriteString(line)
		}
	}
	const least = 2 // odd bytes to a character of UTF-8 that is one by chance
	return sample.String(), control == 0 && least*whole <= odd
}

// score tells how much sense a text makes in the page; nothing or less where it makes none.
func (p *codePage) score(sample string) int {
	const (
		word = 40 // points of a word that outputs have
		odd  = 12 // those lost by what is no character
		rare = 5  // those lost by a pair that is hardly ever used
	)
	n, known := 0, false
	var text strings.Builder
	before, last := rune(' '), rune(' ')
	p.runes(sample, func(r rune) bool {
		text.WriteRune(r)
		n += p.fit(before, last, r)
		if r == utf8.RuneError {
			n -= odd
		}
		before, last = last, r
		return true
	})
	n -= rare * p.rarePairs(sample)
	lower := strings.ToLower(text.String())
	for _, w := range p.words {
		if strings.Contains(lower, w) {
			n, known = n+word, true
		}
	}
	if p.known && !known {
		return 0
	}
	return n
}

// rarePairs counts the pairs of bytes that are no common characters.
func (p *codePage) rarePairs(sample string) int {
	n := 0
	for i := 0; p.pairs != nil && i < len(sample); i++ {
		b := sample[i]
		if b < utf8.RuneSelf {
			continue
		}
		i++
		if !slices.ContainsFunc(p.common, func(r [2]byte) bool { return r[0] <= b && b <= r[1] }) {
			n++
		}
	}
	return n
}

// fit judges a character by the two before it. Letters stand together in words, small ones after small ones; nothing
// else stands inside a word.
func (p *codePage) fit(before, last, r rune) int {
	letter := unicode.IsLetter(r)
	switch {
	case r < utf8.RuneSelf && last < utf8.RuneSelf:
		return 0
	case r < utf8.RuneSelf: // last is not ASCII
		if !letter || p.script(last) && p.pairs == nil && p.latin() {
			return 0
		}
		return -4 // ASCII goes on a word of another script, or one that no letter began
	case p.script(r):
		return p.fitLetter(before, last, r)
	case unicode.IsSpace(r), unicode.Is(unicode.Po, r), unicode.Is(unicode.Ps, r), unicode.Is(unicode.Pe, r), unicode.Is(unicode.Pd, r),
		unicode.Is(unicode.Pi, r), unicode.Is(unicode.Pf, r):
		return 0
	case letter:
		return -1
	case unicode.IsLetter(last):
		return -3
	}
	return -1
}

// fitLetter judges a letter of the page's script.
func (p *codePage) fitLetter(before, last, r rune) int {
	switch {
	case p.pairs != nil && last < utf8.RuneSelf && unicode.IsLetter(last):
		return -4
	case p.pairs != nil:
		return 4
	case unicode.IsUpper(r) && unicode.IsLower(last):
		return -3
	case !p.latin() && last < utf8.RuneSelf && unicode.IsLetter(last):
		return -4
	case !p.latin():
		return 2
	case last >= utf8.RuneSelf && before >= utf8.RuneSelf && unicode.IsLetter(last) && unicode.IsLetter(before):
		return -2
	case unicode.IsUpper(r) && unicode.IsLetter(last):
		return 1
	}
	return 2
}

// latin reports whether the page's languages are written in Latin letters, with ASCII among them.
func (p *codePage) latin() bool { return p.pairs == nil && !p.script('я') }
