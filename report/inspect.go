package report

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
)

// InspectSchema is the JSON Schema of an Inspection.
//
//go:embed inspect.schema.json
var InspectSchema string

// An Inspection tells what was read from one bundle (schema kvdoctor.inspect/v1).
type Inspection struct {
	Schema   string             `json:"schema"`
	Bundle   string             `json:"bundle"`
	Verified *bool              `json:"sha256_verified"` // nil where there is nothing to verify
	Problems []InspectedProblem `json:"problems"`        // what is wrong with the bundle itself
	Secrets  []InspectedSecret  `json:"secrets"`         // what must not be shared; kvdoctor redact takes it out
	Captures []InspectedCapture `json:"captures"`
}

// An InspectedSecret says where a secret stands, and never what it is.
type InspectedSecret struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Kind string `json:"kind"` // token, password, cookie ...
}

// An InspectedProblem is something wrong with the bundle itself.
type InspectedProblem struct {
	Code   string `json:"code"` // the check that tells it
	File   string `json:"file"`
	Line   int    `json:"line"` // 0 where it has none
	Detail string `json:"detail"`
}

// An InspectedCapture is one output, as a reader took it.
type InspectedCapture struct {
	File     string          `json:"file"`
	Line     int             `json:"line"`  // its first line, from 1
	Lines    int             `json:"lines"` // how many it has
	Vantage  string          `json:"vantage"`
	Command  *string         `json:"command"`  // nil where it is not known
	Encoding string          `json:"encoding"` // as it was decoded; a guess is said to be one
	Kind     *string         `json:"kind"`     // nil where no reader knows it
	ToldBy   *string         `json:"told_by"`  // content, command or file name; nil where Kind is
	Quality  string          `json:"quality"`  // complete, partial, failed, not understood
	Facts    []InspectedFact `json:"facts"`
	Unread   []InspectedLine `json:"unread"` // lines that were not understood; at most 1,000 are listed
}

// An InspectedFact is one fact with its values.
type InspectedFact struct {
	Fact   string           `json:"fact"`
	Line   int              `json:"line"` // 0 for an empty file
	Fields []InspectedField `json:"fields"`
}

// An InspectedField is one captured value.
type InspectedField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Line  int    `json:"line"` // that of the fact where the value has none of its own
}

// An InspectedLine is a line of a capture.
type InspectedLine struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// WriteInspection prints inspections as text.
func WriteInspection(w io.Writer, list []Inspection) error {
	var b strings.Builder
	for i, in := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		in.text(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// text prints one bundle.
func (in Inspection) text(b *strings.Builder) {
	sums := "no checksums to compare"
	if in.Verified != nil {
		sums = map[bool]string{true: "checksums agree", false: "checksums differ"}[*in.Verified]
	}
	fmt.Fprintf(b, "%s: %s, %s\n", Visible(in.Bundle), counted(len(in.Captures), "capture"), sums)
	for _, p := range in.Problems {
		fmt.Fprintf(b, "  %s %s: %s\n", p.Code, Visible(place(p.File, p.Line)), Visible(p.Detail))
	}
	for _, x := range in.Secrets {
		fmt.Fprintf(b, "  secret at %s: %s; kvdoctor redact takes it out\n", Visible(place(x.File, x.Line)), x.Kind)
	}
	for _, c := range in.Captures {
		c.text(b)
	}
}

// text prints one capture: a heading, its facts with their lines, and what was not understood.
func (c InspectedCapture) text(b *strings.Builder) {
	fmt.Fprintf(b, "\n%s  %s\n", Visible(place(c.File, c.Line)), c.told())
	where := []string{counted(c.Lines, "line"), c.Encoding}
	if c.Vantage != "" {
		where = append(where, "vantage "+c.Vantage)
	}
	fmt.Fprintf(b, "  %s\n", Visible(strings.Join(where, ", ")))
	if c.Command != nil {
		fmt.Fprintf(b, "  command: %s\n", Visible(*c.Command))
	}
	for _, f := range c.Facts {
		f.text(b)
	}
	if len(c.Unread) > 0 {
		b.WriteString("  not understood\n")
	}
	for _, l := range c.Unread {
		fmt.Fprintf(b, "%6d  %s\n", l.Line, Visible(l.Text))
	}
}

// told says what the capture is and how well it was understood.
func (c InspectedCapture) told() string {
	if c.Kind == nil {
		return c.Quality
	}
	return fmt.Sprintf("%s, told by its %s: %s", *c.Kind, *c.ToldBy, c.Quality)
}

// text prints one fact, a line a value.
func (f InspectedFact) text(b *strings.Builder) {
	fmt.Fprintf(b, "  %s\n", strings.ReplaceAll(f.Fact, "_", " "))
	wide := 0
	for _, v := range f.Fields {
		wide = max(wide, len(v.Name))
	}
	for _, v := range f.Fields {
		fmt.Fprintf(b, "%6d  %-*s  %s\n", v.Line, wide, v.Name, Visible(v.Value))
	}
}

// place names a line of a file.
func place(file string, line int) string {
	if line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}

// counted puts a number before a noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
