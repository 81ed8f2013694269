package main

import (
	"fmt"
	"io"
	"strings"

	"kvdoctor/analyze"
	"kvdoctor/report"
)

// A ledger prints outcomes in their order and keeps the accounts of them.
type ledger struct {
	s       streams
	out     io.Writer // standard output or file
	file    *pending  // of --output; nil if there is none
	text    bool      // the format is text
	several bool      // so that a summary follows
	roles   map[string]string

	progress    progress
	printed     bool // something was
	status      int
	failed      error                // printing failed
	wrong       bool                 // the command line does not fit a bundle
	partly      bool                 // a case was not read whole: it may hold any vantage
	known, have map[string]bool      // of the names of --vantage those that are there; the names of all vantages
	rows        []report.Row         // for the summary
	accepts     []analyze.Acceptance // what came of the entries of --accept in all cases
}

// take prints an outcome and reports whether to go on.
func (t *ledger) take(o outcome) bool {
	t.progress.clear()
	t.s.err.Write(o.errs)
	t.count(o)
	if !t.several && o.wrong == nil {
		o.wrong = t.unknown() // before anything is printed
	}
	switch {
	case o.wrong != nil:
		message := o.wrong.Error()
		if t.several {
			message = o.name + ": " + message
		}
		t.s.fail(exitUsage, message, "")
		t.wrong = true
	case len(o.printed) > 0:
		if t.text && t.printed {
			o.printed = append([]byte("\n"), o.printed...)
		}
		t.printed = true
		_, t.failed = t.out.Write(o.printed)
	}
	t.progress.next(o.status)
	return t.failed == nil
}

// rank orders the statuses of cases: that of all of them is the highest.
func rank(status int) int {
	return map[int]int{exitUsage: 4, exitUnreadable: 3, exitFinding: 2, exitInconclusive: 1, exitOK: 0}[status]
}

// count keeps the accounts of an outcome.
func (t *ledger) count(o outcome) {
	if rank(o.status) > rank(t.status) {
		t.status = o.status
	}
	t.partly = t.partly || o.unreadable
	if len(t.roles) > 0 {
		if t.known == nil {
			t.known, t.have = map[string]bool{}, map[string]bool{}
		}
		for _, name := range o.named {
			t.known[name] = true
		}
		for _, name := range o.vantages {
			t.have[name] = true
		}
	}
	if t.text && t.several {
		t.rows = append(t.rows, o.row)
	}
	t.accepts = analyze.JoinAccepts(t.accepts, o.accepts)
}

// unknown returns the error of a name of --vantage that no case knows.
func (t *ledger) unknown() error {
	if t.partly || t.wrong {
		return nil
	}
	return unknownNames(t.roles, t.known, t.have)
}

// end prints the summary of several cases, finishes the file and returns the status of all.
func (t *ledger) end() int {
	t.progress.clear()
	if err := t.unknown(); t.several && err != nil {
		t.s.fail(exitUsage, err.Error(), "")
		t.wrong = true
	}
	if t.wrong {
		t.status = exitUsage
	}
	if t.failed == nil && t.text && t.several {
		summary := report.Summary(t.rows, t.accepts)
		if t.printed {
			summary = "\n" + summary
		}
		t.printed = true
		_, t.failed = io.WriteString(t.out, summary)
	}
	if t.file == nil {
		if t.failed != nil {
			return t.s.fail(exitUnreadable, fmt.Sprintf("cannot write the report: %v", reason(t.failed)), "")
		}
		return t.status
	}
	if t.wrong || !t.printed {
		t.file.drop()
		return t.status
	}
	if err := t.file.keep(); err != nil {
		return t.s.refuse(err)
	}
	return t.status
}

// A progress shows on a terminal how far a long run has come; it is gone when the run ends.
type progress struct {
	w                    io.Writer
	on                   bool
	total, done, failing int
	width                int // of what stands there now
}

// next shows that one more case is done.
func (p *progress) next(status int) {
	if !p.on {
		return
	}
	p.done++
	if status == exitFinding || status == exitUnreadable {
		p.failing++
	}
	text := fmt.Sprintf("kvdoctor: %d of %d bundles, %d with findings or unreadable", p.done, p.total, p.failing)
	p.width = len(text)
	fmt.Fprint(p.w, text)
}

// clear takes away what is shown, with nothing that a simple terminal does not know.
func (p *progress) clear() {
	if p.width > 0 {
		fmt.Fprint(p.w, "\r"+strings.Repeat(" ", p.width)+"\r")
		p.width = 0
	}
}
