package parse

import "testing"

func TestDNSAddr(t *testing.T) {
	for in, want := range map[string]string{
		"10.1.2.3": "10.1.2.3", "10.1.2.3#53": "10.1.2.3", "127.0.0.1:5453": "127.0.0.1", "[10.1.2.3]": "10.1.2.3",
		"[fd00::4]:53": "fd00::4", "::ffff:10.1.2.3": "10.1.2.3", "10.1.2.3,": "10.1.2.3",
		"10.x.x.50": "", "xxx.231.86.xxx": "", "10.1.2": "", "10.1.2.***": "", "fabrikam": "", "": "",
	} {
		addr, ok := dnsAddr(in)
		if got := addr.String(); ok != (want != "") || (ok && got != want) {
			t.Errorf("dnsAddr(%q) = %s, %t, want %q", in, got, ok, want)
		}
	}
}

func TestDNSAddrs(t *testing.T) {
	for in, want := range map[string]int{
		"10.1.2.3":                               1,
		"10.1.0.5 (private IP address)":          1,
		"10.1.2.5  <-- PRIVATE IP":               1,
		"10.1.2.5 # comment":                     1,
		"8.8.8.8  ← this one":                    1,
		"20.1.2.3, 20.1.2.4, 20.1.2.5  (public)": 3,
		"10.1.2.3 fabrikam":                      -1,
		"(public IP address)":                    0,
		"10.x.x.50":                              0,
		"":                                       0,
	} {
		v := readAddrs(in)
		addrs, ok := v.addrs, addressesOnly(in)
		if ok != (want > 0) || (ok && len(addrs) != want) {
			t.Errorf("addressesOnly(%q) = %v, %t, want %d", in, addrs, ok, want)
		}
	}
}

func TestDNSLabel(t *testing.T) {
	for _, tc := range []struct {
		in, label, value string
		ok               bool
	}{
		{"Name:    fabrikam.vault.azure.net", "name", "fabrikam.vault.azure.net", true},
		{"Serveur :   UnKnown", "serveur", "UnKnown", true},
		{"Nom\u00a0:\u00a0wikileaks.org", "nom", "wikileaks.org", true},
		{"Nom\u202f: a.b", "nom", "a.b", true},
		{"サーバー：  UnKnown", "サーバー", "UnKnown", true},
		{"Address:2001:db8::1", "address", "2001:db8::1", true},
		{"権限のない回答:", "権限のない回答", "", true},
		{"::1", "", "", false},
		{"no label", "", "", false},
	} {
		label, value, ok := dnsLabel(tc.in)
		if label != tc.label || value != tc.value || ok != tc.ok {
			t.Errorf("dnsLabel(%q) = %q, %q, %t, want %q, %q, %t", tc.in, label, value, ok, tc.label, tc.value, tc.ok)
		}
	}
}
