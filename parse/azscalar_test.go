package parse

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadAzureAnswers reads answers of az that are one value, and what stands behind its errors.
func TestReadAzureAnswers(t *testing.T) {
	const show = "az keyvault show -n fabrikam --query "
	const denied = "ERROR: (AuthorizationFailed) No.\nCode: AuthorizationFailed\nMessage: No.\n"
	tests := []struct {
		name, command, in string
		want              []string
	}{
		{"tsv", show + "properties.publicNetworkAccess -o tsv", "Disabled\n", []string{"az-json fabrikam Disabled"}},
		{"JSON", show + "properties.publicNetworkAccess", "\"Disabled\"\n", []string{"az-json fabrikam Disabled"}},
		{"the firewall's default", show + "properties.networkAcls.defaultAction -o tsv", "Deny\n", []string{"az-json fabrikam  Deny"}},
		{"another path", show + "properties.sku.name -o tsv", "standard\n", []string{"az-json recognised"}},
		{"no value that the property has", show + "properties.publicNetworkAccess -o tsv", "premium\n", []string{"az-json recognised"}},
		{"no vault", "az keyvault show -n <key vault> --query properties.publicNetworkAccess", "\"Disabled\"\n", []string{"az-json recognised"}},
		{"an error", show + "properties.publicNetworkAccess -o tsv", "ERROR: (AuthorizationFailed) No.\n", []string{"az-error AuthorizationFailed No."}},
		{"prose and JSON behind an error", "az keyvault show -n fabrikam", denied + "A colleague gave me:\n{\"a\":\n 1}\n",
			[]string{"az-error AuthorizationFailed No.", "az-error unread 3 from 4"}},
		{"a second error", "az keyvault show -n fabrikam", denied + "ERROR: (ResourceNotFound) None.\n",
			[]string{"az-error AuthorizationFailed No.", "az-error ResourceNotFound None."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Text: tt.in, Origin: Origin{File: "f", Command: tt.command}}
			records := Read(src)
			checkQuotes(t, src, records)
			var got []string
			for _, r := range records {
				switch f := r.Fact.(type) {
				case *Vault:
					told := r.Kind + " " + f.Name.Value + " " + f.PublicNetworkAccess.Value
					if f.ACLs != nil {
						told += " " + f.ACLs.DefaultAction.Value
					}
					got = append(got, told)
				case *Recognised:
					got = append(got, r.Kind+" recognised")
				case *ExportError:
					got = append(got, r.Kind+" "+f.Code+" "+f.Message)
				case *Unread:
					got = append(got, fmt.Sprintf("%s unread %d from %d", r.Kind, f.Count, f.First.Line))
				default:
					t.Errorf("%s %+v", r.Kind, f)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnknownJSONUnderCommand reads JSON of no resource: each of its lines is listed, under a command and without.
func TestUnknownJSONUnderCommand(t *testing.T) {
	for _, command := range []string{"", "az vm run-command invoke -g rg -n vm"} {
		sections := Survey(Source{Text: "{\n  \"value\": [\n    {\"message\": \"x\"}\n  ]\n}\n", Origin: Origin{File: "f", Command: command}})
		if len(sections) != 1 || len(sections[0].Unread) != 5 {
			t.Errorf("%q: %+v", command, sections)
		}
	}
}

// TestSameKey compares keys as libraries for Python have them.
func TestSameKey(t *testing.T) {
	for _, tt := range []struct {
		key, name string
		want      bool
	}{
		{"virtual_network_link_state", "virtualNetworkLinkState", true}, {"VaultUri", "vaultUri", true}, {"a_records", "aRecords", true},
		{"_id", "id", false}, {"ids", "id", false}, {"na_m", "name", false}, {"", "id", false}, {"i_d_x", "id", false},
	} {
		if got := sameKey(tt.key, tt.name); got != tt.want {
			t.Errorf("sameKey(%q, %q) = %t", tt.key, tt.name, got)
		}
	}
}

// TestYAMLRemarks takes comments off the lines of YAML.
func TestYAMLRemarks(t *testing.T) {
	for in, want := range map[string]string{
		"a: Disabled   # TODO": "a: Disabled", `a: "x # y" # "z"`: `a: "x # y"`, "a:  # x": "a:", "- b # x": "- b", "a: b#c": "a: b#c", "of a text # x": "of a text # x",
	} {
		if got := withoutYAMLRemark(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
