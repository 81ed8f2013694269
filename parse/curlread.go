package parse

import "strings"

// maxParts bounds the headers and blocks of one capture; what is over is told as unread.
const maxParts = 50_000

// A curlState says what the next line of a capture of curl may belong to.
type curlState int

const (
	betweenParts curlState = iota
	inHead
	inBody
	inHelp // the explanation that curl prints below a certificate error
)

// A curlReading is the state of reading one capture of curl.
type curlReading struct {
	src     *Source
	out     *sink
	sc      *scanner
	given   httpCommand // the capture's command
	cmd     httpCommand // the command of the lines being read
	first   int         // index of the first request of cmd
	reqs    []*Request
	cur     *Request // the request that lines belong to; nil if none does
	hadBody bool     // cur has a body, so that its answer is complete
	state   curlState
	head    headReading
	body    bodyReading
	parts   int
	cutAt   Cite // the header that the capture may cut; zero if none

	x       *exchange            // the transfer that -v tells of; nil if none
	told    []*exchange          // for each request, what -v told of it; nil if nothing
	conns   map[string]*exchange // by host: transfers whose connection may be used once more
	verbose bool                 // lines of -v are among the capture's
	look    string               // the name whose addresses come next
	lookup  *Lookup              // the last one
	wrote   []string             // variables that -w printed of the request being read

	wire     bool // the lines are those of exchanges as they go over the wire, by the tool of that name
	tool     string
	peeked   bool   // an object that -w may have printed was looked for
	formatOf string // the format of -w that formats are of
	formats  [][]formatPart
	copies   []blockPlace // blocks that -v printed, and -i may print again
}

func readCurl(src *Source, out *sink) {
	r := &curlReading{src: src, out: out, sc: newScanner(src, out.origin), given: parseHTTPCommand(src.Command)}
	r.cmd = r.given
	r.verbose = r.cmd.verbose || tellsVerbose(src)
	r.lines()
	r.cutAt = lastHeader(&r.head.block, r.state == inHead && r.sc.torn)
	r.endHead(headEnds(src))
	r.endBody()
	r.flush()
	r.readStderr()
	r.finish()
}

// lines reads all lines of the scanner.
func (r *curlReading) lines() {
	for r.sc.next() {
		r.marked(r.sc.text)
	}
}

// marked reads one line with the marks that curl puts in front.
func (r *curlReading) marked(line string) {
	mark, text := markLine(line)
	switch mark {
	case markNone:
		r.line(text)
	case markIn:
		if text == "" || text != r.sc.peek() { // -v and -i print it twice
			r.line(text)
		}
	case markOut, markInfo:
		switch {
		case text != "" && !r.verbose:
			r.out.unread(r.sc.cite())
		case mark == markOut:
			r.sent(text)
		default:
			r.info(text)
		}
	}
}

// line reads one line without the marks that curl puts in front.
func (r *curlReading) line(text string) {
	if b, ok := statusLine(text); ok {
		r.startBlock(b, text != r.sc.text)
		return
	}
	if f, ok := curlFailure(text); ok {
		r.fail(f)
		return
	}
	if f, ok := usageError(text); ok && r.state != inBody {
		r.fail(f)
		return
	}
	if cmd, ok := echoedCommand(text); ok {
		r.endPart()
		r.flush()
		r.cmd, r.cur, r.first = cmd, nil, len(r.reqs)
		return
	}
	if r.printed(text) {
		return
	}
	switch r.state {
	case inHead:
		r.headLine(text)
	case inBody:
		r.bodyLine(text)
	case inHelp:
		if !isHelpText(text) {
			r.state = betweenParts
			r.looseLine(text)
		}
	case betweenParts:
		r.looseLine(text)
	}
}

// startBlock opens a header block, in the request being read or in a new one. With -v and -i, curl prints each
// block twice: with a mark to standard error, and without.
func (r *curlReading) startBlock(b Block, marked bool) {
	r.endPart()
	if !r.afford() {
		return
	}
	b.At = r.sc.cite()
	r.out.remark(statusRemark(r.sc.text), b.At)
	r.head, r.state = headReading{block: b}, inHead
	if !marked {
		if r.head.copy = r.copied(&b); r.head.copy != nil {
			r.cur, r.hadBody = r.head.copy.req, false
			return
		}
	}
	if !r.continues() {
		r.newRequest()
	}
	if marked {
		r.copies = append(r.copies[max(0, len(r.copies)-maxTried):], blockPlace{r.cur, len(r.cur.Blocks)})
	}
}

// headLine reads a line inside a header block. Blank lines that stand between headers (a paste with doubled line
// ends) do not end it, but then its end is not known.
func (r *curlReading) headLine(text string) {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		if opensHeader(r.sc.peek()) {
			r.head.gap = true
			return
		}
		r.endHead(true)
		return
	}
	if r.parts < maxParts && r.head.add(text, r.sc.peek(), r.sc.cite()) {
		r.parts++
		return
	}
	if r.head.bare || looksLikeBody(trimmed) {
		r.endHead(false)
		r.line(text)
		return
	}
	r.head.gap = true
	r.out.unread(r.sc.cite())
}

// opensHeader reports whether a line below a blank one is a header, and not the start of a body or an error.
func opensHeader(line string) bool {
	line = plainLine(line)
	line = strings.TrimSpace(line)
	_, _, isHeader := headerField(line)
	_, isError := curlFailure(line)
	return isHeader && !isError && !looksLikeBody(line)
}

// endHead closes the open header block, if there is one. A block without a status line is kept only where it
// holds a header of Key Vault.
func (r *curlReading) endHead(end bool) {
	if r.state != inHead {
		return
	}
	r.state = betweenParts
	b := r.head.block
	if r.head.bare {
		if !b.fromKeyVault() {
			for _, h := range b.Headers {
				r.out.unread(h.Cite)
			}
			return
		}
		r.newRequest()
	}
	b.Complete = end && !r.head.gap && !r.head.bare && !r.cmd.filtered
	if r.head.copy != nil {
		r.head.copy.take(b)
	} else {
		r.cur.Blocks = append(r.cur.Blocks, b)
	}
	if !r.head.bare {
		r.state = inBody
		r.body = newBody(&b, r.cmd.headOnly)
	}
}

// endPart closes what is open when something else starts.
func (r *curlReading) endPart() {
	r.endHead(false)
	r.endBody()
	r.state = betweenParts
}

// looseLine reads a line outside of blocks and bodies: a copied header, a body without headers, or something
// that is not understood.
func (r *curlReading) looseLine(text string) {
	trimmed := strings.TrimSpace(text)
	_, value, isHeader := headerField(trimmed)
	switch {
	case trimmed == "":
	case isCurlHelp(trimmed):
		r.state = inHelp
	case isHeader && value != "" && r.parts < maxParts:
		r.head = headReading{block: Block{At: r.sc.cite()}, bare: true}
		r.state = inHead
		r.headLine(text)
	case r.cur == nil && r.bodyOnly(trimmed) && r.parts < maxParts:
		body := bodyReading{left: -1}
		if !body.takes(trimmed) {
			r.out.unread(r.sc.cite())
			return
		}
		r.parts++
		r.newRequest()
		r.cur.At = r.sc.cite()
		if strings.HasPrefix(trimmed, "<") {
			r.out.unread(r.cur.At) // a page, of which neither the status nor the server is told
		}
		r.state, r.body = inBody, body
		r.bodyLine(text)
	default:
		r.out.unread(r.sc.cite())
	}
}
