package analyze

import (
	"path"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// firsthand reports whether a fact shows what its machine met, so that "working" may rest on it: it stands in no quote
// and in no comment, under no command that merely shows a text, and below no words that the readers do not
// understand. Such words may say that it is a sample, or that it was so last week.
func (e *Evidence) firsthand(f parse.Fact, o *parse.Origin) bool { return e.secondhand(f, o) == "" }

// secondhand tells where a fact that is not firsthand stands; empty for one that is.
func (e *Evidence) secondhand(f parse.Fact, o *parse.Origin) string {
	if showsText(o.Command) {
		return "in a text that was merely shown"
	}
	below := false
	for _, c := range f.Cites() {
		if c.Quoted {
			return "in a quote or in a comment"
		}
		below = below || e.words.above(o, c.Line)
	}
	if below {
		return "below words that were not understood"
	}
	return ""
}

// hearsay tells where the answers or requests of a vantage stand that are not firsthand; empty if all are.
func (e *Evidence) hearsay(v *vantage) string {
	for _, l := range e.answersOf(v) {
		if where := e.secondhand(l.Lookup, l.origin); where != "" {
			return where
		}
	}
	for _, r := range e.namedRequests(v) {
		if where := e.secondhand(r.Request, r.origin); where != "" {
			return where
		}
	}
	return ""
}

// unsettledRefusal returns a refusal that the words beside a vantage's requests tell, and that none of its requests
// shows: then a good answer does not say how it is now. Nil if there is none.
func (e *Evidence) unsettledRefusal(v *vantage) *parse.Text {
	requests := e.namedRequests(v)
	for i := range e.words.refusals {
		told := &e.words.refusals[i]
		beside := slices.ContainsFunc(requests, func(r *request) bool { return r.origin.File == told.Cite.File })
		if beside && !slices.ContainsFunc(requests, func(r *request) bool { return r.shows(told.Value) }) {
			return told
		}
	}
	return nil
}

// shows reports whether a request was refused for a reason that words tell.
func (r *request) shows(reason string) bool {
	if reason != parse.Refusal403 {
		return r.Error != nil && r.Error.Reason() == reason
	}
	return r.Error != nil && r.Error.Code == "Forbidden" || r.Last() != nil && r.Last().Status == 403
}

// serverErrors returns the status, from 500 on, that all the requests have which show a client to get through; 0 where
// one of them has another.
func (e *Evidence) serverErrors() int {
	status := 0
	for _, v := range e.clients() {
		for _, r := range e.namedRequests(v) {
			if e.way(r) != wayPrivateLink {
				continue
			}
			if r.Last() == nil || r.Last().Status < 500 {
				return 0
			}
			status = r.Last().Status
		}
	}
	return status
}

// A wording knows the first line that was not understood, by file and by capture. What a command prints, and the banner
// of a console, say nothing of the rest of the file.
type wording struct {
	lines    map[string][]int // the first of each output, by file
	files    map[string]int
	captures map[*parse.Origin]int
	refusals []parse.Text // that the words tell
}

// note keeps a line of a capture.
func (w *wording) note(o *parse.Origin, c parse.Cite) {
	if isBanner(c.Text) || c.File != o.File {
		return
	}
	w.lines[o.File] = append(w.lines[o.File], c.Line)
	if have := w.captures[o]; have == 0 || c.Line < have {
		w.captures[o] = c.Line
	}
	if o.Command != "" && !showsText(o.Command) {
		return
	}
	if have := w.files[o.File]; have == 0 || c.Line < have {
		w.files[o.File] = c.Line
	}
}

// noteRefusal keeps a refusal that words of a capture tell.
func (w *wording) noteRefusal(o *parse.Origin, told parse.Text) {
	if told.Known() && told.Cite.File == o.File {
		w.refusals = append(w.refusals, told)
	}
}

// above reports whether words stand above a line of a capture.
func (w *wording) above(o *parse.Origin, line int) bool {
	file, capture := w.files[o.File], w.captures[o]
	return file > 0 && file < line || capture > 0 && capture < line
}

// part reports whether words stand between two answers of a file whose prompts name no machine: they may say that the second is
// of another one.
func (w *wording) part(a, b *lookup) bool {
	return a.origin.File == b.origin.File && a.origin.Machine == "" && slices.ContainsFunc(w.lines[a.origin.File], func(n int) bool {
		return n > min(a.At.Line, b.At.Line) && n < max(a.At.Line, b.At.Line)
	})
}

// banners begin what a console prints before its first prompt.
var banners = []string{
	"Microsoft Windows [", "Windows PowerShell", "PowerShell 7", "(c) ", "Copyright (C) ", "Welcome to ", "Last login: ", "Linux ",
	"Requesting a Cloud Shell", "Your Cloud Shell ", "Connecting terminal",
}

// isBanner reports whether a line begins the banner of a console.
func isBanner(line string) bool {
	return slices.ContainsFunc(banners, func(b string) bool { return strings.HasPrefix(line, b) })
}

// showing are the commands that show a text, whatever machine and time it is of.
var showing = []string{
	"cat", "type", "gc", "get-content", "more", "less", "head", "tail", "bat", "echo", "printf", "write-output", "write-host", "man", "help",
	"get-help", "git", "diff", "vi", "vim", "nano", "notepad",
}

// showsText reports whether a command merely shows a text.
func showsText(command string) bool {
	words := strings.Fields(strings.ToLower(command[:min(len(command), 1000)]))
	if len(words) > 1 && words[0] == "sudo" {
		words = words[1:]
	}
	return len(words) > 0 && slices.Contains(showing, strings.TrimSuffix(path.Base(words[0]), ".exe"))
}

// withoutQuotes leaves out the lookups and requests that stand in a quote or a comment of a file that holds others,
// too: the quote of a mail is its past, and a comment is no output. What is left out is told as not understood.
func withoutQuotes(records []parse.Record) []parse.Record {
	plain := map[string]bool{}
	some := false
	for _, r := range records {
		if observed(r.Fact) {
			q := quoted(r.Fact)
			some = some || q
			plain[r.Origin.File] = plain[r.Origin.File] || !q
		}
	}
	if !some {
		return records
	}
	out := make([]parse.Record, len(records))
	for i, r := range records {
		if observed(r.Fact) && plain[r.Origin.File] && quoted(r.Fact) {
			cites := r.Fact.Cites()
			r.Fact = &parse.Unread{Count: len(cites), First: cites[0]}
		}
		out[i] = r
	}
	return out
}

// quoted reports whether a fact rests on a line that stands in a quote or in a comment.
func quoted(f parse.Fact) bool {
	return slices.ContainsFunc(f.Cites(), func(c parse.Cite) bool { return c.Quoted })
}

// observed reports whether a fact is what a machine met.
func observed(f parse.Fact) bool {
	switch f.(type) {
	case *parse.Lookup, *parse.Request:
		return true
	}
	return false
}
