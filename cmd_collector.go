package main

import (
	_ "embed"
	"fmt"

	"github.com/spf13/pflag"
)

// collector is the script that customers run.
//
//go:embed scripts/collect.sh
var collector string

// collectorExamples show what collector is for.
var collectorExamples = []example{
	{"collector sh > collect.sh", "give it to whoever sits at the machine; it is read in two minutes"},
	{"collector powershell > collect.ps1", "the same for Windows"},
}

// powerShellCollector is the one for Windows.
//
//go:embed scripts/collect.ps1
var powerShellCollector string

// collectorCommand prints a collector script.
func collectorCommand(*pflag.FlagSet) func([]string, streams) int {
	return func(args []string, s streams) int {
		switch {
		case len(args) == 0:
			return s.fail(exitUsage, "no collector named, expected sh or powershell", "")
		case len(args) > 1:
			return s.unexpected(args[1])
		case args[0] == "sh":
			fmt.Fprint(s.out, collector)
			return exitOK
		case args[0] == "powershell":
			fmt.Fprint(s.out, powerShellCollector)
			return exitOK
		}
		return s.fail(exitUsage, fmt.Sprintf("unknown collector %q, expected sh or powershell", args[0]), "")
	}
}
