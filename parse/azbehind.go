package parse

import "strings"

// azErrorTails begin the lines that az and Az PowerShell print below an error and that tell no more of it.
var azErrorTails = []string{"Target:", "Exception Details", "Additional Information", "Inner error", "Info:", "Type:", "az ", "Examples from",
	"https://", "Read more about", "To ", "Try ", "Trace ID:", "Correlation ID:", "Timestamp:", "usage:", "At line:", "+ ", "Please ", "Interactive ",
	"Run ", "If ", "The above exception", "During handling", "Traceback (most", "Show ", "HTTPSConnectionPool"}

// An errorTail walks over the lines behind an error.
type errorTail struct {
	last    string // the line above that is not blank
	tracing bool   // within a traceback
	strayed bool   // a line was none of the error's
}

// continues reports whether a line belongs to the error above it.
func (t *errorTail) continues(raw, line string) bool {
	last := t.last
	t.last = line
	if t.strayed {
		_, _, isField := errorField(line)
		t.strayed = !isField
		return isField
	}
	_, _, isField := errorField(line)
	indented := strings.TrimLeft(raw, " \t") != raw
	traced := t.tracing
	t.tracing = strings.HasPrefix(line, "Traceback (most") || t.tracing && indented
	wide := len(last) >= brokenWidth && strings.IndexByte(".:'\"", last[len(last)-1]) < 0
	known := isField || indented || traced || wide || strings.IndexByte("{}[]\"", line[0]) >= 0
	for _, start := range azErrorTails {
		known = known || strings.HasPrefix(line, start)
	}
	t.strayed = !known
	return known
}

// tellBehindError tells other errors below the first, and the lines that are of none. Without a first error no line is.
func tellBehindError(src *Source, first *ExportError, out *sink) {
	var noise azNoise
	t := errorTail{strayed: first == nil}
	told := map[[2]string]bool{}
	for sc := newScanner(src, &src.Origin); sc.next(); {
		line := strings.TrimSpace(sc.text)
		if noise.skip(sc.text) || line == "" {
			continue
		}
		at := sc.cite()
		if first != nil && at.Line <= first.Cite.Line {
			t.last = line
			told[[2]string{first.Code, first.Message}] = true
			continue
		}
		code, message, ok := azError(line)
		if ok && (strings.HasPrefix(line, "ERROR: ") || isARMCode(code)) && !strings.HasSuffix(message, "traceback:") {
			if key := [2]string{code, message}; !told[key] && first != nil {
				told[key] = true
				out.add(&ExportError{Type: first.Type, Code: code, Message: message, Cite: at})
			}
			t = errorTail{last: line}
			continue
		}
		if !t.continues(sc.text, line) {
			out.unread(at)
		}
	}
}
