package parse

import "testing"

func TestReadAddrs(t *testing.T) {
	for _, tc := range []struct {
		in            string
		addrs, masked int
		ok            bool
	}{
		{"10.0.x.x", 0, 1, true},
		{"10.X.X.254#53", 0, 1, true},
		{"xx.xx.xx.xx", 0, 1, true},
		{"xxxxxxxxxxxx", 0, 1, true},
		{"10.1.2.***", 0, 1, true},
		{"10.1.2.█", 0, 1, true},
		{"10.1.2.[redacted]", 0, 1, true},
		{"a.b.c.d", 0, 1, true},
		{"***", 0, 1, true},
		{"<redacted>", 0, 1, true},
		{"REDACTED", 0, 1, true},
		{"<private-ip>", 0, 1, true},
		{"(public IP address)", 0, 1, true},
		{"fd00::xxxx", 0, 1, true},
		{"10.1.2...", 0, 1, true},
		{"10.1.2.…", 0, 1, true},
		{"10.x.x.3 <- private", 0, 1, true},
		{"10.1.2.3, 10.x.x.4", 1, 1, true},
		{"10.1.2.3<--private", 1, 0, true},
		{"10.1.2.3(private)", 1, 0, true},
		{"10.1.2.3//x", 1, 0, true},
		{"10.1.2.3 // x", 1, 0, true},
		{"10.1.2.3 # 10.1.2.4", 1, 0, true},
		{"10.1.2.3 - private", 1, 0, true},
		{"10.1.2.3 *** private", 1, 0, true},
		{"10.1.2.3（私有）", 1, 0, true},
		{"10.1.2.3，内网", 1, 0, true},
		{"10.1.2.3内网", 1, 0, true},
		{"10.1.2.3 プライベート", 1, 0, true},
		{"10.1.2.3█", 0, 1, true},
		{"10.1.2", 0, 0, false},
		{"UnKnown", 0, 0, false},
		{"(none)", 0, 0, false},
		{"# comment", 0, 0, false},
		{"fabrikam.vault.azure.net", 0, 0, false},
		{"", 0, 0, false},
	} {
		v := readAddrs(tc.in)
		if v.ok != tc.ok || tc.ok && (len(v.addrs) != tc.addrs || len(v.masked) != tc.masked) {
			t.Errorf("readAddrs(%q) = %+v, want %d addresses, %d masked, %t", tc.in, v, tc.addrs, tc.masked, tc.ok)
		}
	}
}

// TestBareAddrs checks that a line without label is an address only where it looks like one.
func TestBareAddrs(t *testing.T) {
	for in, want := range map[string]bool{
		"10.1.2.3": true, "10.1.2.***": true, "***": true, "xxx.xxx.xxx.xxx": true, "[exit 0]": false, "<redacted>": false, "(private)": false, "...": false, "x": false,
	} {
		if got := bareAddrs(in); got != want {
			t.Errorf("bareAddrs(%q) = %t, want %t", in, got, want)
		}
	}
}

func TestElidedName(t *testing.T) {
	for in, want := range map[string]bool{
		"kv-...-prod.vault.azure.net": true, "fabrikam.privatelink.vau...": true, "fabrikam…": true, "fabrikam.vault.azure.net.": false, "...": false, "": false,
	} {
		if got := elidedName(in); got != want || got && dnsName(in) {
			t.Errorf("elidedName(%q) = %t, want %t, and no name", in, got, want)
		}
	}
}
