package collect

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

const (
	// maxManifest is the most bytes of a manifest. The nodes of YAML need a hundred times the memory of its text.
	maxManifest = 1 << 20
	// maxFaults is the most problems of a manifest that are told one by one.
	maxFaults = 100
)

// A yamlReader walks over the nodes of a manifest. It takes what it understands and tells the rest, each at its
// line. It never follows an alias, so that a small manifest cannot stand for a large one.
type yamlReader struct {
	file     string
	lines    *lineIndex
	problems []Problem
	faults   int
	listed   map[string]bool // paths of the captures read
}

// A field is a name that a mapping may have, with what reads its value.
type field struct {
	name string
	read func(*yaml.Node)
}

// readList reads a manifest.
func readList(name, text string) *list {
	r := &yamlReader{file: name, lines: &lineIndex{content: text}, listed: map[string]bool{}}
	l := &list{}
	if root := r.parse(text); root != nil {
		l = r.manifest(root)
	}
	if over := r.faults - maxFaults; over > 0 {
		r.problems = append(r.problems, Problem{Kind: Invalid, File: name,
			Detail: fmt.Sprintf("%d more faults are not told", over)})
	}
	l.problems = r.problems
	return l
}

// parse turns the text into nodes.
func (r *yamlReader) parse(text string) *yaml.Node {
	if len(text) > maxManifest {
		r.at(0, fmt.Sprintf("manifest has more than %d bytes and is not used; the captures are read without it", maxManifest))
		return nil
	}
	var doc, second yaml.Node
	dec := yaml.NewDecoder(strings.NewReader(text))
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		r.at(0, "manifest is empty")
		return nil
	} else if err != nil {
		r.syntax(err)
		return nil
	}
	if err := dec.Decode(&second); err == nil {
		r.fault(&second, "a second document begins here; only the first is used")
	} else if !errors.Is(err, io.EOF) {
		r.syntax(err)
	}
	if len(doc.Content) == 0 {
		r.at(0, "manifest is empty")
		return nil
	}
	return doc.Content[0]
}

// syntax tells an error of the YAML parser, whose text begins with the line.
func (r *yamlReader) syntax(err error) {
	text, line := strings.TrimPrefix(err.Error(), "yaml: "), 0
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, after, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				line, text = n, after
			}
		}
	}
	r.at(line, "manifest is not valid YAML: "+text)
}

// fault tells a problem at a node.
func (r *yamlReader) fault(n *yaml.Node, format string, args ...any) {
	r.at(n.Line, fmt.Sprintf(format, args...))
}

// at tells a problem at a line. The parser may name the line after the last.
func (r *yamlReader) at(line int, detail string) {
	line = min(line, r.lines.count())
	r.faults++
	if r.faults <= maxFaults {
		r.problems = append(r.problems, Problem{Kind: Invalid, File: r.file, Line: line, Text: r.lines.text(line), Detail: detail})
	}
}

// mapping reads the fields of a mapping and reports whether the node is one.
func (r *yamlReader) mapping(n *yaml.Node, what string, fields []field) bool {
	if !r.plain(n, what) {
		return false
	}
	if n.Kind != yaml.MappingNode {
		r.fault(n, "%s is %s, want a mapping", what, kindName(n))
		return false
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read := find(fields, key)
		switch {
		case key.Kind != yaml.ScalarNode:
			r.fault(key, "name of a field of %s is %s, want a word", what, kindName(key))
		case read == nil:
			r.fault(key, "%s has an unknown field %q", what, clip(key.Value))
		case seen[key.Value]:
			r.fault(key, "%s has the field %q twice; the first is used", what, key.Value)
		case !r.plain(value, key.Value), value.Kind == yaml.ScalarNode && value.Tag == "!!null":
		default:
			read(value)
		}
		seen[key.Value] = true
	}
	return true
}

// find returns what reads the field of that name, or nil.
func find(fields []field, key *yaml.Node) func(*yaml.Node) {
	for _, f := range fields {
		if key.Kind == yaml.ScalarNode && f.name == key.Value {
			return f.read
		}
	}
	return nil
}

// sequence reads the elements of a list.
func (r *yamlReader) sequence(n *yaml.Node, what string, read func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "%s is %s, want a list", what, kindName(n))
		return
	}
	for _, element := range n.Content {
		read(element)
	}
}

// plain reports whether a value is written out. It tells aliases, which are not followed, and anchors.
func (r *yamlReader) plain(n *yaml.Node, what string) bool {
	if n.Kind == yaml.AliasNode {
		r.fault(n, "%s is the alias *%s; aliases are not followed", what, clip(n.Value))
		return false
	}
	if n.Anchor != "" {
		r.fault(n, "%s has the anchor &%s; anchors are of no use here", what, clip(n.Anchor))
	}
	return true
}

// text reads a scalar and reports whether there is one.
func (r *yamlReader) text(n *yaml.Node, name string, into *string) bool {
	if n.Kind != yaml.ScalarNode {
		r.fault(n, "%s is %s, want one value", name, kindName(n))
		return false
	}
	*into = n.Value
	return true
}

// A lineIndex finds lines of a text by number.
type lineIndex struct {
	content string
	lines   []string // filled when first asked
}

// text returns a line without the blanks around it, at most 500 characters; "" for line 0.
func (x *lineIndex) text(n int) string {
	if n < 1 || n > x.count() {
		return ""
	}
	line, left := strings.TrimSpace(x.lines[n-1]), 500
	for i := range line {
		if left--; left < 0 {
			return line[:i]
		}
	}
	return line
}

func (x *lineIndex) count() int {
	if x.lines == nil {
		x.lines = strings.Split(strings.TrimSuffix(x.content, "\n"), "\n")
	}
	return len(x.lines)
}
