package collect

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A stay is what a test says of the machine of a capture.
type stay struct {
	Line    int
	Machine string
}

func staysOf(b *Bundle) []stay {
	var list []stay
	for _, c := range b.Captures {
		list = append(list, stay{c.Line, c.Machine})
	}
	return list
}

func TestMachine(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []stay
	}{
		{"no prompt", "10.1.2.3 fabrikam\n", []stay{{1, ""}}},
		{"prompts with a name", "app@VM-App:~$ host a.b\n1\n[app@vm2 ~]$ host a.b\n2\nroot@pod-7/0:/# host a.b\n3\nroot@pod-7:/# host a.b\n4\napp@mac ~ % host a.b\n5\n",
			[]stay{{2, "vm-app"}, {4, "vm2"}, {6, "pod-7"}, {8, "pod-7"}, {10, "mac"}}},
		{"accounts of Entra ID", "app@contoso.com@vm:~$ host a.b\n1\n[app@contoso.com@vm2 ~]$ host a.b\n2\n", []stay{{2, "vm"}, {4, "vm2"}}},
		{"environment", "(base) app@vm:~$ host a.b\n1\n", []stay{{2, "vm"}}},
		{"windows server", "app@VM C:\\Users\\app>host a.b\n1\n", []stay{{2, "vm"}}},
		{"remote powershell", "[VM1.contoso.com]: PS C:\\> host a.b\n1\n[10.1.2.3]: PS C:\\> host a.b\n2\n[vm 1]: PS C:\\> host a.b\n",
			[]stay{{2, "vm1.contoso.com"}, {4, "10.1.2.3"}}},
		{"prompts without a name", "C:\\>host a.b\n1\nPS C:\\> host a.b\n2\n$ host a.b\n3\nbash-5.1$ host a.b\n4\njoe [ ~ ]$ host a.b\n5\n~ ❯ host a.b\n6\n/ # host a.b\n7\n",
			[]stay{{2, ""}, {4, ""}, {6, ""}, {8, ""}, {10, ""}, {12, ""}, {14, ""}}},
		{"text before the first prompt", "Welcome\napp@vm:~$ host a.b\n1\n", []stay{{1, ""}, {3, "vm"}}},
		{"two machines", "app@vm:~$ host a.b\n1\napp@laptop:~$ host a.b\n2\nPS C:\\> host a.b\n3\n", []stay{{2, "vm"}, {4, "laptop"}, {6, ""}}},
		{"exit", "[app@vm ~]$ host a.b\n1\n[app@vm ~]$ exit\n~ ❯ host a.b\n2\nC:\\>host a.b\n3\n", []stay{{2, "vm"}, {5, elsewhere}, {7, elsewhere}}},
		{"logout", "app@vm:~$ logout\n$ host a.b\n1\n", []stay{{3, elsewhere}}},
		{"leaving remote powershell", "[vm1]: PS C:\\> Exit-PSSession\nPS C:\\> host a.b\n1\n", []stay{{3, elsewhere}}},
		{"exit at a prompt without a name", "bash-5.1$ exit\n$ host a.b\n1\n", []stay{{3, ""}}},
		{"exit as an argument", "app@vm:~$ help exit\n$ host a.b\n1\n", []stay{{3, ""}}},
		{"told by the shell", "app@vm:~$ host a.b\n1\napp@vm:~$ \nlogout\n$ host a.b\n2\n", []stay{{2, "vm"}, {4, "vm"}, {6, elsewhere}}},
		{"told by ssh", "$ host a.b\n1\nConnection to 10.1.2.3 closed.\r\n$ host a.b\n2\n", []stay{{2, ""}, {5, elsewhere}}},
		{"told by a shared ssh", "$ host a.b\n1\nShared connection to vm closed.\n$ host a.b\n2\n", []stay{{2, ""}, {5, elsewhere}}},
		{"nothing of the kind", "$ host a.b\nConnection to the vault was closed.\nConnection to vm\nlogout now\nclosed.\n$ host a.b\n2\n", []stay{{2, ""}, {7, ""}}},
		{"a name stays after a session", "app@vm:~$ exit\napp@laptop:~$ host a.b\n1\n$ host a.b\n2\n", []stay{{3, "laptop"}, {5, elsewhere}}},
		{"still on the machine", "root@vm:/# exit\napp@vm:~$ host a.b\n1\n$ host a.b\n2\napp@vm:~$ exit\n$ host a.b\n3\n",
			[]stay{{3, "vm"}, {5, ""}, {8, elsewhere}}},
		{"without prompts", "nslookup a.b\nA\n\nlogout\nConnection to vm closed.\n\nnslookup a.b\nB\n", []stay{{2, ""}, {8, elsewhere}}},
		{"prompt after output without a newline", "app@vm:~$ curl https://a.b\ntrueapp@vm:~$ exit\n$ host a.b\n1\n", []stay{{2, "vm"}, {4, elsewhere}}},
		{"run elsewhere", "app@vm:~$ kubectl exec -n ns -it Web-1 -c app -- curl https://a.b\n1\napp@vm:~$ docker exec -it -e A=b box nslookup a.b\n2\napp@vm:~$ host a.b\n3\n" +
			"app@vm:~$ kubectl exec $POD -- host a.b\n4\napp@vm:~$ sudo docker run --name x1 -it alpine sh -c 'dig a.b'\n5\napp@vm:~$ docker run alpine host a.b\n6\n" +
			"app@vm:~$ ssh -i key app@VM2 \"host a.b\"\n7\napp@vm:~$ az vm run-command invoke -g rg -n vm3 --command-id RunShellScript --scripts 'host a.b'\n{}\n",
			[]stay{{2, "web-1"}, {4, "box"}, {6, "vm"}, {8, elsewhere}, {10, "x1"}, {12, elsewhere}, {14, "vm2"}, {16, "vm3"}}},
		{"a script of Az PowerShell", "PS C:\\> Invoke-AzVMRunCommand -ResourceGroupName rg -VMName VM5 -CommandId RunPowerShellScript -ScriptString \"nslookup a.b\"\n1\n", []stay{{2, "vm5"}}},
		{"a script of az", "app@vm:~$ az vmss run-command invoke -g rg -n vmss1 --scripts \"nslookup a.b\" --instance-id 0\n{}\napp@vm:~$ az vm run-command invoke -g rg -n vm4 --scripts @x.sh\n{}\n",
			[]stay{{2, "vmss1"}, {4, "vm4"}}},
		{"in a network namespace, and by other programs", "$ sudo ip netns exec blue dig a.b\n1\n$ nsenter -t 12 -n host a.b\n2\n$ lxc exec Web -- host a.b\n3\n$ ip addr show eth0\n4\n> kubectl exec -ti box -- nslookup db\n5\n",
			[]stay{{2, "blue"}, {4, "12"}, {6, "web"}, {8, ""}, {10, "box"}}},
		{"run elsewhere from Windows", "C:\\>psexec \\\\vm1 -s nslookup a.b\n1\nPS C:\\> Invoke-Command -ComputerName vm2 -ScriptBlock { nslookup a.b }\n2\nPS C:\\> Invoke-Command { host a.b }\n3\n",
			[]stay{{2, "vm1"}, {4, "vm2"}, {6, ""}}},
		{"fenced in Markdown", "From the VM:\n\n```console\napp@vm:~$ host a.b\n1\n```\n\nFrom the laptop:\n\n```console\napp@laptop:~$ host a.b\n2\n```\n",
			[]stay{{1, ""}, {5, "vm"}, {12, "laptop"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, staysOf(openBytes(t, []byte(tt.in), Limits{}))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMachineInSharedTranscript(t *testing.T) {
	const name = "../../shared/corpus/transcripts/emea-maxakv-vm-then-laptop.txt"
	if _, err := os.Stat(name); err != nil {
		t.Skip("the shared corpus is not beside the project")
	}
	b, err := Open(name, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []stay{{2, "maxeastusvm"}, {11, "maxeastusvm"}, {14, elsewhere}}
	if diff := cmp.Diff(want, staysOf(b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestQuoted has texts that are quoted as a whole: they are read as if the marks were not there.
func TestQuoted(t *testing.T) {
	const answer = "> Server:\t\t10.1.0.4\n> Address:\t10.1.0.4#53\n> \n> Name:\tfabrikam.vault.azure.net\n> Address: 10.1.2.3\n"
	for _, tt := range []struct {
		name, text string
		want       []stay
	}{
		{"prompt", "> app@vm:~$ nslookup fabrikam.vault.azure.net\n" + answer + "> \n> app@vm:~$ \n> ", []stay{{2, "vm"}}},
		{"short prompt", "> $ nslookup fabrikam.vault.azure.net\n" + answer + "> $ host a.b\n> 1\n", []stay{{2, ""}, {8, ""}}},
		{"no prompt", "> nslookup fabrikam.vault.azure.net\n" + answer, []stay{{2, ""}}},
		{"ends of Windows", strings.ReplaceAll("> $ dig a.b\n"+answer, "\n", "\r\n"), []stay{{2, ""}}},
		{"quoted twice", "> > $ dig a.b\n>> $ dig c.d\n> > 10.1.2.3\n", []stay{{2, ""}, {3, ""}}},
		{"words around", "App wrote:\n\n> $ dig fabrikam.vault.azure.net\n" + answer, []stay{{1, ""}, {4, ""}}},
		{"no space", strings.ReplaceAll(answer, "> ", ">"), []stay{{1, ""}}},
		{"nothing but marks", ">\n> \n>\n", []stay{{1, ""}}},
	} {
		b := openBytes(t, []byte(tt.text), Limits{})
		if diff := cmp.Diff(tt.want, staysOf(b)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		for _, c := range b.Captures {
			if strings.Contains(c.Text, "> A") {
				t.Errorf("%s: marks stay in %q", tt.name, c.Text)
			}
		}
	}
}

// TestNotQuoted has lines that begin with ">" in transcripts which have to be split.
func TestNotQuoted(t *testing.T) {
	headers := strings.Repeat("> -H 'a: b' \\\n", 9)
	for _, tt := range []struct {
		name, in string
		want     []stay
	}{
		{"prompts", "> dig +short a.b\n> dig +short c.d\n> \n", []stay{{2, ""}, {3, ""}}},
		{"prompts and answers", "> dig +short a.b\n10.1.2.3\n> dig +short c.d\n10.1.2.3\n", []stay{{2, ""}, {4, ""}}},
		{"a long command", "app@vm:~$ curl \\\n" + headers + "> https://a.b\ntrue\n", []stay{{12, "vm"}}},
		{"a long command at a short prompt", "$ curl \\\n" + headers + "> https://a.b\ntrue\n", []stay{{12, ""}}},
		{"below its quote", "> a\n> b\n> c\n> d\napp@vm:~$ host a.b\n1\n", []stay{{1, ""}, {6, "vm"}}},
	} {
		if diff := cmp.Diff(tt.want, staysOf(openBytes(t, []byte(tt.in), Limits{}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
