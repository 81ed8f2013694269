package parse

import (
	"slices"
	"strings"
)

const nslookupBusybox = "nslookup-busybox"

// nslookupBusyboxReader reads the nslookup of busybox. It prints what BIND's prints, with other server lines and errors.
var nslookupBusyboxReader = reader{name: nslookupBusybox, opens: opensBusyboxNslookup, match: matchBusyboxNslookup, read: readBINDNslookup}

func matchBusyboxNslookup(_ *Source, head []string) bool {
	return !hostText(head) && slices.ContainsFunc(head, busyboxLine)
}

// opensBusyboxNslookup reports whether a line names a server, with its address in busybox's form below.
func opensBusyboxNslookup(line, next string) bool {
	label, _, ok := dnsLabel(line)
	return ok && label == "server" && busyboxLine(next)
}

// busyboxLine reports whether only busybox prints such a line: "Address 1: 10.0.0.10 name", "Address: 10.0.0.10:53".
func busyboxLine(line string) bool {
	line = strings.TrimSpace(line)
	for _, p := range busyboxErrors {
		if strings.HasPrefix(line, p) {
			return true
		}
	}
	label, value, ok := dnsLabel(line)
	number, numbered := strings.CutPrefix(label, "address ")
	switch {
	case !ok || value == "":
		return false
	case numbered && number != "" && strings.Trim(number, "0123456789") == "":
		v := readAddrs(firstField(value))
		return v.ok
	}
	return label == "address" && portBehind(value)
}

// portBehind reports whether an address has its port behind a colon, as busybox prints it.
func portBehind(value string) bool {
	host, port, ok := strings.Cut(value, ":")
	if strings.HasPrefix(value, "[") {
		host, port, ok = strings.Cut(strings.TrimPrefix(value, "["), "]:")
	}
	if !ok || port == "" || strings.Trim(port, "0123456789") != "" {
		return false
	}
	return readAddrs(host).ok
}

// busyboxErrors begin the messages of busybox's nslookup, which is called by that name.
var busyboxErrors = []string{"nslookup: can't resolve '", "nslookup: write to '", "nslookup: read: "}

// busyboxError reads a message of busybox. "nslookup: can't resolve '(null)'" stands above good answers too.
func (s *bindSession) busyboxError(text string, c Cite) bool {
	s.cur.remark(Failed, c)
	if _, rest, ok := strings.Cut(text, "can't resolve '"); ok {
		if name, _, whole := strings.Cut(rest, "'"); whole && s.cur.query.name == "" {
			s.cur.query.name = literalName(name)
		}
	}
	return hasAnyPrefix(text, busyboxErrors)
}

// tried keeps the error of a name that busybox asked for in place of the one of its command: that name with a suffix of the
// search list behind it. It is no part of the chain, and says nothing of a name that is whole.
func (s *bindSession) tried(name string, o Outcome, c Cite) bool {
	const whole = 2 // dots
	if s.out.kind != nslookupBusybox || s.query.name == "" || !strings.HasPrefix(name, s.query.name+".") {
		return false
	}
	if strings.Count(s.query.name, ".") < whole {
		s.cur.decide(o, c)
	}
	s.cur.remark(Failed, c)
	return true
}

// another begins the answer for another name, which a search list leads to as well. The server is the same.
func (s *bindSession) another(name string) {
	server, at := s.cur.server, s.cur.serverAt
	s.flush()
	s.cur.server, s.cur.serverAt, s.cur.query.name = server, at, canonical(name)
}

// suffixed reports whether a name of an error is the one asked for with a suffix of the search list behind it, where the
// tool has told of the name itself. Where it told of that one first, all is forgotten of it.
func (s *bindSession) suffixed(name string) bool {
	if s.cur.verdict == "" || len(s.cur.links)+len(s.cur.addrs) > 0 {
		return false
	}
	for _, n := range s.cur.names {
		if strings.HasPrefix(name, n.Name+".") {
			return true
		}
	}
	suffixed := func(n Name) bool { return strings.HasPrefix(n.Name, name+".") }
	if strings.Contains(name, ".") && len(s.cur.names) > 0 && !slices.ContainsFunc(s.cur.names, func(n Name) bool { return !suffixed(n) }) {
		s.cur.names, s.cur.known, s.cur.verdict = nil, map[string]bool{}, ""
	}
	return false
}
