package collect

import (
	"crypto/sha256"
	"strings"
	"sync"
)

// A lineCache remembers what became of short lines: captures repeat most of theirs. It holds a few megabytes at most, and
// several redactors may share it.
type lineCache struct {
	mutex sync.Mutex
	lines map[string]string
	size  int // of the lines and of what became of them
}

// cachedLine and cachedSize bound the lines that are remembered.
const (
	cachedLine = 160
	cachedSize = 4 << 20
)

// get returns what became of a line.
func (c *lineCache) get(line string) (string, bool) {
	if len(line) > cachedLine {
		return "", false
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	out, ok := c.lines[line]
	return out, ok
}

// put remembers a line. What is full begins anew, so that it follows the text. The strings are copies, lest they hold the
// text that they stand in.
func (c *lineCache) put(line, out string) {
	if len(line) > cachedLine {
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.size += len(line) + len(out); c.lines == nil || c.size > cachedSize {
		c.lines, c.size = map[string]string{}, len(line)+len(out)
	}
	key := strings.Clone(line)
	if out == line {
		out = key
	} else {
		out = strings.Clone(out)
	}
	c.lines[key] = out
}

// Repeats reports whether a capture that differs from this one in nothing but ids was asked about before: it names the
// same.
func (r *Redactor) Repeats(text string) bool {
	var key strings.Builder
	done := 0
	for i := 0; i < len(text); {
		at := strings.IndexByte(text[i:], '-')
		if at < 0 {
			break
		}
		i += at + 1
		if from := i - 9; from >= done && guidAt(text, from) {
			key.WriteString(text[done:from])
			done = from + guidLen
			i = done
		}
	}
	key.WriteString(text[done:])
	sum := sha256.Sum256([]byte(key.String()))
	_, ok := r.captures.get(string(sum[:]))
	if !ok {
		r.captures.put(string(sum[:]), "")
	}
	return ok
}
