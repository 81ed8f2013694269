package parse

import (
	"encoding/json"
	"strings"
)

// A yamlLine is a line of YAML that is not blank.
type yamlLine struct {
	indent, line, start int
	text                string // without indent, blanks at its end and comment
}

// A yamlTree reads the YAML that az prints (block style, one document) into the same nodes as JSON.
type yamlTree struct {
	w     *jsonWalker
	lines []yamlLine
	i     int // the current line
}

// newYAMLTree reads the lines of a text; what stands before the first one that noise does not know counts.
func newYAMLTree(w *jsonWalker) *yamlTree {
	t := &yamlTree{w: w}
	var noise azNoise
	for off, n := 0, w.line; off < len(w.text); n++ {
		text, end := lineAt(w.text, off)
		rest := strings.TrimLeft(text, " ")
		if strings.TrimSpace(rest) != "" && rest[0] != '#' && (len(t.lines) > 0 || !noise.skip(text)) && rest != "---" {
			t.lines = append(t.lines, yamlLine{len(text) - len(rest), n, off, withoutYAMLRemark(strings.TrimRight(rest, " \t"))})
		}
		off = end
	}
	return t
}

// node makes a node at the current line.
func (t *yamlTree) node(parent *jsonNode, key string, kind jsonKind) *jsonNode {
	t.w.line, t.w.start = t.lines[t.i].line, t.lines[t.i].start
	tok := jsonToken{kind: tokenMark, text: "{"}
	n := t.w.node(parent, key, tok)
	if n != nil {
		n.kind, n.closed = kind, true
	}
	return n
}

// more reports whether the current line is at least that deep.
func (t *yamlTree) more(indent int) bool {
	return t.w.stop == "" && t.i < len(t.lines) && t.lines[t.i].indent >= indent
}

// block reads the list or the mapping that begins at the current line, whose first item is of that key; nil where
// reading stopped.
func (t *yamlTree) block(parent *jsonNode, key string) *jsonNode {
	line := t.lines[t.i]
	if isItem(line.text) {
		return t.list(parent, key, line.indent)
	}
	return t.mapping(parent, key, line.indent)
}

// list reads a list whose items begin at an indent.
func (t *yamlTree) list(parent *jsonNode, key string, indent int) *jsonNode {
	n := t.node(parent, key, jsonArray)
	for n != nil && t.more(indent) && t.lines[t.i].indent == indent && isItem(t.lines[t.i].text) {
		l := &t.lines[t.i]
		rest := strings.TrimLeft(l.text[1:], " ")
		if parent == nil {
			t.w.left = maxJSONNodes
		}
		var c *jsonNode
		switch _, _, pair := yamlPair(rest); {
		case rest == "" && t.i+1 < len(t.lines) && t.lines[t.i+1].indent > indent:
			t.i++
			c = t.block(n, "")
		case pair || isItem(rest):
			l.indent, l.text = l.indent+len(l.text)-len(rest), rest
			c = t.block(n, "")
		case rest == "":
			c = t.scalar(n, "", "null", indent)
		default:
			c = t.scalar(n, "", rest, indent)
		}
		if c == nil {
			return n
		}
		n.children = append(n.children, c)
	}
	return n
}

// mapping reads a mapping whose keys stand at an indent. Lines that are no pair are told as harm.
func (t *yamlTree) mapping(parent *jsonNode, key string, indent int) *jsonNode {
	n := t.node(parent, key, jsonObject)
	for n != nil && t.more(indent) {
		l := t.lines[t.i]
		name, rest, ok := yamlPair(l.text)
		if l.indent == indent && isItem(l.text) {
			return n // the list that holds the mapping goes on
		}
		if l.indent != indent || !ok {
			t.w.line, t.w.start = l.line, l.start
			t.w.lacks(n, "a part of it is no YAML")
			t.i++
			continue
		}
		c := t.value(n, name, rest, indent)
		if c == nil {
			return n
		}
		n.children = append(n.children, c)
	}
	return n
}

// value reads what stands behind a key: on its line, or below it.
func (t *yamlTree) value(parent *jsonNode, name, rest string, indent int) *jsonNode {
	if rest != "" {
		return t.scalar(parent, name, rest, indent)
	}
	if t.i+1 < len(t.lines) {
		next := t.lines[t.i+1]
		_, _, pair := yamlPair(next.text)
		if next.indent > indent && pair || next.indent >= indent && isItem(next.text) {
			t.i++
			return t.block(parent, name)
		}
	}
	return t.scalar(parent, name, "null", indent)
}

// scalar reads a scalar that begins on the current line, and the lines below it on which it goes on.
func (t *yamlTree) scalar(parent *jsonNode, name, text string, indent int) *jsonNode {
	n := t.node(parent, name, jsonString)
	literal := text == "|" || text == "|-" || text == ">" || text == ">-" || text == "|+"
	quoted := text[0] == '"' || text[0] == '\''
	parts := []string{strings.TrimSuffix(text, `\`)}
	if literal {
		parts = nil
	}
	for t.i++; t.more(indent + 1); t.i++ {
		if _, _, pair := yamlPair(t.lines[t.i].text); pair && !literal && !quoted {
			break
		}
		parts = append(parts, strings.TrimSuffix(t.lines[t.i].text, `\`))
	}
	if n != nil {
		n.kind, n.value = yamlScalar(strings.Join(parts, " "))
	}
	return n
}

// yamlScalar tells kind and value of a scalar.
func yamlScalar(text string) (jsonKind, string) {
	switch {
	case text == "null" || text == "~" || text == "":
		return jsonNull, ""
	case text == "true" || text == "false":
		return jsonBool, text
	case text == "[]":
		return jsonArray, ""
	case text == "{}":
		return jsonObject, ""
	case numberLength(text) == len(text):
		return jsonNumber, strings.Clone(text)
	case len(text) > 1 && text[0] == '\'' && text[len(text)-1] == '\'':
		return jsonString, strings.ReplaceAll(text[1:len(text)-1], "''", "'")
	case len(text) > 1 && text[0] == '"':
		var value string
		if err := json.Unmarshal([]byte(text), &value); err == nil {
			return jsonString, value
		}
	}
	return jsonString, strings.Clone(text)
}

// withoutYAMLRemark takes the comment off the end of a line that is a key with its value, or an item of a list.
func withoutYAMLRemark(text string) string {
	at := strings.Index(text, " #")
	if at < 0 {
		return text
	}
	value := strings.TrimPrefix(text, "- ")
	if _, v, ok := yamlPair(value); ok {
		value = v
	} else if !isItem(text) {
		return text
	}
	if value != "" && (value[0] == '"' || value[0] == '\'') {
		closed := strings.LastIndexByte(text, value[0])
		if first := len(text) - len(value); closed > first { // a quote within the comment is one too many
			if i := strings.IndexByte(text[first+1:], value[0]); i >= 0 && strings.HasPrefix(strings.TrimLeft(text[first+i+2:], " \t"), "#") {
				return text[:first+i+2]
			}
		}
		return text
	}
	return strings.TrimRight(text[:at], " \t")
}

// isItem reports whether a line is an item of a list.
func isItem(text string) bool { return strings.HasPrefix(text, "- ") || text == "-" }

// yamlPair parts a line into key and value.
func yamlPair(text string) (key, value string, ok bool) {
	n := 0
	for n < len(text) && (wordByte(text[n]) || strings.IndexByte(".-/@$", text[n]) >= 0) {
		n++
	}
	if n == 0 || n == len(text) || text[n] != ':' || text[0] == '-' {
		return "", "", false
	}
	if n+1 < len(text) && text[n+1] != ' ' {
		return "", "", false
	}
	return text[:n], strings.TrimSpace(text[n+1:]), true
}
