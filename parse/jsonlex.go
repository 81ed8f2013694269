package parse

import (
	"encoding/json"
	"strings"
)

// maxMissing is the most characters in which the end of a placeholder or a remark is looked for.
const maxMissing = 500

// A jsonTokenKind is the kind of a token of JSON.
type jsonTokenKind uint8

const (
	tokenEnd    jsonTokenKind = iota // the text ends
	tokenMark                        // one of {}[]:,
	tokenString                      // decoded
	tokenNumber                      // as written
	tokenWord                        // true, false, null
	tokenDots                        // an ellipsis in place of what was left out
	tokenNote                        // a comment; JSON has none
	tokenBad                         // what is no JSON
)

// A jsonToken is one token with its place in the text.
type jsonToken struct {
	kind       jsonTokenKind
	text       string // of a mark its character
	start, end int
	torn       bool // the text ends within it, or right behind a number
	breaks     int  // ends of lines in it: what kept the text has broken a string over lines
}

// is reports whether the token is that mark.
func (t jsonToken) is(mark string) bool { return t.kind == tokenMark && t.text == mark }

// closes reports whether the token is a closing bracket.
func (t jsonToken) closes() bool { return t.is("}") || t.is("]") }

// A jsonLexer parts a text into the tokens of JSON, and of what people do to JSON. It holds no position: each
// token is asked for by the offset it is looked for at.
type jsonLexer struct {
	text    string
	escaped bool // a Markdown writer put backslashes before brackets, and doubled those that stood there
	opened  bool // the last token was an opening bracket
}

// next returns the token at or behind an offset.
func (x *jsonLexer) next(off int) jsonToken {
	after := x.opened
	x.opened = false
	for off < len(x.text) {
		c := x.text[off]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			off++
			continue
		case strings.HasPrefix(x.text[off:], "\u00a0"), strings.HasPrefix(x.text[off:], "\ufeff"):
			off += len("\u00a0")
			if c == "\ufeff"[0] {
				off++
			}
			continue
		case (after || x.leads(off)) && x.spinner(off):
			off += len(x.line(off))
			continue
		case c == '\\' && off+1 < len(x.text) && strings.IndexByte("[]{}", x.text[off+1]) >= 0:
			x.escaped = true
			off++
			continue
		}
		return x.token(off, c)
	}
	return jsonToken{kind: tokenEnd, start: off, end: off}
}

// token returns the token that begins at an offset with character c, which is no blank.
func (x *jsonLexer) token(off int, c byte) jsonToken {
	mark := func(kind jsonTokenKind, n int) jsonToken {
		return jsonToken{kind: kind, text: x.text[off : off+n], start: off, end: off + n}
	}
	rest := x.text[off:]
	switch {
	case strings.IndexByte("{}[]:,", c) >= 0:
		x.opened = c == '{' || c == '['
		return mark(tokenMark, 1)
	case c == '"':
		return x.quoted(off)
	case strings.HasPrefix(rest, "..."):
		return mark(tokenDots, len(rest)-len(strings.TrimLeft(rest, ".")))
	case strings.HasPrefix(rest, "…"):
		return mark(tokenDots, len("…"))
	case strings.HasPrefix(rest, "/*"):
		near, _, _ := strings.Cut(rest[:min(len(rest), maxMissing)], "\n")
		if i := strings.Index(near, "*/"); i >= 0 {
			return mark(tokenNote, i+2)
		}
		return mark(tokenNote, len(x.line(off)))
	case strings.HasPrefix(rest, "//"), c == '#':
		return mark(tokenNote, len(x.line(off)))
	case c == '-' || c >= '0' && c <= '9':
		if n := numberLength(rest); n > 0 {
			t := mark(tokenNumber, n)
			t.torn = t.end == len(x.text)
			return t
		}
	}
	for _, word := range []string{"true", "false", "null"} {
		if strings.HasPrefix(rest, word) && (len(rest) == len(word) || !wordByte(rest[len(word)])) {
			return mark(tokenWord, len(word))
		}
	}
	return x.bad(off, c)
}

// bad returns what stands in place of a token, up to where the next may begin: a mark, or the line's end.
func (x *jsonLexer) bad(off int, c byte) jsonToken {
	rest := x.text[off:]
	n := strings.IndexAny(rest[1:], ",]}\n") + 1
	if n == 0 {
		n = len(rest)
	}
	if near := rest[:min(len(rest), maxMissing)]; c == '<' || c == '$' {
		for i := 0; i < len(near) && near[i] != '\n'; i++ {
			if c == '<' && near[i] == '>' || c == '$' && near[i] == '}' {
				n = i + 1
				break
			}
		}
	}
	t := jsonToken{kind: tokenBad, text: rest[:n], start: off, end: off + n}
	if word := strings.TrimSpace(rest[:n]); n == len(rest) && len(word) < len("false") {
		t.torn = word == "-" || strings.HasPrefix("true", word) || strings.HasPrefix("false", word) ||
			strings.HasPrefix("null", word)
	}
	return t
}

// quoted returns the string that begins at an offset. One that does not end in its line is none, unless the line was broken.
func (x *jsonLexer) quoted(off int) jsonToken {
	plain := true
	for i := off + 1; i < len(x.text); i++ {
		switch x.text[i] {
		case '\n':
			if t, ok := x.broken(off, i); ok {
				return t
			}
			return jsonToken{kind: tokenBad, text: x.text[off:i], start: off, end: i, torn: strings.TrimLeft(x.text[i:], " \t\r\n") == ""}
		case '\\':
			plain = false
			if i++; x.escaped && i+1 < len(x.text) && x.text[i] == '\\' && x.text[i+1] == '"' {
				i++
			}
			if i < len(x.text) && x.text[i] == '\n' {
				i--
			}
		case '"':
			t := jsonToken{kind: tokenString, start: off, end: i + 1}
			if t.text = x.text[off+1 : i]; !plain {
				return x.decoded(t)
			}
			t.text = strings.Clone(t.text)
			return t
		}
	}
	return jsonToken{kind: tokenBad, text: x.text[off:], start: off, end: len(x.text), torn: true}
}

// decoded decodes the escapes of a string. A backslash that escapes nothing JSON knows is a Markdown writer's.
func (x *jsonLexer) decoded(t jsonToken) jsonToken {
	raw := t.text
	if x.escaped {
		raw = strings.ReplaceAll(raw, `\\"`, `\"`)
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\\' && i+1 < len(raw) && strings.IndexByte(`"\/bfnrtu`, raw[i+1]) >= 0:
			b.WriteByte(c)
			i++
			b.WriteByte(raw[i])
		case c == '\\':
		case c == '\t':
			b.WriteString(`\t`)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	var value string
	if err := json.Unmarshal([]byte(b.String()), &value); err != nil {
		t.kind = tokenBad
		return t
	}
	t.text = value
	return t
}

// numberLength returns the length of the number that a text begins with, 0 where it is none.
func numberLength(text string) int {
	n := 0
	for n < len(text) && (wordByte(text[n]) || text[n] == '+' || text[n] == '-' || text[n] == '.') {
		n++
	}
	if !json.Valid([]byte(text[:n])) {
		return 0
	}
	return n
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// line returns the rest of the line at an offset.
func (x *jsonLexer) line(off int) string {
	line, _, _ := strings.Cut(x.text[off:], "\n")
	return line
}

// leads reports whether nothing but blanks stands before an offset in its line. Few are looked at.
func (x *jsonLexer) leads(off int) bool {
	for i := off - 1; i >= 0 && off-i < 80; i-- {
		switch x.text[i] {
		case '\n':
			return true
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
	return off < 80
}

// spinner reports whether the rest of a line is what az's progress display left there: "- Finished ..".
func (x *jsonLexer) spinner(off int) bool {
	if strings.IndexByte(`-\|/SRF`, x.text[off]) < 0 {
		return false
	}
	rest := x.text[off:]
	line, _, _ := strings.Cut(rest[:min(len(rest), 82)], "\n")
	return isSpinner(line)
}
