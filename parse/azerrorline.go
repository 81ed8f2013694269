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
	"command not found: az",
	"'az' is not recognized",
	"does not have authorization to perform action",
	"does not have permission to perform action",
	"Cloud Shell credential problem",
	"Failed to connect to MSI",
	"is not a supported MSI token audience",
	"Run Connect-AzAccount to login",
	"Interactive authentication is needed",
	"The refresh token has expired",
	"Token request failed",
}

// azError reads one line of az's error output and reports whether it is one. The code is empty where the
// line tells none.
func azError(line string) (code, message string, ok bool) {
	message, marked := strings.CutPrefix(line, "ERROR: ")
	message = strings.TrimSpace(message)
	if behind, ok := afterException(message); ok {
		if code, rest, ok := bracketedCode(behind); ok && isARMCode(code) {
			return code, rest, true
		}
	}
	if code, rest, ok := bracketedCode(message); ok && (marked || code != "Forbidden") {
		// Without the mark "(Forbidden)" is as likely an answer of the vault itself.
		return code, rest, true
	}
	if code, text, ok := embeddedError(message); ok && (marked || isARMCode(code)) {
		return code, text, true
	}
	if code, text, ok := strings.Cut(message, " - "); ok && isARMCode(code) {
		return code, text, true
	}
	if text, ok := azCmdletError(message); ok {
		return "", text, true
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

// afterException takes off the name of the exception that a library of Azure's for Python throws: "HttpResponseError: (CODE) text".
func afterException(line string) (string, bool) {
	name, _, ok := strings.Cut(line[:min(len(line), maxQuote)], ": ")
	if !ok || !strings.HasSuffix(name, "Error") || strings.ContainsAny(name, " \t(") {
		return "", false
	}
	return strings.TrimSpace(line[len(name)+2:]), true
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
	at := strings.IndexByte(line, '{')
	if at < 0 || at > maxMissing {
		return "", "", false
	}
	var answer struct {
		Code, Message string
		Error         struct{ Code, Message string }
	}
	if err := json.NewDecoder(strings.NewReader(line[at:])).Decode(&answer); err != nil {
		return "", "", false
	}
	if answer.Error.Code != "" {
		return answer.Error.Code, answer.Error.Message, true
	}
	return answer.Code, answer.Message, answer.Code != "" && answer.Message != ""
}

// azCmdletError parts an error of a command of Az PowerShell: "Get-AzPrivateEndpoint : The client ...".
func azCmdletError(line string) (message string, ok bool) {
	if _, known := requestError(line); known {
		return "", false // of a request to a vault
	}
	verb, rest, ok := strings.Cut(line, "-Az")
	if !ok || len(verb) < 3 || len(verb) > 12 || strings.IndexFunc(verb, func(c rune) bool { return !wordByte(byte(c)) || c > 'z' }) >= 0 {
		return "", false
	}
	noun, message, ok := strings.Cut(rest, ":")
	noun = strings.TrimRight(noun, " ")
	if !ok || noun == "" || strings.IndexFunc(noun, func(c rune) bool { return c > 'z' || !wordByte(byte(c)) }) >= 0 {
		return "", false
	}
	return strings.TrimSpace(message), true
}

// errorField reads one of the lines in which az and Az PowerShell tell an error's parts: "Code: X",
// "ErrorCode: X", "StatusCode: 403", "Message        : text".
func errorField(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(line, ":")
	key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
	switch key {
	case "code", "errorcode", "statuscode", "message", "errormessage", "servermessage", "reasonphrase", "requestid", "operationid":
		return key, value, ok && value != ""
	}
	return "", "", false
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

// isARMCode reports whether an error's code is one of the resource manager's, which no vault answers with.
func isARMCode(code string) bool {
	for _, c := range []string{
		"AuthorizationFailed", "LinkedAuthorizationFailed", "ResourceNotFound", "ResourceGroupNotFound",
		"ParentResourceNotFound", "SubscriptionNotFound", "InvalidAuthenticationToken", "InvalidTemplate",
		"InvalidTemplateDeployment", "InvalidResourceReference", "InvalidResourceType", "DeploymentFailed",
		"MissingSubscriptionRegistration", "MissingSubscription", "NoRegisteredProviderFound", "InvalidApiVersionParameter",
		"ExpiredAuthenticationToken", "AuthenticationFailed", "InvalidAuthenticationTokenTenant", "PreconditionFailed",
		"VaultAlreadyExists", "VaultNameNotValid", "ConflictError", "SubscriptionNotRegistered", "AnotherOperationInProgress", "RoleAssignmentExists",
		"PrivateEndpointConnectionStatusNotPending", "RequestDisallowedByPolicy", "ScopeLocked", "GatewayTimeout",
	} {
		if strings.EqualFold(c, code) {
			return true
		}
	}
	return false
}
