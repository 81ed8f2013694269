package parse

import "testing"

func TestClassOf(t *testing.T) {
	tests := []struct {
		code int
		text string
		want FailureClass
	}{
		{5, "Could not resolve proxy: proxy.contoso.example", FailProxyName},
		{6, "Could not resolve host: fabrikam.vault.azure.net", FailResolve},
		{7, "Failed to connect to fabrikam.vault.azure.net port 443 after 1 ms: Couldn't connect to server", FailRefused},
		{7, "Failed to connect to fabrikam.vault.azure.net port 443: Verbindungsaufbau abgelehnt", FailRefused},
		{7, "Failed to connect to fabrikam.vault.azure.net port 443 after 3060 ms: No route to host", FailRefused},
		{7, "Failed to connect to fabrikam.vault.azure.net port 443: Connection timed out", FailTimeout},
		{7, "Failed to connect to fabrikam.vault.azure.net port 443 after 21043 ms: Couldn't connect to server", FailTimeout},
		{7, "Failed to connect to fabrikam.vault.azure.net:443 over proxy proxy.contoso.example after 1 ms: Could not connect to server", FailProxy},
		{7, "", FailRefused},
		{28, "Connection timed out after 10001 milliseconds", FailTimeout},
		{28, "Resolving timed out after 5000 milliseconds", FailResolve},
		{28, "Proxy CONNECT aborted due to timeout", FailProxy},
		{35, "OpenSSL SSL_connect: Connection reset by peer in connection to fabrikam.vault.azure.net:443", FailReset},
		{35, "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to fabrikam.vault.azure.net:443", FailReset},
		{35, "TLS connect error: error:00000000:lib(0)::reason(0)", FailReset},
		{35, "gnutls_handshake() failed: The TLS connection was non-properly terminated.", FailReset},
		{35, "schannel: failed to receive handshake, SSL/TLS connection failed", FailTLS},
		{35, "OpenSSL/3.0.22: error:0A00010B:SSL routines::wrong version number", FailTLS},
		{35, "error:14094412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate", FailTLS},
		{35, "schannel: next InitializeSecurityContext failed: Unknown error (0x80092012) - Die Sperrfunktion konnte nichts prüfen", FailCertificate},
		{35, "schannel: next InitializeSecurityContext failed: SEC_E_UNTRUSTED_ROOT (0x80090325)", FailCertificate},
		{35, "Unknown SSL protocol error in connection to fabrikam.vault.azure.net:-9807", FailCertificate},
		{51, "SSL: certificate subject name 'x' does not match target host name 'y'", FailCertificate},
		{52, "Empty reply from server", FailReset},
		{56, "CONNECT tunnel failed, response 403", FailProxy},
		{56, "Received HTTP code 407 from proxy after CONNECT", FailProxy},
		{56, "Recv failure: Connection was reset", FailReset},
		{56, "", FailOther},
		{58, "could not load PEM client certificate", FailTLS},
		{60, "server certificate verification failed. CAfile: none CRLfile: none", FailCertificate},
		{60, "schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL (0x80090322)", FailCertificate},
		{77, "error setting certificate verify locations", FailTLS},
		{83, "", FailCertificate},
		{91, "No OCSP response received", FailCertificate},
		{97, "cannot complete SOCKS5 connection", FailProxy},
		{3, "URL using bad/illegal format or missing URL", FailOther},
		{-1, "The remote name could not be resolved: 'fabrikam.vault.azure.net'", FailResolve},
		{-1, "dial tcp 10.1.2.3:443: connect: connection refused", FailRefused},
		{-1, "dial tcp 10.1.2.3:443: i/o timeout", FailTimeout},
		{-1, "read ECONNRESET", FailReset},
		{-1, "Could not establish trust relationship for the SSL/TLS secure channel.", FailCertificate},
		{-1, "Unable to establish SSL connection", FailTLS},
		{-1, "", FailOther},
	}
	for _, tt := range tests {
		if got := classOf(tt.code, tt.text); got != tt.want {
			t.Errorf("classOf(%d, %q) = %s, want %s", tt.code, tt.text, got, tt.want)
		}
	}
}

func TestUsageError(t *testing.T) {
	for line, want := range map[string]string{
		"curl: option --foo: is unknown":          "option --foo: is unknown",
		"bash: curl: command not found":           "bash: curl: command not found",
		"curl: try 'curl --help' for more":        "",
		"curl: (6) Could not resolve host: x":     "",
		"curl is not needed here":                 "",
		"'curl' is not recognized as an internal": "'curl' is not recognized as an internal",
	} {
		f, ok := usageError(line)
		if ok != (want != "") || f.Text != want {
			t.Errorf("usageError(%q) = %q, %t, want %q", line, f.Text, ok, want)
		}
	}
}
