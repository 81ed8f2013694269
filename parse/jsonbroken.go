package parse

import (
	"encoding/json"
	"strings"
)

// maxBroken bounds the lines over which a console, a mail or a ticket may break one of JSON.
const maxBroken = 12

// broken returns the string that begins at off and meets the end of its line at eol, if that line was broken there: it is
// long, and where the string ends further down, what JSON has behind a string follows.
func (x *jsonLexer) broken(off, eol int) (jsonToken, bool) {
	first := strings.LastIndexByte(x.text[:off], '\n') + 1
	if eol-first < brokenWidth {
		return jsonToken{}, false
	}
	t := jsonToken{kind: tokenString, start: off}
	value := strings.TrimSuffix(x.text[off+1:eol], "\r")
	for at := eol + 1; at < len(x.text) && t.breaks < maxBroken; {
		t.breaks++
		line := x.line(at)
		next := at + len(line)
		rest := strings.TrimLeft(strings.TrimSuffix(line, "\r"), " \t")
		end := closingQuote(rest)
		if end < 0 && (rest == "" || len(rest) < brokenWidth/2) {
			return t, false // it was broken at no width
		}
		if end < 0 {
			value, at = joinBroken(value, rest), next+1
			continue
		}
		behind := strings.TrimLeft(rest[end+1:], " \t")
		if behind != "" && strings.IndexByte(",:}]", behind[0]) < 0 {
			return t, false // the quote opens another string
		}
		t.end = at + strings.Index(line, rest) + end + 1
		t.text = joinBroken(value, rest[:end])
		if t = x.decoded(t); t.kind != tokenString || strings.ContainsAny(t.text, "{}") {
			return t, false
		}
		return t, true
	}
	return t, false
}

// joinBroken joins two parts of a value. Where the first is of several words it was broken between two of them.
func joinBroken(a, b string) string {
	if strings.ContainsRune(strings.TrimRight(a, " \t"), ' ') && !strings.HasSuffix(a, " ") {
		return a + " " + b
	}
	return strings.TrimRight(a, " \t") + b
}

// closingQuote returns the offset of the first quote that no backslash stands before; -1 if there is none.
func closingQuote(text string) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// brokenEnd returns the offset behind the last line of a JSON document that begins at start in a long line and is broken over
// the next ones; eol, where that line ends, if it is not.
func brokenEnd(text string, start, eol int) int {
	if eol-start < brokenWidth || json.Valid([]byte(strings.TrimRight(text[start:eol], "\r"))) {
		return eol
	}
	joined := strings.TrimSuffix(text[start:eol], "\r")
	for n, at := 0, eol+1; n < maxBroken && at < len(text) && len(joined) < maxErrorBytes; n++ {
		line, next := lineAt(text, at)
		joined += strings.TrimSuffix(line, "\r")
		if strings.HasSuffix(line, "}") || strings.HasSuffix(line, "]") {
			if json.Valid([]byte(joined)) {
				return at + len(line)
			}
		}
		at = next
	}
	return eol
}
