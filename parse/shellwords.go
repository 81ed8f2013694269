package parse

import "strings"

// splitCommands splits a command line into its simple commands, as a POSIX shell, cmd.exe or PowerShell would:
// quotes are taken off, redirections dropped, and "|", ";", "&" and line ends separate. A backslash escapes only
// what a shell would otherwise read, so that Windows paths stay whole.
func splitCommands(line string) []simpleCommand {
	s := wordSplitter{line: line}
	for s.pos < len(s.line) {
		s.step()
	}
	s.endCommand(false)
	return s.commands
}

// A wordSplitter is the state of splitCommands.
type wordSplitter struct {
	line     string
	pos      int
	quote    byte // the open quote; 0 if none
	word     strings.Builder
	inWord   bool
	target   bool // the next word is the target of a redirection
	current  simpleCommand
	commands []simpleCommand
}

// step reads one character, or one operator.
func (s *wordSplitter) step() {
	c := s.line[s.pos]
	next := byte(0)
	if s.pos+1 < len(s.line) {
		next = s.line[s.pos+1]
	}
	s.pos++
	switch {
	case s.quote != 0:
		s.quoted(c, next)
	case c == '"' || c == '\'':
		s.quote, s.inWord = c, true
	case (c == '\\' || c == '`' || c == '^') && (next == '\n' || next == '\r'):
		s.pos++ // the command goes on in the next line
		if next == '\r' && s.pos < len(s.line) && s.line[s.pos] == '\n' {
			s.pos++
		}
	case c == '\\' && strings.IndexByte(" \\\"'&?$|;()<>`*#", next) >= 0 && next != 0,
		c == '^' && strings.IndexByte("&|<>^", next) >= 0 && next != 0:
		s.put(next)
		s.pos++
	case c == ' ' || c == '\t' || c == '(' || c == ')' || c == '\r':
		s.endWord()
	case c == '>' || c == '<':
		s.redirect()
	case c == '|' || c == ';' || c == '&' || c == '\n':
		pipe := c == '|' && next != '|'
		if c != '\n' && next == c {
			s.pos++
		}
		s.endCommand(pipe)
	default:
		s.put(c)
	}
}

// quoted reads one character inside quotes.
func (s *wordSplitter) quoted(c, next byte) {
	switch {
	case c == s.quote:
		s.quote = 0
	case c == '\\' && s.quote == '"' && (next == '"' || next == '\\'):
		s.put(next)
		s.pos++
	default:
		s.put(c)
	}
}

func (s *wordSplitter) put(c byte) {
	s.word.WriteByte(c)
	s.inWord = true
}

// redirect reads ">", ">>", "2>&1" and the like; a number in front is the stream's.
func (s *wordSplitter) redirect() {
	if isDigits(s.word.String()) {
		s.word.Reset()
		s.inWord = false
	}
	s.endWord()
	for s.pos < len(s.line) && (s.line[s.pos] == '>' || s.line[s.pos] == '&') {
		s.pos++
	}
	s.target = true
}

func (s *wordSplitter) endWord() {
	if s.inWord && !s.target {
		s.current.words = append(s.current.words, s.word.String())
	}
	if s.inWord {
		s.target = false
	}
	s.word.Reset()
	s.inWord = false
}

// endCommand ends a simple command; pipe says that the next one reads its output.
func (s *wordSplitter) endCommand(pipe bool) {
	s.endWord()
	s.target = false
	if len(s.current.words) > 0 {
		s.commands = append(s.commands, s.current)
	}
	s.current = simpleCommand{piped: pipe}
}
