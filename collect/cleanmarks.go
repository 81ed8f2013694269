package collect

import (
	"net/netip"
	"slices"
	"strings"
)

// marks are what stands before the lines of a quote, or of a comment in a script.
var lineMarks = []string{">", "│", "|", "#", "//", "--", "::", "REM"}

// markOf returns the mark that a line begins with, blanks left out; "" if there is none.
func markOf(rest string) string {
	if rest == "" || strings.IndexByte(">|#/-:Rr\xE2", rest[0]) < 0 {
		return ""
	}
	for _, m := range lineMarks {
		switch after, ok := cutMark(rest, m); {
		case !ok:
		case m == ">" || m == "#" || m == "//" && !strings.HasPrefix(after, "/"):
			return m
		case after == "" || after[0] == ' ' || after[0] == '\t':
			return m
		}
	}
	return ""
}

// cutMark takes a mark away from the begin of a line; REM is written in any case.
func cutMark(rest, mark string) (string, bool) {
	if len(rest) < len(mark) || !strings.EqualFold(rest[:len(mark)], mark) {
		return rest, false
	}
	return rest[len(mark):], true
}

// unmarked returns a line without its mark and the blank behind it.
func unmarked(line, mark string) string {
	after, ok := cutMark(strings.TrimLeft(line, " \t"), mark)
	if !ok {
		return line
	}
	return strings.TrimPrefix(after, " ")
}

// A run is a stretch of lines with the same mark, and blank lines between them.
type run struct {
	mark       string
	start, end int
	marked     int    // lines with the mark
	tells      bool   // an output stands behind the marks
	other      bool   // the marks belong to the output
	framed     int    // lines that end in the mark as well
	first      string // what stands behind the first mark
	certain    bool   // an output surely begins with the first lines
}

// dropMarks takes the marks of quotes and comments away, from stretches that hold an output and from a text that is
// quoted as a whole. Comments of a hosts file or of resolv.conf stay comments: what is in them is not in force.
func dropMarks(lines []string, settings bool) bool {
	quoted, remarks := quoteOf(lines), commentsOf(lines)
	changed, above := false, ""
	for i := 0; i < len(lines); {
		r := runAt(lines, i)
		if r.mark == "" {
			if strings.TrimSpace(lines[i]) != "" {
				above = lines[i]
			}
			settings = settingsBelow(lines[i], settings)
		}
		i = r.end
		if r.mark == "" || r.other || 2*r.framed >= r.marked {
			continue
		}
		if slices.Contains(quoteMarks, r.mark) {
			if r.mark != quoted && (r.marked < 2 || !r.tells) {
				continue
			}
		} else if settings || !remarks.undoes(r, above) {
			continue
		}
		changed = true
		for j := r.start; j < r.end; j++ {
			lines[j] = unmarked(lines[j], r.mark)
		}
	}
	return changed
}

// settingsBelow reports whether the lines below a line are those of a hosts file or of resolv.conf: from the command
// that prints it to the next.
func settingsBelow(line string, before bool) bool {
	if namesSettings(line) {
		return true
	}
	if !before {
		return false
	}
	_, typed := readPrompt(line)
	_, short := readLoose(line)
	return !typed && !short
}

// runAt looks at the stretch that begins at a line.
func runAt(lines []string, start int) run {
	r := run{start: start, end: start + 1, mark: markOf(strings.TrimLeft(lines[start], " \t"))}
	if r.mark == "" {
		return r
	}
	r.other = r.mark == "│" && start > 0 && strings.TrimSpace(lines[start-1]) == "╷" // Terraform's own frame
	for i := start; i < len(lines); i++ {
		rest := strings.TrimSpace(lines[i])
		if rest == "" {
			continue
		}
		if markOf(rest) != r.mark {
			break
		}
		r.end = i + 1
		r.look(strings.TrimSpace(unmarked(rest, r.mark)))
	}
	return r
}

// look judges what stands behind the mark of a line.
func (r *run) look(rest string) {
	if r.marked++; r.marked == 1 {
		r.first = rest
	} else if r.marked == 2 {
		r.certain = isCertain(r.first, rest)
	}
	r.tells = r.tells || tells(rest)
	switch r.mark {
	case ">":
		r.other = r.other || isRequestLine(rest)
	case "#":
		r.other = r.other || isSettingLine(rest)
	case "|", "│":
		if rest != "" && strings.Contains(rest, r.mark) {
			r.framed++
		}
	}
}

// isRequestLine reports whether a line begins an HTTP request, which curl marks with ">".
func isRequestLine(rest string) bool {
	words := strings.Fields(rest[:min(len(rest), 4<<10)])
	return len(words) >= 3 && strings.HasPrefix(words[2], "HTTP/")
}

// isSettingLine reports whether a line would be in force in a hosts file or in resolv.conf.
func isSettingLine(rest string) bool {
	words := strings.Fields(rest[:min(len(rest), maxPrompt)])
	if len(words) < 2 {
		return false
	}
	_, err := netip.ParseAddr(words[0])
	return err == nil || words[0] == "nameserver"
}

// quoteOf returns the mark of a text that is quoted from a mail or from Markdown: by far the most lines begin with
// it, and neither as the prompt of a command nor below one. "" if it is not quoted.
func quoteOf(lines []string) string {
	const least = 3 // lines that begin with the mark to one that does not
	marked, plain, mark := 0, 0, ""
	for _, line := range lines {
		rest := strings.TrimSpace(line)
		m := markOf(rest)
		if rest == "" || rest == m {
			continue
		}
		if mark == "" && (m == ">" || m == "│" || m == "|") {
			mark = m
		}
		_, loose := readLoose(line)
		_, prompt := readPrompt(line)
		switch {
		case m == mark && m != "":
			if !loose {
				marked++
			}
		case loose, prompt:
			return ""
		default:
			plain++
		}
	}
	if marked == 0 || marked < least*plain {
		return ""
	}
	return mark
}
