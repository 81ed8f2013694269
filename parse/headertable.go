package parse

import "strings"

// headerTableReader reads what PowerShell prints of (Invoke-WebRequest ...).Headers, or in place of it.
var headerTableReader = reader{name: kindHeaderTable, opens: opensPowerShell, match: matchHeaderTable, read: readHeaderTable}

// The kinds of what PowerShell prints of a request.
const (
	kindHeaderTable  = "powershell-headers"
	kindResponse     = "powershell-response"
	kindRequestError = "powershell-error"
)

// opensPowerShell reports whether a line is the first of a table of headers, of a response object, or of an error of
// Invoke-WebRequest. Its aliases may be other programs.
func opensPowerShell(line, next string) bool {
	if tableColumn(line, next) > 0 || strings.HasPrefix(line, "Invoke-WebRequest :") || strings.HasPrefix(line, "Invoke-WebRequest:") {
		return true
	}
	if _, ok := afterCmdlet(line); ok {
		_, isError := requestError(line)
		return isError
	}
	_, ok := statusProperty(line)
	name, _, below := property(next)
	return ok && below && name == "StatusDescription"
}

func matchHeaderTable(src *Source, head []string) bool {
	if isPowerShell(head) || parseHTTPCommand(src.Command).tool == toolPowerShell {
		return true
	}
	return src.Stderr != nil && isPowerShell(headLines(src.Stderr.Text))
}

// isPowerShell reports whether lines hold the table of headers, a response object, or an error of
// Invoke-WebRequest.
func isPowerShell(head []string) bool {
	for i, line := range head {
		if i+1 < len(head) && tableColumn(line, head[i+1]) > 0 {
			return true
		}
		_, isError := requestError(line)
		_, isObject := objectProperty(line)
		if isError || isObject || isErrorID(line) {
			return true
		}
	}
	return false
}

// tableColumn returns the column in which the values start, if two lines are the title "Key Value" and its rule;
// else 0.
func tableColumn(title, rule string) int {
	titles, dashes := strings.Fields(title), strings.Fields(rule)
	if len(titles) != 2 || len(dashes) != 2 || titles[0] != "Key" || titles[1] != "Value" {
		return 0
	}
	if strings.Trim(dashes[0], "-") != "" || strings.Trim(dashes[1], "-") != "" {
		return 0
	}
	return strings.LastIndex(strings.TrimRight(rule, " \t"), " ") + 1
}

// A tableReading is the state of reading one capture of Invoke-WebRequest.
type tableReading struct {
	src    *Source
	out    *sink
	sc     *scanner
	cmd    httpCommand
	reqs   []*Request
	open   bool // a table is being read
	block  Block
	column int            // where the values start
	gap    bool           // a row was not understood, or blank lines stand between rows
	object *objectReading // the response object that is being read; nil if none is
	kinds  []string       // of reqs
	lost   []lostLine     // lines that may belong to an error whose first line does not say so
	err    *errorReading
	above  string // the last URL in a line that belongs to nothing
	parts  int
	cutAt  Cite // the header that the capture may cut; zero if none
}

func readHeaderTable(src *Source, out *sink) {
	r := &tableReading{src: src, out: out, sc: newScanner(src, out.origin), cmd: parseHTTPCommand(src.Command)}
	r.lines()
	r.cutAt = lastHeader(&r.block, r.open && r.sc.torn)
	r.endTable(headEnds(src))
	if src.Stderr != nil {
		r.sc = newScanner(src.Stderr, &src.Stderr.Origin)
		r.lines()
		r.endTable(false)
	}
	r.finish()
}

// lines reads all lines of the scanner.
func (r *tableReading) lines() {
	for r.sc.next() {
		line := strings.TrimRight(r.sc.text, " \t\r")
		switch {
		case r.startTable(line), r.startObject(line), r.startError(line):
		case r.object != nil:
			r.objectLine(line)
		case r.open:
			r.row(line)
		case r.err != nil:
			r.errorLine(line)
		default:
			r.lostLine(line)
		}
	}
	r.endError()
	r.endLost()
}

// startTable opens a table where the line is its title.
func (r *tableReading) startTable(line string) bool {
	column := tableColumn(line, r.sc.peek())
	if column == 0 || r.parts > maxParts {
		return false
	}
	r.endTable(false)
	r.endError()
	r.block, r.column, r.gap, r.open = Block{At: r.sc.cite()}, column, false, true
	r.sc.next()
	return true
}

// row reads a line of the table: a header, the rest of a wrapped value, or the blank line that ends it.
func (r *tableReading) row(line string) {
	if line == "" {
		switch {
		case len(r.block.Headers) == 0:
		case r.opensRow(r.sc.peek()):
			r.gap = true
		default:
			r.endTable(true)
		}
		return
	}
	name, value := r.split(line)
	switch {
	case r.parts >= maxParts:
		r.out.unread(r.sc.cite())
		r.gap = true
	case name != "":
		r.parts++
		h := Header{Name: strings.ToLower(name), Value: strings.Clone(value), Cite: r.sc.cite()}
		r.block.Headers = append(r.block.Headers, h)
	case !r.extend(line):
		r.out.unread(r.sc.cite())
		r.gap = true
	}
}

// opensRow reports whether a line below a blank one is a row, with name and value in their columns.
func (r *tableReading) opensRow(line string) bool {
	if len(line) <= r.column || line[r.column-1] != ' ' || line[r.column] == ' ' {
		return false
	}
	name, value := r.split(strings.TrimRight(line, " \t\r"))
	return name != "" && (name != "Key" || value != "Value")
}

// split cuts a row at the column of the values, or, where a paste has lost the columns, at the first blanks. The
// name is empty if the line is no row.
func (r *tableReading) split(line string) (name, value string) {
	if len(line) > r.column && line[r.column-1] == ' ' {
		name, value = line[:r.column], line[r.column:]
	} else if i := strings.IndexAny(strings.TrimSpace(line), " \t"); i > 0 && line[0] != ' ' {
		name, value = line[:i], line[i:]
	} else if len(line) < r.column {
		name = line
	}
	name = strings.TrimSpace(name)
	if !isToken(name) || elidedText(name) {
		return "", ""
	}
	return name, unbrace(strings.TrimSpace(value))
}

// unbrace takes off the braces that PowerShell 7 puts around a header's list of values. One that is not closed
// was cut, and stays.
func unbrace(value string) string {
	inner, ok := strings.CutPrefix(value, "{")
	if !ok {
		return value
	}
	if inner, ok = strings.CutSuffix(inner, "}"); !ok {
		return value
	}
	return inner
}

// extend adds the rest of a wrapped value. A value without any blank was broken inside a word.
func (r *tableReading) extend(line string) bool {
	const maxValue = 16 << 10
	rest := strings.TrimSpace(line)
	n := len(r.block.Headers)
	if n == 0 || len(line) <= r.column || strings.TrimSpace(line[:r.column]) != "" {
		return false
	}
	h := &r.block.Headers[n-1]
	if len(h.Value) > maxValue {
		return false
	}
	if strings.Contains(h.Value, " ") {
		rest = " " + rest
	}
	h.Value = unbrace(h.Value + rest)
	return true
}

// endTable closes the open table, if there is one; end says that its end was seen. A table says that the request
// succeeded, since Invoke-WebRequest throws otherwise, but not with which status.
func (r *tableReading) endTable(end bool) {
	if !r.open {
		return
	}
	r.block.Complete = end && !r.gap && r.object == nil && !r.cmd.filtered && len(r.block.Headers) > 0
	req := r.newRequest(kindHeaderTable)
	if r.object != nil {
		r.kinds[len(r.kinds)-1] = kindResponse
		r.endObject(req)
	}
	req.Blocks = []Block{r.block}
	r.open, r.object = false, nil
}

func (r *tableReading) newRequest(kind string) *Request {
	r.parts++
	r.kinds = append(r.kinds, kind)
	req := &Request{Tool: toolPowerShell}
	r.cmd.apply(req, len(r.reqs))
	r.reqs = append(r.reqs, req)
	return req
}

// finish completes the requests and hands them out. A command that printed nothing is a request all the same.
func (r *tableReading) finish() {
	isCommand := r.cmd.tool == toolPowerShell
	if len(r.reqs) == 0 && isCommand {
		req := r.newRequest(kindHeaderTable)
		if exit := r.src.Exit; exit != nil && *exit != 0 && !r.cmd.piped {
			req.Failure = &Failure{Code: -1, Class: FailOther, Cite: commandCite(r.src, r.out.origin)}
			r.kinds[0] = kindRequestError
		}
	}
	for i, req := range r.reqs {
		r.out.kind = r.kinds[i]
		settle(req, r.src, r.out, r.cutAt)
		r.out.add(req)
	}
	if len(r.reqs) == 0 && r.out.skipped == nil {
		r.out.add(unrecognised(r.src, r.out.origin))
	}
}
