package parse

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCutHeaders checks that headers are complete only where their end is known.
func TestCutHeaders(t *testing.T) {
	const table = "Key                         Value\n---                         -----\nx-ms-keyvault-network-info  addr=10.1.2.4;act_addr_fam=InterNetworkV6;\nExpires                     -1"
	curl := "HTTP/1.1 200 OK\nx-ms-keyvault-network-info: " + infoOld + "\nContent-Length: 4"
	powershell := "(iwr " + testURL + ").Headers"
	tests := []struct {
		name, command, in string
		exit              *int
		whole             bool
		want              bool
	}{
		{"blank line", "", curl + "\n\n", nil, false, true},
		{"blank line taken off, status 0", "", curl + "\n", new(0), false, true},
		{"blank line taken off, whole", "", curl + "\n", nil, true, true},
		{"line without end, status 0", "", curl, new(0), false, false},
		{"line without end, whole", "", curl, nil, true, false},
		{"line without end, both", "", curl[:len(curl)-9], new(0), true, false},
		{"table, status 0", powershell, table + "\n", new(0), false, true},
		{"table, line without end", powershell, table, new(0), true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: testFile, Command: tt.command, Exit: tt.exit, Whole: tt.whole}, Text: tt.in}
			req, ok := Read(src)[0].Fact.(*Request)
			if !ok || req.Last() == nil {
				t.Fatalf("no answer was read of %q", tt.in)
			}
			if got := req.Last().Complete; got != tt.want {
				t.Errorf("Complete = %v, want %v, of %q", got, tt.want, tt.in)
			}
		})
	}
}

// TestCutNetworkInfo checks that a value that may be cut is no address and no kind of connection.
func TestCutNetworkInfo(t *testing.T) {
	public := netip.MustParseAddr("52.168.109.101")
	tests := []struct {
		name, in string
		want     NetworkInfo
	}{
		{"address", "conn_type=Ipv4;addr=52.168.109.10", NetworkInfo{ConnType: "Ipv4", Other: []Pair{{"addr", "52.168.109.10"}}}},
		{"address that is ended", "conn_type=Ipv4;addr=52.168.109.101;", NetworkInfo{ConnType: "Ipv4", AddrText: "52.168.109.101", Addr: public}},
		{"cut within the next key", "addr=52.168.109.101;act_ad", NetworkInfo{AddrText: "52.168.109.101", Addr: public, Other: []Pair{{"act_ad", ""}}}},
		{"kind of connection", "conn_type=Priv", NetworkInfo{Other: []Pair{{"conn_type", "Priv"}}}},
		{"known kind", "conn_type=PrivateLink", NetworkInfo{ConnType: "PrivateLink"}},
		{"family", "addr=52.168.109.101;act_addr_fam=InterNetwork", NetworkInfo{AddrText: "52.168.109.101", Addr: public, Other: []Pair{{"act_addr_fam", "InterNetwork"}}}},
		{"known family", "addr=52.168.109.101;act_addr_fam=InterNetworkV6", NetworkInfo{AddrText: "52.168.109.101", Addr: public, AddrFamily: "InterNetworkV6"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, head := range []string{
				"HTTP/1.1 200 OK\nx-ms-keyvault-network-info: ",
				"Key                        Value\n---                        -----\nx-ms-keyvault-network-info ",
			} {
				src := Source{Origin: Origin{File: testFile, Exit: new(0), Whole: true}, Text: head + tt.in}
				req, ok := Read(src)[0].Fact.(*Request)
				if !ok || req.NetworkInfo == nil {
					t.Fatalf("no network info was read of %q", src.Text)
				}
				want := tt.want
				want.Raw, want.Cite = tt.in, req.NetworkInfo.Cite
				if diff := cmp.Diff(&want, req.NetworkInfo, equalAddrs); diff != "" {
					t.Errorf("%q (-want +got):\n%s", src.Text, diff)
				}
			}
		})
	}
	t.Run("the line is ended", func(t *testing.T) {
		src := Source{Origin: Origin{File: testFile}, Text: "HTTP/1.1 200 OK\nx-ms-keyvault-network-info: conn_type=Ipv4;addr=52.168.109.101\n"}
		if got := Read(src)[0].Fact.(*Request).NetworkInfo; got.Addr != public {
			t.Errorf("Addr = %v, want %v", got.Addr, public)
		}
	})
}

// TestCutErrorBody cuts an error's body at every byte: the status stays, and there is no half of an error.
func TestCutErrorBody(t *testing.T) {
	const head = "HTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n"
	const body = `{"error":{"code":"Forbidden","message":"no","innererror":{"code":"ForbiddenByConnection"}}}`
	for end := 1; end < len(body); end++ {
		for _, f := range facts(t, Source{Origin: Origin{File: testFile, Exit: new(0), Whole: true}, Text: head + body[:end]}, "curl") {
			if req, ok := f.(*Request); !ok || req.Last().Status != 403 || req.Error != nil {
				t.Errorf("body %q: got %+v, want a request with status 403 and no error", body[:end], f)
			}
		}
	}
}
