package parse

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"
)

// dnsAddr reads an address as tools print it: in brackets, with a port ("#53", ":53"), a comma or a note ("(Preferred)")
// behind it. IPv4-mapped addresses are unmapped. Masked ones (10.0.x.x) are no addresses.
func dnsAddr(word string) (netip.Addr, bool) {
	word, _, _ = strings.Cut(strings.TrimRight(word, ",;"), "#")
	if inner, ok := strings.CutPrefix(word, "["); ok {
		word, _, _ = strings.Cut(inner, "]")
	} else if strings.Count(word, ":") == 1 {
		word, _, _ = strings.Cut(word, ":")
	}
	return notedAddr(word)
}

// hostAddr reads an address of the machine or of a server where no port may stand: "10.1.0.4(Preferred)". The zone is left
// out: it is the name of an interface.
func hostAddr(word string) (netip.Addr, bool) {
	addr, ok := notedAddr(word)
	return addr.WithZone(""), ok
}

// notedAddr reads an address with a note or a comma behind it, perhaps.
func notedAddr(word string) (netip.Addr, bool) {
	for _, bracket := range []string{"(", "（"} {
		if i := strings.Index(word, bracket); i > 0 {
			word = word[:i]
		}
	}
	addr, err := netip.ParseAddr(strings.TrimRight(word, ",; "))
	return addr.Unmap(), err == nil && !oddZone(addr)
}

// originAddr reads an address that is nothing else but that, with or without brackets, port or zone: in URLs, options and
// headers, where what stands around it would make it another text. What is no address gives the invalid Addr.
func originAddr(s string) netip.Addr {
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap().WithZone("")
	}
	if inner, ok := strings.CutPrefix(s, "["); ok {
		if inner, ok = strings.CutSuffix(inner, "]"); !ok {
			return netip.Addr{}
		}
		s = inner
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// An ownPrefix is an address with its prefix length, -1 if that is not told.
type ownPrefix struct {
	addr netip.Addr
	bits int
}

// ownAddr reads "10.1.0.4/24" or "10.1.0.4", with its zone.
func ownAddr(word string) (ownPrefix, bool) {
	text, length, found := strings.Cut(word, "/")
	addr, ok := notedAddr(text)
	p := ownPrefix{addr: addr, bits: -1}
	if n, err := strconv.Atoi(length); found && err == nil && n >= 0 && n <= addr.BitLen() {
		p.bits = n
	}
	return p, ok
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

// server returns the address of a server that a word is. A masked one is told, anything else is unread.
func (s *sink) server(word string, sc *scanner) []Addr {
	switch f := told(word, sc, resolverOf).(type) {
	case *Resolver:
		return []Addr{f.Addr}
	case nil:
		s.unread(sc.cite())
	default:
		s.add(f)
	}
	return nil
}

// resolverOf makes the fact of a configured name server.
func resolverOf(a Addr) Fact { return &Resolver{Addr: a} }
