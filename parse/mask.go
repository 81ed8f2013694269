package parse

import (
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"
)

// An addrValue is what stands where a tool prints addresses.
type addrValue struct {
	addrs  []netip.Addr
	masked []string // words that a person put in place of addresses
	ok     bool     // nothing else stands there, but for a remark behind the addresses
	wordy  bool     // the remark is long, or holds an address: it may say that the addresses are of another time or place
}

// readAddrs reads a value that is one or more addresses, with a remark of a person behind them perhaps: "10.1.0.5 (private
// IP address)", "20.1.2.3, 20.x.x.4".
func readAddrs(value string) addrValue {
	var v addrValue
	words := strings.Fields(strings.Trim(value, "`"))
	listed := true // the word may be an address that is masked out of all likeness
	for i, w := range words {
		word, remarked := cutRemark(w)
		if addr, ok := dnsAddr(word); ok {
			v.addrs = append(v.addrs, addr)
		} else if maskedAddr(word) || listed && maskedWord(word) {
			v.masked = append(v.masked, strings.TrimRight(word, ",;"))
		} else {
			if i == 0 && placeholder(value) {
				v.masked = append(v.masked, value)
			}
			v.ok = len(v.addrs)+len(v.masked) > 0 && (i == 0 || beginsRemark(w))
			return v.remarked(words[i:])
		}
		if listed = strings.HasSuffix(word, ","); remarked {
			v.ok = true
			return v.remarked(append([]string{w[len(word):]}, words[i+1:]...))
		}
	}
	v.ok = len(words) > 0
	return v
}

// remarked judges the words of a remark behind addresses. Another column with an address leaves none of them certain.
func (v addrValue) remarked(words []string) addrValue {
	const few = 5
	addressed := slices.ContainsFunc(words, func(w string) bool {
		addr, ok := dnsAddr(strings.Trim(w, "()<>[]|,.;:"))
		return ok && addr.IsValid()
	})
	v.wordy = len(words) > few || addressed
	if addressed && strings.HasPrefix(words[0], "|") {
		return addrValue{}
	}
	return v
}

// addressesOnly reports whether a value is one or more addresses, none of them masked, with a remark behind them perhaps: "10.1.0.5
// (private IP address)".
func addressesOnly(value string) bool {
	v := readAddrs(value)
	return v.ok && len(v.masked) == 0
}

// bareAddrs reports whether a line without label is nothing but addresses. Masked ones must have the form of an address there.
func bareAddrs(text string) bool {
	v := readAddrs(text)
	return v.ok && !slices.ContainsFunc(v.masked, func(w string) bool { return !maskedAddr(w) && (len(w) < 3 || strings.Trim(w, maskRunes) != "") })
}

// isMasked reports whether a word stands for an address that was hidden, whole or in part.
// A prefix length or a zone behind it may stand open.
func isMasked(word string) bool {
	word, _, _ = strings.Cut(word, "/")
	word, _, _ = strings.Cut(word, "%")
	return len(word) > 1 && (maskedAddr(word) || maskedWord(word))
}

// maskRunes stand for the digits that a person made unreadable.
const maskRunes = "xX*?#█▓▒░■●•…"

// maskedAddr reports whether a word has the form of an address with digits that a person made unreadable: "10.0.x.x",
// "xxx.xxx.xxx.xxx", "10.1.2.***", "fd00::xxxx", "10.1.2...".
func maskedAddr(word string) bool {
	word = strings.TrimRight(word, ",;")
	if i := strings.LastIndexByte(word, '#'); i > 0 && strings.Trim(word[i+1:], "0123456789") == "" {
		word = word[:i]
	}
	if head := strings.TrimRight(word, ".…"); head != "" && (strings.HasSuffix(word, "..") || strings.HasSuffix(word, "…")) {
		return strings.Trim(head, "0123456789.") == "" && strings.Contains(word, ".") && strings.Count(head, ".") < 4
	}
	labels, digits := strings.Split(word, "."), "0123456789"
	switch {
	case len(labels) == 4:
	case strings.Count(word, ":") >= 2 && len(labels) == 1:
		labels, digits = strings.Split(word, ":"), "0123456789abcdefABCDEF"
	default:
		return false
	}
	masked := false
	for _, l := range labels {
		hidden := strings.Trim(l, digits+maskRunes) == "" || len(l) == 1 && l[0] > '9' || hiddenWord(l)
		if !hidden || l == "" && digits == "0123456789" {
			return false
		}
		masked = masked || strings.Trim(l, digits) != ""
	}
	return masked
}

// maskedWord reports whether a word hides all that stood there: "***", "xxxx", "<redacted>", "REDACTED".
func maskedWord(word string) bool {
	word = strings.TrimRight(word, ",;")
	if i := strings.LastIndexByte(word, '#'); i > 0 && i < len(word)-1 && strings.Trim(word[i+1:], "0123456789") == "" {
		word = word[:i]
	}
	return word != "#" && strings.ContainsAny(word, maskRunes) && strings.Trim(word, maskRunes+"._:-/0123456789") == "" || hiddenWord(word)
}

// hiddenWords are what people write in place of what they hide.
var hiddenWords = []string{"redact", "mask", "hidden", "remove", "censor", "anonym", "private-ip", "private_ip", "public-ip", "public_ip", "ip-addr", "ip_addr"}

// hiddenWord reports whether a word, in brackets of some kind perhaps, says that something is hidden.
func hiddenWord(word string) bool {
	lower := strings.ToLower(strings.Trim(word, "<>[]{}()*_"))
	if lower == "" {
		return false
	}
	for _, h := range hiddenWords {
		if strings.HasPrefix(lower, h) {
			return true
		}
	}
	return lower != strings.ToLower(word) && (placeholder(word) || lower == "ip")
}

// goneWords are what people write in place of a value that they left out; a longer word may be a value.
var goneWords = []string{"redacted", "masked", "removed", "hidden", "snip", "omitted", "elided", "truncated"}

// leftOut reports whether a value of any kind stands for one that its author left out or masked as a whole: "...",
// "***", "xxxx", "<name>", "[redacted]". Names may hold any word, so that no part of a value tells it.
func leftOut(value string) bool {
	value = strings.TrimSpace(value)
	if len(value) < 2 {
		return false
	}
	gone := func(word string) bool {
		return slices.ContainsFunc(goneWords, func(w string) bool { return strings.EqualFold(w, word) })
	}
	switch first, last := value[0], value[len(value)-1]; {
	case first == '<' && last == '>' && strings.Count(value, "<") == 1:
		return true
	case first == '[' && last == ']':
		return strings.Trim(value, "[]xX*. ") == "" && value != "[]" || gone(value[1:len(value)-1])
	}
	hidden := strings.Trim(value, ".") == "" || strings.Trim(value, maskRunes) == ""
	return hidden && (len(value) > 2 || value == "**") || gone(value)
}

// placeholder reports whether a text is one pair of brackets with words in it: "<private-ip>", "(public IP address)".
func placeholder(text string) bool {
	open, size := utf8.DecodeRuneInString(text)
	i := strings.IndexRune("<[{(（", open)
	if i < 0 || text == "" {
		return false
	}
	end := map[rune]string{'<': ">", '[': "]", '{': "}", '(': ")", '（': "）"}[open]
	inner, rest, ok := strings.Cut(text[size:], end)
	inner = strings.ToLower(strings.TrimSpace(inner))
	return ok && strings.TrimSpace(rest) == "" && inner != "" && inner != "none" && inner != "null" && !strings.HasPrefix(inner, "no ")
}

// elidedName reports whether a word is a name that a person or a table cut short: "kv-...-prod.vault.azure.net".
func elidedName(word string) bool {
	return strings.HasPrefix(word, "**") || strings.Contains(word, "..") && strings.Trim(word, ".") != "" || strings.Contains(word, "…")
}

// elidedLine reports whether a line stands for lines that a person cut out.
func elidedLine(line string) bool {
	return strings.HasPrefix(line, "...") || strings.HasPrefix(line, "[...") || strings.HasPrefix(line, "…") || strings.HasPrefix(line, "[…")
}

// elidedText reports whether a text shows that part of it was left out: a console's cut, or an author's.
func elidedText(s string) bool {
	return strings.Contains(s, "...") || strings.Contains(s, "…")
}

// hide tells a word that stands where the address of a server should, and is none.
func (s *lookups) hide(word string, c Cite) {
	s.out.add(&Masked{Text: strings.Clone(word), Cite: c})
}

// addresses keeps the addresses of an answer; the tool is seen to have printed those that are masked.
func (s *lookups) addresses(value string, ttl int, c Cite) bool {
	v := readAddrs(value)
	if !v.ok || s.torn && len(v.masked) > 0 {
		s.masked()
		return false
	}
	s.keep(v, ttl, c)
	return true
}

// keep keeps what was read of an answer's addresses.
func (s *lookups) keep(v addrValue, ttl int, c Cite) {
	if v.wordy {
		s.out.unread(c)
	}
	for _, addr := range v.addrs {
		s.cur.addr(addr, ttl, c)
	}
	for _, w := range v.masked {
		s.hide(w, c)
		if s.cur.hidden.File == "" {
			s.cur.hidden = c
		}
	}
}

// maskedServer tells the masked address of a server; ok is false where the value is none.
func (s *lookups) maskedServer(value string, c Cite) bool {
	v := readAddrs(value)
	if len(v.addrs) > 0 || len(v.masked) == 0 || s.torn {
		return false
	}
	s.hide(v.masked[0], c)
	return true
}
