package parse

import (
	"slices"
	"strings"
)

// nslookupBINDReader reads the nslookup of BIND.
var nslookupBINDReader = reader{name: "nslookup-bind", opens: opensBINDNslookup, match: matchBINDNslookup, read: readBINDNslookup}

// opensBINDNslookup reports whether a line names a server, with its address and port below.
func opensBINDNslookup(line, next string) bool {
	label, _, ok := dnsLabel(line)
	return ok && (label == "server" || label == "default server") && strings.Contains(next, "#") && bindNslookupLine(next)
}

func matchBINDNslookup(src *Source, head []string) bool {
	switch {
	case hostText(head), slices.ContainsFunc(head, windowsDetail), windowsServer(head):
		return false
	case slices.ContainsFunc(head, bindNslookupLine):
		return true
	case windowsNslookupText(head):
		return false
	}
	q := dnsCommand(src.Command)
	if q.tool == "nslookup" || (q.tool == "" && fileHint(src, "nslookup")) {
		return hasText(src)
	}
	return q.tool == "" && !fileHint(src, "host") && !fileHint(src, "dig") && slices.ContainsFunc(head, serverNoteLine)
}

// windowsServer reports whether the first label of a text is that of a server's name, in any language, with its address below and
// no port behind that: BIND's nslookup prints an address and a port.
func windowsServer(head []string) bool {
	for i, line := range head {
		label, value, ok := dnsLabel(strings.TrimSpace(line))
		if !ok || i+1 == len(head) {
			continue
		}
		_, named := dnsNameValue(value)
		below, addr, ok := dnsLabel(strings.TrimSpace(head[i+1]))
		if v := readAddrs(addr); ok && named && label != "name" && addressLabel(below) && !strings.HasPrefix(below, "address ") && !strings.Contains(addr, "#") &&
			v.ok && len(v.addrs) == 1 && !isLiteral(value) {
			return true
		}
		if value != "" {
			return false
		}
	}
	return false
}

// bindNslookupLine reports whether only BIND's nslookup prints such a line.
func bindNslookupLine(line string) bool {
	line = strings.TrimSpace(line)
	if label, value, ok := dnsLabel(line); ok && label == "address" {
		_, port, ok := strings.Cut(value, "#")
		return ok && port != "" && port[0] >= '0' && port[0] <= '9'
	}
	return strings.HasPrefix(line, "** server can't find ") || strings.Contains(line, "canonical name = ") ||
		strings.HasSuffix(line, "canonical name =") || bindNoAnswer(line) || strings.HasPrefix(line, "nslookup: ")
}

// serverNoteLine reports whether a line says that no server answered: host, dig and nslookup print it alike.
func serverNoteLine(line string) bool {
	return strings.HasPrefix(line, ";; communications error to ") || strings.HasPrefix(line, ";; connection timed out")
}

// bindNoAnswer reports whether a line says that a name has no record of the type asked for.
func bindNoAnswer(line string) bool {
	return strings.HasPrefix(line, "*** Can't find ") && strings.HasSuffix(line, ": No answer")
}

// A bindSession reads BIND's nslookup line by line.
type bindSession struct {
	*lookups
	inServer  bool // the next Address line is the server's
	hasServer bool // the current lookup has its server block
	standing  bool // the server is the one of the session, not of a query
	authority bool // what follows is not the answer
	aside     bool // the lines tell the session's settings, or repeat in detail (-debug) what is summed up below them
	owner     string
	lone      Cite // a line that holds nothing but owner, and waits for its record
	wrapped   bool // the last line ended in "canonical name =": its target is on this one
}

func readBINDNslookup(src *Source, out *sink) {
	s := &bindSession{lookups: newLookups("nslookup", src, out)}
	s.silent = out.kind == nslookupBusybox
	s.lines(src, s.line)
	s.cur.unclear = s.cur.unclear || s.lone.File != ""
	s.out.unread(s.lone)
	s.finish()
}

func (s *bindSession) line(text string, c Cite) {
	if s.wrapped && dnsName(text) && !s.halfTarget(text, s.owner) {
		s.alias(s.owner, text, c)
		s.wrapped = false
		return
	}
	s.wrapped = false
	if !strings.HasPrefix(text, "canonical name =") {
		s.out.unread(s.lone)
	}
	s.lone = Cite{}
	s.aside = text == "Set options:" || detailTitle(text) || s.aside && text != "" && text[0] != '>' && !ruleLine(text)
	switch {
	case text == "", s.aside, ruleLine(text), s.commandLine(text):
	case strings.HasPrefix(text, ">"):
		s.prompt(text)
		s.hasServer, s.inServer, s.authority = false, false, false
	case s.noteLine(text, c), s.errorLine(text, c), s.recordLine(text, c), s.labelLine(text, c):
	case elidedLine(text):
		s.cutOut(c)
	case sectionTitle(text):
		s.next()
		s.out.unread(c)
	case dnsName(text) && strings.Contains(text, ".") && !s.torn:
		s.owner, s.lone = text, c // the column of names was too narrow: the rest follows on the next line
	default:
		s.out.unread(c)
	}
}

// next begins another lookup.
func (s *bindSession) next() {
	s.flush()
	s.hasServer, s.inServer, s.authority, s.owner = false, false, false, ""
}

// errorLine reads "** server can't find NAME: NXDOMAIN", "*** Can't find NAME: No answer" and busybox's messages.
func (s *bindSession) errorLine(text string, c Cite) bool {
	if strings.HasPrefix(text, "nslookup: ") {
		return s.busyboxError(text, c)
	}
	rest, ok := strings.CutPrefix(text, "** server can't find ")
	if !ok && bindNoAnswer(text) {
		rest, ok = strings.TrimPrefix(text, "*** Can't find "), true
	}
	i := strings.LastIndex(rest, ": ")
	if !ok || i < 0 {
		return false
	}
	name, outcome := canonical(rest[:i]), dnsRcode(rest[i+2:])
	if strings.HasPrefix(text, "***") {
		outcome = NoData
	}
	if s.suffixed(name) || s.tried(name, outcome, c) {
		return true
	}
	if s.cur.begun() && !s.cur.known[name] && s.query.name == "" {
		s.next()
	}
	if dnsName(name) {
		s.cur.name(name, c)
	}
	s.cur.decide(outcome, c)
	return true
}

// labelLine reads the lines that are "Label: value".
func (s *bindSession) labelLine(text string, c Cite) bool {
	label, value, ok := dnsLabel(text)
	if !ok {
		return false
	}
	switch {
	case label == "server" || label == "default server":
		if s.hasServer || s.cur.begun() {
			s.next()
		}
		s.inServer, s.hasServer, s.standing = true, true, label != "server"
		if s.standing {
			return true
		}
		if s.halfServer(value) {
			return false
		}
		if !s.maskedServer(value, c) {
			s.cur.server, s.cur.serverAt = dnsServer(firstField(value)), c
		}
		return true
	case label == "name":
		s.inServer = false
		return s.nameLine(value, c)
	case label == "address" || label == "addresses" || strings.HasPrefix(label, "address "):
		return s.addressLine(label, value, c)
	case value == "" && strings.HasPrefix(label, "authoritative answers"):
		s.authority = true
		return true
	}
	return value == "" && label == "non-authoritative answer"
}

// nameLine reads the name that the addresses below it belong to.
func (s *bindSession) nameLine(value string, c Cite) bool {
	name, ok := dnsNameValue(value)
	if elidedName(value) {
		s.cur.elided = true
	}
	if !ok || s.half(name) {
		return false
	}
	s.anew(name)
	if s.out.kind == nslookupBusybox && len(s.cur.addrs) > 0 && !s.cur.known[canonical(name)] {
		s.another(name)
	}
	s.cur.name(name, c)
	return true
}

// addressLine reads an address: the server's below its name or with a port, else the answer's.
func (s *bindSession) addressLine(label, value string, c Cite) bool {
	v := readAddrs(value)
	if label != "address" && label != "addresses" && len(v.addrs) == 1 { // "Address 1: 10.1.2.3 host"
		v.ok = true
	}
	server := s.inServer || strings.Contains(firstField(value), "#")
	standing := s.standing && s.inServer
	s.inServer = false
	switch {
	case standing:
		return v.ok
	case server && (!v.ok || s.halfServer(value)):
		return false
	case server && len(v.addrs) > 0:
		s.cur.server, s.cur.serverAt = v.addrs[0].String(), c
		return !v.wordy
	case server:
		return s.maskedServer(value, c)
	case !v.ok || s.torn && len(v.masked) > 0:
		s.masked()
		return false
	}
	s.keep(v, -1, c)
	return true
}

// firstField returns the first word of a text, or "".
func firstField(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return words[0]
}
