package report

import (
	"fmt"
	"slices"
	"strings"
)

// stationsOf returns the stops of a path, for a diagram.
func stationsOf(p Path) []station {
	var out []station
	for _, stop := range p.Stops {
		s := station{name: stop.Station.String(), label: "not captured", state: stop.State}
		if len(stop.Observed) > 0 {
			s.label = stop.Observed[0]
		}
		if stop.Station == AtClient && len(p.Clients) > 0 {
			const few = 3
			s.label = strings.Join(p.Clients[:min(few, len(p.Clients))], ", ")
			if n := len(p.Clients) - few; n > 0 {
				s.label += fmt.Sprintf(" and %d more", n)
			}
		}
		for _, b := range stop.Breaks {
			s.codes = append(s.codes, b.Finding.Code)
		}
		out = append(out, s)
	}
	return out
}

// A station is a stop of a path, for a diagram.
type station struct {
	name  string // our own word
	label string // captured text
	state StopState
	codes []string // of the roots that lie here
}

// says returns the state in words, with the codes of what breaks.
func (s station) says() string {
	if len(s.codes) == 0 {
		return string(s.state)
	}
	return string(s.state) + ": " + strings.Join(s.codes, ", ")
}

// mermaid draws stations as a flowchart, without its fence. It keeps to what old versions of Mermaid know: graph, no
// HTML, no long arrows.
func mermaid(stations []station) string {
	var b strings.Builder
	b.WriteString("graph TD\n")
	for i, s := range stations {
		fmt.Fprintf(&b, "    s%d[\"%s: %s - %s\"]\n", i, s.name, diagramText(clip(Visible(s.label), 80)), s.says())
	}
	bad := []StopState{Broken, Suspect}
	for i := 1; i < len(stations); i++ {
		arrow := "-->"
		if s := stations[i].state; slices.Contains(bad, s) || s == Affected || s == NotReached {
			arrow = "-.->"
		}
		fmt.Fprintf(&b, "    s%d %s s%d\n", i-1, arrow, i)
	}
	for i, s := range stations {
		switch {
		case slices.Contains(bad, s.state):
			fmt.Fprintf(&b, "    style s%d fill:#fdd,stroke:#c00,color:#000\n", i)
		case s.state == Good:
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
