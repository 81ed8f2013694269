package collect

import (
	"net/netip"
	"slices"
	"strings"
)

// tells reports whether a line is one that a tool prints, or a command line: nothing that a person writes in a
// comment.
func tells(rest string) bool {
	if rest == "" {
		return false
	}
	rest = rest[:min(len(rest), 1<<10)]
	for _, sign := range []string{" canonical name =", "\tcanonical name =", " has address ", " has IPv6 address ", " is an alias for ", ">>HEADER<<-", "** server can't find "} {
		if strings.Contains(rest, sign) {
			return true
		}
	}
	for _, sign := range []string{"HTTP/1.", "HTTP/2", "x-ms-keyvault-", ";; ANSWER SECTION", "curl: (", "* Connected to ", "*   Trying "} {
		if strings.HasPrefix(rest, sign) {
			return true
		}
	}
	if labelled(rest) || isJSONLine(rest) || isRecordLine(strings.Fields(rest)) {
		return true
	}
	p, ok := readPrompt(rest)
	return ok && p.shell != loose && known(p.command)
}

// labelled reports whether a line is a label and an address: "Address:  10.1.2.3", "inet 10.1.0.4/24".
func labelled(rest string) bool {
	i := strings.IndexAny(rest, ":：")
	value := ""
	if after, ok := strings.CutPrefix(rest, "inet "); ok {
		value = after
	} else if i > 0 && i < maxPrompt && !strings.ContainsAny(rest[:i], "=\"#") {
		value = strings.TrimLeft(rest[i:], ":：")
	}
	words := strings.Fields(value)
	if len(words) == 0 {
		return false
	}
	word, _, _ := strings.Cut(strings.Trim(words[0], "[]"), "#")
	word, _, _ = strings.Cut(word, "/")
	_, err := netip.ParseAddr(strings.TrimSuffix(word, ","))
	return err == nil
}

// isJSONLine reports whether a line is one of a JSON text that is laid out: a key and what belongs to it.
func isJSONLine(rest string) bool {
	key, value, ok := strings.Cut(rest, `":`)
	return ok && len(key) > 1 && key[0] == '"' && !strings.Contains(key[1:], `"`) && strings.TrimSpace(value) != ""
}

// isRecordLine reports whether words are a record as dig prints it, or a row of Resolve-DnsName.
func isRecordLine(words []string) bool {
	kinds := []string{"A", "AAAA", "CNAME", "SOA"}
	switch {
	case len(words) >= 5 && words[2] == "IN":
		return slices.Contains(kinds, words[3])
	case len(words) >= 5 && words[3] == "Answer":
		return slices.Contains(kinds, words[1])
	}
	return false
}
