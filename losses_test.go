package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A loss is a specimen that lost a file, a part of one, or its end.
type loss struct {
	specimen
	file string
	kind string // what was lost: a file, a field, a line, the end
	lost string // the text that was taken out
}

// lossesOf returns every way to lose evidence of a specimen that the test knows: each file; the end of each file, from
// several places; each member and each element of each JSON document; each line of every other text. Of the manifest, which
// is no evidence but says what was captured, only the file and its end.
func lossesOf(s specimen) []loss {
	var out []loss
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		text := s.files[name]
		sort := sortOf(name, text)
		if len(s.files) > 1 {
			rest := maps.Clone(s.files)
			delete(rest, name)
			out = append(out, loss{specimen{s.name, s.flags, rest}, name, "file " + sort, text})
		}
		for _, p := range append(endsOf(text, sort), partsOf(text, sort)...) {
			out = append(out, loss{specimen{s.name, s.flags, s.files}, name, p.kind, text[p.from:p.to]}.with(text[:p.from]+text[p.to:]))
		}
	}
	return out
}

// with returns the loss with what is left of its file. The manifest's checksum, where there is one, is that of what is left:
// the test is about what was not captured, not about files that were altered later.
func (l loss) with(left string) loss {
	sum := func(text string) string {
		s := sha256.Sum256([]byte(text))
		return hex.EncodeToString(s[:])
	}
	whole := l.files[l.file]
	l.files = maps.Clone(l.files)
	l.files[l.file] = left
	if list, ok := l.files["manifest.yaml"]; ok {
		// From the file's own entry on: another file may hold the same.
		if at := strings.Index(list, ": "+l.file+"\n"); at >= 0 {
			l.files["manifest.yaml"] = list[:at] + strings.Replace(list[at:], sum(whole), sum(left), 1)
		}
	}
	return l
}

// A part is a stretch of a text that can be lost.
type part struct {
	from, to int
	kind     string
}

// sortOf says what sort of capture a file is, from its name and its first words.
func sortOf(name, text string) string {
	base := path.Base(name)
	for _, row := range []struct{ sort, names, texts string }{
		{"manifest", `^manifest\.yaml$`, `^\z.`},
		{"dns", `^(nslookup|dig|host |host\.|getent|[Rr]esolve-|resolvectl query|dns)`, `\AServer:`},
		{"hosts", `^(/etc/)?hosts|etc.hosts`, `^\z.`},
		{"resolv.conf", `resolv`, `(?m)\Anameserver `},
		{"json", `\.json$`, `\A\s*[\[{]`},
		{"addresses", `^(addresses|ip-?a|ip a|ipconfig|ifconfig)`, `\A1: lo:`},
		{"environment", `^env`, `\A[A-Za-z_]+=`},
		{"http", `^(http|health|curl|secret|by-|wget|Invoke-)`, `\AHTTP/`},
	} {
		if regexp.MustCompile(row.names).MatchString(base) || regexp.MustCompile(row.texts).MatchString(text) {
			return row.sort
		}
	}
	return "text"
}

// endsOf returns ends of a text: from the first, second and third quarter, which is in the middle of a line, from the line
// that the middle is in, and from before the last letter.
func endsOf(text, sort string) []part {
	var out []part
	for i, at := range []int{len(text) / 4, len(text) / 2, 3 * len(text) / 4, 1 + strings.LastIndexByte(text[:len(text)/2], '\n'),
		len(strings.TrimRight(text, " \r\n")) - 1} {
		if at <= 0 {
			continue
		}
		how := "middle of a line"
		if i == 3 {
			how = "line"
		}
		out = append(out, part{at, len(text), "end of " + sort + " from the " + how})
	}
	return out
}

// headerLine is a header of an answer, also in the output of curl -v.
var headerLine = regexp.MustCompile(`^(?:[<>] )?([A-Za-z][A-Za-z0-9-]*): `)

// partsOf returns what can be lost inside a text: what its JSON documents hold, and its other lines.
func partsOf(text, sort string) []part {
	if sort == "manifest" {
		return nil
	}
	var out []part
	for at := 0; at < len(text); {
		if end := documentEnd(text, at); end > at {
			for _, n := range jsonTree(text[at:end]).losses() {
				out = append(out, part{at + n.from, at + n.to, n.kind})
			}
			at = end
			continue
		}
		end := at + strings.IndexByte(text[at:]+"\n", '\n') + 1
		line := strings.TrimSpace(text[at:min(end, len(text))])
		if m := promptLine.FindStringSubmatch(line); m != nil {
			sort = cmp.Or(sortOf(m[2], ""), "text")
		}
		switch m := headerLine.FindStringSubmatch(line); {
		case line == "" || promptLine.MatchString(line):
		case m != nil && m[1] != "curl" && sort == "http":
			out = append(out, part{at, min(end, len(text)), "header " + strings.ToLower(m[1])})
		default:
			out = append(out, part{at, min(end, len(text)), "line of " + sort})
		}
		at = end
	}
	return out
}

// promptLine is a command at a prompt: without it nobody knows what its output is.
var promptLine = regexp.MustCompile(`^(\S*@\S+[#$] |[$#] |PS \S+> ?|[A-Z]:\\\S*>)(?:sudo |cat )?(.*)`)

// documentEnd returns where the JSON document ends that begins at a place; the place itself where none does.
func documentEnd(text string, at int) int {
	if text[at] != '{' && text[at] != '[' {
		return at
	}
	d := json.NewDecoder(strings.NewReader(text[at:]))
	var any json.RawMessage
	if d.Decode(&any) != nil {
		return at
	}
	return at + int(d.InputOffset())
}

// A node is a JSON value with its place.
type node struct {
	from, to int    // of the member or element, with its key
	key      string // empty in a list
	text     string // of a string
	list     bool
	kids     []*node
}

// jsonTree reads a valid document.
func jsonTree(text string) *node {
	n, _ := readNode(text, blanks(text, 0))
	return n
}

// blanks returns the place of the first byte from i on that is no blank.
func blanks(text string, i int) int {
	for i < len(text) && strings.IndexByte(" \t\r\n", text[i]) >= 0 {
		i++
	}
	return i
}

// readNode reads the value at a place and returns where it ends.
func readNode(text string, i int) (*node, int) {
	n := &node{from: i}
	switch text[i] {
	case '{', '[':
		n.list = text[i] == '['
		for i = blanks(text, i+1); text[i] != '}' && text[i] != ']'; i = blanks(text, i) {
			if text[i] == ',' {
				i++
				continue
			}
			start, key := i, ""
			if !n.list {
				key, i = readString(text, i)
				i = blanks(text, blanks(text, i)+1)
			}
			var kid *node
			kid, i = readNode(text, i)
			kid.from, kid.key = start, key
			n.kids = append(n.kids, kid)
		}
		i++
	case '"':
		n.text, i = readString(text, i)
	default:
		i += strings.IndexAny(text[i:]+"]", ",]} \t\r\n")
	}
	n.to = i
	return n, i
}

// readString reads a string and returns where it ends.
func readString(text string, i int) (string, int) {
	end := i + 1
	for ; text[end] != '"'; end++ {
		if text[end] == '\\' {
			end++
		}
	}
	return text[i+1 : end], end + 1
}

// losses returns every member and element below a value with the comma that goes with it.
func (n *node) losses() []part {
	var out []part
	n.walk("", &out)
	return out
}

// walk adds the parts below a value; name says what the value is: the type of the nearest resource around it and the keys
// from there, without "properties".
func (n *node) walk(name string, out *[]part) {
	if n.key == "" { // an object with a key that has an id only refers to a resource
		name = cmp.Or(n.resource(), name)
	}
	for i, kid := range n.kids {
		from, to := kid.from, kid.to
		switch {
		case i+1 < len(n.kids):
			to = n.kids[i+1].from
		case i > 0:
			from = n.kids[i-1].to
		}
		below := name + "." + kid.key
		if n.list {
			below = cmp.Or(kid.resource(), name) + "[]"
		}
		*out = append(*out, part{from, to, below})
		if kid.key == "properties" {
			below = name
		}
		kid.walk(strings.TrimSuffix(below, "[]"), out)
	}
}

// resource returns the type of the resource that an object is; empty if it has no id.
func (n *node) resource() string {
	for _, kid := range n.kids {
		if kid.key == "id" && !n.list {
			return typeOf(kid.text)
		}
	}
	return ""
}

// typeOf returns the type of the resource that an id names, without those around it.
func typeOf(id string) string {
	parts := strings.Split(id, "/")
	if len(parts) < 5 || !strings.Contains(strings.ToLower(id), "/providers/") {
		return ""
	}
	return parts[len(parts)-2]
}
