package parse

import (
	"fmt"
	"strconv"
	"strings"
)

// A ranOutput is what a command printed on a machine that it was run on through Azure, as JSON tells it.
type ranOutput struct {
	out, err ranText
	machine  string // that the JSON names; empty if it names none
	exit     *int
}

// A ranText is a text that stands in a string of JSON, with its place.
type ranText struct {
	text string
	line int
	held string // that line as the file has it, as much of it as anybody quotes
}

// maxRan bounds the documents of one capture that are looked through for the outputs of commands.
const maxRan = 20

// ranElsewhere cuts a capture that holds the JSON of a run-command, of `az vm run-command invoke` and its like: the outputs
// in it are read as those of the machine that the command ran on, and all their lines stand on the line of the JSON that
// holds them. It returns nil where there is none.
func ranElsewhere(src *Source) []stretch {
	if !mayHoldRan(src.Text) {
		return nil
	}
	var list []stretch
	found := false
	c := cutter{src: *src, line: max(src.Line, 1)}
	for tried := 0; tried < maxRan && c.next(); {
		if !opensJSON(c.text) && !opensRanString(c.text) {
			continue
		}
		tried++
		outputs, end := ranIn(src, c.start, c.line+c.n)
		if len(outputs) == 0 {
			continue
		}
		list = append(list, worded(c.before())...)
		for _, o := range outputs {
			alone := !found && len(list) == 0 && len(outputs) == 1
			list = append(list, o.stretches(src, alone && strings.TrimSpace(src.Text[end:]) == "")...)
		}
		c.line += c.n + strings.Count(src.Text[c.start:end], "\n")
		c.from, c.n, c.end, found = end, -1, max(end, 1), true
	}
	if found {
		list = append(list, worded(c.rest())...)
	}
	return list
}

// worded returns the stretches of a text; none of one without words.
func worded(src Source) []stretch {
	if strings.TrimSpace(src.Text) == "" {
		return nil
	}
	return plainStretches(src)
}

// stretches returns the stretches of an output. The machine is another than that of the capture, unless nothing else is in it.
func (o *ranOutput) stretches(src *Source, alone bool) []stretch {
	inner, held := o.out.source(src), o.err.source(src)
	switch {
	case strings.TrimSpace(inner.Text) == "":
		inner = held
	case strings.TrimSpace(held.Text) != "":
		inner.Stderr = &held
	}
	if !src.Carried {
		inner.Command, inner.CommandLine, inner.Prompt = "", 0, ""
	} else if parseAzCommand(src.Command).az {
		inner.Command = ""
	}
	switch inner.Exit = o.exit; {
	case src.Carried:
	case o.machine != "":
		inner.Machine = o.machine
	case !alone:
		inner.Machine = fmt.Sprintf("elsewhere-%d", inner.Line)
	}
	list := worded(inner)
	for i := range list {
		list[i].headed = true
	}
	return list
}

// source returns a text as a capture whose lines all stand on the line that holds it. The agents keep the end of an output
// that is too long: then its first line is torn, and left out.
func (t *ranText) source(src *Source) Source {
	const most = 4000
	s := *src
	s.Text, s.Original, s.Line, s.folded, s.Spaced, s.Whole, s.Stderr = t.text, t.held, t.line, true, false, false, nil
	if len(s.Text) >= most {
		_, s.Text, _ = strings.Cut(s.Text, "\n")
	}
	return s
}

// mayHoldRan reports whether a text has the words that the output of a run-command cannot do without.
func mayHoldRan(text string) bool {
	for _, words := range [][2]string{{`\n[stdout]\n`, `\n[stderr]`}, {`"ComponentStatus/Std`, `"message"`}, {`"instanceView"`, `"output"`}, {`"logs"`, `"exitCode"`}} {
		if strings.Contains(text, words[0]) && strings.Contains(text, words[1]) {
			return true
		}
	}
	return false
}

// opensRanString reports whether a line is a message alone, as --query selects it.
func opensRanString(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) > 2 && line[0] == '"' && line[len(line)-1] == '"' && strings.Contains(line, `\n[stdout]\n`)
}

// ranIn returns the outputs in the document that begins at an offset, and the offset behind its last line; none where
// something else stands behind it there.
func ranIn(src *Source, start, line int) (list []ranOutput, end int) {
	w := newJSONWalker(src)
	w.jsonPlace = jsonPlace{off: start, line: line, start: start}
	w.open(len(src.Text))
	read := ranReading{w: w}
	top, _ := w.document(false, func(n *jsonNode) bool {
		read.element(n)
		return len(read.list) <= maxSections
	})
	if !top.is(jsonArray) {
		read.element(top)
	}
	if !read.sure || len(read.list) > maxSections || w.stop != "" || strings.TrimSpace(w.rest()) != "" {
		return nil, 0
	}
	return read.list, min(w.off+len(w.rest())+1, len(src.Text))
}

// A ranReading collects outputs.
type ranReading struct {
	w    *jsonWalker
	list []ranOutput
	sure bool // one of them is certainly one
	half bool // standard error is to come in an element of its own
}

// element reads one status of a run-command, or another object that holds what a command printed.
func (r *ranReading) element(n *jsonNode) {
	view, message := n.field("instanceView"), n.get("message")
	switch {
	case n.is(jsonString):
		r.message(n)
	case message.is(jsonString) && n.get("code").is(jsonString):
		r.status(strings.ToLower(n.get("code").value), message)
	case view.get("output").is(jsonString):
		r.sure = true
		o := ranOutput{out: r.text(view.get("output")), err: r.text(view.get("error")), exit: exitOf(view.get("exitCode"))}
		if id := n.get("id"); id.is(jsonString) {
			if of, ok := ParseResourceID(id.value); ok && len(of.Names) > 1 {
				o.machine = strings.ToLower(of.Names[0])
			}
		}
		r.list = append(r.list, o)
	case n.get("logs").is(jsonString) && n.get("exitCode") != nil:
		r.sure = true
		r.list = append(r.list, ranOutput{out: r.text(n.get("logs")), exit: exitOf(n.get("exitCode"))})
	}
}

// status reads a status: of Linux it holds both outputs, of Windows one of them.
func (r *ranReading) status(code string, message *jsonNode) {
	switch {
	case strings.HasPrefix(code, "componentstatus/stdout"):
		r.sure = true
		r.list = append(r.list, ranOutput{out: r.text(message)})
	case strings.HasPrefix(code, "componentstatus/stderr") && r.half:
		r.list[len(r.list)-1].err = r.text(message)
	default:
		r.message(message)
	}
	r.half = strings.HasPrefix(code, "componentstatus/stdout")
}

// message reads the outputs in a message of the extension that runs commands on Linux, or its own words.
func (r *ranReading) message(n *jsonNode) {
	o := ranOutput{out: r.text(n)}
	if _, text, ok := strings.Cut(n.value, "\n[stdout]\n"); ok {
		r.sure = true
		o.err, o.out.text = o.out, text
		if at := strings.LastIndex("\n"+text, "\n[stderr]"); at >= 0 {
			o.out.text, o.err.text = text[:at], strings.TrimPrefix(text[at+len("[stderr]"):], "\n")
		} else {
			o.err.text = ""
		}
	}
	r.list = append(r.list, o)
}

// text notes where a string stands.
func (r *ranReading) text(n *jsonNode) ranText {
	const most = 4 << 10
	if !n.is(jsonString) {
		return ranText{}
	}
	line, _, _ := strings.Cut(r.w.text[n.start:min(len(r.w.text), n.start+2*most)], "\n")
	line = strings.TrimLeft(r.w.original.line(n.line, line), " \t")
	return ranText{text: n.value, line: n.line, held: strings.Clone(line[:min(len(line), most)])}
}

// exitOf returns the exit status that JSON tells; nil where it tells none.
func exitOf(n *jsonNode) *int {
	if !n.is(jsonNumber) {
		return nil
	}
	if code, err := strconv.Atoi(n.value); err == nil {
		return &code
	}
	return nil
}
