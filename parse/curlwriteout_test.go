package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadCurlWriteOut(t *testing.T) {
	const url = "https://fabrikam.vault.azure.net/healthstatus"
	object := `{"errormsg":null,"exitcode":0,"http_code":200,"proxy_used":0,"remote_ip":"10.1.2.3","ssl_verify_result":0,"url_effective":"` + url + `"}`
	failed := `{"errormsg":"Could not resolve host: fabrikam.vault.azure.net","exitcode":6,"http_code":0,"remote_ip":"","ssl_verify_result":0,"url_effective":"` + url + `"}`
	tests := []struct{ name, command, in, want string }{
		{"two variables", "curl -s -o /dev/null -w '%{http_code} %{remote_ip}\\n' " + url, "200 10.1.2.3\n", url + ": 200@1; connected 10.1.2.3@1"},
		{"glued to the body", "curl -s -w '%{http_code} %{remote_ip}\\n' " + url, "true200 10.1.2.3\n", url + ": 200@1; connected 10.1.2.3@1"},
		{"several lines", `curl -s -o NUL -w "ip=%{remote_ip}\ncode=%{http_code}\nconnect=%{time_connect}\n" ` + url, "ip=10.1.2.3\ncode=403\nconnect=0.004\n", url + ": 403@2; connected 10.1.2.3@1"},
		{"nothing came", "curl -s -o /dev/null -w '%{http_code}' " + url, "000", url + ": (-1)@1; other"},
		{"below the headers", "curl -si -w '\\n%{remote_ip}\\n' " + url, "HTTP/1.1 200 OK\nContent-Length: 4\n\ntrue\n10.1.2.3\n", url + ": 200@1; connected 10.1.2.3@5"},
		{"a body that only looks so", "curl -s -w '%{http_code}' " + url, "nothing here\n", url + ":@1\nunread 1@1"},
		{"labels, without the command", "", "http_code: 200\nremote_ip: 10.1.2.3\ntime_total: 0.05\n", "-: 200@1; connected 10.1.2.3@2"},
		{"labels on one line, twice", "", "http_code=200 remote_ip=10.1.2.3 time_total=0.05s\nhttp_code=403 remote_ip=20.1.2.3\n", "-: 200@1; connected 10.1.2.3@1\n-: 403@2; connected 20.1.2.3@2"},
		{"a masked address", "", "http_code: 200\nremote_ip: 10.x.x.3\n", "masked 10.x.x.3@2\n-: 200@1"},
		{"JSON", "", object + "\n", url + ": 200@1; connected 10.1.2.3@1; verified true"},
		{"JSON glued to the body", "curl -s -w '%{json}' " + url, "true" + object, url + ": 200@1; connected 10.1.2.3@1; verified true"},
		{"JSON of a failure", "", failed, url + ": (6)@1; resolve"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: testFile, Command: tt.command}}
			if diff := cmp.Diff(tt.want, tales(t, src, "curl")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
