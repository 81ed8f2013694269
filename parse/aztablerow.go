package parse

import "strings"

// An azTable reads the rows of tables.
type azTable struct {
	e       *azExport
	titles  []string
	columns []ruledColumn // nil outside a table
	typ     ResourceType
	arm     string       // the type as the resource manager calls it; empty if unknown
	shown   ResourceType // of the last row
	titleAt Cite         // the line of the titles
	at      Cite         // that too, once there was a row; else zero
}

// open begins a table at its titles.
func (t *azTable) open(titles []string, columns []ruledColumn) {
	t.close()
	t.titles, t.columns, t.titleAt = titles, columns, t.e.w.citeLine()
	if t.typ = titledType(titles); t.typ == "" {
		t.typ = t.e.typ
	}
	t.arm = ""
	for _, a := range armTypes {
		if a.kind.typ == t.typ && t.typ != "" {
			t.arm = a.name
			break
		}
	}
}

// row turns a row into a record.
func (t *azTable) row(cells []string) {
	n := &jsonNode{kind: jsonObject, closed: true, line: t.e.w.line, start: t.e.w.start}
	for i, text := range cells {
		if text == "" || text == "None" {
			continue
		}
		c := titleOf(t.titles[i], t.typ)
		if c == nil {
			continue
		}
		if text == "True" || text == "False" { // as Python writes them
			text = strings.ToLower(text)
		}
		values := []string{text}
		if strings.Contains(c.path, "[]") {
			values = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
		}
		n.put(c.path, values)
	}
	kind := armKind{typ: t.typ}
	if typ := armName(n); typ != "" {
		kind = armType(typ)
	}
	switch {
	case len(n.children) == 0, kind.typ == "", kind.typ == TypeRecordSet && t.otherSet(n), needsID(kind.typ) && n.get("id") == nil:
		t.other(n, cells)
	default:
		t.e.resource(kind, n)
	}
	t.shown, t.at = kind.typ, t.titleAt
}

// close tells that the rows of the last table show only some of the fields.
func (t *azTable) close() {
	if t.at.File != "" && t.shown != "" {
		t.e.out.add(&Partial{Type: t.shown, Reason: tableReason, Cite: t.at})
	}
	t.at = Cite{}
}

// otherSet reports whether the row is a record set of another type than A, or one without its addresses.
func (t *azTable) otherSet(n *jsonNode) bool {
	typ := n.get("recordType")
	return typ != nil && !strings.EqualFold(typ.value, "A") || n.get("aRecords") == nil
}

// needsID reports whether a resource of that type says nothing without its id: which network has the prefix,
// which zone the link or the record.
func needsID(typ ResourceType) bool {
	return typ == TypeNetwork || typ == TypeLink || typ == TypeRecordSet
}

// other tells a row as a resource that is known by its columns alone.
func (t *azTable) other(n *jsonNode, cells []string) {
	r := &OtherResource{At: t.e.w.cite(n), Type: t.arm, Name: t.e.m.name(n)}
	if typ := armName(n); typ != "" {
		r.Type = typ
	}
	if typ := n.get("recordType"); typ != nil && t.typ == TypeRecordSet {
		r.Type = "Microsoft.Network/privateDnsZones/" + typ.value
	}
	for i, text := range cells {
		if text != "" {
			r.Columns = append(r.Columns, Pair{Key: t.titles[i], Value: strings.Clone(text)})
		}
	}
	t.e.out.add(r)
}

// put stores values in an object at a path of keys: "virtualNetwork.id", "aRecords[].ipv4Address".
func (n *jsonNode) put(path string, values []string) {
	key, rest, deeper := strings.Cut(path, ".")
	name, list := strings.CutSuffix(key, "[]")
	child := func(parent *jsonNode, key string, kind jsonKind) *jsonNode {
		c := &jsonNode{kind: kind, key: key, closed: true, line: n.line, start: n.start, parent: parent}
		parent.children = append(parent.children, c)
		return c
	}
	at := n.get(name)
	if list {
		if at == nil {
			at = child(n, name, jsonArray)
		}
		for _, v := range values {
			if deeper {
				child(at, "", jsonObject).put(rest, []string{v})
			} else {
				child(at, "", jsonString).value = strings.Clone(v)
			}
		}
		return
	}
	if !deeper {
		if at == nil {
			child(n, name, jsonString).value = strings.Clone(values[0])
		}
		return
	}
	if at == nil {
		at = child(n, name, jsonObject)
	}
	at.put(rest, values)
}
