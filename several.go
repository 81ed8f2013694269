package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// An outcome is what is kept of a case once it is diagnosed: its report as it will be printed, not the diagnosis.
type outcome struct {
	kase           // without its diagnosis
	printed []byte // for standard output
	errs    []byte // for standard error
	row     report.Row
	accepts []analyze.Acceptance
	status  int
	wrong   error // the command line does not fit the bundle
}

// report diagnoses the bundles, as several cases or as one, prints the reports in the order given and returns the status.
func (a *analysis) report(args []string, format report.Format, roles map[string]string, s streams) int {
	t := &ledger{roles: roles, text: a.format == "text", several: len(args) > 1 && !a.merge, s: s, out: s.out}
	if a.output != "" && a.output != "-" {
		file, err := create(a.output)
		if err != nil {
			return s.refuse(err)
		}
		t.file, t.out = file, file
		defer file.dropOnSignal()()
	}
	options := report.Options{All: a.all, Color: a.colored(s.out), Several: t.several, FailOn: failOns[a.failOn]}
	if !t.several {
		t.take(a.conclude(args[0], s.in, format, options, func(s streams) (kase, error) {
			if a.merge {
				return a.merged(args, roles, s)
			}
			return a.single(args[0], roles, s)
		}))
		return t.end()
	}
	workers := runtime.GOMAXPROCS(0)
	roomFor(workers)
	t.progress = progress{w: s.err, total: len(args), on: isTerminal(s.err)}
	inOrder(len(args), workers, func(i int) outcome {
		return guarded(args[i], func() outcome {
			return a.conclude(args[i], s.in, format, options, func(s streams) (kase, error) { return a.single(args[i], roles, s) })
		})
	}, t.take)
	return t.end()
}

// conclude diagnoses the case of an argument and prints its report.
func (a *analysis) conclude(arg string, in io.Reader, format report.Format, options report.Options, diagnose func(streams) (kase, error)) outcome {
	var printed, errs bytes.Buffer
	told := streams{in: in, err: &errs}
	c, err := diagnose(told)
	o := outcome{kase: c, wrong: err, row: report.RowOf(c.name, arg, c.diagnosis), status: a.statusOf(c)}
	switch {
	case err != nil:
		o.name, o.status = arg, exitUsage
		o.row = report.Row{Bundle: arg, Arg: arg, Verdict: report.Undiagnosed, Path: "-"}
	case c.diagnosis != nil:
		o.accepts = c.diagnosis.Accepts
		if err := format.Write(&printed, c.diagnosis, options); err != nil {
			o.status = told.fail(exitUnreadable, fmt.Sprintf("%s: %v", arg, err), "")
		}
	}
	o.diagnosis, o.printed, o.errs = nil, printed.Bytes(), errs.Bytes()
	return o
}

// guarded does work that must not stop the rest, whatever happens in it. A single bundle is not guarded: its trace is
// what helps to mend the fault.
func guarded(arg string, work func() outcome) (o outcome) {
	defer func() {
		if p := recover(); p != nil {
			var errs bytes.Buffer
			what, _, _ := strings.Cut(fmt.Sprint(p), "\n")
			status := streams{err: &errs}.fail(exitUnreadable, fmt.Sprintf("%s: kvdoctor failed on it: %s", arg, what),
				"analyze it alone to see where, and report the fault")
			o = outcome{kase: kase{name: arg, unreadable: true}, errs: errs.Bytes(), row: report.RowOf(arg, arg, nil), status: status}
		}
	}()
	return work()
}

// roomFor lets the garbage collector use as much memory for each of several workers as for one.
func roomFor(workers int) {
	if limit := int64(workers) * memoryLimit; debug.SetMemoryLimit(-1) < limit {
		debug.SetMemoryLimit(limit)
	}
}

// inOrder calls work with 0 to n-1 on several processors and take with the results in their order, as soon as the next is
// there, until take returns false. Few results wait: a worker that is far ahead waits for the slowest.
func inOrder[T any](n, workers int, work func(int) T, take func(T) bool) {
	type job struct {
		i    int
		done chan T
	}
	jobs, queue, stop := make(chan job), make(chan chan T, 2*workers), make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		defer close(queue)
		defer close(jobs)
		for i := range n {
			j := job{i, make(chan T, 1)}
			select {
			case queue <- j.done:
				jobs <- j
			case <-stop:
				return
			}
		}
	})
	for range workers {
		wait.Go(func() {
			for j := range jobs {
				j.done <- work(j.i)
			}
		})
	}
	for done := range queue {
		if !take(<-done) {
			close(stop)
			break
		}
	}
	wait.Wait()
}

// onAll calls work with 0 to n-1 on several processors, in any order. A panic goes on in the caller, who may guard against
// it.
func onAll(n, workers int, work func(int)) {
	var next atomic.Int64
	var fault atomic.Pointer[string]
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					text := fmt.Sprintf("%v\n%s", p, debug.Stack())
					fault.CompareAndSwap(nil, &text)
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	wait.Wait()
	if text := fault.Load(); text != nil {
		panic(*text)
	}
}

// unknownNames returns the error of names of --vantage that no case knows; nil where all are known.
func unknownNames(roles map[string]string, known, have map[string]bool) error {
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		switch {
		case known[name]:
		case len(have) == 0:
			return fmt.Errorf("no vantage is called %q: nothing in the bundle was captured on a machine", name)
		default:
			return fmt.Errorf("no vantage is called %q; the vantages are: %s", name, strings.Join(slices.Sorted(maps.Keys(have)), ", "))
		}
	}
	return nil
}
