package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkRedact redacts the exports of an estate of 5,000 endpoints with long transcripts, 50 MB together. With
// KVDOCTOR_REDACT_DIR set, the bundle is left there, to measure the program itself with.
func BenchmarkRedact(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "estate")
	if kept := os.Getenv("KVDOCTOR_REDACT_DIR"); kept != "" {
		dir = kept
	}
	size := writeEstate(b, dir, 5000)
	for n := 0; size < 50<<20; n++ {
		text := longTranscript(n)
		size += len(text)
		writeBelow(b, filepath.Join(dir, "vantage", "vm", "console", fmt.Sprintf("session-%d.txt", n)), []byte(text))
	}
	b.SetBytes(int64(size))
	for n := 0; b.Loop(); n++ {
		out := filepath.Join(b.TempDir(), fmt.Sprint("out", n))
		if status := run([]string{"redact", dir, "-o", out}, strings.NewReader(""), io.Discard, io.Discard); status != exitOK {
			b.Fatalf("status %d", status)
		}
	}
}

// longTranscript is a console session of some 4 MB.
func longTranscript(n int) string {
	var s strings.Builder
	for i := 0; s.Len() < 4<<20; i++ {
		k := (n*7919 + i) % 5000
		fmt.Fprintf(&s, "ops@vm-tools:~$ nslookup kv%[1]d.vault.azure.net\nServer:\t\t10.0.0.%[2]d\nAddress:\t10.0.0.%[2]d#53\n\nNon-authoritative answer:\n"+
			"kv%[1]d.vault.azure.net\tcanonical name = kv%[1]d.privatelink.vaultcore.azure.net.\nName:\tkv%[1]d.privatelink.vaultcore.azure.net\nAddress: 10.%[3]d.%[4]d.4\n\n"+
			"ops@vm-tools:~$ curl -i https://kv%[1]d.vault.azure.net/healthstatus\nHTTP/1.1 200 OK\nx-ms-request-id: 7a2f4b1c-93d0-4c55-8a6e-%012[5]x\n"+
			"x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.0.0.9;act_addr_fam=InterNetwork;\n\ntrue\n", k, k%200, k/200, k%200, i)
	}
	return s.String()
}
