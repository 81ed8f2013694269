package parse

import (
	"slices"
	"strings"
)

// scutilReader reads "scutil --dns" of macOS.
var scutilReader = reader{name: "scutil", opens: opensScutil, match: matchScutil, read: readScutil}

// opensScutil knows the title.
func opensScutil(line, _ string) bool { return strings.TrimSpace(line) == "DNS configuration" }

func matchScutil(src *Source, head []string) bool {
	if slices.ContainsFunc(head, func(line string) bool { return opensScutil(line, "") || strings.HasPrefix(line, "resolver #") }) {
		return true
	}
	return runsProgram(src.Command, "scutil") && hasText(src)
}

// A scutilReading is the state of reading one capture: the resolver that is being read.
type scutilReading struct {
	out     *sink
	scoped  bool // the resolvers are those of one interface each; the ones above say what programs ask
	domain  Text
	search  *Search
	servers []Addr
}

func readScutil(src *Source, out *sink) {
	r := scutilReading{out: out}
	for sc := newScanner(src, out.origin); sc.next(); {
		text := strings.TrimSpace(sc.text)
		if text == "" {
			continue
		}
		label, value, ok := strings.Cut(text, " : ")
		switch {
		case strings.HasPrefix(text, "DNS configuration"):
			r.flush()
			r.scoped = strings.Contains(text, "scoped")
		case strings.HasPrefix(text, "resolver #"):
			r.flush()
		case ok:
			r.property(strings.TrimSpace(label), strings.TrimSpace(value), sc)
		case !strings.Contains(text, ":"):
			out.unread(sc.cite())
		}
	}
	r.flush()
	out.recognise(src)
}

// property reads a line of a resolver.
func (r *scutilReading) property(label, value string, sc *scanner) {
	name, _, _ := strings.Cut(label, "[")
	switch name {
	case "domain":
		r.domain = Text{Value: canonical(value), Cite: sc.cite()}
	case "search domain":
		if r.search == nil {
			r.search = &Search{Cite: sc.cite()}
		}
		r.search.Domains = append(r.search.Domains, canonical(value))
	case "nameserver":
		r.servers = append(r.servers, r.out.server(value, sc)...)
	}
}

// flush keeps a resolver: its servers are the machine's, or those of one domain.
func (r *scutilReading) flush() {
	switch {
	case r.scoped:
	case r.domain.Known() && len(r.servers) > 0:
		r.out.add(&NameRule{Namespace: r.domain.Value, Servers: r.servers, Cite: r.domain.Cite})
	case !r.domain.Known():
		for _, s := range r.servers {
			r.out.add(&Resolver{Addr: s})
		}
	}
	if r.search != nil && !r.scoped {
		r.out.add(r.search)
	}
	r.domain, r.search, r.servers = Text{}, nil, nil
}
