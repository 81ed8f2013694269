package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// factLists are the lists of Facts in the order in which their changes are told: what was set up, then what was seen.
var factLists = []struct {
	name     string
	captured func(*Facts) bool
}{
	{"vault", func(f *Facts) bool { return f.Vault != nil }},
	{"connections", func(f *Facts) bool { return f.Connections != nil }},
	{"endpoints", func(f *Facts) bool { return f.Endpoints != nil }},
	{"zones", func(f *Facts) bool { return f.Zones != nil }},
	{"links", func(f *Facts) bool { return f.Links != nil }},
	{"records", func(f *Facts) bool { return f.Records != nil }},
	{"networks", func(f *Facts) bool { return f.Networks != nil }},
	{"vantages", func(f *Facts) bool { return f.Vantages != nil }},
	{"lookups", func(f *Facts) bool { return f.Lookups != nil }},
	{"requests", func(f *Facts) bool { return f.Requests != nil }},
}

// items returns the facts of a diagnosis in a form that compares. Keys are resource ids, or what a client asked for.
func items(d *Diagnosis) []item {
	f := &d.Facts
	out := azureItems(f)
	for _, v := range f.Vantages {
		out = append(out, item{list: "vantages", key: v.Name, name: v.Name, ids: []string{v.Name}, cites: v.Cites, fields: []field{
			{"role", v.Role}, {"network", string(v.NetworkID)}, {"addresses", addressText(v.Addresses)}, {"resolvers", addressText(v.Resolvers)}}})
	}
	for _, l := range f.Lookups {
		key := l.Vantage + " " + string(l.Query)
		if l.Type != "" && !strings.EqualFold(string(l.Type), "A") {
			key += " " + string(l.Type)
		}
		if l.Control {
			key += " at " + string(l.Server)
		}
		answer := string(l.Outcome)
		if len(l.Addresses) > 0 {
			answer = addressText(l.Addresses)
		}
		out = append(out, item{list: "lookups", key: key, name: key, vantage: l.Vantage, ids: []string{l.Vantage, string(l.Query)}, cites: l.Cites,
			fields: []field{{"answer", answer}}})
	}
	for _, r := range f.Requests {
		key := r.Vantage + " " + string(r.URL)
		if r.URL == "" && len(r.Cites) > 0 {
			key += lastName(r.Cites[0].File)
		}
		out = append(out, item{list: "requests", key: key, name: key, vantage: r.Vantage, ids: []string{r.Vantage}, cites: r.Cites,
			fields: []field{{"outcome", requestText(&r)}, {"proxy", string(r.Proxy)}}})
	}
	return out
}

// azureItems returns the facts of the exports.
func azureItems(f *Facts) []item {
	var out []item
	add := func(list, key, name string, ids []Opt, cites []Cite, fields ...field) {
		x := item{list: list, key: strings.ToLower(key), name: name, cites: cites, fields: fields}
		for _, id := range ids {
			x.ids = append(x.ids, string(id))
		}
		out = append(out, x)
	}
	if v := f.Vault; v != nil {
		add("vault", "vault", orUnknown(lastName(string(v.ID))), []Opt{v.ID}, v.Cites, field{"public network access", string(v.PublicNetworkAccess)},
			field{"default action", string(v.DefaultAction)}, field{"bypass", string(v.Bypass)}, field{"ip rules", listText(v.IPRules)},
			field{"network rules", listText(v.NetworkRules)})
	}
	for _, c := range f.Connections {
		add("connections", string(c.ID+" "+c.EndpointID), orUnknown(lastName(string(c.EndpointID))), []Opt{c.ID, c.EndpointID}, c.Cites,
			field{"state", string(c.State)}, field{"provisioning", string(c.ProvisioningState)}, field{"effective", boolText(c.Effective)})
	}
	for _, e := range f.Endpoints {
		add("endpoints", string(e.ID), orUnknown(lastName(string(e.ID))), []Opt{e.ID}, e.Cites, field{"network", string(e.NetworkID)},
			field{"subnet", string(e.SubnetID)}, field{"target", string(e.TargetID)}, field{"groups", listText(e.GroupIDs)},
			field{"addresses", addressText(e.Addresses)}, field{"dns settings", customText(e.CustomDNS)})
	}
	for _, z := range f.Zones {
		add("zones", string(z.ID)+" "+z.Name, z.Name, []Opt{z.ID, Opt(z.Name)}, z.Cites)
	}
	for _, l := range f.Links {
		add("links", string(l.ZoneID+" "+l.NetworkID), lastName(string(l.ZoneID))+" to "+orUnknown(lastName(string(l.NetworkID))),
			[]Opt{l.ZoneID, l.NetworkID}, l.Cites, field{"state", string(l.State)}, field{"registration", boolText(l.Registration)},
			field{"resolution policy", string(l.ResolutionPolicy)})
	}
	for _, r := range f.Records {
		ttl := ""
		if r.TTL >= 0 {
			ttl = strconv.Itoa(int(r.TTL))
		}
		add("records", string(r.ZoneID)+" "+r.Name+" "+r.Type, r.Name+" "+r.Type+" in "+orUnknown(lastName(string(r.ZoneID))),
			[]Opt{r.ZoneID, Opt(r.Name)}, r.Cites, field{"addresses", addressText(r.Addresses)}, field{"ttl", ttl})
	}
	for _, n := range f.Networks {
		add("networks", string(n.ID), orUnknown(lastName(string(n.ID))), []Opt{n.ID}, n.Cites, field{"prefixes", listText(n.Prefixes)},
			field{"dns servers", addressText(n.DNSServers)}, field{"peerings", peeringText(n.Peerings)})
	}
	return out
}

// none stands for a list that was captured and is empty, so that it differs from one that was not.
const none = "none"

// listText prints a list in its alphabetical order; empty where it was not captured.
func listText(list []string) string {
	switch {
	case list == nil:
		return ""
	case len(list) == 0:
		return none
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return strings.Join(slices.Compact(list), ", ")
}

// addressText prints addresses with their classes.
func addressText(as []AddressFact) string {
	texts := mapped(as, func(a AddressFact) string { return a.Address + " " + string(a.Class) })
	return listText(listOf(as != nil, texts))
}

// customText prints an endpoint's DNS settings.
func customText(cs []CustomDNSFact) string {
	texts := mapped(cs, func(c CustomDNSFact) string { return c.FQDN + " " + addressText(c.Addresses) })
	return listText(listOf(cs != nil, texts))
}

// peeringText prints a network's peerings.
func peeringText(ps []PeeringFact) string {
	texts := mapped(ps, func(p PeeringFact) string {
		return orUnknown(lastName(string(p.NetworkID))) + " " + orUnknown(string(p.State))
	})
	return listText(listOf(ps != nil, texts))
}

// boolText prints yes or no; empty where it was not captured.
func boolText(b *bool) string {
	if b == nil {
		return ""
	}
	return map[bool]string{true: "yes", false: "no"}[*b]
}

// requestText says what became of a request.
func requestText(r *RequestFact) string {
	var out []string
	if r.Connected != nil {
		out = append(out, "to "+r.Connected.Address)
	}
	switch {
	case r.Status != nil:
		out = append(out, "status "+strconv.Itoa(*r.Status))
	case r.Exit != nil:
		out = append(out, fmt.Sprintf("exit status %d", *r.Exit))
	default:
		out = append(out, "no answer")
	}
	if n := r.NetworkInfo; n != nil {
		out = append(out, "conn_type "+orUnknown(string(n.ConnType)))
		if n.Addr != nil {
			out = append(out, "seen as "+n.Addr.Address+" "+string(n.Addr.Class))
		}
	}
	if e := r.Error; e != nil {
		out = append(out, "error "+orUnknown(string(cmp.Or(e.InnerCode, e.Code))))
	}
	return strings.Join(out, ", ")
}
