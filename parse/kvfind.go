package parse

import (
	"cmp"
	"slices"
	"strings"
)

const (
	maxRefusal  = 6000   // bytes without blanks that may belong to one refusal
	maxRefusals = 10_000 // refusals of one capture
)

// A refusal is an error of Key Vault as it was found in a text. Lines are indexes; -1: none.
type refusal struct {
	tool     string
	url      string
	host     string // where no URL tells it
	status   int
	code     string
	inner    string
	message  string
	details  kvDetails // of the message
	network  string    // value of the header x-ms-keyvault-network-info
	headers  []headerLine
	at       int // line of the sentence
	innerAt  int // line of the inner code
	statusAt int
	infoAt   int
	from, to int      // lines that belong to it
	again    [][2]int // lines of other tellings of the same
	asides   []int    // lines between those that do not belong to it
	spots    []spot
	remarks  []lineRemark
}

// A headerLine is a header with the index of its line.
type headerLine struct {
	name, value string
	line        int
}

// A spot says in which line a text of the message stands.
type spot struct {
	text string
	line int
}

// An anchor is a place in the dense text where a refusal may begin.
type anchor struct {
	at, end  int
	sentence kvSentence
	bare     bool // it is a code without a known sentence
}

// refusals finds the errors of Key Vault in a text. Those that say the same are one.
func (l *logText) refusals() []refusal {
	var found []refusal
	l.eachRefusal(func(r refusal) bool {
		found = mergeRefusal(found, r)
		return true
	})
	return found
}

// refuses reports whether a text holds an error of Key Vault.
func (l *logText) refuses() bool {
	found := false
	l.eachRefusal(func(refusal) bool {
		found = true
		return false
	})
	return found
}

// eachRefusal hands out the errors of Key Vault in a text, in order, until yield reports false.
func (l *logText) eachRefusal(yield func(refusal) bool) {
	anchors := l.anchors()
	floor := 0
	for i, a := range anchors {
		limit := min(len(l.dense), a.end+maxRefusal)
		if i+1 < len(anchors) {
			limit = min(limit, anchors[i+1].at)
		}
		if r, ok := l.refusal(a, floor, limit); ok && !yield(r) {
			return
		}
		floor = a.end
	}
}

// anchors returns the places of known sentences, and of codes that stand without one, in order.
func (l *logText) anchors() []anchor {
	var sentences, list []anchor
	for _, s := range kvSentences {
		sentences = l.each(sentences, squeezed(s.text), anchor{sentence: s})
	}
	sentences = inOrder(sentences)
	for _, c := range kvCodes {
		s := kvSentence{code: c.code}
		if c.inner {
			s = kvSentence{code: codeForbidden, inner: c.code}
		}
		for _, a := range l.each(nil, c.code, anchor{sentence: s, bare: true}) {
			if codeOpens(l.dense[:a.at]) && !nearSentence(sentences, a) {
				list = append(list, a)
			}
		}
	}
	return inOrder(append(list, sentences...))
}

// each adds an anchor for every place of a text.
func (l *logText) each(list []anchor, text string, a anchor) []anchor {
	for from := 0; len(list) < maxRefusals; {
		i := strings.Index(l.dense[from:], text)
		if i < 0 {
			break
		}
		a.at, a.end = from+i, from+i+len(text)
		list, from = append(list, a), a.end
	}
	return list
}

// inOrder sorts anchors by place and drops those that overlap; the longer of two that begin together stays.
func inOrder(list []anchor) []anchor {
	slices.SortStableFunc(list, func(a, b anchor) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(b.end, a.end))
	})
	end := 0
	return slices.DeleteFunc(list, func(a anchor) bool {
		if a.at < end {
			return true
		}
		end = a.end
		return false
	})
}

// nearSentence reports whether a code belongs to a known sentence: it follows it, or stands right in front.
func nearSentence(sentences []anchor, a anchor) bool {
	const inFront = 200
	i, _ := slices.BinarySearchFunc(sentences, a.at, func(s anchor, at int) int { return cmp.Compare(s.at, at) })
	return i > 0 && a.at < sentences[i-1].end+maxRefusal || i < len(sentences) && sentences[i].at < a.end+inFront
}

// codeWrappings stand in front of an error code.
var codeWrappings = []string{`code":"`, `code':'`, `ode="`, "ErrorCode:", "ERRORCODE:", "Innererror:", "Innererror:\""}

// codeOpens reports whether a dense text ends in what stands in front of an error code.
func codeOpens(before string) bool { return endsInAny(before, codeWrappings) }

// sentenceWrappings stand in front of the message of an error.
var sentenceWrappings = []string{
	"(Forbidden)", "(Unauthorized)", "NotFound)", `Message="`, `essage":"`, `essage':'`, "Message:", "FailedException:",
	"ErrorException:", "ResponseError:", "RestError:",
}

// endsInAny reports whether a text ends in one of the endings.
func endsInAny(text string, endings []string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(text, e) })
}

// refusal reads the error at an anchor. What belongs to it stands behind floor and before limit. A sentence that has
// nothing of an error around it is prose, and so is what follows words of advice.
func (l *logText) refusal(a anchor, floor, limit int) (refusal, bool) {
	start := l.sentenceStart(a, floor)
	if start < 0 {
		return refusal{}, false
	}
	r := refusal{at: l.lineOf(start), innerAt: -1, statusAt: -1, infoAt: -1, code: a.sentence.code, inner: a.sentence.inner}
	last := l.lineOf(a.end - 1)
	r.from, r.to = l.recordStart(r.at, l.lineOf(floor)), last
	quoted := l.quoted(l.lines[r.from].start, start)
	reach := l.reach(&r, a, quoted, min(limit, l.endOf(l.recordEnd(last))))
	end := l.messageEnd(a, quoted, reach)
	if a.bare {
		r.message, r.innerAt = l.jsonMessage(a.end, limit), r.at
	} else {
		r.message = strings.TrimSpace(strings.TrimPrefix(tidied(unescaped(l.raw(start, end, r.asides...))), "ERROR CODE: Forbidden"))
		l.readCode(&r, floor, start)
		r.to = l.lineOf(end - 1)
	}
	r.details = readKVDetails(r.message)
	told := l.readInner(&r, a.end, limit)
	wrapped := endsInAny(l.dense[floor:start], sentenceWrappings)
	if !a.bare && !told && !wrapped && !r.chained() && !l.aloneOnLine(a, start) || !a.sentence.fits(r.message) || l.advised(r.at) {
		return refusal{}, false
	}
	r.spots = l.spots(start, end)
	r.remarks = l.remarked(&r, end)
	l.readAround(&r, start, a.end, limit)
	l.leaveProse(&r, l.lineOf(max(start, end-1)))
	return r, true
}

// sentenceStart returns where a sentence begins; -1 where the words are not those of a refusal after all.
func (l *logText) sentenceStart(a anchor, floor int) int {
	const label = "Clientaddress"
	if a.bare || !a.sentence.behindClient() {
		return a.at
	}
	from := max(floor, a.at-len(label)-50)
	i := strings.LastIndex(l.dense[from:a.at], label)
	if i < 0 {
		return -1
	}
	between := l.dense[from+i+len(label) : a.at]
	if between != "" && (between[0] != '(' || between[len(between)-1] != ')') {
		return -1
	}
	return from + i
}

// aloneOnLine reports whether a line holds nothing but the refusal of an endpoint that belongs to another resource,
// which comes as a bare text too.
func (l *logText) aloneOnLine(a anchor, start int) bool {
	line := l.lines[l.lineOf(start)]
	if a.sentence.text != wrongResourceText || start != line.start || line.slash > 0 {
		return false
	}
	rest := strings.TrimPrefix(line.text, wrongResourceText)
	return len(strings.Fields(rest)) == 1 && strings.Contains(rest, ".")
}

// chained reports whether the message goes on with a label and its value, as only a refusal itself does.
func (r *refusal) chained() bool {
	d := r.details
	return d.client != "" && !d.masked || d.vault != "" && d.located || strings.Contains(r.message, "\nCaller:") || strings.HasPrefix(r.message, "Caller:")
}

// mergeRefusal adds a refusal, or fills in with it what an earlier one that says the same does not tell.
func mergeRefusal(list []refusal, r refusal) []refusal {
	const back = 50 // so many are compared
	for i := max(0, len(list)-back); i < len(list); i++ {
		if old := &list[i]; old.same(&r) {
			old.fill(&r)
			return list
		}
	}
	return append(list, r)
}

// same reports whether two refusals can be one that is told twice.
func (r *refusal) same(o *refusal) bool {
	a, b := r.details, o.details
	return r.inner == o.inner && r.code == o.code && agree(a.vault, b.vault) && agree(a.client, b.client) &&
		agree(hostOfURL(r.url), hostOfURL(o.url)) && agree(r.network, o.network)
}

// agree reports whether two values are equal, or one is not told.
func agree(a, b string) bool { return a == "" || b == "" || strings.EqualFold(a, b) }

// hostOfURL returns the host of a URL, or "".
func hostOfURL(url string) string {
	host, _, _ := splitURL(url)
	return host
}
