package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// endpointAddressConflict reports endpoints whose custom DNS settings and network interface disagree.
func endpointAddressConflict(e *Evidence) []Finding {
	var out []Finding
	for _, ep := range e.endpointsOfVault() {
		custom := e.customAddresses(ep)
		if !ep.interfaceTold() {
			out = append(out, open(ep.name, nil, NeedInterfaces).of(ep.id).with("nic", ep.nicID()))
			continue
		}
		if !ep.customTold() {
			out = append(out, open(ep.name, nil, NeedEndpoints).of(ep.id))
		}
		if len(custom) == 0 {
			continue // normal with a zone group, and while the connection is pending
		}
		for _, a := range custom {
			if !ep.onInterface(a.Addr) {
				nic := ep.nics[0]
				detail := fmt.Sprintf("the custom DNS settings of %s say %s, its network interface has %s", ep.name, a.Addr, addrList(nic.Addresses))
				cites := []parse.Cite{a.Cite, nic.At}
				if len(nic.Addresses) > 0 {
					cites[1] = nic.Addresses[0].Cite
				}
				f := fail(ep.name, nil, detail, cites...).with("wrong_address", a.Addr.String())
				if len(nic.Addresses) > 0 {
					f = f.with("address", nic.Addresses[0].Addr.String())
				}
				out = append(out, e.aboutEndpoint(f, ep))
				break
			}
		}
	}
	return out
}

// nicID returns the id of the endpoint's network interface, if it is known.
func (ep *endpoint) nicID() string {
	if ep.Endpoint != nil && len(ep.Interfaces) > 0 {
		return ep.Interfaces[0].Value
	}
	return ""
}

// customTold reports whether the endpoint's custom DNS settings were captured, each with its name and its addresses.
func (ep *endpoint) customTold() bool {
	return ep.Endpoint != nil && ep.CustomDNSAt.File != "" &&
		!slices.ContainsFunc(ep.CustomDNS, func(c parse.CustomDNS) bool { return !c.FQDN.Known() || len(c.Addresses) == 0 })
}

// interfaceTold reports whether an address of any of the endpoint's interfaces was captured.
func (ep *endpoint) interfaceTold() bool {
	return slices.ContainsFunc(ep.nics, func(nic *parse.Interface) bool { return len(nic.Addresses) > 0 })
}

// onInterface reports whether any captured interface of the endpoint has an address.
func (ep *endpoint) onInterface(a netip.Addr) bool {
	for _, nic := range ep.nics {
		for _, have := range nic.Addresses {
			if have.Addr == a {
				return true
			}
		}
	}
	return false
}

// addrList prints addresses.
func addrList(as []parse.Addr) string {
	var out []string
	for _, a := range distinct(as) {
		out = append(out, a.Addr.String())
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}

// severalCustomEntries reports endpoints with several custom DNS entries for the vault that differ.
func severalCustomEntries(e *Evidence) []Finding {
	var out []Finding
	for _, ep := range e.endpointsOfVault() {
		if ep.Endpoint == nil {
			continue
		}
		if !ep.customTold() {
			out = append(out, open(ep.name, nil, NeedEndpoints).of(ep.id))
		}
		var cites []parse.Cite
		sets := map[string]bool{}
		for _, c := range ep.CustomDNS {
			if e.namesVault(c.FQDN.Value) && len(c.Addresses) > 0 {
				sets[addrList(c.Addresses)] = true
				cites = append(cites, c.Addresses[0].Cite)
			}
		}
		if len(sets) > 1 {
			detail := fmt.Sprintf("the custom DNS settings of %s have %d entries for the vault, with different addresses", ep.name, len(cites))
			out = append(out, e.aboutEndpoint(fail(ep.name, nil, detail, cites...), ep))
		}
	}
	return out
}

// duplicateEndpoints reports networks with two effective endpoints of the vault.
func duplicateEndpoints(e *Evidence) []Finding {
	first := map[string]*endpoint{}
	var out []Finding
	for _, ep := range e.effectiveEndpoints() {
		if ep.networkID == "" {
			continue
		}
		other := first[ep.networkID]
		if other == nil {
			first[ep.networkID] = ep
			continue
		}
		detail := fmt.Sprintf("network %s has two private endpoints for the vault: %s and %s", lastName(ep.networkID), other.name, ep.name)
		f := fail(lastName(ep.networkID), nil, detail, other.Subnet.Cite, ep.Subnet.Cite).of(ep.networkID)
		out = append(out, e.aboutSpare(e.aboutEndpoint(f, ep), other, ep))
	}
	return out
}

// aboutSpare says which of two endpoints the fix takes away, the second unless only its address stands in a record, and
// which address that record must lose.
func (e *Evidence) aboutSpare(f Finding, first, second *endpoint) Finding {
	inRecord := func(ep *endpoint) (string, *zone) {
		for _, z := range e.exactZones() {
			if held := e.heldIn(z, ep); held != "" {
				return held, z
			}
		}
		return "", nil
	}
	spare := second
	held, z := inRecord(second)
	if kept, _ := inRecord(first); kept == "" && held != "" {
		place := f.place
		spare, held = first, ""
		f = e.aboutEndpoint(f, first)
		f.place = place
	}
	switch {
	case held != "":
		return f.with("wrong_address", held, "zone_group", groupOf(z.idText()), "zone_subscription", subscriptionOf(z.idText()))
	case !slices.ContainsFunc(e.exactZones(), func(z *zone) bool { return z.recordsListed == nil }):
		return f.with("wrong_address", notHere) // no record leads to it
	}
	return f.with("wrong_address", e.addressFor(spare))
}

// heldIn returns the first address of the vault's record in a zone that is an endpoint's; empty if none is.
func (e *Evidence) heldIn(z *zone, ep *endpoint) string {
	if r := z.record(e.id.name); r != nil {
		for _, a := range r.Addresses {
			if slices.ContainsFunc(e.allAddresses(ep), func(have parse.Addr) bool { return have.Addr == a.Addr }) {
				return a.Addr.String()
			}
		}
	}
	return ""
}

// addressNotPrivate reports endpoints whose address is neither private nor inside their network.
func addressNotPrivate(e *Evidence) []Finding {
	var out []Finding
	for _, ep := range e.endpointsOfVault() {
		if len(e.addresses(ep)) == 0 {
			out = append(out, open(ep.name, nil, NeedInterfaces).of(ep.id).with("nic", ep.nicID()))
		}
		for _, a := range e.addresses(ep) {
			class, _ := Classify(a.Addr)
			if classReach[class] == reachPrivate || a.Addr.Is6() {
				continue
			}
			n := e.networkByID(ep.networkID)
			if n == nil || len(n.Prefixes) == 0 {
				out = append(out, open(ep.name, nil, NeedNetworks).of(ep.id))
				continue
			}
			if n.prefixWith(a.Addr) == nil {
				detail := fmt.Sprintf("the address %s of %s is %s, and outside the address space of network %s", a.Addr, ep.name, class, n.name)
				out = append(out, e.aboutEndpoint(fail(ep.name, nil, detail, a.Cite, n.At), ep).with("wrong_address", a.Addr.String()))
			}
		}
	}
	return out
}

// notRFC1918 reports addresses that the article calls private and RFC 1918 does not.
func notRFC1918(e *Evidence) []Finding {
	var cites []parse.Cite
	var seen netip.Addr
	note := func(as []parse.Addr) {
		for _, a := range as {
			if not1918.Contains(a.Addr) && len(e.networksWith(a.Addr)) == 0 {
				cites, seen = append(cites, a.Cite), a.Addr
			}
		}
	}
	for _, l := range e.allLookups {
		if l.mine {
			note(l.Addresses)
		}
	}
	for _, ep := range e.endpointsOfVault() {
		note(e.allAddresses(ep))
	}
	for _, z := range e.exactZones() {
		if r := z.record(e.id.name); r != nil {
			note(r.Addresses)
		}
	}
	if len(cites) == 0 {
		return nil
	}
	detail := fmt.Sprintf("%s is a public address: RFC 1918 ends at 172.31.255.255, although the article counts 172.32 as private", seen)
	return []Finding{fail(seen.String(), nil, detail, cites...)}
}
