package parse

import (
	"slices"
	"strings"
)

// dnsForwarderReader reads the forwarders of a Windows DNS server: Get-DnsServerForwarder.
var dnsForwarderReader = reader{name: "get-dnsserverforwarder", opens: opensDNSForwarder, match: matchDNSForwarder, read: readDNSForwarder}

// opensDNSForwarder knows the first two properties.
func opensDNSForwarder(line, next string) bool {
	name, _, ok := psProperty(line)
	below, _, _ := psProperty(next)
	return ok && name == "UseRootHint" && strings.HasPrefix(below, "Timeout")
}

func matchDNSForwarder(src *Source, head []string) bool {
	for i := range head[:max(len(head)-1, 0)] {
		if opensDNSForwarder(head[i], head[i+1]) {
			return true
		}
	}
	return psCommand(src, "get-dnsserverforwarder") && hasText(src)
}

// quietForwarder are the properties that say nothing of where queries go; ReorderedIPAddress repeats IPAddress.
var quietForwarder = []string{"UseRootHint", "Timeout(s)", "Timeout", "EnableReordering", "ReorderedIPAddress", "PSComputerName"}

func readDNSForwarder(src *Source, out *sink) {
	cur, first := "", Cite{File: out.origin.File}
	for sc := newScanner(src, out.origin); sc.next(); {
		text := strings.TrimSpace(sc.text)
		name, value, ok := psProperty(sc.text)
		switch {
		case text == "":
			cur = ""
			continue
		case first.Line == 0:
			first = sc.cite()
		}
		switch {
		case ok:
			cur = name
		case cur != "" && (sc.text[0] == ' ' || sc.text[0] == '\t'):
			value = text // a list that was wrapped
		default:
			out.unread(sc.cite())
			continue
		}
		switch {
		case cur == "IPAddress":
			forwarders(value, sc, out)
		case !slices.Contains(quietForwarder, cur):
			out.unread(sc.cite())
		}
	}
	if len(out.records) == 0 {
		out.add(&Recognised{First: first})
	}
}

// forwarders reads a list of addresses, in braces where there are several.
func forwarders(value string, sc *scanner, out *sink) {
	for _, w := range strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune("{}, ", c) }) {
		switch f := told(w, sc, resolverOf).(type) {
		case *Resolver:
			out.add(&Forwarder{Addr: f.Addr})
		case *Masked:
			out.add(f)
		default:
			out.unread(sc.cite())
		}
	}
}
