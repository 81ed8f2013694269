package analyze

import (
	"slices"
	"strings"

	"kvdoctor/parse"
)

// An unreadState is a line that was not understood and looks like a row with the state of a connection.
type unreadState struct {
	origin *parse.Origin
	at     parse.Cite
	beside bool // a reader knows the capture, so that its command did not print the line
}

// unreadStates returns such lines of one capture.
func unreadStates(o *parse.Origin, lines []parse.Cite, beside bool) []unreadState {
	var all []unreadState
	for _, at := range lines {
		all = append(all, unreadState{o, at, beside})
	}
	return all
}

// idleUnplaced returns a line that tells the state of a connection that is not approved and that may be the diagnosed
// vault's, though nothing ties it to the vault for certain; the zero Cite if there is none. Over such a line nothing can be
// said to work.
func (e *Evidence) idleUnplaced() parse.Cite {
	for _, c := range e.allConns {
		if !c.Service.Known() && !c.Vault.Known() && notApproved(c.State) {
			return c.State.Cite
		}
	}
	for _, ep := range e.endpoints {
		if ep.Endpoint == nil {
			continue
		}
		for _, l := range ep.Links {
			if !l.Target.Known() && notApproved(l.State) {
				return l.State.Cite
			}
		}
	}
	for _, o := range e.others {
		if slices.ContainsFunc(o.Columns, func(p parse.Pair) bool { return parse.IdleState(p.Value) == p.Value && p.Value != "" }) && e.namesOurs(o.At.Text) {
			return o.At
		}
	}
	const most = 1000
	for _, s := range e.states[:min(len(e.states), most)] {
		if e.aboutConnections(s) {
			return s.at
		}
	}
	return parse.Cite{}
}

// notApproved reports whether a state is known and not that of an approved connection.
func notApproved(state parse.Text) bool {
	return state.Known() && !strings.EqualFold(state.Value, "Approved")
}

// aboutConnections reports whether a line that was not understood is a row of a list of connections: by its command, by a
// name in it, or by how it is written. Network interfaces are Disconnected, too.
func (e *Evidence) aboutConnections(s unreadState) bool {
	command := strings.ToLower(s.origin.Command)
	for _, word := range []string{"private-endpoint", "privateendpoint", "privatelink"} {
		if strings.Contains(command, word) {
			return true
		}
	}
	if command != "" && !s.beside && !showsText(command) {
		return e.namesOurs(s.at.Text)
	}
	state := parse.IdleState(s.at.Text)
	return strings.ContainsAny(s.at.Text, "\t[") || strings.Contains(s.at.Text, `"`+state+`"`) || e.namesOurs(s.at.Text)
}

// namesOurs reports whether a line has the name of the vault, or of one of its endpoints.
func (e *Evidence) namesOurs(line string) bool {
	line = strings.ToLower(line)
	if e.id.name != "" && strings.Contains(line, e.id.name) {
		return true
	}
	return slices.ContainsFunc(e.endpointsOfVault(), func(ep *endpoint) bool {
		return ep.name != "" && strings.Contains(line, strings.ToLower(ep.name))
	})
}

// joinedVault puts together what two captures tell of a vault of which each shows some fields. What they do not agree on
// is not known.
func joinedVault(a, b *parse.Vault) *parse.Vault {
	v := *a
	v.PublicNetworkAccess = agreed(a.PublicNetworkAccess, b.PublicNetworkAccess)
	switch {
	case a.ACLs == nil:
		v.ACLs = b.ACLs
	case b.ACLs != nil:
		acls := *a.ACLs
		acls.DefaultAction = agreed(acls.DefaultAction, b.ACLs.DefaultAction)
		acls.Bypass = agreed(acls.Bypass, b.ACLs.Bypass)
		if acls.IPRulesAt.File == "" {
			acls.IPRules, acls.IPRulesAt = b.ACLs.IPRules, b.ACLs.IPRulesAt
		}
		if acls.NetworkRulesAt.File == "" {
			acls.NetworkRules, acls.NetworkRulesAt = b.ACLs.NetworkRules, b.ACLs.NetworkRulesAt
		}
		v.ACLs = &acls
	}
	return &v
}

// agreed returns the value that two captures tell, or the one that tells it; none where they tell different ones.
func agreed(a, b parse.Text) parse.Text {
	switch {
	case !a.Known():
		return b
	case b.Known() && !strings.EqualFold(a.Value, b.Value):
		return parse.Text{}
	}
	return a
}
