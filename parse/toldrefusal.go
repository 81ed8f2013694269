package parse

import (
	"strings"
	"unicode"
)

// A Refusal403 is the Value of Unread.Refusal where the words tell a refusal, and not its reason.
const Refusal403 = "403"

// refusalTold returns the reason of a refusal by the vault's firewall that the words of a person tell: an inner code, or
// Refusal403. A refusal for the caller's sake is none, since its request arrived; nor is what documentation quotes.
func refusalTold(line string) string {
	if !strings.Contains(line, "403") && !strings.Contains(line, "orbidden") && !strings.Contains(line, "private link") &&
		!strings.Contains(line, "not authorized") {
		return ""
	}
	text := logLine{text: line}
	for _, c := range kvCodes {
		if c.inner && strings.Contains(line, c.code) && c.code != innerFirewall && c.code != innerConnection {
			return ""
		}
	}
	if text.advises() || strings.HasPrefix(strings.TrimSpace(line), "|") { // a row of a table of codes
		return ""
	}
	if strings.Contains(line, innerFirewall) || strings.Contains(line, "lient address is not authorized") {
		return innerFirewall
	}
	for _, s := range kvSentences {
		if !s.behindClient() && (s.inner == innerFirewall || s.inner == innerConnection) && strings.Contains(line, s.text) {
			return s.inner
		}
	}
	if strings.Contains(line, innerConnection) {
		return innerConnection
	}
	for word := range strings.FieldsFuncSeq(line, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != ':' && r != '/'
	}) {
		if word = strings.TrimRight(word, ".:/"); word == "403" || strings.EqualFold(word, codeForbidden) {
			return Refusal403
		}
	}
	return ""
}

// noteRefusal keeps the first words that tell a refusal; those that tell its reason go first.
func (u *Unread) noteRefusal(c Cite) {
	if u.Refusal.Known() && u.Refusal.Value != Refusal403 {
		return
	}
	if reason := refusalTold(c.Text); reason != "" && (reason != Refusal403 || !u.Refusal.Known()) {
		u.Refusal = Text{reason, c}
	}
}
