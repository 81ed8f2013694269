package parse

import (
	"cmp"
	"slices"
	"strings"
)

// readErrorLog reads the errors of Key Vault and those of its clients that a text holds, in their order. What they say
// again is dropped; lines of a stack trace say nothing more.
func readErrorLog(src *Source, out *sink) {
	kind := out.kind
	for _, s := range bothOutputs(src) {
		r := errorLogReading{log: newLogText(s, &s.Origin), vault: cmp.Or(commandVault(src.Command), cmdletVault(src.Command))}
		r.used = make([]bool, len(r.log.lines))
		r.found(s)
		r.cite(s, out)
		slices.SortStableFunc(r.finds, func(a, b errorFind) int { return cmp.Compare(a.at, b.at) })
		for _, f := range r.finds {
			out.kind = f.kind
			f.add(&r, out)
		}
		out.kind = kind
	}
}

// An errorLogReading is the state of reading the errors of one text.
type errorLogReading struct {
	log   *logText
	vault string       // that the command is about
	used  []bool       // lines that belong to an error
	cites map[int]Cite // of those lines
	finds []errorFind
}

// An errorFind is an error found at a line.
type errorFind struct {
	at   int
	kind string
	add  func(r *errorLogReading, out *sink)
}

// found finds the errors and notes the lines that belong to them.
func (r *errorLogReading) found(src *Source) {
	keep := func(at, from, to int, kind string, add func(*errorLogReading, *sink), asides map[int]bool) {
		r.use(from, to, asides)
		r.finds = append(r.finds, errorFind{at, kind, add})
	}
	for _, f := range r.log.refusals() {
		asides := map[int]bool{}
		for _, i := range f.asides {
			asides[i] = true
		}
		keep(f.at, f.from, f.to, kindKeyVaultError, f.add, asides)
		for _, lines := range f.again {
			r.use(lines[0], lines[1], asides)
		}
	}
	for _, h := range r.log.hiddenErrors() {
		keep(h.at, h.at, h.at, kindKeyVaultError, h.add, nil)
	}
	for _, f := range r.log.faults(formsIn(src.Text), slices.Clone(r.used)) {
		keep(f.at, f.at, f.to, kindClientError, f.add, nil)
		for _, lines := range f.again {
			r.use(lines[0], lines[1], nil)
		}
	}
}

// use notes lines that belong to an error: a stretch but for some.
func (r *errorLogReading) use(from, to int, asides map[int]bool) {
	for i := from; i <= to && i < len(r.used); i++ {
		r.used[i] = r.used[i] || !asides[i]
	}
}

// cite quotes the lines of the errors, and tells all others but those of stack traces.
func (r *errorLogReading) cite(src *Source, out *sink) {
	r.cites = map[int]Cite{}
	powerShell := strings.Contains(src.Text, "+ CategoryInfo")
	i := 0
	for sc := newScanner(src, &src.Origin); sc.next(); {
		used, first := false, i
		for ; i < len(r.used) && r.log.lines[i].n == r.log.lines[first].n; i++ {
			if r.used[i] {
				used = true
				r.cites[i] = sc.cite()
			}
		}
		if !used && r.log.lines[first].tellsMore() &&
			!(powerShell && (strings.HasPrefix(r.log.lines[first].text, "+ ") || isPlace(strings.TrimSpace(sc.text), sc.peek()))) {
			out.unread(sc.cite())
		}
	}
}

// traceStarts begin lines that belong to the error above or below them and tell no more.
var traceStarts = []string{"at ", "File \"", "--- End of ", "Traceback (most", "During handling of", "The above exception was",
	"raise ", "return ", "Suppressed: ", "... ", "---", "===", "^", "~", "```", "errno: ", "code: '", "syscall: '", "hostname: '",
	"Code: ", "ErrorCode: ", "Content:", "Headers:", "Inner Exception", "|"}

// tellsMore reports whether a line is none of a stack trace, of the dump of an error, or of the place that Terraform
// tells below one.
func (line *logLine) tellsMore() bool {
	for _, start := range traceStarts {
		if strings.HasPrefix(line.text, start) {
			return false
		}
	}
	if line.framed && !strings.HasPrefix(line.text, "Error") && !strings.HasPrefix(line.text, "Warning") {
		return false
	}
	return strings.Trim(line.text, "{}[](),;<>│╷╵'\"") != ""
}

// add hands out a refusal as a request.
func (f *refusal) add(r *errorLogReading, out *sink) {
	req := &Request{Tool: f.tool, At: r.cites[f.at]}
	req.aim(f.url, f.host)
	e := &ServiceError{Code: f.code, Message: f.message, Cite: r.cites[f.at]}
	if f.details.vault == "" && r.vault != "" && req.Host == "" {
		e.Vault = Text{r.vault, req.At}
	}
	if f.innerAt >= 0 { // else the inner code is what the sentence means
		e.Inner, e.Cite = f.inner, r.cites[f.innerAt]
	}
	req.Error = e
	for _, m := range f.remarks {
		out.remark(m.text, r.cites[m.line])
	}
	if masked := e.describe(func(text string) Cite { return r.cites[f.line(text)] }); masked != nil {
		out.add(masked)
	}
	if f.status != 0 || len(f.headers) > 0 {
		b := Block{Status: f.status, At: req.At}
		if f.statusAt >= 0 {
			b.At = r.cites[f.statusAt]
		}
		for _, h := range f.headers {
			b.Headers = append(b.Headers, Header{h.name, strings.Clone(h.value), r.cites[h.line]})
		}
		req.Blocks = []Block{b}
	}
	if f.network != "" {
		req.NetworkInfo = parseNetworkInfo(strings.Clone(f.network), r.cites[f.infoAt], false)
	}
	out.add(req)
}

// aim sets where a request went: the URL, or the host where no URL is told.
func (r *Request) aim(url, host string) {
	if r.Host = strings.Clone(host); url != "" {
		r.URL = strings.Clone(url)
		r.Host, _, r.Path = splitURL(r.URL)
	}
}

// A hiddenError is Azure DevOps' error that stands where a refusal of Key Vault is not shown.
type hiddenError struct {
	at      int
	message string
}

// hiddenErrors finds the errors of Azure DevOps that hide a refusal. In prose their activity has no real id.
func (l *logText) hiddenErrors() []hiddenError {
	const mark, activity, digits = "TF400898: An Internal Error Occurred.", "Activity Id: ", 6
	var list []hiddenError
	for i, line := range l.lines {
		at := strings.Index(line.text, mark)
		if at < 0 || len(list) >= maxRefusals {
			continue
		}
		_, id, _ := strings.Cut(line.text[at:], activity)
		if len(id) < digits || strings.Trim(id[:digits], "0123456789abcdefABCDEF") != "" || l.advised(i) {
			continue
		}
		list = append(list, hiddenError{i, strings.Clone(line.text[at:])})
	}
	return list
}

func (h hiddenError) add(r *errorLogReading, out *sink) {
	c := r.cites[h.at]
	out.add(&Request{Tool: "azure-devops", Failure: &Failure{Code: -1, Text: h.message, Class: FailOther, Cite: c}, At: c})
}

// adviceWords are in the lines by which documentation introduces an error that nobody had.
var adviceWords = []string{"you may see", "you might see", "you may get", "you might get", "if you get", "if you see", "if you receive",
	"may receive", "might receive", "expected error", "expected output", "messages mean", "message means", "for example", "error similar to",
	"errors similar to", "looks similar to", "sample error", "example error", "may be returned", "should fail with", "fails with an error like"}

// advice tells whether a line holds words of advice. It is found out once: many errors may stand below one long line.
type advice byte

const (
	adviceUnknown advice = iota
	adviceNone
	adviceFound
)

// advises reports whether a line holds words of advice.
func (line *logLine) advises() bool {
	if line.advice == adviceUnknown {
		line.advice = adviceNone
		if containsAny(strings.ReplaceAll(strings.ToLower(line.text), "unexpected", ""), adviceWords) {
			line.advice = adviceFound
		}
	}
	return line.advice == adviceFound
}

// advised reports whether what stands in a line is quoted by documentation: the line is a row of a table, or it or
// the text above it says so.
func (l *logText) advised(line int) bool {
	text := l.lines[line].text
	if strings.HasPrefix(text, "|") && strings.Count(text, "|") > 2 && !l.lines[line].framed {
		return true
	}
	for i, seen := line, 0; i >= 0 && line-i < 12 && seen < 4; i-- {
		text := l.lines[i].text
		if text == "" || strings.HasPrefix(text, "```") {
			continue
		}
		if i < line && l.lines[i].record && !l.stamped {
			return false
		}
		seen++
		if l.lines[i].advises() {
			return true
		}
	}
	return false
}

// toolRows tell a program by what stands in the lines of its errors; the first that fits decides.
var toolRows = []struct{ text, tool string }{
	{"azurerm", "terraform"}, {"-AzKeyVault", "powershell"}, {"-AzureKeyVault", "powershell"}, {"Microsoft.Azure.Commands.KeyVault", "powershell"}, {"Azure.RequestFailedException", "dotnet"}, {"KeyVaultErrorException", "dotnet"}, {"Microsoft.Azure.", "dotnet"},
	{"azure.core.exceptions", "python"}, {"HttpResponseError", "python"}, {"com.azure.", "java"}, {"Status code 4", "java"},
	{"RestError", "node"}, {"keyvault.BaseClient#", "go"}, {"autorest/azure", "go"}, {"RESPONSE 4", "go"}, {"ERROR CODE: ", "go"},
	{"ERROR: (", "az"}, {"Inner error: {", "az"},
}

// toolOf tells which program printed an error in some lines; "" if they do not say.
func (l *logText) toolOf(from, to int) string {
	const frame = 8 // lines below, in which Terraform names the resource, and PowerShell the cmdlet
	for i := from; i <= to; i++ {
		if l.lines[i].framed {
			return "terraform"
		}
	}
	for _, row := range toolRows {
		below := 0
		if row.tool == "terraform" || row.tool == toolPowerShell {
			below = frame
		}
		for i := from; i <= to+below && i < len(l.lines); i++ {
			if strings.Contains(l.lines[i].text, row.text) {
				return row.tool
			}
		}
	}
	return ""
}
