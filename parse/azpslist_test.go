package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const psGroup = "/subscriptions/3c9e1f52-7b64-4d08-9a21-5e0d84c6b7f3/resourceGroups/rg-app/providers/"

// tellPS tells a record of a list of properties, shortly.
func tellPS(r Record) string {
	switch f := r.Fact.(type) {
	case *Link:
		return fmt.Sprintf("link %s zone %s network %s %s %s", lastOf(f.ID.Value), lastOf(f.Zone.Value), lastOf(f.Network.Value), f.State.Value, f.Registration.Value)
	case *RecordSet:
		return fmt.Sprintf("record %s %d addresses ttl %d @%d", f.Name.Value, len(f.Addresses), f.TTL, f.TTLAt.Line)
	case *OtherRecordSet:
		return fmt.Sprintf("record %s %s %s", f.Type, f.Name.Value, f.Target.Value)
	case *Network:
		return fmt.Sprintf("network %s %d prefixes %d servers", f.Name.Value, len(f.Prefixes), len(f.DNSServers))
	case *Zone:
		return fmt.Sprintf("zone %s %d %d", f.Name.Value, f.Records, f.Links)
	case *OtherResource:
		return "other " + f.Type + " " + f.Name.Value
	}
	return tellQueried(r)
}

// TestPowerShellLists reads what cmdlets of Az PowerShell print, and what people make of it.
func TestPowerShellLists(t *testing.T) {
	const (
		vault = "Vault Name            : fabrikam\nResource Group Name   : rg-app\nPublic Network Access : Enabled\nNetwork Rule Set      :\n" +
			"                        Default Action                             : Deny\n                        IP Rules                                   : 203.0.113.7/32\n"
		end = "Tags                  :\n"
	)
	tests := []struct {
		name, command, in string
		want              []string
	}{
		{"a vault's rules", "", vault + end, []string{"vault fabrikam pna=Enabled detailed=true action=Deny bypass= rules=1"}},
		{"a blank line in it", "", vault + "\n\n" + end, []string{"vault fabrikam pna=Enabled detailed=true action=Deny bypass= rules=1"}},
		{"selected properties", "Get-AzKeyVault -VaultName fabrikam | fl VaultName, PublicNetworkAccess", "\nVaultName           : fabrikam\nPublicNetworkAccess : Disabled\n\n",
			[]string{"vault fabrikam pna=Disabled detailed=false"}},
		{"a long value goes on below", "", "Name              : link-app\nResourceId        : " + psGroup + "Microsoft.N\n                    etwork/privateDnsZones/z.net/virtualNetworkLinks/link-app\n" +
			"VirtualNetworkId  : " + psGroup + "Microsoft.Network/virtualNetworks/vnet-app\nRegistrationEnabled : True\n",
			[]string{"link link-app zone z.net network vnet-app  true"}},
		{"a link without its id", "", "Name             : link-app\nZoneName         : z.net\nVirtualNetworkId : " + psGroup + "Microsoft.Network/virtualNetworks/vnet-app\n",
			[]string{"other Microsoft.Network/privateDnsZones/virtualNetworkLinks link-app"}},
		{"records", "", "Id         : " + psGroup + "Microsoft.Network/privateDnsZones/z.net/A/fabrikam\nName       : fabrikam\nTtl        : 60\nRecordType : A\nRecords    : {10.1.2.3, 10.1.2.4}\n",
			[]string{"record fabrikam 2 addresses ttl 60 @3"}},
		{"more records than it prints", "", "Id         : " + psGroup + "Microsoft.Network/privateDnsZones/z.net/A/fabrikam\nName       : fabrikam\nRecordType : A\nRecords    : {10.1.2.3, 10.1.2.4...}\n",
			[]string{"Unrecognised"}},
		{"an alias", "", "Id         : " + psGroup + "Microsoft.Network/privateDnsZones/z.net/CNAME/www\nName       : www\nRecordType : CNAME\nRecords    : {fabrikam.z.net}\n",
			[]string{"record CNAME www fabrikam.z.net"}},
		{"JSON cut off", "", "Name         : vnet-app\nId           : " + psGroup + "Microsoft.Network/virtualNetworks/vnet-app\nAddressSpace : {\n                 \"AddressPrefixes\": [\n                   \"10.1.0.0/16\"\n",
			[]string{"network vnet-app 1 prefixes 0 servers", "partial network"}},
		{"a column that was shifted", "", "Name         : vnet-app\nId           : " + psGroup + "Microsoft.Network/virtualNetworks/vnet-app\nDhcpOptions    : {\n                 \"DnsServers\": [\"10.1.0.4\"]\n               }\n",
			[]string{"network vnet-app 0 prefixes 1 servers"}},
		{"two zones", "Get-AzPrivateDnsZone", "Name                        : z.net\nResourceId                  : " + psGroup + "Microsoft.Network/privateDnsZones/z.net\nNumberOfRecordSets          : 2\nNumberOfVirtualNetworkLinks : 0\n\n" +
			"Name                        : y.net\nResourceId                  : " + psGroup + "Microsoft.Network/privateDnsZones/y.net\n",
			[]string{"zone z.net 2 0", "zone y.net -1 -1"}},
		{"another type", "", "Name              : vm-app\nResourceGroupName : rg-app\nId                : " + psGroup + "Microsoft.Compute/virtualMachines/vm-app\n",
			[]string{"other Microsoft.Compute/virtualMachines vm-app"}},
		{"prose around it", "", "It shows:\n\n" + vault + "\nThat is all.\n", []string{"vault fabrikam pna=Enabled detailed=true action=Deny bypass= rules=1", "unread 2 @1"}},
		{"no resource", "", "Name : x\nColour : red\n", []string{"Unrecognised"}},
		{"a connection's state alone", "Get-AzPrivateEndpointConnection -PrivateLinkResourceId $id | fl", "Name                              : c1\nPrivateLinkServiceConnectionState : {\n                                      \"Status\": \"Rejected\"\n                                    }\n",
			[]string{"connection  of : Rejected @1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: "f", Line: 1, Command: tt.command}}
			records := Read(src)
			checkQuotes(t, src, records)
			var got []string
			for _, r := range records {
				got = append(got, tellPS(r))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzAzurePS holds that every record quotes the line that it names.
func FuzzAzurePS(f *testing.F) {
	for _, src := range samples(f, "az-powershell") {
		f.Add(src.Text)
	}
	f.Add("Vault Name : a\nNetwork Rule Set :\n x\n")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		src := Source{Origin: Origin{File: "f", Line: 3}, Text: text}
		matchAzurePS(&src, headLines(text))
		out := &sink{origin: &src.Origin}
		readAzurePS(&src, out)
		checkQuotes(t, src, out.done())
	})
}

// TestAzureParts reads resources that stand alone, in results of Ansible, and in lines that were broken.
func TestAzureParts(t *testing.T) {
	const link = psGroup + "Microsoft.Network/privateEndpoints/pe-a/privateLinkServiceConnections/c1"
	tests := []struct {
		name, in string
		want     []string
	}{
		{"a connection as the endpoint sees it", `{"id": "` + link + `", "properties": {"privateLinkServiceConnectionState": {"status": "Pending"}}}` + "\n",
			[]string{"endpoint pe-a Pending", "partial endpoint"}},
		{"in a list", `[{"id": "` + link + `", "type": "Microsoft.Network/privateEndpoints/privateLinkServiceConnections", "privateLinkServiceConnectionState": {"status": "Approved"}}]` + "\n",
			[]string{"endpoint pe-a Approved", "partial endpoint"}},
		{"what a module of Ansible was asked for", "ok: [localhost] => {\n  \"invocation\": {\"module_args\": {\"virtual_network\": \"v\", \"registration_enabled\": true}},\n  \"state\": {\"id\": \"" +
			psGroup + "Microsoft.Network/privateDnsZones/z.net/virtualNetworkLinks/l\", \"virtual_network\": \"" + psGroup + "Microsoft.Network/virtualNetworks/v\"}\n}\n",
			[]string{"link l zone z.net network v  "}},
		{"results of a loop, in a line", `ok: [localhost] => {"results": [{"invocation": {"module_args": {"vault_uri": "x"}}, "keyvaults": [{"id": "` + psGroup + `Microsoft.KeyVault/vaults/fabrikam", "location": "x"}]}]}` + "\n",
			[]string{"vault fabrikam pna= detailed=false"}},
		{"broken lines", "{\n  \"id\": \"" + psGroup + "Microsoft.Key\nVault/vaults/fabrikam\",\n  \"properties\": {\"publicNetworkAccess\": \"Disabled\"}\n}\n",
			[]string{"vault fabrikam pna=Disabled detailed=true"}},
		{"a broken line of a log", `DEBUG: x: {"id":"` + psGroup + `Microsoft.KeyVault/vaults/fabrikam","properties":{"networkA` + "\ncls\":{\"defaultAction\":\"Deny\"},\"publicNetworkAccess\":\"Enabled\"}}\n",
			[]string{"vault fabrikam pna=Enabled detailed=true action=Deny bypass= rules=0"}},
		{"a quote that is missing", "{\n  \"id\": \"" + psGroup + "Microsoft.KeyVault/vaults/fabrikam\",\n  \"location\": \"a region that has so long a name that its line is wide\n  \"name\": \"fabrikam\"\n}\n",
			[]string{"vault fabrikam pna= detailed=false", "partial vault"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: "f", Line: 1}}
			records := Read(src)
			checkQuotes(t, src, records)
			var got []string
			for _, r := range records {
				got = append(got, tellPS(r))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
