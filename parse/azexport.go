package parse

import "strings"

// An azExport turns the JSON documents of one capture into records.
type azExport struct {
	src     *Source
	w       *jsonWalker
	m       azMapper
	out     *sink
	request azRequest
	typ     ResourceType // what the capture should hold, by command or file name; empty if unknown
	seen    ResourceType // what it was last seen to hold; empty so far
}

func newAzExport(src *Source, out *sink) *azExport {
	w := newJSONWalker(src)
	e := &azExport{src: src, w: w, m: azMapper{w, out}, out: out, request: parseAzCommand(src.Command)}
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

// document reads the document that the walker has opened.
func (e *azExport) document() {
	l := azListing{complete: true}
	top, list := e.w.document(func(n *jsonNode) bool {
		e.element(&l, n)
		return true
	})
	if list == nil {
		e.single(unwrap(top))
		return
	}
	if e.failure(top) {
		return
	}
	if next := nextPage(top); next != nil {
		e.out.add(&Partial{Type: e.holds(), Reason: "the next page was not fetched", Cite: e.w.cite(next)})
		return
	}
	if e.w.stop != "" || strings.EqualFold(list.key, "data") || e.request.az && !e.request.all {
		return
	}
	if l.elements == 0 {
		l.typ = e.typ
	}
	if l.complete && l.typ != "" {
		e.out.add(l.listing(e.request, e.w.cite(list)))
	}
}

// element reads one element of a list. The one in which the list was cut off is left out.
func (e *azExport) element(l *azListing, n *jsonNode) {
	if !n.closed {
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
		kind := resourceKind(p)
		l.note(kind, p)
		e.resource(kind, p)
	}
}

// single reads a document that is one object, also one that was cut off.
func (e *azExport) single(n *jsonNode) {
	kind := resourceKind(n)
	if kind.typ == "" {
		e.failure(n)
		return
	}
	e.resource(kind, n)
}

// resource turns an object into records.
func (e *azExport) resource(kind armKind, n *jsonNode) {
	if kind.typ == "" {
		return
	}
	e.seen = kind.typ
	switch kind.typ {
	case TypeVault:
		e.m.vault(n, kind.hsm)
	case TypeConnection:
		e.m.connection(n, Text{})
	case TypeEndpoint:
		e.m.endpoint(n)
	case TypeInterface:
		e.m.nic(n)
	case TypeZone:
		e.m.zone(n)
	case TypeLink:
		e.m.link(n)
	case TypeRecordSet:
		if !kind.other {
			e.m.recordSet(n)
		}
	case TypeNetwork:
		e.m.network(n)
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

// nextPage returns the member of a list document that says that more follows; nil if it ends here.
func nextPage(top *jsonNode) *jsonNode {
	for _, key := range []string{"nextLink", "@odata.nextLink", "skip_token", "skipToken", "$skipToken"} {
		if n := top.get(key); n.is(jsonString) && n.value != "" {
			return n
		}
	}
	return nil
}

// holds returns what the capture holds, as far as that is known.
func (e *azExport) holds() ResourceType {
	if e.seen != "" {
		return e.seen
	}
	return e.typ
}

// finish tells why reading stopped early, if it did, and a capture in which nothing was understood. Under
// az that may be an error whose details are JSON.
func (e *azExport) finish() {
	if e.w.stop != "" {
		e.out.add(&Partial{Type: e.holds(), Reason: e.w.stop, Cite: e.w.stopAt})
	}
	if len(e.out.records) > 0 {
		return
	}
	e.out.skipped = nil
	if e.request.az && scanAzError(e.src, len(e.src.Text)).found {
		e.out.kind = azErrorKind
		readAzureError(e.src, e.out)
		return
	}
	e.out.kind = ""
	e.out.add(unrecognised(e.src, e.out.origin))
}
