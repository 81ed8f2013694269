package collect

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzOpen reads any bytes as standard input. Whatever they are, the limits hold, every capture is valid text,
// and paths stay inside the bundle.
func FuzzOpen(f *testing.F) {
	members := []member{
		{name: "top/host.txt", body: "app@vm:~$ host a.b\nA\napp@vm:~$ "},
		{name: "top/manifest.yaml", body: "schema: kvdoctor.bundle/v1\nvault: a\ncaptures:\n- {path: host.txt, exit: 0, stderr: x.err}\n"},
		{name: "../x", body: "x"}, {name: "link", body: "/x", kind: tar.TypeSymlink},
	}
	tarred := tarOf(f, members...)
	for _, seed := range [][]byte{tarred, gzipOf(f, tarred), zipOf(f, members...), []byte("text\n"), gzipOf(f, []byte("text\n"))} {
		f.Add(seed)
		f.Add(seed[:len(seed)*2/3])
	}
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := Limits{Members: 20, FileBytes: 8 << 10, TotalBytes: 16 << 10, PathDepth: 4, LineBytes: 1 << 10}
		b, err := Open("-", bytes.NewReader(data), limits)
		if err != nil {
			return
		}
		total := 0
		for _, c := range b.Captures {
			total += len(c.Text)
			checkCapture(t, c, limits)
			if c.Stderr != nil {
				checkCapture(t, *c.Stderr, limits)
			}
		}
		if int64(total) > limits.TotalBytes {
			t.Errorf("%d bytes of text are over the limit of %d", total, limits.TotalBytes)
		}
		if len(b.Captures) == 0 && len(b.Problems) == 0 && b.Manifest == nil && !bytes.HasPrefix(data, []byte("PK")) && !isTar(data) && data[0] != 0x1f {
			t.Error("nothing was read and nothing told")
		}
		for _, p := range b.Problems {
			if p.Detail == "" || p.File == "" || !utf8.ValidString(p.File) {
				t.Errorf("problem without file or detail: %+v", p)
			}
		}
	})
}

func checkCapture(t *testing.T, c Capture, limits Limits) {
	t.Helper()
	if !utf8.ValidString(c.Text) || !utf8.ValidString(c.Path) {
		t.Errorf("capture %q is no valid UTF-8", c.Path)
	}
	if c.Path == "" || c.Path[0] == '/' || strings.Contains("/"+c.Path+"/", "/../") || strings.Count(c.Path, "/") > limits.PathDepth {
		t.Errorf("capture has the path %q", c.Path)
	}
	if c.Line < 1 || c.CommandLine > c.Line || c.Vantage == "" {
		t.Errorf("capture %q has line %d, command on line %d, vantage %q", c.Path, c.Line, c.CommandLine, c.Vantage)
	}
	for line := range strings.SplitSeq(c.Text, "\n") {
		if len(line) > limits.LineBytes {
			t.Errorf("capture %q has a line of %d bytes", c.Path, len(line))
		}
	}
}

// FuzzManifest reads any text as a manifest: every fault quotes the line that it names.
func FuzzManifest(f *testing.F) {
	for _, s := range []string{
		"schema: kvdoctor.bundle/v1\nvault: a\n", "a: &a [*a]\n", "? [x]\n: y\n", "captures:\n- {path: ../x}\n- 3\n", "---\n---\n", "a: !!binary x\n", "<<: {a: b}\n", "x: |\n  a\n y: \"\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 10_000 {
			return
		}
		lines := strings.Split(text, "\n")
		for _, p := range readList("manifest.yaml", text).problems {
			if p.Line == 0 && p.Text == "" {
				continue
			}
			if p.Line < 1 || p.Line > len(lines) || !strings.HasPrefix(strings.TrimSpace(lines[p.Line-1]), p.Text) {
				t.Errorf("line %d is quoted as %q", p.Line, p.Text)
			}
		}
	})
}
