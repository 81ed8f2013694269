package collect

import "strings"

// A shell says how a command line was recognised, and so how it is continued.
type shell int

const (
	posix      shell = iota // app@vm:~$
	cmdExe                  // C:\>
	powerShell              // PS C:\>
	loose                   // $, #, or whatever stands before a known tool
	bare                    // no prompt: a known tool at the begin of a paragraph
)

// A prompt is a line on which a command was typed.
type prompt struct {
	shell   shell
	command string // trimmed; empty where only the prompt stands
	// head is the part that all prompts of that user and machine share; empty for prompts without one.
	head string
	// machine is the name that the prompt gives its machine, in lower case; empty if it gives none.
	machine string
}

// maxPrompt is how much of a line is looked at for a prompt.
const maxPrompt = 256

// hasMark reports whether a character that ends prompts stands near the begin of a line.
func hasMark(line string) bool {
	for i := range min(len(line), maxPrompt) {
		switch line[i] {
		case '$', '#', '%', '>', "❯"[0], "λ"[0], "🔥"[0]:
			return true
		}
	}
	return false
}

// readPrompt reads a line that begins with a prompt of some shell.
func readPrompt(line string) (prompt, bool) {
	line = strings.TrimLeft(line, " \t")
	if len(line) < 2 {
		return prompt{}, false
	}
	rest := withoutEnvironment(line)
	for _, read := range []func(string) (prompt, bool){readCmdExe, readPowerShell, readPosix, readBracket, readNamed} {
		if p, ok := read(rest); ok {
			return p, true
		}
	}
	return prompt{}, false
}

// withoutEnvironment leaves out the name of a Python environment, as in "(base) app@vm:~$".
func withoutEnvironment(line string) string {
	if line[0] != '(' {
		return line
	}
	name, _, ok := strings.Cut(line[1:min(len(line), maxPrompt)], ") ")
	if !ok || strings.ContainsAny(name, " ()") {
		return line
	}
	if rest := strings.TrimLeft(line[len(name)+3:], " \t"); rest != "" {
		return rest
	}
	return line
}

// accept makes a prompt of what was found. One of an odd shape counts only where a known tool follows it.
func accept(sh shell, command, head string, sure bool) (prompt, bool) {
	command = strings.TrimSpace(command)
	if !sure && !known(command) {
		return prompt{}, false
	}
	return prompt{shell: sh, command: command, head: head}, true
}

// readCmdExe reads `C:\Users\app>nslookup ...`, and `C:/Users/app>nslookup ...` as people type it.
func readCmdExe(line string) (prompt, bool) {
	if len(line) < 4 || !isLetter(line[0]) || line[1:3] != `:\` && line[1:3] != ":/" {
		return prompt{}, false
	}
	path, command, ok := strings.Cut(line, ">")
	if ok && line[2] == '/' && len(path) <= maxPrompt && !strings.ContainsAny(path, "<\"|*? ") && !strings.Contains(path, "//") {
		return accept(cmdExe, command, "", strings.TrimSpace(command) == "")
	}
	if !ok || len(path) > maxPrompt || strings.ContainsAny(path, `<"|*?/`) {
		return prompt{}, false
	}
	return accept(cmdExe, command, "", !strings.ContainsAny(path[len(path)-1:], " -="))
}

// readPowerShell reads `PS C:\> ...`, `PS /home/app> ...` and `[vm-app01]: PS C:\> ...`.
func readPowerShell(line string) (prompt, bool) {
	machine := ""
	if line[0] == '[' {
		name, _, ok := strings.Cut(line[1:min(len(line), maxPrompt)], "]: ")
		if !ok || countWord(name, "._-:") < len(name) {
			return prompt{}, false
		}
		line, machine = line[1+len(name)+len("]: "):], strings.ToLower(name)
		if machine == "dbg" { // of the debugger
			machine = ""
		}
	}
	if len(line) < 3 || line[:2] != "PS" || (line[2] != ' ' && line[2] != '>') {
		return prompt{}, false
	}
	path, command, ok := strings.Cut(line[2:], ">")
	path = strings.TrimSpace(path)
	if !ok || len(path) > maxPrompt || !isPlace(path) {
		return prompt{}, false
	}
	p, ok := accept(powerShell, strings.TrimLeft(command, ">"), "", true)
	p.machine = machine
	return p, ok
}

// isPlace reports whether a text can be the location in a PowerShell prompt.
func isPlace(path string) bool {
	return path == "" || strings.ContainsAny(path[:1], `/~\`) || strings.Contains(path, `:\`) || strings.Contains(path, ":/")
}

// readPosix reads `app@vm:~$ ...`, `root@vm:/#`, `app@contoso.com@vm:~$`, `app@mac ~ % ...` and `bash-5.1$ ...`.
func readPosix(line string) (prompt, bool) {
	user := countWord(line, "._-+")
	if user == 0 {
		return prompt{}, false
	}
	if rest := line[user:]; strings.HasPrefix(rest, "$") || strings.HasPrefix(rest, "#") {
		sure := strings.HasPrefix(line, "bash-") || strings.HasPrefix(line, "sh-")
		return accept(posix, rest[1:], line[:user], sure && (len(rest) == 1 || rest[1] == ' '))
	}
	if user == len(line) || line[user] != '@' {
		return prompt{}, false
	}
	end := user + 1 + countWord(line[user+1:], "._-@")
	rest := line[end:]
	mark := strings.IndexAny(rest[:min(len(rest), maxPrompt)], "$#%>")
	if end == user+1 || mark < 0 {
		return prompt{}, false
	}
	path, command := strings.TrimLeft(rest[:mark], ": "), rest[mark+1:]
	path = strings.TrimRight(path, " ")
	sure := path != "" && strings.ContainsAny(path[:1], "~/") && !strings.ContainsAny(path, " \t") &&
		(command == "" || command[0] == ' ')
	p, ok := accept(posix, command, line[:end], sure)
	p.machine = machineName(line[:end])
	return p, ok
}

// readBracket reads `[app@vm ~]$ ...` and, where a known tool follows, `app [ ~ ]$ ...`.
func readBracket(line string) (prompt, bool) {
	window := line[:min(len(line), maxPrompt)]
	open := strings.IndexByte(window, '[')
	end := strings.IndexByte(window, ']')
	if open < 0 || end < open || end+1 >= len(line) || strings.IndexByte("$#%", line[end+1]) < 0 {
		return prompt{}, false
	}
	user, _, ok := strings.Cut(line[open+1:end], " ")
	sure := open == 0 && ok && strings.Contains(user, "@") && (end+2 == len(line) || line[end+2] == ' ')
	if !sure && countWord(line, "._-") != max(open-1, 0) {
		return prompt{}, false
	}
	p, ok := accept(posix, line[end+2:], line[:open+1+len(user)], sure)
	p.machine = machineName(user)
	return p, ok
}

// countWord returns how many bytes at the begin of a line are letters, digits, or in more.
func countWord(line, more string) int {
	for i := range min(len(line), maxPrompt) {
		c := line[i]
		if !isLetter(c) && (c < '0' || c > '9') && strings.IndexByte(more, c) < 0 {
			return i
		}
	}
	return min(len(line), maxPrompt)
}

// readBare reads a command line that stands alone, without a prompt.
func readBare(line string) (prompt, bool) {
	if t, _ := findTool(line); t == nil || !t.bare || !plausible(line) {
		return prompt{}, false
	}
	return prompt{shell: bare, command: strings.TrimSpace(line)}, true
}

// marks are the characters that continue a command on the next line, by shell.
var marks = [...]string{posix: `\`, cmdExe: "^", powerShell: "`|", loose: "\\^`", bare: "\\^`"}

// continued adds the next line to an unfinished command, and reports whether the line belongs to it.
func (p *prompt) continued(next string) bool {
	last := p.command[max(len(p.command)-1, 0):]
	text, asked := strings.TrimSpace(next), true
	switch {
	case strings.HasPrefix(text, ">>"):
		text = strings.TrimLeft(text, "> ")
	case strings.HasPrefix(text, "> "), text == ">":
		text = strings.TrimSpace(text[1:])
	case strings.HasPrefix(text, "More? "):
		text = text[len("More? "):]
	default:
		asked = false
	}
	switch {
	case last == "":
		return false
	case strings.Contains(marks[p.shell], last):
		if last != "|" {
			p.command = strings.TrimRight(p.command[:len(p.command)-1], " ")
		}
	case asked && p.shell == powerShell && strings.HasPrefix(strings.TrimSpace(next), ">>"):
	default:
		return false
	}
	p.command = strings.TrimSpace(p.command + " " + text)
	return true
}

// interactive reports whether a command starts nslookup's own prompt, at which ">" begins a query.
func (p *prompt) interactive() bool {
	t, args := findTool(p.command)
	return t != nil && t.name == "nslookup" && (len(args) == 0 || args[0] == "-")
}
