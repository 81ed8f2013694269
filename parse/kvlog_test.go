package parse

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	firewallText = "Client address is not authorized and caller is not a trusted service."
	closedText   = "Public network access is disabled and request is not from a trusted service nor via an approved private link."
	noPathText   = "Connection is not an approved private link and caller was ignored because bypass is not set to 'AzureServices' and PublicNetworkAccess is set to 'Disabled'."
)

// logFile is the name of the captures of these tests.
const logFile = "vantage/vm-app01/app.log"

// quoted quotes a line of a text.
func quoted(text string, line int) Cite {
	return Cite{File: logFile, Line: line, Text: quote(strings.Split(text, "\n")[line-1])}
}

// A toldRefusal says what a text tells of a refusal, and in which lines; 0 and "" for what it does not tell.
type toldRefusal struct {
	tool, url, host       string
	status, statusAt      int
	code, inner, message  string
	client, vault, region string
	at, codeAt, clientAt  int
	vaultAt               int
	masked                string
	headers               []string
	firstHeaderAt, unread int
	unreadCount           int
	origin                *NetworkInfo
	failure               string // in place of the refusal
}

// facts returns the facts that a refusal is read into.
func (w toldRefusal) facts(text string) []Fact {
	e := &ServiceError{Code: w.code, Inner: w.inner, Message: w.message, Cite: quoted(text, w.codeAt)}
	var fs []Fact
	switch {
	case w.client != "":
		e.Client = Addr{netip.MustParseAddr(w.client), -1, quoted(text, w.clientAt)}
	case w.masked != "":
		fs = append(fs, &Masked{Text: w.masked, Cite: quoted(text, w.clientAt)})
	}
	if w.vault != "" {
		e.Vault, e.Location = Text{w.vault, quoted(text, w.vaultAt)}, Text{w.region, quoted(text, w.vaultAt)}
	}
	r := &Request{Tool: w.tool, Error: e, At: quoted(text, w.at), NetworkInfo: w.origin}
	r.aim(w.url, w.host)
	if w.status != 0 {
		b := Block{Status: w.status, At: quoted(text, w.statusAt)}
		for i, h := range w.headers {
			name, value, _ := strings.Cut(h, ": ")
			b.Headers = append(b.Headers, Header{name, value, quoted(text, w.firstHeaderAt+i)})
		}
		r.Blocks = []Block{b}
	}
	if w.failure != "" {
		r.Error, r.Failure = nil, &Failure{Code: -1, Text: w.failure, Class: FailOther, Cite: r.At}
	}
	fs = append(fs, r)
	if w.unread > 0 {
		fs = append(fs, &Unread{Count: w.unreadCount, First: quoted(text, w.unread)})
	}
	return fs
}

func TestReadKeyVaultErrors(t *testing.T) {
	const (
		caller = "Caller: appid=7f91;oid=2fa1;iss=https://sts.windows.net/ab9b/"
		vault  = "Vault: fabrikam;location=eastus"
		url    = "https://fabrikam.vault.azure.net/secrets/db"
	)
	message := func(lines ...string) string { return strings.Join(lines, "\r\n") }
	blocked := message(firewallText, "Client address: 20.121.88.14", caller, vault)
	escaped := strings.ReplaceAll(blocked, "\r\n", `\r\n`)
	body := `{"error":{"code":"Forbidden","message":"` + escaped + `","innererror":{"code":"ForbiddenByFirewall"}}}`
	twice := strings.ReplaceAll(strings.ReplaceAll(body, `\`, `\\`), `"`, `\"`)
	base := toldRefusal{code: "Forbidden", inner: "ForbiddenByFirewall", message: blocked, client: "20.121.88.14", vault: "fabrikam",
		region: "eastus", at: 1, codeAt: 1, clientAt: 1, vaultAt: 1}
	with := func(change func(*toldRefusal)) toldRefusal { w := base; change(&w); return w }
	azText := "(Forbidden) " + firewallText + "\nClient address: 20.121.88.14\n" + caller + "\n" + vault + "\n"
	tests := []struct {
		name, in string
		want     toldRefusal
	}{
		{"the body alone", body, base},
		{"in a log line with a stamp", "2026-11-22T18:51:47.123Z ERR GET " + url + " returned error status: 403. body: " + body,
			with(func(w *toldRefusal) { w.url, w.status, w.statusAt = url, 403, 1 })},
		{"JSON in JSON", `{"level":"error","msg":"` + twice + `"}`, base},
		{"JSON in JSON in JSON", `{"log":"` + strings.ReplaceAll(strings.ReplaceAll(twice, `\`, `\\`), `"`, `\"`) + `"}`, base},
		{"quotes as .NET escapes them", strings.ReplaceAll(body, `"`, `\u0022`), base},
		{"braces masked by a pipeline", `Status=403 Code="Forbidden" Message="` + escaped + `" InnerError=***"code":"ForbiddenByFirewall"***`,
			with(func(w *toldRefusal) { w.status, w.statusAt = 403, 1 })},
		{"az, which says it twice", "ERROR: " + azText + "Code: Forbidden\nMessage: " + strings.TrimPrefix(azText, "(Forbidden) ") + "Inner error: {\n    \"code\": \"ForbiddenByFirewall\"\n}\n",
			with(func(w *toldRefusal) { w.tool, w.clientAt, w.vaultAt, w.codeAt = "az", 2, 4, 11 })},
		{"az, without its inner error: none is captured", azText,
			with(func(w *toldRefusal) { w.inner, w.clientAt, w.vaultAt = "", 2, 4 })},
		{"Python", "azure.core.exceptions.HttpResponseError: (Forbidden) " + noPathText + "\n" + vault + "\nCode: Forbidden\n",
			toldRefusal{tool: "python", code: "Forbidden", message: message(noPathText, vault), vault: "fabrikam",
				region: "eastus", at: 1, codeAt: 1, vaultAt: 2}},
		{"Java", `com.azure.core.exception.HttpResponseException: Status code 403, "` + body + `"`,
			with(func(w *toldRefusal) { w.tool, w.status, w.statusAt = "java", 403, 1 })},
		{"Go, over several lines", "GET " + url + "\n--------\nRESPONSE 403: 403 Forbidden\nERROR CODE: Forbidden\n--------\n{\n  \"error\": {\n    \"code\": \"Forbidden\",\n    \"message\": \"" +
			escaped + "\",\n    \"innererror\": {\n      \"code\": \"ForbiddenByFirewall\"\n    }\n  }\n}\n--------\nbye\n",
			with(func(w *toldRefusal) {
				w.tool, w.url, w.status, w.statusAt, w.at, w.clientAt, w.vaultAt, w.codeAt = "go", url, 403, 3, 9, 9, 9, 11
				w.unread, w.unreadCount = 16, 1
			})},
		{"Terraform, in its frame and broken in words", "│ Error: reading (Key Vault \"https://fabrikam.vault.azure.net/\"): keyvault.BaseClient#GetSecret: StatusCode=403 -- Original\n│ Error: Status=403 Code=\"Forbidden\" Message=\"Public network access is disabled and re\n│ quest is not from a trusted service nor via an approved private\n│ link.\\\n│ r\\n" + caller + "\\r\\nVault: fabri\n│ kam;location=eas\n│ tus\" InnerError={\"code\":\"ForbiddenByConnec\n│ tion\"}\n│\n│   with azurerm_key_vault_secret.db,\n╵\n",
			toldRefusal{tool: "terraform", url: "https://fabrikam.vault.azure.net/", status: 403, statusAt: 2, code: "Forbidden", inner: "ForbiddenByConnection",
				message: message(closedText, caller, vault), vault: "fabrikam", region: "eastus", at: 2, codeAt: 7, vaultAt: 6}},
		{"a masked address", strings.ReplaceAll(body, "20.121.88.14", "x.x.x.x"),
			with(func(w *toldRefusal) {
				w.client, w.masked, w.message = "", "x.x.x.x", strings.ReplaceAll(blocked, "20.121.88.14", "x.x.x.x")
			})},
		{"a masked vault is none", strings.ReplaceAll(body, "fabrikam", "***"),
			with(func(w *toldRefusal) { w.vault, w.message = "", strings.ReplaceAll(blocked, "fabrikam", "***") })},
		{"an unknown subnet", strings.ReplaceAll(body, "20.121.88.14", "10.1.0.5 from unknown subnet"),
			with(func(w *toldRefusal) {
				w.client, w.message = "10.1.0.5", strings.ReplaceAll(blocked, "20.121.88.14", "10.1.0.5 from unknown subnet")
			})},
		{"an address in parentheses", `{"error":{"code":"Forbidden","message":"Client address (20.121.88.14) is not authorized and caller is not a trusted service","innererror":{"code":"ForbiddenByFirewall"}}}`,
			with(func(w *toldRefusal) {
				w.vault, w.message = "", "Client address (20.121.88.14) is not authorized and caller is not a trusted service"
			})},
		{"a URL of another vault in the same line", "after https://contoso.vault.azure.net/ came " + body, base},
		{"no token", `{"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}}`,
			toldRefusal{code: "Unauthorized", message: "AKV10000: Request is missing a Bearer or PoP token.", at: 1, codeAt: 1}},
		{"a token that is over", `error: {"error":{"code":"Unauthorized","message":"[TokenExpired] Error validating token: 'S2S12086'."}}: response status equal to 401 Unauthorized`,
			toldRefusal{status: 401, statusAt: 1, code: "Unauthorized", message: "[TokenExpired] Error validating token: 'S2S12086'.", at: 1, codeAt: 1}},
		{"Go, without the sentence", "RESPONSE 403: 403 Forbidden\nERROR CODE: Forbidden\nCaller: appid=7f91\nAction: 'Microsoft.KeyVault/vaults/secrets/readMetadata/action'\nAssignment: (not found)\n",
			toldRefusal{tool: "go", status: 403, statusAt: 1, code: "Forbidden", message: message("Caller: appid=7f91", "Action: 'Microsoft.KeyVault/vaults/secrets/readMetadata/action'", "Assignment: (not found)"), at: 2, codeAt: 2}},
		{"a code without a known sentence", `{"error":{"code":"Forbidden","message":"Operation is not allowed.","innererror":{"code":"ForbiddenByPolicy"}}}`,
			toldRefusal{code: "Forbidden", inner: "ForbiddenByPolicy", at: 1, codeAt: 1}},
		{"another resource's endpoint, as a bare text", "This TCP connection does not allow access to fabrikam.vault.azure.net.",
			toldRefusal{host: "fabrikam.vault.azure.net", message: "This TCP connection does not allow access to fabrikam.vault.azure.net.", at: 1, codeAt: 1}},
		{".NET, with the answer's headers", "Azure.RequestFailedException: Service request failed.\nStatus: 404 (Not Found)\n\nContent:\n{\"error\":{\"code\":\"SecretNotFound\",\"message\":\"Secret not found: db\"}}\n\nHeaders:\nPragma: no-cache\nx-ms-keyvault-network-info: " + infoOld + "\n\n   at Azure.Core.X()\n",
			toldRefusal{tool: "dotnet", status: 404, statusAt: 2, code: "SecretNotFound", message: "Secret not found: db", at: 5, codeAt: 5,
				headers: []string{"pragma: no-cache", "x-ms-keyvault-network-info: " + infoOld}, firstHeaderAt: 8,
				origin: &NetworkInfo{Raw: infoOld, AddrText: "10.1.2.4", Addr: netip.MustParseAddr("10.1.2.4"), AddrFamily: "InterNetworkV6",
					Cite: Cite{File: logFile, Line: 9, Text: "x-ms-keyvault-network-info: " + infoOld}}}},
		{"Azure DevOps hides it", "TF400898: An Internal Error Occurred. Activity Id: 5d1e2f3a-0000-4000-8000-0123456789ab.",
			toldRefusal{tool: "azure-devops", failure: "TF400898: An Internal Error Occurred. Activity Id: 5d1e2f3a-0000-4000-8000-0123456789ab.", at: 1, codeAt: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := facts(t, Source{Text: tt.in, Origin: Origin{File: logFile}}, kindKeyVaultError)
			if diff := cmp.Diff(tt.want.facts(tt.in), got, equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoKeyVaultErrors reads texts that speak of refusals and are none.
func TestNoKeyVaultErrors(t *testing.T) {
	for _, text := range []string{
		"ForbiddenByFirewall", "the vault said ForbiddenByConnection", `if "ForbiddenByFirewall" in err:`,
		firewallText, `return "` + firewallText + `"`, closedText + "\n\nPublic access has been disabled.\n",
		"| ForbiddenByFirewall | " + firewallText + " |", "Client address: 20.121.88.14", "Vault: fabrikam;location=eastus",
		"You may see an error similar to:\n\n```\n(Forbidden) " + noPathText + "\nInner error: {\"code\": \"ForbiddenByConnection\"}\n```\n",
		"TF400898: An Internal Error Occurred. Activity Id: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.",
		"The user, group or application 'x' does not have rights", `{"error":{"code":"Forbidden","message":"no"}}`,
		`{"id":"/subscriptions/x/resourceGroups/y/providers/Microsoft.KeyVault/vaults/fabrikam","tags":{"note":"` + closedText + `"}}`,
	} {
		if records := Read(Source{Text: text, Origin: Origin{File: logFile}}); records[0].Kind == kindKeyVaultError {
			t.Errorf("%q was read as %+v", text, records[0].Fact)
		}
	}
}

// TestRefusalBrokenAnywhere breaks a refusal at every place, with and without a frame: what it says stays.
func TestRefusalBrokenAnywhere(t *testing.T) {
	text := `{"error":{"code":"Forbidden","message":"` + firewallText + `\r\nClient address: 20.121.88.14\r\nCaller: appid=7f91\r\nVault: fabrikam;location=eastus","innererror":{"code":"ForbiddenByFirewall"}}}`
	for _, glue := range []string{"\n", "\n│ ", "\r\n"} {
		for i := 1; i < len(text); i++ {
			broken := text[:i] + glue + text[i:]
			src := Source{Text: broken, Origin: Origin{File: logFile}}
			records := Read(src)
			checkQuotes(t, src, records)
			req, ok := records[0].Fact.(*Request)
			if !ok || len(records) != 1 {
				t.Fatalf("%q: got %+v", broken, records)
			}
			e := req.Error
			if e.Inner != innerFirewall || e.Client.Addr.String() != "20.121.88.14" || e.Vault.Value != "fabrikam" || e.Location.Value != "eastus" {
				t.Errorf("%q: got %+v", broken, e)
			}
		}
	}
}

func TestOpensErrors(t *testing.T) {
	tests := []struct {
		line string
		want string
	}{
		{"Azure.RequestFailedException: " + firewallText, kindKeyVaultError},
		{"azure.core.exceptions.HttpResponseError: (Forbidden) " + noPathText, kindKeyVaultError},
		{"ERROR: (Forbidden) " + closedText, kindKeyVaultError},
		{"Error: (Forbidden) " + closedText, kindKeyVaultError},
		{"2026-11-22T18:51:47Z dial tcp: lookup fabrikam.vault.azure.net on 10.0.0.10:53: no such host", kindClientError},
		{"nc: connect to fabrikam.vault.azure.net port 443 (tcp) failed: Connection refused", kindClientError},
		{"Invoke-WebRequest : x", kindHeaderTable},
		{"ERROR: (AuthorizationFailed) x", "az-error"},
		{firewallText, ""},
		{"curl: (6) Could not resolve host: fabrikam.vault.azure.net", "curl"},
		{"HTTPSConnectionPool(host='management.azure.com', port=443): Max retries exceeded", ""},
		{`{"error":{"code":"Forbidden"}}`, ""},
	}
	for _, tt := range tests {
		got := ""
		if r := opener(tt.line, ""); r != nil {
			got = r.name
		}
		if got != tt.want {
			t.Errorf("%q opens %q, want %q", tt.line, got, tt.want)
		}
	}
}

func FuzzReadErrorLog(f *testing.F) {
	for _, seed := range []string{
		`{"error":{"code":"Forbidden","message":"` + firewallText + `\r\nClient address: x.x\r\nVault: a;location=b","innererror":{"code":"ForbiddenByFirewall"}}}`,
		"│ Error: Status=403 " + closedText + "\\\n│ r\\nVault: fab\n│ rikam;location=e\n", "Headers:\nx-ms-keyvault-network-info: addr=1;\n" + noPathText,
		"dial tcp: lookup a.b on 1.2.3.4:53: no such\nhost", "HTTPSConnectionPool(host='a.b', port=1): Max retries exceeded", "java.net.UnknownHostException: a.b: x",
		"---> System.Net.Sockets.SocketException (11001): x (a.b:443)", "\\u0022code\\u0022:\\u0022ForbiddenByRbac", "TF400898: An Internal Error Occurred. Activity Id: 5d1e2f3a",
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, text, stderr string) {
		src := Source{Text: text, Origin: Origin{File: "f.log", Line: 3}, Stderr: &Source{Text: stderr, Origin: Origin{File: "f.err"}}}
		out := &sink{origin: &src.Origin}
		readErrorLog(&src, out)
		checkQuotes(t, src, out.done())
		opener(text, stderr)
	})
}

// TestReason asks what a refusal means of which no inner code was captured.
func TestReason(t *testing.T) {
	for _, tt := range []struct {
		name string
		e    ServiceError
		want string
	}{
		{"captured", ServiceError{Code: "Forbidden", Inner: "ForbiddenByRbac", Message: firewallText}, "ForbiddenByRbac"},
		{"by the wording", ServiceError{Code: "Forbidden", Message: firewallText + "\r\nClient address: 20.90.40.13"}, "ForbiddenByFirewall"},
		{"without a code", ServiceError{Message: noPathText}, "ForbiddenByConnection"},
		{"another code", ServiceError{Code: "Unauthorized", Message: firewallText}, ""},
		{"half of a sentence", ServiceError{Code: "Forbidden", Message: "The request is not authorized and caller is not a trusted service."}, ""},
		{"others say so too", ServiceError{Code: "Forbidden", Message: "The user, group or application 'x' does not have rights"}, ""},
		{"nothing known", ServiceError{Code: "Forbidden", Message: "Operation is not allowed."}, ""},
	} {
		if got := tt.e.Reason(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
