package analyze

import (
	"sort"
	"strings"

	"kvdoctor/parse"
)

// identify settles which vault is diagnosed: the flag's, else the manifest's, else the one that client captures
// query or request, else the only one exported, else the only one that names itself in a refusal.
func (e *Evidence) identify() identity {
	if id := vaultFrom(e.options.Vault, "", ""); id.name != "" {
		id.from = "flag"
		return e.completed(id)
	}
	for _, in := range e.inputs {
		if id := vaultFrom(in.Vault, in.Host, in.Cloud); id.name != "" {
			id.from = "manifest"
			return e.completed(id)
		}
	}
	for _, found := range [][]identity{e.asked(true), e.correctedByExports(e.asked(false)), e.exported(), e.refusing()} {
		if len(found) == 1 {
			return e.completed(found[0])
		}
		if len(found) > 1 {
			id := identity{}
			for _, f := range found {
				id.all = append(id.all, f.name)
			}
			sort.Strings(id.all)
			return id
		}
	}
	return identity{}
}

// vaultFrom makes an identity of what a flag or manifest says; name may be a host as well.
func vaultFrom(name, host, cloud string) identity {
	if strings.Contains(name, ".") && host == "" {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if form, label, svc := splitHost(host); form != formOther {
		return identity{name: label, host: label + "." + svc.suffix, svc: svc}
	}
	name, _, _ = strings.Cut(strings.ToLower(name), ".")
	if name == "" {
		return identity{}
	}
	for _, s := range services {
		if !s.hsm && strings.EqualFold(s.cloud, cloud) {
			return identity{name: name, host: name + "." + s.suffix, svc: s}
		}
	}
	return identity{name: name}
}

// asked returns the vaults that clients ask for. A failed query for another name, typed along the way, does
// not count where a query or request had an answer.
func (e *Evidence) asked(answered bool) []identity {
	found := map[string]identity{}
	note := func(host string, ok bool) {
		host, _ = trimSearch(host)
		form, label, svc := splitHost(host)
		if form == formOther || infrastructureName(host) || (answered && (!ok || form == formOdd)) {
			return
		}
		if _, known := found[label]; !known || form == formHost {
			found[label] = identity{name: label, host: label + "." + svc.suffix, svc: svc, from: "captures"}
		}
	}
	for _, l := range e.allLookups {
		if !l.vantage.internet {
			note(nameOf(l.Lookup), l.Outcome == parse.Answer)
		}
	}
	for _, r := range e.allRequests {
		if !r.vantage.internet {
			note(r.Host, r.Last() != nil || r.Error != nil)
		}
	}
	return sorted(found)
}

// correctedByExports replaces the one vault that is asked for in vain by the exported one of that name: its
// export knows the host, while the client may ask in the wrong cloud.
func (e *Evidence) correctedByExports(asked []identity) []identity {
	for _, x := range e.exported() {
		if len(asked) == 1 && x.name == asked[0].name && x.host != "" {
			x.from = asked[0].from
			return []identity{x}
		}
	}
	return asked
}

// nameOf returns the name that a lookup asked for, as far as told.
func nameOf(l *parse.Lookup) string {
	if l.Query == "" && len(l.Chain) > 0 {
		return l.Chain[0].Name
	}
	return l.Query
}

// exported returns the vaults that exports describe.
func (e *Evidence) exported() []identity {
	found := map[string]identity{}
	for _, v := range e.vaults {
		if id := vaultFrom(v.Name.Value, hostOf(v.URI.Value), ""); id.name != "" {
			id.from = "exports"
			found[id.name] = id
		}
	}
	if len(found) == 0 {
		for _, c := range e.allConns {
			if name := strings.ToLower(lastName(c.Service.Value)); name != "" {
				found[name] = identity{name: name, from: "exports"}
			}
		}
	}
	return sorted(found)
}

// refusing returns the vaults that name themselves in their refusals.
func (e *Evidence) refusing() []identity {
	found := map[string]identity{}
	for _, r := range e.allRequests {
		if r.Error != nil && r.Error.Vault.Known() && !r.vantage.internet {
			name := strings.ToLower(r.Error.Vault.Value)
			found[name] = identity{name: name, from: "captures"}
		}
	}
	return sorted(found)
}

// hostOf returns the host of a URI.
func hostOf(uri string) string {
	_, rest, _ := strings.Cut(uri, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.ToLower(host)
}

// completed fills in the host and the service of a vault that is known by name only: from its export, else
// from the names that clients ask for, else as in the public cloud.
func (e *Evidence) completed(id identity) identity {
	if id.host != "" {
		return id
	}
	for _, found := range [][]identity{e.exported(), e.asked(false)} {
		for _, other := range found {
			if other.name == id.name && other.host != "" {
				id.host, id.svc = other.host, other.svc
				return id
			}
		}
	}
	id.svc = services[0]
	for _, v := range e.vaults {
		if v.HSM && strings.EqualFold(v.Name.Value, id.name) {
			id.svc = services[3]
		}
	}
	id.host = id.name + "." + id.svc.suffix
	return id
}

// sorted returns identities in the order of their names.
func sorted(found map[string]identity) []identity {
	out := make([]identity, 0, len(found))
	for _, id := range found {
		out = append(out, id)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	return out
}

// OtherVaults returns the vaults that captures name where none names the vault that was asked for: a name mistyped on the
// command line looks like a zone without its record.
func (e *Evidence) OtherVaults() []string {
	if e.options.Vault == "" {
		return nil
	}
	var out []string
	for _, list := range [][]identity{e.asked(false), e.exported(), e.refusing()} {
		for _, other := range list {
			if other.name == e.id.name {
				return nil
			}
			out = addCode(out, other.name)
		}
	}
	return out
}
