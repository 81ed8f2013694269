package analyze

import (
	"slices"

	"kvdoctor/parse"
)

// A use is a zone of the exact name with the clients that it answers; no clients where that is not known.
type use struct {
	zone    *zone
	clients []*vantage
}

// zonesInUse returns the exact zones that are linked to networks which resolve for clients; where no such
// network is known, all that are linked to any, or whose links were not captured.
func (e *Evidence) zonesInUse() []use {
	var out []use
	known := e.resolutions()
	for _, z := range e.exactZones() {
		links, listed := e.linksOf(z)
		u := use{zone: z}
		linked := len(links) > 0 || listed == nil
		if len(known) > 0 && listed != nil {
			linked = false
			for _, r := range known {
				if z.linkTo(r.network.id) != nil {
					linked, u.clients = true, append(u.clients, r.clients...)
				}
			}
		}
		if linked {
			out = append(out, u)
		}
	}
	return out
}

// zonesThatMatter returns the exact zones but those that answer nobody: Azure links a network to one zone of a name only, so
// where the networks that resolve for all clients are known and each is linked to one, the others are of no concern.
func (e *Evidence) zonesThatMatter() []*zone {
	all := e.exactZones()
	if len(all) < 2 || e.unplaced() {
		return all
	}
	used := map[*zone]bool{}
	for _, r := range e.resolutions() {
		i := slices.IndexFunc(all, func(z *zone) bool { return z.linkTo(r.network.id) != nil })
		if i < 0 {
			return all
		}
		used[all[i]] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(z *zone) bool { return !used[z] })
}

// shownToAnswer reports whether a zone is shown to answer anybody, of several of the name: it answers clients, one of them got
// its record's address, or there are none. What stands in the others is of no concern.
func (e *Evidence) shownToAnswer(z *zone, r *parse.RecordSet, clients []*vantage) bool {
	if len(e.exactZones()) < 2 || len(clients) > 0 || len(e.clients()) == 0 {
		return true
	}
	return slices.ContainsFunc(e.clients(), func(v *vantage) bool {
		return slices.ContainsFunc(e.toldAnswers(v), func(l *lookup) bool {
			return slices.ContainsFunc(l.Addresses, func(a parse.Addr) bool {
				return slices.ContainsFunc(r.Addresses, func(b parse.Addr) bool { return a.Addr == b.Addr })
			})
		})
	})
}

// answered returns the clients that each zone answers, nil where that is not known.
func (e *Evidence) answered() map[*zone][]*vantage {
	out := map[*zone][]*vantage{}
	for _, u := range e.zonesInUse() {
		out[u.zone] = u.clients
	}
	return out
}
