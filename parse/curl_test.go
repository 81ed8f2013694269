package parse

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	testFile = "vantage/vm-app01/http/healthstatus.txt"
	testURL  = "https://fabrikam.vault.azure.net/healthstatus"
	infoOld  = "addr=10.1.2.4;act_addr_fam=InterNetworkV6;"
)

// at quotes a line of the test's capture.
func at(line int, text string) Cite { return Cite{File: testFile, Line: line, Text: text} }

// field is the header on a line of the test's capture.
func field(line int, text string) Header {
	name, value, _ := strings.Cut(text, ":")
	return Header{Name: strings.ToLower(name), Value: strings.TrimSpace(value), Cite: at(line, text)}
}

// oldInfo is the older network-info header on a line of the test's capture.
func oldInfo(line int, text string) *NetworkInfo {
	return &NetworkInfo{Raw: infoOld, AddrText: "10.1.2.4", Addr: netip.MustParseAddr("10.1.2.4"),
		AddrFamily: "InterNetworkV6", Cite: at(line, text)}
}

// ok200 is a short answer of a vault, from a line on.
func ok200(line int, complete bool) Block {
	return Block{Proto: "HTTP/1.1", Status: 200, Reason: "OK", Complete: complete, At: at(line, "HTTP/1.1 200 OK"),
		Headers: []Header{field(line+1, "x-ms-keyvault-network-info: "+infoOld), field(line+2, "Content-Length: 4")}}
}

const ok200Text = "HTTP/1.1 200 OK\nx-ms-keyvault-network-info: " + infoOld + "\nContent-Length: 4\n"

// facts reads a capture and checks what holds for all: the kind, the origin and the quotes.
func facts(t *testing.T, src Source, kind string) []Fact {
	t.Helper()
	records := Read(src)
	checkQuotes(t, src, records)
	var fs []Fact
	for _, r := range records {
		if r.Kind != kind || r.Origin.File != src.File {
			t.Errorf("record of kind %q, file %q, want %q, %q", r.Kind, r.Origin.File, kind, src.File)
		}
		fs = append(fs, r.Fact)
	}
	return fs
}

// asked is the request of a command for testURL.
func asked(r Request) *Request {
	r.Tool, r.URL, r.Host, r.Path = toolCurl, testURL, "fabrikam.vault.azure.net", "/healthstatus"
	return &r
}

// pasted is a request whose command is not known.
func pasted(r Request) *Request {
	r.Tool = toolCurl
	return &r
}

func TestReadCurlBlocks(t *testing.T) {
	info := "x-ms-keyvault-network-info: " + infoOld
	tests := []struct {
		name string
		src  Source // the file is filled in
		want []Fact
	}{
		{"article, section 7: no blank line, another prompt follows", Source{Text: ok200Text, Origin: Origin{Command: "curl -i " + testURL, Whole: true}},
			[]Fact{asked(Request{Blocks: []Block{ok200(1, true)}, NetworkInfo: oldInfo(2, info), At: at(1, "HTTP/1.1 200 OK")})}},
		{"the same as a loose paste: the end is not known", Source{Text: ok200Text},
			[]Fact{pasted(Request{Blocks: []Block{ok200(1, false)}, NetworkInfo: oldInfo(2, info), At: at(1, "HTTP/1.1 200 OK")})}},
		{"a blank line ends the block; CRLF; lines count from the prompt",
			Source{Text: strings.ReplaceAll(ok200Text, "\n", "\r\n") + "\r\ntrue", Origin: Origin{Line: 7}},
			[]Fact{pasted(Request{Blocks: []Block{ok200(7, true)}, NetworkInfo: oldInfo(8, info), At: at(7, "HTTP/1.1 200 OK")})}},
		{"the manifest says exit status 0", Source{Text: ok200Text, Origin: Origin{Exit: new(int)}},
			[]Fact{pasted(Request{Blocks: []Block{ok200(1, true)}, NetworkInfo: oldInfo(2, info), At: at(1, "HTTP/1.1 200 OK")})}},
		{"HTTP/2 in lower case", Source{Text: "HTTP/2 200 \r\nexpires: -1\r\n\r\ntrue"},
			[]Fact{pasted(Request{At: at(1, "HTTP/2 200"), Blocks: []Block{{Proto: "HTTP/2", Status: 200, Complete: true,
				At: at(1, "HTTP/2 200"), Headers: []Header{field(2, "expires: -1")}}}})}},
		{"a filter may have dropped headers", Source{Text: "HTTP/1.1 200 OK\n\n", Origin: Origin{Command: "curl -i " + testURL + " | head", Whole: true}},
			[]Fact{asked(Request{At: at(1, "HTTP/1.1 200 OK"), Blocks: []Block{{Proto: "HTTP/1.1", Status: 200, Reason: "OK", At: at(1, "HTTP/1.1 200 OK")}}})}},
		{"doubled line ends: the end of the block is not known", Source{Text: "HTTP/1.1 200 OK\n\nExpires: -1\n\nPragma: no-cache\n\n\n"},
			[]Fact{pasted(Request{At: at(1, "HTTP/1.1 200 OK"), Blocks: []Block{{Proto: "HTTP/1.1", Status: 200, Reason: "OK",
				At: at(1, "HTTP/1.1 200 OK"), Headers: []Header{field(3, "Expires: -1"), field(5, "Pragma: no-cache")}}}})}},
		{"headers left out by the author", Source{Text: "HTTP/1.1 200 OK\nExpires: -1\n[...]\n\ntrue\n", Origin: Origin{Exit: new(int)}},
			[]Fact{pasted(Request{At: at(1, "HTTP/1.1 200 OK"), Blocks: []Block{{Proto: "HTTP/1.1", Status: 200, Reason: "OK",
				At: at(1, "HTTP/1.1 200 OK"), Headers: []Header{field(2, "Expires: -1")}}}}),
				&Unread{Count: 1, First: at(3, "[...]")}}},
		{"one header alone", Source{Text: info + "\n"},
			[]Fact{pasted(Request{Blocks: []Block{{At: at(1, info), Headers: []Header{field(1, info)}}}, NetworkInfo: oldInfo(1, info), At: at(1, info)})}},
		{"one header behind a filter", Source{Text: info + "\n", Origin: Origin{Command: "curl -si " + testURL + " | grep -i network", Whole: true}},
			[]Fact{asked(Request{Blocks: []Block{{At: at(1, info), Headers: []Header{field(1, info)}}}, NetworkInfo: oldInfo(1, info), At: at(1, info)})}},
		{"other headers alone are not understood", Source{Text: "Expires: -1\nPragma: no-cache\ncurl: (6) Could not resolve host: x\n"},
			[]Fact{pasted(Request{Failure: &Failure{Code: 6, Text: "Could not resolve host: x", Class: FailResolve, Cite: at(3, "curl: (6) Could not resolve host: x")},
				At: at(3, "curl: (6) Could not resolve host: x")}), &Unread{Count: 2, First: at(1, "Expires: -1")}}},
		{"cut value: told as unread, nothing guessed", Source{Text: "x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.2...\n"},
			[]Fact{pasted(Request{At: at(1, "x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.2..."),
				Blocks: []Block{{At: at(1, "x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.2..."),
					Headers: []Header{field(1, "x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.2...")}}},
				NetworkInfo: &NetworkInfo{Raw: "conn_type=PrivateLink;addr=10.1.2...", ConnType: "PrivateLink", Other: []Pair{{"addr", "10.1.2..."}},
					Cite: at(1, "x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.2...")}}),
				&Unread{Count: 1, First: at(1, "x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.2...")}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.src.File = testFile
			if diff := cmp.Diff(tt.want, facts(t, tt.src, "curl"), equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadCurlFailures(t *testing.T) {
	exit := func(n int) *int { return &n }
	command := "curl -sS -i --max-time 10 " + testURL
	const errFile = "vantage/vm-app01/http/healthstatus.err"
	stderr := func(text string) *Source { return &Source{Origin: Origin{File: errFile}, Text: text} }
	resolve := "curl: (6) Could not resolve host: fabrikam.vault.azure.net"
	body := `{"error":{"code":"Forbidden","message":"no","innererror":{"code":"ForbiddenByConnection"}}}`
	tests := []struct {
		name string
		src  Source
		want []Fact
	}{
		{"in the output", Source{Text: resolve + "\n"}, []Fact{pasted(Request{At: at(1, resolve), Host: "fabrikam.vault.azure.net",
			Failure: &Failure{Code: 6, Text: "Could not resolve host: fabrikam.vault.azure.net", Class: FailResolve, Cite: at(1, resolve)}})}},
		{"in a file of its own, below the meter", Source{Origin: Origin{Command: command, Exit: exit(28)},
			Stderr: stderr("  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0curl: (28) Connection timed out after 10001 milliseconds\n")},
			[]Fact{asked(Request{At: Cite{File: errFile, Line: 3, Text: "0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0curl: (28) Connection timed out after 10001 milliseconds"},
				Failure: &Failure{Code: 28, Text: "Connection timed out after 10001 milliseconds", Class: FailTimeout,
					Cite: Cite{File: errFile, Line: 3, Text: "0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0curl: (28) Connection timed out after 10001 milliseconds"}}})}},
		{"only the exit status", Source{Origin: Origin{Command: command, Exit: exit(7)}},
			[]Fact{asked(Request{At: Cite{File: testFile}, Failure: &Failure{Code: 7, Class: FailRefused, Cite: Cite{File: testFile}}})}},
		{"the exit status of another program", Source{Origin: Origin{Command: command + " | grep x", Exit: exit(1)}},
			[]Fact{asked(Request{At: Cite{File: testFile}})}},
		{"nothing printed, exit status 0", Source{Origin: Origin{Command: command, Exit: exit(0)}}, []Fact{asked(Request{At: Cite{File: testFile}})}},
		{"a proxy refuses; the error comes first", Source{Text: "curl: (56) CONNECT tunnel failed, response 403\nHTTP/1.1 403 Forbidden\nVia: proxy\n\n"},
			[]Fact{pasted(Request{At: at(1, "curl: (56) CONNECT tunnel failed, response 403"),
				Failure: &Failure{Code: 56, Text: "CONNECT tunnel failed, response 403", Class: FailProxy, Cite: at(1, "curl: (56) CONNECT tunnel failed, response 403")},
				Blocks: []Block{{Proto: "HTTP/1.1", Status: 403, Reason: "Forbidden", Complete: true, At: at(2, "HTTP/1.1 403 Forbidden"),
					Headers: []Header{field(3, "Via: proxy")}}}})}},
		{"explanation below a certificate error", Source{Text: "curl: (60) SSL certificate problem: self-signed certificate\nMore details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server\n"},
			[]Fact{pasted(Request{At: at(1, "curl: (60) SSL certificate problem: self-signed certificate"), Verified: new(bool),
				Failure: &Failure{Code: 60, Text: "SSL certificate problem: self-signed certificate", Class: FailCertificate, Cite: at(1, "curl: (60) SSL certificate problem: self-signed certificate")}})}},
		{"body without headers, as curl prints it without -i", Source{Text: "This TCP connection does not allow access to fabrikam.vault.azure.net\n", Origin: Origin{Command: "curl " + testURL}},
			[]Fact{asked(Request{At: at(1, "This TCP connection does not allow access to fabrikam.vault.azure.net"),
				Error: &ServiceError{Message: "This TCP connection does not allow access to fabrikam.vault.azure.net", Cite: at(1, "This TCP connection does not allow access to fabrikam.vault.azure.net")}})}},
		{"refusal with its body, a prompt glued to it", Source{Text: "HTTP/1.1 403 Forbidden\n\n" + body + "user@host:~$ exit\n"},
			[]Fact{pasted(Request{At: at(1, "HTTP/1.1 403 Forbidden"),
				Blocks: []Block{{Proto: "HTTP/1.1", Status: 403, Reason: "Forbidden", Complete: true, At: at(1, "HTTP/1.1 403 Forbidden")}},
				Error:  &ServiceError{Code: "Forbidden", Inner: "ForbiddenByConnection", Message: "no", Cite: at(3, body+"user@host:~$ exit")}})}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.src.File = testFile
			if diff := cmp.Diff(tt.want, facts(t, tt.src, "curl"), equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadCurlRequests looks at how blocks and errors are shared out among requests.
func TestReadCurlRequests(t *testing.T) {
	const echo = "$ curl -i -k https://10.1.2.3/healthstatus\n"
	short := "HTTP/1.1 200 OK\nContent-Length: 4\n\ntrue"
	tests := []struct{ name, command, in, want string }{
		{"one answer", "", short, "-: 200"},
		{"two outputs without a prompt", "", short + "\n" + short, "-: 200 | -: 200"},
		{"the second glued to the first body", "", short + short, "-: 200 | -: 200"},
		{"two URLs", "curl -i https://a.example https://b.example", short + short, "https://a.example: 200 | https://b.example: 200"},
		{"a second output under one URL has an unknown URL", "curl -i https://a.example", short + "\n" + short, "https://a.example: 200 | -: 200"},
		{"command shown above its output", "", short + "\n" + echo + short, "-: 200 | https://10.1.2.3/healthstatus: 200"},
		{"continue", "", "HTTP/1.1 100 Continue\n\n" + short, "-: 100 200"},
		{"tunnel", "", "HTTP/1.1 200 Connection established\nVia: p\n\n" + short, "-: 200 200"},
		{"tunnel that says OK", "", "HTTP/1.1 200 OK\n\n" + short, "-: 200 200"},
		{"password for the proxy, then tunnel", "", "HTTP/1.1 407 Proxy Authentication Required\n\nHTTP/1.1 200 Connection established\n\n" + short, "-: 407 200 200"},
		{"redirect", "curl -iL https://a.example", "HTTP/1.1 302 Found\nLocation: /x\n\nHTTP/2 200 \n\n", "https://a.example: 302 200"},
		{"heads only", "", "HTTP/1.1 200 OK\nContent-Length: 4\n\nHTTP/1.1 200 OK\nContent-Length: 4\n\n", "-: 200 | -: 200"},
		{"heads under one command", "curl -I --anyauth https://a.example", "HTTP/1.1 401 Unauthorized\n\nHTTP/1.1 200 OK\nContent-Length: 4\n\n", "https://a.example: 401 200"},
		{"tunnel, then a certificate error", "", "HTTP/1.1 200 Connection established\n\ncurl: (60) SSL certificate problem: x\n", "-: 200 (60)"},
		{"answer, then an error of another request", "", short + "\ncurl: (28) Connection timed out\ncurl: (7) Failed\n", "-: 200 (28) | -: (7)"},
		{"answer, then no connection", "", short + "\ncurl: (7) Failed\n", "-: 200 | -: (7)"},
		{"cut transfer, glued to the body", "", "HTTP/1.1 200 OK\nContent-Length: 9\n\ntruecurl: (18) transfer closed\n", "-: 200 (18)"},
		{"-v and -i together", "", "* Connected\n> GET / HTTP/1.1\n>\n< HTTP/1.1 200 OK\nHTTP/1.1 200 OK\n< Content-Length: 4\nContent-Length: 4\n< \n\n{ [4 bytes data]\ntrue", "-: 200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: testFile, Command: tt.command}}
			var got []string
			for _, f := range facts(t, src, "curl") {
				req, ok := f.(*Request)
				if !ok {
					t.Errorf("got %T %+v, want requests only", f, f)
					continue
				}
				got = append(got, summary(req))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " | ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
