package parse

import (
	"strconv"
	"strings"
)

// statusLine reads "HTTP/1.1 200 OK" or "HTTP/2 200". The block has no position yet.
func statusLine(line string) (Block, bool) {
	line = strings.TrimSpace(line)
	proto, rest, _ := strings.Cut(line, " ")
	version, ok := strings.CutPrefix(proto, "HTTP/")
	if !ok || version == "" || version[0] < '0' || version[0] > '9' {
		return Block{}, false
	}
	code, reason, _ := strings.Cut(strings.TrimSpace(remarkless(rest)), " ")
	if len(code) != 3 || !isDigits(code) {
		return Block{}, false
	}
	status, _ := strconv.Atoi(code)
	b := Block{Proto: strings.Clone(proto), Status: status, Reason: strings.Clone(strings.TrimSpace(reason))}
	return b, true
}

// isDigits reports whether a text is one or more ASCII digits.
func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// headerField splits a header line. A name of one letter is a drive ("C:\>"), and a value that starts with "//"
// makes the line a URL.
func headerField(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(line, ":")
	if strings.HasPrefix(name, "**") {
		name, value = unstarred(name, value)
	}
	if !ok || len(name) < 2 || !isToken(name) || strings.HasPrefix(value, "//") {
		return "", "", false
	}
	return strings.ToLower(name), strings.TrimSpace(value), true
}

// unstarred takes away the stars with which a person made a header, or its name, bold: "**Location:** https://...".
func unstarred(name, value string) (string, string) {
	bare := strings.TrimPrefix(name, "**")
	if inner, ok := strings.CutSuffix(bare, "**"); ok {
		return inner, value
	}
	if rest, ok := strings.CutPrefix(value, "**"); ok {
		return bare, rest
	}
	if inner, ok := strings.CutSuffix(value, "**"); ok {
		return bare, inner
	}
	return name, value
}

// isToken reports whether a text can be the name of a header (RFC 9110, section 5.6.2).
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}

// isNetworkInfoLine reports whether a line is the header in which the vault tells the origin, with a value.
func isNetworkInfoLine(line string) bool {
	name, value, ok := headerField(strings.TrimSpace(line))
	key, _, pair := strings.Cut(value, "=")
	return ok && pair && name == networkInfoHeader && isToken(strings.TrimSpace(key))
}

// interim reports whether another block must follow: "100 Continue", or a proxy's "Connection established".
func (b *Block) interim() bool {
	return b.Status/100 == 1 || b.Status/100 == 2 && strings.HasPrefix(strings.ToLower(b.Reason), "connection established")
}

// final reports whether the block can be the answer. A redirect that is followed and a proxy that asks for a
// password are not; nor is a success without any header about content, as proxies answer CONNECT.
func (b *Block) final() bool {
	switch {
	case b.interim(), b.Status/100 == 3 && b.Status != 304, b.Status == 407:
		return false
	case b.Status/100 != 2 || !strings.HasPrefix(b.Proto, "HTTP/1"):
		return true
	}
	for _, h := range b.Headers {
		if strings.HasPrefix(h.Name, "content-") || strings.HasPrefix(h.Name, "x-ms-") || h.Name == "transfer-encoding" {
			return true
		}
	}
	return false
}

// fromKeyVault reports whether a header of the service is among the block's.
func (b *Block) fromKeyVault() bool {
	for _, h := range b.Headers {
		if strings.HasPrefix(h.Name, "x-ms-keyvault-") {
			return true
		}
	}
	return false
}

// A headReading is a header block while its lines are read.
type headReading struct {
	block Block
	bare  bool        // it has no status line: somebody copied headers only
	gap   bool        // a line in it was not understood, or blank lines stand between its headers
	width int         // length of the last header's last line
	copy  *blockPlace // where the block was printed before; nil if it was not
}

// add keeps a header and returns false for a line that is none. A line that begins with a blank goes on with the
// header above it, and so does the rest of a network-info value that a console has wrapped; next is the line below.
func (h *headReading) add(line, next string, cite Cite) bool {
	const maxValue = 16 << 10 // bytes; no header goes on for longer
	rest := strings.TrimSpace(line)
	if name, value, ok := headerField(rest); ok {
		h.block.Headers = append(h.block.Headers, Header{Name: name, Value: strings.Clone(value), Cite: cite})
		h.width = len(line)
		return true
	}
	if len(h.block.Headers) == 0 || rest == "" {
		return false
	}
	last := &h.block.Headers[len(h.block.Headers)-1]
	indented := strings.TrimLeft(line, " \t") != line
	switch {
	case len(last.Value) > maxValue:
		return false
	case last.Name == networkInfoHeader:
		wide := h.width >= consoleWidth && goesOn(last.Value, rest, strings.TrimSpace(next) == "")
		if !wide && !h.goesOnNarrow(last.Value, rest) {
			last.Value = wholePairs(last.Value, rest)
			return false
		}
		last.Value += rest
	case !h.bare && indented && !elidedText(rest):
		last.Value += " " + rest
	case h.width >= consoleWidth && brokenValue(last.Value, rest, next):
		last.Value += rest
	default:
		return false
	}
	h.width = len(line)
	return true
}

// consoleWidth is the least width of a console that breaks lines: a shorter line was not broken.
const consoleWidth = 70

// goesOn reports whether a line is the rest of a network-info value that was broken in two: one word that goes on with
// pairs, or with a number that ends the value.
func goesOn(value, rest string, ends bool) bool {
	if strings.ContainsAny(rest, " \t") || elidedText(value) {
		return false
	}
	if strings.HasSuffix(value, ";") {
		return strings.Contains(rest, "=")
	}
	number := strings.Trim(rest, "0123456789.:") == "" && ends
	return number || strings.ContainsAny(rest, ";=/")
}

// headEnds reports whether the end of a capture is the end of the headers that it shows. A blank line follows them,
// which an editor may have taken off, but not the end of the last header's line.
func headEnds(src *Source) bool {
	return endsInLine(src.Text) && (src.Whole || src.Exit != nil && *src.Exit == 0)
}

// lastHeader returns the place of a block's last header where the capture ends within its line; else the zero Cite.
func lastHeader(b *Block, torn bool) Cite {
	if !torn || len(b.Headers) == 0 {
		return Cite{}
	}
	return b.Headers[len(b.Headers)-1].Cite
}
