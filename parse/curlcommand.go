package parse

import (
	"net/netip"
	"slices"
	"strings"
)

// The tools that make requests.
const (
	toolCurl       = "curl"
	toolWget       = "wget"
	toolPowerShell = "powershell"
)

// An httpCommand is what a command line tells about the requests it makes. Zero: not such a command.
type httpCommand struct {
	tool     string
	urls     []string
	pins     []hostPin
	insecure bool   // certificate checks are off
	include  bool   // response headers are part of the output (-i, -I)
	headOnly bool   // there is no body (-I)
	verbose  bool   // -v
	format   string // -w
	proxy    string // -x
	piped    bool   // the output, and with it the exit status, is another program's
	filtered bool   // the output went through a program that may drop lines
}

// A hostPin is one --resolve or --connect-to.
type hostPin struct {
	host, port string // "" or "*": any
	addr       netip.Addr
}

// passThrough are programs at the end of a pipe that drop no line.
var passThrough = []string{"tee", "cat", "more", "less", "tee-object", "ft", "format-table", "out-string", "out-file", "out-default"}

// powerShellVerbs are the commands of PowerShell that make requests, with their aliases.
var powerShellVerbs = []string{"invoke-webrequest", "iwr", "invoke-restmethod", "irm"}

// curlValueLetters are curl's short options that take a value.
const curlValueLetters = "AbcCdDeEFhHKmoPQrtTuUwxXyYz"

// curlSwitches are curl's long options that take no value, as far as people use them for probes. Any other long
// option is taken to have one where the word after it is neither an option nor has a scheme.
var curlSwitches = []string{
	"anyauth", "basic", "compressed", "digest", "fail", "fail-early", "fail-with-body", "get", "globoff", "head",
	"http0.9", "http1.0", "http1.1", "http2", "http2-prior-knowledge", "http3", "include", "insecure", "ipv4",
	"ipv6", "junk-session-cookies", "location", "location-trusted", "negotiate", "next", "no-alpn", "no-buffer",
	"no-keepalive", "no-progress-meter", "no-sessionid", "ntlm", "parallel", "path-as-is", "progress-bar",
	"proxy-insecure", "proxytunnel", "raw", "remote-name", "retry-all-errors", "retry-connrefused", "show-error",
	"silent", "ssl-no-revoke", "ssl-revoke-best-effort", "tcp-nodelay", "tlsv1", "tlsv1.0", "tlsv1.1", "tlsv1.2",
	"tlsv1.3", "trace-time", "verbose",
}

// parseHTTPCommand reads a command line that runs curl or Invoke-WebRequest.
func parseHTTPCommand(line string) httpCommand {
	commands := splitCommands(line)
	for i, c := range commands {
		var cmd httpCommand
		if at := programAt(c.words, isAny("curl")); at >= 0 {
			cmd = curlArguments(c.words[at+1:])
		} else if at := programAt(c.words, isAny("wget", "wget2")); at >= 0 {
			cmd = wgetArguments(c.words[at+1:])
		} else if at := powerShellWord(c.words); at >= 0 {
			cmd = powerShellArguments(c.words[at+1:])
		} else {
			continue
		}
		for _, next := range commands[i+1:] {
			if !next.piped {
				break
			}
			cmd.piped = true
			if !slices.Contains(passThrough, programName(next.words)) {
				cmd.filtered = true
			}
		}
		return cmd
	}
	return httpCommand{}
}

// powerShellWord returns the index of the word that runs Invoke-WebRequest, or -1.
func powerShellWord(words []string) int {
	return slices.IndexFunc(words, func(w string) bool {
		return slices.Contains(powerShellVerbs, strings.ToLower(w))
	})
}

// curlArguments reads the arguments of curl.
func curlArguments(args []string) httpCommand {
	cmd := httpCommand{tool: toolCurl}
	for i := 0; i < len(args); i++ {
		value := ""
		if i+1 < len(args) {
			value = args[i+1]
		}
		used := false
		switch arg := args[i]; {
		case strings.HasPrefix(arg, "--"):
			used = cmd.longOption(arg[2:], value)
		case strings.HasPrefix(arg, "-"):
			used = cmd.shortOptions(arg[1:], value)
		case arg != "":
			cmd.urls = append(cmd.urls, arg)
		}
		if used {
			i++
		}
	}
	return cmd
}

// longOption takes one long option of curl and reports whether the next word is its value.
func (c *httpCommand) longOption(name, value string) bool {
	switch name {
	case "url":
		c.urls = append(c.urls, value)
	case "resolve":
		c.pin(value, false)
	case "connect-to":
		c.pin(value, true)
	case "insecure":
		c.insecure = true
	case "include":
		c.include = true
	case "verbose":
		c.verbose = true
	case "write-out":
		c.format = value
		return true
	case "proxy":
		c.proxy = value
		return true
	case "head":
		c.include, c.headOnly = true, true
	case "preproxy", "referer", "doh-url", "header", "user-agent", "data":
		return true
	}
	plain := !strings.HasPrefix(value, "-") && !strings.Contains(value, "://")
	return name == "url" || plain && name != "" && !slices.Contains(curlSwitches, name)
}

// shortOptions takes a cluster of short options of curl and reports whether the next word is the last one's value.
func (c *httpCommand) shortOptions(cluster, value string) bool {
	for i := range len(cluster) {
		letter := cluster[i]
		if strings.IndexByte(curlValueLetters, letter) >= 0 {
			last := i == len(cluster)-1
			if !last {
				value = cluster[i+1:]
			}
			switch letter {
			case 'w':
				c.format = value
			case 'x':
				c.proxy = value
			}
			return last
		}
		switch letter {
		case 'k':
			c.insecure = true
		case 'v':
			c.verbose = true
		case 'i':
			c.include = true
		case 'I':
			c.include, c.headOnly = true, true
		}
	}
	return false
}

// pin reads HOST:PORT:ADDRESS of --resolve, or HOST:PORT:HOST2:PORT2 of --connect-to.
func (c *httpCommand) pin(value string, connectTo bool) {
	host, rest := cutHost(strings.TrimPrefix(value, "+"))
	port, target, ok := strings.Cut(rest, ":")
	if !ok {
		return
	}
	if connectTo {
		target, _ = cutHost(target)
	} else {
		target, _, _ = strings.Cut(target, ",")
	}
	if addr := originAddr(target); addr.IsValid() {
		c.pins = append(c.pins, hostPin{host: canonical(host), port: port, addr: addr})
	}
}

// powerShellArguments reads the arguments of Invoke-WebRequest. Names of parameters may be shortened.
func powerShellArguments(args []string) httpCommand {
	cmd := httpCommand{tool: toolPowerShell}
	for i, arg := range args {
		lower := strings.ToLower(arg)
		before := ""
		if i > 0 {
			before = strings.ToLower(args[i-1])
		}
		switch {
		case strings.HasPrefix(lower, "-skipc") && strings.HasPrefix("-skipcertificatecheck", lower):
			cmd.insecure = true
		case len(cmd.urls) > 0 || strings.HasPrefix(lower, "-"):
		case before == "-uri" || i == 0 || strings.Contains(arg, "://") && !strings.HasPrefix(before, "-prox"):
			cmd.urls = append(cmd.urls, arg)
		}
	}
	return cmd
}

// apply fills in what the command tells of its nth request.
func (c *httpCommand) apply(req *Request, n int) {
	req.Insecure = c.insecure
	if n >= len(c.urls) {
		return
	}
	req.URL = strings.Clone(c.urls[n])
	var port string
	req.Host, port, req.Path = splitURL(req.URL)
	for _, p := range c.pins {
		if (p.host == req.Host || p.host == "" || p.host == "*") && (p.port == port || p.port == "") && req.Host != "" {
			req.Resolve = p.addr
			return
		}
	}
}
