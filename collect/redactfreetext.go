package collect

import (
	"regexp"
	"strings"
)

// Kinds of places that hold more or less than a name of ours.
const (
	kindFreeText = "free text" // each word in it that is no tool's is taken for somebody's name
	kindWord     = "word"      // a name, if it is no word of a tool
)

// freeTextPlaces are the places where people write what they like.
var freeTextPlaces = []namePlace{
	{[]string{"from:", "to:", "cc:", "von:", "an:", "de:", "para:", "sender:", "kopie:"},
		regexp.MustCompile(`^[>| ]*(?:From|To|Cc|CC|Bcc|BCC|Reply-To|Sender|Von|An|De|Para|Kopie): (.+)`), []string{kindFreeText}},
	{[]string{" wrote:", " schrieb"}, regexp.MustCompile(`^[>| ]*(?:On|Am) .{1,60}?\d{4},?(?: at| um)?(?: \d\d?:\d\d(?::\d\d)?(?: [AP]M)?,?)? (.{1,100}?) (?:wrote|schrieb)`), []string{kindFreeText}},
	{[]string{`description"`, `requestmessage"`, `displayname"`, `comment"`, `comments"`, `note"`, `notes"`, `justification"`},
		regexp.MustCompile(`(?i)"(?:description|requestmessage|\w*displayname|comments?|notes?|justification)"\s*:\s*"((?:[^"\\]|\\.)+)"`), []string{kindFreeText}},
	{[]string{"note: ", "notes: "}, regexp.MustCompile(`(?i)^ *notes?: (.+)`), []string{kindFreeText}},
	{[]string{"dc="}, regexp.MustCompile(`\b(?:CN|OU)=([^,;"'\r\n]{1,80}),`), []string{kindFreeText}},
	{[]string{"rg-", "vnet-", "snet-", "pe-", "pep-", "nsg-", "kv-", "vm-", "nic-", "pip-", "afw-", "vgw-", "aks-", "acr"}, // as Microsoft advises to name them
		regexp.MustCompile(`(?:^|[\s"'/,|=])((?:rg|vnet|snet|pep?|nsg|kv|vm|nic|pip|afw|vgw|aks)-[A-Za-z0-9][\w-]{2,60})`), []string{kindWord}},
	{[]string{`name"`}, regexp.MustCompile(`"(?:name|[a-z]\w*Name)"\s*:\s*"([^"\\ ]{1,90})"`), []string{kindWord}},
}

// freeWords returns the words of a free text that may be names: not those that tools speak, and not the short ones of a
// language, which begin in lower case.
func (r *Redactor) freeWords(line string, p placed) []placed {
	const least = 4
	var out []placed
	for i := p.from; i < p.to; {
		end := i + pieceLen(line[i:p.to])
		if end == i {
			i++
			continue
		}
		low := lower(line[i:end])
		switch {
		case escapes(low, 0), !hasLetter(low), r.common.holds(low), end-i < least && line[i] == low[0], containsUser(low), i > 0 && line[i-1] == '\\':
		default:
			out = append(out, placed{i, end, KindUser})
		}
		i = end
	}
	return out
}

// A learner goes over the lines of a text and knows where people write what they like for more than a line.
type learner struct {
	r         *Redactor
	tags      bool // inside of the tags of a resource
	indent    int  // of tags in YAML; 0 outside of them
	signature int  // how many lines may still belong to the signature of a mail
}

// tagValue is a tag, or the rest of one.
var tagValue = regexp.MustCompile(`:\s*"((?:[^"\\]|\\.)*)"`)

// signOff ends the text of a mail; what follows is who wrote it.
var signOff = regexp.MustCompile(`(?i)^[>| ]*(?:(?:best|kind|many|warm)? ?(?:regards|thanks|wishes)|thank you|cheers|sincerely|(?:mit )?(?:freundlichen|viele|beste|freundliche|schöne) gr(?:ü|ue)(?:ß|ss)en?|cordialement|bien à vous|saludos|cordiali saluti|--)[,.! ]*\r?\n?$`)

// beyond learns what a line tells by the lines before it.
func (l *learner) beyond(line string) {
	if at := strings.Index(line, `"tags"`); at >= 0 || l.tags {
		text := line[max(at, 0):]
		if at >= 0 {
			text = text[len(`"tags"`):]
		}
		body, _, closed := strings.Cut(text, "}")
		for _, m := range tagValue.FindAllStringSubmatch(body, -1) {
			l.words(m[1])
		}
		l.tags = !closed && (l.tags || strings.Contains(text, "{"))
	}
	l.yaml(line)
	switch {
	case len(line) < 40 && strings.IndexByte(line, ':') < 0 && signOff.MatchString(line):
		l.signature = 4
	case strings.TrimSpace(line) == "" && l.signature < 4:
		l.signature = 0
	case l.signature > 0 && strings.TrimSpace(line) != "":
		l.signature--
		l.words(line)
	}
}

// yaml learns the tags of a resource that is written as YAML.
func (l *learner) yaml(line string) {
	text := strings.TrimLeft(line, " -")
	indent := len(line) - len(text)
	if _, value, ok := strings.Cut(text, ": "); ok && l.indent > 0 && indent >= l.indent {
		l.words(value)
		return
	}
	l.indent = 0
	if strings.TrimRight(text, "\r\n") == "tags:" {
		l.indent = indent + 1
	}
}

// words learns the words of a free text.
func (l *learner) words(text string) {
	for _, w := range l.r.freeWords(text, placed{0, len(text), kindFreeText}) {
		l.r.LearnWord(KindUser, text[w.from:w.to])
	}
}

// toldBefore reports whether a line teaches nothing but what it taught before.
func (l *learner) toldBefore(line string) bool {
	if l.tags || l.signature > 0 || l.indent > 0 || strings.Contains(line, `"tags"`) {
		return false
	}
	_, ok := l.r.known.get(line)
	if !ok {
		l.r.known.put(line, "")
	}
	return ok
}
