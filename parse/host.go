package parse

import (
	"slices"
	"strings"
)

// hostReader reads the tool host of BIND. What "host -v" and "host -a" print is read by digReader.
var hostReader = reader{name: "host", match: matchHost, read: readHost}

func matchHost(src *Source, head []string) bool {
	if hostText(head) {
		return true
	}
	q := dnsCommand(src.Command)
	return (q.tool == "host" || (q.tool == "" && fileHint(src, "host.") && slices.ContainsFunc(head, serverNoteLine))) && hasText(src)
}

// hostPhrases stand between a name and what host says of it. An address line has its data checked as well.
var hostPhrases = []string{" is an alias for ", " has address ", " has IPv6 address ", " mail is handled by "}

// hostText reports whether only host prints such lines.
func hostText(head []string) bool {
	return slices.ContainsFunc(head, func(line string) bool {
		line = strings.TrimSpace(line)
		for _, p := range hostPhrases {
			if name, _, ok := strings.Cut(line, p); ok && dnsName(name) {
				return true
			}
		}
		return line == "Using domain server:" || (strings.HasPrefix(line, "Host ") && strings.Contains(line, " not found: "))
	})
}

// A hostSession reads host line by line.
type hostSession struct {
	*lookups
	inServer bool // the lines are about the server
}

func readHost(src *Source, out *sink) {
	s := &hostSession{lookups: newLookups("host", src, out)}
	s.lines(src, s.line)
	s.finish()
}

func (s *hostSession) line(text string, c Cite) {
	switch {
	case text == "":
		s.inServer = false
	case s.commandLine(text):
	case text == "Using domain server:":
		if s.cur.begun() {
			s.flush()
		}
		s.cur.explicit = new(true)
		s.inServer = true
	case s.serverLine(text, c), s.noteLine(text, c), s.notFoundLine(text, c), s.recordLine(text, c):
	case strings.HasPrefix(text, "Trying "):
	case elided(text):
		s.cur.partial = true
		s.out.unread(c)
	case sectionTitle(text):
		s.flush()
		s.out.unread(c)
	default:
		s.out.unread(c)
	}
}

// serverLine reads the block about the server: its Address is never an answer.
func (s *hostSession) serverLine(text string, c Cite) bool {
	label, value, ok := dnsLabel(text)
	if !ok {
		return false
	}
	switch label {
	case "aliases": // of the server
		return value == "" || s.inServer
	case "name":
		if s.inServer && !s.halfServer(value) {
			s.cur.server, s.cur.serverAt = dnsServer(value), c
			return true
		}
	case "address":
		addr, ok := dnsAddr(value)
		if s.inServer && ok && !s.halfServer(value) {
			s.cur.server, s.cur.serverAt = addr.String(), c
			return true
		}
	}
	return false
}

// notFoundLine reads "Host NAME not found: 3(NXDOMAIN)" and "NAME has no AAAA record".
func (s *hostSession) notFoundLine(text string, c Cite) bool {
	name, rcode, ok := strings.Cut(strings.TrimPrefix(text, "Host "), " not found: ")
	outcome := dnsRcode(rcode)
	if !ok {
		var kind string
		name, kind, ok = strings.Cut(text, " has no ")
		ok, outcome = ok && strings.HasSuffix(kind, " record"), NoData
	}
	if !ok || !dnsName(name) {
		return false
	}
	s.own(name)
	s.cur.name(name, c)
	s.cur.decide(outcome, c)
	return true
}

// own begins another lookup where a line is about a name that has nothing to do with those before it: several
// runs pasted one after the other. Where the command names one name, everything belongs to that.
func (s *hostSession) own(name string) {
	if s.cur.begun() && !s.cur.known[canonical(name)] && !s.cur.partial && s.query.name == "" {
		s.flush()
	}
}

// hostRecords are the phrases of records without addresses, with their types. A mail line is printed beside every
// answer, so it says something only where MX was asked for.
var hostRecords = []struct{ phrase, kind string }{
	{" mail is handled by ", ""}, {" domain name pointer ", "PTR"}, {" descriptive text ", "TXT"}, {" name server ", "NS"},
	{" has SOA record ", "SOA"}, {" has SRV record ", "SRV"}, {" has CAA record ", "CAA"}, {" has HTTP service bindings ", "HTTPS"},
}

// recordLine reads an alias, an address, or a record of another type.
func (s *hostSession) recordLine(text string, c Cite) bool {
	if name, target, ok := strings.Cut(text, " is an alias for "); ok {
		target, named := dnsNameValue(target)
		if !named || !dnsName(name) || s.halfTarget(target, name) {
			return false
		}
		s.own(name)
		s.cur.alias(name, target, c)
		return true
	}
	name, value, ok := strings.Cut(text, " has address ")
	if !ok {
		name, value, ok = strings.Cut(text, " has IPv6 address ")
	}
	if ok {
		return s.addressLine(name, value, c)
	}
	for _, r := range hostRecords {
		if name, _, ok := strings.Cut(text, r.phrase); ok && dnsName(name) {
			s.own(name)
			s.otherLine(name, r.kind, c)
			return true
		}
	}
	return false
}

// addressLine reads "NAME has address ADDRESS".
func (s *hostSession) addressLine(name, value string, c Cite) bool {
	if !dnsName(name) {
		return false
	}
	addrs, ok := dnsAddrs(value)
	s.own(name)
	if !ok {
		s.masked()
		return false
	}
	s.cur.name(name, c)
	s.cur.addr(addrs[0], -1, c)
	return true
}

// otherLine keeps a record without address.
func (s *hostSession) otherLine(name, kind string, c Cite) {
	if kind == "" && s.cur.query.kind != "MX" {
		s.cur.name(name, c)
		return
	}
	s.cur.otherRecord(kind, name, c)
}
