package parse

import (
	"slices"
	"strings"
)

// A dnsStep is one command of a line that holds several.
type dnsStep struct {
	command string
	query   dnsQuery
}

// dnsSteps returns the commands of a command line that are DNS queries, and what its echos print. It returns none where the
// line holds one command only, or where it depends on what the shell makes of it.
func dnsSteps(line string) (steps []dnsStep, echoed []string) {
	if !strings.ContainsAny(line, ";&|\n") || strings.Contains(line, "$(") || strings.Contains(line, "`") {
		return nil, nil
	}
	commands := splitCommands(line)
	for _, c := range commands {
		text := strings.Join(c.words, " ")
		if q := dnsCommand(text); q.tool != "" && !c.piped {
			steps = append(steps, dnsStep{command: text, query: q})
		} else if len(c.words) > 1 && commandBase(c.words[0]) == "echo" && !c.piped {
			echoed = append(echoed, strings.TrimSpace(text[len(c.words[0]):]))
		}
	}
	if len(commands) < 2 {
		return nil, nil
	}
	return steps, echoed
}

// share gives each stretch under a line of several commands the command that printed it. What is not certain to be of one
// of them gets none, and no answer of one query becomes that of another.
func share(src *Source, list []stretch) []stretch {
	steps, echoed := dnsSteps(src.Command)
	if len(steps) == 0 {
		return list
	}
	const most = 64
	if len(steps) > most {
		for i, s := range list {
			if dnsTool(s.reader) != "" || s.reader == nil {
				list[i].reader = &reader{read: readUnassigned}
			}
		}
		return list
	}
	var known *reader
	if len(list) == 1 && list[0].reader == nil {
		known = matching(&list[0].src)
		list[0].reader = known
	}
	for _, tool := range []string{"nslookup", "host", "dig", "getent", "resolve-dnsname", "resolvectl"} {
		mine := slices.DeleteFunc(slices.Clone(steps), func(s dnsStep) bool { return s.query.tool != tool })
		if len(mine) > 0 {
			list = shareOne(list, tool, mine, echoed)
		}
	}
	if alone := &list[0]; len(list) == 1 && alone.reader == known && alone.src.Command != "" {
		alone.reader = nil // match tells it by what it did before
	}
	return list
}

// shareOne gives the stretches of one tool its commands.
func shareOne(list []stretch, tool string, steps []dnsStep, echoed []string) []stretch {
	var out []stretch
	var outputs []*stretch
	var names []string
	for _, s := range list {
		if dnsTool(s.reader) != tool || s.headed {
			out = append(out, s)
			continue
		}
		parts, subjects := outputsOf(s, tool, steps, echoed)
		out, names = append(out, parts...), append(names, subjects...)
	}
	for i := range out {
		if dnsTool(out[i].reader) == tool && !out[i].headed {
			outputs = append(outputs, &out[i])
		}
	}
	for i, s := range outputs {
		if s.src.Command = ""; names[i] != "" || tool != "getent" || len(steps) == 1 {
			s.src.Command = stepFor(steps, i, names[i], len(outputs))
		}
		if s.src.Command == "" && (tool == "getent" || slices.ContainsFunc(steps, func(s dnsStep) bool { return s.query.short })) {
			s.reader = &reader{name: s.reader.name, read: readUnassigned}
		}
	}
	return out
}

// stepFor returns the command that printed an output: the only one, the only one that asks for the name that the output is
// about, or the one in its place where each has printed one. It is empty where none is certain.
func stepFor(steps []dnsStep, i int, name string, outputs int) string {
	if len(steps) == 1 && outputs == 1 {
		return steps[0].command
	}
	found := -1
	for j, s := range steps {
		if name != "" && s.query.name == name {
			if found >= 0 && outputs != len(steps) {
				return ""
			}
			if found < 0 || j == i {
				found = j
			}
		}
	}
	switch {
	case found >= 0 && (steps[i%len(steps)].query.name == name || outputs != len(steps)):
		if outputs == len(steps) {
			return steps[i].command
		}
		return steps[found].command
	case name == "" && outputs == len(steps):
		return steps[i].command
	}
	return ""
}

// readUnassigned reads output that is not certain to be of one of several commands: none of its lines is understood.
func readUnassigned(src *Source, out *sink) {
	for sc := newScanner(src, out.origin); sc.next(); {
		out.unread(sc.cite())
	}
}

// An outputCutter finds where the outputs of several commands of one tool begin.
type outputCutter struct {
	tool      string
	names     []string // that are asked for
	echoed    []string
	short     bool   // all of them are dig +short
	subject   string // the name that the current output is about; empty if it does not tell
	addressed bool   // it has an address
}

// outputsOf cuts a stretch where the output of another command begins, and returns the name that each output is about.
func outputsOf(s stretch, tool string, steps []dnsStep, echoed []string) (parts []stretch, names []string) {
	o := outputCutter{tool: tool, echoed: echoed, short: true}
	for _, step := range steps {
		o.names = append(o.names, step.query.name)
		o.short = o.short && step.query.short
	}
	c := cutter{src: s.src, line: max(s.src.Line, 1)}
	begun := false
	for len(steps) > 1 && len(parts) < maxSections && c.next() {
		line := strings.TrimSpace(c.text)
		if line == "" {
			continue
		}
		before := o
		if o.begins(line, strings.TrimSpace(c.following())) && begun {
			parts, names = append(parts, stretch{reader: s.reader, src: c.before()}), append(names, before.subject)
			c.cut()
		}
		begun = true
	}
	if len(parts) >= maxSections {
		return []stretch{s}, []string{""}
	}
	parts = append(parts, stretch{reader: s.reader, src: c.rest()})
	return parts, append(names, o.subject)
}

// begins reports whether an output begins with a line, and keeps what it is about.
func (o *outputCutter) begins(line, next string) bool {
	if slices.Contains(o.echoed, line) {
		o.subject, o.addressed = "", false
		return true
	}
	subject, isAddr := o.about(line)
	begins := false
	switch {
	case o.tool == "nslookup":
		begins = opensBINDNslookup(line, next) || opensBusyboxNslookup(line, next) || opensWindowsNslookup(line, next)
	case o.tool == "dig" && strings.HasPrefix(line, "; <<>> DiG "), o.tool == "host" && line == "Using domain server:":
		begins = true
	case o.tool == "dig" && o.short:
		begins = o.addressed && !isAddr && strings.HasSuffix(line, ".")
	case o.tool == "getent":
		name, socket := socketLine(strings.Fields(line))
		begins = subject != o.subject && !(socket && name == "")
	case subject != "":
		begins = o.subject != "" && (subject != o.subject || o.tool == "dig" && o.addressed)
	}
	if begins {
		o.subject, o.addressed = "", false
	}
	if o.subject == "" {
		o.subject = subject
	}
	o.addressed = o.addressed || isAddr
	return begins
}

// about returns which of the names asked for a line is about, if any, and whether it holds an address.
func (o *outputCutter) about(line string) (name string, isAddr bool) {
	words := strings.Fields(line)
	for i, w := range words {
		if _, ok := dnsAddr(w); ok && (i == 0 || i == len(words)-1) {
			isAddr = true
		}
	}
	if o.tool == "dig" && !o.short && strings.HasPrefix(line, ";") {
		return "", false
	}
	switch o.tool {
	case "host", "dig":
		words = words[:1]
		if o.short {
			return "", isAddr
		}
	case "nslookup":
		return "", isAddr
	}
	for _, w := range words {
		if w = canonical(strings.TrimSuffix(w, ":")); w != "" && slices.Contains(o.names, w) {
			return w, isAddr
		}
	}
	return "", isAddr
}
