package analyze

import (
	"slices"
)

// A remedy is the fix of a code as edits of the model; no edits where names that it needs were not captured.
type remedy struct {
	code  string
	edits func(*Evidence, Finding) []Edit
	// helped tells whether a machine is helped, and what the model predicts for it.
	helped func(*Evidence, *vantage) (fate, string)
}

// remedies are the fixes that can be tried on the model.
var remedies = []remedy{
	{"KV202", approveIt, resolvesRight},
	{openAccess, closeIt, staysIn},
	{"KV601", makeZone, resolvesRight},
	{"KV602", makeZone, resolvesRight},
	{"KV603", linkIt, resolvesRight},
	{"KV604", linkIt, resolvesRight},
	{"KV605", recordIt, resolvesRight},
	{"KV606", recordIt, resolvesRight},
	{"KV607", recordIt, resolvesRight},
	{"KV608", recordIt, resolvesRight},
	{"KV610", recordIt, resolvesRight},
	{"KV611", recordIt, resolvesRight},
	{"KV612", unshadowIt, resolvesRight},
	{"KV615", splitIt, resolvesRight},
	{"KV616", replaceWildcard, resolvesRight},
	{"KV801", followIt, resolvesRight},
	{"KV802", dropHosts, resolvesRight},
	{"KV803", followIt, resolvesRight},
	{"KV806", peerIt, arrives},
	{"KV807", peerIt, arrives},
	{"KV812", followIt, resolvesRight},
	{"KV813", followIt, resolvesRight},
}

// approveIt approves the endpoint's connection; where a zone that answers a client lacks the record, which a zone group
// writes upon approval, that belongs to it.
func approveIt(e *Evidence, f Finding) []Edit {
	edits := editsWith("approve", f.place.endpoint)
	for _, ep := range e.endpointsOfVault() {
		if ep.id != f.place.endpoint || e.forwarding.groups != nil {
			continue // the captured zone groups say what is written
		}
		for _, u := range e.zonesInUse() {
			if u.zone.record(e.id.name) == nil && len(e.addresses(ep)) > 0 {
				edits = append(edits, editsWith("set-record", u.zone.idText(), e.id.name, e.addressFor(ep))...)
			}
		}
	}
	return edits
}

// closeIt closes public access.
func closeIt(*Evidence, Finding) []Edit { return []Edit{newEdit("close-public-access")} }

// makeZone makes the zone with the vault's record, linked to the networks that resolve for the clients.
func makeZone(e *Evidence, f Finding) []Edit {
	edits := editsWith("set-record", e.id.svc.zone, e.id.name, e.value(f, "address"))
	for i, n := range e.resolvingFor(f) {
		if i == 0 {
			edits = append(editsWith("create-zone", e.id.svc.zone, n.id), edits...)
		} else {
			edits = append(edits, editsWith("link", e.id.svc.zone, n.id)...)
		}
	}
	return edits
}

// resolvingFor returns the networks that resolve for the clients that a finding concerns, else the one that it names.
func (e *Evidence) resolvingFor(f Finding) []*network {
	var out []*network
	for _, v := range f.place.vantages {
		if n, _ := e.resolvesIn(v); n != nil && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if n := e.networkByID(f.values["network_id"]); n != nil && out == nil {
		out = append(out, n)
	}
	return out
}

// linkIt links the zone to the network that the finding names.
func linkIt(_ *Evidence, f Finding) []Edit { return editsWith("link", f.zone, f.values["network_id"]) }

// recordIt gives the zone the vault's record with the endpoint's address.
func recordIt(e *Evidence, f Finding) []Edit {
	return editsWith("set-record", f.zone, e.id.name, e.value(f, "address"))
}

// unshadowIt removes the parent zone's link, and gives the zone that then decides the vault's record where it has none.
func unshadowIt(e *Evidence, f Finding) []Edit {
	edits := editsWith("unlink", f.zone, f.values["network_id"])
	for _, z := range e.exactZones() {
		if z.linkTo(f.values["network_id"]) != nil && z.record(e.id.name) == nil {
			edits = append(edits, editsWith("set-record", z.idText(), e.id.name, e.known("address"))...)
		}
	}
	return edits
}

// splitIt gives a network a zone of its own with the address of its own endpoint.
func splitIt(e *Evidence, f Finding) []Edit {
	network := f.values["network_id"]
	edits := append(editsWith("unlink", f.zone, network), editsWith("create-zone", e.id.svc.zone, network)...)
	return append(edits, editsWith("set-record", newZoneID(e.id.svc.zone), e.id.name, f.values["address"])...)
}

// replaceWildcard gives the zone the vault's own record and takes its wildcard away.
func replaceWildcard(e *Evidence, f Finding) []Edit {
	return append(recordIt(e, f), editsWith("drop-record", f.zone, "*")...)
}

// followIt takes away what overrides the machine's DNS.
func followIt(_ *Evidence, f Finding) []Edit { return editsWith("follow", string(f.Vantage)) }

// dropHosts takes the vault's name out of the machine's hosts file.
func dropHosts(_ *Evidence, f Finding) []Edit { return editsWith("drop-hosts", string(f.Vantage)) }

// peerIt joins the client's network and the endpoint's.
func peerIt(_ *Evidence, f Finding) []Edit {
	return editsWith("peer", f.values["network_id"], f.values["remote_network_id"])
}

// editsWith returns an edit, or none where one of its arguments is not known.
func editsWith(name string, args ...string) []Edit {
	if slices.Contains(args, "") {
		return nil
	}
	return []Edit{newEdit(name, args...)}
}

// value returns a value of a finding, else what the evidence as a whole says.
func (e *Evidence) value(f Finding, name string) string {
	if v := f.values[name]; v != "" {
		return v
	}
	return e.known(name)
}

// resolvesRight tells whether a machine gets the address of an effective endpoint that it is not shown to be cut off from.
func resolvesRight(e *Evidence, v *vantage) (fate, string) {
	p := e.sees(v)
	is, says := e.rightEnd(p), e.id.host+" -> "+p.ends()+" from "+v.place()
	if j := e.journeyOf(v); is == yes && j.through == no {
		return no, says + ", but a request " + j.says
	}
	return is, says
}

// rightEnd tells whether a prediction ends at effective endpoints of the vault.
func (e *Evidence) rightEnd(p *prediction) fate {
	switch {
	case !p.known():
		return unknown
	case p.outcome != "answer" || len(p.addresses) == 0:
		return no
	}
	for _, a := range p.addresses {
		if is := e.right(a.Addr); is != yes {
			return is
		}
	}
	return yes
}

// place names where a machine stands: its network, else itself.
func (v *vantage) place() string {
	if v.network != nil {
		return v.network.name
	}
	return v.name
}

// arrives tells whether a machine's requests arrive by Private Link.
func arrives(e *Evidence, v *vantage) (fate, string) {
	j := e.journeyOf(v)
	says := "a request of " + v.name + " " + j.says
	if j.through == yes && j.way != wayPrivateLink {
		return no, says
	}
	return j.through, says
}

// staysIn tells whether a machine's requests are still taken.
func staysIn(e *Evidence, v *vantage) (fate, string) {
	j := e.journeyOf(v)
	return j.through, "a request of " + v.name + " " + j.says
}
