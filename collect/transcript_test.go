package collect

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A cut is what a test says of a capture from a transcript.
type cut struct {
	Line, CommandLine int
	Command, Text     string
	Whole             bool
}

func cutsOf(b *Bundle) []cut {
	var list []cut
	for _, c := range b.Captures {
		list = append(list, cut{c.Line, c.CommandLine, c.Command, c.Text, c.Whole})
	}
	return list
}

func TestTranscript(t *testing.T) {
	const lookup = "nslookup fabrikam.vault.azure.net"
	for _, tt := range []struct {
		name, in string
		want     []cut
	}{
		{"no prompt", "10.1.2.3 fabrikam\n", []cut{{1, 0, "", "10.1.2.3 fabrikam\n", false}}},
		{"empty", "", []cut{{1, 0, "", "", false}}},
		{"windows", "C:\\> " + lookup + "\nAddress:  10.1.2.3\n", []cut{{2, 1, lookup, "Address:  10.1.2.3\n", false}}},
		{"windows folder and end of lines", "\r\nC:\\Users\\Jo Doe>" + lookup + "\r\nAddress:  10.1.2.3\r\n\r\nC:\\Users\\Jo Doe>\r\n",
			[]cut{{3, 2, lookup, "Address:  10.1.2.3\r\n\r\n", true}}},
		{"odd windows prompt", "c:\\ >" + lookup + "\nA\n", []cut{{2, 1, lookup, "A\n", false}}},
		{"powershell", "PS C:\\> $(Invoke-WebRequest -UseBasicParsing -Uri https://fabrikam.vault.azure.net/healthstatus).Headers\nKey Value\nPS C:\\> ",
			[]cut{{2, 1, "$(Invoke-WebRequest -UseBasicParsing -Uri https://fabrikam.vault.azure.net/healthstatus).Headers", "Key Value\n", true}}},
		{"powershell elsewhere", "PS /home/app> host a.b\n1\nPS>host c.d\n2\n[vm1]: PS C:\\Users> host e.f\n3\n(base) PS C:\\> host g.h\n4\n",
			[]cut{{2, 1, "host a.b", "1\n", true}, {4, 3, "host c.d", "2\n", true}, {6, 5, "host e.f", "3\n", true}, {8, 7, "host g.h", "4\n", false}}},
		{"linux", "app@MyUbuntu:~$ host fabrikam.vault.azure.net\nA\napp@MyUbuntu:~$ curl -i https://fabrikam.vault.azure.net/healthstatus\nHTTP/1.1 200 OK\n",
			[]cut{{2, 1, "host fabrikam.vault.azure.net", "A\n", true}, {4, 3, "curl -i https://fabrikam.vault.azure.net/healthstatus", "HTTP/1.1 200 OK\n", false}}},
		{"root, bracket, mac, fish, shell, container",
			"root@vm:/etc# host a.b\n1\n[app@vm ~]$ host c.d\n2\napp@mac ~ % host e.f\n3\napp@vm ~> host g.h\n4\nbash-5.1$ host i.j\n5\n/ # nslookup k.l\n6\n",
			[]cut{{2, 1, "host a.b", "1\n", true}, {4, 3, "host c.d", "2\n", true}, {6, 5, "host e.f", "3\n", true},
				{8, 7, "host g.h", "4\n", true}, {10, 9, "host i.j", "5\n", true}, {12, 11, "nslookup k.l", "6\n", false}}},
		{"short prompts", "$ " + lookup + "\n1\n# curl -i https://x.y\n2\n❯ host a.b\n3\n~ ❯ host c.d\n4\nvm1$ host e.f\n5\n    $ getent hosts a.b\n6\n> dig a.b\n7\n",
			[]cut{{2, 1, lookup, "1\n", true}, {4, 3, "curl -i https://x.y", "2\n", true}, {6, 5, "host a.b", "3\n", true}, {8, 7, "host c.d", "4\n", true},
				{10, 9, "host e.f", "5\n", true}, {12, 11, "getent hosts a.b", "6\n", true}, {14, 13, "dig a.b", "7\n", false}}},
		{"mac, suse, branch, cut, symbol, tight",
			"mac:~ app$ host a.b\n1\nvm:~ # host c.d\n2\n➜  project git:(main) ✗ curl -i https://a.b\n3\nsers\\app> curl https://e.f\n4\n/> nslookup g.h\n5\n✅ nslookup i.j\n6\n$host k.l\n7\n",
			[]cut{{2, 1, "host a.b", "1\n", true}, {4, 3, "host c.d", "2\n", true}, {6, 5, "curl -i https://a.b", "3\n", true}, {8, 7, "curl https://e.f", "4\n", true},
				{10, 9, "nslookup g.h", "5\n", true}, {12, 11, "nslookup i.j", "6\n", true}, {14, 13, "host k.l", "7\n", false}}},
		{"host tools", "$ head -1 /etc/resolv.conf\n1\n$ ping -c 1 a.b\n2\n$ scutil --dns\n3\n$ env\n4\n",
			[]cut{{2, 1, "head -1 /etc/resolv.conf", "1\n", true}, {4, 3, "ping -c 1 a.b", "2\n", true}, {6, 5, "scutil --dns", "3\n", true}, {8, 7, "env", "4\n", false}}},
		{"host tools without a prompt", "ipconfig /all\n\nWindows\n\nping a.b\n1\n\nGet-DnsClientNrptPolicy\n2\n",
			[]cut{{2, 1, "ipconfig /all", "\nWindows\n\n", false}, {6, 5, "ping a.b", "1\n\n", false}, {9, 8, "Get-DnsClientNrptPolicy", "2\n", false}}},
		{"text before the first prompt", "Welcome\n\napp@vm:~$ host a.b\n1\n", []cut{{1, 0, "", "Welcome\n\n", false}, {4, 3, "host a.b", "1\n", false}}},
		{"commands without output", "app@vm:~$ cd /tmp\napp@vm:~$ dig +short a.b\napp@vm:~$ \napp@vm:~$ clear\napp@vm:~$ exit\nlogout\n",
			[]cut{{3, 2, "dig +short a.b", "", true}, {6, 5, "exit", "logout\n", false}}},
		{"nothing but prompts", "C:\\>cd x\nC:\\>cls\n", []cut{{1, 0, "", "C:\\>cd x\nC:\\>cls\n", false}}},
		{"files", "app@vm:~$ cat /etc/resolv.conf\nnameserver 10.1.0.4\napp@vm:~$ sudo cat /etc/hosts\n127.0.0.1 localhost\n",
			[]cut{{2, 1, "cat /etc/resolv.conf", "nameserver 10.1.0.4\n", true}, {4, 3, "sudo cat /etc/hosts", "127.0.0.1 localhost\n", false}}},
		{"continued in a unix shell", "app@vm:~$ curl -i \\\n> https://a.b \\\n  -o -\nHTTP/1.1 200 OK\n",
			[]cut{{4, 1, "curl -i https://a.b -o -", "HTTP/1.1 200 OK\n", false}}},
		{"continued inside quotes", "$ curl -H 'a: b\n> c: d' https://a.b\nok\n", []cut{{3, 1, "curl -H 'a: b c: d' https://a.b", "ok\n", false}}},
		{"slashes", "C:/Users/m>nslookup a.b 8.8.8.8\n1\nC:/Users/m>\n", []cut{{2, 1, "nslookup a.b 8.8.8.8", "1\n", true}}},
		{"one label", "/ # nslookup es\n1\n", []cut{{2, 1, "nslookup es", "1\n", false}}},
		{"other programs", "$ host a.b\n1\n$ git diff\n+2\n", []cut{{2, 1, "host a.b", "1\n", true}, {4, 3, "git diff", "+2\n", false}}},
		{"wget without a prompt", "wget https://a.b/healthstatus\n1\n\nresolvectl status   \n2\n",
			[]cut{{2, 1, "wget https://a.b/healthstatus", "1\n\n", false}, {5, 4, "resolvectl status", "2\n", false}}},
		{"run elsewhere", "> kubectl exec -ti busybox -- nslookup a.b\n1\n> docker run --network host --rm busybox nslookup c.d\n2\n$ ssh app@vm2 'dig e.f; ls'\n3\n",
			[]cut{{2, 1, "nslookup a.b", "1\n", true}, {4, 3, "nslookup c.d", "2\n", true}, {6, 5, "dig e.f; ls", "3\n", false}}},
		{"a body in quotes", "$ az rest --method put --url https://a.b --body '{\n  \"a\": \"don't\",\n  \"b\": 1\n}' -o json\n{}\n",
			[]cut{{5, 1, "az rest --method put --url https://a.b --body '{ \"a\": \"don't\", \"b\": 1 }' -o json", "{}\n", false}}},
		{"a here-document", "app@vm:~$ cat > b.json <<'EOF'\n{\"id\": 1}\nEOF\napp@vm:~$ az rest --body @b.json\n{}\n",
			[]cut{{4, 1, "cat > b.json <<'EOF'", "", true}, {5, 4, "az rest --body @b.json", "{}\n", false}}},
		{"a here-document that tells names", "$ sudo tee /etc/hosts <<EOF\n10.1.2.3 a.b\nEOF\n10.1.2.3 a.b\n$ cat >> /etc/hosts <<EOF\n10.1.2.4 c.d\nEOF\n",
			[]cut{{2, 1, "sudo tee /etc/hosts <<EOF", "10.1.2.3 a.b\n", true}, {4, 1, "sudo tee /etc/hosts <<EOF", "10.1.2.3 a.b\n", true},
				{6, 5, "cat >> /etc/hosts <<EOF", "10.1.2.4 c.d\n", true}, {8, 5, "cat >> /etc/hosts <<EOF", "", false}}},
		{"a here-string", "PS C:\\> $b = @\"\n{\"id\": \"it's\"}\n\"@\nPS C:\\> az rest --body $b\n{}\n",
			[]cut{{5, 4, "az rest --body $b", "{}\n", false}}},
		{"a here-string of a console", "PS C:\\> $b = @'\n>> {\"id\": 1}\n>> '@\n>>\nok\n", []cut{{5, 1, "$b = @' '@", "ok\n", false}}},
		{"a quote that stays open", "$ curl -v \"https://a.b\n> GET / HTTP/1.1\n> Host: a.b\n{\"a\": 1}\n", []cut{{2, 1, "curl -v \"https://a.b", "> GET / HTTP/1.1\n> Host: a.b\n{\"a\": 1}\n", false}}},
		{"a document without end", "$ cat <<EOF | az rest\n{\"a\": 1}\n", []cut{{2, 1, "cat <<EOF | az rest", "{\"a\": 1}\n", false}}},
		{"an open quote above a prompt", "$ curl 'https://a.b\n1\napp@vm:~$ curl 'https://a.b'\n2\n",
			[]cut{{2, 1, "curl 'https://a.b", "1\n", true}, {4, 3, "curl 'https://a.b'", "2\n", false}}},
		{"continued in cmd", "C:\\>curl -i ^\r\nMore? https://a.b\r\nok\r\n", []cut{{3, 1, "curl -i https://a.b", "ok\r\n", false}}},
		{"continued in powershell", "PS C:\\> Invoke-WebRequest `\n>> -Uri https://a.b |\n>> Select Headers\n>>\nok\n",
			[]cut{{5, 1, "Invoke-WebRequest -Uri https://a.b | Select Headers", "ok\n", false}}},
		{"a folder is not a continuation", "C:\\>dir C:\\Temp\\\n> x\n", []cut{{2, 1, "dir C:\\Temp\\", "> x\n", false}}},
		{"verbose curl is no continuation", "$ curl -v https://a.b\n> GET / HTTP/1.1\n> Host: a.b\n> \n< HTTP/1.1 200 OK\n",
			[]cut{{2, 1, "curl -v https://a.b", "> GET / HTTP/1.1\n> Host: a.b\n> \n< HTTP/1.1 200 OK\n", false}}},
		{"inside nslookup", "C:\\>nslookup\nDefault Server:  dns\n\n> host a.b\n> nslookup c.d\nAddress: 10.1.2.3\n> exit\n\nC:\\>",
			[]cut{{2, 1, "nslookup", "Default Server:  dns\n\n> host a.b\n> nslookup c.d\nAddress: 10.1.2.3\n> exit\n\n", true}}},
		{"prompt after output without a newline", "app@vm:~$ host a.b\n1\napp@vm:~$ curl https://a.b\n{\"error\":{}}app@vm:~$ host c.d\n2\n",
			[]cut{{2, 1, "host a.b", "1\n", true}, {4, 3, "curl https://a.b", `{"error":{}}`, true}, {5, 4, "host c.d", "2\n", false}}},
		{"the same in brackets", "[app@vm ~]$ curl https://a.b\ntrue[app@vm ~]$ ", []cut{{2, 1, "curl https://a.b", "true", true}}},
		{"without prompt", "nslookup fabrikam.vault.azure.net\nAddress: 10.1.2.3\n\ncurl -i https://a.b\nHTTP/1.1 200 OK\n",
			[]cut{{2, 1, lookup, "Address: 10.1.2.3\n\n", false}, {5, 4, "curl -i https://a.b", "HTTP/1.1 200 OK\n", false}}},
		{"without prompt only where there is no prompt", "app@vm:~$ cat notes.txt\nnotes\n\ncurl -i https://a.b\n",
			[]cut{{2, 1, "cat notes.txt", "notes\n\ncurl -i https://a.b\n", false}}},
		{"without prompt not inside a paragraph", "see\ncurl -i https://a.b\n", []cut{{1, 0, "", "see\ncurl -i https://a.b\n", false}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, cutsOf(openBytes(t, []byte(tt.in), Limits{}))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoTranscript has texts in which nothing is a prompt.
func TestNoTranscript(t *testing.T) {
	for name, text := range map[string]string{
		"json":             "{\n  \"a\": \"C:\\\\> nslookup a.b\",\n  \"b\": \"app@vm:~$ host a.b\"\n}\n",
		"hosts of windows": "# This is a sample HOSTS file used by Microsoft TCP/IP for Windows.\n#\n#      102.54.94.97     rhino.acme.com          # source server\n# host names\n# ip address to name\n10.1.2.3 fabrikam.vault.azure.net\n",
		"resolv.conf":      "# This is /run/systemd/resolve/stub-resolv.conf\n# host is managed by man:systemd-resolved(8).\nnameserver 127.0.0.53\n",
		"failed host":      "Host fabrikam.vault.azure.net not found: 3(NXDOMAIN)\n",
		"failed curl":      "curl: (6) Could not resolve host: fabrikam.vault.azure.net\n",
		"powershell error": "curl : The remote name could not be resolved: 'fabrikam.vault.azure.net'\nAt line:1 char:1\n",
		"header block":     "HTTP/1.1 200 OK\nContent-Type: text/html\n\ncurl is not installed. See https://a.b\n",
		"dig":              "\n; <<>> DiG 9.18 <<>> fabrikam.vault.azure.net\n;; SERVER: 10.1.0.4#53(10.1.0.4)\n",
		"mail":             "app@contoso.com wrote > that it costs $ 5\napp@contoso.com: # 1 issue\n",
		"arrow":            "C:\\temp\\hosts -> 10.1.2.3\nC:\\temp\\a.txt > b\n",
		"words":            "see: ~ below # x\n\nping fabrikam.vault.azure.net fails\n\nip address of the vm\n-> host a.b\n<td> host a.b\n",
		"slashes":          "see C:/a>b\nhttps://a.b>c\nC:/temp/a.txt > b\n/etc/hosts # host names\n$ 5\n",
		"az login":         "WARNING\n\naz login --use-device-code\n",
	} {
		want := []cut{{1, 0, "", text, false}}
		if diff := cmp.Diff(want, cutsOf(openBytes(t, []byte(text), Limits{}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTranscriptInBundle(t *testing.T) {
	b := openBytes(t, tarOf(t,
		member{name: "b/vm1/paste.txt", body: "C:\\>host a.b\n1\nC:\\>host c.d\n2\n"},
		member{name: "b/vm1/a.txt", body: "x\n"},
	), Limits{})
	want := []Capture{
		{Path: "vm1/a.txt", Line: 1, Text: "x\n", Encoding: "UTF-8", Vantage: "vm1"},
		{Path: "vm1/paste.txt", Line: 2, Text: "1\n", Encoding: "UTF-8", Vantage: "vm1", Command: "host a.b", CommandLine: 1, Prompt: `C:\>host a.b`, Whole: true},
		{Path: "vm1/paste.txt", Line: 4, Text: "2\n", Encoding: "UTF-8", Vantage: "vm1", Command: "host c.d", CommandLine: 3, Prompt: `C:\>host c.d`},
	}
	if diff := cmp.Diff(want, b.Captures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestManyCommands(t *testing.T) {
	transcript := func(n int) member {
		return member{name: fmt.Sprintf("%d.txt", n), body: strings.Repeat("$ dig a.b\n1\n", n)}
	}
	b := openBytes(t, tarOf(t, transcript(2), transcript(3), transcript(4)), Limits{Members: 5})
	if diff := cmp.Diff([]string{"2.txt", "2.txt", "3.txt", "3.txt", "3.txt", "4.txt"}, paths(b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := []Problem{{Refused, "4.txt", 0, "", "transcripts hold more than 5 commands, the rest is not split; --max-members raises this limit"}}
	if diff := cmp.Diff(want, b.Problems); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if last := b.Captures[5]; last.Text != transcript(4).body {
		t.Errorf("what was not split is %q", last.Text)
	}
}

// TestSharedTranscripts checks the numbers of lines on captures that nobody here wrote.
func TestSharedTranscripts(t *testing.T) {
	const name = "../../shared/corpus/transcripts/emea-maxakv-vm-then-laptop.txt"
	if _, err := os.Stat(name); err != nil {
		t.Skip("the shared corpus is not beside the project")
	}
	b, err := Open(name, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, c := range b.Captures {
		lines = append(lines, c.CommandLine)
	}
	if diff := cmp.Diff([]int{1, 10, 13}, lines); diff != "" {
		t.Errorf("lines of the commands (-want +got):\n%s", diff)
	}
}

// checkParts fails the test unless the parts of a text follow each other without a gap, with the right numbers.
func checkParts(t *testing.T, text string, parts []part) {
	t.Helper()
	at := 0
	for i, p := range parts {
		if p.typed {
			if p.from != at {
				t.Fatalf("part %d begins at byte %d, the one before ends at %d", i, p.from, at)
			}
			if n := 1 + strings.Count(text[:p.from], "\n"); p.commandLine != n {
				t.Fatalf("part %d has its prompt on line %d, want %d", i, p.commandLine, n)
			}
			if line := text[p.from:p.start]; p.at != elsewhere && !strings.Contains(strings.ToLower(line), p.at) {
				t.Fatalf("part %d is of the machine %q, which the prompt %q does not name", i, p.at, line)
			}
			if p.start > 0 && text[p.start-1] != '\n' && p.start != len(text) {
				t.Fatalf("output %d begins inside a line", i)
			}
			at = p.start
		} else if i > 0 {
			t.Fatalf("part %d has no command", i)
		}
		want := 1 + strings.Count(text[:p.start], "\n")
		if p.start == len(text) && !strings.HasSuffix(text, "\n") && p.typed {
			want++ // the line after the last, which has no end
		}
		if p.start != at || p.end < p.start || p.line != want {
			t.Fatalf("output %d is line %d, bytes %d to %d; want line %d from byte %d", i, p.line, p.start, p.end, want, at)
		}
		at = p.end
	}
	if at != len(text) {
		t.Fatalf("the parts end at byte %d of %d", at, len(text))
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"C:\\>nslookup a.b\r\nA\r\n\r\nC:\\>\r\n", "app@vm:~$ curl -i \\\n> https://a.b\nok\napp@vm:~$ ", "nslookup a.b\nA\n\ncurl -i https://a.b\nx",
		"PS C:\\> iwr `\n>> -Uri https://a.b\n", "[app@vm ~]$ host a.b\ntrue[app@vm ~]$ host c.d", "C:\\>nslookup\n> a.b\n", "(x) (y) $ dig a.b", "➜ ~ curl a.b",
		"app [ ~ ]$ az network vnet list\n[]\n", "[vm]: PS C:\\> hostname\nvm\n", "$ \n# \n> \n❯ host -", "app@vm:~$ 'a\n> '\\\n",
		"[app@vm ~]$ exit\nlogout\nConnection to 10.1.2.3 closed.\n~ ❯ host a.b\n1\n", "a@b@VM:~$ host a.b\n", "> $ dig a.b\n> 1\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parts, _ := split(text, 20)
		checkParts(t, text, parts)
	})
}
