package collect

import "strings"

// elsewhere stands for the machine of a prompt that names none, after a session was left.
const elsewhere = "elsewhere"

// machineName returns the host of `app@vm` or `app@contoso.com@vm`, or "" where no user stands before it.
func machineName(account string) string {
	at := strings.LastIndexByte(account, '@')
	if at < 0 {
		return ""
	}
	return strings.ToLower(account[at+1:])
}

// A place follows a transcript from machine to machine.
type place struct {
	machine string // that the latest prompt with a name names
	away    bool   // a session was left: prompts without a name belong to another machine
	left    string // the machine whose session was left; "" if its prompts do not name it
}

// leave notes that a session ends.
func (w *place) leave() { w.away, w.left = true, w.machine }

// arrive moves to the machine of a prompt and returns its name. A prompt of the machine that was left says that
// only another session on it had ended, such as the shell of root.
func (w *place) arrive(p *prompt) string {
	if p.machine == "" {
		if w.away {
			return elsewhere
		}
		return ""
	}
	if p.machine == w.left {
		w.away = false
	}
	w.machine = p.machine
	if p.leaves() {
		w.leave()
	}
	return p.machine
}

// leaves reports whether a command ends the session that it is typed in.
func (p *prompt) leaves() bool {
	word, _, _ := strings.Cut(p.command, " ")
	return word == "logout" || strings.EqualFold(word, "exit") || strings.EqualFold(word, "Exit-PSSession")
}

// tellsLeft reports whether a line of output tells that a session ended: `logout` of a login shell,
// `Connection to 10.1.2.3 closed.` of ssh.
func tellsLeft(line string) bool {
	line = strings.TrimSpace(line)
	if line == "logout" {
		return true
	}
	line, closed := strings.CutSuffix(line, " closed.")
	for _, begin := range []string{"Connection to ", "Shared connection to "} {
		if host, ok := strings.CutPrefix(line, begin); ok {
			return closed && !strings.Contains(host, " ")
		}
	}
	return false
}
