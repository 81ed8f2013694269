package collect

import (
	"net/netip"
	"strconv"
	"strings"
)

// A hit is what an address scanner found at a place: how long it is and what takes its place.
type hit struct {
	length int
	text   string
	kind   string   // public-ip, private-ip, mac
	pairs  []string // what was there and what it becomes, for the map; nothing where it stays
}

// addressAt looks for an address at a place where a word begins.
func (m *addresser) addressAt(s string, i int) (hit, bool) {
	switch c := s[i]; {
	case isDigit(c):
		for _, try := range []func(string, int) (hit, bool){m.reverse4, m.ipv4, m.dashed, m.mac, m.reverse6, m.ipv6} {
			if f, ok := try(s, i); ok {
				return f, true
			}
		}
	case isHex(c):
		for _, try := range []func(string, int) (hit, bool){m.mac, m.reverse6, m.ipv6} {
			if f, ok := try(s, i); ok {
				return f, true
			}
		}
	case c == ':':
		return m.ipv6(s, i)
	}
	return hit{}, false
}

// quad reads four numbers up to 255 with a mark between them and returns where they end; 0 if there are none.
func quad(s string, i int, mark byte) ([4]byte, int) {
	var out [4]byte
	for n := range 4 {
		if n > 0 {
			if i >= len(s) || s[i] != mark {
				return out, 0
			}
			i++
		}
		value, digits := 0, 0
		for ; i < len(s) && isDigit(s[i]) && digits < 4; i++ {
			value, digits = value*10+int(s[i]-'0'), digits+1
		}
		if digits == 0 || digits > 3 || value > 255 {
			return out, 0
		}
		out[n] = byte(value)
	}
	return out, i
}

// goesOn reports whether a text goes on with a mark and a digit: of a version number, say.
func goesOn(s string, i int, mark byte) bool {
	return i+1 < len(s) && s[i] == mark && isDigit(s[i+1])
}

// ipv4 reads 10.1.2.3 and 10.1.2.0/24.
func (m *addresser) ipv4(s string, i int) (hit, bool) {
	raw, end := quad(s, i, '.')
	if end == 0 || i > 1 && s[i-1] == '.' && isAlnum(s[i-2]) || end < len(s) && (isLetter(s[end]) || isDigit(s[end])) || goesOn(s, end, '.') {
		return hit{}, false
	}
	return m.found(s, i, end, netip.AddrFrom4(raw)), true
}

// found makes a hit of an address, and of the length of a prefix behind it.
func (m *addresser) found(s string, i, end int, a netip.Addr) hit {
	f := hit{length: end - i, kind: kindOf(a)}
	if bits, n := prefixLength(s[end:]); n > 0 && bits <= a.BitLen() && a.Zone() == "" && !a.Is4In6() {
		if p := netip.PrefixFrom(a, bits); p.Masked() == p {
			if f.text = m.prefix(p).Addr().String(); f.text != s[i:end] {
				f.pairs = []string{p.String(), m.prefix(p).String()}
			}
			f.length, f.text = f.length+n, f.text+s[end:end+n]
			return f
		}
	}
	f.text = m.addr(a).String()
	f = f.told(s[i:end])
	if _, n := prefixLength(s[end:]); n > 0 { // a table's column goes on behind it
		f.length, f.text = f.length+n, f.text+s[end:end+n]
	}
	return f
}

// told notes what was there.
func (f hit) told(was string) hit {
	if f.text == was {
		return f
	}
	f.pairs = []string{was, f.text}
	return f
}

// kindOf returns the kind of an address, as --keep names it.
func kindOf(a netip.Addr) string {
	if a = a.Unmap().WithZone(""); within(a, privateRanges) || a.IsLinkLocalUnicast() {
		return "private-ip"
	}
	return "public-ip"
}

// prefixLength reads the /24 behind an address; n is its length.
func prefixLength(s string) (bits, n int) {
	if !strings.HasPrefix(s, "/") {
		return 0, 0
	}
	n = 1
	for n < len(s) && n < 5 && isDigit(s[n]) {
		n++
	}
	if n == 1 || n < len(s) && isAlnum(s[n]) {
		return 0, 0
	}
	bits, err := strconv.Atoi(s[1:n])
	if err != nil {
		return 0, 0
	}
	return bits, n
}

// dashed reads ip-10-1-2-3 and 10-1-2-3.pod: addresses in names of machines.
func (m *addresser) dashed(s string, i int) (hit, bool) {
	raw, end := quad(s, i, '-')
	if end == 0 || !wordAfter(s, end) || goesOn(s, end, '-') || i > 1 && s[i-1] == '-' && isDigit(s[i-2]) {
		return hit{}, false
	}
	a := netip.AddrFrom4(raw)
	f := hit{length: end - i, kind: kindOf(a), text: strings.ReplaceAll(m.addr(a).String(), ".", "-")}
	return f.told(s[i:end]), true
}

// reverse4 reads 3.2.1.10.in-addr.arpa and what stands for a network in that way.
func (m *addresser) reverse4(s string, i int) (hit, bool) {
	const suffix = ".in-addr.arpa"
	end := i
	for end < len(s) && (isDigit(s[end]) || s[end] == '.' && end+1 < len(s) && isDigit(s[end+1])) {
		end++
	}
	if len(s)-end < len(suffix) || !strings.EqualFold(s[end:end+len(suffix)], suffix) {
		return hit{}, false
	}
	parts := strings.Split(s[i:end], ".")
	var raw [4]byte
	if len(parts) > len(raw) {
		return hit{}, false
	}
	for n, p := range parts {
		v, err := strconv.ParseUint(p, 10, 8)
		if err != nil {
			return hit{}, false
		}
		raw[len(parts)-1-n] = byte(v)
	}
	p := netip.PrefixFrom(netip.AddrFrom4(raw), 8*len(parts))
	out := m.prefix(p).Addr().As4()
	for n := range parts {
		parts[n] = strconv.Itoa(int(out[len(parts)-1-n]))
	}
	f := hit{length: end - i, kind: kindOf(p.Addr()), text: strings.Join(parts, ".")}
	return f.told(s[i:end]), true
}

// reverse6 reads the nibbles in front of ip6.arpa.
func (m *addresser) reverse6(s string, i int) (hit, bool) {
	const suffix, most = "ip6.arpa", 32
	var nibbles []byte
	end := i
	for len(nibbles) < most && end+1 < len(s) && isHex(s[end]) && s[end+1] == '.' {
		nibbles = append(nibbles, s[end])
		end += 2
	}
	if len(nibbles) == 0 || len(s)-end < len(suffix) || !strings.EqualFold(s[end:end+len(suffix)], suffix) {
		return hit{}, false
	}
	var raw [16]byte
	for n, c := range nibbles {
		v, _ := strconv.ParseUint(string(c), 16, 8)
		at := len(nibbles) - 1 - n
		raw[at/2] |= byte(v) << (4 * (1 - at&1))
	}
	p := netip.PrefixFrom(netip.AddrFrom16(raw), 4*len(nibbles))
	out := m.prefix(p).Addr().As16()
	var b strings.Builder
	for n := range nibbles {
		at := len(nibbles) - 1 - n
		b.WriteString(strconv.FormatUint(uint64(out[at/2]>>(4*(1-at&1))&15), 16) + ".")
	}
	f := hit{length: end - i, kind: kindOf(p.Addr()), text: b.String()}
	return f.told(s[i:end]), true
}

// ipv6 reads an IPv6 address, with the prefix behind it.
func (m *addresser) ipv6(s string, i int) (hit, bool) {
	const most = 45
	end, colons := i, 0
	for ; end < len(s) && end-i <= most && (isHex(s[end]) || s[end] == ':' || s[end] == '.'); end++ {
		if s[end] == ':' {
			colons++
		}
	}
	if colons < 2 || end < len(s) && isAlnum(s[end]) {
		return hit{}, false
	}
	for end > i && (s[end-1] == '.' || s[end-1] == ':' && !strings.HasSuffix(s[i:end], "::")) {
		end--
	}
	a, err := netip.ParseAddr(s[i:end])
	if err != nil || !a.Is6() {
		return hit{}, false
	}
	if m.addr(a) == a {
		return hit{length: end - i, text: s[i:end], kind: kindOf(a)}, true // as it was written
	}
	return m.found(s, i, end, a), true
}

// mac reads a hardware address: 00:0d:3a:5c:71:e8 or 00-0D-3A-5C-71-E8.
func (m *addresser) mac(s string, i int) (hit, bool) {
	const length = 17
	if len(s)-i < length || s[i+2] != ':' && s[i+2] != '-' || !wordAfter(s, i+length) || i+length+1 < len(s) && s[i+length] == s[i+2] && isHex(s[i+length+1]) {
		return hit{}, false
	}
	for n := range length {
		if mark := n%3 == 2; mark && s[i+n] != s[i+2] || !mark && !isHex(s[i+n]) {
			return hit{}, false
		}
	}
	if i > 1 && s[i-1] == s[i+2] && isHex(s[i-2]) {
		return hit{}, false
	}
	const vendor = 9
	last := s[i+vendor : i+length]
	text := s[i:i+vendor] + m.names.hex(last, "nic")
	if strings.Trim(strings.ToLower(last), "f:-") == "" { // broadcast
		text = s[i : i+length]
	}
	f := hit{length: length, kind: "mac", text: text}
	return f.told(s[i : i+length]), true
}

// nicBytes replaces the last three bytes of a hardware address, as they stand in an IPv6 address.
func (n *namer) nicBytes(b [3]byte) [3]byte {
	const digits = "0123456789abcdef"
	text := make([]byte, 0, 8)
	for i, v := range b {
		if i > 0 {
			text = append(text, ':')
		}
		text = append(text, digits[v>>4], digits[v&15])
	}
	out := n.hex(string(text), "nic")
	for i := range b {
		v, _ := strconv.ParseUint(out[3*i:3*i+2], 16, 8)
		b[i] = byte(v)
	}
	return b
}
