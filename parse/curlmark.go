package parse

import "strings"

// A curlMark says what stands in a line that curl printed.
type curlMark byte

const (
	markNone  curlMark = 0   // output, or a line of another program
	markNoise curlMark = 'n' // progress meter, warnings, and the sizes that -v tells of data
	markIn    curlMark = '<' // -v: a received header
	markOut   curlMark = '>' // -v: a sent header
	markInfo  curlMark = '*' // -v: a remark of curl on the connection
)

// noisePrefixes open lines of which nothing is read.
var noisePrefixes = []string{"Warning: ", "% Total ", "Dload  Upload ", "CAfile: ", "CApath: "}

// markLine takes off what curl prints in front of a line: the progress meter, the time of --trace-time, and the mark
// of -v, which people also write as `\*` and "&lt;".
func markLine(line string) (mark curlMark, text string) {
	line = strings.TrimRight(line, "\r")
	line = line[strings.LastIndexByte(line, '\r')+1:]
	if i := strings.IndexAny(line, "*<>{}cWHt"); i > 0 && isMeter(line[:i]) {
		line = line[i:]
	}
	line = withoutComment(withoutTime(line))
	trimmed := strings.TrimSpace(line)
	bare := strings.TrimPrefix(trimmed, `\`)
	if rest, ok := strings.CutPrefix(bare, "== Info: "); ok {
		return markInfo, strings.TrimSpace(rest)
	}
	for _, m := range []struct {
		sign string
		mark curlMark
	}{{"*", markInfo}, {">", markOut}, {"&gt;", markOut}, {"<", markIn}, {"&lt;", markIn}} {
		rest, ok := strings.CutPrefix(bare, m.sign)
		switch {
		case !ok, rest != "" && rest[0] != ' ' && rest[0] != '\t':
		case m.mark != markIn:
			return m.mark, strings.TrimSpace(rest)
		case rest == "", trimmed == strings.TrimRight(line, " \t"), isHeadLine(rest):
			return m.mark, strings.TrimPrefix(rest, " ")
		}
	}
	for _, prefix := range noisePrefixes {
		if strings.HasPrefix(trimmed, prefix) {
			return markNoise, ""
		}
	}
	if strings.HasSuffix(trimmed, "bytes data]") || trimmed != "" && isMeter(line) {
		return markNoise, ""
	}
	return markNone, line
}

// isHeadLine reports whether a text is a line of a header block.
func isHeadLine(text string) bool {
	_, isStatus := statusLine(text)
	_, _, isHeader := headerField(strings.TrimSpace(text))
	return isStatus || isHeader
}

// withoutTime takes off "12:34:56.789012 " of --trace-time and "[0-0] " of --trace-ids.
func withoutTime(line string) string {
	const form = "00:00:00.000000 "
	if len(line) >= len(form) && line[2] == ':' && line[5] == ':' && line[8] == '.' && line[15] == ' ' &&
		strings.Trim(line[:15], "0123456789:.") == "" {
		line = line[len(form):]
	}
	if inner, ok := strings.CutPrefix(line, "["); ok {
		if ids, rest, ok := strings.Cut(inner, "] "); ok && ids != "" && strings.Trim(ids, "0123456789x-") == "" {
			return rest
		}
	}
	return line
}

// withoutComment takes off the "#" in front of a line of curl that somebody made a comment.
func withoutComment(line string) string {
	rest, ok := strings.CutPrefix(line, "#")
	rest = strings.TrimLeft(rest, " \t")
	if ok && (strings.HasPrefix(rest, "* ") || strings.HasPrefix(rest, "curl: (")) {
		return rest
	}
	return line
}

// tellsVerbose reports whether a capture holds lines that -v alone prints, so that all lines with its marks are curl's.
func tellsVerbose(src *Source) bool {
	for rest, more := src.Text, true; more; {
		var line string
		line, rest, more = strings.Cut(rest, "\n")
		mark, text := markLine(line)
		_, _, isRequest := requestLine(text)
		if isVerboseLine(line) || mark == markOut && isRequest || mark == markIn && isHeadLine(text) ||
			mark == markInfo && (strings.Contains(line, "== Info: ") || tellsMishap(text)) {
			return true
		}
	}
	return false
}

// plainLine takes off the marks of curl; of a line that holds nothing of a response nothing is left.
func plainLine(line string) string {
	mark, text := markLine(line)
	if mark == markNone || mark == markIn {
		return text
	}
	return ""
}

// isMeter reports whether a text is a row of curl's progress meter.
func isMeter(s string) bool {
	return strings.Trim(s, " \t0123456789.kKMGTPhd:-") == "" && len(strings.Fields(s)) >= 8
}
