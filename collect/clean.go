package collect

import (
	"strings"
	"unicode/utf8"
)

// maxWraps is how deep outputs are wrapped at most: a quote of a log that holds a commented block, say.
const maxWraps = 4

// cleaned returns a text without what mails, tickets, logs and web pages put around the lines of an output. Line n of
// the result is line n of the text. It is the text itself where there is nothing to clean. spaced says that blank
// lines stand between all lines. settings says that the text is a hosts file or resolv.conf.
func cleaned(text string, settings bool) (clean string, spaced bool) {
	if isBinary(text) {
		return text, false
	}
	clean = withoutControls(text)
	if !wrapped(clean) {
		return clean, false
	}
	lines := strings.Split(clean, "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	changed := dropHTML(lines)
	marks := func(lines []string) bool { return dropMarks(lines, settings) }
	for range maxWraps {
		again := false
		for _, unwrap := range []func([]string) bool{dropStamps, dropNumbers, dropEscapes, marks, dropFences, dropIndent} {
			again = unwrap(lines) || again
		}
		if !again {
			break
		}
		changed = true
	}
	if changed {
		clean = strings.Join(lines, "\n")
	}
	return clean, isSpaced(lines)
}

// cleanText cleans a file's text, once. The command is the one that printed it, if that is known.
func (f *file) cleanText(command string) {
	if f.clean {
		return
	}
	f.clean = true
	text := f.text
	f.text, f.spaced = cleaned(text, isSettingsFile(f.path) || namesSettings(command))
	if f.text != text {
		f.original = text
	}
}

// cleanColours takes nothing but the sequences of a terminal from a file's text, once.
func (f *file) cleanColours() {
	if f.clean || !strings.Contains(f.text, "\x1b[") || isBinary(f.text) {
		return
	}
	f.clean = true
	f.text, f.original = withoutControls(f.text), f.text
}

// isBinary reports whether a text is none: control characters stand in it that no tool prints.
func isBinary(text string) bool {
	const looked, share = 4 << 10, 50
	head := text[:min(len(text), looked)]
	n := 0
	for i := range len(head) {
		if c := head[i]; c > 0 && c < '\a' || c > '\r' && c < ' ' && c != '\x1b' {
			n++
		}
	}
	return n*share > len(head)
}

// wrapped reports whether any cleaning of whole lines may be needed. It is the quick look at texts of any size.
func wrapped(text string) bool {
	for _, sign := range []string{"</", "<br", "<BR", "&gt;", "&lt;", "&quot;", "&amp;", "&#", "&nbsp;", "```", "~~~", "##[", `\*`, `\_`, `\[`, `\<`, `\>`} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	lines, blank, full, indented := 0, 0, 0, true
	for c := (cursor{text: text}); c.advance(); {
		line := c.line()
		rest := strings.TrimLeft(line, " \t")
		lines++
		if rest == "" {
			blank++
			continue
		}
		full++
		indented = indented && len(rest) < len(line)
		if m := markOf(rest); m != "" || rest[0] >= '0' && rest[0] <= '9' && (stampLen(rest) > 0 || numberLen(line) > 0) || rest[0] == '[' && stampLen(rest) > 0 ||
			strings.IndexByte(rest[:min(len(rest), maxPrompt)], '\t') > 0 && stampLen(rest) > 0 {
			return true
		}
	}
	return full > 0 && indented || blank+1 >= full && full >= leastSpaced
}

// dropIndent takes the indentation away that all lines have: two blanks or more, or a tab.
func dropIndent(lines []string) bool {
	common, found := "", false
	for _, line := range lines {
		rest := strings.TrimLeft(line, " \t")
		if rest == "" {
			continue
		}
		indent := line[:len(line)-len(rest)]
		if !found {
			common, found = indent, true
		}
		for !strings.HasPrefix(indent, common) {
			common = common[:len(common)-1]
		}
		if common == "" {
			return false
		}
	}
	if len(common) < 2 && common != "\t" {
		return false
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, common)
		if strings.TrimLeft(line, " \t") == "" {
			lines[i] = ""
		}
	}
	return true
}

// leastSpaced is the least number of lines that tells a text with blank lines between all of them.
const leastSpaced = 5

// isSpaced reports whether a blank line stands between all lines, but for one in twenty: a copy from a page whose
// lines are paragraphs.
func isSpaced(lines []string) bool {
	full, apart, single, last := 0, 0, 0, -1
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if gap := i - last; full > 0 && gap > 1 {
			apart++
			single += gap&1 ^ 1
		}
		full, last = full+1, i
	}
	const most = 20
	return full >= leastSpaced && (full-1-apart)*most <= full && single*4 >= apart*3
}

// withoutControls takes away what a terminal or a word processor does not show: colours, NUL bytes, characters
// without width. Blanks that do not break become blanks.
func withoutControls(text string) string {
	if !strings.ContainsAny(text, "\x00\x1b") && !hasInvisible(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == 0:
			i++
		case c == '\x1b':
			i += escapeLen(text[i:])
		case c < utf8.RuneSelf:
			b.WriteByte(c)
			i++
		default:
			r, width := utf8.DecodeRuneInString(text[i:])
			switch invisible(r) {
			case notInvisible:
				b.WriteString(text[i : i+width])
			case blankLike:
				b.WriteByte(' ')
			}
			i += width
		}
	}
	return b.String()
}

// How a character shows.
const (
	notInvisible = iota
	withoutWidth
	blankLike
)

// invisible tells characters that show as a blank or not at all.
func invisible(r rune) int {
	switch {
	case r == 0xA0, r == 0x202F, r == 0x2007:
		return blankLike
	case r == 0xAD, r == 0x200B, r == 0x200E, r == 0x200F, r >= 0x202A && r <= 0x202E, r == 0x2060, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
		return withoutWidth
	}
	return notInvisible
}

// hasInvisible reports whether a text holds such a character.
func hasInvisible(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c == 0xC2 || c == 0xE2 || c == 0xEF {
			if r, _ := utf8.DecodeRuneInString(text[i:]); invisible(r) != notInvisible {
				return true
			}
		}
	}
	return false
}

// escapeLen returns the length of the terminal sequence that a text begins with, up to the end of its line.
func escapeLen(text string) int {
	if len(text) < 2 {
		return len(text)
	}
	const most = 256
	switch text[1] {
	case '[': // ESC [ parameters letter
		for i := 2; i < min(len(text), most); i++ {
			if c := text[i]; c >= '@' && c <= '~' {
				return i + 1
			} else if c < ' ' {
				return i
			}
		}
	case ']': // ESC ] text BEL, or ESC \
		for i := 2; i < min(len(text), most); i++ {
			switch c := text[i]; {
			case c == '\a':
				return i + 1
			case c == '\x1b' && i+1 < len(text) && text[i+1] == '\\':
				return i + 2
			case c == '\n', c == '\r':
				return i
			}
		}
	case '(', ')': // ESC ( B
		if len(text) > 2 && text[2] > ' ' && text[2] < utf8.RuneSelf {
			return 3
		}
	}
	if c := text[1]; c >= '0' && c <= '~' && c != '[' && c != ']' {
		return 2
	}
	return 1
}
