package parse

import (
	"slices"
	"strconv"
	"strings"
)

// kindRecording names the records of exchanges that a test recorded.
const kindRecording = "http-recording"

// recordedJSONReader reads exchanges that were recorded as JSON: by the tests of the Azure SDKs for Java and .NET, by
// nock, by VCR, and by browsers (HAR).
var recordedJSONReader = reader{name: kindRecording, match: matchRecordedJSON, read: readRecordedJSON}

// recordedMarks are keys of which each set shows a recording.
var recordedMarks = [][]string{
	{`"RequestUri"`}, {`"networkCallRecords"`}, {`"Uri"`, `"Method"`}, {`"scope"`, `"rawHeaders"`}, {`"scope"`, `"status"`, `"path"`},
	{`"log"`, `"entries"`}, {`"log"`, `"creator"`}, {`"interactions"`, `"request"`}, {`"request"`, `"response"`, `"headers"`},
}

func matchRecordedJSON(_ *Source, head []string) bool {
	at := slices.IndexFunc(head, func(line string) bool { return strings.TrimSpace(line) != "" })
	if at < 0 || !opensJSON(head[at]) {
		return false
	}
	text := strings.Join(head, "\n")
	return slices.ContainsFunc(recordedMarks, func(marks []string) bool {
		return !slices.ContainsFunc(marks, func(m string) bool { return !strings.Contains(text, m) })
	})
}

// A recording reads one JSON document of exchanges.
type recording struct {
	w   *jsonWalker
	out *sink
}

func readRecordedJSON(src *Source, out *sink) {
	r := recording{newJSONWalker(src), out}
	for r.w.off < len(r.w.text) && strings.TrimSpace(r.w.rest()) == "" {
		r.w.skip()
	}
	r.w.open(len(r.w.text))
	top, list := r.w.document(false, func(n *jsonNode) bool {
		r.exchanges(n)
		return true
	})
	if list != top {
		r.exchanges(top)
	}
	if r.w.stop != "" {
		out.unread(r.w.stopAt)
	}
	if len(out.records) == 0 && out.skipped == nil {
		out.add(unrecognised(src, out.origin))
	}
}

// exchanges reads an exchange, or all that a list of them holds.
func (r *recording) exchanges(n *jsonNode) {
	if n.is(jsonObject) && r.exchange(n) {
		return
	}
	for _, key := range []string{"Entries", "networkCallRecords", "interactions", "log"} {
		for _, list := range []*jsonNode{n.get(key), n.get(key).get("entries")} {
			if list.is(jsonArray) {
				for _, c := range list.children {
					r.exchange(c)
				}
			}
		}
	}
}

// firstOf returns the first of some nodes that is there and is no null.
func firstOf(nodes ...*jsonNode) *jsonNode {
	for _, n := range nodes {
		if n != nil && n.kind != jsonNull {
			return n
		}
	}
	return nil
}

// exchange reads one request with its answer. It reports whether the node is one.
func (r *recording) exchange(e *jsonNode) bool {
	response := e.get("response")
	code := firstOf(e.get("StatusCode"), response.get("StatusCode"), response.get("status_code"), response.get("status").get("code"),
		scalar(response.get("status")), response.get("code"), scalar(e.get("status")))
	if code == nil || len(code.value) != 3 || !isDigits(code.value) {
		return false
	}
	req := &Request{}
	req.record(scalarText(firstOf(e.get("RequestUri"), e.get("Uri"), e.get("request").get("uri"), e.get("request").get("url"))))
	if scope := scalarText(e.get("scope")); scope != "" {
		req.record(withoutUsualPort(scope) + scalarText(e.get("path")))
	}
	b := Block{At: r.w.cite(code), Complete: true}
	b.Status, _ = strconv.Atoi(code.value)
	headers := firstOf(e.get("ResponseHeaders"), response.get("headers"), e.get("rawHeaders"), e.get("headers"))
	if headers == nil || e.get("Method") != nil && response.get("StatusCode") != nil {
		headers = firstOf(response) // Java keeps the headers beside status and body
	}
	r.headers(&b, headers)
	req.Blocks = []Block{b}
	body := firstOf(e.get("ResponseBody"), response.get("Body"), response.get("content").get("text"))
	if body == nil && e.get("scope") != nil {
		body = response
	}
	if s := body.get("string"); s != nil {
		body = s
	}
	req.Error = r.bodyError(body)
	settle(req, &Source{}, r.out, Cite{})
	r.out.add(req)
	return true
}

// scalar returns the node if it is no container.
func scalar(n *jsonNode) *jsonNode {
	if n == nil || n.container() {
		return nil
	}
	return n
}

// scalarText returns the text of a scalar, "" of all else.
func scalarText(n *jsonNode) string {
	if n = scalar(n); n == nil {
		return ""
	}
	return n.value
}

// record sets the URL of a recorded request. Where only the path was recorded, its host is not known.
func (r *Request) record(url string) {
	if strings.HasPrefix(url, "/") {
		r.Path, _, _ = strings.Cut(strings.Clone(url), "?")
	} else if url != "" {
		r.URL = strings.Clone(url)
		r.Host, _, r.Path = splitURL(r.URL)
	}
}

// withoutUsualPort takes off the port that nock writes behind every host.
func withoutUsualPort(url string) string {
	if strings.HasPrefix(url, "https://") {
		return strings.TrimSuffix(url, ":443")
	}
	return strings.TrimSuffix(url, ":80")
}

// headers reads the headers of an answer: an object, a list of names and values in turn, or a list of objects.
func (r *recording) headers(b *Block, n *jsonNode) {
	add := func(name string, v *jsonNode) {
		if v.is(jsonArray) && len(v.children) > 0 {
			v = v.children[0]
		}
		if text := scalarText(v); v.is(jsonString) && isToken(name) && len(b.Headers) < maxErrorLines {
			b.Headers = append(b.Headers, Header{Name: strings.ToLower(name), Value: strings.Clone(text), Cite: r.w.cite(v)})
		}
	}
	switch {
	case n.is(jsonObject):
		for _, c := range n.children {
			if !strings.EqualFold(c.key, "StatusCode") && !strings.EqualFold(c.key, "Body") {
				add(strings.Clone(c.key), c)
			}
		}
	case n.is(jsonArray):
		for i, c := range n.children {
			if c.is(jsonObject) {
				add(scalarText(c.get("name")), c.get("value"))
			} else if i%2 == 1 {
				add(scalarText(n.children[i-1]), c)
			}
		}
	}
}

// bodyError reads the error of a recorded body, which is a text or JSON of its own.
func (r *recording) bodyError(n *jsonNode) *ServiceError {
	if n.is(jsonString) {
		return serviceError([]string{n.value}, []Cite{r.w.cite(n)})
	}
	e := n.get("error")
	code, message, inner := e.get("code"), e.get("message"), e.get("innererror").get("code")
	if scalarText(code) == "" && scalarText(message) == "" {
		return nil
	}
	return &ServiceError{Code: scalarText(code), Message: scalarText(message), Inner: scalarText(inner), Cite: r.w.cite(firstOf(inner, code, message))}
}
