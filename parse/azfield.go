package parse

import (
	"net/netip"
	"strconv"
	"strings"
)

// An azMapper turns the nodes of one JSON document into facts. What it is asked for and does not find is
// a zero value; what it finds and cannot read is told as unread.
type azMapper struct {
	w    *jsonWalker
	out  *sink
	late *[]*Masked // to be told behind the resource that they belong to
	// owner is the name of the vault whose connections are read, where a command or what embeds them tells it alone.
	owner Text
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
	if !n.is(jsonArray) || !n.whole() {
		return Cite{}
	}
	return m.w.cite(n)
}

// text returns a scalar. Null and the empty string are not captured, nor is what was left out.
func (m azMapper) text(n *jsonNode) Text {
	if n == nil || n.container() || n.value == "" || leftOut(n.value) {
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
	for _, key := range []string{"name", "vaultName"} { // the cmdlets of Az PowerShell call a vault's so
		if t := m.text(n.get(key)); t.Known() {
			return t
		}
	}
	id := m.text(n.get("id"))
	r, ok := ParseResourceID(id.Value)
	if !ok {
		return Text{}
	}
	id.Value = r.Name()
	return id
}

// reference returns the id of a resource that is named: an object's, or the text itself, as modules of Ansible have it.
func (m azMapper) reference(n *jsonNode) Text {
	if n.is(jsonObject) {
		return m.text(n.get("id"))
	}
	t := m.text(n)
	if _, ok := ParseResourceID(t.Value); !ok {
		return Text{}
	}
	return t
}

// parentText returns the id of the resource that the one with this id belongs to.
func parentText(id Text) Text {
	p := ParentID(id.Value)
	if p == "" {
		return Text{}
	}
	return Text{Value: p, Cite: id.Cite}
}

// number returns a number; -1 if it is not captured.
func (m azMapper) number(n *jsonNode) int {
	t := m.text(n)
	if !t.Known() {
		return -1
	}
	v, err := strconv.Atoi(t.Value)
	if err != nil || v < 0 {
		m.out.unread(t.Cite)
		return -1
	}
	return v
}

// addrs returns the addresses of a list; of elements that are objects it takes the field of that name.
func (m azMapper) addrs(list *jsonNode, field string) []Addr {
	var all []Addr
	for _, n := range list.items() {
		if n.is(jsonObject) {
			n = n.field(field)
		}
		if a, ok := m.address(n); ok {
			all = append(all, a)
		}
	}
	return all
}

// address returns the address of a scalar; false where none is captured.
func (m azMapper) address(n *jsonNode) (Addr, bool) {
	if n == nil || n.container() || n.value == "" {
		return Addr{}, false
	}
	return m.addr(Text{Value: n.value, Cite: m.w.cite(n)})
}

// addr reads an address; what stands where one was masked is told.
func (m azMapper) addr(t Text) (Addr, bool) {
	text := strings.TrimSpace(t.Value)
	a, err := netip.ParseAddr(text)
	if err != nil {
		// Some fields hold the address with its length: 10.1.2.3/32.
		p, err := netip.ParsePrefix(text)
		if err != nil || !p.IsSingleIP() {
			m.noAddress(t)
			return Addr{}, false
		}
		a = p.Addr()
	}
	return Addr{Addr: a.Unmap(), TTL: -1, Cite: t.Cite}, true
}

// noAddress tells what stands in place of an address or a prefix.
func (m azMapper) noAddress(t Text) {
	text := strings.TrimSpace(t.Value)
	if leftOut(text) || isMasked(text) || len(text) > 1 && maskedWord(text) { // a prefix's length may be masked alone
		*m.late = append(*m.late, &Masked{Text: text, Cite: t.Cite})
		return
	}
	m.out.unread(t.Cite)
}

// prefixes returns the prefixes of a field that may be one text, a list, or both.
func (m azMapper) prefixes(one, list *jsonNode) []Prefix {
	var all []Prefix
	for _, t := range m.merged(one, list) {
		p, err := netip.ParsePrefix(strings.TrimSpace(t.Value))
		if err != nil {
			m.noAddress(t)
			continue
		}
		all = append(all, Prefix{Prefix: p, Cite: t.Cite})
	}
	return all
}

// merged returns the values of a field that has one name for one text and another for a list; either may be a
// list, and a value that both tell is taken once.
func (m azMapper) merged(one, list *jsonNode) []Text {
	var all []Text
	seen := map[string]bool{}
	for _, n := range []*jsonNode{one, list} {
		values := m.texts(n, "")
		if t := m.text(n); t.Known() {
			values = []Text{t}
		}
		for _, t := range values {
			if !seen[t.Value] {
				seen[t.Value] = true
				all = append(all, t)
			}
		}
	}
	return all
}

// texts returns the places of the captured scalars among ts.
func texts(ts ...Text) []Cite {
	var cs []Cite
	for _, t := range ts {
		if t.Known() {
			cs = append(cs, t.Cite)
		}
	}
	return cs
}
