package collect

import (
	"strconv"
	"strings"
)

// dropStamps takes the times away that a log puts before all lines, and what build agents mark their own lines with.
func dropStamps(lines []string) bool {
	stamped, full, build := 0, 0, false
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		full++
		if stampLen(line) > 0 {
			stamped++
		}
		build = build || strings.HasPrefix(line, "##[")
	}
	const share = 10 // one line in ten may have none
	if stamped < 2 || stamped*share < full*(share-1) {
		stamped = 0
	}
	if stamped == 0 && !build {
		return false
	}
	changed := false
	for i, line := range lines {
		rest := line
		if stamped > 0 {
			rest = line[stampLen(line):]
		}
		lines[i] = withoutBuildMark(rest)
		changed = changed || lines[i] != line
	}
	return changed
}

// buildMarks begin the lines of build agents; hide says that the agent speaks, not the tool.
var buildMarks = []struct {
	mark string
	hide bool
}{
	{"##[group]", true}, {"##[endgroup]", true}, {"##[section]", true}, {"##[command]", false}, {"##[error]", false},
	{"##[warning]", false}, {"##[debug]", false}, {"[command]", false},
}

// withoutBuildMark takes the mark of a build agent away, and the lines that tell what it does.
func withoutBuildMark(line string) string {
	for _, m := range buildMarks {
		if rest, ok := strings.CutPrefix(line, m.mark); ok {
			if m.hide {
				return ""
			}
			return rest
		}
	}
	if strings.HasPrefix(line, "shell: ") && strings.HasSuffix(line, "{0}") {
		return ""
	}
	return line
}

// stampLen returns the length of the time that a line begins with and of the blank behind it; 0 if there is none.
// "gh run view --log" puts the names of the job and of its step before the time.
func stampLen(line string) int {
	if n := timeLen(line); n > 0 || line == "" {
		return n
	}
	const names = 2
	at := 0
	for range names {
		i := strings.IndexByte(line[at:min(len(line), at+maxPrompt)], '\t')
		if i <= 0 {
			return 0
		}
		at += i + 1
	}
	if n := timeLen(line[at:]); n > 0 && line[at] != ' ' {
		return at + n
	}
	return 0
}

// timeLen returns the length of "2026-11-22T18:51:47.123Z ", "[18:51:47] " and their like; 0 if the line begins
// otherwise.
func timeLen(line string) int {
	at := len(line) - len(strings.TrimPrefix(strings.TrimPrefix(line, "\ufeff"), "["))
	bracket := at > 0 && line[at-1] == '['
	if n := shapeLen(line[at:], "0000-00-00"); n > 0 || shapeLen(line[at:], "0000/00/00") > 0 {
		at += len("0000-00-00")
		if at >= len(line) || line[at] != 'T' && line[at] != ' ' {
			return 0
		}
		at++
	}
	n := shapeLen(line[at:], "00:00:00")
	if n == 0 {
		return 0
	}
	at += n
	if at < len(line) && (line[at] == '.' || line[at] == ',') {
		for at++; at < len(line) && line[at] >= '0' && line[at] <= '9'; at++ {
		}
	}
	at += zoneLen(line[at:])
	if bracket {
		if at >= len(line) || line[at] != ']' {
			return 0
		}
		at++
	}
	switch {
	case at == len(line):
		return at
	case line[at] == ' ', line[at] == '\t':
		return at + 1
	}
	return 0
}

// zoneLen returns the length of a time zone: Z, +01:00, +0100, " UTC".
func zoneLen(rest string) int {
	for _, z := range []string{"Z", " UTC"} {
		if strings.HasPrefix(rest, z) {
			return len(z)
		}
	}
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		for _, shape := range []string{"00:00", "0000"} {
			if n := shapeLen(rest[1:], shape); n > 0 {
				return 1 + n
			}
		}
	}
	return 0
}

// shapeLen returns the length of a shape that a text begins with; a 0 in it stands for any digit.
func shapeLen(text, shape string) int {
	if len(text) < len(shape) {
		return 0
	}
	for i := range len(shape) {
		if digit := text[i] >= '0' && text[i] <= '9'; shape[i] == '0' && !digit || shape[i] != '0' && shape[i] != text[i] {
			return 0
		}
	}
	return len(shape)
}

// dropNumbers takes the line numbers away that an editor or "cat -n" puts before all lines.
func dropNumbers(lines []string) bool {
	last, numbered := 0, 0
	for _, line := range lines {
		n := numberLen(line)
		if n == 0 {
			if strings.TrimSpace(line) == "" {
				continue
			}
			return false
		}
		number, _ := strconv.Atoi(strings.Trim(line[:n], " \t|│"))
		if numbered > 0 && number != last+1 {
			return false
		}
		last, numbered = number, numbered+1
	}
	const least = 3
	if numbered < least {
		return false
	}
	for i, line := range lines {
		lines[i] = line[numberLen(line):]
	}
	return true
}

// numberLen returns the length of a line number and of the mark behind it: "  12 | ", "12\t"; 0 if there is none.
func numberLen(line string) int {
	rest := strings.TrimLeft(line, " ")
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	const most = 7
	if digits == 0 || digits > most {
		return 0
	}
	after := rest[digits:]
	for _, mark := range []string{"\t", "|", " |", "│", " │"} {
		if text, ok := strings.CutPrefix(after, mark); ok {
			if mark != "\t" {
				text = strings.TrimPrefix(text, " ")
			}
			return len(line) - len(text)
		}
	}
	return 0
}
