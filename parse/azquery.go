package parse

import "strings"

// A queryStep is one step of a query of JMESPath. Exactly one of its fields is set, but for a step into all elements, where
// none is.
type queryStep struct {
	key  string      // of a member
	one  bool        // one element: [0]
	many []queryPart // a list or an object that the query makes: [a, b.c], {x: a, y: b.c}
	hash bool        // it is an object
}

// A queryPart is a value of a list or an object that a query makes.
type queryPart struct {
	alias string // its key in an object
	steps []queryStep
}

// queryPath reads a query that selects and arranges fields: properties.a, [].{x: a, y: b.c}, b[0].[c, d]. It reports false
// for one that computes, and for none.
func queryPath(query string) ([]queryStep, bool) {
	const longest = 4000
	query = strings.TrimSpace(query)
	if query == "" || len(query) > longest {
		return nil, false
	}
	q := queryReader{rest: query}
	steps := q.steps(0)
	return steps, !q.failed && q.rest == "" && len(steps) > 0
}

// A queryReader reads a query from its beginning.
type queryReader struct {
	rest   string
	failed bool
}

// take takes a text off the beginning, blanks around it too, and reports whether it stood there.
func (q *queryReader) take(text string) bool {
	q.rest = strings.TrimLeft(q.rest, " \t\n")
	rest, ok := strings.CutPrefix(q.rest, text)
	if ok {
		q.rest = strings.TrimLeft(rest, " \t\n")
	}
	return ok
}

// steps reads the steps up to what ends them.
func (q *queryReader) steps(depth int) []queryStep {
	const most = 20
	var all []queryStep
	for first := true; !q.failed && len(all) < most && depth < most; first = false {
		switch dot := q.take("."); {
		case q.take("[]"), q.take("[*]"):
			all = append(all, queryStep{})
		case q.take("[?"):
			q.filter()
			all = append(all, queryStep{})
		case strings.HasPrefix(q.rest, "[") && len(q.rest) > 1 && (q.rest[1] >= '0' && q.rest[1] <= '9' || q.rest[1] == '-'):
			_, rest, ok := strings.Cut(q.rest, "]")
			q.rest, q.failed = rest, !ok
			all = append(all, queryStep{one: true})
		case (dot || first) && q.take("["):
			all = append(all, queryStep{many: q.parts("]", depth)})
		case (dot || first) && q.take("{"):
			all = append(all, queryStep{many: q.parts("}", depth), hash: true})
		case dot || first:
			key := q.key()
			q.failed = q.failed || key == ""
			all = append(all, queryStep{key: key})
		default:
			return all
		}
	}
	return all
}

// filter steps over the condition of a filter.
func (q *queryReader) filter() {
	_, rest, ok := strings.Cut(q.rest, "]")
	q.rest, q.failed = rest, q.failed || !ok
}

// parts reads the values of a list or an object that the query makes, up to the bracket that closes it.
func (q *queryReader) parts(closing string, depth int) []queryPart {
	var all []queryPart
	for !q.failed {
		p := queryPart{}
		if closing == "}" {
			p.alias = q.key()
			q.failed = p.alias == "" || !q.take(":")
		}
		p.steps = q.steps(depth + 1)
		all = append(all, p)
		if q.take(closing) {
			break
		}
		q.failed = q.failed || !q.take(",")
	}
	return all
}

// key takes a name off the beginning, which may stand in quotes; "" where none stands there.
func (q *queryReader) key() string {
	q.rest = strings.TrimLeft(q.rest, " \t\n")
	if quoted, ok := strings.CutPrefix(q.rest, `"`); ok {
		key, rest, _ := strings.Cut(quoted, `"`)
		q.rest = rest
		return key
	}
	n := 0
	for n < len(q.rest) && wordByte(q.rest[n]) {
		n++
	}
	key := q.rest[:n]
	q.rest = q.rest[n:]
	return key
}

// queryStates are the fields that have one of few values; what is another is not the field's.
var queryStates = []struct {
	field  string
	values []string
}{
	{"status", []string{"Approved", "Pending", "Rejected", "Disconnected"}},
	{"publicNetworkAccess", []string{"Enabled", "Disabled", "SecuredByPerimeter"}},
	{"defaultAction", []string{"Allow", "Deny"}},
	{"bypass", []string{"AzureServices", "None"}},
	{"registrationEnabled", []string{"true", "false"}},
}

// queryValue returns the value of a field as the resource manager writes it, and whether it can be the field's.
func queryValue(field, value string) (string, bool) {
	for _, s := range queryStates {
		if s.field != field || value == "" {
			continue
		}
		for _, v := range s.values {
			if strings.EqualFold(v, value) {
				return v, true
			}
		}
		return value, false
	}
	return value, true
}

// arranged puts a value that a query selected back where it was: a member, or the elements of a list. It returns nil where
// the value cannot be what the query makes. Objects that it makes lack what was not selected.
func arranged(steps []queryStep, v *jsonNode, key string) *jsonNode {
	if len(steps) == 0 {
		if v == nil || v.kind == jsonString {
			if v == nil {
				return nil
			}
			value, ok := queryValue(key, v.value)
			if !ok {
				return nil
			}
			c := *v
			c.key, c.value = key, value
			return &c
		}
		c := *v
		c.key = key
		return &c
	}
	if v == nil {
		return nil
	}
	n := &jsonNode{kind: jsonObject, key: key, closed: true, gaps: key != "networkAcls", line: v.line, start: v.start}
	switch s := steps[0]; {
	case s.key != "":
		return n.adopt(arranged(steps[1:], v, s.key))
	case s.many != nil:
		return arrangedParts(n, s, v)
	case s.one:
		n.kind = jsonArray
		return n.adopt(arranged(steps[1:], v, ""))
	}
	n.kind = jsonArray
	if !v.is(jsonArray) || !v.whole() {
		return nil
	}
	for _, c := range v.children {
		if n.adopt(arranged(steps[1:], c, "")) == nil {
			return nil
		}
	}
	return n
}

// adopt adds a child and returns the node; nil where there is no child.
func (n *jsonNode) adopt(c *jsonNode) *jsonNode {
	if c == nil {
		return nil
	}
	c.parent, c.index = n, len(n.children)
	n.children = append(n.children, c)
	return n
}

// arrangedParts puts the values of a list or an object that the query made into a node.
func arrangedParts(n *jsonNode, s queryStep, v *jsonNode) *jsonNode {
	if s.hash != v.is(jsonObject) || !s.hash && (!v.is(jsonArray) || len(v.children) != len(s.many)) || !v.closed {
		return nil
	}
	for i, p := range s.many {
		var c *jsonNode
		if s.hash {
			c = v.get(p.alias)
		} else {
			c = v.children[i]
		}
		if c == nil || c.kind == jsonNull {
			continue
		}
		o := arranged(p.steps, c, "")
		if o == nil || !o.is(jsonObject) {
			return nil
		}
		n.merge(o)
	}
	return n
}

// merge adds the members of another object.
func (n *jsonNode) merge(o *jsonNode) {
	for _, c := range o.children {
		if have := n.get(c.key); have.is(jsonObject) && c.is(jsonObject) {
			have.merge(c)
			continue
		}
		n.adopt(c)
	}
}
