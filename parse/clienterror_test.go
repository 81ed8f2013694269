package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadClientErrors(t *testing.T) {
	const vault, url = "fabrikam.vault.azure.net", "https://fabrikam.vault.azure.net/secrets/db"
	type told struct {
		tool, url, host, text string
		class                 FailureClass
		at                    int
		server                string // of the lookup
		ended                 Outcome
		masked                string
		unread                int // line of the first that is not understood
	}
	tests := []struct {
		name, in string
		want     told
	}{
		{"Go: no such host", `2026-11-22T18:51:47Z ERR x error="Get \"` + url + `\": dial tcp: lookup ` + vault + ` on 10.0.0.10:53: no such host"`,
			told{"go", url, vault, "lookup " + vault + " on 10.0.0.10:53: no such host", FailResolve, 1, "10.0.0.10", NXDomain, "", 0}},
		{"Go: the URL of the request, of several", `syncing from ` + "https://" + vault + `/secrets/db: Get "` + url + `?api-version=7.3": dial tcp 10.1.2.3:443: i/o timeout`,
			told{"go", url + "?api-version=7.3", vault, "dial tcp 10.1.2.3:443: i/o timeout", FailTimeout, 1, "", "", "", 0}},
		{"Go: the server does not answer", "dial tcp: lookup " + vault + " on [fd00::a]:53: read udp [fd00::4]:40000->[fd00::a]:53: i/o timeout",
			told{"go", "", vault, "lookup " + vault + " on [fd00::a]:53: read udp [fd00::4]:40000->[fd00::a]:53: i/o timeout", FailResolve, 1, "fd00::a", Timeout, "", 0}},
		{"Go: the server fails", "lookup " + vault + " on 10.0.0.10:53: server misbehaving",
			told{"go", "", vault, "lookup " + vault + " on 10.0.0.10:53: server misbehaving", FailResolve, 1, "10.0.0.10", ServFail, "", 0}},
		{"Go: no server is named", "dial tcp: lookup " + vault + ": no such host",
			told{"go", "", vault, "lookup " + vault + ": no such host", FailResolve, 1, "", "", "", 0}},
		{"Go: a masked server", "dial tcp: lookup " + vault + " on xx.xxx.xx:xx: no such host.",
			told{"go", "", vault, "lookup " + vault + " on xx.xxx.xx:xx: no such host", FailResolve, 1, "", NXDomain, "xx.xxx.xx:xx", 0}},
		{"Go: broken by a console", "dial tcp: lookup " + vault + " on 10.0.0.10:53: no s\nuch host\n",
			told{"go", "", vault, "lookup " + vault + " on 10.0.0.10:53: no such host", FailResolve, 1, "10.0.0.10", NXDomain, "", 0}},
		{"Go: timeout, within JSON", `{"level":"error","msg":"Get \"` + url + `\": dial tcp 10.1.2.3:443: i/o timeout"}`,
			told{"go", url, vault, "dial tcp 10.1.2.3:443: i/o timeout", FailTimeout, 1, "", "", "", 0}},
		{"Go: refused, no URL", "dial tcp 10.1.2.3:443: connect: connection refused",
			told{"go", "", "10.1.2.3", "dial tcp 10.1.2.3:443: connect: connection refused", FailRefused, 1, "", "", "", 0}},
		{"Go: on Windows", "dial tcp 10.1.2.3:443: connectex: A connection attempt failed because the connected party did not properly respond after a period of time",
			told{"go", "", "10.1.2.3", "dial tcp 10.1.2.3:443: connectex: A connection attempt failed because the connected party did not properly respond after a period of time", FailTimeout, 1, "", "", "", 0}},
		{"Go: deadline", `Get "` + url + `": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
			told{"go", url, vault, "context deadline exceeded (Client.Timeout exceeded while awaiting headers)", FailTimeout, 1, "", "", "", 0}},
		{"Go: deadline of Azure's older library", "keyvault.BaseClient#GetSecret: Failure sending request: StatusCode=0 -- Original Error: context deadline exceeded",
			told{"go", "", "", "context deadline exceeded", FailTimeout, 1, "", "", "", 0}},
		{"Go: certificate", `Get "` + url + `": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
			told{"go", url, vault, "tls: failed to verify certificate: x509: certificate signed by unknown authority", FailCertificate, 1, "", "", "", 0}},
		{"Go: proxy", `Get "` + url + `": proxyconnect tcp: dial tcp 10.9.9.9:3128: connect: connection refused`,
			told{"go", url, vault, "proxyconnect tcp: dial tcp 10.9.9.9:3128: connect: connection refused", FailProxy, 1, "", "", "", 0}},
		{".NET, in German", "System.Net.Http.HttpRequestException: Der angegebene Host ist unbekannt. (" + vault + ":443)\n ---> System.Net.Sockets.SocketException (11001): Der angegebene Host ist unbekannt.\n   at System.Net.Sockets.Socket.X()\n",
			told{"dotnet", "", vault, "HttpRequestException: Der angegebene Host ist unbekannt. (" + vault + ":443) ---> System.Net.Sockets.SocketException (11001): Der angegebene Host ist unbekannt.", FailResolve, 1, "", "", "", 0}},
		{".NET: timeout by number", "System.Net.Sockets.SocketException (10060): x",
			told{"dotnet", "", "", "SocketException (10060): x", FailTimeout, 1, "", "", "", 0}},
		{".NET: certificate, a chain of exceptions", "System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception.\n ---> System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot\n",
			told{"dotnet", "", "", "HttpRequestException: The SSL connection could not be established, see inner exception.", FailCertificate, 1, "", "", "", 0}},
		{"Python, a chain of exceptions", "socket.gaierror: [Errno -2] Name or service not known\n\nDuring handling of the above exception, another exception occurred:\n\nurllib3.exceptions.MaxRetryError: HTTPSConnectionPool(host='" + vault + "', port=443): Max retries exceeded with url: /secrets/db (Caused by NewConnectionError('<x>: Failed to establish a new connection: [Errno -2] Name or service not known'))\n",
			told{"python", "", vault, "HTTPSConnectionPool(host='" + vault + "', port=443): Max retries exceeded with url: /secrets/db (Caused by NewConnectionError('<x>: Failed to establish a new connection: [Errno -2] Name or service not known'))", FailResolve, 5, "", "", "", 0}},
		{"Python: certificate", "HTTPSConnectionPool(host='" + vault + "', port=443): Max retries exceeded with url: / (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] x')))",
			told{"python", "", vault, "HTTPSConnectionPool(host='" + vault + "', port=443): Max retries exceeded with url: / (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] x')))", FailCertificate, 1, "", "", "", 0}},
		{"aiohttp", "aiohttp.ClientConnectorError: Cannot connect to host " + vault + ":443 ssl:default [Connect call failed ('10.1.2.3', 443)]",
			told{"python", "", vault, "Cannot connect to host " + vault + ":443 ssl:default [Connect call failed ('10.1.2.3', 443)]", FailRefused, 1, "", "", "", 0}},
		{"Java", "Caused by: java.net.UnknownHostException: " + vault + ": Name or service not known\n\tat java.base/java.net.X(X.java:1)\n",
			told{"java", "", vault, "UnknownHostException: " + vault + ": Name or service not known", FailResolve, 1, "", "", "", 0}},
		{"netty", "io.netty.channel.ConnectTimeoutException: connection timed out: " + vault + "/10.1.2.3:443",
			told{"java", "", vault, "ConnectTimeoutException: connection timed out: " + vault + "/10.1.2.3:443", FailTimeout, 1, "", "", "", 0}},
		{"Node", "RestError: getaddrinfo ENOTFOUND " + vault + " " + vault + ":443\n    at X (x.js:1:2)\n  code: 'ENOTFOUND',\n",
			told{"node", "", vault, "getaddrinfo ENOTFOUND " + vault, FailResolve, 1, "", "", "", 0}},
		{"Node: refused", "request to " + url + " failed, reason: connect ECONNREFUSED 10.1.2.3:443",
			told{"node", url, vault, "connect ECONNREFUSED 10.1.2.3:443", FailRefused, 1, "", "", "", 0}},
		{"nc", "nc: connect to " + vault + " port 443 (tcp) timed out: Operation now in progress\nbye\n",
			told{"nc", "", vault, "nc: connect to " + vault + " port 443 (tcp) timed out: Operation now in progress", FailTimeout, 1, "", "", "", 2}},
		{"the same at every try", "2026-11-22 18:51:47 dial tcp 10.1.2.3:443: i/o timeout\n2026-11-22 18:51:57 dial tcp 10.1.2.3:443: i/o timeout\n",
			told{"go", "", "10.1.2.3", "dial tcp 10.1.2.3:443: i/o timeout", FailTimeout, 1, "", "", "", 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, at := tt.want, quoted(tt.in, tt.want.at)
			var want []Fact
			if w.masked != "" {
				want = append(want, &Masked{w.masked, at})
			}
			if w.ended != "" {
				l := &Lookup{Tool: w.tool, Query: w.host, Server: w.server, Explicit: new(bool), Outcome: w.ended, At: at}
				if w.server != "" {
					l.ServerAt = at
				}
				want = append(want, l)
			}
			req := &Request{Tool: w.tool, At: at, Failure: &Failure{Code: -1, Text: w.text, Class: w.class, Cite: at}}
			req.aim(w.url, w.host)
			want = append(want, req)
			if w.unread > 0 {
				want = append(want, &Unread{Count: 1, First: quoted(tt.in, w.unread)})
			}
			got := facts(t, Source{Text: tt.in, Origin: Origin{File: logFile}}, kindClientError)
			if diff := cmp.Diff(want, got, equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoClientErrors reads texts that name hosts and errors and tell of no failure.
func TestNoClientErrors(t *testing.T) {
	for _, text := range []string{
		"connected to fabrikam.vault.azure.net in 3 ms", "lookup fabrikam.vault.azure.net: found", "dial tcp is a call of Go's",
		"rpc error: code = DeadlineExceeded desc = context deadline exceeded", "import socket.gaierror: x",
		"If you get \"dial tcp: lookup fabrikam.vault.azure.net on 10.0.0.10:53: no such host\", ask for help.",
		"| getaddrinfo ENOTFOUND fabrikam.vault.azure.net | DNS | look |", "HTTPSConnectionPool(host='fabrikam.vault.azure.net', port=443)",
		"ERROR: HTTPSConnectionPool(host='management.azure.com', port=443): Max retries exceeded with url: / (Caused by x)",
		"GET https://fabrikam.vault.azure.net/secrets/db 200 OK", "SocketException (0): x", "ssh: y",
	} {
		if records := Read(Source{Text: text, Origin: Origin{File: logFile}}); records[0].Kind == kindClientError {
			t.Errorf("%q was read as %+v", text, records[0].Fact)
		}
	}
}

// TestErrorsOfBothKinds reads a log in which the vault refuses and cannot be reached.
func TestErrorsOfBothKinds(t *testing.T) {
	text := "2026-11-22T18:51:47Z dial tcp 10.1.2.3:443: i/o timeout\n2026-11-22T18:51:48Z (Forbidden) " + noPathText + "\nVault: fabrikam;location=eastus\n2026-11-22T18:51:49Z done\n"
	var got []string
	for _, r := range Read(Source{Text: text, Origin: Origin{File: logFile}}) {
		switch f := r.Fact.(type) {
		case *Request:
			got = append(got, r.Kind)
		case *Unread:
			got = append(got, f.First.Text)
		}
	}
	want := []string{kindClientError, kindKeyVaultError, "2026-11-22T18:51:49Z done"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestClientErrorOfAddress reads errors that name the address alone: the vault's URL beside them says whose it is.
func TestClientErrorOfAddress(t *testing.T) {
	const url = "https://fabrikam.vault.azure.net/secrets/x"
	for name, in := range map[string]string{
		"before":    "2026-11-22T18:55:10Z error: failed to load secrets from " + url + ": RestError: connect ETIMEDOUT 20.61.99.17:443\n",
		"below":     "RestError: connect ETIMEDOUT 20.61.99.17:443\n  request: GET " + url + "\n",
		"elsewhere": "RestError: connect ETIMEDOUT 20.61.99.17:443\n\n\n\nGET " + url + "\n",
	} {
		host := "fabrikam.vault.azure.net"
		if name == "elsewhere" {
			host = "20.61.99.17"
		}
		for _, r := range Read(Source{Origin: Origin{File: "app.log"}, Text: in}) {
			if q, ok := r.Fact.(*Request); ok && q.Host != host {
				t.Errorf("%s: host %q, want %q", name, q.Host, host)
			} else if ok {
				host = q.Host
			}
		}
	}
}
