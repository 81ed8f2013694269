package collect

import (
	"cmp"
	"fmt"
	"strings"
)

// maxContinued is the most lines that one command may go on for.
const maxContinued = 64

// A part is a stretch of a transcript: one command line and its output.
type part struct {
	prompt
	typed       bool   // it begins with a command line; the first part may not
	commandLine int    // line of the prompt; 0 where typed is false
	from        int    // where the command line begins
	start, end  int    // the output
	line        int    // number of the output's first line
	whole       bool   // a prompt follows the output
	at          string // the machine of the prompt, as Capture.Machine gives it
	carried     bool   // the command was run there from another machine
}

// A cursor walks over the lines of a text.
type cursor struct {
	text       string
	start, end int // the current line, without its end
	next       int // where the next line begins
	n          int // number of the current line
}

// advance moves to the next line and reports whether there is one.
func (c *cursor) advance() bool {
	if c.next >= len(c.text) {
		return false
	}
	c.start, c.n = c.next, c.n+1
	if i := strings.IndexByte(c.text[c.start:], '\n'); i >= 0 {
		c.end, c.next = c.start+i, c.start+i+1
	} else {
		c.end, c.next = len(c.text), len(c.text)
	}
	return true
}

// line returns the current line.
func (c *cursor) line() string { return strings.TrimSuffix(c.text[c.start:c.end], "\r") }

// split cuts a text at its prompts, at most times; more says that there are more prompts. The parts follow each
// other without a gap: the command lines and outputs together are the text. A text without prompts is one part.
func split(text string, most int) (parts []part, more bool) {
	s := splitter{cursor: cursor{text: text}, most: most}
	s.run()
	if !s.prompted && s.paragraphs {
		// There is no prompt at all: commands may stand alone, each at the begin of a paragraph.
		s = splitter{cursor: cursor{text: text}, most: most, bareOnly: true}
		s.run()
	}
	return s.parts, s.more
}

// A splitter is at work on one text.
type splitter struct {
	cursor
	parts      []part
	most       int    // cuts allowed
	more       bool   // more would be needed
	bareOnly   bool   // paragraphs begin with commands; set where there are no prompts
	prompted   bool   // a prompt was seen
	paragraphs bool   // a paragraph after the first begins with a command
	head       string // the head of the latest prompt that has one
	inside     bool   // the current command has a prompt of its own
	place      place  // the machine of the current command
	document   part   // a here-document that is a capture of its own, below the current command
	searched   int    // bytes that were looked through for the end of a command, in vain
}

// run cuts the text.
func (s *splitter) run() {
	s.parts = []part{{line: 1}}
	begin, blank := true, true // nothing but blank lines so far; the line before is blank
	for s.advance() {
		line := s.line()
		if strings.TrimSpace(line) == "" {
			blank = true
			continue
		}
		if at, p, ok := s.find(line, begin, blank); ok {
			if s.more = len(s.parts) > s.most; s.more {
				break
			}
			s.open(at, p)
		} else if tellsLeft(line) {
			s.place.leave()
		}
		begin, blank = false, blank && strings.HasPrefix(line, "# ") // a command may stand below a comment
	}
	s.last().end = len(s.text)
}

func (s *splitter) last() *part { return &s.parts[len(s.parts)-1] }

// find looks for a command line in the current line and returns where in it the prompt begins.
func (s *splitter) find(line string, begin, blank bool) (int, prompt, bool) {
	if p, ok := s.bare(line, begin, blank); ok {
		return 0, p, true
	}
	if s.bareOnly {
		return 0, prompt{}, false
	}
	// Output without a final newline stands before the next prompt: look for a prompt seen before.
	if at := s.glued(line); at > 0 {
		if p, ok := readPrompt(line[at:]); ok && p.head == s.head {
			return at, p, true
		}
	}
	if !hasMark(line) {
		return 0, prompt{}, false
	}
	if p, ok := readPrompt(line); ok {
		return 0, p, true
	}
	if s.inside && strings.HasPrefix(line, ">") {
		return 0, prompt{}, false
	}
	p, ok := readLoose(line)
	return 0, p, ok
}

// glued returns where in a line the latest prompt's head stands again; 0 or less if it does not.
func (s *splitter) glued(line string) int {
	if s.head == "" {
		return 0
	}
	return strings.Index(line, s.head)
}

// bare reads a command without a prompt: at the begin of the text, or of a paragraph.
func (s *splitter) bare(line string, begin, blank bool) (prompt, bool) {
	if !blank || !isLetter(line[0]) {
		return prompt{}, false
	}
	p, ok := readBare(line)
	if ok && !begin && !s.bareOnly {
		s.paragraphs = true
		return prompt{}, false
	}
	return p, ok
}

// open ends the current part at a prompt and begins the next after the command.
func (s *splitter) open(at int, p prompt) {
	from, number := s.start+at, s.n
	for range maxContinued {
		if took, done := s.body(&p); done {
			break
		} else if took {
			continue
		}
		ahead := s.cursor
		if !ahead.advance() {
			break
		}
		if _, ok := readPrompt(ahead.line()); ok || !p.continued(ahead.line()) {
			break
		}
		s.cursor = ahead
	}
	last := s.last()
	last.end = from
	last.whole = last.typed && p.shell != bare
	s.prompted = s.prompted || p.shell != bare
	if p.head != "" {
		s.head = p.head
	}
	machine := s.place.arrive(&p)
	inner, target, ran := carried(p.command)
	if ran {
		if machine = target; known(inner) {
			p.command = inner
		}
	}
	if enters(p.command) {
		s.place.leave()
	}
	s.inside = p.interactive()
	next := part{prompt: p, typed: true, commandLine: number, from: from, start: s.next, end: s.next, line: s.n + 1, at: machine, carried: ran}
	if d := s.document; d.end > d.start {
		written := next
		written.start, written.end, written.line, written.whole = d.start, d.end, d.line, true
		s.parts = append(s.parts, written)
		next.from = d.end
	}
	s.document = part{}
	s.parts = append(s.parts, next)
}

// captures turns a file into captures: one for each command with its output. Prompts at which nothing was
// typed, and commands without output that are no evidence, yield none.
func (a *assembly) captures(f *file, base Capture) []Capture {
	f.cleanText(base.Command)
	base.Encoding, base.Spaced = f.encoding, f.spaced
	parts, more := split(f.text, a.cuts)
	a.cuts -= len(parts) - 1
	if more {
		a.bundle.Problems = append(a.bundle.Problems, Problem{Kind: Refused, File: f.path,
			Detail: fmt.Sprintf("transcripts hold more than %d commands, the rest is not split; --max-members raises this limit", a.most)})
	}
	var list []Capture
	original, prompts := cursor{text: f.original}, cursor{text: cmp.Or(f.original, f.text)}
	for _, p := range parts {
		text := f.text[p.start:p.end]
		if strings.TrimSpace(text) == "" && !(p.typed && known(p.command)) {
			continue
		}
		c := base
		c.Line, c.Text, c.Whole, c.Machine = p.line, text, p.whole, p.at
		c.Original = original.lines(p.line, text)
		if p.command != "" {
			c.Command, c.CommandLine, c.Carried = p.command, p.commandLine, p.carried
			c.Prompt = prompts.at(p.commandLine)
		}
		list = append(list, c)
	}
	if list == nil {
		base.Line, base.Text, base.Original = 1, f.text, f.original
		list = []Capture{base}
	}
	return list
}

// at moves on to a line and returns it, as much of it as anybody quotes.
func (c *cursor) at(n int) string {
	const most = 4 << 10
	for c.n < n && c.advance() {
	}
	line := c.line()
	return strings.Clone(line[:min(len(line), most)])
}

// lines moves on to a line and returns as many lines from there as a text has, with their ends. Of a line that the
// text holds the begin of only, all is returned.
func (c *cursor) lines(first int, text string) string {
	for c.n+1 < first && c.advance() {
	}
	start, end := c.next, c.next
	for rest := text; rest != ""; {
		if ahead := *c; ahead.advance() {
			end = ahead.next
			if i := strings.IndexByte(rest, '\n'); i >= 0 {
				*c = ahead
				rest = rest[i+1:]
				continue
			}
		}
		break
	}
	return c.text[start:end]
}
