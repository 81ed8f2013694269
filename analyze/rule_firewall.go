package analyze

import (
	"fmt"
	"strings"

	"kvdoctor/parse"
)

// openness tells what the vault's export says of public access, with the lines that say so.
func (e *Evidence) openness() (PublicAccess, []parse.Cite) {
	e.saw(NeedVault)
	v := e.vault
	if v == nil {
		return AccessUnknown, nil
	}
	pna := v.PublicNetworkAccess
	switch {
	case strings.EqualFold(pna.Value, "Disabled"):
		return AccessClosed, []parse.Cite{pna.Cite}
	case strings.EqualFold(pna.Value, "SecuredByPerimeter"):
		return AccessRestricted, []parse.Cite{pna.Cite}
	}
	if !v.Detailed {
		return partlyOpen(v)
	}
	if a := v.ACLs; a != nil && strings.EqualFold(a.DefaultAction.Value, "Deny") {
		if len(a.IPRules)+len(a.NetworkRules) > 0 {
			return AccessRestricted, []parse.Cite{a.DefaultAction.Cite}
		}
		return AccessClosed, []parse.Cite{a.DefaultAction.Cite}
	}
	if strings.EqualFold(pna.Value, "Enabled") && (v.ACLs == nil || v.ACLs.DefaultAction.Known()) {
		// Absent network rules beside an explicit Enabled are the service's default, Allow.
		cites := []parse.Cite{pna.Cite}
		if v.ACLs != nil {
			cites = append(cites, v.ACLs.DefaultAction.Cite)
		}
		return AccessOpen, cites
	}
	return AccessUnknown, nil
}

// partlyOpen tells it of a vault of which some fields were captured: open where both gates are told to be, while a rule or a
// gate that was not captured may close it.
func partlyOpen(v *parse.Vault) (PublicAccess, []parse.Cite) {
	if a := v.ACLs; a != nil && strings.EqualFold(v.PublicNetworkAccess.Value, "Enabled") && strings.EqualFold(a.DefaultAction.Value, "Allow") {
		return AccessOpen, []parse.Cite{v.PublicNetworkAccess.Cite, a.DefaultAction.Cite}
	}
	return AccessUnknown, nil
}

// publicAccess tells whether the vault takes requests from the Internet: by its export, else by the text of a
// refusal.
func (e *Evidence) publicAccess() PublicAccess {
	if access, _ := e.openness(); access != AccessUnknown {
		return access
	}
	for _, r := range e.allRequests {
		if !r.mine || r.Error == nil {
			continue
		}
		switch {
		case strings.EqualFold(r.Error.Reason(), "ForbiddenByConnection"):
			return AccessClosed
		case strings.EqualFold(r.Error.Reason(), "ForbiddenByFirewall") && e.vault == nil:
			return AccessRestricted
		}
	}
	return AccessUnknown
}

// publicAccessOpen reports a vault with an effective connection that still takes requests from all networks.
func publicAccessOpen(e *Evidence) []Finding {
	access, cites := e.openness()
	if access == AccessUnknown && e.vault != nil {
		return []Finding{open(e.id.name, nil, NeedVault)}
	}
	if access != AccessOpen {
		return nil
	}
	if len(e.effectiveEndpoints()) == 0 {
		if len(e.endpointsOfVault()) == 0 && e.connectionsListed().File == "" {
			return []Finding{open(e.id.name, nil, NeedConnections)}
		}
		return []Finding{idle(e.id.name, nil)}
	}
	return []Finding{fail(e.id.name, nil, fmt.Sprintf("vault %s has a private endpoint and still takes requests from all networks", e.id.name), cites...)}
}

// refusals reports clients whose request was refused with an error that match accepts.
func (e *Evidence) refusals(match func(*parse.ServiceError) bool, detail string) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		for _, r := range e.requestsOf(v) {
			if r.Error != nil && match(r.Error) {
				out = append(out, fail(v.name, v, fmt.Sprintf(detail, v.name), r.At, r.Error.Cite))
			}
		}
	}
	return append(out, e.undecidedRefusals()...)
}

// undecidedRefusals says that a refusal whose text was not captured may be of any kind.
func (e *Evidence) undecidedRefusals() []Finding {
	var out []Finding
	for _, v := range e.clients() {
		for _, r := range e.requestsOf(v) {
			if b := r.Last(); b != nil && b.Status == 403 && (r.Error == nil || r.Error.Message == "") && !e.foreign(r) {
				out = append(out, open(v.name, v, NeedRequests))
			}
		}
	}
	return append(out, e.undecidedRequests()...)
}

// inner matches errors by their inner code.
func inner(codes ...string) func(*parse.ServiceError) bool {
	return func(s *parse.ServiceError) bool {
		for _, c := range codes {
			if strings.EqualFold(s.Reason(), c) {
				return true
			}
		}
		return false
	}
}

// unknownSubnet reports whether a refusal is of a request over a service endpoint.
func unknownSubnet(s *parse.ServiceError) bool {
	return inner("ForbiddenByFirewall")(s) && strings.Contains(s.Message, "from unknown subnet")
}

// blockedByFirewall reports clients refused by the vault's firewall.
func blockedByFirewall(e *Evidence) []Finding {
	return e.refusals(func(s *parse.ServiceError) bool { return inner("ForbiddenByFirewall")(s) && !unknownSubnet(s) },
		"the vault's firewall refused the request of %s: it came from the Internet, not by Private Link")
}

// blockedPublicDisabled reports clients refused because public access is disabled.
func blockedPublicDisabled(e *Evidence) []Finding {
	return e.refusals(inner("ForbiddenByConnection"),
		"the vault refused the request of %s: public access is disabled and the request did not come by Private Link")
}

// subnetNotAllowed reports clients refused although they come over a service endpoint.
func subnetNotAllowed(e *Evidence) []Finding {
	return e.refusals(unknownSubnet,
		"the vault's firewall refused the request of %s: it came over a service endpoint from a subnet without a rule")
}

// identityNotNetwork reports clients that were let in and lack rights.
func identityNotNetwork(e *Evidence) []Finding {
	return e.refusals(inner("ForbiddenByRbac", "AccessDenied", "ForbiddenByPolicy"),
		"the vault took the request of %s and refused the caller: its rights are missing, not its way to the vault")
}

// unneededRules reports firewall rules that no client needs, since all arrive by Private Link.
func unneededRules(e *Evidence) []Finding {
	if e.vault == nil || !e.vault.Detailed || len(e.clients()) == 0 {
		return nil
	}
	e.saw(NeedVault)
	if e.vault.ACLs == nil {
		if strings.EqualFold(e.vault.PublicNetworkAccess.Value, "Enabled") {
			return nil // absent rules beside an explicit Enabled: there are none
		}
		return []Finding{open(e.id.name, nil, NeedVault)}
	}
	rules := append(append([]parse.Text{}, e.vault.ACLs.IPRules...), e.vault.ACLs.NetworkRules...)
	if a := e.vault.ACLs; a.IPRulesAt.File == "" || a.NetworkRulesAt.File == "" {
		return []Finding{open(e.id.name, nil, NeedVault)}
	}
	if len(rules) == 0 {
		return nil
	}
	var cites []parse.Cite
	for _, r := range rules {
		cites = append(cites, r.Cite)
	}
	for _, v := range e.clients() {
		if !e.arrivedPrivately(v) {
			return []Finding{open(e.id.name, nil, NeedRequests)}
		}
	}
	detail := fmt.Sprintf("the vault's firewall has %d rule(s), and every captured client arrives by Private Link without them", len(rules))
	return []Finding{fail(e.id.name, nil, detail, cites[:min(len(cites), 5)]...)}
}

// perimeter reports a vault inside a network security perimeter.
func perimeter(e *Evidence) []Finding {
	e.saw(NeedVault)
	if e.vault != nil && !e.vault.PublicNetworkAccess.Known() {
		return []Finding{open(e.id.name, nil, NeedVault)}
	}
	if e.vault == nil || !strings.EqualFold(e.vault.PublicNetworkAccess.Value, "SecuredByPerimeter") {
		return nil
	}
	return []Finding{fail(e.id.name, nil, "a network security perimeter governs public access; requests by private endpoint are exempt",
		e.vault.PublicNetworkAccess.Cite)}
}
