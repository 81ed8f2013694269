package collect

import (
	"slices"
	"strings"
)

// leastToken and mostToken bound the length of the names that are looked for wherever they stand: shorter ones stand in
// too many words, longer ones are no names.
const (
	leastToken = 4
	mostToken  = 255
)

// leastInside is the least length of a name that is replaced inside of longer words, too.
const leastInside = 6

// A matcher finds the longest of many words at a place of a text, without case.
type matcher struct {
	words []string // in lower case, sorted
	first map[[leastToken]byte][2]int32
	sieve []uint64 // bits of the hashes of the first bytes
}

const sieveBits = 1 << 18

// newMatcher makes a matcher of words in lower case.
func newMatcher(words []string) *matcher {
	m := &matcher{words: words, first: map[[leastToken]byte][2]int32{}, sieve: make([]uint64, sieveBits/64)}
	slices.Sort(m.words)
	m.words = slices.Compact(m.words)
	for i, w := range m.words {
		head := [leastToken]byte([]byte(w[:leastToken]))
		span, ok := m.first[head]
		if !ok {
			span[0] = int32(i)
		}
		span[1] = int32(i) + 1
		m.first[head] = span
		h := hashHead(head)
		m.sieve[h/64] |= 1 << (h % 64)
	}
	return m
}

func hashHead(h [leastToken]byte) uint32 {
	n := uint32(h[0]) | uint32(h[1])<<8 | uint32(h[2])<<16 | uint32(h[3])<<24
	return n * 2654435761 >> 14
}

// at calls found with the words that stand at a place of a text in lower case, the shortest first.
func (m *matcher) at(text string, i int, found func(word string)) {
	if len(text)-i < leastToken {
		return
	}
	head := [leastToken]byte{text[i], text[i+1], text[i+2], text[i+3]}
	if h := hashHead(head); m.sieve[h/64]>>(h%64)&1 == 0 {
		return
	}
	span, ok := m.first[head]
	if !ok {
		return
	}
	list := m.words[span[0]:span[1]]
	for n := leastToken; len(list) > 0; n++ {
		if len(list[0]) == n {
			found(list[0])
			list = list[1:]
		}
		if len(list) == 1 {
			if strings.HasPrefix(text[i:], list[0]) {
				found(list[0])
			}
			return
		}
		if i+n >= len(text) {
			return
		}
		list = narrow(list, n, text[i+n])
	}
}

// narrow returns those of sorted words, all longer than n, whose byte n is c.
func narrow(list []string, n int, c byte) []string {
	by := func(c byte) func(w string, _ int) int {
		return func(w string, _ int) int { return int(w[n]) - int(c) }
	}
	from, _ := slices.BinarySearchFunc(list, 0, by(c))
	list = list[from:]
	if c == 0xff {
		return list
	}
	to, _ := slices.BinarySearchFunc(list, 0, by(c+1))
	return list[:to]
}

// lower returns a text with the letters of ASCII in lower case; every byte stays at its place.
func lower(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			out := []byte(s)
			for j := i; j < len(out); j++ {
				if 'A' <= out[j] && out[j] <= 'Z' {
					out[j] += 'a' - 'A'
				}
			}
			return string(out)
		}
	}
	return s
}

// wordBefore reports whether the text before a place ends a word: a name may begin at the place.
func wordBefore(s string, i int) bool {
	if i == 0 {
		return true
	}
	c := s[i-1]
	return !isAlnum(c) && c < 0x80 || afterEscape(s, i)
}

// afterEscape reports whether an escape ends at a place: \n of JSON, \u0022, %2F of a URL, a colour of a terminal.
func afterEscape(s string, i int) bool {
	switch {
	case i >= 2 && s[i-2] == '\\' && strings.IndexByte("nrtbf", s[i-1]) >= 0:
		return true
	case i >= 3 && s[i-3] == '%' && isHex(s[i-2]) && isHex(s[i-1]):
		return true
	case i >= 6 && s[i-6] == '\\' && s[i-5]|0x20 == 'u' && isHex(s[i-4]) && isHex(s[i-3]) && isHex(s[i-2]) && isHex(s[i-1]):
		return true
	}
	if s[i-1] != 'm' {
		return false
	}
	for j := i - 2; j > 0 && i-j < 12; j-- {
		if s[j] == '[' {
			return s[j-1] == '\x1b'
		}
		if !isDigit(s[j]) && s[j] != ';' {
			return false
		}
	}
	return false
}

// wordAfter reports whether the text from a place on does not go on with the word before it.
func wordAfter(s string, i int) bool { return i >= len(s) || !isAlnum(s[i]) && s[i] < 0x80 }
