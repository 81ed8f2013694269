package main

import (
	"fmt"
	"net/netip"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// classifyExamples show what classify is for.
var classifyExamples = []example{
	{"classify 10.1.2.3 52.168.109.101 100.64.0.1", "which of these are private"},
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
