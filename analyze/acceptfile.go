package analyze

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// AcceptSchema is the name and number of the schema of the file of --accept.
const AcceptSchema = "kvdoctor.accept/v1"

// MaxAcceptBytes is the most bytes of such a file. The nodes of YAML need a hundred times the memory of its text.
const MaxAcceptBytes = 1 << 20

// An acceptReader walks over the nodes of an accept file. Unlike the manifest, which is evidence, the file is an order: one
// that is not understood whole is refused, so that nothing is hidden by mistake. It never follows an alias.
type acceptReader struct {
	file    string
	entries []Accept
}

// ReadAccepts reads the file of --accept. The error is its first fault: file, line and what is expected.
func ReadAccepts(file string, text []byte) ([]Accept, error) {
	r := &acceptReader{file: file}
	if len(text) > MaxAcceptBytes {
		return nil, fmt.Errorf("%s: the file has more than %d bytes", file, MaxAcceptBytes)
	}
	root, err := r.parse(text)
	if err != nil {
		return nil, err
	}
	fields, err := r.mapping(root, "the file", []string{"schema", "accept"}, []string{"schema", "accept"})
	if err != nil {
		return nil, err
	}
	if schema, err := r.text(fields["schema"], "schema"); err != nil || schema != AcceptSchema {
		return nil, cmp.Or(err, r.fault(fields["schema"], "schema is %q, expected %s", schema, AcceptSchema))
	}
	list := fields["accept"]
	if list.Kind != yaml.SequenceNode {
		return nil, r.fault(list, "accept is %s, expected a list of entries", nodeName(list))
	}
	for _, n := range list.Content {
		if err := r.entry(n); err != nil {
			return nil, err
		}
	}
	return r.entries, nil
}

// parse turns the text into nodes.
func (r *acceptReader) parse(text []byte) (*yaml.Node, error) {
	var doc, second yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0:
		return nil, fmt.Errorf("%s:1: the file is empty, expected schema: %s", r.file, AcceptSchema)
	case err != nil:
		return nil, r.syntax(err)
	}
	if err := dec.Decode(&second); err == nil {
		return nil, r.fault(&second, "a second document begins here, expected one")
	} else if !errors.Is(err, io.EOF) {
		return nil, r.syntax(err)
	}
	return doc.Content[0], nil
}

// syntax gives an error of the YAML parser, whose text may begin with the line, the file's name.
func (r *acceptReader) syntax(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, after, ok := strings.Cut(rest, ": "); ok {
			if _, err := strconv.Atoi(number); err == nil {
				return fmt.Errorf("%s:%s: the file is not valid YAML: %s", r.file, number, after)
			}
		}
	}
	return fmt.Errorf("%s: the file is not valid YAML: %s", r.file, text)
}

// fault returns an error at a node.
func (r *acceptReader) fault(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.file, n.Line, fmt.Sprintf(format, args...))
}

// mapping returns the values of a mapping by their names. Names that are not known, missing ones and repeated ones are
// refused.
func (r *acceptReader) mapping(n *yaml.Node, what string, known, required []string) (map[string]*yaml.Node, error) {
	if n.Kind != yaml.MappingNode {
		return nil, r.fault(n, "%s is %s, expected fields: %s", what, nodeName(n), strings.Join(known, ", "))
	}
	out := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || !slices.Contains(known, key.Value) {
			return nil, r.fault(key, "%s has the unknown field %q, expected one of: %s", what, key.Value, strings.Join(known, ", "))
		}
		if out[key.Value] != nil {
			return nil, r.fault(key, "%s has the field %s twice", what, key.Value)
		}
		out[key.Value] = n.Content[i+1]
	}
	for _, name := range required {
		if out[name] == nil {
			return nil, r.fault(n, "%s lacks the field %s", what, name)
		}
	}
	return out, nil
}

// text returns the text of a scalar, without blanks around it; empty ones are refused.
func (r *acceptReader) text(n *yaml.Node, what string) (string, error) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return "", r.fault(n, "%s is %s, expected a text", what, nodeName(n))
	}
	text := strings.TrimSpace(n.Value)
	if text == "" {
		return "", r.fault(n, "%s is empty", what)
	}
	return text, nil
}

// entry reads one entry.
func (r *acceptReader) entry(n *yaml.Node) error {
	names := []string{"code", "subject", "reason", "expires"}
	fields, err := r.mapping(n, "the entry", names, names[:3])
	if err != nil {
		return err
	}
	a := Accept{Line: n.Line}
	for i, into := range []*string{&a.Code, &a.Subject, &a.Reason, &a.Expires} {
		if fields[names[i]] == nil {
			continue // expires
		}
		if *into, err = r.text(fields[names[i]], names[i]); err != nil {
			return err
		}
	}
	if !slices.Contains(Codes(), strings.ToUpper(a.Code)) {
		return r.fault(fields["code"], "unknown code %q; kvdoctor rules lists the codes", a.Code)
	}
	a.Code = strings.ToUpper(a.Code)
	if a.Expires != "" && !IsDay(a.Expires) {
		return r.fault(fields["expires"], "expires is %q, expected a day as YYYY-MM-DD", a.Expires)
	}
	for _, other := range r.entries {
		if other.Code == a.Code && strings.EqualFold(other.Subject, a.Subject) {
			return r.fault(n, "%s of %s is accepted on line %d already", a.Code, a.Subject, other.Line)
		}
	}
	r.entries = append(r.entries, a)
	return nil
}

// IsDay reports whether a text is a day of the calendar as YYYY-MM-DD.
func IsDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// nodeName says what a node is.
func nodeName(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.AliasNode:
		return "an alias, which is not followed"
	case n.Tag == "!!null":
		return "empty"
	}
	return "a single value"
}
