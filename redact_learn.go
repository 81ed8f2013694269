package main

import (
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/collect"
	"kvdoctor/parse"
)

// A namedField says which values of facts are names: the end of a field's name, as parse.Fields gives it.
type namedField struct{ end, kind string }

// namedFields are asked in order; a field that none names holds no name.
var namedFields = []namedField{
	{"query", collect.KindDomain}, {"chain", collect.KindDomain}, {"server", collect.KindDomain}, {"domains", collect.KindDomain},
	{"names", collect.KindDomain}, {"namespace", collect.KindDomain}, {"fqdn", collect.KindDomain}, {"fqdns", collect.KindDomain},
	{"host", collect.KindDomain}, {"proxy", collect.KindDomain}, {"bypass", collect.KindDomain}, {"target", collect.KindDomain},
	{"domain", collect.KindDomain}, {"zone", collect.KindDomain}, {"vault", collect.KindVault}, {"group", collect.KindResource},
	{"name", collect.KindResource}, {"resource_group", collect.KindResource},
}

// namelessFacts have fields of these names that name nothing of a customer's.
var namelessFacts = []string{"variable", "export_error", "own_address", "failure"}

// learnRecords tells a redactor the names that were read from captures: in tables and lists they stand where no text around
// them says what they are.
func learnRecords(r *collect.Redactor, records []parse.Record) {
	for _, rec := range records {
		fact := parse.FactName(rec.Fact)
		for _, f := range parse.Fields(rec.Fact) {
			learnField(r, fact, f)
		}
		if m := rec.Origin.Machine; m != "" && !strings.HasPrefix(m, "elsewhere") {
			r.Learn(collect.KindHost, m)
		}
	}
}

// learnField learns the name that a field holds, if any.
func learnField(r *collect.Redactor, fact string, f parse.Field) {
	if slices.Contains(namelessFacts, fact) {
		return
	}
	last := f.Name[strings.LastIndexByte(f.Name, '.')+1:]
	last, _, _ = strings.Cut(last, "[")
	switch {
	case strings.HasSuffix(f.Name, "issuer"), strings.HasSuffix(f.Name, "subject"):
		learnCertificate(r, f.Value)
		return
	case strings.Contains(f.Name, "headers"), strings.Contains(f.Name, "other["), last == "bypass" && fact != "proxy":
		return
	}
	for _, n := range namedFields {
		if last == n.end {
			learnName(r, fact, n.kind, f.Value)
			return
		}
	}
}

// learnName learns a value: the name of a resource, or a host name, perhaps with a scheme and a port.
func learnName(r *collect.Redactor, fact, kind, value string) {
	switch {
	case kind == collect.KindResource && fact == "vault":
		kind = collect.KindVault
	case strings.Contains(value, "/providers/"): // an id, which the text shows
		return
	}
	if kind == collect.KindDomain {
		if _, rest, ok := strings.Cut(value, "://"); ok {
			value = rest
		}
		value, _, _ = strings.Cut(value, "/")
		if at := strings.LastIndexByte(value, '@'); at >= 0 {
			value = value[at+1:]
		}
		value, _, _ = strings.Cut(value, ":")
	}
	if _, err := netip.ParseAddr(value); err == nil || strings.ContainsAny(value, "*/=;{}\"<>") {
		return
	}
	r.Learn(kind, value)
}

// learnCertificate learns the words of a certificate's subject or issuer: "CN=Contoso Proxy CA, O=Contoso". Words that tools
// and well-known authorities use are no names by themselves.
func learnCertificate(r *collect.Redactor, text string) {
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' || c == '/' }) {
		_, value, ok := strings.Cut(part, "=")
		if !ok {
			continue
		}
		for _, word := range strings.Fields(value) {
			r.LearnWord(collect.KindDomain, strings.TrimPrefix(word, "*."))
		}
	}
}
