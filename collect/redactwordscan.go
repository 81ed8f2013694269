package collect

import "strings"

// guid replaces a GUID.
func (c *scanner) guid(i int) int {
	if c.r.keep[KindID] {
		return guidLen
	}
	was := c.s[i : i+guidLen]
	is := c.r.names.guid(was)
	if is != was {
		c.took([]string{was, is}, KindID)
		if !c.learning {
			c.put(i, guidLen, is, 0)
		}
	}
	return guidLen
}

// word replaces the longest name that was learnt and stands at a place.
func (c *scanner) word(i int, begins bool) int {
	best, core := "", ""
	c.r.find.at(c.low, i, func(w string) {
		switch {
		case c.r.encoded[w] != "":
			core = w
		case c.r.spread[w] == inWords || begins && wordAfter(c.s, i+len(w)):
			best = w
		}
	})
	switch {
	case best != "":
	case core != "":
		return c.blob(i, i+len(core))
	default:
		return 0
	}
	c.put(i, len(best), likeCase(c.s[i:i+len(best)], c.r.become[best]), 0)
	return len(best)
}

// blob takes out the base64 around a name that stands in it.
func (c *scanner) blob(from, to int) int {
	start, end := base64Run(c.s, from, to)
	if start = max(start, c.done); end <= start {
		return 0
	}
	c.put(start, end-start, withheld, 0)
	return end - from
}

// likeCase gives a pseudonym in lower case the capitals of what it takes the place of.
func likeCase(was, is string) string {
	if len(was) != len(is) {
		return is
	}
	out := []byte(is)
	for i := range out {
		if 'A' <= was[i] && was[i] <= 'Z' && 'a' <= out[i] && out[i] <= 'z' {
			out[i] -= 'a' - 'A'
		}
	}
	return string(out)
}

// host looks at a host name: a public one stays, that of a vault is replaced label by label, and others are learnt.
func (c *scanner) host(i int) int {
	if i < c.hostEnd || i > 0 && c.low[i-1] == '%' || escapes(c.low, i) && c.low[i-2:i] != `\\` {
		return 0
	}
	end, dots := i, 0
	for end < len(c.low) && (isAlnum(c.low[end]) || strings.IndexByte("-_.", c.low[end]) >= 0) {
		if c.low[end] == '.' {
			dots++
		}
		end++
	}
	c.hostEnd = end
	if dots == 0 {
		return 0
	}
	name := strings.TrimRight(c.low[i:end], "._-")
	switch {
	case !strings.Contains(name, "."):
	case escapes(c.low, i) && isVaultHost(name): // the letter is not the name's
		c.hostEnd = i
	case c.r.isPublic(name):
		return len(name)
	case c.learning:
		c.learnHost(name)
	case !c.r.keep[KindVault] && !c.r.keep[KindDomain] && isVaultHost(name):
		if is := c.r.name(c.s[i : i+len(name)]); is != c.s[i:i+len(name)] {
			c.put(i, len(name), is, 0)
		}
		return len(name)
	}
	return 0
}

// escapes reports whether the letter at a place may be that of an escape: the n of \n.
func escapes(s string, i int) bool {
	return i >= 2 && s[i-1] == '\\' && strings.IndexByte("nrtbf", s[i]) >= 0
}

// isVaultHost reports whether a host name is that of a vault in any cloud.
func isVaultHost(name string) bool {
	_, rest, _ := strings.Cut(name, ".")
	return vaultFollows(rest)
}

// learnHost learns a host name that a text shows, if at least one of its labels is no word of a tool.
func (c *scanner) learnHost(name string) {
	labels := strings.Split(name, ".")
	last := labels[len(labels)-1]
	if isVaultHost(name) {
		if !c.r.keepsLabel(labels[0]) {
			c.r.Learn(KindVault, labels[0])
		}
		c.r.Learn(KindDomain, name)
		return
	}
	known := false
	for _, t := range topLabels {
		known = known || t == last
	}
	for _, l := range labels[:len(labels)-1] {
		if known && l != "" && !c.r.keepsLabel(l) && !c.r.common.holds(l) && hasLetter(l) {
			c.r.Learn(KindDomain, name)
			return
		}
	}
}
