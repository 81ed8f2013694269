package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	textencoding "golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"

	"kvdoctor/analyze"
)

// windowsPaste is a session as a customer pastes it.
const windowsPaste = `C:\Users\op>nslookup fabrikam.vault.azure.net
Server:  UnKnown
Address:  168.63.129.16

Non-authoritative answer:
Name:    fabrikam.privatelink.vaultcore.azure.net
Address:  10.1.2.3
Aliases:  fabrikam.vault.azure.net

C:\Users\op>curl -i https://fabrikam.vault.azure.net/healthstatus
HTTP/1.1 200 OK
Content-Length: 4
x-ms-keyvault-network-info: conn_type=PrivateLink;private_endpoint=/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe-fabrikam;addr=10.1.0.4;act_addr_fam=InterNetworkV6;

true
`

// linuxPaste is the same on Linux.
const linuxPaste = `op@vm-app01:~$ nslookup fabrikam.vault.azure.net
Server:		127.0.0.53
Address:	127.0.0.53#53

Non-authoritative answer:
fabrikam.vault.azure.net	canonical name = fabrikam.privatelink.vaultcore.azure.net.
Name:	fabrikam.privatelink.vaultcore.azure.net
Address: 10.1.2.3

op@vm-app01:~$ curl -i https://fabrikam.vault.azure.net/healthstatus
HTTP/1.1 200 OK
Content-Length: 4
x-ms-keyvault-network-info: conn_type=PrivateLink;private_endpoint=/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe-fabrikam;addr=10.1.0.4;act_addr_fam=InterNetworkV6;

true
`

// everyLine rewrites all lines of a text.
func everyLine(rewrite func(n int, line string) string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for i, line := range strings.Split(strings.TrimSuffix(s, "\n"), "\n") {
			b.WriteString(rewrite(i+1, line) + "\n")
		}
		return b.String()
	}
}

// before puts a text before all lines.
func before(mark string) func(string) string {
	return everyLine(func(_ int, line string) string { return strings.TrimRight(mark+line, " ") })
}

// replacing replaces texts by others.
func replacing(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }

// A rendering is a form in which an output arrives.
type rendering struct {
	name  string
	write func(string) string
}

// forms are how an output arrives.
var forms = []rendering{
	{"quoted", before("> ")},
	{"quoted twice", before(">> ")},
	{"behind bars", before("| ")},
	{"comments of a script", before("# ")},
	{"comments of a program", before("// ")},
	{"comments of a query", before("-- ")},
	{"remarks", before("REM ")},
	{"fenced", func(s string) string { return "```powershell\n" + s + "```\n" }},
	{"indented", before("    ")},
	{"indented by tabs", before("\t")},
	{"quoted and fenced", func(s string) string { return before("> ")("~~~\n" + s + "~~~\n") }},
	{"breaks", everyLine(func(_ int, line string) string { return line + "<br>" })},
	{"page", func(s string) string {
		return "<html><body>\n<pre>" + replacing("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;")(s) + "</pre>\n</body></html>\n"
	}},
	{"escaped", replacing("_", `\_`, "*", `\*`, "[", `\[`, "<", `\<`)},
	{"no-break spaces", replacing(" ", "\u00a0")},
	{"zero-width spaces", replacing(".", ".\u200b")},
	{"colours", everyLine(func(_ int, line string) string { return "\x1b[32m" + line + "\x1b[0m" })},
	{"NUL bytes", replacing(":", ":\x00")},
	{"lone CR", replacing("\n", "\r")},
	{"CR CR LF", replacing("\n", "\r\r\n")},
	{"spaced", replacing("\n", "\n\n")},
	{"numbered", everyLine(func(n int, line string) string { return fmt.Sprintf("%3d | %s", n, line) })},
	{"log", before("2026-11-22T18:51:47.1234567Z ")},
	{"log in brackets", before("[18:51:47] ")},
	{"UTF-16LE without mark", func(s string) string { return utf16LE(s)[2:] }},
}

// marked are the forms in which a text is quoted, or is a comment: it reads the same, and does not prove that it is so now.
var marked = []string{
	"quoted", "quoted twice", "behind bars", "comments of a script", "comments of a program", "comments of a query", "remarks", "quoted and fenced",
}

// TestForms checks that an output reads the same in every form.
func TestForms(t *testing.T) {
	for name, text := range map[string]string{"windows": windowsPaste, "linux": linuxPaste} {
		want := readForm(t, text)
		if want.Answer != working {
			t.Fatalf("%s: %+v", name, want.Answer)
		}
		for _, f := range forms {
			for _, ends := range []string{"\n", "\r\n"} {
				in := f.write(text)
				if !strings.Contains(in, "\r") && !strings.Contains(in, "\x00\n") {
					in = strings.ReplaceAll(in, "\n", ends)
				}
				want := want
				if slices.Contains(marked, f.name) {
					want.Answer = tooThin
				}
				if diff := cmp.Diff(want, readForm(t, in)); diff != "" {
					t.Errorf("%s, %s (-want +got):\n%s", name, f.name, diff)
				}
			}
		}
	}
}

// A formReading is what a text was read as: what it leads to, and the facts without their cites.
type formReading struct {
	Answer answer
	Facts  string
}

func readForm(t *testing.T, text string) formReading {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run([]string{"analyze", "--format", "json", "-"}, strings.NewReader(text), &stdout, &stderr)
	var d analyze.Diagnosis
	var report struct{ Facts any }
	for _, into := range []any{&d, &report} {
		if err := json.Unmarshal(stdout.Bytes(), into); err != nil {
			t.Fatalf("%v: %s", err, stderr.String())
		}
	}
	withoutCites(report.Facts)
	facts, err := json.MarshalIndent(report.Facts, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return formReading{answer{status, d.Verdict, d.PrivatePath, codes(d.Findings)}, string(facts)}
}

// withoutCites leaves the cites out of a report's facts.
func withoutCites(v any) {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "cites")
		for _, inner := range v {
			withoutCites(inner)
		}
	case []any:
		for _, inner := range v {
			withoutCites(inner)
		}
	}
}

// TestCodePageOutputs checks that nslookup of Windows reads in the code page of its language as it does in UTF-8.
func TestCodePageOutputs(t *testing.T) {
	const body = "%s:  UnKnown\r\nAddress:  168.63.129.16\r\n\r\n%s\r\n%s:    fabrikam.privatelink.vaultcore.azure.net\r\nAddress:  10.1.2.3\r\nAliases:  fabrikam.vault.azure.net\r\n\r\n"
	for _, tt := range []struct {
		page                 textencoding.Encoding
		server, answer, name string
	}{
		{charmap.CodePage850, "Serveur ", "Réponse ne faisant pas autorité\u00a0:", "Nom "},
		{charmap.CodePage850, "Servidor", "Não é resposta autoritativa:", "Nome"},
		{charmap.Windows1252, "Serveur ", "Réponse ne faisant pas autorité :", "Nom "},
		{charmap.CodePage852, "Serwer", "Nieautorytatywna odpowiedź:", "Nazwa"},
		{charmap.CodePage866, "╤хЁтхЁ", "Не заслуживающий доверия ответ:", "Имя"},
		{japanese.ShiftJIS, "サーバー", "権限のない回答:", "名前"},
		{simplifiedchinese.GBK, "服务器", "非权威应答:", "名称"},
	} {
		text := fmt.Sprintf(body, tt.server, tt.answer, tt.name)
		raw, err := tt.page.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(readForm(t, text), readForm(t, raw)); diff != "" {
			t.Errorf("%s in %v (-want +got):\n%s", tt.server, tt.page, diff)
		}
	}
}
