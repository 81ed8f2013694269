package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadErrorsAmongProse reads refusals as people paste them: with prose around, masks, and values left out.
func TestReadErrorsAmongProse(t *testing.T) {
	const vault = "Vault: fabrikam;location=eastus"
	message := func(lines ...string) string { return strings.Join(lines, "\r\n") }
	closed := toldRefusal{code: "Forbidden", message: message(closedText, vault), vault: "fabrikam", region: "eastus", at: 1, codeAt: 1, vaultAt: 2}
	with := func(change func(*toldRefusal)) toldRefusal { w := closed; change(&w); return w }
	escaped := `{"x":"Azure.RequestFailedException: ` + closedText + `\n` + vault + `\nStatus: 403 (Forbidden)\nErrorCode: Forbidden\n\nContent:\n{}\n\nHeaders:\nx-ms-keyvault-region: eastus\nx-ms-request-id: 3c9d\n\n   at Azure.X()"}`
	tests := []struct {
		name, command, in string
		want              toldRefusal
	}{
		{"a sentence below the region", "", "(Forbidden) " + closedText + "\n" + vault + "\nNow it's fine.\n",
			with(func(w *toldRefusal) { w.unread, w.unreadCount = 3, 1 })},
		{"a word with an apostrophe below the region", "", "(Forbidden) " + closedText + "\n" + vault + "\nIt's fine.\n",
			with(func(w *toldRefusal) { w.unread, w.unreadCount = 3, 1 })},
		{"prose above and inside", "", "The error came yesterday:\n(Forbidden) " + closedText + "\nThe error disappeared today (I think).\n" + vault + "\n",
			with(func(w *toldRefusal) { w.at, w.codeAt, w.vaultAt, w.unread, w.unreadCount = 2, 2, 4, 1, 2 })},
		{"the vault of the command", "az keyvault secret list --vault-name fabrikam", "(Forbidden) " + closedText + "\n",
			with(func(w *toldRefusal) { w.message, w.region, w.vaultAt = closedText, "", 1 })},
		{"no region", "", "(Forbidden) " + closedText + "\nVault: fabrikam\n",
			with(func(w *toldRefusal) { w.message, w.region = message(closedText, "Vault: fabrikam"), "" })},
		{"kept as a comment", "", "# ERROR: (Forbidden) " + closedText + "\n# " + vault + "\n", with(func(w *toldRefusal) { w.tool = "az" })},
		{"a token that is refused", "", `keyvault.BaseClient#GetSecret: Failure responding to request: StatusCode=401 -- Original Error: autorest/azure: Service returned an error. Status=401 Code="Unauthorized" Message="AKV10046: Unable to resolve the key."`,
			toldRefusal{tool: "go", status: 401, statusAt: 1, code: "Unauthorized", message: "AKV10046: Unable to resolve the key.", at: 1, codeAt: 1}},
		{"Node, without the outer braces", "", "  statusCode: 403,\n  \"error\": {\"code\":\"Forbidden\",\"message\":\"" + closedText + `","innererror":{"code":"ForbiddenByConnection"}}`,
			toldRefusal{status: 403, statusAt: 1, code: "Forbidden", inner: "ForbiddenByConnection", message: closedText, at: 2, codeAt: 2}},
		{"placeholders", "", `Status=403 Code="Forbidden" Message="` + firewallText + `\r\nClient address: <my IP here>\r\nCaller: appid=***;oid=...\r\nVault: fabrikam;location=<my location>"`,
			toldRefusal{status: 403, statusAt: 1, code: "Forbidden", message: message(firewallText, "Client address: <my IP here>", "Caller: appid=***;oid=...", "Vault: fabrikam;location=<my location>"),
				masked: "<my IP here>", vault: "fabrikam", at: 1, codeAt: 1, clientAt: 1, vaultAt: 1}},
		{".NET, in one line", "", escaped, toldRefusal{tool: "dotnet", status: 403, statusAt: 1, code: "Forbidden", message: closedText + "\n" + vault,
			vault: "fabrikam", region: "eastus", at: 1, codeAt: 1, vaultAt: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := facts(t, Source{Text: tt.in, Origin: Origin{File: logFile, Command: tt.command}}, kindKeyVaultError)
			want := tt.want.facts(tt.in)
			if tt.in == escaped {
				at := quoted(tt.in, 1)
				want[0].(*Request).Blocks[0].Headers = []Header{{"x-ms-keyvault-region", "eastus", at}, {"x-ms-request-id", "3c9d", at}}
			}
			for _, f := range want {
				if r, ok := f.(*Request); ok && tt.want.region == "" {
					r.Error.Location = Text{}
				}
			}
			if diff := cmp.Diff(want, got, equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadClientErrorsOfAnyHost reads errors whose host stands among other names, or was hidden.
func TestReadClientErrorsOfAnyHost(t *testing.T) {
	const proxy = "http://localhost:2579/host/token/?resource=https://fabrikam.vault.azure.net"
	const resolve = "Failed to resolve '----.vault.azure.net' ([Errno -2] Name or service not known)"
	const name = "hostname 'fabrikam.privatelink.vaultcore.azure.net' doesn't match either of '*.vault.azure.net', 'vault.azure.net'"
	tests := []struct {
		name, in, tool, url, host, text, masked string
		class                                   FailureClass
	}{
		{"a vault in the query", `Get "` + proxy + `": dial tcp 127.0.0.1:2579: connect: connection refused`, "go", proxy, "localhost",
			"dial tcp 127.0.0.1:2579: connect: connection refused", "", FailRefused},
		{"a masked label", resolve, "python", "", "", resolve, "----.vault.azure.net", FailResolve},
		{"no host", "Failed to establish a new connection: [Errno -2] x", "python", "", "", "Failed to establish a new connection: [Errno -2] x", "", FailResolve},
		{"a certificate of other names", "SSLError: " + name, "python", "", "fabrikam.privatelink.vaultcore.azure.net", strings.TrimSuffix(name, "'") + "'", "", FailCertificate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := quoted(tt.in, 1)
			var want []Fact
			if tt.masked != "" {
				want = append(want, &Masked{tt.masked, at})
			}
			req := &Request{Tool: tt.tool, At: at, Failure: &Failure{Code: -1, Text: tt.text, Class: tt.class, Cite: at}}
			req.aim(tt.url, tt.host)
			got := facts(t, Source{Text: tt.in, Origin: Origin{File: logFile}}, kindClientError)
			if diff := cmp.Diff(append(want, req), got, equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
