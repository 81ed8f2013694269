package collect

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTruncated cuts archives at many places: the bundle tells it and keeps a front part of what was there.
func TestTruncated(t *testing.T) {
	members := []member{
		{name: "a.txt", body: noise(3000)}, {name: "b.txt", body: noise(2000)}, {name: "c.txt", body: noise(100)},
	}
	tarred := tarOf(t, members...)
	stored := storedZip(t, members...)
	for form, data := range map[string][]byte{
		"tar": tarred, "tar.gz": gzipOf(t, tarred), "zip": zipOf(t, members...), "stored zip": stored,
	} {
		t.Run(form, func(t *testing.T) {
			least, most := 4, len(data)
			if form == "tar" { // it is told by its first block; zeros stand at its end
				least, most = sniffBytes, len(data)-1024
			}
			kept := 0
			for cut := least; cut < most; cut += 7 {
				b := openBytes(t, data[:cut], Limits{})
				if len(b.Problems) != 1 || b.Problems[0].Kind != CutShort {
					t.Fatalf("cut at %d of %d: problems are %v, want one of kind CutShort", cut, len(data), b.Problems)
				}
				for i, c := range b.Captures {
					if c.Path != members[i].name || !strings.HasPrefix(members[i].body, c.Text) || c.Whole {
						t.Fatalf("cut at %d: capture %d is %q, no front part of %q", cut, i, c.Path, members[i].name)
					}
				}
				if len(b.Captures) < kept {
					t.Fatalf("cut at %d: %d captures, fewer than before", cut, len(b.Captures))
				}
				kept = len(b.Captures)
			}
			if kept < 3 {
				t.Errorf("%d captures of the longest cut, want 3", kept)
			}
		})
	}
}

func storedZip(t *testing.T, members ...member) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Store,
			CompressedSize64: uint64(len(m.body)), UncompressedSize64: uint64(len(m.body))}
		f, err := w.CreateRaw(h)
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

func TestTailOfGzip(t *testing.T) {
	data := gzipOf(t, tarOf(t, member{name: "host.txt", body: hostText}))
	if b := openBytes(t, append(bytes.Clone(data), "some garbage"...), Limits{}); b.Problems != nil {
		t.Errorf("bytes after the stream: problems are %v, want none", b.Problems)
	}
	data[len(data)-5] ^= 0xff
	b := openBytes(t, data, Limits{})
	want := []Problem{{CutShort, "stdin", 0, "", "archive is damaged (gzip: invalid checksum) after member 1"}}
	if diff := cmp.Diff(want, b.Problems); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"host.txt"}, paths(b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
