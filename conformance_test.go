package main

import (
	"bufio"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kvdoctor/collect"
	"kvdoctor/parse"
)

// corpus holds captures that nobody here wrote; a plain clone does not have it.
const corpus = "../shared/corpus"

// leastRecall is the part of the expected facts that has to be found.
const leastRecall = 0.98

// An expectation is what a reader by eye found in one file of the corpus.
type expectation struct {
	file     string
	required map[string]bool
	optional map[string]bool // could be read either way
}

// A score counts what was expected and found.
type score struct{ files, expected, found, extra int }

// TestConformance reads the whole corpus and compares what is found with what people found by eye.
func TestConformance(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no ../shared/corpus beside the checkout: the conformance of the readers is not tested")
	}
	lists, err := filepath.Glob("testdata/conformance/*.txt")
	if err != nil || len(lists) == 0 {
		t.Fatal("no expectations", err)
	}
	total := score{}
	byFact := map[string]*score{}
	for _, list := range lists {
		folder := score{}
		for _, want := range readExpectations(t, list) {
			got := factsIn(t, filepath.Join(corpus, filepath.FromSlash(want.file)))
			want.compare(t, got, &folder, byFact)
		}
		t.Logf("%-20s %4d files, %4d of %4d expected facts, %d more", strings.TrimSuffix(filepath.Base(list), ".txt"),
			folder.files, folder.found, folder.expected, folder.extra)
		total.files, total.expected = total.files+folder.files, total.expected+folder.expected
		total.found, total.extra = total.found+folder.found, total.extra+folder.extra
	}
	for _, fact := range slices.Sorted(maps.Keys(byFact)) {
		c := byFact[fact]
		t.Logf("    %-18s %4d of %4d, %d more", fact, c.found, c.expected, c.extra)
	}
	recall := float64(total.found) / float64(total.expected)
	t.Logf("all: %d files, %d of %d expected facts (%.2f %%), %d more", total.files, total.found, total.expected, 100*recall, total.extra)
	if recall < leastRecall {
		t.Errorf("recall %.4f, want %.2f at least", recall, leastRecall)
	}
}

// readExpectations reads one list.
func readExpectations(t *testing.T, name string) []expectation {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []expectation
	plain := func(line string) string {
		words := strings.Split(line, " ")
		for i, w := range words {
			if a, err := netip.ParseAddr(w); err == nil {
				words[i] = a.String() // fe00::0 is fe00::
			}
		}
		return strings.Join(words, " ")
	}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := strings.TrimSpace(sc.Text())
		last := len(list) - 1
		if file, ok := strings.CutPrefix(line, "file "); ok {
			list = append(list, expectation{file: file, required: map[string]bool{}, optional: map[string]bool{}})
		} else if either, ok := strings.CutPrefix(line, "? "); ok {
			list[last].optional[plain(either)] = true
		} else if line != "" {
			list[last].required[plain(line)] = true
		}
	}
	return list
}

// compare counts what was found of a file. An address that nobody saw in it is invented, and fails the test.
func (e expectation) compare(t *testing.T, got map[string]bool, folder *score, byFact map[string]*score) {
	t.Helper()
	count := func(line string) *score {
		fact, _, _ := strings.Cut(line, " ")
		if byFact[fact] == nil {
			byFact[fact] = &score{}
		}
		return byFact[fact]
	}
	folder.files++
	for _, line := range slices.Sorted(maps.Keys(e.required)) {
		folder.expected++
		count(line).expected++
		if got[line] || sameKind(line, got) {
			folder.found++
			count(line).found++
		} else {
			t.Logf("%s: not found: %s", e.file, line)
		}
	}
	for _, line := range slices.Sorted(maps.Keys(got)) {
		if e.required[line] || e.optional[line] || sameKind("kind http", map[string]bool{line: true}) && e.required["kind http"] {
			continue
		}
		folder.extra++
		count(line).extra++
		t.Logf("%s: found besides: %s", e.file, line)
		if a, ok := addressIn(line); ok && !e.mentions(a) {
			t.Errorf("%s: invented: %s", e.file, line)
		} else if !slices.Contains(looseFacts, strings.Fields(line)[0]) {
			t.Errorf("%s: nobody saw: %s", e.file, line)
		}
	}
}

// sameKind reports whether a kind was found under the name that the readers have for it. By eye, a response and a
// recording of one are http; the readers call the first curl's, whose output looks no other, and tell the second apart.
func sameKind(line string, got map[string]bool) bool {
	return line == "kind http" && (got["kind curl"] || got["kind http-recording"])
}

// looseFacts may be told beyond what is expected: the type that dig asks for by itself, a certificate's bare names, the
// names that a placeholder such as <vault> stands in, or the names of a zone that was transferred.
var looseFacts = []string{"kind", "type", "issuer", "subject", "masked", "outcome", "query", "name"}

// addressFacts are the facts whose last word is an address.
var addressFacts = []string{"address", "server", "connected", "own", "resolver", "interface-address", "endpoint-dns", "network-dns", "client-address", "addr"}

// addressIn returns the address that a fact line tells.
func addressIn(line string) (netip.Addr, bool) {
	words := strings.Fields(line)
	if len(words) < 2 || !slices.Contains(addressFacts, words[0]) {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(words[len(words)-1])
	return a, err == nil
}

// mentions reports whether any expected line of the file tells an address.
func (e expectation) mentions(a netip.Addr) bool {
	for _, set := range []map[string]bool{e.required, e.optional} {
		for line := range set {
			if have, ok := addressIn(line); ok && have == a {
				return true
			}
		}
	}
	return false
}

// factsIn reads a file of the corpus and returns what was found, in the words of the expectations.
func factsIn(t *testing.T, path string) map[string]bool {
	t.Helper()
	b, err := collect.Open(path, nil, collect.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for i := range b.Captures {
		for _, s := range parse.Survey(source(&b.Captures[i], collect.DefaultLimits())) {
			got["kind "+kindOf(&s)] = true
			masked := slices.ContainsFunc(s.Records, func(r parse.Record) bool { return parse.FactName(r.Fact) == "masked" })
			for _, r := range s.Records {
				for _, line := range factLines(r.Fact, masked) {
					got[line] = true
				}
			}
		}
	}
	if len(got) > 1 {
		delete(got, "kind unrecognised")
	}
	return got
}

func kindOf(s *parse.Section) string {
	if s.Kind == "" {
		return "unrecognised"
	}
	return s.Kind
}

// lines collects fact lines.
type lines []string

// add keeps a line unless its last word is empty.
func (l *lines) add(fact string, words ...any) {
	text := make([]string, len(words))
	for i, w := range words {
		text[i] = strings.TrimSpace(fmt.Sprint(w))
		if text[i] == "" || text[i] == "invalid IP" {
			return
		}
	}
	*l = append(*l, fact+" "+strings.Join(text, " "))
}
