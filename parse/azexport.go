package parse

import (
	"fmt"
	"strconv"
	"strings"
)

// An azExport turns the JSON documents of one capture into records.
type azExport struct {
	src     *Source
	w       *jsonWalker
	m       azMapper
	out     *sink
	request azRequest
	typ     ResourceType // what the capture should hold, by command or file name; empty if unknown
	seen    ResourceType // what it was last seen to hold; empty so far
	hurt    bool         // a document was not whole
}

func newAzExport(src *Source, out *sink) *azExport {
	w := newJSONWalker(src)
	e := &azExport{src: src, w: w, m: azMapper{w: w, out: out, late: new([]*Masked)}, out: out, request: parseAzCommand(src.Command)}
	e.typ = exportType(src, e.request)
	return e
}

// exportType returns what a capture should hold: by the command, or by the file's name where no az command
// is known.
func exportType(src *Source, request azRequest) ResourceType {
	if request.az {
		return request.typ
	}
	return fileType(src.File)
}

// follow takes what an echoed command asks for as what stands below it, where the capture's own is not known.
func (e *azExport) follow(noise *azNoise) {
	if noise.command == "" || noise.echoed || e.src.Command != "" {
		return
	}
	e.request = parseAzCommand(noise.command)
	if e.request.typ != "" {
		e.typ = e.request.typ
	}
	noise.command = ""
}

// document reads the document that the walker has opened.
func (e *azExport) document(fragment bool) {
	before, first := len(e.out.records), e.w.citeLine()
	l := azListing{complete: true}
	top, list := e.w.document(fragment, func(n *jsonNode) bool {
		e.element(&l, n)
		return true
	})
	if list == nil {
		e.single(top)
	} else if !e.failure(top) {
		e.list(&l, top, list)
	}
	e.close(before, first)
}

// list tells what a list was: one of many pages, or all that there is of a type.
func (e *azExport) list(l *azListing, top, list *jsonNode) {
	if at, reason := nextPage(top, l.elements); at != nil {
		next := ""
		if strings.HasPrefix(at.value, "https://") {
			next = at.value
		}
		e.out.add(&Partial{Type: e.holds(), Reason: reason, Next: next, Cite: e.w.cite(at)})
		return
	}
	if e.w.stop != "" || len(e.w.harms) > 0 || strings.EqualFold(list.key, "data") {
		return
	}
	if e.request.az && !e.request.all {
		if l.elements == 0 {
			e.out.add(&Recognised{First: e.w.cite(list)}) // nothing was selected, which says nothing of what there is
		}
		return
	}
	if l.elements == 0 {
		l.typ = e.typ
	}
	if l.complete && !l.ofOtherSets() && (l.typ != "" || l.elements == 0 && e.request.az) {
		e.out.add(l.listing(e.request, e.w.cite(list)))
	}
}

// close tells what was wrong in a document, and one that was not understood.
func (e *azExport) close(before int, first Cite) {
	e.w.settle()
	known := len(e.out.records) > before
	broken := e.w.stop != "" || len(e.w.harms) > 0
	if !known && !e.request.az && (!broken || e.holds() == "" && !e.w.over) {
		e.out.unread(first)
		return
	}
	for i, h := range e.w.harms {
		if i == 0 {
			e.out.add(&Partial{Type: e.holds(), Reason: h.reason, Cite: h.at})
		} else {
			e.out.unread(h.at)
		}
		e.hurt = true
	}
	if e.w.stop != "" && !(e.w.stop == cutOffReason && len(e.w.harms) > 0 && e.w.harms[0].reason == fragmentReason) {
		e.out.add(&Partial{Type: e.holds(), Reason: e.w.stop, Cite: e.w.stopAt})
		e.hurt = true
	}
}

// leftover reports whether a line holds nothing but the closing brackets of a document that was cut before.
func (e *azExport) leftover(line string) bool {
	return e.hurt && strings.Trim(line, " \t\r\\[]{},-") == ""
}

// element reads one element of a list. The one in which the list was cut off is left out.
func (e *azExport) element(l *azListing, n *jsonNode) {
	if n == nil || !n.closed {
		return
	}
	if !n.container() {
		l.complete = false
		e.out.unread(e.w.cite(n))
		return
	}
	parts := []*jsonNode{n}
	if n.kind == jsonArray {
		parts = n.items()
	}
	for _, p := range parts {
		all := resourcesIn(p, 0)
		if len(all) == 0 {
			l.complete = false
			l.elements++
		}
		for _, r := range all {
			kind := resourceKind(r)
			l.note(kind, r)
			e.resource(kind, r)
		}
	}
}

// single reads a document that is one object, also one that was cut off.
func (e *azExport) single(n *jsonNode) {
	all := resourcesIn(n, 0)
	if len(all) == 0 && !e.failure(n) && isExample(n) {
		e.example(n)
	}
	if len(all) == 0 && e.request.query == "" && e.request.typ == TypeNetwork && n.get("name").is(jsonString) && n.get("subnets").is(jsonArray) {
		e.resource(armKind{typ: TypeNetwork}, n) // its author has left out most of it
	}
	for _, r := range all {
		e.resource(resourceKind(r), r)
	}
}

// example reads an example of the specification whose responses hold no resource.
func (e *azExport) example(n *jsonNode) {
	failed := false
	for _, c := range n.get("responses").children {
		failed = e.failure(c.get("body")) || failed
	}
	if !failed && n.get("parameters").get("api-version") != nil {
		e.out.add(&Recognised{First: e.w.cite(n)})
	}
}

// failure tells the error that a document holds in place of data, and reports whether it holds one.
func (e *azExport) failure(top *jsonNode) bool {
	code, message := errorNodes(top)
	c, m := e.m.text(code), e.m.text(message)
	if !c.Known() && !m.Known() {
		return false
	}
	at := m.Cite
	if !m.Known() {
		at = c.Cite
	}
	e.out.add(&ExportError{Type: e.typ, Code: c.Value, Message: m.Value, Cite: at})
	return true
}

// errorNodes returns the code and the message of an error document: {"error": {"code", "message"}}, the
// same without "error", or an answer of the token service.
func errorNodes(top *jsonNode) (code, message *jsonNode) {
	switch err := top.get("error"); {
	case err.is(jsonObject):
		return err.get("code"), err.get("message")
	case err.is(jsonString):
		return err, top.get("error_description")
	}
	code, message = top.get("code"), top.get("message")
	if !code.is(jsonString) || !message.is(jsonString) {
		return nil, nil
	}
	return code, message
}

// nextPage returns the member of a list document that says that more follows than the elements that were
// read, and how it says so; nil if the list ends here.
func nextPage(top *jsonNode, elements int) (*jsonNode, string) {
	for _, key := range []string{"nextLink", "@odata.nextLink", "skip_token", "skipToken", "$skipToken"} {
		if n := top.get(key); n.is(jsonString) && n.value != "" {
			return n, "the next page was not fetched"
		}
	}
	for _, key := range []string{"total_records", "totalRecords"} {
		if n := top.get(key); n.is(jsonNumber) {
			if total, err := strconv.Atoi(n.value); err == nil && total > elements {
				return n, fmt.Sprintf("%d of %d elements were fetched", elements, total)
			}
		}
	}
	if n := top.get("resultTruncated"); n != nil && strings.EqualFold(n.value, "true") {
		return n, "the result was truncated"
	}
	return nil, ""
}

// holds returns what the capture holds, as far as that is known.
func (e *azExport) holds() ResourceType {
	if e.seen != "" {
		return e.seen
	}
	return e.typ
}

// finish tells a capture that holds nothing but errors, and one in which nothing was understood. Under az that
// may be an error whose details are JSON.
func (e *azExport) finish() {
	if len(e.out.records) > 0 {
		e.out.onlyErrors()
		return
	}
	e.out.skipped, e.out.listed = nil, nil
	if e.request.az && scanAzError(e.src, len(e.src.Text)).found {
		e.out.kind = azErrorKind
		readAzureError(e.src, e.out)
		return
	}
	e.out.kind = ""
	e.out.add(unrecognised(e.src, e.out.origin))
}

// onlyErrors names the records of a capture by what they are, if all are errors.
func (s *sink) onlyErrors() {
	for _, r := range s.records {
		if _, ok := r.Fact.(*ExportError); !ok {
			return
		}
	}
	s.kind = azErrorKind
	for i := range s.records {
		s.records[i].Kind = azErrorKind
	}
}
