package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseResourceID(t *testing.T) {
	const zone = "/subscriptions/S1/resourcegroups/RG/providers/Microsoft.Network/privateDnsZones/z "
	tests := []struct {
		name, id, parent string
		want             ResourceID
		ok               bool
	}{
		{"child", zone + "/A/fabrikam/", zone, ResourceID{"S1", "RG", "Microsoft.Network/privateDnsZones/A", []string{"z ", "fabrikam"}}, true},
		{"resource", zone, "", ResourceID{"S1", "RG", "Microsoft.Network/privateDnsZones", []string{"z "}}, true},
		{"extension", "/SUBSCRIPTIONS/S/providers/A.B/c/d/PROVIDERS/E.F/g/h", "", ResourceID{"S", "", "E.F/g", []string{"h"}}, true},
		{"list", zone + "/A", "", ResourceID{"S1", "RG", "Microsoft.Network/privateDnsZones/A", []string{"z "}}, false},
		{"group", "/subscriptions/S/resourceGroups/G", "", ResourceID{"S", "G", "", nil}, false},
		{"provider only", "/subscriptions/S/providers/A.B", "", ResourceID{"S", "", "A.B", nil}, false},
		{"name", "fabrikam", "", ResourceID{}, false},
		{"empty", "", "", ResourceID{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := ParseResourceID(tt.id)
			if diff := cmp.Diff(tt.want, got); diff != "" || ok != tt.ok {
				t.Errorf("ok %t, want %t (-want +got):\n%s", ok, tt.ok, diff)
			}
			if got := ParentID(tt.id); got != tt.parent {
				t.Errorf("parent %q, want %q", got, tt.parent)
			}
		})
	}
	if r, _ := ParseResourceID(zone); r.Type != "Microsoft.Network/privateDnsZones" || r.Name() != "z " {
		t.Errorf("type or name of %v", r)
	}
}
