package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dnsOutputs are outputs of one tool each, whose first line tells which.
var dnsOutputs = []struct{ kind, text string }{
	{"resolvectl", "fabrikam.vault.azure.net: 10.1.2.3             -- link: eth0\n                          (fabrikam.privatelink.vaultcore.azure.net)\n\n-- Information acquired via protocol DNS in 4.1ms.\n"},
	{"nslookup-bind", "Server:\t\t127.0.0.53\nAddress:\t127.0.0.53#53\n\nNon-authoritative answer:\ncontoso.vault.azure.net\tcanonical name = contoso.privatelink.vaultcore.azure.net.\nName:\tcontoso.privatelink.vaultcore.azure.net\nAddress: 10.1.2.9\n"},
	{"dig", "; <<>> DiG 9.18.28 <<>> a.vault.azure.net\n;; global options: +cmd\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1\n\n;; QUESTION SECTION:\n;a.vault.azure.net.\tIN\tA\n\n;; ANSWER SECTION:\na.vault.azure.net. 60 IN A 10.7.7.7\n\n;; SERVER: 10.0.0.4#53(10.0.0.4)\n"},
	{"nslookup-windows", "Serveur :   UnKnown\nAddress:  10.0.0.4\n\nNom :    b.vault.azure.net\nAddresses:  10.8.8.8\n          10.8.8.9\nAliases:  c.vault.azure.net\n"},
	{"nslookup-busybox", "Server:    10.0.0.10\nAddress 1: 10.0.0.10 kube-dns.kube-system.svc\n\nName:      d.vault.azure.net\nAddress 1: 10.1.2.3 x.example\n"},
	{"resolve-dnsname", "Name                                           Type   TTL   Section    IPAddress\n----                                           ----   ---   -------    ---------\ne.vault.azure.net                              A      60    Answer     10.9.9.9\n\nName       : e.vault.azure.net\nQueryType  : AAAA\nSection    : Answer\nIP6Address : fd00::4\n"},
	{"host", "f.vault.azure.net is an alias for f.privatelink.vaultcore.azure.net.\nf.privatelink.vaultcore.azure.net has address 10.3.3.3\nf.privatelink.vaultcore.azure.net has IPv6 address fd00::5\nf.privatelink.vaultcore.azure.net mail is handled by 10 mx.example.\n"},
	{"getent", "10.4.4.4        STREAM g.vault.azure.net\n10.4.4.4        DGRAM  \n10.4.4.4        RAW    \n"},
	{"host", "Using domain server:\nName: 10.0.0.4\nAddress: 10.0.0.4#53\nAliases: \n\nHost h.vault.azure.net not found: 3(NXDOMAIN)\n"},
	{"resolve-dnsname", "Resolve-DnsName : i.vault.azure.net : DNS name does not exist\nAt line:1 char:1\n+ Resolve-DnsName i.vault.azure.net\n    + FullyQualifiedErrorId : DNS_ERROR_RCODE_NAME_ERROR,Microsoft.DnsClient.Commands.ResolveDnsName\n"},
	{"resolvectl", "Global\n           Protocols: -LLMNR\n\nLink 2 (eth0)\n    Current Scopes: DNS\nCurrent DNS Server: 10.0.0.4\n       DNS Servers: 10.0.0.4\n"},
	{"host", "Trying \"j.vault.azure.net\"\nUsing domain server:\nName: 10.0.0.4\nAddress: 10.0.0.4#53\nAliases: \n\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 9552\n;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0\n\n;; QUESTION SECTION:\n;j.vault.azure.net.\tIN\tA\n\n;; ANSWER SECTION:\nj.vault.azure.net. 60\tIN\tA\t10.5.5.5\n\nReceived 96 bytes from 10.0.0.4#53 in 0 ms\n"},
}

// TestDNSOpens finds every output behind every other, in a file without prompts, and cuts none of them.
func TestDNSOpens(t *testing.T) {
	for _, first := range dnsOutputs {
		for _, second := range dnsOutputs {
			want := []string{first.kind, second.kind}
			if first.kind == second.kind {
				want = want[:1]
			}
			src := Source{Origin: Origin{File: "evidence.txt", Line: 1}, Text: first.text + "\n" + second.text}
			var got []string
			for _, s := range Survey(src) {
				got = append(got, s.Kind)
				checkQuotes(t, src, s.Records)
				for _, r := range s.Records {
					if u, ok := r.Fact.(*Unread); ok {
						t.Errorf("%s, then %s: line %d is not read: %s", first.kind, second.kind, u.First.Line, u.First.Text)
					}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q..., then %q... (-want +got):\n%s", first.text[:20], second.text[:20], diff)
			}
		}
	}
}

// TestDNSOpensAll reads all of the outputs from one file.
func TestDNSOpensAll(t *testing.T) {
	var text strings.Builder
	for _, o := range dnsOutputs {
		text.WriteString(o.text + "\n")
	}
	var got []string
	for _, r := range Read(Source{Origin: Origin{File: "evidence.txt", Line: 1}, Text: text.String()}) {
		if l, ok := r.Fact.(*Lookup); ok {
			got = append(got, l.Query+" "+string(l.Outcome)+" "+addrWords(l.Addresses))
		}
	}
	want := []string{
		"fabrikam.vault.azure.net answer 10.1.2.3", "contoso.vault.azure.net answer 10.1.2.9", "a.vault.azure.net answer 10.7.7.7", "c.vault.azure.net answer 10.8.8.8 10.8.8.9",
		"d.vault.azure.net answer 10.1.2.3", "e.vault.azure.net answer 10.9.9.9 fd00::4", "f.vault.azure.net answer 10.3.3.3 fd00::5", "g.vault.azure.net answer 10.4.4.4",
		"h.vault.azure.net nxdomain ", "i.vault.azure.net nxdomain ", "j.vault.azure.net answer 10.5.5.5",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lookups differ (-want +got):\n%s", diff)
	}
}
