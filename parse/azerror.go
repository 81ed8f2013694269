package parse

import "strings"

// azureErrorReader reads what az prints in place of data: an error, a request to log in, a Python
// traceback, or nothing at all.
var azureErrorReader = reader{name: azErrorKind, match: matchAzureError, read: readAzureError}

const azErrorKind = "az-error"

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
	return e.leads
}

// isJSONFormat reports whether -o asks for JSON, the default.
func isJSONFormat(format string) bool {
	return format == "" || strings.HasPrefix(strings.ToLower(format), "json")
}

// readAzureError tells the error of the capture, else that of what was kept of its standard error.
func readAzureError(src *Source, out *sink) {
	e := scanAzError(src, len(src.Text))
	if !e.found && src.Stderr != nil {
		if kept := scanAzError(src.Stderr, len(src.Stderr.Text)); kept.some {
			e = kept
		}
	}
	e.fact.Type = exportType(src, parseAzCommand(src.Command))
	if !e.some {
		e.fact.Empty, e.fact.Cite = true, Cite{File: src.File}
	}
	out.add(&e.fact)
}

// An azErrorText is what a text in place of data says.
type azErrorText struct {
	fact  ExportError // from the first line that tells an error, else from the first line
	some  bool        // there is a line that is not noise
	found bool        // a line tells an error
	leads bool        // the first line does
	table bool        // it looks like a table: a line of dashes, or columns parted by tabs
}

// scanAzError looks in the first lines for the one that tells what went wrong. Of a traceback that is the
// first line after it that is not indented: the exception.
func scanAzError(src *Source, most int) azErrorText {
	var e azErrorText
	var noise azNoise
	tracing, first := false, false // within a traceback; that began the text
	sc := newScanner(src, &src.Origin)
	for ; most > 0 && !e.found && sc.next(); most-- {
		line := strings.TrimSpace(withoutColour(sc.text))
		switch {
		case noise.skip(sc.text):
			continue
		case strings.HasPrefix(line, "Traceback (most recent call last)"):
			tracing, first = true, !e.some
		case tracing && strings.TrimLeft(sc.text, " \t") == sc.text:
			e.found = true
			e.fact = ExportError{Message: line, Cite: sc.cite()}
		case tracing:
			e.leads = e.leads || first && strings.Contains(line, "azure")
		default:
			if code, message, ok := azError(line); ok {
				e.leads = e.leads || !e.some
				e.found = !strings.HasSuffix(message, "traceback:")
				e.fact = ExportError{Code: code, Message: message, Cite: sc.cite()}
			}
		}
		e.table = e.table || isTableLine(line)
		if !e.some && !e.found {
			e.fact = ExportError{Message: line, Cite: sc.cite()}
		}
		e.some = true
	}
	return e
}

// isTableLine reports whether a line can only belong to a table.
func isTableLine(line string) bool {
	return strings.HasPrefix(line, "---") && strings.Trim(line, "- ") == "" || strings.Contains(line, "\t")
}

// withoutColour takes the colour codes off a line that was kept from a terminal.
func withoutColour(line string) string {
	if !strings.Contains(line, "\x1b[") {
		return line
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(line, "\x1b[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		line = strings.TrimLeft(rest, "0123456789;")
		line = strings.TrimPrefix(line, "m")
	}
}
