package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestInOrder checks that results come in order on any number of workers, that few wait, and that taking can end early.
func TestInOrder(t *testing.T) {
	const n = 300
	for _, workers := range []int{1, 2, 7} {
		var begun, taken, most atomic.Int64
		var got []int
		inOrder(n, workers, func(i int) int {
			ahead := begun.Add(1) - taken.Load()
			for old := most.Load(); ahead > old && !most.CompareAndSwap(old, ahead); old = most.Load() {
			}
			if i%50 == 0 {
				time.Sleep(2 * time.Millisecond) // the others run ahead of it
			}
			return i
		}, func(i int) bool {
			taken.Add(1)
			got = append(got, i)
			return true
		})
		if len(got) != n || !slices.IsSorted(got) {
			t.Errorf("%d workers: %d results, in order: %v", workers, len(got), slices.IsSorted(got))
		}
		if room := int64(3*workers + 3); most.Load() > room {
			t.Errorf("%d workers: %d results are ahead of what is taken, at most %d may be", workers, most.Load(), room)
		}
	}
	var begun atomic.Int64
	taken := 0
	inOrder(n, 2, func(i int) int { begun.Add(1); return i }, func(int) bool { taken++; return taken < 5 })
	if taken != 5 || begun.Load() > 20 {
		t.Errorf("after an early end %d are taken and %d begun", taken, begun.Load())
	}
}

// TestGuarded checks that a fault of kvdoctor in one of several bundles is told with its name, and that the rest goes on.
func TestGuarded(t *testing.T) {
	var out, errs bytes.Buffer
	l := &ledger{s: streams{out: &out, err: &errs}, out: &out, several: true, text: true}
	inOrder(3, 2, func(i int) outcome {
		return guarded(fmt.Sprintf("b%d.tar.gz", i), func() outcome {
			if i == 1 {
				panic("index out of range\nand a trace")
			}
			return outcome{kase: kase{name: fmt.Sprint("b", i)}, printed: fmt.Appendf(nil, "report %d\n", i)}
		})
	}, l.take)
	if got, want := out.String(), "report 0\n\nreport 2\n"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
	if status := l.end(); status != exitUnreadable || !strings.Contains(errs.String(), "kvdoctor: error: b1.tar.gz: kvdoctor failed on it: index out of range\n") {
		t.Errorf("status %d, errors %q", status, errs.String())
	}
	if !strings.Contains(out.String(), "b1.tar.gz  unreadable") {
		t.Errorf("summary:\n%s", out.String())
	}
}

// TestReadersPanic checks that a fault in a reader comes back to who asked, who may guard against it.
func TestReadersPanic(t *testing.T) {
	defer func() {
		if p := recover(); p == nil || !strings.Contains(fmt.Sprint(p), "boom") {
			t.Errorf("recovered %v", p)
		}
	}()
	onAll(4, 2, func(i int) {
		if i == 2 {
			panic("boom")
		}
	})
}

// TestProgress checks what a terminal shows of a long run: each line takes the place of the one before, and none is left.
func TestProgress(t *testing.T) {
	var b bytes.Buffer
	p := progress{w: &b, total: 2, on: true}
	for _, status := range []int{exitOK, exitFinding} {
		p.clear()
		p.next(status)
	}
	p.clear()
	p.clear()
	lines := strings.Split(b.String(), "\r")
	want := []string{"kvdoctor: 1 of 2 bundles, 0 with findings or unreadable", "kvdoctor: 2 of 2 bundles, 1 with findings or unreadable"}
	if len(lines) != 5 || lines[0] != want[0] || lines[2] != want[1] || strings.TrimSpace(lines[1]+lines[3]+lines[4]) != "" ||
		len(lines[1]) != len(want[0]) || len(lines[3]) != len(want[1]) {
		t.Errorf("%q", lines)
	}
	b.Reset()
	silent := progress{w: &b, total: 2}
	silent.next(exitOK)
	silent.clear()
	if b.Len() > 0 {
		t.Errorf("no terminal, yet %q", b.String())
	}
}

// TestManyBundles checks that a long run gives the same bytes on one worker and on all, text and ndjson, with bad bundles
// among the good ones and their errors in order.
func TestManyBundles(t *testing.T) {
	dir := t.TempDir()
	var args []string
	for i := range 40 {
		path := filepath.Join(dir, fmt.Sprintf("t%02d.tar.gz", i))
		switch i % 4 {
		case 0:
			writeFile(t, path, []byte(readFile(t, good)))
		case 1:
			writeFile(t, path, []byte(readFile(t, broken)))
		case 2:
			writeFile(t, path, []byte("\x1f\x8bno gzip"))
		default:
			path += ".missing"
		}
		args = append(args, path)
	}
	for _, format := range []string{"text", "ndjson"} {
		all := append([]string{"analyze", "--format", format}, args...)
		status, out, errs := kvdoctor("", all...)
		procs := runtime.GOMAXPROCS(1)
		status1, out1, errs1 := kvdoctor("", all...)
		runtime.GOMAXPROCS(procs)
		if status != exitUnreadable || status1 != status || out1 != out || errs1 != errs {
			t.Errorf("%s: status %d and %d, the same output %v, the same errors %v", format, status, status1, out == out1, errs == errs1)
		}
		at := -1
		for i, arg := range args {
			if next := strings.Index(errs, fmt.Sprintf("t%02d", i)); i%4 >= 2 && next <= at {
				t.Errorf("%s: the error of %s is missing or out of order", format, arg)
			} else if i%4 >= 2 {
				at = next
			}
		}
		if format == "ndjson" && strings.Count(out, "\n") != 30 {
			t.Errorf("%d lines of ndjson, want 30: that of what is no gzip tells so", strings.Count(out, "\n"))
		}
		if format == "text" && !strings.Contains(out, "\n40 cases: 10 healthy, 10 inconclusive, 10 problem, 10 unreadable\n") {
			t.Errorf("summary:\n%s", out[max(0, len(out)-600):])
		}
	}
}

// TestManyToAFile checks that --output holds all of a long run or is not touched.
func TestManyToAFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "all")
	_, want, _ := kvdoctor("", "analyze", good, broken, "nowhere")
	if status, out, _ := kvdoctor("", "analyze", "-o", path, good, broken, "nowhere"); status != exitUnreadable || out != "" || readFile(t, path) != want {
		t.Errorf("status %d, stdout %q", status, out)
	}
	for _, args := range [][]string{
		{"--vantage", "vm-nope=internet", good, broken},
		{"--what-if", "approve pe-nope", good, broken},
		{"--format", "json", "nowhere"},
	} {
		other := filepath.Join(dir, "other")
		if status, _, stderr := kvdoctor("", append([]string{"analyze", "-o", other}, args...)...); status < exitUsage || stderr == "" {
			t.Errorf("%q: status %d, stderr %q", args, status, stderr)
		}
	}
	if names := namesIn(t, dir); !slices.Equal(names, []string{"all"}) {
		t.Errorf("files are left behind: %q", names)
	}
}

// TestLargeBundles checks that bundles beyond the size that several workers may hold are diagnosed too.
func TestLargeBundles(t *testing.T) {
	dir := t.TempDir()
	var args []string
	for i := range 3 {
		path := filepath.Join(dir, fmt.Sprintf("large%d.txt", i))
		writeFile(t, path, append([]byte(privateLookup), bytes.Repeat([]byte("\n# a remark that says nothing\n"), smallBundle/28)...))
		args = append(args, path)
	}
	status, out, _ := kvdoctor("", append([]string{"analyze", "--format", "ndjson"}, args...)...)
	if status != exitInconclusive || strings.Count(out, "\n") != 3 {
		t.Errorf("status %d, %d reports", status, strings.Count(out, "\n"))
	}
}

// BenchmarkMany diagnoses a store of 200 collected bundles on one worker and on all; bundles/s is the rate.
func BenchmarkMany(b *testing.B) {
	const copies = 200
	dir := b.TempDir()
	args := []string{"analyze", "--format", "ndjson"}
	sources := []string{good, broken, "testdata/bundles/wrong-address.tar.gz"}
	for i := range copies {
		data, err := os.ReadFile(sources[i%len(sources)])
		if err != nil {
			b.Fatal(err)
		}
		path := filepath.Join(dir, fmt.Sprintf("t%04d.tar.gz", i))
		if err := os.WriteFile(path, data, 0o644); err != nil {
			b.Fatal(err)
		}
		args = append(args, path)
	}
	for _, workers := range []int{1, runtime.NumCPU()} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
			for b.Loop() {
				if status, _, stderr := kvdoctor("", args...); status != exitFinding {
					b.Fatalf("status %d\n%s", status, stderr)
				}
			}
			b.ReportMetric(float64(copies*b.N)/b.Elapsed().Seconds(), "bundles/s")
		})
	}
}
