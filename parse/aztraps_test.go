package parse

import (
	"fmt"
	"testing"
)

// TestAzureTraps reads what differs between versions of az and of the services, and must not lead astray.
func TestAzureTraps(t *testing.T) {
	const vault = `{"type": "Microsoft.KeyVault/vaults", "name": "fabrikam", "properties": `
	tests := []struct {
		name, in string
		want     string // as trapBrief tells the first fact
	}{
		{"no firewall settings at all", vault + `{"publicNetworkAccess": "Enabled", "vaultUri": "https://fabrikam.vault.azure.net/"}}`,
			"acls=false access=Enabled uri=https://fabrikam.vault.azure.net/ state= connections=false"},
		{"null everywhere", vault + `{"networkAcls": null, "publicNetworkAccess": null, "privateEndpointConnections": null, "vaultUri": null}}`,
			"acls=false access= uri= state= connections=false"},
		{"still registering", vault + `{"provisioningState": "RegisteringDns", "vaultUri": "https://fabrikam.vault.azure.net"}}`,
			"acls=false access= uri=https://fabrikam.vault.azure.net state=RegisteringDns connections=false"},
		{"no connections, captured", vault + `{"privateEndpointConnections": []}}`, "acls=false access= uri= state= connections=true"},
		{"address as old versions spell it", `{"type": "Microsoft.Network/networkInterfaces", "ipConfigurations": [{"privateIpAddress": "10.1.2.3", "privateLinkConnectionProperties": null}]}`,
			"[10.1.2.3]"},
		{"record set without addresses", `{"type": "Microsoft.Network/privateDnsZones/A", "name": "x", "aRecords": [], "aaaaRecords": null, "fqdn": "x.z."}`, "x [] -1"},
		{"links before resolution policies", `{"type": "Microsoft.Network/privateDnsZones/virtualNetworkLinks", "registrationEnabled": false}`, `policy="" registration="false"`},
		{"resolution policy null", `{"type": "Microsoft.Network/privateDnsZones/virtualNetworkLinks", "resolutionPolicy": null}`, `policy="" registration=""`},
		{"name servers null", `{"type": "Microsoft.Network/virtualNetworks", "dhcpOptions": {"dnsServers": null}}`, "[] servers=true peerings=false"},
		{"name servers empty", `{"type": "Microsoft.Network/virtualNetworks", "dhcpOptions": {"dnsServers": []}, "virtualNetworkPeerings": []}`, "[] servers=true peerings=true"},
		{"custom DNS settings empty beside a zone group", `{"type": "Microsoft.Network/privateEndpoints", "customDnsConfigs": []}`, "custom=true links=0"},
		{"connection without name and id", `{"privateEndpoint": {"id": "` + testPE + `"}, "privateLinkServiceConnectionState": {"status": "Approved"}}`, testPE + " Approved of "},
		{"another service's connection", `{"type": "Microsoft.Storage/storageAccounts/privateEndpointConnections", "properties": {"privateEndpoint": {"id": "x"}}}`,
			"x  of Microsoft.Storage/storageAccounts"},
		{"a group that is in preview", "Command group 'network x' is in preview and under development.\n" + zoneA, "zone a"},
		{"doubled brackets", `{"type": "Microsoft.Network/privateDnsZones/A", "name": "x", "aRecords": [[{"ipv4Address": "10.1.2.3"}]]}`, "x [10.1.2.3] -1"},
		{"expired token in place of data", "ERROR: AADSTS700082: The refresh token has expired due to inactivity.", "error AADSTS700082"},
		{"policies of a subnet", `{"type": "Microsoft.Network/virtualNetworks/subnets", "properties": {"addressPrefix": "10.1.0.0/24", "privateEndpointNetworkPolicies": "RouteTableEnabled", "serviceEndpoints": null}}`,
			"RouteTableEnabled services=false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: "x.txt", Line: 1}, Text: tt.in}
			records := Read(src)
			checkQuotes(t, src, records)
			if got := trapBrief(records[0].Fact); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// trapBrief tells what of a fact is easily misread.
func trapBrief(f Fact) string {
	addresses := func(all []Addr) (out []string) {
		for _, a := range all {
			out = append(out, a.Addr.String())
		}
		return out
	}
	switch f := f.(type) {
	case *Vault:
		return fmt.Sprintf("acls=%t access=%s uri=%s state=%s connections=%t", f.ACLs != nil, f.PublicNetworkAccess.Value, f.URI.Value,
			f.ProvisioningState.Value, f.ConnectionsAt.File != "")
	case *Interface:
		return fmt.Sprint(addresses(f.Addresses))
	case *RecordSet:
		return fmt.Sprint(f.Name.Value, " ", addresses(f.Addresses), " ", f.TTL)
	case *Link:
		return fmt.Sprintf("policy=%q registration=%q", f.ResolutionPolicy.Value, f.Registration.Value)
	case *Network:
		return fmt.Sprintf("%v servers=%t peerings=%t", addresses(f.DNSServers), f.DNSServersAt.File != "", f.PeeringsAt.File != "")
	case *Endpoint:
		return fmt.Sprintf("custom=%t links=%d", f.CustomDNSAt.File != "", len(f.Links))
	case *Connection:
		return f.Endpoint.Value + " " + f.State.Value + " of " + f.ServiceType
	case *OtherResource:
		return "other " + f.Type
	case *Zone:
		return "zone " + f.Name.Value
	case *ExportError:
		return "error " + f.Code
	case *Subnet:
		return fmt.Sprintf("%s services=%t", f.EndpointPolicies.Value, f.ServiceEndpointsAt.File != "")
	}
	return fmt.Sprintf("%T", f)
}
