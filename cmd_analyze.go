package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/pflag"

	"kvdoctor/analyze"
	"kvdoctor/collect"
	"kvdoctor/report"
)

// An analysis holds the flags of the command analyze.
type analysis struct {
	format, output, vault, failOn, color string
	vantages, whatIf                     []string
	edits                                []analyze.Edit // of whatIf
	merge, all, schema                   bool
	limits                               collect.Limits
	accept, asOf                         string
	accepts                              []analyze.Accept // of accept
	large                                sync.Mutex       // held while a large bundle is diagnosed
}

// failOns are the values of --fail-on with the severity that they stand for.
var failOns = map[string]analyze.Severity{"error": analyze.Error, "warning": analyze.Warning, "notice": analyze.Notice, "never": ""}

// The values of --fail-on and --color, in the order of help.
var (
	failOnNames = []string{"error", "warning", "notice", "never"}
	colorNames  = []string{"auto", "always", "never"}
)

// analyzeExamples show what analyze is for.
var analyzeExamples = []example{
	{"analyze fabrikam.tar.gz", "what the collector wrote, or any archive, folder or text file that was attached"},
	{"analyze --merge machine.tar.gz admin.tar.gz", "the machine's half and the administrator's are one case"},
	{"analyze - < pasted.txt", "what somebody pasted from a console"},
	{"analyze --format ndjson tickets/*.tar.gz", "many cases, a JSON report a line"},
	{"analyze --vantage laptop=internet laptop.tar.gz", "that machine is a control from outside, no client"},
	{"analyze --what-if close-public-access fabrikam.tar.gz", "who would be cut off"},
}

// analyzeCommand is the main job: read, diagnose, report.
func analyzeCommand(flags *pflag.FlagSet) func([]string, streams) int {
	a := &analysis{limits: collect.DefaultLimits()}
	flags.StringVar(&a.format, "format", "text", "how to print the report: "+strings.Join(report.Names(), ", "))
	choice(flags, "format", report.Names())
	flags.StringVarP(&a.output, "output", "o", "", "write the report to this `file` in place of standard output")
	flags.BoolVar(&a.merge, "merge", false, "all bundles are one case (the machine's and the administrator's)")
	flags.StringVar(&a.vault, "vault", "", "the `vault` to diagnose, where the bundle holds several")
	flags.StringArrayVar(&a.vantages, "vantage", nil, "`NAME=client|internet`: what a machine stands for (repeatable)")
	flags.StringVar(&a.failOn, "fail-on", "error", "the severity from which findings give status 1: "+strings.Join(failOnNames, ", "))
	choice(flags, "fail-on", failOnNames)
	flags.BoolVar(&a.all, "all", false, "print also what passed and what does not apply")
	flags.StringVar(&a.color, "color", "auto", "colours: "+strings.Join(colorNames, ", "))
	choice(flags, "color", colorNames)
	flags.StringArrayVar(&a.whatIf, "what-if", nil, "a `change` to try on the model first (repeatable): "+strings.Join(analyze.EditForms(), "; "))
	flags.StringVar(&a.accept, "accept", "", "a YAML `file` of findings that are accepted: they count neither for the verdict nor for the status")
	flags.StringVar(&a.asOf, "as-of", "", "`YYYY-MM-DD`: the day on which entries of --accept are judged to have expired")
	flags.BoolVar(&a.schema, "schema", false, "print the JSON Schema of the report; needs no bundle")
	limitFlags(flags, &a.limits)
	return a.run
}

// run checks the command line, diagnoses the cases and prints them.
func (a *analysis) run(args []string, s streams) int {
	const hint = "kvdoctor analyze --help lists the flags"
	format, roles, err := a.check()
	if err != nil {
		return s.fail(exitUsage, err.Error(), hintFor(err, hint))
	}
	if a.schema {
		return a.deliver([]byte(report.Schema), s, exitOK)
	}
	if err := a.checkBundles(args, format); err != nil {
		return s.fail(exitUsage, err.Error(), hint)
	}
	return a.report(args, format, roles, s)
}

// check judges the flags and returns the format and the roles that they name.
func (a *analysis) check() (report.Format, map[string]string, error) {
	format, ok := report.Find(a.format)
	if !ok {
		return format, nil, unknownValue("format", a.format, report.Names())
	}
	if err := a.checkValues(); err != nil {
		return format, nil, err
	}
	for _, text := range a.whatIf {
		edit, err := analyze.ParseEdit(text)
		if err != nil {
			return format, nil, fmt.Errorf("--what-if %w", err)
		}
		a.edits = append(a.edits, edit)
	}
	if err := a.readAccepts(); err != nil {
		return format, nil, err
	}
	roles, err := rolesOf(a.vantages)
	return format, roles, err
}

// checkValues judges the flags that analyze and diff share.
func (a *analysis) checkValues() error {
	switch _, known := failOns[a.failOn]; {
	case !known:
		return wrongValue("fail-on", a.failOn, failOnNames)
	case !slices.Contains(colorNames, a.color):
		return wrongValue("color", a.color, colorNames)
	case a.vault != "" && !analyze.IsVault(a.vault):
		return fmt.Errorf("--vault is %q, expected a vault's name (letters, digits, hyphens) or its host, "+
			"such as NAME.vault.azure.net", a.vault)
	}
	return checkLimits(a.limits)
}

// rolesOf reads the values of --vantage.
func rolesOf(values []string) (map[string]string, error) {
	roles := map[string]string{}
	for _, v := range values {
		name, role, _ := strings.Cut(v, "=")
		if name == "" || (role != "client" && role != "internet") {
			return nil, fmt.Errorf("--vantage is %q, expected NAME=client or NAME=internet", v)
		}
		roles[name] = role
	}
	return roles, nil
}

// checkBundles judges the list of bundles before any is read.
func (a *analysis) checkBundles(args []string, format report.Format) error {
	switch {
	case len(args) == 0:
		return errors.New("no bundle given: a directory, a .tar.gz, .tar or .zip file, a text file, or - for standard input")
	case len(args) > 1 && !a.merge && !format.Many:
		return fmt.Errorf("--format %s takes one case; use ndjson for several, or --merge if the bundles are one case", a.format)
	case countOf(args, "-") > 1:
		return errors.New("standard input (-) can be given once only")
	}
	return nil
}

// countOf counts a value in a list.
func countOf(list []string, value string) int {
	n := 0
	for _, v := range list {
		if v == value {
			n++
		}
	}
	return n
}

// colored reports whether to use terminal colours.
func (a *analysis) colored(out io.Writer) bool {
	if a.color != "auto" {
		return a.color == "always"
	}
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || a.output != "" || a.format != "text" {
		return false
	}
	return isTerminal(out)
}

// isTerminal reports whether somebody may be watching what is printed.
func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// statusOf returns the exit status of one case; with changes to try, of the state after them.
func (a *analysis) statusOf(c kase) int {
	if c.unreadable || c.diagnosis == nil || c.diagnosis.Nothing() {
		return exitUnreadable
	}
	limit := failOns[a.failOn]
	findings, path := c.diagnosis.Findings, c.diagnosis.PrivatePath
	if after := c.diagnosis.After; after != nil {
		findings, path = after.Findings, after.PrivatePath
	}
	for _, f := range findings {
		if limit != "" && f.Counts() && f.Severity.AtLeast(limit) {
			return exitFinding
		}
	}
	if path == analyze.PathUnknown {
		return exitInconclusive
	}
	return exitOK
}
