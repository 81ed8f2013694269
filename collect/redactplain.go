package collect

import (
	"strconv"
	"strings"
)

// plainLine returns a text with the escapes undone that can hide a letter of a name: \u0066, %66, %2D, &#102;, =66 of
// quoted-printable stays. An escape of another character stays, so that JSON and URLs keep their form.
func plainLine(s string) string {
	for range 3 { // %2566 is twice escaped
		out := plainOnce(s)
		if out == s {
			break
		}
		s = out
	}
	return s
}

// plainOnce undoes one layer.
func plainOnce(s string) string {
	if !strings.Contains(s, `\u`) && !strings.Contains(s, `\U`) && strings.IndexByte(s, '%') < 0 && !strings.Contains(s, "&#") {
		return s
	}
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); i++ {
		c, n := escapeAt(s, i)
		if n == 0 || !isAlnum(c) && strings.IndexByte("-_.:@%", c) < 0 || c == '%' && s[i] != '%' {
			continue
		}
		from := i
		if s[i] == '\\' && i > done && s[i-1] == '\\' { // JSON in a string of JSON
			from--
		}
		b.WriteString(s[done:from])
		b.WriteByte(c)
		done = i + n
		i = done - 1
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// escapeAt reads an escape of a character of ASCII and returns its length; 0 if none stands there.
func escapeAt(s string, i int) (byte, int) {
	digits, base, n := "", 16, 0
	switch {
	case s[i] == '%' && i+3 <= len(s):
		digits, n = s[i+1:i+3], 3
	case s[i] == '\\' && i+6 <= len(s) && s[i+1]|0x20 == 'u':
		digits, n = s[i+2:i+6], 6
	case strings.HasPrefix(s[i:], "&#"):
		end := strings.IndexByte(s[i:min(len(s), i+10)], ';')
		if end < 3 {
			return 0, 0
		}
		digits, base, n = s[i+2:i+end], 10, end+1
		if digits[0]|0x20 == 'x' {
			digits, base = digits[1:], 16
		}
	default:
		return 0, 0
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil || v >= 0x80 {
		return 0, 0
	}
	return byte(v), n
}
