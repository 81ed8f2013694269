package report

import (
	"slices"
	"testing"

	"kvdoctor/analyze"
)

// TestEveryCodeHasAStation checks that each code of the catalogue is placed, but for those about the evidence, and that the
// table names no other.
func TestEveryCodeHasAStation(t *testing.T) {
	codes := analyze.Codes()
	used := map[string]bool{}
	for _, code := range codes {
		used[code[:3]] = true
		if got := StationOf(code); (got == NoStation) != (code[:3] == "KV0") {
			t.Errorf("StationOf(%s) = %q", code, got)
		}
	}
	for _, p := range placings {
		if !used[p.section] {
			t.Errorf("section %s has no code", p.section)
		}
		for _, x := range p.but {
			for _, code := range x.codes {
				if !slices.Contains(codes, code) || code[:3] != p.section {
					t.Errorf("exception %s is no code of section %s", code, p.section)
				}
			}
			if x.station == p.station {
				t.Errorf("section %s: %v is no exception", p.section, x.codes)
			}
		}
	}
}

// TestStationOf checks a code of each kind, and what is no code.
func TestStationOf(t *testing.T) {
	for code, want := range map[string]Station{"KV006": NoStation, "KV101": AtClient, "KV202": AtEndpoint, "KV211": AtVault, "KV301": AtVault,
		"KV501": AtAlias, "KV502": AtZone, "KV603": AtZone, "KV701": AtEndpoint, "KV705": AtVault, "KV801": AtResolver, "KV802": AtClient,
		"KV806": AtEndpoint, "": NoStation, "KV": NoStation, "KV9": NoStation, "KV999": NoStation, "kv603": NoStation, "KV6031": NoStation} {
		if got := StationOf(code); got != want {
			t.Errorf("StationOf(%q) = %q, want %q", code, got, want)
		}
	}
}
