package parse

import (
	"slices"
	"strings"
)

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

// helpBodies are what curl prints below an error of a certificate, in one line; where it breaks them depends on the version.
var helpBodies = []string{
	"curl failed to verify the legitimacy of the server and therefore could not establish a secure connection to it. " +
		"To learn more about this situation and how to fix it, please visit the web page mentioned above.",
	"To learn more about this situation and how to fix it, please visit the webpage mentioned above.",
	"curl performs SSL certificate verification by default, using a \"bundle\" of Certificate Authority (CA) public keys (CA certs). " +
		"If the default bundle file isn't adequate, you can specify an alternate file using the --cacert option. " +
		"If this HTTPS server uses a certificate signed by a CA represented in the bundle, the certificate verification probably " +
		"failed due to a problem with the certificate (it might be expired, or the name might not match the domain name in the URL). " +
		"If you'd like to turn off curl's verification of the certificate, use the -k (or --insecure) option. " +
		"HTTPS-proxy has similar options --proxy-cacert and --proxy-insecure.",
}

// isHelpText reports whether a line is part of such an explanation.
func isHelpText(line string) bool {
	const most = 400
	if len(line) > most {
		return false
	}
	line = strings.Join(strings.Fields(line), " ")
	return isCurlHelp(line) || slices.ContainsFunc(helpBodies, func(body string) bool { return strings.Contains(body, line) })
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
