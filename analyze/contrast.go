package analyze

import (
	"slices"
	"strings"
)

// A Contrast sets a client that gets through beside one that does not: the premises in which they differ hold the reason.
type Contrast struct {
	Works   string       `json:"works"`   // a client that is shown to get through
	Fails   string       `json:"fails"`   // one that is shown not to
	Differs []Difference `json:"differs"` // never nil; empty where nothing that was captured of both differs
}

// A Difference is a premise that was captured of both clients and is not the same.
type Difference struct {
	Premise string `json:"premise"`
	Works   string `json:"works"`
	Fails   string `json:"fails"`
}

// A premise is something that decides where a client's requests go; its value is empty where it was not captured.
type premise struct {
	name  string
	value func(*Evidence, *vantage) string
}

// premises are in the order of the way from the name to the vault.
var premises = []premise{
	{"hosts file", hostsPremise},
	{"name servers", serversPremise},
	{"network that resolves", resolvingPremise},
	{"zone linked to it", linkPremise},
	{"network", func(_ *Evidence, v *vantage) string {
		if v.network == nil {
			return ""
		}
		return v.network.name
	}},
	{"peering with the endpoint's network", peeringPremise},
}

// hostsPremise tells the address that a client's hosts file gives the vault.
func hostsPremise(e *Evidence, v *vantage) string {
	if a := e.hostsAddress(v); a != nil {
		return a.Addr.String()
	}
	if v.hostsFile == nil {
		return ""
	}
	return "no line for the vault"
}

// serversPremise tells a client's name servers.
func serversPremise(e *Evidence, v *vantage) string {
	var out []string
	for _, a := range distinct(e.serversOf(v)) {
		out = append(out, a.Addr.String())
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// resolvingPremise tells the network whose Azure DNS answers a client.
func resolvingPremise(e *Evidence, v *vantage) string {
	if n, _ := e.resolvesIn(v); n != nil {
		return n.name
	}
	return ""
}

// linkPremise tells whether an exported zone of the name is linked to the network that resolves for a client.
func linkPremise(e *Evidence, v *vantage) string {
	n, _ := e.resolvesIn(v)
	if n == nil || len(e.exactZones()) == 0 {
		return ""
	}
	for _, z := range e.exactZones() {
		if _, listed := e.linksOf(z); z.linkTo(n.id) != nil {
			return "yes"
		} else if listed == nil {
			return ""
		}
	}
	return "no"
}

// peeringPremise tells how a client's network is joined to that of the endpoint it is led to.
func peeringPremise(e *Evidence, v *vantage) string {
	eps := e.candidateEndpoints(v)
	if v.network == nil || len(eps) != 1 {
		return ""
	}
	if eps[0].networkID == v.network.id {
		return "the same network"
	}
	state, _ := e.peering(v.network, eps[0].networkID)
	return map[join]string{joinNone: "none", joinThird: "by way of a third network only", joinBroken: "not connected on both sides", joinConnected: "connected"}[state]
}

// contrasts compares every client that is shown not to get through with the first that is shown to.
func (e *Evidence) contrasts(findings []Finding) []Contrast {
	out := []Contrast{}
	i := slices.IndexFunc(e.clients(), e.works)
	if i < 0 {
		return out
	}
	good := e.clients()[i]
	breaks := breakingErrors(findings)
	for _, v := range e.clients() {
		if v == good || !e.shownBroken(v, breaks) {
			continue
		}
		c := Contrast{Works: good.name, Fails: v.name, Differs: []Difference{}}
		for _, p := range premises {
			if a, b := p.value(e, good), p.value(e, v); a != "" && b != "" && a != b {
				c.Differs = append(c.Differs, Difference{Premise: p.name, Works: a, Fails: b})
			}
		}
		out = append(out, c)
	}
	return out
}

// candidates returns the codes that may be what is behind a symptom that stands as a root: they would explain it, and the
// evidence does not decide them.
func candidates(f *Finding, checks []Check) []string {
	out := []string{}
	if !strings.ContainsRune("357", rune(f.Code[2])) {
		return out
	}
	behind := map[string]bool{}
	for _, c := range checks {
		if c.Outcome != Unknown || c.Vantage != "" && f.Vantage != "" && c.Vantage != f.Vantage {
			continue
		}
		if _, known := behind[c.Code]; !known {
			behind[c.Code] = slices.ContainsFunc(edges(c.Code), func(effect string) bool { return strings.HasPrefix(effect, f.Code) })
		}
		if behind[c.Code] {
			out = addCode(out, c.Code)
		}
	}
	return out
}
