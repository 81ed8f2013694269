package parse

import "strings"

// javaForms are the errors of Java and its libraries.
var javaForms = []faultForm{
	{"java", "UnknownHostException: ", javaUnknownHost},
	{"java", "ConnectTimeoutException: ", javaPlain},
	{"java", "SocketTimeoutException: ", javaPlain},
	{"java", "HttpConnectTimeoutException: ", javaPlain},
	{"java", "NoRouteToHostException: ", javaPlain},
	{"java", "ConnectException: ", javaPlain},
	{"java", "SSLHandshakeException: ", javaPlain},
	{"java", "SSLPeerUnverifiedException: ", javaPlain},
	{"java", "PKIX path building failed", javaPlain},
	{"java", "java.net.SocketException: Connection reset", javaPlain},
	{"java", "Connection timed out: no further information", javaPlain},
	{"java", "Connection refused: no further information", javaPlain},
}

// javaUnknownHost reads "java.net.UnknownHostException: X", as Java, netty and Apache's client tell it.
func javaUnknownHost(_, rest string) (fault, bool) {
	text := untilQuote(rest)
	f := fault{text: text, class: FailResolve}
	value := strings.TrimPrefix(text, "UnknownHostException: ")
	if _, quoted, ok := strings.Cut(value, "'"); ok {
		f.host, _, _ = strings.Cut(quoted, "'")
	} else {
		f.host, _, _ = strings.Cut(value, ": ")
		f.host, _, _ = strings.Cut(f.host, " ")
	}
	return f, true
}

// javaPlain reads the other exceptions. The host stands as HOST/ADDRESS:PORT, or behind "Connect to" or "matching".
func javaPlain(_, rest string) (fault, bool) {
	text := strings.TrimRight(rest, " .,;\"\\")
	f := fault{text: text, host: slashedHost(text)}
	for _, lead := range []string{"Connect to ", "Failed to connect to ", "DNS name matching ", "Hostname ", "Certificate for <"} {
		if _, host, ok := strings.Cut(text, lead); ok && f.host == "" {
			f.host, _, _ = strings.Cut(host, " ")
			f.host = strings.TrimRight(f.host, ">,")
		}
	}
	if strings.HasPrefix(text, "ConnectTimeout") || strings.HasPrefix(text, "SocketTimeout") || strings.HasPrefix(text, "HttpConnectTimeout") {
		f.class = FailTimeout
	}
	return f, true
}

// slashedHost returns the host of the first word that has the form HOST/ADDRESS:PORT, or "".
func slashedHost(text string) string {
	for word := range strings.FieldsSeq(text) {
		host, addr, ok := strings.Cut(strings.Trim(word, "[](),;"), "/")
		if !ok || !originAddr(addr).IsValid() {
			continue
		}
		if host = hostWord(host); host != "" {
			return host
		}
		return hostWord(addr)
	}
	return ""
}
