package parse

import "testing"

// digSteps are the referrals on the way of +trace.
const digSteps = "\n; <<>> DiG 9.18.28 <<>> +trace " + trapName + "\n;; global options: +cmd\n.\t\t512\tIN\tNS\ta.root-servers.net.\n;; Received 239 bytes from 127.0.0.53#53(127.0.0.53) in 4 ms\n\n" +
	"net.\t\t172800\tIN\tNS\ta.gtld-servers.net.\na.gtld-servers.net.\t172800\tIN\tA\t192.0.2.30\n;; Received 1174 bytes from 198.51.100.4#53(a.root-servers.net) in 12 ms\n\n" +
	"azure.net.\t\t172800\tIN\tNS\tns1-06.azure-dns.com.\n;; Received 500 bytes from 192.0.2.30#53(a.gtld-servers.net) in 12 ms\n\n"

func TestDigForms(t *testing.T) {
	const from = ";; Received 99 bytes from 203.0.113.6#53(ns1-06.azure-dns.com) in 9 ms\n\n"
	alias, a := trapName+". 60 IN CNAME "+trapTarget+".\n", ". 10 IN A 10.1.2.3\n"
	runTraps(t, []trapCase{
		{"trace to an address", "", digSteps + trapName + a + from, trapName + " A @203.0.113.6 answer at 14: " + trapName + " -> 10.1.2.3"},
		{"trace does not follow the alias", "dig +trace " + trapName, digSteps + alias + from, trapName + " A @203.0.113.6 error at 14: " + trapBoth + " ... ->"},
		{"trace without answer", "", digSteps + "azure.net. 10 IN SOA ns1-06.azure-dns.com. a. 1 3600 300 2419200 10\n" + from, trapName + " A @203.0.113.6 error at 15: ... ->"},
		{"trace that is given up", "", digSteps + ";; connection timed out; no servers could be reached\n", trapName + " A @192.0.2.30 timeout at 14: ... ->"},
		{"short", "dig +short " + trapName, trapTarget + ".\n10.1.2.3\n", trapName + " A @ answer at 2: " + trapTarget + " -> 10.1.2.3"},
		{"short, alias alone", "dig +short " + trapName, trapTarget + ".\n", trapName + " A @ nodata at 1: " + trapTarget + " ->"},
		{"short without command", "", trapTarget + ".\n10.1.2.3\ncontoso.privatelink.vaultcore.azure.net.\n10.1.2.4\n", "@ answer at 2: " + trapTarget + " -> 10.1.2.3\n@ answer at 4: contoso.privatelink.vaultcore.azure.net -> 10.1.2.4"},
		{"short of two names", "dig +short a.vault.azure.net b.vault.azure.net", "x.privatelink.vaultcore.azure.net.\n10.1.2.3\ny.privatelink.vaultcore.azure.net.\n10.1.2.4\n",
			"a.vault.azure.net A @ answer at 2: x.privatelink.vaultcore.azure.net -> 10.1.2.3\nb.vault.azure.net A @ answer at 4: y.privatelink.vaultcore.azure.net -> 10.1.2.4"},
		{"short of two names, which is which is not told", "dig +short a.vault.azure.net b.vault.azure.net", "x.privatelink.vaultcore.azure.net.\n10.1.2.3\n10.1.2.4\n", "3 unread, first 1"},
		{"short, masked", "dig +short " + trapName, trapTarget + ".\n10.x.x.3\n[exit 0]\n", "masked at 2: 10.x.x.3\n" + trapName + " A @ answer at 2: " + trapTarget + " ->\n1 unread, first 3"},
		{"short, identified", "dig +short +identify " + trapName, "10.1.2.3 from server 10.0.0.4 in 0 ms.\n", trapName + " A @10.0.0.4 answer at 1: -> 10.1.2.3"},
		{"short of an address", "dig +short -x 10.1.2.3", trapTarget + ".\n", "10.1.2.3 PTR @ answer at 1: " + trapTarget + " ->"},
		{"answer, identified", "", trapName + a + ";; Received 141 bytes from 10.0.0.4#53(10.0.0.4) in 0 ms\n\ncontoso.vault.azure.net. 10 IN A 10.1.2.4\n;; Received 141 bytes from 10.0.0.5#53(10.0.0.5) in 0 ms\n",
			trapName + " @10.0.0.4 answer at 1: " + trapName + " -> 10.1.2.3\ncontoso.vault.azure.net @10.0.0.5 answer at 4: contoso.vault.azure.net -> 10.1.2.4"},
		{"answer without class and time", "dig +noall +answer +nocl +nottlid " + trapName, trapName + ".\tA\t10.1.2.3\n", trapName + " A @ answer at 1: " + trapName + " -> 10.1.2.3"},
		{"any: an alias need not be followed", "dig any " + trapName + " +noall +answer", alias, trapName + " ANY @ answer at 1: " + trapBoth + " ->"},
		{"any: other records", "dig any contoso.com +noall +answer", "contoso.com. 60 IN MX 10 mx.contoso.com.\n", "contoso.com ANY @ answer at 1: contoso.com ->"},
		{"name servers with their addresses", "dig ns contoso.com", ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1\n;; QUESTION SECTION:\n;contoso.com.\tIN\tNS\n;; ANSWER SECTION:\ncontoso.com. 60 IN NS ns.contoso.com.\n;; ADDITIONAL SECTION:\nns.contoso.com. 60 IN A 192.0.2.1\n",
			"contoso.com NS @ answer at 6: contoso.com ->"},
		{"transfer", "dig axfr contoso.com", "contoso.com. 60 IN SOA a. b. 1 2 3 4 5\nwww.contoso.com. 60 IN A 192.0.2.1\ncontoso.com. 60 IN SOA a. b. 1 2 3 4 5\n", "contoso.com AXFR @ answer at 1: ->\nwww.contoso.com @ answer at 2: www.contoso.com -> 192.0.2.1"},
		{"transfer, addresses of several names", "", "; <<>> DiG 9.18.28 <<>> axfr contoso.com @10.0.0.4\ncontoso.com. 60 IN SOA a. b. 1 2 3 4 5\na.contoso.com. 60 IN A 192.0.2.1\nb.contoso.com. 60 IN A 192.0.2.1\na.contoso.com. 60 IN AAAA 2001:db8::1\nc.contoso.com. 60 IN A 192.0.2.xxx\n;; SERVER: 10.0.0.4#53(10.0.0.4)\n",
			"masked at 6: 192.0.2.xxx\ncontoso.com AXFR @10.0.0.4 answer at 2: ->\na.contoso.com @10.0.0.4 answer at 3: a.contoso.com -> 192.0.2.1 2001:db8::1\nb.contoso.com @10.0.0.4 answer at 4: b.contoso.com -> 192.0.2.1\nc.contoso.com @10.0.0.4 answer at 6: c.contoso.com ->"},
		{"transfer refused", "dig axfr contoso.com @10.0.0.4", "\n; <<>> DiG 9.18.28 <<>> axfr contoso.com @10.0.0.4\n;; global options: +cmd\n; Transfer failed.\n", "contoso.com AXFR @10.0.0.4 error at 4: ->"},
		{"multiline", "dig +multiline contoso.com soa", ";; ANSWER SECTION:\ncontoso.com. 60 IN SOA a. b. (\n\t1 ; serial\n\t3600 ; refresh (1 hour)\n\t)\n", "contoso.com SOA @ answer at 2: ->"},
		{"cannot be connected to", "dig any " + trapName, ";; Connection to 10.0.0.4#53(10.0.0.4) for " + trapName + " failed: connection refused.\n;; no servers could be reached\n", trapName + " ANY @10.0.0.4 error at 2: ->"},
		{"notes above the banner", "", ";; communications error to 10.0.0.4#53: timed out\n\n; <<>> DiG 9.18.28 <<>> @10.0.0.4 " + trapName + "\n;; no servers could be reached\n", trapName + " A @10.0.0.4 timeout at 4: ->"},
	})
}

func TestHostForms(t *testing.T) {
	verbose := "Trying \"" + trapName + "\"\n" + ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 0\n\n;; QUESTION SECTION:\n;" + trapName +
		".\tIN\tA\n\n;; ANSWER SECTION:\n" + trapName + ". 60 IN CNAME " + trapTarget + ".\n" + trapTarget + ". 10 IN A 10.1.2.3\n\nReceived 96 bytes from 10.0.0.4#53 in 0 ms\n"
	runTraps(t, []trapCase{
		{"verbose", "", verbose, trapName + " A @10.0.0.4 answer at 10: " + trapBoth + " -> 10.1.2.3"},
		{"verbose, below one that is not", "", "contoso.com has address 192.0.2.1\n" + verbose, "contoso.com @ answer at 1: contoso.com -> 192.0.2.1\n" + trapName + " A @10.0.0.4 answer at 11: " + trapBoth + " -> 10.1.2.3"},
		{"one that is not verbose below", "", verbose + "\ncontoso.com has address 192.0.2.1\n", trapName + " A @10.0.0.4 answer at 10: " + trapBoth + " -> 10.1.2.3\ncontoso.com @ answer at 14: contoso.com -> 192.0.2.1"},
		{"verbose, no such name", "", "Trying \"" + trapName + "\"\nHost " + trapName + " not found: 3(NXDOMAIN)\nReceived 77 bytes from 10.0.0.4#53 in 0 ms\n", trapName + " @10.0.0.4 nxdomain at 2: " + trapName + " ->"},
		{"all of a name, cut short", "host -a contoso.com", "Trying \"contoso.com\"\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 27, AUTHORITY: 0, ADDITIONAL: 5\n\n;; QUESTION SECTION:\n;contoso.com.\tIN\tANY\n\n;; ANSWER SECTION:\ncontoso.com. 30 IN NS ns1.azure-dns.com.\n...\nns4.azure-dns.info. 30 IN A 13.107.206.39\n\nReceived 2121 bytes from 10.0.0.10#53 in 232 ms\n",
			"contoso.com ANY @10.0.0.10 answer at 9: contoso.com ... ->\n1 unread, first 10"},
		{"servers of a zone", "", "Nameserver 192.0.2.1:\n\tcontoso.com has SOA record a. b. 1 2 3 4 5\nNameserver 192.0.2.2:\n\tcontoso.com has SOA record a. b. 1 2 3 4 5\n", "contoso.com SOA @192.0.2.1 answer at 2: contoso.com ->\ncontoso.com SOA @192.0.2.2 answer at 4: contoso.com ->"},
		{"listing of a zone", "host -l contoso.com", "contoso.com name server ns.contoso.com.\nwww.contoso.com has address 192.0.2.1\n", "contoso.com AXFR @ answer at 1: contoso.com ->"},
		{"Japanese remark", "", trapName + " has address 10.1.2.3 プライベート\n", trapName + " @ answer at 1: " + trapName + " -> 10.1.2.3"},
		{"elided", "", "kv-...-prod.vault.azure.net has address 10.1.2.3\n" + trapName + " has address 10.1.2.4\n", trapName + " @ answer at 2: " + trapName + " ... -> 10.1.2.4\n1 unread, first 1"},
	})
}
