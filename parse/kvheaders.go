package parse

import "strings"

// readHeaders reads the headers that a library prints below an answer, down to a line.
func (l *logText) readHeaders(r *refusal, last int) {
	const most = 120
	inHead := false
	for i := r.at; i <= last && i-r.at < most && i < len(l.lines); i++ {
		text := l.lines[i].text
		name, value, ok := headerField(strings.Trim(text, `'",`))
		value = strings.Trim(value, `'" `)
		if !ok {
			if name, value, ok = quotedHeader(text); ok && !strings.HasPrefix(name, "x-ms-keyvault-") {
				ok = false
			}
			inHead = inHead || ok
		}
		switch {
		case text == "Headers:":
			inHead = true
		case ok && name == networkInfoHeader, inHead && ok && value != "":
			at := i
			if name == networkInfoHeader {
				value, i = l.foldedInfo(value, i, last)
			}
			r.headers = append(r.headers, headerLine{name, value, at})
			r.to = max(r.to, i)
			if name == networkInfoHeader && r.network == "" {
				r.network, r.infoAt = value, at
			}
		default:
			inHead = false
			l.escapedInfo(r, i)
		}
	}
}

// foldedInfo adds the lines to a network-info value that were broken off it, and returns the last of them.
func (l *logText) foldedInfo(value string, at, last int) (string, int) {
	for at < last && at+1 < len(l.lines) {
		rest := strings.Trim(l.lines[at+1].text, `'", `)
		h := headReading{width: len(l.lines[at].text)}
		if _, _, isHeader := headerField(rest); isHeader || rest == "" {
			break
		}
		if !(h.width >= consoleWidth && goesOn(value, rest, false)) && !h.goesOnNarrow(value, rest) {
			return wholePairs(value, rest), at
		}
		value += rest
		at++
	}
	return value, at
}

// quotedHeader reads a header as a member of an object that a program for JavaScript prints: "name": "value", with
// quotes of either kind.
func quotedHeader(text string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(strings.TrimRight(text, ", "), ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || len(value) < 2 || strings.IndexByte(`'"`, value[0]) < 0 || value[len(value)-1] != value[0] {
		return "", "", false
	}
	if name = strings.ToLower(strings.Trim(name, `'"`)); !isToken(name) {
		return "", "", false
	}
	return name, strings.NewReplacer(`\"`, `"`, `\'`, `'`).Replace(value[1 : len(value)-1]), true
}

// escapedInfo reads the headers where all stand in one line, with escaped breaks: behind their title, or the
// network-info header alone.
func (l *logText) escapedInfo(r *refusal, line int) {
	dense := l.dense[l.lines[line].start:l.endOf(line)]
	at := strings.Index(dense, "Headers:\n")
	if info := strings.Index(dense, networkInfoHeader+":"); at < 0 || info >= 0 && info < at {
		at = info
	}
	if at < 0 || r.network != "" {
		return
	}
	for _, text := range strings.Split(unescaped(l.raw(l.lines[line].start+at, l.endOf(line))), "\n") {
		text, _, ended := strings.Cut(strings.TrimSpace(text), `"`)
		name, value, ok := headerField(text)
		if text == "Headers:" {
			continue
		}
		if !ok || value == "" || name == networkInfoHeader && !strings.Contains(value, "=") {
			return
		}
		r.headers = append(r.headers, headerLine{name, value, line})
		r.to = max(r.to, line)
		if name == networkInfoHeader && r.network == "" {
			r.network, r.infoAt = value, line
		}
		if ended {
			return
		}
	}
}

// namedStatus reads the status that a cmdlet of Az PowerShell tells by its name.
func (l *logText) namedStatus(r *refusal) {
	for i := r.from; i <= r.at && r.status == 0; i++ {
		if status := statusNamed(l.lines[i].text); status >= 400 {
			r.status, r.statusAt = status, i
		}
	}
}

// statusNamed reads "... invalid status code 'Forbidden'"; 0 if a text tells no status so.
func statusNamed(text string) int {
	_, rest, ok := strings.Cut(text, "status code '")
	name, _, closed := strings.Cut(rest, "'")
	if !ok || !closed {
		return 0
	}
	return statusOf(name)
}
