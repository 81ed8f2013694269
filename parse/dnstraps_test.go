package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A trapCase is a capture that is easy to misread, and all that is read from it, a line for each record.
type trapCase struct{ name, command, in, want string }

// told sums up records: "QUERY TYPE @SERVER OUTCOME at LINE: NAMES -> ADDRESSES".
func toldOf(records []Record) string {
	var out []string
	for _, r := range records {
		switch f := r.Fact.(type) {
		case *Lookup:
			cut := ""
			if f.ChainCut {
				cut = " ..."
			}
			out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s %s @%s %s at %d: %s%s -> %s", f.Query, f.Type, f.Server, f.Outcome, f.At.Line, chainWords(f.Chain), cut, addrWords(f.Addresses))), " "))
		case *Masked:
			out = append(out, fmt.Sprintf("masked at %d: %s", f.Cite.Line, f.Text))
		case *Unread:
			out = append(out, fmt.Sprintf("%d unread, first %d", f.Count, f.First.Line))
		default:
			out = append(out, fmt.Sprintf("%T", f))
		}
	}
	return strings.Join(out, "\n")
}

// chainWords joins the names of a chain in their order.
func chainWords(names []Name) string {
	var out []string
	for _, n := range names {
		out = append(out, n.Name)
	}
	return strings.Join(out, " ")
}

func runTraps(t *testing.T, cases []trapCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: "capture.txt", Line: 1, Command: tc.command}, Text: tc.in}
			records := Read(src)
			checkQuotes(t, src, records)
			checkAddresses(t, records)
			checkLookups(t, records)
			if diff := cmp.Diff(tc.want, toldOf(records)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

const (
	trapName   = "fabrikam.vault.azure.net"
	trapTarget = "fabrikam.privatelink.vaultcore.azure.net"
	trapBoth   = trapName + " " + trapTarget
	trapWin    = "Server:  UnKnown\nAddress:  10.0.0.4\n\n"
	trapBIND   = "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\n"
	trapAlias  = trapName + "\tcanonical name = " + trapTarget + ".\n"
)

// TestTrapsWindows holds the traps of Windows' nslookup.
func TestTrapsWindows(t *testing.T) {
	win := trapWin + "Non-authoritative answer:\nName:    " + trapTarget + "\nAddress:  10.1.2.3\nAliases:  " + trapName + "\n"
	answer := trapName + " @10.0.0.4 answer at %d: " + trapBoth + " -> 10.1.2.3"
	runTraps(t, []trapCase{
		{"last name is not among the aliases", "", win, fmt.Sprintf(answer, 6)},
		{"stderr first", "", "Non-authoritative answer:\n\n" + strings.Replace(win, "Non-authoritative answer:\n", "", 1), fmt.Sprintf(answer, 7)},
		{"no blank below the server", "", strings.Replace(win, "\n\n", "\n", 1), fmt.Sprintf(answer, 5)},
		{"empty name", "nslookup " + trapName, "Non-authoritative answer:\nName:    \nAddress:  10.1.0.5 (private IP address)\nAliases:  " + trapName + "\n", trapName + " @ answer at 3: " + trapName + " -> 10.1.0.5"},
		{"placeholder for the address", "nslookup " + trapName, "Non-authoritative answer:\nName:    \nAddress:  (public IP address)\nAliases:  " + trapName + "\n",
			"masked at 3: (public IP address)\n" + trapName + " @ answer at 3: " + trapName + " ->"},
		{"name alone is an alias without address", "nslookup " + trapName, trapWin + "Name:    " + trapTarget + "\n", trapName + " @10.0.0.4 nodata at 4: " + trapTarget + " ->"},
		{"no response", "", trapWin + "*** UnKnown can't find " + trapName + ": No response from server\n", trapName + " @10.0.0.4 timeout at 4: " + trapName + " ->"},
		{"non-existent", "", trapWin + "*** UnKnown can't find " + trapName + ": Non-existent domain\n", trapName + " @10.0.0.4 nxdomain at 4: " + trapName + " ->"},
		{"server failed", "", trapWin + "*** UnKnown can't find " + trapName + ": Server failed\n", trapName + " @10.0.0.4 servfail at 4: " + trapName + " ->"},
		{"refused", "", trapWin + "*** UnKnown can't find " + trapName + ": Query refused\n", trapName + " @10.0.0.4 refused at 4: " + trapName + " ->"},
		{"no type", "", trapWin + "*** No internal type for both IPv4 and IPv6 Addresses (A+AAAA) records available for " + trapName + "\n", trapName + " @10.0.0.4 nodata at 4: " + trapName + " ->"},
		{"timed out", "nslookup " + trapName, "DNS request timed out.\n    timeout was 2 seconds.\n" + trapWin + "*** Request to UnKnown timed-out\n", trapName + " @10.0.0.4 timeout at 6: ->"},
		{"time-outs, then an answer", "", "DNS request timed out.\n    timeout was 2 seconds.\n" + win, fmt.Sprintf(answer, 8)},
		{"appended suffix", "", trapWin + "Name:    " + trapName + ".corp.contoso.com\nAddress:  10.9.9.9\n", trapName + ".corp.contoso.com @10.0.0.4 answer at 5: " + trapName + ".corp.contoso.com -> 10.9.9.9"},
		{"German error", "", strings.Replace(trapWin, "UnKnown", "dns.contoso.com", 1) + "*** dns.contoso.com kann " + trapName + " nicht finden: Non-existent domain\n", trapName + " @10.0.0.4 nxdomain at 4: " + trapName + " ->"},
		{"French error", "", "Serveur :   UnKnown\nAddress:  10.0.0.4\n\n*** UnKnown ne parvient pas à trouver " + trapName + " : Non-existent domain\n", trapName + " @10.0.0.4 nxdomain at 4: " + trapName + " ->"},
		{"Chinese error above the server, full-width colon", "", "*** UnKnown 找不到 " + trapName + "：Non-existent domain\n服务器:  UnKnown\nAddress:  10.0.0.4\n", trapName + " @10.0.0.4 nxdomain at 1: " + trapName + " ->"},
		{"full width, Chinese remarks", "", "服务器：  UnKnown\nAddress：  10.0.0.4\n\n非权威应答：\n名称：    " + trapTarget + "（私有链接）\nAddresses：  10.1.2.3（私有IP）\n　　　　　10.1.2.4 私有地址\nAliases：  " + trapName + " ← 别名\n",
			trapName + " @10.0.0.4 answer at 6: " + trapBoth + " -> 10.1.2.3 10.1.2.4"},
		{"damaged labels", "", "·þÎñÆ÷:  UnKnown\nAddress:  10.0.0.4\n\n·ÇÈ¨ÍþÓ¦´ð:\nÃû³Æ:    " + trapTarget + "\nAddress:  10.1.2.3\nAliases:  " + trapName + "\n", fmt.Sprintf(answer, 6)},
		{"lost labels", "", "\ufffd\ufffd\ufffd:  UnKnown\nAddress:  10.0.0.4\n\n\ufffd\ufffd\ufffd\ufffd:\n\ufffd\ufffd:    " + trapTarget + "\nAddress:  10.1.2.3\nAliases:  " + trapName + "\n", fmt.Sprintf(answer, 6)},
		{"continuation lines of any indent", "", trapWin + "Name:    " + trapName + "\nAddresses:  fd00::4\n10.1.2.3\n\t  10.1.2.4\n            10.1.2.5  # spare\n", trapName + " @10.0.0.4 answer at 5: " + trapName + " -> fd00::4 10.1.2.3 10.1.2.4 10.1.2.5"},
		{"elided name", "", trapWin + "Name:    kv-...-prod.privatelink.vaultcore.azure.net\nAddress:  10.1.2.3\nAliases:  kv-...-prod.vault.azure.net\n", "@10.0.0.4 answer at 5: ... -> 10.1.2.3\n2 unread, first 4"},
		{"debug prints all twice", "nslookup -debug " + trapName, "------------\nGot answer:\n    HEADER:\n        opcode = QUERY, id = 1, rcode = NXDOMAIN\n    QUESTIONS:\n        4.0.0.10.in-addr.arpa, type = PTR, class = IN\n------------\n" + trapWin +
			"------------\nGot answer:\n    ANSWERS:\n    ->  " + trapName + "\n\tcanonical name = " + trapTarget + "\n    ->  " + trapTarget + "\n\tinternet address = 10.1.2.3\n\tttl = 10 (10 secs)\n------------\n" + strings.TrimPrefix(win, trapWin),
			fmt.Sprintf(answer, 22)},
		{"session", "nslookup", "Standardserver:  dc01.contoso.com\nAddress:  10.0.0.4\n\n> " + trapName + "\n" + trapWin + "Name:    " + trapName + "\nAddress:  10.1.2.3\n\n> set type=aaaa\n> " + trapName + "\n" + trapWin + "Name:    " + trapName +
			"\n\n> server 8.8.8.8\nStandardserver:  dns.google\nAddress:  8.8.8.8\n\n> set all\nStandardserver:  dns.google\nAddress:  8.8.8.8\n\nSet options:\n  nodebug\n  type=AAAA\n  domain=contoso.com\n\n> set type=a\n> nx.vault.azure.net\nServer:  dns.google\nAddress:  8.8.8.8\n\n" +
			"*** dns.google kann nx.vault.azure.net nicht finden: Non-existent domain\n> exit\n",
			trapName + " @10.0.0.4 answer at 9: " + trapName + " -> 10.1.2.3\n" + trapName + " AAAA @10.0.0.4 nodata at 16: " + trapName + " ->\nnx.vault.azure.net A @8.8.8.8 nxdomain at 36: nx.vault.azure.net ->"},
	})
}

// TestTrapsBIND holds the traps of BIND's tools.
func TestTrapsBIND(t *testing.T) {
	const q = "; <<>> DiG 9.18.28 <<>> " + trapName + "\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 1, ADDITIONAL: 0\n\n;; QUESTION SECTION:\n;" + trapName + ".\tIN\tA\n\n;; ANSWER SECTION:\n" +
		trapName + ". 60 IN CNAME " + trapTarget + ".\n\n;; AUTHORITY SECTION:\nprivatelink.vaultcore.azure.net. 10 IN SOA azureprivatedns.net. a. 1 3600 300 2419200 10\n"
	runTraps(t, []trapCase{
		{"alias hidden by NXDOMAIN", "", trapBIND + "** server can't find " + trapName + ": NXDOMAIN\n", trapName + " @10.0.0.4 nxdomain at 4: " + trapName + " ->"},
		{"alias, then NXDOMAIN of its target", "", trapBIND + trapAlias + "** server can't find " + trapTarget + ": NXDOMAIN\n", trapName + " @10.0.0.4 nxdomain at 5: " + trapBoth + " ->"},
		{"wrapped alias", "", trapBIND + trapName + " canonical name =\n    " + trapTarget + ".\nName:\t" + trapTarget + "\nAddress: 10.1.2.3\n", trapName + " @10.0.0.4 answer at 7: " + trapBoth + " -> 10.1.2.3"},
		{"dig shows alias and NXDOMAIN", "", q, trapName + " A @ nxdomain at 3: " + trapBoth + " ->"},
		{"time-out of the second leg", "", trapBIND + "Name:\t" + trapName + "\nAddress: 10.1.2.3\n;; communications error to 10.0.0.4#53: timed out\n;; no servers could be reached\n", trapName + " @10.0.0.4 answer at 5: " + trapName + " -> 10.1.2.3"},
		{"aliases alone", "", trapBIND + trapAlias, trapName + " @10.0.0.4 nodata at 4: " + trapBoth + " ->"},
		{"no answer", "", trapBIND + "*** Can't find " + trapName + ": No answer\n", trapName + " @10.0.0.4 nodata at 4: " + trapName + " ->"},
		{"SERVFAIL", "", ";; Got SERVFAIL reply from 10.0.0.4\n" + trapBIND + "** server can't find " + trapName + ": SERVFAIL\n", trapName + " @10.0.0.4 servfail at 5: " + trapName + " ->"},
		{"older time-out", "nslookup " + trapName, ";; connection timed out; no servers could be reached\n", trapName + " @ timeout at 1: ->"},
		{"host's server block is no answer", "", "Using domain server:\nName: 10.0.0.4\nAddress: 10.0.0.4#53\nAliases: \n\n" + trapName + " has address 10.1.2.3\n", trapName + " @10.0.0.4 answer at 6: " + trapName + " -> 10.1.2.3"},
		{"host repeats aliases", "", strings.Repeat(trapName+" is an alias for "+trapTarget+".\n", 2) + trapTarget + " has address 10.1.2.3\n" + trapName + " is an alias for " + trapTarget + ".\n", trapName + " @ answer at 3: " + trapBoth + " -> 10.1.2.3"},
		{"doubled mistyped link", "", trapBIND + trapAlias + trapTarget + "\tcanonical name = data-prod.weu.vaultcore.azure.net.\ndata-prod-weu.vaultcore.azure.net\tcanonical name = x.cloudapp.azure.com.\nName:\tx.cloudapp.azure.com\nAddress: 20.1.2.3\n",
			trapName + " @10.0.0.4 answer at 8: " + trapBoth + " data-prod.weu.vaultcore.azure.net data-prod-weu.vaultcore.azure.net x.cloudapp.azure.com -> 20.1.2.3"},
		{"lines cut out of the chain", "", trapAlias + "...\nAddress: 20.1.2.3\n", trapName + " @ answer at 3: " + trapBoth + " ... -> 20.1.2.3\n1 unread, first 2"},
		{"masked server", "", "Server:\t\t10.X.X.254\nAddress:\t10.X.X.254#53\n\nName:\t" + trapName + "\nAddress: 10.1.2.3\n", "masked at 1: 10.X.X.254\nmasked at 2: 10.X.X.254#53\n" + trapName + " @ answer at 5: " + trapName + " -> 10.1.2.3"},
		{"session without its prompts", "", "Default server: 10.0.0.4\nAddress: 10.0.0.4#53\n" + trapBIND + trapAlias + trapBIND + "mail.vault.azure.net\tmail exchanger = 10 mx.vault.azure.net.\nDefault server: 10.0.0.4\nAddress: 10.0.0.4#53\n\nSet options:\n  novc\t\t\tnodebug\t\tnod2\n  timeout = 0\t\tretry = 3\tport = 53\n  querytype = mx\n\n",
			trapName + " @10.0.0.4 nodata at 6: " + trapBoth + " ->\nmail.vault.azure.net MX @10.0.0.4 answer at 10: mail.vault.azure.net ->"},
		{"session", "nslookup", "> server 10.0.0.4\nDefault server: 10.0.0.4\nAddress: 10.0.0.4#53\n> set type=A\n> " + trapName + "\n" + trapBIND + "Name:\t" + trapName + "\nAddress: 10.1.2.3\n> exit\n", trapName + " A @10.0.0.4 answer at 10: " + trapName + " -> 10.1.2.3"},
		{"debug prints all twice", "", trapBIND + "------------\n    QUESTIONS:\n\t" + trapName + ", type = A, class = IN\n    ANSWERS:\n    ->  " + trapName + "\n\tinternet address = 10.1.2.3\n\tttl = 10\n------------\nName:\t" + trapName + "\nAddress: 10.1.2.3\n",
			trapName + " @10.0.0.4 answer at 13: " + trapName + " -> 10.1.2.3"},
	})
}
