package parse

// A blockPlace is the place of a header block in its request.
type blockPlace struct {
	req *Request
	at  int
}

// copied returns the block that -v printed before, where a block without its mark is what -i prints of the same
// answer.
func (r *curlReading) copied(b *Block) *blockPlace {
	for i, c := range r.copies {
		if c.at < len(c.req.Blocks) && c.req.Blocks[c.at].Status == b.Status && c.req.Blocks[c.at].Proto == b.Proto {
			r.copies = r.copies[i+1:]
			return &c
		}
	}
	return nil
}

// take keeps the second print of a block in place of the first, where it shows more.
func (p *blockPlace) take(b Block) {
	first := &p.req.Blocks[p.at]
	if b.Complete && !first.Complete && len(b.Headers) >= len(first.Headers) {
		*first = b
	}
}

// readStderr takes what curl wrote to standard error, where that was kept in a file of its own: errors, and with -v
// the connections and the answers. With several URLs it is not known which of them an error without -v is about, so
// none is named.
func (r *curlReading) readStderr() {
	src := r.src.Stderr
	if src == nil {
		return
	}
	if !isVerbose(src) {
		r.readErrors()
		return
	}
	v := &curlReading{src: src, out: r.out, sc: newScanner(src, &src.Origin), given: r.given, cmd: r.given}
	v.verbose = true
	v.cmd.include = true // no body is among the lines
	v.lines()
	if r.cutAt == (Cite{}) {
		r.cutAt = lastHeader(&v.head.block, v.state == inHead && v.sc.torn)
	}
	v.endHead(headEnds(src) || headEnds(r.src) && endsInLine(src.Text))
	v.endBody()
	v.flush()
	r.merge(v)
}

// isVerbose reports whether a file of errors holds lines of -v.
func isVerbose(src *Source) bool {
	for _, line := range headLines(src.Text) {
		if mark, _ := markLine(line); mark == markInfo || mark == markOut || mark == markIn {
			return true
		}
	}
	return false
}

// merge joins the requests of standard error with those of the output: the answers are in the same order.
func (r *curlReading) merge(v *curlReading) {
	paired, before := 0, len(r.reqs)
	for i, req := range v.reqs {
		if paired == before || req.Blocks == nil && len(v.reqs) > 1 {
			r.reqs, r.told = append(r.reqs, req), append(r.told, v.told[i])
			continue
		}
		to := r.reqs[paired]
		r.told[paired] = v.told[i]
		paired++
		if to.Blocks == nil {
			to.Blocks = req.Blocks
		}
		if to.Failure.bare() && req.Failure != nil {
			to.Failure = req.Failure
		}
	}
}

// readErrors takes curl's errors from the file in which standard error was kept.
func (r *curlReading) readErrors() {
	r.cmd, r.state = r.given, betweenParts
	r.sc = newScanner(r.src.Stderr, &r.src.Stderr.Origin)
	for r.sc.next() {
		mark, text := markLine(r.sc.text)
		f, isError := curlFailure(text)
		switch {
		case isError:
			r.fail(f)
			if len(r.given.urls) > 1 {
				r.forgetURLs()
			}
		case isCurlHelp(text):
			r.state = inHelp
		case mark == markNone && (r.state != inHelp || !isHelpText(text)):
			r.out.unread(r.sc.cite())
		}
	}
}
