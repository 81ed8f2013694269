package parse

import (
	"slices"
	"strings"
)

// nslookupWindowsReader reads the nslookup of Windows in any language. Its words are translated, its structure is
// not: a server's name with one address, then a line that ends in a colon, then a name with addresses and aliases.
var nslookupWindowsReader = reader{name: "nslookup-windows", opens: opensWindowsNslookup, match: matchWindowsNslookup, read: readWindowsNslookup}

func matchWindowsNslookup(src *Source, head []string) bool {
	if hostText(head) {
		return false
	}
	return windowsNslookupText(head) || (dnsCommand(src.Command).tool == "nslookup" && hasText(src))
}

// windowsNslookupText reports whether the lines are those of Windows: an address behind a label that says so, or
// an error with three stars.
func windowsNslookupText(head []string) bool {
	return slices.ContainsFunc(head, func(line string) bool {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "*** "); ok {
			_, known := windowsTail(rest)
			return known
		}
		label, value, ok := dnsLabel(line)
		if ok && label == "aliases" {
			_, ok = dnsNameValue(value)
			return ok
		}
		return ok && addressLabel(label) && value != "" && readAddrs(value).ok
	})
}

// addressLabels begin the label of an address; most translations leave it in English.
var addressLabels = []string{"address", "adress", "dirección", "direccion", "indirizz", "endereço", "адрес", "アドレス", "地址", "位址", "주소"}

// addressLabel reports whether a label says that addresses follow.
func addressLabel(label string) bool {
	return hasAnyPrefix(label, addressLabels)
}

// continued says what the indented lines below a label go on with.
type continued int

const (
	nothing continued = iota
	serverAddresses
	answerAddresses
	aliasNames
)

// A windowsSession reads Windows' nslookup line by line.
type windowsSession struct {
	*lookups
	labels   windowsLabels
	pending  *windowsPair
	header   bool   // "Non-authoritative answer:" was seen in this lookup
	server   bool   // this lookup has its server block
	detailed []Cite // lines of the responses that are printed in full, as many as are listed
	debug    bool   // the lines repeat in detail (-debug) what is summed up below them
	options  bool   // the lines tell the session's settings
	cont     continued
}

func readWindowsNslookup(src *Source, out *sink) {
	s := &windowsSession{lookups: newLookups("nslookup", src, out), labels: learnLabels(src, out)}
	s.below = true
	s.lines(src, s.line)
	s.settle()
	if s.finish(); len(out.records) == 0 { // nothing sums the responses up
		for _, c := range s.detailed {
			out.unread(c)
		}
	}
}

func (s *windowsSession) line(text string, c Cite) {
	if text == "" || text == ">" && s.server && !s.cur.begun() { // the mark of a quote, on a blank line
		s.options = false
		if s.cont == serverAddresses {
			s.cont = nothing
		}
		return
	}
	if text[0] == '>' && s.quotedLine(strings.TrimLeft(text[1:], " \t")) {
		text = strings.TrimLeft(text[1:], " \t")
	}
	switch {
	case s.details(text):
		if s.detailed = append(s.detailed, c); len(s.detailed) > maxUnreadListed {
			s.detailed = s.detailed[:maxUnreadListed]
		}
	case s.commandLine(text):
	case strings.HasPrefix(text, ">"):
		s.settle()
		s.prompt(text)
		s.header, s.server, s.cont = false, false, nothing
	case strings.HasPrefix(text, "*** "):
		s.settle()
		s.errorLine(strings.TrimPrefix(text, "*** "), c)
		s.cont = nothing
	case strings.HasPrefix(text, "DNS request timed out"), strings.HasPrefix(text, "timeout was "):
		s.cur.remark(Timeout, c) // a retry: an answer may follow
	case strings.HasPrefix(text, `"`) && s.cur.other.File != "": // text of a TXT record
	case s.recordLine(text, c), s.continuation(text, c), s.labelLine(text, c):
	case strings.Contains(text, " can't find "):
		s.settle()
		s.errorLine(text, c)
	default:
		s.strange(text, c)
	}
}

// quotedLine reports whether what stands behind ">" is a line of an output that was quoted, and not what was typed at the
// prompt of the session: a label, which ends in a colon.
func (s *windowsSession) quotedLine(text string) bool {
	label, value, ok := dnsLabel(text)
	if !ok || strings.HasPrefix(label, "set ") || strings.HasPrefix(label, "server ") {
		return false
	}
	_, named := dnsNameValue(value)
	return value == "" && strings.ContainsRune(label, ' ') || named && s.labels.role(label) != noRole || addressLabel(label) && readAddrs(value).ok
}

// strange keeps a line that is not understood. The list of aliases does not go on below one that has the form of a label.
func (s *windowsSession) strange(text string, c Cite) {
	if _, _, ok := dnsLabel(text); ok {
		if p := s.pending; p != nil && s.pairRole(p) == aliasRole {
			s.settle()
		}
		if s.cont == aliasNames {
			s.cont = nothing
		}
	}
	switch {
	case elidedLine(text):
		s.cur.partial, s.cur.elided = true, true
	case sectionTitle(text):
		s.settle()
		s.next()
	}
	s.out.unread(c)
}

// next begins another lookup.
func (s *windowsSession) next() {
	s.flush()
	s.header, s.server, s.cont = false, false, nothing
}

// labelLine reads "Label: value" and "Label:".
func (s *windowsSession) labelLine(text string, c Cite) bool {
	label, value, ok := dnsLabel(text)
	if !ok {
		return false
	}
	if s.isAddress(label, value) {
		return s.addressLine(value, c)
	}
	name, ok := dnsNameValue(value)
	switch {
	case !ok && (elidedName(value) || value != "" && s.labels.role(label) != noRole && s.labels.role(label) != aliasRole):
		s.settle()
		s.cur.elided = true
		s.pending, s.cont = &windowsPair{label: label, at: c}, nothing
		return false
	case !ok && (value == "" || beginsRemark(value)):
		s.cont = nothing
		if s.labels.role(label) != noRole {
			return value == ""
		}
		return s.heads(label) && s.headerLine()
	case !ok || s.half(name):
		return false
	case s.foreign(label, name):
		if s.cont == answerAddresses {
			s.cont = nothing
		}
		return false
	}
	s.settle()
	s.pending = &windowsPair{label: label, name: name, at: c, unread: s.out.unreadLines()}
	s.cont = nothing
	return true
}

// headerLine begins the answer. In merged output it may come before the server's block.
func (s *windowsSession) headerLine() bool {
	s.settle()
	if !s.loneServer() && s.cur.begun() {
		s.next()
	}
	s.header = true
	return true
}

// addressLine reads the addresses of the server or of the answer.
func (s *windowsSession) addressLine(value string, c Cite) bool {
	p := s.pending
	s.pending = nil
	if p == nil && s.cur.verdict != "" && len(s.cur.addrs) == 0 {
		return false // what stands behind an error is no answer
	}
	if p != nil && s.pairRole(p) == serverRole {
		s.startServer(p)
		s.cont = serverAddresses
		v := readAddrs(value)
		if len(v.addrs) == 0 {
			return v.ok && s.maskedServer(value, c)
		}
		if ok := v.ok && !s.halfServer(value); !ok {
			return false
		}
		s.cur.server, s.cur.serverAt = v.addrs[0].String(), c
		return !v.wordy
	}
	if p != nil {
		s.startName(p)
	}
	s.cont = answerAddresses
	return s.addresses(value, -1, c)
}

// continuation reads a line that goes on with the addresses or aliases above it.
func (s *windowsSession) continuation(text string, c Cite) bool {
	if bareAddrs(text) {
		if s.cont == answerAddresses {
			return s.addresses(text, -1, c)
		}
		return s.cont == serverAddresses
	}
	name, ok := dnsNameValue(text)
	if !ok || !strings.Contains(name, ".") {
		s.cur.elided = s.cur.elided || s.cont == aliasNames && elidedName(text)
		return false
	}
	s.settle()
	if s.cont != aliasNames || s.half(name) {
		return false
	}
	s.alias(name, c)
	return true
}

// alias keeps a name of the answer's list of aliases; a server has such a list too, which says nothing.
func (s *windowsSession) alias(name string, c Cite) {
	if s.server && !s.header && len(s.cur.names)+len(s.cur.addrs) == 0 {
		return
	}
	if name = canonical(name); !s.cur.known[name] {
		s.cur.known[name] = true
		s.cur.aliases = append(s.cur.aliases, Name{Name: name, Cite: c})
	}
}
