package parse

import (
	"net/netip"
	"strings"
	"unicode"
)

// hostMasked reports whether a word stands in place of an address that its author hid: "10.0.x.x", "***", "<private-ip>".
func hostMasked(word string) bool {
	word, _, _ = strings.Cut(word, "/")
	word, _, _ = strings.Cut(word, "%")
	if word == "" || word == "*" {
		return false
	}
	lower := strings.ToLower(word)
	for _, sign := range []string{"redacted", "masked", "hidden", "removed"} {
		if strings.Contains(lower, sign) {
			return true
		}
	}
	if word[0] == '<' && word[len(word)-1] == '>' {
		return true
	}
	const hiding = "xX*#?█"
	if _, err := netip.ParseAddr(word); err == nil || !strings.ContainsAny(word, hiding) {
		return false
	}
	return strings.Trim(word, hiding+"0123456789abcdefABCDEF.:") == ""
}

// hostAddr reads an address of the machine or of a server, with a note behind it as Windows prints it: "10.1.0.4(Preferred)".
// The zone is left out.
func hostAddr(word string) (netip.Addr, bool) {
	for _, bracket := range []string{"(", "（"} {
		if i := strings.Index(word, bracket); i > 0 {
			word = word[:i]
		}
	}
	word = strings.TrimRight(word, ",; ")
	addr, err := netip.ParseAddr(word)
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r)
	}
	return addr.Unmap().WithZone(""), err == nil && !strings.ContainsFunc(addr.Zone(), odd)
}

// told makes an address of a word that stands where one should, or tells that it is masked; nil where it is neither.
func told(word string, sc *scanner, fact func(Addr) Fact) Fact {
	if addr, ok := hostAddr(word); ok {
		return fact(Addr{Addr: addr, TTL: -1, Cite: sc.cite()})
	}
	if hostMasked(word) {
		return &Masked{Text: strings.Clone(word), Cite: sc.cite()}
	}
	return nil
}

// resolverOf makes the fact of a configured name server.
func resolverOf(a Addr) Fact { return &Resolver{Addr: a} }
