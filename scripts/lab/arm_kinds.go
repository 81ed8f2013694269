package main

import (
	"slices"
	"strings"
)

// An armKind is a resource type with the API versions that answer for it.
type armKind struct {
	typ      string
	versions []string
	generic  bool // it stands in the list of all resources (/resources)
}

// armKinds are the types that are known, a parent before its children, in the spelling that ARM prints. A type of
// which the scenario has nothing gives empty lists. What a row's type holds (subnets, security rules) has its versions.
var armKinds = []armKind{
	{typ: "Microsoft.KeyVault/vaults", versions: versionsVault, generic: true},
	{typ: "Microsoft.KeyVault/managedHSMs", versions: versionsHSM, generic: true},
	{typ: "Microsoft.KeyVault/deletedVaults", versions: versionsVault},
	{typ: "Microsoft.KeyVault/deletedManagedHSMs", versions: versionsHSM},
	{typ: "Microsoft.KeyVault/locations", versions: versionsVault},
	{typ: "Microsoft.Network/privateEndpoints", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/privateEndpoints/privateDnsZoneGroups", versions: versionsNetwork},
	{typ: "Microsoft.Network/privateEndpoints/privateLinkServiceConnections", versions: versionsNetwork},
	{typ: "Microsoft.Network/networkInterfaces", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/networkInterfaces/ipConfigurations", versions: versionsNetwork},
	{typ: "Microsoft.Network/virtualNetworks", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/virtualNetworks/subnets", versions: versionsNetwork},
	{typ: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", versions: versionsNetwork},
	{typ: "Microsoft.Network/networkSecurityGroups", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/networkSecurityGroups/securityRules", versions: versionsNetwork},
	{typ: "Microsoft.Network/networkSecurityGroups/defaultSecurityRules", versions: versionsNetwork},
	{typ: "Microsoft.Network/routeTables", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/virtualNetworkGateways", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/connections", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/azureFirewalls", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/natGateways", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/publicIPAddresses", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/privateLinkServices", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/networkSecurityPerimeters", versions: versionsNetwork, generic: true},
	{typ: "Microsoft.Network/privateDnsZones", versions: versionsZone, generic: true},
	{typ: "Microsoft.Network/privateDnsZones/virtualNetworkLinks", versions: versionsZone, generic: true},
	{typ: "Microsoft.Network/privateDnsZones/ALL", versions: versionsZone},
	{typ: "Microsoft.Network/privateDnsZones/A", versions: versionsZone},
	{typ: "Microsoft.Network/privateDnsZones/AAAA", versions: versionsZone},
	{typ: "Microsoft.Network/privateDnsZones/CNAME", versions: versionsZone},
	{typ: "Microsoft.Network/privateDnsZones/MX", versions: versionsZone},
	{typ: "Microsoft.Network/privateDnsZones/PTR", versions: versionsZone},
	{typ: "Microsoft.Network/privateDnsZones/SOA", versions: versionsZone},
	{typ: "Microsoft.Network/privateDnsZones/SRV", versions: versionsZone},
	{typ: "Microsoft.Network/privateDnsZones/TXT", versions: versionsZone},
	{typ: "Microsoft.Network/dnsResolvers", versions: versionsResolver, generic: true},
	{typ: "Microsoft.Network/dnsForwardingRulesets", versions: versionsResolver, generic: true},
	{typ: "Microsoft.Compute/virtualMachines", versions: []string{"2022-03-01", "2022-11-01", "2023-03-01", "2024-03-01", "2024-07-01"}, generic: true},
}

// The API versions of the types, oldest first. The managed HSM is younger than the vault; a private DNS zone knows
// the policy for resolution only since the last of its versions.
var (
	versionsVault = []string{"2016-10-01", "2018-02-14", "2019-09-01", "2020-04-01-preview", "2021-04-01-preview", "2021-06-01-preview", "2021-10-01",
		"2021-11-01-preview", "2022-07-01", "2022-11-01", "2023-02-01", "2023-07-01", "2024-11-01", "2024-12-01-preview"}
	versionsHSM = []string{"2020-04-01-preview", "2021-04-01-preview", "2021-06-01-preview", "2021-10-01", "2021-11-01-preview", "2022-07-01",
		"2022-11-01", "2023-02-01", "2023-07-01", "2024-11-01", "2024-12-01-preview"}
	versionsNetwork = []string{"2020-03-01", "2020-04-01", "2020-05-01", "2020-06-01", "2020-07-01", "2020-08-01", "2020-11-01", "2021-02-01",
		"2021-03-01", "2021-05-01", "2021-08-01", "2022-01-01", "2022-05-01", "2022-07-01", "2022-09-01", "2022-11-01", "2023-02-01", "2023-04-01",
		"2023-05-01", "2023-06-01", "2023-09-01", "2023-11-01", "2024-01-01", "2024-03-01", "2024-05-01", "2024-07-01"}
	versionsZone     = []string{"2018-09-01", "2020-01-01", "2020-06-01", "2024-06-01"}
	versionsResolver = []string{"2020-04-01-preview", "2022-07-01", "2023-07-01-preview"}
	// versionsARM are those of ARM's own pages: tenants, subscriptions, groups, resources, providers.
	versionsARM = []string{"2014-04-01", "2015-01-01", "2015-11-01", "2016-02-01", "2016-06-01", "2016-09-01", "2017-05-10", "2018-02-01", "2018-05-01",
		"2018-06-01", "2019-03-01", "2019-05-01", "2019-05-10", "2019-06-01", "2019-07-01", "2019-08-01", "2019-10-01", "2019-11-01", "2020-01-01",
		"2020-06-01", "2020-08-01", "2020-10-01", "2021-01-01", "2021-04-01", "2022-01-01", "2022-09-01", "2022-12-01", "2023-07-01", "2024-03-01"}
)

// kindOf returns the row of a type: its own, or that of the nearest type above it.
func kindOf(typ string) (armKind, bool) {
	for t := typ; strings.Contains(t, "/"); t = t[:strings.LastIndexByte(t, '/')] {
		for _, k := range armKinds {
			if strings.EqualFold(k.typ, t) {
				return k, true
			}
		}
	}
	return armKind{}, false
}

// namespaces returns the providers of the table, in its order.
func namespaces() []string {
	var all []string
	for _, k := range armKinds {
		if name, _, _ := strings.Cut(k.typ, "/"); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
