package parse

import (
	"slices"
	"strings"
)

// maxRecords bounds the records of one capture, so that a hostile one cannot fill the memory; what is over
// is told as unread.
const maxRecords = 100_000

// A reader knows one kind of capture. Match looks at the content first, then at the command, and at the
// file's name last; it sees the first lines only. Read turns the capture into records.
type reader struct {
	name string
	// opens reports whether an output of this kind certainly begins with a line, given the one below it, also in
	// the middle of a file that holds several outputs without prompts. It is asked for every line that is not
	// indented, so it must be cheap. It may be nil.
	opens func(line, next string) bool
	match func(src *Source, head []string) bool
	read  func(src *Source, out *sink)
}

// readers are asked in this order; the first that matches reads the capture.
var readers = []reader{
	curlJSONReader,
	recordedJSONReader,
	recordedYAMLReader,
	recordedNockReader,
	httpDumpReader,
	keyVaultErrorReader,
	clientErrorReader,
	httpObjectReader,
	azureQueryReader,
	azureJSONReader,
	azureScalarReader,
	azureErrorReader,
	azurePSReader,
	resolveDNSNameReader,
	resolvectlReader,
	ipconfigReader,
	ifconfigReader,
	netshProxyReader,
	nrptReader,
	dnsForwarderReader,
	dnsClientReader,
	testNetConnectionReader,
	netAddressReader,
	scutilReader,
	pingReader,
	tracertReader,
	azureTableReader,
	azureYAMLReader,
	digReader,
	nslookupBusyboxReader,
	nslookupBINDReader,
	nslookupWindowsReader,
	hostReader,
	wgetReader,
	httpReader,
	curlReader,
	headerTableReader,
	ipAddrReader,
	resolvConfReader,
	getentReader,
	hostsFileReader,
	environmentReader,
	azureTextReader,
}

// Read turns one capture into records: at least one, since a capture that no reader knows yields an
// Unrecognised fact. The Kind of the records is the reader's name, or "" for Unrecognised.
func Read(src Source) []Record {
	var all []Record
	origin := src.Origin
	for _, s := range stretches(src) {
		_, records := s.read(&sink{origin: s.from(&origin)})
		if all == nil {
			all = records
			continue
		}
		all = append(all, records...)
	}
	return all
}

// read reads a stretch and returns the reader that did; nil if none knows it.
func (s *stretch) read(out *sink) (*reader, []Record) {
	r := s.reader
	if r == nil {
		r = matching(&s.src)
	}
	if r != nil {
		out.kind = r.name
		r.read(&s.src, out)
		if records := out.done(); len(records) > 0 {
			if _, unknown := records[0].Fact.(*Unrecognised); unknown {
				return nil, records
			}
			return r, records
		}
		out.kind = ""
	}
	out.add(unrecognised(&s.src, out.origin))
	return nil, out.done()
}

// Survey reads a capture as Read does and tells which reader read which part of it, and why.
func Survey(src Source) []Section {
	var list []Section
	origin := src.Origin
	for _, s := range stretches(src) {
		out := &sink{origin: s.from(&origin), most: maxUnreadListed}
		r, records := s.read(out)
		section := Section{Line: max(s.src.Line, 1), Lines: countLines(s.src.Text), Records: records}
		if s.src.folded {
			section.Lines = 1
		}
		if r != nil {
			section.Kind, section.Told = records[0].Kind, s.told(r)
		} else {
			out.listAll(&s.src)
		}
		slices.SortStableFunc(out.listed, func(a, b Cite) int { return a.Line - b.Line })
		section.Unread = out.listed
		list = append(list, section)
	}
	return list
}

// told finds out what told the kind of a stretch: the weakest hint without which its reader knows it.
func (s *stretch) told(r *reader) Telling {
	bare := s.src
	bare.File = "capture"
	switch {
	case s.reader != nil:
		return ByContent
	case matching(&bare) != r:
		return ByName
	}
	bare.Command = ""
	if matching(&bare) != r {
		return ByCommand
	}
	return ByContent
}

// countLines returns the number of lines of a text.
func countLines(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && !endsInLine(text) {
		n++
	}
	return n
}

// headLines returns the first lines of a text that are looked at to tell its kind.
func headLines(text string) []string {
	const most, bytes = 200, 32 << 10
	text = text[:min(len(text), bytes)]
	lines := strings.SplitN(text, "\n", most+1)
	lines = lines[:min(len(lines), most)]
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines
}

func unrecognised(src *Source, origin *Origin) *Unrecognised {
	var told Unread
	for sc := newScanner(src, origin); sc.next(); {
		if strings.TrimSpace(sc.text) == "" {
			continue
		}
		if told.Count++; told.Count == 1 {
			told.First = sc.cite()
		}
		if refusalTold(sc.text) != "" {
			told.noteRefusal(sc.cite())
		}
	}
	if told.Count == 0 {
		return &Unrecognised{Empty: true, First: Cite{File: origin.File}}
	}
	return &Unrecognised{First: told.First, Refusal: told.Refusal, States: statesIn(src, origin)}
}

// A sink collects what a reader finds.
type sink struct {
	kind    string
	origin  *Origin
	records []Record
	skipped *Unread
	listed  []Cite // the lines that were not understood, where they are asked for
	most    int    // how many are
}

// maxUnreadListed bounds the lines of one section that are listed as not understood.
const maxUnreadListed = 1000

// listAll lists the lines of a text that no reader knows.
func (s *sink) listAll(src *Source) {
	s.listed = nil
	for sc := newScanner(src, s.origin); sc.next() && len(s.listed) < s.most; {
		if strings.TrimSpace(sc.text) != "" {
			s.listed = append(s.listed, sc.cite())
		}
	}
}

// add keeps a fact.
func (s *sink) add(f Fact) {
	if len(s.records) >= maxRecords {
		s.unread(f.Cites()[0])
		return
	}
	s.records = append(s.records, Record{Kind: s.kind, Origin: s.origin, Fact: f})
}

// unread tells a line that was not understood. Blank lines are not worth telling.
func (s *sink) unread(c Cite) {
	if c.Text == "" {
		return
	}
	if s.skipped == nil {
		s.skipped = &Unread{First: c}
	}
	if c.Line < s.skipped.First.Line && c.File == s.skipped.First.File {
		s.skipped.First = c // a reader may settle a line later than those below it
	}
	s.skipped.Count++
	s.skipped.noteRefusal(c)
	s.skipped.States = keepState(s.skipped.States, c)
	if len(s.listed) < s.most {
		s.listed = append(s.listed, c)
	}
}

// unreadLines returns the number of lines that were not understood so far.
func (s *sink) unreadLines() int {
	if s.skipped == nil {
		return 0
	}
	return s.skipped.Count
}

// done returns the records, the unread lines last.
func (s *sink) done() []Record {
	if s.skipped != nil {
		s.records = append(s.records, Record{Kind: s.kind, Origin: s.origin, Fact: s.skipped})
	}
	return s.records
}
