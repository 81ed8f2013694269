package parse

import (
	"net/netip"
	"strconv"
	"strings"
)

// An azMapper turns the nodes of one JSON document into facts. What it is asked for and does not find is
// a zero value; what it finds and cannot read is told as unread.
type azMapper struct {
	w   *jsonWalker
	out *sink
}

// place returns where a node stands; zero for a nil one.
func (m azMapper) place(n *jsonNode) Cite {
	if n == nil {
		return Cite{}
	}
	return m.w.cite(n)
}

// listPlace returns where a list stands, and zero where it is absent, null or cut off, so that what it
// does not hold is never taken for absent.
func (m azMapper) listPlace(n *jsonNode) Cite {
	if !n.is(jsonArray) || !n.closed {
		return Cite{}
	}
	return m.w.cite(n)
}

// text returns a scalar. Null and the empty string are not captured.
func (m azMapper) text(n *jsonNode) Text {
	if n == nil || n.container() || n.value == "" {
		return Text{}
	}
	return Text{Value: n.value, Cite: m.w.cite(n)}
}

// texts returns the scalars of a list; of elements that are objects it takes the field of that name.
func (m azMapper) texts(list *jsonNode, field string) []Text {
	var all []Text
	for _, n := range list.items() {
		if n.is(jsonObject) {
			n = n.field(field)
		}
		if t := m.text(n); t.Known() {
			all = append(all, t)
		}
	}
	return all
}

// name returns the name of a resource: what it is called, else what its id says.
func (m azMapper) name(n *jsonNode) Text {
	if t := m.text(n.get("name")); t.Known() {
		return t
	}
	id := m.text(n.get("id"))
	r, ok := ParseResourceID(id.Value)
	if !ok {
		return Text{}
	}
	id.Value = r.Name()
	return id
}

// parentText returns the id of the resource that the one with this id belongs to.
func parentText(id Text) Text {
	p := ParentID(id.Value)
	if p == "" {
		return Text{}
	}
	return Text{Value: p, Cite: id.Cite}
}

// number returns a number; def if it is not captured.
func (m azMapper) number(n *jsonNode, def int) int {
	t := m.text(n)
	if !t.Known() {
		return def
	}
	v, err := strconv.Atoi(t.Value)
	if err != nil || v < 0 {
		m.out.unread(t.Cite)
		return def
	}
	return v
}

// addrs returns the addresses of a list; of elements that are objects it takes the field of that name.
func (m azMapper) addrs(list *jsonNode, field string) []Addr {
	var all []Addr
	for _, t := range m.texts(list, field) {
		if a, ok := m.addr(t); ok {
			all = append(all, a)
		}
	}
	return all
}

func (m azMapper) addr(t Text) (Addr, bool) {
	a, err := netip.ParseAddr(strings.TrimSpace(t.Value))
	if err != nil {
		m.out.unread(t.Cite)
		return Addr{}, false
	}
	return Addr{Addr: a.Unmap(), TTL: -1, Cite: t.Cite}, true
}
