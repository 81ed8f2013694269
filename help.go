package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// An example is a command line with what it is for. Help and the manual page show it; a test runs it.
type example struct{ line, does string }

// valuesKey is the annotation of a flag that holds the values it takes.
const valuesKey = "values"

// choice says which values a flag takes, for completion and for the manual page.
func choice(flags *pflag.FlagSet, name string, values []string) {
	f := flags.Lookup(name)
	if f.Annotations == nil {
		f.Annotations = map[string][]string{}
	}
	f.Annotations[valuesKey] = values
}

// flagSet returns the flags of a command.
func (c command) flagSet() *pflag.FlagSet {
	flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.SortFlags = false
	c.setup(flags)
	return flags
}

// words returns what the arguments of a command can be, by what the table calls them; files says that they are names
// of files.
func (c command) words() (words []string, files bool) {
	switch arg, _, _ := strings.Cut(c.args, " "); strings.TrimSuffix(arg, "...") {
	case "BUNDLE", "BEFORE":
		return nil, true
	case "CODE":
		return analyze.Codes(), false
	case "COMMAND":
		return names(), false
	case "SHELL":
		return shellNames(), false
	default:
		if arg != "" && arg == strings.ToLower(arg) { // the words themselves
			return strings.Split(arg, "|"), false
		}
	}
	return nil, false
}

// names returns the names of the commands, help among them.
func names() []string {
	var out []string
	for _, c := range commands() {
		out = append(out, c.name)
	}
	return append(out, "help")
}

// printHelp prints what a command does, how it is used, and its flags.
func (c command) printHelp(w io.Writer, flags *pflag.FlagSet) {
	fmt.Fprintf(w, "%s\n\nUsage: %s\n", c.short, strings.TrimSpace("kvdoctor "+c.name+" "+c.args))
	for i, e := range c.examples {
		if i == 0 {
			fmt.Fprint(w, "\nExamples:\n")
		}
		fmt.Fprintf(w, "  $ kvdoctor %s\n      %s\n", e.line, e.does)
	}
	if flags.HasFlags() {
		fmt.Fprintf(w, "\nFlags:\n%s", usages(flags))
	}
	if c.statuses != nil {
		fmt.Fprint(w, "\nExit status:\n")
		for _, e := range c.statuses {
			fmt.Fprintf(w, "  %d  %s\n", e.status, e.means)
		}
	}
}

// help prints the help of the command that is named, else the list of commands.
func help(args []string, s streams) int {
	switch {
	case len(args) == 0 || slices.Contains([]string{"help", "--help", "-h"}, args[0]):
		usage(s.out)
		return exitOK
	case len(args) > 1:
		return s.unexpected(args[1])
	}
	return dispatch([]string{args[0], "--help"}, s)
}

// usage prints the list of commands, and how to begin.
func usage(w io.Writer) {
	fmt.Fprint(w, about+".\n\nUsage: kvdoctor COMMAND [flags] ARGUMENTS\n\nCommands:\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-30s %s\n", strings.TrimSpace(c.name+" "+c.args), c.short)
	}
	fmt.Fprint(w, "\nBegin with:\n")
	for _, e := range beginnings {
		fmt.Fprintf(w, "  $ kvdoctor %s\n      %s\n", e.line, e.does)
	}
	fmt.Fprint(w, "\nkvdoctor help COMMAND shows a command's examples and flags.\n")
}

// about says what the program is.
const about = "kvdoctor reads a bundle of captures and says why requests to an Azure Key Vault do not use Private Link"

// usages lists flags for a person; that a switch can be switched off again needs no telling.
func usages(flags *pflag.FlagSet) string {
	const off = "[=true|false]"
	return strings.ReplaceAll(flags.FlagUsagesWrapped(80), off, strings.Repeat(" ", len(off)))
}

// beginnings are what a newcomer does, in order.
var beginnings = []example{
	{"collector sh > collect.sh", "the script that collects a bundle; run it on the machine with the fault"},
	{"analyze fabrikam.tar.gz", "what is wrong, the lines that prove it, and what to do"},
	{"explain KV603", "the manual page of a check that the report names"},
}

// An exitStatus is a status that a command ends with.
type exitStatus struct {
	status int
	means  string
}

// The statuses of the commands that judge bundles, as help and the manual page print them.
var (
	analyzeStatuses = []exitStatus{
		{exitOK, "no finding at or above --fail-on, and it is shown whether Private Link works"},
		{exitFinding, "at least one finding at or above --fail-on"},
		{exitUsage, "the command line is wrong"},
		{exitUnreadable, "a bundle could not be read, or holds nothing recognisable"},
		{exitInconclusive, "no such finding, but the evidence is too thin to say that it works"},
	}
	diffStatuses = []exitStatus{
		{exitOK, "nothing is worse"},
		{exitFinding, "a finding at or above --fail-on is new, or a decided check is unknown now"},
		{exitUsage, "the command line is wrong, or the two are about different vaults"},
		{exitUnreadable, "one of the two could not be read, or holds nothing recognisable"},
	}
	redactStatuses = []exitStatus{
		{exitOK, "written"},
		{exitUsage, "the command line is wrong"},
		{exitUnreadable, "the bundle could not be read, or a name would have leaked: nothing is written"},
	}
)

// unknownCommand refuses a command that does not exist.
func (s streams) unknownCommand(name string) int {
	typo := &mistyped{fmt.Sprintf("unknown command %q", name), report.Visible(nearest(name, names()))}
	return s.fail(exitUsage, typo.Error(), hintFor(typo, "kvdoctor help lists the commands"))
}
