package parse

import (
	"slices"
	"strings"
)

// azureErrorReader reads what az prints in place of data: an error, a request to log in, a Python
// traceback, or nothing at all.
var azureErrorReader = reader{name: azErrorKind, opens: opensAzureError, match: matchAzureError, read: readAzureError}

const azErrorKind = "az-error"

// opensAzureError reports whether a line is an error of the resource manager as az prints it.
func opensAzureError(line, _ string) bool {
	message, marked := strings.CutPrefix(line, "ERROR: ")
	if behind, ok := afterException(message); ok {
		message, marked = behind, true
	}
	if !marked || !strings.HasPrefix(message, "(") {
		return false
	}
	code, _, ok := bracketedCode(message)
	return ok && isARMCode(code)
}

// matchAzureError takes an empty export; under az, or in a file named as JSON, any text with an error in it;
// under a command that exports JSON any text but a table; and elsewhere what begins as az's errors do.
func matchAzureError(src *Source, head []string) bool {
	request := parseAzCommand(src.Command)
	if src.Command != "" && !request.az {
		return false
	}
	named := src.Command == "" && isJSONName(src.File)
	if strings.TrimSpace(src.Text) == "" {
		return request.data || named
	}
	if jsonLine(head, request.az) >= 0 {
		return false
	}
	e := scanAzError(src, len(head))
	if request.az || named {
		return e.found || request.data && e.some && !e.table && isJSONFormat(request.format)
	}
	return e.leads || e.found && slices.ContainsFunc(head, func(line string) bool { return opensAzureError(line, "") })
}

// isJSONFormat reports whether -o asks for JSON, the default.
func isJSONFormat(format string) bool {
	return format == "" || strings.HasPrefix(strings.ToLower(format), "json")
}

// readAzureError tells the error of the capture, else that of what was kept of its standard error.
func readAzureError(src *Source, out *sink) {
	e, from := scanAzError(src, len(src.Text)), src
	if !e.found && src.Stderr != nil {
		if kept := scanAzError(src.Stderr, len(src.Stderr.Text)); kept.some {
			e, from = kept, src.Stderr
		}
	}
	e.fact.Type = exportType(src, parseAzCommand(src.Command))
	if !e.some {
		e.fact.Empty, e.fact.Cite = true, Cite{File: src.File}
	}
	out.add(&e.fact)
	if e.some {
		tellBehindError(from, &e.fact, out)
	}
	if from != src {
		tellBehindError(src, nil, out)
	}
}

// An azErrorText is what a text in place of data says.
type azErrorText struct {
	fact  ExportError // from the first line that tells an error, else from the first line
	some  bool        // there is a line that is not noise
	found bool        // a line tells an error
	leads bool        // the first line does
	table bool        // it looks like a table: a line of dashes, or columns parted by tabs

	tracing, first bool // within a traceback; that began the text
	fields         bool // the error is told in lines of their own: "Code: X"
}

// scanAzError looks in the first lines for the one that tells what went wrong. Of a traceback that is the
// first line after it that is not indented: the exception.
func scanAzError(src *Source, most int) azErrorText {
	var e azErrorText
	var noise azNoise
	sc := newScanner(src, &src.Origin)
	for ; most > 0 && !e.found && sc.next(); most-- {
		if noise.skip(sc.text) {
			continue
		}
		line := strings.TrimSpace(sc.text)
		e.line(line, sc)
		e.table = e.table || isTableLine(line)
		if !e.some && !e.found {
			e.fact = ExportError{Message: line, Cite: sc.cite()}
		}
		e.some = true
	}
	if e.found || e.fields {
		e.rest(sc, most)
	}
	return e
}

// line looks at a line for what went wrong.
func (e *azErrorText) line(line string, sc *scanner) {
	key, value, isField := errorField(line)
	switch {
	case strings.HasPrefix(line, "Traceback (most recent call last)"):
		e.tracing, e.first = true, !e.some
	case e.tracing && strings.TrimLeft(sc.text, " \t") == sc.text:
		e.found = true
		e.fact = ExportError{Message: line, Cite: sc.cite()}
	case e.tracing:
		e.leads = e.leads || e.first && strings.Contains(line, "azure")
	case isField && (e.fields || !e.some):
		e.field(key, value, sc)
	default:
		if code, message, ok := azError(line); ok {
			e.leads = e.leads || !e.some
			e.found = !strings.HasSuffix(message, "traceback:")
			e.fact = ExportError{Code: code, Message: message, Cite: sc.cite()}
		}
	}
}

// field keeps a part of an error that is told in several lines.
func (e *azErrorText) field(key, value string, sc *scanner) {
	if !e.fields {
		e.fields, e.fact = true, ExportError{Cite: sc.cite()}
	}
	switch key {
	case "code", "errorcode":
		e.fact.Code = value
		if isARMCode(value) {
			e.found, e.leads = true, true
		}
	case "statuscode":
		if e.fact.Code == "" {
			e.fact.Code = value
		}
	case "message", "errormessage":
		e.fact.Message, e.fact.Cite = value, sc.cite()
	case "servermessage": // CODE: text
		if code, _, ok := strings.Cut(value, ": "); ok && !strings.Contains(code, " ") {
			e.fact.Code = code
		}
		e.found, e.leads = true, true
	}
}

// rest looks for the code, and for the message where there is none, in the lines below an error.
func (e *azErrorText) rest(sc *scanner, most int) {
	if e.fact.Code != "" && e.fact.Message != "" {
		return
	}
	coded := e.fact.Code != "" // by the error itself
	for n := 0; n < 20 && n < most && sc.next(); n++ {
		key, value, ok := errorField(strings.TrimSpace(sc.text))
		switch {
		case !ok:
		case key == "code" || key == "errorcode":
			if !coded {
				e.fact.Code, coded = value, true
			}
		case key == "statuscode" && e.fact.Code == "":
			e.fact.Code = value
		case (key == "message" || key == "errormessage") && e.fact.Message == "":
			e.fact.Message, e.fact.Cite = value, sc.cite()
		}
	}
}

// isTableLine reports whether a line can only belong to a table.
func isTableLine(line string) bool {
	return strings.HasPrefix(line, "---") && strings.Trim(line, "- ") == "" || strings.Contains(line, "\t")
}
