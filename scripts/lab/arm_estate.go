package main

import (
	"cmp"
	"slices"
	"strings"
)

// An armResource is something that has an id.
type armResource struct {
	id, typ, name string
	// body renders it as an API version shows it.
	body func(version string) object
}

// group returns the name of the resource group, or "".
func (r armResource) group() string {
	words := strings.Split(r.id, "/")
	if len(words) > 4 && fold(words[3]) == "resourcegroups" {
		return words[4]
	}
	return ""
}

// An armEstate is all that a scenario's subscriptions hold.
type armEstate struct {
	s             *Scenario
	subscriptions []armSubscription // the default one first
	resources     []armResource     // in the order of their ids
	byID          map[string]armResource
}

// An armSubscription is a subscription.
type armSubscription struct{ id, name string }

// newEstate renders a scenario, whose defaults are filled, into resources.
func newEstate(s *Scenario) *armEstate {
	e := &armEstate{s: s, byID: map[string]armResource{}, subscriptions: []armSubscription{{subscriptionID(""), "lab"}}}
	for _, ep := range s.Endpoints {
		if id := subscriptionID(ep.Subscription); !e.hasSubscription(id) {
			e.subscriptions = append(e.subscriptions, armSubscription{id, ep.Subscription})
		}
	}
	e.addVaults()
	e.addEndpoints()
	e.addNetworks()
	e.addZones()
	slices.SortStableFunc(e.resources, func(a, b armResource) int { return cmp.Compare(fold(a.id), fold(b.id)) })
	return e
}

// add takes a resource and all that its newest form holds: a subnet of a network can be asked for by itself.
func (e *armEstate) add(r armResource) {
	if _, twice := e.byID[fold(r.id)]; twice {
		return
	}
	e.byID[fold(r.id)] = r
	e.resources = append(e.resources, r)
	kind, _ := kindOf(r.typ)
	for _, inner := range innerObjects(r.body(kind.versions[len(kind.versions)-1])) {
		id := inner.get("id")
		if !strings.HasPrefix(fold(id), fold(r.id)+"/") || len(inner) < 2 {
			continue
		}
		e.add(armResource{id: id, typ: idType(id), name: idName(id), body: func(version string) object {
			for _, o := range innerObjects(r.body(version)) {
				if o.get("id") == id {
					return o
				}
			}
			return inner
		}})
	}
}

// innerObjects returns the objects below one, the outer before the inner.
func innerObjects(value any) []object {
	var all []object
	switch v := value.(type) {
	case object:
		for _, m := range v {
			if o, ok := m.value.(object); ok {
				all = append(all, o)
			}
			all = append(all, innerObjects(m.value)...)
		}
	case []any:
		for _, element := range v {
			if o, ok := element.(object); ok {
				all = append(all, o)
			}
			all = append(all, innerObjects(element)...)
		}
	}
	return all
}

// hasSubscription reports whether the caller sees a subscription.
func (e *armEstate) hasSubscription(id string) bool {
	return slices.ContainsFunc(e.subscriptions, func(s armSubscription) bool { return strings.EqualFold(s.id, id) })
}

// groups returns the names of a subscription's resource groups, in order.
func (e *armEstate) groups(subscription string) []string {
	var all []string
	for _, r := range e.resources {
		if g := r.group(); g != "" && inScope(r.id, "/subscriptions/"+subscription) && !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	slices.Sort(all)
	return all
}

// hasGroup reports whether a subscription has a resource group.
func (e *armEstate) hasGroup(subscription, group string) bool {
	return slices.ContainsFunc(e.groups(subscription), func(g string) bool { return strings.EqualFold(g, group) })
}

// inScope reports whether an id lies below another.
func inScope(id, scope string) bool { return strings.HasPrefix(fold(id), fold(scope)+"/") }
