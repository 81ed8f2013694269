package collect

import (
	"slices"
	"strings"
)

// quoteMarks are the marks of quotes; all others are those of comments.
var quoteMarks = []string{">", "│", "|"}

// Comments say which comments of a text are outputs that somebody commented out: those that are nearly the whole
// text, or begin as an output does; none in a script, in a hosts file or in resolv.conf.
type comments struct {
	keep   bool           // all stay as they are
	steps  bool           // several commands stand beside them: only what surely is an output right below one is undone
	plain  int            // lines without a mark
	marked map[string]int // lines with a comment's mark
}

// commentsOf looks at the lines of a text, once.
func commentsOf(lines []string) comments {
	c := comments{marked: map[string]int{}}
	commands, first := 0, true
	for _, line := range lines {
		rest := strings.TrimSpace(line)
		if rest == "" {
			continue
		}
		if first && strings.HasPrefix(rest, "#!") {
			c.keep = true
		}
		first = false
		if m := markOf(rest); m != "" && !slices.Contains(quoteMarks, m) {
			c.marked[m]++
			continue
		}
		c.plain++
		if isLetter(rest[0]) && plausible(rest) {
			if commands++; commands > 1 || len(c.marked) > 0 {
				c.steps = true
			}
		}
		c.keep = c.keep || isCode(rest) || isSettingLine(rest) || isResolverLine(rest)
	}
	return c
}

// undoes reports whether the marks of a stretch are to be taken away; above is the last line above it that is not blank.
func (c comments) undoes(r run, above string) bool {
	const least, most = 3, 3 // marked lines of an output; marked lines to one that is not
	if c.keep || r.marked < 2 || !r.tells {
		return false
	}
	if c.steps {
		return r.marked >= least && r.certain && isLookup(strings.TrimSpace(above))
	}
	return c.marked[r.mark] >= most*c.plain || r.marked >= least && r.certain
}

// isLookup reports whether a line is a command that asks for one name with nslookup.
func isLookup(line string) bool {
	rest, ok := strings.CutPrefix(line[:min(len(line), maxPrompt)], "nslookup ")
	return ok && len(strings.Fields(rest)) <= 2 && plausible(line)
}

// isCode reports whether a line is one of a script or of a program.
func isCode(rest string) bool {
	rest = rest[:min(len(rest), maxPrompt)]
	word, after, _ := strings.Cut(rest, " ")
	switch {
	case slices.Contains([]string{"fi", "done", "then", "do", "else", "esac", "echo", "@echo", "export", "set", "setlocal", "exit", "goto", "return", "cd"}, word):
		return true
	case strings.HasSuffix(rest, ";"), strings.HasSuffix(rest, "; then"), strings.HasSuffix(rest, "; do"):
		return true
	case isLetter(rest[0]) && strings.HasSuffix(rest, "{"):
		return true
	case rest[0] == '$' && len(rest) > 1 && isLetter(rest[1]):
		return strings.Contains(word, "=") || strings.HasPrefix(after, "=")
	}
	return isSetting(word)
}

// isResolverLine reports whether a line would be in force in resolv.conf.
func isResolverLine(rest string) bool {
	word, after, ok := strings.Cut(strings.ReplaceAll(rest[:min(len(rest), maxPrompt)], "\t", " "), " ")
	return ok && after != "" && slices.Contains([]string{"nameserver", "search", "options", "domain"}, word)
}

// namesSettings reports whether the path of a file, or a command, is that of a hosts file or of resolv.conf.
func namesSettings(text string) bool {
	text = strings.ToLower(strings.ReplaceAll(text[:min(len(text), 4<<10)], `\`, "/"))
	return strings.Contains(text, "etc/hosts") || strings.Contains(text, "resolv.conf")
}

// isSettingsFile reports the same for the name of a file alone: "hosts", "vm1-hosts.txt", "resolv_conf.txt".
func isSettingsFile(name string) bool {
	name = strings.ToLower(name[strings.LastIndexByte(name, '/')+1:])
	stem, _, _ := strings.Cut(strings.ReplaceAll(name, "resolv.", "resolv_"), ".")
	before, ok := strings.CutSuffix(stem, "hosts")
	if ok && !strings.Contains(before, "getent") {
		return before == "" || !isLetter(before[len(before)-1])
	}
	return strings.HasPrefix(stem, "resolv") && strings.HasSuffix(stem, "conf")
}

// isCertain reports whether an output surely begins with a line: the next line is given as well.
func isCertain(line, next string) bool {
	for _, sign := range []string{"HTTP/1.", "HTTP/2", "; <<>> DiG ", "*   Trying ", "curl: ("} {
		if strings.HasPrefix(line, sign) {
			return true
		}
	}
	if line == "[" || line == "{" {
		return isJSONLine(next) || next == "{"
	}
	if label, _, ok := strings.Cut(line, ":"); ok && !strings.Contains(label, "Address") && strings.HasPrefix(next, "Address") {
		return labelled(next)
	}
	if strings.Contains(line, " has address ") || strings.Contains(line, " is an alias for ") {
		return tells(line)
	}
	p, ok := readPrompt(line)
	return ok && p.shell != loose && known(p.command)
}
