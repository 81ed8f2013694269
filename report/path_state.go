package report

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// A survey holds what the diagnosis says that concerns one client.
type survey struct {
	d        *analyze.Diagnosis
	client   analyze.ClientPath
	roots    []*analyze.Finding // by their place in Diagnosis.RootCauses; nil where one does not concern the client
	codes    []string           // of the findings that are its own, or follow from its roots
	findings []*analyze.Finding // those findings
	lookups  []analyze.LookupFact
	requests []analyze.RequestFact
}

// surveyOf collects what concerns a client; with an empty name, what concerns the deployment.
func surveyOf(d *analyze.Diagnosis, c analyze.ClientPath) *survey {
	s := &survey{d: d, client: c, roots: make([]*analyze.Finding, len(d.RootCauses))}
	for _, i := range c.RootCauses {
		if i < len(d.RootCauses) {
			s.roots[i] = &d.RootCauses[i]
		}
	}
	for i := range d.Findings {
		if f := &d.Findings[i]; s.concerned(f) {
			s.findings = append(s.findings, f)
			s.codes = append(s.codes, f.Code)
		}
	}
	for _, l := range d.Facts.Lookups {
		if l.Vantage == c.Vantage && c.Vantage != "" && !l.Control && s.isHost(string(l.Query)) {
			s.lookups = append(s.lookups, l)
		}
	}
	for _, r := range d.Facts.Requests {
		if r.Vantage == c.Vantage && c.Vantage != "" && (r.URL == "" || s.isHost(hostOf(string(r.URL)))) {
			s.requests = append(s.requests, r)
		}
	}
	return s
}

// isHost reports whether a name is the vault's.
func (s *survey) isHost(name string) bool {
	return name != "" && strings.EqualFold(strings.TrimSuffix(name, "."), string(s.d.Vault.Host))
}

// concerned reports whether a finding concerns the client: its own, one of its roots, or an effect of one of them.
func (s *survey) concerned(f *analyze.Finding) bool {
	if f.Vantage != "" {
		return string(f.Vantage) == s.client.Vantage
	}
	return slices.ContainsFunc(s.roots, func(root *analyze.Finding) bool {
		return root != nil && (sameFinding(root, f) || slices.Contains(f.ExplainedBy, root.Code))
	})
}

// sameFinding reports whether two findings are one.
func sameFinding(a, b *analyze.Finding) bool {
	return a.Code == b.Code && a.Subject == b.Subject && a.Vantage == b.Vantage
}

// has reports whether any of the codes was found for the client.
func (s *survey) has(codes ...string) bool {
	return slices.ContainsFunc(codes, func(c string) bool { return slices.Contains(s.codes, c) })
}

// breaks returns the roots that lie at a station.
func (s *survey) breaks(at Station) []Break {
	var out []Break
	for i, f := range s.roots {
		if f == nil || StationOf(f.Code) != at {
			continue
		}
		out = append(out, Break{Number: i + 1, Finding: f, Certain: len(f.Candidates) == 0, Harmless: s.harmless(f)})
	}
	return out
}

// harmless reports whether a root does not stand in the way of the client's requests: they get through all the same, or it
// is a warning, unless an error of the client follows from it and from no root that is an error. A service endpoint is a
// warning, and yet no Private Link.
func (s *survey) harmless(root *analyze.Finding) bool {
	if s.client.PrivatePath == analyze.PathWorking {
		return true
	}
	if root.Severity == analyze.Error || root.Code == "KV707" && s.client.PrivatePath == analyze.PathBroken {
		return false
	}
	return !slices.ContainsFunc(s.findings, func(f *analyze.Finding) bool {
		return f.Severity == analyze.Error && slices.Contains(f.ExplainedBy, root.Code) &&
			!slices.ContainsFunc(s.roots, func(r *analyze.Finding) bool {
				return r != nil && r.Severity == analyze.Error && slices.Contains(f.ExplainedBy, r.Code)
			})
	})
}

// also returns the codes of the errors and warnings at a station that are no roots, with the roots that they follow from
// where those lie on another client's path.
func (s *survey) also(at Station) []string {
	var out []string
	for _, f := range s.findings {
		root := slices.ContainsFunc(s.roots, func(r *analyze.Finding) bool { return r != nil && sameFinding(r, f) })
		if root || f.Severity == analyze.Notice || StationOf(f.Code) != at {
			continue
		}
		text := f.Code
		if n := s.rootElsewhere(f); n > 0 {
			text = fmt.Sprintf("%s from root cause %d", f.Code, n)
		}
		out = add(out, text)
	}
	return out
}

// rootElsewhere returns the number of the root that explains a finding and is none of the client's own; 0 if there is none.
func (s *survey) rootElsewhere(f *analyze.Finding) int {
	n := 0
	for i := range s.roots {
		if !slices.Contains(f.ExplainedBy, s.d.RootCauses[i].Code) {
			continue
		}
		if s.roots[i] != nil {
			return 0
		}
		if n == 0 {
			n = i + 1
		}
	}
	return n
}

// undecided returns the codes at a station that may be behind a root which is a symptom.
func (s *survey) undecided(at Station) []string {
	var out []string
	for _, f := range s.roots {
		if f == nil {
			continue
		}
		for _, code := range f.Candidates {
			if StationOf(code) == at && !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}

// affected reports whether an error that is no root shows at a station.
func (s *survey) affected(at Station) bool {
	return slices.ContainsFunc(s.findings, func(f *analyze.Finding) bool {
		return f.Severity == analyze.Error && len(f.ExplainedBy) > 0 && StationOf(f.Code) == at
	})
}

// state judges a stop.
func (s *survey) state(stop *Stop, detour *Detour) StopState {
	state := s.bare(stop, detour)
	if state == Good && len(stop.Breaks) > 0 || state == Affected && s.client.PrivatePath == analyze.PathWorking {
		return Attention
	}
	return state
}

// bare is state without regard to faults that do not stand in the way. The order matters: what was found comes before what
// follows from it, and that before what the checks that passed show.
func (s *survey) bare(stop *Stop, detour *Detour) StopState {
	switch {
	case stop.Broken() && !slices.ContainsFunc(stop.Breaks, func(b Break) bool { return b.Certain && !b.Harmless }):
		return Suspect
	case stop.Broken():
		return Broken
	case s.affected(stop.Station), stop.Station == AtVault && detour != nil && detour.Seen:
		return Affected
	case s.client.PrivatePath == analyze.PathWorking && s.provenByArrival(stop.Station):
		return Good
	case s.passedBy(stop.Station, detour):
		return NotReached
	case len(stop.Undecided) == 0 && s.client.Doubt == "" && s.shown(stop.Station):
		return Good
	}
	return NotKnown
}

// provenByArrival reports whether a client that gets through shows a station to be in order: but for the two that a hosts
// file can stand in for, where the alias must have been seen.
func (s *survey) provenByArrival(at Station) bool {
	switch at {
	case AtAlias, AtZone:
		return s.sawAlias()
	case AtResolver:
		return s.answered()
	}
	return true
}

// passedBy reports whether the requests do not get to a station, by what was observed on the client.
func (s *survey) passedBy(at Station, detour *Detour) bool {
	noAddress := s.has("KV504", "KV505", "KV507", "KV513", "KV703") && !s.answered()
	elsewhere := s.has("KV503", "KV506", "KV712") || noAddress
	switch at {
	case AtAlias, AtZone:
		return s.has("KV505") && !s.answered()
	case AtEndpoint:
		return detour != nil || elsewhere
	case AtVault:
		return detour == nil && (elsewhere || s.has("KV701", "KV702", "KV709"))
	}
	return false
}

// answered reports whether a lookup of the vault's name on the client had an answer.
func (s *survey) answered() bool {
	return slices.ContainsFunc(s.lookups, func(l analyze.LookupFact) bool { return l.Outcome == "answer" })
}

// sawAlias reports whether a lookup of the vault's name on the client passed the privatelink alias.
func (s *survey) sawAlias() bool {
	return slices.ContainsFunc(s.lookups, func(l analyze.LookupFact) bool { return slices.ContainsFunc(l.Chain, s.isAlias) })
}

// isAlias reports whether a name is the vault's privatelink name.
func (s *survey) isAlias(name string) bool {
	zone := string(s.d.Vault.Zone)
	return zone != "" && strings.EqualFold(strings.TrimSuffix(name, "."), string(s.d.Vault.Name)+"."+zone)
}

// The checks that must have passed before a station is called in order.
var (
	aliasChecks    = []string{"KV501", "KV514"}
	answerChecks   = []string{"KV501", "KV502", "KV503", "KV504", "KV506", "KV507", "KV510"} // KV509 needs two lookups, and fails if they differ
	endpointChecks = []string{"KV201", "KV202", "KV203", "KV204", "KV205", "KV206", "KV207", "KV208", "KV401"}
	wayChecks      = []string{"KV806", "KV807", "KV808"}
)

// shown reports whether the checks that passed show a station to be in order.
func (s *survey) shown(at Station) bool {
	switch at {
	case AtClient:
		return s.passed("KV101")
	case AtResolver:
		return s.answered()
	case AtAlias:
		return s.sawAlias() && s.passed(aliasChecks...)
	case AtZone:
		return s.answered() && s.sawAlias() && s.passed(answerChecks...)
	case AtEndpoint:
		if len(s.connections()) == 0 || !s.passed(endpointChecks...) {
			return false
		}
		return s.client.Vantage == "" || s.allowed(wayChecks...)
	}
	return false // that a request arrived is the vault's own word, and then the path works
}

// passed reports whether checks came out pass, or do not apply, for the client, at least one of them pass.
func (s *survey) passed(codes ...string) bool {
	return s.allowed(codes...) && slices.ContainsFunc(s.d.Checks, func(c analyze.Check) bool {
		return slices.Contains(codes, c.Code) && (c.Vantage == "" || string(c.Vantage) == s.client.Vantage) && c.Outcome == analyze.Pass
	})
}

// allowed reports whether no check failed for the client, or is undecided.
func (s *survey) allowed(codes ...string) bool {
	return !slices.ContainsFunc(s.d.Checks, func(c analyze.Check) bool {
		return slices.Contains(codes, c.Code) && (c.Vantage == "" || string(c.Vantage) == s.client.Vantage) &&
			c.Outcome != analyze.Pass && c.Outcome != analyze.NotApplicable
	})
}
