package collect

import (
	"strings"
	"unicode"
)

// dropFences makes the fences of Markdown blank: "```", "~~~powershell". Text beside a fence stays.
func dropFences(lines []string) bool {
	changed := false
	for i, line := range lines {
		rest := strings.TrimSpace(line)
		fence := ""
		for _, f := range []string{"```", "~~~"} {
			if strings.HasPrefix(rest, f) || f == "```" && strings.HasSuffix(rest, f) {
				fence = f[:1]
			}
		}
		if fence == "" {
			continue
		}
		text := strings.Trim(rest, fence)
		if strings.HasPrefix(rest, fence) && isLanguage(text) {
			text = ""
		}
		lines[i], changed = text, true
	}
	return changed
}

// isLanguage reports whether what stands behind a fence names a language and not the first line of an output.
func isLanguage(text string) bool {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") {
		return true
	}
	if name, rest, ok := strings.Cut(text, "{"); ok && strings.HasSuffix(rest, "}") { // text{3}: lines to mark
		text = strings.TrimSpace(name)
	}
	if name, rest, ok := strings.Cut(text, " "); ok && attributes(rest) { // text title="Output" linenums="1"
		text = name
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_+#", r)
	})
}

// attributes reports whether a text is a list of NAME="VALUE".
func attributes(text string) bool {
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		name, rest, ok := strings.Cut(text, `="`)
		_, after, closed := strings.Cut(rest, `"`)
		if !ok || !closed || name == "" || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '_' }) {
			return false
		}
		text = after
	}
	return true
}

// escapable are the characters that Markdown escapes where they stand in outputs.
const escapable = "*_[]<>#"

// An escaping counts how a text writes the characters that Markdown escapes: behind a backslash, or as they are.
type escaping struct {
	escaped, plain [len(escapable)]int // anywhere
	begun, bare    [len(escapable)]int // the same at the begin of lines
	drop           string              // those whose backslash is taken away
	dropBegin      string              // those where only that at the begin of a line is
}

// dropEscapes takes the backslashes of Markdown away, for the characters that nearly always have one.
func dropEscapes(lines []string) bool {
	var e escaping
	for _, line := range lines {
		e.count(line)
	}
	if !e.decide() {
		return false
	}
	changed := false
	for i, line := range lines {
		lines[i] = e.unescape(line)
		changed = changed || lines[i] != line
	}
	return changed
}

// count counts one line. Lines with a path of Windows are left as they are.
func (e *escaping) count(line string) {
	if strings.Contains(line, `:\`) {
		return
	}
	begin := len(line) - len(strings.TrimLeft(line, " \t"))
	for i := begin; i < len(line); i++ {
		escaped := line[i] == '\\' && i+1 < len(line)
		if escaped {
			i++
		}
		k := strings.IndexByte(escapable, line[i])
		switch first := i == begin || escaped && i == begin+1; {
		case k < 0:
		case escaped:
			e.escaped[k]++
			if first {
				e.begun[k]++
			}
		default:
			e.plain[k]++
			if first {
				e.bare[k]++
			}
		}
	}
}

// decide finds the characters that are escaped, and reports whether there is any.
func (e *escaping) decide() bool {
	const share = 8 // escaped ones to one that is not
	for k := range len(escapable) {
		switch {
		case e.escaped[k] > 0 && e.plain[k]*share <= e.escaped[k]:
			e.drop += escapable[k : k+1]
		case e.begun[k] > 0 && e.bare[k] == 0:
			e.dropBegin += escapable[k : k+1]
		}
	}
	return e.drop+e.dropBegin != ""
}

// unescape takes the backslashes away from one line. Where brackets are escaped, so are backslashes.
func (e *escaping) unescape(line string) string {
	if strings.IndexByte(line, '\\') < 0 || strings.Contains(line, `:\`) {
		return line
	}
	double := strings.Contains(e.drop, "[")
	begin := len(line) - len(strings.TrimLeft(line, " \t"))
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		if line[i] != '\\' || i+1 == len(line) {
			b.WriteByte(line[i])
			continue
		}
		next := line[i+1]
		drop := strings.IndexByte(e.drop, next) >= 0 || double && next == '\\' || i == begin && strings.IndexByte(e.dropBegin, next) >= 0
		if !drop {
			b.WriteByte('\\')
		}
		b.WriteByte(next)
		i++
	}
	return b.String()
}
