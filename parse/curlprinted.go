package parse

import (
	"slices"
	"strconv"
	"strings"
)

// printed reads a line that -w printed: by the command's format, or by the names in front of the values.
func (r *curlReading) printed(text string) bool {
	line := strings.TrimSpace(text)
	cite := r.sc.cite()
	for _, start := range []int{0, r.bodyEnd(line)} {
		for _, parts := range r.format() {
			if list, ok := matchFormat(parts, strings.TrimLeft(line[start:], " "), cite); ok {
				r.write(list)
				return true
			}
		}
	}
	if r.state == inHead {
		return false
	}
	if list := labelled(line, cite); len(list) > 0 {
		r.write(list)
		return true
	}
	if start := r.bodyEnd(line); start < len(line) && line[start] == '{' {
		if list := writeOutJSON([]string{line[start:]}, []Cite{cite}); len(list) > 0 {
			r.write(list)
			return true
		}
	}
	return false
}

// opensWriteOut reports whether a line is the first of an object that -w printed. Only the first of a capture is
// looked at in full.
func (r *curlReading) opensWriteOut(trimmed string) bool {
	const enough = 8 << 10 // bytes
	if r.peeked || !strings.HasPrefix(trimmed, "{") {
		return false
	}
	r.peeked = true
	return isWriteOutJSON(nil, []string{trimmed, r.sc.rest[:min(len(r.sc.rest), enough)]})
}

// format returns the lines of the command's format.
func (r *curlReading) format() [][]formatPart {
	if r.cmd.format != r.formatOf {
		r.formatOf, r.formats = r.cmd.format, formatLines(r.cmd.format)
	}
	return r.formats
}

// bodyEnd returns where a line goes on behind the end of a body without a line end; 0 where it holds none.
func (r *curlReading) bodyEnd(line string) int {
	if strings.HasPrefix(line, "true") {
		return len("true")
	}
	if r.cmd.format == "" {
		return 0
	}
	return strings.LastIndexAny(line, "}>") + 1
}

// write takes over what -w printed of the request being read, or of a new one where that was printed already.
func (r *curlReading) write(list []writeOut) {
	r.endPart()
	first := list[0].name
	if r.cur == nil || slices.Contains(r.wrote, first) {
		if !r.afford() {
			return
		}
		r.newRequest()
		r.wrote = nil
	}
	for _, w := range list {
		r.wrote = append(r.wrote, w.name)
		r.out.written(w, r.cur)
	}
	r.wrote = r.wrote[max(0, len(r.wrote)-maxTried):]
}

// written puts one value of -w into a request. An address behind a tunnel is the proxy's.
func (s *sink) written(w writeOut, req *Request) {
	number, err := strconv.Atoi(w.value)
	switch w.name {
	case "http_code", "response_code":
		if err == nil && number > 0 && len(req.Blocks) == 0 {
			req.Blocks = []Block{{Status: number, At: w.cite}}
		} else if number == 0 && err == nil && req.Failure == nil && len(req.Blocks) == 0 {
			req.Failure = &Failure{Code: -1, Cite: w.cite} // there was no answer; what came in its place may be told elsewhere
		} else if req.At == (Cite{}) {
			req.At = w.cite
		}
	case "remote_ip":
		if addr := originAddr(w.value); addr.IsValid() && !req.tunneled() {
			req.Connected = Addr{Addr: addr, TTL: -1, Cite: w.cite}
		} else if isMasked(w.value) {
			s.add(&Masked{Text: w.value, Cite: w.cite})
		}
	case "url_effective", "url":
		if req.URL == "" {
			req.URL = w.value
			req.Host, _, req.Path = splitURL(req.URL)
		}
	case "exitcode":
		if err == nil && number > 0 && req.Failure == nil {
			req.Failure = &Failure{Code: number, Cite: w.cite}
		} else if err == nil && number > 0 && req.Failure.Code < 0 {
			req.Failure.Code = number
		}
	case "errormsg":
		if req.Failure == nil {
			req.Failure = &Failure{Code: -1, Text: w.value, Cite: w.cite}
		} else if req.Failure.Text == "" {
			req.Failure.Text = w.value
		}
	case "ssl_verify_result":
		if good := number == 0; err == nil && (!good || len(req.Blocks) > 0 && strings.HasPrefix(req.URL, "https://") && !req.Insecure) {
			req.Verified = &good
		}
	case "proxy_used":
		if number == 1 {
			req.Connected = Addr{}
		}
	}
}
