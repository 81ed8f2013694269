package parse

import (
	"encoding/json"
	"strconv"
	"strings"
)

// maxErrorLines and maxErrorBytes bound the JSON body that is searched for an error; a longer one is none.
const (
	maxErrorLines = 500
	maxErrorBytes = 64 << 10
)

// wrongResourceText starts the refusal of a private endpoint that belongs to another resource. It comes both as
// the message of a JSON error and as a bare text.
const wrongResourceText = "This TCP connection does not allow access to"

// serviceErrorBody is the error body of Key Vault. Keys are matched without case ("innererror", "InnerError").
type serviceErrorBody struct {
	Error *struct {
		Code       string
		Message    string
		InnerError *struct{ Code string }
	}
}

// serviceError reads an error body from its lines, or returns nil if they hold none. What follows the JSON value
// is ignored. It cites the line that shows the innermost code.
func serviceError(lines []string, cites []Cite) *ServiceError {
	if len(lines) == 0 {
		return nil
	}
	var body serviceErrorBody
	if !decodeFirst(strings.Join(lines, "\n"), &body) {
		// A console that wraps long lines puts breaks inside strings.
		body = serviceErrorBody{}
		if !decodeFirst(strings.Join(lines, ""), &body) {
			return nil
		}
	}
	if body.Error == nil || (body.Error.Code == "" && body.Error.Message == "") {
		return nil
	}
	e := &ServiceError{Code: body.Error.Code, Message: body.Error.Message}
	shown := e.Code
	if body.Error.InnerError != nil {
		e.Inner = body.Error.InnerError.Code
		shown = e.Inner
	}
	e.Cite = citeOf(strconv.Quote(shown), lines, cites)
	e.describe(func(text string) Cite { return citeOf(text, lines, cites) })
	return e
}

// decodeFirst decodes the first JSON value of a text.
func decodeFirst(text string, v any) bool {
	return json.NewDecoder(strings.NewReader(text)).Decode(v) == nil
}

// citeOf returns the cite of the first line that contains a text, or of the first line.
func citeOf(text string, lines []string, cites []Cite) Cite {
	for i, line := range lines {
		if strings.Contains(line, text) {
			return cites[i]
		}
	}
	return cites[0]
}
