package collect

import (
	"slices"
	"strings"
)

// htmlTags are the elements that stand in copies of web pages and of mails.
var htmlTags = []string{"a", "b", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4",
	"h5", "head", "hr", "html", "i", "kbd", "li", "link", "meta", "o:p", "ol", "p", "pre", "samp", "script", "section", "small", "span",
	"strong", "style", "table", "tbody", "td", "th", "thead", "title", "tr", "tt", "u", "ul", "!doctype"}

// dropHTML takes the tags away from a text that is clearly a copy of a web page, and turns its entities into what they
// stand for. A page that is itself an output, such as that of a proxy, stays as it is.
func dropHTML(lines []string) bool {
	changed := false
	if isCopy(lines) {
		for i, line := range lines {
			lines[i] = strings.TrimRight(entities(withoutTags(line), allEntities), " ")
			changed = changed || lines[i] != line
		}
		return changed
	}
	only := onlyEntities(lines)
	if only == "" {
		return false
	}
	for i, line := range lines {
		lines[i] = entities(line, only)
		changed = changed || lines[i] != line
	}
	return changed
}

// allEntities are the characters whose entities are turned back in a copy of a web page.
const allEntities = "<>\"&' "

// isCopy reports whether an output was copied together with its tags: nearly all lines end in a break, or there are
// tags around lines that a tool prints. The body of an HTTP answer is no copy.
func isCopy(lines []string) bool {
	full, broken, tagged, telling, code, answer := 0, 0, 0, false, false, false
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		full++
		text := strings.TrimSpace(withoutTags(line))
		telling = telling || tells(entities(text, allEntities))
		if text != line {
			tagged++
		}
		code = code || strings.Contains(line, "<pre") || strings.Contains(line, "<code") || strings.Contains(line, "<samp")
		answer = answer || tagged == 0 && (strings.HasPrefix(line, "HTTP/") || strings.HasPrefix(line, "< HTTP/"))
		if at := strings.LastIndexByte(line, '<'); at >= 0 {
			if name, length := tagAt(line[at:]); name == "br" && at+length == len(line) {
				broken++
			}
		}
	}
	const share = 4 // lines of which one may have no tag
	if broken > 0 && broken*share >= full*(share-1) {
		return true
	}
	return telling && !answer && (code || tagged > 0 && tagged*share >= full*(share-1))
}

// tagAt returns the name of the tag that a text begins with, and its length; 0 if it begins with none.
func tagAt(text string) (name string, length int) {
	const most = 1 << 10
	end := strings.IndexByte(text[:min(len(text), most)], '>')
	if end < 0 {
		return "", 0
	}
	name = strings.ToLower(strings.Trim(text[1:end], "/ "))
	if i := strings.IndexAny(name, " \t/"); i >= 0 {
		name = name[:i]
	}
	if !slices.Contains(htmlTags, name) {
		return "", 0
	}
	return name, end + 1
}

// withoutTags leaves the tags of a line out. What they part stays parted by a blank, where they part cells or lines.
func withoutTags(line string) string {
	if strings.IndexByte(line, '<') < 0 {
		return line
	}
	var b strings.Builder
	for {
		at := strings.IndexByte(line, '<')
		if at < 0 {
			b.WriteString(line)
			return b.String()
		}
		b.WriteString(line[:at])
		name, length := tagAt(line[at:])
		switch name {
		case "":
			b.WriteByte('<')
			length = 1
		case "br", "td", "th", "p", "div", "li", "dd":
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
		}
		line = line[at+length:]
	}
}

// An entity is a name of HTML for a character.
type entity struct {
	name string
	char byte
}

// htmlEntities are the entities that stand in outputs.
var htmlEntities = []entity{
	{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#34;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}, {"&apos;", '\''}, {"&nbsp;", ' '}, {"&#160;", ' '}, {"&#xa0;", ' '},
	{"&#x2F;", '/'}, {"&#47;", '/'}, {"&#61;", '='}, {"&amp;", '&'},
}

// entities turns the entities of some characters into these.
func entities(line, chars string) string {
	if strings.IndexByte(line, '&') < 0 {
		return line
	}
	var b strings.Builder
	for {
		at := strings.IndexByte(line, '&')
		if at < 0 {
			b.WriteString(line)
			return b.String()
		}
		b.WriteString(line[:at])
		line = line[at:]
		i := slices.IndexFunc(htmlEntities, func(e entity) bool {
			return strings.HasPrefix(line, e.name) && strings.IndexByte(chars+"/=", e.char) >= 0
		})
		if i < 0 {
			b.WriteByte('&')
			line = line[1:]
			continue
		}
		b.WriteByte(htmlEntities[i].char)
		line = line[len(htmlEntities[i].name):]
	}
}

// onlyEntities returns the characters that a text writes as entities and never as they are.
func onlyEntities(lines []string) string {
	chars := ""
	for _, c := range []struct{ char, entity string }{{"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}} {
		has := func(sign string) bool {
			return slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, sign) })
		}
		if has(c.entity) && !has(c.char) {
			chars += c.char
		}
	}
	if chars != "" {
		chars += "& "
	}
	return chars
}
