package analyze

import "kvdoctor/parse"

// machines returns, for each vantage, the machines that the prompts above its captures name. A paste can hold
// the console of two machines: then each is a vantage of its own, vantage/machine, lest what one resolves be
// taken for what the other does. Prompts that name none count as one beside those known to be elsewhere, and beside machines
// that a command was run on from there.
func (in *Input) machines() map[string]map[string]bool {
	out, carried := map[string]map[string]bool{}, map[string]bool{}
	for _, r := range in.Records {
		if o := r.Origin; onMachine(r.Fact) && (o.Machine != "" || o.CommandLine > 0) {
			if out[o.Vantage] == nil {
				out[o.Vantage] = map[string]bool{}
			}
			out[o.Vantage][o.Machine] = true
			carried[o.Vantage] = carried[o.Vantage] || o.Carried
		}
	}
	for vantage, names := range out {
		if !names["elsewhere"] && !carried[vantage] {
			delete(names, "") // a prompt that names no machine may be any
		}
	}
	return out
}

// vantageNames returns how a bundle's vantages are called in the case: by their own names, or as
// bundle/name where another bundle has a vantage of that name that is not the same machine.
func vantageNames(inputs []Input, in *Input) func(string) string {
	called := map[string]string{}
	return func(name string) string {
		if name == "" {
			name = "client"
		}
		if called[name] == "" {
			called[name] = vantageName(inputs, in, name)
		}
		return called[name]
	}
}

// vantageName returns how one vantage of a bundle is called in the case.
func vantageName(inputs []Input, in *Input, name string) string {
	for i := range inputs {
		other := &inputs[i]
		if other != in && other.knows(name) && !sameMachine(in, other, name) {
			return in.Name + "/" + name
		}
	}
	return name
}

// knows reports whether a bundle has a vantage of that name.
func (in *Input) knows(name string) bool {
	if in.describes(name) {
		return true
	}
	for _, r := range in.Records {
		if r.Origin.Vantage == name && onMachine(r.Fact) {
			return true
		}
	}
	return false
}

// describes reports whether the bundle's manifest gives a vantage of that name.
func (in *Input) describes(name string) bool {
	for _, v := range in.Vantages {
		if v.Name == name {
			return true
		}
	}
	return false
}

// onMachine reports whether a fact belongs to a vantage; Azure exports belong to none.
func onMachine(f parse.Fact) bool {
	switch f.(type) {
	case *parse.Lookup, *parse.Request, *parse.OwnAddress, *parse.Resolver, *parse.Search, *parse.HostsEntry, *parse.HostsFile,
		*parse.Variable, *parse.Proxy, *parse.NameRule, *parse.Forwarder:
		return true
	}
	return false
}

// sameMachine reports whether two bundles mean one machine by a name: both manifests give it, and the
// captured own addresses overlap.
func sameMachine(a, b *Input, name string) bool {
	if !a.describes(name) || !b.describes(name) {
		return false
	}
	mine := map[string]bool{}
	for _, o := range a.ownAddresses(name) {
		mine[o.Addr.Addr.String()] = true
	}
	for _, o := range b.ownAddresses(name) {
		if mine[o.Addr.Addr.String()] {
			return true
		}
	}
	return false
}

// ownAddresses returns the captured addresses of a vantage that tell machines apart.
func (in *Input) ownAddresses(name string) []*parse.OwnAddress {
	var out []*parse.OwnAddress
	for _, r := range in.Records {
		o, ok := r.Fact.(*parse.OwnAddress)
		if !ok || r.Origin.Vantage != name {
			continue
		}
		if c, _ := Classify(o.Addr.Addr); c != ClassLoopback && c != ClassLinkLocal {
			out = append(out, o)
		}
	}
	return out
}

// vantageNamed returns the vantage of that name, made on first use. Its role is assumed until told.
func (e *Evidence) vantageNamed(name string) *vantage {
	v := e.index.vantages[name]
	if v == nil {
		v = &vantage{name: name, source: "assumed"}
		e.index.vantages[name] = v
		e.vantages = append(e.vantages, v)
	}
	return v
}

// describe takes over what a manifest says.
func (v *vantage) describe(in VantageInfo) {
	v.system = in.System
	if in.Role != "" {
		v.internet, v.source = in.Role == "internet", "manifest"
	}
}
