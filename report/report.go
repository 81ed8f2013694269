// Package report turns a diagnosis into bytes. It decides how things look, never what they mean.
package report

import (
	"io"

	"kvdoctor/analyze"
)

// A Format is one way to print a diagnosis.
type Format struct {
	Name string
	// Many says that several cases can follow each other in one output.
	Many bool
	// Write prints one case.
	Write func(w io.Writer, d *analyze.Diagnosis, o Options) error
}

// Options steer how a diagnosis is printed.
type Options struct {
	All   bool // also what passed and what does not apply
	Color bool // use terminal colours
	// Several says that further cases and a summary follow, which tells what holds for all of them.
	Several bool
	// FailOn is the severity from which a finding is a failure, in formats that know failures; where it is empty, none is.
	FailOn analyze.Severity
}

// Formats are all formats, in the order in which help lists them.
var Formats = []Format{
	{"text", true, writeText},
	{"json", false, writeJSON},
	{"ndjson", true, writeNDJSON},
	{"markdown", false, writeMarkdown},
	{"sarif", false, writeSARIF},
	{"junit", false, writeJUnit},
	{"html", false, writeHTML},
}

// Find returns the format of a name; ok is false if there is none.
func Find(name string) (f Format, ok bool) {
	for _, f := range Formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Names returns the names of all formats.
func Names() []string {
	var out []string
	for _, f := range Formats {
		out = append(out, f.Name)
	}
	return out
}
