package collect

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStopped(t *testing.T) {
	good := member{name: "a.txt", body: hostText}
	more := member{name: "b.txt", body: hostText}
	bomb := member{name: "b.txt", body: strings.Repeat("0", 4<<20)}
	const (
		count = "bundle has more than 1 files and folders; --max-members raises this limit"
		total = "bundle has more than 60 bytes unpacked; --max-total-bytes raises this limit"
		ratio = "bundle unpacks to more than 200 bytes a packed byte; --max-ratio raises this limit"
	)
	stdin := func(data []byte) string { return fileOf(t, "stdin", data) }
	for _, tt := range []struct {
		name   string
		open   string
		limits Limits
		want   Problem
	}{
		{"count in tar", stdin(tarOf(t, good, more)), Limits{Members: 1}, Problem{Stopped, "stdin", 0, "", count}},
		{"count in zip", stdin(zipOf(t, good, more)), Limits{Members: 1}, Problem{Stopped, "stdin", 0, "", count}},
		{"count in directory", directoryOf(t, good, more), Limits{Members: 1}, Problem{Stopped, "case", 0, "", count}},
		{"total in tar", stdin(tarOf(t, good, more)), Limits{TotalBytes: 60}, Problem{Stopped, "b.txt", 0, "", total}},
		{"total in zip", stdin(zipOf(t, good, more)), Limits{TotalBytes: 60}, Problem{Stopped, "b.txt", 0, "", total}},
		{"total in directory", directoryOf(t, good, more), Limits{TotalBytes: 60}, Problem{Stopped, "b.txt", 0, "", total}},
		{"ratio in tar.gz", stdin(gzipOf(t, tarOf(t, good, bomb))), Limits{}, Problem{Stopped, "b.txt", 0, "", ratio}},
		{"ratio in zip", stdin(zipOf(t, good, bomb)), Limits{}, Problem{Stopped, "b.txt", 0, "", ratio}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := Open(tt.open, nil, tt.limits)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]Problem{tt.want}, b.Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if tt.name != "count in directory" && !cmp.Equal(paths(b), []string{"a.txt"}) {
				t.Errorf("captures are %v, want a.txt", paths(b))
			}
		})
	}
}

func TestGzipTextBomb(t *testing.T) {
	b := openBytes(t, gzipOf(t, bytes.Repeat([]byte("0\n"), 8<<20)), Limits{})
	want := []Problem{{Stopped, "stdin", 0, "", "bundle unpacks to more than 200 bytes a packed byte; --max-ratio raises this limit"}}
	if diff := cmp.Diff(want, b.Problems); diff != "" || len(b.Captures) != 0 {
		t.Errorf("%d captures, problems (-want +got):\n%s", len(b.Captures), diff)
	}
	if b = openBytes(t, gzipOf(t, bytes.Repeat([]byte("0\n"), 8<<20)), Limits{Ratio: 2000}); b.Problems != nil {
		t.Errorf("with the limit raised problems are %v, want none", b.Problems)
	}
}

// TestSkippedBytesCount has a refused member that costs unpacking.
func TestSkippedBytesCount(t *testing.T) {
	data := gzipOf(t, tarOf(t, member{name: "a.txt", body: noise(3000)}, member{name: "b.txt", body: "b"}))
	b := openBytes(t, data, Limits{FileBytes: 100, TotalBytes: 2000})
	var kinds []ProblemKind
	for _, p := range b.Problems {
		kinds = append(kinds, p.Kind)
	}
	if diff := cmp.Diff([]ProblemKind{Refused, Stopped}, kinds); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestMillionEntries checks that the members over the limit cost no memory, whatever the form.
func TestMillionEntries(t *testing.T) {
	const entries = 1_000_000
	var zipped bytes.Buffer
	for i := range entries {
		e := make([]byte, entryBytes, entryBytes+8)
		copy(e, entryMark)
		binary.LittleEndian.PutUint16(e[28:], 8)
		zipped.Write(fmt.Appendf(e, "%08d", i))
	}
	d := directory{size: int64(zipped.Len()), entries: 0xffff & entries}
	front := zipOf(t, member{name: "x", body: "x"})
	front = front[:bytes.Index(front, entryMark)]
	d.offset = int64(len(front))
	data := append(front, zipped.Bytes()...)
	data = append(data, d.view(nil).(spliced).tail...)
	var tarred bytes.Buffer
	w := tar.NewWriter(&tarred)
	for i := range 20_000 { // the rest is never looked at
		if err := w.WriteHeader(&tar.Header{Name: fmt.Sprintf("%08d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	for form, data := range map[string][]byte{"zip": data, "tar": tarred.Bytes()} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		b := openFile(t, "many", data, Limits{})
		runtime.ReadMemStats(&after)
		last := b.Problems[len(b.Problems)-1]
		if last.Kind != Stopped && b.Problems[0].Kind != Stopped {
			t.Errorf("%s: problems end in %v, want one of kind Stopped", form, last)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
			t.Errorf("%s: %d MiB were allocated, want less than 64", form, used>>20)
		}
	}
}

// TestLyingZip has a directory that gives each member the largest size.
func TestLyingZip(t *testing.T) {
	var members []member
	for i := range 500 {
		members = append(members, member{name: fmt.Sprintf("%03d.txt", i), body: "x"})
	}
	data := zipOf(t, members...)
	for rest := data; ; {
		i := bytes.Index(rest, entryMark)
		if i < 0 {
			break
		}
		binary.LittleEndian.PutUint32(rest[i+24:], 64<<20)
		rest = rest[i+4:]
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b := openFile(t, "lying.zip", data, Limits{})
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<30 {
		t.Errorf("%d MiB were allocated", used>>20)
	}
	if len(b.Captures) != 0 || len(b.Problems) != 500 {
		t.Errorf("%d captures and %d problems, want 0 and 500", len(b.Captures), len(b.Problems))
	}
}

// TestOverlappingZip has a bomb of many entries that share the data of one, which claims to be well packed.
func TestOverlappingZip(t *testing.T) {
	data := zipOf(t, member{name: "00000000", body: strings.Repeat("0", 2<<20)})
	at := bytes.Index(data, entryMark)
	entry := bytes.Clone(data[at : at+entryBytes+8])
	data = data[:at]
	d := directory{offset: int64(at)}
	for i := range 100 {
		data = fmt.Appendf(append(data, entry[:entryBytes]...), "%08d", i)
		d.size, d.entries = d.size+int64(len(entry)), d.entries+1
	}
	data = append(data, d.view(nil).(spliced).tail...)
	b := openFile(t, "bomb.zip", data, Limits{})
	if len(b.Problems) != 1 || b.Problems[0].Kind != Stopped || len(b.Captures) != 0 {
		t.Errorf("problems are %v, want one of kind Stopped", b.Problems)
	}
}

// TestMemory holds the most text that the limits allow.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 128 MiB")
	}
	half := strings.Repeat(strings.Repeat("y", 79)+"\n", 64<<20/80)
	dir := directoryOf(t, member{name: "a.txt", body: half}, member{name: "b.txt", body: half})
	half = ""
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	b, err := Open(dir, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 140<<20 {
		t.Errorf("%d MiB were allocated for 128 MiB of text", used>>20)
	}
	if len(b.Captures) != 2 || b.Problems != nil {
		t.Errorf("%d captures and problems %v, want 2 and none", len(b.Captures), b.Problems)
	}
}
