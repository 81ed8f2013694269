//go:build unix

package collect

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOddDirectory(t *testing.T) {
	outside := fileOf(t, "secret", []byte("outside\n"))
	root := directoryOf(t, member{name: "host.txt", body: hostText}, member{name: strings.Repeat("d/", 17) + "x", body: "x"})
	for _, err := range []error{
		os.Symlink(outside, filepath.Join(root, "file-link")),
		os.Symlink(filepath.Dir(outside), filepath.Join(root, "folder-link")),
		os.Symlink(root, filepath.Join(root, "loop")),
		os.Symlink("host.txt", filepath.Join(root, "inner-link")),
		syscall.Mkfifo(filepath.Join(root, "pipe"), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	link := "member is a symbolic link; links are not followed"
	want := &Bundle{
		Name:     "case",
		Captures: []Capture{{Path: "host.txt", Line: 1, Text: hostText, Encoding: "UTF-8", Vantage: "client"}},
		Problems: []Problem{
			{Kind: Refused, File: strings.Repeat("d/", 16) + "d", Detail: "member lies more than 16 folders deep; --max-path-depth raises this limit"},
			{Kind: Refused, File: "file-link", Detail: link},
			{Kind: Refused, File: "folder-link", Detail: link},
			{Kind: Refused, File: "inner-link", Detail: link},
			{Kind: Refused, File: "loop", Detail: link},
			{Kind: Refused, File: "pipe", Detail: "member is a named pipe; only folders and regular files are read"},
		},
	}
	got, err := Open(root, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	root := directoryOf(t, member{name: "host.txt", body: hostText}, member{name: "locked.txt", body: "x"}, member{name: "shut/x", body: "x"})
	for _, name := range []string{"locked.txt", "shut"} {
		if err := os.Chmod(filepath.Join(root, name), 0); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(filepath.Join(root, "shut"), 0o755) })
	b, err := Open(root, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Problem{
		{Kind: Refused, File: "locked.txt", Detail: "member cannot be read: permission denied"},
		{Kind: Refused, File: "shut", Detail: "folder cannot be read: permission denied"},
	}
	if diff := cmp.Diff(want, b.Problems); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestZipOnRedirectedInput(t *testing.T) {
	f, err := os.Open(fileOf(t, "x.zip", zipOf(t, member{name: "host.txt", body: hostText})))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := Open("-", f, Limits{TotalBytes: 100})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"host.txt"}, paths(b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
