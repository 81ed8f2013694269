package parse

import (
	"slices"
	"strings"
)

// environmentReader reads the environment of a process: env, printenv, export -p, set of cmd and Get-ChildItem Env:. It keeps
// what tells how the machine reaches the network and what machine it is, and quotes nothing else.
var environmentReader = reader{name: "env", match: matchEnvironment, read: readEnvironment}

// keptVariables are the variables that are kept, in upper case.
var keptVariables = []string{
	"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "FTP_PROXY",
	"ACC_CLOUD", "ACC_LOCATION", "ACC_TERM_ID", "ACC_CLUSTER", "AZUREPS_HOST_ENVIRONMENT", "CLOUD_SHELL", "POWERSHELL_DISTRIBUTION_CHANNEL", "CODESPACES",
	"TF_BUILD", "AGENT_NAME", "AGENT_MACHINENAME", "AGENT_OS", "AGENT_ISSELFHOSTED", "BUILD_BUILDID", "BUILD_BUILDNUMBER", "IMAGEOS", "IMAGEVERSION",
	"CI", "GITHUB_ACTIONS", "RUNNER_ENVIRONMENT", "RUNNER_NAME", "RUNNER_OS", "GITLAB_CI", "CI_RUNNER_DESCRIPTION", "JENKINS_URL",
	"WEBSITE_DNS_SERVER", "WEBSITE_DNS_ALT_SERVER", "WEBSITE_VNET_ROUTE_ALL", "WEBSITE_PRIVATE_IP", "WEBSITE_PRIVATE_PORTS", "WEBSITE_SITE_NAME", "WEBSITE_SKU",
	"WEBSITE_HOSTNAME", "WEBSITE_CONTENTOVERVNET", "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "CONTAINER_APP_NAME", "CONTAINER_APP_ENV_DNS_SUFFIX",
	"KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "KUBERNETES_PORT", "CONTAINER", "DOTNET_RUNNING_IN_CONTAINER", "WSL_DISTRO_NAME",
}

// usualVariables are names that every environment has some of.
var usualVariables = []string{"PATH", "HOME", "USER", "PWD", "SHELL", "HOSTNAME", "LANG", "SYSTEMROOT", "COMPUTERNAME", "WINDIR", "PATHEXT", "TEMP", "USERPROFILE", "PROCESSOR_ARCHITECTURE"}

func matchEnvironment(src *Source, head []string) bool {
	if environmentCommand(src.Command) {
		return hasText(src)
	}
	settings, kept, usual, other := 0, 0, 0, 0
	column := envColumn(head)
	for _, line := range head {
		name, _, ok := setting(line, column)
		upper := strings.ToUpper(name)
		switch {
		case ok:
			settings++
			kept += count(slices.Contains(keptVariables, upper))
			usual += count(slices.Contains(usualVariables, upper))
		case strings.TrimSpace(line) != "" && column < 0:
			other++
		}
	}
	const share = 4
	return settings > share*other && (usual >= 2 || kept > 0 && other == 0)
}

// count returns 1 for true.
func count(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

// environmentCommand reports whether a command prints the environment.
func environmentCommand(command string) bool {
	words := strings.Fields(strings.ToLower(command))
	if len(words) == 0 {
		return false
	}
	switch commandBase(words[0]) {
	case "env", "printenv", "set", "export", "declare":
		return len(words) == 1 || words[1] == "|" || strings.HasPrefix(words[1], "-") && len(words) == 2
	case "get-childitem", "gci", "dir", "ls":
		return len(words) > 1 && strings.HasPrefix(words[1], "env:")
	}
	return false
}

// envColumn returns the column in which values begin where the lines around are a table of PowerShell; -1 where they are none.
// It looks for the titles at the begin of the capture.
func envColumn(head []string) int {
	const near = 5
	for i := range min(len(head), near) {
		words := strings.Fields(head[i])
		if slices.Equal(words, []string{"Name", "Value"}) && i+1 < len(head) && isRule(head[i+1]) {
			return strings.Index(head[i], "Value")
		}
	}
	return -1
}

// setting reads a line that sets a variable: NAME=value, export NAME="value", declare -x NAME="value"; in a table, what stands
// in its columns.
func setting(line string, column int) (name, value string, ok bool) {
	if column > 0 {
		if words := strings.Fields(line); len(words) == 0 || isRule(line) || slices.Equal(words, []string{"Name", "Value"}) {
			return "", "", false
		}
		name, value = firstField(line), ""
		if len(name) < len(line) {
			value = strings.TrimSpace(strings.TrimPrefix(strings.TrimLeft(line, " "), name))
		}
		return name, value, line[0] != ' ' && isVariable(name)
	}
	for _, word := range []string{"export ", "declare -x ", "set ", "SET "} {
		line = strings.TrimPrefix(line, word)
	}
	name, value, ok = strings.Cut(line, "=")
	if n := len(value); n > 1 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
		value = value[1 : n-1]
	}
	return name, strings.TrimSpace(value), ok && isVariable(name)
}

// isVariable reports whether a word can be the name of a variable. Those of Windows may hold parentheses: ProgramFiles(x86).
func isVariable(name string) bool {
	const most = 200
	return name != "" && len(name) < most && (name[0] < '0' || name[0] > '9') && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.()%-") == ""
}

// readEnvironment keeps the variables that tell something. A line that sets none goes on with a value, and is understood.
func readEnvironment(src *Source, out *sink) {
	column := envColumn(headLines(src.Text))
	first := Cite{File: out.origin.File}
	for sc := newScanner(src, out.origin); sc.next(); {
		name, value, ok := setting(sc.text, column)
		if !ok {
			continue
		}
		cite := sc.cite()
		kept := slices.Contains(keptVariables, strings.ToUpper(name))
		if !kept || strings.Contains(cite.Text, "@") { // a user and a password, it may be
			cite.Text = cutBehind(cite.Text, name)
		}
		if first.Line == 0 {
			first = cite
			first.Text = cutBehind(first.Text, name)
		}
		if kept {
			out.add(&Variable{Name: strings.Clone(name), Value: strings.Clone(withoutUser(value)), Cite: cite})
		}
	}
	if len(out.records) == 0 {
		if first.Line == 0 {
			first = commandCite(src, out.origin)
			first.Text = cutBehind(first.Text, "")
		}
		out.add(&Recognised{First: first})
	}
}
