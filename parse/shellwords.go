package parse

import (
	"slices"
	"strings"
)

// A simpleCommand is a program with its arguments, without redirections.
type simpleCommand struct {
	words []string
	piped bool // it reads the output of the command before it
}

// wrappers are what stands in front of a program: programs that run another one, and the marks of prompts.
var wrappers = []struct {
	name  string
	words bool // it has words of its own that are no options: the name of a pod
}{
	{"sudo", false}, {"time", false}, {"timeout", false}, {"env", false}, {"nice", false}, {"command", false}, {"exec", false}, {"busybox", false},
	{"kubectl", true}, {"oc", true}, {"docker", true}, {"podman", true}, {"ip", true}, {"$", true}, {"!", false},
}

// wrapper reports whether a word is one of these, and whether such a one has words of its own.
func wrapper(word string) (words, ok bool) {
	name := commandBase(word)
	for _, w := range wrappers {
		if w.name == name {
			return w.words, true
		}
	}
	return false, false
}

// programAt returns the index of the word that runs a program: the first one, or one behind a wrapper or what takes a value
// ("X=1 curl", "$answer = Resolve-DnsName"); -1 if none does.
func programAt(words []string, is func(name string) bool) int {
	i := slices.IndexFunc(words, func(w string) bool { return !strings.Contains(w, "://") && is(commandBase(w)) })
	if i <= 0 || strings.Contains(words[0], "=") || words[1] == "=" {
		return i
	}
	if _, ok := wrapper(words[0]); !ok {
		return -1
	}
	return i
}

// plainly reports whether nothing stands before a program but settings, wrappers without words of their own and their
// options: the program's name is not one of those words then.
func plainly(before []string) bool {
	for i, w := range before {
		words, ok := wrapper(w)
		if words || !ok && !strings.Contains(w, "=") && (i == 0 || w != "" && w[0] != '-' && (w[0] < '0' || w[0] > '9')) {
			return false
		}
	}
	return true
}

// isAny returns a function that knows some names.
func isAny(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

// runsProgram reports whether a command line runs one of some programs.
func runsProgram(line string, names ...string) bool {
	words := commandWords(line)
	at := programAt(words, isAny(names...))
	return at >= 0 && plainly(words[:at])
}

// taken reports whether a variable takes what the program behind some words prints: ID=$(az ...).
func taken(before []string) bool {
	return len(before) > 0 && strings.HasSuffix(before[len(before)-1], "=$")
}

// programName returns the name of the program that the first word runs, without folder and ".exe", lower case.
func programName(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return commandBase(words[0])
}

// commandBase returns the name of a program without its folder and suffix, in lower case.
func commandBase(word string) string {
	word = word[strings.LastIndexAny(word, `/\`)+1:]
	return strings.TrimSuffix(strings.ToLower(word), ".exe")
}

// commandWords returns the words of the first simple command of a line.
func commandWords(line string) []string {
	s := wordSplitter{line: line}
	for s.pos < len(s.line) && len(s.commands) == 0 {
		s.step()
	}
	s.endCommand(false)
	if len(s.commands) == 0 {
		return nil
	}
	return s.commands[0].words
}

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
	case c == '<' && placeholderLen(s.line[s.pos-1:]) > 0:
		end := s.pos - 1 + placeholderLen(s.line[s.pos-1:])
		s.word.WriteString(s.line[s.pos-1 : end])
		s.pos, s.inWord = end, true
	case c == '>' || c == '<':
		s.redirect()
	case c == '#' && !s.inWord:
		s.pos += len(strings.SplitN(s.line[s.pos:], "\n", 2)[0])
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

// placeholderLen returns the length of the placeholder that a text begins with: "<vault-name>"; 0 if it is none.
func placeholderLen(text string) int {
	name, _, ok := strings.Cut(text[1:min(len(text), 100)], ">")
	if !ok || name == "" || strings.ContainsAny(name, " \t\r\n<|;&$/\\\"'`") {
		return 0
	}
	return len(name) + 2
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
		s.commands = append(s.commands, innerCommands(s.current)...)
	}
	s.current = simpleCommand{piped: pipe}
}

// innerCommands returns the commands that a shell runs, where a command is such a one (sh -c '...'), else that command.
func innerCommands(c simpleCommand) []simpleCommand {
	for i := 0; i+2 < len(c.words); i++ {
		if !slices.Contains([]string{"sh", "bash", "ash"}, commandBase(c.words[i])) || c.words[i+1] != "-c" && c.words[i+1] != "-lc" {
			continue
		}
		if inner := splitCommands(c.words[i+2]); len(inner) > 0 {
			inner[0] = simpleCommand{words: append(c.words[:i:i], inner[0].words...), piped: c.piped}
			return inner
		}
	}
	return []simpleCommand{c}
}
