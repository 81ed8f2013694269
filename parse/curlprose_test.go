package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCurlProse looks at what stands around outputs of curl: lines of people are none of them, and none is lost.
func TestCurlProse(t *testing.T) {
	const (
		answer = "HTTP/1.1 200 OK\n"
		length = "Content-Length: 4\n"
		prose  = "This is your sample. On our VM every call times out: curl exit 28.\n"
		refuse = "curl: (60) SSL certificate problem: self-signed certificate\nMore details here: https://curl.se/docs/sslcerts.html\n\n"
	)
	long := networkInfoHeader + ": conn_type=PrivateLink;act_addr_fam=InterNetworkV6;"
	tests := []struct{ name, command, in, want string }{
		{"a word is the body", "", answer + "\nHealthy\n" + prose, "-: 200 | unread 1@4"},
		{"its length is told", "", answer + "Content-Length: 9\n\nNot found\n" + prose, "-: 200 | unread 1@5"},
		{"a body of several lines, as long as is told", "", answer + "Content-Length: 12\n\na body\nmore\nthe rest\n", "-: 200 | unread 1@6"},
		{"true, and a title", "", answer + length + "\ntrue\ncontoso (another vault):\n", "-: 200 | unread 1@5"},
		{"no length, no body", "", answer + "\n" + prose, "-: 200 | unread 1@3"},
		{"prose below a page", "", answer + "\n<html><body>\nFor support\n</body></html>\n" + prose, "-: 200 | unread 1@6"},
		{"a page that is cut", "", answer + "\n<html><body>\n" + prose, "-: 200 | unread 1@4"},
		{"prose below JSON on several lines", "", answer + "\n{\n  \"a\": {\n    \"b\": 1\n  }\n}\n" + prose, "-: 200 | unread 1@8"},
		{"prose within JSON that is cut", "", answer + "\n{\n  \"a\": 1,\n" + prose, "-: 200 | unread 1@5"},
		{"prose where a body is expected", "curl -s " + testURL, prose, testURL + ": | unread 1@1"},
		{"bullets", "curl -i " + testURL, answer + length + "\ntrue\n* On the second VM this times out with 28\n> so it is\n", testURL + ": 200 | unread 2@5"},
		{"bullets alone", "curl -i " + testURL, "* Trying again gave (28)\n* Connected to the VPN: works\n", testURL + ": | unread 2@1"},
		{"prose within the help", "", refuse + "curl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\n" +
			"how to fix it, please visit the webpage mentioned above.\n" + prose, "-: (60) | unread 1@7"},
		{"prose behind an address", "", answer + networkInfoHeader + ": act_addr_fam=InterNetwork;conn_type=Ipv4;addr=51.1.2.3\nKind regards\n", "-: 200 Ipv4 51.1.2.3 | unread 1@3"},
		{"a count behind an address", "", answer + networkInfoHeader + ": act_addr_fam=InterNetwork;conn_type=Ipv4;addr=10.1.0.4\n5 bytes\n", "-: 200 Ipv4 10.1.0.4 | unread 1@3"},
		{"a short line was not wrapped", "", answer + networkInfoHeader + ": addr=10.1.0.4\n5\n\n", "-: 200 10.1.0.4 | unread 1@3"},
		{"a number that was wrapped", "", answer + long + "addr=10.1.0.4\n5\n\ntrue\n", "-: 200 PrivateLink 10.1.0.45"},
		{"a pair that was wrapped", "", answer + long + "addr=10.1.0.4\n5;x=y;\n\ntrue\n", "-: 200 PrivateLink 10.1.0.45"},
		{"the name that was not resolved", "", "curl: (6) Could not resolve host: kv-a.vault.azure.net\n", "kv-a.vault.azure.net: (6)"},
		{"the host that was not reached", "", "curl: (28) Failed to connect to kv-a.vault.azure.net port 443 after 21042 ms: Timeout was reached\n", "kv-a.vault.azure.net: (28)"},
		{"a proxy that was not reached", "", "curl: (7) Failed to connect to kv-a.vault.azure.net port 443 over proxy p.example port 3128: x\n", "-: (7)"},
		{"no answer, and why", "curl -s -o /dev/null -w '%{http_code}' " + testURL, "000\ncurl: (28) Connection timed out\n", testURL + ": (28)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: testFile, Command: tt.command}}
			var got []string
			for _, f := range facts(t, src, "curl") {
				switch f := f.(type) {
				case *Request:
					text := summary(f)
					if rest, ok := strings.CutPrefix(text, "-:"); ok && f.Host != "" {
						text = f.Host + ":" + rest
					}
					got = append(got, text)
				case *Unread:
					got = append(got, fmt.Sprintf("unread %d@%d", f.Count, f.First.Line))
				default:
					t.Errorf("got %T", f)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " | ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
