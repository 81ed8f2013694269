package parse

import (
	"slices"
	"strings"
)

// hostReader reads the tool host of BIND.
var hostReader = reader{name: "host", opens: opensHost, match: matchHost, read: readHost}

func matchHost(src *Source, head []string) bool {
	if hostText(head) || hostBeside(head) {
		return true
	}
	q := dnsCommand(src.Command)
	if q.tool == "host" && q.name != "" && src.Exit != nil && *src.Exit == 0 {
		return true // of a name without addresses it prints nothing
	}
	return (q.tool == "host" || (q.tool == "" && fileHint(src, "host.") && slices.ContainsFunc(head, serverNoteLine))) && hasText(src)
}

// hostPhrases stand between a name and what host says of it. An address line has its data checked as well.
var hostPhrases = []string{" is an alias for ", " has address ", " has IPv6 address ", " mail is handled by "}

// hostText reports whether only host prints such lines.
func hostText(head []string) bool {
	return slices.ContainsFunc(head, func(line string) bool {
		line = strings.TrimSpace(line)
		return hostPhrase(line) || hostNotFound(line) || line == "Using domain server:" || hostServer(line)
	})
}

// hostPhrase reports whether a line is a record as only host prints it.
func hostPhrase(line string) bool {
	for _, p := range hostPhrases {
		if name, _, ok := strings.Cut(line, p); ok && dnsName(name) {
			return true
		}
	}
	return false
}

// hostNotFound reports whether a line is "Host NAME not found: 3(NXDOMAIN)".
func hostNotFound(line string) bool {
	return strings.HasPrefix(line, "Host ") && strings.Contains(line, " not found: ")
}

// hostServer reports whether a line heads the answer of one server (host -C).
func hostServer(line string) bool {
	server, ok := strings.CutPrefix(line, "Nameserver ")
	server, whole := strings.CutSuffix(server, ":")
	_, isAddr := dnsAddr(server)
	return ok && whole && isAddr
}

// A hostSession reads host line by line.
type hostSession struct {
	*lookups
	inServer bool // the lines are about the server
}

func readHost(src *Source, out *sink) {
	s := newLookups("host", src, out)
	s.silent = true
	m := &hostMix{plain: &hostSession{lookups: s}, verbose: &digSession{lookups: s}}
	if s.lines(src, m.line); !hasText(src) {
		s.cur.empty = noOutput(out.origin)
	}
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
	case s.nameserverLine(text, c), s.serverLine(text, c), s.noteLine(text, c), s.notFoundLine(text, c), s.recordLine(text, c):
	case strings.HasPrefix(text, "Trying "), strings.HasPrefix(text, "Received "):
	case elidedLine(text):
		s.cutOut(c)
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
			if !s.maskedServer(value, c) {
				s.cur.server, s.cur.serverAt = dnsServer(value), c
			}
			return true
		}
	case "address":
		addr, ok := dnsAddr(value)
		switch {
		case !s.inServer || s.halfServer(value):
		case ok:
			s.cur.server, s.cur.serverAt = addr.String(), c
			return true
		default:
			return s.maskedServer(value, c)
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
		s.cur.elided = s.cur.elided || elidedName(text)
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
	if elidedName(name) {
		s.cur.elided = true
	}
	if !dnsName(name) {
		return false
	}
	s.own(name)
	if !addressKind(s.cur.query.kind) { // a listing of a whole zone
		s.cur.otherRecord(s.cur.query.kind, "", c)
		return true
	}
	if !s.addresses(value, -1, c) {
		return false
	}
	s.cur.name(name, c)
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
