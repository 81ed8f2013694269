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
	words := e.worded[o]
	return !showsText(o.Command) && !slices.ContainsFunc(f.Cites(), func(c parse.Cite) bool {
		return c.Quoted || words > 0 && words < c.Line
	})
}

// hearsay reports whether a vantage has answers or requests that are not firsthand.
func (e *Evidence) hearsay(v *vantage) bool {
	return slices.ContainsFunc(e.answersOf(v), func(l *lookup) bool { return !e.firsthand(l.Lookup, l.origin) }) ||
		slices.ContainsFunc(e.namedRequests(v), func(r *request) bool { return !e.firsthand(r.Request, r.origin) })
}

// noteWords keeps the first line of a capture that was not understood.
func (e *Evidence) noteWords(o *parse.Origin, u *parse.Unread) {
	e.unread = append(e.unread, u)
	if u.First.File == o.File && (e.worded[o] == 0 || u.First.Line < e.worded[o]) {
		e.worded[o] = u.First.Line
	}
}

// quoted reports whether a fact rests on a line that stands in a quote or in a comment.
func quoted(f parse.Fact) bool {
	return slices.ContainsFunc(f.Cites(), func(c parse.Cite) bool { return c.Quoted })
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

// observed reports whether a fact is what a machine met.
func observed(f parse.Fact) bool {
	switch f.(type) {
	case *parse.Lookup, *parse.Request:
		return true
	}
	return false
}
