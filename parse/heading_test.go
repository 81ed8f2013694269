package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHeadings reads outputs with a person's words between them and no prompts: each is an answer of its own, and those below
// the words are of a machine that is not known.
func TestHeadings(t *testing.T) {
	host := func(addr string) string {
		return trapName + " is an alias for " + trapTarget + ".\n" + trapTarget + " has address " + addr + "\n"
	}
	bind := func(addr string) string {
		return "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\nNon-authoritative answer:\n" + trapName + "\tcanonical name = " + trapTarget + ".\nName:\t" + trapTarget + "\nAddress: " + addr + "\n"
	}
	const below = "\n\nOn the jump host:\n\n"
	for _, tt := range []struct {
		name, command, in, want string
		machines                []string // of the lookups
	}{
		{"host", "", host("52.1.2.3") + "On the jump host:\n" + host("10.1.2.3"),
			trapName + " @ answer at 2: " + trapBoth + " -> 52.1.2.3\n" + trapName + " @ answer at 5: " + trapBoth + " -> 10.1.2.3\n1 unread, first 3", []string{"", "elsewhere-3"}},
		{"nslookup, under its command", "nslookup " + trapName + " 10.0.0.4", bind("52.1.2.3") + below + bind("10.1.2.3"),
			trapName + " @10.0.0.4 answer at 7: " + trapBoth + " -> 52.1.2.3\n" + trapName + " @10.0.0.4 answer at 18: " + trapBoth + " -> 10.1.2.3\n1 unread, first 10", []string{"", "elsewhere-10"}},
		{"of another kind", "", bind("52.1.2.3") + below + host("10.1.2.3"),
			trapName + " @10.0.0.4 answer at 7: " + trapBoth + " -> 52.1.2.3\n" + trapName + " @ answer at 13: " + trapBoth + " -> 10.1.2.3\n1 unread, first 10", []string{"", "elsewhere-10"}},
		{"three, and words in Markdown", "", host("52.1.2.3") + "**On the VM**\n" + host("10.1.2.3") + "In the pod, at last:\n...\n" + host("10.1.2.4"),
			trapName + " @ answer at 2: " + trapBoth + " -> 52.1.2.3\n3 unread", nil},
		{"a header that is nslookup's own", "", trapWin + "Name:    " + trapName + "\nAddress:  52.1.2.3\nNon-authoritative answer:\n" + trapWin + "Name:    " + trapName + "\nAddress:  10.1.2.3\n",
			trapName + " @10.0.0.4 answer at 5: " + trapName + " -> 52.1.2.3\n" + trapName + " @10.0.0.4 answer at 11: " + trapName + " -> 10.1.2.3", []string{"", ""}},
		{"dig +short", "dig +short " + trapName, "52.1.2.3\nOn the jump host:\n10.1.2.3\n", trapName + " A @ answer at 1: -> 52.1.2.3\n2 unread, first 2", []string{""}},
		{"getent", "getent hosts " + trapName, "52.1.2.3 " + trapName + "\nOn the jump host:\n10.1.2.3 " + trapName + "\n", trapName + " @ answer at 1: " + trapName + " -> 52.1.2.3\n2 unread, first 2", []string{""}},
		{"dig +noall +answer", "dig +noall +answer " + trapName, trapName + ". 60 IN A 52.1.2.3\nOn the jump host:\n" + trapName + ". 60 IN A 10.1.2.3\n", trapName + " A @ answer at 1: " + trapName + " -> 52.1.2.3\n2 unread, first 2", []string{""}},
		{"BIND's nslookup without its server", "", "[...]\n" + trapName + "\tcanonical name = " + trapTarget + ".\nName:\t" + trapTarget + "\nAddress: 10.1.2.3\n\nFrom the Internet it is this:\n\nName:\tkv.cloudapp.net\nAddress: 52.1.2.3\n",
			trapName + " @ answer at 4: " + trapBoth + " ... -> 10.1.2.3\nkv.cloudapp.net @ answer at 9: kv.cloudapp.net -> 52.1.2.3\n2 unread, first 1", []string{"", ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := Source{Origin: Origin{File: "capture.txt", Line: 1, Command: tt.command}, Text: tt.in}
			records := Read(src)
			checkQuotes(t, src, records)
			var machines []string
			for _, r := range records {
				if _, ok := r.Fact.(*Lookup); ok {
					machines = append(machines, r.Origin.Machine)
				}
			}
			if tt.machines == nil { // three machines
				if diff := cmp.Diff([]string{"", "elsewhere-3", "elsewhere-6"}, machines); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				return
			}
			if diff := cmp.Diff(tt.want, toldOf(records)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.machines, machines); diff != "" {
				t.Errorf("machines (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSeveralCommands reads what several commands of one line printed: each answer is of its own command, or of none.
func TestSeveralCommands(t *testing.T) {
	const a, b = "fabrikam.vault.azure.net", "contoso.vault.azure.net"
	const al, bl = "fabrikam.privatelink.vaultcore.azure.net", "contoso.privatelink.vaultcore.azure.net"
	server := "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\n"
	runTraps(t, []trapCase{
		{"dig +short", "dig +short " + a + "; dig +short " + b, al + ".\n10.1.2.3\n" + bl + ".\n10.1.2.4\n",
			a + " A @ answer at 2: " + al + " -> 10.1.2.3\n" + b + " A @ answer at 4: " + bl + " -> 10.1.2.4"},
		{"dig +short, one name of two servers", "dig +short @10.0.0.4 " + a + " && dig +short @1.1.1.1 " + a, al + ".\n10.1.2.3\n" + al + ".\n52.1.2.3\n",
			a + " A @10.0.0.4 answer at 2: " + al + " -> 10.1.2.3\n" + a + " A @1.1.1.1 answer at 4: " + al + " -> 52.1.2.3"},
		{"dig +short, addresses alone", "dig +short " + a + "; dig +short " + b, "10.1.2.3\n10.1.2.4\n", "2 unread, first 1"},
		{"dig +short, one answer", "dig +short " + a + "; dig +short " + b, "10.1.2.4\n", "1 unread, first 1"},
		{"dig +short, an echo between", "dig +short " + a + " | head -1; echo ---; dig +short " + b, "10.1.2.3\n---\n10.1.2.4\n",
			a + " A @ answer at 1: -> 10.1.2.3\n" + b + " A @ answer at 3: -> 10.1.2.4\n1 unread, first 2"},
		{"host", "host " + a + " && host " + b, a + " has address 10.1.2.3\n" + b + " has address 10.1.2.4\n", a + " @ answer at 1: " + a + " -> 10.1.2.3\n" + b + " @ answer at 2: " + b + " -> 10.1.2.4"},
		{"getent", "getent hosts " + a + "; getent hosts " + b, "10.1.2.3 " + a + "\n10.1.2.4 " + b + "\n", a + " @ answer at 1: " + a + " -> 10.1.2.3\n" + b + " @ answer at 2: " + b + " -> 10.1.2.4"},
		{"getent, the second alone", "getent hosts " + a + "; getent hosts " + b, "10.1.2.4 " + b + "\n", b + " @ answer at 1: " + b + " -> 10.1.2.4"},
		{"getent, a line that names neither", "getent hosts " + a + "; getent hosts " + b, "10.1.2.3 kv.example.com\n10.1.2.4 " + b + "\n", "1 unread, first 1\n" + b + " @ answer at 2: " + b + " -> 10.1.2.4"},
		{"getent ahosts", "getent ahosts " + a + "; getent ahosts " + b, "10.1.2.3 STREAM " + a + "\n10.1.2.3 DGRAM\n10.1.2.5 STREAM\n10.1.2.4 STREAM " + b + "\n",
			a + " @ answer at 1: " + a + " -> 10.1.2.3 10.1.2.5\n" + b + " @ answer at 4: " + b + " -> 10.1.2.4"},
		{"nslookup, one without answer", "nslookup " + a + "; nslookup " + b, ";; connection timed out; no servers could be reached\n\n" + server + "Name:\t" + b + "\nAddress: 10.1.2.4\n", a + " @ timeout at 1: ->\n" + b + " @10.0.0.4 answer at 7: " + b + " -> 10.1.2.4"},
		{"nslookup", "nslookup " + a + "; nslookup " + b + " 10.0.0.4", server + "Name:\t" + a + "\nAddress: 10.1.2.3\n\n" + server + "Name:\t" + b + "\nAddress: 10.1.2.4\n",
			a + " @10.0.0.4 answer at 5: " + a + " -> 10.1.2.3\n" + b + " @10.0.0.4 answer at 11: " + b + " -> 10.1.2.4"},
		{"behind another tool's", "cat /etc/resolv.conf; host " + a, "nameserver 10.0.0.4\n" + a + " has address 10.1.2.3\n", "*parse.Resolver\n" + a + " @ answer at 2: " + a + " -> 10.1.2.3"},
		{"a loop", "for v in fabrikam contoso; do dig +short $v.vault.azure.net; done", "10.1.2.3\n10.1.2.4\n", "*parse.Unrecognised"},
		{"records alone", "", a + ". 60 IN A 10.1.2.3\n" + b + ". 60 IN A 10.1.2.4\n", a + " @ answer at 1: " + a + " -> 10.1.2.3\n" + b + " @ answer at 2: " + b + " -> 10.1.2.4"},
	})
}

// TestDecorations reads names and addresses in the marks that people put around them, and words that are no names.
func TestDecorations(t *testing.T) {
	bb := "Server:\t\t10.0.0.10\nAddress:\t10.0.0.10:53\n\n"
	runTraps(t, []trapCase{
		{"stars around a name", "nslookup 10.1.2.3", trapWin + "Name:    ***pe.example.com***\nAddress:  10.1.2.3\n", "10.1.2.3 PTR @10.0.0.4 answer at 5: pe.example.com ->"},
		{"stars that hide a name", "nslookup 10.1.2.3", trapWin + "Name:    ***.example.com\nAddress:  10.1.2.3\n", "10.1.2.3 PTR @10.0.0.4 error at 2: ... ->\n1 unread, first 4"},
		{"backticks", "", trapWin + "Name:    `" + trapTarget + "`\nAddress:  `10.1.2.3`\nAliases:  `" + trapName + "`\n", trapName + " @10.0.0.4 answer at 5: " + trapBoth + " -> 10.1.2.3"},
		{"a label below the aliases", "", trapWin + "Name:    " + trapTarget + "\nAddress:  10.1.2.3\nAliases:  " + trapName + "\n\nDNS Suffix Search List: corp.example.com\n          fabrikam.example.com\n",
			trapName + " @10.0.0.4 answer at 5: " + trapBoth + " -> 10.1.2.3\n2 unread, first 8"},
		{"placeholders", "", "Server:  [your server]\nAddress:  10.0.0.4\n\nName:    [vault].vault.azure.net\nAddress:  10.1.2.3\n", "@10.0.0.4 answer at 5: ... -> 10.1.2.3\n2 unread, first 1"},
		{"getent, a sentence behind the name", "getent hosts " + trapName, "10.1.2.3 " + trapName + " is the private address\n", trapName + " @ answer at 1: " + trapName + " -> 10.1.2.3"},
		{"getent, aliases", "getent hosts " + trapName, "10.1.2.3 " + trapName + " fabrikam kv\n", trapName + " @ answer at 1: " + trapName + " fabrikam kv -> 10.1.2.3"},
		{"busybox, names that were tried", "nslookup db", bb + "** server can't find db.default.svc.cluster.local: NXDOMAIN\n\n*** Can't find db.svc.cluster.local: No answer\n", "db @10.0.0.10 nxdomain at 4: ->"},
		{"busybox, nothing tells of the name itself", "nslookup " + trapName, bb + "** server can't find " + trapName + ".svc.cluster.local: NXDOMAIN\n", trapName + " @10.0.0.10 error at 4: ->"},
		{"busybox, two names", "nslookup db", bb + "Name:\tdb.a.example\nAddress: 10.1.2.3\n\nName:\tdb.b.example\nAddress: 10.1.2.4\n",
			"db.a.example @10.0.0.10 answer at 5: db.a.example -> 10.1.2.3\ndb.b.example @10.0.0.10 answer at 8: db.b.example -> 10.1.2.4"},
		{"a command behind nslookup's prompt", "", bb + "Name:\ta.example\nAddress: 10.1.2.3\n> kubectl exec -ti web -- nslookup db\n" + bb + "nslookup: can't resolve 'db'\n",
			"a.example @10.0.0.10 answer at 5: a.example -> 10.1.2.3\ndb @10.0.0.10 error at 10: ->"},
		{"CNAME asked for", "nslookup --type=CNAME " + trapName, "Server:\t\t10.0.0.4\nAddress:\t10.0.0.4#53\n\n" + trapName + "\tcanonical name = " + trapTarget + ".\n", trapName + " CNAME @10.0.0.4 answer at 4: " + trapBoth + " ->"},
		{"-debug, from the middle of a response", "nslookup -debug " + trapName, "    ANSWERS:\n    ->  " + trapName + "\n        canonical name = " + trapTarget + "\n        ttl = 60 (1 min)\n\n------------\nNon-authoritative answer:\nName:    " + trapTarget + "\nAddress:  10.1.2.3\nAliases:  " + trapName + "\n",
			trapName + " @ answer at 9: " + trapBoth + " -> 10.1.2.3"},
		{"-debug, without the sum", "nslookup -debug " + trapName, "        " + trapName + ", type = A, class = IN\n    ANSWERS:\n    ->  " + trapName + "\n        internet address = 10.1.2.3\n        ttl = 60 (1 min)\n\n", "5 unread, first 1"},
	})
}

// TestHostsWritten reads here-documents that are written to a hosts file.
func TestHostsWritten(t *testing.T) {
	runTraps(t, []trapCase{
		{"all of it", "cat > /etc/hosts <<EOF", "10.1.2.3 " + trapName + "\n", "*parse.HostsFile\n*parse.HostsEntry"},
		{"lines are added", "sudo tee -a /etc/hosts <<'EOF'", "10.1.2.3 " + trapName + "\n", "*parse.HostsEntry"},
		{"no output", "cat >> /etc/hosts <<EOF", "", "*parse.Unrecognised"},
	})
}

// TestNoOutput checks that what a command without output means rests on the line of its prompt.
func TestNoOutput(t *testing.T) {
	src := Source{Origin: Origin{File: "ticket.txt", Line: 3, Command: "dig +short " + trapName, CommandLine: 2, Prompt: "$ dig +short " + trapName, Whole: true}}
	got := Read(src)[0].Fact.(*Lookup)
	if want := (Cite{File: "ticket.txt", Line: 2, Text: "$ dig +short " + trapName}); got.At != want || got.Outcome != Failed {
		t.Errorf("got %s at %+v, want %s at %+v", got.Outcome, got.At, Failed, want)
	}
}

// TestIPConfigRemarks reads remarks behind and below values.
func TestIPConfigRemarks(t *testing.T) {
	in := "My adapter has servers, and it is this one:\n\n   IPv4 Address. . . . . . . . . . . : 10.0.0.5(Preferred) <- the VM\n   DNS Servers . . . . . . . . . . . : 10.0.0.4   (our DC)\n                                       168.63.129.16 -- Azure\n                                       that is all\n"
	const want = "*parse.OwnAddress\n*parse.Resolver\n*parse.Resolver\n2 unread, first 1"
	if diff := cmp.Diff(want, toldOf(Read(Source{Origin: Origin{File: "capture.txt", Line: 1, Command: "ipconfig /all"}, Text: in}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
