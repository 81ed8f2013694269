package analyze

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// publicTails end the names that the public chain of a vault ends in, behind the service's own; they change
// from year to year.
var publicTails = []string{
	".trafficmanager.net", ".cloudapp.net", ".cloudapp.azure.com", ".msidentity.com", ".akadns.net", ".azure.com", ".azure.net",
	".usgovtrafficmanager.net", ".usgovcloudapp.net", ".usgovcloudapi.net", ".msidentity.us",
	".trafficmanager.cn", ".chinacloudapp.cn", ".chinacloudapi.cn", ".azure.cn", ".msidentity.cn",
}

// endsIn reports whether a name ends in any of the suffixes.
func endsIn(name string, suffixes []string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}

// vaultDomain reports whether a name belongs to the vaults of any cloud: to their hosts, to the names that the service
// gives itself, or to the privatelink zones.
func vaultDomain(name string) bool {
	return slices.ContainsFunc(services, func(s service) bool {
		return endsIn(name, []string{"." + s.suffix, "." + strings.TrimPrefix(s.zone, "privatelink.")})
	})
}

// foreignName returns the name for which a lookup's chain leaves the vault's domains before the privatelink alias,
// or nil. Without the alias, names of the public chain may follow the vault's own at once. An address is no name: where the
// line above it is lost, host's "Name:" of the server looks like one.
func (l *lookup) foreignName(host string) *parse.Name {
	for i, n := range l.Chain {
		_, err := netip.ParseAddr(n.Name)
		switch {
		case n.Name == host && i == 0, err == nil:
		case hasAlias(n.Name), vaultDomain(n.Name):
			return nil
		case l.alias() == nil && endsIn(n.Name, publicTails):
			return nil
		default:
			return &l.Chain[i]
		}
	}
	return nil
}

// aliasForeign reports clients for which the vault's name is an alias of a name outside the vaults' domains.
func aliasForeign(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		out = append(out, e.undecidedNames(v)...)
		for _, l := range e.lookupsOf(v) {
			if slices.Contains(programTools, l.Tool) {
				continue // they print the last name alone
			}
			if n := l.foreignName(e.id.host); n != nil {
				detail := fmt.Sprintf("%s is an alias for %s, which is no name of Key Vault", e.id.host, n.Name)
				out = append(out, fail(v.name, v, detail, l.At, n.Cite).with("server", l.Server))
			}
		}
	}
	return out
}

// privateOutside reports controls from outside that get a private address: they do not stand outside.
func privateOutside(e *Evidence) []Finding {
	var out []Finding
	decided := map[*vantage]bool{}
	var order []*vantage
	for _, l := range e.controls() {
		if _, known := decided[l.vantage]; !known {
			order = append(order, l.vantage)
		}
		private := e.addressOf(l, reachPrivate)
		told := l.Outcome == parse.NXDomain || l.Outcome == parse.NoData || l.Outcome == parse.Answer && !l.masked()
		decided[l.vantage] = decided[l.vantage] || told
		if private == nil {
			continue
		}
		detail := fmt.Sprintf("%s, taken for a view from outside, gets the private address %s for %s", l.vantage.name, private.Addr, e.id.host)
		if !l.vantage.internet {
			detail = fmt.Sprintf("the public resolver %s gives %s the private address %s for %s", l.Server, l.vantage.name, private.Addr, e.id.host)
		}
		out = append(out, fail(l.vantage.name, l.vantage, detail, private.Cite, l.ServerAt).with("server", l.Server))
	}
	if order == nil {
		return []Finding{idle(e.id.host, nil)}
	}
	for _, v := range order {
		if !decided[v] {
			out = append(out, open(v.name, v).ask("how a public resolver answers", "nslookup {host} 8.8.8.8"))
		}
	}
	return out
}
