package collect

import (
	"fmt"
	"math/rand"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// testKey is the key of the tests.
func testKey() RedactionKey { return RedactionKey{1, 2, 3} }

// TestPseudonyms checks that a pseudonym has the shape of its name, that no two names of a shape share one, and that what
// a name shares with another its pseudonym shares.
func TestPseudonyms(t *testing.T) {
	n := newNamer(testKey())
	seen := map[string]string{}
	for i := range 20000 {
		for _, name := range []string{fmt.Sprintf("app%05d", i), fmt.Sprintf("%c%c%c-x1", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26)} {
			is := n.name(name)
			if was, ok := seen[is]; ok && was != name {
				t.Fatalf("%q and %q both become %q", was, name, is)
			}
			seen[is] = name
			if is == name || len(is) != len(name) {
				t.Errorf("%q becomes %q", name, is)
			}
		}
	}
	fabrikam := n.name("fabrikam")
	for name, want := range map[string]string{
		"pe-fabrikam":    "pe-" + fabrikam,
		"FABRIKAM":       strings.ToUpper(fabrikam),
		"Fabrikam_vm":    strings.ToUpper(fabrikam[:1]) + fabrikam[1:] + "_vm",
		"fabrikam.nic.x": fabrikam + ".nic." + n.name("x"),
	} {
		if got := n.name(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
	if got := newNamer(RedactionKey{9}).name("fabrikam"); got == fabrikam {
		t.Error("another key gives the same name")
	}
}

// TestAddressesKeepPrefixes checks that two addresses share as many first bits before as after, and that each stays in its
// class.
func TestAddressesKeepPrefixes(t *testing.T) {
	m := newAddresser(testKey(), newNamer(testKey()))
	random := rand.New(rand.NewSource(1))
	var list []netip.Addr
	for range 300 {
		var b [4]byte
		random.Read(b[:])
		list = append(list, netip.AddrFrom4(b), netip.AddrFrom4([4]byte{10, b[1] & 3, b[2] & 1, b[3]}),
			netip.AddrFrom4([4]byte{172, 16 + b[1]&31, b[2], b[3]}), netip.AddrFrom4([4]byte{203, 0, 113, b[3]}))
		var six [16]byte
		random.Read(six[:])
		six[0] = []byte{0x20, 0xfd, 0x26, 0xfe}[b[0]&3]
		list = append(list, netip.AddrFrom16(six))
	}
	common := func(a, b netip.Addr) int {
		x, y, n := a.AsSlice(), b.AsSlice(), 0
		for n < a.BitLen() && (x[n/8]^y[n/8])>>(7-n%8)&1 == 0 {
			n++
		}
		return n
	}
	for i, a := range list {
		for _, p := range append(untouched, classes...) {
			if p.Contains(a) != p.Contains(m.addr(a)) {
				t.Errorf("%s becomes %s: one of them is in %s", a, m.addr(a), p)
			}
		}
		for _, b := range list[:i] {
			if a.BitLen() == b.BitLen() && !a.IsLinkLocalUnicast() && !b.IsLinkLocalUnicast() && common(a, b) != common(m.addr(a), m.addr(b)) {
				t.Fatalf("%s and %s share %d bits, %s and %s share %d", a, b, common(a, b), m.addr(a), m.addr(b), common(m.addr(a), m.addr(b)))
			}
		}
	}
	inside, network := netip.MustParseAddr("10.1.2.3"), netip.MustParsePrefix("10.1.2.0/23")
	if p := m.prefix(network); !p.Contains(m.addr(inside)) || p.Masked() != p {
		t.Errorf("%s becomes %s, %s becomes %s", network, p, inside, m.addr(inside))
	}
	for _, same := range []string{"168.63.129.16", "127.0.0.53", "169.254.169.254", "255.255.240.0", "8.8.8.8", "::1", "::", "fe80::1", "ff02::fb"} {
		if a := netip.MustParseAddr(same); m.addr(a) != a {
			t.Errorf("%s becomes %s", same, m.addr(a))
		}
	}
}

// TestAddressForms checks that every way to write an address gives the same address.
func TestAddressForms(t *testing.T) {
	m := newAddresser(testKey(), newNamer(testKey()))
	four := m.addr(netip.MustParseAddr("10.1.2.3"))
	b := four.As4()
	last := m.names.hex("5c:71:e8", "nic")
	for in, want := range map[string]string{
		"10.1.2.3":                   four.String(),
		"10.1.2.3:443":               four.String(),
		"10.1.2.3.":                  four.String(),
		"010.001.002.003":            four.String(),
		"::ffff:10.1.2.3":            "::ffff:" + four.String(),
		"10-1-2-3.pod":               strings.ReplaceAll(four.String(), ".", "-"),
		"3.2.1.10.in-addr.arpa":      fmt.Sprintf("%d.%d.%d.%d", b[3], b[2], b[1], b[0]),
		"2.1.10.in-addr.arpa":        fmt.Sprintf("%d.%d.%d", b[2], b[1], b[0]),
		"00:0d:3a:5c:71:e8":          "00:0d:3a:" + last,
		"00-0D-3A-5C-71-E8":          "00-0D-3A-" + strings.ToUpper(strings.ReplaceAll(last, ":", "-")),
		"9.18.28-0ubuntu":            "",
		"1.9.3019.1":                 "",
		"1.2.3.4.5":                  "",
		"2026-11-22T18:51:47":        "",
		"09:12:41":                   "",
		"255.255.255.0":              "255.255.255.0",
		"10.1.2.3-ubuntu is a range": four.String(),
	} {
		if f, _ := m.addressAt(in, 0); f.text != want {
			t.Errorf("%s becomes %q, want %q", in, f.text, want)
		}
	}
}

// TestSecrets checks what is taken out, and what is not.
func TestSecrets(t *testing.T) {
	tests := []struct{ in, want string }{
		{"> Authorization: Bearer abc.def", "> Authorization: Bearer WITHHELD"},
		{"Proxy-Authorization: Basic dXNlcjpwYXNz", "Proxy-Authorization: Basic WITHHELD"},
		{`"Authorization": "SharedKey acc:xyz",`, `"Authorization": "SharedKey WITHHELD",`},
		{"https_proxy=http://bob:s3cret@proxy:8080", "https_proxy=http://WITHHELD@proxy:8080"},
		{"Set-Cookie: a=b; path=/", "Set-Cookie: WITHHELD"},
		{`"Set-Cookie": "fpc=xyz; secure",`, `"Set-Cookie": "WITHHELD",`},
		{"?sv=2020&sig=abc%2Fdef%3D&se=1", "?sv=2020&sig=WITHHELD&se=1"},
		{"AccountKey=abcdefgh1234==;EndpointSuffix=x", "AccountKey=WITHHELD;EndpointSuffix=x"},
		{`"accessToken": "eyJ0eXAiOiJKV1QifQ.e30.sig",`, `"accessToken": "WITHHELD",`},
		{"password=hunter2 next", "password=WITHHELD next"},
		{"curl -u bob:secret https://x", "curl -u WITHHELD https://x"},
		{"AZURE_CLIENT_SECRET=abcd~efg", "AZURE_CLIENT_SECRET=WITHHELD"},
		{`{"value":"p@ss","id":"https://x.vault.azure.net/secrets/a/1"}`, `{"value":"WITHHELD","id":"https://x.vault.azure.net/secrets/a/1"}`},
		{`"enableRbacAuthorization": true,`, `"enableRbacAuthorization": true,`},
		{`www-authenticate: Bearer authorization="https://login.microsoftonline.com/x", resource="https://vault.azure.net"`,
			`www-authenticate: Bearer authorization="https://login.microsoftonline.com/x", resource="https://vault.azure.net"`},
		{"Request is missing a Bearer or PoP token.", "Request is missing a Bearer or PoP token."},
		{"az login --service-principal -u a -p 's3cret~x'", "az login --service-principal -u WITHHELD -p 'WITHHELD'"},
		{"> Authorization: Bearer\n> abcdEFGH0123456789ijklmnop\n> Accept: */*", "> Authorization: WITHHELD\n> WITHHELD\n> Accept: */*"},
		{"Tel: +44 20 7946 0958", "Tel: WITHHELD"},
		{"Date: Mon, 1 Dec 2025 10:00:00 +0000", "Date: Mon, 1 Dec 2025 10:00:00 +0000"},
		{"dig +nocmd +noall +answer", "dig +nocmd +noall +answer"},
		{"Machine ID: 4f3f2e1d0c9b8a7f6e5d4c3b2a190807", "Machine ID: WITHHELD"},
		{"99998888-7777-... Enabled", "WITHHELD... Enabled"},
		{"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCx a@b", "ssh-rsa WITHHELD a@b"},
		{"http://bob:p@ss@proxy:1", "http://WITHHELD@proxy:1"},
		{"; COOKIE: 43553cb510ad994f", "; COOKIE: 43553cb510ad994f"},
		{"-----BEGIN PRIVATE KEY-----\nAAAA\nBBBB\n-----END PRIVATE KEY-----\nx", "-----BEGIN PRIVATE KEY-----\nWITHHELD\nWITHHELD\n-----END PRIVATE KEY-----\nx"},
	}
	for _, tt := range tests {
		r := NewRedactor(testKey(), nil)
		r.Ready()
		s := secrets{signs: secretSigns()}
		s.reset(tt.in)
		var b strings.Builder
		for line := range strings.Lines(tt.in) {
			b.WriteString(s.line(line))
		}
		if diff := cmp.Diff(tt.want, b.String()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.in, diff)
		}
		if found := Secrets(tt.in, 1); (len(found) > 0) != (tt.in != tt.want) {
			t.Errorf("%q: found %v", tt.in, found)
		}
	}
}

// TestNamesHide checks that a name is found in every form that it can take, and that nothing else is.
func TestNamesHide(t *testing.T) {
	r := NewRedactor(testKey(), nil)
	r.Learn(KindVault, "fabrikam")
	r.Learn(KindResource, "vnet-app")
	r.Learn(KindResource, "default")
	r.Learn(KindResource, "east")
	r.Ready()
	f, app, east := r.name("fabrikam"), r.name("vnet-app"), r.name("east")
	for in, want := range map[string]string{
		"FABRIKAM.vault.azure.net":          strings.ToUpper(f) + ".vault.azure.net",
		"myfabrikambackup":                  "my" + f + "backup",
		`{"a":"x\nfabrikam\tb"}`:            `{"a":"x\n` + f + `\tb"}`,
		`{"a":"\u0066abrikam"}`:             `{"a":"` + f + `"}`,
		"%2Fvaults%2Ffabrikam%2Fx":          "%2Fvaults%2F" + f + "%2Fx",
		"q=fabri%6bam":                      "q=" + f,
		"vnet%2Dapp":                        app,
		"the default route is east of here": "the default route is " + east + " of here",
		"northeast":                         "northeast",
		"/subscriptions/x/resourceGroups/default/providers/Microsoft.Network/virtualNetworks/vnet-app": "/subscriptions/" + r.name("x") + "/resourceGroups/" + r.name("default") + "/providers/Microsoft.Network/virtualNetworks/" + app,
		"│ Vault: fabri\n│ kam;":                   "│ Vault: " + f[:5] + "\n│ " + f[5:] + ";",
		"data-prod-eus-region.vaultcore.azure.net": "data-prod-eus-region.vaultcore.azure.net",
		"token: ZmFicmlrYW0tMTIzNDU2Nzg5":          "token: " + withheld,
	} {
		if got := r.Text(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	for _, leak := range []string{"xFabrikamx", "fabri\nkam", "f\\u0061brikam", "f%61brikam", "f\x00a\x00b\x00r\x00i\x00k\x00a\x00m", "fab=\nrikam",
		"ZmFicmlrYW0tMTIzNDU2Nzg5", "fab\u200brikam", "&#102;abrikam"} {
		if len(r.Leaks("a.txt", leak)) == 0 {
			t.Errorf("%q is no leak", leak)
		}
	}
	if l := r.Leaks("fabrikam.txt", "nothing"); len(l) != 1 || l[0].Line != 0 {
		t.Errorf("the path: %v", l)
	}
	if l := r.Leaks("a.txt", r.Text("all of fabrikam and vnet-app, by default")); len(l) != 0 {
		t.Errorf("redacted text leaks: %v", l)
	}
}

// TestSignSet checks the machine against a search for each word.
func TestSignSet(t *testing.T) {
	lists := [][]string{{"abc", "b"}, {"bca"}, {"a b"}, {"cab", "\"x"}}
	m := newSignSet(lists)
	random := rand.New(rand.NewSource(1))
	for range 5000 {
		text := make([]byte, random.Intn(9))
		for i := range text {
			text[i] = "abcx \"z"[random.Intn(7)]
		}
		var want uint64
		for bit, words := range lists {
			for _, w := range words {
				if strings.Contains(string(text), w) {
					want |= 1 << bit
				}
			}
		}
		if got := m.in(string(text)); got != want {
			t.Fatalf("%q: found %b, want %b", text, got, want)
		}
	}
}

// TestPlacesOfNames checks what structure tells to be a name.
func TestPlacesOfNames(t *testing.T) {
	for in, names := range map[string][]string{
		"ops@laptop:~$ hostname\nlaptop\nsaid by a laptop\n":        {"ops", "laptop\n"},
		"\"tags\": {\n  \"owner\": \"Petronella\"\n}\nPetronella\n": {"Petronella"},
		"  tags:\n    owner: Petronella Osgood\n  x: y\n":           {"Petronella", "Osgood"},
		"Best regards,\nOttoline Featherstone\n\nvault\n":           {"Ottoline", "Featherstone"},
		"From: \"Ann Zarquon\" <az@zarquon.example>\n":              {"Ann", "Zarquon", "az@"},
		"KOALACORP\\ddingo\n":                                       {"KOALACORP", "ddingo"},
		"Nov 20 10:11:12 quollhost named[12]: started\n":            {"quollhost"},
		"00:0d:3a:b8:d0:15 is 000d3ab8d015 and 000D.3AB8.D015\n":    {"b8d015", "D015", "d0:15"},
		"10.77.8.4 is 172820484, 012.0115.010.04 and 0x0a4d0804\n":  {"172820484", "012.0115", "0a4d0804"},
		"drwxr-x--- 2 bwillis platformers 4096 Nov 20 x\n":          {"bwillis", "platformers"},
	} {
		r := NewRedactor(testKey(), nil)
		r.LearnText(in)
		r.Ready()
		out := r.Text(in)
		for _, name := range names {
			if strings.Contains(strings.ReplaceAll(out, "said by a laptop\n", ""), name) {
				t.Errorf("%q becomes %q, with %q", in, out, name)
			}
		}
	}
}

// TestSeal checks that a text alone keeps its redaction's mark and that readers do not see it.
func TestSeal(t *testing.T) {
	key := testKey()
	for _, text := range []string{"", "one\n", "one", "one\n\n", "[]"} {
		out := key.sealed(text)
		if body, _ := splitSeal(out); body != text {
			t.Errorf("%q: read back as %q", text, body)
		}
		if !key.hasSeal(out) || (RedactionKey{7}).hasSeal(out) || key.hasSeal("x"+out) {
			t.Errorf("%q: the seal does not tell the key and the text", text)
		}
	}
}

// FuzzRedact checks that redaction does not panic, leaves nothing that it learnt, and keeps the lines.
func FuzzRedact(f *testing.F) {
	for _, seed := range []string{"nslookup fabrikam.vault.azure.net\nAddress: 10.1.2.3\n", "app@vm-1:~$ curl -u a:b https://x", "\\u0066abrikam %66 &#102;",
		"/subscriptions/a/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv1", "fe80::20d:3aff:feb8:d015/64 00:0d:3a:b8:d0:15", "-----BEGIN CERTIFICATE-----\nAA==\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !strings.Contains(text, "\x00") && len(text) < 1<<14 {
			text = strings.ToValidUTF8(text, "?")
		} else {
			return
		}
		r := NewRedactor(testKey(), nil)
		r.LearnText(text)
		r.Learn(KindVault, "fabrikam")
		r.Ready()
		out := r.Text(text)
		if strings.Count(out, "\n") != strings.Count(text, "\n") {
			t.Errorf("%q becomes %q, of other lines", text, out)
		}
		if key := testKey(); !key.hasSeal(key.sealed(out)) || cutSeal(key.sealed(out)) != out {
			t.Errorf("%q is redacted twice", out)
		}
		for _, l := range r.Leaks("a", out) {
			if l.How == "plainly" {
				t.Errorf("%q becomes %q, which leaks: %s", text, out, l)
			}
		}
	})
}
