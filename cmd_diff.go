package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/collect"
	"kvdoctor/report"
)

// diffExamples show what diff is for.
var diffExamples = []example{
	{"diff before.tar.gz after.tar.gz", "what is fixed, new, still there, or cannot be decided any more"},
	{"diff --format markdown before.tar.gz after.tar.gz", "for the ticket"},
	{"diff --same client=vm-app01 pasted.txt after.tar.gz", "a machine that has another name on each side"},
	{"analyze --merge machine.tar.gz admin.tar.gz --format json -o before.json", "save the report of two halves"},
	{"diff before.json after.tar.gz", "and compare with it after the change"},
}

// A diffing holds the flags of the command diff.
type diffing struct {
	analysis
	same []string
}

// diffCommand compares two bundles: did the change work?
func diffCommand(flags *pflag.FlagSet) func([]string, streams) int {
	x := &diffing{analysis: analysis{limits: collect.DefaultLimits()}}
	flags.StringVar(&x.format, "format", "text", "how to print the comparison: "+strings.Join(report.DiffNames(), ", "))
	choice(flags, "format", report.DiffNames())
	flags.StringVarP(&x.output, "output", "o", "", "write the comparison to this `file` in place of standard output")
	flags.StringVar(&x.vault, "vault", "", "the `vault` to compare, where a bundle holds several")
	flags.StringArrayVar(&x.vantages, "vantage", nil, "`NAME=client|internet`: what a machine stands for, on both sides (repeatable)")
	flags.StringArrayVar(&x.same, "same", nil, "`OLD=NEW`: the machine that BEFORE calls OLD is NEW in AFTER (repeatable)")
	flags.StringVar(&x.failOn, "fail-on", "error", "the severity from which new findings give status 1; lost evidence always does: "+strings.Join(failOnNames, ", "))
	choice(flags, "fail-on", failOnNames)
	flags.BoolVar(&x.all, "all", false, "print every line that is quoted, and every difference")
	flags.StringVar(&x.color, "color", "auto", "colours: "+strings.Join(colorNames, ", "))
	choice(flags, "color", colorNames)
	flags.BoolVar(&x.schema, "schema", false, "print the JSON Schema of the comparison; needs no bundle")
	limitFlags(flags, &x.limits)
	return x.run
}

// run checks the command line, diagnoses both sides and prints what became of the first.
func (x *diffing) run(args []string, s streams) int {
	const hint = "kvdoctor diff --help lists the flags"
	format, roles, same, err := x.check()
	if err != nil {
		return s.fail(exitUsage, err.Error(), hintFor(err, hint))
	}
	if x.schema {
		return x.deliver([]byte(report.DiffSchema), s, exitOK)
	}
	if err := checkSides(args); err != nil {
		return s.fail(exitUsage, err.Error(), hint)
	}
	sides, err := x.sides(args, roles, s)
	if err != nil {
		return s.fail(exitUsage, err.Error(), "")
	}
	status := exitOK
	for _, side := range sides {
		if side.diagnosis == nil || side.diagnosis.Nothing() {
			return exitUnreadable // told already
		}
		if side.unreadable {
			status = exitUnreadable
		}
	}
	delta, err := analyze.Compare(sides[0].diagnosis, sides[1].diagnosis, same)
	if err != nil {
		return s.fail(exitUsage, err.Error(), x.unlike(err))
	}
	if status == exitOK && delta.Worse(failOns[x.failOn]) {
		status = exitFinding
	}
	var out bytes.Buffer
	if err := format.Write(&out, delta, report.Options{All: x.all, Color: x.colored(s.out)}); err != nil {
		return s.fail(exitUnreadable, err.Error(), "")
	}
	return x.deliver(out.Bytes(), s, status)
}

// unlike is the next step where the two sides cannot be compared.
func (x *diffing) unlike(err error) string {
	var vaults *analyze.UnlikeError
	switch {
	case errors.As(err, &vaults) && x.vault == "":
		return "if a bundle holds several vaults, --vault NAME says which one to compare"
	case errors.As(err, &vaults):
		return ""
	}
	return "--same takes OLD=NEW, the names of one machine before and after"
}

// check judges the flags and returns the format, the roles and the pairs of machines that they name.
func (x *diffing) check() (report.DiffFormat, map[string]string, map[string]string, error) {
	format, ok := report.FindDiff(x.format)
	if !ok {
		return format, nil, nil, unknownValue("format", x.format, report.DiffNames())
	}
	if err := x.checkValues(); err != nil {
		return format, nil, nil, err
	}
	same := map[string]string{}
	for _, pair := range x.same {
		before, after, _ := strings.Cut(pair, "=")
		if before == "" || after == "" {
			return format, nil, nil, fmt.Errorf("--same is %q, expected OLD=NEW", pair)
		}
		if same[before] != "" && same[before] != after {
			return format, nil, nil, fmt.Errorf("--same says of %q that it is %q and %q", before, same[before], after)
		}
		same[before] = after
	}
	roles, err := rolesOf(x.vantages)
	return format, roles, same, err
}

// checkSides judges the list of bundles before any is read.
func checkSides(args []string) error {
	switch {
	case len(args) != 2:
		return fmt.Errorf("%d given, expected two bundles or saved reports: BEFORE and AFTER", len(args))
	case countOf(args, "-") > 1:
		return errors.New("standard input (-) can be given once only")
	}
	return nil
}

// sides diagnoses the two bundles. An error means that the command line does not fit them.
func (x *diffing) sides(args []string, roles map[string]string, s streams) ([]kase, error) {
	var out []kase
	for _, arg := range args {
		side, err := x.side(arg, roles, s)
		if err != nil {
			return nil, err
		}
		out = append(out, side)
	}
	return out, checkNames(out, roles)
}

// checkNames returns the error of a name of --vantage that neither side knows; a side that could not be read might.
func checkNames(sides []kase, roles map[string]string) error {
	known, have := map[string]bool{}, map[string]bool{}
	for _, c := range sides {
		if c.unreadable {
			return nil
		}
		for _, name := range c.named {
			known[name] = true
		}
		for _, name := range c.vantages {
			have[name] = true
		}
	}
	return unknownNames(roles, known, have)
}

// side reads a saved report, or opens a bundle and diagnoses it. What cannot be read is told.
func (x *diffing) side(arg string, roles map[string]string, s streams) (kase, error) {
	saved, err := savedReport(arg, x.limits.FileBytes)
	switch {
	case err != nil:
		s.fail(exitUnreadable, err.Error(), "")
		return kase{name: arg, unreadable: true}, nil
	case saved != nil && (x.vault != "" || len(roles) > 0):
		return kase{}, fmt.Errorf("%s is a saved report: --vault and --vantage were decided when it was made", arg)
	case saved != nil:
		c := kase{name: arg, diagnosis: saved}
		c.complain(s)
		return c, nil
	}
	return x.single(arg, roles, s)
}
