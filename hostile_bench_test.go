package main

import (
	"fmt"
	"strings"
	"testing"

	"kvdoctor/collect"
	"kvdoctor/parse"
)

// hostileLines are lines that readers and the cleaning of texts look at closely. Half a million of one of them, or as many
// as fit in the size, must cost no more a byte than a few.
var hostileLines = []struct{ name, text string }{
	{"blank", "\n"},
	{"quote marks", ">\n"},
	{"deep quote marks", "> > > > > > x\n"},
	{"quotes", "\"\n"},
	{"braces", "{\n"},
	{"brackets", "[\n"},
	{"parentheses", "(\n"},
	{"stars", "*\n"},
	{"status lines", "HTTP/1.1 200 OK\n"},
	{"status lines of curl -v", "< HTTP/1.1 200 OK\n"},
	{"requests", "GET / HTTP/1.1\nHost: a.b\n\n"},
	{"servers", "Server: x\nAddress: 1.2.3.4\n"},
	{"servers of BIND", "Server:\t1.2.3.4\nAddress:\t1.2.3.4#53\n\n"},
	{"servers of Windows", "Server:  x\nAddress:  1.2.3.4\n\nName:    a.b\nAddress:  1.2.3.5\n\n"},
	{"errors of curl", "curl: (6) x\n"},
	{"errors of az", "ERROR: (x) y\n"},
	{"errors of Azure", "ERROR: (AuthorizationFailed) y\nCode: AuthorizationFailed\n"},
	{"errors of Go", "dial tcp: lookup a.vault.azure.net on 10.0.0.10:53: no such host\n"},
	{"starts of errors of Go", "dial tcp\n"},
	{"errors of Python", "HTTPSConnectionPool(host='a.vault.azure.net', port=443): Max retries exceeded with url: / (Caused by x\n"},
	{"errors of Java", "Caused by: java.net.UnknownHostException: a.vault.azure.net\n\tat x.y(z)\n"},
	{"errors of .NET", "System.Net.Http.HttpRequestException: x (a.b:443)\n ---> System.Net.Sockets.SocketException (11001): x\n"},
	{"errors of Node", "Error: getaddrinfo ENOTFOUND a.vault.azure.net\n"},
	{"errors of PowerShell", "Invoke-WebRequest : x\nAt line:1 char:1\n+ x\n"},
	{"errors of Resolve-DnsName", "Resolve-DnsName : a.b : x\nAt line:1 char:1\n"},
	{"refusals", "(Forbidden) Client address is not authorized and caller is not a trusted service.\nVault: a;location=b\n"},
	{"starts of refusals", "Forbidden trusted\n"},
	{"starts of JSON errors", "{\"error\":{\"code\":\"Forbidden\",\n"},
	{"starts of resources", "{\"id\": \"/subscriptions/1/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v\",\n"},
	{"resources in logs", "x {\"id\": \"/subscriptions/1/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v\"\n"},
	{"resources of YAML", "- id: /subscriptions/1/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v\n"},
	{"starts of keys of YAML", "- - - a: 'x\n"},
	{"tables", "Name    ResourceGroup\n------  -------------\nx       y\n"},
	{"tables of PowerShell", "Key Value\n--- -----\na   b\n"},
	{"objects of PowerShell", "StatusCode        : 200\nRawContent        : HTTP/1.1 200 OK\n"},
	{"recordings", "- request:\n    uri: https://a.b/\n"},
	{"recordings of nock", "nock('https://a.b')\n.get('/x')\n.reply(200, 'x', [\n"},
	{"entries of a recording", "{\"Entries\":[{\"RequestUri\":\"/a\",\n"},
	{"answers of dig", ";; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n"},
	{"records", "a.b. 1 IN CNAME a.b.\n"},
	{"aliases", "a.b is an alias for c.d.\n"},
	{"addresses of host", "a.b has address 1.2.3.4\n"},
	{"pings", "PING a.b (1.2.3.4) 56(84) bytes of data.\n"},
	{"traces", "traceroute to a.b (1.2.3.4), 30 hops max\n"},
	{"interfaces", "1: lo: <UP> mtu 1\n    inet 1.2.3.4/8 scope host lo\n"},
	{"labels with dots", "   IPv4 Address. . . . . . . . . . . : 10.1.0.4\n"},
	{"remarks of wget", "--2026-11-22 10:00:00--  https://a.b/\nConnecting to a.b... connected.\n"},
	{"remarks", "#\n"},
	{"remarks with text", "# nameserver 1.2.3.4\n"},
	{"bars", "| \n"},
	{"rows of Markdown", "| a | b |\n"},
	{"fences", "```\n"},
	{"tags", "<div><span>x</span><br>\n"},
	{"open tags", "<pre\n"},
	{"entities", "&lt;&amp;&#39;&gt\n"},
	{"backslashes", "\\\\\\\\\\\\\\\\\n"},
	{"escapes", "\\*\\_\\[\n"},
	{"stamps", "2026-11-22T18:51:47Z x\n"},
	{"numbers", "12: x\n"},
	{"prompts", "op@vm:~$ curl https://a.b/\n"},
	{"prompts of PowerShell", "PS C:\\> nslookup a.b\n"},
	{"bytes of a code page", "Serveur\xff: r\x82ponse\n"},
	{"colours", "\x1b[31mx\x1b[0m\n"},
}

// BenchmarkHostile reads texts that are nothing but one line, many times over or once at full length, from the container
// to the facts. The time a byte must not grow with the size.
func BenchmarkHostile(b *testing.B) {
	for _, tt := range hostileLines {
		for _, size := range []int{256 << 10, 1 << 20, 4 << 20} {
			lines := min(size/len(tt.text), 500_000*size/(4<<20))
			benchmarkHostile(b, fmt.Sprintf("%s/lines/%dK", tt.name, size>>10), strings.Repeat(tt.text, lines))
			if one := strings.ReplaceAll(tt.text, "\n", " "); strings.TrimSpace(one) != "" {
				benchmarkHostile(b, fmt.Sprintf("%s/one/%dK", tt.name, size>>10), strings.Repeat(one, size/len(one)))
				benchmarkHostile(b, fmt.Sprintf("%s/bare/%dK", tt.name, size>>10), strings.Repeat(strings.TrimSpace(one), size/len(strings.TrimSpace(one))))
			}
		}
	}
}

// benchmarkHostile reads one text.
func benchmarkHostile(b *testing.B, name, text string) {
	limits := collect.DefaultLimits()
	b.Run(name, func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			bundle, err := collect.Open("-", strings.NewReader(text), limits)
			if err != nil {
				b.Fatal(err)
			}
			for i := range bundle.Captures {
				parse.Read(source(&bundle.Captures[i], limits))
			}
		}
	})
}
