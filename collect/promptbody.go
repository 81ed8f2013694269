package collect

import "strings"

// maxBody is the most lines that a quote or a here-document goes on for.
const maxBody = 1000

// body takes the lines that belong to a command because a quote is open at its end, or because a here-document
// follows. It reports whether there were any; done says that the command ends with them. Where no end is found, nothing
// is taken.
func (s *splitter) body(p *prompt) (took, done bool) {
	open, document := quoteAfter(0, p.command, p.shell)
	switch {
	case p.shell == cmdExe:
		return false, false
	case strings.HasSuffix(p.command, `@"`), strings.HasSuffix(p.command, "@'"):
		end := p.command[len(p.command)-1:] + "@"
		return s.take(p, func(line string) (bool, string) {
			if strings.HasPrefix(line, end) {
				return true, line
			}
			return false, ""
		}), false
	case document != "" && p.shell != powerShell:
		above := s.cursor
		took = s.take(p, func(line string) (bool, string) { return line == document, "" })
		if took && writesNames(p.command) {
			s.document = part{start: above.next, end: s.start, line: above.n + 1, whole: true}
		}
		return took, took
	case open != 0:
		return s.take(p, func(line string) (bool, string) {
			open, _ = quoteAfter(open, line, p.shell)
			return open == 0, line
		}), false
	}
	return false, false
}

// take moves on to the line at which a body ends, if there is one before the next prompt, and adds to the command what
// rest holds of its lines; where that is long, of the last line only.
func (s *splitter) take(p *prompt, ends func(line string) (end bool, rest string)) bool {
	const most = 4 << 10
	var between strings.Builder
	ahead := s.cursor
	for range maxBody {
		if s.searched > len(s.text) || !ahead.advance() {
			break
		}
		line := ahead.line()
		if _, ok := readPrompt(line); ok {
			break
		}
		end, rest := ends(strings.TrimSpace(withoutAsking(line)))
		if rest != "" && (end || between.Len()+len(rest) < most) {
			between.WriteString(" " + rest)
		}
		if end {
			s.cursor = ahead
			p.command += between.String()
			return true
		}
	}
	s.searched += ahead.next - s.next
	return false
}

// withoutAsking takes away what a shell prints before a line that a command goes on with.
func withoutAsking(line string) string {
	line = strings.TrimLeft(line, " \t")
	for _, mark := range []string{">> ", "> "} {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			return rest
		}
	}
	if line == ">" || line == ">>" {
		return ""
	}
	return line
}

// writesNames reports whether a command with a here-document writes it to a file that tells names or name servers.
func writesNames(command string) bool {
	command, _, _ = strings.Cut(command, "<<")
	for w := range strings.FieldsSeq(command) {
		if w = strings.TrimLeft(w, ">"); strings.HasSuffix(w, "etc/hosts") || strings.HasSuffix(w, "etc/resolv.conf") {
			return true
		}
	}
	return false
}

// quoteAfter returns the quote that is open behind a line, 0 if none is, and the word that ends the here-document
// which the line begins. An apostrophe between letters is no quote.
func quoteAfter(open byte, line string, sh shell) (quote byte, document string) {
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '\\' && open != '\'' && sh != powerShell && sh != cmdExe, c == '`' && open != '\'' && sh == powerShell:
			i++
		case c == '\'' && i > 0 && i+1 < len(line) && isLetter(line[i-1]) && isLetter(line[i+1]):
		case c != '\'' && c != '"':
			if open == 0 && strings.HasPrefix(line[i:], "<<") {
				if strings.HasPrefix(line[i:], "<<<") {
					i += 2
				} else if document == "" {
					document = documentEnd(line[i+2:])
				}
			}
		case open == 0:
			open = c
		case c == open:
			open = 0
		}
	}
	return open, document
}

// documentEnd reads the word behind "<<"; "" if it is none.
func documentEnd(rest string) string {
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "-"), " ")
	rest = strings.TrimLeft(rest, `'"\`)
	n := countWord(rest, "_")
	if n == 0 || n == maxPrompt || !isLetter(rest[0]) && rest[0] != '_' {
		return ""
	}
	return rest[:n]
}
