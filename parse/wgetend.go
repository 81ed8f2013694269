package parse

import (
	"strconv"
	"strings"
)

// fail keeps an error of the request being read. The first that tells most stays.
func (r *wgetReading) fail(text string) {
	r.request().Failure = &Failure{Code: -1, Text: strings.Clone(text), Cite: r.sc.cite()}
}

// wgetFailures are texts that end a request, by how far in the line they begin; some are printed behind others.
var wgetFailures = []string{
	"Unable to establish SSL connection", "Proxy tunneling failed: ", "No data received", "Read error ", "GnuTLS: ", "OpenSSL: ",
}

// failed reads an error of wget.
func (r *wgetReading) failed(line string) bool {
	if status, ok := strings.CutPrefix(line, "wget: server returned error: "); ok {
		if b, ok := statusLine(status); ok {
			b.At = r.sc.cite()
			if req := r.request(); req.Last() == nil {
				req.Blocks = append(req.Blocks, b)
			}
			return true
		}
	}
	if strings.HasPrefix(line, "wget: note: TLS certificate validation not implemented") {
		r.request().Insecure = true
		return true
	}
	if isWgetError(line) {
		if f := r.request().Failure; f == nil || !strings.HasPrefix(f.Text, "TLS error") { // that the connection ends then tells no more
			r.fail(strings.TrimPrefix(line, "wget: "))
		}
		return true
	}
	if r.certificate(line) {
		return true
	}
	for _, text := range wgetFailures {
		if strings.HasPrefix(line, text) {
			if r.request().Failure == nil || !strings.HasPrefix(text, "Unable to establish") {
				line = strings.TrimSuffix(line, ".")
				if rest, ok := strings.CutSuffix(line, wgetFailures[0]); ok && rest != "" {
					line = rest // it has no line of its own
				}
				r.fail(line)
			}
			return true
		}
	}
	return r.cur != nil && r.dated(line)
}

// certificate reads what wget says of a certificate: an ERROR ends the request, a WARNING comes with
// --no-check-certificate.
func (r *wgetReading) certificate(line string) bool {
	text, isError := strings.CutPrefix(line, "ERROR: ")
	if !isError {
		rest, isWarning := strings.CutPrefix(line, "WARNING: ")
		if !isWarning {
			return strings.HasPrefix(line, "The certificate's owner does not match") || strings.HasPrefix(line, "To connect to ")
		}
		text = rest
	}
	if classOf(-1, text) != FailCertificate && !strings.Contains(strings.ToLower(text), "certificate") {
		return false
	}
	req := r.request()
	req.Verified = new(bool)
	if _, issuer, ok := strings.Cut(text, "issued by "); ok {
		value := strings.Trim(strings.TrimSuffix(strings.TrimSpace(issuer), ":"), "‘’'`\"“”")
		req.Certificate = &Certificate{Issuer: Text{Value: strings.Clone(value), Cite: r.sc.cite()}}
	}
	switch {
	case !isError:
		req.Insecure = true
	case req.Failure == nil || req.Failure.Class != FailCertificate:
		r.fail(text)
		req.Failure.Class = FailCertificate
	}
	return true
}

// dated reads "2026-11-22 10:00:00 ERROR 403: Forbidden.", in any language.
func (r *wgetReading) dated(line string) bool {
	words := strings.Fields(line)
	if len(words) < 4 || len(words[0]) != len("2026-11-22") || strings.Trim(words[0], "0123456789-") != "" {
		return false
	}
	for i := 2; i < min(len(words), 4); i++ {
		code, reason, ok := strings.Cut(words[i], ":")
		if !ok {
			code, reason, ok = strings.Cut(words[i], "：") // no blank follows that of Chinese
		}
		if ok && len(code) == 3 && isDigits(code) {
			reason = strings.TrimSpace(reason + " " + strings.Join(words[i+1:], " "))
			r.answer(code, strings.TrimSuffix(strings.TrimSuffix(reason, "。"), "."))
			return true
		}
	}
	return strings.Contains(line, "written to ") || strings.Contains(line, " saved [") || strings.Contains(line, " URL:")
}

// status reads "HTTP request sent, awaiting response... 200 OK", in any language.
func (r *wgetReading) status(line string) bool {
	_, after, ok := cutDots(line)
	code, reason, _ := strings.Cut(after, " ")
	if ok && len(code) == 3 && isDigits(code) && r.cur != nil && !strings.HasPrefix(line, " ") {
		r.cur.Failure = nil
		r.cur.Blocks = append(r.cur.Blocks, r.block(code, reason))
		return true
	}
	if isAwaiting(line) {
		if after != "" && !strings.HasSuffix(line, "...") {
			r.fail(strings.TrimSuffix(after, "."))
		}
		return true
	}
	return false
}

// answer keeps a status where no header block shows one.
func (r *wgetReading) answer(code, reason string) {
	if req := r.request(); req.Last() == nil {
		req.Blocks = append(req.Blocks, r.block(code, reason))
	}
}

func (r *wgetReading) block(code, reason string) Block {
	n, _ := strconv.Atoi(code)
	return Block{Status: n, Reason: strings.Clone(reason), At: r.sc.cite()}
}

// endHead closes the open header block, if there is one.
func (r *wgetReading) endHead(end bool) {
	if !r.inHead {
		return
	}
	r.inHead = false
	b := r.head.block
	b.Complete = end && len(b.Headers) > 0 && !r.cmd.filtered
	req := r.request()
	if last := req.Last(); last != nil && last.Headers == nil && last.Status == b.Status {
		*last = b
		return
	}
	req.Blocks = append(req.Blocks, b)
}

// endBody closes the open body, if there is one.
func (r *wgetReading) endBody() {
	if !r.inBody {
		return
	}
	r.inBody = false
	r.body.tell(r.cur, r.out)
}

// wgetNotes open lines of wget from which nothing is read.
var wgetNotes = []string{
	"Length: ", "Saving to: ", "Spider mode enabled", "Remote file ", "remote file exists", "Username/Password Authentication Failed",
	"Authentication selected: ", "Giving up", "Retrying", "Location: ", "writing to stdout", "written to stdout", "saving to ",
	"Reusing existing connection to ", "Unknown authentication scheme", "Authorization failed", "Loaded CA certificate ",
	"Self-signed certificate encountered", "Unable to locally verify the issuer", "wget: note: ", "connected!", "'-' saved",
	"---request ", "---response ", "DEBUG output created", "Created socket ", "Releasing 0x", "Deleting unused ", "Registered socket ",
	"Disabling further reuse", "Closed fd ", "Closed ", "URI encoding = ", "URI content encoding = ", "Skipping ", "Caching ",
	"Reading HSTS entries", "Setting --", "Initiating SSL handshake", "Handshake successful", "certificate:", "X509 certificate",
	"requested host name ", "true",
}

// isWgetNote reports whether a line is one of those.
func isWgetNote(line string) bool {
	for _, note := range wgetNotes {
		if strings.HasPrefix(line, note) {
			return true
		}
	}
	return false
}

// isProgress reports whether a line is a row of a progress bar.
func isProgress(line string) bool {
	return strings.Contains(line, "% ") && (strings.Contains(line, "K/s") || strings.Contains(line, "M/s") || strings.HasSuffix(line, "s") && strings.Contains(line, "=")) ||
		strings.Contains(line, "0K ") && strings.Contains(line, "%") || strings.Contains(line, "% |***")
}
