package parse

import "strings"

// dotnetForms are the errors of .NET.
var dotnetForms = []faultForm{
	{"dotnet", "HttpRequestException: ", dotnetRequest},
	{"dotnet", "RequestFailedException: ", dotnetRequest},
	{"dotnet", "RequestFailedException : ", dotnetRequest},
	{"dotnet", "AggregateException: ", dotnetRequest},
	{"dotnet", "SocketException (", dotnetSocket},
	{"dotnet", "WebException: ", dotnetRequest},
	{"dotnet", "AuthenticationException: ", dotnetRequest},
	{"dotnet", "No such host is known. (", dotnetRequest},
	{"dotnet", "forbidden by its access permissions", dotnetForbidden},
	{"dotnet", "configured HttpClient.Timeout of", dotnetRequest},
}

// dotnetRequest reads "...Exception: TEXT (HOST:443)", where the text may be in any language.
func dotnetRequest(_, rest string) (fault, bool) {
	text := strings.TrimRight(rest, " ,;\"")
	if i := strings.Index(text, `\r`); i >= 0 {
		text = text[:i]
	}
	f := fault{text: text, host: bracketedHost(text)}
	if _, code, ok := strings.Cut(text, "SocketException ("); ok {
		f.class = socketClass(code)
	}
	if f.host == "" {
		if _, name, ok := strings.Cut(text, "could not be resolved: '"); ok {
			f.host, _, _ = strings.Cut(name, "'")
		}
	}
	return f, f.class != "" || classOf(-1, text) != FailOther
}

// dotnetForbidden reads "An attempt was made to access a socket in a way forbidden by its access permissions. (HOST:443)": the
// sandbox that the program runs in has cut the connection.
func dotnetForbidden(_, rest string) (fault, bool) {
	f := fault{text: strings.TrimRight(rest, " .,;\"()"), host: bracketedHost(rest), class: FailOther}
	if end := strings.Index(rest, ")"); end > 0 && f.host != "" {
		f.text = rest[:end+1]
	}
	return f, f.host != ""
}

// bracketedHost returns the host of the first "(HOST:PORT)" in a text, or "".
func bracketedHost(text string) string {
	for {
		_, rest, ok := strings.Cut(text, "(")
		if !ok {
			return ""
		}
		inner, _, _ := strings.Cut(rest, ")")
		if host, port, ok := strings.Cut(inner, ":"); ok && isDigits(port) && hostWord(host) != "" {
			return host
		}
		text = rest
	}
}

// dotnetSocket reads "SocketException (11001): TEXT", where the number decides.
func dotnetSocket(_, rest string) (fault, bool) {
	text := strings.TrimRight(rest, " ,;\"")
	f := fault{text: text, class: socketClass(strings.TrimPrefix(text, "SocketException ("))}
	if f.class == "" {
		f.class = classOf(-1, text)
	}
	return f, f.class != FailOther
}

// socketClass returns the class of a number of Windows sockets, or of Linux, that a text begins with; "" if unknown.
func socketClass(text string) FailureClass {
	code, _, _ := strings.Cut(text, ")")
	switch code {
	case "11001", "11002", "11003", "11004", "0xFFFDFFFF", "-131073", "00000001, 11":
		return FailResolve
	case "10060", "110":
		return FailTimeout
	case "10061", "111", "10051", "10065", "113", "101":
		return FailRefused
	case "10054", "10053", "104":
		return FailReset
	}
	return ""
}
