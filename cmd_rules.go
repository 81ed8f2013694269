package main

import (
	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// rulesCommand prints the catalogue as a table.
func rulesCommand(flags *pflag.FlagSet) func([]string, streams) int {
	format := flags.String("format", "text", "how to print the catalogue: text, json, markdown")
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
			return s.fail(exitUsage, err.Error(), "")
		}
		return exitOK
	}
}
