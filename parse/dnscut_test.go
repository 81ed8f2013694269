package parse

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A cutCase is a capture that ends within a line, or is suspected to, and the lookup that is read from it.
type cutCase struct {
	name, command, in string
	exit              *int
	whole             bool
	outcome           Outcome
	chain             string // the names
	addrs             string
	chainCut          bool
	unread            int
}

const (
	cutAlias = "fabrikam.vault.azure.net is an alias for fabrikam.privatelink.vaultcore.azure.net."
	cutNames = "fabrikam.vault.azure.net fabrikam.privatelink.vaultcore.azure.net"
	cutBIND  = "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\nNon-authoritative answer:\n"
	cutWin   = "Server:  UnKnown\nAddress:  10.0.0.4\n\nNon-authoritative answer:\n"
	cutDig   = ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0\n" +
		";; QUESTION SECTION:\n;fabrikam.vault.azure.net.\tIN\tA\n\n;; ANSWER SECTION:\n"
	digAlias = "fabrikam.vault.azure.net. 60 IN CNAME fabrikam.privatelink.vaultcore.azure.net."
)

// TestCutLookup checks that a capture that may be cut never says that a name has no address.
func TestCutLookup(t *testing.T) {
	const host, nslookup, getent = "host fabrikam.vault.azure.net", "nslookup fabrikam.vault.azure.net", "getent ahostsv4 fabrikam.vault.azure.net"
	bind := cutBIND + "fabrikam.vault.azure.net\tcanonical name = fabrikam.privatelink.vaultcore.azure.net.\n"
	name := cutWin + "Name:    fabrikam.privatelink.vaultcore.azure.net"
	tests := []cutCase{
		{name: "host: whole alias, loose file", in: cutAlias + "\n", outcome: NoData, chain: cutNames},
		{name: "host: status 0, line ended", command: host, exit: new(0), in: cutAlias + "\n", outcome: NoData, chain: cutNames},
		{name: "host: killed by timeout", command: host, exit: new(124), in: cutAlias + "\n", outcome: Failed, chain: cutNames, chainCut: true},
		{name: "host: line without end", in: cutAlias, outcome: Failed, chain: cutNames, chainCut: true},
		{name: "host: line without end, known whole", in: cutAlias, whole: true, outcome: NoData, chain: cutNames},
		{name: "host: cut behind a dot", in: "fabrikam.vault.azure.net is an alias for fabrikam.privatelink.vaultcore.", unread: 1},
		{name: "host: second alias cut behind a dot", in: cutAlias + "\nfabrikam.privatelink.vaultcore.azure.net is an alias for data-prod-eus.",
			outcome: Failed, chain: cutNames, chainCut: true, unread: 1},
		{name: "host: second alias visibly cut, said to be whole", whole: true, exit: new(0), in: cutAlias + "\nfabrikam.privatelink.vaultcore.azure.net is an alias for data",
			outcome: Failed, chain: cutNames, chainCut: true, unread: 1},
		{name: "host: cut before the address", in: cutAlias + "\nfabrikam.privatelink.vaultcore.azure.net has addr", outcome: Failed, chain: cutNames, chainCut: true, unread: 1},
		{name: "host: cut within the address", in: cutAlias + "\nfabrikam.privatelink.vaultcore.azure.net has address 10.1.2.", outcome: Failed, chain: cutNames, chainCut: true, unread: 1},
		{name: "host: paste without final newline", in: cutAlias + "\nfabrikam.privatelink.vaultcore.azure.net has address 10.1.2.3", outcome: Answer, chain: cutNames, addrs: "10.1.2.3"},
		{name: "BIND: whole alias", command: nslookup, in: bind, outcome: NoData, chain: cutNames},
		{name: "BIND: half alias", command: nslookup, in: cutBIND + "fabrikam.vault.azure.net\tcanonical name = fabrikam.privatelink.vaul", outcome: Failed, chainCut: true, unread: 1},
		{name: "BIND: alias cut before its target, said to be whole", command: nslookup, whole: true, in: bind + "fabrikam.privatelink.vaultcore.azure.net\tcanonical name =",
			outcome: Failed, chain: cutNames, chainCut: true, unread: 1},
		{name: "BIND: name without address", command: nslookup, in: bind + "Name:\tfabrikam.privatelink.vaultcore.azure.net", outcome: Failed, chain: cutNames, chainCut: true},
		{name: "BIND: no answer, stated", command: nslookup, in: cutBIND + "*** Can't find fabrikam.vault.azure.net: No answer", outcome: NoData, chain: "fabrikam.vault.azure.net", chainCut: true},
		{name: "Windows: name, then cut", command: nslookup, in: name, outcome: Failed, chain: "fabrikam.privatelink.vaultcore.azure.net", chainCut: true},
		{name: "Windows: cut within the label", command: nslookup, in: name + "\nAddre", outcome: Failed, chain: "fabrikam.privatelink.vaultcore.azure.net", chainCut: true, unread: 1},
		{name: "Windows: half name", command: nslookup, in: cutWin + "Name:    fabrikam.privatelink.vaul", outcome: Failed, chainCut: true, unread: 1},
		{name: "Windows: cut above the aliases", command: nslookup, in: name + "\nAddress:  52.168.109.101", outcome: Answer,
			chain: "fabrikam.privatelink.vaultcore.azure.net", addrs: "52.168.109.101", chainCut: true},
		{name: "Windows: half alias", command: nslookup, in: name + "\nAddress:  52.168.109.101\nAliases:  fabrikam.vault.azure.net\n          fabrikam.privat",
			outcome: Answer, chain: "fabrikam.vault.azure.net fabrikam.privatelink.vaultcore.azure.net", addrs: "52.168.109.101", chainCut: true, unread: 1},
		{name: "Windows: cut before an alias", command: nslookup, in: name + "\nAddress:  52.168.109.101\nAliases:  fabrikam.vault.azure.net\n      ",
			outcome: Answer, chain: cutNames, addrs: "52.168.109.101", chainCut: true},
		{name: "Windows: paste without final newline", command: nslookup, in: name + "\nAddress:  10.1.2.3\nAliases:  fabrikam.vault.azure.net",
			outcome: Answer, chain: cutNames, addrs: "10.1.2.3"},
		{name: "Windows: no type, cut within the name", command: "nslookup", in: cutWin + "*** No internal type for both IPv4 and IPv6 Addresses (A+AAAA) records available for fabrikam.privat",
			outcome: Failed, chainCut: true, unread: 1},
		{name: "dig: fewer records than told", in: cutDig + digAlias + "\n", outcome: Failed, chain: cutNames, chainCut: true},
		{name: "dig: cut above the answer", in: cutDig[:strings.Index(cutDig, "ANSWER SECTION")], outcome: Failed, chain: "fabrikam.vault.azure.net", chainCut: true, unread: 1},
		{name: "dig: cut within the flags", in: cutDig[:strings.Index(cutDig, " 2, AUTH")], outcome: Failed, chainCut: true},
		{name: "dig: half alias", in: cutDig + digAlias[:len(digAlias)-6], outcome: Failed, chain: "fabrikam.vault.azure.net", chainCut: true, unread: 1},
		{name: "dig: half address", in: cutDig + digAlias + "\nfabrikam.privatelink.vaultcore.azure.net. 10 IN A 10.1.2.", outcome: Failed, chain: cutNames, chainCut: true, unread: 1},
		{name: "dig: all records that are told, cut below", in: strings.Replace(cutDig, "ANSWER: 2", "ANSWER: 1", 1) + digAlias + "\n\n;; MSG SIZE  rcvd: 89", outcome: NoData, chain: cutNames},
		{name: "dig +short: half alias", command: "dig +short fabrikam.vault.azure.net", in: "fabrikam.privatelink.vaultcore.", unread: 1},
		{name: "Resolve-DnsName: alias, then cut", in: psAliasText[:len(psAliasText)-1], outcome: Failed, chain: cutNames, chainCut: true},
		{name: "Resolve-DnsName: half alias", in: psAliasText[:len(psAliasText)-6], unread: 1},
		{name: "Resolve-DnsName: cut within the section", in: psAliasText[:strings.Index(psAliasText, "wer")], unread: 1},
		{name: "Resolve-DnsName: half address", in: psAliasText + strings.Replace(psListText, "10.1.2.3\n\n\n", "10.1.2.", 1), outcome: Failed, chain: cutNames, chainCut: true, unread: 1},
		{name: "Resolve-DnsName: cut within the list", in: psAliasText + psListText[:strings.Index(psListText, "Section")], outcome: Failed, chain: cutNames, chainCut: true, unread: 1},
		{name: "getent: half name", command: getent, in: "10.1.2.3   STREAM fabrikam.privatelink.vaul", outcome: Answer, addrs: "10.1.2.3", unread: 1},
		{name: "getent: half socket type", command: getent, in: "10.1.2.3   STREA", outcome: Answer, addrs: "10.1.2.3", unread: 1},
		{name: "getent: half address", command: getent, in: "10.1.2.", unread: 1},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: "capture.txt", Command: tc.command, Exit: tc.exit, Whole: tc.whole}, Text: tc.in}
			records := Read(src)
			checkQuotes(t, src, records)
			want := cutSummary{tc.outcome, tc.chain, tc.addrs, tc.chainCut, tc.unread}
			if diff := cmp.Diff(want, summarise(records), cmp.AllowUnexported(cutSummary{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A cutSummary is what matters of a cut capture's lookup.
type cutSummary struct {
	outcome      Outcome
	chain, addrs string
	chainCut     bool
	unread       int
}

// summarise sums up the last lookup and the unread lines.
func summarise(records []Record) cutSummary {
	var s cutSummary
	for _, r := range records {
		switch f := r.Fact.(type) {
		case *Lookup:
			s = cutSummary{outcome: f.Outcome, chain: nameList(f.Chain), addrs: addrWords(f.Addresses), chainCut: f.ChainCut}
		case *Unread:
			s.unread = f.Count
		}
	}
	return s
}

func nameList(names []Name) string {
	var out []string
	for _, n := range names {
		out = append(out, n.Name)
	}
	slices.Sort(out) // the order is tested elsewhere
	slices.Reverse(out)
	return strings.Join(out, " ")
}

func addrWords(addrs []Addr) string {
	var out []string
	for _, a := range addrs {
		out = append(out, a.Addr.String())
	}
	return strings.Join(out, " ")
}

// TestCutAnywhere cuts whole answers at every byte within a line: none of the halves says that there is no address,
// and none names a server, or a name, that the whole does not hold.
func TestCutAnywhere(t *testing.T) {
	whole := map[string]string{
		"host fabrikam.vault.azure.net": cutAlias + "\nfabrikam.privatelink.vaultcore.azure.net has address 10.1.2.3\n",
		"nslookup fabrikam.vault.azure.net": cutBIND + "fabrikam.vault.azure.net\tcanonical name = fabrikam.privatelink.vaultcore.azure.net.\n" +
			"Name:\tfabrikam.privatelink.vaultcore.azure.net\nAddress: 10.1.2.3\n",
		"nslookup.exe fabrikam.vault.azure.net": cutWin + "Name:    fabrikam.privatelink.vaultcore.azure.net\nAddress:  10.1.2.3\nAliases:  fabrikam.vault.azure.net\n",
		"dig fabrikam.vault.azure.net":          cutDig + digAlias + "\nfabrikam.privatelink.vaultcore.azure.net. 10 IN A 10.1.2.3\n\n;; SERVER: 10.0.0.4#53(10.0.0.4)\n",
		"dig +short fabrikam.vault.azure.net":   "fabrikam.privatelink.vaultcore.azure.net.\n10.1.2.3\n",
		"getent hosts fabrikam.vault.azure.net": "10.1.2.3        fabrikam.privatelink.vaultcore.azure.net fabrikam.vault.azure.net\n",
	}
	for command, text := range whole {
		for end := range text {
			if end == 0 || text[end] == '\n' || text[end-1] == '\n' {
				continue
			}
			records := Read(Source{Origin: Origin{File: "capture.txt", Command: command}, Text: text[:end]})
			if len(records) == 0 {
				t.Errorf("%s: no record of %q", command, text[:end])
			}
			for _, r := range records {
				if l, ok := r.Fact.(*Lookup); ok {
					checkHalf(t, command, text[:end], l)
				}
			}
		}
	}
}

// checkHalf fails the test where a lookup tells more than the whole answer did.
func checkHalf(t *testing.T, command, text string, l *Lookup) {
	t.Helper()
	if l.Outcome != Answer && l.Outcome != Failed {
		t.Errorf("%s: outcome %s of %q", command, l.Outcome, text)
	}
	for _, n := range l.Chain {
		if !slices.Contains(strings.Fields(cutNames), n.Name) {
			t.Errorf("%s: name %q of %q", command, n.Name, text)
		}
	}
	if !slices.Contains([]string{"", "unknown", "10.0.0.4"}, l.Server) {
		t.Errorf("%s: server %q of %q", command, l.Server, text)
	}
	for _, a := range l.Addresses {
		if a.Addr != netip.MustParseAddr("10.1.2.3") {
			t.Errorf("%s: address %s of %q", command, a.Addr, text)
		}
	}
}
