package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkEstate diagnoses a client in estates of growing size: endpoints of as many vaults in their own networks, peered
// to one hub, ten records an endpoint, a zone that is linked to every network but the client's, so that the fix is tried
// on the model. The time for a resource stays the same where the analyzer is linear.
func BenchmarkEstate(b *testing.B) {
	for _, endpoints := range []int{1250, 2500, 5000} {
		b.Run(fmt.Sprintf("%d-endpoints", endpoints), func(b *testing.B) {
			dir := b.TempDir()
			bytes := writeEstate(b, dir, endpoints)
			b.SetBytes(int64(bytes))
			for b.Loop() {
				if status := run([]string{"analyze", "--vault", "kv0", dir}, strings.NewReader(""), io.Discard, io.Discard); status != exitFinding {
					b.Fatalf("status %d, want %d", status, exitFinding)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(11*endpoints), "ns/resource")
		})
	}
}

// writeEstate writes the exports of an estate and one client's captures, and returns their size.
func writeEstate(b *testing.B, dir string, endpoints int) int {
	const (
		sub  = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/"
		zone = "privatelink.vaultcore.azure.net"
	)
	size := 0
	write := func(name, text string) {
		size += len(text)
		writeBelow(b, filepath.Join(dir, filepath.FromSlash(name)), []byte(text))
	}
	list := func(name string, n int, element func(i int) string) {
		var s strings.Builder
		s.WriteString("[\n")
		for i := range n {
			if i > 0 {
				s.WriteString(",\n")
			}
			s.WriteString(element(i))
		}
		s.WriteString("\n]\n")
		write("azure/"+name, s.String())
	}
	address := func(i int) string { return fmt.Sprintf("10.%d.%d.4", i/200, i%200) }
	vnet := func(i int) string { return sub + fmt.Sprintf("Microsoft.Network/virtualNetworks/vnet%d", i) }
	list("private-endpoints.json", endpoints, func(i int) string {
		return fmt.Sprintf(`{"id":"%[1]sMicrosoft.Network/privateEndpoints/pe%[2]d","name":"pe%[2]d","type":"Microsoft.Network/privateEndpoints","provisioningState":"Succeeded",`+
			`"subnet":{"id":"%[3]s/subnets/s"},"customDnsConfigs":[{"fqdn":"kv%[2]d.vault.azure.net","ipAddresses":["%[4]s"]}],"manualPrivateLinkServiceConnections":[],`+
			`"privateLinkServiceConnections":[{"groupIds":["vault"],"privateLinkServiceId":"%[1]sMicrosoft.KeyVault/vaults/kv%[2]d","provisioningState":"Succeeded",`+
			`"privateLinkServiceConnectionState":{"status":"Approved"}}]}`, sub, i, vnet(i), address(i))
	})
	list("vnets.json", endpoints, func(i int) string {
		return fmt.Sprintf(`{"id":"%s","name":"vnet%d","type":"Microsoft.Network/virtualNetworks","addressSpace":{"addressPrefixes":["10.%d.%d.0/24"]},"dhcpOptions":{"dnsServers":[]},`+
			`"virtualNetworkPeerings":[{"peeringState":"Connected","remoteVirtualNetwork":{"id":"%s"}}]}`, vnet(i), i, i/200, i%200, vnet(0))
	})
	list("links.json", endpoints-1, func(i int) string {
		return fmt.Sprintf(`{"id":"%[1]sMicrosoft.Network/privateDnsZones/%[2]s/virtualNetworkLinks/l%[3]d","type":"Microsoft.Network/privateDnsZones/virtualNetworkLinks",`+
			`"provisioningState":"Succeeded","registrationEnabled":false,"virtualNetworkLinkState":"Completed","virtualNetwork":{"id":"%[4]s"}}`, sub, zone, i+1, vnet(i+1))
	})
	list("records.json", 10*endpoints, func(i int) string {
		return fmt.Sprintf(`{"id":"%[1]sMicrosoft.Network/privateDnsZones/%[2]s/A/kv%[3]d","name":"kv%[3]d","type":"Microsoft.Network/privateDnsZones/A","ttl":300,"aRecords":[{"ipv4Address":"%[4]s"}]}`,
			sub, zone, i, address(i%endpoints))
	})
	write("azure/zones.json", fmt.Sprintf(`[{"id":"%sMicrosoft.Network/privateDnsZones/%s","name":"%s","type":"Microsoft.Network/privateDnsZones"}]`, sub, zone, zone))
	write("azure/vault.json", fmt.Sprintf(`{"id":"%[1]sMicrosoft.KeyVault/vaults/kv0","name":"kv0","type":"Microsoft.KeyVault/vaults","properties":{"vaultUri":"https://kv0.vault.azure.net/",`+
		`"publicNetworkAccess":"Disabled","privateEndpointConnections":[{"id":"%[1]sMicrosoft.KeyVault/vaults/kv0/privateEndpointConnections/c","properties":{"privateEndpoint":{"id":"%[1]sMicrosoft.Network/privateEndpoints/pe0"},`+
		`"privateLinkServiceConnectionState":{"status":"Approved"},"provisioningState":"Succeeded"}}]}}`, sub))
	write("vantage/vm/dns/host.txt", "kv0.vault.azure.net is an alias for kv0.privatelink.vaultcore.azure.net.\nkv0.privatelink.vaultcore.azure.net has address 52.168.109.101\n")
	write("vantage/vm/host/addresses.txt", "2: eth0: <UP> mtu 1500\n    inet 10.0.0.9/24 brd 10.0.0.255 scope global eth0\n")
	write("vantage/vm/host/resolv.conf", "nameserver 168.63.129.16\n")
	if _, err := os.Stat(dir); err != nil {
		b.Fatal(err)
	}
	return size
}
