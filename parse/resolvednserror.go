package parse

import "strings"

// A psFailure is an error of Resolve-DnsName that is being read.
type psFailure struct {
	name    string
	outcome Outcome
	at      Cite
	sure    bool // the outcome comes from the error's id, which is not translated
	placed  bool // a line with a plus sign was read, so that the message is over
}

// psError reports whether a line begins an error: "Resolve-DnsName : NAME : MESSAGE"; newer versions put no blank
// before the colon.
func psError(line string) bool {
	const tool = "resolve-dnsname"
	if len(line) <= len(tool) || !strings.EqualFold(line[:len(tool)], tool) {
		return false
	}
	return strings.HasPrefix(strings.TrimLeft(line[len(tool):], " "), ":")
}

// psBareError reports whether a line is an error in English whose command was left out: "NAME : DNS name does not exist".
func psBareError(line string) bool {
	name, message, ok := strings.Cut(line, " : ")
	_, known := psMessage(message)
	return ok && known && dnsName(name)
}

// psMessages are parts of the messages in English.
var psMessages = []struct {
	text    string
	outcome Outcome
}{
	{"dns name does not exist", NXDomain}, {"dns server failure", ServFail}, {"refused", RefusedQ}, {"timeout period expired", Timeout},
	{"no records found", NoData}, {"dns record does not exist", NoData},
}

// psMessage returns the outcome that a message tells, and whether it is known.
func psMessage(message string) (Outcome, bool) {
	message = strings.ToLower(message)
	for _, m := range psMessages {
		if strings.Contains(message, m.text) {
			return m.outcome, true
		}
	}
	return Failed, false
}

// psIDs are parts of error ids, as names and as numbers of Windows.
var psIDs = []struct {
	id      string
	outcome Outcome
}{
	{"NAME_ERROR", NXDomain}, {"SERVER_FAILURE", ServFail}, {"REFUSED", RefusedQ}, {"TIMEOUT", Timeout}, {"NO_RECORDS", NoData},
	{"RECORD_DOES_NOT_EXIST", NoData}, {"9003", NXDomain}, {"9002", ServFail}, {"9005", RefusedQ}, {"1460", Timeout}, {"9501", NoData}, {"9701", NoData},
}

// psID returns the outcome that an error id tells; an id that is not known tells a failure.
func psID(id string) Outcome {
	id, _, _ = strings.Cut(strings.TrimSpace(id), ",")
	for _, known := range psIDs {
		if strings.Contains(strings.ToUpper(id), known.id) {
			return known.outcome
		}
	}
	return Failed
}

// beginFailure begins an error.
func (s *psSession) beginFailure(text string, c Cite) {
	if psError(text) {
		_, text, _ = strings.Cut(text, ":")
	}
	f := &psFailure{outcome: Failed, at: c}
	s.failure = f
	f.message(strings.TrimSpace(text), c)
}

// message reads "NAME : MESSAGE", on the first line or on a later one.
func (f *psFailure) message(text string, c Cite) {
	name, rest, ok := strings.Cut(text, " : ")
	if ok && dnsName(name) && f.name == "" {
		f.name, text = canonical(name), rest
	}
	if outcome, known := psMessage(text); known && !f.sure {
		f.outcome, f.at = outcome, c
	}
}

// failureLine reads a line below the first of an error; a blank one ends it. What stands there besides the name and the
// id is where it happened, in some language.
func (s *psSession) failureLine(text string, c Cite) bool {
	f := s.failure
	plain := strings.TrimLeft(text, "+| ")
	f.placed = f.placed || strings.HasPrefix(text, "+ ")
	property, _, listed := psField(text)
	switch key, value, _ := strings.Cut(plain, ":"); {
	case text == "", psTableHead(text), listed && property == "name", psError(text), psBareError(text) && f.name != "":
		s.endFailure()
		return false
	case strings.TrimSpace(key) == "CategoryInfo":
		if _, inner, ok := strings.Cut(value, "("); ok {
			name, _, whole := strings.Cut(inner, ":String)")
			if whole && dnsName(name) && f.name == "" {
				f.name = canonical(name)
			}
		}
	case strings.TrimSpace(key) == "FullyQualifiedErrorId":
		if s.torn && !strings.Contains(value, ",") {
			s.out.unread(c)
			return true
		}
		f.outcome, f.sure = psID(value), true
	case f.placed && s.prose(text):
		s.out.unread(c)
	default:
		f.message(plain, c)
	}
	return true
}

// endFailure keeps the error as a lookup of its own.
func (s *psSession) endFailure() {
	f := s.failure
	if f == nil {
		return
	}
	s.failure = nil
	if s.cur.begun() {
		s.next()
	}
	if f.name != "" {
		s.cur.name(f.name, f.at)
		if s.cur.query.name == "" {
			s.cur.query.name = f.name
		}
	}
	s.cur.decide(f.outcome, f.at)
	s.next()
}

// prose reports whether a line below the place of an error is a person's: several words that are not indented.
func (s *psSession) prose(text string) bool {
	return strings.IndexByte("+| ~", text[0]) < 0 && strings.HasPrefix(s.raw, text) && strings.Contains(text, " ")
}
