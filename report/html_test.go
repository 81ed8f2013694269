package report

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kvdoctor/analyze"
)

// An element is a start tag of a page, with its attributes and the text in it alone.
type element struct {
	name string
	attr map[string]string
	text string
}

// elements reads a page as strict XML.
func elements(t *testing.T, page string) []*element {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(page))
	var all, open []*element
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(token)
			}
		}
	}
}

// filled returns a diagnosis in which every string is hostile, every pointer set, and every list two long.
func filled() *analyze.Diagnosis {
	d := &analyze.Diagnosis{}
	fill(reflect.ValueOf(d).Elem(), 0)
	d.Paths = []analyze.ClientPath{{Vantage: nasty, PrivatePath: analyze.PathBroken, RootCauses: []int{0, 1}}}
	return d
}

// nasty is captured text that would do harm in a page: markup, template text, hidden and reordering characters, and the two
// that XML lacks.
const nasty = hostile + "</script><script>alert(1)</script><svg onload=alert(2)>\"'><img src=x onerror=alert(3)>" +
	"</style></title></pre>{{.}}]]><!--&lt;&amp;\x00\u200f\u05d0\ufffe\uffff javascript:alert(4)"

// fill sets what a value holds.
func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(nasty)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				fill(f, depth+1)
			}
		}
	}
}

// TestHTMLIsHarmless checks, with hostile text in every place, that a page is well-formed, loads and runs nothing, has no
// style but its sheet, and shows no hidden character.
func TestHTMLIsHarmless(t *testing.T) {
	allowed := map[string]bool{}
	for _, e := range elements(t, write(t, "html", stored(), Options{All: true})) {
		allowed[e.name] = true
	}
	for name, d := range map[string]*analyze.Diagnosis{"stored": stored(), "filled": filled(), "empty": {}} {
		page := write(t, "html", d, Options{All: true})
		for _, e := range elements(t, page) {
			if !allowed[e.name] && name == "filled" && !known[e.name] {
				t.Errorf("%s: an element %s got in", name, e.name)
			}
			for key, value := range e.attr {
				switch {
				case strings.HasPrefix(key, "on"), key == "style", key == "src", key == "srcset", key == "data", key == "action":
					t.Errorf("%s: <%s %s=%q>", name, e.name, key, value)
				case key == "href" && !strings.HasPrefix(value, "#"):
					t.Errorf("%s: <%s href=%q> leads out of the page", name, e.name, value)
				}
			}
		}
		for _, r := range page {
			if r != '\n' && (hidden(r) || r == '\ufffe' || r == '\uffff') {
				t.Errorf("%s: %q gets through", name, r)
				break
			}
		}
	}
}

// known are elements that a page has besides those of the stored diagnosis.
var known = map[string]bool{"h3": true, "rect": true, "th": true}

// TestHTMLPolicy checks that the page forbids everything but its own style sheet, whose sum it names, and that nothing stands
// before that rule which it would have to govern.
func TestHTMLPolicy(t *testing.T) {
	var rule, style string
	for _, e := range elements(t, write(t, "html", stored(), Options{})) {
		switch {
		case e.attr["http-equiv"] == "Content-Security-Policy":
			rule = e.attr["content"]
		case e.name == "style" && style != "":
			t.Error("a second style sheet")
		case e.name == "style":
			if rule == "" {
				t.Error("the style sheet stands before the policy")
			}
			style = e.text
		}
	}
	if want := policy(style); rule != want || !strings.HasPrefix(rule, "default-src 'none'; style-src 'sha256-") {
		t.Errorf("policy %q, want %q", rule, want)
	}
	if strings.ContainsAny(style, "<&") || regexp.MustCompile(`url\(|@import|@font-face`).MatchString(style) {
		t.Error("the style sheet loads something, or is no XML text")
	}
}

// unsaid are strings of a diagnosis that a page leaves out: what a root repeats of a finding, names that only machines need,
// and what the network-info header, which is quoted whole, holds besides.
var unsaid = regexp.MustCompile(`\.Explains|^(Root|Find).*\.(Slug|Subject)$|Proof\.State|^Facts\..*\.(Text|Pointer)$|Findings\[\d\]\.Candidates|` +
	`NetworkInfo\.(ConnType|Addr|Private|Subnet|Other)|Connections\[\d\]\.ID$|SubnetID|^Vault\.Name|^Predictions.*\.(NetworkID|Chain|Outcome|Text|Pointer)|` +
	`^Paths.*PrivatePath|^Predictions.*\.Class|^RootCauses.*\.ExplainedBy|^After\.Findings`)

// TestHTMLSaysEverything checks that each string of a diagnosis that a reader needs is on the page.
func TestHTMLSaysEverything(t *testing.T) {
	d := filled()
	n := 0
	mark(reflect.ValueOf(d).Elem(), "", func(string, string) string { n++; return fmt.Sprintf("mark%dx", n) })
	for i := range d.Facts.Vantages {
		d.Facts.Vantages[i].Role = "client"
	}
	for i := range d.Checks {
		d.Checks[i].Outcome = analyze.Unknown
	}
	page := html.UnescapeString(write(t, "html", d, Options{All: true}))
	said := 0
	mark(reflect.ValueOf(d).Elem(), "", func(path, text string) string {
		switch {
		case !strings.HasPrefix(text, "mark") || unsaid.MatchString(path):
		case !strings.Contains(page, text):
			t.Errorf("%s is not on the page", path)
		default:
			said++
		}
		return text
	})
	if said < 100 {
		t.Errorf("only %d strings were looked for", said)
	}
}

// mark replaces every string below a value that is not empty.
func mark(v reflect.Value, path string, with func(path, text string) string) {
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" && v.CanSet() {
			v.SetString(with(path, v.String()))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			mark(v.Elem(), path, with)
		}
	case reflect.Slice:
		for i := range v.Len() {
			mark(v.Index(i), fmt.Sprintf("%s[%d]", path, i), with)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			mark(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), with)
		}
	}
}

// TestHTMLPictures checks what makes a picture readable without seeing it: a name, a description, the list beside it.
func TestHTMLPictures(t *testing.T) {
	page := write(t, "html", filled(), Options{})
	ids := map[string]string{}
	all := elements(t, page)
	for _, e := range all {
		if id := e.attr["id"]; id != "" {
			if _, twice := ids[id]; twice {
				t.Errorf("id %s stands twice", id)
			}
			ids[id] = e.text
		}
	}
	pictures := 0
	for _, e := range all {
		if e.name == "svg" && e.attr["aria-hidden"] == "" {
			pictures++
			for _, id := range strings.Fields(e.attr["aria-labelledby"]) {
				if ids[id] == "" {
					t.Errorf("the picture is named by %s, which is empty", id)
				}
			}
			if e.attr["role"] != "img" || e.attr["viewBox"] == "" || len(strings.Fields(e.attr["aria-labelledby"])) != 2 {
				t.Errorf("picture %v", e.attr)
			}
		}
		if target := e.attr["href"]; target != "" {
			if _, there := ids[target[1:]]; !there {
				t.Errorf("a link leads to %s, which is not there", target)
			}
		}
	}
	if pictures != 1 || strings.Count(page, "<li><b>") != 6 {
		t.Errorf("%d pictures, %d stops in words", pictures, strings.Count(page, "<li><b>"))
	}
}

// TestHTMLAccepted checks that an accepted finding says so, with reason and day, and that others do not.
func TestHTMLAccepted(t *testing.T) {
	d := stored()
	if page := write(t, "html", d, Options{}); strings.Contains(page, "Accepted") {
		t.Error("something is said to be accepted")
	}
	d.RootCauses[0].Accepted, d.Findings[2].Accepted = true, true
	d.Accepts = []analyze.Acceptance{
		{Code: "KV603", Subject: "vnet-app", Reason: "the network goes away in June", Expires: "2027-06-30", State: analyze.Matched},
		{Code: "KV502", Subject: "vm-app01", Reason: "was agreed", State: analyze.Expired}}
	page := write(t, "html", d, Options{})
	for _, want := range []string{"Accepted until 2027-06-30.</b> the network goes away in June", "Accepted, root cause 1", "was agreed"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "</b> was agreed") {
		t.Error("an expired entry accepts a finding")
	}
}

// TestContrast computes the contrast of every text colour on every ground (WCAG 2, at least 4.5:1), in each theme.
func TestContrast(t *testing.T) {
	themes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(htmlStyle, -1)
	if len(themes) != 3 {
		t.Fatalf("%d themes, want light, dark and print", len(themes))
	}
	for i, theme := range themes {
		colors := map[string]float64{}
		for _, c := range regexp.MustCompile(`--(\w+): #([0-9a-f]{6});`).FindAllStringSubmatch(theme[1], -1) {
			colors[c[1]] = luminance(t, c[2])
		}
		for _, text := range []string{"text", "quiet", "good", "bad", "warn", "link"} {
			for _, ground := range []string{"bg", "card", "tint"} {
				a, b := colors[text], colors[ground]
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("theme %d: %s on %s has contrast %.2f", i, text, ground, ratio)
				}
			}
		}
	}
}

// luminance is WCAG's relative luminance of a colour.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
