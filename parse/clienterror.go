package parse

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
)

// clientErrorReader reads the errors of programs that got no answer: in logs, with or without time stamps, and
// within JSON.
var clientErrorReader = reader{name: kindClientError, opens: opensClientError, match: matchClientError, read: readErrorLog}

const kindClientError = "client-error"

// A fault is an error of a program that got no answer, as it was found in a text.
type fault struct {
	tool   string
	url    string // of the request, if it is to the host
	host   string // lower case; an address where the error names nothing else; "" if not told
	text   string // the error, without what stands around it
	class  FailureClass
	query  string  // the name that was looked up; "" if the error is of none
	server string  // the name server asked; "" if not told
	ended  Outcome // of the lookup; "" where the error tells no server
	masked string  // the server or the host, where its author hid it
	hidden int     // the line of what is masked

	at, to int      // lines
	again  [][2]int // lines of other tellings of the same
}

// A faultForm is one way in which a program tells such an error. Read gets the line from the mark on, and what
// stands before it.
type faultForm struct {
	tool string
	mark string
	read func(before, rest string) (fault, bool)
}

// faultForms are tried in this order; the first whose mark is in a line and that can read it decides.
var faultForms = slices.Concat(goForms, pythonForms, javaForms, nodeForms, dotnetForms, connectForms)

// matchClientError looks for an error of a program in a text that is no answer with headers.
func matchClientError(src *Source, head []string) bool {
	if parseHTTPCommand(src.Command).tool != "" || parseAzCommand(src.Command).data || answersHTTP(src, head) {
		return false
	}
	for _, s := range bothOutputs(src) {
		forms := formsIn(s.Text)
		if len(forms) == 0 || isExport(s, head) {
			continue
		}
		l := newLogText(s, &s.Origin)
		for _, f := range l.faults(forms, make([]bool, len(l.lines))) {
			if (!management(f) || f.class == FailProxy && !isJSONName(src.File)) && (f.host != "" || !strings.HasPrefix(l.lines[f.at].text, "ERROR: ")) {
				return true
			}
		}
	}
	return false
}

// management reports whether an error is about the resource manager or a login, as az tells it in place of an export.
func management(f fault) bool {
	return strings.HasPrefix(f.host, "management.") || strings.HasPrefix(f.host, "login.") || strings.HasPrefix(f.host, "graph.")
}

// formsIn returns the forms whose marks a text contains.
func formsIn(text string) []faultForm {
	var forms []faultForm
	for _, f := range faultForms {
		if strings.Contains(text, f.mark) {
			forms = append(forms, f)
		}
	}
	return forms
}

// openingMarks are in lines that certainly are errors of a program.
var openingMarks = []string{"dial tcp", "HTTPSConnectionPool(host='", "UnknownHostException: ", "getaddrinfo ENOTFOUND ",
	"HttpRequestException: ", "Failed to resolve '", "nc: connect to "}

// opensClientError reports whether a line holds an error of a program that names the host.
func opensClientError(line, _ string) bool {
	const long = 4 << 10
	if len(line) > long || !containsAny(line, openingMarks) || isHTTPToolError(line) {
		return false
	}
	f, ok := readFault(newLogLine(line).text, formsIn(line))
	return ok && f.host != "" && !management(f)
}

// isHTTPToolError reports whether a line is an error of a tool that other readers know.
func isHTTPToolError(line string) bool {
	_, ok := requestError(line)
	_, isCurl := curlFailure(line)
	return ok || isCurl || strings.HasPrefix(line, "wget: ") || strings.HasPrefix(line, "ERROR: ")
}

// readFault reads the error that a line holds.
func readFault(line string, forms []faultForm) (fault, bool) {
	for _, form := range forms {
		i := strings.Index(line, form.mark)
		if i < 0 {
			continue
		}
		f, ok := form.read(line[:i], line[i:])
		if !ok {
			continue
		}
		if f.tool == "" {
			f.tool = form.tool
		}
		sure := f.class != ""
		if !sure {
			f.class = classOf(-1, f.text)
		}
		if maskedHost(f.host) {
			f.masked, f.host = cmp.Or(f.masked, f.host), ""
		}
		if f.host != "" {
			f.host = hostWord(f.host)
		}
		if url := vaultURL(line); isAddress(f.host) && url != "" {
			f.host = hostOfURL(url) // the address is what that host was resolved to
		}
		for _, url := range []string{goURL(line[:i]), vaultURL(line)} {
			if f.url == "" && f.host != "" && hostOfURL(url) == f.host {
				f.url = url
			}
		}
		return f, sure || f.class != FailOther
	}
	return fault{}, false
}

// faults finds the errors in the lines that are not yet used. Those that say the same are one, and so are those of
// a chain of exceptions.
func (l *logText) faults(forms []faultForm, used []bool) []fault {
	var found []fault
	for i := range l.lines {
		line := l.lines[i].text
		if used[i] || !slices.ContainsFunc(forms, func(f faultForm) bool { return strings.Contains(line, f.mark) }) {
			continue
		}
		f, ok := readFault(line, forms)
		f.at, f.to, f.hidden = i, i, i
		if i+1 < len(l.lines) && !l.lines[i+1].record && (!ok || f.host == "" && f.query == "") {
			// A console has broken the line, in a word or between two.
			below := l.lines[i+1].text
			whole := []string{line + below, line + " " + below}
			if strings.HasPrefix(below, "--->") { // .NET tells an inner exception
				whole = whole[1:]
			}
			for _, whole := range whole {
				if g, better := readFault(whole, forms); below != "" && !ok && better {
					f, ok = g, true
					f.at, f.to, f.hidden = i, i+1, i
				}
			}
		}
		if ok && isAddress(f.host) {
			l.requestBelow(&f)
		}
		if ok && !l.advised(i) && len(found) < maxRefusals {
			found = l.mergeFault(found, f)
		}
	}
	return found
}

// requestBelow takes the vault's URL of the request from the lines below an error that names an address only.
func (l *logText) requestBelow(f *fault) {
	const near = 3
	for i := f.to + 1; i <= f.to+near && i < len(l.lines) && !l.lines[i].record; i++ {
		if url := vaultURL(l.lines[i].text); url != "" {
			f.url, f.host, f.to = url, hostOfURL(url), i
			return
		}
	}
}

// isAddress reports whether a host is an IP address.
func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// mergeFault adds a fault, or fills in with it what an earlier one of the same lacks.
func (l *logText) mergeFault(list []fault, f fault) []fault {
	const back, near = 50, 120
	for i := max(0, len(list)-back); i < len(list); i++ {
		old := &list[i]
		if old.tool != f.tool || old.class != f.class || !agree(old.server, f.server) && old.query == f.query {
			continue
		}
		chained := (old.host == "" || f.host == "") && f.at-old.to <= near && !l.recordBetween(old.to, f.at)
		if old.host != f.host && !chained {
			continue
		}
		old.again = append(old.again, [2]int{f.at, f.to}, [2]int{old.at, old.to})
		if old.host == "" && f.host != "" {
			old.url, old.host, old.text, old.at, old.to = f.url, f.host, f.text, f.at, f.to
		}
		if old.query == "" || old.server == "" {
			if old.query, old.server, old.ended = cmp.Or(f.query, old.query), f.server, f.ended; f.masked != "" {
				old.masked, old.hidden = f.masked, f.hidden
			}
		}
		return list
	}
	return append(list, f)
}

// recordBetween reports whether a line that begins a new message of a log stands between two lines.
func (l *logText) recordBetween(from, to int) bool {
	for i := from + 1; i <= to; i++ {
		if l.lines[i].record {
			return true
		}
	}
	return false
}

// add hands out a fault as a request, and as a lookup where it names the server asked.
func (f fault) add(r *errorLogReading, out *sink) {
	c := r.cites[f.at]
	if f.masked != "" {
		out.add(&Masked{Text: strings.Clone(f.masked), Cite: r.cites[f.hidden]})
	}
	if f.query != "" && f.ended != "" {
		unchosen := false
		l := &Lookup{Tool: f.tool, Query: canonical(f.query), Server: f.server, Explicit: &unchosen, Outcome: f.ended, At: c}
		if f.server != "" {
			l.ServerAt = c
		}
		out.add(l)
	}
	const most = 400
	text := f.text[:min(len(f.text), most)]
	req := &Request{Tool: f.tool, At: c}
	req.aim(f.url, f.host)
	req.Failure = &Failure{Code: -1, Text: strings.ToValidUTF8(strings.Clone(text), ""), Class: f.class, Cite: c}
	out.add(req)
}

// hostWord returns a host name, lower case, or an address as a text has it; "" where it is a placeholder or cut.
func hostWord(word string) string {
	word = strings.Trim(word, "'\"`<>()[]{},;/ \u2018\u2019\u201c\u201d")
	if a := originAddr(word); a.IsValid() {
		return a.String()
	}
	if host, port, ok := strings.Cut(word, ":"); ok && isDigits(port) {
		word = host
	}
	word = canonical(word)
	if !dnsName(word) || elidedText(word) || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-._") != "" || !strings.Contains(word, ".") && word != "localhost" || maskedHost(word) {
		return ""
	}
	return word
}

// maskedHost reports whether the first label of a host name was hidden: "----.vault.azure.net", "***.vault.azure.net".
func maskedHost(host string) bool {
	label, _, ok := strings.Cut(host, ".")
	if strings.ContainsAny(label, "$%{<") && !strings.ContainsAny(host, " \t/") { // a variable that was not filled in
		return true
	}
	return ok && !originAddr(host).IsValid() && (label != "" && strings.Trim(label, maskRunes+"-") == "" || leftOut(label))
}

// hostOfQuoted returns the host of the last URL in a text.
func hostOfQuoted(text string) string {
	rest := strings.TrimPrefix(lastURL(text), "://")
	if end := strings.IndexAny(rest, "/?#\"' \\)"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// untilQuote cuts a text at the quote, or at the escape, that ends what a program has put into a string.
func untilQuote(text string) string {
	if end := strings.IndexAny(text, "\"\\\n"); end >= 0 {
		text = text[:end]
	}
	return strings.TrimRight(text, " .,;'`}]")
}
