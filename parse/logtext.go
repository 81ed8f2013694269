package parse

import (
	"slices"
	"sort"
	"strings"
)

// maxLogLine is the length from which on a line counts as several.
const maxLogLine = 2 << 10

// A logText is a capture in which errors are looked for, wherever they stand: its lines without what loggers put in
// front of them, and the same text without any blanks and breaks, in which a sentence is found however a console or
// a mail has broken it.
type logText struct {
	lines   []logLine
	dense   string
	stamped bool // nearly every line has a time stamp of its own, also those in the middle of an error
}

// A logLine is a line of a logText.
type logLine struct {
	n      int    // index of the line in the capture
	text   string // without time stamp, frame and colours
	start  int    // offset in dense
	slash  int    // backslashes that the line above ended in
	record bool   // a time stamp opens the line, so that it begins a new message
	framed bool   // it had the frame that Terraform draws
	advice advice // what was found out about words of advice in it
}

// newLogText reads all lines of a capture.
func newLogText(src *Source, origin *Origin) *logText {
	var lines []string
	for sc := newScanner(src, origin); sc.next(); {
		lines = append(lines, sc.text)
	}
	return logTextOf(lines)
}

// logTextOf makes a logText of lines.
func logTextOf(lines []string) *logText {
	l := &logText{lines: make([]logLine, 0, len(lines))}
	var dense strings.Builder
	stamps, slash := 0, 0
	for n, text := range lines {
		line := newLogLine(text)
		if line.record {
			stamps++
		}
		for rest := line.text; ; line.record = false {
			// A line that is very long counts as several, so that what is looked for around a place stays short.
			line.text, rest = cutLong(rest)
			line.n, line.start, line.slash = n, dense.Len(), slash
			slash = squeeze(line.text, slash, func(b byte, _ int) bool {
				dense.WriteByte(b)
				return true
			})
			l.lines = append(l.lines, line)
			if rest == "" {
				break
			}
		}
	}
	l.dense = dense.String()
	l.stamped = stamps > 3 && stamps*10 >= len(l.lines)*9
	return l
}

// cutLong cuts a line that is too long, at a blank or a comma if there is one.
func cutLong(text string) (first, rest string) {
	const near = 200
	if len(text) <= maxLogLine {
		return text, ""
	}
	at := maxLogLine
	if i := strings.LastIndexAny(text[at-near:at], " ,"); i >= 0 {
		at += i - near + 1
	}
	return text[:at], text[at:]
}

// newLogLine takes off a line what a logger, a pipeline or Terraform's frame put in front of its text.
func newLogLine(raw string) logLine {
	text := strings.TrimSpace(raw)
	rest, stamped := cutStamp(text)
	line := logLine{record: stamped || isKlog(text)}
	if stamped {
		text = rest
	}
	if inner, ok := strings.CutPrefix(text, "##["); ok { // Azure Pipelines and GitHub mark errors: ##[error]
		if _, rest, ok := strings.Cut(inner, "]"); ok {
			text = rest
		}
	}
	if unframed := strings.TrimLeft(text, "│╷╵┃ "); len(unframed) != len(text) {
		line.framed = true
		text = strings.TrimRight(unframed, "│┃ ")
	}
	line.text = strings.TrimPrefix(text, "# ") // as a comment
	return line
}

// cutStamp takes a date with its time off a line: 2026-11-22T18:51:47.123Z, 2026/11/22 18:51:47, [2026-11-22 ...].
func cutStamp(text string) (rest string, ok bool) {
	s := strings.TrimPrefix(text, "[")
	if len(s) < 19 || !isDigits(s[:4]) || s[4] != '-' && s[4] != '/' || s[7] != s[4] || s[10] != 'T' && s[10] != ' ' {
		return text, false
	}
	if !isDigits(s[5:7]) || !isDigits(s[8:10]) || !isDigits(s[11:13]) || s[13] != ':' {
		return text, false
	}
	return strings.TrimSpace(strings.TrimLeft(s[11:], "0123456789:.,Z+]")), true
}

// isKlog reports whether a line opens as the logs of Kubernetes do: E1122 18:51:47.123456.
func isKlog(text string) bool {
	return len(text) > 15 && strings.IndexByte("IWEF", text[0]) >= 0 && isDigits(text[1:5]) && text[5] == ' ' &&
		isDigits(text[6:8]) && text[8] == ':'
}

// squeeze hands out the bytes of a line that are no blanks, with their places. An escaped line break becomes "\n",
// an escaped quote a quote, however often they are escaped. slash is the number of backslashes that the line above
// ended in; it returns the number of those that this line ends in.
func squeeze(text string, slash int, emit func(b byte, at int) bool) int {
	last := byte(0)
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case b == ' ' || b == '\t' || b == '\r':
			continue
		case b == '\\':
			slash++
			continue
		case slash > 0 && (b == 'r' || b == 'n'):
			slash = 0
			if last != '\n' {
				last = '\n'
				if !emit('\n', i) {
					return 0
				}
			}
			continue
		case slash > 0 && b == 'u' && i+4 < len(text) && escapedQuote(text[i+1:i+5]) != 0:
			b = escapedQuote(text[i+1 : i+5])
			i += 4
		}
		slash, last = 0, b
		if !emit(b, i) {
			return 0
		}
	}
	return slash
}

// escapedQuote returns the quote that four hexadecimal digits stand for; 0 if none.
func escapedQuote(digits string) byte {
	switch digits {
	case "0022":
		return '"'
	case "0027":
		return '\''
	}
	return 0
}

// squeezed returns a text as it stands in a dense text.
func squeezed(text string) string {
	var b strings.Builder
	squeeze(text, 0, func(c byte, _ int) bool {
		b.WriteByte(c)
		return true
	})
	return b.String()
}

// lineOf returns the index of the line in which an offset of the dense text stands.
func (l *logText) lineOf(at int) int {
	return sort.Search(len(l.lines), func(i int) bool { return l.lines[i].start > at }) - 1
}

// endOf returns the offset in the dense text behind a line.
func (l *logText) endOf(line int) int {
	if line+1 < len(l.lines) {
		return l.lines[line+1].start
	}
	return len(l.dense)
}

// rawIndex returns where in its line the byte of the dense text at an offset stands.
func (l *logText) rawIndex(line, at int) int {
	n, found := l.lines[line].start, len(l.lines[line].text)
	squeeze(l.lines[line].text, l.lines[line].slash, func(_ byte, raw int) bool {
		if n == at {
			found = raw
			return false
		}
		n++
		return true
	})
	return found
}

// raw returns the text of a stretch of the dense text, as its lines have it, with the lines joined again
// but for some.
func (l *logText) raw(from, to int, without ...int) string {
	if from >= to {
		return ""
	}
	first, last := l.lineOf(from), l.lineOf(to-1)
	var pieces []string
	for i := first; i <= last; i++ {
		if slices.Contains(without, i) {
			continue
		}
		text := l.lines[i].text
		start, end := 0, len(text)
		if i == last {
			end = min(l.rawIndex(i, to-1)+1, end)
		}
		if i == first {
			start = min(l.rawIndex(i, from), end)
		}
		pieces = append(pieces, text[start:end])
	}
	return rejoin(pieces)
}

// rejoin joins the lines of a message: at a label by a line break, else by a blank, or, where the line is as wide as
// any and was broken in the middle of a word perhaps, by nothing.
func rejoin(pieces []string) string {
	const narrow = 60
	width := 0
	for _, p := range pieces {
		width = max(width, len(p))
	}
	var b strings.Builder
	for i, p := range pieces {
		p = strings.TrimSpace(p)
		if i > 0 && p != "" {
			above := pieces[i-1]
			switch {
			case opensLabel(p):
				b.WriteString("\r\n")
			case strings.HasSuffix(above, `\`), len(above) >= max(width-1, narrow):
			default:
				b.WriteByte(' ')
			}
		}
		b.WriteString(p)
	}
	return b.String()
}
