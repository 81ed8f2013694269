package parse

import "strings"

// helpTexts open what curl prints below an error: an explanation, or where to find help.
var helpTexts = []string{
	"More details here:", "curl: try '", "curl performs SSL certificate verification by default",
	"curl failed to verify the legitimacy of the server",
}

// isCurlHelp reports whether a line begins such a text.
func isCurlHelp(line string) bool {
	for _, text := range helpTexts {
		if strings.HasPrefix(line, text) {
			return true
		}
	}
	return false
}

// usageTexts open curl's errors without a number: it made no request.
var usageTexts = []string{
	"curl: option ", "curl: no URL specified", "curl: Can't ", "curl: can't ", "curl: Failed to ", "curl: unknown ",
	"curl: error ", "curl: You can only select one HTTP request method",
}

// usageError reads an error of curl without a number.
func usageError(line string) (Failure, bool) {
	line = strings.TrimSpace(line)
	for _, text := range usageTexts {
		if strings.HasPrefix(line, text) {
			return Failure{Code: -1, Text: strings.Clone(strings.TrimPrefix(line, "curl: ")), Class: FailOther}, true
		}
	}
	if strings.HasSuffix(line, "curl: command not found") || strings.HasSuffix(line, "curl: not found") ||
		strings.HasPrefix(line, "'curl' is not recognized") {
		return Failure{Code: -1, Text: strings.Clone(line), Class: FailOther}, true
	}
	return Failure{}, false
}
