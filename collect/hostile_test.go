package collect

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// noise returns text that does not pack well.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		if b[i] = byte('!' + r.IntN(90)); i%80 == 79 {
			b[i] = '\n'
		}
	}
	return string(b)
}

const (
	absolute  = "name is absolute; only names inside the bundle are read"
	climbing  = `name has ".." in it; only names inside the bundle are read`
	duplicate = "a member of the same name came before; the first is used"
)

func TestRefusedMembers(t *testing.T) {
	good := member{name: "host.txt", body: hostText}
	deep := strings.Repeat("d/", 17) + "x"
	for _, tt := range []struct {
		name   string
		bad    member
		inZip  bool // the same is refused in a zip archive
		limits Limits
		file   string // named by the problem; the member's name if empty
		detail string
	}{
		{"climbing", member{name: "../evil", body: "x"}, true, Limits{}, "", climbing},
		{"climbing inside", member{name: "a/../../evil", body: "x"}, true, Limits{}, "", climbing},
		{"climbing backslashes", member{name: `a\..\evil`, body: "x"}, true, Limits{}, "", climbing},
		{"absolute", member{name: "/etc/passwd", body: "x"}, true, Limits{}, "", absolute},
		{"drive", member{name: `C:\evil`, body: "x"}, true, Limits{}, "", absolute},
		{"drive with slash", member{name: "C:/evil", body: "x"}, true, Limits{}, "", absolute},
		{"share", member{name: `\\server\share`, body: "x"}, true, Limits{}, "", absolute},
		{"folder outside", member{name: "../", kind: tar.TypeDir}, true, Limits{}, "", climbing},
		{"symbolic link", member{name: "link", body: "/etc/passwd", kind: tar.TypeSymlink}, true, Limits{}, "",
			"member is a symbolic link; links are not followed"},
		{"hard link", member{name: "link", body: "host.txt", kind: tar.TypeLink}, false, Limits{}, "",
			"member is a hard link; links are not followed"},
		{"pipe", member{name: "pipe", kind: tar.TypeFifo}, true, Limits{}, "",
			"member is a named pipe; only folders and regular files are read"},
		{"device", member{name: "disk", kind: tar.TypeBlock}, false, Limits{}, "",
			"member is a block device; only folders and regular files are read"},
		{"console", member{name: "tty", kind: tar.TypeChar}, false, Limits{}, "",
			"member is a character device; only folders and regular files are read"},
		{"unknown type", member{name: "odd", kind: 'Z'}, false, Limits{}, "", `member is of the unknown type 'Z'`},
		{"duplicate", member{name: "./host.txt", body: "other"}, true, Limits{}, "host.txt", duplicate},
		{"deep", member{name: deep, body: "x"}, true, Limits{}, "",
			"member lies more than 16 folders deep; --max-path-depth raises this limit"},
		{"long", member{name: "long", body: noise(200)}, true, Limits{FileBytes: 100}, "",
			"member has more than 100 bytes; --max-file-bytes raises this limit"},
		{"long line", member{name: "line", body: "ab\n" + strings.Repeat("x", 101) + "\nc"}, true, Limits{LineBytes: 100}, "",
			"line 2 has more than 100 bytes; --max-line-bytes raises this limit"},
		{"long name", member{name: strings.Repeat("n", 5000), body: "x"}, true, Limits{}, strings.Repeat("n", 300) + "...",
			"name has more than 4096 bytes"},
		{"notes of macOS", member{name: "._host.txt", body: "\x00\x05\x16\x07"}, true, Limits{}, "",
			"member holds notes of macOS and no text, as 1 in the bundle do"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := tt.file
			if file == "" {
				file = tt.bad.name
			}
			want := &Bundle{
				Name:     "stdin",
				Captures: []Capture{{Path: "host.txt", Line: 1, Text: hostText, Encoding: "UTF-8", Vantage: "client"}},
				Problems: []Problem{{Kind: Refused, File: file, Detail: tt.detail}},
			}
			archives := map[string][]byte{"tar": tarOf(t, good, tt.bad)}
			archives["tar.gz"] = gzipOf(t, archives["tar"])
			if tt.inZip {
				archives["zip"] = zipOf(t, good, tt.bad)
			}
			for form, data := range archives {
				if diff := cmp.Diff(want, openBytes(t, data, tt.limits)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", form, diff)
				}
			}
		})
	}
}

func TestTextNotesOfMacOS(t *testing.T) {
	got := paths(openBytes(t, zipOf(t, member{name: "__MACOSX/._host.txt", body: hostText}), Limits{}))
	if diff := cmp.Diff([]string{"__MACOSX/._host.txt"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBackslashesSeparate(t *testing.T) {
	b := openBytes(t, zipOf(t, member{name: `vantage\`}, member{name: `vantage\vm1\dns\host.txt`, body: hostText}), Limits{})
	want := []Capture{{Path: "vantage/vm1/dns/host.txt", Line: 1, Text: hostText, Encoding: "UTF-8", Vantage: "vm1"}}
	if diff := cmp.Diff(want, b.Captures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEncryptedAndUnknownMethod(t *testing.T) {
	for _, tt := range []struct {
		name   string
		patch  func(entry []byte)
		detail string
	}{
		{"encrypted", func(e []byte) { e[8] |= 1 }, "member is encrypted"},
		{"method", func(e []byte) { binary.LittleEndian.PutUint16(e[10:], 9) }, "member is packed by the unknown method 9"},
	} {
		data := zipOf(t, member{name: "host.txt", body: hostText})
		tt.patch(data[bytes.Index(data, entryMark):])
		want := &Bundle{Name: "stdin", Problems: []Problem{{Kind: Refused, File: "host.txt", Detail: tt.detail}}}
		if diff := cmp.Diff(want, openBytes(t, data, Limits{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestDamagedZipMember(t *testing.T) {
	data := zipOf(t, member{name: "a.txt", body: noise(1000)}, member{name: "host.txt", body: hostText})
	data[100] ^= 0xff
	b := openBytes(t, data, Limits{})
	if diff := cmp.Diff([]string{"host.txt"}, paths(b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(b.Problems) != 1 || b.Problems[0].Kind != Refused || b.Problems[0].File != "a.txt" {
		t.Errorf("problems are %v, want one that refuses a.txt", b.Problems)
	}
}

func TestLongLine(t *testing.T) {
	line := strings.Repeat("x", 80<<20)
	b := openFile(t, "line.txt", []byte(line), Limits{})
	want := []Problem{{Refused, "line.txt", 0, "", "member has more than 67108864 bytes; --max-file-bytes raises this limit"}}
	if diff := cmp.Diff(want, b.Problems); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b = openBytes(t, []byte(line[:40<<20]), Limits{})
	want = []Problem{{Refused, "stdin", 0, "", "line 1 has more than 33554432 bytes; --max-line-bytes raises this limit"}}
	if diff := cmp.Diff(want, b.Problems); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLimitsMetExactly(t *testing.T) {
	data := tarOf(t, member{name: "d/d/a.txt", body: "12345\n12345\n"}, member{name: "d/b.txt", body: "12345\n12345\n"})
	b := openBytes(t, data, Limits{Members: 2, FileBytes: 12, TotalBytes: 24, PathDepth: 2, LineBytes: 5})
	if b.Problems != nil || len(b.Captures) != 2 {
		t.Errorf("%d captures and problems %v, want 2 and none", len(b.Captures), b.Problems)
	}
}
