package report

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// A station is one place on the way of a client's request.
type station struct {
	name  string // our own word
	label string // captured text
	state string // one of the states below
	codes []string
}

// The states of a station.
const (
	stationFine      = "no fault found"
	stationBroken    = "breaks here"
	stationShown     = "breaks here or before" // a symptom: what is behind it is not decided
	stationFault     = "fault found"           // and whether it breaks the path is not known, or it does not
	stationBehind    = "behind the break"
	stationUndecided = "not decided"
)

// says returns the state in words, with the codes of what breaks.
func (s station) says() string {
	if len(s.codes) == 0 {
		return s.state
	}
	return s.state + ": " + strings.Join(s.codes, ", ")
}

// mermaid draws stations as a flowchart, without its fence. It keeps to what old versions of Mermaid know: graph, no
// HTML, no long arrows.
func mermaid(stations []station) string {
	var b strings.Builder
	b.WriteString("graph TD\n")
	for i, s := range stations {
		fmt.Fprintf(&b, "    s%d[\"%s: %s - %s\"]\n", i, s.name, diagramText(clip(Visible(s.label), 80)), s.says())
	}
	for i := 1; i < len(stations); i++ {
		arrow := "-->"
		if s := stations[i].state; s != stationFine && s != stationUndecided {
			arrow = "-.->"
		}
		fmt.Fprintf(&b, "    s%d %s s%d\n", i-1, arrow, i)
	}
	for i, s := range stations {
		switch s.state {
		case stationBroken, stationShown, stationFault:
			fmt.Fprintf(&b, "    style s%d fill:#fdd,stroke:#c00,color:#000\n", i)
		case stationFine:
			fmt.Fprintf(&b, "    style s%d fill:#dfd,stroke:#080,color:#000\n", i)
		}
	}
	return b.String()
}

// diagramText escapes captured text for a quoted label: all but the plainest of ASCII as Mermaid's number entities.
func diagramText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 0x80, 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune(" .,:/-_()+=", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}

// faultsAt are the stations at which checks find a fault, by the longest prefix of the code; the others lie outside the
// path, or do not tell where.
var faultsAt = []struct {
	prefix, name string
}{
	{"KV1", "client"}, {"KV2", "endpoint"}, {"KV3", "vault"}, {"KV4", "endpoint"}, {"KV5", "answer"}, {"KV6", "zone"}, {"KV7", "vault"},
	{"KV510", "client"}, {"KV505", "resolver"}, {"KV701", "endpoint"}, {"KV702", "endpoint"}, {"KV703", "answer"},
	{"KV211", "vault"}, {"KV212", "vault"}, {"KV708", "endpoint"}, {"KV710", "endpoint"}, {"KV711", "client"}, {"KV712", "endpoint"},
	{"KV714", "client"}, {"KV716", "client"}, {"KV717", "client"},
	{"KV80", "resolver"}, {"KV81", "resolver"}, {"KV804", "client"}, {"KV805", "client"}, {"KV806", "endpoint"},
	{"KV807", "endpoint"}, {"KV808", "endpoint"}, {"KV809", "endpoint"},
}

// faultAt returns the name of the station at which a check finds a fault; empty if it does not tell.
func faultAt(code string) string {
	best, name := "", ""
	for _, f := range faultsAt {
		if strings.HasPrefix(code, f.prefix) && len(f.prefix) > len(best) {
			best, name = f.prefix, f.name
		}
	}
	return name
}

// stationsOf returns the path of one client: of the one that the first root is about, else of the first. Nothing where
// no vault is known.
func stationsOf(d *analyze.Diagnosis) []station {
	if d.Vault.Host == "" {
		return nil
	}
	client := clientOf(d)
	out := labels(d, client)
	behind := false
	for i := range out {
		s := &out[i]
		found := faults(d, s.name, client)
		for _, f := range found {
			s.codes = append(s.codes, f.Code)
		}
		switch symptom := slices.ContainsFunc(found, func(f analyze.Finding) bool { return len(f.Candidates) > 0 }); {
		case len(s.codes) > 0 && d.PrivatePath == analyze.PathBroken:
			s.state, behind = map[bool]string{false: stationBroken, true: stationShown}[symptom], true
		case len(s.codes) > 0:
			s.state = stationFault
		case behind:
			s.state = stationBehind
		case s.label != notCaptured && (d.PrivatePath == analyze.PathWorking || decided(d, s.name, client)):
			s.state = stationFine
		default:
			s.state = stationUndecided
		}
	}
	return out
}

// decided reports whether no check at a station of a client's path is unknown.
func decided(d *analyze.Diagnosis, name, client string) bool {
	return !slices.ContainsFunc(d.Checks, func(c analyze.Check) bool {
		return c.Outcome == analyze.Unknown && faultAt(c.Code) == name && (c.Vantage == "" || string(c.Vantage) == client)
	})
}

// faults returns the roots, one of each code, that lie at a station of a client's path: errors, or what else there is where
// the path is broken without one.
func faults(d *analyze.Diagnosis, name, client string) []analyze.Finding {
	errors := slices.ContainsFunc(d.RootCauses, func(f analyze.Finding) bool { return f.Severity == analyze.Error })
	var out []analyze.Finding
	for _, f := range d.RootCauses {
		here := faultAt(f.Code) == name && (f.Vantage == "" || string(f.Vantage) == client)
		counts := f.Severity == analyze.Error || d.PrivatePath == analyze.PathBroken && !errors
		known := slices.ContainsFunc(out, func(g analyze.Finding) bool { return g.Code == f.Code })
		if here && counts && !known {
			out = append(out, f)
		}
	}
	return out
}

// clientOf returns the machine whose path is shown; empty if none was captured.
func clientOf(d *analyze.Diagnosis) string {
	for _, f := range d.RootCauses {
		if f.Severity == analyze.Error && f.Vantage != "" {
			return string(f.Vantage)
		}
	}
	for _, v := range d.Facts.Vantages {
		if v.Role == "client" {
			return v.Name
		}
	}
	return ""
}

// notCaptured stands for what nobody captured.
const notCaptured = "not captured"

// labels returns the stations with what was captured of each.
func labels(d *analyze.Diagnosis, client string) []station {
	resolver, answer := notCaptured, notCaptured
	for _, l := range d.Facts.Lookups {
		if l.Vantage != client || l.Control || !strings.EqualFold(string(l.Query), string(d.Vault.Host)) {
			continue
		}
		if resolver == notCaptured && l.Server != "" {
			resolver = string(l.Server)
		}
		if answer == notCaptured {
			answer = string(l.Outcome)
			if len(l.Addresses) > 0 {
				answer = addressList(l.Addresses)
			}
			if via := aliasOf(l.Chain); via != "" {
				answer += " by " + via
			}
		}
	}
	zone, endpoint := notCaptured, notCaptured
	if d.Facts.Zones != nil {
		zone = "no such zone was exported"
	}
	for _, z := range d.Facts.Zones {
		if strings.EqualFold(z.Name, string(d.Vault.Zone)) {
			zone = z.Name
		}
	}
	if d.Facts.Connections != nil {
		endpoint = "no connection was exported"
	}
	if n := len(d.Facts.Connections); n > 0 {
		endpoint = lastName(string(d.Facts.Connections[0].EndpointID))
		if n > 1 {
			endpoint += fmt.Sprintf(" and %d more", n-1)
		}
	}
	if client == "" {
		client = notCaptured
	}
	return []station{{name: "client", label: client}, {name: "resolver", label: resolver}, {name: "zone", label: zone},
		{name: "answer", label: answer}, {name: "endpoint", label: endpoint}, {name: "vault", label: string(d.Vault.Host)}}
}

// aliasOf returns the privatelink alias in a chain of names; empty if there is none.
func aliasOf(chain []string) string {
	for _, name := range chain {
		if strings.Contains(strings.ToLower(name), ".privatelink.") {
			return name
		}
	}
	return ""
}
