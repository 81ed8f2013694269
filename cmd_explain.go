package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// explainExamples show what explain is for.
var explainExamples = []example{
	{"explain KV603", "what the check means, why it happens, how to confirm and to fix it"},
	{"explain kv502 kv705", "several, in any case of letters"},
}

// nearestCode returns the code that was probably meant: by a mistyped code, or by the words that name a check.
func nearestCode(typed string) string {
	codes := analyze.Codes()
	digits := strings.TrimLeft(strings.NewReplacer("o", "0", "O", "0", "l", "1", "I", "1", "-", "", "_", "", " ", "").Replace(typed), "KVkv")
	if slices.Contains(codes, "KV"+digits) {
		return "KV" + digits
	}
	var slugs []string
	for _, code := range codes {
		entry, err := analyze.Lookup(code)
		if err == nil {
			slugs = append(slugs, entry.Slug)
		}
	}
	if slug := nearest(typed, slugs); slug != "" {
		return codes[slices.Index(slugs, slug)]
	}
	return nearest(typed, codes)
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
				typo := &mistyped{err.Error(), nearestCode(arg)}
				status = s.fail(exitUsage, err.Error(), hintFor(typo, "kvdoctor rules lists the codes"))
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
