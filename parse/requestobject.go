package parse

import (
	"strconv"
	"strings"
)

// property splits a line of an object that PowerShell prints as a list: "StatusCode        : 200". A blank stands
// in front of the colon, as in no header.
func property(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(strings.TrimSpace(line), " : ")
	if !ok {
		name, ok = strings.CutSuffix(strings.TrimSpace(line), " :")
	}
	name = strings.TrimSpace(name)
	return name, strings.TrimSpace(value), ok && isToken(name)
}

// statusProperty reads the line that opens what Invoke-WebRequest prints of a response.
func statusProperty(line string) (status int, ok bool) {
	name, value, ok := property(line)
	if !ok || name != "StatusCode" || len(value) != 3 || !isDigits(value) {
		return 0, false
	}
	status, _ = strconv.Atoi(value)
	return status, true
}

// startObject opens a response object where the line is its first.
func (r *tableReading) startObject(line string) bool {
	status, ok := statusProperty(line)
	if !ok || r.parts > maxParts {
		return false
	}
	r.endTable(false)
	r.endError()
	r.block = Block{Status: status, At: r.sc.cite()}
	r.open, r.object = true, true
	return true
}

// objectLine reads a line of a response object. Its RawContent holds the first headers; they are never all, since
// PowerShell cuts it at 200 characters. The other properties repeat them or tell of the page.
func (r *tableReading) objectLine(line string) {
	name, value, ok := property(line)
	switch {
	case ok && name == "StatusDescription":
		r.block.Reason = strings.Clone(value)
	case ok && name == "RawContent":
		r.raw = true
		if b, ok := statusLine(value); ok {
			r.block.Proto = b.Proto
		}
	case ok:
		r.raw = false
	case r.raw && line != "" && r.parts < maxParts:
		if name, value, ok := headerField(strings.TrimSpace(line)); ok {
			r.parts++
			h := Header{Name: name, Value: strings.Clone(value), Cite: r.sc.cite()}
			r.block.Headers = append(r.block.Headers, h)
		}
	}
}
