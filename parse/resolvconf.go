package parse

import (
	"slices"
	"strings"
)

// resolvConfReader reads resolv.conf (resolv.conf(5)).
var resolvConfReader = reader{name: "resolv.conf", opens: opensResolvConf, match: matchResolvConf, read: readResolvConf}

// opensResolvConf knows a name server, and the search list or the options above one.
func opensResolvConf(line, next string) bool {
	server := func(line string) bool {
		words := strings.Fields(line[:min(len(line), 200)])
		if len(words) != 2 || words[0] != "nameserver" {
			return false
		}
		_, ok := dnsAddr(words[1])
		return ok
	}
	if server(line) {
		return true
	}
	word := firstField(line)
	below := firstField(next)
	return (word == "search" || word == "domain" || word == "options") && (server(next) || below == "search" || strings.HasPrefix(next, "options "))
}

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
		return words[0] == "nameserver" && (ok || isMasked(words[1]) && resolvConfOnly(head))
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
	first := Cite{File: out.origin.File}
	for sc := newScanner(src, out.origin); sc.next(); {
		words := strings.Fields(sc.text)
		if len(words) == 0 || strings.ContainsAny(words[0][:1], "#;") {
			continue
		}
		if first.Line == 0 {
			first = sc.cite()
		}
		fact := resolvConfFact(words, sc)
		if fact == nil && slices.Contains([]string{"sortlist", "lookup", "family"}, words[0]) {
			continue
		}
		if fact == nil {
			out.unread(sc.cite())
			continue
		}
		out.add(fact)
	}
	if len(out.records) == 0 {
		out.add(&Recognised{First: first})
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
		if isMasked(words[1]) {
			return &Masked{Text: strings.Clone(words[1]), Cite: sc.cite()}
		}
	case "options":
		o := &ResolverOptions{Cite: sc.cite()}
		for _, w := range words[1:] {
			o.Options = append(o.Options, strings.Clone(w))
		}
		return o
	case "search", "domain":
		s := &Search{Cite: sc.cite()}
		for _, w := range words[1:] {
			switch {
			case w == ".":
			case !dnsName(w) || elidedText(w) || strings.ContainsAny(w, "<>{}[]$*"):
				return nil // a placeholder: the rest of the list may be one too
			default:
				s.Domains = append(s.Domains, canonical(w))
			}
		}
		return s
	}
	return nil
}
