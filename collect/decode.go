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

// decode turns the bytes of a file into UTF-8 without a byte-order mark, and reports whether the result has no
// more than most bytes. It knows UTF-8 and UTF-16; what is invalid becomes U+FFFD. Valid UTF-8 is not copied.
func decode(raw string, most int64) (string, bool) {
	switch {
	case strings.HasPrefix(raw, bomUTF8):
		raw = raw[len(bomUTF8):]
	case strings.HasPrefix(raw, bomLittle):
		return build(most, units{raw[2:], 1, 0}.runes)
	case strings.HasPrefix(raw, bomBig):
		return build(most, units{raw[2:], 0, 1}.runes)
	default:
		if u, ok := guessUTF16(raw); ok {
			return build(most, u.runes)
		}
	}
	if utf8.ValidString(raw) {
		return raw, int64(len(raw)) <= most
	}
	return build(most, func(yield func(rune) bool) {
		for _, r := range raw {
			if !yield(r) {
				return
			}
		}
	})
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
