package analyze

import (
	"fmt"
	"strings"
)

// applyRoles gives vantages the roles of the command line; a short name serves where it is unique.
func (e *Evidence) applyRoles() {
	for name, role := range e.options.Roles {
		if vs := e.vantagesCalled(name); len(vs) == 1 {
			vs[0].internet, vs[0].source = role == "internet", "flag"
		}
	}
}

// vantagesCalled returns the vantages with that name, else those whose last part it is (bundle/name).
func (e *Evidence) vantagesCalled(name string) []*vantage {
	var short []*vantage
	for _, v := range e.vantages {
		if v.name == name {
			return []*vantage{v}
		}
		if strings.HasSuffix(v.name, "/"+name) {
			short = append(short, v)
		}
	}
	return short
}

// CheckRole reports whether a name given for a role is one vantage's in this case; the error says that it is
// several's.
func (e *Evidence) CheckRole(name string) (bool, error) {
	vs := e.vantagesCalled(name)
	if len(vs) > 1 {
		return false, fmt.Errorf("vantage %q is not unique: %s", name, vantageNamesOf(vs))
	}
	return len(vs) == 1, nil
}

// VantageNames returns the names of all vantages, for error messages.
func (e *Evidence) VantageNames() string { return vantageNamesOf(e.vantages) }
