package analyze

import (
	"net/netip"
	"testing"

	"kvdoctor/parse"
)

// TestAgree compares what programs get with what DNS says.
func TestAgree(t *testing.T) {
	answer := func(tool string, addresses ...string) *lookup {
		l := &parse.Lookup{Tool: tool, Outcome: parse.Answer}
		for _, a := range addresses {
			l.Addresses = append(l.Addresses, parse.Addr{Addr: netip.MustParseAddr(a)})
		}
		return &lookup{Lookup: l}
	}
	tests := []struct {
		name        string
		system, dns *lookup
		want        bool
	}{
		{"the same", answer("getent", "10.1.2.3"), answer("nslookup", "10.1.2.3"), true},
		{"another", answer("ping", "10.1.2.77"), answer("nslookup", "10.1.2.3"), false},
		{"ping prints one of two", answer("ping", "10.1.2.4"), answer("nslookup", "10.1.2.3", "10.1.2.4"), true},
		{"getent prints all", answer("getent", "10.1.2.4"), answer("nslookup", "10.1.2.3", "10.1.2.4"), false},
		{"public ones vary", answer("ping", "20.1.2.4"), answer("nslookup", "20.1.2.5"), true},
		{"private, not public", answer("ping", "10.1.2.3"), answer("nslookup", "20.1.2.5", "10.1.2.3"), false},
	}
	for _, tt := range tests {
		if got := (&Evidence{}).agree(tt.system, tt.dns); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestSystem tells the tools that resolve as programs do from those that ask DNS alone.
func TestSystem(t *testing.T) {
	yes, no := true, false
	tests := []struct {
		lookup parse.Lookup
		want   bool
	}{
		{parse.Lookup{Tool: "nslookup", Explicit: &no}, false},
		{parse.Lookup{Tool: "ping"}, true},
		{parse.Lookup{Tool: "tracert"}, true},
		{parse.Lookup{Tool: "resolvectl", Explicit: &no}, true},
		{parse.Lookup{Tool: "resolve-dnsname", Explicit: &no}, true},
		{parse.Lookup{Tool: "resolve-dnsname", Explicit: &yes}, false},
		{parse.Lookup{Tool: "resolve-dnsname", Explicit: &no, DNSOnly: true}, false},
		{parse.Lookup{Tool: "resolve-dnsname"}, false}, // the command is not known
		{parse.Lookup{Tool: "go", Explicit: &no}, true},
	}
	for _, tt := range tests {
		if got := (&lookup{Lookup: &tt.lookup}).system(); got != tt.want {
			t.Errorf("%+v: %v, want %v", tt.lookup, got, tt.want)
		}
	}
}
