package collect

import (
	"iter"
	"strings"
)

// LearnText learns the names that their places tell in a text.
func (r *Redactor) LearnText(text string) {
	l := learner{r: r}
	for line := range strings.Lines(text) {
		if l.toldBefore(line) {
			l.beyond(line)
			continue
		}
		l.beyond(line)
		low := lower(line)
		for _, p := range r.places(line, low, true) {
			r.learnPlaced(line, p)
		}
		for _, code := range []string{"%2f", `\/`, `\\`} { // an id or a path whose slashes are written in another way
			if strings.Contains(low, code) {
				plain := strings.ReplaceAll(low, code, code[1:2])
				if code == "%2f" {
					plain = strings.ReplaceAll(low, code, "/")
				}
				for _, p := range r.places(plain, plain, true) {
					r.learnPlaced(plain, p)
				}
			}
		}
		r.scan(line, low, true)
		if plain := plainLine(line); plain != line {
			r.scan(plain, lower(plain), true)
		}
	}
}

// learnPlaced learns a name that was found in its place.
func (r *Redactor) learnPlaced(line string, p placed) {
	name := line[p.from:p.to]
	if p.kind == kindWord {
		if low := lower(name); !strings.Contains(low, "/") && r.distinct(low) && !strings.HasPrefix(low, "microsoft.") && !r.isPublic(low) {
			r.Learn(KindResource, name)
		}
		return
	}
	r.Learn(p.kind, name)
	if p.kind == KindUser && strings.Contains(name, " ") {
		first, _, _ := strings.Cut(name, " ")
		r.Learn(p.kind, first)
	}
}

// Text returns a text with what was learnt replaced, and what is always removed taken out. Lines stay lines.
func (r *Redactor) Text(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/16)
	s := secrets{signs: r.secretSigns}
	s.reset(text)
	next, stop := iter.Pull(strings.Lines(text))
	defer stop()
	broken := "" // the end of a name that begins on the line before
	for line, more := next(); more; {
		var below string
		var parts [2]string
		if below, more = next(); more {
			line, below, parts = r.mend(line, below)
		}
		b.WriteString(fill(r.safeLine(&s, line), []string{broken, parts[0]}))
		line, broken = below, parts[1]
	}
	return b.String()
}

// safeLine takes the secrets out of a line and redacts it. What does not rest on the lines before it is remembered.
func (r *Redactor) safeLine(s *secrets, line string) string {
	if s.pem || s.values || s.wraps {
		return r.line(s.line(line))
	}
	out, ok := r.lines.get(line)
	if !ok {
		if out = r.line(s.line(line)); !s.pem && !s.wraps {
			r.lines.put(line, out)
		}
	}
	return out
}

// line redacts one line, and one with escapes in the form in which a name shows.
func (r *Redactor) line(line string) string {
	if plain := plainLine(line); plain != line {
		if out := r.scan(plain, lower(plain), false); out != plain {
			return out
		}
	}
	return r.scan(line, lower(line), false)
}

// A scanner is at work on one line.
type scanner struct {
	r        *Redactor
	s, low   string
	learning bool
	out      strings.Builder
	done     int // of the line, what is written
	hostEnd  int // the end of the host name that was looked at
}

// scan goes over a line: it learns host names and addresses, or replaces all that was learnt.
func (r *Redactor) scan(line, low string, learning bool) string {
	c := &scanner{r: r, s: line, low: low, learning: learning}
	var spots []placed
	if !learning {
		spots = r.places(line, low, false)
	}
	for i := 0; i < len(line); {
		if len(spots) > 0 && i >= spots[0].from {
			p := spots[0]
			spots = spots[1:]
			if i == p.from && !r.standing(c.s[p.from:p.to], p.kind) {
				c.put(i, p.to-i, r.placedName(c.s[p.from:p.to]), 0)
				i = p.to
			}
			continue
		}
		if n := c.step(i); n > 0 {
			i += n
		} else {
			i++
		}
	}
	if learning || c.done == 0 {
		return line
	}
	c.out.WriteString(line[c.done:])
	return c.out.String()
}

// standing reports whether a name in its place stays what it is, or is left to the scanner.
func (r *Redactor) standing(name, kind string) bool {
	low := lower(name)
	if name == withheld || r.keep[kind] || guidAt(low, 0) && len(low) == guidLen || !hasLetter(low) || r.isAddress(low) {
		return true
	}
	if _, ok := r.pairs[low]; kind == kindIfLearnt && !ok {
		return true
	}
	user, _, _ := strings.Cut(low, " ")
	return kind == KindUser && (strings.HasPrefix(user, "$") || containsUser(user))
}

func containsUser(low string) bool {
	for _, u := range knownUsers {
		if u == low {
			return true
		}
	}
	return false
}

// placedName replaces a name in its place, and the dots and blanks around it stay.
func (r *Redactor) placedName(name string) string {
	core := strings.TrimRight(name, " .:")
	return r.name(core) + name[len(core):]
}

// put replaces n bytes at a place. A replacement of another length takes or gives the blanks of a table's column behind it.
func (c *scanner) put(i, n int, text string, room int) {
	c.out.WriteString(c.s[c.done:i])
	c.out.WriteString(text)
	c.done = i + n
	blanks := 0
	for c.done+blanks < len(c.s) && c.s[c.done+blanks] == ' ' {
		blanks++
	}
	switch longer := len(text) - n; {
	case room == 0 || blanks < 2 || c.done+blanks < len(c.s) && strings.IndexByte("\r\n", c.s[c.done+blanks]) >= 0:
	case longer > 0:
		c.done += min(longer, blanks-2)
	case longer < 0:
		c.out.WriteString("                                        "[:min(-longer, 40)])
	}
}

// step looks for something to replace at a place and returns how many bytes it took; 0 for none.
func (c *scanner) step(i int) int {
	begins := wordBefore(c.s, i)
	if begins {
		if f, ok := c.r.addrs.addressAt(c.s, i); ok {
			if !c.r.keep[f.kind] {
				c.took(f.pairs, f.kind)
				if !c.learning && f.pairs != nil {
					c.put(i, f.length, f.text, 1)
				}
			}
			return f.length
		}
		if guidAt(c.s, i) {
			return c.guid(i)
		}
		if n := c.host(i); n > 0 {
			return n
		}
	}
	if c.learning || c.s[i] == ' ' {
		return 0
	}
	return c.word(i, begins)
}

// took notes what was replaced.
func (c *scanner) took(replaced []string, kind string) {
	if len(replaced) != 2 {
		return
	}
	was := lower(replaced[0])
	if _, ok := c.r.pairs[was]; ok {
		return
	}
	into := c.r.late
	if c.learning {
		into = c.r.pairs
	}
	into[was] = pair{was, lower(replaced[1]), kind}
}
