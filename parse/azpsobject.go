package parse

import "strings"

// A psLine is a line of a list of properties.
type psLine struct {
	line, start int    // its number in the file, and its offset
	text        string // without colours and the blanks at its end
}

// A psObjects walks over the lists of properties of a capture.
type psObjects struct {
	e     *azExport
	lines []psLine
	i     int // the current line
	noise azNoise
	harms []jsonHarm // of the JSON in the current object
}

func newPSObjects(e *azExport) *psObjects {
	p := &psObjects{e: e}
	n := e.w.line
	for off := 0; off < len(e.w.text); n++ {
		line, end := lineAt(e.w.text, off)
		p.lines = append(p.lines, psLine{n, off, strings.TrimRight(line, " \t")})
		off = end
	}
	return p
}

// next moves to the first line of the next list, and reports whether there is one. What stands above it is unread.
func (p *psObjects) next() bool {
	for ; p.i < len(p.lines); p.i++ {
		l := p.lines[p.i]
		if _, _, col := psPair(l.text); col >= 0 {
			return true
		}
		if !p.noise.skip(l.text) && !psPrompt(l.text) {
			p.e.out.unread(p.cite(p.i))
		}
	}
	return false
}

// psPrompt reports whether a line shows a command of PowerShell behind its prompt.
func psPrompt(line string) bool {
	return strings.HasPrefix(line, "PS ") && strings.Contains(line, "> ")
}

// cite quotes a line.
func (p *psObjects) cite(i int) Cite {
	return Cite{File: p.e.w.file, Line: p.e.w.original.number(p.lines[i].line), Text: p.e.w.quote(p.lines[i].line, p.lines[i].start)}
}

// unread tells the lines from one on up to the current one.
func (p *psObjects) unread(from int) {
	for ; from < p.i; from++ {
		if !p.noise.skip(p.lines[from].text) {
			p.e.out.unread(p.cite(from))
		}
	}
}

// object reads the list that begins at the current line; nil where it is a single property, which may be a text of any kind.
func (p *psObjects) object() *jsonNode {
	first := p.lines[p.i]
	_, _, col := psPair(first.text)
	indent := psIndent(first.text)
	o := &jsonNode{kind: jsonObject, closed: true, line: first.line, start: first.start}
	seen := map[string]bool{}
	for p.i < len(p.lines) {
		at := p.i
		if strings.TrimSpace(p.lines[at].text) == "" {
			if !p.goesOn(col, indent, seen) {
				break
			}
			continue
		}
		key, value, c := psPair(p.lines[at].text)
		title := plainTitle(key)
		loose := len(seen) > 1 && c >= 0 && at > 0 && strings.TrimSpace(p.lines[at-1].text) != "" // people shift the columns
		if c != col && !loose || psIndent(p.lines[at].text) != indent || seen[title] {
			break
		}
		seen[title] = true
		p.i++
		for p.i < len(p.lines) && p.belongs(col, indent) {
			p.i++
		}
		p.property(o, title, value, at)
	}
	if len(seen) < 2 {
		return nil
	}
	return o
}

// goesOn steps over blank lines and reports whether the list goes on below them: with a property that it does not have yet.
func (p *psObjects) goesOn(col, indent int, seen map[string]bool) bool {
	i := p.i
	for i < len(p.lines) && strings.TrimSpace(p.lines[i].text) == "" {
		i++
	}
	if i == len(p.lines) || i-p.i > 3 {
		return false
	}
	key, _, c := psPair(p.lines[i].text)
	if c != col || psIndent(p.lines[i].text) != indent || seen[plainTitle(key)] {
		return false
	}
	p.i = i
	return true
}

// belongs reports whether the current line goes on the property above: it stands below its value, or is what was broken off.
func (p *psObjects) belongs(col, indent int) bool {
	text := p.lines[p.i].text
	if strings.TrimSpace(text) == "" {
		return false
	}
	if psIndent(text) > indent {
		return true
	}
	_, _, c := psPair(text)
	above := p.lines[p.i-1].text
	return c < 0 && psIndent(text) == indent && len(above) >= brokenWidth && !strings.ContainsAny(strings.TrimSpace(text), " \t") && col < len(above)
}

// property puts a property into an object; its value begins in the line at, and ends above the current one.
func (p *psObjects) property(o *jsonNode, title, value string, at int) {
	key := azPSKey(title)
	at0 := p.lines[at]
	mark := len(o.children)
	switch {
	case key == "":
	case value == "" && at+1 < p.i:
		p.block(o, key, at)
	case (value != "" && (value[0] == '{' || value[0] == '[') && opensJSON(value)) || value == "null":
		p.json(o, key, at)
	case len(value) > 1 && value[0] == '{':
		p.list(o, key, p.joined(value, at+1, p.i), at0)
	case value != "":
		o.line, o.start = at0.line, at0.start
		o.put(key, []string{psScalar(p.joined(value, at+1, p.i))})
	}
	first := p.lines[at]
	if mark == 0 && len(o.children) > 0 {
		first = at0
	}
	o.line, o.start = o.first(first)
}

// first returns the place of the first of an object's members, or that of a line where it has none.
func (n *jsonNode) first(l psLine) (line, start int) {
	if len(n.children) == 0 {
		return l.line, l.start
	}
	return n.children[0].line, n.children[0].start
}

// joined returns a value that goes on in the lines up to another.
func (p *psObjects) joined(value string, from, to int) string {
	for i := from; i < to; i++ {
		value = joinBroken(value, strings.TrimSpace(p.lines[i].text))
	}
	return value
}

// psScalar returns a value as JSON has it.
func psScalar(text string) string {
	if text == "True" || text == "False" {
		return strings.ToLower(text)
	}
	return text
}

// psIndent returns the number of blanks that a line begins with.
func psIndent(text string) int { return len(text) - len(strings.TrimLeft(text, " \t")) }

// psPair parts a property into its name and its value, and tells where the colon between them stands; -1 for another line.
func psPair(line string) (key, value string, col int) {
	const longest = 70
	near := line[:min(len(line), longest+psIndent(line))]
	col = strings.Index(near, " :")
	if col <= 0 || col+2 < len(line) && line[col+2] != ' ' {
		return "", "", -1
	}
	key = strings.TrimSpace(line[:col])
	for i := range len(key) {
		if c := key[i]; !wordByte(c) && strings.IndexByte(" ?()-", c) < 0 {
			return "", "", -1
		}
	}
	if key == "" || !wordByte(key[0]) || len(strings.Fields(key)) > 6 {
		return "", "", -1
	}
	return key, strings.TrimSpace(line[col+2:]), col + 1
}
