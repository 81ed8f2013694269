package parse

import (
	"slices"
	"strings"
)

// lookups gathers the lookups of one capture.
type lookups struct {
	tool      string
	query     dnsQuery // from the capture's command line
	out       *sink
	done      []*answer
	cur       *answer
	session   dnsQuery // what the prompts inside an nslookup session have set so far
	raw       string   // the line being read, with the blanks around it
	following *scanner // it stands at the line being read
	torn      bool     // the line being read has no end, and may be cut
	ragged    bool     // the last line is visibly cut
	below     bool     // the tool prints aliases below the addresses
	cut       bool     // the last answer may go on behind the end of the capture
	clean     bool     // the tool ended well
	silent    bool     // the tool prints nothing of a name without addresses
}

func newLookups(tool string, src *Source, out *sink) *lookups {
	q := dnsCommand(src.Command)
	s := &lookups{tool: tool, query: q, out: out, session: q}
	s.session.name = ""
	s.cut = !endKnown(src)
	s.clean = src.Exit != nil && *src.Exit == 0
	s.cur = newAnswer(q)
	return s
}

// flush ends the current lookup. The next one is of unknown name: the command line names only one.
func (s *lookups) flush() {
	s.done = append(s.done, s.cur)
	s.cur = newAnswer(s.session)
}

// finish hands out the lookups, in the order of the capture.
func (s *lookups) finish() {
	s.cur.half, s.cur.cut = s.ragged, s.ragged || s.cut
	if s.silent && s.clean && !s.cur.begun() && !s.cur.cut && s.cur.empty.File == "" {
		s.cur.empty = s.cur.serverAt
	}
	s.flush()
	real := slices.DeleteFunc(s.done, func(a *answer) bool {
		return !a.begun() && a.note == "" && a.serverAt.File == "" && a.empty.File == ""
	})
	for i, a := range real {
		if len(real) > 1 && i == 0 && a.query.name == s.query.name && len(a.known) > 0 && !a.known[a.query.name] && !a.headless {
			a.query.name = ""
		}
		if l := a.lookup(s.tool); l != nil {
			l.ChainCut = a.chainCut(l.Outcome, s.below)
			s.out.add(l)
			s.transfers(a)
			continue
		}
		s.untold(a)
	}
}

// untold gives the lines of a lookup without outcome back as unread.
func (s *lookups) untold(a *answer) {
	if a.serverAt.File != "" {
		s.out.unread(a.serverAt)
	}
	for _, l := range a.links {
		s.out.unread(l.at)
	}
	for _, n := range slices.Concat(a.aliases, a.names) {
		s.out.unread(n.Cite)
	}
}

// commandLine reads the command itself where someone copied it above its output without the prompt. It reports
// whether the line is one.
func (s *lookups) commandLine(text string) bool {
	word := strings.TrimSuffix(firstField(text), ".exe")
	if s.tool == "resolve-dnsname" {
		word = strings.ToLower(word)
	}
	if s.query.tool != "" || word != s.tool {
		return false
	}
	q := dnsCommand(text)
	if !strings.Contains(q.name, ".") {
		return false
	}
	if s.cur.begun() {
		s.flush()
	}
	s.cur.query = q
	return true
}

// prompt reads "> ..." of an nslookup session: a name to look up, or a setting for what follows.
func (s *lookups) prompt(line string) {
	if s.cur.begun() || s.cur.note != "" {
		s.flush()
	}
	s.cur = newAnswer(s.session)
	words := commandWords(strings.TrimLeft(line, "> \t"))
	if len(words) == 0 {
		return
	}
	switch strings.ToLower(words[0]) {
	case "exit", "quit":
	case "set":
		if len(words) > 1 {
			s.session.setOption(words[1])
		}
	case "server", "lserver":
		if len(words) > 1 {
			s.session.setServer(words[1])
			s.session.tool = s.tool
		}
	default:
		q := s.session
		if _, ok := wrapper(words[0]); ok && len(words) > 2 { // the session was left
			s.session = dnsQuery{}
			s.cur = newAnswer(dnsCommand(strings.Join(words, " ")))
			return
		}
		if commandBase(words[0]) == s.tool {
			words = words[1:]
		}
		readNslookupArguments(&q, words)
		if q.explicit {
			q.tool = s.tool
		}
		s.cur = newAnswer(q)
	}
}

// dnsNotes are the beginnings of BIND's notes that say nothing of the outcome.
var dnsNotes = []string{";; Truncated, retrying", ";; Got recursion not available", ";; BADCOOKIE", ";; Warning: Client COOKIE",
	";; Warning: Message parser", ";; Skipping"}

// noteLine reads a note that BIND's tools print beside an answer or in place of one. It reports whether the
// line is one.
func (s *lookups) noteLine(text string, c Cite) bool {
	_, detail, isError := strings.Cut(text, "communications error to ")
	switch {
	case isError:
		server, reason, _ := strings.Cut(detail, ": ")
		s.unanswering(server, c)
		s.cur.remark(reasonOutcome(reason), c)
	case strings.Contains(text, "no servers could be reached"), strings.Contains(text, "connection timed out"):
		s.cur.remark(Timeout, c)
		s.cur.noteAt = c
	case strings.HasPrefix(text, ";; Got ") && strings.Contains(text, " reply from "):
		rcode, _, _ := strings.Cut(strings.TrimPrefix(text, ";; Got "), " ")
		s.cur.remark(dnsRcode(rcode), c)
	case strings.HasPrefix(text, ";; UDP setup with "), strings.HasPrefix(text, ";; Connection to "):
		_, server, _ := strings.Cut(strings.Replace(text, "Connection to", "setup with", 1), "setup with ")
		if server, _, ok := strings.Cut(server, "("); ok {
			s.unanswering(server, c)
		}
		s.cur.remark(Failed, c)
	case strings.HasPrefix(strings.TrimPrefix(text, s.tool+": "), "couldn't get address for "):
		s.cur.remark(Failed, c)
	default:
		return hasAnyPrefix(text, dnsNotes)
	}
	return true
}

// unanswering keeps the server that a note says gave no answer: the first one, where none has answered.
func (s *lookups) unanswering(server string, c Cite) {
	if s.cur.server == "" && !s.cur.begun() && !s.halfServer(server) {
		s.cur.server, s.cur.serverAt = dnsServer(server), c
	}
}

// reasonOutcome tells a server that does not answer from one that cannot be asked.
func reasonOutcome(reason string) Outcome {
	if strings.HasPrefix(reason, "timed out") {
		return Timeout
	}
	return Failed
}
