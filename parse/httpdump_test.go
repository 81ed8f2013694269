package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadDump(t *testing.T) {
	const (
		bar     = " ============================\n"
		request = "DEBUG: ============================ HTTP REQUEST" + bar + "\nHTTP Method:\nGET\n\nAbsolute Uri:\nhttps://kv-a.vault.azure.net/secrets/x\n\nHeaders:\nAccept : x\n\nBody:\n\n\n"
		answer  = "DEBUG: ============================ HTTP RESPONSE" + bar + "\nStatus Code:\n"
		headers = "\n\nHeaders:\nPragma                        : no-cache\nx-ms-keyvault-network-info    : addr=10.1.0.4;\n\nBody:\n"
	)
	tests := []struct {
		name, in string
		want     []string
	}{
		{"Az PowerShell", request + answer + "Forbidden" + headers + "{\n  \"error\": {\n    \"code\": \"Forbidden\",\n    \"message\": \"x\"\n  }\n}\n\nDEBUG: it ends\n",
			[]string{"request kv-a.vault.azure.net @18 403 10.1.0.4 Forbidden", "unread 1@32"}},
		{"two answers", request + answer + "Unauthorized" + headers + "\n" + request + answer + "OK" + headers,
			[]string{"request kv-a.vault.azure.net @18 401 10.1.0.4", "request kv-a.vault.azure.net @43 200 10.1.0.4"}},
		{"a word that is no status", request + answer + "Sorry" + headers, []string{"unread 3@18"}},
		{"a log", "INFO: RESPONSE: 403 https://kv-a.vault.azure.net/x\nX-Ms-Keyvault-Network-Info: addr=10.1.0.4;\nINFO: done\n",
			[]string{"request kv-a.vault.azure.net @1 403 10.1.0.4", "unread 1@3"}},
		{"a log below prose", "This is what we see:\n\nINFO: RESPONSE: 200 https://kv-a.vault.azure.net/x\n", []string{"request kv-a.vault.azure.net @3 200", "unread 1@1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Read(Source{Text: tt.in, Origin: Origin{File: testFile}}) {
				got = append(got, tellRequest(r.Fact))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzReadDump(f *testing.F) {
	f.Add("DEBUG: ==== HTTP RESPONSE ====\nStatus Code:\nOK\nHeaders:\na : b\nBody:\n<a>\nx\n")
	f.Add("INFO: RESPONSE: 403 https://kv-a.vault.azure.net/x\nA: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		src := Source{Text: text, Origin: Origin{File: "f.txt", Line: 3}}
		out := &sink{origin: &src.Origin}
		readDump(&src, out)
		checkQuotes(t, src, out.done())
	})
}
