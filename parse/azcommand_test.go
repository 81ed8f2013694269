package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseAzCommand(t *testing.T) {
	const id = "/subscriptions/S/resourceGroups/RG/providers/Microsoft.KeyVault/vaults/fab"
	tests := []struct {
		in   string
		want azRequest
	}{
		{"", azRequest{}},
		{"nslookup az", azRequest{}},
		{"cat az", azRequest{}},
		{"docker exec az curl x", azRequest{}},
		{"$(az keyvault show -n fab)", azRequest{}},
		{"az network nic list -g <group> # all of them", azRequest{az: true, data: true, typ: TypeInterface, all: true}},
		{"ID=$(az keyvault show -n fab)", azRequest{}},
		{"az keyvault show --name fab -g RG -o json > vault.json",
			azRequest{az: true, data: true, typ: TypeVault, all: true, format: "json", group: "RG", name: "fab"}},
		{`C:\x\az.cmd keyvault show -n fab`, azRequest{az: true, data: true, typ: TypeVault, all: true, name: "fab"}},
		{"sudo timeout 30 AZURE_X=1 az network nic list", azRequest{az: true, data: true, typ: TypeInterface, all: true}},
		{"az keyvault list-deleted", azRequest{az: true, data: true, typ: TypeDeletedVault, all: true}},
		{"az keyvault secret show -n x --vault-name fab", azRequest{az: true, all: true, name: "x"}},
		{"az network vnet subnet list --vnet-name v", azRequest{az: true, data: true, typ: TypeSubnet, all: true}},
		{"az network private-endpoint dns-zone-group list", azRequest{az: true, data: true, typ: TypeZoneGroup, all: true}},
		{"az account set --subscription S", azRequest{az: true, all: true}},
		{"az network private-endpoint-connection list --id '" + id + "'",
			azRequest{az: true, data: true, typ: TypeConnection, all: true, group: "RG", name: "fab", owner: "fab"}},
		{"az network private-endpoint-connection list -n s -g RG --type Microsoft.Storage/storageAccounts",
			azRequest{az: true, data: true, all: true, group: "RG", name: "s"}},
		{"az network private-dns link vnet list \\\n  --zone-name=z.net \\\n  -g $RG",
			azRequest{az: true, data: true, typ: TypeLink, all: true, zone: "z.net"}},
		{"az network private-dns record-set a list -z z -g RG | jq .",
			azRequest{az: true, data: true, typ: TypeRecordSet, all: true, zone: "z", group: "RG"}},
		{"az network private-dns record-set list -z z --top 5", azRequest{az: true, data: true, typ: TypeRecordSet, zone: "z"}},
		{"az resource list --resource-type Microsoft.Network/virtualNetworks", azRequest{az: true, data: true, typ: TypeNetwork}},
		{"az resource show --ids " + id, azRequest{az: true, data: true, typ: TypeVault, group: "RG", name: "fab"}},
		{`az graph query -q "resources | where type == 'x'"`, azRequest{az: true, data: true, all: true}},
		{`az rest --method get --url "https://management.azure.com/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/privateDnsZones/z/A?api-version=1"`,
			azRequest{az: true, data: true, typ: TypeRecordSet, all: true, zone: "z", group: "RG"}},
		{`az rest -u "` + id + `/privateEndpointConnections?api-version=1&$top=3"`,
			azRequest{az: true, data: true, all: true}}, // a variable: $top
		{`az rest -u '` + id + `/privateEndpointConnections?api-version=1'`,
			azRequest{az: true, data: true, typ: TypeConnection, all: true, group: "RG", name: "fab"}},
		{"az rest --url /subscriptions/S/providers/Microsoft.Network/privateDnsZones?top=1", azRequest{az: true, data: true, typ: TypeZone}},
		{"(Invoke-AzRestMethod -Method GET -Path '" + id + "/privateEndpointConnections?api-version=1' -ErrorAction Stop).Content",
			azRequest{az: true, data: true, typ: TypeConnection, all: true, group: "RG", name: "fab"}},
		{"invoke-azrestmethod -uri https://management.azure.com/subscriptions/S/providers/Microsoft.Network/privateDnsZones?api-version=1 | Select-Object Content",
			azRequest{az: true, data: true, typ: TypeZone, all: true}},
		{"$x = Invoke-AzRestMethod -Path $path", azRequest{az: true, data: true, all: true}},
		{"Get-Help Invoke-AzRestMethod", azRequest{}},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got := parseAzCommand(tt.in)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(azRequest{})); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFileType(t *testing.T) {
	tests := []struct {
		file string
		want ResourceType
	}{
		{"azure/vault.json", TypeVault}, {"fabrikam-kv.json", TypeVault}, {"managed-hsm.json", TypeVault},
		{"vault-connections.json", TypeConnection}, {"pec.json", TypeConnection},
		{"private-endpoint-connections.json", TypeConnection},
		{"private-endpoints.json", TypeEndpoint}, {"pe.json", TypeEndpoint}, {"privateEndpoints.json", TypeEndpoint},
		{"nics.json", TypeInterface}, {"network-interfaces.json", TypeInterface}, {"endpoint-nic.json", TypeInterface},
		{"zones.json", TypeZone}, {"private-dns-zones.json", TypeZone}, {"privatelink.vaultcore.azure.net.json", TypeZone},
		{"zone-links.json", TypeLink}, {"vnetlinks.json", TypeLink}, {"vnet-links.json", TypeLink},
		{"records.json", TypeRecordSet}, {"zone-records.json", TypeRecordSet}, {"recordsets.json", TypeRecordSet},
		{"vnets.json", TypeNetwork}, {"virtualNetworks.json", TypeNetwork}, {"network.json", TypeNetwork},
		{"vnet-peerings.json", TypePeering}, {"subnets.json", TypeSubnet}, {"zone-group.json", TypeZoneGroup},
		{"dns-zone-groups.json", TypeZoneGroup}, {"nsg.json", TypeSecurityGroup}, {"route-table.json", TypeRouteTable},
		{"effective-routes.json", TypeRoute}, {"deleted-vaults.json", TypeDeletedVault},
		{"private-link-resources.json", ""}, {"resource-group.json", ""},
		{"azure/zones/other.json", ""}, {"speed.json", ""}, {"stdin", ""},
	}
	for _, tt := range tests {
		if got := fileType(tt.file); got != tt.want {
			t.Errorf("fileType(%q) = %q, want %q", tt.file, got, tt.want)
		}
	}
}

// TestCommandVault looks for the vault that a command is about.
func TestCommandVault(t *testing.T) {
	for command, want := range map[string]string{
		"az keyvault secret list --vault-name fabrikam":                               "fabrikam",
		"az keyvault show -n fabrikam":                                                "fabrikam",
		"az keyvault secret show -n db --vault-name <vault>":                          "",
		`az keyvault secret list --vault-name (az keyvault list --query "[0].name")`:  "",
		`az keyvault secret list --vault-name "$(az keyvault list --query [0].name)"`: "",
		"az network vnet list -n fabrikam":                                            "",
	} {
		if got := commandVault(command); got != want {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
}
