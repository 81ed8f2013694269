package parse

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadTestNetConnection(t *testing.T) {
	const (
		head   = "ComputerName     : kv-a.vault.azure.net\nRemoteAddress    : 10.1.2.3\nRemotePort       : 443\n"
		lookup = "lookup kv-a.vault.azure.net answer 10.1.2.3 @2"
	)
	tests := []struct {
		name, in string
		want     []string
	}{
		{"connected", head + "TcpTestSucceeded : True\n", []string{lookup, "connected kv-a.vault.azure.net 10.1.2.3 @4"}},
		{"not connected", head + "TcpTestSucceeded : False\n", []string{lookup, "request kv-a.vault.azure.net @4 timeout"}},
		{"another port", "ComputerName : kv-a.vault.azure.net\nRemoteAddress : 10.1.2.3\nRemotePort : 80\nTcpTestSucceeded : False\n", []string{lookup}},
		{"an address", "ComputerName : 10.1.2.3\nRemoteAddress : 10.1.2.3\nRemotePort : 443\nTcpTestSucceeded : True\n", []string{"connected 10.1.2.3 10.1.2.3 @4"}},
		{"not resolved", "WARNING: Name resolution of kv-a.vault.azure.net failed\nComputerName : kv-a.vault.azure.net\nRemoteAddress :\n", []string{"lookup kv-a.vault.azure.net error @1"}},
		{"masked, and prose", "ComputerName : kv-a.vault.azure.net\nRemoteAddress : 10.x.x.x\nRemotePort : 443\nso it is\nTcpTestSucceeded : True\n",
			[]string{"*parse.Masked", "request kv-a.vault.azure.net @5 ", "unread 1@4"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Read(Source{Text: tt.in, Origin: Origin{File: testFile, Command: "powershell -c Test-NetConnection x -Port 443"}}) {
				if r.Kind != toolTestNet {
					t.Errorf("record of kind %q", r.Kind)
				}
				got = append(got, tellTestNet(r.Fact))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// tellTestNet is a fact in a line.
func tellTestNet(f Fact) string {
	switch f := f.(type) {
	case *Lookup:
		text := fmt.Sprintf("lookup %s %s ", f.Query, f.Outcome)
		for _, a := range f.Addresses {
			text += a.Addr.String() + " "
		}
		return text + fmt.Sprintf("@%d", f.At.Line)
	case *Request:
		if f.Connected.Addr.IsValid() {
			return fmt.Sprintf("connected %s %s @%d", f.Host, f.Connected.Addr, f.At.Line)
		}
	}
	return tellRequest(f)
}

func FuzzReadTestNetConnection(f *testing.F) {
	f.Add("ComputerName : a.b\nRemoteAddress : 10.1.2.3\nRemotePort : 443\nTcpTestSucceeded : False\n")
	f.Add("WARNING: Name resolution of a.b failed\n")
	f.Fuzz(func(t *testing.T, text string) {
		src := Source{Text: text, Origin: Origin{File: "f.txt", Line: 3}}
		out := &sink{origin: &src.Origin}
		readTestNet(&src, out)
		checkQuotes(t, src, out.done())
	})
}
