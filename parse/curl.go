package parse

import (
	"path"
	"strings"
)

// curlReader reads what curl prints: response headers with or without a body, and curl's own errors.
var curlReader = reader{name: "curl", match: matchCurl, read: readCurl}

// matchCurl looks for a status line, an error of curl or the vault's header, then at the command, and last at
// the name of the file.
func matchCurl(src *Source, head []string) bool {
	if isPowerShell(head) {
		return false
	}
	for _, line := range head {
		text, _ := plainLine(line)
		_, isStatus := statusLine(text)
		_, isError := curlFailure(text)
		if isStatus || isError || isNetworkInfoLine(text) {
			return true
		}
	}
	if tool := parseHTTPCommand(src.Command).tool; tool != "" {
		return tool == toolCurl
	}
	if src.Stderr != nil {
		for _, line := range headLines(src.Stderr.Text) {
			text, _ := plainLine(line)
			if _, ok := curlFailure(text); ok {
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

// plainLine takes off what curl prints in front of a line: the progress meter, and the "<" of -v. It reports
// lines that hold nothing of a response: the meter itself, warnings, and what -v tells of connection and request.
func plainLine(line string) (text string, noise bool) {
	line = strings.TrimRight(line, "\r")
	line = line[strings.LastIndexByte(line, '\r')+1:]
	if i := strings.IndexAny(line, "*<>{}cW"); i > 0 && isMeter(line[:i]) {
		line = line[i:]
	}
	if line == "<" {
		return "", false
	}
	if text, ok := strings.CutPrefix(line, "< "); ok {
		return text, false
	}
	trimmed := strings.TrimSpace(line)
	for _, prefix := range []string{"* ", "> ", "Warning: ", "% Total ", "Dload  Upload ", "CAfile: ", "CApath: "} {
		if strings.HasPrefix(trimmed, prefix) {
			return "", true
		}
	}
	data := strings.HasSuffix(trimmed, "bytes data]")
	return line, trimmed == ">" || trimmed == "*" || data || trimmed != "" && isMeter(line)
}

// isMeter reports whether a text is a row of curl's progress meter.
func isMeter(s string) bool {
	return strings.Trim(s, " \t0123456789.kKMGTPhd:-") == "" && len(strings.Fields(s)) >= 8
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
	for _, mark := range []string{"HTTP/", "curl: ("} {
		i := strings.Index(line, mark)
		if i <= 0 {
			continue
		}
		_, isStatus := statusLine(line[i:])
		_, isError := curlFailure(line[i:])
		body = line[:i]
		ends := strings.HasSuffix(body, "true") || strings.HasSuffix(body, "}") || strings.HasSuffix(body, ">")
		if ends && (isStatus || isError) {
			return body, line[i:], true
		}
	}
	return "", "", false
}
