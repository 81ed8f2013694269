package parse

import "strings"

// bodyLine reads a line of a response body.
func (r *curlReading) bodyLine(text string) {
	if body, rest, ok := cutGlued(text); ok {
		r.bodyLine(body)
		r.marked(rest)
		return
	}
	if !r.body.takes(strings.TrimSpace(text)) {
		if r.body.form == bodyJSON && !r.body.over && !opensHeader(text) {
			r.out.unread(r.sc.cite())
			return
		}
		r.endBody()
		r.looseLine(text)
		return
	}
	more := r.body.add(text, r.sc.cite())
	r.hadBody = r.hadBody || r.body.started
	if !more {
		r.endBody()
	}
}

// endBody closes the open body, if there is one.
func (r *curlReading) endBody() {
	if r.state != inBody {
		return
	}
	r.state = betweenParts
	r.body.tell(r.cur, r.out)
	if list := writeOutJSON(r.body.lines, r.body.cites); len(list) > 0 {
		r.write(list)
	}
}

// bodyOnly reports whether a line opens a body that was printed without its headers.
func (r *curlReading) bodyOnly(trimmed string) bool {
	if r.opensWriteOut(trimmed) {
		return true
	}
	if r.cmd.tool == toolCurl {
		return !r.cmd.include && !r.cmd.verbose || looksLikeBody(trimmed)
	}
	return (isHealthstatus(r.src.File) || r.src.Stderr != nil) && looksLikeBody(trimmed)
}

// looksLikeBody reports whether a line starts as the bodies of Key Vault and of proxies do.
func looksLikeBody(trimmed string) bool {
	return strings.HasPrefix(trimmed, "true") || strings.HasPrefix(trimmed, "{") ||
		strings.HasPrefix(trimmed, "<") || strings.HasPrefix(trimmed, wrongResourceText)
}
