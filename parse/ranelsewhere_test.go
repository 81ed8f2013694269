package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const ranLinux = `{
  "value": [
    {
      "code": "ProvisioningState/succeeded",
      "level": "Info",
      "message": "Enable succeeded: \n[stdout]\nServer:\t\t10.1.0.4\nAddress:\t10.1.0.4#53\n\nfabrikam.vault.azure.net\tcanonical name = fabrikam.privatelink.vaultcore.azure.net.\nName:\tfabrikam.privatelink.vaultcore.azure.net\nAddress: 10.1.2.3\n\n\n[stderr]\n",
      "time": null
    }
  ]
}
`

const ranWindows = `{"value":[{"code":"ComponentStatus/StdOut/succeeded","level":"Info","message":"Server:  UnKnown\r\nAddress:  10.1.0.4\r\n\r\nName:    fabrikam.vault.azure.net\r\nAddress:  10.1.2.3\r\n"},
{"code":"ComponentStatus/StdErr/succeeded","level":"Info","message":"Non-authoritative answer:\r\n"}]}
`

// ranFact is what a test tells of a record of an output.
type ranFact struct {
	Kind, Machine, Command string
	Fact                   string
	Line                   int
}

func TestReadRanElsewhere(t *testing.T) {
	for _, tt := range []struct {
		name string
		src  Source
		want []ranFact
	}{
		{"Linux, the VM told", Source{Origin: Origin{File: "f", Line: 3, Machine: "vm1", Carried: true, Command: "nslookup fabrikam.vault.azure.net"}, Text: ranLinux},
			[]ranFact{{"nslookup-bind", "vm1", "nslookup fabrikam.vault.azure.net", "fabrikam.vault.azure.net answer 10.1.2.3", 8}}},
		{"alone, under the command of az", Source{Origin: Origin{File: "f", Machine: "vm1", Carried: true, Command: "az vm run-command invoke -g rg -n vm1"}, Text: ranLinux},
			[]ranFact{{"nslookup-bind", "vm1", "", "fabrikam.vault.azure.net answer 10.1.2.3", 6}}},
		{"alone", Source{Origin: Origin{File: "f"}, Text: ranLinux},
			[]ranFact{{"nslookup-bind", "", "", "fabrikam.vault.azure.net answer 10.1.2.3", 6}}},
		{"two, with words around", Source{Origin: Origin{File: "f"}, Text: "From the first VM:\n" + ranLinux + "and from the second:\n" + ranLinux},
			[]ranFact{{"", "", "", "", 1}, {"nslookup-bind", "elsewhere-7", "", "fabrikam.vault.azure.net answer 10.1.2.3", 7},
				{"", "", "", "", 12}, {"nslookup-bind", "elsewhere-18", "", "fabrikam.vault.azure.net answer 10.1.2.3", 18}}},
		{"Windows, minified, with an error stream", Source{Origin: Origin{File: "f"}, Text: ranWindows},
			[]ranFact{{"nslookup-windows", "", "", "fabrikam.vault.azure.net answer 10.1.2.3", 1}}},
		{"the message alone", Source{Origin: Origin{File: "f"}, Text: `"Enable succeeded: \n[stdout]\nfabrikam.vault.azure.net has address 10.1.2.3\n\n[stderr]\n"` + "\n"},
			[]ranFact{{"host", "", "", "fabrikam.vault.azure.net answer 10.1.2.3", 1}}},
		{"a managed run-command", Source{Origin: Origin{File: "f"}, Text: "{\n\"id\": \"/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/VM7/runCommands/dns\",\n\"instanceView\": {\"executionState\": \"Succeeded\", \"exitCode\": 0,\n\"output\": \"fabrikam.vault.azure.net has address 10.1.2.3\\n\", \"error\": \"\"}}\n"},
			[]ranFact{{"host", "vm7", "", "fabrikam.vault.azure.net answer 10.1.2.3", 4}}},
		{"a pod of AKS", Source{Origin: Origin{File: "f"}, Text: `{"exitCode": 0, "logs": "fabrikam.vault.azure.net has address 10.1.2.3\n", "provisioningState": "Succeeded"}`},
			[]ranFact{{"host", "", "", "fabrikam.vault.azure.net answer 10.1.2.3", 1}}},
		{"an output that the agent tore", Source{Origin: Origin{File: "f"}, Text: `"Enable succeeded: \n[stdout]\nabrikam.vault.azure.net has address 10.1.2.3\n` + strings.Repeat(`x`, 4000) + `\n` + `contoso.vault.azure.net has address 10.1.2.4\n[stderr]\n"`},
			[]ranFact{{"host", "", "", "contoso.vault.azure.net answer 10.1.2.4", 1}}},
		{"the list of Az PowerShell", Source{Origin: Origin{File: "f"}, Text: "Value[0]        :\n  Code          : ComponentStatus/StdOut/succeeded\n  Level         : Info\n  DisplayStatus : Provisioning succeeded\n" +
			"  Message       : Server:  UnKnown\nAddress:  10.1.0.4\n\nName:    fabrikam.vault.azure.net\nAddress:  10.1.2.3\n\nValue[1]        :\n  Code          : ComponentStatus/StdErr/succeeded\n  Level         : Info\n" +
			"  DisplayStatus : Provisioning succeeded\n  Message       :\nStatus          : Succeeded\nCapacity        : 0\nCount           : 0\n"},
			[]ranFact{{"nslookup-windows", "", "", "fabrikam.vault.azure.net answer 10.1.2.3", 9}}},
		{"an error of ARM", Source{Origin: Origin{File: "f"}, Text: `{"code": "NotFound", "message": "see \n[stdout]"}` + "\n" + `"\n[stderr]"`}, []ranFact{{"", "", "", "", 1}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records := Read(tt.src)
			checkQuotes(t, tt.src, records)
			var got []ranFact
			for _, r := range records {
				f := ranFact{Kind: r.Kind, Machine: r.Origin.Machine, Command: r.Origin.Command, Line: r.Fact.Cites()[0].Line}
				switch l := r.Fact.(type) {
				case *Unread:
					continue
				case *Lookup:
					f.Fact = l.Query + " " + string(l.Outcome)
					for _, a := range l.Addresses {
						f.Fact += " " + a.Addr.String()
					}
				}
				got = append(got, f)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzRanElsewhere(f *testing.F) {
	for _, text := range []string{ranLinux, ranWindows, "[" + ranLinux + "]", "Value[0] :\nCode : ComponentStatus/StdOut\nMessage : Server: a\nAddress: 10.0.0.1\n", `"a\n[stdout]\n[stderr]` + "\n" + `{"logs":"{\"value\":[{}]}","exitCode":1}` + "\n"} {
		f.Add("", text)
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		src := Source{Origin: Origin{File: "f", Line: 7, Command: command}, Text: text}
		checkQuotes(t, src, Read(src))
		for _, s := range Survey(src) {
			checkQuotes(t, src, s.Records)
		}
	})
}
