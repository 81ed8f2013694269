package parse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// summary tells a request in one line: URL, statuses, origin, codes of the service, exit status.
func summary(req *Request) string {
	parts := []string{"-:"}
	if req.URL != "" {
		parts[0] = req.URL + ":"
	}
	for _, b := range req.Blocks {
		parts = append(parts, fmt.Sprint(b.Status))
	}
	if n := req.NetworkInfo; n != nil {
		parts = append(parts, strings.TrimSpace(n.ConnType+" "+n.Addr.String()))
	}
	if e := req.Error; e != nil {
		parts = append(parts, strings.TrimSuffix(e.Code+"/"+e.Inner, "/"))
	}
	if f := req.Failure; f != nil {
		parts = append(parts, fmt.Sprintf("(%d)", f.Code))
	}
	return strings.Join(parts, " ")
}

// readFile reads one capture of testdata and returns the summaries of its requests; anything else is an error.
func readFile(t *testing.T, file, kind string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range facts(t, Source{Text: string(data), Origin: Origin{File: filepath.Base(file)}}, kind) {
		if req, ok := f.(*Request); ok {
			got = append(got, summary(req))
		} else {
			t.Errorf("%s: got %T %+v, want requests only", file, f, f)
		}
	}
	return got
}

// TestCurlCaptures reads what curl 7.88 printed, standard error included, of a server on the same machine.
func TestCurlCaptures(t *testing.T) {
	const private, public = "PrivateLink 10.1.0.4", "Ipv4 52.168.109.101"
	want := map[string][]string{
		"connection-403.txt":         {"-: 403 " + public + " Forbidden/ForbiddenByConnection"},
		"firewall-403.txt":           {"-: 403 " + public + " Forbidden/ForbiddenByFirewall"},
		"head-http11.txt":            {"-: 200 " + private},
		"healthstatus-http11.txt":    {"-: 200 " + private},
		"healthstatus-http2.txt":     {"-: 200 " + private},
		"name-mismatch-60.txt":       {"-: (60)"},
		"not-tls-35.txt":             {"-: (35)"},
		"progress-meter.txt":         {"-: 200 " + private},
		"proxy-connect-200.txt":      {"-: 200 200 " + private},
		"proxy-connect-403-56.txt":   {"-: 403 (56)"},
		"public-http2.txt":           {"-: 200 " + public},
		"redirect-followed.txt":      {"-: 302 403"},
		"refused-7.txt":              {"-: (7)"},
		"refused-7-meter.txt":        {"-: (7)"},
		"root-403-html.txt":          {"-: 403"},
		"secrets-401.txt":            {"-: 401 " + private + " Unauthorized"},
		"self-signed-60.txt":         {"-: (60)"},
		"timeout-28.txt":             {"-: (28)"},
		"two-urls.txt":               {"-: 200 " + private, "-: 200 " + public},
		"verbose.txt":                {"https://fabrikam.vault.azure.net/healthstatus: 200 " + private},
		"verbose-include.txt":        {"https://fabrikam.vault.azure.net/healthstatus: 200 " + private},
		"write-out-json-401.txt":     {"http://fabrikam.vault.azure.net:8399/secrets: 401"},
		"write-out-json-refused.txt": {"http://fabrikam.vault.azure.net:8397/secrets: (7)"},
	}
	checkCaptures(t, "curl", want)
}

// checkCaptures compares every capture of a folder of testdata/parse with what is wanted of it.
func checkCaptures(t *testing.T, kind string, want map[string][]string) {
	t.Helper()
	files, err := filepath.Glob("../testdata/parse/" + kind + "/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no captures of %s: %v", kind, err)
	}
	got := map[string][]string{}
	for _, file := range files {
		got[filepath.Base(file)] = readFile(t, file, kind)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRequestCorpus reads captures of others, where they are at hand: no panic, and every quote stands.
func TestRequestCorpus(t *testing.T) {
	corpus := "../../shared/corpus"
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpus of captures is not at hand: ", err)
	}
	infos := 0
	for _, folder := range []string{"headers", "powershell-headers", "curl-verbose", "errors", "transcripts"} {
		files, _ := filepath.Glob(filepath.Join(corpus, folder, "*"))
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			src := Source{Text: strings.ToValidUTF8(string(data), "?"), Origin: Origin{File: file}}
			records := Read(src)
			checkQuotes(t, src, records)
			for _, r := range records {
				if req, ok := r.Fact.(*Request); ok && req.NetworkInfo != nil && req.NetworkInfo.Addr.IsValid() {
					infos++
				}
			}
		}
	}
	if infos < 50 {
		t.Errorf("%d captures tell the origin, want at least 50", infos)
	}
}

func FuzzReadCurl(f *testing.F) {
	for _, seed := range []string{
		ok200Text + "\ntrue", "HTTP/1.1 200 Connection established\n\nHTTP/2 200 \nx: y\n z\n\n{\"error\":{\"code\":\"a\"}}\ncurl: (7) x",
		"< HTTP/1.1 200 OK\nHTTP/1.1 200 OK\n<\n\n", "x-ms-keyvault-network-info: addr=10.1.2.3...\n", "\r  0 0 0 0 0 0 0 0 0curl: (6) x",
		"trueHTTP/1.1 200 OK\n\ntruecurl: (18) x", "$ curl -i https://x\nMore details here:\n",
		trying + up + cert + asks + answered + "* Re-using existing connection #0 with host fabrikam.vault.azure.net\n" + asks + answered,
		"* Host a:1 was resolved.\n* IPv4: 10.1.2.3, 10.x.x.4\n* Uses proxy env variable a == 'b@c:1'\n> CONNECT a:1 HTTP/1.1\n< HTTP/1.1 200 OK\n<\n* Closing connection\nHTTP/1.1 200 OK\n\n",
		"http_code=200 remote_ip=10.1.2.3\ntrue{\"http_code\":1,\"url_effective\":\"a\"}",
	} {
		f.Add(seed, "curl -sv -x a:1 -w '%{http_code} %{remote_ip}\\n' "+testURL, seed)
		f.Add(seed, "curl -i "+testURL, "curl: (28) x\n")
		f.Add(seed, "", "")
	}
	f.Fuzz(func(t *testing.T, text, command, stderr string) {
		src := Source{Text: text, Origin: Origin{File: "f.txt", Line: 3, Command: command},
			Stderr: &Source{Text: stderr, Origin: Origin{File: "f.err"}}}
		out := &sink{origin: &src.Origin}
		readCurl(&src, out)
		records := out.done()
		if len(records) == 0 {
			t.Error("no record")
		}
		checkQuotes(t, src, records)
	})
}
