package collect

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	bomUTF8    = "\xEF\xBB\xBF"
	bomLittle  = "\xFF\xFE"
	bomBig     = "\xFE\xFF"
	guessBytes = 1024 // how much of a text without a mark is looked at to tell UTF-16
)

// decode turns the bytes of a file into UTF-8 without a byte-order mark, says how, and reports whether the result has
// no more than most bytes. It knows UTF-8, UTF-16 and the code pages of Windows consoles; what is invalid becomes
// U+FFFD. Valid UTF-8 is not copied.
func decode(raw string, most int64) (text, encoding string, ok bool) {
	if text, encoding, ok, mixed := decodeMixed(raw, most); mixed {
		return text, encoding, ok
	}
	switch {
	case strings.HasPrefix(raw, bomUTF8):
		raw = raw[len(bomUTF8):]
	case strings.HasPrefix(raw, bomLittle):
		text, ok = build(most, units{raw[2:], 1, 0}.runes)
		return text, "UTF-16LE", ok
	case strings.HasPrefix(raw, bomBig):
		text, ok = build(most, units{raw[2:], 0, 1}.runes)
		return text, "UTF-16BE", ok
	default:
		if u, found := guessUTF16(raw); found {
			text, ok = build(most, u.runes)
			return text, [...]string{"UTF-16BE (guessed)", "UTF-16LE (guessed)"}[u.high], ok
		}
	}
	if utf8.ValidString(raw) {
		return raw, "UTF-8", int64(len(raw)) <= most
	}
	if p := guessPage(raw); p != nil {
		text, ok = build(most, func(yield func(rune) bool) { p.runes(raw, yield) })
		return text, "code page " + p.name + " (guessed)", ok
	}
	text, ok = build(most, func(yield func(rune) bool) {
		for _, r := range raw {
			if !yield(r) {
				return
			}
		}
	})
	return text, "UTF-8, damaged", ok
}

// build writes runes into a string of exactly the memory that they need.
func build(most int64, runes func(func(rune) bool)) (string, bool) {
	size := 0
	for r := range runes {
		size += utf8.RuneLen(r)
	}
	if int64(size) > most {
		return "", false
	}
	var b strings.Builder
	b.Grow(size)
	for r := range runes {
		b.WriteRune(r)
	}
	return b.String(), true
}

// units is a text in UTF-16; high and low are the places of the two bytes of a unit.
type units struct {
	raw       string
	high, low int
}

// at returns the unit that begins at byte i.
func (u units) at(i int) rune { return rune(u.raw[i+u.high])<<8 | rune(u.raw[i+u.low]) }

// runes yields the characters; half a pair, and half a unit at the end, is U+FFFD.
func (u units) runes(yield func(rune) bool) {
	for i := 0; i < len(u.raw); i += 2 {
		if i+1 == len(u.raw) {
			yield(utf8.RuneError)
			return
		}
		r := u.at(i)
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if i+3 < len(u.raw) {
				pair = utf16.DecodeRune(r, u.at(i+2))
			}
			if r = pair; r != utf8.RuneError {
				i += 2
			}
		}
		if !yield(r) {
			return
		}
	}
}

// guessUTF16 tells UTF-16 without a byte-order mark by the zero bytes that Western text has in it: one half of
// every unit is mostly zero, the other hardly ever.
func guessUTF16(raw string) (units, bool) {
	n := min(len(raw), guessBytes) &^ 1
	var zeros [2]int
	for i := range n {
		if raw[i] == 0 {
			zeros[i&1]++
		}
	}
	switch {
	case n < 4:
		return units{}, false
	case zeros[0]*16 <= zeros[1] && zeros[1]*4 >= n:
		return units{raw, 1, 0}, true
	case zeros[1]*16 <= zeros[0] && zeros[0]*4 >= n:
		return units{raw, 0, 1}, true
	}
	return units{}, false
}

// lineEnds makes a text's line ends LF or CRLF: of old Macs, which end lines in CR alone, and of tools that end them
// in CR CR LF. A CR elsewhere stays: progress meters go back to the begin of their line with it.
func lineEnds(text string) string {
	switch {
	case strings.IndexByte(text, '\r') < 0:
	case strings.IndexByte(text, '\n') < 0:
		return strings.ReplaceAll(text, "\r", "\n")
	case strings.Contains(text, "\r\r\n"):
		return strings.ReplaceAll(text, "\r\r\n", "\r\n")
	}
	return text
}
