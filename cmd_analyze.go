package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/collect"
	"kvdoctor/report"
)

// An analysis holds the flags of the command analyze.
type analysis struct {
	format, output, vault, failOn, color string
	vantages                             []string
	merge, all, schema                   bool
	limits                               collect.Limits
}

// failOns are the values of --fail-on with the severity that they stand for.
var failOns = map[string]analyze.Severity{"error": analyze.Error, "warning": analyze.Warning, "notice": analyze.Notice, "never": ""}

// analyzeCommand is the main job: read, diagnose, report.
func analyzeCommand(flags *pflag.FlagSet) func([]string, streams) int {
	a := &analysis{limits: collect.DefaultLimits()}
	flags.StringVar(&a.format, "format", "text", "how to print the report: "+strings.Join(report.Names(), ", "))
	flags.StringVarP(&a.output, "output", "o", "", "write the report to this file in place of standard output")
	flags.BoolVar(&a.merge, "merge", false, "all bundles are one case (the machine's and the administrator's)")
	flags.StringVar(&a.vault, "vault", "", "the vault to diagnose, where the bundle holds several")
	flags.StringArrayVar(&a.vantages, "vantage", nil, "NAME=client|internet: what a machine stands for (repeatable)")
	flags.StringVar(&a.failOn, "fail-on", "error", "the severity from which findings give status 1: error, warning, notice, never")
	flags.BoolVar(&a.all, "all", false, "print also what passed and what does not apply")
	flags.StringVar(&a.color, "color", "auto", "colours: auto, always, never")
	flags.BoolVar(&a.schema, "schema", false, "print the JSON Schema of the report; needs no bundle")
	limitFlags(flags, &a.limits)
	return a.run
}

// run checks the command line, diagnoses the cases and prints them.
func (a *analysis) run(args []string, s streams) int {
	if a.schema {
		fmt.Fprint(s.out, report.Schema)
		return exitOK
	}
	format, roles, err := a.check(args)
	if err != nil {
		return s.fail(exitUsage, err.Error(), "kvdoctor analyze --help lists the flags")
	}
	cases, err := a.cases(args, roles, s)
	if err != nil {
		return s.fail(exitUsage, err.Error(), "")
	}
	var out bytes.Buffer
	options := report.Options{All: a.all, Color: a.colored(s.out)}
	for i, c := range cases {
		if c.diagnosis == nil {
			continue
		}
		if i > 0 && a.format == "text" {
			out.WriteString("\n")
		}
		if err := format.Write(&out, c.diagnosis, options); err != nil {
			return s.fail(exitUnreadable, err.Error(), "")
		}
	}
	if len(cases) > 1 && a.format == "text" {
		out.WriteString("\n" + report.Summary(summaryRows(cases)))
	}
	if err := a.write(out.Bytes(), s.out); err != nil {
		return s.fail(exitUnreadable, err.Error(), "")
	}
	return a.status(cases)
}

// check judges the flags before anything is read.
func (a *analysis) check(args []string) (report.Format, map[string]string, error) {
	format, ok := report.Find(a.format)
	roles := map[string]string{}
	switch _, known := failOns[a.failOn]; {
	case !ok:
		return format, nil, fmt.Errorf("unknown format %q, expected one of %s", a.format, strings.Join(report.Names(), ", "))
	case !known:
		return format, nil, fmt.Errorf("--fail-on is %q, expected error, warning, notice or never", a.failOn)
	case !slices.Contains([]string{"auto", "always", "never"}, a.color):
		return format, nil, fmt.Errorf("--color is %q, expected auto, always or never", a.color)
	case len(args) == 0:
		return format, nil, fmt.Errorf("no bundle given: a directory, a .tar.gz, .tar or .zip file, a text file, or - for standard input")
	case len(args) > 1 && !a.merge && !format.Many:
		return format, nil, fmt.Errorf("--format %s takes one case; use ndjson for several, or --merge if the bundles are one case", a.format)
	case countOf(args, "-") > 1:
		return format, nil, fmt.Errorf("standard input (-) can be given once only")
	}
	if err := checkLimits(a.limits); err != nil {
		return format, nil, err
	}
	for _, v := range a.vantages {
		name, role, _ := strings.Cut(v, "=")
		if name == "" || (role != "client" && role != "internet") {
			return format, nil, fmt.Errorf("--vantage is %q, expected NAME=client or NAME=internet", v)
		}
		roles[name] = role
	}
	return format, roles, nil
}

// countOf counts a value in a list.
func countOf(list []string, value string) int {
	n := 0
	for _, v := range list {
		if v == value {
			n++
		}
	}
	return n
}

// colored reports whether to use terminal colours.
func (a *analysis) colored(out io.Writer) bool {
	if a.color != "auto" {
		return a.color == "always"
	}
	f, ok := out.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || a.output != "" || a.format != "text" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// write prints the whole report, to the file of --output or else to standard output. A file is written
// whole or not at all.
func (a *analysis) write(data []byte, stdout io.Writer) error {
	if a.output == "" || a.output == "-" {
		_, err := stdout.Write(data)
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(a.output), ".kvdoctor-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), a.output)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// status returns the exit status of all cases together.
func (a *analysis) status(cases []kase) int {
	status := exitOK
	rank := map[int]int{exitUnreadable: 3, exitFinding: 2, exitInconclusive: 1, exitOK: 0}
	for _, c := range cases {
		if one := a.statusOf(c); rank[one] > rank[status] {
			status = one
		}
	}
	return status
}

// statusOf returns the exit status of one case.
func (a *analysis) statusOf(c kase) int {
	if c.unreadable || c.diagnosis == nil {
		return exitUnreadable
	}
	for _, f := range c.diagnosis.Findings {
		if f.Code == "KV001" {
			return exitUnreadable
		}
	}
	limit := failOns[a.failOn]
	for _, f := range c.diagnosis.Findings {
		if limit != "" && f.Counts() && f.Severity.AtLeast(limit) {
			return exitFinding
		}
	}
	if c.diagnosis.PrivatePath == analyze.PathUnknown {
		return exitInconclusive
	}
	return exitOK
}
