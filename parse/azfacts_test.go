package parse

// azNetTests hold captures of the resources around the network, one each, with the records that come of them.
var azNetTests = []azTest{
	{
		name: "subnet alone", file: "azure/subnet.json",
		in: `{"addressPrefix": "10.1.0.0/24", "addressPrefixes": ["10.1.0.0/24", "10.1.1.0/24"],
"id": "` + testNet + `/subnets/app",
"privateEndpointNetworkPolicies": "Disabled",
"networkSecurityGroup": {"id": "nsg"}, "routeTable": null,
"serviceEndpoints": [{"service": "Microsoft.KeyVault"}]}`,
		want: func(q azQuote) []Fact {
			return []Fact{&Subnet{
				At: q.at(1, ""), ID: q.scalar(testNet+"/subnets/app", 2, "/id"),
				Name: q.scalar("app", 2, "/id"), Network: q.scalar(testNet, 2, "/id"),
				Prefixes:           []Prefix{q.prefix("10.1.0.0/24", 1, "/addressPrefix"), q.prefix("10.1.1.0/24", 1, "/addressPrefixes/1")},
				EndpointPolicies:   q.scalar("Disabled", 3, "/privateEndpointNetworkPolicies"),
				SecurityGroup:      q.scalar("nsg", 4, "/networkSecurityGroup/id"),
				ServiceEndpoints:   []Text{q.scalar("Microsoft.KeyVault", 5, "/serviceEndpoints/0/service")},
				ServiceEndpointsAt: q.at(5, "/serviceEndpoints"),
			}}
		},
	},
	{
		name: "subnet in its network", file: "x.json",
		in: `{"type": "Microsoft.Network/virtualNetworks", "id": "` + testNet + `", "subnets": [
{"name": "app", "properties": {"serviceEndpoints": null}}]}`,
		want: func(q azQuote) []Fact {
			id := q.scalar(testNet, 1, "/id")
			return []Fact{
				&Network{At: q.at(1, ""), ID: id, Name: q.scalar("vnet-app", 1, "/id"), SubnetsAt: q.at(1, "/subnets")},
				&Subnet{At: q.at(2, "/subnets/0"), Name: q.scalar("app", 2, "/subnets/0/name"), Network: id},
			}
		},
	},
	{
		name: "peering alone", file: "azure/peerings.json",
		in: `[{"id": "` + testNet + `/virtualNetworkPeerings/to-hub",
"peeringState": "Initiated", "peeringSyncLevel": "RemoteNotInSync", "allowForwardedTraffic": true,
"remoteVirtualNetwork": {"id": "hub", "resourceGroup": "RG"}}]`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&Peering{
					At: q.at(1, "/0"), ID: q.scalar(testNet+"/virtualNetworkPeerings/to-hub", 1, "/0/id"),
					Name: q.scalar("to-hub", 1, "/0/id"), Network: q.scalar(testNet, 1, "/0/id"),
					Remote: q.scalar("hub", 3, "/0/remoteVirtualNetwork/id"), State: q.scalar("Initiated", 2, "/0/peeringState"),
					SyncLevel: q.scalar("RemoteNotInSync", 2, "/0/peeringSyncLevel"),
					Forwarded: q.scalar("true", 2, "/0/allowForwardedTraffic"),
				},
				&Listing{Type: TypePeering, Count: 1, At: q.at(1, "")},
			}
		},
	},
	{
		name: "zone group", file: "x",
		in: `{"id": "` + testPE + `/privateDnsZoneGroups/default",
"privateDnsZoneConfigs": [{
"privateDnsZoneId": "` + testZone + `",
"recordSets": [{"fqdn": "fabrikam.privatelink.vaultcore.azure.net", "recordSetName": "fabrikam",
 "ipAddresses": ["10.1.2.3", "10.1.x.x"]}]}]}`,
		want: func(q azQuote) []Fact {
			const zone = "/privateDnsZoneConfigs/0"
			return []Fact{
				&ZoneGroup{
					At: q.at(1, ""), ID: q.scalar(testPE+"/privateDnsZoneGroups/default", 1, "/id"),
					Name: q.scalar("default", 1, "/id"), Endpoint: q.scalar(testPE, 1, "/id"),
					ZonesAt: q.at(2, "/privateDnsZoneConfigs"),
					Zones: []GroupZone{{
						At: q.at(2, zone), Zone: q.scalar(testZone, 3, zone+"/privateDnsZoneId"), RecordsAt: q.at(4, zone+"/recordSets"),
						Records: []GroupRecord{{
							Name:      q.scalar("fabrikam", 4, zone+"/recordSets/0/recordSetName"),
							FQDN:      q.scalar("fabrikam.privatelink.vaultcore.azure.net", 4, zone+"/recordSets/0/fqdn"),
							Addresses: []Addr{q.address("10.1.2.3", 5, zone+"/recordSets/0/ipAddresses/0")},
						}},
					}},
				},
				&Masked{Text: "10.1.x.x", Cite: q.at(5, zone+"/recordSets/0/ipAddresses/1")},
			}
		},
	},
	{
		name: "security group", file: "azure/nsg.json",
		in: `{"id": "` + testGroup + `/Microsoft.Network/networkSecurityGroups/nsg1",
"securityRules": [
{"name": "deny-https", "priority": 100, "access": "Deny", "direction": "Outbound", "protocol": "Tcp",
 "sourceAddressPrefix": "*", "destinationPortRanges": ["443", "8443"], "destinationAddressPrefixes": []}],
"defaultSecurityRules": [{"name": "AllowVnetInBound", "priority": 65000}]}`,
		want: func(q azQuote) []Fact {
			const rule, own = "/securityRules/0", "/defaultSecurityRules/0"
			return []Fact{&SecurityGroup{
				At: q.at(1, ""), ID: q.scalar(testGroup+"/Microsoft.Network/networkSecurityGroups/nsg1", 1, "/id"),
				Name: q.scalar("nsg1", 1, "/id"), RulesAt: q.at(2, "/securityRules"),
				Rules: []SecurityRule{
					{
						At: q.at(3, rule), Name: q.scalar("deny-https", 3, rule+"/name"), Priority: 100,
						Access: q.scalar("Deny", 3, rule+"/access"), Direction: q.scalar("Outbound", 3, rule+"/direction"),
						Protocol:         q.scalar("Tcp", 3, rule+"/protocol"),
						SourcePrefixes:   []Text{q.scalar("*", 4, rule+"/sourceAddressPrefix")},
						DestinationPorts: []Text{q.scalar("443", 4, rule+"/destinationPortRanges/0"), q.scalar("8443", 4, rule+"/destinationPortRanges/1")},
					},
					{At: q.at(5, own), Name: q.scalar("AllowVnetInBound", 5, own+"/name"), Priority: 65000, Default: true},
				},
			}}
		},
	},
	{
		name: "rules in effect", file: "x", command: "az network nic list-effective-nsg -g RG -n nic1",
		in: `{"value": [{"association": {"subnet": {"id": "sub"}, "networkInterface": null},
"networkSecurityGroup": {"id": "nsg"},
"effectiveSecurityRules": [{"name": "securityRules/deny", "sourceAddressPrefix": "10.0.0.0/8", "sourceAddressPrefixes": ["10.0.0.0/8"]}]}]}`,
		want: func(q azQuote) []Fact {
			const at = "/value/0"
			return []Fact{
				&SecurityGroup{
					At: q.at(1, at), ID: q.scalar("nsg", 2, at+"/networkSecurityGroup/id"), Effective: true,
					Subnet: q.scalar("sub", 1, at+"/association/subnet/id"), RulesAt: q.at(3, at+"/effectiveSecurityRules"),
					Rules: []SecurityRule{{
						At:       q.at(3, at+"/effectiveSecurityRules/0"),
						Name:     q.scalar("securityRules/deny", 3, at+"/effectiveSecurityRules/0/name"),
						Priority: -1, SourcePrefixes: []Text{q.scalar("10.0.0.0/8", 3, at+"/effectiveSecurityRules/0/sourceAddressPrefix")},
					}},
				},
				&Listing{Type: TypeSecurityGroup, Count: 1, Group: "rg", At: q.at(1, "/value")},
			}
		},
	},
	{
		name: "routes in effect", file: "x", command: "az network nic show-effective-route-table -g RG -n nic1",
		in: `{"value": [
{"addressPrefix": ["10.1.2.3/32"], "nextHopType": "InterfaceEndpoint", "nextHopIpAddress": [], "source": "Default", "state": "Active"},
{"addressPrefix": ["0.0.0.0/0"], "nextHopType": "VirtualAppliance", "nextHopIpAddress": ["10.9.0.4"]}]}`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&Route{
					At: q.at(2, "/value/0"), Prefixes: []Text{q.scalar("10.1.2.3/32", 2, "/value/0/addressPrefix/0")},
					NextHopType: q.scalar("InterfaceEndpoint", 2, "/value/0/nextHopType"),
					State:       q.scalar("Active", 2, "/value/0/state"), Source: q.scalar("Default", 2, "/value/0/source"),
				},
				&Route{
					At: q.at(3, "/value/1"), Prefixes: []Text{q.scalar("0.0.0.0/0", 3, "/value/1/addressPrefix/0")},
					NextHopType: q.scalar("VirtualAppliance", 3, "/value/1/nextHopType"),
					NextHops:    []Addr{q.address("10.9.0.4", 3, "/value/1/nextHopIpAddress/0")},
				},
				&Listing{Type: TypeRoute, Count: 2, Group: "rg", At: q.at(1, "/value")},
			}
		},
	},
	{
		name: "route table", file: "azure/route-table.json",
		in: `{"type": "Microsoft.Network/routeTables", "name": "rt1",
"routes": [{"name": "to-fw", "properties": {"addressPrefix": "Storage", "nextHopIpAddress": "10.9.0.4"}}]}`,
		want: func(q azQuote) []Fact {
			return []Fact{&RouteTable{
				At: q.at(1, ""), Name: q.scalar("rt1", 1, "/name"), RoutesAt: q.at(2, "/routes"),
				Routes: []Route{{
					At: q.at(2, "/routes/0"), Name: q.scalar("to-fw", 2, "/routes/0/name"),
					Prefixes: []Text{q.scalar("Storage", 2, "/routes/0/properties/addressPrefix")},
					NextHops: []Addr{q.address("10.9.0.4", 2, "/routes/0/properties/nextHopIpAddress")},
				}},
			}}
		},
	},
}
