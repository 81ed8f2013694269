package parse

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// ifconfigReader reads the machine's own addresses as ifconfig prints them on Linux (net-tools old and new, busybox),
// macOS and the BSDs.
var ifconfigReader = reader{name: "ifconfig", opens: opensIfconfig, match: matchIfconfig, read: readIfconfig}

// opensIfconfig knows the heading of an interface: "eth0: flags=4163<UP,...>  mtu 1500", "eth0      Link encap:Ethernet ...".
func opensIfconfig(line, _ string) bool {
	_, ok := ifconfigName(line)
	return ok
}

// ifconfigName returns the interface that a heading names.
func ifconfigName(line string) (string, bool) {
	if line == "" || line[0] == ' ' || line[0] == '\t' {
		return "", false
	}
	name, rest, ok := strings.Cut(line[:min(len(line), 200)], " ")
	rest = strings.TrimLeft(rest, " \t")
	if name, found := strings.CutSuffix(name, ":"); found && ok {
		return name, strings.HasPrefix(rest, "flags=") && strings.Contains(rest, "<")
	}
	return name, ok && strings.HasPrefix(rest, "Link encap:")
}

func matchIfconfig(src *Source, head []string) bool {
	if slices.ContainsFunc(head, func(line string) bool {
		_, heading := ifconfigName(line)
		word, _, ok := ifconfigAddr(strings.Fields(line))
		_, isAddr := hostAddr(strings.Split(word, "/")[0])
		return heading || ok && isAddr && (strings.Contains(line, "netmask ") || strings.Contains(line, "prefixlen ") || strings.Contains(line, " addr:"))
	}) {
		return true
	}
	return runsProgram(src.Command, "ifconfig") && hasText(src)
}

// ifconfigAddr returns the word that holds the address of a line, and the words behind it: "inet 10.1.0.4 netmask ...",
// "inet addr:10.1.0.4  Bcast:...", "inet6 addr: fe80::1/64 Scope:Link".
func ifconfigAddr(words []string) (word string, rest []string, ok bool) {
	if len(words) < 2 || words[0] != "inet" && words[0] != "inet6" {
		return "", nil, false
	}
	if words[1] == "addr:" && len(words) > 2 {
		return words[2], words[3:], true
	}
	return strings.TrimPrefix(words[1], "addr:"), words[2:], true
}

// maskBits reads "netmask 255.255.255.0", "netmask 0xffffff00", "Mask:255.255.255.0" and "prefixlen 64"; -1 if there is none.
func maskBits(words []string) int {
	for i, w := range words {
		value, ok := strings.CutPrefix(w, "Mask:")
		if !ok && i+1 < len(words) && (w == "netmask" || w == "prefixlen") {
			value, ok = words[i+1], true
		}
		if !ok {
			continue
		}
		if n, err := strconv.Atoi(value); err == nil && w == "prefixlen" && n >= 0 && n <= 128 {
			return n
		}
		if mask, err := netip.ParseAddr(value); err == nil && mask.Is4() {
			return onesOf(mask.As4())
		}
		hex := strings.TrimPrefix(value, "0x")
		if n, err := strconv.ParseUint(hex, 16, 32); err == nil && len(hex) == 8 {
			return onesOf([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		}
	}
	return -1
}

// readIfconfig keeps every address, the loopback's too. The other lines below a heading are understood and left out.
func readIfconfig(src *Source, out *sink) {
	iface := ""
	for sc := newScanner(src, out.origin); sc.next(); {
		if name, ok := ifconfigName(sc.text); ok {
			iface = strings.Clone(name)
			continue
		}
		words := strings.Fields(sc.text)
		word, rest, ok := ifconfigAddr(words)
		if !ok {
			if len(words) > 0 && (iface == "" || sc.text[0] != ' ' && sc.text[0] != '\t') {
				out.unread(sc.cite())
			}
			continue
		}
		p, isAddr := ownAddr(word)
		p.addr = p.addr.WithZone("")
		if isAddr && p.bits < 0 {
			p.bits = maskBits(rest)
		}
		switch {
		case isAddr:
			out.add(&OwnAddress{Interface: iface, Bits: p.bits, Addr: Addr{Addr: p.addr, TTL: -1, Cite: sc.cite()}})
		case isMasked(word):
			out.add(&Masked{Text: strings.Clone(word), Cite: sc.cite()})
		default:
			out.unread(sc.cite())
		}
	}
}
