package collect

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A namer makes pseudonyms. A pseudonym has the length and the shape of its name: a letter for a letter, a digit for a
// digit, the same marks between them, so that tables keep their columns and names their validity. Equal pieces of
// names become equal pieces, so that pe-fabrikam goes on to begin with what fabrikam became. Within a shape
// different pieces stay different: they are permuted, not hashed.
type namer struct {
	key   RedactionKey
	whole map[string]bool // names that the customer keeps, in lower case
	kept  map[string]bool // their pieces
	cache map[string]string
	base  map[string]string // what was computed before this one was forked; read only
}

// known returns what was computed before.
func (n *namer) known(key string) (string, bool) {
	if out, ok := n.base[key]; ok {
		return out, true
	}
	out, ok := n.cache[key]
	return out, ok
}

func newNamer(key RedactionKey) *namer {
	return &namer{key: key, whole: map[string]bool{}, kept: map[string]bool{}, cache: map[string]string{}}
}

// keepWhole notes a name that stays what it is.
func (n *namer) keepWhole(low string) {
	n.whole[low] = true
	for _, piece := range strings.FieldsFunc(low, func(c rune) bool { return !isWordRune(c) }) {
		n.kept[piece] = true
	}
}

// abbreviations are pieces of names that say what a resource is, and nothing of whose it is. They stay where another piece
// of the name is replaced.
var abbreviations = []string{"pe", "pep", "vnet", "snet", "subnet", "rg", "nic", "nsg", "kv", "vm", "rt", "pip", "plsc", "link",
	"conn", "connection", "ipconfig", "privateendpointipconfig", "default", "peer"}

// name returns the pseudonym of a name. It differs from the name in at least one piece, unless the customer keeps them all.
func (n *namer) name(s string) string {
	if n.whole[strings.ToLower(s)] {
		return s
	}
	if out, ok := n.known(s); ok {
		return out
	}
	stays := func(low string) bool { return n.kept[low] || slices.Contains(abbreviations, low) }
	out := n.pieces(s, stays, "piece")
	for _, way := range []string{"piece", "again"} {
		if out == s {
			out = n.pieces(s, func(string) bool { return false }, way)
		}
	}
	n.cache[s] = out
	return out
}

// pieces replaces the pieces of a name but those that stay.
func (n *namer) pieces(s string, stays func(low string) bool, way string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if guidAt(s, i) {
			b.WriteString(n.guid(s[i : i+guidLen]))
			i += guidLen
			continue
		}
		end := i + pieceLen(s[i:])
		if end == i {
			b.WriteByte(s[i])
			i++
			continue
		}
		piece := s[i:end]
		if stays(strings.ToLower(piece)) {
			b.WriteString(piece)
		} else {
			b.WriteString(n.piece(piece, way))
		}
		i = end
	}
	return b.String()
}

// pieceLen returns how many bytes at the begin of a text are letters and digits.
func pieceLen(s string) int {
	for i, r := range s {
		if !isWordRune(r) {
			return i
		}
	}
	return len(s)
}

// isWordRune reports whether a character belongs to a piece of a name. A damaged byte does not.
func isWordRune(r rune) bool {
	return r != utf8.RuneError && (r < utf8.RuneSelf && isAlnum(byte(r)) || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r)))
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isAlnum(b byte) bool { return isLetter(b) || isDigit(b) }

// piece replaces one piece; its letters keep their case.
func (n *namer) piece(s, way string) string {
	low := strings.ToLower(s)
	if len(low) != len(s) {
		low = s // a letter whose lower case is longer
	}
	out := []byte(n.permuted(low, way))
	if len(out) == len(s) {
		for i := range out {
			if 'A' <= s[i] && s[i] <= 'Z' {
				out[i] -= 'a' - 'A'
			}
		}
	}
	return string(out)
}

// permuted returns what a piece in lower case becomes, never an abbreviation.
func (n *namer) permuted(low, way string) string {
	if out, ok := n.known("\x00" + way + low); ok {
		return out
	}
	radix := make([]byte, 0, len(low))
	value := make([]byte, 0, len(low))
	for i, r := range low {
		switch {
		case r < utf8.RuneSelf && isDigit(byte(r)):
			radix, value = append(radix, 10), append(value, byte(r)-'0')
		case r < utf8.RuneSelf:
			radix, value = append(radix, 26), append(value, byte(r)-'a')
		default: // a letter of another alphabet becomes one of ours, by the whole piece
			mac := n.key.sum("letter", low, string(rune(i)))
			radix, value = append(radix, 26), append(value, mac[0]%26)
		}
	}
	out := ""
	for range 8 { // until it is none of the pieces that stay: still a permutation of the others
		n.key.permute(way, radix, value)
		if out = spell(radix, value); !slices.Contains(abbreviations, out) {
			break
		}
	}
	n.cache["\x00"+way+low] = out
	return out
}

// spell writes digits of a radix as characters.
func spell(radix, value []byte) string {
	out := make([]byte, len(value))
	for i, v := range value {
		switch {
		case radix[i] == 26:
			out[i] = 'a' + v
		case v < 10:
			out[i] = '0' + v
		default:
			out[i] = 'a' + v - 10 // hexadecimal
		}
	}
	return string(out)
}

// permute permutes the numbers of a shape: a Feistel network whose halves are added to digit by digit.
func (k RedactionKey) permute(purpose string, radix, value []byte) {
	const rounds = 8
	half := (len(value) + 1) / 2
	for round := range rounds {
		into, from := [2]int{0, half}, [2]int{half, len(value)}
		if round&1 == 1 {
			into, from = from, into
		}
		stream, used := [32]byte{}, 32
		block := 0
		for i := into[0]; i < into[1]; i++ {
			if used == len(stream) {
				stream = k.sum("permute", purpose, string(radix), string(rune(round)), string(rune(block)), string(value[from[0]:from[1]]))
				used, block = 0, block+1
			}
			value[i] = byte((int(value[i]) + int(stream[used])) % int(radix[i]))
			used++
		}
	}
}

// guidLen is the length of a GUID with its hyphens.
const guidLen = 36

// guidAt reports whether a GUID stands at a place of a text, and no longer word.
func guidAt(s string, i int) bool {
	if len(s)-i < guidLen || s[i+8] != '-' || i > 0 && isAlnum(s[i-1]) && !afterEscape(s, i) || len(s)-i > guidLen && isAlnum(s[i+guidLen]) {
		return false
	}
	for j := range guidLen {
		hyphen := j == 8 || j == 13 || j == 18 || j == 23
		if c := s[i+j]; hyphen != (c == '-') || !hyphen && !isHex(c) {
			return false
		}
	}
	return true
}

func isHex(b byte) bool { return isDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'f' }

// guid replaces a GUID. The one of zeros stays.
func (n *namer) guid(s string) string { return n.hex(s, "guid") }

// hex replaces the hexadecimal digits of a text and keeps what stands between them. Zeros alone stay.
func (n *namer) hex(s, purpose string) string {
	low := strings.ToLower(s)
	out, ok := n.known("\x01" + purpose + low)
	if !ok {
		var radix, value []byte
		for i := range len(low) {
			if isHex(low[i]) {
				v := low[i] - '0'
				if v > 9 {
					v = low[i] - 'a' + 10
				}
				radix, value = append(radix, 16), append(value, v)
			}
		}
		if slices.Max(value) > 0 {
			n.key.permute(purpose, radix, value)
		}
		digits := spell(radix, value)
		b := []byte(low)
		for i, next := 0, 0; i < len(b); i++ {
			if isHex(b[i]) {
				b[i] = digits[next]
				next++
			}
		}
		out = string(b)
		n.cache["\x01"+purpose+low] = out
	}
	if strings.ContainsAny(s, "ABCDEF") {
		return strings.ToUpper(out)
	}
	return out
}
