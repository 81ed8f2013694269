package parse

import "strings"

// goesOnNarrow reports whether a line certainly goes on with a network-info value that was folded, or broken by a ticket
// narrower than a console: one word with pairs in it that stands where the value ends in the middle of a pair.
func (h *headReading) goesOnNarrow(value, rest string) bool {
	if strings.ContainsAny(rest, " \t") || elidedText(value) || elidedText(rest) || strings.Contains(rest, "://") {
		return false
	}
	key, _, paired := strings.Cut(rest, "=")
	if strings.HasSuffix(value, ";") {
		return paired && isToken(key)
	}
	return paired && strings.Contains(key, ";") || strings.HasSuffix(rest, ";") && !paired
}

// wholePairs leaves out the last pair of a network-info value where a line below it, that is not read as its rest, may
// be: half an address must not be read as another one.
func wholePairs(value, rest string) string {
	if strings.HasSuffix(value, ";") || rest[0] != '.' && rest[0] != ':' {
		return value
	}
	if last := value[len(value)-1:]; strings.Trim(last, "0123456789abcdefABCDEF.:=") != "" {
		return value
	}
	return value[:strings.LastIndexByte(value, ';')+1]
}

// brokenValue reports whether a line below a wide header is the rest of its value: the headers go on or end below it, and
// a quote stands open, or it is one word that no text is.
func brokenValue(value, rest, next string) bool {
	if looksLikeBody(rest) || elidedText(rest) || strings.TrimSpace(next) != "" && !opensHeader(next) {
		return false
	}
	if strings.Contains(rest, "://") || strings.Trim(rest, "-=;,/_*#~") == "" {
		return strings.Count(value, `"`)%2 == 1 && strings.Contains(rest, `"`)
	}
	return strings.Count(value, `"`)%2 == 1 && strings.Contains(rest, `"`) || !strings.ContainsAny(rest, " \t") && strings.ContainsAny(rest, "-/;=,")
}
