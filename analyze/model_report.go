package analyze

import "kvdoctor/parse"

// A Prediction is what the exports say that the vault's name leads to, from one machine or network: the resolution model's
// answer, with its reasons. Where they do not settle it, Outcome is null and the last step says what is missing.
type Prediction struct {
	Vantage   Opt           `json:"vantage"`    // empty for a network as a whole
	NetworkID Opt           `json:"network_id"` // of the network whose Azure DNS answers; empty if unknown
	Outcome   Opt           `json:"outcome"`    // as of a lookup
	Chain     []string      `json:"chain"`      // names passed; a public answer's own further names are not predicted
	Addresses []AddressFact `json:"addresses"`  // of a private answer
	Public    bool          `json:"public"`     // the answer is the service's public address
	Request   Opt           `json:"request"`    // what becomes of a request; empty for a network
	LetIn     *bool         `json:"let_in"`     // whether the vault takes it; nil if unknown
	Observed  *bool         `json:"observed"`   // whether lookups on the machine agree; nil where none tells
	Steps     []Reason      `json:"steps"`
}

// A Reason is one link of a prediction's reasoning.
type Reason struct {
	Says  string `json:"says"`
	Cites []Cite `json:"cites"` // may be empty: what follows from the step before
}

// boolOf returns a decided fate as a bool; nil for unknown.
func (f fate) boolOf() *bool {
	if f == unknown {
		return nil
	}
	is := f == yes
	return &is
}

// report puts a prediction into the report's form.
func (p *prediction) report() Prediction {
	out := Prediction{Outcome: Opt(p.outcome), Chain: p.chain, Addresses: addressFacts(p.addresses), Public: p.public, Steps: []Reason{}}
	if p.network != nil {
		out.NetworkID = Opt(p.network.ID.Value)
	}
	for _, s := range p.steps {
		out.Steps = append(out.Steps, Reason{Says: s.says, Cites: citesOf(s.cites...)})
	}
	return out
}

// predictions returns what the model says for every client, and for every captured network in which no client stands.
func (e *Evidence) predictions() []Prediction {
	out := []Prediction{}
	if e.id.name == "" {
		return out
	}
	stands := map[*network]bool{}
	for _, v := range e.clients() {
		p := e.predict(v)
		j := e.travel(v, p)
		switch {
		case !p.known():
			j = journey{}
		case e.obstructed(v):
			j = journey{says: obstructedSays}
		}
		r := p.report()
		r.Vantage, r.Request, r.LetIn, r.Observed = Opt(v.name), Opt(j.says), j.through.boolOf(), e.agrees(v, e.predictDNS(v)).boolOf()
		out = append(out, r)
		stands[v.network] = true
	}
	for _, n := range e.networks {
		if !stands[n] && e.anyZone(func(z *zone) bool { return z.linkTo(n.id) != nil }) {
			out = append(out, e.predictIn(n).report())
		}
	}
	return out
}

// answerUnpredicted reports machines whose DNS answers are not those that the exports predict for their network.
func answerUnpredicted(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		p := e.predictDNS(v)
		switch e.agrees(v, p) {
		case unknown:
			out = append(out, open(v.name, v, NeedLookups, NeedNetworks, NeedZones, NeedLinks, NeedRecords))
		case no:
			out = append(out, e.unpredicted(v, p))
		}
	}
	return out
}

// unpredicted makes the finding of an answer that is not as predicted.
func (e *Evidence) unpredicted(v *vantage, p *prediction) Finding {
	var cites []parse.Cite
	said := ""
	for _, l := range e.lookupsOf(v) {
		if !l.system() && !l.masked() && l.Outcome != parse.Failed && !p.explains(e, l) {
			cites, said = append(cites, l.At), e.outcomeOf(l)
			break
		}
	}
	last := p.steps[len(p.steps)-1]
	cites = append(cites, last.cites...)
	detail := v.name + " is told " + said + " for " + e.id.host + ", while the exports predict " + p.ends() + ": " + last.says
	return fail(v.name, v, detail, cites...)
}
