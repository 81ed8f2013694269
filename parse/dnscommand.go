package parse

import (
	"net/netip"
	"slices"
	"strings"
)

// A dnsQuery is what a command line says of one query.
type dnsQuery struct {
	tool     string   // nslookup, host, dig, getent, resolve-dnsname, resolvectl; empty if the command is none of these or unknown
	database string   // getent only: hosts, ahosts, ahostsv4, ahostsv6
	name     string   // canonical; empty if not told, or written as a variable or placeholder
	kind     string   // record type asked for, in upper case; empty if none
	explicit bool     // a server was given
	server   string   // that server without port; empty if none, or written as a variable
	short    bool     // dig +short
	trace    bool     // dig +trace
	noHosts  bool     // Resolve-DnsName -DnsOnly, -NoHostsFile
	more     []string // names of further queries (dig)
}

// chosen returns whether a server was given on the command line, or nil if the command line is unknown.
func (q dnsQuery) chosen() *bool {
	if q.tool == "" {
		return nil
	}
	return new(q.explicit)
}

// dnsArguments reads the arguments of one tool into a query.
var dnsArguments = []struct {
	tool string
	read func(*dnsQuery, []string)
}{
	{"nslookup", readNslookupArguments},
	{"host", readHostArguments},
	{"dig", readDigArguments},
	{"getent", readGetentArguments},
	{"resolve-dnsname", readResolveDNSNameArguments},
	{"resolvectl", readResolvectlArguments},
	{"systemd-resolve", readResolvectlArguments},
}

// dnsCommand reads a command line. The zero dnsQuery means that it runs none of the tools.
func dnsCommand(command string) dnsQuery {
	words := commandWords(command)
	var read func(*dnsQuery, []string)
	var q dnsQuery
	at := programAt(words, func(name string) bool {
		for _, a := range dnsArguments {
			if a.tool == name {
				q.tool, read = name, a.read
			}
		}
		return read != nil
	})
	if at < 0 || taken(words[:at]) {
		return dnsQuery{}
	}
	if q.tool == "systemd-resolve" {
		q.tool = "resolvectl"
	}
	read(&q, words[at+1:])
	return q
}

// literalName returns a name from a command line in canonical form, or "" for a variable or placeholder.
func literalName(word string) string {
	if !dnsName(word) || strings.ContainsAny(word, "$%<>{}*`") {
		return ""
	}
	return canonical(word)
}

// setName keeps the name asked for; an address means a reverse query.
func (q *dnsQuery) setName(word string) {
	if addr, ok := dnsAddr(word); ok {
		q.name, q.kind = addr.String(), "PTR"
		return
	}
	q.name = literalName(word)
}

// setServer keeps the server that was chosen on the command line.
func (q *dnsQuery) setServer(word string) {
	q.explicit, q.server = true, dnsServer(word)
}

// readNslookupArguments reads "[-option[=value]]... NAME|- [SERVER]".
func readNslookupArguments(q *dnsQuery, args []string) {
	var rest []string
	for _, a := range args {
		if len(a) > 1 && a[0] == '-' {
			q.setOption(a[1:])
			continue
		}
		rest = append(rest, a)
	}
	if len(rest) > 0 && rest[0] != "-" {
		q.setName(rest[0])
	}
	if len(rest) > 1 {
		q.setServer(rest[1])
	}
}

// setOption reads "type=AAAA" and its other spellings, as given to nslookup or to its "set" command.
func (q *dnsQuery) setOption(option string) {
	key, value, _ := strings.Cut(strings.TrimPrefix(option, "-"), "=")
	switch strings.ToLower(key) {
	case "type", "ty", "t", "query", "querytype", "q":
		q.kind = dnsKind(value)
	}
}

// readHostArguments reads "[options] NAME [SERVER]".
func readHostArguments(q *dnsQuery, args []string) {
	rest := readFlags(args, "cNRtWmp", func(flag byte, value string) {
		if flag == 't' {
			q.kind = dnsKind(value)
		}
	})
	switch {
	case slices.Contains(args, "-a"):
		q.kind = "ANY"
	case slices.Contains(args, "-l"):
		q.kind = "AXFR"
	case slices.Contains(args, "-C"):
		q.kind = "SOA"
	}
	if len(rest) > 0 {
		kind := q.kind
		q.setName(rest[0])
		if kind != "" {
			q.kind = kind
		}
	}
	if len(rest) > 1 {
		q.setServer(rest[1])
	}
}

// readDigArguments reads "[@SERVER] [options] NAME [TYPE] [CLASS] [+option]...". The first query counts.
func readDigArguments(q *dnsQuery, args []string) {
	rest := readFlags(args, "bcfkmpqtxy", func(flag byte, value string) {
		switch flag {
		case 't':
			q.kind = dnsKind(value)
		case 'q', 'x':
			q.setName(value)
		}
	})
	for _, a := range rest {
		switch {
		case a == "":
		case a[0] == '@':
			q.setServer(a[1:])
		case a[0] == '+':
			q.short = q.short || a == "+short" || a == "+shor"
			q.trace = q.trace || a == "+trace"
		case isDNSKind(a):
			q.kind = dnsKind(a)
		case strings.EqualFold(a, "IN"), strings.EqualFold(a, "CH"):
		case q.name == "":
			q.setDigName(a)
		default:
			q.more = append(q.more, literalName(a))
		}
	}
	if q.kind == "" && q.name != "" {
		q.kind = "A"
	}
}

// setDigName keeps a name: dig asks for an address as if it were a name, without -x.
func (q *dnsQuery) setDigName(word string) {
	if _, err := netip.ParseAddr(word); err == nil {
		q.name = word
		return
	}
	q.name = literalName(word)
}

// readGetentArguments reads "[options] DATABASE KEY".
func readGetentArguments(q *dnsQuery, args []string) {
	rest := readFlags(args, "s", func(byte, string) {})
	if len(rest) > 0 {
		q.database = rest[0]
	}
	if len(rest) > 1 {
		q.setName(rest[1])
	}
	switch q.database {
	case "ahostsv4":
		q.kind = "A"
	case "ahostsv6":
		q.kind = "AAAA"
	}
}

// readFlags hands out one-letter options, those in valued with their value ("-t AAAA", "-tAAAA"), and returns
// the other arguments.
func readFlags(args []string, valued string, flag func(byte, string)) []string {
	var rest []string
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case len(a) < 2 || a[0] != '-':
			rest = append(rest, a)
		case strings.IndexByte(valued, a[1]) < 0:
			flag(a[1], "")
		case len(a) > 2:
			flag(a[1], a[2:])
		case i+1 < len(args):
			i++
			flag(a[1], args[i])
		}
	}
	return rest
}
