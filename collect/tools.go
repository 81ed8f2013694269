package collect

import (
	"slices"
	"strings"
)

// A tool is a command whose output is evidence.
type tool struct {
	name string
	// fold says that the name is written in any case, as on Windows.
	fold bool
	// bare says that a line without a prompt can be this command.
	bare bool
	// looks reports whether words are arguments of the command, not prose that begins with its name.
	looks func(args []string) bool
}

// tools are the commands that a transcript is split at where the prompt alone is no proof of one.
var tools = []tool{
	{"nslookup", true, true, namesHost},
	{"host", false, true, namesHost},
	{"dig", false, true, namesHost},
	{"resolve-dnsname", true, true, anything},
	{"test-netconnection", true, true, anything},
	{"curl", false, true, namesURL},
	{"wget", false, true, namesURL},
	{"invoke-webrequest", true, true, anything},
	{"invoke-restmethod", true, true, anything},
	{"iwr", true, false, namesURL},
	{"irm", true, false, namesURL},
	{"getent", false, true, firstOf("ahosts", "ahostsv4", "ahostsv6", "hosts")},
	{"az", false, true, firstOf("keyvault", "network", "rest", "resource", "graph", "account", "vm", "group")},
	{"ip", false, true, namesObject},
	{"ifconfig", false, true, switches},
	{"ipconfig", true, true, switches},
	{"hostname", false, false, switches},
	{"resolvectl", false, true, firstOf("status", "query", "dns")},
	{"ping", true, true, namesHost},
	{"tracert", true, true, namesHost},
	{"traceroute", false, true, namesHost},
	{"scutil", false, true, firstOf("--dns")},
	{"netsh", true, true, firstOf("winhttp", "interface", "int", "dnsclient", "namespace")},
	{"printenv", false, true, switches},
	{"env", false, false, switches},
	{"get-netipaddress", true, true, switchesFirst},
	{"get-dnsclientserveraddress", true, true, switchesFirst},
	{"get-dnsclientnrptpolicy", true, true, switchesFirst},
	{"get-dnsclientnrptrule", true, true, switchesFirst},
	{"get-dnsserverforwarder", true, true, switchesFirst},
	{"get-childitem", true, false, firstOf("env:", "Env:", "ENV:")},
	{"gci", true, false, firstOf("env:", "Env:", "ENV:")},
	{"head", false, false, namesAnyFile},
	{"tail", false, false, namesAnyFile},
	{"grep", false, false, namesAnyFile},
	{"cat", false, false, namesFile},
	{"type", true, false, namesFile},
	{"get-content", true, false, namesFile},
}

// findTool returns the tool that a command line runs and its arguments. What runs another command (sudo, time,
// settings of variables, a PowerShell expression) is passed over, and so is what runs it on another machine.
func findTool(command string) (*tool, []string) {
	if inner, _, ok := carried(command); ok && inner != "" {
		command = inner
	}
	words := programWords(command)
	for i, w := range words {
		w = strings.TrimLeft(w, "$(&")
		if w == "" || w == "=" || runsAnother(w) || (i+1 < len(words) && words[i+1] == "=") {
			continue
		}
		name := programName(w)
		for t := range tools {
			if name == tools[t].name || (tools[t].fold && strings.EqualFold(name, tools[t].name)) {
				return &tools[t], words[i+1:]
			}
		}
		return nil, nil
	}
	return nil, nil
}

// programWords returns the words of a command line from the program on: what runs it on the same machine is passed over.
func programWords(command string) []string {
	words := strings.Fields(command[:min(len(command), 4<<10)])
	for len(words) > 0 && runsAnother(words[0]) {
		words = words[1:]
	}
	return words
}

// runsAnother reports whether a word stands before a program that runs on the same machine: sudo, the setting of a variable.
func runsAnother(word string) bool {
	return slices.Contains([]string{"sudo", "time", "winpty", "&"}, word) || isSetting(word)
}

// programName returns the name of a program without its folder and ".exe".
func programName(word string) string {
	name := word[strings.LastIndexAny(word, `/\`)+1:]
	if n := len(name) - len(".exe"); n > 0 && strings.EqualFold(name[n:], ".exe") {
		name = name[:n]
	}
	return name
}

// isSetting reports whether a word sets a shell variable.
func isSetting(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// known reports whether a command line runs a tool.
func known(command string) bool {
	t, _ := findTool(command)
	return t != nil
}

// plausible reports whether a line that may be prose is a command line of a tool. "curl : ..." is an error text
// of PowerShell.
func plausible(command string) bool {
	t, args := findTool(command)
	if inner, _, ok := carried(command); ok && inner != "" && t != nil {
		return len(args) > 0
	}
	return t != nil && t.looks(args) && (len(args) == 0 || args[0] != ":")
}

// recordTypes are words that nslookup, host and dig take beside names.
var recordTypes = []string{"a", "aaaa", "cname", "ns", "soa", "txt", "mx", "srv", "ptr", "any", "in", "localhost"}

// namesHost looks for a name with a dot, an address or a variable, and for no word that is anything else.
func namesHost(args []string) bool {
	found := false
	for _, a := range args {
		switch {
		case slices.Contains([]string{"|", ";", "&", "&&", "||", ">", ">>", "<"}, a):
			return found
		case strings.ContainsAny(a[:1], "-+@"):
			found = found || len(a) > 1
		case strings.ContainsAny(a, ".:$<>;|&"):
			found = true
		case strings.Trim(a, "0123456789") == "", slices.Contains(recordTypes, strings.ToLower(a)):
		default:
			return false
		}
	}
	return found
}

// namesURL looks for a switch, or for a first argument that may be an address.
func namesURL(args []string) bool {
	return len(args) > 0 && (strings.ContainsAny(args[0][:1], `-"'$`) || strings.ContainsAny(args[0], ".:/"))
}

func namesFile(args []string) bool {
	return len(args) > 0 && strings.ContainsAny(args[0], `./\`)
}

// namesAnyFile looks for a path among the arguments.
func namesAnyFile(args []string) bool {
	return slices.ContainsFunc(args, func(a string) bool { return strings.ContainsAny(a, `/\`) })
}

// switchesFirst allows arguments behind a switch or a pipe only.
func switchesFirst(args []string) bool {
	return len(args) == 0 || strings.ContainsAny(args[0][:1], "-|;>")
}

// namesObject looks for what the command ip shows, and for no prose after it.
func namesObject(args []string) bool {
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a[0] == '-' })
	return len(args) > 0 && slices.Contains([]string{"a", "addr", "address", "r", "route", "link"}, args[0]) &&
		(len(args) == 1 || slices.Contains([]string{"show", "list", "ls", "get", "|", ">"}, args[1]))
}

func anything(args []string) bool { return len(args) > 0 }

// switches allows no argument but switches.
func switches(args []string) bool {
	return !slices.ContainsFunc(args, func(a string) bool { return !strings.ContainsAny(a[:1], "-/") })
}

func firstOf(words ...string) func([]string) bool {
	return func(args []string) bool { return len(args) > 0 && slices.Contains(words, args[0]) }
}
