package parse

import (
	"slices"
	"strings"
)

// azureQueryReader reads what az prints where --query selects fields: values without their names, or under new ones. The
// query tells what they are.
var azureQueryReader = reader{name: azJSONKind, match: matchAzureQuery, read: readAzureQuery}

// matchAzureQuery takes the values that a query selected of a type that is read, where they fit the query.
func matchAzureQuery(src *Source, _ []string) bool {
	q := newQueryAnswer(src, &sink{origin: &src.Origin})
	return q != nil && len(q.resources()) > 0
}

// readAzureQuery reads the values as the fields that they are.
func readAzureQuery(src *Source, out *sink) {
	q := newQueryAnswer(src, out)
	if q == nil {
		return
	}
	q.add(q.resources())
	for _, c := range q.unread {
		out.unread(c)
	}
}

// add turns the resources that the values are parts of into records.
func (q *queryAnswer) add(all []*jsonNode) {
	for _, n := range all {
		q.name(n)
		q.e.m.owner = q.owner(n)
		q.e.resource(armKind{typ: q.e.request.typ}, n)
	}
	if len(all) > 0 && q.e.request.typ == TypeEndpoint {
		q.e.out.add(&Partial{Type: TypeEndpoint, Reason: queryReason, Cite: q.e.w.cite(all[0])})
	}
}

// queryReason is why what a query selected is not all that there is to know.
const queryReason = "a query shows only some of the fields"

// A queryAnswer is what az printed under a command with a query.
type queryAnswer struct {
	e      *azExport
	steps  []queryStep
	unread []Cite
}

// newQueryAnswer returns nil where the command has no query that tells what the values are.
func newQueryAnswer(src *Source, out *sink) *queryAnswer {
	if len(src.Text) > maxErrorBytes {
		return nil
	}
	e := newAzExport(src, out)
	if e.w.pathless = true; e.request.query == "" {
		return nil
	}
	steps, ok := queryPath(e.request.query)
	if !ok || !queriesRead(e.request.typ, steps) {
		return nil
	}
	return &queryAnswer{e: e, steps: steps}
}

// resources returns the resources that the values are parts of; none where they do not fit the query.
func (q *queryAnswer) resources() []*jsonNode {
	v := q.value()
	if v == nil || len(resourcesIn(v, 0)) > 0 && !selected(q.steps) {
		return nil
	}
	all := resourcesOf(arranged(q.steps, v, ""))
	if q.e.request.typ == TypeVault && !isVaultName(q.e.request.name) {
		all = slices.DeleteFunc(all, func(n *jsonNode) bool { return n.get("name") == nil && n.get("id") == nil }) // whose it is, nobody knows
	}
	return all
}

// resourcesOf returns the resources that values were put back into: one, or those of a list.
func resourcesOf(root *jsonNode) []*jsonNode {
	switch {
	case root.is(jsonObject):
		return []*jsonNode{root}
	case !root.is(jsonArray):
		return nil
	}
	for _, n := range root.children {
		if !n.is(jsonObject) {
			return nil
		}
	}
	return root.children
}

// selected reports whether a query goes into the resources: to their fields, not only to some of them.
func selected(steps []queryStep) bool {
	for _, s := range steps {
		if s.key != "" || s.many != nil {
			return true
		}
	}
	return false
}

// value returns the values as az printed them: JSON, a table without titles, or one text. Tables have a reader of their own.
func (q *queryAnswer) value() *jsonNode {
	q.unread = nil
	w := q.e.w
	var noise azNoise
	var lines []psLine
	n := max(q.e.src.Line, 1)
	for off := 0; off < len(w.text); n++ {
		line, end := lineAt(w.text, off)
		if text := strings.TrimSpace(line); len(lines) > 0 && text != "" || !noise.skip(line) {
			lines = append(lines, psLine{n, off, text})
		}
		off = end
	}
	if len(lines) == 0 || strings.Trim(lines[min(1, len(lines)-1)].text, "- ") == "" {
		return nil
	}
	first := lines[0].text
	switch tsv := strings.EqualFold(q.e.request.format, "tsv"); {
	case !tsv && (opensJSON(first) || first[0] == '[' || first[0] == '"'):
		return q.json(lines[0])
	case tsv:
		return q.tabbed(lines)
	}
	return nil
}

// json reads the values as JSON.
func (q *queryAnswer) json(l psLine) *jsonNode {
	w := q.e.w
	w.off, w.line, w.start = l.start, l.line, l.start
	w.open(len(w.text))
	tok, ok := w.token()
	if !ok {
		return nil
	}
	n := w.node(nil, "", tok)
	if n == nil || !n.closed && !w.fill(n) || len(w.harms) > 0 || w.stop != "" {
		return nil
	}
	for w.skip(); w.off < len(w.text); w.skip() {
		if strings.TrimSpace(w.rest()) != "" {
			q.unread = append(q.unread, w.citeLine())
		}
	}
	return n
}

// queryLists returns the number of lists into all of whose elements a query goes.
func queryLists(steps []queryStep) int {
	n := 0
	for _, s := range steps {
		if s.key == "" && s.many == nil && !s.one {
			n++
		}
	}
	return n
}

// tabbed reads the values as az prints them for scripts: a line for each element of the outer list, and its values parted by
// tabs. Of an object the values stand in the query's order.
func (q *queryAnswer) tabbed(lines []psLine) *jsonNode {
	last := q.steps[len(q.steps)-1]
	lists := queryLists(q.steps)
	switch {
	case lists > 1:
		return nil
	case lists == 0 && last.many != nil && !last.hash: // a list of values: a line each
		if len(lines) != len(last.many) {
			return nil
		}
		n := &jsonNode{kind: jsonArray, closed: true, line: lines[0].line, start: lines[0].start}
		for _, l := range lines {
			n.adopt(tabbedCell(l.text, l))
		}
		return n
	case lists == 0 && len(lines) == 1:
		return tabbedRow(last, lines[0], strings.Split(lines[0].text, "\t"))
	case lists == 0:
		return nil
	}
	n := &jsonNode{kind: jsonArray, closed: true, line: lines[0].line, start: lines[0].start}
	for _, l := range lines {
		if n.adopt(tabbedRow(last, l, strings.Split(l.text, "\t"))) == nil {
			return nil
		}
	}
	return n
}

// tabbedRow returns what the last step of a query makes of the cells of a row; nil where they are not as many.
func tabbedRow(last queryStep, l psLine, cells []string) *jsonNode {
	if last.many == nil && len(cells) == 1 {
		return tabbedCell(cells[0], l)
	}
	if len(cells) != len(last.many) {
		return nil
	}
	n := &jsonNode{kind: jsonArray, closed: true, line: l.line, start: l.start}
	if last.hash {
		n.kind = jsonObject
	}
	for i, text := range cells {
		c := tabbedCell(text, l)
		c.key = last.many[i].alias
		n.adopt(c)
	}
	return n
}

// tabbedCell returns the value of a cell. An empty one is null, and so may be the word None.
func tabbedCell(text string, l psLine) *jsonNode {
	kind := jsonString
	if text == "" || text == "None" {
		kind, text = jsonNull, ""
	}
	return &jsonNode{kind: kind, value: strings.Clone(text), closed: true, line: l.line, start: l.start}
}

// queriedFields are the fields of vaults, connections and endpoints that are read where a query selects them.
var queriedFields = []string{
	"publicNetworkAccess", "networkAcls", "privateEndpointConnections", "privateLinkServiceConnectionState",
	"privateLinkServiceConnections", "manualPrivateLinkServiceConnections", "customDnsConfigs",
}

// queriesRead reports whether a query selects fields that are read of a type.
func queriesRead(typ ResourceType, steps []queryStep) bool {
	if typ != TypeVault && typ != TypeConnection && typ != TypeEndpoint {
		return false
	}
	return slices.ContainsFunc(steps, func(s queryStep) bool {
		return slices.ContainsFunc(queriedFields, func(f string) bool { return strings.EqualFold(f, s.key) }) ||
			slices.ContainsFunc(s.many, func(p queryPart) bool { return queriesRead(typ, p.steps) })
	})
}

// name gives a vault or an endpoint the name that its command tells.
func (q *queryAnswer) name(n *jsonNode) {
	request := q.e.request
	if request.typ == TypeConnection || n.get("name") != nil || n.get("id") != nil || !isVaultName(request.name) {
		return
	}
	n.adopt(&jsonNode{kind: jsonString, key: "name", value: strings.Clone(request.name), closed: true, line: n.line, start: n.start})
}

// owner returns the vault that a command lists the connections of.
func (q *queryAnswer) owner(n *jsonNode) Text {
	if q.e.request.owner == "" {
		return Text{}
	}
	return Text{strings.Clone(q.e.request.owner), q.e.w.cite(n)}
}
