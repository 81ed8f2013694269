package parse

import "testing"

// TestForeignLines reads answers with lines among them that are no tool's: they stay unread, and the answer stays what it is.
func TestForeignLines(t *testing.T) {
	name, public := trapWin+"Name:    "+trapName+"\n", "Address:  52.1.2.3\n"
	good := trapName + " @10.0.0.4 answer at 5: " + trapName + " -> 52.1.2.3"
	runTraps(t, []trapCase{
		{"label with an address below the answer", "nslookup " + trapName, name + public + "Endpoint: 10.1.2.3\n", good + "\n1 unread, first 6"},
		{"label with an address below the aliases", "nslookup " + trapName, trapWin + "Name:    " + trapTarget + "\n" + public + "Aliases:  " + trapName + "\nExpected: 10.1.2.3\n",
			trapName + " @10.0.0.4 answer at 5: " + trapBoth + " -> 52.1.2.3\n1 unread, first 7"},
		{"label with an address above the answer's", "", name + "Gateway: 10.1.2.9\n" + public, trapName + " @10.0.0.4 answer at 6: " + trapName + " -> 52.1.2.3\n1 unread, first 5"},
		{"addresses below such a label", "", name + public + "Gateway: 10.1.2.9\n10.1.2.10\n", good + "\n2 unread, first 6"},
		{"the server's name is cut off", "", "Address:  10.0.0.4\n\nName:    " + trapName + "\n", trapName + " @10.0.0.4 nodata at 3: " + trapName + " ->"},
		{"the server's name is cut off, with an answer", "", "Address:  10.0.0.4\n\nName:    " + trapName + "\nAddress:  10.1.2.3\n", trapName + " @10.0.0.4 answer at 4: " + trapName + " -> 10.1.2.3"},
		{"sentences with a colon", "", "Note, this was before the change:\n" + name + public + "\nThis is after it:\n", trapName + " @10.0.0.4 answer at 6: " + trapName + " -> 52.1.2.3\n2 unread, first 1"},
		{"address alone behind an error", "", trapWin + "*** UnKnown can't find " + trapName + ": Non-existent domain\n10.1.2.3\n", trapName + " @10.0.0.4 nxdomain at 4: " + trapName + " ->\n1 unread, first 5"},
		{"labelled address behind an error", "", trapWin + "*** UnKnown can't find " + trapName + ": Non-existent domain\nAddress:  10.1.2.3\n",
			trapName + " @10.0.0.4 nxdomain at 4: " + trapName + " ->\n1 unread, first 5"},
		{"changed lines", "", "+" + trapName + " has address 52.1.2.3\n" + trapName + " has address 52.1.2.4\n", trapName + " @ answer at 2: " + trapName + " -> 52.1.2.4\n1 unread, first 1"},
		{"long remark", "", name + "Address: 52.1.2.3   <- this is what it was before\n", good + "\n1 unread, first 5"},
		{"remark with an address", "", trapName + " has address 52.1.2.3 (was 10.1.2.3)\n", trapName + " @ answer at 1: " + trapName + " -> 52.1.2.3\n1 unread, first 1"},
		{"two columns", "", name + "Address: 10.1.2.3   | Address:  52.1.2.3\n", trapName + " @10.0.0.4 error at 4: " + trapName + " ... ->\n1 unread, first 5"},
		{"below dig's last line", "", ";; ANSWER SECTION:\n" + trapName + ". 60 IN A 10.1.2.3\n\n;; Query time: 1 msec\n;; MSG SIZE  rcvd: 100\n\nthis was before the change\n",
			trapName + " @ answer at 2: " + trapName + " -> 10.1.2.3\n1 unread, first 7"},
		{"below an error of PowerShell", "", "Resolve-DnsName : " + trapName + " : DNS name does not exist\nAt line:1 char:1\n+ Resolve-DnsName " + trapName + "\n    + FullyQualifiedErrorId : DNS_ERROR_RCODE_NAME_ERROR,Microsoft.DnsClient.Commands.ResolveDnsName\nthis was before the change\n",
			trapName + " @ nxdomain at 1: " + trapName + " ->\n1 unread, first 5"},
	})
}

// TestUnclearAnswers reads answers whose address is not understood: nothing tells that there is none.
func TestUnclearAnswers(t *testing.T) {
	alias := trapName + ". 60 IN CNAME " + trapTarget + ".\n"
	header := ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1\n\n;; QUESTION SECTION:\n;" + trapName + ". IN A\n\n;; ANSWER SECTION:\n" + alias
	runTraps(t, []trapCase{
		{"label and address are one word", "", trapWin + "Name:    " + trapName + "\nA10.1.2.6\n", trapName + " @10.0.0.4 error at 4: " + trapName + " ... ->\n1 unread, first 5"},
		{"sign before the address", "", trapWin + "Name:    " + trapName + "\nAddress:  ⭐ 10.1.0.4\n", trapName + " @10.0.0.4 error at 4: " + trapName + " ... ->\n1 unread, first 5"},
		{"BIND, label and address are one word", "", "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\n" + trapName + "\tcanonical name = " + trapTarget + ".\nName:\t" + trapTarget + "\nAddress10.1.0.4\n",
			trapName + " @10.0.0.4 error at 4: " + trapBoth + " ... ->\n1 unread, first 6"},
		{"host, mistyped", "", trapName + " is an alias for " + trapTarget + ".\n" + trapTarget + " has addres 10.1.0.4\n", trapName + " @ error at 1: " + trapBoth + " ... ->\n1 unread, first 2"},
		{"the command's end is no part of the answer", "", trapName + " is an alias for " + trapTarget + ".\n[exit 0]\n", trapName + " @ nodata at 1: " + trapBoth + " ->\n1 unread, first 2"},
		{"dig ends below the alias", "", ";; ANSWER SECTION:\n" + alias, trapName + " @ error at 2: " + trapBoth + " ... ->"},
		{"dig, variable", "", header + trapTarget + ". 60 IN A $private_ip\n\n;; Query time: 1 msec\n;; SERVER: 10.0.0.4#53(10.0.0.4)\n;; MSG SIZE  rcvd: 100\n",
			trapName + " A @10.0.0.4 error at 8: " + trapBoth + " ... ->\n1 unread, first 9"},
		{"busybox, search list behind the name", "", "Server:\t\t10.0.0.10\nAddress:\t10.0.0.10:53\n\n** server can't find " + trapName + ": NXDOMAIN\n\n*** Can't find " + trapName + ".svc.cluster.local: No answer\n",
			trapName + " @10.0.0.10 nxdomain at 4: " + trapName + " ->"},
		{"busybox, search list first", "", "Server:\t\t10.0.0.10\nAddress:\t10.0.0.10:53\n\n** server can't find " + trapName + ".svc.cluster.local: NXDOMAIN\n\n*** Can't find " + trapName + ": No answer\n",
			trapName + " @10.0.0.10 nodata at 6: " + trapName + " ->"},
		{"Windows, name of an address", "nslookup 192.0.2.12", trapWin + "Name:    a.ppp.example.jp\nAddress:  192.0.2.12\n", "192.0.2.12 PTR @10.0.0.4 answer at 5: a.ppp.example.jp ->"},
	})
}

func TestPingSums(t *testing.T) {
	const in = "PING " + trapName + " (10.1.2.3) 56(84) bytes of data.\n\n--- " + trapName + " ping statistics ---\n2 packets transmitted, 0 received, 100% packet loss, time 1001ms\nso this does not work\n"
	const want = trapName + " @ answer at 1: " + trapName + " ... -> 10.1.2.3\n1 unread, first 5"
	if got := toldOf(Read(Source{Origin: Origin{File: "capture.txt", Line: 1}, Text: in})); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
