package analyze

import "slices"

// A ClientPath says of one client what Diagnosis.PrivatePath says of all, and which roots stand in its way.
type ClientPath struct {
	Vantage     string      `json:"vantage"`
	PrivatePath PrivatePath `json:"private_path"`
	RootCauses  []int       `json:"root_causes"` // places in Diagnosis.RootCauses, from 0; never nil
	// Doubt says where answers or requests of the client stand that are not its own for certain, such as "in a quote or in a
	// comment": they show nothing. Empty where all are, and where the path is known.
	Doubt Opt `json:"doubt"`
}

// clientPaths judges every client by itself, as privatePath judges all of them.
func (e *Evidence) clientPaths(d *Diagnosis) []ClientPath {
	out := []ClientPath{}
	breaks := breakingErrors(d.Findings)
	for _, v := range e.clients() {
		p := ClientPath{Vantage: v.name, PrivatePath: PathUnknown, RootCauses: []int{}}
		switch {
		case e.shownBroken(v, breaks):
			p.PrivatePath = PathBroken
		case e.works(v) && e.idleUnplaced().File == "":
			p.PrivatePath = PathWorking
		default:
			p.Doubt = Opt(e.hearsay(v))
		}
		for i, f := range d.RootCauses {
			if f.concerns(v) {
				p.RootCauses = append(p.RootCauses, i)
			}
		}
		out = append(out, p)
	}
	return out
}

// concerns reports whether a finding is about a client: its own, or one of the deployment that is not shown to touch
// others only.
func (f Finding) concerns(v *vantage) bool {
	if f.Vantage != "" {
		return string(f.Vantage) == v.name
	}
	return len(f.place.vantages) == 0 || slices.Contains(f.place.vantages, v)
}
