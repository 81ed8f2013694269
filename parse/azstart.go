package parse

import "strings"

// A jsonForm is how JSON stands in a line.
type jsonForm uint8

const (
	jsonNowhere  jsonForm = iota
	jsonWhole             // the line begins with it
	jsonFragment          // the line begins with a member of an object that was opened before
	jsonInLine            // all of it stands behind other text, in a log's line
	jsonBehind            // it opens at the line's end, behind other text
)

// jsonStart tells where and how JSON begins in a line.
func jsonStart(line string) (int, jsonForm) {
	rest := strings.TrimLeft(line, " \t\u00a0")
	start := len(line) - len(rest)
	switch {
	case opensJSON(rest):
		return start, jsonWhole
	case isMember(rest):
		return start, jsonFragment
	case strings.HasPrefix(rest, "az "):
		return 0, jsonNowhere
	}
	const most = 1000 // characters of a log's line before its JSON
	near := line[:min(len(line), most)]
	first := 0
	for _, open := range []string{`[{"`, `{"`, `{ "`} {
		if i := strings.Index(near, open); i > 0 && (first == 0 || i < first) {
			first = i
		}
	}
	if first > 0 {
		return first, jsonInLine
	}
	if near = strings.TrimRight(near, " \t\r"); len(near) < most && len(near) > 2 {
		if c := near[len(near)-1]; (c == '{' || c == '[') && strings.IndexByte(" \t:=(", near[len(near)-2]) >= 0 {
			return len(near) - 1, jsonBehind
		}
	}
	return 0, jsonNowhere
}

// opensJSON reports whether JSON may begin on a line. "[user@host ~]$" and "[Coming breaking change]" are none.
func opensJSON(line string) bool {
	line = strings.TrimSpace(line)
	if len(line) > 1 && line[0] == '\\' {
		line = line[1:]
	}
	if line == "" || line[0] != '{' && line[0] != '[' {
		return false
	}
	rest := strings.TrimLeft(line[1:], " \t\\")
	switch {
	case rest == "", strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "..."):
		return true
	case line[0] == '{':
		return rest[0] == '"' || rest[0] == '}' || isSpinner(rest)
	}
	return strings.IndexByte("[{]", rest[0]) >= 0
}

// isMember reports whether a line begins with a key of an object and a colon.
func isMember(line string) bool {
	if len(line) < 4 || line[0] != '"' {
		return false
	}
	const longest = 80
	key, rest, ok := strings.Cut(line[1:min(len(line), longest)], `"`)
	if !ok || key == "" || strings.IndexFunc(key, func(c rune) bool { return c < '0' || c > 'z' }) >= 0 {
		return false
	}
	return strings.HasPrefix(strings.TrimLeft(rest, " \t"), ":")
}

// continues reports whether the text below a line goes on as JSON does behind an opening bracket.
func continues(text string) bool {
	text = strings.TrimLeft(text[:min(len(text), 500)], " \t\r\n")
	return text != "" && strings.IndexByte(`"{}]`, text[0]) >= 0
}
