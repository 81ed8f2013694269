package parse

import (
	"net/netip"
	"strings"
	"unicode"
)

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
	return addr.Unmap().WithZone(""), err == nil && !oddZone(addr)
}

// oddZone reports whether the zone of an address is no name of an interface.
func oddZone(addr netip.Addr) bool {
	return strings.ContainsFunc(addr.Zone(), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@:", r)
	})
}

// told makes an address of a word that stands where one should, or tells that it is masked; nil where it is neither.
func told(word string, sc *scanner, fact func(Addr) Fact) Fact {
	if addr, ok := hostAddr(word); ok {
		return fact(Addr{Addr: addr, TTL: -1, Cite: sc.cite()})
	}
	if isMasked(word) {
		return &Masked{Text: strings.Clone(word), Cite: sc.cite()}
	}
	return nil
}

// resolverOf makes the fact of a configured name server.
func resolverOf(a Addr) Fact { return &Resolver{Addr: a} }
