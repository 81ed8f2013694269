package report

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdownEscapes(t *testing.T) {
	cases := []struct{ in, want string }{
		{"vm-app01", "vm-app01"},
		{"", ""},
		{"a|b", "a&vert;b"},
		{"conn_type=*x*", `conn\_type=\*x\*`},
		{"<b>&", "&lt;b&gt;&amp;"},
		{"[a](b) ![c](d)", `\[a\](b) \!\[c\](d)`},
		{"see https://x.example/a_b.", "see `https://x.example/a_b`."},
		{"WWW.x.example", "`WWW.x.example`"},
		{"@team, a@b.example", "`@team`, `a@b.example`"},
		{"#12 !34 AB#5 #tag", "`#12` `!34` `AB#5` \\#tag"},
		{":boom: 10:20", "`:boom:` 10:20"},
		{"$x$ a|@b|c", "`$x$` a&vert;`@b`&vert;c"},
		{"`@x`y", "`` `@x`y ``"},
		{"- x", `\- x`},
		{"12. x", `12\. x`},
		{"3) x", `3\) x`},
		{"12.5 x", "12.5 x"},
		{"=== x", `\=== x`},
		{"    x", "x"},
		{"a\nb\x1b[0m", `a\\x0ab\\x1b\[0m`},
	}
	for _, c := range cases {
		if got := markdown(c.in); got != c.want {
			t.Errorf("markdown(%q) = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestProse(t *testing.T) {
	cases := []struct{ in, want string }{
		{"Run `az login` again.", "Run `az login` again."},
		{"`nslookup x`, or `dig x_y`", "`nslookup x`, or `dig x_y`"},
		{"one ` only_one", "one \\` only\\_one"},
		{"two `` of them", "two \\`\\` of them"},
	}
	for _, c := range cases {
		if got := markdownProse(c.in); got != c.want {
			t.Errorf("markdownProse(%q) = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestCode(t *testing.T) {
	for in, want := range map[string]string{"x": "`x`", "a`b": "``a`b``", "`x": "`` `x ``", "": "(empty)", " ": "(empty)", "a\nb": "`a\\x0ab`"} {
		if got := code(in); got != want {
			t.Errorf("code(%q) = %s, want %s", in, got, want)
		}
	}
	if diff := cmp.Diff("````sh\n```\nx\n````\n", fenced("sh", []string{"```", "x"})); diff != "" {
		t.Errorf("fenced (-want +got):\n%s", diff)
	}
}

// FuzzEscapes checks that a captured text stays inside of what holds it, in every notation.
func FuzzEscapes(f *testing.F) {
	for _, s := range []string{hostile, "``` `` `", "a|b\\|c", "@a #1 $x$ :b: ::: www.x", "\"];s9[\"", "- x", "%%{init}%%", "../a b/%41?x#y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, got := range map[string]string{"markdown": markdown(s), "prose": markdownProse(s), "code": code(s), "diagram": diagramText(Visible(s))} {
			if strings.ContainsAny(got, "\n\r") {
				t.Errorf("%s of %q has a line end", name, s)
			}
		}
		if got := markdown(s); strings.Contains(got, "|") {
			t.Errorf("a cell holds a bar: %s", got)
		}
		if got := diagramText(Visible(s)); strings.ContainsAny(got, "\"[]{}<>`%&|\\") {
			t.Errorf("a label of a diagram holds %s", got)
		}
		fence := strings.Repeat("`", longestRun(Visible(s))+1)
		if got := code(s); got != "(empty)" && (!strings.HasPrefix(got, fence) || strings.Contains(strings.Trim(got[len(fence):len(got)-len(fence)], " "), fence)) {
			t.Errorf("a code span ends early: %s", got)
		}
		block := strings.Split(fenced("text", []string{s, s}), "\n")
		if len(block) != 5 || slices.ContainsFunc(block[1:3], func(line string) bool { return strings.Contains(line, block[3]) }) {
			t.Errorf("a block ends early: %q", block)
		}
		if u, err := url.Parse("./" + uriOf(s)); err != nil || u.Path != "./"+s || u.RawQuery != "" || u.Fragment != "" {
			t.Errorf("%q as a URI is %s, which is read as %v, %v", s, uriOf(s), u, err)
		}
	})
}
