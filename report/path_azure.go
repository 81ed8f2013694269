package report

import (
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// sawZone tells the answers that the client got, and what the exports hold.
func (s *survey) sawZone() []string {
	var out []string
	for _, l := range s.lookups {
		for _, a := range l.Addresses {
			out = add(out, "answer "+a.Address+" ("+string(a.Class)+")")
		}
		if l.Outcome == "nxdomain" || l.Outcome == "nodata" && !s.answered() {
			out = add(out, replied(string(l.Outcome)))
		}
	}
	for _, r := range s.d.Facts.Records {
		if strings.EqualFold(r.Name, string(s.d.Vault.Name)) && s.ofZone(string(r.ZoneID)) {
			out = add(out, "record "+r.Name+" says "+plainAddresses(r.Addresses))
		}
	}
	return out
}

// ofZone reports whether an id is that of a zone with the name of the vault's private zone.
func (s *survey) ofZone(id string) bool {
	return strings.EqualFold(lastName(id), string(s.d.Vault.Zone))
}

// connections returns the vault's connections that are in effect; where none is, all of them.
func (s *survey) connections() []analyze.ConnectionFact {
	var effective []analyze.ConnectionFact
	for _, c := range s.d.Facts.Connections {
		if c.Effective != nil && *c.Effective {
			effective = append(effective, c)
		}
	}
	if effective == nil {
		return s.d.Facts.Connections
	}
	return effective
}

// endpoints returns the exported endpoints of the connections.
func (s *survey) endpoints() []analyze.EndpointFact {
	var out []analyze.EndpointFact
	for _, ep := range s.d.Facts.Endpoints {
		if slices.ContainsFunc(s.connections(), func(c analyze.ConnectionFact) bool {
			return c.EndpointID != "" && strings.EqualFold(string(c.EndpointID), string(ep.ID))
		}) {
			out = append(out, ep)
		}
	}
	return out
}

// sawEndpoint tells the state and the addresses of the vault's endpoints.
func (s *survey) sawEndpoint() []string {
	var out []string
	if s.d.Facts.Connections != nil && len(s.d.Facts.Connections) == 0 {
		return []string{"the vault lists no connection"}
	}
	for _, c := range s.connections() {
		name := lastName(string(c.EndpointID))
		if name == "-" {
			name = lastName(string(c.ID))
		}
		for _, ep := range s.endpoints() {
			if strings.EqualFold(string(ep.ID), string(c.EndpointID)) && len(ep.Addresses) > 0 {
				name += " " + plainAddresses(ep.Addresses)
			}
		}
		out = add(out, name+": "+strings.Trim(string(c.State)+", "+string(c.ProvisioningState), ", "))
	}
	for _, r := range s.requests {
		if r.NetworkInfo != nil && r.NetworkInfo.PrivateEndpoint != "" && out == nil {
			out = add(out, "the vault names "+lastName(string(r.NetworkInfo.PrivateEndpoint)))
		}
	}
	return out
}

// expected says what Private Link needs at a station.
func (s *survey) expected(at Station) []string {
	switch at {
	case AtAlias:
		if s.d.Vault.Name != "" && s.d.Vault.Zone != "" {
			return []string{string(s.d.Vault.Name) + "." + string(s.d.Vault.Zone)}
		}
	case AtZone:
		return s.wanted()
	case AtEndpoint:
		if s.stopBroken(AtEndpoint, '2') {
			return []string{"a connection that is Approved and Succeeded"}
		}
	case AtVault:
		return []string{"the request arrives by Private Link"}
	}
	return nil
}

// stopBroken reports whether a root of a section lies at a station.
func (s *survey) stopBroken(at Station, section byte) bool {
	return slices.ContainsFunc(s.breaks(at), func(b Break) bool { return b.Finding.Code[2] == section })
}

// wanted tells the endpoint's address, which the answer should be.
func (s *survey) wanted() []string {
	var here, all []string
	for _, ep := range s.endpoints() {
		for _, a := range ep.Addresses {
			text := a.Address + ", the address of " + lastName(string(ep.ID))
			all = add(all, text)
			if ep.NetworkID != "" && strings.EqualFold(string(ep.NetworkID), s.network()) {
				here = add(here, text)
			}
		}
	}
	switch {
	case len(here) > 0:
		return here
	case len(all) > 0:
		return all
	}
	return []string{"the endpoint's private address"}
}

// network returns the id of the client's network; empty if unknown.
func (s *survey) network() string {
	for _, v := range s.d.Facts.Vantages {
		if v.Name == s.client.Vantage {
			return string(v.NetworkID)
		}
	}
	return ""
}

// plainAddresses prints addresses without their classes.
func plainAddresses(as []analyze.AddressFact) string {
	var out []string
	for _, a := range as {
		out = append(out, a.Address)
	}
	return strings.Join(out, ", ")
}
