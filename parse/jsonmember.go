package parse

// A jsonComma is what stands between the last member of a container and the next.
type jsonComma uint8

const (
	commaNone jsonComma = iota
	commaRead
	commaAny // something that is no JSON: no comma is missing
)

// member reads what comes next in an open container: the key, if it is an object, and the first token of
// the value; or a closing bracket. What is no JSON is noted and read over.
func (w *jsonWalker) member(c *jsonNode) (string, jsonToken, bool) {
	comma := commaNone
	for {
		before := w.jsonPlace
		tok, ok := w.token()
		switch {
		case !ok:
			return "", tok, false
		case tok.closes():
			if comma == commaRead && !c.gaps {
				w.lacks(c, "nothing follows a comma")
			}
			if w.closing(c, tok, before) {
				return "", tok, true
			}
		case tok.is(","):
			if comma == commaRead || comma == commaNone && c.size == 0 {
				w.lacks(c, "nothing stands before a comma")
			}
			comma = commaRead
		case tok.kind == tokenNote:
			w.oddity(c, tok)
		case w.oddity(c, tok):
			comma = commaAny
		case c.kind == jsonArray:
			if value, ok := w.element(c, tok, before); ok {
				if !value.closes() {
					w.between(c, comma)
				}
				return "", value, true
			}
			comma = commaAny
		default:
			if key, value, ok := w.pair(c, tok, before); ok {
				w.between(c, comma)
				return key, value, true
			}
			comma = commaAny
		}
		if w.stop != "" {
			return "", tok, false
		}
	}
}

// element looks at a token in an array and reports whether it begins an element. A key tells that the array
// ends before it, and its bracket is missing.
func (w *jsonWalker) element(c *jsonNode, tok jsonToken, before jsonPlace) (jsonToken, bool) {
	switch {
	case tok.is(":"):
		w.stray(c, tok)
		return tok, false
	case tok.kind == tokenString && c.parent.is(jsonObject) && w.colon():
		w.jsonPlace, w.popped = before, true
		w.lacks(c, "a bracket is missing")
		return jsonToken{kind: tokenMark, text: "]"}, true
	}
	return tok, true
}

// pair reads the value of a key. It reports false for what is no pair.
func (w *jsonWalker) pair(c *jsonNode, key jsonToken, before jsonPlace) (string, jsonToken, bool) {
	if key.is("{") || key.is("[") { // another document
		w.jsonPlace = before
		w.cutOff()
		return "", key, false
	}
	if key.kind != tokenString || !w.colon() {
		w.stray(c, key)
		return "", key, false
	}
	if _, ok := w.token(); !ok {
		return "", key, false
	}
	for {
		behind := w.jsonPlace
		tok, ok := w.token()
		switch {
		case !ok:
			return "", tok, false
		case tok.closes() || tok.is(",") || tok.is(":"):
			w.jsonPlace = behind
			w.lacks(c, "a value is missing")
			return "", tok, false
		case tok.kind == tokenNote:
			w.oddity(c, tok)
			continue
		case w.oddity(c, tok):
			return "", tok, false
		}
		return key.text, tok, true
	}
}

// closing handles a closing bracket and reports whether it closes the container: its own, or that of a
// container around it, which then is read again.
func (w *jsonWalker) closing(c *jsonNode, tok jsonToken, before jsonPlace) bool {
	object := tok.is("}")
	switch {
	case object == (c.kind == jsonObject), c.open:
		w.settle()
		return true
	case object && c.inObject, !object && c.inArray:
		w.jsonPlace = before
		w.lacks(c, "a bracket is missing")
		return true
	}
	w.lacks(c, "a bracket is missing")
	return false
}

// between looks at what stands before a member that was read: a comma, but before the first one.
func (w *jsonWalker) between(c *jsonNode, comma jsonComma) {
	w.settle()
	if comma == commaNone && c.size > 0 && !w.popped {
		w.lacks(c, "a comma is missing")
	}
	w.popped = false
}

// colon reports whether a colon is the next token.
func (w *jsonWalker) colon() bool {
	probe := w.lexer
	return probe.next(w.off).is(":")
}
