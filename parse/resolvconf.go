package parse

import (
	"slices"
	"strings"
)

// resolvConfReader reads resolv.conf (resolv.conf(5)).
var resolvConfReader = reader{name: "resolv.conf", match: matchResolvConf, read: readResolvConf}

func matchResolvConf(_ *Source, head []string) bool {
	return slices.ContainsFunc(head, func(line string) bool {
		words := strings.Fields(line)
		if len(words) < 2 {
			return false
		}
		if words[0] == "search" || words[0] == "domain" {
			return !slices.ContainsFunc(words[1:], func(w string) bool { return !dnsName(w) && w != "." }) && resolvConfOnly(head)
		}
		_, ok := dnsAddr(words[1])
		return ok && words[0] == "nameserver"
	})
}

// resolvConfWords begin the lines of resolv.conf.
var resolvConfWords = []string{"nameserver", "search", "domain", "options", "sortlist", "lookup", "family"}

// resolvConfOnly reports whether every line is one of resolv.conf, or a comment: "search ..." alone may be prose.
func resolvConfOnly(head []string) bool {
	return !slices.ContainsFunc(head, func(line string) bool {
		line = strings.TrimSpace(line)
		return line != "" && line[0] != '#' && line[0] != ';' && !slices.Contains(resolvConfWords, firstField(line))
	})
}

func readResolvConf(src *Source, out *sink) {
	for sc := newScanner(src, out.origin); sc.next(); {
		words := strings.Fields(sc.text)
		if len(words) == 0 || strings.ContainsAny(words[0][:1], "#;") || words[0] == "options" {
			continue
		}
		fact := resolvConfFact(words, sc)
		if fact == nil {
			out.unread(sc.cite())
			continue
		}
		out.add(fact)
	}
}

// resolvConfFact reads one line, or returns nil. A comment may stand behind the value.
func resolvConfFact(words []string, sc *scanner) Fact {
	if i := slices.IndexFunc(words, func(w string) bool { return w[0] == '#' || w[0] == ';' }); i > 0 {
		words = words[:i]
	}
	if len(words) < 2 {
		return nil
	}
	switch words[0] {
	case "nameserver":
		if addr, ok := dnsAddr(words[1]); ok {
			return &Resolver{Addr: Addr{Addr: addr, TTL: -1, Cite: sc.cite()}}
		}
	case "search", "domain":
		s := &Search{Cite: sc.cite()}
		for _, w := range words[1:] {
			if w != "." {
				s.Domains = append(s.Domains, canonical(w))
			}
		}
		return s
	}
	return nil
}
