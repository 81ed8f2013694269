package parse

import "strings"

// pythonForms are the errors of urllib3, requests, aiohttp, sockets and Azure's libraries for Python.
var pythonForms = []faultForm{
	{"python", "HTTPSConnectionPool(host='", pythonPool},
	{"python", "HTTPConnectionPool(host='", pythonPool},
	{"python", "Failed to resolve '", pythonResolve},
	{"python", "Cannot connect to host ", pythonAiohttp},
	{"python", "Failed to establish a new connection: ", pythonPlain},
	{"python", "socket.gaierror: ", pythonPlain},
	{"python", "SSLCertVerificationError", pythonPlain},
	{"python", "[SSL: CERTIFICATE_VERIFY_FAILED]", pythonPlain},
	{"python", "ConnectTimeoutError(", pythonConnect},
	{"python", "' doesn't match ", pythonName},
	{"python", "ServiceRequestError: ", pythonPlain},
	{"python", "ServiceRequestTimeoutError: ", pythonPlain},
	{"python", "ServiceResponseError: ", pythonPlain},
	{"python", "ServiceResponseTimeoutError: ", pythonPlain},
}

// errnoClasses are the numbers of system errors, on Linux, macOS and Windows, whose texts come in every language.
var errnoClasses = []struct {
	text  string
	class FailureClass
}{
	{"[Errno -2]", FailResolve}, {"[Errno -3]", FailResolve}, {"[Errno -5]", FailResolve}, {"[Errno 8]", FailResolve},
	{"[Errno 11001]", FailResolve}, {"[Errno 11002]", FailResolve}, {"[Errno 11004]", FailResolve},
	{"[Errno 110]", FailTimeout}, {"[Errno 60]", FailTimeout}, {"[WinError 10060]", FailTimeout}, {"[Errno 10060]", FailTimeout},
	{"[Errno 111]", FailRefused}, {"[Errno 61]", FailRefused}, {"[WinError 10061]", FailRefused}, {"[Errno 10061]", FailRefused},
	{"[Errno 113]", FailRefused}, {"[Errno 101]", FailRefused}, {"[WinError 10051]", FailRefused}, {"[WinError 10065]", FailRefused},
	{"[Errno 104]", FailReset}, {"[WinError 10054]", FailReset}, {"(104,", FailReset}, {"(10054,", FailReset},
}

// errnoClass returns the class that a number in a text tells; "" if there is none.
func errnoClass(text string) FailureClass {
	for _, e := range errnoClasses {
		if strings.Contains(text, e.text) {
			return e.class
		}
	}
	return ""
}

// pythonText reads what is common to the errors of Python: the text up to the end of the line.
func pythonText(rest string) fault {
	text := strings.TrimRight(rest, " .,;\"")
	f := fault{text: text}
	switch class := errnoClass(text); {
	case strings.Contains(text, "ProxyError("):
		f.class = FailProxy
	case strings.Contains(text, "CERTIFICATE_VERIFY_FAILED"):
		f.class = FailCertificate
	case class != "":
		f.class = class
	}
	return f
}

// pythonPool reads "HTTPSConnectionPool(host='X', port=443): Max retries exceeded with url: ...".
func pythonPool(_, rest string) (fault, bool) {
	f := pythonText(rest)
	_, host, _ := strings.Cut(rest, "host='")
	host, tail, ok := strings.Cut(host, "'")
	f.host = host
	return f, ok && (strings.Contains(tail, "Max retries exceeded") || strings.Contains(tail, "timed out"))
}

// pythonResolve reads "Failed to resolve 'X' ([Errno -2] Name or service not known)".
func pythonResolve(_, rest string) (fault, bool) {
	f := pythonText(rest)
	_, host, _ := strings.Cut(rest, "'")
	host, tail, ok := strings.Cut(host, "'")
	f.host, f.class = host, FailResolve
	if strings.Contains(tail, "[A") { // netty's, which is Java's
		f.tool = "java"
	}
	return f, ok && (hostWord(host) != "" || maskedHost(host))
}

// pythonName reads "hostname 'X' doesn't match either of '*.vault.azure.net', 'vault.azure.net'".
func pythonName(before, rest string) (fault, bool) {
	const lead = "hostname '"
	i := strings.LastIndex(before, lead)
	if i < 0 {
		return fault{}, false
	}
	host := before[i+len(lead):]
	return fault{text: strings.TrimRight(before[i:]+rest, " .,;\""), host: host, class: FailCertificate}, hostWord(host) != ""
}

// pythonAiohttp reads "Cannot connect to host X:443 ssl:default [Connection refused]".
func pythonAiohttp(_, rest string) (fault, bool) {
	f := pythonText(rest)
	host, tail, ok := strings.Cut(strings.TrimPrefix(rest, "Cannot connect to host "), " ")
	f.host = host
	if f.class == "" && strings.Contains(tail, "Connect call failed") {
		f.class = FailRefused
	}
	return f, ok && strings.HasPrefix(tail, "ssl:")
}

// pythonConnect reads "ConnectTimeoutError(<...>, 'Connection to X timed out. (connect timeout=300)')".
func pythonConnect(_, rest string) (fault, bool) {
	f := pythonText(rest)
	_, host, ok := strings.Cut(rest, "Connection to ")
	f.host, _, _ = strings.Cut(host, " timed out")
	f.class = FailTimeout
	return f, ok
}

// pythonPlain reads an error that names no host, or only within its text.
func pythonPlain(before, rest string) (fault, bool) {
	f := pythonText(rest)
	if _, host, ok := strings.Cut(rest, "Connection to "); ok {
		f.host, _, _ = strings.Cut(host, " timed out")
	}
	if strings.HasSuffix(before, "'") || strings.HasSuffix(before, "import ") || strings.HasSuffix(before, "except ") {
		return f, false
	}
	return f, f.class != "" || classOf(-1, f.text) != FailOther
}
