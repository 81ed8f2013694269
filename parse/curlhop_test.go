package parse

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHops reads what -v tells of redirects that were followed.
func TestHops(t *testing.T) {
	const (
		first  = "* Connected to fabrikam.example (10.1.2.3) port 80 (#0)\n> GET / HTTP/1.1\n> Host: fabrikam.example\n>\n< HTTP/1.1 302 Found\n<\n* Connection #0 to host fabrikam.example left intact\n"
		issue  = "* Issue another request to this URL: 'https://portal.example/a?b'\n"
		second = "* Connected to portal.example (20.1.2.3) port 443 (#1)\n*  subject: CN=portal.example\n> GET /a?b HTTP/1.1\n> Host: portal.example\n>\n< HTTP/1.1 200 OK\n<\n"
		tunnel = "* Connected to proxy.example (10.9.9.9) port 3128 (#1)\n> CONNECT portal.example:443 HTTP/1.1\n> Host: portal.example:443\n>\n< HTTP/1.1 200 Connection established\n<\n> GET / HTTP/1.1\n"
	)
	url := Text{Value: "https://portal.example/a?b", Cite: at(8, "* Issue another request to this URL: 'https://portal.example/a?b'")}
	to := Addr{Addr: netip.MustParseAddr("20.1.2.3"), TTL: -1, Cite: at(9, "* Connected to portal.example (20.1.2.3) port 443 (#1)")}
	tests := []struct {
		name, in string
		want     []Hop
	}{
		{"none", first, nil},
		{"another server", first + issue + second, []Hop{{URL: url, Connected: to,
			Certificate: &Certificate{Subject: Text{Value: "CN=portal.example", Cite: at(10, "*  subject: CN=portal.example")}}}}},
		{"by a proxy", first + issue + tunnel, []Hop{{URL: url}}},
		{"no connection came up", first + issue + "* Could not resolve host: portal.example\n", []Hop{{URL: url}}},
		{"the same connection again", first + "* Issue another request to this URL: 'http://fabrikam.example/b'\n* Re-using existing connection #0 with host fabrikam.example\n",
			[]Hop{{URL: Text{Value: "http://fabrikam.example/b", Cite: at(8, "* Issue another request to this URL: 'http://fabrikam.example/b'")},
				Connected: Addr{Addr: netip.MustParseAddr("10.1.2.3"), TTL: -1, Cite: at(1, "* Connected to fabrikam.example (10.1.2.3) port 80 (#0)")}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fs := facts(t, Source{Text: tt.in, Origin: Origin{File: testFile}}, "curl")
			req := fs[0].(*Request)
			if diff := cmp.Diff(tt.want, req.Hops, equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(fs) != 1 || req.URL != "http://fabrikam.example/" || req.Connected.Addr.String() != "10.1.2.3" || req.Proxy.Known() {
				t.Errorf("%d facts, the first is of %s at %s", len(fs), req.URL, req.Connected.Addr)
			}
		})
	}
}

// TestProxyAddr reads which proxy a request went to, and where that is.
func TestProxyAddr(t *testing.T) {
	const (
		up     = "* Connected to proxy.example (10.9.9.9) port 3128 (#0)\n"
		tunnel = up + "> CONNECT fabrikam.vault.azure.net:443 HTTP/1.1\n> Host: fabrikam.vault.azure.net:443\n>\n"
	)
	tests := []struct{ name, in, proxy, addr, url string }{
		{"a tunnel", tunnel + "< HTTP/1.1 403 Forbidden\n<\ncurl: (56) CONNECT tunnel failed, response 403\n", "proxy.example", "10.9.9.9", ""},
		{"no tunnel was asked for", up, "", "invalid IP", ""},
		{"a masked address", "* Connected to proxy.example (10.9.x.x) port 3128 (#0)\n> CONNECT fabrikam.vault.azure.net:443 HTTP/1.1\n", "", "invalid IP", ""},
		{"not resolved", "curl: (5) Could not resolve proxy: proxy.example\n", "proxy.example", "invalid IP", ""},
		{"not resolved, in a comment", "#  * Could not resolve proxy: proxy.example\n#  curl: (5) Could not resolve proxy: proxy.example\n", "proxy.example", "invalid IP", ""},
		{"not resolved, and elided", "curl: (5) Could not resolve proxy: <proxy>\n", "", "invalid IP", ""},
		{"what curl made of the URL", "* Rebuilt URL to: fabrikam.example/\n* Could not resolve proxy: proxy.example\n* Closing connection 0\n", "proxy.example", "invalid IP", "fabrikam.example/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fs := facts(t, Source{Text: tt.in, Origin: Origin{File: testFile}}, "curl")
			req := fs[len(fs)-1].(*Request)
			got := []string{req.Proxy.Value, req.ProxyAddr.Addr.String(), req.URL, req.Connected.Addr.String()}
			if tt.proxy == "" && tt.name == "no tunnel was asked for" {
				got[3] = "invalid IP" // it is the server, as far as is told
			}
			if diff := cmp.Diff([]string{tt.proxy, tt.addr, tt.url, "invalid IP"}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
