package parse

import (
	"path"
	"strings"
)

// curlReader reads what curl prints: response headers with or without a body, and curl's own errors.
var curlReader = reader{name: "curl", opens: opensCurl, match: matchCurl, read: readCurl}

// curlJSONReader reads what "curl -w '%{json}'" prints.
var curlJSONReader = reader{name: "curl", match: isWriteOutJSON, read: readCurl}

// opensCurl reports whether a line is the first of an output of curl: a status line with headers below it, an error,
// or a remark of -v.
func opensCurl(line, next string) bool {
	switch line[0] {
	case 'H':
		_, isStatus := statusLine(line)
		_, _, isHeader := headerField(strings.TrimSpace(next))
		return isStatus && (isHeader || next == "")
	case 'c':
		_, isError := curlFailure(line)
		return isError
	case '*':
		return isVerboseLine(line)
	}
	return false
}

// matchCurl looks for a status line, an error of curl or the vault's header, then at the command, and last at
// the name of the file.
func matchCurl(src *Source, head []string) bool {
	if isPowerShell(head) {
		return false
	}
	for _, line := range head {
		text := plainLine(line)
		_, isStatus := statusLine(text)
		_, isError := curlFailure(text)
		_, isUsage := usageError(text)
		if isStatus || isError || isUsage || isNetworkInfoLine(text) || isVerboseLine(line) ||
			isLabelled(text) {
			return true
		}
	}
	if tool := parseHTTPCommand(src.Command).tool; tool != "" {
		return tool == toolCurl
	}
	if src.Stderr != nil {
		for _, line := range headLines(src.Stderr.Text) {
			text := plainLine(line)
			if _, ok := curlFailure(text); ok || isVerboseLine(line) {
				return true
			}
		}
	}
	return isHealthstatus(src.File) && strings.TrimSpace(src.Text) != ""
}

// isHealthstatus reports whether a file is named after the vault's probe.
func isHealthstatus(file string) bool {
	return strings.Contains(strings.ToLower(path.Base(file)), "healthstatus")
}

// echoedCommand reads a line in which a command is shown above its output, after any prompt.
func echoedCommand(line string) (httpCommand, bool) {
	at := strings.Index(line, "curl")
	if at < 0 || !strings.Contains(line[at:], "://") {
		return httpCommand{}, false
	}
	prompt := strings.TrimSpace(line[:at])
	if strings.Contains(prompt, "<") {
		return httpCommand{}, false // a page about curl
	}
	if prompt != "" && !strings.ContainsAny(prompt[len(prompt)-1:], "$#>%") && !strings.HasSuffix(prompt, "❯") &&
		!strings.HasSuffix(prompt, "~") {
		return httpCommand{}, false
	}
	cmd := parseHTTPCommand(line[at:])
	return cmd, cmd.tool == toolCurl && len(cmd.urls) > 0
}

// cutGlued cuts a line at a status line or an error that follows a body without final line end.
func cutGlued(line string) (body, rest string, ok bool) {
	for _, mark := range []string{"HTTP/", "curl: (", "* "} {
		i := strings.Index(line, mark)
		if i <= 0 {
			continue
		}
		_, isStatus := statusLine(line[i:])
		_, isError := curlFailure(line[i:])
		body = line[:i]
		ends := strings.HasSuffix(body, "true") || strings.HasSuffix(body, "}") || strings.HasSuffix(body, ">")
		if ends && (isStatus || isError || isVerboseLine(line[i:])) {
			return body, line[i:], true
		}
	}
	return "", "", false
}
