package parse

// afford counts one more part; over the limit the current line is told as unread.
func (r *curlReading) afford() bool {
	if r.parts++; r.parts <= maxParts {
		return true
	}
	r.out.unread(r.sc.cite())
	return false
}

// continues reports whether a header block that starts now belongs to the request being read: it follows an
// interim answer, a tunnel or a redirect, or one command for one URL prints it without a body in between.
func (r *curlReading) continues() bool {
	if r.cur == nil || r.hadBody {
		return false
	}
	one := r.cmd.tool == toolCurl && len(r.cmd.urls) <= 1
	if f := r.cur.Failure; f != nil {
		return len(r.cur.Blocks) == 0 && (one || f.Code == curlRecvError)
	}
	last := r.cur.Last()
	return last == nil || one || !last.final()
}

func (r *curlReading) newRequest() {
	tool := toolCurl
	if r.wire {
		tool = r.tool
	}
	r.cur, r.hadBody, r.wrote = &Request{Tool: tool}, false, nil
	r.cmd.apply(r.cur, len(r.reqs)-r.first)
	r.cur.Proxy.Value = proxyHost(r.cmd.proxy)
	if r.x != nil && r.x.owned {
		r.x = nil
	}
	if r.x != nil {
		r.x.owned = true
	}
	r.reqs, r.told = append(r.reqs, r.cur), append(r.told, r.x)
}
