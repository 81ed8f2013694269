package parse

import "strings"

// splitURL returns host, port and path of a URL as typed, where curl's default scheme is http. A host that holds
// a variable or a placeholder is not known.
func splitURL(url string) (host, port, path string) {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		scheme, rest = "http", url
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, path := rest[:end], rest[end:]
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	host, port = cutHost(authority)
	if host = canonical(host); host == "" || strings.ContainsAny(host, "$%{}<>*` ") {
		return "", "", ""
	}
	if port == "" {
		port = "80"
		if strings.EqualFold(scheme, "https") {
			port = "443"
		}
	}
	if path == "" {
		path = "/"
	}
	return host, port, path
}

// cutHost cuts a text at the first colon that is not inside the brackets of an IPv6 address.
func cutHost(s string) (host, rest string) {
	if inner, found := strings.CutPrefix(s, "["); found {
		if host, rest, found = strings.Cut(inner, "]"); found {
			return host, strings.TrimPrefix(rest, ":")
		}
	}
	host, rest, _ = strings.Cut(s, ":")
	return host, rest
}
