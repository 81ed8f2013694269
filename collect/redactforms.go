package collect

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// otherForms notes how ids and addresses are written otherwise, and returns these forms: GUIDs without hyphens, and IPv4
// addresses as hexadecimal numbers of either byte order.
func (r *Redactor) otherForms() []string {
	var out []string
	add := func(was, is, kind string) {
		if _, ok := r.become[was]; !ok && !r.keep[kind] {
			r.spread[was], r.become[was], r.images[is] = asWord, is, true
			out = append(out, was)
		}
	}
	for _, p := range r.pairs {
		if p.kind == KindMAC {
			for _, mark := range []string{"", "."} {
				add(hexGroups(p.was, mark), hexGroups(p.is, mark), KindMAC)
			}
		}
		was, err := netip.ParseAddr(p.was)
		is, err2 := netip.ParseAddr(p.is)
		switch {
		case p.kind == KindID && guidAt(p.was, 0):
			add(strings.ReplaceAll(p.was, "-", ""), strings.ReplaceAll(p.is, "-", ""), KindID)
		case err == nil && err2 == nil && was.Is4() && is.Is4():
			a, b := was.As4(), is.As4()
			for i, form := range numberForms(a) {
				if len(form) >= leastNumber {
					add(form, numberForms(b)[i], p.kind)
				}
			}
			for range 2 {
				add(hex.EncodeToString(a[:]), hex.EncodeToString(b[:]), p.kind)
				add("0x"+hex.EncodeToString(a[:]), "0x"+hex.EncodeToString(b[:]), p.kind)
				slices.Reverse(a[:])
				slices.Reverse(b[:])
			}
		}
	}
	return out
}

// leastNumber is the least length of a number that is taken for an address.
const leastNumber = 8

// numberForms returns how programs write an IPv4 address otherwise: as one number, in octal, and with the last two bytes as
// one number.
func numberForms(a [4]byte) []string {
	return []string{
		fmt.Sprint(binary.BigEndian.Uint32(a[:])),
		fmt.Sprintf("0%o.0%o.0%o.0%o", a[0], a[1], a[2], a[3]),
		fmt.Sprintf("%d.%d.%d", a[0], a[1], binary.BigEndian.Uint16(a[2:])),
	}
}

// hexGroups writes a hardware address as three groups of four digits.
func hexGroups(mac, mark string) string {
	digits := strings.NewReplacer(":", "", "-", "").Replace(mac)
	if len(digits) != 12 {
		return digits
	}
	return digits[:4] + mark + digits[4:8] + mark + digits[8:]
}
