package parse

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadWget(t *testing.T) {
	const (
		start   = "--2026-11-22 10:00:00--  https://fabrikam.vault.azure.net/healthstatus\n"
		resolve = "Resolving fabrikam.vault.azure.net (fabrikam.vault.azure.net)... 10.1.2.3\n"
		connect = "Connecting to fabrikam.vault.azure.net (fabrikam.vault.azure.net)|10.1.2.3|:443... connected.\n"
		await   = "HTTP request sent, awaiting response... \n"
		head    = "  HTTP/1.1 200 OK\n  x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.2.4;\n  Content-Length: 4\n"
		lookup  = "lookup fabrikam.vault.azure.net answer@2 10.1.2.3\n"
		url     = "https://fabrikam.vault.azure.net/healthstatus:"
	)
	tests := []struct{ name, command, in, want string }{
		{"-S", "", start + resolve + connect + await + head + "Length: 4 [application/json]\nSaving to: ‘STDOUT’\n",
			lookup + url + " 200 PrivateLink 10.1.2.4@5; tried 10.1.2.3@3; connected 10.1.2.3@3"},
		{"German, without -S", "", start + "Auflösen des Hostnamens fabrikam.vault.azure.net (fabrikam.vault.azure.net)… 10.1.2.3\nVerbindungsaufbau zu fabrikam.vault.azure.net (fabrikam.vault.azure.net)|10.1.2.3|:443 … verbunden.\nHTTP-Anforderung gesendet, auf Antwort wird gewartet … 403 Forbidden\n2026-11-22 10:00:01 FEHLER 403: Forbidden.\n",
			lookup + url + " 403@4; tried 10.1.2.3@3; connected 10.1.2.3@3"},
		{"Chinese, in an item of a list", "", "- 下载\n  " + start + "  正在解析主机 fabrikam.vault.azure.net (fabrikam.vault.azure.net)... 10.1.2.3\n  正在连接 fabrikam.vault.azure.net (fabrikam.vault.azure.net)|10.1.2.3|:443... 已连接。\n  已发出 HTTP 请求，正在等待回应... 403 Forbidden\n  2026-11-22 10:00:01 错误 403：Forbidden。\n",
			"lookup fabrikam.vault.azure.net answer@3 10.1.2.3\n" + url + " 403@5; tried 10.1.2.3@4; connected 10.1.2.3@4\nunread 1@1"},
		{"Chinese, -nv", "", start + "2026-11-22 10:00:01 错误 403：Forbidden。\n", url + " 403@2"},
		{"several addresses, the first silent", "", start + "Resolving fabrikam.vault.azure.net (fabrikam.vault.azure.net)... 10.1.2.2, 10.1.2.3\n" + "Connecting to fabrikam.vault.azure.net (fabrikam.vault.azure.net)|10.1.2.2|:443... failed: Connection timed out.\n" + connect + await + head,
			"lookup fabrikam.vault.azure.net answer@2 10.1.2.2,10.1.2.3\n" + url + " 200 PrivateLink 10.1.2.4@6; tried 10.1.2.2@3; tried 10.1.2.3@4; connected 10.1.2.3@4"},
		{"no name", "", start + "Resolving fabrikam.vault.azure.net (fabrikam.vault.azure.net)... failed: Name or service not known.\nwget: unable to resolve host address ‘fabrikam.vault.azure.net’\n",
			"lookup fabrikam.vault.azure.net error@2\n" + url + " (-1)@3; resolve"},
		{"refused, then tried again in vain", "", start + resolve + strings.Replace(connect, "connected", "failed: Connection refused", 1) + "Retrying.\n\n--2026-11-22 10:00:02--  (try: 2)  https://fabrikam.vault.azure.net/healthstatus\n" + strings.Replace(connect, "connected", "failed: Connection refused", 1) + "Giving up.\n\n",
			lookup + url + " (-1)@7; tried 10.1.2.3@3; tried 10.1.2.3@7; refused"},
		{"certificate", "", start + resolve + connect + "ERROR: cannot verify fabrikam.vault.azure.net's certificate, issued by ‘CN=Inspection CA’:\n  Unable to locally verify the issuer's authority.\nTo connect to fabrikam.vault.azure.net insecurely, use `--no-check-certificate'.\n",
			lookup + url + " (-1)@4; tried 10.1.2.3@3; connected 10.1.2.3@3; subject ; issuer CN=Inspection CA; verified false; certificate"},
		{"a proxy, which refuses", "", start + "Connecting to proxy.contoso.example (proxy.contoso.example)|10.9.9.9|:3128... connected.\nProxy tunneling failed: ForbiddenUnable to establish SSL connection.\n",
			url + " (-1)@3; tried 10.9.9.9@2; proxy proxy.contoso.example@2; proxy"},
		{"redirect: the first connection counts", "", start + resolve + connect + "HTTP request sent, awaiting response... 302 Found\nLocation: https://portal.example/ [following]\n--2026-11-22 10:00:01--  https://portal.example/\nResolving portal.example (portal.example)... 20.1.2.3\nConnecting to portal.example (portal.example)|20.1.2.3|:443... connected.\nHTTP request sent, awaiting response... 200 OK\n",
			lookup + url + " 302 200@9; tried 10.1.2.3@3; connected 10.1.2.3@3"},
		{"masked", "", start + "Resolving fabrikam.vault.azure.net (fabrikam.vault.azure.net)... 10.x.x.3\nConnecting to fabrikam.vault.azure.net (fabrikam.vault.azure.net)|10.x.x.3|:443... connected.\nHTTP request sent, awaiting response... 200 OK\n",
			"masked 10.x.x.3@2\nmasked 10.x.x.3@3\n" + url + " 200@4"},
		{"busybox", "wget -S -O- https://fabrikam.vault.azure.net/healthstatus", "Connecting to fabrikam.vault.azure.net (10.1.2.3:443)\n" + head + "  \nwriting to stdout\ntrue-                    100% |********************************|     4  0:00:00 ETA\nwritten to stdout\n",
			url + " 200 PrivateLink 10.1.2.4@2; tried 10.1.2.3@1; connected 10.1.2.3@1"},
		{"busybox, status only", "", "Connecting to fabrikam.vault.azure.net (10.1.2.3:443)\nwget: server returned error: HTTP/1.1 403 Forbidden\n",
			"-: 403@2; host fabrikam.vault.azure.net; tried 10.1.2.3@1; connected 10.1.2.3@1"},
		{"busybox, refused", "", "Connecting to fabrikam.vault.azure.net (10.1.2.3:443)\nwget: can't connect to remote host (10.1.2.3): Connection refused\n",
			"-: (-1)@2; host fabrikam.vault.azure.net; tried 10.1.2.3@1; refused"},
		{"busybox, no name", "", "wget: bad address 'fabrikam.vault.azure.net'\n", "-: (-1)@1; resolve"},
		{"busybox, its own TLS too old: no reset", "", "Connecting to fabrikam.vault.azure.net (10.1.2.3:443)\nwget: note: TLS certificate validation not implemented\nwget: TLS error from peer (alert code 40): handshake failure\nwget: error getting response: Connection reset by peer\n",
			"-: (-1)@3; host fabrikam.vault.azure.net; tried 10.1.2.3@1; tls"},
		{"-d", "", start + connect + "---request begin---\nGET /healthstatus HTTP/1.1\nHost: fabrikam.vault.azure.net\n\n---request end---\n" + await + "---response begin---\nHTTP/1.1 200 OK\nContent-Length: 4\n\n---response end---\n",
			url + " 200@10; tried 10.1.2.3@2; connected 10.1.2.3@2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: testFile, Command: tt.command}}
			if tt.name == "-d" {
				r := src.Origin
				out := &sink{kind: "wget", origin: &r}
				readWget(&src, out) // its status line, at the margin, opens an answer of curl
				var list []string
				for _, rec := range out.done() {
					list = append(list, tale(rec.Fact))
				}
				if diff := cmp.Diff(tt.want, strings.Join(list, "\n")); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				return
			}
			if diff := cmp.Diff(tt.want, tales(t, src, "wget")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestWgetRecords compares the records of one output as a whole.
func TestWgetRecords(t *testing.T) {
	ip := netip.MustParseAddr("10.1.2.3")
	lines := []string{
		"--2026-11-22 10:00:00--  https://fabrikam.vault.azure.net/healthstatus", "Resolving fabrikam.vault.azure.net (fabrikam.vault.azure.net)... 10.1.2.3",
		"Connecting to fabrikam.vault.azure.net (fabrikam.vault.azure.net)|10.1.2.3|:443... connected.", "HTTP request sent, awaiting response... 403 Forbidden", "",
	}
	want := []Fact{
		&Lookup{Tool: toolWget, Query: "fabrikam.vault.azure.net", Explicit: new(bool), Outcome: Answer, At: at(2, lines[1]),
			Chain: []Name{{"fabrikam.vault.azure.net", at(2, lines[1])}}, Addresses: []Addr{{ip, -1, at(2, lines[1])}}},
		&Request{Tool: toolWget, URL: testURL, Host: "fabrikam.vault.azure.net", Path: "/healthstatus", Tried: []Addr{{ip, -1, at(3, lines[2])}},
			Connected: Addr{ip, -1, at(3, lines[2])}, Blocks: []Block{{Status: 403, Reason: "Forbidden", At: at(4, lines[3])}}, At: at(4, lines[3])},
	}
	src := Source{Text: strings.Join(lines, "\n"), Origin: Origin{File: testFile}}
	if diff := cmp.Diff(want, facts(t, src, "wget"), equalAddrs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWgetIsNotPowerShell: Windows PowerShell writes the errors of its alias with a blank.
func TestWgetIsNotPowerShell(t *testing.T) {
	src := Source{Text: "wget : The remote name could not be resolved: 'fabrikam.vault.azure.net'\n", Origin: Origin{File: testFile}}
	for _, r := range Read(src) {
		if r.Kind == "wget" {
			t.Errorf("kind %q", r.Kind)
		}
	}
}

// TestWgetOfBusyboxIsInsecure holds that a request without certificate check, as the wget of busybox says, proves nothing of TLS.
func TestWgetOfBusyboxIsInsecure(t *testing.T) {
	text := "Connecting to fabrikam.vault.azure.net (10.1.2.3:443)\nwget: note: TLS certificate validation not implemented\n  HTTP/1.1 200 OK\n  Content-Length: 4\n  \n"
	for _, r := range Read(Source{Text: text, Origin: Origin{File: testFile, Line: 1, Command: "wget -S -O - https://fabrikam.vault.azure.net/healthstatus"}}) {
		if q, ok := r.Fact.(*Request); ok && q.Insecure && q.Last() != nil {
			return
		}
	}
	t.Error("no request without certificate check was read")
}

func FuzzWget(f *testing.F) {
	f.Add("", "  HTTP/1.1 200 OK\n  a: b\n    c\nResolving a.b... 1.2.3.4\n|::1|:1... x: y\n--10:00:00--  http://a\n")
	fuzzReader(f, wgetReader, "wget", "wget -S --spider "+testURL)
}
