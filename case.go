package main

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"kvdoctor/analyze"
	"kvdoctor/collect"
	"kvdoctor/parse"
)

// A kase is one case to diagnose: one bundle, or several that are merged.
type kase struct {
	name       string
	diagnosis  *analyze.Diagnosis // nil where nothing could be read at all
	unreadable bool               // a container could not be opened, or a limit stopped the reading
	named      []string           // names of --vantage that are vantages of this case
	vantages   []string           // the names of its vantages
}

// cases opens the bundles and diagnoses each, or all of them as one. What cannot be opened is told and does
// not stop the rest. An error means that the command line does not fit the bundles.
func (a *analysis) cases(args []string, roles map[string]string, s streams) ([]kase, error) {
	var out []kase
	var inputs []analyze.Input
	broken := false
	taken := map[string]bool{} // names of merged bundles
	for _, arg := range args {
		input, stopped, err := a.read(arg, taken, s)
		if err != nil {
			s.fail(exitUnreadable, err.Error(), hintOf(err))
			out = append(out, kase{name: arg, unreadable: true})
			broken = true
			continue
		}
		broken = broken || stopped
		if a.merge {
			inputs = append(inputs, input)
			continue
		}
		c, err := a.diagnose([]analyze.Input{input}, roles)
		if err != nil {
			return nil, err
		}
		c.unreadable = stopped
		c.complain(s)
		out = append(out, c)
	}
	if a.merge && len(inputs) > 0 {
		c, err := a.diagnose(inputs, roles)
		if err != nil {
			return nil, err
		}
		c.unreadable = broken
		c.complain(s)
		out = []kase{c}
	}
	return out, checkNames(out, roles)
}

// complain tells why nothing could be diagnosed, with what was refused.
func (c kase) complain(s streams) {
	if !c.diagnosis.Nothing() {
		return
	}
	for _, f := range c.diagnosis.Findings {
		switch f.Code {
		case "KV010", "KV011":
			s.fail(exitUnreadable, f.Subject+": "+f.Detail, "")
		case "KV001":
			s.fail(exitUnreadable, c.name+": "+f.Detail, "kvdoctor collector sh prints the script that collects a bundle")
		}
	}
}

// checkNames refuses names of --vantage that no case knows. A case that was not read whole may hold any.
func checkNames(cases []kase, roles map[string]string) error {
	var have []string
	known := map[string]bool{}
	for _, c := range cases {
		if c.unreadable {
			return nil
		}
		have = append(have, c.vantages...)
		for _, name := range c.named {
			known[name] = true
		}
	}
	slices.Sort(have)
	have = slices.Compact(have)
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		switch {
		case known[name]:
		case len(have) == 0:
			return fmt.Errorf("no vantage is called %q: nothing in the bundle was captured on a machine", name)
		default:
			return fmt.Errorf("no vantage is called %q; the vantages are: %s", name, strings.Join(have, ", "))
		}
	}
	return nil
}

// hintOf returns the next step that an error of package collect names.
func hintOf(err error) string {
	var opening *collect.Error
	if errors.As(err, &opening) {
		return opening.Hint
	}
	return ""
}

// diagnose runs the analyzer over one case.
func (a *analysis) diagnose(inputs []analyze.Input, roles map[string]string) (kase, error) {
	e := analyze.Gather(inputs, analyze.Options{Version: version(), Vault: a.vault, Roles: roles})
	known := []string{}
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		here, err := e.CheckRole(name)
		if err != nil {
			return kase{}, err
		}
		if here {
			known = append(known, name)
		}
	}
	d := analyze.Run(e)
	if len(a.edits) > 0 {
		if err := analyze.Foresee(e, d, a.edits); err != nil {
			return kase{}, fmt.Errorf("--what-if %w", err)
		}
	}
	c := kase{name: d.Bundle.Name, diagnosis: d, named: known}
	if names := e.VantageNames(); names != "" {
		c.vantages = strings.Split(names, ", ")
	}
	return c, nil
}

// read opens one bundle and reads its captures. taken holds the names of the bundles before it that are merged with
// it. stopped says that a limit ended the reading early.
func (a *analysis) read(arg string, taken map[string]bool, s streams) (input analyze.Input, stopped bool, err error) {
	b, err := collect.Open(arg, s.in, a.limits)
	if err != nil {
		return input, false, err
	}
	if a.merge {
		rename(b, unique(b.Name, taken))
		b.Prefix(b.Name)
	}
	for _, p := range b.Problems {
		if p.Kind == collect.Stopped {
			stopped = true
			s.fail(exitUnreadable, fmt.Sprintf("%s: %s", p.File, p.Detail), "")
		}
	}
	return inputOf(b, readAll(b.Captures, a.limits)), stopped, nil
}

// inputOf makes the analyzer's input of a bundle and the records of its captures.
func inputOf(b *collect.Bundle, records []parse.Record) analyze.Input {
	input := analyze.Input{Name: b.Name, Captures: len(b.Captures), Verified: b.Verified, Records: records}
	manifest(b, &input)
	for _, p := range b.Problems {
		if code := problemCodes[p.Kind]; code != "" {
			input.Problems = append(input.Problems, analyze.BundleProblem{Code: code, Subject: p.File, Detail: p.Detail,
				Cite: parse.Cite{File: p.File, Line: p.Line, Text: strings.TrimSpace(p.Text)}})
		}
	}
	return input
}

// unique returns the name, or the first of name-2, name-3 ... that is not taken, and takes it.
func unique(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	taken[free] = true
	return free
}

// rename gives a bundle another name, in the problems too that are the bundle's as a whole.
func rename(b *collect.Bundle, name string) {
	for i := range b.Problems {
		if p := &b.Problems[i]; p.File == b.Name {
			p.File = name
		}
	}
	b.Name = name
}

// readAll reads captures into records, in their order. Small bundles are read on all processors; of a large
// one a capture at a time, so that memory holds what one of them needs.
func readAll(captures []collect.Capture, limits collect.Limits) []parse.Record {
	const small = 4 << 20
	total := 0
	for _, c := range captures {
		total += len(c.Text)
	}
	workers := 1
	if total <= small {
		workers = runtime.GOMAXPROCS(0)
	}
	found := make([][]parse.Record, len(captures))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(captures); i = int(next.Add(1)) - 1 {
				found[i] = parse.Read(source(&captures[i], limits))
				captures[i].Text, captures[i].Original = "", "" // the records quote what they need
			}
		})
	}
	wait.Wait()
	return slices.Concat(found...)
}

// problemCodes gives the check that tells each kind of problem.
var problemCodes = map[collect.ProblemKind]string{
	collect.Refused: "KV010", collect.Stopped: "KV010", collect.CutShort: "KV011", collect.Altered: "KV006", collect.Invalid: "KV009",
}

// source hands a capture to the readers.
func source(c *collect.Capture, limits collect.Limits) parse.Source {
	src := parse.Source{Origin: origin(c), Text: c.Text, Original: c.Original, Spaced: c.Spaced, MaxJSONDepth: limits.JSONDepth}
	if c.Stderr != nil {
		stderr := source(c.Stderr, limits)
		src.Stderr = &stderr
	}
	return src
}

// origin says where a capture comes from.
func origin(c *collect.Capture) parse.Origin {
	return parse.Origin{File: c.Path, Line: c.Line, Vantage: c.Vantage, Machine: c.Machine, Command: c.Command,
		CommandLine: c.CommandLine, Prompt: c.Prompt, Carried: c.Carried, Exit: c.Exit, Whole: c.Whole, Started: c.Started}
}

// manifest takes over what the bundle's manifest says.
func manifest(b *collect.Bundle, input *analyze.Input) {
	m := b.Manifest
	if m == nil {
		return
	}
	input.Vault, input.Host, input.Cloud = m.Vault, m.Host, m.Cloud
	for _, v := range m.Vantages {
		input.Vantages = append(input.Vantages, analyze.VantageInfo{Name: v.Name, Role: v.Role, System: v.System})
	}
	for i := range m.Missing {
		input.Missing = append(input.Missing, origin(&m.Missing[i]))
	}
}

// summaryRows are the rows of the table below several cases.
func summaryRows(cases []kase) [][]string {
	var rows [][]string
	for _, c := range cases {
		row := []string{c.name, "unreadable", "-", "-"}
		if d := c.diagnosis; d != nil {
			row = []string{c.name, string(d.Verdict), string(d.PrivatePath), "-"}
			if len(d.RootCauses) > 0 {
				row[3] = d.RootCauses[0].Code + " " + d.RootCauses[0].Slug
			}
		}
		rows = append(rows, row)
	}
	return rows
}
