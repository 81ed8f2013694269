package parse

import (
	"slices"
	"strings"
)

// netshProxyReader reads "netsh winhttp show proxy" in any language: the title names WinHTTP; below it stands one sentence
// where there is no proxy, else the servers and then the hosts that are asked without them.
var netshProxyReader = reader{name: "netsh-proxy", opens: opensNetshProxy, match: matchNetshProxy, read: readNetshProxy}

// opensNetshProxy knows the title: "Current WinHTTP proxy settings:".
func opensNetshProxy(line, _ string) bool {
	line = strings.TrimSpace(line)
	const most = 100
	return len(line) < most && strings.Contains(line, "WinHTTP") && (strings.HasSuffix(line, ":") || strings.HasSuffix(line, "："))
}

func matchNetshProxy(src *Source, head []string) bool {
	if slices.ContainsFunc(head, func(line string) bool { return opensNetshProxy(line, "") }) {
		return true
	}
	words := strings.Fields(strings.ToLower(src.Command))
	return slices.Contains(words, "winhttp") && slices.Contains(words, "proxy") && hasText(src)
}

func readNetshProxy(src *Source, out *sink) {
	var p *Proxy
	for sc := newScanner(src, out.origin); sc.next(); {
		text := strings.TrimSpace(sc.text)
		if text == "" || opensNetshProxy(text, "") {
			continue
		}
		_, value, ok := dnsLabel(text)
		switch {
		case strings.ContainsAny(text, "{}\""): // "show advproxy" prints JSON
			out.unread(sc.cite())
		case p == nil && !ok:
			p = &Proxy{Direct: true, Cite: sc.cite()}
			out.add(p)
		case p == nil:
			p = &Proxy{Server: strings.Clone(withoutUser(value)), Cite: sc.cite()}
			if label := strings.IndexAny(text, ":："); strings.Contains(value, "@") {
				p.Cite.Text = cutBehind(p.Cite.Text, strings.TrimSpace(text[:label]))
			}
			out.add(p)
		case ok && !p.Direct && p.Bypass == nil:
			p.Bypass = bypassed(value)
		default:
			out.unread(sc.cite())
		}
	}
	if p == nil {
		out.unread(commandCite(src, out.origin))
	}
}

// bypassed reads the list of hosts: "*.contoso.com;<local>"; "(none)" in any language is none.
func bypassed(value string) []string {
	if strings.HasPrefix(value, "(") || strings.HasPrefix(value, "（") {
		return nil
	}
	return strings.FieldsFunc(strings.Clone(value), func(r rune) bool { return r == ';' || r == ' ' })
}

// withoutUser leaves the user and the password out of the URL of a proxy, or of each proxy of a list.
func withoutUser(value string) string {
	if strings.IndexByte(value, '@') < 0 {
		return value
	}
	parts := strings.Split(value, ";")
	for i, p := range parts {
		at := strings.LastIndexByte(p, '@')
		if at < 0 {
			continue
		}
		head := ""
		if j := strings.Index(p[:at], "://"); j >= 0 {
			head = p[:j+len("://")]
		} else if j := strings.IndexByte(p[:at], '='); j >= 0 {
			head = p[:j+1]
		}
		parts[i] = head + p[at+1:]
	}
	return strings.Join(parts, ";")
}

// cutBehind returns the text of a cite up to a word, so that the cite does not quote what stands behind it: a password, say.
func cutBehind(text, word string) string {
	i := strings.Index(text, word)
	if i < 0 || word == "" {
		i, word = strings.IndexAny(text+" ", ":= \t"), ""
	}
	end := i + len(word)
	if end < len(text) && (text[end] == '=' || text[end] == ':') {
		end++
	}
	if end == 0 {
		end = 1
	}
	return strings.TrimSpace(text[:min(end, len(text))])
}
