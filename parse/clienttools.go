package parse

import "strings"

// connectForms are the errors of small tools that connect.
var connectForms = []faultForm{
	{"nc", "nc: ", netcat},
	{"ncat", "Ncat: ", netcatPlain},
	{"ssh", "ssh: ", sshConnect},
	{"telnet", "telnet: ", telnetConnect},
}

// netcat reads "nc: connect to X port 443 (tcp) timed out: ..." and "nc: getaddrinfo for host "X" port 443: ...".
func netcat(before, rest string) (fault, bool) {
	f := fault{text: strings.TrimSpace(rest)}
	if _, tail, ok := strings.Cut(rest, "connect to "); ok {
		f.host, _, _ = strings.Cut(tail, " ")
	} else if _, tail, ok := strings.Cut(rest, "getaddrinfo for host \""); ok {
		f.host, _, _ = strings.Cut(tail, "\"")
	} else if _, tail, ok := strings.Cut(rest, "bad address '"); ok {
		f.host, _, _ = strings.Cut(tail, "'")
	}
	return f, before == "" && hostWord(f.host) != "" && classOf(-1, rest) != FailOther
}

// netcatPlain reads "Ncat: Connection timed out.", which names no host.
func netcatPlain(before, rest string) (fault, bool) {
	return fault{text: strings.TrimRight(rest, " .")}, before == "" && classOf(-1, rest) != FailOther
}

// sshConnect reads "ssh: connect to host X port 443: Connection timed out" and "ssh: Could not resolve hostname X: ...".
func sshConnect(before, rest string) (fault, bool) {
	f := fault{text: strings.TrimSpace(rest)}
	for _, lead := range []string{"connect to host ", "Could not resolve hostname "} {
		if _, tail, ok := strings.Cut(rest, lead); ok {
			f.host, _, _ = strings.Cut(tail, " ")
			f.host = strings.TrimRight(f.host, ":")
		}
	}
	return f, before == "" && hostWord(f.host) != ""
}

// telnetConnect reads "telnet: could not resolve X/443: ..." and "telnet: connect to address 10.1.2.3: Connection refused".
func telnetConnect(before, rest string) (fault, bool) {
	f := fault{text: strings.TrimSpace(rest)}
	if _, tail, ok := strings.Cut(rest, "could not resolve "); ok {
		f.host, _, _ = strings.Cut(tail, "/")
	} else if _, tail, ok := strings.Cut(rest, "connect to address "); ok {
		f.host, _, _ = strings.Cut(tail, ": ")
	}
	return f, before == "" && classOf(-1, rest) != FailOther
}
