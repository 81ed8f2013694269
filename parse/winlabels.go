package parse

import (
	"slices"
	"strings"
)

// A role is the part that a label of Windows' nslookup plays.
type role int

const (
	noRole role = iota
	serverRole
	nameRole
	aliasRole
	addressRole
)

// windowsLabels tells the parts of the labels of one capture.
type windowsLabels struct {
	learnt map[string]role
	known  map[role]bool // the capture has a label for that part that is known from the start
}

// englishLabels are the labels that are known from the start; translations are learnt from where they stand.
var englishLabels = map[string]role{
	"server": serverRole, "default server": serverRole, "name": nameRole, "aliases": aliasRole, "alias": aliasRole,
}

// role returns the part of a label, or noRole where nothing tells it.
func (l windowsLabels) role(label string) role {
	if r, ok := englishLabels[label]; ok {
		return r
	}
	return l.learnt[label]
}

// mark keeps that the capture has a label that is known from the start.
func (l windowsLabels) mark(label string) {
	r := englishLabels[label]
	if addressLabel(label) {
		r = addressRole
	}
	if r != noRole {
		l.known[r] = true
	}
}

// opensWindowsNslookup reports whether a line names a server, with its address below, and no port.
func opensWindowsNslookup(line, next string) bool {
	label, value, ok := dnsLabel(line)
	if !ok || !serverLabel(label) {
		return false
	}
	_, named := dnsNameValue(value)
	below, addr, ok := dnsLabel(next)
	v := readAddrs(addr)
	return named && ok && addressLabel(below) && !strings.ContainsAny(below, "0123456789") && v.ok && len(v.addrs) == 1 && !strings.Contains(addr, "#") &&
		!portBehind(addr)
}

// serverLabels are in the labels of servers, damaged ones too.
var serverLabels = []string{"server", "serveur", "servidor", "serwer", "szerver", "sunucu", "palvelin", "сервер", "╤хЁтхЁ", "サーバ", "服务器", "伺服器", "서버"}

// serverLabel reports whether a label names a server.
func serverLabel(label string) bool {
	return slices.ContainsFunc(serverLabels, func(l string) bool { return strings.Contains(label, l) })
}

// learnLabels finds out which labels head servers and which head answers, whatever the language: of the labels
// with a name that have an address below them, the first one after the beginning or after a prompt is the server's.
func learnLabels(src *Source, out *sink) windowsLabels {
	labels := windowsLabels{map[string]role{}, map[role]bool{}}
	first, header, headed := true, false, false
	last, only := "", ""
	dnsLines(src, out, func(_ *scanner, text string) {
		if strings.HasPrefix(text, ">") {
			first, last = true, ""
			return
		}
		label, value, ok := dnsLabel(text)
		labels.mark(label)
		_, isAddr := dnsAddr(firstField(value))
		switch {
		case !ok:
		case addressLabel(label) && last != "":
			if labels.role(last) == noRole {
				labels.learnt[last] = nameRole
				if first {
					labels.learnt[last], only, headed = serverRole, last, header
				}
			}
			first, last = false, ""
		case value == "":
			header, last = true, ""
		case englishLabels[label] == noRole && (isAddr && !first || englishLabels[last] == nameRole): // a person's line
		case englishLabels[label] != aliasRole:
			last = label
		}
	})
	if len(labels.learnt) == 1 && headed && labels.learnt[only] == serverRole {
		labels.learnt[only] = nameRole // the server's block was cut off
	}
	return labels
}

// windowsTails are the ends of an error line; they stay English in every language.
var windowsTails = []struct {
	tail    string
	outcome Outcome
}{
	{"non-existent domain", NXDomain}, {"server failed", ServFail}, {"query refused", RefusedQ},
	{"no response from server", Timeout}, {"timed-out", Timeout}, {"timed out", Timeout},
	{"no records", NoData}, {"unspecified error", Failed}, {"format error", Failed}, {"not implemented", Failed},
}

// windowsTail returns the outcome of an error line, and whether its end is known.
func windowsTail(text string) (Outcome, bool) {
	text = strings.ToLower(strings.TrimRight(text, ". "))
	if strings.Contains(text, "(a+aaaa)") {
		return NoData, true
	}
	for _, t := range windowsTails {
		if strings.HasSuffix(text, t.tail) {
			return t.outcome, true
		}
	}
	return Failed, false
}

// errorLine reads what stands behind "*** ".
func (s *windowsSession) errorLine(text string, c Cite) {
	lower := strings.ToLower(text)
	outcome, known := windowsTail(text)
	name := errorName(text)
	switch {
	case strings.HasPrefix(lower, "can't find server name"): // the server has no reverse entry: no matter
		return
	case strings.HasPrefix(lower, "can't find address for server"):
		outcome, name = Failed, ""
	case !known && s.cur.note == Timeout && name == "":
		outcome = Timeout
	}
	if s.torn && outcome == NoData && s.half(name) { // the name that the line ends in
		s.out.unread(c)
		outcome, name = Failed, ""
	}
	if name != "" && s.cur.begun() && !s.cur.known[name] {
		s.next()
	}
	if name != "" {
		s.cur.name(name, c)
	}
	s.cur.decide(outcome, c)
}

// errorName returns the name that an error line is about: "UnKnown can't find NAME: Non-existent domain", with
// other words around it in other languages. It is the last word with a dot, but not the first word, which names
// the server.
func errorName(text string) string {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	head := text
	if i := strings.LastIndexAny(text, ":："); i >= 0 {
		head = text[:i]
	} else if !strings.Contains(text, "(A+AAAA)") {
		return ""
	}
	if _, name, ok := strings.Cut(head, " can't find "); ok && dnsName(strings.TrimSpace(name)) {
		return canonical(strings.TrimSpace(name))
	}
	words := strings.Fields(head)
	for _, w := range slices.Backward(words[min(1, len(words)):]) {
		if w = strings.Trim(w, `"'«»`); strings.Contains(w, ".") && dnsName(w) {
			return canonical(w)
		}
	}
	return ""
}

// windowsRecords are the words, the same in every language, that mark records of other types.
var windowsRecords = []struct{ words, kind string }{
	{"mail exchanger =", "MX"}, {"nameserver =", "NS"}, {"text =", "TXT"}, {"primary name server =", "SOA"},
	{"responsible mail addr =", "SOA"}, {"serial  =", "SOA"}, {"refresh =", "SOA"}, {"retry   =", "SOA"},
	{"expire  =", "SOA"}, {"default TTL =", "SOA"}, {"svr hostname", "SRV"}, {"name =", "PTR"},
}

// recordLine reads a record of another type; the addresses printed below such records are additional data.
func (s *windowsSession) recordLine(text string, c Cite) bool {
	if strings.Contains(text, "internet address =") || strings.Contains(text, "AAAA IPv6 address =") {
		return s.cur.other.File != ""
	}
	owner := firstField(text)
	if _, target, ok := strings.Cut(text, "canonical name = "); ok && dnsName(owner) {
		target, ok = dnsNameValue(target)
		s.settle()
		s.cur.otherRecord("CNAME", "", c)
		if !ok || s.halfTarget(target, owner) {
			return false
		}
		s.cur.alias(owner, target, c)
		return true
	}
	for _, r := range windowsRecords {
		if strings.Contains(text, r.words) {
			s.settle()
			if kind := s.cur.query.kind; kind == "CNAME" && kind != r.kind {
				owner = "" // of the authority
			}
			s.cur.otherRecord(r.kind, owner, c)
			return true
		}
	}
	return false
}

// details reports whether a line belongs to a response that -debug or -d2 prints in full, or to the session's settings.
func (s *windowsSession) details(text string) bool {
	rule := ruleLine(text)
	s.options = text == "Set options:" || s.options && text[0] != '>'
	switch {
	case windowsDetail(text), detailTitle(text):
		s.debug = true
		return true
	case s.debug && rule:
		s.debug = false
		return true
	}
	return s.debug || s.options || rule
}

// windowsDetail reports whether a line begins what Windows prints in full of a query or of a response.
func windowsDetail(line string) bool {
	line = strings.TrimSpace(line)
	return line == "Got answer:" || strings.HasPrefix(line, "SendRequest(), len ") || strings.HasPrefix(line, "ttl = ") && strings.HasSuffix(line, ")")
}

// detailTitle reports whether a line heads a part of a response that -debug prints in full.
func detailTitle(line string) bool {
	return line == "QUESTIONS:" || line == "ANSWERS:" || line == "AUTHORITY RECORDS:" || line == "ADDITIONAL RECORDS:"
}

// ruleLine reports whether a line is a rule between what -debug prints.
func ruleLine(text string) bool { return len(text) > 5 && strings.Trim(text, "-") == "" }
