package parse

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const tableTitle = "Key                           Value\n---                           -----\n"

// row is the header in a row of a table.
func row(line int, text string) Header {
	name, value, _ := strings.Cut(text, " ")
	return Header{Name: strings.ToLower(name), Value: strings.Trim(value, " {}"), Cite: at(line, text)}
}

func TestReadHeaderTable(t *testing.T) {
	const (
		pragma  = "Pragma                        no-cache"
		info    = "x-ms-keyvault-network-info    " + infoOld
		command = "$(Invoke-WebRequest -UseBasicParsing -Uri " + testURL + ").Headers"
		title   = "Key                           Value"
	)
	ps := func(r Request) *Request {
		r.Tool, r.URL, r.Host, r.Path = toolPowerShell, testURL, "fabrikam.vault.azure.net", "/healthstatus"
		return &r
	}
	anon := func(r Request) *Request { r.Tool = toolPowerShell; return &r }
	block := func(line int, complete bool, rows ...Header) []Block {
		return []Block{{Complete: complete, At: at(line, title), Headers: rows}}
	}
	rows := []Header{row(4, pragma), row(5, info)}
	text := "\n" + tableTitle + pragma + "\n" + info + "\n"
	answer := func(complete bool) Request {
		return Request{Blocks: block(2, complete, rows...), NetworkInfo: oldInfo(5, info), At: at(2, title)}
	}
	exit1 := 1
	tests := []struct {
		name string
		src  Source
		want []Fact
	}{
		{"article, section 7: another prompt follows", Source{Text: text, Origin: Origin{Command: command, Whole: true}}, []Fact{ps(answer(true))}},
		{"blank line at the end", Source{Text: text + "\n\n"}, []Fact{anon(answer(true))}},
		{"loose paste: the end is not known", Source{Text: text}, []Fact{anon(answer(false))}},
		{"behind a filter", Source{Text: text + "\n", Origin: Origin{Command: command + " | select -first 9", Whole: true}}, []Fact{ps(answer(false))}},
		{"behind a formatter", Source{Text: text + "\n", Origin: Origin{Command: command + " | Format-Table -Wrap"}}, []Fact{ps(answer(true))}},
		{"doubled line ends", Source{Text: strings.ReplaceAll(tableTitle, "-\n", "-\n\n") + pragma + "\n\n" + info + "\n\n"},
			[]Fact{anon(Request{Blocks: block(1, false, row(4, pragma), row(6, info)), NetworkInfo: oldInfo(6, info), At: at(1, title)})}},
		{"columns lost in a paste", Source{Text: "Key Value\n--- -----\nPragma no-cache\n\n"},
			[]Fact{anon(Request{At: at(1, "Key Value"), Blocks: []Block{{Complete: true, At: at(1, "Key Value"), Headers: []Header{row(3, "Pragma no-cache")}}}})}},
		{"name cut: the block is not whole", Source{Text: tableTitle + pragma + "\nx-ms-keyvault-network-...      addr=10.1.2.4;\n\n"},
			[]Fact{anon(Request{At: at(1, title), Blocks: block(1, false, row(3, pragma))}),
				&Unread{Count: 1, First: at(4, "x-ms-keyvault-network-...      addr=10.1.2.4;")}}},
		{"two tables", Source{Text: tableTitle + pragma + "\n\n" + tableTitle + pragma + "\n"},
			[]Fact{anon(Request{At: at(1, title), Blocks: block(1, true, row(3, pragma))}), anon(Request{At: at(5, title), Blocks: block(5, false, row(7, pragma))})}},
		{"error on standard error", Source{Origin: Origin{Command: command, Exit: &exit1},
			Stderr: &Source{Origin: Origin{File: "e"}, Text: "Invoke-WebRequest : Unable to connect to the remote server\r\nAt line:1 char:3\r\n+ x\r\n"}},
			[]Fact{ps(Request{Failure: &Failure{Code: -1, Text: "Unable to connect to the remote server", Class: FailRefused, Cite: Cite{File: "e", Line: 1, Text: "Invoke-WebRequest : Unable to connect to the remote server"}},
				At: Cite{File: "e", Line: 1, Text: "Invoke-WebRequest : Unable to connect to the remote server"}})}},
		{"only the exit status", Source{Origin: Origin{Command: command, Exit: &exit1}},
			[]Fact{ps(Request{Failure: &Failure{Code: -1, Class: FailOther, Cite: Cite{File: testFile}}, At: Cite{File: testFile}})}},
		{"nothing printed", Source{Origin: Origin{Command: command}}, []Fact{ps(Request{At: Cite{File: testFile}})}},
		{"error status", Source{Text: "iwr : The remote server returned an error: (403) Forbidden.\nAt C:\\a.ps1:1 char:3\n"},
			[]Fact{anon(Request{At: at(1, "iwr : The remote server returned an error: (403) Forbidden."),
				Blocks: []Block{{Status: 403, Reason: "Forbidden", At: at(1, "iwr : The remote server returned an error: (403) Forbidden.")}}})}},
		{"the alias curl of PowerShell 5.1", Source{Text: "curl : The remote name could not be resolved: 'fabrikam.vault.azure.net'\n", Origin: Origin{Command: "curl " + testURL}},
			[]Fact{&Request{Tool: toolPowerShell, URL: testURL, Host: "fabrikam.vault.azure.net", Path: "/healthstatus",
				At:      at(1, "curl : The remote name could not be resolved: 'fabrikam.vault.azure.net'"),
				Failure: &Failure{Code: -1, Text: "The remote name could not be resolved: 'fabrikam.vault.azure.net'", Class: FailResolve, Cite: at(1, "curl : The remote name could not be resolved: 'fabrikam.vault.azure.net'")}}}},
		{"a line that is not understood", Source{Text: "PS C:\\> x\n" + tableTitle + pragma + "\n\nbye\n"},
			[]Fact{anon(Request{At: at(2, title), Blocks: block(2, true, row(4, pragma))}), &Unread{Count: 2, First: at(1, "PS C:\\> x")}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.src.File = testFile
			if diff := cmp.Diff(tt.want, powerShellFacts(t, tt.src), equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// powerShellFacts is facts for what may be of several kinds: an error is powershell-error, with a status or
// without, an answer with a status line powershell-response, a table powershell-headers.
func powerShellFacts(t *testing.T, src Source) []Fact {
	t.Helper()
	records := Read(src)
	checkQuotes(t, src, records)
	var fs []Fact
	for _, r := range records {
		want := kindHeaderTable
		if req, ok := r.Fact.(*Request); ok && (req.Failure != nil || r.Kind == kindRequestError && req.Last() != nil) {
			want = kindRequestError
		} else if ok && req.Last() != nil && req.Last().Status > 0 {
			want = kindResponse
		}
		if _, ok := r.Fact.(*Request); ok && r.Kind != want {
			t.Errorf("record of kind %q, want %q", r.Kind, want)
		}
		fs = append(fs, r.Fact)
	}
	return fs
}

// TestRequestErrorTexts reads each known message as PowerShell 5.1 and 7 print it, and without a prefix.
func TestRequestErrorTexts(t *testing.T) {
	for _, known := range requestErrorTexts {
		for _, prefix := range []string{"Invoke-WebRequest : ", "Invoke-WebRequest: ", ""} {
			text := known + " x"
			got := facts(t, Source{Text: prefix + text + "\n", Origin: Origin{File: testFile}}, kindRequestError)
			failure := &Failure{Code: -1, Text: text, Class: classOf(-1, text), Cite: at(1, prefix+text)}
			want := []Fact{&Request{Tool: toolPowerShell, At: at(1, prefix+text), Failure: failure}}
			if diff := cmp.Diff(want, got, equalAddrs); diff != "" {
				t.Errorf("%q (-want +got):\n%s", prefix+text, diff)
			}
		}
	}
}

func TestPowerShellCaptures(t *testing.T) {
	const whole = "PrivateLink 10.1.0.4"
	checkCaptures(t, "powershell-headers", map[string][]string{
		"table-51.txt":         {"-: 0 10.1.2.4"},
		"table-51-wrapped.txt": {"-: 0 " + whole},
		"table-7.txt":          {"-: 0 Ipv4 52.168.109.101"},
	})
	checkCaptures(t, "powershell-error", map[string][]string{
		"error-51-connect.txt":  {"-: (-1)"},
		"error-51-403-body.txt": {"-: Forbidden/ForbiddenByConnection"},
		"error-7-view.txt":      {"-: (-1)"},
		"error-7-403.txt":       {"-: 403"},
	})
	checkCaptures(t, "powershell-response", map[string][]string{
		"object-51.txt": {"-: 200 " + whole},
	})
}

func TestCutTables(t *testing.T) {
	const pe = "private_endpoint"
	tests := []struct {
		name, row string
		want      *NetworkInfo
	}{
		{"5.1", "x-ms-keyvault-network-info    conn_type=PrivateLink;addr=10.1.0.4;private_endpoint=/subscriptions/11...",
			&NetworkInfo{Raw: "conn_type=PrivateLink;addr=10.1.0.4;private_endpoint=/subscriptions/11...", ConnType: "PrivateLink",
				AddrText: "10.1.0.4", Addr: netip.MustParseAddr("10.1.0.4"), Other: []Pair{{pe, "/subscriptions/11..."}}}},
		{"7", "x-ms-keyvault-network-info    {conn_type=PrivateLink;addr=10.1…",
			&NetworkInfo{Raw: "{conn_type=PrivateLink;addr=10.1…", ConnType: "PrivateLink", Other: []Pair{{"addr", "10.1…"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := facts(t, Source{Text: tableTitle + tt.row + "\n\n", Origin: Origin{File: testFile}}, "powershell-headers")
			tt.want.Cite = at(3, tt.row)
			want := []Fact{&Request{Tool: toolPowerShell, NetworkInfo: tt.want, At: at(1, strings.Split(tableTitle, "\n")[0]),
				Blocks: []Block{{Complete: true, At: at(1, strings.Split(tableTitle, "\n")[0]),
					Headers: []Header{{Name: networkInfoHeader, Value: tt.want.Raw, Cite: tt.want.Cite}}}}},
				&Unread{Count: 1, First: tt.want.Cite}}
			if diff := cmp.Diff(want, got, equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzReadHeaderTable(f *testing.F) {
	for _, seed := range []string{
		tableTitle + "Pragma                        {no-cache}\n                              more\n\n\n",
		"StatusCode        : 200\nRawContent        : HTTP/1.1 200 OK\n                    A: b\n",
		"Invoke-WebRequest : {\"error\":{\"code\":\"x\"}}\nAt line:1 char:1\n+ x\n", "iwr: \nLine |\n  1 | x\n    | ~~\n    | text\n",
	} {
		f.Add(seed, "iwr "+testURL, "Invoke-WebRequest : x\n")
		f.Add(seed, "", "")
	}
	f.Fuzz(func(t *testing.T, text, command, stderr string) {
		src := Source{Text: text, Origin: Origin{File: "f.txt", Line: 3, Command: command},
			Stderr: &Source{Text: stderr, Origin: Origin{File: "f.err"}}}
		out := &sink{origin: &src.Origin}
		readHeaderTable(&src, out)
		records := out.done()
		if len(records) == 0 {
			t.Error("no record")
		}
		checkQuotes(t, src, records)
	})
}

func TestReadResponseObjects(t *testing.T) {
	const (
		info   = "x-ms-keyvault-network-info: conn_type=PrivateLink;addr=10.1.0.4;act_addr_fam=InterNetworkV6;"
		raw    = "RawContent        : HTTP/1.1 200 OK\n                    Pragma: no-cache\n"
		pairs  = "Headers           : {[Pragma, no-cache], [x-ms-keyvault-network-info, " + infoOld + "], [Date, Sun, 22 Nov 2026\n                    18:51:44 GMT]...}\n"
		opened = "StatusCode        : 403\nStatusDescription : Forbidden\nContent           : "
	)
	private := func(at Cite) *NetworkInfo {
		return &NetworkInfo{Raw: strings.TrimPrefix(info, networkInfoHeader+": "), ConnType: "PrivateLink", AddrText: "10.1.0.4",
			Addr: netip.MustParseAddr("10.1.0.4"), AddrFamily: "InterNetworkV6", Cite: at}
	}
	ps := func(b Block, r Request) *Request {
		r.Tool, r.Blocks, r.At = toolPowerShell, []Block{b}, b.At
		return &r
	}
	ok200 := func(at Cite, headers ...Header) Block {
		return Block{Proto: "HTTP/1.1", Status: 200, At: at, Headers: headers}
	}
	rawAt := func(line int) Cite { return at(line, "RawContent        : HTTP/1.1 200 OK") }
	pairsAt := at(3, strings.Split(pairs, "\n")[0])
	tests := []struct {
		name, in string
		want     []Fact
	}{
		{"its first lines are lost; blank lines between", raw + "\n                    " + info + "\nForms             :\n",
			[]Fact{ps(ok200(rawAt(1), field(2, "Pragma: no-cache"), field(4, info)), Request{NetworkInfo: private(at(4, info))})}},
		{"a value broken by the console", raw + "                    " + info[:40] + "\n                    " + info[40:] + "\n",
			[]Fact{ps(ok200(rawAt(1), field(2, "Pragma: no-cache"), Header{networkInfoHeader, info[len(networkInfoHeader)+2:], at(3, info[:40])}),
				Request{NetworkInfo: private(at(3, info[:40]))})}},
		{"a value that PowerShell cut is none", raw + "                    Strict-Transport-Security: ma...\n",
			[]Fact{ps(ok200(rawAt(1), field(2, "Pragma: no-cache")), Request{})}},
		{"headers that only the list tells", raw + pairs,
			[]Fact{ps(ok200(rawAt(1), field(2, "Pragma: no-cache"), Header{networkInfoHeader, infoOld, pairsAt}, Header{"date", "Sun, 22 Nov 2026 18:51:44 GMT", pairsAt}),
				Request{NetworkInfo: oldInfo(3, pairsAt.Text)})}},
		{"PowerShell 7 does not show the values of the list", raw + "Headers           : {[X-Content-Type-Options, System.String[]], [Date, System.String[]]…}\n",
			[]Fact{ps(ok200(rawAt(1), field(2, "Pragma: no-cache")), Request{})}},
		{"a refusal, cut and wrapped", opened + "{\"error\":{\"code\":\"Forbidden\",\"message\":\"Public network access is dis\n                    abled and request is not from a trusted service nor via an approved private link.\\r\\nVault: fab…\nImages            : {}\n",
			[]Fact{ps(Block{Status: 403, Reason: "Forbidden", At: at(1, "StatusCode        : 403")}, Request{Error: &ServiceError{Code: "Forbidden",
				Inner: "ForbiddenByConnection", Message: closedText + "\r\nVault: fab…",
				Cite: at(3, "Content           : {\"error\":{\"code\":\"Forbidden\",\"message\":\"Public network access is dis")}})}},
		{"wrapped text with colons is no property", opened + "a\n                    RawContent : HTTP/1.1 200 OK\nLinks             : {}\n",
			[]Fact{ps(Block{Status: 403, Reason: "Forbidden", At: at(1, "StatusCode        : 403")}, Request{})}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := powerShellFacts(t, Source{Text: tt.in, Origin: Origin{File: testFile}})
			if diff := cmp.Diff(tt.want, got, equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRequestErrorLanguages reads errors in other languages than English.
func TestRequestErrorLanguages(t *testing.T) {
	const id = "    + CategoryInfo          : InvalidOperation: (System.Net.HttpWebRequest:HttpWebRequest) [Invoke-WebRequest], WebException\n" +
		"    + FullyQualifiedErrorId : WebCmdletWebResponseException,Microsoft.PowerShell.Commands.InvokeWebRequestCommand\n"
	tests := []struct {
		name, in, text string
		host           string
		class          FailureClass
		status         int
		reason         string
	}{
		{"German, not resolved", "Invoke-WebRequest : Der Remotename konnte nicht aufgelöst werden: 'fabrikam.vault.azure.net'\nIn Zeile:1 Zeichen:1\n+ iwr\n+ ~~~\n" + id,
			"Der Remotename konnte nicht aufgelöst werden: 'fabrikam.vault.azure.net'", "fabrikam.vault.azure.net", FailResolve, 0, ""},
		{"French, refused, passed on by another command", "Get-Db : Le serveur distant a retourné une erreur : (403) Interdit.\nAu caractère C:\\a.ps1:3 : 1\n+ Get-Db\n+ ~~~~~~\n" + id,
			"Le serveur distant a retourné une erreur : (403) Interdit.", "", FailOther, 403, "Interdit"},
		{"German, PowerShell 7", "Invoke-WebRequest: Der angegebene Host ist unbekannt. (fabrikam.vault.azure.net:443)\n",
			"Der angegebene Host ist unbekannt. (fabrikam.vault.azure.net:443)", "fabrikam.vault.azure.net", FailOther, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			first, _, _ := strings.Cut(tt.in, "\n")
			cite := Cite{File: "x.txt", Line: 1, Text: first}
			want := &Request{Tool: toolPowerShell, Host: tt.host, At: cite, Failure: &Failure{Code: -1, Text: tt.text, Class: tt.class, Cite: cite}}
			if tt.status != 0 {
				want.Blocks, want.Failure = []Block{{Status: tt.status, Reason: tt.reason, At: cite}}, nil
			}
			got := powerShellFacts(t, Source{Text: tt.in, Origin: Origin{File: "x.txt"}})
			if diff := cmp.Diff([]Fact{want}, got, equalAddrs); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
