package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// A Path is the way of one client's requests, as the diagnosis shows it: a model for formats that draw it. Its texts are
// captured ones, in part; a format makes them visible and escapes them.
type Path struct {
	Clients []string // the client, and those whose path looks the same; empty where none was captured
	State   analyze.PrivatePath
	Doubt   string  // where answers or requests stand that show nothing, since they may not be the client's own
	Stops   []Stop  // one for each station, in order
	Detour  *Detour // how the requests pass the endpoint by; nil where that is not shown
}

// A Stop is a station with what is known of it.
type Stop struct {
	Station   Station
	State     StopState
	Breaks    []Break  // the root causes that lie here
	Also      []string // the other errors and warnings that show here, by their codes
	Observed  []string // what was captured; empty for nothing
	Expected  []string // what Private Link needs here, where that can be said
	Undecided []string // codes that may be what is wrong here, and that the evidence does not decide
}

// A Break is a root cause at its station.
type Break struct {
	Number   int // of the root cause in the report, from 1
	Finding  *analyze.Finding
	Certain  bool // false: the fault shows here, and what is behind it is not decided
	Harmless bool // it does not stand in the way of this client's requests
}

// A StopState says what is known of a station. Good needs evidence; what nothing shows is NotKnown.
type StopState string

// The states of a stop.
const (
	Good       StopState = "in order"
	Broken     StopState = "broken here"
	Attention  StopState = "attention"   // in order as far as requests go, with a fault that does not stop them
	Suspect    StopState = "fault shows" // broken, by what is seen here; where the cause lies is not decided
	Affected   StopState = "affected"    // an effect of a break elsewhere shows here
	NotKnown   StopState = "not known"
	NotReached StopState = "not reached"
)

// A Detour is a way that passes the endpoint by.
type Detour struct {
	From, To Station
	Seen     bool   // false: the name leads there, and no request was captured
	Says     string // where it goes, and what becomes of it
}

// Paths returns the path of every client, the broken ones first, by the root cause that comes first on them. Clients
// whose paths look the same share one.
func Paths(d *analyze.Diagnosis) []Path {
	clients := d.Paths
	if len(clients) == 0 {
		// Exports alone: every root is about the deployment.
		p := analyze.ClientPath{PrivatePath: d.PrivatePath}
		for i := range d.RootCauses {
			p.RootCauses = append(p.RootCauses, i)
		}
		clients = []analyze.ClientPath{p}
	}
	var out []Path
	at := map[string]int{}
	for _, c := range clients {
		p := pathOf(d, c)
		look := p.look()
		if i, same := at[look]; same && c.Vantage != "" {
			out[i].Clients = append(out[i].Clients, c.Vantage)
			continue
		}
		at[look] = len(out)
		out = append(out, p)
	}
	order := []analyze.PrivatePath{analyze.PathBroken, analyze.PathUnknown, analyze.PathWorking}
	slices.SortStableFunc(out, func(a, b Path) int {
		return cmp.Or(slices.Index(order, a.State)-slices.Index(order, b.State), a.firstRoot()-b.firstRoot())
	})
	return out
}

// firstRoot returns the number of the first root cause that lies on a path; a high one where none does.
func (p Path) firstRoot() int {
	first := math.MaxInt32
	for _, s := range p.Stops {
		for _, b := range s.Breaks {
			first = min(first, b.Number)
		}
	}
	return first
}

// pathOf draws one client's path.
func pathOf(d *analyze.Diagnosis, c analyze.ClientPath) Path {
	s := surveyOf(d, c)
	p := Path{State: c.PrivatePath, Doubt: string(c.Doubt)}
	if c.Vantage != "" {
		p.Clients = []string{c.Vantage}
	}
	for station := AtClient; station <= AtVault; station++ {
		p.Stops = append(p.Stops, Stop{Station: station, Breaks: s.breaks(station), Also: s.also(station),
			Observed: s.observed(station), Expected: s.expected(station), Undecided: s.undecided(station)})
	}
	p.Detour = s.detour()
	for i := range p.Stops {
		stop := &p.Stops[i]
		stop.State = s.state(stop, p.Detour)
		if stop.Sound() && len(stop.Observed) == 0 {
			stop.Observed = []string{"shown by what passed it"}
		}
	}
	return p
}

// Broken reports whether a break stands here that keeps the client's requests from the private path.
func (s Stop) Broken() bool {
	return slices.ContainsFunc(s.Breaks, func(b Break) bool { return !b.Harmless })
}

// Sound reports whether requests pass the stop as they should.
func (s Stop) Sound() bool { return s.State == Good || s.State == Attention }

// look is the same for paths that are drawn the same but for the client's own name and addresses.
func (p Path) look() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q", p.State, p.Doubt)
	for _, s := range p.Stops {
		seen := s.Observed
		if s.Station == AtClient {
			seen = nil
		}
		fmt.Fprintf(&b, "\n%v %s %q %q %q %q", s.Station, s.State, s.Also, seen, s.Expected, s.Undecided)
		for _, x := range s.Breaks {
			fmt.Fprintf(&b, " %d", x.Number)
		}
	}
	if p.Detour != nil {
		fmt.Fprintf(&b, "\n%+v", *p.Detour)
	}
	return b.String()
}
