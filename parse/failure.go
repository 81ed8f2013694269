package parse

import (
	"slices"
	"strconv"
	"strings"
)

// A FailureClass says how far a request came that ended with a tool's own error. The zero class is that of no
// failure.
type FailureClass string

// The classes of failures.
const (
	FailResolve     FailureClass = "resolve"     // the name of the server could not be resolved
	FailRefused     FailureClass = "refused"     // the connection was refused, or no way leads to the address
	FailTimeout     FailureClass = "timeout"     // nothing answered in time
	FailReset       FailureClass = "reset"       // the connection came up and was cut before an answer
	FailTLS         FailureClass = "tls"         // TLS did not come up, for another reason than the server's certificate
	FailCertificate FailureClass = "certificate" // the server's certificate was rejected, or could not be checked
	FailProxy       FailureClass = "proxy"       // a proxy could not be reached, or it refused
	FailProxyName   FailureClass = "proxy-name"  // the name of a proxy could not be resolved
	FailOther       FailureClass = "other"       // none of these
)

// A failureRow gives the class of the errors with one of its codes (of curl; -1: of a tool without codes) that
// contain a text; an empty text is contained in all.
type failureRow struct {
	codes []int
	text  string
	class FailureClass
}

// uncoded are the errors of tools without codes.
var uncoded = []int{-1}

// failureRows are asked in this order; the first that fits decides. Texts are lower case.
var failureRows = []failureRow{
	// curl: where a code decides alone, and where its text says more.
	{[]int{5}, "", FailProxyName},
	{[]int{97}, "", FailProxy},
	{[]int{7, 28, 35, 56}, "over proxy ", FailProxy},
	{[]int{6}, "", FailResolve},
	{[]int{28}, "resolving timed out", FailResolve},
	{[]int{28}, "proxy connect", FailProxy},
	{[]int{28}, "", FailTimeout},
	{[]int{7}, "timed out", FailTimeout},
	{[]int{7}, "timeout", FailTimeout},
	{[]int{7}, "", FailRefused},
	{[]int{51, 60, 83, 90, 91}, "", FailCertificate},
	{[]int{35, 56}, "connect tunnel failed", FailProxy},
	{[]int{35, 56}, "proxy after connect", FailProxy},
	{[]int{35, 56}, "proxy connect", FailProxy},
	{[]int{35}, "certificate required", FailTLS}, // it is the client's that is missing
	{[]int{35}, "bad certificate", FailTLS},
	{[]int{35}, "certificate", FailCertificate},
	{[]int{35}, "0x80092012", FailCertificate}, // CRYPT_E_NO_REVOCATION_CHECK
	{[]int{35}, "0x80092013", FailCertificate}, // CRYPT_E_REVOCATION_OFFLINE
	{[]int{35}, "0x80090322", FailCertificate}, // SEC_E_WRONG_PRINCIPAL
	{[]int{35}, "0x80090325", FailCertificate}, // SEC_E_UNTRUSTED_ROOT
	{[]int{35}, "0x80090328", FailCertificate}, // SEC_E_CERT_EXPIRED
	{[]int{35}, "0x800b0109", FailCertificate}, // CERT_E_UNTRUSTEDROOT
	{[]int{35}, "0x800b010f", FailCertificate}, // CERT_E_CN_NO_MATCH
	{[]int{35}, "-9807", FailCertificate},      // errSSLXCertChainInvalid
	{[]int{35}, "-9843", FailCertificate},      // errSSLHostNameMismatch
	{[]int{35, 52, 55, 56}, "timed out", FailTimeout},
	{[]int{35, 55, 56}, "reset", FailReset},
	{[]int{35, 56}, "ssl_error_syscall", FailReset},
	{[]int{35, 56}, "unexpected eof", FailReset},
	{[]int{35, 56}, "error:00000000", FailReset}, // the peer closed; OpenSSL has no error to tell
	{[]int{35, 56}, "non-properly terminated", FailReset},
	{[]int{35, 56}, "closed abruptly", FailReset},
	{[]int{35, 56}, "-9805", FailReset}, // errSSLClosedGraceful
	{[]int{35, 56}, "-9806", FailReset}, // errSSLClosedAbort
	{[]int{55, 56}, "abort", FailReset},
	{[]int{55, 56}, "broken pipe", FailReset},
	{[]int{52}, "", FailReset},
	{[]int{35, 53, 54, 58, 59, 64, 66, 77, 80, 82, 98}, "", FailTLS},
	// Tools without codes: what is told of the certificate and of the proxy first, since it comes with the rest.
	{uncoded, "could not resolve proxy", FailProxyName},
	{uncoded, "connect tunnel failed", FailProxy},
	{uncoded, "proxy after connect", FailProxy},
	{uncoded, "proxy connect", FailProxy},
	{uncoded, " over proxy ", FailProxy},
	{uncoded, "proxy tunneling failed", FailProxy},
	{uncoded, "tunnel connection failed", FailProxy},
	{uncoded, "proxyconnect", FailProxy},
	{uncoded, "cannot connect to proxy", FailProxy},
	{uncoded, "unable to connect to proxy", FailProxy},
	{uncoded, "proxy authentication required", FailProxy},
	{uncoded, "certificate verify failed", FailCertificate},
	{uncoded, "certificate_verify_failed", FailCertificate},
	{uncoded, "failed to verify certificate", FailCertificate},
	{uncoded, "x509:", FailCertificate},
	{uncoded, "self-signed certificate", FailCertificate},
	{uncoded, "self signed certificate", FailCertificate},
	{uncoded, "self_signed_cert", FailCertificate},
	{uncoded, "unable to get local issuer", FailCertificate},
	{uncoded, "unable_to_get_issuer_cert", FailCertificate},
	{uncoded, "unable_to_verify_leaf_signature", FailCertificate},
	{uncoded, "unable to verify the first certificate", FailCertificate},
	{uncoded, "cert_has_expired", FailCertificate},
	{uncoded, "err_tls_cert_altname_invalid", FailCertificate},
	{uncoded, "altnames", FailCertificate},
	{uncoded, "pkix path", FailCertificate},
	{uncoded, "no subject alternative", FailCertificate},
	{uncoded, "remote certificate", FailCertificate},
	{uncoded, "trust relationship", FailCertificate},
	{uncoded, "ssl connection could not be established", FailCertificate},
	{uncoded, "cannot verify", FailCertificate},
	{uncoded, "ssl certificate", FailCertificate},
	{uncoded, "alternative certificate subject name", FailCertificate},
	{uncoded, "certificate subject name", FailCertificate},
	{uncoded, "certificate check failed", FailCertificate},
	{uncoded, "certificate verification failed", FailCertificate},
	{uncoded, "doesn't have a known issuer", FailCertificate},
	{uncoded, "is not trusted", FailCertificate},
	{uncoded, "doesn't match requested host name", FailCertificate},
	{uncoded, "no certificate subject alternative name matches", FailCertificate},
	{uncoded, "could not be resolved", FailResolve},
	{uncoded, "could not resolve", FailResolve},
	{uncoded, "couldn't resolve", FailResolve},
	{uncoded, "unable to resolve", FailResolve},
	{uncoded, "failed to resolve", FailResolve},
	{uncoded, "no such host", FailResolve},
	{uncoded, "name or service not known", FailResolve},
	{uncoded, "nodename nor servname", FailResolve},
	{uncoded, "name does not resolve", FailResolve},
	{uncoded, "name resolution", FailResolve},
	{uncoded, "getaddrinfo", FailResolve},
	{uncoded, "enotfound", FailResolve},
	{uncoded, "eai_again", FailResolve},
	{uncoded, "unknownhost", FailResolve},
	{uncoded, "bad address", FailResolve},
	{uncoded, "no address associated", FailResolve},
	{uncoded, "timed out", FailTimeout},
	{uncoded, "timeout", FailTimeout},
	{uncoded, "deadline exceeded", FailTimeout},
	{uncoded, "etimedout", FailTimeout},
	{uncoded, "did not properly respond", FailTimeout},
	{uncoded, "reset by peer", FailReset},
	{uncoded, "econnreset", FailReset},
	{uncoded, "forcibly closed", FailReset},
	{uncoded, "socket hang up", FailReset},
	{uncoded, "connection reset", FailReset},
	{uncoded, "connection aborted", FailReset},
	{uncoded, "unexpected eof", FailReset},
	{uncoded, "connection was closed", FailReset},
	{uncoded, "ssl_error_syscall", FailReset},
	{uncoded, "empty reply", FailReset},
	{uncoded, "error getting response", FailReset},
	{uncoded, "unable to connect", FailRefused},
	{uncoded, "connect to server", FailRefused},
	{uncoded, "failed to connect", FailRefused},
	{uncoded, "actively refused", FailRefused},
	{uncoded, "connection refused", FailRefused},
	{uncoded, "econnrefused", FailRefused},
	{uncoded, "no route to host", FailRefused},
	{uncoded, "ehostunreach", FailRefused},
	{uncoded, "network is unreachable", FailRefused},
	{uncoded, "enetunreach", FailRefused},
	{uncoded, "network unreachable", FailRefused},
	{uncoded, "unable to establish ssl connection", FailTLS},
	{uncoded, "handshake", FailTLS},
	{uncoded, "wrong version number", FailTLS},
	{uncoded, "secure channel", FailTLS},
}

// classOf returns the class of an error, by its code (of curl; -1: none) and then by its text.
func classOf(code int, text string) FailureClass {
	text = strings.ToLower(text)
	if (code == 7 || code == -1) && gaveUp(text) {
		return FailTimeout
	}
	for _, r := range failureRows {
		if slices.Contains(r.codes, code) && strings.Contains(text, r.text) {
			return r.class
		}
	}
	return FailOther
}

// gaveUp reports whether curl's "Failed to connect to X port 443 after 21043 ms" tells of a wait that no refusal
// takes: what the system says behind it comes in every language.
func gaveUp(text string) bool {
	const patience = 10_000 // milliseconds
	_, rest, ok := strings.Cut(text, " after ")
	number, _, found := strings.Cut(rest, " ms")
	wait, err := strconv.Atoi(number)
	return ok && found && err == nil && wait >= patience
}
