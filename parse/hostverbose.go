package parse

import "strings"

// opensHost reports whether a line is one that only host prints.
func opensHost(line, next string) bool {
	if line == "Using domain server:" {
		return strings.HasPrefix(strings.TrimSpace(next), "Name: ")
	}
	return hostPhrase(line) || hostNotFound(line) || hostTrying(line)
}

// hostTrying reports whether a line is `Trying "NAME"` of host -v.
func hostTrying(line string) bool {
	name, ok := strings.CutPrefix(strings.TrimSpace(line), `Trying "`)
	return ok && strings.HasSuffix(name, `"`) && !strings.Contains(name, " ")
}

// hostBeside reports whether lines that are in dig's form are host's: it prints them so with -v or -a, below lines of its own.
func hostBeside(head []string) bool {
	own := false
	for _, line := range head {
		line = strings.TrimSpace(line)
		if opensDig(line, "") {
			return false
		}
		own = own || hostTrying(line) || line == "Using domain server:" || hostPhrase(line)
	}
	return own
}

// A hostMix reads what host prints in its own form and in dig's.
type hostMix struct {
	plain   *hostSession
	verbose *digSession
	inDig   bool
}

func (m *hostMix) line(text string, c Cite) {
	switch inDig := m.inDig; {
	case hostTrying(text), digLine(text):
		if m.inDig = true; !inDig && m.plain.cur.begun() {
			m.verbose.next()
		}
	case hostPhrase(text):
		if m.inDig = false; inDig {
			m.verbose.next()
		}
	}
	if m.inDig {
		m.verbose.line(text, c)
		return
	}
	m.plain.line(text, c)
}

// verboseLine reads what only "host -v" prints: "Received 112 bytes from 127.0.0.1#53 in 0 ms" and the server's block.
func (s *digSession) verboseLine(text string, c Cite) bool {
	if from, ok := strings.CutPrefix(text, "Received "); ok {
		_, from, _ = strings.Cut(from, " from ")
		if s.halfServer(from) {
			return false
		}
		s.setServer(from, c)
		s.section = ""
		return true
	}
	if text == "Using domain server:" {
		s.cur.explicit = new(true)
		s.session.tool, s.session.explicit = "host", true
		return true
	}
	if name, rcode, ok := strings.Cut(strings.TrimPrefix(text, "Host "), " not found: "); ok && dnsName(name) {
		s.cur.name(name, c)
		s.cur.decide(dnsRcode(rcode), c)
		return true
	}
	label, _, ok := dnsLabel(text)
	return strings.HasPrefix(text, "Trying ") || ok && (label == "name" || label == "address" || label == "aliases")
}

// nameserverLine reads "Nameserver 10.0.0.4:", which heads the answer of one server (host -C).
func (s *hostSession) nameserverLine(text string, c Cite) bool {
	server, ok := strings.CutPrefix(text, "Nameserver ")
	server, whole := strings.CutSuffix(server, ":")
	if !ok || !whole {
		return false
	}
	if _, isAddr := dnsAddr(server); !isAddr && !maskedAddr(server) {
		return false
	}
	if s.cur.begun() || s.cur.serverAt.File != "" {
		s.flush()
	}
	if !s.maskedServer(server, c) {
		s.cur.server, s.cur.serverAt = dnsServer(server), c
	}
	s.cur.query.name, s.cur.query.kind = s.query.name, "SOA"
	s.cur.explicit = new(true) // a server of the zone was asked, not the machine's own
	return true
}
