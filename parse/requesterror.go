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
	if rest, ok := afterCmdlet(trimmed); ok {
		if host, _ := hostInError(rest); strings.Contains(trimmed[:len(trimmed)-len(rest)], "-Az") && !isVaultHost(host) &&
			vaultMask(rest) == "" && !(isDataCmdlet(trimmed) && statusNamed(rest) >= 400) {
			return "", false // an error of the resource manager
		}
		trimmed = rest
	}
	if isDataCmdlet(strings.TrimLeft(line, " \t")) && statusNamed(trimmed) >= 400 {
		return trimmed, true
	}
	for _, known := range requestErrorTexts {
		if strings.HasPrefix(trimmed, known) {
			return trimmed, true
		}
	}
	return "", false
}

// afterCmdlet takes off the name of the cmdlet that an error begins with: "Get-AzKeyVaultSecret : ", or without the blank.
func afterCmdlet(line string) (string, bool) {
	name, _, ok := strings.Cut(line[:min(len(line), maxQuote)], ": ")
	verb, noun, dash := strings.Cut(strings.TrimRight(name, " "), "-")
	letters := func(s string) bool {
		return s != "" && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789") == ""
	}
	if !ok || !dash || !letters(verb) || !letters(noun) {
		return "", false
	}
	return strings.TrimLeft(line[len(name)+2:], " "), true
}

// An errorReading collects the lines of one error of PowerShell.
type errorReading struct {
	cite  Cite
	lines []string
	cites []Cite
	vault Text // that the line of the script names
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
	r.endLost()
	r.err = &errorReading{cite: r.sc.cite()}
	r.err.add(text, r.err.cite)
	return true
}

// errorIDs are the ends of the line FullyQualifiedErrorId of an error, which has no other language.
var errorIDs = []string{"Commands.InvokeWebRequestCommand", "Commands.InvokeRestMethodCommand"}

// isErrorID reports whether a line is that of an error of Invoke-WebRequest that names its kind, in any language.
func isErrorID(line string) bool {
	trimmed := strings.TrimSpace(line)
	return strings.HasPrefix(trimmed, "+ ") && (endsInAny(trimmed, errorIDs) ||
		strings.Contains(trimmed, "CategoryInfo") && (strings.Contains(trimmed, "[Invoke-WebRequest]") || strings.Contains(trimmed, "[Invoke-RestMethod]")))
}

// A lostLine is a line that belongs to nothing so far.
type lostLine struct {
	text string
	cite Cite
}

// lostLine keeps a line that may belong to an error of Invoke-WebRequest that another command passed on: then the
// lines below tell.
func (r *tableReading) lostLine(line string) {
	const most = 40
	switch {
	case line == "":
		r.endLost()
	case isErrorID(line) && len(r.lost) > 0:
		lost := r.lost
		r.lost = nil
		r.err = &errorReading{cite: lost[0].cite}
		for i, l := range lost {
			below := i+1 < len(lost) && strings.HasPrefix(strings.TrimSpace(lost[i+1].text), "+ ")
			if below || strings.HasPrefix(strings.TrimSpace(l.text), "+ ") {
				r.err.place = true
				break
			}
			text := l.text
			if _, rest, ok := strings.Cut(text, " : "); ok && i == 0 {
				text = rest
			}
			r.err.add(text, l.cite)
		}
		r.err.place = true
	default:
		if len(r.lost) == most {
			r.out.unread(r.lost[0].cite)
			r.lost = r.lost[1:]
		}
		r.lost = append(r.lost, lostLine{line, r.sc.cite()})
		if at := urlStart(line); at >= 0 {
			r.above = strings.Clone(strings.TrimRight(firstField(line[at:]), ".,;:'\")>"))
		}
	}
}

// endLost tells lines that belong to nothing.
func (r *tableReading) endLost() {
	for _, l := range r.lost {
		r.out.unread(l.cite)
	}
	r.lost = nil
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
	case isPlace(trimmed, r.sc.peek()):
		r.err.place = true
	case r.err.place:
		r.placeLine(trimmed)
	default:
		// The blanks at the end belong to the message, which goes on in the next line.
		r.err.add(strings.TrimLeft(strings.TrimRight(r.sc.text, "\r"), " "), r.sc.cite())
	}
}

// isPlace reports whether a line tells where in the script an error happened: what it says depends on the language,
// but the line of the script stands below it, behind "+" or a number.
func isPlace(trimmed, next string) bool {
	number, _, ok := strings.Cut(strings.TrimSpace(next), "|")
	return strings.HasPrefix(trimmed, "At line:") || strings.HasPrefix(trimmed, "At ") && strings.Contains(trimmed, " char:") ||
		strings.HasPrefix(strings.TrimSpace(next), "+ ") && !strings.HasPrefix(trimmed, "+") ||
		strings.HasSuffix(trimmed, "|") && ok && isDigits(strings.TrimSpace(number))
}

// placeLine reads a line below the place of an error.
func (r *tableReading) placeLine(trimmed string) {
	number, text, ok := strings.Cut(trimmed, "|")
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(trimmed, "+"):
		if vault := cmdletVault(trimmed); vault != "" && !r.err.vault.Known() {
			r.err.vault = Text{vault, r.sc.cite()}
		}
	case ok && isDigits(strings.TrimSpace(number)), ok && strings.Trim(text, "~ ") == "":
	case ok && number == "":
		r.err.add(text, r.sc.cite())
	case !ok && len(trimmed) > 0 && (strings.HasPrefix(r.sc.text, " ") || strings.Trim(trimmed, "~") == ""):
		// A wrapped line of the place.
	default:
		r.out.unread(r.sc.cite())
	}
}

// endError makes a request of the open error, if there is one. An answer with an error status is no failure, though
// the cmdlet throws it as one: its status stands in the text, or its body is the text.
func (r *tableReading) endError() {
	e := r.err
	if r.err = nil; e == nil {
		return
	}
	req := r.newRequest(kindRequestError)
	req.Failure = &Failure{Code: -1, Text: e.text(), Cite: e.cite}
	if len(e.lines) > 0 {
		req.Failure.Cite = e.cites[0]
	}
	req.Failure.Class = classOf(-1, req.Failure.Text)
	if host, resolve := hostInError(req.Failure.Text); host != "" && req.Host == "" {
		req.Host = host
		if resolve && req.Failure.Class == FailOther {
			req.Failure.Class = FailResolve
		}
	}
	if req.URL == "" && req.Host != "" && hostOfURL(r.above) == req.Host { // what the script said that it would ask for
		req.aim(r.above, req.Host)
	}
	if strings.HasPrefix(req.Failure.Text, "{") {
		req.Error = anyRefusal(e.lines, e.cites)
	}
	r.readCmdlet(req, e)
	if status, reason := statusInError(req.Failure.Text); status != 0 {
		req.Blocks = []Block{{Status: status, Reason: reason, At: req.Failure.Cite}}
	}
	if req.Error != nil || req.Blocks != nil {
		req.Failure = nil
	}
}

// hostInError returns the host that an error names: in quotes at its end, as Windows PowerShell does for a name that
// was not resolved, in any language, or as "(HOST:443)". It reports whether the error is of that first kind.
func hostInError(text string) (host string, resolve bool) {
	if _, quoted, ok := strings.Cut(text, ": '"); ok {
		if name, ok := strings.CutSuffix(strings.TrimRight(quoted, ". "), "'"); ok && hostWord(name) != "" {
			return hostWord(name), true
		}
	}
	return hostWord(bracketedHost(text)), false
}

// statusInError reads "...: (403) Forbidden." of Windows PowerShell and "...: 403 (Forbidden)." of PowerShell 7, in
// any language.
func statusInError(text string) (status int, reason string) {
	for rest, ok := text, true; ok; {
		if _, rest, ok = strings.Cut(rest, ": "); !ok {
			break
		}
		code, inner, found := strings.Cut(strings.TrimPrefix(rest, "("), " ")
		closed := strings.HasSuffix(code, ")")
		code = strings.TrimSuffix(code, ")")
		if !found || len(code) != 3 || !isDigits(code) || code[0] < '3' || code[0] > '5' {
			continue
		}
		switch {
		case strings.HasPrefix(rest, "(") && closed:
			reason = strings.TrimSuffix(strings.TrimSpace(inner), ".")
		case strings.HasPrefix(inner, "("):
			reason, _, _ = strings.Cut(inner[1:], ")")
		default:
			continue
		}
		status, _ = strconv.Atoi(code)
		return status, reason
	}
	return 0, ""
}
