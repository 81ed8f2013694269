package analyze

import (
	"slices"
	"strings"
)

// The states of a proof.
const (
	Proven      = "proven"
	NotModelled = "not_modelled"
	Refuted     = "refuted"
)

// openAccess is the fault whose repair changes nothing for those who arrive rightly, and comes last for all others.
const openAccess = "KV301"

// mostProofs is how many roots have their fix tried on the model. Each trial reads all of the evidence again.
const mostProofs = 24

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
	{"KV614", recordIt, resolvesRight},
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
		if ep.id != f.place.endpoint {
			continue
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

// prove tries the fixes of the roots among the findings on the model.
func (e *Evidence) prove(all []Finding) {
	var roots []*Finding
	var rest others
	for i := range all {
		f := &all[i]
		if !isRoot(f) {
			continue
		}
		r, ok := remedyOf(f.Code)
		if edits := []Edit(nil); ok && len(roots) < mostProofs {
			if edits = r.edits(e, *f); edits != nil {
				roots = append(roots, f)
				rest.edits = append(rest.edits, edits...)
				continue
			}
		}
		rest.unmodelled = rest.unmodelled || f.Severity == Error
	}
	for _, f := range roots {
		r, _ := remedyOf(f.Code)
		e.proveOne(f, r, r.edits(e, *f), rest)
	}
}

// An others holds the fixes of all roots: as edits, and whether there are errors among them that no edit mends.
type others struct {
	edits      []Edit
	unmodelled bool
}

// proveOne tries one fix, alone and, where that is not enough, with the fixes of the other roots.
func (e *Evidence) proveOne(f *Finding, r remedy, own []Edit, rest others) {
	t, ok := e.try(*f, r, own)
	if !ok {
		return
	}
	f.noEffect = t.effect == no && f.Code != openAccess
	if t.settles() {
		if f.Code == "KV202" && len(own) > 1 {
			t.says = "once the zone has the record, which a zone group writes upon approval: " + t.says
		}
		f.Fix.Proof = Proof{State: Proven, Predicts: Opt(t.says)}
		return
	}
	if t.helped != unknown {
		f.Fix.Proof.Predicts = Opt(t.says)
	}
	together, ok := e.try(*f, r, rest.edits)
	more := ok && len(rest.edits) > len(own)
	switch {
	case len(t.cut) > 0 && rest.unmodelled:
		f.Fix.notAlone(f.Code, t.cut)
	case len(t.cut) > 0 && more && len(together.cut) == 0:
		f.Fix.notAlone(f.Code, t.cut)
		if f.Fix.Proof.Predicts = Opt("with the other fixes made: " + together.says); together.settles() {
			f.Fix.Proof.State = Proven
		}
	case len(t.cut) > 0:
		f.Fix.refute("it cuts off " + strings.Join(t.cut, ", ") + ", which the vault lets in today")
	case (t.helped == no || !t.gone) && more && together.settles():
		f.Fix.Proof = Proof{State: Proven, Predicts: Opt("with the other fixes made: " + together.says)}
	case !t.gone:
		f.Fix.refute("the model still shows the fault: " + t.says)
	}
}

// notAlone says that a fix must not be made alone.
func (f *Fix) notAlone(code string, cut []string) {
	how := "Only together with the other fixes"
	if code == openAccess {
		how = "Only after the other root causes are fixed"
	}
	f.Summary = how + ", since alone it would cut off " + strings.Join(cut, ", ") + " today: " + f.Summary
}

// refute takes back a fix that the model shows not to help.
func (f *Fix) refute(why string) {
	f.Summary, f.Commands, f.Verify = "No fix is offered: the usual one was tried on the model, and "+why+".", []string{}, []string{}
	f.Proof = Proof{State: Refuted, Predicts: Opt(why)}
}

// remedyOf returns the remedy of a code.
func remedyOf(code string) (remedy, bool) {
	i := slices.IndexFunc(remedies, func(r remedy) bool { return r.code == code })
	if i < 0 {
		return remedy{}, false
	}
	return remedies[i], true
}
