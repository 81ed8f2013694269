package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Remark fact is what a person wrote behind a value in a few words: "<-- from the jump box". It is no part of the value.
type Remark struct {
	Text string
	Cite Cite
}

// Cites implements Fact.
func (r *Remark) Cites() []Cite { return []Cite{r.Cite} }

// remark keeps what stands behind a value, if it is words. Many may say that the value is of another time or place, so
// that their line counts as not understood.
func (s *sink) remark(text string, c Cite) {
	const few = 5
	text = strings.TrimSpace(text)
	if !isRemark(text) {
		return
	}
	if len(strings.Fields(text)) > few {
		s.unread(c)
		return
	}
	s.add(&Remark{Text: strings.Clone(text), Cite: c})
}

// isRemark reports whether what stands behind a value is words of a person, and no more of what a program prints. An
// arrow with a word or two merely points.
func isRemark(rest string) bool {
	const points = 3 // words: "<-- this one"
	rest = strings.TrimSpace(rest)
	if rest == "" || strings.ContainsAny(rest, "\"\\={}") || strings.IndexByte("'),", rest[0]) >= 0 {
		return false
	}
	if first := firstField(rest); strings.Trim(first, "<-=←⇐#") == "" && len(strings.Fields(rest)) <= points {
		return false
	}
	return strings.IndexFunc(rest, func(r rune) bool {
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r > 0x7f && !strings.ContainsRune("←→⇐⇒—–│", r)
	}) >= 0
}

// remarkMarks are characters that only a person writes behind a value.
const remarkMarks = "（，。；、＃←→⇐⇒"

// beginsRemark reports whether a word, a blank behind a value, begins what a person wrote.
func beginsRemark(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return strings.ContainsRune("(#<;/[=|!?*", r) || r > unicode.MaxASCII || strings.HasPrefix(word, "--") || word == "-" || word == "->"
}

// cutRemark cuts off what a person wrote behind an address without a blank between: "10.1.2.3(private)", "10.1.2.3（内网）".
func cutRemark(word string) (rest string, cut bool) {
	i := strings.IndexFunc(word, func(r rune) bool {
		return r == '(' || r == '<' || r > unicode.MaxASCII && (strings.ContainsRune(remarkMarks+"：—–", r) || unicode.IsLetter(r))
	})
	if j := strings.Index(word, "//"); j > 0 && (i < 0 || j < i) {
		i = j
	}
	if i <= 0 {
		return word, false
	}
	return word[:i], true
}

// remarkless cuts off what an author wrote behind a value, which several blanks or a "#" set apart.
func remarkless(value string) string {
	for _, gap := range []string{"  ", "\t", " #", " <--", " <=="} {
		value, _, _ = strings.Cut(value, gap)
	}
	return strings.Clone(strings.TrimSpace(value))
}

// statusRemark returns what a person wrote behind a status line.
func statusRemark(line string) string {
	line = strings.TrimSpace(line)
	_, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	return strings.TrimPrefix(rest, remarkless(rest))
}
