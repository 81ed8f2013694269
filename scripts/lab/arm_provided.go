package main

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// denied reports whether the scenario keeps a type from the caller. Who may not read zones may not read what is in
// them either.
func (a *armServer) denied(typ string) bool {
	return slices.ContainsFunc(a.scenario.Azure.Denied, func(d string) bool {
		return strings.EqualFold(d, typ) || inScope(typ, d)
	})
}

// provided answers a path of a provider: with an even number of words behind it one resource, else a list.
func (a *armServer) provided(r armRequest) armAnswer {
	at := strings.LastIndex(fold(r.path), "/providers/")
	scope, words := r.path[:at], strings.Split(r.path[at+len("/providers/"):], "/")
	if !slices.ContainsFunc(namespaces(), func(n string) bool { return strings.EqualFold(n, words[0]) }) {
		return errNamespace(words[0])
	}
	typ := idType(r.path)
	kind, known := kindOf(typ)
	switch {
	case !known:
		return errType(typ, r.version)
	case !slices.Contains(kind.versions, r.version):
		return errTypeVersion(kind, r.version)
	}
	group := ""
	if strings.Count(scope, "/") > 2 {
		group = scope[strings.LastIndexByte(scope, '/')+1:]
	}
	if len(words)%2 == 1 {
		return a.get(r, typ, group)
	}
	return a.list(r, typ, group)
}

// spelled returns a type as ARM's own texts spell it.
func spelled(typ string) string {
	if k, ok := kindOf(typ); ok && len(k.typ) <= len(typ) {
		return k.typ + typ[len(k.typ):]
	}
	return typ
}

// get answers with one resource.
func (a *armServer) get(r armRequest, typ, group string) armAnswer {
	e := a.estate
	found, ok := e.byID[fold(r.path)]
	if ok {
		typ = found.typ
	}
	switch {
	case a.denied(typ):
		return errDenied(spelled(typ), r.path)
	case ok:
		return armAnswer{http.StatusOK, found.body(r.version)}
	case group != "" && !e.hasGroup(r.words[1], group):
		return errGroup(group)
	}
	return a.missing(r.path, group)
}

// missing says that a resource is not there. The network provider words it differently for a part of a resource
// that is there.
func (a *armServer) missing(path, group string) armAnswer {
	_, parent := a.estate.byID[fold(parentID(path))]
	if parent && !strings.Contains(fold(path), "/privatednszones/") && strings.Contains(fold(path), "/microsoft.network/") {
		return errNested(path)
	}
	at := strings.LastIndex(fold(path), "/providers/")
	return errResource(path[at+len("/providers/"):], group)
}

// list answers with all resources of a type: of a subscription, of a group, or of the resource that holds them.
func (a *armServer) list(r armRequest, typ, group string) armAnswer {
	e, scope := a.estate, r.path[:strings.LastIndexByte(r.path, '/')]
	nested := strings.Count(typ, "/") > 1
	if a.denied(typ) {
		return errDenied(spelled(typ), scope)
	}
	if group != "" && !e.hasGroup(r.words[1], group) {
		return errGroup(group)
	}
	if _, ok := e.byID[fold(scope)]; nested && !ok {
		return errParent(idName(scope))
	}
	if !nested { // the scope ends in /providers/NAMESPACE
		scope = scope[:strings.LastIndex(fold(scope), "/providers/")]
	}
	all := fold(typ) == "microsoft.network/privatednszones/all"
	var found []any
	for _, res := range e.resources {
		own := strings.EqualFold(res.typ, typ) || all && isRecordSet(res)
		if own && inScope(res.id, scope) && (!all || !a.denied(res.typ)) {
			found = append(found, res.body(r.version))
		}
	}
	return a.paged(r, found)
}

// isRecordSet reports whether a resource is a record set of a zone.
func isRecordSet(r armResource) bool {
	return inScope(r.typ, "Microsoft.Network/privateDnsZones") && !strings.HasSuffix(r.typ, "/virtualNetworkLinks")
}

// filterClause is one comparison of a list's filter.
var filterClause = regexp.MustCompile(`^(?i)\s*(resourceType|name|resourceGroup|location)\s+eq\s+'([^']*)'\s*$`)

// listGeneric answers with a subscription's or a group's resources of every type, without their properties. What the
// caller may not read is left out without a word.
func (a *armServer) listGeneric(r armRequest) armAnswer {
	wanted, ok := readFilter(queryValue(r.query, "$filter"))
	if !ok {
		return errFilter(queryValue(r.query, "$filter"))
	}
	scope := r.path[:strings.LastIndexByte(r.path, '/')]
	if len(r.words) > 4 && !a.estate.hasGroup(r.words[1], r.words[3]) {
		return errGroup(r.words[3])
	}
	var found []any
	for _, res := range a.estate.resources {
		kind, _ := kindOf(res.typ)
		if !kind.generic || kind.typ != res.typ || !inScope(res.id, scope) || a.denied(res.typ) {
			continue
		}
		row := genericRow(res, strings.Contains(fold(queryValue(r.query, "$expand")), "provisioningstate"))
		if filterFits(wanted, map[string]string{"resourcetype": res.typ, "name": row.get("name"), "resourcegroup": res.group(),
			"location": row.get("location")}) {
			found = append(found, row)
		}
	}
	return a.paged(r, found)
}

// A comparison is one clause of a filter.
type comparison struct{ field, value string }

// readFilter reads a filter: clauses that "or" joins, of comparisons that "and" joins. It reports whether it could.
func readFilter(filter string) ([][]comparison, bool) {
	if filter == "" {
		return [][]comparison{nil}, true
	}
	var all [][]comparison
	for _, clause := range strings.Split(filter, " or ") {
		var list []comparison
		for _, text := range strings.Split(clause, " and ") {
			m := filterClause.FindStringSubmatch(text)
			if m == nil {
				return nil, false
			}
			list = append(list, comparison{fold(m[1]), m[2]})
		}
		all = append(all, list)
	}
	return all, true
}

// filterFits reports whether a resource with these values passes a filter.
func filterFits(wanted [][]comparison, values map[string]string) bool {
	return slices.ContainsFunc(wanted, func(list []comparison) bool {
		return !slices.ContainsFunc(list, func(c comparison) bool { return !strings.EqualFold(values[c.field], c.value) })
	})
}

// genericRow renders a resource as the list of all resources has it. A part of a resource has both names.
func genericRow(r armResource, state bool) object {
	kind, _ := kindOf(r.typ)
	body := r.body(kind.versions[len(kind.versions)-1])
	name := r.name
	if strings.Count(r.typ, "/") > 1 {
		name = idName(parentID(r.id)) + "/" + name
	}
	row := object{{"id", r.id}, {"name", name}, {"type", r.typ}, {"location", body.get("location")}, {"tags", object{}}}
	if state {
		row = append(row, object{{"createdTime", dayMade}, {"changedTime", dayMade}, {"provisioningState", "Succeeded"}}...)
	}
	return row
}
