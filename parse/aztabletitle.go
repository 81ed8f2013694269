package parse

import "strings"

// A titledColumn is a title of az's tables, or one that people choose in a query, with the field it stands for.
type titledColumn struct {
	titles string       // in lower case without blanks, parted by blanks
	typ    ResourceType // the only type that it stands for so; empty for all
	path   string
}

// titledColumns are the titles that are known; of several rows the first that fits counts.
var titledColumns = []titledColumn{
	{"name zonename linkname rulename zone link", "", "name"},
	{"id resourceid", "", "id"},
	{"type", TypeRecordSet, "recordType"},
	{"type resourcetype", "", "type"},
	{"provisioningstate", "", "provisioningState"},
	{"vaulturi uri", TypeVault, "vaultUri"},
	{"publicnetworkaccess publicaccess pna", TypeVault, "publicNetworkAccess"},
	{"defaultaction", TypeVault, "networkAcls.defaultAction"},
	{"bypass", TypeVault, "networkAcls.bypass"},
	{"vaultid", TypeDeletedVault, "vaultId"},
	{"deletiondate", TypeDeletedVault, "deletionDate"},
	{"scheduledpurgedate purgedate", TypeDeletedVault, "scheduledPurgeDate"},
	{"status state connectionstate connectionstatus privatelinkserviceconnectionstate", TypeConnection, "privateLinkServiceConnectionState.status"},
	{"description", TypeConnection, "privateLinkServiceConnectionState.description"},
	{"privateendpoint privateendpointid endpoint", TypeConnection, "privateEndpoint.id"},
	{"subnet subnetid", TypeEndpoint, "subnet.id"},
	{"nic nicid networkinterface", TypeEndpoint, "networkInterfaces[].id"},
	{"privateip privateipaddress ip ipaddress address", TypeInterface, "ipConfigurations[].privateIPAddress"},
	{"privateip privateipaddress ip ipaddress address", TypeIPConfiguration, "privateIPAddress"},
	{"privateendpoint", TypeInterface, "privateEndpoint.id"},
	{"recordsets numberofrecordsets records", TypeZone, "numberOfRecordSets"},
	{"virtualnetworklinks numberofvirtualnetworklinks links", TypeZone, "numberOfVirtualNetworkLinks"},
	{"virtualnetwork vnet virtualnetworkid vnetid network", TypeLink, "virtualNetwork.id"},
	{"registrationenabled registration", TypeLink, "registrationEnabled"},
	{"linkstate virtualnetworklinkstate state", TypeLink, "virtualNetworkLinkState"},
	{"resolutionpolicy", TypeLink, "resolutionPolicy"},
	{"ttl", TypeRecordSet, "ttl"},
	{"arecords ip ips ipaddress ipv4address address addresses value", TypeRecordSet, "aRecords[].ipv4Address"},
	{"prefixes addressspace addressprefixes", TypeNetwork, "addressSpace.addressPrefixes[]"},
	{"dnsservers", TypeNetwork, "dhcpOptions.dnsServers[]"},
	{"addressprefix addressprefixes prefix prefixes", TypeSubnet, "addressPrefixes[]"},
	{"privateendpointnetworkpolicies", TypeSubnet, "privateEndpointNetworkPolicies"},
	{"nsg networksecuritygroup", TypeSubnet, "networkSecurityGroup.id"},
	{"routetable", TypeSubnet, "routeTable.id"},
	{"peeringstate state", TypePeering, "peeringState"},
	{"peeringsynclevel synclevel", TypePeering, "peeringSyncLevel"},
	{"allowforwardedtraffic", TypePeering, "allowForwardedTraffic"},
	{"remotevirtualnetwork remotevnet remote remoteid", TypePeering, "remoteVirtualNetwork.id"},
	{"source", TypeRoute, "source"},
	{"state", TypeRoute, "state"},
	{"addressprefix", TypeRoute, "addressPrefix[]"},
	{"nexthoptype", TypeRoute, "nextHopType"},
	{"nexthopip nexthopipaddress", TypeRoute, "nextHopIpAddress[]"},
	{"priority", TypeSecurityRule, "priority"},
	{"access", TypeSecurityRule, "access"},
	{"direction", TypeSecurityRule, "direction"},
	{"protocol", TypeSecurityRule, "protocol"},
	{"sourceaddressprefixes sourceaddressprefix", TypeSecurityRule, "sourceAddressPrefixes[]"},
	{"sourceportranges sourceportrange", TypeSecurityRule, "sourcePortRanges[]"},
	{"destinationaddressprefixes destinationaddressprefix", TypeSecurityRule, "destinationAddressPrefixes[]"},
	{"destinationportranges destinationportrange", TypeSecurityRule, "destinationPortRanges[]"},
}

// titleOf returns what a title stands for in a table of a type; nil if that is not known.
func titleOf(title string, typ ResourceType) *titledColumn {
	for i := range titledColumns {
		c := &titledColumns[i]
		if (c.typ == "" || c.typ == typ) && hasWord(c.titles, title) {
			return c
		}
	}
	return nil
}

// hasWord reports whether a text of words parted by blanks holds a word.
func hasWord(words, word string) bool {
	return word != "" && strings.Contains(" "+words+" ", " "+word+" ")
}

// titledTypes tell the type of a table by titles that no other has: all of a row must be there.
var titledTypes = []struct {
	titles []string
	typ    ResourceType
}{
	{[]string{"zonename", "recordsets"}, TypeZone},
	{[]string{"linkname", "linkstate"}, TypeLink},
	{[]string{"linkname", "virtualnetwork"}, TypeLink},
	{[]string{"numberofvirtualnetworklinks"}, TypeZone},
	{[]string{"virtualnetworklinkstate"}, TypeLink},
	{[]string{"ttl", "type", "autoregistered"}, TypeRecordSet},
	{[]string{"isautoregistered", "ttl"}, TypeRecordSet},
	{[]string{"scheduledpurgedate"}, TypeDeletedVault},
	{[]string{"privateendpoint", "connectionstate"}, TypeConnection},
	{[]string{"privateendpoint", "connectionstatus"}, TypeConnection},
	{[]string{"privateendpoint", "status"}, TypeConnection},
	{[]string{"privateendpoint", "state"}, TypeConnection},
	{[]string{"name", "privatelinkserviceconnectionstate"}, TypeConnection},
	{[]string{"peeringstate"}, TypePeering},
	{[]string{"numsubnets", "prefixes"}, TypeNetwork},
	{[]string{"privateendpointnetworkpolicies"}, TypeSubnet},
	{[]string{"nexthoptype", "addressprefix"}, TypeRoute},
	{[]string{"direction", "access", "protocol"}, TypeSecurityRule},
	{[]string{"customnetworkinterfacename"}, TypeEndpoint},
	{[]string{"macaddress", "enableipforwarding"}, TypeInterface},
	{[]string{"nictype", "resourcegroup"}, TypeInterface},
	{[]string{"publicnetworkaccess", "vaulturi"}, TypeVault},
}

// titledType returns the type that titles tell; "" if they tell none.
func titledType(titles []string) ResourceType {
	all := strings.Join(titles, " ")
	for _, row := range titledTypes {
		fits := true
		for _, title := range row.titles {
			fits = fits && hasWord(all, title)
		}
		if fits {
			return row.typ
		}
	}
	return ""
}

// titled reports whether titles are certainly those of a table of resources.
func titled(titles []string) bool {
	all := strings.Join(titles, " ")
	return titledType(titles) != "" || hasWord(all, "resourcegroup") || hasWord(all, "provisioningstate")
}
