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
	{"KV301", closeIt, staysIn},
	{"KV601", makeZone, resolvesRight},
	{"KV602", makeZone, resolvesRight},
	{"KV603", linkIt, resolvesRight},
	{"KV604", linkIt, resolvesRight},
	{"KV605", recordIt, resolvesRight},
	{"KV606", recordIt, resolvesRight},
	{"KV607", recordIt, resolvesRight},
	{"KV608", recordIt, resolvesRight},
	{"KV610", recordIt, resolvesRight},
	{"KV611", relinkIt, resolvesRight},
	{"KV614", recordIt, resolvesRight},
	{"KV616", recordIt, resolvesRight},
	{"KV801", followIt, resolvesRight},
	{"KV802", dropHosts, resolvesRight},
	{"KV803", followIt, resolvesRight},
	{"KV806", peerIt, arrives},
	{"KV807", peerIt, arrives},
	{"KV812", followIt, resolvesRight},
	{"KV813", followIt, resolvesRight},
}

// approveIt approves the endpoint's connection.
func approveIt(_ *Evidence, f Finding) []Edit { return editsWith("approve", f.place.endpoint) }

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

// relinkIt links the network to the zone that has the record in place of the one that lacks it.
func relinkIt(e *Evidence, f Finding) []Edit {
	var edits []Edit
	for _, z := range e.exactZones() {
		if n := e.networkByID(f.values["network_id"]); n != nil && z.linkTo(n.id) != nil {
			edits = append(edits, editsWith("unlink", z.idText(), n.id)...)
		}
	}
	return append(edits, linkIt(e, f)...)
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

// resolvesRight tells whether a machine gets the address of an effective endpoint.
func resolvesRight(e *Evidence, v *vantage) (fate, string) {
	p := e.sees(v)
	return e.rightEnd(p), e.id.host + " -> " + p.ends() + " from " + v.place()
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
	var every []Edit
	for i := range all {
		if f := &all[i]; isRoot(f) && len(roots) < mostProofs {
			if r, ok := remedyOf(f.Code); ok && r.edits(e, *f) != nil {
				roots = append(roots, f)
				every = append(every, r.edits(e, *f)...)
			}
		}
	}
	for _, f := range roots {
		r, _ := remedyOf(f.Code)
		e.proveOne(f, r, r.edits(e, *f), every)
	}
}

// proveOne tries one fix, alone and, where that is not enough, with the fixes of the other roots.
func (e *Evidence) proveOne(f *Finding, r remedy, own, every []Edit) {
	t, ok := e.try(*f, r, own)
	if !ok {
		return
	}
	f.noEffect = t.effect == no
	if t.settles() {
		f.Fix.Proof = Proof{State: Proven, Predicts: Opt(t.says)}
		return
	}
	together, ok := e.try(*f, r, every)
	ok = ok && len(every) > len(own) && together.settles()
	switch {
	case len(t.cut) > 0 && ok:
		f.Fix.Summary = "Only after the other root causes are fixed, since it would cut off " + strings.Join(t.cut, ", ") + " today: " + f.Fix.Summary
		f.Fix.Proof = Proof{State: Proven, Predicts: Opt("after the other fixes: " + together.says)}
	case len(t.cut) > 0:
		f.Fix.refute("it cuts off " + strings.Join(t.cut, ", ") + ", which the vault lets in today")
	case (t.helped == no || !t.gone) && ok:
		f.Fix.Proof = Proof{State: Proven, Predicts: Opt("together with the other fixes: " + together.says)}
	case !t.gone:
		f.Fix.refute("the model still shows the fault: " + t.says)
	}
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
