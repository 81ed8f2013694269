package main

import (
	_ "embed"
	"fmt"
	"net/netip"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// release is the program's version.
const release = "0.1.0"

// collector is the script that customers run.
//
//go:embed scripts/collect.sh
var collector string

// version returns the version that reports name.
func version() string { return release }

// versionCommand prints version, commit and Go version.
func versionCommand(*pflag.FlagSet) func([]string, streams) int {
	return func(_ []string, s streams) int {
		commit := "unknown"
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, set := range info.Settings {
				if set.Key == "vcs.revision" {
					commit = set.Value
				}
			}
		}
		fmt.Fprintf(s.out, "kvdoctor %s, commit %s, %s\n", version(), commit, runtime.Version())
		return exitOK
	}
}

// collectorCommand prints a collector script.
func collectorCommand(*pflag.FlagSet) func([]string, streams) int {
	return func(args []string, s streams) int {
		switch {
		case len(args) == 1 && args[0] == "sh":
			fmt.Fprint(s.out, collector)
			return exitOK
		case len(args) == 1 && args[0] == "powershell":
			return s.fail(exitUsage, "the PowerShell collector is not available yet", "kvdoctor collector sh prints the one for POSIX systems")
		}
		return s.fail(exitUsage, fmt.Sprintf("expected sh or powershell, found %q", strings.Join(args, " ")), "")
	}
}

// classifyCommand prints the class of addresses.
func classifyCommand(*pflag.FlagSet) func([]string, streams) int {
	return func(args []string, s streams) int {
		if len(args) == 0 {
			return s.fail(exitUsage, "no address given", "")
		}
		var rows [][]string
		status := exitOK
		for _, arg := range args {
			a, err := netip.ParseAddr(arg)
			if err != nil {
				status = s.fail(exitUsage, fmt.Sprintf("%q is not an address, expected an IPv4 or IPv6 address", arg), "")
				continue
			}
			class, why := analyze.Classify(a)
			rows = append(rows, []string{arg, string(class), why})
		}
		if rows != nil {
			fmt.Fprint(s.out, report.Table("", []string{"address", "class", "why"}, rows))
		}
		return status
	}
}

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

// rulesCommand prints the catalogue as a table.
func rulesCommand(flags *pflag.FlagSet) func([]string, streams) int {
	format := flags.String("format", "text", "how to print the catalogue: text, json, markdown")
	return func(args []string, s streams) int {
		var entries []analyze.Entry
		for _, code := range analyze.Codes() {
			entry, err := analyze.Lookup(code)
			if err != nil {
				return s.fail(exitUsage, err.Error(), "")
			}
			entries = append(entries, entry)
		}
		if len(args) > 0 {
			return s.fail(exitUsage, fmt.Sprintf("unexpected argument %q", args[0]), "")
		}
		if err := report.Catalogue(s.out, entries, *format); err != nil {
			return s.fail(exitUsage, err.Error(), "")
		}
		return exitOK
	}
}
