package parse

import (
	"strconv"
	"strings"
)

// requestErrorPrefixes are how PowerShell 5.1 and 7 open an error of Invoke-WebRequest and of its aliases. With
// "curl" only the form of 5.1 can be told from curl itself.
var requestErrorPrefixes = []string{
	"invoke-webrequest :", "invoke-webrequest:", "invoke-restmethod :", "invoke-restmethod:", "iwr :", "iwr:",
	"irm :", "irm:", "curl : ", "wget : ",
}

// requestErrorTexts are errors known without such a prefix, as a handler prints them. English only.
var requestErrorTexts = []string{
	"Unable to connect to the remote server",
	"The remote name could not be resolved",
	"No such host is known",
	"The operation has timed out",
	"The request was canceled due to the configured HttpClient.Timeout",
	"The remote server returned an error: (",
	"Response status code does not indicate success: ",
	"The SSL connection could not be established",
	"Could not establish trust relationship",
	"The underlying connection was closed",
	"A connection attempt failed because the connected party did not",
	"No connection could be made because the target machine actively refused it",
}

// requestError reads the first line of an error of Invoke-WebRequest: the text after the prefix.
func requestError(line string) (text string, ok bool) {
	trimmed := strings.TrimLeft(line, " \t")
	for _, prefix := range requestErrorPrefixes {
		if len(trimmed) >= len(prefix) && strings.EqualFold(trimmed[:len(prefix)], prefix) {
			return strings.TrimLeft(trimmed[len(prefix):], " \t"), true
		}
	}
	for _, known := range requestErrorTexts {
		if strings.HasPrefix(trimmed, known) {
			return trimmed, true
		}
	}
	return "", false
}

// An errorReading collects the lines of one error of PowerShell.
type errorReading struct {
	cite  Cite
	lines []string
	cites []Cite
	place bool // the message is over; the rest tells where in the script it happened
}

// startError opens an error where the line is its first.
func (r *tableReading) startError(line string) bool {
	text, ok := requestError(strings.TrimRight(r.sc.text, "\r"))
	if !ok || r.parts > maxParts || r.err != nil && !r.err.place && strings.HasPrefix(line, text) {
		return false
	}
	r.endTable(false)
	r.endError()
	r.err = &errorReading{cite: r.sc.cite()}
	r.err.add(text, r.err.cite)
	return true
}

// add keeps a line of the message.
func (e *errorReading) add(text string, cite Cite) {
	if strings.TrimSpace(text) != "" && len(e.lines) < maxErrorLines {
		e.lines, e.cites = append(e.lines, strings.Clone(text)), append(e.cites, cite)
	}
}

// text joins the lines of the message with single blanks.
func (e *errorReading) text() string {
	var b strings.Builder
	for _, line := range e.lines {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

// errorLine reads a line below the first of an error. In PowerShell 7 the message stands behind "|", below the
// place; in 5.1 it goes on over several lines, above it.
func (r *tableReading) errorLine(line string) {
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "":
		r.endError()
	case trimmed == "Line |", strings.HasPrefix(trimmed, "At line:"), strings.HasPrefix(trimmed, "At ") &&
		strings.Contains(trimmed, " char:"):
		r.err.place = true
	case r.err.place:
		r.placeLine(trimmed)
	default:
		// The blanks at the end belong to the message, which goes on in the next line.
		r.err.add(strings.TrimLeft(strings.TrimRight(r.sc.text, "\r"), " "), r.sc.cite())
	}
}

// placeLine reads a line below the place of an error.
func (r *tableReading) placeLine(trimmed string) {
	number, text, ok := strings.Cut(trimmed, "|")
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(trimmed, "+"):
	case ok && isDigits(strings.TrimSpace(number)), ok && strings.Trim(text, "~ ") == "":
	case ok && number == "":
		r.err.add(text, r.sc.cite())
	case !ok && len(trimmed) > 0 && (strings.HasPrefix(r.sc.text, " ") || strings.Trim(trimmed, "~") == ""):
		// A wrapped line of the place.
	default:
		r.out.unread(r.sc.cite())
	}
}

// endError makes a request of the open error, if there is one. An answer with an error status is one: its status
// stands in the text, or its body is the text.
func (r *tableReading) endError() {
	e := r.err
	if r.err = nil; e == nil {
		return
	}
	req := r.newRequest()
	req.Failure = &Failure{Code: -1, Text: e.text(), Cite: e.cite}
	if len(e.lines) > 0 {
		req.Failure.Cite = e.cites[0]
	}
	if strings.HasPrefix(req.Failure.Text, "{") {
		req.Error = serviceError(e.lines, e.cites)
	}
	if status, reason := statusInError(req.Failure.Text); status != 0 {
		req.Blocks = []Block{{Status: status, Reason: reason, At: req.Failure.Cite}}
	}
}

// statusInError reads "(403) Forbidden." of Windows PowerShell and "403 (Forbidden)." of PowerShell 7.
func statusInError(text string) (status int, reason string) {
	if _, rest, ok := strings.Cut(text, "returned an error: ("); ok {
		code, reason, _ := strings.Cut(rest, ")")
		if isDigits(code) && len(code) == 3 {
			status, _ = strconv.Atoi(code)
			return status, strings.TrimSuffix(strings.TrimSpace(reason), ".")
		}
	}
	if _, rest, ok := strings.Cut(text, "does not indicate success: "); ok {
		code, reason, _ := strings.Cut(rest, " (")
		if isDigits(code) && len(code) == 3 {
			status, _ = strconv.Atoi(code)
			reason, _, _ = strings.Cut(reason, ")")
			return status, reason
		}
	}
	return 0, ""
}
