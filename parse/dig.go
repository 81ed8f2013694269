package parse

import (
	"slices"
	"strconv"
	"strings"
)

// digReader reads dig, whole, +short or +trace.
var digReader = reader{name: "dig", opens: opensDig, match: matchDig, read: readDig}

// opensDig reports whether a line is one that only dig prints above an answer.
func opensDig(line, _ string) bool {
	return strings.HasPrefix(line, "; <<>> DiG ") || line == ";; Got answer:"
}

func matchDig(src *Source, head []string) bool {
	q := dnsCommand(src.Command)
	switch {
	case q.tool == "host", hostBeside(head):
		return false
	case slices.ContainsFunc(head, digLine):
		return true
	case q.tool == "dig":
		return hasText(src) || (q.short && digFinished(src))
	}
	return fileHint(src, "dig") && slices.ContainsFunc(head, serverNoteLine) || src.Command == "" && digShort(head)
}

// digLine reports whether only dig prints such a line.
func digLine(line string) bool {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "; <<>> DiG ") || strings.HasPrefix(line, ";; ->>HEADER<<-") || digSection(line) != "" {
		return true
	}
	r, ok := digRecord(line)
	return ok && r.class == "IN" && r.ttl >= 0
}

// digFinished reports whether dig is known to have ended well, so that no output is all of its output.
func digFinished(src *Source) bool {
	if src.Exit != nil {
		return *src.Exit == 0
	}
	return src.Whole
}

// A digSession reads dig line by line.
type digSession struct {
	*lookups
	section string // section that the lines belong to; "" before the first
	sending bool   // the lines show the query that was sent (+qr)
	status  bool   // the current lookup has its header
	asked   bool   // the current lookup has its question
	open    bool   // a record goes on until ")" (+multiline)
	trace   bool   // each server's answer is a step on the way (+trace)
	stepped bool   // a step is complete
	short   bool   // nothing but data is printed (+short)
	ended   bool   // what is printed below an answer was read
}

func readDig(src *Source, out *sink) {
	s := &digSession{lookups: newLookups("dig", src, out)}
	s.trace, s.short = s.query.trace, s.query.short || s.query.tool == "" && digShort(headLines(src.Text))
	s.cur.headless = s.short
	if s.short && strings.TrimSpace(src.Text) == "" {
		// No answer, no such name and a server's failure all print nothing.
		s.cur.remark(Failed, noOutput(out.origin))
	}
	s.lines(src, s.line)
	if s.cur.read > 0 && !s.ended && !digFinished(src) && (s.section == "ANSWER" || s.section == "") {
		s.cur.unclear = true // records may follow: no line tells how many there are
	}
	s.endTrace()
	s.nameShort()
	s.finish()
}

func (s *digSession) line(text string, c Cite) {
	switch {
	case text == "", s.sent(text), s.commandLine(text):
	case strings.HasPrefix(text, "; <<>> DiG "):
		s.banner(text)
	case strings.HasPrefix(text, ";; ->>HEADER<<-"):
		s.headerLine(text, c)
	case digSection(text) != "":
		s.sectionLine(digSection(text))
	case s.section == "QUESTION" && strings.HasPrefix(text, ";") && !strings.HasPrefix(text, ";;"):
		s.questionLine(text, c)
	case strings.HasPrefix(text, ";; SERVER: "):
		server, _, _ := strings.Cut(strings.TrimPrefix(text, ";; SERVER: "), "(")
		if s.halfServer(server) {
			s.out.unread(c)
			break
		}
		s.setServer(server, c)
	case strings.HasPrefix(text, ";; flags:"):
		s.flagsLine(text)
	case strings.HasPrefix(text, ";; Received "):
		s.receivedLine(text, c)
	case s.open:
		data, _, _ := strings.Cut(text, ";")
		s.open = !strings.Contains(data, ")")
	case text == "; Transfer failed.":
		s.cur.decide(Failed, c)
	case s.noteLine(text, c), digComment(text):
		if strings.HasPrefix(text, ";; Query time:") || strings.HasPrefix(text, ";; MSG SIZE") {
			s.endAnswer()
		}
	case s.tool == "host" && s.verboseLine(text, c):
	case elidedLine(text):
		s.cutOut(c)
	case !s.recordLine(text, c):
		s.out.unread(c)
	}
}

// sectionLine begins a section. An answer has one section of answers: a second one is that of another answer, whose header
// is not there.
func (s *digSession) sectionLine(name string) {
	if name == "ANSWER" && s.cur.read > 0 && !s.trace {
		s.next()
	}
	if s.section = name; name == "ANSWER" && !s.cur.begun() {
		s.cur.elided = false // what was cut out is not of the answer
	}
}

// sent reports whether a line belongs to a copy of the query, which dig prints before the answer if asked to.
func (s *digSession) sent(text string) bool {
	switch text {
	case ";; Sending:":
		s.sending = true
	case ";; Got answer:":
		s.sending = false
	}
	return s.sending
}

// next begins another lookup.
func (s *digSession) next() {
	s.flush()
	s.section, s.status, s.asked = "", false, false
}

// setServer keeps the server that answered.
func (s *digSession) setServer(word string, c Cite) {
	s.cur.server, s.cur.serverAt = dnsServer(strings.TrimSpace(firstField(word))), c
}

// banner reads the command line that dig repeats: "; <<>> DiG 9.18.49 <<>> @1.1.1.1 name".
func (s *digSession) banner(text string) {
	if s.status || s.cur.begun() {
		s.next()
	}
	if parts := strings.SplitN(text, "<<>>", 3); len(parts) == 3 && (s.query.tool == "" || len(s.done) > 0) {
		q := dnsCommand("dig " + parts[2])
		s.cur.query, s.session = q, q
		s.session.name = ""
		s.trace = q.trace
	}
}

// headerLine reads the status of one response.
func (s *digSession) headerLine(text string, c Cite) {
	if s.status {
		s.next()
	}
	s.status = true
	_, status, _ := strings.Cut(text, "status: ")
	status, _, _ = strings.Cut(status, ",")
	if status == "NOERROR" {
		s.cur.empty = c
		return
	}
	s.cur.decide(dnsRcode(status), c)
}

// flagsLine reads the number of records that the answer holds. A line that is cut does not tell it.
func (s *digSession) flagsLine(text string) {
	_, count, ok := strings.Cut(text, "ANSWER: ")
	count, _, ended := strings.Cut(count, ",")
	if n, err := strconv.Atoi(count); ok && ended && err == nil && n >= 0 {
		s.cur.told = n
	}
}

// questionLine reads ";fabrikam.vault.azure.net.	IN	A".
func (s *digSession) questionLine(text string, c Cite) {
	words := strings.Fields(strings.TrimPrefix(text, ";"))
	if len(words) < 2 || !isDNSKind(words[len(words)-1]) || strings.HasPrefix(words[0], "..") {
		s.out.unread(c)
		return
	}
	if s.asked {
		s.next()
	}
	s.asked = true
	s.cur.question = Name{Name: canonical(words[0]), Cite: c}
	s.cur.query.kind = dnsKind(words[len(words)-1])
}

// recordLine reads one record. Only the answer section counts, or what stands in no section (+noall +answer).
func (s *digSession) recordLine(text string, c Cite) bool {
	if s.section != "" && s.section != "ANSWER" {
		return s.section != digEnd && s.asideLine(text)
	}
	if s.short && !s.status {
		return s.shortLine(text, c)
	}
	r, ok := digRecord(text)
	if !ok {
		return false
	}
	s.open, s.ended = r.data[len(r.data)-1] == "(", false
	if s.step(r); s.trace && !s.traced(r) {
		return true
	}
	if s.loose(r.owner) {
		if s.cur.words {
			return false
		}
		s.next()
	}
	s.cur.read++
	following := r.kind == "CNAME" && (r.owner == s.cur.question.Name || s.cur.known[r.owner])
	switch {
	case transfer(s.cur.query.kind) && (r.kind == "A" || r.kind == "AAAA"):
		return s.transferred(r, c)
	case !addressKind(s.cur.query.kind) && !following:
		s.cur.otherRecord(r.kind, "", c)
	case r.kind == "CNAME":
		return s.aliasRow(r, c)
	case r.kind == "A" || r.kind == "AAAA":
		return s.addressRow(r, c)
	case s.cur.query.kind == "ANY":
		s.cur.name(r.owner, c)
	}
	return true
}

func (s *digSession) aliasRow(r digRow, c Cite) bool {
	s.cur.elided = s.cur.elided || elidedName(r.data[0])
	if !dnsName(r.data[0]) || s.halfTarget(r.data[0], r.owner) {
		s.cur.read--
		return false
	}
	s.cur.alias(r.owner, r.data[0], c)
	return true
}

// addressRow reads an address. Where everything about a name was asked for, addresses of other names are not
// the answer.
func (s *digSession) addressRow(r digRow, c Cite) bool {
	if s.cur.query.kind == "ANY" && s.cur.question.Name != r.owner && s.cur.question.Name != "" {
		return true
	}
	if !s.addresses(strings.Join(r.data, " "), r.ttl, c) {
		s.cur.read--
		return false
	}
	s.cur.name(r.owner, c)
	return true
}
