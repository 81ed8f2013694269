package parse

import (
	"slices"
	"strings"
)

// nrptReader reads the name resolution policy of Windows: Get-DnsClientNrptPolicy and Get-DnsClientNrptRule.
var nrptReader = reader{name: "nrpt", opens: opensNRPT, match: matchNRPT, read: readNRPT}

// opensNRPT knows the first properties of a policy and of a rule.
func opensNRPT(line, next string) bool {
	name, value, ok := psProperty(line)
	below, _, _ := psProperty(next)
	return ok && (name == "Namespace" && below == "QueryPolicy" || name == "Name" && below == "Version" && strings.HasPrefix(value, "{"))
}

func matchNRPT(src *Source, head []string) bool {
	space, policy := false, false
	for _, line := range head {
		name, _, ok := psProperty(line)
		space = space || ok && name == "Namespace"
		policy = policy || ok && slices.Contains([]string{"DirectAccessDnsServers", "NameServers", "DnsSecValidationRequired", "NameEncoding"}, name)
	}
	return space && policy || psCommand(src, "get-dnsclientnrptpolicy", "get-dnsclientnrptrule") && (hasText(src) || src.Whole)
}

// An nrptReading is the state of reading a policy.
type nrptReading struct {
	out     *sink
	spaces  []Text
	servers []Addr
	cur     string // the property whose value may go on below
}

func readNRPT(src *Source, out *sink) {
	r := nrptReading{out: out}
	for sc := newScanner(src, out.origin); sc.next(); {
		text := strings.TrimSpace(sc.text)
		if text == "" {
			r.cur = ""
			continue
		}
		name, value, ok := psProperty(sc.text)
		switch {
		case ok:
			r.property(name, value, sc)
		case r.cur != "" && (sc.text[0] == ' ' || sc.text[0] == '\t'):
			r.property(r.cur, text, sc)
		default:
			out.unread(sc.cite())
		}
	}
	r.flush()
	out.recognise(src)
}

// property reads a line of a policy. A namespace, and the name of a rule, begin the next one.
func (r *nrptReading) property(name, value string, sc *scanner) {
	again := name == r.cur
	r.cur = name
	words := strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune("{}, ", c) })
	switch name {
	case "Name":
		r.flush()
	case "Namespace":
		if !again {
			r.flush()
		}
		for _, w := range words {
			r.spaces = append(r.spaces, Text{Value: canonical(w), Cite: sc.cite()})
		}
	case "NameServers", "DirectAccessDnsServers":
		for _, w := range words {
			r.servers = append(r.servers, r.out.server(w, sc)...)
		}
	}
}

// flush keeps the policy that was read: one rule for each namespace.
func (r *nrptReading) flush() {
	for _, s := range r.spaces {
		r.out.add(&NameRule{Namespace: s.Value, Servers: slices.Clone(r.servers), Cite: s.Cite})
	}
	r.spaces, r.servers = nil, nil
}
