package parse

import (
	"fmt"
	"strings"
)

// maxSections bounds the sections of one capture; what follows stays with the last.
const maxSections = 1000

// A Section is a stretch of a capture that one reader read: all of it, or one of several outputs that stand in
// one file without prompts between them.
type Section struct {
	Kind    string // name of the reader; "" where no reader knows the text
	Line    int    // 1-based number, in the file, of its first line
	Lines   int    // number of its lines
	Told    Telling
	Records []Record // at least one
	Unread  []Cite   // the lines that were not understood, those of an unknown text too; at most 1,000
}

// A Telling is what told the kind of a capture.
type Telling string

// What tells a kind. The zero Telling is that of a text that no reader knows.
const (
	ByContent Telling = "content"
	ByCommand Telling = "command"
	ByName    Telling = "file name"
)

// A stretch is a part of a capture with the reader that is sure of it; the reader is nil where none is.
type stretch struct {
	reader *reader
	src    Source
	headed bool // it stands below words that are not understood, and may be of another machine
}

// stretches cuts a capture where an output of another kind certainly begins, or one below words of a person.
func stretches(src Source) []stretch {
	src.Command = shortCommand(src.Command)
	src = unlisted(src)
	if list := ranElsewhere(&src); list != nil {
		return list
	}
	return plainStretches(src)
}

// plainStretches cuts a capture that holds no outputs in strings.
func plainStretches(src Source) []stretch {
	c := cutter{src: src, line: max(src.Line, 1)}
	return share(&src, c.stretches())
}

// stretches cuts at what opens.
func (c *cutter) stretches() []stretch {
	var list []stretch
	var current *reader
	for c.next() && len(list) < maxSections {
		opened := opener(c.opening())
		if opened == nil && current != nil && current.name == azJSONKind && refusalAlone(c.text) {
			opened = &keyVaultErrorReader
		}
		if opened == nil {
			c.note()
			continue
		}
		if c.headed(current, opened) {
			list = append(list, c.cutHead(current))
			current = opened
			continue
		}
		c.head = headline{}
		if opened == current {
			continue
		}
		before := c.before()
		switch {
		case strings.TrimSpace(before.Text) == "":
		case current != nil:
			list = append(list, stretch{current, before, c.below > 0})
			c.cut()
		default:
			if told := toldAlone(before); told != nil && told != opened && matching(&before) != opened {
				list = append(list, stretch{nil, before, c.below > 0})
				c.cut()
			}
		}
		current = opened
	}
	last := c.rest()
	if len(list) == 0 {
		current = nil // one output: match decides, as it also knows command and name
	}
	return append(list, stretch{current, last, c.below > 0})
}

// refusalAlone reports whether a line is the body of an error of Key Vault. Below an export it is no part of it.
func refusalAlone(line string) bool {
	const long = 8 << 10
	return len(line) < long && strings.HasPrefix(line, `{"error":{`) && newLogText(&Source{Text: line}, &Origin{}).refuses()
}

// shortCommand cuts a command line that no shell takes behind its last whole word: every reader looks at it.
func shortCommand(command string) string {
	const most = 64 << 10
	if len(command) <= most {
		return command
	}
	return command[:max(0, strings.LastIndexByte(command[:most], ' '))]
}

// toldAlone returns the reader that knows a text by nothing but its content, or nil.
func toldAlone(src Source) *reader {
	if notesOnly(src.Text) {
		return nil // BIND's tools print them above the first line that tells which one it is
	}
	src.Command, src.File = "", "capture"
	return matching(&src)
}

// opener returns the reader whose output begins with a line, or nil. Indented lines and those of JSON begin none.
func opener(line, next string) *reader {
	if line == "" || strings.IndexByte(" \t\"}],)'", line[0]) >= 0 {
		return nil
	}
	for i := range readers {
		if r := &readers[i]; r.opens != nil && r.opens(line, next) {
			return r
		}
	}
	return nil
}

// matching returns the first reader that knows a capture, or nil.
func matching(src *Source) *reader {
	head := headLines(src.Text)
	for i := range readers {
		if readers[i].match(src, head) {
			return &readers[i]
		}
	}
	return nil
}

// A cutter walks over the lines of a capture and hands out the stretches between cuts.
type cutter struct {
	src   Source
	from  int // offset of the current stretch
	start int // offset of the current line
	end   int // offset behind it
	line  int // number of the line at from
	n     int // lines between from and the current line
	text  string
	last  string // the last line above that is not blank
	head  headline
	below int // line of the heading that the current stretch stands below; 0 if there is none
	tried int // bytes that were read to find out whether words are known
}

// next moves to the next line and reports whether there is one.
func (c *cutter) next() bool {
	if c.end > 0 {
		c.n++
	}
	if strings.TrimSpace(c.text) != "" {
		c.last = c.text
	}
	if c.end >= len(c.src.Text) {
		return false
	}
	c.start = c.end
	c.text, c.end = lineAt(c.src.Text, c.start)
	return true
}

// opening returns the line that an output may begin with, and the line below it. A list's bracket that stands alone is
// taken together with its first element's, and with the lines below that, but not where it opens the body of a response.
func (c *cutter) opening() (line, next string) {
	const most = 6 // lines below the brackets
	line, next = c.text, c.following()
	if strings.TrimRight(line, " \t") != "[" || strings.TrimSpace(next) != "{" || aboveBody(c.last) {
		return line, next
	}
	var below []string
	_, at := lineAt(c.src.Text, c.end)
	for len(below) < most && at < len(c.src.Text) {
		next, at = lineAt(c.src.Text, at)
		if next = strings.TrimSpace(next); next != "" && next != "{" {
			below = append(below, next)
		}
	}
	return "[{", strings.Join(below, "\n")
}

// aboveBody reports whether a line is the last of a response's headers, or one that curl -v prints above the body.
func aboveBody(line string) bool {
	return opensHeader(line) || line != "" && strings.IndexByte("<>*{", line[0]) >= 0
}

// following returns the line below the current one.
func (c *cutter) following() string {
	text, end := lineAt(c.src.Text, c.end)
	if c.src.Spaced && strings.TrimSpace(text) == "" {
		text, _ = lineAt(c.src.Text, end)
	}
	return text
}

// lineAt returns the line that begins at an offset, without its end, and the offset behind it.
func lineAt(text string, start int) (line string, end int) {
	rest := text[start:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		return strings.TrimSuffix(rest[:i], "\r"), start + i + 1
	}
	return rest, len(text)
}

// before returns what stands between the last cut and the current line.
func (c *cutter) before() Source {
	s := c.part(c.start)
	s.Whole = true
	s.Stderr = nil // it belongs to the last stretch
	return s
}

// rest returns what follows the last cut.
func (c *cutter) rest() Source { return c.part(len(c.src.Text)) }

func (c *cutter) part(end int) Source {
	s := c.src
	if c.from == 0 && end == len(s.Text) {
		return s
	}
	s.Text, s.Line = s.Text[c.from:end], c.line
	if c.below > 0 { // neither the command nor the machine is known to be that of what stands above
		s.Command, s.CommandLine, s.Machine = "", 0, fmt.Sprintf("elsewhere-%d", c.below)
	}
	if s.folded {
		s.Line = c.src.Line
	} else if s.Original != "" {
		lines := strings.SplitAfter(c.src.Original, "\n")
		first := c.line - max(c.src.Line, 1)
		last := min(first+strings.Count(s.Text, "\n")+1, len(lines))
		s.Original = strings.Join(lines[min(first, last):last], "")
	}
	return s
}

// cut begins a new stretch at the current line.
func (c *cutter) cut() {
	c.line += c.n
	c.from, c.n = c.start, 0
}
