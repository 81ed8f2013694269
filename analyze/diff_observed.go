package analyze

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// An observation is a lookup or a request that was made on a machine: what can be made again.
type observation struct {
	vantage, what string // what is compared: the name that was looked up and how, or the URL
	outcome       string // without the classes of addresses
	says          string // for people
	file          string
	line          int // its first
}

// observations returns the lookups and requests of a side.
func observations(d *Diagnosis) []observation {
	var out []observation
	add := func(o observation, cites []Cite) {
		for i, c := range cites {
			if i == 0 || c.Line < o.line {
				o.file, o.line = c.File, c.Line
			}
		}
		out = append(out, o)
	}
	for _, l := range d.Facts.Lookups {
		what := "lookup " + strings.ToLower(string(l.Query)) + " " + family(l.Tool)
		if l.Control {
			what += " at " + string(l.Server)
		}
		answer := cmp.Or(bare(addressText(l.Addresses)), string(l.Outcome))
		add(observation{vantage: l.Vantage, what: what, outcome: answer, says: fmt.Sprintf("%s of %s on %s", l.Tool, l.Query, l.Vantage)}, l.Cites)
	}
	for _, r := range d.Facts.Requests {
		where := address(string(r.URL))
		if where == "" && len(r.Cites) > 0 {
			where = lastName(r.Cites[0].File) // nothing else tells which request it was
		}
		add(observation{vantage: r.Vantage, what: "request " + where, outcome: bare(requestText(&r)), says: fmt.Sprintf("a request like that of %s on %s", where, r.Vantage)}, r.Cites)
	}
	return out
}

// family tells tools that ask a DNS server themselves from those that ask the system, which reads its hosts file first.
func family(tool string) string {
	if slices.Contains([]string{"dig", "host", "nslookup"}, strings.ToLower(tool)) {
		return "by DNS"
	}
	return "by the system"
}

// address returns a URL without what differs from one run to the next: the query, and the case of the host.
func address(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	return strings.ToLower(u.Scheme+"://"+u.Host) + strings.TrimSuffix(u.Path, "/")
}

// notMadeAgain names an observation that a finding of before rests on and that was not made again after: without it
// nobody can tell that the fault is gone. It is empty where all were.
func (c *comparison) notMadeAgain(f *Finding) string {
	for _, at := range f.Cites {
		if at.Pointer != "" && f.Vantage == "" {
			continue // of an export, whose check says what it needs; a client's is the body of an answer
		}
		if o := owner(c.observed, at); o != nil && !c.observedAgain[[2]string{o.vantage, o.what}] {
			return o.says
		}
	}
	return ""
}

// owner returns the observation that a quoted line belongs to: the last one of the file that begins at the line or
// above it; nil if there is none.
func owner(all []observation, at Cite) *observation {
	var out *observation
	for i := range all {
		if o := &all[i]; o.file == at.File && o.line <= at.Line && (out == nil || o.line > out.line) {
			out = o
		}
	}
	return out
}

// failures are the checks that tell how a request fails. Where one of them finds something in place of another, the
// request still fails.
var failures = []string{"KV701", "KV702", "KV703", "KV704", "KV709"}

// failureOf returns the finding of a side that tells of another failure of the same client's requests.
func failureOf(d *Diagnosis, f *Finding) *Finding {
	if !slices.Contains(failures, f.Code) {
		return nil
	}
	for i := range d.Findings {
		if a := &d.Findings[i]; slices.Contains(failures, a.Code) && a.Vantage == f.Vantage {
			return a
		}
	}
	return nil
}
