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
	query   []queryStep  // that the columns are of; nil where it does not tell what they are
	rows    []*jsonNode  // of such columns
}

// open begins a table at its titles.
func (t *azTable) open(titles []string, columns []ruledColumn) {
	t.close()
	t.titles, t.columns, t.titleAt = titles, columns, t.e.w.citeLine()
	if t.typ = titledType(titles); t.typ == "" {
		t.typ = t.e.typ
	}
	t.arm, t.query = armTypeOf(t.typ), nil
	if steps, ok := queryPath(t.e.request.query); ok && queriesRead(t.e.request.typ, steps) && len(steps[len(steps)-1].many) == len(columns) &&
		queryLists(steps) == 1 {
		t.query = steps
	}
}

// queried keeps a row whose columns the query tells, and reports whether it is one.
func (t *azTable) queried(cells []string) bool {
	if t.query == nil {
		return false
	}
	parts := t.query[len(t.query)-1].many
	n := &jsonNode{kind: jsonArray, closed: true, line: t.e.w.line, start: t.e.w.start}
	for i, text := range cells {
		c := tabbedCell(psScalar(text), psLine{line: n.line, start: n.start})
		n.adopt(c)
		if parts[i].alias == "" {
			continue
		}
		for j := range parts { // the columns may stand in another order
			if plainTitle(parts[j].alias) == t.titles[i] {
				n.kind, c.key = jsonObject, parts[j].alias
			}
		}
		if n.kind != jsonObject {
			return false
		}
	}
	list := &jsonNode{kind: jsonArray, closed: true, line: n.line, start: n.start, children: []*jsonNode{n}}
	if len(resourcesOf(arranged(t.query, list, ""))) == 0 {
		return false
	}
	t.rows = append(t.rows, n)
	return true
}

// closeQueried turns the rows that were kept into records.
func (t *azTable) closeQueried() {
	if len(t.rows) == 0 {
		return
	}
	list := &jsonNode{kind: jsonArray, closed: true, line: t.rows[0].line, start: t.rows[0].start, children: t.rows}
	q := queryAnswer{e: t.e, steps: t.query}
	q.add(resourcesOf(arranged(t.query, list, "")))
	t.rows = nil
}

// row turns a row into a record.
func (t *azTable) row(cells []string) {
	if t.queried(cells) {
		t.shown, t.at = t.e.request.typ, t.titleAt
		return
	}
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
		t.e.m.owner = (&queryAnswer{e: t.e}).owner(n)
		t.e.resource(kind, n)
	}
	t.shown, t.at = kind.typ, t.titleAt
}

// close tells that the rows of the last table show only some of the fields.
func (t *azTable) close() {
	t.closeQueried()
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
