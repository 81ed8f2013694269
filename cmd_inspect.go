package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/collect"
	"kvdoctor/parse"
	"kvdoctor/report"
)

// inspectExamples show what inspect is for.
var inspectExamples = []example{
	{"inspect pasted.txt", "what was understood of it, line by line"},
	{"inspect --format json fabrikam.tar.gz", "the same for a program"},
}

// inspectFormats are the formats of inspect.
var inspectFormats = []string{"text", "json"}

// inspectCommand prints what was read from bundles, without a diagnosis.
func inspectCommand(flags *pflag.FlagSet) func([]string, streams) int {
	limits := collect.DefaultLimits()
	format := flags.String("format", "text", "how to print it: "+strings.Join(inspectFormats, ", "))
	choice(flags, "format", inspectFormats)
	schema := flags.Bool("schema", false, "print the JSON Schema of the output; needs no bundle")
	limitFlags(flags, &limits)
	return func(args []string, s streams) int {
		switch {
		case *schema:
			fmt.Fprint(s.out, report.InspectSchema)
			return exitOK
		case !slices.Contains(inspectFormats, *format):
			err := unknownValue("format", *format, inspectFormats)
			return s.fail(exitUsage, err.Error(), hintFor(err, "kvdoctor inspect --help lists the flags"))
		case len(args) == 0:
			return s.fail(exitUsage, "no bundle given", "kvdoctor inspect --help lists the flags")
		case *format == "json" && len(args) > 1:
			return s.fail(exitUsage, "json takes one bundle", "inspect the bundles one by one")
		}
		return inspectAll(args, limits, *format, s)
	}
}

// inspectAll opens and prints the bundles; what cannot be opened is told and does not stop the rest.
func inspectAll(args []string, limits collect.Limits, format string, s streams) int {
	var list []report.Inspection
	status := exitOK
	for _, arg := range args {
		b, err := collect.Open(arg, s.in, limits)
		if err != nil {
			status = s.fail(exitUnreadable, err.Error(), hintOf(err))
			continue
		}
		in := inspection(b, limits)
		if why := unusable(b, in); why != "" {
			status = s.fail(exitUnreadable, b.Name+": "+why, "")
		}
		list = append(list, in)
	}
	if err := writeInspections(list, format, s); err != nil {
		return s.fail(exitUnreadable, err.Error(), "")
	}
	return status
}

// unusable says why a bundle gives status 3: a limit stopped the reading, or nothing in it was recognised.
func unusable(b *collect.Bundle, in report.Inspection) string {
	for _, p := range b.Problems {
		if p.Kind == collect.Stopped {
			return p.Detail
		}
	}
	for _, c := range in.Captures {
		if c.Kind != nil {
			return ""
		}
	}
	return "nothing in it was recognised"
}

// writeInspections prints what was read.
func writeInspections(list []report.Inspection, format string, s streams) error {
	switch {
	case len(list) == 0:
		return nil
	case format == "json":
		return report.WriteValue(s.out, list[0])
	}
	return report.WriteInspection(s.out, list)
}

// inspection reads all captures of a bundle.
func inspection(b *collect.Bundle, limits collect.Limits) report.Inspection {
	in := report.Inspection{Schema: "kvdoctor.inspect/v1", Bundle: b.Name, Verified: b.Verified,
		Problems: []report.InspectedProblem{}, Secrets: []report.InspectedSecret{}, Captures: []report.InspectedCapture{}}
	for _, p := range b.Problems {
		in.Problems = append(in.Problems, report.InspectedProblem{Code: problemCodes[p.Kind], File: p.File, Line: p.Line, Detail: p.Detail})
	}
	for i := range b.Captures {
		c := &b.Captures[i]
		in.Secrets = append(in.Secrets, secretsIn(c)...)
		for _, s := range parse.Survey(source(c, limits)) {
			in.Captures = append(in.Captures, inspectedCapture(c, &s))
		}
		c.Text, c.Original = "", ""
	}
	return in
}

// secretsIn tells where secrets stand in a capture: in the command above it, in its output, and in what was written to standard
// error.
func secretsIn(c *collect.Capture) []report.InspectedSecret {
	found := collect.Secrets(c.Text, c.Line)
	if c.Prompt != "" && c.CommandLine > 0 {
		found = append(collect.Secrets(c.Prompt, c.CommandLine), found...)
	}
	var out []report.InspectedSecret
	for _, x := range found {
		out = append(out, report.InspectedSecret{File: c.Path, Line: x.Line, Kind: x.Kind})
	}
	if c.Stderr != nil {
		out = append(out, secretsIn(c.Stderr)...)
	}
	return out
}

// inspectedCapture tells of one section of a capture.
func inspectedCapture(c *collect.Capture, s *parse.Section) report.InspectedCapture {
	out := report.InspectedCapture{File: c.Path, Line: s.Line, Lines: s.Lines, Vantage: c.Vantage, Encoding: c.Encoding,
		Quality: string(s.Quality()), Facts: []report.InspectedFact{}, Unread: []report.InspectedLine{}}
	if c.Command != "" {
		out.Command = &c.Command
	}
	if s.Kind != "" {
		told := string(s.Told)
		out.Kind, out.ToldBy = &s.Kind, &told
	}
	for _, r := range s.Records {
		switch r.Fact.(type) {
		case *parse.Unread, *parse.Unrecognised:
		default:
			out.Facts = append(out.Facts, inspectedFact(r.Fact))
		}
	}
	for _, u := range s.Unread {
		out.Unread = append(out.Unread, report.InspectedLine{Line: u.Line, Text: u.Text})
	}
	return out
}

// inspectedFact tells the values of a fact.
func inspectedFact(f parse.Fact) report.InspectedFact {
	out := report.InspectedFact{Fact: parse.FactName(f), Fields: []report.InspectedField{}}
	if cites := f.Cites(); len(cites) > 0 {
		out.Line = cites[0].Line
	}
	for _, v := range parse.Fields(f) {
		line := v.Line
		if line == 0 {
			line = out.Line // the value has no line of its own
		}
		out.Fields = append(out.Fields, report.InspectedField{Name: v.Name, Value: v.Value, Line: line})
	}
	return out
}
