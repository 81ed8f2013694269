package collect

import (
	"strings"
	"unicode/utf8"
)

// leastAppended is the least number of bytes that tells an encoding below another.
const leastAppended = 12

// decodeMixed decodes a file to which a shell of Windows appended lines in another encoding: UTF-16 below UTF-8, or
// 8-bit text below UTF-16. The line ends are the LF bytes of the file, so that its lines keep their numbers. mixed is
// false where that is not certain.
func decodeMixed(raw string, most int64) (text, encoding string, ok, mixed bool) {
	at := appendedWide(raw)
	if at == 0 {
		at = appendedNarrow(raw)
	}
	if at == 0 {
		return "", "", false, false
	}
	head, headEncoding, ok := decode(strings.TrimSuffix(raw[:at], bomLittle), most)
	if !ok {
		return "", headEncoding, false, true
	}
	tail, tailEncoding, ok := decode(raw[at:], most-int64(len(head)))
	if !ok {
		return "", headEncoding, false, true
	}
	return head + tail, headEncoding + ", then " + tailEncoding, true, true
}

// appendedWide returns where UTF-16 begins below lines of UTF-8; 0 if it does nowhere. The first zero byte is in the
// first character there.
func appendedWide(raw string) int {
	zero := strings.IndexByte(raw, 0)
	if zero < 2 || len(raw)-zero < leastAppended || strings.HasPrefix(raw, bomLittle) || strings.HasPrefix(raw, bomBig) {
		return 0
	}
	at := zero - 1
	head := strings.TrimSuffix(raw[:at], bomLittle)
	u, found := guessUTF16(raw[at:])
	if !found || u.high != 1 || !strings.HasSuffix(head, "\n") || !utf8.ValidString(head) {
		return 0
	}
	return at
}

// appendedNarrow returns where 8-bit text begins below lines of UTF-16; 0 if it does nowhere. The last zero byte is in
// the line end above it.
func appendedNarrow(raw string) int {
	at := strings.LastIndexByte(raw, 0) + 1
	if at < 4 || len(raw)-at < leastAppended || at&1 != 0 || raw[at-2] != '\n' {
		return 0
	}
	if u, found := guessUTF16(raw); !strings.HasPrefix(raw, bomLittle) && (!found || u.high != 1) {
		return 0
	}
	ascii := 0
	for i := at; i < len(raw); i++ {
		switch c := raw[i]; {
		case c < ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\x1b':
			return 0
		case c < utf8.RuneSelf:
			ascii++
		}
	}
	const share = 4 // bytes of which one may be of no ASCII character
	if n := len(raw) - at; ascii*share < n*(share-1) || strings.IndexByte(raw[at:], '\n') < 0 {
		return 0
	}
	return at
}
