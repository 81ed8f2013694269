package parse

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// ipAddrReader reads the machine's own addresses: ip addr (also -o and -br), hostname -I.
var ipAddrReader = reader{name: "ip-addr", opens: opensIPAddr, match: matchIPAddr, read: readIPAddr}

// opensIPAddr knows the first interface: "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 ...".
func opensIPAddr(line, _ string) bool {
	words := strings.Fields(line[:min(len(line), 200)])
	if len(words) < 3 || words[0] != "1:" {
		return false
	}
	return strings.HasSuffix(words[1], ":") && strings.HasPrefix(words[2], "<") && strings.HasSuffix(words[2], ">") ||
		(words[2] == "inet" || words[2] == "inet6") && len(words) > 3
}

func matchIPAddr(src *Source, head []string) bool {
	if slices.ContainsFunc(head, func(line string) bool { return len(inetAddrs(strings.Fields(line))) > 0 }) {
		return true
	}
	words := commandWords(src.Command)
	return len(words) > 1 && hasText(src) && (hostnameCommand(words) ||
		commandBase(words[0]) == "ip" && slices.ContainsFunc(words, func(w string) bool { return w != "ip" && strings.HasPrefix("address", w) }))
}

// hostnameCommand reports whether a command prints the machine's addresses and nothing else.
func hostnameCommand(words []string) bool {
	return len(words) > 1 && commandBase(words[0]) == "hostname" && (words[1] == "-I" || words[1] == "--all-ip-addresses")
}

// linkStates are the words that ip -br prints behind an interface.
var linkStates = []string{"UP", "DOWN", "UNKNOWN", "LOWERLAYERDOWN", "DORMANT", "NOTPRESENT", "TESTING"}

// inetAddrs returns the addresses of one line of ip addr: behind the state of "ip -br", else behind "inet", with which
// the line begins or which follows the interface.
func inetAddrs(words []string) []ownPrefix {
	var all []ownPrefix
	for _, w := range inetWords(words) {
		if p, ok := ownAddr(w); ok {
			all = append(all, p)
		}
	}
	return all
}

// inetWords returns the words of a line of ip addr that stand where addresses do.
func inetWords(words []string) []string {
	if len(words) > 2 && slices.Contains(linkStates, words[1]) {
		return briefWords(words[2:])
	}
	i := slices.IndexFunc(words, func(w string) bool { return w == "inet" || w == "inet6" })
	if i != 0 && i != 2 || i+1 >= len(words) || strings.HasPrefix(words[i+1], "addr:") || slices.Contains(words, "netmask") || slices.Contains(words, "prefixlen") {
		return nil
	}
	return words[i+1 : i+2]
}

// briefWords returns the words behind the state of "ip -br" that stand where addresses do. Behind "peer" stands that of the
// other end, with the length of both.
func briefWords(words []string) []string {
	var all []string
	for i, w := range words {
		behind := i > 0 && words[i-1] == "peer"
		ahead := i+1 < len(words) && words[i+1] == "peer"
		if !behind && (ahead || strings.Contains(w, "/")) {
			all = append(all, w)
		}
	}
	return all
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
	list := hostnameCommand(commandWords(src.Command))
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
		hidden := hiddenIn(words, list)
		if hidden != "" {
			out.add(&Masked{Text: strings.Clone(hidden), Cite: sc.cite()})
		}
		if len(addrs) == 0 && hidden == "" && strange(sc.text, words) {
			out.unread(sc.cite())
		}
	}
	if iface != "" { // no interface is up
		out.recognise(src)
	}
}

// hiddenIn returns the word of a line that is a masked address; "" if none is.
func hiddenIn(words []string, list bool) string {
	at := inetWords(words)
	if list {
		at = words
	}
	if i := slices.IndexFunc(at, isMasked); i >= 0 {
		return at[i]
	}
	return ""
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

// interfaceLine returns the interface that a line begins with: "2: eth0: <...>", "2: eth0    inet ..." or "eth0  UP ...".
func interfaceLine(line string, words []string) (string, bool) {
	if len(words) < 2 || line[0] == ' ' || line[0] == '\t' {
		return "", false
	}
	number, numbered := strings.CutSuffix(words[0], ":")
	if _, err := strconv.Atoi(number); numbered && err == nil {
		return linkName(words[1]), true
	}
	return linkName(words[0]), slices.Contains(linkStates, words[1])
}

// linkName returns an interface's name without its colon and without its other end ("eth0@if7:").
func linkName(word string) string {
	name, _, _ := strings.Cut(strings.TrimSuffix(word, ":"), "@")
	return name
}

// ownDetails begin the indented lines about an interface or an address that hold no address of the machine.
var ownDetails = []string{"link/", "valid_lft", "altname", "RX", "TX", "vlan", "alias", "permaddr", "bridge", "veth", "vxlan", "promiscuity", "group", "RX:", "TX:"}

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
