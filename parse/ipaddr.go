package parse

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// ipAddrReader reads the machine's own addresses: ip addr (also -o and -br), ifconfig, hostname -I.
var ipAddrReader = reader{name: "ip-addr", match: matchIPAddr, read: readIPAddr}

func matchIPAddr(src *Source, head []string) bool {
	if slices.ContainsFunc(head, func(line string) bool { return len(inetAddrs(strings.Fields(line))) > 0 }) {
		return true
	}
	words := commandFields(src.Command)
	return len(words) > 1 && hasText(src) && (hostnameCommand(words) ||
		commandBase(words[0]) == "ip" && slices.ContainsFunc(words, func(w string) bool { return w != "ip" && strings.HasPrefix("address", w) }))
}

// hostnameCommand reports whether a command prints the machine's addresses and nothing else.
func hostnameCommand(words []string) bool {
	return len(words) > 1 && commandBase(words[0]) == "hostname" && (words[1] == "-I" || words[1] == "--all-ip-addresses")
}

// linkStates are the words that ip -br prints behind an interface.
var linkStates = []string{"UP", "DOWN", "UNKNOWN", "LOWERLAYERDOWN", "DORMANT", "NOTPRESENT", "TESTING"}

// An ownPrefix is an address with its prefix length, -1 if that is not told.
type ownPrefix struct {
	addr netip.Addr
	bits int
}

// inetAddrs returns the addresses of one line of ip addr or ifconfig.
func inetAddrs(words []string) []ownPrefix {
	if len(words) > 2 && slices.Contains(linkStates, words[1]) {
		var all []ownPrefix
		for _, w := range words[2:] {
			if p, ok := ownAddr(w); ok && p.bits >= 0 {
				all = append(all, p)
			}
		}
		return all
	}
	i := slices.IndexFunc(words, func(w string) bool { return w == "inet" || w == "inet6" })
	if i < 0 || i > 2 || i+1 >= len(words) {
		return nil
	}
	p, ok := ownAddr(strings.TrimPrefix(words[i+1], "addr:"))
	if !ok {
		return nil
	}
	if p.bits < 0 {
		p.bits = maskBits(words[i+2:])
	}
	return []ownPrefix{p}
}

// ownAddr reads "10.1.0.4/24" or "10.1.0.4".
func ownAddr(word string) (ownPrefix, bool) {
	text, length, found := strings.Cut(word, "/")
	addr, err := netip.ParseAddr(text)
	p := ownPrefix{addr: addr.Unmap(), bits: -1}
	if err != nil || strings.Contains(addr.Zone(), "#") {
		return p, false
	}
	if n, err := strconv.Atoi(length); found && err == nil && n >= 0 && n <= p.addr.BitLen() {
		p.bits = n
	}
	return p, true
}

// maskBits reads the "netmask 255.255.255.0" and "prefixlen 64" of ifconfig; -1 if there is none.
func maskBits(words []string) int {
	for i := 0; i+1 < len(words); i++ {
		switch words[i] {
		case "prefixlen":
			if n, err := strconv.Atoi(words[i+1]); err == nil && n >= 0 && n <= 128 {
				return n
			}
		case "netmask":
			if mask, err := netip.ParseAddr(words[i+1]); err == nil && mask.Is4() {
				return onesOf(mask.As4())
			}
		}
	}
	return -1
}

// onesOf counts the leading ones of an IPv4 mask.
func onesOf(mask [4]byte) int {
	n := 0
	for n < 32 && mask[n/8]&(0x80>>(n%8)) != 0 {
		n++
	}
	return n
}

// readIPAddr keeps every address, the loopback's too. What else these tools print is understood and left out.
func readIPAddr(src *Source, out *sink) {
	list := hostnameCommand(commandFields(src.Command))
	iface := ""
	for sc := newScanner(src, out.origin); sc.next(); {
		words := strings.Fields(sc.text)
		if name, ok := interfaceLine(sc.text, words); ok {
			iface = name
		}
		addrs := inetAddrs(words)
		if list {
			addrs = listedAddrs(words)
		}
		for _, p := range addrs {
			out.add(&OwnAddress{Interface: cmp.Or(iface, scopeName(words)), Bits: p.bits, Addr: Addr{Addr: p.addr, TTL: -1, Cite: sc.cite()}})
		}
		if len(addrs) == 0 && strange(sc.text, words) {
			out.unread(sc.cite())
		}
	}
}

// scopeName returns the interface that ends a line of ip addr for an IPv4 address: "... scope global eth0".
func scopeName(words []string) string {
	i := slices.Index(words, "scope")
	if i < 0 || i+2 >= len(words) || words[0] != "inet" {
		return ""
	}
	return linkName(words[len(words)-1])
}

// listedAddrs reads a line that is nothing but addresses.
func listedAddrs(words []string) []ownPrefix {
	var all []ownPrefix
	for _, w := range words {
		p, ok := ownAddr(w)
		if !ok {
			return nil
		}
		all = append(all, p)
	}
	return all
}

// interfaceLine returns the interface that a line begins with: "2: eth0: <...>", "2: eth0    inet ...", "eth0  UP ..."
// or "eth0: flags=...".
func interfaceLine(line string, words []string) (string, bool) {
	if len(words) < 2 || line[0] == ' ' || line[0] == '\t' {
		return "", false
	}
	number, numbered := strings.CutSuffix(words[0], ":")
	if _, err := strconv.Atoi(number); numbered && err == nil {
		return linkName(words[1]), true
	}
	switch {
	case slices.Contains(linkStates, words[1]), strings.HasPrefix(words[1], "flags="), strings.HasPrefix(words[1], "Link"):
		return linkName(words[0]), true
	}
	return "", false
}

// linkName returns an interface's name without its colon and without its other end ("eth0@if7:").
func linkName(word string) string {
	name, _, _ := strings.Cut(strings.TrimSuffix(word, ":"), "@")
	return name
}

// ownDetails begin the indented lines about an interface or an address that hold no address of the machine.
var ownDetails = []string{"link/", "valid_lft", "altname", "ether", "loop", "unspec", "RX", "TX", "device", "vlan", "alias", "permaddr", "UP"}

// strange reports whether a line is none that these tools print.
func strange(line string, words []string) bool {
	if len(words) == 0 {
		return false
	}
	if _, ok := interfaceLine(line, words); ok {
		return false
	}
	return !slices.ContainsFunc(ownDetails, func(d string) bool { return strings.HasPrefix(words[0], d) })
}
