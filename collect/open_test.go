package collect

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const (
	hostText  = "fabrikam.vault.azure.net has address 52.168.109.101\n"
	vaultText = "{\n  \"name\": \"fabrikam\"\n}\n"
)

func TestOpenContainers(t *testing.T) {
	members := []member{
		{name: "fabrikam-1/vantage/vm-app01/dns/host.txt", body: hostText},
		{name: "fabrikam-1/azure/vault.json", body: vaultText},
	}
	want := []Capture{
		{Path: "azure/vault.json", Line: 1, Text: vaultText, Encoding: "UTF-8", Vantage: "client"},
		{Path: "vantage/vm-app01/dns/host.txt", Line: 1, Text: hostText, Encoding: "UTF-8", Vantage: "vm-app01"},
	}
	tarred := tarOf(t, members...)
	dotted := tarOf(t, member{name: "./", kind: '5'}, member{name: "./fabrikam-1/", kind: '5'},
		member{name: "./" + members[0].name, body: hostText}, member{name: "./" + members[1].name, body: vaultText})
	for _, tt := range []struct {
		name string
		data []byte
	}{
		{"fabrikam.tar", tarred},
		{"fabrikam.tar.gz", gzipOf(t, tarred)},
		{"fabrikam.tgz", gzipOf(t, tarred)},
		{"fabrikam.zip", zipOf(t, members...)},
		{"dotted.tar.gz", gzipOf(t, dotted)},
		{"told-by-content.txt", gzipOf(t, tarred)},
		{"self-extracting.zip", zipOf(t, members...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := openFile(t, tt.name, tt.data, Limits{})
			if diff := cmp.Diff(want, b.Captures); diff != "" {
				t.Errorf("from a file (-want +got):\n%s", diff)
			}
			if name, _, _ := strings.Cut(tt.name, "."); b.Name != name || b.Problems != nil {
				t.Errorf("bundle is %q with problems %v, want %q without", b.Name, b.Problems, name)
			}
			b = openBytes(t, tt.data, Limits{})
			if diff := cmp.Diff(want, b.Captures); diff != "" {
				t.Errorf("from standard input (-want +got):\n%s", diff)
			}
			if b.Name != "stdin" {
				t.Errorf("bundle from standard input is %q, want stdin", b.Name)
			}
		})
	}
	t.Run("directory", func(t *testing.T) {
		b, err := Open(directoryOf(t, members...), nil, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&Bundle{Name: "case", Captures: want}, b); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestOpenPrefixedZip(t *testing.T) {
	data := append([]byte("PK\x03\x04 this only begins as a member does"), zipOf(t, member{name: "host.txt", body: hostText})...)
	b := openFile(t, "prefixed.zip", data, Limits{})
	if diff := cmp.Diff([]Capture{{Path: "host.txt", Line: 1, Text: hostText, Encoding: "UTF-8", Vantage: "client"}}, b.Captures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOpenText(t *testing.T) {
	for _, tt := range []struct {
		name string
		data []byte
		path string
	}{
		{"host.txt", []byte(hostText), "host.txt"},
		{"packed.txt.gz", gzipOf(t, []byte(hostText)), "packed.txt"},
		{"no-suffix", []byte(hostText), "no-suffix"},
	} {
		want := []Capture{{Path: tt.path, Line: 1, Text: hostText, Encoding: "UTF-8", Vantage: "client"}}
		if diff := cmp.Diff(want, openFile(t, tt.name, tt.data, Limits{}).Captures); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	want := &Bundle{Name: "stdin", Captures: []Capture{{Path: "stdin", Line: 1, Encoding: "UTF-8", Vantage: "client"}}}
	if diff := cmp.Diff(want, openBytes(t, nil, Limits{})); diff != "" {
		t.Errorf("nothing on standard input (-want +got):\n%s", diff)
	}
}

func TestOpenErrors(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.zip")
	badGzip := fileOf(t, "bad.tar.gz", []byte("\x1f\x8b\x09 not the deflate method, and long enough"))
	bigZip := zipOf(t, member{name: "noise", body: noise(64 << 10)})
	for _, tt := range []struct {
		name   string
		open   string
		stdin  io.Reader
		limits Limits
		want   Error
	}{
		{"absent", missing, nil, Limits{}, Error{Name: missing, Detail: "no such file or directory"}},
		{"gzip header", badGzip, nil, Limits{}, Error{Name: badGzip, Detail: "is not a valid gzip file: gzip: invalid header"}},
		{"failing input", "-", iotest.ErrReader(errors.New("broken")), Limits{}, Error{Name: "stdin", Detail: "cannot be read: broken"}},
		{"long zip on stdin", "-", bytes.NewReader(bigZip), Limits{TotalBytes: 1000}, Error{Name: "stdin",
			Detail: "zip archive on standard input has more than 500 packed bytes, half of --max-total-bytes",
			Hint:   "save it to a file and name the file, or raise --max-total-bytes"}},
		{"device", os.DevNull, nil, Limits{}, Error{Name: os.DevNull, Detail: "is neither a directory nor a regular file",
			Hint: "name - as the bundle to read a pipe from standard input"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(tt.open, tt.stdin, tt.limits)
			var got *Error
			if !errors.As(err, &got) {
				t.Fatalf("error is %v, want an *Error", err)
			}
			got.Err = nil
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTopFolder(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []string
		want  []string
	}{
		{"one folder is left out", []string{"top/a.txt", "top/b/c.txt"}, []string{"a.txt", "b/c.txt"}},
		{"a section stays", []string{"azure/a.txt"}, []string{"azure/a.txt"}},
		{"a section in any case stays", []string{"DNS/a.txt"}, []string{"DNS/a.txt"}},
		{"two folders stay", []string{"one/a.txt", "two/a.txt"}, []string{"one/a.txt", "two/a.txt"}},
		{"a file beside it", []string{"a.txt", "top/a.txt"}, []string{"a.txt", "top/a.txt"}},
		{"only one level", []string{"top/inner/a.txt"}, []string{"inner/a.txt"}},
		{"notes of macOS do not count", []string{"__MACOSX/top/._a.txt", "top/a.txt"}, []string{"__MACOSX/top/._a.txt", "a.txt"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var members []member
			for _, f := range tt.files {
				members = append(members, member{name: f, body: "text\n"})
			}
			if diff := cmp.Diff(tt.want, paths(openBytes(t, tarOf(t, members...), Limits{}))); diff != "" {
				t.Errorf("archive (-want +got):\n%s", diff)
			}
			b, err := Open(directoryOf(t, members...), nil, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, paths(b)); diff != "" {
				t.Errorf("directory (-want +got):\n%s", diff)
			}
		})
	}
}

func TestVantageOf(t *testing.T) {
	for path, want := range map[string]string{
		"host.txt":                      "client",
		"dns/host.txt":                  "client",
		"captures/http/health.txt":      "client",
		"vantage/vm-app01/dns/host.txt": "vm-app01",
		"vantage/vm-app01/host.txt":     "vm-app01",
		"old/vantage/vm1/x/host.txt":    "vm1",
		"vantage/host.txt":              "client",
		"vm1/dns/host.txt":              "vm1",
		"site/vm1/dns/host.txt":         "vm1",
		"azure/vault.json":              "client",
	} {
		if got := vantageOf(path); got != want {
			t.Errorf("vantage of %q is %q, want %q", path, got, want)
		}
	}
}

func TestBundleName(t *testing.T) {
	for name, want := range map[string]string{
		"/x/fabrikam.tar.gz": "fabrikam", "fabrikam.TGZ": "fabrikam", "a.b.zip": "a.b", "paste.txt": "paste",
		"case/": "case", "resolv.conf": "resolv.conf", ".zip": ".zip",
	} {
		if got := bundleName(name); got != want {
			t.Errorf("name of %q is %q, want %q", name, got, want)
		}
	}
}

func TestPrefix(t *testing.T) {
	b := &Bundle{
		Name:     "vm",
		Captures: []Capture{{Path: "a", Stderr: &Capture{Path: "a.err"}}},
		Manifest: &Manifest{Missing: []Capture{{Path: "gone"}}},
		Problems: []Problem{{File: "b"}, {File: "vm"}},
	}
	b.Prefix("vm")
	want := &Bundle{
		Name:     "vm",
		Captures: []Capture{{Path: "vm/a", Stderr: &Capture{Path: "vm/a.err"}}},
		Manifest: &Manifest{Missing: []Capture{{Path: "vm/gone"}}},
		Problems: []Problem{{File: "vm/b"}, {File: "vm"}},
	}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
