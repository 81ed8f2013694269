package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDNSCommand(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want dnsQuery
	}{
		{"", dnsQuery{}},
		{"curl -H host https://x", dnsQuery{}},
		{"nslookup", dnsQuery{tool: "nslookup"}},
		{"nslookup Fabrikam.Vault.Azure.Net.", dnsQuery{tool: "nslookup", name: "fabrikam.vault.azure.net"}},
		{"nslookup.exe fabrikam.vault.azure.net 168.63.129.16", dnsQuery{tool: "nslookup", name: "fabrikam.vault.azure.net", explicit: true, server: "168.63.129.16"}},
		{"nslookup -type=aaaa -timeout=2 a.b ns1.contoso.com", dnsQuery{tool: "nslookup", name: "a.b", kind: "AAAA", explicit: true, server: "ns1.contoso.com"}},
		{"nslookup -q=MX a.b", dnsQuery{tool: "nslookup", name: "a.b", kind: "MX"}},
		{"nslookup - 10.0.0.4", dnsQuery{tool: "nslookup", explicit: true, server: "10.0.0.4"}},
		{"nslookup $VAULT.vault.azure.net $DNS", dnsQuery{tool: "nslookup", explicit: true}},
		{"nslookup <vault-name>.vault.azure.net", dnsQuery{tool: "nslookup"}},
		{"nslookup 10.1.2.3", dnsQuery{tool: "nslookup", name: "10.1.2.3", kind: "PTR"}},
		{"LC_ALL=C timeout 5 /usr/bin/host -W 2 a.b", dnsQuery{tool: "host", name: "a.b"}},
		{"host -p 5353 -t AAAA a.b 127.0.0.1", dnsQuery{tool: "host", name: "a.b", kind: "AAAA", explicit: true, server: "127.0.0.1"}},
		{"host -tTXT a.b | tail -1", dnsQuery{tool: "host", name: "a.b", kind: "TXT"}},
		{"host -a a.b; echo $?", dnsQuery{tool: "host", name: "a.b", kind: "ANY"}},
		{"host a.b 2>&1", dnsQuery{tool: "host", name: "a.b"}},
		{"dig a.b", dnsQuery{tool: "dig", name: "a.b", kind: "A"}},
		{"dig @1.1.1.1 +noall +answer a.b AAAA IN", dnsQuery{tool: "dig", name: "a.b", kind: "AAAA", explicit: true, server: "1.1.1.1"}},
		{"dig +short a.b @2001:db8::1", dnsQuery{tool: "dig", name: "a.b", kind: "A", explicit: true, server: "2001:db8::1", short: true}},
		{"dig -x 10.1.2.3", dnsQuery{tool: "dig", name: "10.1.2.3", kind: "PTR"}},
		{"dig -t mx -q a.b", dnsQuery{tool: "dig", name: "a.b", kind: "MX"}},
		{"kubectl exec -it pod -- nslookup a.b", dnsQuery{tool: "nslookup", name: "a.b"}},
		{`kubectl exec -it pod -- sh -c "nslookup -type=aaaa a.b; date"`, dnsQuery{tool: "nslookup", name: "a.b", kind: "AAAA"}},
		{"sudo curl https://contoso.example/dig", dnsQuery{}},
		{"X=$(dig a.b)", dnsQuery{}},
		{"$answer = Resolve-DnsName a.b", dnsQuery{tool: "resolve-dnsname", name: "a.b"}},
		{"nslookup a.b # it's from the jump box", dnsQuery{tool: "nslookup", name: "a.b"}},
		{"dig a.b \\\n  aaaa", dnsQuery{tool: "dig", name: "a.b", kind: "AAAA"}},
		{"busybox nslookup a.b 10.0.0.10:53", dnsQuery{tool: "nslookup", name: "a.b", explicit: true, server: "10.0.0.10"}},
		{"getent ahostsv4 a.b", dnsQuery{tool: "getent", database: "ahostsv4", name: "a.b", kind: "A"}},
		{"getent -s dns hosts a.b", dnsQuery{tool: "getent", database: "hosts", name: "a.b"}},
	} {
		t.Run(tc.in, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, dnsCommand(tc.in), cmp.AllowUnexported(dnsQuery{})); diff != "" {
				t.Errorf("query differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEmptyArguments reads commands with arguments that hold nothing.
func TestEmptyArguments(t *testing.T) {
	for _, command := range []string{`dig ""`, `dig "" -t ""`, `Resolve-DnsName "" -Type ""`, `nslookup "" ""`, `host -t "" ""`, `getent "" ""`, `resolvectl query ""`} {
		if q := dnsCommand(command); q.name != "" {
			t.Errorf("%s asks for %q", command, q.name)
		}
	}
}
