package parse

import (
	"slices"
	"strings"
)

// brokenWidth is the width from which on a line may have been broken by a console or a mail.
const brokenWidth = 60

// broken reports whether a line plainly goes on the one above: that is long and ends in no sentence, ends in half of an
// escape, or both stand in a frame.
func (l *logText) broken(i int) bool {
	if i <= 0 || i >= len(l.lines) {
		return false
	}
	line, above := &l.lines[i], &l.lines[i-1]
	wide := len(above.text) >= brokenWidth && !strings.HasSuffix(above.text, ".") && !line.record
	return line.n == above.n || line.slash > 0 || line.framed && above.framed || wide
}

// quoted reports whether an offset of the dense text stands within quotes that were opened behind another.
func (l *logText) quoted(from, at int) bool {
	return at > 0 && l.dense[at-1] == '"' || strings.Count(l.dense[min(from, at):at], `"`)%2 == 1
}

// oneWord reports whether the lines from one on have no blank before an offset of the dense text.
func (l *logText) oneWord(first, end int) bool {
	for i := first; i <= l.lineOf(end-1); i++ {
		text := l.lines[i].text
		if end < l.endOf(i) {
			text = text[:l.rawIndex(i, end)]
		}
		if strings.ContainsAny(text, " \t") {
			return false
		}
	}
	return true
}

// reach returns the offset behind the last line that a message may have: behind the last label, or what goes on where a
// line was broken. Prose between two labels is noted as none of it.
func (l *logText) reach(r *refusal, a anchor, quoted bool, limit int) int {
	const most = 3 // lines of prose between labels
	line := l.lineOf(a.end - 1)
	end := min(limit, l.endOf(line))
	var aside []int
	for i := line + 1; i < len(l.lines) && l.lines[i].start < limit && len(aside) <= most; i++ {
		if !opensLabel(l.lines[i].text) && !quoted && (len(aside) > 0 || !l.broken(i)) {
			aside = append(aside, i)
			continue
		}
		r.asides = append(r.asides, aside...)
		aside, end = nil, min(limit, l.endOf(i))
	}
	return max(end, min(a.end, limit))
}

// leaveProse notes the lines in front of a refusal and behind its message that are no part of how programs tell errors.
func (l *logText) leaveProse(r *refusal, last int) {
	r.asides = slices.DeleteFunc(r.asides, func(i int) bool { return i > last })
	quotes := 0
	for i := r.from; i <= r.to; i++ {
		if (i < r.at || i > last) && quotes%2 == 0 && !l.broken(i) && !l.tellsError(i) && i != r.innerAt && i != r.statusAt && i != r.infoAt {
			r.asides = append(r.asides, i)
		}
		quotes += strings.Count(l.lines[i].text, `"`)
	}
}

// errorWords are in the lines that programs print around an error.
var errorWords = []string{"rror:", "ERROR", "xception", "Failed", "failed to ", "HTTP", "https://", "x-ms-", `":`, "Status", "status code '", "Inner error", "code:", "Code"}

// tellsError reports whether a line is one that programs print around an error.
func (l *logText) tellsError(i int) bool {
	line := &l.lines[i]
	if line.framed || line.record || line.text == "" || framesError(line.text) || opensLabel(line.text) || !line.tellsMore() {
		return true
	}
	_, _, isHeader := headerField(line.text)
	return isHeader || strings.IndexByte(":,{}[]()", line.text[0]) >= 0 || containsAny(line.text, errorWords)
}
