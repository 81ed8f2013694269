package report

import (
	"slices"
	"strings"
)

// markdown escapes captured text for a line of Markdown or a cell of a table: it shows as it is and does nothing. What
// the sites that show tickets turn into links, mentions and pictures, even behind a backslash, stands in code spans.
func markdown(s string) string {
	words := strings.Split(strings.TrimSpace(Visible(s)), " ")
	for i, word := range words {
		pieces := strings.Split(word, "|")
		for j, piece := range pieces {
			pieces[j] = markdownWord(piece)
		}
		// In a cell a backslash before a bar is told apart in different ways, an entity is not; with a number it would
		// look like an issue's.
		words[i] = strings.Join(pieces, "&vert;")
	}
	words[0] = inline(words[0])
	return strings.Join(words, " ")
}

// markdownProse is markdown for our own sentences with captured values in them: pairs of backticks are code. Not for cells.
func markdownProse(s string) string {
	parts := strings.Split(Visible(s), "`")
	for i, part := range parts {
		if len(parts)%2 == 0 || i%2 == 1 && strings.TrimSpace(part) == "" {
			return markdown(s)
		}
	}
	for i, part := range parts {
		switch {
		case i%2 == 1:
			parts[i] = code(part)
		case part != "":
			start, end := strings.HasPrefix(part, " "), strings.HasSuffix(part, " ")
			parts[i] = map[bool]string{true: " "}[start && i > 0] + markdown(part) + map[bool]string{true: " "}[end && i < len(parts)-1]
		}
	}
	return strings.Join(parts, "")
}

// inline keeps the first word of a text from beginning a list or a rule.
func inline(word string) string {
	digits := strings.TrimLeft(word, "0123456789")
	switch {
	case word != digits && (digits == "." || digits == ")"):
		return strings.TrimSuffix(word, digits) + `\` + digits
	case strings.HasPrefix(word, "-"), strings.HasPrefix(word, "+"), strings.HasPrefix(word, "="), strings.HasPrefix(word, ":"):
		return `\` + word
	}
	return word
}

// special are the characters that Markdown gives a meaning anywhere, with what stands for them.
var special = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "!", `\!`, "#", `\#`,
	"&", "&amp;", "<", "&lt;", ">", "&gt;")

// markdownWord escapes a text without blanks and bars. Punctuation behind it stays outside of a code span.
func markdownWord(s string) string {
	core := strings.TrimRight(s, ".,;)")
	if !live(core) {
		return special.Replace(s)
	}
	return code(core) + special.Replace(s[len(core):])
}

// live reports whether a site may make something of a word that a backslash does not stop: addresses, mentions (@),
// numbers of issues (#1, and !1 of a change), formulas ($), pictures (:name:) and blocks (:::).
func live(s string) bool {
	if strings.ContainsAny(s, "@$") || strings.Contains(s, "://") || strings.Contains(strings.ToLower(s), "www.") {
		return true
	}
	for i := range len(s) - 1 {
		if next := s[i+1]; (s[i] == '#' || s[i] == '!') && '0' <= next && next <= '9' {
			return true
		}
	}
	return strings.Count(s, ":") > 1
}

// code returns a code span; its fence is longer than any run of backticks in the text.
func code(s string) string {
	s = Visible(s)
	if strings.TrimSpace(s) == "" {
		return "(empty)"
	}
	fence := strings.Repeat("`", longestRun(s)+1)
	if s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	return fence + s + fence
}

// fenced returns lines as a block of code in a language; its fence is longer than any run of backticks in them.
func fenced(language string, lines []string) string {
	lines = slices.Clone(lines)
	most := 2
	for i, line := range lines {
		lines[i] = Visible(line)
		most = max(most, longestRun(lines[i]))
	}
	fence := strings.Repeat("`", most+1)
	return fence + language + "\n" + strings.Join(lines, "\n") + "\n" + fence + "\n"
}

// longestRun returns the length of the longest run of backticks.
func longestRun(s string) int {
	most, n := 0, 0
	for _, r := range s {
		if r != '`' {
			n = 0
			continue
		}
		n++
		most = max(most, n)
	}
	return most
}
