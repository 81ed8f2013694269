package collect

import "strings"

// frameMarks stand before the lines of a text that a tool or a mail puts a frame around.
const frameMarks = " \t│┃|>*#"

// frameLen returns how many bytes at the begin of a line are such marks.
func frameLen(line string) int { return len(line) - len(strings.TrimLeft(line, frameMarks)) }

// hole stands for a byte of a name that was replaced already, lest it be taken for a name again.
const hole = "\x01"

// mend looks for a name that is broken over two lines, and leaves the break where it is: it puts holes in its place and returns
// what belongs there, the part on each line. A break that quoted-printable made ends in "=".
func (r *Redactor) mend(a, b string) (left, right string, parts [2]string) {
	const most = 64
	if strings.Contains(b, hole) {
		return a, b, parts
	}
	end := strings.TrimSuffix(strings.TrimRight(a, "\r\n"), "=")
	from := len(end)
	for from > 0 && len(end)-from < most && (isAlnum(end[from-1]) || strings.IndexByte("-_.", end[from-1]) >= 0) {
		from--
	}
	begin := frameLen(b)
	to := begin
	for to < len(b) && to-begin < most && (isAlnum(b[to]) || strings.IndexByte("-_.", b[to]) >= 0) {
		to++
	}
	if from == len(end) || to == begin {
		return a, b, parts
	}
	tail, head := end[from:], b[begin:to]
	text := lower(tail + head)
	for i := range tail {
		best := ""
		r.find.at(text, i, func(w string) {
			long := r.spread[w] == inWords && len(w) > leastInside
			if is := r.become[w]; i+len(w) > len(tail) && len(is) == len(w) && long {
				best = w
			}
		})
		if best != "" {
			is := likeCase((tail + head)[i:i+len(best)], r.become[best])
			cut := len(tail) - i
			rest := len(best) - cut
			return a[:from+i] + strings.Repeat(hole, cut) + a[len(end):], b[:begin] + strings.Repeat(hole, rest) + b[begin+rest:],
				[2]string{is[:cut], is[cut:]}
		}
	}
	return a, b, parts
}

// fill puts the parts of broken names into the holes of a line, in their order.
func fill(line string, parts []string) string {
	for _, p := range parts {
		if p != "" {
			line = strings.Replace(line, strings.Repeat(hole, len(p)), p, 1)
		}
	}
	return line
}
