package collect

import (
	"slices"
	"strings"
	"unicode"
)

// readNamed reads prompts that begin with a machine and a folder: `mac:~ app$ ...` of macOS, `vm:~ # ...` of SUSE and
// `vm:/etc$ ...`.
func readNamed(line string) (prompt, bool) {
	name := countWord(line, "._-")
	if name == 0 || name+1 >= len(line) || line[name] != ':' || strings.IndexByte("~/", line[name+1]) < 0 {
		return prompt{}, false
	}
	window := line[:min(len(line), maxPrompt)]
	mark := strings.IndexAny(window[name:], "$#")
	if mark < 0 {
		return prompt{}, false
	}
	mark += name
	words := strings.Fields(line[name+1 : mark])
	command := line[mark+1:]
	sure := command == "" || command[0] == ' '
	switch {
	case len(words) == 1, len(words) == 2 && countWord(words[1], "._-") == len(words[1]):
		p, ok := accept(posix, command, line[:name], sure)
		p.machine = strings.ToLower(line[:name])
		return p, ok
	}
	return prompt{}, false
}

// readLoose reads a known tool after a prompt that people shorten or adorn: `$ dig ...`, `# curl ...`,
// `~ ❯ host ...`, `branch1$ nslookup ...`, `/> nslookup ...`, `✅ nslookup ...`. After most marks, which begin other
// lines too, its arguments have to look like arguments.
func readLoose(line string) (prompt, bool) {
	line = strings.TrimLeft(line, " \t")
	if line == "" {
		return prompt{}, false
	}
	line = withoutEnvironment(line)
	if line[0] == '$' && len(line) > 1 && isLetter(line[1]) && plausible(line[1:]) {
		return accept(loose, line[1:], "", true)
	}
	if rest, ok := strings.CutPrefix(line, "/ # "); ok { // of BusyBox
		return accept(loose, rest, "", false)
	}
	for range 2 {
		end := strings.IndexAny(line[:min(len(line), maxPrompt)], " \t")
		if end < 0 {
			return prompt{}, false
		}
		word, rest := line[:end], strings.TrimLeft(line[end:], " \t")
		switch {
		case word == "$", word == "%", word == "❯", word == "➜", word == "λ":
			if p, ok := accept(loose, rest, "", isProgram(rest)); ok {
				return p, true
			}
			if p, ok := behindBranch(rest); ok && word == "➜" {
				return p, true
			}
		case word == ">", strings.HasSuffix(word, "#"), strings.HasSuffix(word, "$"), strings.HasSuffix(word, ">"), isSymbol(word):
			if strings.IndexByte("<-=", word[0]) < 0 && plausible(rest) {
				return accept(loose, strings.TrimPrefix(rest, "$ "), "", true)
			}
		case strings.IndexByte("~/", word[0]) < 0:
			return prompt{}, false
		}
		line = rest
	}
	return prompt{}, false
}

// programs are commands whose output is no evidence. It is not to be taken for that of the command before.
var programs = []string{"apk", "apt", "apt-get", "cd", "clear", "cp", "docker", "echo", "export", "git", "go", "helm", "kubectl", "ls", "make", "mkdir", "mv",
	"npm", "oc", "openssl", "pip", "podman", "pwd", "python", "python3", "rm", "ssh", "sudo", "systemctl", "tee", "terraform", "uname", "vi", "vim", "whoami", "yum"}

// isProgram reports whether a command line runs one of these.
func isProgram(command string) bool {
	word, _, _ := strings.Cut(command, " ")
	return slices.Contains(programs, word)
}

// behindBranch reads the command behind a folder and a branch: "project git:(main) ✗ curl ...".
func behindBranch(line string) (prompt, bool) {
	const most = 3
	for range most {
		_, rest, ok := strings.Cut(line, " ")
		if !ok {
			break
		}
		if line = strings.TrimLeft(rest, " "); plausible(line) {
			return accept(loose, line, "", true)
		}
	}
	return prompt{}, false
}

// isSymbol reports whether a word is one sign that is no letter: a bullet, an arrow, a picture.
func isSymbol(word string) bool {
	const most = 2 // a picture may have a mark that tells how it is to be shown
	n := 0
	for _, r := range word {
		if n++; n > most || r <= unicode.MaxASCII || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return false
		}
	}
	return n > 0
}
