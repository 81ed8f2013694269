package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// explainCommand prints the manual pages of checks.
func explainCommand(*pflag.FlagSet) func([]string, streams) int {
	return func(args []string, s streams) int {
		if len(args) == 0 {
			return s.fail(exitUsage, "no code given", "kvdoctor rules lists the codes")
		}
		status := exitOK
		for i, arg := range args {
			entry, err := analyze.Lookup(arg)
			if err != nil {
				status = s.fail(exitUsage, err.Error(), "kvdoctor rules lists the codes")
				continue
			}
			if i > 0 {
				fmt.Fprintln(s.out)
			}
			fmt.Fprint(s.out, report.Page(entry))
		}
		return status
	}
}
