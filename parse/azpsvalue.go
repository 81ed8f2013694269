package parse

import "strings"

// azPSKeys are the properties that the cmdlets name otherwise than the resource manager; an empty path leaves one out.
var azPSKeys = []struct{ title, path string }{
	{"vaultname", "vaultName"},
	{"resourceid", "id"},
	{"networkruleset", "networkAcls"},
	{"hsmpooluri", "hsmUri"},
	{"virtualnetworkid", "virtualNetwork.id"},
	{"privateendpointid", "privateEndpoint.id"},
	{"privatelinkserviceconnectionstatestatus", "privateLinkServiceConnectionState.status"},
	{"privatelinkserviceconnectionstatedescription", "privateLinkServiceConnectionState.description"},
	{"subnetid", "subnet.id"},
	{"accesspolicies", ""},
	{"tags", ""},
	{"etag", ""},
	{"metadata", ""},
}

// azPSKey returns the path at which a property is kept.
func azPSKey(title string) string {
	for _, k := range azPSKeys {
		if k.title == title {
			return k.path
		}
	}
	title = strings.Map(func(r rune) rune {
		if r == '?' || r == '(' || r == ')' {
			return -1
		}
		return r
	}, title)
	return strings.ReplaceAll(title, ".", "")
}

// json reads the JSON that a property's value is.
func (p *psObjects) json(o *jsonNode, key string, at int) {
	w, l := p.e.w, p.lines[at]
	end := len(w.text)
	if p.i < len(p.lines) {
		end = p.lines[p.i].start
	}
	w.line, w.start = l.line, l.start
	w.off = l.start + strings.IndexByte(w.text[l.start:], ':') + 1
	w.open(end)
	if tok, ok := w.token(); ok {
		if n := w.node(o, key, tok); n != nil {
			o.children = append(o.children, n)
			if !n.closed {
				w.fill(n)
			}
		}
	}
	w.settle()
	if w.stop != "" {
		w.harms = append(w.harms, jsonHarm{w.stop, w.stopAt})
	}
	p.harms = append(p.harms, w.harms...)
	if rest := strings.TrimSpace(w.text[w.off:max(w.off, end)]); w.stop == "" && rest != "" {
		p.e.out.unread(w.citeLine())
	}
	w.stop, w.harms = "", nil
}

// list reads the values of a property that holds several: {10.1.2.3, 10.1.2.4}. Of many the last are left out.
func (p *psObjects) list(o *jsonNode, key, text string, l psLine) {
	inner, whole := strings.CutSuffix(strings.TrimPrefix(text, "{"), "}")
	n := &jsonNode{kind: jsonArray, key: key, closed: true, gaps: !whole, line: l.line, start: l.start, parent: o}
	for _, value := range strings.Split(inner, ",") {
		value = strings.TrimSpace(value)
		for _, dots := range []string{"...", "…"} {
			if rest, cut := strings.CutSuffix(value, dots); cut {
				value, n.gaps = strings.TrimSpace(rest), true
			}
		}
		if value != "" {
			n.children = append(n.children, &jsonNode{kind: jsonString, value: strings.Clone(value), closed: true, line: l.line, start: l.start, parent: n})
		}
	}
	if key == "records" {
		n = psRecords(o, n)
	}
	o.children = append(o.children, n)
}

// psRecords puts the records of a record set where its type has them.
func psRecords(o, n *jsonNode) *jsonNode {
	typ := ""
	if t := o.get("recordType"); t != nil {
		typ = strings.ToUpper(t.value)
	}
	switch typ {
	case "A":
		n.key = "aRecords"
	case "AAAA":
		n.key = "aaaaRecords"
	case "CNAME":
		if len(n.children) == 1 {
			c := &jsonNode{kind: jsonObject, key: "cnameRecord", closed: true, line: n.line, start: n.start, parent: o}
			n.children[0].key = "cname"
			c.children = n.children
			return c
		}
	}
	return n
}

// block reads the properties of a property, which stand below it, or its value, where that stands there.
func (p *psObjects) block(o *jsonNode, key string, at int) {
	l := p.lines[at]
	if key != "networkAcls" {
		o.line, o.start = l.line, l.start
		if text := p.joined("", at+1, p.i); opensJSON(p.lines[at+1].text) {
			p.json(o, key, at)
		} else if _, _, col := psPair(p.lines[at+1].text); col < 0 {
			o.put(key, []string{text})
		}
		return
	}
	n := &jsonNode{kind: jsonObject, key: key, closed: true, line: l.line, start: l.start, parent: o}
	for i := at + 1; i < p.i; {
		name, value, _ := psPair(p.lines[i].text)
		below := i + 1
		for below < p.i && !p.isPair(below) {
			below++
		}
		p.acl(n, plainTitle(name), p.joined(value, below-(below-i-1), below), p.lines[i])
		i = below
	}
	o.children = append(o.children, n)
}

func (p *psObjects) isPair(i int) bool {
	_, _, col := psPair(p.lines[i].text)
	return col >= 0
}

// acl puts a setting of a vault's firewall into its node; the rules are lists.
func (p *psObjects) acl(n *jsonNode, title, text string, l psLine) {
	c := &jsonNode{kind: jsonString, key: title, value: text, closed: true, line: l.line, start: l.start, parent: n}
	if hasWord("iprules virtualnetworkrules", title) {
		c.kind, c.value = jsonArray, ""
		for _, rule := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
			c.children = append(c.children, &jsonNode{kind: jsonString, value: strings.Clone(rule), closed: true, line: l.line, start: l.start, parent: c})
		}
	}
	if title != "" {
		n.children = append(n.children, c)
	}
}
