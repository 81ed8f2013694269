package collect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answerText is an output that every form below wraps.
const answerText = "Server:\t\t10.1.0.4\nAddress:\t10.1.0.4#53\n\nName:\tfabrikam.vault.azure.net\nAddress: 10.1.2.3\n"

// each puts a prefix before every line, without the blank at its end where the line is empty.
func each(prefix, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(prefix + line)
	}
	return strings.ReplaceAll(b.String(), " \n", "\n")
}

// TestClean has the forms in which an output arrives: each reads the same.
func TestClean(t *testing.T) {
	numbered := ""
	for i, line := range strings.Split(strings.TrimSuffix(answerText, "\n"), "\n") {
		numbered += fmt.Sprintf("%4d | %s\n", i+7, line)
	}
	blanks := strings.ReplaceAll(answerText, "\t", " ")
	for _, tt := range []struct{ name, in, want string }{
		{"as it is", answerText, answerText},
		{"a mail", each("> ", answerText), answerText},
		{"a mail of a mail", each("> > ", answerText), answerText},
		{"a mail of a mail, tight", each(">> ", answerText), answerText},
		{"a mail with words", "App wrote:\n" + each("> ", answerText), "App wrote:\n" + answerText},
		{"a mail below words", "Hello,\nthis is what we see:\nand nothing else.\n" + each("> ", answerText) + "Regards,\nJo\nof fabrikam\nin haste\n",
			"Hello,\nthis is what we see:\nand nothing else.\n" + answerText + "Regards,\nJo\nof fabrikam\nin haste\n"},
		{"a bar", each("| ", answerText), answerText},
		{"a box", each("│ ", answerText), answerText},
		{"a script", each("# ", answerText), answerText},
		{"a script below its command", "nslookup fabrikam.vault.azure.net\n\n" + each("# ", answerText), "nslookup fabrikam.vault.azure.net\n\n" + answerText},
		{"steps, with what each printed", "az aks show -n aks1 -g rg1\n# a note\n\nnslookup fabrikam.vault.azure.net\n\n" + each("# ", answerText),
			"az aks show -n aks1 -g rg1\n# a note\n\nnslookup fabrikam.vault.azure.net\n\n" + answerText},
		{"steps, with words", "nslookup fabrikam.vault.azure.net\n# says that\n# Address: 10.1.2.3\n# is used\ncurl https://fabrikam.vault.azure.net/\n",
			"nslookup fabrikam.vault.azure.net\n# says that\n# Address: 10.1.2.3\n# is used\ncurl https://fabrikam.vault.azure.net/\n"},
		{"a program", each("// ", answerText), answerText},
		{"a query", each("-- ", answerText), answerText},
		{"a batch file", each("REM ", answerText), answerText},
		{"a stretch of notes", "a\nb\nc\n" + each("# ", answerText) + "d\n", "a\nb\nc\n" + answerText + "d\n"},
		{"below the next command", "$ cat /etc/hosts\n$ nslookup a.b\n" + each("# ", answerText), "$ cat /etc/hosts\n$ nslookup a.b\n" + answerText},
		{"JSON in a script", "# [\n#   {\n#     \"ttl\": 10\n#   }\n# ]\n", "[\n  {\n    \"ttl\": 10\n  }\n]\n"},
		{"fences", "```\n" + answerText + "```\n", "\n" + answerText + "\n"},
		{"fences with a language", "~~~text\n" + answerText + "~~~\n", "\n" + answerText + "\n"},
		{"fences with attributes", "```text title=\"Expected output\" linenums=\"1\"\n" + answerText + "```\n", "\n" + answerText + "\n"},
		{"fences with lines to mark", "```text{3}\n" + answerText + "```\n", "\n" + answerText + "\n"},
		{"fences on the lines", "```" + strings.TrimSuffix(answerText, "\n") + "```\n", answerText},
		{"indented", each("    ", answerText), answerText},
		{"indented by tabs", each("\t", answerText), answerText},
		{"quoted and indented", each(">     ", answerText), answerText},
		{"broken lines", strings.ReplaceAll(answerText, "\n", "<br>\n"), answerText},
		{"broken lines, odd", strings.ReplaceAll(answerText, "\n", " </br>\n"), answerText},
		{"paragraphs", "<p>Server: 10.1.0.4</p>\n<p>Address:&nbsp;10.1.0.4#53</p>\n", "Server: 10.1.0.4\nAddress: 10.1.0.4#53\n"},
		{"a page", "<html><body>\n<div class=\"code\"><pre>" + answerText + "</pre></div>\n</body></html>\n", "\n" + answerText + "\n\n"},
		{"entities", "C:\\&gt;nslookup a.b\nName: &quot;a&quot; &amp; b\n", "C:\\>nslookup a.b\nName: \"a\" & b\n"},
		{"escaped", "\\* Trying 10.1.2.3\\_\\[a\\]\n\\* x\n", "* Trying 10.1.2.3_[a]\n* x\n"},
		{"escaped at the begin", "error:**\n\\* Could not resolve proxy: a=b  \n\\* Closing\n", "error:**\n* Could not resolve proxy: a=b  \n* Closing\n"},
		{"escaped JSON", "\"a\": \\[\n\"etag\": \"W/\\\\\"1\\\\\"\"\n\\]\n", "\"a\": [\n\"etag\": \"W/\\\"1\\\"\"\n]\n"},
		{"blanks that do not break", strings.ReplaceAll(blanks, " ", "\u00a0"), blanks},
		{"characters without width", strings.ReplaceAll(blanks, ".", ".\u200b"), blanks},
		{"NUL bytes", strings.ReplaceAll(answerText, "e", "e\x00"), answerText},
		{"colours", "\x1b[1;32mServer:\x1b[0m 10.1.0.4\n\x1b]0;title\aAddress: 10.1.0.4\x1b(B\x1b[K\n", "Server: 10.1.0.4\nAddress: 10.1.0.4\n"},
		{"line numbers", numbered, answerText},
		{"cat -n", "     1\tServer: 10.1.0.4\n     2\t\n     3\tName: a.b\n", "Server: 10.1.0.4\n\nName: a.b\n"},
		{"a log", each("2026-11-22T18:51:47Z ", answerText), answerText},
		{"a log of a build", "2026-11-22T18:51:47.1234567Z ##[group]Run nslookup a.b\n2026-11-22T18:51:47.1234567Z \x1b[36;1mnslookup a.b\x1b[0m\n" +
			"2026-11-22T18:51:47.1234567Z shell: /usr/bin/bash -e {0}\n2026-11-22T18:51:47.1234567Z ##[endgroup]\n" + each("2026-11-22T18:51:48.1234567Z ", answerText),
			"\nnslookup a.b\n\n\n" + answerText},
		{"a log of a pipeline", "##[section]Starting: look\n##[command]nslookup a.b\n" + answerText, "\nnslookup a.b\n" + answerText},
		{"gh run view", each("build\tRun nslookup\t2026-11-22T18:51:47.1Z ", answerText), answerText},
		{"times only", each("[18:51:47] ", answerText), answerText},
	} {
		for _, ends := range []string{"\n", "\r\n"} {
			in := strings.ReplaceAll(tt.in, "\n", ends)
			got, spaced := cleaned(in, false)
			if got = strings.ReplaceAll(got, "\r\n", "\n"); got != tt.want || spaced {
				t.Errorf("%s: got %q, spaced %v; want %q", tt.name, got, spaced, tt.want)
			}
		}
	}
}

// TestCleanStays has outputs that look wrapped: they stay as they are.
func TestCleanStays(t *testing.T) {
	for name, text := range map[string]string{
		"hosts of windows":        "# Copyright (c) 1993-2009 Microsoft Corp.\n#\n#      102.54.94.97     rhino.acme.com          # source server\n#\n# localhost name resolution is handled within DNS itself.\n#\t127.0.0.1       localhost\n#\t::1             localhost\n",
		"hosts":                   "127.0.0.1 localhost\n# Server: 10.1.0.4\n# Address: 10.1.0.4\n# 10.1.2.3 fabrikam.vault.azure.net\n",
		"resolv.conf":             "# This is /run/systemd/resolve/stub-resolv.conf\n# Do not edit.\n# nameserver 10.1.0.4\n# Address: 10.1.0.5\nnameserver 127.0.0.53\n",
		"dig":                     "; <<>> DiG 9.18 <<>> a.b\n;; ->>HEADER<<- opcode: QUERY\n;a.b. IN A\n",
		"curl":                    "* Connected to a.b (10.1.2.3) port 443\n> GET / HTTP/1.1\n> Host: 10.1.2.3\n> \n< HTTP/1.1 200 OK\n",
		"half of curl":            "> GET /healthstatus HTTP/1.1\n> Host: 10.1.2.3\n> Accept: */*\n> \n",
		"curl of a page":          "HTTP/1.1 403 Forbidden\n\n<html>\n<body>\n<p>Your address: 10.1.2.3</p>\n<code>x</code>\n</body>\n</html>\n",
		"a page of a proxy":       "<html>\n<head><title>403 Forbidden</title></head>\n<body>\n<h1>403 Forbidden</h1>\n</body>\n</html>\n",
		"a page in JSON":          "{\n  \"a\": \"<b>&lt;x&gt;</b>\"\n}\n",
		"nslookup":                "Default Server:  dns\nAddress:  10.1.0.4\n\n> set type=a\n> a.b\nServer:  dns\nAddress:  10.1.0.4\n",
		"a table":                 "| a | b |\n|---|---|\n| Address: 10.1.2.3 | x |\n| Address: 10.1.2.4 | y |\n",
		"a table of windows":      "-- ----\n-- ----\nx  y\n",
		"ip":                      "1: lo    inet 127.0.0.1/8 scope host lo\n2: eth0    inet 10.1.0.4/24 scope global eth0\n3: eth1    inet 10.1.0.5/24 scope global eth1\n",
		"paths":                   "C:\\_work\\[a]\nD:\\_temp\n",
		"JSON with a path":        "{\n  \"a\": \"x\\\\y\",\n  \"b\": [1, 2]\n}\n",
		"progress":                "  % Total\r  0 100\r100 100\nx\n",
		"one time":                "2026-11-22T18:51:47Z one\ntwo\nthree\n",
		"a root prompt":           "# dig +short a.b\n10.1.2.3\n# curl -i https://a.b\nHTTP/1.1 200 OK\n",
		"binary":                  "\x01\x02\x03\x04> a\x00\n> b\n",
		"one blank":               " a\n b\n c\n",
		"comments":                "# a heading\n\n# another: one\ntext\n",
		"a script with a sample":  "#!/bin/sh\n# nslookup would print\n" + each("# ", answerText) + "nslookup $1\n",
		"a sample in a script":    each("# ", answerText) + "if nslookup \"$1\"; then\n  echo ok\nfi\n",
		"a sample above commands": each("# ", answerText) + "nslookup a.b\n",
		"hosts with remarks":      "# Host: vm\n# IPv4: 10.1.0.4\n127.0.0.1 localhost\n10.9.9.9 fabrikam.vault.azure.net\n",
		"resolv.conf, remarks":    "# Address: 10.0.0.4\n# Server: dns1\n# Address: 10.0.0.5\nsearch contoso.com\n",
		"a printed resolv.conf":   "$ cat /etc/resolv.conf\n" + each("# ", answerText),
		"a printed hosts file":    "C:\\>type C:\\Windows\\System32\\drivers\\etc\\hosts\n" + each("# ", answerText) + "C:\\>ver\n",
		"remarks in notes":        "a\nb\nc\n# what it was:\n" + each("# ", answerText),
		"placeholders":            "Name:    <vault-name>.vault.azure.net\nAddress:  10.1.2.3\n",
	} {
		if got, spaced := cleaned(text, false); got != text || spaced {
			t.Errorf("%s: got %q, spaced %v; want %q", name, got, spaced, text)
		}
	}
}

// TestSpaced has texts with blank lines between the lines.
func TestSpaced(t *testing.T) {
	blank := strings.ReplaceAll(answerText, "\n", "\n\n")
	for _, tt := range []struct {
		name, in string
		want     bool
	}{
		{"copied from a page", blank, false}, // four lines are too few
		{"more of it", blank + blank, true},
		{"ends of Windows", strings.ReplaceAll(blank+blank, "\n", "\r\n"), true},
		{"quoted", each("> ", blank+blank), true},
		{"a usual text", answerText + answerText, false},
		{"short paragraphs", "a\nb\n\nc\n\nd\n\ne\nf\n", false},
	} {
		if _, got := cleaned(tt.in, false); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestSettingsFiles has the names of files whose comments stay comments.
func TestSettingsFiles(t *testing.T) {
	for name, want := range map[string]bool{
		"hosts": true, "vm1/etc-hosts.txt": true, "vm1/vm_hosts": true, "resolv.conf": true, "a/resolv.conf.txt": true, "resolv_conf.txt": true,
		"ghosts.txt": false, "getent-hosts.txt": false, "hosts-then-host.txt": false, "resolve.txt": false, "hosts/a.txt": false,
	} {
		if got := isSettingsFile(name); got != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
	in := each("# ", answerText)
	if got, _ := cleaned(in, true); got != in {
		t.Errorf("comments became %q", got)
	}
}

// TestOriginal checks that the captures of a cleaned transcript hand on their own lines of the file.
func TestOriginal(t *testing.T) {
	b := openBytes(t, []byte("> app@vm:~$ host a.b\n> 1\n> 2\n> app@vm:~$ host c.d\n> 3app@vm:~$ host e.f\n> 4"), Limits{})
	type pair struct{ Text, Original string }
	var got []pair
	for _, c := range b.Captures {
		got = append(got, pair{c.Text, c.Original})
	}
	want := []pair{{"1\n2\n", "> 1\n> 2\n"}, {"3", "> 3app@vm:~$ host e.f\n"}, {"4", "> 4"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzClean cleans any text: the number of lines stays, and what a clean line holds stands in the line of the file.
func FuzzClean(f *testing.F) {
	for _, s := range []string{answerText, each("> ", answerText), each("# ", answerText), "```\n" + answerText + "```\n", "  a\n  b\n", "a<br>\nb<br>\n",
		"\\* a\n\\_ b\n", "\x1b[1mA\x00\n", "1 | a\n2 | b\n3 | c\n", "[18:51:47] a\n[18:51:47] b\n", "&lt;a&gt;\n", "a\n\nb\n\nc\n\nd\n\ne\n", "##[command]a\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		text := strings.ToValidUTF8(raw, "?")
		clean, _ := cleaned(text, false)
		was, is := strings.Split(text, "\n"), strings.Split(clean, "\n")
		if len(was) != len(is) || len(clean) > len(text) {
			t.Fatalf("%d lines and %d bytes became %d and %d", len(was), len(text), len(is), len(clean))
		}
		if strings.ContainsAny(text, "&\\\x00\x1b<") || hasInvisible(text) {
			return // characters inside the line may be left out or replaced
		}
		for i := range is {
			if !strings.Contains(was[i], strings.TrimSpace(is[i])) {
				t.Fatalf("line %d %q became %q", i+1, was[i], is[i])
			}
		}
	})
}
