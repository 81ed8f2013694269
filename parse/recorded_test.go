package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const recordedYAML = `interactions:
- request:
    body: ''
    headers:
      Accept:
      - application/json
    method: GET
    uri: https://fabrikam.vault.azure.net/secrets/x?api-version=7.4
  response:
    body:
      string: '{"error":{"code":"Forbidden","message":"the vault''s
        firewall","innererror":{"code":"ForbiddenByFirewall"}}}'
    headers:
      www-authenticate:
      - Bearer authorization="https://login.windows.net/t",
        resource="https://vault.azure.net"
      x-ms-keyvault-network-info: [conn_type=Ipv4;addr=20.1.2.3;]
    status:
      code: 403
      message: Forbidden
- request:
    uri: https://fabrikam.vault.azure.net/keys
  response:
    body: {string: ''}
    headers:
      server: [Microsoft-IIS/10.0]
      www-authenticate: ['Bearer authorization="https://login.windows.net/t",
          resource="https://vault.azure.net"']
    status: {code: 401, message: Unauthorized}
version: 1
`

func TestReadRecordings(t *testing.T) {
	url := "https://fabrikam.vault.azure.net/secrets/x?api-version=7.4: "
	tests := []struct{ name, in, want string }{
		{"VCR", recordedYAML, url + "403 Ipv4 20.1.2.3 Forbidden/ForbiddenByFirewall@19\nhttps://fabrikam.vault.azure.net/keys: 401@29"},
		{"nock, list", "nock('https://fabrikam.vault.azure.net:443', {\"encodedQueryParams\":true})\n  .get('/secrets/x')\n  .reply(401, {\"error\":{\"code\":\"Unauthorized\",\"message\":\"m\"}}, [\n  'Server',\n  'it\\'s, x',\n  'x-ms-keyvault-network-info',\n  'conn_type=Ipv4;addr=20.1.2.3;'\n]);\n",
			"https://fabrikam.vault.azure.net/secrets/x: 401 Ipv4 20.1.2.3 Unauthorized@3"},
		{"nock, object", "nock('http://fabrikam.vault.azure.net')\n  .get('/secrets/x?api-version=7.4')\n  .reply(200, \"{\\\"id\\\":1}\", { 'cache-control': 'no-cache',\n  server: 'Microsoft-IIS/10.0',\n  'x-ms-keyvault-network-info': 'addr=20.1.2.3;' });\n",
			"http://fabrikam.vault.azure.net/secrets/x?api-version=7.4: 200 20.1.2.3@3"},
		{"Java", "{\n \"Method\" : \"GET\",\n \"Uri\" : \"https://fabrikam.vault.azure.net/secrets/x?api-version=7.4\",\n \"Headers\" : {},\n \"Response\" : {\n  \"StatusCode\" : \"403\",\n  \"x-ms-keyvault-network-info\" : \"addr=20.1.2.3;\",\n  \"Body\" : \"{\\\"error\\\":{\\\"code\\\":\\\"Forbidden\\\"}}\"\n }\n}\n",
			url + "403 20.1.2.3 Forbidden@6"},
		{".NET and the test proxy", "{\"Entries\": [\n {\"RequestUri\": \"https://fabrikam.vault.azure.net/secrets/x?api-version=7.4\",\n  \"StatusCode\": 403,\n  \"ResponseHeaders\": {\n   \"x-ms-keyvault-network-info\": [\"conn_type=PrivateLink;addr=10.1.2.4;\"]},\n  \"ResponseBody\": {\"error\": {\n   \"code\": \"Forbidden\", \"message\": \"m\", \"innererror\": {\"code\": \"ForbiddenByRbac\"}}}},\n {\"RequestUri\": \"/keys\", \"StatusCode\": 401, \"ResponseHeaders\": {}}\n]}\n",
			url + "403 PrivateLink 10.1.2.4 Forbidden/ForbiddenByRbac@3\n-: 401@8"},
		{"HAR", "{\"log\": {\"version\": \"1.2\", \"entries\": [{\"request\": {\"method\": \"GET\", \"url\": \"https://fabrikam.vault.azure.net/secrets/x?api-version=7.4\"},\n\"response\": {\"status\": 200, \"headers\": [{\"name\": \"x-ms-keyvault-network-info\", \"value\": \"addr=20.1.2.3;\"}], \"content\": {\"text\": \"true\"}}}]}}\n",
			url + "200 20.1.2.3@2"},
		{"nock as JSON", "[{\"scope\":\"https://fabrikam.vault.azure.net:443\",\"method\":\"GET\",\"path\":\"/keys\",\"status\":401,\n\"response\":{\"error\":{\"code\":\"Unauthorized\",\"message\":\"m\"}},\"rawHeaders\":[\"Server\",\"x\"]}]\n",
			"https://fabrikam.vault.azure.net/keys: 401 Unauthorized@1"},
		{"cut off", "{\"Entries\": [\n {\"RequestUri\": \"https://fabrikam.vault.azure.net/keys\", \"StatusCode\": 401, \"ResponseHeaders\": {}},\n {\"Request", "https://fabrikam.vault.azure.net/keys: 401@2\nunread 1@3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: testFile}}
			got := tales(t, src, kindRecording)
			var plain []string
			for _, line := range strings.Split(got, "\n") {
				line, _, _ = strings.Cut(line, "; host ")
				plain = append(plain, line)
			}
			if diff := cmp.Diff(tt.want, strings.Join(plain, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRecordedHeaders compares the headers of one interaction with their lines.
func TestRecordedHeaders(t *testing.T) {
	req := facts(t, Source{Text: recordedYAML, Origin: Origin{File: testFile}}, kindRecording)[0].(*Request)
	want := []Header{
		{"www-authenticate", `Bearer authorization="https://login.windows.net/t", resource="https://vault.azure.net"`, at(15, `- Bearer authorization="https://login.windows.net/t",`)},
		{"x-ms-keyvault-network-info", "conn_type=Ipv4;addr=20.1.2.3;", at(17, "x-ms-keyvault-network-info: [conn_type=Ipv4;addr=20.1.2.3;]")},
	}
	if diff := cmp.Diff(want, req.Last().Headers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	list := facts(t, Source{Text: recordedYAML, Origin: Origin{File: testFile}}, kindRecording)[1].(*Request).Last()
	if got := list.Get("www-authenticate"); got == nil || got.Value != want[0].Value {
		t.Errorf("in a list on two lines: %+v, want %q", got, want[0].Value)
	}
	if want := "the vault's firewall"; req.Error.Message != want {
		t.Errorf("message %q, want %q", req.Error.Message, want)
	}
}

func TestReadHTTPExchange(t *testing.T) {
	answer := "HTTP/1.1 401 Unauthorized\nx-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.2.4;\nContent-Length: 9\n\n{\"error\":{\"code\":\"Unauthorized\",\"message\":\"m\"}}\n"
	tests := []struct{ name, in, want string }{
		{"absolute target", "GET https://fabrikam.vault.azure.net/secrets/x HTTP/1.1\nAccept: */*\n\n" + answer, "https://fabrikam.vault.azure.net/secrets/x: 401 PrivateLink 10.1.2.4 Unauthorized@4"},
		{"path and Host, a body", "POST /keys/k/create HTTP/1.1\nHost: fabrikam.vault.azure.net\nAuthorization: Bearer x\n\n{\"kty\":\"RSA\"}\n\n" + answer, "-: 401 PrivateLink 10.1.2.4 Unauthorized@7; host fabrikam.vault.azure.net/keys/k/create"},
		{"two exchanges", "GET https://a.example/ HTTP/1.1\n\n" + answer + "\nGET https://b.example/ HTTP/1.1\n\nHTTP/1.1 200 OK\n\n", "https://a.example/: 401 PrivateLink 10.1.2.4 Unauthorized@3\nhttps://b.example/: 200@11"},
		{"HTTPie", "GET /healthstatus HTTP/1.1\nHost: fabrikam.vault.azure.net\nUser-Agent: HTTPie/3.2.2\n\n\n\nHTTP/1.1 200 OK\nContent-Length: 4\n\ntrue\n", "-: 200@7; host fabrikam.vault.azure.net/healthstatus"},
		{"an error of HTTPie", "http: error: ConnectionError: HTTPSConnectionPool(host='fabrikam.vault.azure.net', port=443): Max retries exceeded (Caused by NameResolutionError: Failed to resolve 'fabrikam.vault.azure.net')\n", "-: (-1)@1; resolve"},
		{"asked, and no answer", "GET https://a.example/ HTTP/1.1\n\n" + answer + "GET https://b.example/ HTTP/1.1\n\n", "https://a.example/: 401 PrivateLink 10.1.2.4 Unauthorized@3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: testFile}}
			if diff := cmp.Diff(tt.want, tales(t, src, "http")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzHTTPExchange(f *testing.F) {
	f.Add("", "GET https://a/ HTTP/1.1\nHost: b\n\nHTTP/1.1 200 OK\na: b\n\ntrue\n")
	fuzzReader(f, httpReader, "http")
}

func FuzzRecordedYAML(f *testing.F) {
	f.Add("", recordedYAML)
	f.Add("", "- request:\n    uri: 'a''\n  response: {status: {code: 200}, headers: {a: [b, \"c\"]}}\n")
	fuzzReader(f, recordedYAMLReader, "none")
}

func FuzzRecordedNock(f *testing.F) {
	f.Add("", "nock('https://a')\n.get('/x')\n.reply(200, 'b', [ 'a', 'b\\\\',\n'c'\n]);\n.reply(200, \"\\\"\", { a: 'b' });")
	fuzzReader(f, recordedNockReader, "none")
}

func FuzzRecordedJSON(f *testing.F) {
	f.Add("", "{\"Entries\":[{\"RequestUri\":\"/a\",\"StatusCode\":200,\"ResponseHeaders\":{\"a\":[\"b\"]},\"ResponseBody\":{\"error\":{\"code\":\"c\"}}}]}")
	f.Add("", "[{\"scope\":\"https://a:443\",\"status\":401,\"rawHeaders\":[\"a\",\"b\",\"c\"],\"response\":\"{}\"}]")
	fuzzReader(f, recordedJSONReader, "none")
}
