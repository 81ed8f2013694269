package parse

import "strings"

// leftOut reports whether a value stands for one that its author left out or masked as a whole: "...", "***",
// "xxxx", "<name>", "[redacted]".
func leftOut(value string) bool {
	value = strings.TrimSpace(value)
	if len(value) < 2 {
		return false
	}
	switch first, last := value[0], value[len(value)-1]; {
	case first == '<' && last == '>' && strings.Count(value, "<") == 1:
		return true
	case first == '[' && last == ']':
		return strings.Trim(value, "[]xX*. ") == "" && value != "[]" || isMaskWord(value[1:len(value)-1])
	case len(value) < 3 && value != "**":
		return value == "…"
	}
	return strings.Trim(value, ".") == "" || strings.Trim(value, "*") == "" || strings.Trim(value, "…") == "" ||
		strings.Trim(value, "xX") == "" || isMaskWord(value)
}

// isMaskWord reports whether a word says that a value was taken out.
func isMaskWord(word string) bool {
	for _, w := range []string{"redacted", "masked", "removed", "hidden", "snip", "omitted", "elided", "truncated"} {
		if strings.EqualFold(word, w) {
			return true
		}
	}
	return false
}

// isMaskedAddress reports whether a text stands for an address, or a prefix, that its author masked: "10.0.x.x".
func isMaskedAddress(text string) bool {
	text = strings.TrimSpace(text)
	if leftOut(text) {
		return true
	}
	hidden := false
	if len(text) < 2 {
		return false
	}
	for _, c := range text {
		switch {
		case c == 'x' || c == 'X' || c == '*' || c == '#' || c == '•' || c == '…':
			hidden = true
		case c >= '0' && c <= '9' || c == '.' || c == ':' || c == '/' || c == '-' || c == '_':
		default:
			return false
		}
	}
	return hidden
}
