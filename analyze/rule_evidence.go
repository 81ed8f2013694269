package analyze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kvdoctor/parse"
)

// name returns the case's name.
func (e *Evidence) name() string {
	var names []string
	for _, in := range e.inputs {
		names = append(names, in.Name)
	}
	return strings.Join(names, "+")
}

// nothingRecognised reports a bundle in which no capture is understood.
func nothingRecognised(e *Evidence) []Finding {
	if e.recognised > 0 {
		return nil
	}
	f := fail(e.name(), nil, "no capture in the bundle is of a known kind")
	for _, u := range e.unknown {
		f.Cites = append(f.Cites, citesOf(u.First)...)
	}
	for _, in := range e.inputs {
		for _, p := range in.Problems {
			f.Cites = append(f.Cites, citesOf(p.Cite)...)
		}
	}
	if len(f.Cites) == 0 {
		f.Cites = []Cite{{File: e.name()}}
	}
	f.Cites = f.Cites[:min(len(f.Cites), 5)]
	return []Finding{f}
}

// captureUnrecognised reports each file of no known kind.
func captureUnrecognised(e *Evidence) []Finding {
	var out []Finding
	for _, u := range e.unknown {
		detail := u.First.File + " is of no known kind"
		if u.Empty {
			detail = u.First.File + " is empty"
		}
		out = append(out, fail(u.First.File, nil, detail, u.First))
	}
	return out
}

// linesUnread reports captures of a known kind in which lines were not understood.
func linesUnread(e *Evidence) []Finding {
	var out []Finding
	for _, u := range e.unread {
		detail := fmt.Sprintf("%d line(s) of %s were not understood, the first is line %d", u.Count, u.First.File, u.First.Line)
		out = append(out, fail(u.First.File, nil, detail, u.First))
	}
	return out
}

// providerText is in the error that is a cause of its own (KV209) and no failed export.
const providerText = "Microsoft.KeyVault provider must be registered"

// exportFailed reports exports that hold an error in place of data.
func exportFailed(e *Evidence) []Finding {
	var out []Finding
	for _, x := range e.errors {
		if strings.Contains(x.Message, providerText) {
			continue
		}
		detail := fmt.Sprintf("%s holds no data: %s", x.origin.File, firstOf(x.Message, x.Code, "the file is empty"))
		out = append(out, fail(x.origin.File, nil, detail, x.Cite))
	}
	return out
}

// firstOf returns the first text that is not empty, on one line.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t = strings.Join(strings.Fields(t), " "); t != "" {
			return t
		}
	}
	return ""
}

// exportPartial reports exports that are cut off or lack a page.
func exportPartial(e *Evidence) []Finding {
	var out []Finding
	for _, p := range e.partials {
		out = append(out, fail(p.Cite.File, nil, fmt.Sprintf("%s is not whole: %s", p.Cite.File, p.Reason), p.Cite))
	}
	return out
}

// bundleProblems reports the problems of one code that the container's reader met.
func bundleProblems(code string) func(*Evidence) []Finding {
	return func(e *Evidence) []Finding {
		var out []Finding
		for _, in := range e.inputs {
			for _, p := range in.Problems {
				last := len(out) - 1
				switch {
				case p.Code != code:
				case last >= 0 && out[last].Subject == p.Subject && len(out[last].Detail) < 400:
					out[last].Detail += "; " + p.Detail
					out[last].Cites = append(out[last].Cites, citesOf(p.Cite)...)
				default:
					out = append(out, fail(p.Subject, nil, p.Detail, p.Cite))
				}
			}
		}
		return out
	}
}

// checksumMismatch reports files that differ from their checksum in the manifest.
func checksumMismatch(e *Evidence) []Finding {
	found := bundleProblems("KV006")(e)
	verified := slices.ContainsFunc(e.inputs, func(in Input) bool { return in.Verified != nil })
	if len(found) == 0 && !verified {
		return []Finding{idle(e.name(), nil)}
	}
	for i, f := range found {
		found[i].Detail = f.Subject + " is not as it was collected: its " + f.Detail
	}
	return found
}

// manifestInvalid reports what is wrong with the manifest.
func manifestInvalid(e *Evidence) []Finding { return bundleProblems("KV009")(e) }

// memberRefused reports archive members that were not read.
func memberRefused(e *Evidence) []Finding { return bundleProblems("KV010")(e) }

// bundleCutShort reports an archive that ends early.
func bundleCutShort(e *Evidence) []Finding { return bundleProblems("KV011")(e) }

// severalVaults reports captures of several vaults among which nothing settles which is meant.
func severalVaults(e *Evidence) []Finding {
	if len(e.id.all) < 2 {
		return nil
	}
	f := fail(e.name(), nil, fmt.Sprintf("the captures speak of several vaults (%s); --vault says which is meant", strings.Join(e.id.all, ", ")))
	seen := map[string]bool{}
	note := func(label string, at parse.Cite) {
		if !seen[label] {
			seen[label] = true
			f.Cites = append(f.Cites, citesOf(at)...)
		}
	}
	for _, l := range e.allLookups {
		_, label, _ := splitHost(nameOf(l.Lookup))
		note(label, l.At)
	}
	for _, r := range e.allRequests {
		_, label, _ := splitHost(r.Host)
		note(label, r.At)
	}
	for _, v := range e.vaults {
		note(strings.ToLower(v.Name.Value), v.Name.Cite)
	}
	return []Finding{f}
}

// capturesFarApart reports captures of one case that were taken more than an hour apart.
func capturesFarApart(e *Evidence) []Finding {
	var first, last parse.Record
	for _, in := range e.inputs {
		for _, r := range in.Records {
			t := r.Origin.Started
			if t.IsZero() || len(r.Fact.Cites()) == 0 {
				continue
			}
			if first.Origin == nil || t.Before(first.Origin.Started) {
				first = r
			}
			if last.Origin == nil || t.After(last.Origin.Started) {
				last = r
			}
		}
	}
	if first.Origin == nil {
		return []Finding{idle(e.name(), nil)}
	}
	if last.Origin.Started.Sub(first.Origin.Started) <= time.Hour {
		return nil
	}
	gap := last.Origin.Started.Sub(first.Origin.Started).Round(time.Minute)
	detail := fmt.Sprintf("%s was taken %s after %s", last.Origin.File, gap, first.Origin.File)
	return []Finding{fail(e.name(), nil, detail, first.Fact.Cites()[0], last.Fact.Cites()[0])}
}
