package parse

import (
	"net/netip"
	"strings"
)

// lines reads all lines of the scanner.
func (r *wgetReading) lines() {
	for r.sc.next() {
		if r.parts > maxParts {
			r.out.unread(r.sc.cite())
			continue
		}
		line := strings.TrimRight(r.sc.text, " \t\r")
		if rest := strings.TrimLeft(line, " \t"); strings.HasPrefix(rest, "--") {
			if _, ok := wgetStart(rest); ok {
				r.indent = line[:len(line)-len(rest)]
			}
		}
		r.line(strings.TrimPrefix(line, r.indent))
	}
}

// line reads one line.
func (r *wgetReading) line(line string) {
	trimmed := strings.TrimSpace(line)
	if b, ok := statusLine(line); ok {
		r.endHead(false)
		r.endBody()
		r.parts++
		b.At = r.sc.cite()
		r.request().Failure = nil // the wait, or an address before, was no end
		r.head, r.inHead, r.flat = headReading{block: b}, true, line == trimmed
		return
	}
	if r.inHead {
		switch {
		case trimmed == "":
			r.endHead(true)
			return
		case (line != trimmed) != r.flat && !isWgetNote(line) && r.head.add(line, r.sc.peek(), r.sc.cite()):
			r.parts++
			return
		}
		r.endHead(true) // what wget says itself is not indented
	}
	switch {
	case trimmed == "", r.asks(line), isProgress(trimmed):
	case r.started(line), r.resolving(line), r.connecting(line), r.failed(line), r.status(line), isWgetNote(trimmed):
	case r.inBody && r.body.takes(trimmed), looksLikeBody(trimmed) && r.cur != nil:
		if !r.inBody {
			r.inBody, r.body = true, bodyReading{left: -1}
		}
		if !r.body.add(line, r.sc.cite()) {
			r.endBody()
		}
	default:
		r.out.unread(r.sc.cite())
	}
}

// asks reads the request that -d prints.
func (r *wgetReading) asks(line string) bool {
	was := r.asking
	r.asking = (was || strings.HasPrefix(line, "---request begin---")) && !strings.HasPrefix(line, "---request end---")
	return was || r.asking
}

// started opens a request, or goes on with one that is tried again or was redirected.
func (r *wgetReading) started(line string) bool {
	url, ok := wgetStart(line)
	if !ok && strings.HasPrefix(line, "http") && strings.HasSuffix(line, ":") && strings.Contains(line, "://") {
		url, ok = strings.TrimSuffix(line, ":"), true // -nv
	}
	if !ok {
		return false
	}
	r.endBody()
	again := strings.Contains(line, "--  (")
	last := (*Block)(nil)
	if r.cur != nil {
		last = r.cur.Last()
	}
	switch {
	case r.cur != nil && again:
	case last != nil && last.Status/100 == 3 && last.Status != 304:
		r.moved = true
	default:
		r.newRequest(url)
	}
	return true
}

// resolving reads "Resolving fabrikam... (fabrikam...)... 10.1.2.3, 10.1.2.4", in any language: addresses, or a
// failure, behind the dots that follow the name.
func (r *wgetReading) resolving(line string) bool {
	before, after, ok := cutDots(line)
	word, _, _ := strings.Cut(lastField(before), "(")
	if strings.HasSuffix(before, ")") {
		if i := strings.LastIndex(before, " ("); i >= 0 {
			word = strings.TrimSuffix(before[i+2:], ")")
		}
	}
	name := canonical(word)
	if !ok || !dnsName(name) || !strings.ContainsAny(name, "abcdefghijklmnopqrstuvwxyz") || strings.ContainsAny(before, "|:") {
		return false
	}
	l := &Lookup{Tool: toolWget, Query: strings.Clone(name), Explicit: new(bool), Outcome: Failed, At: r.sc.cite()}
	for _, w := range strings.Split(after, ", ") {
		w = strings.TrimSpace(w)
		if a := originAddr(w); a.IsValid() && len(l.Addresses) < maxTried {
			l.Addresses = append(l.Addresses, Addr{Addr: a, TTL: -1, Cite: l.At})
		} else if isMasked(w) {
			r.out.add(&Masked{Text: strings.Clone(w), Cite: l.At})
		}
	}
	failed := strings.Contains(after, ": ")
	switch {
	case len(l.Addresses) > 0:
		l.Outcome = Answer
		l.Chain = []Name{{Name: l.Query, Cite: l.At}}
	case !failed:
		return strings.HasPrefix(line, "Resolving ")
	default:
		r.fail(afterColon(after))
	}
	if !r.moved {
		r.out.add(l)
	}
	return true
}

// connecting reads "Connecting to H (H)|10.1.2.3|:443... connected.", in any language, and busybox's form. A host
// that is not the URL's is a proxy.
func (r *wgetReading) connecting(line string) bool {
	before, after, _ := cutDots(line)
	cite := r.sc.cite()
	if host, addr, ok := busyboxConnect(line); ok {
		if r.cur == nil || r.cur.Last() != nil || r.cur.Failure != nil {
			r.newRequest("")
		}
		r.busy = true
		host, _ = cutHost(host)
		r.connected(host, addr, false, cite)
		if r.cur.Host == "" {
			r.cur.Host = strings.Clone(canonical(host))
		}
		return true
	}
	if head, rest, ok := strings.Cut(before, "|"); ok {
		addr, _, closed := strings.Cut(rest, "|")
		if closed {
			host, _, _ := strings.Cut(lastField(strings.TrimSpace(head)), ")")
			r.connected(strings.TrimPrefix(host, "("), addr, !strings.Contains(after, ": "), cite)
			r.outcome(after)
			return true
		}
	}
	word := lastField(before)
	if ap, err := netip.ParseAddrPort(word); err == nil && after != "" && r.cur != nil {
		r.connected(ap.Addr().String(), word, !strings.Contains(after, ": "), cite)
		r.outcome(after)
		return true
	}
	return false
}

// connected keeps the address of a connection.
func (r *wgetReading) connected(host, addr string, up bool, cite Cite) {
	req := r.request()
	a := originAddr(addr)
	if r.moved {
		return
	}
	if !a.IsValid() {
		if isMasked(addr) {
			r.out.add(&Masked{Text: strings.Clone(addr), Cite: cite})
		} else {
			r.out.unread(cite)
		}
		return
	}
	if len(req.Tried) < maxTried {
		req.Tried = append(req.Tried, Addr{Addr: a, TTL: -1, Cite: cite})
	}
	host = canonical(host)
	switch {
	case req.Host != "" && host != req.Host:
		req.Proxy = Text{Value: strings.Clone(host), Cite: cite}
	case up:
		req.Connected = Addr{Addr: a, TTL: -1, Cite: cite}
		if req.Host == "" {
			req.Host = strings.Clone(host)
		}
	}
}

// outcome keeps what follows the dots of a connection: "connected.", or "failed: Connection refused."
func (r *wgetReading) outcome(after string) {
	if strings.Contains(after, ": ") {
		r.fail(afterColon(after))
		return
	}
	r.request().Failure = nil
}

// cutDots cuts a line at the dots behind which wget tells how a step ended.
func cutDots(line string) (before, after string, ok bool) {
	for _, dots := range []string{"... ", "… ", "..."} {
		if dots == "..." && !strings.HasSuffix(line, dots) {
			break
		}
		if i := strings.LastIndex(line, dots); i > 0 {
			return strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+len(dots):]), true
		}
	}
	return line, "", false
}

// lastField returns the last word of a text.
func lastField(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// afterColon returns the text behind "failed: ", without its final dot.
func afterColon(text string) string {
	_, text, _ = strings.Cut(text, ": ")
	return strings.TrimSuffix(strings.TrimSpace(text), ".")
}
