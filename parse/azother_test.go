package parse

import "net/netip"

// prefix returns a prefix of a line.
func (q azQuote) prefix(value string, line int, pointer string) Prefix {
	return Prefix{Prefix: netip.MustParsePrefix(value), Cite: q.at(line, pointer)}
}

// azOtherTests hold captures of the other resources.
var azOtherTests = []azTest{
	{
		name: "deleted vault", file: "x", command: "az keyvault list-deleted",
		in: `[{"id": "/subscriptions/S/providers/Microsoft.KeyVault/locations/westus/deletedVaults/fabrikam",
"properties": {"vaultId": "` + testVault + `", "deletionDate": "2026-01-02T03:04:05+00:00",
"scheduledPurgeDate": null}}]`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&DeletedVault{
					At: q.at(1, "/0"), ID: q.scalar("/subscriptions/S/providers/Microsoft.KeyVault/locations/westus/deletedVaults/fabrikam", 1, "/0/id"),
					Name: q.scalar("fabrikam", 1, "/0/id"), Vault: q.scalar(testVault, 2, "/0/properties/vaultId"),
					DeletionDate: q.scalar("2026-01-02T03:04:05+00:00", 2, "/0/properties/deletionDate"),
				},
				&Listing{Type: TypeDeletedVault, Count: 1, At: q.at(1, "")},
			}
		},
	},
	{
		name: "ip configuration alone", file: "x.json",
		in: `{"id": "` + testGroup + `/Microsoft.Network/networkInterfaces/nic1/ipConfigurations/ip1",
"privateIPAddress": "10.1.2.3", "subnet": {"id": "sub"},
"privateLinkConnectionProperties": {"fqdns": ["fabrikam.vault.azure.net"]}}`,
		want: func(q azQuote) []Fact {
			id := testGroup + "/Microsoft.Network/networkInterfaces/nic1"
			return []Fact{&IPConfiguration{
				At: q.at(1, ""), ID: q.scalar(id+"/ipConfigurations/ip1", 1, "/id"), Name: q.scalar("ip1", 1, "/id"),
				Interface: q.scalar(id, 1, "/id"), Subnet: q.scalar("sub", 2, "/subnet/id"),
				Addresses: []Addr{q.address("10.1.2.3", 2, "/privateIPAddress")},
				FQDNs:     []Text{q.scalar("fabrikam.vault.azure.net", 3, "/privateLinkConnectionProperties/fqdns/0")},
			}}
		},
	},
	{
		name: "sets of other types alone make no list of records", file: "azure/records.json",
		in: `[{"id": "` + testZone + `/AAAA/fabrikam", "aaaaRecords": [{"ipv6Address": "fd00::5"}]},
{"id": "` + testZone + `/CNAME/www", "cnameRecord": {"cname": "fabrikam.vault.azure.net"}}]`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&OtherRecordSet{
					At: q.at(1, "/0"), ID: q.scalar(testZone+"/AAAA/fabrikam", 1, "/0/id"), Zone: q.scalar(testZone, 1, "/0/id"),
					Name: q.scalar("fabrikam", 1, "/0/id"), Type: "AAAA", TTL: -1,
					Addresses: []Addr{q.address("fd00::5", 1, "/0/aaaaRecords/0/ipv6Address")},
				},
				&OtherRecordSet{
					At: q.at(2, "/1"), ID: q.scalar(testZone+"/CNAME/www", 2, "/1/id"), Zone: q.scalar(testZone, 2, "/1/id"),
					Name: q.scalar("www", 2, "/1/id"), Type: "CNAME", TTL: -1,
					Target: q.scalar("fabrikam.vault.azure.net", 2, "/1/cnameRecord/cname"),
				},
			}
		},
	},
	{
		name: "resource of another type", file: "x.json",
		in: `{"publicIp": {"type": "Microsoft.Network/publicIPAddresses", "name": "pip1", "ipAddress": "20.1.2.3"}}`,
		want: func(q azQuote) []Fact {
			return []Fact{&OtherResource{
				At: q.at(1, "/publicIp"), Type: "Microsoft.Network/publicIPAddresses", Name: q.scalar("pip1", 1, "/publicIp/name"),
			}}
		},
	},
	{
		name: "empty list of a type that is not read", file: "x", command: "az vm list", in: `{"value":[]}`,
		want: func(q azQuote) []Fact { return []Fact{&Listing{At: q.at(1, "/value")}} },
	},
	{
		name: "masked addresses", file: "azure/nic.json",
		in: `{"type": "Microsoft.Network/networkInterfaces", "name": "xxxx",
"ipConfigurations": [{"privateIPAddress": "10.0.x.x"}, {"privateIPAddress": "***"}, {"privateIPAddress": "nonsense"}]}`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&Interface{At: q.at(1, "")},
				&Masked{Text: "10.0.x.x", Cite: q.at(2, "/ipConfigurations/0/privateIPAddress")},
				&Masked{Text: "***", Cite: q.at(2, "/ipConfigurations/1/privateIPAddress")},
				&Unread{Count: 1, First: q.at(2, "/ipConfigurations/2/privateIPAddress")},
			}
		},
	},
	{
		name: "masked name servers are not none", file: "azure/vnet.json",
		in: `{"type": "Microsoft.Network/virtualNetworks", "dhcpOptions": {"dnsServers": ["10.x.x.4"]}}`,
		want: func(q azQuote) []Fact {
			return []Fact{&Network{At: q.at(1, "")}, &Masked{Text: "10.x.x.4", Cite: q.at(1, "/dhcpOptions/dnsServers/0")}}
		},
	},
	{
		name: "managed HSM", file: "azure/hsm.json",
		in: `{"type": "Microsoft.KeyVault/managedHSMs", "name": "contoso",
"properties": {"hsmUri": "https://contoso.managedhsm.azure.net/", "publicNetworkAccess": "Disabled"}}`,
		want: func(q azQuote) []Fact {
			return []Fact{&Vault{
				At: q.at(1, ""), Name: q.scalar("contoso", 1, "/name"), HSM: true, Detailed: true,
				URI:                 q.scalar("https://contoso.managedhsm.azure.net/", 2, "/properties/hsmUri"),
				PublicNetworkAccess: q.scalar("Disabled", 2, "/properties/publicNetworkAccess"),
			}}
		},
	},
}
