package collect

import (
	"slices"
	"strings"
)

// shells are the programs that begin a session where a carrier runs them.
var shells = []string{"sh", "bash", "ash", "dash", "zsh", "pwsh", "powershell", "cmd", "/bin/sh", "/bin/bash", "/bin/ash"}

// enters reports whether a command begins a session on another machine, or in a container: the prompts that follow
// and name no machine are that one's.
func enters(command string) bool {
	words := programWords(command)
	if len(words) < 2 {
		return false
	}
	switch name := strings.ToLower(words[0]); name {
	case "enter-pssession", "etsn":
		return true
	case "ssh":
		_, _, carries := carried(command)
		return !carries
	case "az":
		return words[1] == "ssh"
	case "kubectl", "oc", "docker", "podman", "ip", "nsenter", "chroot":
		return slices.Contains(shells, words[len(words)-1])
	}
	return false
}
