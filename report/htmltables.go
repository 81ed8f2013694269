package report

import (
	"fmt"
	"strconv"
	"strings"

	"kvdoctor/analyze"
)

// A dataTable is one list of the facts. Its cells are captured text.
type dataTable struct {
	Title string
	Head  []string
	Rows  [][]string
	Empty string // why there are no rows
	More  int    // how many rows are left out
}

// mostRows of a table are shown; the JSON holds all of them.
const mostRows = 1000

// tableOf makes a table of a list, which is nil where it was not captured.
func tableOf[T any](title, head string, list []T, row func(T) []string, cites func(T) []analyze.Cite) dataTable {
	t := dataTable{Title: title, Head: append(strings.Split(head, "|"), "where")}
	switch {
	case list == nil:
		t.Empty = "not captured"
	case len(list) == 0:
		t.Empty = "captured, and empty"
	}
	for i, x := range list {
		if i == mostRows {
			t.More = len(list) - i
			break
		}
		t.Rows = append(t.Rows, append(row(x), places(cites(x))))
	}
	return t
}

// places names the lines that a fact was read from: each file once, with its lines.
func places(cites []analyze.Cite) string {
	var out []string
	last := ""
	for _, c := range cites {
		switch {
		case c.File != last || len(out) == 0:
			out = append(out, place(c.File, c.Line))
		case c.Line > 0:
			out[len(out)-1] += fmt.Sprintf(", %d", c.Line)
		}
		last = c.File
	}
	return dash(strings.Join(out, "; "))
}

// dataTables returns all facts.
func dataTables(d *analyze.Diagnosis) []dataTable {
	f := d.Facts
	out := []dataTable{
		tableOf("Machines", "name|role|system|addresses|network|why|resolvers", f.Vantages, vantageRow, func(v analyze.VantageFact) []analyze.Cite { return v.Cites }),
		tableOf("Lookups", "machine|tool|query|type|server|outcome|chain|addresses|ttl", f.Lookups, lookupRow, func(l analyze.LookupFact) []analyze.Cite { return l.Cites }),
		tableOf("Requests", "machine|tool|url|result|connected to|proxy|TLS|network info", f.Requests, requestRow, func(r analyze.RequestFact) []analyze.Cite { return r.Cites }),
	}
	return append(out, azureTables(f)...)
}

// azureTables returns the facts of the exports.
func azureTables(f analyze.Facts) []dataTable {
	var vaults []analyze.VaultFact
	if f.Vault != nil {
		vaults = append(vaults, *f.Vault)
	}
	return []dataTable{
		tableOf("Vault", "id|public access|default action|bypass|address rules|network rules", vaults, func(v analyze.VaultFact) []string {
			return []string{opt(v.ID), opt(v.PublicNetworkAccess), opt(v.DefaultAction), opt(v.Bypass), listCell(v.IPRules), listCell(v.NetworkRules)}
		}, func(v analyze.VaultFact) []analyze.Cite { return v.Cites }),
		tableOf("Connections", "endpoint|state|provisioning|in effect", f.Connections, func(c analyze.ConnectionFact) []string {
			return []string{opt(c.EndpointID), opt(c.State), opt(c.ProvisioningState), yesNo(c.Effective)}
		}, func(c analyze.ConnectionFact) []analyze.Cite { return c.Cites }),
		tableOf("Private endpoints", "id|network|target|groups|addresses|custom DNS", f.Endpoints, endpointRow, func(e analyze.EndpointFact) []analyze.Cite { return e.Cites }),
		tableOf("Private DNS zones", "name|id", f.Zones, func(z analyze.ZoneFact) []string {
			return []string{z.Name, opt(z.ID)}
		}, func(z analyze.ZoneFact) []analyze.Cite { return z.Cites }),
		tableOf("Zone links", "zone|network|state|registers machines|resolution policy", f.Links, func(l analyze.LinkFact) []string {
			return []string{opt(l.ZoneID), opt(l.NetworkID), opt(l.State), yesNo(l.Registration), opt(l.ResolutionPolicy)}
		}, func(l analyze.LinkFact) []analyze.Cite { return l.Cites }),
		tableOf("Records", "zone|name|type|ttl|addresses", f.Records, func(r analyze.RecordFact) []string {
			return []string{opt(r.ZoneID), r.Name, r.Type, seconds(r.TTL), addressList(r.Addresses)}
		}, func(r analyze.RecordFact) []analyze.Cite { return r.Cites }),
		tableOf("Virtual networks", "id|prefixes|DNS servers|peerings", f.Networks, networkRow, func(n analyze.NetworkFact) []analyze.Cite { return n.Cites }),
	}
}

// vantageRow prints a machine.
func vantageRow(v analyze.VantageFact) []string {
	return []string{v.Name, v.Role + " (" + v.RoleSource + ")", opt(v.System), addressList(v.Addresses), opt(v.NetworkID), opt(v.NetworkReason),
		addressList(v.Resolvers)}
}

// lookupRow prints a DNS query.
func lookupRow(l analyze.LookupFact) []string {
	tool := l.Tool
	if l.Control {
		tool += " (control)"
	}
	return []string{l.Vantage, tool, opt(l.Query), opt(l.Type), opt(l.Server), string(l.Outcome), strings.Join(l.Chain, " → "), addressList(l.Addresses),
		seconds(l.TTL)}
}

// requestRow prints a request.
func requestRow(r analyze.RequestFact) []string {
	result := came(analyze.RequestFact{Tool: r.Tool, Status: r.Status, Exit: r.Exit})
	if e := r.Error; e != nil {
		result += ": " + strings.Join(strings.Fields(string(e.Code)+" "+string(e.InnerCode)+" "+string(e.Message)), " ")
	}
	connected, info := "-", "-"
	if r.Connected != nil {
		connected = addressList([]analyze.AddressFact{*r.Connected})
	}
	if r.NetworkInfo != nil {
		info = r.NetworkInfo.Raw
	}
	tls := map[string]string{"yes": "verified", "no": "not verified"}[yesNo(r.TLSVerified)]
	return []string{r.Vantage, r.Tool, opt(r.URL), result, connected, opt(r.Proxy), dash(tls), info}
}

// endpointRow prints a private endpoint.
func endpointRow(e analyze.EndpointFact) []string {
	var custom []string
	for _, c := range e.CustomDNS {
		custom = append(custom, c.FQDN+" = "+addressList(c.Addresses))
	}
	return []string{opt(e.ID), opt(e.NetworkID), opt(e.TargetID), listCell(e.GroupIDs), addressList(e.Addresses), dash(strings.Join(custom, "; "))}
}

// networkRow prints a virtual network.
func networkRow(n analyze.NetworkFact) []string {
	var peers []string
	for _, p := range n.Peerings {
		peers = append(peers, lastName(string(p.NetworkID))+" "+opt(p.State))
	}
	return []string{opt(n.ID), listCell(n.Prefixes), addressList(n.DNSServers), dash(strings.Join(peers, ", "))}
}

// opt prints what may be unknown.
func opt(o analyze.Opt) string { return dash(string(o)) }

// listCell prints a list, telling one that is empty from one that was not captured.
func listCell(list []string) string {
	if list != nil && len(list) == 0 {
		return "none"
	}
	return dash(strings.Join(list, ", "))
}

// yesNo prints what is yes, no or unknown.
func yesNo(b *bool) string {
	if b == nil {
		return "-"
	}
	return map[bool]string{true: "yes", false: "no"}[*b]
}

// seconds prints a time to live.
func seconds(n analyze.OptInt) string {
	if n < 0 {
		return "-"
	}
	return strconv.Itoa(int(n)) + " s"
}
