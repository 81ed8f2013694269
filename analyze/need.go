package analyze

import (
	"slices"

	"kvdoctor/parse"
)

// A Need is a kind of evidence that a check reads.
type Need string

// The kinds of evidence.
const (
	NeedLookups     Need = "lookups"
	NeedRequests    Need = "requests"
	NeedOwn         Need = "own-addresses"
	NeedResolvers   Need = "resolvers"
	NeedHosts       Need = "hosts-file"
	NeedVault       Need = "vault"
	NeedConnections Need = "connections"
	NeedEndpoints   Need = "endpoints"
	NeedInterfaces  Need = "interfaces"
	NeedZones       Need = "zones"
	NeedLinks       Need = "links"
	NeedRecords     Need = "records"
	NeedNetworks    Need = "networks"
	NeedEnvironment Need = "environment"
	NeedSecurity    Need = "security-rules"
	NeedRoutes      Need = "routes"
)

// needs describes each kind of evidence: in words, by the command that captures it, and how to tell that it
// is there (the vantage is nil for evidence that belongs to none).
var needs = map[Need]struct {
	what, command string
	perVantage    bool
	held          func(e *Evidence, v *vantage) bool
}{
	NeedLookups: {"how the machine resolves the vault's name", "nslookup {host}", true,
		func(e *Evidence, v *vantage) bool { return e.definite(v) }},
	NeedRequests: {"a request to the vault's health endpoint", "curl -sS -i https://{host}/healthstatus", true,
		func(e *Evidence, v *vantage) bool { return len(e.requestsOf(v)) > 0 }},
	NeedOwn: {"the machine's own addresses", "ip addr", true,
		func(e *Evidence, v *vantage) bool { return len(v.realAddresses()) > 0 }},
	NeedResolvers: {"the machine's name servers", "cat /etc/resolv.conf", true,
		func(e *Evidence, v *vantage) bool { return len(e.serversOf(v)) > 0 }},
	NeedHosts: {"the machine's hosts file", "cat /etc/hosts", true,
		func(e *Evidence, v *vantage) bool { return v.hostsFile != nil }},
	NeedVault: {"the vault's settings", "az keyvault show --name {vault}", false,
		func(e *Evidence, _ *vantage) bool { return e.vault != nil && e.vault.Detailed }},
	NeedConnections: {"the vault's private endpoint connections", "az network private-endpoint-connection list --id {vault_id}", false,
		func(e *Evidence, _ *vantage) bool {
			return e.connectionsListed().File != "" && e.told(parse.TypeConnection)
		}},
	NeedEndpoints: {"the private endpoints", "az network private-endpoint list", false,
		func(e *Evidence, _ *vantage) bool { return e.endpointsCaptured() && e.told(parse.TypeEndpoint) }},
	NeedInterfaces: {"the private endpoint's network interface", "az network nic show --ids {nic}", false,
		func(e *Evidence, _ *vantage) bool { return len(e.interfaces) > 0 && e.told(parse.TypeInterface) }},
	NeedZones: {"the private DNS zones", "az network private-dns zone list", false,
		func(e *Evidence, _ *vantage) bool {
			return e.listed(parse.TypeZone) != nil || !e.cut(parse.TypeZone) && slices.ContainsFunc(e.zones, func(z *zone) bool { return z.Zone != nil })
		}},
	NeedLinks: {"the zone's virtual network links", "az network private-dns link vnet list --resource-group {zone_group} --zone-name {zone}", false,
		func(e *Evidence, _ *vantage) bool {
			return e.anyZone((*zone).hasLinks) && e.told(parse.TypeLink) && !e.cut(parse.TypeLink)
		}},
	NeedRecords: {"the zone's A records", "az network private-dns record-set a list --resource-group {zone_group} --zone-name {zone}", false,
		func(e *Evidence, _ *vantage) bool {
			return e.anyZone((*zone).hasRecords) && e.told(parse.TypeRecordSet)
		}},
	NeedNetworks: {"the virtual networks", "az network vnet list", false,
		func(e *Evidence, _ *vantage) bool { return len(e.networks) > 0 && e.told(parse.TypeNetwork) }},
	NeedEnvironment: {"what the client's environment says of proxies and of the machine", "env | grep -iE '^(HOME|PWD|SHELL|[a-z]+_proxy|ACC_|AGENT_|RUNNER_|TF_BUILD|GITHUB_ACTIONS|GITLAB_CI|CI_RUNNER)'", true,
		func(_ *Evidence, v *vantage) bool { return len(v.environment) > 0 }},
	NeedSecurity: {"the security rules in effect at the client", "az network nic list-effective-nsg --resource-group <client-nic-group> --name <client-nic>", true,
		func(e *Evidence, v *vantage) bool { return len(e.effectiveGroups(v)) > 0 }},
	NeedRoutes: {"the routes in effect at the client", "az network nic show-effective-route-table --resource-group <client-nic-group> --name <client-nic>", true,
		func(e *Evidence, v *vantage) bool { return len(e.effectiveRoutes(v)) > 0 }},
}

// missing describes what would fill a need in this case.
func (e *Evidence) missing(n Need, values map[string]string) Missing {
	d := needs[n]
	return Missing{What: d.what, Command: e.fill(d.command, values)}
}

// saw tells a test what a rule reads.
func (e *Evidence) saw(n Need) {
	if e.trace != nil {
		e.trace(n)
	}
}

// has reports whether a kind of evidence was captured; v counts for evidence of one vantage only.
func (e *Evidence) has(n Need, v *vantage) bool { return needs[n].held(e, v) }
