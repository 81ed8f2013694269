package main

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kvdoctor/collect"
	"kvdoctor/parse"
)

// A quietForm tells the lines of some kinds of captures that say nothing.
type quietForm struct {
	kinds        []string
	begins, hold []string
}

// quietLines are the forms of lines that the readers of names and addresses understand and keep nothing of: headings, lines
// about the server, what is printed twice, records that are no answer. They are told by their begin, or by what they hold.
var quietLines = []quietForm{
	{[]string{"dig", "host"}, []string{";", "Using domain server:", "Name:", "Address:", "Aliases:", "Trying ", "Received "},
		[]string{"\tIN\t", " IN ", " IN\t", " 604800 ", "is an alias for", "has address", "has IPv6 address", "mail is handled by"}},
	{[]string{"nslookup-bind", "nslookup-busybox", "nslookup-windows"},
		[]string{">", ";;", "*** ", "** ", "-----", "->", "DNS request timed out.", "timeout was ", "nslookup ", "nslookup:", "Got answer:", "SendRequest()", "\""}, []string{":", "：", " = ", "type = ", "text =", "canonical name ="}},
	{[]string{"getent"}, nil, []string{"DGRAM", "RAW"}},
	{[]string{"resolve-dnsname"}, []string{"Name ", "----", "At line:", "+ "}, []string{" : ", ":"}},
	{[]string{"resolvectl"}, []string{"Global", "Link ", "-- ", "LLMNR", "DNSSEC"}, []string{":"}},
	{[]string{"ipconfig"}, []string{"Windows"}, []string{". :", " IP ", ". . :", ":"}},
	{[]string{"hosts", "resolv.conf"}, []string{"#", ";", "options"}, nil},
}

// TestLinesAreTold reads the captures of DNS tools and checks that each line is one that a fact rests on, or is told as not
// understood, or has a form that says nothing.
func TestLinesAreTold(t *testing.T) {
	for _, root := range []string{"testdata/parse", "../shared/corpus"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".txt" {
				return nil
			}
			b, err := collect.Open(path, nil, collect.DefaultLimits())
			if err != nil {
				return nil
			}
			for i := range b.Captures {
				checkTold(t, &b.Captures[i])
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// checkTold checks the lines of one capture.
func checkTold(t *testing.T, c *collect.Capture) {
	t.Helper()
	src := source(c, collect.DefaultLimits())
	lines := strings.Split(src.Text, "\n")
	for _, s := range parse.Survey(src) {
		i := slices.IndexFunc(quietLines, func(q quietForm) bool { return slices.Contains(q.kinds, s.Kind) })
		if i < 0 {
			continue
		}
		told := map[int]bool{}
		for _, r := range s.Records {
			for _, cite := range r.Fact.Cites() {
				told[cite.Line] = true
			}
		}
		for _, u := range s.Unread {
			told[u.Line] = true
		}
		for n := s.Line; n < s.Line+s.Lines; n++ {
			k := n - max(src.Line, 1)
			if k >= len(lines) || told[n] {
				continue
			}
			line := strings.TrimSpace(lines[k])
			quiet := len(strings.Fields(line)) < 2 || // it goes on with the line above
				slices.ContainsFunc(quietLines[i].begins, func(w string) bool { return strings.HasPrefix(line, w) }) ||
				slices.ContainsFunc(quietLines[i].hold, func(w string) bool { return strings.Contains(line, w) })
			if !quiet {
				t.Errorf("%s:%d: %s: %q is told by nothing", c.Path, n, s.Kind, line)
			}
		}
	}
}
