package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadHTTPObject(t *testing.T) {
	const (
		info     = "      'x-ms-keyvault-network-info': 'conn_type=Ipv4;addr=20.1.2.3;act_addr_fam=InterNetwork;'\n"
		request  = "  request: {\n    url: 'https://fabrikam.vault.azure.net/secrets/db',\n    headers: {\n      'user-agent': 'azsdk-js Node/v18'\n    }\n  },\n"
		response = "  response: {\n    headers: {\n      'cache-control': 'no-cache',\n" + info + "    },\n    status: 401\n  }\n"
	)
	tests := []struct {
		name, in string
		want     []string
	}{
		{"as Node.js shows it", "RestError: x\n    at a (b.js:1:2) {\n  code: 'Unauthorized',\n  statusCode: 401,\n" + request + response + "}\n",
			[]string{"request fabrikam.vault.azure.net @4 401 20.1.2.3", "unread 1@1"}},
		{"two errors", request + response + "},\n{\n" + request + response,
			[]string{"request fabrikam.vault.azure.net @12 401 20.1.2.3"}},
		{"prose below", "  statusCode: 401,\n" + request + response + "}\nnote: it was last week\n",
			[]string{"request fabrikam.vault.azure.net @1 401 20.1.2.3", "unread 1@16"}},
		{"another status without the header", "  status: 200,\n  status: 403,\n" + response,
			[]string{"request  @1 200 20.1.2.3", "unread 2@2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: testFile}}
			var got []string
			for _, r := range Read(src) {
				got = append(got, tellRequest(r.Fact))
			}
			checkQuotes(t, src, Read(src))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzHTTPObject(f *testing.F) {
	f.Add("", "\"statusCode\": 401,\n\"response\": {\n\"headers\": {\n\"x-ms-keyvault-network-info\": \"addr=10.1.2.3;\"\n}\n")
	fuzzReader(f, httpObjectReader, "none")
}
