package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"kvdoctor/analyze"
)

// An answer is what the article's outputs must lead to.
type answer struct {
	Status  int
	Verdict analyze.Verdict
	Path    analyze.PrivatePath
	Codes   string // of the findings about the vault
}

// The answers of the article's outputs.
var (
	withoutAlias = answer{1, analyze.Problem, analyze.PathBroken, "KV501"}
	publicAlias  = answer{1, analyze.Problem, analyze.PathBroken, "KV502"}
	tooThin      = answer{4, analyze.Inconclusive, analyze.PathUnknown, "-"}
	working      = answer{0, analyze.Healthy, analyze.PathWorking, "-"}
)

// articleCases are the article's outputs, and what a support engineer makes of them. The texts stand in the
// scenarios, where people read them.
var articleCases = []struct {
	name  string
	parts []string // scenario#file of each output
	flags []string
	want  answer
}{
	{"windows without the alias", []string{"without_alias#windows"}, nil, withoutAlias},
	{"linux without the alias", []string{"without_alias#linux"}, nil, withoutAlias},
	{"windows with the alias, public", []string{"public_with_alias#windows"}, nil, publicAlias},
	{"linux with the alias, public", []string{"public_with_alias#linux"}, nil, publicAlias},
	{"windows with the alias, internet", []string{"public_with_alias#windows"}, internet, tooThin},
	{"linux with the alias, internet", []string{"public_with_alias#linux"}, internet, tooThin},
	{"windows private", []string{"private#windows"}, nil, tooThin},
	{"linux private", []string{"private#linux"}, nil, tooThin},
	{"windows header", []string{"headers#windows"}, nil, tooThin},
	{"linux header", []string{"headers#linux"}, nil, tooThin},
	{"windows private and header", []string{"private#windows", "headers#windows"}, nil, working},
	{"linux private and header", []string{"private#linux", "headers#linux"}, nil, working},
	{"windows private and linux header", []string{"private#windows", "headers#linux"}, nil, working},
	{"linux private and windows header", []string{"private#linux", "headers#windows"}, nil, working},
}

// internet declares the only vantage a control.
var internet = []string{"--vantage", "client=internet"}

// TestArticle puts the article's outputs, loose and under their prompts, into every container and encoding that
// people attach.
func TestArticle(t *testing.T) {
	for _, c := range articleCases {
		for _, prompt := range []string{"", "-prompt"} {
			files, paste := map[string]string{}, ""
			for i, part := range c.parts {
				text := articleText(t, part+prompt+".txt")
				files[fmt.Sprintf("part%d.txt", i)] = text
				paste += text
			}
			for _, e := range encodings {
				written := map[string]string{}
				for name, text := range files {
					written[name] = e.write(text)
				}
				loose := e.write(paste)
				if prompt == "" && len(c.parts) > 1 {
					loose = "" // without prompts nothing tells where one output ends
				}
				for _, p := range packings(t, written, loose) {
					name := fmt.Sprintf("%s%s, %s, %s", c.name, prompt, e.name, p.name)
					got := p.answer(t, c.flags)
					if diff := cmp.Diff(c.want, got); diff != "" {
						t.Errorf("%s (-want +got):\n%s", name, diff)
					}
				}
			}
		}
	}
}

// articleText returns an output of the article from its scenario.
func articleText(t *testing.T, ref string) string {
	t.Helper()
	scenario, file, _ := strings.Cut(ref, "#")
	a, err := txtar.ParseFile("testdata/script/article_" + scenario + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		if f.Name == file {
			return string(f.Data)
		}
	}
	t.Fatalf("no such output: %s", ref)
	return ""
}

// An encoding is how people's tools write text.
type encoding struct {
	name  string
	write func(string) string
}

// encodings of captures.
var encodings = []encoding{
	{"UTF-8", func(s string) string { return s }},
	{"CRLF", crlf},
	{"UTF-8 with BOM", func(s string) string { return "\ufeff" + s }},
	{"no final newline", func(s string) string { return strings.TrimSuffix(s, "\n") }},
	{"UTF-16LE with BOM", utf16LE},
	{"UTF-16LE with BOM and CRLF", func(s string) string { return utf16LE(crlf(s)) }},
}

// crlf ends lines as Windows does.
func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

// utf16LE writes a text as PowerShell 5 redirects it.
func utf16LE(s string) string {
	var b strings.Builder
	for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(s))...) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// A packing is a bundle in one of its forms: a path, or bytes on standard input.
type packing struct {
	name  string
	path  string
	stdin []byte
}

// packings puts files into every form of a bundle; the paste, where there is one, is also one loose text.
func packings(t *testing.T, files map[string]string, paste string) []packing {
	t.Helper()
	dir := t.TempDir()
	archives := map[string][]byte{"case.tar": tarOf(t, files), "case.tar.gz": gzipOf(t, tarOf(t, files)), "case.zip": zipOf(t, files)}
	if paste != "" {
		archives["paste.txt"] = []byte(paste)
	}
	var out []packing
	for _, name := range slices.Sorted(maps.Keys(archives)) {
		path := filepath.Join(dir, name)
		writeFile(t, path, archives[name])
		out = append(out, packing{name, path, nil}, packing{name + " on standard input", "-", archives[name]})
	}
	for name, text := range files {
		writeFile(t, filepath.Join(dir, "case", name), []byte(text))
	}
	return append(out, packing{"folder", filepath.Join(dir, "case"), nil})
}

// answer analyzes a packing.
func (p packing) answer(t *testing.T, flags []string) answer {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := append([]string{"analyze", "--format", "json"}, flags...)
	status := run(append(args, p.path), bytes.NewReader(p.stdin), &stdout, &stderr)
	var d analyze.Diagnosis
	if err := json.Unmarshal(stdout.Bytes(), &d); err != nil {
		t.Fatalf("%s: %v: %s", p.name, err, stderr.String())
	}
	return answer{status, d.Verdict, d.PrivatePath, codes(d.Findings)}
}

// gzipOf compresses bytes.
func gzipOf(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipOf packs files below one top folder.
func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create("case/" + name)
		if err == nil {
			_, err = io.WriteString(f, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// writeFile writes a file and the folders above it.
func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
