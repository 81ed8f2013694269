package parse

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tale tells a fact in one line: a request with what is known of its connection, each with its line.
func tale(f Fact) string {
	switch f := f.(type) {
	case *Masked:
		return fmt.Sprintf("masked %s@%d", f.Text, f.Cite.Line)
	case *Unread:
		return fmt.Sprintf("unread %d@%d", f.Count, f.First.Line)
	case *Lookup:
		var as []string
		for _, a := range f.Addresses {
			as = append(as, a.Addr.String())
		}
		return strings.TrimSpace(fmt.Sprintf("lookup %s %s@%d %s", f.Query, f.Outcome, f.At.Line, strings.Join(as, ",")))
	case *Request:
		return requestTale(f)
	}
	return fmt.Sprintf("%T", f)
}

func requestTale(r *Request) string {
	parts := []string{summary(r) + fmt.Sprintf("@%d", r.At.Line)}
	if r.URL == "" && r.Host != "" {
		parts = append(parts, "host "+r.Host+r.Path)
	}
	for _, a := range r.Tried {
		parts = append(parts, fmt.Sprintf("tried %s@%d", a.Addr, a.Cite.Line))
	}
	if r.Connected.Addr.IsValid() {
		parts = append(parts, fmt.Sprintf("connected %s@%d", r.Connected.Addr, r.Connected.Cite.Line))
	}
	if r.Resolve.IsValid() {
		parts = append(parts, fmt.Sprintf("pinned %s", r.Resolve))
	}
	if r.Proxy.Known() {
		parts = append(parts, fmt.Sprintf("proxy %s@%d", r.Proxy.Value, r.Proxy.Cite.Line))
	}
	if c := r.Certificate; c != nil {
		parts = append(parts, "subject "+c.Subject.Value, "issuer "+c.Issuer.Value)
		for _, n := range c.Names {
			parts = append(parts, "name "+n.Value)
		}
	}
	if r.Verified != nil {
		parts = append(parts, fmt.Sprint("verified ", *r.Verified))
	}
	if r.Failure != nil {
		parts = append(parts, string(r.Failure.Class))
	}
	return strings.Join(parts, "; ")
}

// tales reads a capture and tells its facts.
func tales(t *testing.T, src Source, kind string) string {
	t.Helper()
	var list []string
	for _, f := range facts(t, src, kind) {
		list = append(list, tale(f))
	}
	return strings.Join(list, "\n")
}

const (
	trying   = "*   Trying 10.1.2.3:443...\n"
	up       = "* Connected to fabrikam.vault.azure.net (10.1.2.3) port 443 (#0)\n"
	asks     = "> GET /healthstatus HTTP/1.1\n> Host: fabrikam.vault.azure.net\n> User-Agent: curl/8.5.0\n> Accept: */*\n>\n"
	answered = "< HTTP/1.1 200 OK\n< Content-Length: 4\n<\n{ [4 bytes data]\ntrue\n* Connection #0 to host fabrikam.vault.azure.net left intact\n"
	cert     = "* Server certificate:\n*  subject: CN=*.vault.azure.net\n*  issuer: C=US; O=Example CA\n"
	url200   = "https://fabrikam.vault.azure.net/healthstatus: 200"
)

func TestReadCurlVerbose(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"OpenSSL, without the command", trying + up + "* ALPN: offers h2,http/1.1\n" + cert +
			"*  subjectAltName: host \"fabrikam.vault.azure.net\" matched cert's \"*.vault.azure.net\"\n*  SSL certificate verify ok.\n" + asks + answered,
			url200 + "@14; tried 10.1.2.3@1; connected 10.1.2.3@2; subject CN=*.vault.azure.net; issuer C=US; O=Example CA; name *.vault.azure.net; verified true"},
		{"newest form", "* Host fabrikam.vault.azure.net:443 was resolved.\n* IPv6: (none)\n* IPv4: 10.1.2.3\n*   Trying 10.1.2.3:443...\n" + cert +
			"*   subjectAltName: \"fabrikam.vault.azure.net\" matches cert's \"*.vault.azure.net\"\n* SSL certificate verified via OpenSSL.\n* Established connection to fabrikam.vault.azure.net (10.1.2.3 port 443) from 10.1.0.4 port 50123 \n" + asks + answered,
			"lookup fabrikam.vault.azure.net answer@3 10.1.2.3\n" + url200 + "@16; tried 10.1.2.3@4; connected 10.1.2.3@10; subject CN=*.vault.azure.net; issuer C=US; O=Example CA; name *.vault.azure.net; verified true"},
		{"oldest form, IPv6, no port", "* About to connect() to fabrikam.vault.azure.net port 443 (#0)\n*   Trying fd00::4...\n* Connected to fabrikam.vault.azure.net (fd00::4) port 443 (#0)\n" + asks + answered,
			url200 + "@9; tried fd00::4@2; connected fd00::4@3"},
		{"IPv6 with a port, without brackets and with", "*   Trying ::1:443...\n*   Trying [fd00::4]:443...\n* Connected to fabrikam.vault.azure.net (fd00::4) port 443\n" + asks + answered,
			url200 + "@9; tried ::1@1; tried fd00::4@2; connected fd00::4@3"},
		{"the first address fails, the second answers", "*   Trying 10.1.2.2:443...\n* connect to 10.1.2.2 port 443 failed: Connection refused\n" + trying + up + asks + answered,
			url200 + "@10; tried 10.1.2.2@1; tried 10.1.2.3@3; connected 10.1.2.3@4"},
		{"GnuTLS", trying + up + "* \t server certificate verification OK\n* \t server certificate status verification SKIPPED\n* \t common name: *.vault.azure.net (matched)\n" + asks + answered,
			url200 + "@11; tried 10.1.2.3@1; connected 10.1.2.3@2; subject *.vault.azure.net; issuer ; verified true"},
		{"Secure Transport names the chain", trying + up + "* TLS 1.2 connection using TLS_ECDHE_RSA\n* Server certificate: *.vault.azure.net\n* Server certificate: Example CA\n* Server certificate: Example Root\n" + asks + answered,
			url200 + "@12; tried 10.1.2.3@1; connected 10.1.2.3@2; subject *.vault.azure.net; issuer Example CA"},
		{"-k", trying + up + cert + "*  SSL certificate verify result: self-signed certificate (18), continuing anyway.\n" + asks + answered,
			url200 + "@12; tried 10.1.2.3@1; connected 10.1.2.3@2; subject CN=*.vault.azure.net; issuer C=US; O=Example CA; verified false"},
		{"the proxy's certificate is not the server's", "* Uses proxy env variable https_proxy == 'https://user:pw@proxy.contoso.example:3129/'\n*   Trying 10.9.9.9:3129...\n* Connected to proxy.contoso.example (10.9.9.9) port 3129\n* Proxy certificate:\n*  subject: CN=proxy.contoso.example\n*  SSL certificate verify ok.\n> CONNECT fabrikam.vault.azure.net:443 HTTP/1.1\n> Host: fabrikam.vault.azure.net:443\n>\n< HTTP/1.1 200 Connection established\n<\n* CONNECT tunnel established, response 200\n" + cert + asks + answered,
			"https://fabrikam.vault.azure.net/healthstatus: 200 200@21; tried 10.9.9.9@2; proxy proxy.contoso.example@1; subject CN=*.vault.azure.net; issuer C=US; O=Example CA"},
		{"no_proxy names no proxy", "* Uses proxy env variable no_proxy == 'localhost,.vault.azure.net'\n" + trying + up + asks + answered,
			url200 + "@9; tried 10.1.2.3@2; connected 10.1.2.3@3"},
		{"a tunnel shows the proxy", "*   Trying 10.9.9.9:3128...\n* Connected to (nil) (10.9.9.9) port 3128 (#0)\n* Establish HTTP proxy tunnel to fabrikam.vault.azure.net:443\n> CONNECT fabrikam.vault.azure.net:443 HTTP/1.1\n> Host: fabrikam.vault.azure.net:443\n>\n< HTTP/1.1 403 Forbidden\n<\n* CONNECT tunnel failed, response 403\n* Closing connection 0\ncurl: (56) CONNECT tunnel failed, response 403\n",
			"-: 403 (56)@11; host fabrikam.vault.azure.net; tried 10.9.9.9@1; proxy 10.9.9.9@2; proxy"},
		{"a proxy for plain HTTP", "*   Trying 10.9.9.9:3128...\n* Connected to 10.9.9.9 (10.9.9.9) port 3128 (#0)\n> GET http://fabrikam.example/ HTTP/1.1\n> Host: fabrikam.example\n>\n< HTTP/1.1 200 OK\n<\n",
			"http://fabrikam.example/: 200@6; tried 10.9.9.9@1; proxy 10.9.9.9@2"},
		{"by address with a header Host of its own", "* Connected to 10.1.2.3 (10.1.2.3) port 443 (#0)\n" + asks + answered,
			"https://10.1.2.3/healthstatus: 200@7; connected 10.1.2.3@1"},
		{"--resolve", "* Added fabrikam.vault.azure.net:443:10.1.2.3 to DNS cache\n* Hostname fabrikam.vault.azure.net was found in DNS cache\n" + trying + up + asks + answered,
			url200 + "@10; tried 10.1.2.3@3; connected 10.1.2.3@4; pinned 10.1.2.3"},
		{"two runs without prompts, and a connection used once more", trying + up + asks + answered +
			"* Re-using existing connection #0 with host fabrikam.vault.azure.net\n" + asks + answered,
			url200 + "@8; tried 10.1.2.3@1; connected 10.1.2.3@2\n" + url200 + "@20; connected 10.1.2.3@2"},
		{"redirect: the first connection counts", "*   Trying 10.1.2.3:80...\n* Connected to fabrikam.example (10.1.2.3) port 80 (#0)\n> GET / HTTP/1.1\n> Host: fabrikam.example\n>\n< HTTP/1.1 302 Found\n< Location: https://portal.example/\n<\n* Connection #0 to host fabrikam.example left intact\n* Issue another request to this URL: 'https://portal.example/'\n*   Trying 20.1.2.3:443...\n* Connected to portal.example (20.1.2.3) port 443 (#1)\n> GET / HTTP/1.1\n> Host: portal.example\n>\n< HTTP/1.1 200 OK\n<\n",
			"http://fabrikam.example/: 302 200@16; tried 10.1.2.3@1; connected 10.1.2.3@2"},
		{"the error of -s, which only -v tells", trying + "* connect to 10.1.2.3 port 443 failed: Connection refused\n* Failed to connect to fabrikam.vault.azure.net port 443 after 1 ms: Connection refused\n* Closing connection 0\n",
			"-: (-1)@3; host fabrikam.vault.azure.net; tried 10.1.2.3@1; refused"},
		{"rejected certificate", trying + up + "* SSL certificate problem: self-signed certificate\n* Closing connection 0\ncurl: (60) SSL certificate problem: self-signed certificate\nMore details here: https://curl.se/docs/sslcerts.html\n",
			"-: (60)@5; host fabrikam.vault.azure.net; tried 10.1.2.3@1; connected 10.1.2.3@2; verified false; certificate"},
		{"masked addresses are none", "*   Trying 10.1.x.x:443...\n* Connected to fabrikam.vault.azure.net (10.1.x.x) port 443 (#0)\n" + asks + answered,
			"masked 10.1.x.x:443@1\nmasked 10.1.x.x@2\n" + url200 + "@8"},
		{"remarks behind the lines", "*   Trying 10.1.2.3:443...        <-- private!\n* Connected to fabrikam.vault.azure.net (10.1.2.3) port 443 (#0) # the endpoint\n*  subject: CN=*.vault.azure.net      | the vault's\n> GET /healthstatus HTTP/1.1      # asks\n> Host: fabrikam.vault.azure.net    (1)\n>\n< HTTP/1.1 200 OK   # good\n<\n",
			url200 + "@7; tried 10.1.2.3@1; connected 10.1.2.3@2; subject CN=*.vault.azure.net; issuer "},
		{"Markdown escapes, time stamps, a comment", "\\* Connected to fabrikam.vault.azure.net (10.1.2.3) port 443 (#0)\n12:00:00.123456 > GET /healthstatus HTTP/1.1\n12:00:00.123456 > Host: fabrikam.vault.azure.net\n\\>\n\\< HTTP/1.1 200 OK\n#   * Connection #0 to host fabrikam.vault.azure.net left intact\n",
			url200 + "@5; connected 10.1.2.3@1"},
		{"the meter between and in front", "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0" + trying + up + "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0" + asks + answered,
			url200 + "@10; tried 10.1.2.3@3; connected 10.1.2.3@4"},
		{"remarks and a masked address in the vault's header", "HTTP/1.1 200 OK\nx-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.x.x.4;act_addr_fam=InterNetworkV6   <-- private\n\ntrue\n",
			"masked 10.x.x.4@2\n-: 200 PrivateLink invalid IP@1"},
		{"the 403 is the proxy's", "HTTP/1.1 403 Forbidden\nVia: 1.1 proxy\n\ncurl: (56) Received HTTP code 403 from proxy after CONNECT\n", "-: 403 (56)@4; proxy"},
		{"a system's text behind (7) in another language", "curl: (7) Failed to connect to fabrikam.vault.azure.net port 443: Die Verbindung wurde verweigert\n", "-: (7)@1; host fabrikam.vault.azure.net; refused"},
		{"schannel in a closed network", "curl: (35) schannel: next InitializeSecurityContext failed: CRYPT_E_NO_REVOCATION_CHECK (0x80092012) - Die Sperrung\n", "-: (35)@1; certificate"},
		{"usage", "curl: option --foo: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n", "-: (-1)@1; other"},
		{"an elided certificate", trying + up + "* Server certificate:\n*  subject: CN=...\n" + asks + answered,
			url200 + "@10; tried 10.1.2.3@1; connected 10.1.2.3@2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: testFile}}
			if diff := cmp.Diff(tt.want, tales(t, src, "curl")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadCurlVerboseStderr reads -v from the file of standard error, with and without -i.
func TestReadCurlVerboseStderr(t *testing.T) {
	wire := trying + up + asks + "< HTTP/1.1 403 Forbidden\n< Content-Length: 9\n<\n{ [9 bytes data]\n* Connection #0 to host fabrikam.vault.azure.net left intact\n"
	body := `{"error":{"code":"Forbidden","message":"no","innererror":{"code":"ForbiddenByConnection"}}}` + "\n"
	exit := func(n int) *int { return &n }
	tests := []struct {
		name, command, out, err string
		exit                    *int
		want                    string
	}{
		{"the body in the output", "curl -sv " + testURL, body, wire, exit(0),
			"https://fabrikam.vault.azure.net/healthstatus: 403 Forbidden/ForbiddenByConnection@8; tried 10.1.2.3@1; connected 10.1.2.3@2"},
		{"the headers in both", "curl -siv " + testURL, "HTTP/1.1 403 Forbidden\nContent-Length: 9\n\n" + body, wire, exit(0),
			"https://fabrikam.vault.azure.net/healthstatus: 403 Forbidden/ForbiddenByConnection@1; tried 10.1.2.3@1; connected 10.1.2.3@2"},
		{"no answer: the exit status with the text of -v", "curl -sv " + testURL, "", trying + "* Failed to connect to fabrikam.vault.azure.net port 443: Nicht erreichbar\n", exit(7),
			"https://fabrikam.vault.azure.net/healthstatus: (7)@2; tried 10.1.2.3@1; refused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.out, Origin: Origin{File: testFile, Command: tt.command, Exit: tt.exit},
				Stderr: &Source{Text: tt.err, Origin: Origin{File: "err.txt"}}}
			if diff := cmp.Diff(tt.want, tales(t, src, "curl")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestVerboseRecord compares one record as a whole.
func TestVerboseRecord(t *testing.T) {
	yes := true
	ip := netip.MustParseAddr("10.1.2.3")
	src := Source{Origin: Origin{File: testFile, Line: 5}, Text: trying + up + "*  subject: CN=*.vault.azure.net\n*  SSL certificate verify ok.\n" + asks + "< HTTP/1.1 200 OK\n<\n"}
	want := []Fact{&Request{
		Tool: toolCurl, URL: testURL, Host: "fabrikam.vault.azure.net", Path: "/healthstatus",
		Tried:       []Addr{{Addr: ip, TTL: -1, Cite: at(5, "*   Trying 10.1.2.3:443...")}},
		Connected:   Addr{Addr: ip, TTL: -1, Cite: at(6, strings.TrimSpace(up))},
		Certificate: &Certificate{Subject: Text{Value: "CN=*.vault.azure.net", Cite: at(7, "*  subject: CN=*.vault.azure.net")}},
		Verified:    &yes,
		Blocks:      []Block{{Proto: "HTTP/1.1", Status: 200, Reason: "OK", Complete: true, At: at(14, "< HTTP/1.1 200 OK")}},
		At:          at(14, "< HTTP/1.1 200 OK"),
	}}
	if diff := cmp.Diff(want, facts(t, src, "curl"), equalAddrs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
