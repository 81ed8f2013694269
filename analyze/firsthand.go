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
func (e *Evidence) firsthand(f parse.Fact, o *parse.Origin) bool {
	return !showsText(o.Command) && !slices.ContainsFunc(f.Cites(), func(c parse.Cite) bool {
		return c.Quoted || e.words.above(o, c.Line)
	})
}

// hearsay reports whether a vantage has answers or requests that are not firsthand.
func (e *Evidence) hearsay(v *vantage) bool {
	return slices.ContainsFunc(e.answersOf(v), func(l *lookup) bool { return !e.firsthand(l.Lookup, l.origin) }) ||
		slices.ContainsFunc(e.namedRequests(v), func(r *request) bool { return !e.firsthand(r.Request, r.origin) })
}

// A wording knows the first line that was not understood, by file and by capture. What a command prints, and the banner
// of a console, say nothing of the rest of the file.
type wording struct {
	files    map[string]int
	captures map[*parse.Origin]int
}

// note keeps a line of a capture.
func (w *wording) note(o *parse.Origin, c parse.Cite) {
	if isBanner(c.Text) || c.File != o.File {
		return
	}
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

// above reports whether words stand above a line of a capture.
func (w *wording) above(o *parse.Origin, line int) bool {
	file, capture := w.files[o.File], w.captures[o]
	return file > 0 && file < line || capture > 0 && capture < line
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
