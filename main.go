// Command kvdoctor reads a bundle of captures and says why requests to an Azure Key Vault do not use Private
// Link. It works offline: it opens no socket and runs no program.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/pflag"

	"kvdoctor/report"
)

// The exit statuses (contract, section 3).
const (
	exitOK           = 0
	exitFinding      = 1
	exitUsage        = 2
	exitUnreadable   = 3
	exitInconclusive = 4
)

// memoryLimit is what the program asks the garbage collector to stay under, so that a bundle at the limits
// of its size does not cost twice its bytes; a small one is read without collecting at all.
const memoryLimit = 256 << 20

func main() {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(memoryLimit)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// A streams value holds what a command reads from and prints to.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// A command is one of kvdoctor's commands.
type command struct {
	name  string
	args  string // the arguments, as help prints them
	short string // one line for the list of commands
	// setup declares the command's flags and returns what runs it with the remaining arguments; the result is
	// the exit status.
	setup    func(flags *pflag.FlagSet) func(args []string, s streams) int
	examples []example
	statuses []exitStatus // where it has more to say than 0 and 2; nil else
}

// commands returns the table of commands, in the order of help.
func commands() []command {
	return []command{
		{"analyze", "BUNDLE...", "read bundles, find the root cause, report", analyzeCommand, analyzeExamples, analyzeStatuses},
		{"diff", "BEFORE AFTER", "compare two bundles of one case: did the change work?", diffCommand, diffExamples, diffStatuses},
		{"inspect", "BUNDLE...", "print what was read: captures, kinds, facts, lines not understood", inspectCommand, inspectExamples, nil},
		{"redact", "BUNDLE -o OUT", "write a bundle that can be shared and gives the same diagnosis", redactCommand, redactExamples, redactStatuses},
		{"explain", "CODE...", "print the manual page of a check", explainCommand, explainExamples, nil},
		{"rules", "", "list the catalogue of checks", rulesCommand, rulesExamples, nil},
		{"collector", "sh|powershell", "print the script that collects a bundle", collectorCommand, collectorExamples, nil},
		{"classify", "ADDRESS...", "print the class of each address and why", classifyCommand, classifyExamples, nil},
		{"completion", "SHELL", "print completions for bash, zsh, fish or powershell", completionCommand, completionExamples, nil},
		{"man", "", "print the manual page", manCommand, manExamples, nil},
		{"version", "", "print version, commit and Go version", versionCommand, versionExamples, nil},
	}
}

// run runs the program and returns its exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := streams{in: stdin, out: stdout, err: stderr}
	if len(args) == 0 {
		usage(s.err)
		return exitUsage
	}
	switch args[0] {
	case "help", "--help", "-h":
		return help(args[1:], s)
	case "--version":
		args = append([]string{"version"}, args[1:]...)
	}
	return dispatch(args, s)
}

// dispatch runs the command that the first argument names.
func dispatch(args []string, s streams) int {
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(args[1:], s)
		}
	}
	return s.unknownCommand(args[0])
}

// run parses the command's flags and runs it.
func (c command) run(args []string, s streams) int {
	flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.SortFlags = false
	start := c.setup(flags)
	err := flags.Parse(args)
	switch {
	case err == pflag.ErrHelp:
		c.printHelp(s.out, flags)
		return exitOK
	case err != nil:
		err = unknownFlag(err, flags)
		return s.fail(exitUsage, err.Error(), hintFor(err, "kvdoctor "+c.name+" --help lists the flags"))
	}
	return start(flags.Args(), s)
}

// unexpected refuses an argument that a command does not take.
func (s streams) unexpected(arg string) int {
	return s.fail(exitUsage, fmt.Sprintf("unexpected argument %q", arg), "kvdoctor help lists the commands and their arguments")
}

// fail prints an error with the next step, if there is one, and returns the exit status.
func (s streams) fail(status int, message, hint string) int {
	fmt.Fprintf(s.err, "kvdoctor: error: %s\n", report.Visible(message))
	if hint != "" {
		fmt.Fprintf(s.err, "kvdoctor: hint: %s\n", report.Visible(hint))
	}
	return status
}
