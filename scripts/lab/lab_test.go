package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary stand in for the lab where the lab starts itself.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && strings.HasPrefix(os.Args[1], "serve-") {
		if err := serve(os.Args[1], os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// realLab skips a test where no lab can be built.
func realLab(t *testing.T) *session {
	t.Helper()
	if testing.Short() {
		t.Skip("a lab takes seconds")
	}
	if err := able(); err != nil {
		t.Skip(err)
	}
	s, err := newSession()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// leftovers returns the namespaces, their files and the temporary folders of labs of this process.
func leftovers(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, dir := range []string{"/run/netns", "/etc/netns"} {
		names, err := filepath.Glob(filepath.Join(dir, fmt.Sprintf("kvlab%d-*", os.Getpid())))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, names...)
	}
	return out
}

// TestLab runs a scenario with a proxy, a server and two machines, without the administrator's half, and looks at
// what the machines captured, and that nothing is left.
func TestLab(t *testing.T) {
	s := realLab(t)
	sc := read(t, `
azure: {skip: true}
servers: [{forward: [azure]}, {name: refuser, refuses: true}]
networks: [{dns: [dns1]}]
proxies: [{name: gateway, inspects: true}]
clients: [{}, {name: vm-proxied, proxy: gateway}, {name: home, network: internet, role: internet}, {name: refused, dns: [refuser]}]
`)
	halves, err := s.run(t.Context(), sc)
	if err != nil {
		t.Fatal(err)
	}
	if got := leftovers(t); got != nil {
		t.Errorf("left behind: %v", got)
	}
	data, err := merge(halves)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 20<<10 {
		t.Errorf("the bundle has %d bytes", len(data))
	}
	b, err := readBundle(data)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"vantage/vm-app01/dns/nslookup.txt":        "Address: 10.1.2.3",
		"vantage/vm-app01/http/healthstatus.txt":   "conn_type=PrivateLink",
		"vantage/vm-proxied/http/healthstatus.err": "self-signed certificate in certificate chain",
		"vantage/home/http/healthstatus.txt":       "conn_type=Ipv4;addr=84.17.51.4;",
		"vantage/home/dns/nslookup.txt":            "Address: 52.168.109.101",
		"vantage/refused/dns/nslookup.txt":         "REFUSED",
		"vantage/vm-app01/host/resolv.conf":        "nameserver 10.1.0.53",
	} {
		if !strings.Contains(string(b.files[file]), want) {
			t.Errorf("%s: %q is missing in:\n%s", file, want, b.files[file])
		}
	}
}

// TestLabInterrupted checks that nothing is left of a lab that is interrupted while it collects.
func TestLabInterrupted(t *testing.T) {
	s := realLab(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	sc := read(t, "azure: {skip: true}\nzones: [{records: {fabrikam: [10.1.2.99]}}]") // its request waits for 20 seconds
	if _, err := s.run(ctx, sc); err == nil {
		t.Error("an interrupted lab has a bundle")
	}
	if got := leftovers(t); got != nil {
		t.Errorf("left behind: %v", got)
	}
}

// TestSweep checks that what a killed lab has left is removed, and what belongs to a living process is not.
func TestSweep(t *testing.T) {
	realLab(t)
	const dead = 4194304 // above every process id
	killed, living := fmt.Sprintf("kvlab%d-1-n0", dead), fmt.Sprintf("kvlab%d-99-n0", os.Getppid())
	for _, name := range []string{killed, living} {
		if err := tool(t.Context(), "", "ip", "netns", "add", name); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { removeSpace(name) })
		if err := writeFile(filepath.Join("/etc/netns", name, "hosts"), "127.0.0.1 localhost\n"); err != nil {
			t.Fatal(err)
		}
	}
	if err := sweep(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{killed: false, living: true} {
		for _, dir := range []string{"/run/netns", "/etc/netns"} {
			if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
				t.Errorf("%s/%s: there %t, want %t", dir, name, err == nil, want)
			}
		}
	}
}
