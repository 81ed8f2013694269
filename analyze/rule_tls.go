package analyze

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// vaultIssuers are words of the names of those that issue the certificates of Azure's services.
var vaultIssuers = []string{"microsoft", "digicert", "baltimore"}

// unknownIssuers are texts by which tools say that a certificate is self-signed, or that its issuer is not known. Those of
// a wrong name, of a date or of a revocation list are none.
var unknownIssuers = []string{
	"self-signed certificate", "self signed certificate", "self_signed_cert", "unable to get local issuer", "unable_to_get_issuer_cert",
	"unable to get issuer certificate", "unable_to_verify_leaf_signature", "unable to verify the first certificate",
	"unable to locally verify the issuer", "unknown authority", "pkix path building failed", "untrusted_root", "untrustedroot",
	"untrusted root", "partialchain", "0x80090325", "0x800b0109", "unknown ca", "not signed by a trusted",
}

// tlsInspection reports clients that are shown a certificate which is not one of Azure's.
func tlsInspection(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		good, checked := false, 0
		for _, r := range e.requestsOf(v) {
			if r.Insecure {
				continue // says nothing about TLS
			}
			checked++
			if f := e.strangeIssuer(v, r); f != nil {
				out = append(out, *f)
			}
			verified := r.tlsVerified()
			good = good || r.keyVault() && verified != nil && *verified || r.Certificate != nil && ofVaultIssuer(r.Certificate.Issuer)
		}
		if checked > 0 && !good {
			out = append(out, open(v.name, v).ask("the certificate that the client is shown, with its issuer", "curl -v https://{host}/healthstatus"))
		}
	}
	return out
}

// ofVaultIssuer reports whether a certificate's issuer is one that issues Azure's.
func ofVaultIssuer(issuer parse.Text) bool {
	name := strings.ToLower(issuer.Value)
	return slices.ContainsFunc(vaultIssuers, func(w string) bool { return strings.Contains(name, w) }) && !strings.Contains(name, "inspection")
}

// strangeIssuer makes the finding of a request whose certificate was issued by someone else; nil if it was not.
func (e *Evidence) strangeIssuer(v *vantage, r *request) *Finding {
	var cites []parse.Cite
	if r.Failure != nil {
		cites = append(cites, r.Failure.Cite)
	}
	if c := r.Certificate; c != nil && c.Issuer.Known() && (r.Last() != nil || r.Failure != nil) { // else it may be cut within the name
		if ofVaultIssuer(c.Issuer) {
			return nil
		}
		detail := fmt.Sprintf("the certificate that %s was shown for %s was issued by %q, not by an issuer of Azure's", v.name, r.target(e), c.Issuer.Value)
		f := fail(v.name, v, detail, append(cites, c.Subject.Cite, c.Issuer.Cite)...).with("issuer", c.Issuer.Value)
		return &f
	}
	if r.Failure == nil || failureKind(r.Failure) != "KV709" {
		return nil
	}
	text := strings.ToLower(r.Failure.Text)
	if !slices.ContainsFunc(unknownIssuers, func(w string) bool { return strings.Contains(text, w) }) {
		return nil
	}
	f := fail(v.name, v, fmt.Sprintf("the certificate that %s was shown for %s is self-signed or of an issuer that it does not know", v.name, r.target(e)), cites...)
	return &f
}
