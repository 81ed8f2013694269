package parse

import (
	"net/netip"
	"slices"
	"strings"
)

// resolvectlReader reads resolvectl, and the older systemd-resolve: answers, and the machine's name servers.
var resolvectlReader = reader{name: "resolvectl", opens: opensResolvectl, match: matchResolvectl, read: readResolvectl}

// opensResolvectl reports whether a line is the first of an answer or of the machine's settings.
func opensResolvectl(line, next string) bool {
	if strings.Contains(line, resolveFailed) {
		name, _, _ := strings.Cut(line, resolveFailed)
		return dnsName(name)
	}
	if name, _, ok := strings.Cut(line, ": "); ok && strings.Contains(line, " -- link: ") {
		return dnsName(name)
	}
	below := strings.TrimSpace(next)
	if _, ok := resolvectlLink(line); ok {
		return hasAnyPrefix(below, resolvectlKeys) || strings.HasPrefix(next, "Link ")
	}
	return line == "Global" && hasAnyPrefix(below, resolvectlKeys) || strings.HasPrefix(line, "Global:") && strings.HasPrefix(next, "Link ")
}

const resolveFailed = ": resolve call failed: "

// resolvectlKeys begin the lines about a link, and those about all of them.
var resolvectlKeys = []string{"Current Scopes:", "Protocols:", "LLMNR setting:", "DNS Servers:", "DNS Domain:", "DNSSEC NTA:", "DefaultRoute setting:", "Current DNS Server:", "Fallback DNS Servers:"}

// hasAnyPrefix reports whether a text begins with one of some prefixes.
func hasAnyPrefix(text string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
}

func matchResolvectl(src *Source, head []string) bool {
	for i, line := range head {
		next := ""
		if i+1 < len(head) {
			next = head[i+1]
		}
		text := strings.TrimSpace(line)
		if strings.HasPrefix(text, "-- Information acquired via protocol ") || opensResolvectl(text, next) {
			return true
		}
	}
	return dnsCommand(src.Command).tool == "resolvectl" && hasText(src)
}

// resolvectlLink returns what stands behind the link of a line: "Link 2 (eth0)", or "Link 2 (eth0): 10.0.0.4" of "resolvectl dns".
func resolvectlLink(line string) (rest string, ok bool) {
	number, rest, ok := strings.Cut(strings.TrimPrefix(line, "Link "), " (")
	_, rest, closed := strings.Cut(rest, ")")
	if !ok || !closed || !strings.HasPrefix(line, "Link ") || number == "" || strings.Trim(number, "0123456789") != "" {
		return "", false
	}
	rest, colon := strings.CutPrefix(rest, ":")
	return strings.TrimSpace(rest), colon || rest == ""
}

// A resolvectlSession reads resolvectl line by line.
type resolvectlSession struct {
	*lookups
	key     string // the setting that indented values below belong to
	answers bool   // indented lines below belong to an answer
	servers map[netip.Addr]bool
}

func readResolvectl(src *Source, out *sink) {
	s := &resolvectlSession{lookups: newLookups("resolvectl", src, out), servers: map[netip.Addr]bool{}}
	s.lines(src, s.line)
	s.finish()
}

func (s *resolvectlSession) line(text string, c Cite) {
	name, rest, labelled := strings.Cut(text, ": ")
	values, link := resolvectlLink(text)
	switch {
	case text == "":
		s.key, s.answers = "", false
	case strings.HasPrefix(text, "-- "), s.commandLine(text):
	case link:
		s.key, s.answers = "", false
		s.listed(values, c)
	case text == "Global", text == "Global:":
		s.key, s.answers = "", false
	case strings.HasPrefix(text, "Global: "):
		s.listed(rest, c)
	case labelled && dnsName(name) && (strings.HasPrefix(rest, resolveFailed[2:]) || strings.Contains(name, ".") || rest != name && readAddrs(beforeLink(rest)).ok):
		s.nameLine(name, rest, c)
	case s.answers && s.answerLine(beforeLink(text), c):
	case s.typedLine(text, c), s.settingLine(text, c):
	case elidedLine(text):
		s.cutOut(c)
	default:
		s.out.unread(c)
	}
}

// beforeLink returns what stands in front of " -- link: eth0".
func beforeLink(text string) string {
	text, _, _ = strings.Cut(text, " -- link:")
	return strings.TrimSpace(text)
}

// nameLine reads "NAME: ADDRESS", "NAME: resolve call failed: MESSAGE" and, for an address, "ADDRESS: NAME".
func (s *resolvectlSession) nameLine(name, rest string, c Cite) {
	s.begin(name)
	s.answers = true
	if message, ok := strings.CutPrefix(rest, resolveFailed[2:]); ok {
		s.cur.name(name, c)
		s.cur.decide(resolveOutcome(message), c)
		return
	}
	rest = beforeLink(rest)
	if v := readAddrs(rest); v.ok {
		s.cur.name(name, c)
	}
	if !s.answerLine(rest, c) {
		s.out.unread(c)
	}
}

// begin begins the answer about a name.
func (s *resolvectlSession) begin(name string) {
	if s.cur.begun() {
		s.flush()
	}
	s.cur.explicit = new(false) // it asks as the machine's programs do
	s.cur.elided = true         // names between the first and the last of the chain are not printed
	s.cur.query.name = canonical(name)
	if addr, ok := dnsAddr(name); ok {
		s.cur.query.name, s.cur.query.kind = addr.String(), "PTR"
	}
}

// answerLine reads an address, or "(NAME)": the name at the end of the chain.
func (s *resolvectlSession) answerLine(text string, c Cite) bool {
	inner, open := strings.CutPrefix(text, "(")
	inner, closed := strings.CutSuffix(inner, ")")
	name, named := dnsNameValue(inner)
	v := readAddrs(text)
	switch {
	case open && closed && named && strings.Contains(name, "."):
		s.cur.alias(s.cur.query.name, name, c)
	case s.cur.query.kind == "PTR" && named && !open:
		s.cur.otherRecord("PTR", "", c)
	case v.ok:
		return s.addresses(text, -1, c)
	default:
		s.cur.elided = s.cur.elided || elidedName(text)
		return false
	}
	return true
}

// typedLine reads a record as it is printed where a type was asked for: "NAME IN A 10.1.2.3 -- link: eth0".
func (s *resolvectlSession) typedLine(text string, c Cite) bool {
	r, ok := digRecord(beforeLink(text))
	if !ok || r.class != "IN" || r.ttl >= 0 {
		return false
	}
	if s.cur.begun() && s.query.name == "" && !s.cur.known[r.owner] && s.cur.query.name != r.owner {
		s.flush()
	}
	s.cur.explicit = new(false)
	switch r.kind {
	case "CNAME":
		s.cur.alias(r.owner, r.data[0], c)
	case "A", "AAAA":
		s.cur.name(r.owner, c)
		return s.addresses(strings.Join(r.data, " "), -1, c)
	default:
		s.cur.otherRecord(r.kind, r.owner, c)
	}
	return true
}

// resolveOutcome returns the outcome that a message tells.
func resolveOutcome(message string) Outcome {
	switch {
	case strings.HasSuffix(message, " not found"):
		return NXDomain
	case strings.Contains(message, "does not have any RR of the requested type"):
		return NoData
	case strings.Contains(message, "timed out"), strings.HasPrefix(message, "All attempts to contact name servers"), strings.Contains(message, "Timeout was reached"):
		return Timeout
	}
	if _, rcode, ok := strings.Cut(message, "returned error "); ok {
		return dnsRcode(firstField(rcode))
	}
	return Failed
}
