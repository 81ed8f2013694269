package parse

import (
	"slices"
	"strings"
	"unicode"
)

// dnsReaders are the readers of what DNS tools print, with the tools.
var dnsReaders = []struct{ reader, tool string }{
	{"dig", "dig"}, {"host", "host"}, {"getent", "getent"}, {"resolve-dnsname", "resolve-dnsname"}, {"resolvectl", "resolvectl"},
	{"nslookup-bind", "nslookup"}, {nslookupBusybox, "nslookup"}, {"nslookup-windows", "nslookup"},
}

// dnsTool returns the tool whose output a reader knows; "" for nil, and where that is no DNS tool.
func dnsTool(r *reader) string {
	for _, d := range dnsReaders {
		if r != nil && d.reader == r.name {
			return d.tool
		}
	}
	return ""
}

// wordy reports whether a line has the form of a person's words: three or more, or some in front of a colon.
func wordy(line string) bool {
	line = strings.TrimSpace(line)
	if bold, ok := strings.CutPrefix(line, "**"); ok && bold != "" && unicode.IsLetter(rune(bold[0])) {
		line = strings.TrimRight(bold, "*")
	}
	if line == "" || strings.IndexByte(";*><\"'{}|$", line[0]) >= 0 || !strings.ContainsFunc(line, unicode.IsLetter) {
		return false
	}
	return strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：") || len(strings.Fields(line)) > 2
}

// A headline is where words begin that may head the output below them.
type headline struct {
	start, n int // offset, and lines from the last cut to there
	seen     bool
}

// note keeps where words begin that stand right above the current line. Indented ones are no heading.
func (c *cutter) note() {
	switch {
	case strings.TrimSpace(c.text) == "", c.head.seen && elidedLine(c.text):
	case !wordy(c.text) || c.text[0] == ' ' || c.text[0] == '\t':
		c.head = headline{}
	case !c.head.seen:
		c.head = headline{c.start, c.n, true}
	}
}

// headed reports whether words of a person head the current line, which another output begins with: those that stand above
// it, where the reader of what is above them does not know them.
func (c *cutter) headed(above, below *reader) bool {
	if !c.head.seen || c.src.folded || c.head.start <= c.from || dnsTool(above) == "" || dnsTool(below) == "" {
		return false
	}
	const often = 4
	until := c.src
	until.Text, until.Line, until.Original = until.Text[c.from:c.start], c.line, ""
	if c.tried += len(until.Text); c.tried > often*len(c.src.Text)+1<<16 {
		return false
	}
	until.Stderr, until.Whole = nil, true
	out := &sink{origin: &until.Origin, most: maxUnreadListed}
	above.read(&until, out)
	return slices.ContainsFunc(out.listed, func(u Cite) bool { return u.Line == c.line+c.head.n })
}

// cutHead ends the current stretch above a heading and returns it.
func (c *cutter) cutHead(above *reader) stretch {
	s := stretch{above, c.part(c.head.start), c.below > 0}
	s.src.Whole, s.src.Stderr = true, nil
	c.line += c.head.n
	c.n -= c.head.n
	c.from, c.below, c.head = c.head.start, c.line, headline{}
	return s
}

// from returns the origin of the records of a stretch: that of the capture, unless words of a person part them.
func (s *stretch) from(origin *Origin) *Origin {
	if !s.headed {
		return origin
	}
	own := s.src.Origin
	own.Line = origin.Line
	return &own
}
