package analyze

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// An Edit is one change of a deployment, as --what-if names it: a verb and its arguments.
type Edit struct {
	Text  string // as given
	dns   bool   // it may change what names resolve to
	apply func(*Evidence, []string) error
	args  []string
}

// A verb is one kind of Edit.
type verb struct {
	name  string
	args  string // what they are, in order
	inner bool   // used for our own fixes; no part of the grammar of --what-if
	dns   bool   // it may change what names resolve to
	apply func(*Evidence, []string) error
}

// verbs are the kinds of edits.
var verbs = []verb{
	{"approve", "ENDPOINT", false, true, approve},
	{"create-zone", "NAME NETWORK", false, true, createZone},
	{"link", "ZONE NETWORK", false, true, linkTo},
	{"set-record", "ZONE NAME ADDRESS", false, true, setRecord},
	{"set-policy", "ZONE NETWORK Default|NxDomainRedirect", false, true, setPolicy},
	{"close-public-access", "", false, false, closePublicAccess},
	{"unlink", "ZONE NETWORK", true, true, unlink},
	{"drop-record", "ZONE NAME", true, true, dropRecord},
	{"peer", "NETWORK NETWORK", true, false, peer},
	{"follow", "VANTAGE", true, false, follow},
	{"drop-hosts", "VANTAGE", true, false, dropHostsFile},
}

// supposition is where the facts of an edit stand: in no capture.
var supposition = parse.Cite{File: imagined.File, Line: 1}

// supposed returns a value that an edit supposes.
func supposed(value string) parse.Text { return parse.Text{Value: value, Cite: supposition} }

// EditForms returns the forms of the changes that ParseEdit reads, such as "link ZONE NETWORK".
func EditForms() []string {
	var out []string
	for _, v := range verbs {
		if !v.inner {
			out = append(out, strings.TrimSpace(v.name+" "+v.args))
		}
	}
	return out
}

// ParseEdit reads a change as --what-if takes it, such as "link privatelink.vaultcore.azure.net vnet-app". Whether the
// things that it names exist is found out when it is applied. The error says what was expected.
func ParseEdit(text string) (Edit, error) {
	words := strings.Fields(text)
	for _, v := range verbs {
		if v.inner || len(words) == 0 || words[0] != v.name {
			continue
		}
		if want := len(strings.Fields(v.args)); len(words)-1 != want {
			return Edit{}, fmt.Errorf("%q has %d arguments, expected: %s", text, len(words)-1, strings.TrimSpace(v.name+" "+v.args))
		}
		return Edit{Text: strings.Join(words, " "), dns: v.dns, apply: v.apply, args: words[1:]}, nil
	}
	return Edit{}, fmt.Errorf("%q is no change that is known, expected one of: %s", text, strings.Join(EditForms(), "; "))
}

// newEdit makes one of our own edits. A verb that is not in the table is a mistake of the program.
func newEdit(name string, args ...string) Edit {
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.name == name })
	return Edit{Text: strings.TrimSpace(name + " " + strings.Join(args, " ")), dns: verbs[i].dns, apply: verbs[i].apply, args: args}
}

// chosen returns the one of the captured things that a name or an id names. The error says which there are.
func chosen[T any](kind, want string, all []T, name, id func(T) string) (T, error) {
	var found []T
	var names []string
	for _, x := range all {
		if strings.EqualFold(id(x), want) {
			return x, nil
		}
		if strings.EqualFold(strings.TrimSpace(name(x)), want) {
			found = append(found, x)
			names = append(names, id(x))
		}
	}
	var none T
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return none, fmt.Errorf("several of the captured %ss are named %q, give one by its id: %s", kind, want, strings.Join(names, ", "))
	}
	for _, x := range all[:min(len(all), 8)] {
		names = append(names, name(x))
	}
	return none, fmt.Errorf("no %s %q was captured (captured: %s)", kind, want, orNone(strings.Join(names, ", ")))
}

// orNone returns a text, or "none".
func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// pickZone returns the captured zone that an argument names.
func (e *Evidence) pickZone(want string) (*zone, error) {
	want = strings.TrimSuffix(want, ".")
	if made := e.index.zones[newZoneID(want)]; made != nil {
		return made, nil // one that an edit before has made
	}
	return chosen("zone", want, e.zones, func(z *zone) string { return z.name }, (*zone).idText)
}

// pickNetwork returns the captured network that an argument names.
func (e *Evidence) pickNetwork(want string) (*network, error) {
	return chosen("network", want, e.networks, func(n *network) string { return n.name }, func(n *network) string { return n.id })
}
