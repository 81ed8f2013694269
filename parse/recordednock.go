package parse

import (
	"slices"
	"strconv"
	"strings"
)

// recordedNockReader reads what nock recorded for the tests of Azure SDKs for JavaScript: nock('https://...'), the
// request, and .reply(401, body, headers).
var recordedNockReader = reader{name: kindRecording, match: matchNock, read: readNock}

func matchNock(_ *Source, head []string) bool {
	return slices.ContainsFunc(head, func(line string) bool { _, ok := nockScope(line); return ok })
}

// nockScope reads the base of the URL of nock('https://fabrikam.vault.azure.net:443', ...).
func nockScope(line string) (string, bool) {
	_, rest, ok := strings.Cut(line, "nock(")
	url, ok2 := jsString(rest)
	return withoutUsualPort(url), ok && ok2 && strings.Contains(url, "://")
}

// jsString reads the string that a text of JavaScript begins with.
func jsString(text string) (string, bool) {
	text = strings.TrimLeft(text, " \t")
	if text == "" || strings.IndexByte("'\"`", text[0]) < 0 {
		return "", false
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case text[0]:
			return unescapeJS(text[1:i], text[0]), true
		}
	}
	return "", false
}

// unescapeJS takes the backslashes out of a string of JavaScript.
func unescapeJS(s string, quote byte) string {
	if !strings.Contains(s, `\`) {
		return strings.Clone(s)
	}
	if quote != '"' {
		s = strings.ReplaceAll(strings.ReplaceAll(s, `\'`, `'`), `"`, `\"`)
		s = strings.ReplaceAll(s, `\\"`, `\"`)
	}
	if u, err := strconv.Unquote(`"` + s + `"`); err == nil {
		return u
	}
	return s
}

// A nockReading is the state of reading one recording.
type nockReading struct {
	out   *sink
	sc    *scanner
	base  string
	path  string
	req   *Request
	block Block
	list  bool   // the headers are a list of names and values in turn
	name  string // the name before a value, in a list
}

func readNock(src *Source, out *sink) {
	r := &nockReading{out: out, sc: newScanner(src, out.origin)}
	for r.sc.next() {
		r.line(strings.TrimSpace(r.sc.text))
	}
	r.end(false)
	if len(out.records) == 0 && out.skipped == nil {
		out.add(unrecognised(src, out.origin))
	}
}

// line reads one line.
func (r *nockReading) line(line string) {
	if base, ok := nockScope(line); ok {
		r.end(false)
		r.base, r.path = base, ""
	}
	for _, method := range []string{".get(", ".post(", ".put(", ".patch(", ".delete(", ".head("} {
		if _, rest, ok := strings.Cut(line, method); ok && r.req == nil {
			if path, ok := jsString(rest); ok {
				r.path = path
			}
		}
	}
	if _, rest, ok := strings.Cut(line, ".reply("); ok {
		r.end(false)
		r.reply(rest)
		return
	}
	if r.req != nil {
		r.header(line)
	}
}

// reply reads "401, body, [" or "401, body, { 'name': 'value',".
func (r *nockReading) reply(text string) {
	code, rest, ok := strings.Cut(text, ",")
	if code = strings.TrimSpace(code); !ok || len(code) != 3 || !isDigits(code) {
		r.out.unread(r.sc.cite())
		return
	}
	cite := r.sc.cite()
	r.req = &Request{}
	r.req.record(r.base + r.path)
	r.block = Block{At: cite}
	r.block.Status, _ = strconv.Atoi(code)
	rest = strings.TrimSpace(rest)
	if body, ok := jsString(rest); ok {
		r.req.Error = serviceError([]string{body}, []Cite{cite})
	} else {
		r.req.Error = serviceError([]string{rest}, []Cite{cite})
	}
	at := max(strings.LastIndex(rest, ", ["), strings.LastIndex(rest, ", {"))
	if at < 0 {
		return
	}
	r.list = rest[at+2] == '['
	r.header(strings.TrimSpace(rest[at+3:]))
}

// header reads a line of the headers.
func (r *nockReading) header(line string) {
	if r.list {
		for value, ok := jsString(line); ok; value, ok = jsString(line) {
			if r.name == "" {
				r.name = value
			} else {
				r.add(r.name, value)
				r.name = ""
			}
			_, line, _ = strings.Cut(line, ",")
			if strings.Contains(value, ",") {
				break // what follows the comma is no next string
			}
		}
	} else if name, rest, ok := nockPair(line); ok {
		if value, ok := jsString(rest); ok {
			r.add(name, value)
		}
	}
	if strings.HasSuffix(line, "]);") || strings.HasSuffix(line, "});") || line == "]" {
		r.end(true)
	}
}

// nockPair splits `'name': 'value',` and `name: 'value',`.
func nockPair(line string) (name, rest string, ok bool) {
	if name, ok := jsString(line); ok {
		_, rest, ok := strings.Cut(line[len(name)+2:], ":")
		return name, rest, ok && isToken(name)
	}
	name, rest, ok = strings.Cut(line, ":")
	return strings.TrimSpace(name), rest, ok && isToken(strings.TrimSpace(name))
}

func (r *nockReading) add(name, value string) {
	if isToken(name) && len(r.block.Headers) < maxErrorLines {
		r.block.Headers = append(r.block.Headers, Header{Name: strings.ToLower(name), Value: value, Cite: r.sc.cite()})
	}
}

// end hands out the exchange that was read.
func (r *nockReading) end(whole bool) {
	if r.req == nil {
		return
	}
	r.block.Complete = whole
	r.req.Blocks = []Block{r.block}
	settle(r.req, &Source{}, r.out, Cite{})
	r.out.add(r.req)
	r.req, r.name = nil, ""
}
