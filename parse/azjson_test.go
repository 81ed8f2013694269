package parse

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plainAddrs lets cmp compare addresses, whose fields are hidden.
var plainAddrs = cmp.Options{
	cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
}

// azQuote returns the cite of a line of the one-file captures below; the text is cut off the capture.
type azQuote struct{ file, text string }

func (q azQuote) at(line int, pointer string) Cite {
	text := strings.TrimSpace(strings.Split(q.text, "\n")[line-1])
	return Cite{File: q.file, Line: line, Text: text, Pointer: pointer}
}

func (q azQuote) scalar(value string, line int, pointer string) Text {
	return Text{Value: value, Cite: q.at(line, pointer)}
}

func (q azQuote) address(value string, line int, pointer string) Addr {
	return Addr{Addr: netip.MustParseAddr(value), TTL: -1, Cite: q.at(line, pointer)}
}

// azFacts returns the facts of records, which must all be of the kind.
func azFacts(t *testing.T, kind string, records []Record) []Fact {
	t.Helper()
	var facts []Fact
	for _, r := range records {
		if r.Kind != kind {
			t.Errorf("record of kind %q, want %q", r.Kind, kind)
		}
		facts = append(facts, r.Fact)
	}
	return facts
}

const (
	testGroup = "/subscriptions/S/resourceGroups/RG-App/providers"
	testVault = testGroup + "/Microsoft.KeyVault/vaults/fabrikam"
	testPE    = testGroup + "/Microsoft.Network/privateEndpoints/pe1"
	testNet   = testGroup + "/Microsoft.Network/virtualNetworks/vnet-app"
	testZone  = testGroup + "/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net"
)

// An azTest is a capture with the records that come of it.
type azTest struct {
	name, file, command, in string
	want                    func(q azQuote) []Fact
}

// azTests hold captures of one resource each, with the records that come of them.
var azTests = []azTest{
	{
		name: "vault with firewall and connections", file: "azure/vault.json",
		in: `{
  "id": "` + testVault + `",
  "name": "fabrikam",
  "properties": {
    "networkAcls": {
      "bypass": "None",
      "defaultAction": "Deny",
      "ipRules": [
        {"value": "52.168.109.101/32"}
      ],
      "virtualNetworkRules": [
        {"id": "` + testNet + `/subnets/app"}]
    },
    "privateEndpointConnections": [
      {
        "properties": {
          "privateEndpoint": {"id": "` + testPE + `"},
          "privateLinkServiceConnectionState": {
            "description": "",
            "status": "Pending"}}}],
    "provisioningState": "Succeeded",
    "publicNetworkAccess": null,
    "vaultUri": "https://fabrikam.vault.azure.net/"
  },
  "type": "Microsoft.KeyVault/vaults"
}
`,
		want: func(q azQuote) []Fact {
			id := q.scalar(testVault, 2, "/id")
			const pec = "/properties/privateEndpointConnections"
			return []Fact{
				&Vault{
					At: q.at(1, ""), ID: id, Name: q.scalar("fabrikam", 3, "/name"), Detailed: true,
					URI:               q.scalar("https://fabrikam.vault.azure.net/", 23, "/properties/vaultUri"),
					ProvisioningState: q.scalar("Succeeded", 21, "/properties/provisioningState"),
					ACLs: &NetworkACLs{
						At:            q.at(5, "/properties/networkAcls"),
						Bypass:        q.scalar("None", 6, "/properties/networkAcls/bypass"),
						DefaultAction: q.scalar("Deny", 7, "/properties/networkAcls/defaultAction"),
						IPRules:       []Text{q.scalar("52.168.109.101/32", 9, "/properties/networkAcls/ipRules/0/value")},
						NetworkRules: []Text{q.scalar(testNet+"/subnets/app", 12,
							"/properties/networkAcls/virtualNetworkRules/0/id")},
						IPRulesAt:      q.at(8, "/properties/networkAcls/ipRules"),
						NetworkRulesAt: q.at(11, "/properties/networkAcls/virtualNetworkRules"),
					},
					ConnectionsAt: q.at(14, pec),
				},
				&Connection{
					At: q.at(15, pec+"/0"), Service: id, ServiceType: "Microsoft.KeyVault/vaults",
					Endpoint: q.scalar(testPE, 17, pec+"/0/properties/privateEndpoint/id"),
					State:    q.scalar("Pending", 20, pec+"/0/properties/privateLinkServiceConnectionState/status"),
				},
			}
		},
	},
	{
		name: "vault as a list prints it, name from the id", file: "azure/kv.json",
		in: `[{"id": "` + testVault + `",
"type": "microsoft.keyvault/VAULTS"}]`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&Vault{
					At: q.at(1, "/0"), ID: q.scalar(testVault, 1, "/0/id"),
					Name: q.scalar("fabrikam", 1, "/0/id"),
				},
				&Listing{Type: TypeVault, Count: 1, At: q.at(1, "")},
			}
		},
	},
	{
		name: "vault whose connections are null", file: "x.txt",
		in: `{"type": "Microsoft.KeyVault/vaults",
"properties": {
"networkAcls": null,
"privateEndpointConnections": null}}`,
		want: func(q azQuote) []Fact {
			return []Fact{&Vault{At: q.at(1, ""), Detailed: true}}
		},
	},
	{
		name: "connections without names", file: "azure/a.json",
		command: `az network private-endpoint-connection list --id ` + testVault,
		in: `{"value":
[
{"id": "` + testVault + `/privateEndpointConnections/c1",
 "privateEndpoint": {"id": "` + testPE + `"},
 "privateLinkServiceConnectionState": {"status": "Approved", "description": "ok"},
 "provisioningState": "Succeeded"}
], "nextLink": null}`,
		want: func(q azQuote) []Fact {
			id := q.scalar(testVault+"/privateEndpointConnections/c1", 3, "/value/0/id")
			vault := id
			vault.Value = testVault
			return []Fact{
				&Connection{
					At: q.at(3, "/value/0"), ID: id, Service: vault, ServiceType: "Microsoft.KeyVault/vaults",
					Endpoint:          q.scalar(testPE, 4, "/value/0/privateEndpoint/id"),
					State:             q.scalar("Approved", 5, "/value/0/privateLinkServiceConnectionState/status"),
					Description:       q.scalar("ok", 5, "/value/0/privateLinkServiceConnectionState/description"),
					ProvisioningState: q.scalar("Succeeded", 6, "/value/0/provisioningState"),
				},
				&Listing{Type: TypeConnection, Count: 1, Group: "rg-app", Vault: "fabrikam", At: q.at(2, "/value")},
			}
		},
	},
	{
		name: "endpoint", file: "azure/a.json",
		in: `{"id": "` + testPE + `",
"customDnsConfigs": [
{"fqdn": "fabrikam.vault.azure.net", "ipAddresses": ["10.1.2.3", "x"]}],
"manualPrivateLinkServiceConnections": [
{"groupIds": ["vault"], "privateLinkServiceId": "` + testVault + `",
"privateLinkServiceConnectionState": {"status": "Pending"}}],
"networkInterfaces": [{"id": "nic"}],
"subnet": {"id": "sub"}}`,
		want: func(q azQuote) []Fact {
			const link = "/manualPrivateLinkServiceConnections/0"
			return []Fact{
				&Endpoint{
					At: q.at(1, ""), ID: q.scalar(testPE, 1, "/id"), Name: q.scalar("pe1", 1, "/id"),
					Subnet:      q.scalar("sub", 8, "/subnet/id"),
					Interfaces:  []Text{q.scalar("nic", 7, "/networkInterfaces/0/id")},
					CustomDNSAt: q.at(2, "/customDnsConfigs"),
					CustomDNS: []CustomDNS{{
						FQDN:      q.scalar("fabrikam.vault.azure.net", 3, "/customDnsConfigs/0/fqdn"),
						Addresses: []Addr{q.address("10.1.2.3", 3, "/customDnsConfigs/0/ipAddresses/0")},
					}},
					Links: []ServiceLink{{
						Manual:   true,
						Target:   q.scalar(testVault, 5, link+"/privateLinkServiceId"),
						GroupIDs: []Text{q.scalar("vault", 5, link+"/groupIds/0")},
						State:    q.scalar("Pending", 6, link+"/privateLinkServiceConnectionState/status"),
					}},
				},
				&Unread{Count: 1, First: q.at(3, "/customDnsConfigs/0/ipAddresses/1")},
			}
		},
	},
	{
		name: "interface told by its fields", file: "x",
		in: `{"ipConfigurations": [
{"privateIPAddress": "::ffff:10.1.2.3",
"privateLinkConnectionProperties": {"fqdns": ["fabrikam.vault.azure.net"]}}],
"name": "nic1", "privateEndpoint": {"id": "` + testPE + `"}}`,
		want: func(q azQuote) []Fact {
			return []Fact{&Interface{
				At: q.at(1, ""), Name: q.scalar("nic1", 4, "/name"),
				Endpoint:  q.scalar(testPE, 4, "/privateEndpoint/id"),
				Addresses: []Addr{q.address("10.1.2.3", 2, "/ipConfigurations/0/privateIPAddress")},
				FQDNs: []Text{q.scalar("fabrikam.vault.azure.net", 3,
					"/ipConfigurations/0/privateLinkConnectionProperties/fqdns/0")},
			}}
		},
	},
	{
		name: "zone whose name ends in a blank, below a warning", file: "azure/zones.json",
		in: `WARNING: Command group 'x' is in preview.
/usr/lib/az.py:133: FutureWarning: functools.partial will be a method descriptor
  self.preview_info = x

  [{"name": "privatelink.vaultcore.azure.net ",
  "type": "Microsoft.Network/privateDnsZones", "numberOfRecordSets": 2,
  "numberOfVirtualNetworkLinks": -1}]
done`,
		want: func(q azQuote) []Fact {
			return []Fact{
				&Zone{
					At: q.at(5, "/0"), Name: q.scalar("privatelink.vaultcore.azure.net ", 5, "/0/name"),
					Records: 2, Links: -1,
				},
				&Listing{Type: TypeZone, Count: 1, At: q.at(5, "")},
				&Unread{Count: 2, First: q.at(7, "/0/numberOfVirtualNetworkLinks")},
			}
		},
	},
	{
		name: "link", file: "x.json",
		in: `{"id": "` + testZone + `/virtualNetworkLinks/app",
"virtualNetwork": {"id": "` + testNet + `"},
"registrationEnabled": false,
"resolutionPolicy": "NxDomainRedirect", "virtualNetworkLinkState": "InProgress"}`,
		want: func(q azQuote) []Fact {
			id := q.scalar(testZone+"/virtualNetworkLinks/app", 1, "/id")
			zone := id
			zone.Value = testZone
			return []Fact{&Link{
				At: q.at(1, ""), ID: id, Zone: zone, Network: q.scalar(testNet, 2, "/virtualNetwork/id"),
				Registration:     q.scalar("false", 3, "/registrationEnabled"),
				ResolutionPolicy: q.scalar("NxDomainRedirect", 4, "/resolutionPolicy"),
				State:            q.scalar("InProgress", 4, "/virtualNetworkLinkState"),
			}}
		},
	},
	{
		name: "record sets of several types", file: "azure/records.json",
		in: `[
{"id": "` + testZone + `/SOA/@", "ttl": 3600},
{"id": "` + testZone + `/A/fabrikam", "TTL": 10, "aRecords": [
  {"ipv4Address": "10.1.2.3"}]},
{"id": "` + testZone + `/a/empty", "name": "empty", "aRecords": null}
]`,
		want: func(q azQuote) []Fact {
			id, zone := q.scalar(testZone+"/A/fabrikam", 3, "/1/id"), q.scalar(testZone, 3, "/1/id")
			return []Fact{
				&OtherRecordSet{
					At: q.at(2, "/0"), ID: q.scalar(testZone+"/SOA/@", 2, "/0/id"), Zone: q.scalar(testZone, 2, "/0/id"),
					Name: q.scalar("@", 2, "/0/id"), Type: "SOA", TTL: 3600, TTLAt: q.at(2, "/0/ttl"),
				},
				&RecordSet{
					At: q.at(3, "/1"), ID: id, Zone: zone, Name: q.scalar("fabrikam", 3, "/1/id"),
					TTL: 10, TTLAt: q.at(3, "/1/TTL"),
					Addresses: []Addr{q.address("10.1.2.3", 4, "/1/aRecords/0/ipv4Address")},
				},
				&RecordSet{
					At: q.at(5, "/2"), ID: q.scalar(testZone+"/a/empty", 5, "/2/id"),
					Zone: q.scalar(testZone, 5, "/2/id"), Name: q.scalar("empty", 5, "/2/name"), TTL: -1,
				},
				&Listing{
					Type: TypeRecordSet, Count: 2, At: q.at(1, ""),
					Zone: "privatelink.vaultcore.azure.net", Group: "rg-app",
				},
			}
		},
	},
	{
		name: "network inside the key that create prints", file: "x.json",
		in: `{"newVNet": {"id": "` + testNet + `",
"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
"dhcpOptions": {"dnsServers": [
"10.9.0.4"]},
"virtualNetworkPeerings": [
{"properties": {"peeringState": "Initiated", "remoteVirtualNetwork": {"id": "hub"}}}]}}`,
		want: func(q azQuote) []Fact {
			const peering = "/newVNet/virtualNetworkPeerings"
			return []Fact{&Network{
				At: q.at(1, "/newVNet"), ID: q.scalar(testNet, 1, "/newVNet/id"),
				Name: q.scalar("vnet-app", 1, "/newVNet/id"),
				Prefixes: []Prefix{{
					Prefix: netip.MustParsePrefix("10.1.0.0/16"),
					Cite:   q.at(2, "/newVNet/addressSpace/addressPrefixes/0"),
				}},
				DNSServers:   []Addr{q.address("10.9.0.4", 4, "/newVNet/dhcpOptions/dnsServers/0")},
				DNSServersAt: q.at(3, "/newVNet/dhcpOptions/dnsServers"),
				PeeringsAt:   q.at(5, peering),
				Peerings: []Peering{{
					At:      q.at(6, peering+"/0"),
					Network: q.scalar(testNet, 1, "/newVNet/id"),
					Remote:  q.scalar("hub", 6, peering+"/0/properties/remoteVirtualNetwork/id"),
					State:   q.scalar("Initiated", 6, peering+"/0/properties/peeringState"),
				}},
			}}
		},
	},
}

func TestAzureResources(t *testing.T) {
	for _, tt := range slices.Concat(azTests, azNetTests, azOtherTests) {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: tt.file, Line: 1, Command: tt.command}, Text: tt.in}
			records := Read(src)
			checkQuotes(t, src, records)
			got := azFacts(t, "az-json", records)
			if diff := cmp.Diff(tt.want(azQuote{tt.file, tt.in}), got, plainAddrs); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
}
