package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// publicAnswer is a lookup that fails KV501 whatever else the bundle holds.
const publicAnswer = "fabrikam.vault.azure.net is an alias for data-prod-eus-region.vaultcore.azure.net.\n" +
	"data-prod-eus-region.vaultcore.azure.net has address 52.168.109.101\n"

// packTar returns a .tar.gz file of members; one of the other types than a regular file links to /etc/hosts.
func packTar(t testing.TB, members ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	w := tar.NewWriter(zipped)
	for _, h := range members {
		body := []byte(publicAnswer)
		if h.Typeflag != tar.TypeReg {
			body, h.Linkname = nil, "/etc/hosts"
		}
		if strings.HasSuffix(h.Name, ".bin") {
			body = make([]byte, 1<<16) // noise, so that half of the archive is after the lookup
			rand.New(rand.NewSource(1)).Read(body)
		}
		h.Mode, h.Size = 0o644, int64(len(body))
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestArchives covers the checks of the container: members that are refused (KV010) and an archive that ends
// early (KV011). What can be read is diagnosed with its own status.
func TestArchives(t *testing.T) {
	lookup := tar.Header{Name: "b/vantage/vm-app01/dns/host.txt", Typeflag: tar.TypeReg}
	noise := tar.Header{Name: "b/zz.bin", Typeflag: tar.TypeReg}
	with := func(name string, kind byte) []byte { return packTar(t, lookup, tar.Header{Name: name, Typeflag: kind}) }
	long := packTar(t, lookup, noise)
	tests := []struct {
		name string
		data []byte
		want string // exit status and codes
	}{
		{"whole", packTar(t, lookup), "1 KV501"},
		{"symbolic link", with("b/host/hosts", tar.TypeSymlink), "1 KV010,KV501"},
		{"hard link", with("b/host/hosts", tar.TypeLink), "1 KV010,KV501"},
		{"device", with("b/host/tty", tar.TypeChar), "1 KV010,KV501"},
		{"pipe", with("b/host/pipe", tar.TypeFifo), "1 KV010,KV501"},
		{"dot dot", with("b/../../hosts.txt", tar.TypeReg), "1 KV010,KV501"},
		{"absolute name", with("/etc/hosts", tar.TypeReg), "1 KV010,KV501"},
		{"near: dots in a name", with("b/vantage/vm-app01/dns/host..txt", tar.TypeReg), "1 KV501"},
		{"whole with noise", long, "1 KV002,KV501"},
		{"cut in the second member", long[:len(long)/2], "1 KV002,KV011,KV501"},
		{"cut before its checksum", long[:len(long)-6], "1 KV002,KV011,KV501"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "b.tar.gz")
			writeBelow(t, name, test.data)
			status, d := diagnoseJSON(t, nil, name)
			if diff := cmp.Diff(test.want, fmt.Sprint(status, " ", codes(d.Findings))); diff != "" {
				t.Errorf("exit status and codes (-want +got):\n%s%s", diff, summary(status, d))
			}
		})
	}
}
