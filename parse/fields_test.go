package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSnake(t *testing.T) {
	for in, want := range map[string]string{
		"DNSServers": "dns_servers", "GroupIDs": "group_ids", "FQDNs": "fqdns", "ConnType": "conn_type", "ID": "id",
		"CustomDNS": "custom_dns", "URL": "url", "TTL": "ttl", "HSM": "hsm", "ACLs": "acls", "OwnAddress": "own_address",
	} {
		if got := snake(in); got != want {
			t.Errorf("snake(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFields(t *testing.T) {
	src := Source{Origin: Origin{File: "f", Line: 1, Command: "host fabrikam.vault.azure.net"}, Text: `fabrikam.vault.azure.net is an alias for fabrikam.privatelink.vaultcore.azure.net.
fabrikam.privatelink.vaultcore.azure.net has address 10.1.2.3
`}
	want := []Field{
		{"tool", "host", 2}, {"query", "fabrikam.vault.azure.net", 2}, {"explicit", "false", 2}, {"outcome", "answer", 2},
		{"chain[0]", "fabrikam.vault.azure.net", 1}, {"chain[1]", "fabrikam.privatelink.vaultcore.azure.net", 1},
		{"addresses[0]", "10.1.2.3", 2},
	}
	records := Read(src)
	if len(records) != 1 || FactName(records[0].Fact) != "lookup" {
		t.Fatalf("read %d records, want one lookup", len(records))
	}
	if diff := cmp.Diff(want, Fields(records[0].Fact)); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}
