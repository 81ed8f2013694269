package parse

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tellPosted tells what matters of a fact that was read from a ticket.
func tellPosted(f Fact) string {
	switch f := f.(type) {
	case *Request:
		text := tellRequest(f)
		if f.Tool != "" {
			text = f.Tool + " " + text
		}
		if f.NetworkInfo != nil && len(f.NetworkInfo.Other) > 0 {
			text += fmt.Sprint(" other ", f.NetworkInfo.Other)
		}
		if e := f.Error; e != nil {
			text += fmt.Sprintf(" %s/%s/%s@%d", e.Client.Addr, e.Vault.Value, e.Location.Value, e.Cite.Line)
		}
		return text
	case *Masked:
		return fmt.Sprintf("masked %s @%d", f.Text, f.Cite.Line)
	case *Remark:
		return fmt.Sprintf("remark %s @%d", f.Text, f.Cite.Line)
	}
	return tellRequest(f)
}

// TestAsPosted reads errors and answers as people paste them.
func TestAsPosted(t *testing.T) {
	const (
		firewall = "(Forbidden) Client address is not authorized and caller is not a trusted service.\n"
		caller   = "Caller: appid=1;oid=2\n"
		vault    = "Vault: fabrikam;location=westeurope"
		head     = "HTTP/1.1 200 OK\n"
		info     = networkInfoHeader + ": conn_type=PrivateLink;addr=10.1"
		place    = "At line:1 char:1\n+ Set-AzKeyVaultSecret -VaultName fabrikam -Name test\n+ ~~~~\n    + CategoryInfo          : CloseError: (:) [Set-AzKeyVaultSecret], KeyVaultErrorException\n"
		cmdlet   = "Set-AzKeyVaultSecret : Operation returned an invalid status code 'Forbidden'\n"
	)
	tests := []struct {
		name, in string
		want     []string
	}{
		{"words behind the region", firewall + "Client address: 20.1.2.3\n" + caller + vault + " we see this\n",
			[]string{"remark we see this @4", "request  @1  Forbidden 20.1.2.3/fabrikam/westeurope@1"}},
		{"words behind the address", firewall + "Client address: 20.1.2.3 (our NAT)\n" + caller + vault + "\n",
			[]string{"remark (our NAT) @2", "request  @1  Forbidden 20.1.2.3/fabrikam/westeurope@1"}},
		{"many words behind the region", firewall + "Client address: 20.1.2.3\n" + vault + " which is what we had last week\n",
			[]string{"request  @1  Forbidden 20.1.2.3/fabrikam/westeurope@1", "unread 1@3"}},
		{"an arrow behind the region", firewall + "Client address: 20.1.2.3\n" + vault + "  <-- this one\n",
			[]string{"request  @1  Forbidden 20.1.2.3/fabrikam/westeurope@1"}},
		{"a quote behind the address", "inner error of `Client address is not authorized and caller is not a trusted service.\\\\r\\\\nClient address: 20.1.2.3`.\n",
			[]string{"request  @1  Forbidden 20.1.2.3//@1"}},
		{"labels with time stamps below prose", "the log:\n2026-11-22T18:51:47Z " + firewall + "2026-11-22T18:51:47Z Client address: 20.1.2.3\n2026-11-22T18:51:47Z " + vault + "\n",
			[]string{"request  @2  Forbidden 20.1.2.3/fabrikam/westeurope@2", "unread 1@1"}},
		{"bypass is None", "Message=\"Client address is not authorized and caller was ignored because bypass is set to None\\r\\nClient address: 20.1.2.3\\r\\nVault: fabrikam;location=westeurope\" InnerError={\"code\":\"ForbiddenByFirewall\"}\n",
			[]string{"request  @1  Forbidden 20.1.2.3/fabrikam/westeurope@1"}},
		{"a cmdlet with a refusal", cmdlet + "Code: Forbidden\nMessage: " + firewall[12:] + "Client address: 20.1.2.3\n" + caller + vault + "\n" + place,
			[]string{"powershell request  @1 403 Forbidden 20.1.2.3/fabrikam/westeurope@3"}},
		{"a cmdlet with no reason", cmdlet + place,
			[]string{"powershell request  @1 403  invalid IP/fabrikam/@1"}},
		{"a cmdlet of the resource manager", "Set-AzKeyVault : Operation returned an invalid status code 'Forbidden'\n", []string{"*parse.ExportError"}},
		{"a cmdlet with a masked vault", "Get-AzKeyVaultSecret : The remote name could not be resolved: '<snip>.vault.azure.net'\n",
			[]string{"masked <snip>.vault.azure.net @1", "powershell request  @1 resolve"}},
		{"a variable in place of the host", "Error: getaddrinfo ENOTFOUND $domain_name\n", []string{"masked $domain_name @1", "node request  @1 resolve"}},
		{"a masked host above a real one", "x: java.net.UnknownHostException: <name>.vault.azure.net\ny\njava.net.UnknownHostException: `fabrikam.vault.azure.net`\n",
			[]string{"masked <name>.vault.azure.net @1", "java request fabrikam.vault.azure.net @3 resolve", "unread 1@2"}},
		{"headers in a dump of Node.js", "RestError: Client address is not authorized and caller is not a trusted service.\nClient address: 20.1.2.3\n" + vault + "\n    at x (y.js:1:2) {\n  statusCode: 403,\n  response: {\n    headers: {\n      \"x-ms-keyvault-network-info\": \"conn_type=Ipv4;addr=20.1.2.3;\"\n    }\n  }\n}\n",
			[]string{"node request  @1 403 20.1.2.3 Forbidden 20.1.2.3/fabrikam/westeurope@1"}},
		{"a folded header", head + info + "\n .2.3;act_addr_fam=InterNetworkV6;\n\n", []string{"curl request  @1 200 10.1.2.3"}},
		{"a header that a ticket broke", head + info + "\n.2.3;act_addr_fam=InterNetworkV6;\n\n", []string{"curl request  @1 200 10.1.2.3"}},
		{"half an address", head + info + ".2\nContent-Length: 4\n\ntrue\n", []string{"curl request  @1 200  other [{addr 10.1.2}]", "unread 1@2"}},
		{"half an address and the rest with words", head + info + "\n.2.3 and so on\n\n", []string{"curl request  @1 200 ", "unread 1@3"}},
		{"a wide header that was broken", head + "WWW-Authenticate: Bearer authorization=\"https://login.windows.net/33333333-3333\n-3333-3333-333333333333\", resource=\"https://vault.azure.net\"\n" + info + ".2.3;\n\n",
			[]string{"curl request  @1 200 10.1.2.3"}},
		{"words behind the status", "HTTP/1.1 200 OK   # from the jump box\n" + info + ".2.3;\n\n", []string{"remark # from the jump box @1", "curl request  @1 200 10.1.2.3"}},
		{"a log of autorest", "(2026-11-22T14:07:24.38Z) INFO: REQUEST: GET https://fabrikam.vault.azure.net/secrets/db\nUser-Agent: Go/go1.16 go-autorest/v14\n(2026-11-22T14:07:24.79Z) INFO: RESPONSE: 401 https://fabrikam.vault.azure.net/secrets/db\nX-Ms-Keyvault-Network-Info: conn_type=Ipv4;addr=20.1.2.3;\n",
			[]string{"go request fabrikam.vault.azure.net @3 401 20.1.2.3"}},
		{"a log of autorest, the host is hidden", "(2026-11-22T14:07:24.79Z) INFO: RESPONSE: 401 https://kv.fabrikam.example/secrets/db\nX-Ms-Keyvault-Network-Info: addr=***;\n",
			[]string{"masked *** @2", "request kv.fabrikam.example @1 401 ***"}},
		{"a log of the library for Python", "2026-11-22 10:00:00,123 - INFO - Request URL: 'https://fabrikam.vault.azure.net/secrets/db'\nRequest method: 'GET'\nRequest headers:\n    'User-Agent': 'azsdk-python-keyvault-secrets/4.7.0'\nNo body was attached to the request\n2026-11-22 10:00:00,423 - INFO - Response status: 401\nResponse headers:\n    'x-ms-keyvault-network-info': 'conn_type=PrivateLink;addr=10.1.2.3;'\n    'Date': 'Sun'\n",
			[]string{"python request fabrikam.vault.azure.net @6 401 10.1.2.3"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: "ticket.txt"}}
			var got []string
			records := Read(src)
			for _, r := range records {
				got = append(got, tellPosted(r.Fact))
			}
			checkQuotes(t, src, records)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRefusalTold(t *testing.T) {
	tests := []struct{ in, want string }{
		{"but the app still gets 403 Forbidden by firewall", Refusal403},
		{"now it says Client address is not authorized and caller is not a trusted service", innerFirewall},
		{"and then ForbiddenByConnection", innerConnection},
		{"Public network access is disabled and request is not from a trusted service nor via an approved private link.", innerConnection},
		{"it answers forbidden.", Refusal403},
		{"Error 403: ForbiddenByRbac", ""},
		{"you may see 403 Forbidden", ""},
		{"| ForbiddenByFirewall | the client address |", ""},
		{"port 4030, 10.1.2.403, 12:403", ""},
		{"all is well", ""},
	}
	for _, tt := range tests {
		if got := refusalTold(tt.in); got != tt.want {
			t.Errorf("refusalTold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
