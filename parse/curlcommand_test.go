package parse

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseHTTPCommand(t *testing.T) {
	const url = "https://fabrikam.vault.azure.net/healthstatus"
	pin := netip.MustParseAddr("10.1.2.3")
	req := Request{Tool: toolCurl, URL: url, Host: "fabrikam.vault.azure.net", Path: "/healthstatus"}
	with := func(change func(*Request)) Request {
		r := req
		change(&r)
		return r
	}
	byAddress := Request{Tool: toolCurl, URL: "https://10.1.2.3/healthstatus", Host: "10.1.2.3", Path: "/healthstatus", Insecure: true}
	tests := []struct {
		name, in string
		want     Request
	}{
		{"article, section 7", "curl -i " + url, req},
		{"article, by address", "curl -i -k https://10.1.2.3/healthstatus", byAddress},
		{"short options in one word", "curl -sSik --max-time 10 https://10.1.2.3/healthstatus", byAddress},
		{"long options", "curl --silent --show-error --include --insecure --connect-timeout 5 'https://10.1.2.3/healthstatus'", byAddress},
		{"double quotes, options last", `curl "` + url + `" -i -H "Accept: a b"`, req},
		{"options with a URL as value", "curl -i --proxy http://proxy:3128 -H 'Origin: http://x' -x http://proxy:3128 " + url, req},
		{"option letter with its value", "curl -i -m10 -o/dev/null -D - " + url, req},
		{"long switch before the URL", "curl --http1.1 -i --ssl-no-revoke fabrikam.vault.azure.net/healthstatus",
			with(func(r *Request) { r.URL = "fabrikam.vault.azure.net/healthstatus" })},
		{"--url", "curl -i --url " + url, req},
		{"resolve", "curl -i --resolve fabrikam.vault.azure.net:443:10.1.2.3 " + url, with(func(r *Request) { r.Resolve = pin })},
		{"resolve, several addresses, plus, other case", "curl -i --resolve +Fabrikam.vault.azure.net:443:10.1.2.3,10.1.2.4 " + url,
			with(func(r *Request) { r.Resolve = pin })},
		{"resolve for another host", "curl -i --resolve contoso-kv.vault.azure.net:443:10.1.2.3 " + url, req},
		{"resolve for another port", "curl -i --resolve fabrikam.vault.azure.net:80:10.1.2.3 " + url, req},
		{"resolve, IPv6", "curl -i --resolve *:443:[fd00::4] " + url, with(func(r *Request) { r.Resolve = netip.MustParseAddr("fd00::4") })},
		{"connect-to", "curl -i --connect-to fabrikam.vault.azure.net:443:10.1.2.3:443 " + url, with(func(r *Request) { r.Resolve = pin })},
		{"connect-to for any host", "curl -i --connect-to ::10.1.2.3: " + url, with(func(r *Request) { r.Resolve = pin })},
		{"connect-to, IPv6", "curl -i --connect-to ::[fd00::4]:443 " + url, with(func(r *Request) { r.Resolve = netip.MustParseAddr("fd00::4") })},
		{"connect-to a name", "curl -i --connect-to ::proxy.contoso.example:443 " + url, req},
		{"wrapped", "HTTPS_PROXY= timeout 10 /usr/bin/curl -i " + url + " 2>&1 | tee out.txt", req},
		{"another command first", "cd /tmp && curl -i " + url + "; echo done", req},
		{"Windows path", `C:\Windows\System32\curl.exe -i ` + url, req},
		{"continued lines", "curl -i \\\n  --max-time 10 \\\n  " + url, req},
		{"in a pod", "kubectl exec -n app web-0 -- curl -i " + url, req},
		{"port and root", "curl -i https://Fabrikam.vault.azure.net.:443", with(func(r *Request) {
			r.URL, r.Path = "https://Fabrikam.vault.azure.net.:443", "/"
		})},
		{"query", "curl -i '" + url + "?a=b&c=d#e'", with(func(r *Request) { r.URL += "?a=b&c=d#e" })},
		{"variable as host", "curl -i https://$KV.vault.azure.net/healthstatus", Request{Tool: toolCurl, URL: "https://$KV.vault.azure.net/healthstatus"}},
		{"IPv6 URL", "curl -i https://[fd00::4]:8443/healthstatus",
			Request{Tool: toolCurl, URL: "https://[fd00::4]:8443/healthstatus", Host: "fd00::4", Path: "/healthstatus"}},
		{"PowerShell, article", "$(Invoke-WebRequest -UseBasicParsing -Uri " + url + ").Headers", with(func(r *Request) { r.Tool = toolPowerShell })},
		{"PowerShell, by address", "$(Invoke-WebRequest -SkipCertificateCheck -Uri https://10.1.2.3/healthstatus).Headers",
			Request{Tool: toolPowerShell, URL: "https://10.1.2.3/healthstatus", Host: "10.1.2.3", Path: "/healthstatus", Insecure: true}},
		{"PowerShell, alias and proxy", `(iwr -Proxy http://proxy:3128 -TimeoutSec 10 '` + url + `').Headers | Format-Table -AutoSize`,
			with(func(r *Request) { r.Tool = toolPowerShell })},
		{"PowerShell, first argument", "iwr fabrikam.vault.azure.net/healthstatus",
			with(func(r *Request) { r.Tool, r.URL = toolPowerShell, "fabrikam.vault.azure.net/healthstatus" })},
		{"another program", "nslookup fabrikam.vault.azure.net", Request{}},
		{"curl as an argument", "which curl https://x", Request{}},
		{"nothing", "", Request{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cmd := parseHTTPCommand(tt.in)
			got := Request{Tool: cmd.tool}
			cmd.apply(&got, 0)
			if diff := cmp.Diff(tt.want, got, equalAddrs); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestCommandPipes(t *testing.T) {
	tests := []struct {
		in              string
		piped, filtered bool
	}{
		{"curl -i https://x", false, false},
		{"curl -i https://x > out.txt 2>&1", false, false},
		{"curl -i https://x | tee out.txt", true, false},
		{"sh -c 'curl -i https://x | grep i'", true, true},
		{"curl -i https://x # | grep i", false, false},
		{"curl -i https://x 2>/dev/null | grep -i network-info", true, true},
		{"curl -i https://x | head -n 1 | cat", true, true},
		{"curl -i https://x || echo failed", false, false},
		{"curl -i https://x; ls | grep x", false, false},
		{"curl -i 'https://x?a|b'", false, false},
		{"(iwr https://x).Headers | ft -Wrap", true, false},
		{"(iwr https://x).Headers | Select-String network", true, true},
	}
	for _, tt := range tests {
		cmd := parseHTTPCommand(tt.in)
		if cmd.piped != tt.piped || cmd.filtered != tt.filtered {
			t.Errorf("%q: piped %v, filtered %v, want %v, %v", tt.in, cmd.piped, cmd.filtered, tt.piped, tt.filtered)
		}
	}
}

func FuzzSplitCommands(f *testing.F) {
	f.Add(`curl -i "https://fabrikam.vault.azure.net/healthstatus" 2>&1 | tee 'a b'`)
	f.Add(`C:\curl.exe -H "a\"b" ^` + "\n" + `x`)
	f.Fuzz(func(t *testing.T, line string) {
		total := 0
		for _, c := range splitCommands(line) {
			if len(c.words) == 0 {
				t.Error("a command without words")
			}
			for _, w := range c.words {
				total += len(w)
			}
		}
		if total > len(line) {
			t.Errorf("words hold %d bytes, the line has %d", total, len(line))
		}
		parseHTTPCommand(line)
	})
}
