package collect

import (
	"crypto/aes"
	"crypto/cipher"
	"net/netip"
)

// An addresser replaces addresses and keeps prefixes, as Crypto-PAn does: two addresses that share their first n bits share
// the first n bits of what they become. Each special range is mapped onto itself, and so is the rest of the space.
type addresser struct {
	block cipher.Block
	names *namer // for the last bytes of hardware addresses
	cache map[netip.Addr]netip.Addr
	base  map[netip.Addr]netip.Addr // what was computed before this one was forked; read only
}

func newAddresser(key RedactionKey, names *namer) *addresser {
	secret := key.sum("addresses")
	block, err := aes.NewCipher(secret[:])
	if err != nil {
		panic(err) // the key has a length that AES takes
	}
	return &addresser{block: block, names: names, cache: map[netip.Addr]netip.Addr{}}
}

// untouched are the ranges whose addresses stay what they are: they name no customer's machine, or a check knows them.
var untouched = []netip.Prefix{
	netip.MustParsePrefix("168.63.129.16/32"), netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("224.0.0.0/3"), // the last holds network masks, too
	netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("::/127"), netip.MustParsePrefix("ff00::/8"),
	// Well-known resolvers of the Internet, which are controls.
	netip.MustParsePrefix("8.8.8.8/32"), netip.MustParsePrefix("8.8.4.4/32"), netip.MustParsePrefix("1.1.1.1/32"),
	netip.MustParsePrefix("1.0.0.1/32"), netip.MustParsePrefix("9.9.9.9/32"), netip.MustParsePrefix("149.112.112.112/32"),
	netip.MustParsePrefix("208.67.222.222/32"), netip.MustParsePrefix("208.67.220.220/32"), netip.MustParsePrefix("4.2.2.1/32"),
	netip.MustParsePrefix("4.2.2.2/32"), netip.MustParsePrefix("64.6.64.6/32"), netip.MustParsePrefix("77.88.8.8/32"),
	netip.MustParsePrefix("94.140.14.14/32"), netip.MustParsePrefix("76.76.2.0/32"), netip.MustParsePrefix("185.228.168.9/32"),
	netip.MustParsePrefix("2001:4860:4860::8888/128"), netip.MustParsePrefix("2001:4860:4860::8844/128"),
	netip.MustParsePrefix("2606:4700:4700::1111/128"), netip.MustParsePrefix("2606:4700:4700::1001/128"), netip.MustParsePrefix("2620:fe::fe/128"),
}

// classes are the ranges that are mapped onto themselves. 172.17/16 is that of containers; 172.32/16 is public, and often
// mistaken for private.
var classes = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("172.17.0.0/16"), netip.MustParsePrefix("172.32.0.0/16"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("fc00::/8"), netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("2000::/3"),
	netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("3fff::/20"), netip.MustParsePrefix("2001:2::/48"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("64:ff9b::/96"),
}

// privateRanges hold the addresses of a customer's own networks.
var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("fc00::/7"),
}

// embedded is the range of IPv6 addresses that carry an IPv4 address in their last bytes.
var embedded = netip.MustParsePrefix("64:ff9b::/96")

// within reports whether an address lies in one of the ranges.
func within(a netip.Addr, ranges []netip.Prefix) bool {
	for _, p := range ranges {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// addr returns what an address becomes. Zones are kept.
func (m *addresser) addr(a netip.Addr) netip.Addr {
	if a.Zone() != "" {
		return m.addr(a.WithZone("")).WithZone(a.Zone())
	}
	if a.Is4In6() {
		return netip.AddrFrom16(m.addr(a.Unmap()).As16())
	}
	if out, ok := m.base[a]; ok {
		return out
	}
	if out, ok := m.cache[a]; ok {
		return out
	}
	out := a
	switch {
	case within(a, untouched):
	case a.Is6() && a.IsLinkLocalUnicast():
		out = m.linkLocal(a)
	case embedded.Contains(a):
		raw := a.As16()
		inner := m.addr(netip.AddrFrom4([4]byte(raw[12:]))).As4()
		copy(raw[12:], inner[:])
		out = netip.AddrFrom16(raw)
	default:
		out = m.mapped(a, a.BitLen())
	}
	m.cache[a] = out
	return out
}

// prefix returns what a network becomes: its own bits are mapped, the others stay zero.
func (m *addresser) prefix(p netip.Prefix) netip.Prefix {
	a := p.Addr()
	if within(a, untouched) || a.Is6() && a.IsLinkLocalUnicast() || embedded.Contains(a) {
		return p
	}
	return netip.PrefixFrom(m.mapped(a, p.Bits()), p.Bits())
}

// linkLocal keeps a link-local address, but for the hardware address in it.
func (m *addresser) linkLocal(a netip.Addr) netip.Addr {
	raw := a.As16()
	if raw[11] != 0xff || raw[12] != 0xfe {
		return a
	}
	last := m.names.nicBytes([3]byte(raw[13:]))
	copy(raw[13:], last[:])
	return netip.AddrFrom16(raw)
}

// mapped maps the first bits of an address. A bit is flipped by the key and by the bits before it, but not where these
// still lead to a special range.
func (m *addresser) mapped(a netip.Addr, bits int) netip.Addr {
	raw := a.AsSlice()
	out := a.AsSlice()
	for i := range bits {
		head, err := a.Prefix(i)
		if err != nil || leads(head) {
			continue
		}
		var in, mac [aes.BlockSize]byte
		copy(in[:], head.Addr().AsSlice())
		in[15] ^= byte(i) // the last bits of a head are zero, or tell the address whole
		if len(raw) == 4 {
			in[14] = byte(i) + 1
		}
		m.block.Encrypt(mac[:], in[:])
		out[i/8] ^= mac[0] & 1 << (7 - i%8)
	}
	b, _ := netip.AddrFromSlice(out)
	return b
}

// leads reports whether a special range lies within a network and is smaller than it.
func leads(head netip.Prefix) bool {
	for _, list := range [][]netip.Prefix{untouched, classes} {
		for _, p := range list {
			if p.Bits() > head.Bits() && head.Contains(p.Addr()) {
				return true
			}
		}
	}
	return false
}
