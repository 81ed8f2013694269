package parse

import (
	"slices"
	"strconv"
	"strings"
)

// keep takes a scalar by the keys that it stands under.
func (c *cassette) keep(value string) {
	path := make([]string, 0, 8)
	for _, k := range c.open {
		path = append(path, strings.ToLower(k.name))
	}
	at := slices.Index(path, "response")
	if at < 0 {
		if at = slices.Index(path, "request"); at >= 0 && len(path) == at+2 && (path[at+1] == "uri" || path[at+1] == "url") {
			c.request().record(value)
		}
		return
	}
	path = path[at+1:]
	switch strings.Join(path, "/") {
	case "status/code", "status_code", "code", "status":
		if code := firstField(value); len(code) == 3 && isDigits(code) && !c.code {
			c.request()
			c.block.Status, _ = strconv.Atoi(code)
			c.block.At, c.code = c.at, true
		}
	case "status/message":
		c.block.Reason = strings.Clone(value)
	case "body/string", "body":
		c.body, c.bodyAt = value, c.at
	default:
		if len(path) == 2 && path[0] == "headers" && len(c.block.Headers) < maxErrorLines {
			c.block.Headers = append(c.block.Headers, Header{Name: path[1], Value: strings.Clone(value), Cite: c.at})
		}
	}
}

// flow keeps the pairs of a mapping on one line: "code: 401, message: Unauthorized".
func (c *cassette) flow(text string) {
	for text != "" && len(c.open) < maxTried {
		key, value, ok := strings.Cut(strings.TrimLeft(text, " "), ":")
		if !ok {
			return
		}
		value = strings.TrimLeft(value, " ")
		end := flowEnd(value)
		c.open = append(c.open, yamlKey{c.indent + len(c.open), strings.Clone(strings.Trim(key, "'\" "))})
		if value[:end] != "" {
			at := c.at
			c.startValue(strings.TrimSpace(value[:end]), c.indent)
			c.at = at
			c.endValue()
		}
		c.open = c.open[:len(c.open)-1]
		text = strings.TrimPrefix(value[end:], ",")
	}
}

// flowEnd returns where a value of such a mapping ends: at a comma outside of quotes and brackets.
func flowEnd(text string) int {
	depth, quote := 0, byte(0)
	for i := range len(text) {
		switch ch := text[i]; {
		case quote != 0:
			if ch == quote && (quote == '\'' || text[i-1] != '\\') {
				quote = 0
			}
		case ch == '\'' || ch == '"':
			quote = ch
		case ch == '[' || ch == '{':
			depth++
		case ch == ']' || ch == '}':
			depth--
		case ch == ',' && depth == 0:
			return i
		}
	}
	return len(text)
}
