package parse

import (
	"strconv"
	"strings"
)

// A jsonKind is the kind of a JSON value.
type jsonKind uint8

const (
	jsonNull jsonKind = iota
	jsonBool
	jsonNumber
	jsonString
	jsonArray
	jsonObject
)

// A jsonNode is one JSON value with its place. A nil node stands for a value that is not there; all
// methods accept it.
type jsonNode struct {
	kind     jsonKind
	closed   bool   // read to its end; true for every scalar
	gaps     bool   // something was left out of it, or is no JSON
	open     bool   // its opening bracket was left out
	inObject bool   // an object is around it
	inArray  bool   // an array is
	depth    int32  // containers around it
	value    string // of a scalar: the string decoded, the number or word as written
	key      string // in the parent object, as captured
	joined   string // of an object put together by projected: what stands before its members' names in their keys
	index    int    // in the parent
	size     int    // values read into it, also those that were not kept
	line     int    // number, in the file, of the line on which it begins
	start    int    // offset of that line
	parent   *jsonNode
	children []*jsonNode
}

func (n *jsonNode) is(kind jsonKind) bool { return n != nil && n.kind == kind }

func (n *jsonNode) container() bool { return n.is(jsonArray) || n.is(jsonObject) }

// kids returns the values in a container.
func (n *jsonNode) kids() []*jsonNode {
	if n == nil {
		return nil
	}
	return n.children
}

// whole reports whether the node is a container of which nothing is missing.
func (n *jsonNode) whole() bool { return n.container() && n.closed && !n.gaps }

// get returns the member of that name, compared without case and underscores; of several the last one, as decoders do.
func (n *jsonNode) get(key string) *jsonNode {
	if !n.is(jsonObject) {
		return nil
	}
	key = n.joined + key
	for i := len(n.children) - 1; i >= 0; i-- {
		if sameKey(n.children[i].key, key) {
			return n.children[i]
		}
	}
	return nil
}

// sameKey compares the key of a member, as az or a library of Python's has it (virtual_network_link_state), with a name.
func sameKey(key, name string) bool {
	if len(key) == len(name) {
		return strings.EqualFold(key, name)
	}
	if len(key) < len(name) || key[0] == '_' {
		return false
	}
	n := 0
	for i := range len(key) {
		switch c := key[i]; {
		case n < len(name) && c|0x20 == name[n]|0x20:
			n++
		case c != '_':
			return false
		}
	}
	return n == len(name)
}

// field returns a resource's field in each form that exports have: nested (properties.key), flattened as
// az prints it (key), or projected by a resource graph query (properties_key). A null of one form does not
// hide a value of the next.
func (n *jsonNode) field(key string) *jsonNode {
	nested := n.get("properties").get(key)
	if nested != nil && nested.kind != jsonNull {
		return nested
	}
	flat := n.get(key)
	if flat == nil {
		flat = n.projected("properties_" + key)
	}
	if flat == nil {
		return nested
	}
	return flat
}

// projected returns what a resource graph query projected to a key: the member of that name, or an object that holds those
// below it, whose names are joined by underscores (properties_virtualNetwork_id). It stands where the first of them does.
func (n *jsonNode) projected(key string) *jsonNode {
	if m := n.get(key); m != nil || !n.is(jsonObject) {
		return m
	}
	var o *jsonNode
	for _, c := range n.children {
		if len(c.key) < len(key)+2 || c.key[len(key)] != '_' || !strings.EqualFold(c.key[:len(key)], key) {
			continue
		}
		if o == nil {
			first := *c
			o = &first
			o.kind, o.value, o.children, o.joined = jsonObject, "", nil, key+"_"
		}
		o.children = append(o.children, c)
	}
	return o
}

// items returns the elements of an array that were read completely. An array inside the array is opened
// once: some pages print every bracket twice.
func (n *jsonNode) items() []*jsonNode {
	if !n.is(jsonArray) {
		return nil
	}
	var all []*jsonNode
	for _, c := range n.children {
		if c.kind == jsonArray {
			all = appendItems(all, c.children)
		} else {
			all = appendItems(all, []*jsonNode{c})
		}
	}
	return all
}

func appendItems(all, children []*jsonNode) []*jsonNode {
	for _, c := range children {
		if c.closed && c.kind != jsonNull {
			all = append(all, c)
		}
	}
	return all
}

// pointer returns the node's JSON Pointer (RFC 6901), "" for the document itself.
func (n *jsonNode) pointer() string {
	var parts []string
	for ; n != nil && n.parent != nil; n = n.parent {
		if n.parent.kind == jsonArray {
			parts = append(parts, strconv.Itoa(n.index))
		} else {
			parts = append(parts, escapePointer(n.key))
		}
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(parts[i])
	}
	return b.String()
}

func escapePointer(key string) string {
	key = strings.ReplaceAll(key, "~", "~0")
	return strings.ReplaceAll(key, "/", "~1")
}
