package parse

import (
	"bytes"
	"strconv"
	"strings"
)

// recordedYAMLReader reads cassettes of VCR, which the tests of azure-cli record: a list of interactions, each a
// request with its response.
var recordedYAMLReader = reader{name: kindRecording, opens: opensCassette, match: matchRecordedYAML, read: readRecordedYAML}

// matchRecordedYAML looks for a request and a response of an interaction.
func matchRecordedYAML(_ *Source, head []string) bool {
	for _, line := range head {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || strings.HasPrefix(trimmed, "#") || trimmed == "---" || strings.HasPrefix(trimmed, "version:") {
			continue
		}
		return trimmed == "interactions:" || trimmed == "- request:"
	}
	return false
}

// opensCassette reports whether a line is the first of a cassette.
func opensCassette(line, next string) bool {
	return line == "interactions:" && strings.TrimSpace(next) == "- request:"
}

// A yamlKey is a key that is open, with the column in which it begins.
type yamlKey struct {
	indent int
	name   string
}

// A cassette is the state of reading one.
type cassette struct {
	src    *Source
	out    *sink
	sc     *scanner
	open   []yamlKey
	req    *Request
	block  Block
	code   bool   // the status was read
	value  []byte // the scalar being read
	at     Cite   // where it begins
	indent int    // column of the line it begins on
	quote  byte   // its quote; 0 for none, '|' for a block of lines
	in     bool   // a scalar is being read
	body   string
	bodyAt Cite
}

func readRecordedYAML(src *Source, out *sink) {
	c := &cassette{src: src, out: out, sc: newScanner(src, out.origin)}
	for c.sc.next() {
		c.line(strings.TrimRight(c.sc.text, " \t\r"))
	}
	c.endValue()
	c.endInteraction()
	if len(out.records) == 0 && out.skipped == nil {
		out.add(unrecognised(src, out.origin))
	}
}

// line reads one line: the rest of a scalar, an element of a list, or a key.
func (c *cassette) line(line string) {
	rest := strings.TrimLeft(line, " ")
	indent := len(line) - len(rest)
	if c.in && c.goesOn(rest, indent) {
		return
	}
	c.endValue()
	if rest == "" || rest[0] == '#' || rest == "---" {
		return
	}
	item := strings.HasPrefix(rest, "- ")
	if item {
		inner := strings.TrimLeft(rest[2:], " ")
		for len(c.open) > 0 && c.open[len(c.open)-1].indent > indent {
			c.open = c.open[:len(c.open)-1]
		}
		if inner == "request:" {
			c.endInteraction()
		}
		indent += len(rest) - len(inner)
		rest = inner
	}
	key, value, isKey := recordedPair(rest)
	if !isKey {
		if item {
			c.startValue(rest, indent-1)
		}
		return
	}
	for len(c.open) > 0 && c.open[len(c.open)-1].indent >= indent {
		c.open = c.open[:len(c.open)-1]
	}
	if len(c.open) < maxTried {
		c.open = append(c.open, yamlKey{indent, strings.Clone(key)})
	}
	if value != "" {
		c.startValue(value, indent)
	}
}

// recordedPair splits "key: value" and "key:".
func recordedPair(text string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(text, ": ")
	if !ok {
		key, ok = strings.CutSuffix(text, ":")
	}
	key = strings.Trim(key, `'"`)
	return key, strings.TrimSpace(value), ok && isToken(key)
}

// startValue begins a scalar, which may go on in the lines below.
func (c *cassette) startValue(text string, indent int) {
	c.in, c.at, c.indent, c.quote, c.value = true, c.sc.cite(), indent, 0, []byte(text)
	switch {
	case text[0] == '|' || text[0] == '>':
		c.quote, c.value = '|', nil
	case text[0] == '\'' || text[0] == '"':
		c.quote = text[0]
	}
}

// goesOn adds a line to the open scalar. It reports false where the scalar is over.
func (c *cassette) goesOn(rest string, indent int) bool {
	const (
		maxValue = 256 << 10 // bytes
		tail     = 64        // of which the end of a quoted scalar is told
	)
	if c.quote == '\'' || c.quote == '"' {
		if closedQuote(string(c.value[max(0, len(c.value)-tail):]), c.quote) {
			return false
		}
	} else if indent <= c.indent && rest != "" {
		return false
	}
	if len(c.value) < maxValue {
		c.value = append(append(bytes.TrimSuffix(c.value, []byte{'\\'}), ' '), rest...)
	}
	return true
}

// closedQuote reports whether a quoted scalar ends at the end of a text.
func closedQuote(text string, quote byte) bool {
	if len(text) < 2 || text[len(text)-1] != quote {
		return false
	}
	inner := text[1:]
	if quote == '\'' {
		return (len(inner)-len(strings.TrimRight(inner, "'")))%2 == 1
	}
	inner = inner[:len(inner)-1]
	return (len(inner)-len(strings.TrimRight(inner, `\`)))%2 == 0
}

// endValue closes the open scalar and keeps it where it matters.
func (c *cassette) endValue() {
	if !c.in {
		return
	}
	c.in = false
	value := string(c.value)
	if c.quote == '\'' || c.quote == '"' {
		value = withoutQuotes(value)
	}
	if strings.HasPrefix(value, "{") && c.quote == 0 {
		c.flow(strings.TrimSuffix(value[1:], "}"))
		return
	}
	if strings.HasPrefix(value, "[") && strings.HasSuffix(value, "]") && c.quote == 0 {
		value = withoutQuotes(strings.TrimSpace(value[1 : len(value)-1])) // a list, of one as a rule
	}
	c.keep(strings.TrimSpace(value))
}

// withoutQuotes takes the quotes off a scalar that has some.
func withoutQuotes(value string) string {
	switch {
	case strings.HasPrefix(value, "'") && closedQuote(value, '\''):
		return strings.ReplaceAll(value[1:len(value)-1], "''", "'")
	case strings.HasPrefix(value, `"`) && closedQuote(value, '"'):
		if s, err := strconv.Unquote(value); err == nil {
			return s
		}
	}
	return value
}

func (c *cassette) request() *Request {
	if c.req == nil {
		c.req = &Request{}
	}
	return c.req
}

// endInteraction hands out the interaction that was read.
func (c *cassette) endInteraction() {
	req := c.req
	switch {
	case req == nil:
	case c.code:
		c.block.Complete = true
		req.Blocks = []Block{c.block}
		req.Error = serviceError([]string{c.body}, []Cite{c.bodyAt})
		settle(req, c.src, c.out, Cite{})
		c.out.add(req)
	default:
		c.out.unread(c.sc.cite())
	}
	c.req, c.block, c.code, c.body = nil, Block{}, false, ""
}
