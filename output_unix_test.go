//go:build unix

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestOutputMode checks that a new file has the permissions that the umask leaves, and that one that is there keeps
// its own.
func TestOutputMode(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o027))
	dir := t.TempDir()
	for name, want := range map[string]fs.FileMode{"new": 0o640, "secret": 0o600, "shared": 0o666, "read-only": 0o444} {
		path := filepath.Join(dir, name)
		if name != "new" {
			writeFile(t, path, []byte("old"))
			if err := os.Chmod(path, want); err != nil {
				t.Fatal(err)
			}
		}
		if status, _, stderr := kvdoctor("", "analyze", "-o", path, good); status != exitOK {
			t.Fatalf("%s: status %d\n%s", name, status, stderr)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s: mode %v, want %v", name, info.Mode(), want)
		}
		if !strings.Contains(readFile(t, path), "healthy") {
			t.Errorf("%s holds no report", name)
		}
	}
}

// TestOutputPipe checks that the report goes through a named pipe, which stays one.
func TestOutputPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	// Open for both directions, so that neither side waits for the other; the report is smaller than the pipe.
	pipe, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	_, want, _ := kvdoctor("", "analyze", good)
	if status, _, stderr := kvdoctor("", "analyze", "-o", path, good); status != exitOK {
		t.Fatalf("status %d\n%s", status, stderr)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		t.Fatalf("the pipe was replaced: %v, %v", info, err)
	}
	got := make([]byte, len(want)+1)
	if n, err := pipe.Read(got); err != nil || string(got[:n]) != want {
		t.Errorf("the pipe carries, with error %v:\n%s", err, got[:n])
	}
}

// TestOutputDevice checks that a device is written to and stays one, and that one that takes nothing is told.
func TestOutputDevice(t *testing.T) {
	if status, out, stderr := kvdoctor("", "analyze", "-o", os.DevNull, good); status != exitOK || out != "" || stderr != "" {
		t.Errorf("%s: status %d, stdout %q, stderr %q", os.DevNull, status, out, stderr)
	}
	if info, err := os.Lstat(os.DevNull); err != nil || info.Mode()&fs.ModeDevice == 0 {
		t.Errorf("%s was replaced: %v, %v", os.DevNull, info, err)
	}
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skipf("no device that is always full here: %v", err)
	}
	if status, _, stderr := kvdoctor("", "analyze", "-o", full, good); status != exitUnreadable || !strings.Contains(stderr, "cannot write /dev/full: ") {
		t.Errorf("%s: status %d, stderr %q", full, status, stderr)
	}
}
