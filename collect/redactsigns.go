package collect

// A signSet tells in one pass over a line which of several lists have one of their words in it: an Aho-Corasick machine whose
// tables are small, since few bytes stand in the words.
type signSet struct {
	class [256]uint8
	wide  int      // the number of classes
	next  []uint16 // by state and class
	found []uint64 // the lists of which a word ends in a state, a bit each
}

// newSignSet makes the machine of at most 64 lists of words.
func newSignSet(lists [][]string) *signSet {
	m := &signSet{wide: 1}
	for _, words := range lists {
		for _, w := range words {
			for i := range len(w) {
				if m.class[w[i]] == 0 {
					m.class[w[i]] = uint8(m.wide)
					m.wide++
				}
			}
		}
	}
	m.add()
	for bit, words := range lists {
		for _, w := range words {
			at := uint16(0)
			for i := range len(w) {
				slot := int(at)*m.wide + int(m.class[w[i]])
				if m.next[slot] == 0 {
					m.next[slot] = m.add()
				}
				at = m.next[slot]
			}
			m.found[at] |= 1 << bit
		}
	}
	m.close()
	return m
}

// add makes a state.
func (m *signSet) add() uint16 {
	m.next = append(m.next, make([]uint16, m.wide)...)
	m.found = append(m.found, 0)
	return uint16(len(m.found) - 1)
}

// close leads every state on where its word ends: to that of the longest end of it that begins a word.
func (m *signSet) close() {
	fall := make([]uint16, len(m.found))
	var queue []uint16
	for _, s := range m.next[:m.wide] {
		if s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		m.found[s] |= m.found[fall[s]]
		for c := range m.wide {
			slot, back := int(s)*m.wide+c, m.next[int(fall[s])*m.wide+c]
			if to := m.next[slot]; to != 0 {
				fall[to] = back
				queue = append(queue, to)
			} else {
				m.next[slot] = back
			}
		}
	}
}

// in returns the lists of which a word stands in a text, a bit each.
func (m *signSet) in(low string) uint64 {
	var out uint64
	at := 0
	for i := range len(low) {
		at = int(m.next[at*m.wide+int(m.class[low[i]])])
		out |= m.found[at]
	}
	return out
}
