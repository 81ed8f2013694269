package parse

import (
	"strconv"
	"strings"
)

// recordStart returns the first of the lines above a line that belong to its message: those up to a blank one, to the
// one that a time stamp opens, or to floor.
func (l *logText) recordStart(line, floor int) int {
	const most = 15
	for i := line; ; i-- {
		if i <= floor || line-i == most || l.lines[i].record && !l.stamped {
			return i
		}
		above := l.lines[i-1].text
		if above == "" && l.lines[i].text == "Content:" { // .NET puts a blank line above the body
			continue
		}
		if above == "" && (i == line || l.lines[i].text != "") || l.stamped && !framesError(above) && !l.lines[i].framed {
			return i
		}
	}
}

// recordEnd returns the last of the lines below a line that belong to its message.
func (l *logText) recordEnd(line int) int {
	const most = 40
	for i := line + 1; ; i++ {
		if i >= len(l.lines) || i-line > most || l.lines[i].text == "" {
			return i - 1
		}
		if l.stamped && !opensLabel(l.lines[i].text) && !framesError(l.lines[i].text) || !l.stamped && l.lines[i].record && !opensLabel(l.lines[i].text) {
			return i - 1
		}
	}
}

// framesError reports whether a line is part of how a program prints an error over several lines: JSON, rules, and
// the lines in which Azure's libraries for Go and .NET tell request and status.
func framesError(text string) bool {
	if text == "" || strings.IndexByte(`{}"]`, text[0]) >= 0 || strings.HasPrefix(text, "-----") {
		return true
	}
	for _, start := range []string{"RESPONSE ", "ERROR CODE: ", "ErrorCode: ", "Status: ", "Content:", "Headers:", "GET https://",
		"PUT https://", "POST https://", "PATCH https://", "DELETE https://", "Code: ", "Message: ", "Inner error: ", "InnerError", "***"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// messageEnd returns the offset behind a message, which goes on until limit at most: behind the vault's region where it
// is told, else where the line of the sentence, or of the last label, ends. A quote ends it in any case.
func (l *logText) messageEnd(a anchor, quoted bool, limit int) int {
	limit = max(limit, a.end)
	if i := strings.IndexByte(l.dense[a.end:limit], '"'); i >= 0 {
		if limit = a.end + i; a.sentence.open() {
			return limit
		}
	}
	for _, next := range []string{"Innererror", "InnerError", "ErrorCode:", "Code:", "Status:4", "Content:{", "Content:\n", "Headers:\n"} { // how az, Go and .NET go on
		if i := strings.Index(l.dense[a.end:limit], next); i >= 0 {
			limit = a.end + i
		}
	}
	const region = ";location="
	if i := strings.Index(l.dense[a.end:limit], region); i >= 0 {
		return l.valueEnd(a.end+i+len(region), limit, quoted)
	}
	return limit
}

// open reports whether a sentence goes on with what is no label.
func (s kvSentence) open() bool {
	return strings.HasSuffix(s.text, "'") || strings.HasSuffix(s.text, ")")
}

// valueEnd returns where the name of a region ends. At the end of a line it is over, unless the text is plainly broken
// and the next line begins with the rest of a word that a quote or an escaped break follows.
func (l *logText) valueEnd(at, limit int, quoted bool) int {
	end := at
	for end < limit && (isNameByte(rune(l.dense[end])) || l.dense[end] == '*') {
		end++
	}
	if end == at && at < limit && l.dense[at] == '<' { // a placeholder, which no line breaks
		return min(at+strings.IndexByte(l.dense[at:limit], '>')+1, l.endOf(l.lineOf(at)))
	}
	line := l.lineOf(at)
	edge := min(l.endOf(line), limit)
	if word := l.wordEnd(at); word < edge {
		return min(end, word)
	}
	if end <= edge || !quoted && !l.broken(line+1) || !l.oneWord(line+1, end) {
		return min(end, edge)
	}
	if end < len(l.dense) && strings.IndexByte("\"'\n)", l.dense[end]) >= 0 {
		return end
	}
	return edge
}

// jsonMessage returns the message that stands behind a code.
func (l *logText) jsonMessage(from, limit int) string {
	const near = 20
	window := l.dense[from:limit]
	i := strings.Index(window, `message":"`)
	if i < 0 || i > near {
		return ""
	}
	start := from + i + len(`message":"`)
	end := strings.IndexByte(l.dense[start:limit], '"')
	if end <= 0 {
		return ""
	}
	return unescaped(l.raw(start, start+end))
}

// readInner reads the inner code that stands behind a message and reports whether there is one.
func (l *logText) readInner(r *refusal, from, limit int) bool {
	best := limit
	for _, c := range kvCodes {
		for start := from; c.inner; {
			i := strings.Index(l.dense[start:limit], c.code)
			if i < 0 {
				break
			}
			if i += start; i < best && codeOpens(l.dense[from:i]) {
				best, r.inner, r.innerAt = i, c.code, l.lineOf(i)
				r.to = max(r.to, l.lineOf(i+len(c.code)-1))
			}
			start = i + len(c.code)
		}
	}
	return best < limit
}

// readCode reads the code that stands in front of a message in JSON, which ends before an offset.
func (l *logText) readCode(r *refusal, floor, end int) {
	const most = 60
	before, ok := strings.CutSuffix(l.dense[max(floor, end-most):end], `","message":"`)
	if i := strings.LastIndex(before, `"code":"`); ok && i >= 0 && isToken(before[i+len(`"code":"`):]) {
		r.code = strings.Clone(before[i+len(`"code":"`):])
	}
}

// spots returns the lines of what a message tells of client and vault.
func (l *logText) spots(start, end int) []spot {
	var list []spot
	for _, s := range []struct{ text, dense string }{{"Client address", "Clientaddress:"}, {"Client address", "Clientaddress("}, {";location", ";location"}, {"Vault:", "Vault:"}} {
		if i := strings.Index(l.dense[start:end], s.dense); i >= 0 {
			list = append(list, spot{s.text, l.lineOf(start + i)})
		}
	}
	return list
}

// line returns the line of a text of the message, or that of the sentence.
func (r *refusal) line(text string) int {
	for _, s := range r.spots {
		if strings.Contains(text, s.text) {
			return s.line
		}
	}
	return r.at
}

// fill takes over from another telling of the same refusal what this one lacks.
func (r *refusal) fill(o *refusal) {
	r.again = append(append(r.again, o.again...), [2]int{o.from, o.to})
	r.asides = append(r.asides, o.asides...)
	if r.innerAt < 0 {
		r.innerAt = o.innerAt
	}
	if r.status == 0 {
		r.status, r.statusAt = o.status, o.statusAt
	}
	if r.network == "" {
		r.network, r.infoAt, r.headers = o.network, o.infoAt, o.headers
	}
	if r.url == "" {
		r.url = o.url
	}
	if r.tool == "" {
		r.tool = o.tool
	}
	if r.details.vault == "" && o.details.vault != "" || r.message == "" {
		r.message, r.details, r.spots = o.message, o.details, o.spots
	}
}

// readAround reads what stands around a message: status, URL, headers and the program that printed it.
func (l *logText) readAround(r *refusal, start, end, limit int) {
	const near = 1500
	from := l.lines[r.from].start
	if i := statusAround(l.dense[min(from, start):start], true); i >= 0 {
		r.setStatus(l, min(from, start)+i)
	} else if i := statusAround(l.dense[end:min(end+near, limit)], false); i >= 0 {
		r.setStatus(l, end+i)
	}
	l.namedStatus(r)
	l.readHeaders(r, l.lineOf(max(limit-1, 0)))
	for i := r.from; i <= r.to; i++ {
		url := vaultURL(l.lines[i].text)
		label, _, _ := strings.Cut(hostOfURL(url), ".")
		if url != "" && agree(label, r.details.vault) {
			r.url = url
			break
		}
	}
	if _, rest, ok := strings.Cut(r.message, wrongResourceText+" "); ok && r.url == "" {
		if host := canonical(strings.Fields(rest + " .")[0]); isVaultHost(host) {
			r.host = host
		}
	}
	r.tool = l.toolOf(r.from, r.to)
}

func (r *refusal) setStatus(l *logText, at int) {
	r.status, _ = strconv.Atoi(l.dense[at : at+3])
	r.statusAt = l.lineOf(at)
	r.to = max(r.to, r.statusAt)
}

// statusWords stand in front of an HTTP status, in a dense text.
var statusWords = []string{"Status=", "StatusCode=", "RESPONSE", "Status:", "Statuscode", "status:", "statuscode", "statusCode\":", "status=", "StatusCode:", "statusCode:", "responsestatusequalto"}

// statusAround returns where an error status stands in a dense text: the last or the first; -1 if none.
func statusAround(text string, last bool) int {
	best := -1
	for _, word := range statusWords {
		for from := 0; ; {
			i := strings.Index(text[from:], word)
			if i < 0 {
				break
			}
			from += i + len(word)
			at := from
			if at+3 > len(text) || text[at] != '4' || !isDigits(text[at:at+3]) || at+3 < len(text) && isDigits(text[at+3:at+4]) {
				continue
			}
			if best < 0 || last == (at > best) {
				best = at
			}
		}
	}
	return best
}
