package parse

import "strings"

// nodeForms are the errors of Node.js.
var nodeForms = []faultForm{
	{"node", "getaddrinfo ENOTFOUND", nodeLookup},
	{"node", "getaddrinfo EAI_AGAIN", nodeLookup},
	{"node", "queryA ", nodeLookup},
	{"node", "connect ECONNREFUSED", nodeConnect},
	{"node", "connect ETIMEDOUT", nodeConnect},
	{"node", "connect EHOSTUNREACH", nodeConnect},
	{"node", "connect ENETUNREACH", nodeConnect},
	{"node", "read ECONNRESET", nodePlain},
	{"node", "socket hang up", nodePlain},
	{"node", "self signed certificate", nodePlain},
	{"node", "self-signed certificate", nodePlain},
	{"node", "unable to verify the first certificate", nodePlain},
	{"node", "unable to get local issuer certificate", nodePlain},
	{"node", "SELF_SIGNED_CERT_IN_CHAIN", nodePlain},
	{"node", "DEPTH_ZERO_SELF_SIGNED_CERT", nodePlain},
	{"node", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", nodePlain},
	{"node", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", nodePlain},
	{"node", "ERR_TLS_CERT_ALTNAME_INVALID", nodePlain},
	{"node", "does not match certificate's altnames", nodeAltNames},
}

// nodeLookup reads "getaddrinfo ENOTFOUND X X:443".
func nodeLookup(_, rest string) (fault, bool) {
	text := untilQuote(rest)
	words := strings.Fields(text)
	if len(words) < 3 || !strings.HasPrefix(words[1], "E") {
		return fault{}, false
	}
	return fault{text: strings.Join(words[:3], " "), host: words[2], class: FailResolve}, true
}

// nodeConnect reads "connect ECONNREFUSED 10.1.2.3:443".
func nodeConnect(before, rest string) (fault, bool) {
	words := strings.Fields(untilQuote(rest))
	if len(words) < 3 {
		return fault{}, false
	}
	f := fault{text: strings.Join(words[:3], " "), host: hostOfRequest(before)}
	if hostWord(f.host) == "" {
		f.host = words[2]
	}
	return f, hostWord(f.host) != ""
}

// hostOfRequest returns the host of "request to URL failed, reason: ", or "".
func hostOfRequest(before string) string {
	if !strings.Contains(before, " failed, reason: ") {
		return ""
	}
	return hostOfQuoted(before)
}

// nodePlain reads an error that names no host, but for the request that it ended. Alone, the code is a line of the
// dump of another error.
func nodePlain(before, rest string) (fault, bool) {
	f := fault{text: untilQuote(rest), host: hostOfRequest(before)}
	trimmed := strings.TrimSpace(before)
	return f, strings.HasSuffix(trimmed, "rror:") || strings.HasSuffix(trimmed, "reason:") || trimmed == "code: '"
}

// nodeAltNames reads "Hostname/IP does not match certificate's altnames: Host: X. is not in the cert's altnames".
func nodeAltNames(_, rest string) (fault, bool) {
	_, host, ok := strings.Cut(rest, "Host: ")
	host, _, _ = strings.Cut(host, " ")
	return fault{text: untilQuote(rest), host: host, class: FailCertificate}, ok
}
