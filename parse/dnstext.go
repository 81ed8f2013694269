package parse

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dnsServer returns a server's address, or its canonical name, without port.
func dnsServer(word string) string {
	if addr, ok := dnsAddr(word); ok {
		return addr.String()
	}
	word, _, _ = strings.Cut(word, "#")
	return literalName(word)
}

// dnsName reports whether a word may be a DNS name. Placeholders such as <vault-name>.vault.azure.net pass: what
// was captured is kept. Names that a person cut short do not, nor those with the sign of a changed line (diff) in front.
func dnsName(word string) bool {
	if word == "" || word[0] == '-' || word[0] == '+' || len(word) > 255 || elidedName(word) || strings.ContainsAny(word, " \t\"'=,;#/\\()[]|") || strings.Contains(word, "::") {
		return false
	}
	if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsControl(r) || r == ':' || r == utf8.RuneError }) {
		return false
	}
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// dnsNameValue reads a value that is one name, with a comment behind it perhaps. A server may be named by its
// address, or by what its provider thinks is a name.
func dnsNameValue(value string) (string, bool) {
	words := strings.Fields(undecorated(value))
	if len(words) == 0 {
		return "", false
	}
	word := words[0]
	i := strings.IndexFunc(word, func(r rune) bool { return strings.ContainsRune(remarkMarks, r) })
	if i > 0 {
		return word[:i], dnsName(word[:i])
	}
	_, isAddr := dnsAddr(word)
	if !isAddr && !dnsName(word) && (strings.Index(word, "(") <= 0 || elidedName(word)) {
		return "", false
	}
	return word, len(words) == 1 || beginsRemark(words[1])
}

// undecorated takes away what a person put around a value: the marks of Markdown, and pictures. Stars that hide the begin of a
// name stay.
func undecorated(value string) string {
	if value == "" || value[0] > ' ' && value[0] < utf8.RuneSelf && strings.IndexByte("`*", value[0]) < 0 && !strings.ContainsAny(value, "`*") && !strings.ContainsFunc(value, pictured) {
		return value
	}
	value = strings.Trim(strings.TrimFunc(value, func(r rune) bool { return pictured(r) || r == ' ' }), "`")
	if inner := strings.Trim(value, "*"); strings.HasPrefix(value, "**") && strings.HasSuffix(value, "**") && inner != "" && inner[0] != '.' {
		value = inner
	}
	return strings.Trim(value, "` ")
}

// pictured reports whether a character is a picture: a star, a tick.
func pictured(r rune) bool {
	return r > unicode.MaxASCII && (unicode.Is(unicode.So, r) && !strings.ContainsRune(maskRunes, r) || r == 0xFE0F)
}

// dnsLabel splits "Label: value". The label may end in blanks of any kind (French puts a no-break space before
// the colon), and the colon may be a full-width one.
func dnsLabel(line string) (label, value string, ok bool) {
	i := strings.IndexAny(line, ":：")
	if i < 0 {
		return "", "", false
	}
	_, width := utf8.DecodeRuneInString(line[i:])
	label, value = strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+width:])
	if label == "" || label[0] == '-' || label[0] == '+' || len(label) > 100 || strings.ContainsAny(label, "=#\"{}<>") {
		return "", "", false
	}
	return strings.ToLower(label), value, true
}

// dnsKinds are the record types that tools print or are asked for.
var dnsKinds = []string{"A", "AAAA", "CNAME", "ANY", "MX", "NS", "TXT", "SOA", "PTR", "SRV", "CAA", "HINFO", "AXFR", "IXFR",
	"DNAME", "DS", "DNSKEY", "RRSIG", "NSEC", "NSEC3", "NAPTR", "LOC", "SPF", "TLSA", "SVCB", "HTTPS", "SSHFP", "RP", "AFSDB"}

// dnsKind returns a record type in upper case. Windows calls the pair of A and AAAA "A+AAAA".
func dnsKind(word string) string {
	kind := strings.ToUpper(word)
	if kind == "A+AAAA" {
		return ""
	}
	return kind
}

// isDNSKind reports whether a word is a record type.
func isDNSKind(word string) bool { return slices.Contains(dnsKinds, strings.ToUpper(word)) }

// addressKind reports whether a query of that type may be answered by addresses.
func addressKind(kind string) bool {
	return slices.Contains([]string{"", "A", "AAAA", "ANY"}, kind)
}

// dnsRcodes are the response codes as BIND's tools print them; any other failure is Failed.
var dnsRcodes = map[string]Outcome{"NXDOMAIN": NXDomain, "SERVFAIL": ServFail, "REFUSED": RefusedQ}

// dnsRcode returns the outcome of a response code such as "NXDOMAIN" or "3(NXDOMAIN)".
func dnsRcode(text string) Outcome {
	if _, inner, ok := strings.Cut(text, "("); ok {
		text, _, _ = strings.Cut(inner, ")")
	}
	if o, ok := dnsRcodes[strings.ToUpper(strings.TrimSpace(text))]; ok {
		return o
	}
	return Failed
}

// notesOnly reports whether a text holds nothing but notes that BIND's tools print all alike.
func notesOnly(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, ";; ") {
			return false
		}
	}
	return true
}

// sectionTitle reports whether a line is a title between pasted outputs.
func sectionTitle(line string) bool { return strings.HasPrefix(line, "==") }

// fileHint reports whether nothing is known of the command and the file's name begins with the word.
func fileHint(src *Source, word string) bool {
	return src.Command == "" && strings.HasPrefix(strings.ToLower(path.Base(src.File)), word)
}

// hasText reports whether a capture holds anything but blanks, on either output.
func hasText(src *Source) bool {
	return strings.TrimSpace(src.Text) != "" || (src.Stderr != nil && strings.TrimSpace(src.Stderr.Text) != "")
}

// dnsLines hands out every line of a capture, blanks trimmed, then those of its standard error.
func dnsLines(src *Source, out *sink, line func(sc *scanner, text string)) {
	for sc := newScanner(src, out.origin); sc.next(); {
		line(sc, strings.TrimSpace(sc.text))
	}
	if src.Stderr == nil {
		return
	}
	for sc := newScanner(src.Stderr, &src.Stderr.Origin); sc.next(); {
		line(sc, strings.TrimSpace(sc.text))
	}
}
