package report

import (
	"slices"

	"kvdoctor/analyze"
)

// detour tells how the client's requests pass the endpoint by, where it was observed.
func (s *survey) detour() *Detour {
	seen, named := s.has("KV705", "KV302", "KV303"), s.has("KV501", "KV502")
	service := s.has("KV306", "KV707")
	if s.client.PrivatePath == analyze.PathWorking || !seen && !named && !service {
		return nil
	}
	d := &Detour{From: s.leaves(), To: AtVault, Seen: seen || service, Says: "requests go over the Internet"}
	switch {
	case service:
		d.Says = "requests go over a service endpoint"
	case !seen:
		d.Says = "the address leads to the Internet"
	}
	if d.Seen && s.has("KV302", "KV303", "KV306") {
		d.Says += " and are refused"
	}
	return d
}

// leaves returns the station after which a detour begins: at the client where a proxy or a hosts file sends the requests
// another way, else behind the answer to the query.
func (s *survey) leaves() Station {
	if slices.ContainsFunc(s.roots, func(f *analyze.Finding) bool {
		return f != nil && (f.Code == "KV802" || f.Code == "KV804") && !s.harmless(f)
	}) {
		return AtClient
	}
	return AtZone
}
