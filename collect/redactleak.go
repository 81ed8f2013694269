package collect

import (
	"fmt"
	"strings"
)

// A Leak is an original that stands in redacted text.
type Leak struct {
	Path string // of the redacted file
	Line int    // 1-based; 0 where the path itself leaks
	Name string // the original
	How  string // how it is written: plainly, escaped ...
}

// String says where the leak is.
func (l Leak) String() string {
	if l.Line == 0 {
		return fmt.Sprintf("%s: the name %q is in the path", l.Path, l.Name)
	}
	return fmt.Sprintf("%s:%d: %q stands there %s", l.Path, l.Line, l.Name, l.How)
}

// A view is a text as somebody could decode it.
type view struct {
	how  string
	text string
	at   func(i int) int // the line of a place
	long bool            // only long names are looked for: what is put together here did not stand together
}

// Leaks looks for originals in a redacted text and its path, at most a few of them. It knows nothing of how the text was
// redacted: it decodes the text in the ways in which names hide, and looks for all that was learnt.
func (r *Redactor) Leaks(path, text string) []Leak {
	var out []Leak
	if name := r.leak(lower(path), false, nil); name != "" {
		out = append(out, Leak{Path: path, Name: name})
	}
	const most = 5
	n := 0
	for line := range strings.Lines(text) {
		n++
		if _, ok := r.clean.get(line); ok {
			continue
		}
		name := r.leak(lower(line), false, func(_ int, name string) bool {
			out = append(out, Leak{path, n, name, "plainly"})
			return len(out) < most
		})
		if name == "" {
			r.clean.put(line, "")
		}
		if len(out) >= most {
			break
		}
	}
	for _, v := range views(text) {
		r.leak(v.text, v.long, func(i int, name string) bool {
			out = append(out, Leak{path, v.at(i), name, v.how})
			return len(out) < most
		})
	}
	return out
}

// views returns a text in the ways it can be read, but plainly.
func views(text string) []view {
	lineOf := func(s string) func(int) int { return func(i int) int { return 1 + strings.Count(s[:i], "\n") } }
	var out []view
	add := func(how, s string) {
		if s != text {
			out = append(out, view{how, lower(s), lineOf(s), false})
		}
	}
	if strings.Contains(text, `\u`) || strings.IndexByte(text, '%') >= 0 || strings.Contains(text, "&#") {
		var b strings.Builder
		for line := range strings.Lines(text) {
			b.WriteString(plainLine(line))
		}
		add("escaped", b.String())
	}
	if strings.IndexByte(text, 0) >= 0 {
		add("with NUL bytes between its letters", strings.ReplaceAll(text, "\x00", ""))
	}
	if hasInvisible(text) || strings.IndexByte(text, '\x1b') >= 0 {
		add("with invisible characters in it", withoutControls(text))
	}
	if strings.Contains(text, "=\n") || strings.Contains(text, "=\r\n") || strings.Contains(text, "=2") || strings.Contains(text, "=6") {
		add("as quoted-printable", quotedPrintable(text))
	}
	return append(out, joined(text))
}

// quotedPrintable undoes the encoding of mails; line breaks that it put in are gone.
func quotedPrintable(text string) string {
	text = strings.NewReplacer("=\r\n", "", "=\n", "").Replace(text)
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '=' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]) {
			if c, n := escapeAt("%"+text[i+1:i+3], 0); n > 0 && (isAlnum(c) || strings.IndexByte("-_.@", c) >= 0) {
				b.WriteByte(c)
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// joined returns a text without its line ends: consoles break long names.
func joined(text string) view {
	var starts []int // of lines, in the joined text
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.Lines(text) {
		starts = append(starts, b.Len())
		b.WriteString(strings.TrimRight(line[frameLen(line):], "\r\n"))
	}
	line := func(i int) int {
		n, _ := searchInts(starts, i+1)
		return n
	}
	return view{"broken over two lines", lower(b.String()), line, true}
}

// searchInts returns how many of sorted numbers are less than n.
func searchInts(list []int, n int) (int, bool) {
	from, to := 0, len(list)
	for from < to {
		if mid := (from + to) / 2; list[mid] < n {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from, from < len(list) && list[from] == n
}

// leak goes over a text in lower case and calls found with every original, until that says false. It returns the last.
func (r *Redactor) leak(low string, long bool, found func(i int, name string) bool) string {
	last := ""
	c := &scanner{r: r, s: low, low: low}
	for i := 0; i < len(low); {
		n, name := 1, ""
		if long {
			name = c.longName(i)
		} else {
			n, name = c.original(i)
		}
		if name != "" {
			last = name
			if found == nil || !found(i, name) {
				return last
			}
		}
		i += max(n, 1)
	}
	return last
}

// original returns the original at a place, and how much of the text needs no further look.
func (c *scanner) original(i int) (int, string) {
	begins := wordBefore(c.low, i)
	if begins {
		if f, ok := c.r.addrs.addressAt(c.low, i); ok {
			if f.pairs == nil {
				return f.length, ""
			}
			return f.length, c.r.originalPair(f.pairs[0], f.kind)
		}
		if guidAt(c.low, i) {
			return guidLen, c.r.originalPair(c.low[i:i+guidLen], KindID)
		}
		if n := c.public(i); n > 0 {
			return n, ""
		}
	}
	if c.low[i] == ' ' {
		return 1, ""
	}
	name := ""
	c.r.find.at(c.low, i, func(w string) {
		switch of := c.r.encoded[w]; {
		case of != "":
			if from, to := base64Run(c.low, i, i+len(w)); to > from {
				name = of
			}
		case c.r.images[w], c.r.images[c.wordAround(i, i+len(w))]:
		case c.r.spread[w] == inWords || begins && wordAfter(c.low, i+len(w)):
			name = w
		}
	})
	return 1, name
}

// longName returns the long name at a place, "" for none.
func (c *scanner) longName(i int) (name string) {
	const least = 8
	c.r.find.at(c.low, i, func(w string) {
		if c.r.spread[w] == inWords && len(w) >= least && !c.r.images[w] && !c.r.images[c.wordAround(i, i+len(w))] {
			name = w
		}
	})
	return name
}

// wordAround returns the whole word around a stretch.
func (c *scanner) wordAround(from, to int) string {
	for from > 0 && isAlnum(c.low[from-1]) {
		from--
	}
	for to < len(c.low) && isAlnum(c.low[to]) {
		to++
	}
	return c.low[from:to]
}

// originalPair returns a text if it is an original that became something else, and nothing became it.
func (r *Redactor) originalPair(low, kind string) string {
	if p, ok := r.pairs[low]; ok && p.is != low && !r.images[low] && !r.keep[kind] {
		return low
	}
	return ""
}

// public returns the length of the public host name at a place, 0 if there is none.
func (c *scanner) public(i int) int {
	if i < c.hostEnd {
		return 0
	}
	end := i
	for end < len(c.low) && (isAlnum(c.low[end]) || strings.IndexByte("-_.", c.low[end]) >= 0) {
		end++
	}
	c.hostEnd = end
	if name := strings.TrimRight(c.low[i:end], "._-"); strings.Contains(name, ".") && c.r.isPublic(name) {
		return len(name)
	}
	return 0
}
