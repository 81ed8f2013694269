package parse

import (
	"slices"
	"strings"
)

// wgetValueLetters are wget's short options that take a value.
const wgetValueLetters = "oaeitTOPQwUlARDIXBY"

// wgetValueOptions are wget's long options whose value people write as a word of its own.
var wgetValueOptions = []string{
	"timeout", "tries", "header", "output-document", "output-file", "user-agent", "ca-certificate", "execute",
	"connect-timeout", "dns-timeout", "read-timeout", "bind-address", "method", "post-data", "body-data", "user", "password",
}

// wgetArguments reads the arguments of wget.
func wgetArguments(args []string) httpCommand {
	cmd := httpCommand{tool: toolWget}
	for i := 0; i < len(args); i++ {
		name, long := strings.CutPrefix(args[i], "--")
		switch arg := args[i]; {
		case long:
			cmd.insecure = cmd.insecure || name == "no-check-certificate"
			if slices.Contains(wgetValueOptions, name) {
				i++
			}
		case strings.HasPrefix(arg, "-") && arg != "-":
			at := strings.IndexAny(arg[1:], wgetValueLetters)
			if at == len(arg)-2 && !strings.HasPrefix(arg, "-n") {
				i++
			}
		case arg != "":
			cmd.urls = append(cmd.urls, arg)
		}
	}
	return cmd
}
