package parse

import (
	"path"
	"slices"
	"strings"
)

// fileWords tell what an export should hold by the words of its file's name, in this order.
var fileWords = []struct {
	words []string // a word that begins with one of these
	ends  string   // or ends in this
	typ   ResourceType
}{
	{words: []string{"secret", "certificate"}},
	{words: []string{"subnet"}, ends: "subnets", typ: TypeSubnet},
	{words: []string{"inbound"}, typ: TypeInboundEndpoint},
	{words: []string{"forwarding"}, typ: TypeForwardingRule},
	{words: []string{"ruleset"}, typ: TypeRulesetLink},
	{words: []string{"peering"}, ends: "peerings", typ: TypePeering},
	{words: []string{"deleted"}, typ: TypeDeletedVault},
	{words: []string{"zonegroup", "dnszonegroup"}, ends: "zonegroups", typ: TypeZoneGroup},
	{words: []string{"nsg", "security"}, ends: "nsgs", typ: TypeSecurityGroup},
	{words: []string{"routetable"}, ends: "routetables", typ: TypeRouteTable},
	{words: []string{"route"}, ends: "routes", typ: TypeRoute},
	{words: []string{"group"}},
	{words: []string{"connection", "pec"}, ends: "connections", typ: TypeConnection},
	{words: []string{"record"}, ends: "records", typ: TypeRecordSet},
	{words: []string{"link"}, ends: "links", typ: TypeLink},
	{words: []string{"nic", "interface", "networkinterface"}, ends: "interfaces", typ: TypeInterface},
	{words: []string{"endpoint", "privateendpoint", "pe", "pes"}, ends: "endpoints", typ: TypeEndpoint},
	{words: []string{"zone", "dnszone", "privatednszone"}, ends: "zones", typ: TypeZone},
	{words: []string{"vnet", "network", "virtualnetwork"}, ends: "networks", typ: TypeNetwork},
	{words: []string{"vault", "keyvault", "kv", "hsm", "managedhsm"}, ends: "vaults", typ: TypeVault},
}

// fileType returns what an export should hold by the base name of its file; "" if the name does not tell.
func fileType(file string) ResourceType {
	base := strings.ToLower(path.Base(file))
	base = strings.TrimSuffix(base, path.Ext(base))
	// "privatelink" is no link, and "privatelink.vaultcore.azure.net" is a zone.
	base = strings.NewReplacer("privatelink", "", "private-link", "", "private_link", "", "vaultcore", "zone",
		"zone-group", "zonegroup", "zone_group", "zonegroup", "route-table", "routetable", "route_table", "routetable").
		Replace(base)
	words := strings.FieldsFunc(base, func(r rune) bool { return r < 'a' || r > 'z' })
	for _, row := range fileWords {
		for _, w := range words {
			if nameWord(w, row.words) || row.ends != "" && strings.HasSuffix(w, row.ends) {
				return row.typ
			}
		}
	}
	return ""
}

// nameWord reports whether a word of a file's name is one of words, or its plural or compound: short words
// ("pe", "kv", "nic") only as they are or with an s.
func nameWord(w string, words []string) bool {
	if slices.Contains(words, strings.TrimSuffix(w, "s")) {
		return true
	}
	return slices.ContainsFunc(words, func(p string) bool { return len(p) > 3 && strings.HasPrefix(w, p) })
}
