package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// judge sets the answers of a diagnosis: verdict, private path, public access, headline.
func (e *Evidence) judge(d *Diagnosis) {
	d.PrivatePath = e.privatePath(d.Findings)
	d.PublicAccess = e.publicAccess()
	d.Verdict = verdict(d.Findings, d.PrivatePath)
	d.Headline = e.headline(d)
}

// Counts reports whether a finding counts for the verdict and for --fail-on: findings about the evidence
// itself do not, except altered files, nor do accepted ones.
func (f Finding) Counts() bool {
	return !f.Accepted && (!strings.HasPrefix(f.Code, "KV0") || f.Code == "KV006")
}

// verdict sums up a case.
func verdict(findings []Finding, path PrivatePath) Verdict {
	worst := Notice
	for _, f := range findings {
		if f.Counts() && severityOrder[f.Severity] < severityOrder[worst] {
			worst = f.Severity
		}
	}
	switch {
	case worst == Error:
		return Problem
	case worst == Warning:
		return Attention
	case path == PathWorking:
		return Healthy
	}
	return Inconclusive
}

// privatePath tells whether the clients' requests arrive by Private Link: broken as soon as one client is
// shown not to get through, working where at least one is shown to and none against.
func (e *Evidence) privatePath(findings []Finding) PrivatePath {
	breaks := breakingErrors(findings)
	path := PathUnknown
	for _, v := range e.clients() {
		if e.shownBroken(v, breaks) {
			return PathBroken
		}
		if e.works(v) {
			path = PathWorking
		}
	}
	if path == PathWorking && e.doomed() != nil {
		return PathUnknown
	}
	if path == PathWorking && e.idleUnplaced().File != "" {
		path = PathUnknown
	}
	if len(e.clients()) == 0 && e.shownBroken(nil, breaks) {
		return PathBroken
	}
	return path
}

// doomed returns a client that was not seen to get through and, by what the exports predict, does not; nil if there is none.
func (e *Evidence) doomed() *vantage {
	for _, v := range e.clients() {
		if !e.works(v) && !e.arrivedPrivately(v) && e.travel(v, e.predict(v)).through == no {
			return v
		}
	}
	return nil
}

// breakingErrors returns the findings that show private access not to work.
func breakingErrors(findings []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Severity != Error || f.mayWork || !breaking(f.Code) })
}

// shownBroken reports whether a client is shown not to get through: by what was observed on it, or by the
// exports, unless it was observed to get through.
func (e *Evidence) shownBroken(v *vantage, breaks []Finding) bool {
	if v != nil && e.cameByService(v) && !e.arrivesAllTheSame(v) {
		return true
	}
	for _, f := range breaks {
		if f.Vantage != "" {
			if v != nil && string(f.Vantage) == v.name && !e.arrivesAllTheSame(v) {
				return true
			}
			continue
		}
		concerns := v == nil || len(f.place.vantages) == 0
		for _, other := range f.place.vantages {
			concerns = concerns || other == v
		}
		if concerns && (v == nil || !e.arrivesAllTheSame(v)) {
			return true
		}
	}
	return false
}

// cameByService reports whether the vault itself said that a vantage's request by name came over a service endpoint.
func (e *Evidence) cameByService(v *vantage) bool {
	return slices.ContainsFunc(e.namedRequests(v), func(r *request) bool {
		return r.NetworkInfo != nil && strings.EqualFold(r.NetworkInfo.ConnType, "Subnet")
	})
}

// arrivesAllTheSame reports whether the vault itself said that the vantage's requests by name come by Private
// Link, and no request of it failed or came otherwise: whatever is wrong, it does get through.
func (e *Evidence) arrivesAllTheSame(v *vantage) bool {
	if !e.arrivedPrivately(v) || e.unsettledRefusal(v) != nil || e.refused(v) {
		return false
	}
	for _, r := range e.namedRequests(v) {
		if w := e.way(r); w == wayPublic || w == wayService || (r.Last() == nil && r.Failure != nil) || e.foreign(r) {
			return false
		}
	}
	return true
}

// headline says in one sentence what to know.
func (e *Evidence) headline(d *Diagnosis) string {
	open := d.OpenRoots()
	switch {
	case e.recognised == 0:
		return "Nothing in the bundle is of a known kind."
	case len(e.id.all) > 1:
		return fmt.Sprintf("The captures speak of several vaults (%s): --vault says which one to diagnose.", strings.Join(e.id.all, ", "))
	case e.id.name == "" && len(d.RootCauses) == 0:
		return "No vault is named in the captures, so nothing can be said of one."
	case len(open) > 0:
		return sentence(lead(d, open[0]) + open[0].Detail)
	case acceptedHeadline(d) != "":
		return acceptedHeadline(d)
	case d.PrivatePath == PathWorking && e.serverErrors() != 0:
		return fmt.Sprintf("Requests of %s reach %s by Private Link, and it answers %d.", e.workingClients(), e.id.host, e.serverErrors())
	case d.PrivatePath == PathWorking:
		return fmt.Sprintf("Requests of %s reach %s by Private Link.", e.workingClients(), e.id.host)
	}
	return "It cannot be told whether requests reach " + e.id.host + " by Private Link: " + e.thin() + "."
}

// lead opens the headline of a case that has a root.
func lead(d *Diagnosis, first Finding) string {
	switch {
	case first.Code == "KV006":
		return "" // about the evidence, not about the path
	case d.PrivatePath == PathBroken && (first.Severity == Error || first.Code == "KV707" || explainsError(d, first.Code)):
		return "Requests do not use Private Link: "
	case d.PrivatePath == PathWorking:
		return "Private Link works, but: "
	}
	return ""
}

// explainsError reports whether a finding is behind an error.
func explainsError(d *Diagnosis, code string) bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool {
		return f.Severity == Error && slices.Contains(f.ExplainedBy, code)
	})
}

// sentence begins a text with a capital, unless that may be a name, and ends it with a period.
func sentence(s string) string {
	if strings.HasPrefix(s, "the ") || strings.HasPrefix(s, "no ") {
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	return strings.TrimSuffix(s, ".") + "."
}

// workingClients names the clients that are shown to get through.
func (e *Evidence) workingClients() string {
	var vs []*vantage
	for _, v := range e.clients() {
		if e.works(v) {
			vs = append(vs, v)
		}
	}
	return vantageNamesOf(vs)
}

// thin says what is missing for an answer.
func (e *Evidence) thin() string {
	clients := e.clients()
	if len(clients) == 0 {
		return "nothing was captured on a client"
	}
	name, request, hearsay := false, false, ""
	for _, v := range clients {
		if t := e.unsettledRefusal(v); t != nil && e.nameRight(v) && e.arrivedPrivately(v) {
			return fmt.Sprintf("a request arrived, but line %d of %s tells of a refusal that no captured request shows", t.Cite.Line, t.Cite.File)
		}
		hearsay = cmp.Or(hearsay, e.hearsay(v))
		name = name || e.nameRight(v)
		request = request || e.arrivedPrivately(v)
	}
	if v := e.doomed(); v != nil && slices.ContainsFunc(clients, e.works) {
		return "a request of " + v.name + ", by what the exports predict, " + e.travel(v, e.predict(v)).says
	}
	switch {
	case name && request && e.idleUnplaced().File != "":
		at := e.idleUnplaced()
		return fmt.Sprintf("%s:%d tells of a connection that is not approved, and not of which service", at.File, at.Line)
	case hearsay != "" && !(name && request):
		return "what would show it stands " + hearsay
	case name && !request:
		return "the name resolves privately, and no captured request shows where it arrives"
	case request && !name:
		return "a request arrived privately, and no captured lookup shows the name to resolve to the endpoint"
	case name && request:
		return "no one machine shows both the name and a request"
	}
	return "neither a lookup nor a request of a client shows the private path"
}
