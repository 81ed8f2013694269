package collect

import (
	"slices"
	"strings"
)

// A carrier is a program that runs a command somewhere else.
type carrier struct {
	name   string
	verbs  []string // one of these says that it does; nil if it always does
	values []string // options with a value behind them; those with "=" need none
	named  []string // options whose value names the target; nil if the first word that is no option does
	plain  bool     // that word names no machine: an image
	own    bool     // that word is the command's own
}

// carriers are the programs that are known to.
var carriers = []carrier{
	{"kubectl", []string{"exec", "run", "debug"}, kubeValues, nil, false, false},
	{"oc", []string{"exec", "run", "debug", "rsh"}, kubeValues, nil, false, false},
	{"docker", []string{"exec"}, dockerValues, nil, false, false},
	{"podman", []string{"exec"}, dockerValues, nil, false, false},
	{"docker", []string{"run"}, dockerValues, []string{"--name", "--hostname"}, true, false},
	{"podman", []string{"run"}, dockerValues, []string{"--name", "--hostname"}, true, false},
	{"ssh", nil, []string{"-i", "-p", "-l", "-o", "-F", "-J", "-L", "-R", "-D", "-b", "-c", "-e", "-m", "-S", "-E"}, nil, false, false},
	{"nerdctl", []string{"exec"}, dockerValues, nil, false, false},
	{"docker-compose", []string{"exec", "run"}, dockerValues, nil, false, false},
	{"crictl", []string{"exec"}, nil, nil, false, false},
	{"lxc", []string{"exec"}, nil, nil, false, false},
	{"ip", []string{"exec"}, nil, nil, false, false}, // ip netns exec NAME
	{"nsenter", nil, []string{"-t", "--target", "-S", "-G"}, []string{"-t", "--target"}, true, true},
	{"psexec", nil, []string{"-u", "-p", "-n", "-r", "-w"}, nil, false, false},
	{"psexec64", nil, []string{"-u", "-p", "-n", "-r", "-w"}, nil, false, false},
}

// kubeValues and dockerValues are the options of kubectl and of docker that have a value.
var (
	kubeValues   = []string{"-n", "--namespace", "-c", "--container", "--context", "--image", "--kubeconfig", "--cluster", "--overrides", "--restart", "-l", "--labels", "--target", "--profile"}
	dockerValues = []string{"-e", "--env", "-v", "--volume", "-u", "--user", "-w", "--workdir", "--name", "--network", "--net", "--dns", "--dns-search", "-p", "--publish", "-h",
		"--hostname", "--add-host", "--platform", "--mount", "-m", "--memory", "--env-file", "-l", "--label", "--entrypoint", "--restart", "--cpus", "--dns-option"}
)

// carried returns the command that a command line runs on another machine, and the name of that: elsewhere where it is
// not told. The inner command is empty where a session begins there, or where it cannot be told.
func carried(command string) (inner, target string, ok bool) {
	const nested = 3
	inner = command
	for range nested {
		next, name, found := carriedOnce(inner)
		if !found {
			break
		}
		inner, target, ok = next, name, true
	}
	return inner, target, ok
}

// carriedOnce takes one carrier away.
func carriedOnce(command string) (inner, target string, ok bool) {
	words := programWords(command)
	if len(words) < 3 {
		return "", "", false
	}
	name := strings.ToLower(programName(words[0]))
	switch name {
	case "invoke-azvmruncommand":
		return "", targetName(valueOf(words, "-VMName", "-Name")), true
	case "invoke-command", "icm":
		return carriedBlock(command, words[1:])
	case "az":
		if !slices.Contains([]string{"vm", "vmss"}, words[1]) || words[2] != "run-command" {
			return "", "", false
		}
		return scriptOf(command), targetName(valueOf(words, "-n", "--name", "--vm-name")), true
	}
	for _, c := range carriers {
		if c.name != name {
			continue
		}
		if rest, target, ok := c.read(words[1:]); ok {
			return unquoted(rest), target, true
		}
	}
	return "", "", false
}

// scriptOf returns the script that az is given to run on a machine, where it is of one line; "" for a file of it.
func scriptOf(command string) string {
	_, script, ok := strings.Cut(command, "--scripts")
	if script = strings.TrimLeft(script, " \t="); !ok || script == "" {
		return ""
	}
	if mark := script[:1]; mark == `"` || mark == "'" {
		script, _, ok = strings.Cut(script[1:], mark)
	} else {
		script, _, _ = strings.Cut(script, " ")
	}
	if script = strings.TrimSpace(script); !ok || strings.ContainsAny(script, "@\n$") {
		return ""
	}
	return script
}

// read reads the words behind a carrier's name.
func (c *carrier) read(words []string) (inner []string, target string, ok bool) {
	begun, found := c.verbs == nil, ""
	for i := 0; i < len(words); i++ {
		switch w := words[i]; {
		case w == "--":
			return words[i+1:], targetName(found), begun && found != ""
		case w[0] == '-':
			if slices.Contains(c.values, w) {
				i++
			}
		case !begun:
			if begun = slices.Contains(c.verbs, w); !begun && w != "compose" && w != "netns" {
				return nil, "", false
			}
		case found == "":
			found = w
			if c.plain {
				found = valueOf(words[:i], c.named...)
			}
			if c.own {
				return words[i:], targetName(found), true
			}
			if c.verbs != nil && slices.Contains(words[i+1:], "--") {
				words = words[slices.Index(words, "--"):]
				return words[1:], targetName(found), true
			}
			return words[i+1:], targetName(found), len(words) > i+1 && !isRedirection(words[i+1])
		}
	}
	return nil, "", false
}

// isRedirection reports whether a word ends the words of a command.
func isRedirection(word string) bool { return strings.ContainsAny(word[:1], "|>;<&") }

// valueOf returns the value of an option: "--name web", "--name=web".
func valueOf(words []string, options ...string) string {
	for i, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if !slices.ContainsFunc(options, func(o string) bool { return strings.EqualFold(o, name) }) {
			continue
		}
		if ok {
			return value
		}
		if i+1 < len(words) {
			return words[i+1]
		}
	}
	return ""
}

// targetName returns the name of a machine as prompts give it; elsewhere where a variable stands for it, or nothing.
func targetName(word string) string {
	word = strings.TrimLeft(strings.Trim(word, `"'`), `\`)
	word = strings.ToLower(word[strings.LastIndexByte(word, '@')+1:])
	if word == "" || countWord(word, "._-/:") < len(word) {
		return elsewhere
	}
	return word
}

// carriedBlock reads the arguments of Invoke-Command: on its own machine it is no carrier.
func carriedBlock(command string, words []string) (inner, target string, ok bool) {
	name := valueOf(words, "-ComputerName", "-cn", "-VMName", "-HostName", "-Session", "-ConnectionUri")
	if name == "" {
		return "", "", false
	}
	_, block, _ := strings.Cut(command, "{")
	block, _, _ = strings.Cut(block, "}")
	return strings.TrimSpace(block), targetName(name), true
}

// unquoted joins the words of an inner command. Its quotes go, and so does the shell that runs it.
func unquoted(words []string) string {
	shells := []string{"sh", "bash", "ash", "/bin/sh", "/bin/bash", "cmd", "cmd.exe", "powershell", "pwsh"}
	if len(words) > 2 && slices.Contains(shells, words[0]) && slices.Contains([]string{"-c", "-lc", "/c", "-command"}, strings.ToLower(words[1])) {
		words = words[2:]
	}
	text := strings.Join(words, " ")
	if text != "" && (text[0] == '"' || text[0] == '\'') {
		text = strings.Replace(text[1:], text[:1], "", 1)
	}
	return text
}
