package parse

import "strings"

// An armKind is what a type of the resource manager means here. The zero value stands for a type that is
// not read.
type armKind struct {
	typ     ResourceType
	hsm     bool // a managed HSM
	other   bool // a record set of another type than A: no record comes of it
	foreign bool // a connection of another service than Key Vault
	side    bool // a connection as the private endpoint sees it
}

// armTypes are the types that are read.
var armTypes = []struct {
	name string
	kind armKind
}{
	{"Microsoft.KeyVault/vaults", armKind{typ: TypeVault}},
	{"Microsoft.KeyVault/managedHSMs", armKind{typ: TypeVault, hsm: true}},
	{"Microsoft.KeyVault/vaults/privateEndpointConnections", armKind{typ: TypeConnection}},
	{"Microsoft.KeyVault/managedHSMs/privateEndpointConnections", armKind{typ: TypeConnection}},
	{"Microsoft.Network/privateEndpoints", armKind{typ: TypeEndpoint}},
	{"Microsoft.Network/privateEndpoints/privateLinkServiceConnections", armKind{typ: TypeEndpoint, side: true}},
	{"Microsoft.Network/privateEndpoints/manualPrivateLinkServiceConnections", armKind{typ: TypeEndpoint, side: true}},
	{"Microsoft.Network/networkInterfaces", armKind{typ: TypeInterface}},
	{"Microsoft.Network/privateDnsZones", armKind{typ: TypeZone}},
	{"Microsoft.Network/privateEndpoints/privateDnsZoneGroups", armKind{typ: TypeZoneGroup}},
	{"Microsoft.Network/privateLinkServices/privateDnsZoneGroups", armKind{typ: TypeZoneGroup}}, // as the specification has it
	{"Microsoft.Network/privateDnsZones/virtualNetworkLinks", armKind{typ: TypeLink}},
	{"Microsoft.Network/privateDnsZones/A", armKind{typ: TypeRecordSet}},
	{"Microsoft.Network/privateDnsZones/ALL", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/AAAA", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/CNAME", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/MX", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/PTR", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/SOA", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/SRV", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/TXT", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/virtualNetworks", armKind{typ: TypeNetwork}},
	{"Microsoft.Network/virtualNetworks/subnets", armKind{typ: TypeSubnet}},
	{"Microsoft.Network/virtualNetworks/virtualNetworkPeerings", armKind{typ: TypePeering}},
	{"Microsoft.Network/networkInterfaces/ipConfigurations", armKind{typ: TypeIPConfiguration}},
	{"Microsoft.Network/networkSecurityGroups", armKind{typ: TypeSecurityGroup}},
	{"Microsoft.Network/networkSecurityGroups/securityRules", armKind{typ: TypeSecurityRule}},
	{"Microsoft.Network/networkSecurityGroups/defaultSecurityRules", armKind{typ: TypeSecurityRule}},
	{"Microsoft.Network/routeTables", armKind{typ: TypeRouteTable}},
	{"Microsoft.Network/routeTables/routes", armKind{typ: TypeRoute}},
	{"Microsoft.Network/dnsResolvers/inboundEndpoints", armKind{typ: TypeInboundEndpoint}},
	{"Microsoft.Network/dnsForwardingRulesets/forwardingRules", armKind{typ: TypeForwardingRule}},
	{"Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks", armKind{typ: TypeRulesetLink}},
	{"Microsoft.KeyVault/deletedVaults", armKind{typ: TypeDeletedVault}},
	{"Microsoft.KeyVault/deletedManagedHSMs", armKind{typ: TypeDeletedVault, hsm: true}},
	{"Microsoft.KeyVault/locations/deletedVaults", armKind{typ: TypeDeletedVault}},
	{"Microsoft.KeyVault/locations/deletedManagedHSMs", armKind{typ: TypeDeletedVault, hsm: true}},
}

// armType returns what a type of the resource manager means, compared without case.
func armType(name string) armKind {
	for _, t := range armTypes {
		if strings.EqualFold(t.name, name) {
			return t.kind
		}
	}
	if hasSuffixFold(name, connectionSuffix) && isARMType(name) {
		return armKind{typ: TypeConnection, foreign: true}
	}
	return armKind{}
}

// armShapes tell an object without type and id by the fields that only its type has, the surest first: all
// fields of a row must be there, one of them not null.
var armShapes = []struct {
	fields []string
	kind   armKind
}{
	{[]string{"scheduledPurgeDate"}, armKind{typ: TypeDeletedVault}},
	{[]string{"privateLinkServiceConnectionState", "privateEndpoint"}, armKind{typ: TypeConnection}},
	{[]string{"privateDnsZoneConfigs"}, armKind{typ: TypeZoneGroup}},
	{[]string{"effectiveSecurityRules"}, armKind{typ: TypeSecurityGroup}},
	{[]string{"securityRules"}, armKind{typ: TypeSecurityGroup}},
	{[]string{"targetDnsServers", "domainName"}, armKind{typ: TypeForwardingRule}},
	{[]string{"peeringState"}, armKind{typ: TypePeering}},
	{[]string{"nextHopType"}, armKind{typ: TypeRoute}},
	{[]string{"access", "direction", "protocol"}, armKind{typ: TypeSecurityRule}},
	{[]string{"virtualNetwork", "registrationEnabled"}, armKind{typ: TypeLink}},
	{[]string{"customDnsConfigs"}, armKind{typ: TypeEndpoint}},
	{[]string{"privateLinkServiceConnections"}, armKind{typ: TypeEndpoint}},
	{[]string{"aRecords"}, armKind{typ: TypeRecordSet}},
	{[]string{"numberOfVirtualNetworkLinks"}, armKind{typ: TypeZone}},
	{[]string{"privateEndpointNetworkPolicies"}, armKind{typ: TypeSubnet}},
	{[]string{"privateIPAddress"}, armKind{typ: TypeIPConfiguration}},
	{[]string{"ipConfigurations"}, armKind{typ: TypeInterface}},
	{[]string{"addressSpace"}, armKind{typ: TypeNetwork}},
	{[]string{"hsmUri"}, armKind{typ: TypeVault, hsm: true}},
	{[]string{"vaultUri"}, armKind{typ: TypeVault}},
}

// resourceKind tells what an object is: by its type, else by its id, else by its fields. An object whose
// type or id names a type that is not read is none, whatever its fields are.
func resourceKind(n *jsonNode) armKind {
	if !n.is(jsonObject) {
		return armKind{}
	}
	if typ := n.get("type"); typ.is(jsonString) && strings.Contains(typ.value, "/") {
		return armType(typ.value)
	}
	if id := n.get("id"); id.is(jsonString) {
		if r, ok := ParseResourceID(id.value); ok {
			return armType(r.Type)
		}
	}
	for _, s := range armShapes {
		if hasShape(n, s.fields) {
			return s.kind
		}
	}
	return armKind{}
}

func hasShape(n *jsonNode, fields []string) bool {
	some := false
	for _, name := range fields {
		f := n.field(name)
		if f == nil {
			return false
		}
		some = some || f.kind != jsonNull
	}
	return some
}
