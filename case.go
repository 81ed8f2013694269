package main

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"

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
	others     []string           // vaults that its captures name in place of that of --vault
}

// single opens a bundle and diagnoses it. What cannot be opened is told. An error means that the command line does not
// fit the bundle.
func (a *analysis) single(arg string, roles map[string]string, s streams) (kase, error) {
	b, err := collect.Open(arg, s.in, a.limits)
	if err != nil {
		s.fail(exitUnreadable, err.Error(), hintOf(err))
		return kase{name: arg, unreadable: true}, nil
	}
	stopped := tellStopped(b, s)
	if textBytes(b.Captures) > smallBundle {
		a.large.Lock() // large bundles are diagnosed one at a time, so that memory holds what one of them needs
		defer a.large.Unlock()
	}
	c, err := a.diagnose([]analyze.Input{inputOf(b, readAll(b.Captures, a.limits))}, roles)
	if err != nil {
		return c, err
	}
	c.unreadable = stopped
	c.complain(s)
	return c, nil
}

// merged opens bundles and diagnoses them as one case. What cannot be opened is told and does not stop the rest.
func (a *analysis) merged(args []string, roles map[string]string, s streams) (kase, error) {
	var inputs []analyze.Input
	broken := false
	taken := map[string]bool{}
	for _, arg := range args {
		b, err := collect.Open(arg, s.in, a.limits)
		if err != nil {
			s.fail(exitUnreadable, err.Error(), hintOf(err))
			broken = true
			continue
		}
		rename(b, unique(b.Name, taken))
		b.Prefix(b.Name)
		broken = tellStopped(b, s) || broken
		inputs = append(inputs, inputOf(b, readAll(b.Captures, a.limits)))
	}
	if len(inputs) == 0 {
		return kase{name: args[0], unreadable: true}, nil
	}
	c, err := a.diagnose(inputs, roles)
	if err != nil {
		return c, err
	}
	c.unreadable = broken
	c.complain(s)
	return c, nil
}

// complain tells why nothing could be diagnosed, with what was refused, and that the captures are about another vault.
func (c kase) complain(s streams) {
	if len(c.others) > 0 {
		s.note(fmt.Sprintf("nothing in %s names the vault %s; named: %s", c.name, c.diagnosis.Vault.Name, strings.Join(c.others, ", ")))
	}
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
	if a.accept != "" {
		e.Accept(d, a.accepts, a.asOf)
	}
	c := kase{name: d.Bundle.Name, diagnosis: d, named: known, others: e.OtherVaults()}
	if names := e.VantageNames(); names != "" {
		c.vantages = strings.Split(names, ", ")
	}
	return c, nil
}

// tellStopped tells which limits ended the reading of a bundle early, and reports whether one did.
func tellStopped(b *collect.Bundle, s streams) bool {
	stopped := false
	for _, p := range b.Problems {
		if p.Kind == collect.Stopped {
			stopped = true
			s.fail(exitUnreadable, fmt.Sprintf("%s: %s", p.File, p.Detail), "")
		}
	}
	return stopped
}

// smallBundle is the most bytes of captures of which several are held and read at a time.
const smallBundle = 4 << 20

// textBytes returns the size of captures.
func textBytes(captures []collect.Capture) int {
	total := 0
	for _, c := range captures {
		total += len(c.Text)
	}
	return total
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
	workers := 1
	if textBytes(captures) <= smallBundle {
		workers = runtime.GOMAXPROCS(0)
	}
	found := make([][]parse.Record, len(captures))
	onAll(len(captures), workers, func(i int) {
		found[i] = parse.Read(source(&captures[i], limits))
		captures[i].Text, captures[i].Original = "", "" // the records quote what they need
	})
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
