package parse

import (
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// A dnsCase is one capture and the facts that stand in it.
type dnsCase struct {
	name    string
	command string
	file    string // below testdata/parse; in is used where it is empty
	in      string
	stderr  string
	exit    *int
	whole   bool
	want    func(c citer) []Fact
}

// A citer makes the cites, names and addresses that a test wants, from line numbers of the capture.
type citer struct {
	file  string
	lines []string
	err   *citer // of standard error
}

func newCiter(file, text string) *citer {
	return &citer{file: file, lines: strings.Split(text, "\n")}
}

// at quotes a line.
func (c citer) at(line int) Cite {
	return Cite{File: c.file, Line: line, Text: strings.TrimSpace(c.lines[line-1])}
}

// names makes a chain: a line, then the names that stand in it, then the next line ...
func (c citer) names(parts ...any) []Name {
	var names []Name
	line := 0
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			line = p
		case string:
			names = append(names, Name{Name: p, Cite: c.at(line)})
		}
	}
	return names
}

// addr makes an address without time to live.
func (c citer) addr(line int, addr string) Addr { return c.ttl(line, addr, -1) }

func (c citer) ttl(line int, addr string, ttl int) Addr {
	return Addr{Addr: netip.MustParseAddr(addr), TTL: ttl, Cite: c.at(line)}
}

// unread makes the fact that tells unread lines.
func (c citer) unread(first, count int) *Unread { return &Unread{Count: count, First: c.at(first)} }

// masked makes the fact that tells a masked address.
func (c citer) masked(line int, text string) *Masked { return &Masked{Text: text, Cite: c.at(line)} }

// runDNSCases reads every capture, and demands that the named reader is the one that read it.
func runDNSCases(t *testing.T, kind string, cases []dnsCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			src := dnsSource(t, tc)
			c := newCiter(src.File, src.Text)
			c.err = newCiter(src.File+".err", tc.stderr)
			records := Read(src)
			checkQuotes(t, src, records)
			var got []Fact
			for _, r := range records {
				if r.Kind != kind {
					t.Errorf("kind is %q, want %q", r.Kind, kind)
				}
				got = append(got, r.Fact)
			}
			if diff := cmp.Diff(tc.want(*c), got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
				t.Errorf("facts differ (-want +got):\n%s", diff)
			}
		})
	}
}

func dnsSource(t testing.TB, tc dnsCase) Source {
	t.Helper()
	src := Source{Origin: Origin{File: "capture.txt", Line: 1, Command: tc.command, Exit: tc.exit, Whole: tc.whole}, Text: tc.in}
	if tc.file != "" {
		data, err := os.ReadFile(filepath.Join("..", "testdata", "parse", tc.file))
		if err != nil {
			t.Fatal(err)
		}
		src.Text = string(data)
	}
	if tc.stderr != "" {
		src.Stderr = &Source{Origin: Origin{File: src.File + ".err", Line: 1}, Text: tc.stderr}
	}
	return src
}

// recordAddrs returns the addresses that a record holds.
func recordAddrs(f Fact) []Addr {
	switch f := f.(type) {
	case *Lookup:
		return f.Addresses
	case *OwnAddress:
		return []Addr{f.Addr}
	case *Resolver:
		return []Addr{f.Addr}
	case *HostsEntry:
		return []Addr{f.Addr}
	}
	return nil
}

// checkAddresses fails the test unless every address stands in the line that it cites, and is no mapped one.
func checkAddresses(t *testing.T, records []Record) {
	t.Helper()
	for _, r := range records {
		for _, a := range recordAddrs(r.Fact) {
			if a.Addr.Is4In6() {
				t.Fatalf("%s is an IPv4-mapped address", a.Addr)
			}
			if len(a.Cite.Text) < maxQuote && !standsIn(a.Addr, a.Cite.Text) {
				t.Fatalf("address %s does not stand in the line %q", a.Addr, a.Cite.Text)
			}
		}
	}
}

// standsIn reports whether one of the words of a line is the address.
func standsIn(addr netip.Addr, line string) bool {
	words := append(strings.Fields(line), strings.FieldsFunc(line, func(r rune) bool { return r == '/' || unicode.IsSpace(r) })...)
	for _, word := range words {
		word = strings.Trim(word, "`")
		starts := []string{word, strings.TrimPrefix(word, "addr:")}
		for _, glued := range []string{"A", "AAAA"} {
			starts = append(starts, strings.TrimPrefix(strings.TrimPrefix(word, "IN"), glued))
		}
		for i := strings.IndexAny(word, ":："); i >= 0 && i < len(word); i = len(word) {
			_, rest, _ := strings.Cut(word, ":")
			starts = append(starts, rest, strings.TrimLeft(strings.TrimPrefix(word[i:], "："), ":"))
		}
		for _, s := range starts {
			s, _ = cutRemark(s)
			if got, ok := dnsAddr(s); ok && got == addr {
				return true
			}
		}
	}
	return false
}

// hasMasked reports whether an address is masked.
func hasMasked(records []Record) bool {
	return slices.ContainsFunc(records, func(r Record) bool { _, ok := r.Fact.(*Masked); return ok })
}

// checkLookups fails the test unless the outcome of every lookup agrees with its addresses.
func checkLookups(t *testing.T, records []Record) {
	t.Helper()
	for _, r := range records {
		l, ok := r.Fact.(*Lookup)
		if !ok {
			continue
		}
		if len(l.Addresses) > 0 && (l.Outcome != Answer || !addressKind(l.Type)) {
			t.Fatalf("lookup of %q, type %q, has addresses and outcome %s", l.Query, l.Type, l.Outcome)
		}
		if l.Outcome == Answer && len(l.Addresses) == 0 && addressKind(l.Type) && l.Type != "ANY" && !hasMasked(records) {
			t.Fatalf("lookup of %q is answered without an address", l.Query)
		}
		seen := map[string]bool{}
		for _, n := range l.Chain {
			if seen[n.Name] || n.Name != canonical(n.Name) {
				t.Fatalf("chain of %q holds %q twice, or not in canonical form", l.Query, n.Name)
			}
			seen[n.Name] = true
		}
	}
}

// fuzzReader fuzzes one reader with the captures of its folder and the lines that are hard to read.
func fuzzReader(f *testing.F, r reader, folder string, commands ...string) {
	f.Helper()
	files, _ := filepath.Glob(filepath.Join("..", "testdata", "parse", folder, "*"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, command := range append(commands, "") {
			f.Add(command, string(data))
		}
	}
	for _, text := range []string{"Server: ::ffff:10.1.2.3\r\nAddress: 10.x.x.3\r\n", "> a.b\n> server c\n*** x: y\n", "a. IN A\na. 1 IN A [::1%e]\n", "ȺȺȺȺȺȺȺȺȺȺ A a\n"} {
		f.Add("", text)
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		half := strings.LastIndexByte(text[:len(text)/2], '\n') + 1
		src := Source{Origin: Origin{File: "f", Line: 7, Command: command}, Text: text}
		origin := src.Origin
		out := &sink{kind: r.name, origin: &origin}
		r.match(&src, headLines(src.Text))
		r.read(&src, out)
		both := Source{Origin: origin, Text: text[:half], Stderr: &Source{Origin: Origin{File: "e", Line: 1}, Text: text[half:]}}
		outBoth := &sink{kind: r.name, origin: &origin}
		r.read(&both, outBoth)
		for s, o := range map[*Source]*sink{&src: out, &both: outBoth} {
			records := o.done()
			checkQuotes(t, *s, records)
			checkAddresses(t, records)
			checkLookups(t, records)
		}
	})
}

// TestCorpusDNS reads captures that others published: whatever is in them, nothing is invented.
func TestCorpusDNS(t *testing.T) {
	root := filepath.Join("..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("no ../shared/corpus here")
	}
	lookups := 0
	for _, dir := range []string{"nslookup-windows", "nslookup-bind", "host", "dig", "getent", "lab", "transcripts", "errors", "resolve-dnsname"} {
		files, _ := filepath.Glob(filepath.Join(root, dir, "*"))
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			src := Source{Origin: Origin{File: filepath.Base(file), Line: 1}, Text: string(data)}
			records := Read(src)
			if slices.Contains([]string{"nslookup-bind", "nslookup-windows", "nslookup-busybox", "host", "dig", "getent", "hosts", "resolve-dnsname"}, records[0].Kind) {
				checkQuotes(t, src, records)
				checkAddresses(t, records)
				checkLookups(t, records)
				lookups++
			}
		}
	}
	if lookups < 100 {
		t.Errorf("%d captures of the corpus were read as lookups, want at least 100", lookups)
	}
}

// TestChain follows aliases that are printed out of order, twice, in a circle, or with a gap.
func TestChain(t *testing.T) {
	for _, tc := range []struct {
		name  string
		links [][2]string
		query string
		want  string
	}{
		{"in order", [][2]string{{"a", "b"}, {"b", "c"}}, "a", "a b c"},
		{"out of order", [][2]string{{"b", "c"}, {"a", "b"}}, "a", "a b c"},
		{"circle", [][2]string{{"a", "b"}, {"b", "a"}}, "a", "a b"},
		{"to itself", [][2]string{{"a", "a"}}, "a", "a"},
		{"gap", [][2]string{{"a", "b"}, {"x", "c"}}, "a", "a b x c"},
		{"query unknown", [][2]string{{"a", "b"}, {"b", "c"}}, "", "a b c"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := newAnswer(dnsQuery{})
			for _, l := range tc.links {
				a.alias(l[0], l[1], Cite{})
			}
			var got []string
			for _, n := range a.chain(tc.query) {
				got = append(got, n.Name)
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("chain differs (-want +got):\n%s", diff)
			}
		})
	}
}
