package parse

import (
	"slices"
	"strings"
)

// idleStates are the states of a private endpoint connection that is not approved.
var idleStates = []string{"Pending", "Rejected", "Disconnected"}

// IdleState returns the state of a connection that is not approved, where a line has one as a cell of its own among a few
// others, as rows of tables and lists do; "" for any other line.
func IdleState(line string) string {
	const most = 8 // cells
	if len(line) > maxQuote || !containsAny(line, idleStates) {
		return ""
	}
	cells := strings.FieldsFunc(line, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`"',:[]{}|`, r) })
	if len(cells) > most {
		return ""
	}
	for _, c := range cells {
		if slices.Contains(idleStates, c) {
			return c
		}
	}
	return ""
}

// keepState adds a line that was not understood, if it looks like a row with such a state.
func keepState(states []Cite, c Cite) []Cite {
	const most = 20
	if len(states) < most && IdleState(c.Text) != "" {
		states = append(states, c)
	}
	return states
}

// statesIn returns the lines of a text that look like rows with such a state.
func statesIn(src *Source, origin *Origin) []Cite {
	var states []Cite
	if !containsAny(src.Text, idleStates) {
		return nil
	}
	for sc := newScanner(src, origin); sc.next(); {
		if IdleState(sc.text) != "" {
			states = keepState(states, sc.cite())
		}
	}
	return states
}
