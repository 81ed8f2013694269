package analyze

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

// catalog is the catalogue of checks: all that is said of them in words.
//
//go:embed catalog.yaml
var catalog string

// An Entry is one check of the catalogue.
type Entry struct {
	Code     string   `yaml:"code" json:"code"`
	Slug     string   `yaml:"slug" json:"slug"`
	Title    string   `yaml:"title" json:"title"`
	Severity Severity `yaml:"severity" json:"severity"` // where it depends on the case: the worst
	Section  int      `yaml:"section" json:"section"`   // of the article; 0 is the evidence itself
	Article  string   `yaml:"article" json:"article"`   // title of the article's section; empty if none
	Means    string   `yaml:"means" json:"means"`
	Why      string   `yaml:"why" json:"why"`
	Confirm  string   `yaml:"confirm" json:"confirm"`
	Needs    []Need   `yaml:"needs" json:"needs"`
	Fix      EntryFix `yaml:"fix" json:"fix"`
	Explains []string `yaml:"explains" json:"explains"` // codes; "KV502 with KV614" holds only where KV614 is found too
	Sources  []string `yaml:"sources" json:"sources"`
}

// An EntryFix is what to do about a finding, with {placeholders} for names from the evidence.
type EntryFix struct {
	Summary    string   `yaml:"summary" json:"summary"`
	Portal     string   `yaml:"portal" json:"portal"`
	Commands   []string `yaml:"commands" json:"commands"`     // az and what a POSIX shell has
	PowerShell []string `yaml:"powershell" json:"powershell"` // the same with Az PowerShell, and what Windows has; empty if nothing is natural there
	Verify     []string `yaml:"verify" json:"verify"`
}

// entryMark starts each entry of the catalogue.
const entryMark = "- code: "

// Lookup returns the catalogue's entry of a code, in any case. It decodes that entry alone, so that starting
// the program costs nothing. The error says that there is no such code.
func Lookup(code string) (Entry, error) {
	code = strings.ToUpper(code)
	text := entryText(code)
	if text == "" {
		return Entry{}, fmt.Errorf("unknown code %q", code)
	}
	var entries []Entry
	dec := yaml.NewDecoder(strings.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&entries); err != nil {
		return Entry{}, fmt.Errorf("catalogue entry %s: %w", code, err)
	}
	return entries[0], nil
}

// entryTexts are the texts of the catalogue's entries by code, cut apart on first use.
var entryTexts = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, part := range strings.Split(catalog, "\n"+entryMark)[1:] {
		code, _, _ := strings.Cut(part, "\n")
		out[code] = part
	}
	return out
})

// entryText returns the text of a code's entry; empty if there is none.
func entryText(code string) string {
	if part := entryTexts()[code]; part != "" {
		return entryMark + part + "\n"
	}
	return ""
}

// edges returns the codes that a code explains, as Entry.Explains does. It reads them off the entry's text,
// where they are a list on one line: folding asks for many and must not decode prose.
func edges(code string) []string {
	_, rest, _ := strings.Cut(entryTexts()[code], "\n  explains: [")
	list, _, _ := strings.Cut(rest, "]")
	if list == "" {
		return nil
	}
	return strings.Split(list, ", ")
}

// Slug returns the slug of a code; empty if there is no such code. It reads it off the entry's text, as edges does.
func Slug(code string) string {
	_, rest, _ := strings.Cut(entryTexts()[code], "\n  slug: ")
	slug, _, _ := strings.Cut(rest, "\n")
	return slug
}

// Codes returns the codes of the catalogue in order.
func Codes() []string {
	var out []string
	for _, part := range strings.Split(catalog, "\n"+entryMark)[1:] {
		code, _, _ := strings.Cut(part, "\n")
		out = append(out, code)
	}
	return out
}
