package parse

import (
	"encoding/json"
	"strings"
)

// azPhrases are texts that only an az that failed prints.
var azPhrases = []string{
	"az login",
	"The command requires the extension",
	"is misspelled or not recognized by the system",
	"provider must be registered on subscription",
	"usage: az ",
	"az: error:",
	"az: command not found",
	"az: not found",
	"'az' is not recognized",
}

// azError reads one line of az's error output and reports whether it is one. The code is empty where the
// line tells none.
func azError(line string) (code, message string, ok bool) {
	message, marked := strings.CutPrefix(line, "ERROR: ")
	message = strings.TrimSpace(message)
	if code, rest, ok := bracketedCode(message); ok && (marked || code != "Forbidden") {
		// Without the mark "(Forbidden)" is as likely an answer of the vault itself.
		return code, rest, true
	}
	if code, text, ok := embeddedError(message); ok && marked {
		return code, text, true
	}
	if code := tokenServiceCode(message); code != "" {
		return code, message, true
	}
	for _, p := range azPhrases {
		if strings.Contains(message, p) {
			return "", message, true
		}
	}
	return "", message, marked
}

// bracketedCode parts "(AuthorizationFailed) The client ..." into code and message.
func bracketedCode(line string) (code, message string, ok bool) {
	if !strings.HasPrefix(line, "(") {
		return "", "", false
	}
	code, message, ok = strings.Cut(line[1:], ") ")
	if !ok || len(code) < 4 || code[0] < 'A' || code[0] > 'Z' {
		return "", "", false
	}
	for _, c := range code {
		if !(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '.') {
			return "", "", false
		}
	}
	return code, strings.TrimSpace(message), true
}

// embeddedError takes code and message out of an answer that az rest prints within its error:
// Not Found({"error":{"code":"ResourceNotFound","message":"..."}}).
func embeddedError(line string) (code, message string, ok bool) {
	_, body, ok := strings.Cut(line, "({")
	if !ok {
		return "", "", false
	}
	var answer struct {
		Error struct{ Code, Message string }
	}
	if err := json.NewDecoder(strings.NewReader("{" + body)).Decode(&answer); err != nil {
		return "", "", false
	}
	return answer.Error.Code, answer.Error.Message, answer.Error.Code != ""
}

// tokenServiceCode returns the token service's error number in a line (AADSTS70043), or "".
func tokenServiceCode(line string) string {
	const prefix = "AADSTS"
	_, rest, ok := strings.Cut(line, prefix)
	if !ok {
		return ""
	}
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	if digits < 4 {
		return ""
	}
	return prefix + rest[:digits]
}
