package main

import (
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// rulesExamples show what rules is for.
var rulesExamples = []example{
	{"rules", "a line a check"},
	{"rules --format markdown", "the reference of all checks"},
	{"rules --format json", "all that is said of them, for a program"},
}

// rulesFormats are the formats of rules.
var rulesFormats = []string{"text", "json", "markdown"}

// rulesCommand prints the catalogue as a table.
func rulesCommand(flags *pflag.FlagSet) func([]string, streams) int {
	format := flags.String("format", "text", "how to print the catalogue: "+strings.Join(rulesFormats, ", "))
	choice(flags, "format", rulesFormats)
	return func(args []string, s streams) int {
		if len(args) > 0 {
			return s.unexpected(args[0])
		}
		var entries []analyze.Entry
		for _, code := range analyze.Codes() {
			entry, err := analyze.Lookup(code)
			if err != nil {
				return s.fail(exitUsage, err.Error(), "")
			}
			entries = append(entries, entry)
		}
		if err := report.Catalogue(s.out, entries, *format); err != nil {
			typo := &mistyped{err.Error(), nearest(*format, rulesFormats)}
			return s.fail(exitUsage, err.Error(), hintFor(typo, "kvdoctor rules --help lists the flags"))
		}
		return exitOK
	}
}
