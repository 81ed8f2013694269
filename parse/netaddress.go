package parse

import (
	"slices"
	"strconv"
	"strings"
)

// netAddressReader reads Get-NetIPAddress and Get-NetIPConfiguration of PowerShell, as tables and as lists. The names of
// properties are the same in every language.
var netAddressReader = reader{name: "get-netipaddress", opens: opensNetAddress, match: matchNetAddress, read: readNetAddress}

// dnsClientReader reads Get-DnsClientServerAddress of PowerShell.
var dnsClientReader = reader{name: "get-dnsclientserveraddress", opens: opensDNSClient, match: matchDNSClient, read: readNetAddress}

// opensNetAddress knows the first property of a list, or the titles of a table.
func opensNetAddress(line, next string) bool {
	name, _, ok := psProperty(line)
	below, _, _ := psProperty(next)
	words := strings.Fields(line[:min(len(line), 200)])
	return ok && (name == "IPAddress" && below == "InterfaceIndex" || name == "InterfaceAlias" && below == "InterfaceIndex" || name == "ComputerName" && below == "InterfaceAlias") ||
		len(words) > 2 && words[0] == "ifIndex" && words[1] == "IPAddress" && isRule(next)
}

// opensDNSClient knows the titles of the table, which stand on two lines.
func opensDNSClient(line, _ string) bool {
	words := strings.Fields(line[:min(len(line), 200)])
	return slices.Equal(words, []string{"InterfaceAlias", "Interface", "Address", "ServerAddresses"})
}

// addressProperties are the properties that hold addresses; own says that they are the machine's.
var addressProperties = []struct {
	name string
	own  bool
}{
	{"IPAddress", true}, {"IPv4Address", true}, {"IPv6Address", true}, {"IPv6LinkLocalAddress", true}, {"IPv6TemporaryAddress", true},
	{"DNSServer", false}, {"ServerAddresses", false},
}

// addressProperty tells whether a property or a title of a table holds addresses.
func addressProperty(name string) (own, ok bool) {
	for _, p := range addressProperties {
		if p.name == name {
			return p.own, true
		}
	}
	return false, false
}

func matchNetAddress(src *Source, head []string) bool {
	for i, line := range head {
		next := ""
		if i+1 < len(head) {
			next = head[i+1]
		}
		if opensNetAddress(line, next) || isRule(next) && slices.Contains(strings.Fields(line), "IPAddress") && !slices.Contains(strings.Fields(line), "Section") {
			return true
		}
		if name, _, ok := psProperty(line); ok && (name == "IPv4DefaultGateway" || name == "PrefixOrigin") {
			return true
		}
	}
	return psCommand(src, "get-netipaddress", "get-netipconfiguration", "gip") && hasText(src)
}

func matchDNSClient(src *Source, head []string) bool {
	if slices.ContainsFunc(head, func(line string) bool {
		words := strings.Fields(line)
		name, _, ok := psProperty(line)
		return slices.Contains(words, "ServerAddresses") && words[0] == "InterfaceAlias" || ok && name == "ServerAddresses"
	}) {
		return true
	}
	return psCommand(src, "get-dnsclientserveraddress") && hasText(src)
}

// psCommand reports whether a capture's command runs one of some commands of PowerShell.
func psCommand(src *Source, names ...string) bool {
	return slices.ContainsFunc(splitCommands(src.Command[:min(len(src.Command), 4<<10)]), func(c simpleCommand) bool {
		return slices.ContainsFunc(c.words, func(w string) bool { return slices.Contains(names, strings.ToLower(w)) })
	})
}

// psProperty reads a line of a list: "Name  : value". Names of properties have no blanks.
func psProperty(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(line, ":")
	name = strings.TrimRight(name, " \t")
	if !ok || name == "" || strings.ContainsAny(name, " \t.\"'{[=/\\") {
		return "", "", false
	}
	return name, strings.TrimSpace(value), value == "" || value[0] == ' '
}

// isRule reports whether a line is the rule below the titles of a table.
func isRule(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "---") && strings.Trim(line, "- ") == ""
}

// A netReading is the state of reading a table or a list of addresses.
type netReading struct {
	out     *sink
	alias   string // of the interface
	pending *OwnAddress
	cur     string   // the property whose value may go on below
	titles  []string // of the table
	bare    bool     // the lines are nothing but addresses of servers
}

func readNetAddress(src *Source, out *sink) {
	r := netReading{out: out, bare: psCommand(src, "get-dnsclientserveraddress")}
	title := ""
	for sc := newScanner(src, out.origin); sc.next(); {
		text := strings.TrimSpace(sc.text)
		if text == "" {
			r.cur = ""
			continue
		}
		switch {
		case isRule(text):
			r.titles = strings.Fields(title)
		case isRule(sc.peek()), slices.Contains(strings.Fields(text), "ServerAddresses") && !strings.Contains(text, ":"):
			if words := strings.Fields(text); len(words) > len(strings.Fields(title)) || !slices.Contains(strings.Fields(title), "ServerAddresses") {
				title = text
			}
		default:
			r.line(sc, text)
		}
	}
	r.flush()
	out.recognise(src)
}

// line reads a property, a row, or a line that goes on with a value.
func (r *netReading) line(sc *scanner, text string) {
	name, value, ok := psProperty(sc.text)
	switch {
	case ok:
		r.property(name, value, sc)
	case r.titles != nil:
		r.row(sc, text)
	case r.cur != "" && (sc.text[0] == ' ' || sc.text[0] == '\t'):
		r.values(r.cur, text, sc)
	case r.bare && r.add(text, false, sc):
	default:
		r.out.unread(sc.cite())
	}
}

// property reads a line of a list. The prefix length of an address stands below it.
func (r *netReading) property(name, value string, sc *scanner) {
	r.cur = name
	switch name {
	case "InterfaceAlias":
		r.alias = strings.Clone(value)
		if r.pending != nil {
			r.pending.Interface = r.alias
		}
	case "PrefixLength":
		if n, err := strconv.Atoi(value); err == nil && r.pending != nil && n >= 0 && n <= 128 {
			r.pending.Bits = n
		}
	case "IPAddress":
		r.flush()
		r.alias = ""
		r.values(name, value, sc)
	default:
		r.values(name, value, sc)
	}
}

// values reads the value of a property that holds addresses: "10.1.0.4", "{10.1.0.4, 10.1.0.5}".
func (r *netReading) values(name, value string, sc *scanner) {
	own, ok := addressProperty(name)
	if !ok {
		return
	}
	for _, w := range strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune("{}, ", c) }) {
		if !r.add(w, own, sc) {
			r.out.unread(sc.cite())
			return
		}
	}
}

// add keeps a word as an address of the machine or of a server, and reports whether it is one. An address waits for its
// interface and its prefix length.
func (r *netReading) add(word string, own bool, sc *scanner) bool {
	fact := told(word, sc, func(a Addr) Fact {
		if own {
			return &OwnAddress{Interface: r.alias, Bits: -1, Addr: a}
		}
		return &Resolver{Addr: a}
	})
	if fact == nil {
		return false
	}
	r.flush()
	if o, ok := fact.(*OwnAddress); ok {
		r.pending = o
		return true
	}
	r.out.add(fact)
	return true
}

// flush keeps the address that waits.
func (r *netReading) flush() {
	if r.pending != nil {
		r.out.add(r.pending)
		r.pending = nil
	}
}

// row reads a row of a table: servers stand in braces, addresses below their title.
func (r *netReading) row(sc *scanner, text string) {
	if _, list, ok := strings.Cut(text, "{"); ok && slices.Contains(r.titles, "ServerAddresses") {
		r.values("ServerAddresses", list, sc)
		return
	}
	own := -1
	words := strings.Fields(text)
	for i, w := range words {
		if _, isAddr := hostAddr(w); isAddr || own < 0 && isMasked(w) {
			if r.add(w, true, sc) {
				own = i
			}
			break
		}
	}
	if own < 0 || !slices.Contains(r.titles, "IPAddress") {
		r.out.unread(sc.cite())
		return
	}
	if at := slices.Index(r.titles, "PrefixLength"); r.pending != nil && at == slices.Index(r.titles, "IPAddress")+1 && own+1 < len(words) {
		if n, err := strconv.Atoi(words[own+1]); err == nil && n >= 0 && n <= 128 {
			r.pending.Bits = n
		}
	}
	r.flush()
}
