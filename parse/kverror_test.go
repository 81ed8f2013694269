package parse

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// callerLines are the lines that Key Vault puts below a refusal, as they stand in the JSON.
const callerLines = `\r\nCaller: appid=66666666-7777-8888-9999-000000000000;oid=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee;iss=https://sts.windows.net/12121212-3434-5656-7878-909090909090/\r\nVault: fabrikam;location=eastus`

func TestServiceErrorFamily(t *testing.T) {
	tests := []struct{ name, code, inner, message, client, vault string }{
		{"firewall", "Forbidden", "ForbiddenByFirewall",
			`Client address is not authorized and caller is not a trusted service.\r\nClient address: 52.168.109.101` + callerLines, "52.168.109.101", "fabrikam"},
		{"service endpoint without a rule", "Forbidden", "ForbiddenByFirewall",
			`Client address is not authorized and caller is not a trusted service.\r\nClient address: 10.1.0.5 from unknown subnet` + callerLines, "10.1.0.5", "fabrikam"},
		{"firewall that speaks of a perimeter", "Forbidden", "ForbiddenByFirewall",
			`Request was not allowed by NSP rules and the client address is not authorized and caller was ignored because bypass is set to None\r\nClient address: 52.168.109.101` + callerLines, "52.168.109.101", "fabrikam"},
		{"firewall, address in parentheses", "Forbidden", "ForbiddenByFirewall",
			`Client address (52.168.109.101) is not authorized and caller is not a trusted service`, "52.168.109.101", ""},
		{"public access disabled", "Forbidden", "ForbiddenByConnection",
			`Public network access is disabled and request is not from a trusted service nor via an approved private link.` + callerLines, "", "fabrikam"},
		{"public access disabled, no bypass", "Forbidden", "ForbiddenByConnection",
			`Connection is not an approved private link and caller was ignored because bypass is not set to 'AzureServices' and PublicNetworkAccess is set to 'Disabled'.\r\nVault: fabrikam;location=eastus`, "", "fabrikam"},
		{"endpoint of another resource", "Forbidden", "", `This TCP connection does not allow access to fabrikam.vault.azure.net.`, "", ""},
		{"roles", "Forbidden", "ForbiddenByRbac",
			`Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.` + callerLines, "", "fabrikam"},
		{"access policy", "Forbidden", "AccessDenied",
			`The user, group or application 'appid=66666666' does not have secrets list permission on key vault 'fabrikam;location=eastus'.`, "", "fabrikam"},
		{"on behalf of", "Forbidden", "ForbiddenByPolicy", `The policy requires the caller 'appid=66666666' to use on-behalf-of (OBO) flow.`, "", ""},
		{"no token", "Unauthorized", "", `AKV10000: Request is missing a Bearer or PoP token.`, "", ""},
		{"no such secret", "SecretNotFound", "", `A secret with (name/id) db was not found in this key vault.`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := &ServiceError{Code: tt.code, Inner: tt.inner, Message: strings.ReplaceAll(tt.message, `\r\n`, "\r\n")}
			for _, key := range []string{"innererror", "InnerError"} {
				line := `{"error":{"code":"` + tt.code + `","message":"` + tt.message + `"`
				if tt.inner != "" {
					line += `,"` + key + `":{"code":"` + tt.inner + `"}`
				}
				line += "}}"
				want.Cite = Cite{File: "f", Line: 14, Text: line}
				if tt.client != "" {
					want.Client = Addr{netip.MustParseAddr(tt.client), -1, want.Cite}
				}
				if tt.vault != "" {
					want.Vault, want.Location = Text{tt.vault, want.Cite}, Text{"eastus", want.Cite}
				}
				got := serviceError([]string{line}, []Cite{want.Cite})
				if diff := cmp.Diff(want, got, equalAddrs); diff != "" {
					t.Errorf("%s (-want +got):\n%s", key, diff)
				}
			}
		})
	}
}

func TestServiceErrorForms(t *testing.T) {
	tests := []struct {
		name, in string
		want     *ServiceError
	}{
		{"printed over several lines: the line of the inner code is cited",
			"{\n  \"error\": {\n    \"code\": \"Forbidden\",\n    \"message\": \"no\",\n    \"innererror\": {\n      \"code\": \"ForbiddenByFirewall\"\n    }\n  }\n}",
			&ServiceError{Code: "Forbidden", Inner: "ForbiddenByFirewall", Message: "no", Cite: Cite{Line: 6}}},
		{"wrapped by a console inside a string", "{\"error\":{\"code\":\"Forbid\nden\",\"message\":\"no way\"}}",
			&ServiceError{Code: "Forbidden", Message: "no way", Cite: Cite{Line: 1}}},
		{"something follows", `{"error":{"code":"Forbidden","message":"no"}}user@host:~$`,
			&ServiceError{Code: "Forbidden", Message: "no", Cite: Cite{Line: 1}}},
		{"null inner error", `{"error":{"code":"Forbidden","message":"no","innererror":null}}`,
			&ServiceError{Code: "Forbidden", Message: "no", Cite: Cite{Line: 1}}},
		{"another object", `{"value":[]}`, nil},
		{"error is a text", `{"error":"invalid_request"}`, nil},
		{"empty error", `{"error":{}}`, nil},
		{"cut off", `{"error":{"code":"Forbidden","mess`, nil},
		{"deep nesting", strings.Repeat(`{"error":`, 20000), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines := strings.Split(tt.in, "\n")
			cites := make([]Cite, len(lines))
			for i := range lines {
				cites[i].Line = i + 1
			}
			if diff := cmp.Diff(tt.want, serviceError(lines, cites), equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
