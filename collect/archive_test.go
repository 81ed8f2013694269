package collect

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A member is one file, folder or oddity of an archive made for a test.
type member struct {
	name, body string
	kind       byte // of tar; 0 for a regular file
}

func tarOf(t testing.TB, members ...member) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Mode: 0o644, Typeflag: m.kind, Size: int64(len(m.body)), Format: tar.FormatPAX}
		if m.kind == tar.TypeSymlink || m.kind == tar.TypeLink {
			h.Linkname, h.Size = m.body, 0
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := w.Write([]byte(m.body)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func gzipOf(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func zipOf(t testing.TB, members ...member) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		switch m.kind {
		case tar.TypeSymlink:
			h.SetMode(os.ModeSymlink | 0o777)
		case tar.TypeFifo:
			h.SetMode(os.ModeNamedPipe | 0o644)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(m.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// directoryOf writes regular members below a new folder and returns it.
func directoryOf(t testing.TB, members ...member) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "case")
	if err := os.MkdirAll(root, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		name := filepath.Join(root, filepath.FromSlash(m.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(m.body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// fileOf writes a file and returns its name.
func fileOf(t testing.TB, base string, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), base)
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// openBytes opens data as standard input.
func openBytes(t testing.TB, data []byte, limits Limits) *Bundle {
	t.Helper()
	b, err := Open("-", bytes.NewReader(data), limits)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return b
}

// openFile opens data as a file of that base name.
func openFile(t testing.TB, base string, data []byte, limits Limits) *Bundle {
	t.Helper()
	b, err := Open(fileOf(t, base, data), strings.NewReader("standard input must not be read"), limits)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return b
}

// paths returns the path of every capture.
func paths(b *Bundle) []string {
	var list []string
	for _, c := range b.Captures {
		list = append(list, c.Path)
	}
	return list
}
