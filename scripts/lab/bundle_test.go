package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// archive makes what a collector leaves: a top folder with a manifest and files.
func archive(t *testing.T, manifest string, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	w := tar.NewWriter(zipped)
	add := func(name, text string) {
		if err := w.WriteHeader(&tar.Header{Name: "fabrikam-1/" + name, Mode: 0o600, Size: int64(len(text)), ModTime: time.Now()}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	add("manifest.yaml", manifest)
	for _, name := range sortedKeys(files) {
		add(name, files[name])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestMerge checks that halves become one bundle without a clock in it, whose manifest names everything.
func TestMerge(t *testing.T) {
	dig := func(id, when string) string {
		return ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: " + id + "\n;; WHEN: " + when + "\n"
	}
	one := func(at, id string) []half {
		machine := "schema: kvdoctor.bundle/v1\nvault: 'fabrikam'\ncreated: 2027-01-01T00:00:0" + at + "Z\nvantages:\n  - {name: 'vm', role: client}\ncaptures:\n" +
			"  - path: vantage/vm/dns/dig.txt\n    vantage: 'vm'\n    command: 'dig it''s'\n    started: 2027-01-01T00:00:0" + at + "Z\n    seconds: " + at + "\n    sha256: 00\n"
		azure := "schema: kvdoctor.bundle/v1\nvault: 'fabrikam'\ncreated: 2027-01-01T00:00:0" + at + "Z\nvantages: []\ncaptures:\n" +
			"  - path: azure/vault.json\n    started: 2027-01-01T00:00:09Z\n    seconds: 20\n    sha256: 00\n"
		return []half{{"azure", archive(t, azure, map[string]string{"azure/vault.json": "{}\n"})},
			{"vm", archive(t, machine, map[string]string{"vantage/vm/dns/dig.txt": dig(id, "Mon Jan 01 00:00:0"+at+" UTC 2027")})}}
	}
	first, err := merge(one("1", "4711"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := merge(one("2", "815"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("the clock changes the bundle")
	}
	b, err := readBundle(first)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range field(b.manifest, "captures").Content {
		name, digest := field(c, "path").Value, sha256.Sum256(b.files[field(c, "path").Value])
		if field(c, "sha256").Value != hex.EncodeToString(digest[:]) {
			t.Errorf("%s: the checksum is not the file's", name)
		}
		got = append(got, name+" "+field(c, "started").Value+" "+field(c, "seconds").Value)
	}
	want := []string{"vantage/vm/dns/dig.txt 2026-11-22T18:51:45Z 0", "azure/vault.json 2026-11-22T18:51:46Z 20"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("captures (-want +got):\n%s", diff)
	}
	if n := field(b.manifest, "vantages"); len(n.Content) != 1 || field(n.Content[0], "name").Value != "vm" {
		t.Errorf("vantages: %v", n.Content)
	}
}

// TestSteadyLine checks that only what changes from run to run is taken out.
func TestSteadyLine(t *testing.T) {
	for _, c := range [][2]string{
		{";; Query time: 17 msec\n", ";; Query time: 4 msec\n"},
		{"    link/ether 00:0d:3a:1c:5e:02 brd ff:ff:ff:ff:ff:ff link-netns kvlab12-1-n0\n", "    link/ether 00:0d:3a:1c:5e:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0\n"},
		{"fabrikam.vault.azure.net. 60 IN CNAME x.\r\n", "fabrikam.vault.azure.net. 60 IN CNAME x.\r\n"},
		{"", ""},
	} {
		if got := steadyLine(c[0]); got != c[1] {
			t.Errorf("%q becomes %q, want %q", c[0], got, c[1])
		}
	}
}
