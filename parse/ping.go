package parse

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"
)

// pingReader reads ping of Windows in any language, of Linux, macOS and busybox: what address a name has for the programs of
// the machine. It asks as they do, hosts file and caches included, and prints no alias but the last.
var pingReader = reader{name: "ping", opens: opensPing, match: matchPing, read: readPing}

// tracertReader reads tracert and traceroute, for the same.
var tracertReader = reader{name: "tracert", opens: opensTracert, match: matchTracert, read: readPing}

// A pingHead is what the first line of ping and tracert tells.
type pingHead struct {
	name string
	addr string // as captured
	rest string // what stands behind it
}

// bracketed finds a name with its address in brackets, as Windows prints it: "fabrikam.vault.azure.net [10.1.2.3]", or as
// others do: "fabrikam.vault.azure.net (10.1.2.3)".
func bracketed(line string, open, end string) (pingHead, bool) {
	line = line[:min(len(line), maxQuote)]
	before, after, ok := strings.Cut(line, open)
	addr, rest, closed := strings.Cut(after, end)
	name := before[strings.LastIndexAny(strings.TrimRight(before, " "), " \t")+1:]
	name = strings.TrimRight(name, " ")
	if _, isAddr := hostAddr(addr); !ok || !closed || !isAddr && !isMasked(addr) || !dnsName(name) || !strings.Contains(name, ".") {
		return pingHead{}, false
	}
	return pingHead{name, addr, rest}, true
}

// pingLine reads the first line of ping.
func pingLine(line string) (pingHead, bool) {
	if rest, ok := strings.CutPrefix(line, "PING "); ok {
		name, behind, _ := strings.Cut(rest, "(")
		if h, ok := bracketed(rest, "(", ")"); ok {
			return h, true
		}
		inner, after, nested := strings.Cut(behind, " (") // "PING a.b(c.d (2001:db8::1)) 56 data bytes"
		addr, _, _ := strings.Cut(after, ")")
		_, isAddr := hostAddr(addr)
		return pingHead{strings.TrimSpace(name), addr, ""}, nested && isAddr && dnsName(strings.TrimSpace(name)) && inner != ""
	}
	h, ok := bracketed(line, " [", "]")
	end := strings.TrimRight(line, " \t")
	return h, ok && (strings.HasSuffix(end, ":") || strings.HasSuffix(end, "：")) && strings.ContainsFunc(h.rest, unicode.IsDigit) && !thirty(h.rest)
}

// thirty reports whether a line holds the number of hops that tracert tries.
func thirty(line string) bool {
	return slices.Contains(strings.Fields(line[:min(len(line), maxQuote)]), "30")
}

// tracertLine reads the line of tracert, or of traceroute, that names the target. Lines of hops begin with a number.
func tracertLine(line string) (pingHead, bool) {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "traceroute") {
		return bracketed(line, " (", ")")
	}
	if line == "" || line[0] >= '0' && line[0] <= '9' {
		return pingHead{}, false
	}
	return bracketed(line, " [", "]")
}

func opensPing(line, _ string) bool {
	if strings.HasPrefix(line, "PING ") || strings.Contains(line[:min(len(line), maxQuote)], " [") {
		_, ok := pingLine(line)
		return ok
	}
	return false
}

func opensTracert(line, next string) bool {
	if strings.HasPrefix(line, "traceroute to ") || strings.Contains(line[:min(len(line), maxQuote)], " [") {
		h, ok := tracertLine(line)
		return ok && (strings.HasPrefix(line, "traceroute") || thirty(h.rest) || strings.TrimSpace(h.rest) == "" && thirty(next))
	}
	return false
}

func matchPing(src *Source, head []string) bool {
	return pingCommand(src.Command) == "ping" && hasText(src) ||
		slices.ContainsFunc(head, func(line string) bool { return opensPing(line, "") || pingFailure(line, "") != "" })
}

func matchTracert(src *Source, head []string) bool {
	if pingCommand(src.Command) == "tracert" {
		return hasText(src)
	}
	for i, line := range head {
		if i+1 < len(head) && opensTracert(line, head[i+1]) {
			return true
		}
	}
	return false
}

// pingCommand returns the tool that a command line runs, if it is one of these; "ping" stands for its variants too.
func pingCommand(command string) string {
	switch {
	case runsProgram(command, "ping", "ping6", "ping4"):
		return "ping"
	case runsProgram(command, "tracert", "traceroute", "traceroute6", "tracepath"):
		return "tracert"
	}
	return ""
}

// pingTarget returns the name that a command line asks for, in canonical form; "" if that is not known.
func pingTarget(command string) string {
	words := commandWords(command)
	for _, w := range slices.Backward(words) {
		if name := literalName(w); strings.Contains(name, ".") && w[0] != '-' {
			if _, ok := dnsAddr(name); !ok {
				return name
			}
		}
	}
	return ""
}

// pingFailures are parts of a line that says that a name has no address, and what that means; sure says that no other tool
// prints them.
var pingFailures = []struct {
	words   string
	outcome Outcome
	sure    bool
}{
	{": Name or service not known", NXDomain, false}, {": Unknown host", NXDomain, false}, {": unknown host ", NXDomain, false},
	{"Ping request could not find host ", NXDomain, true}, {"Unable to resolve target system name ", NXDomain, true},
	{": No address associated with hostname", NoData, false}, {": Temporary failure in name resolution", Failed, false},
	{": bad address '", Failed, false},
}

// pingFailure returns the outcome that a line tells; "" if it tells none. The only sentence of Windows that names ping, a host
// and no address is the one that says that the host was not found; below a command it names the target in any language.
func pingFailure(line, target string) Outcome {
	line = line[:min(len(line), maxQuote)]
	words := strings.Fields(line)
	if len(words) < 3 || strings.HasPrefix(line, "PING ") || strings.HasPrefix(line, "---") {
		return ""
	}
	names := strings.ToLower(words[0]) == "ping:" || target != "" && failedName(line) == target
	for _, f := range pingFailures {
		if strings.Contains(line, f.words) && (names || f.sure) {
			return f.outcome
		}
	}
	host := strings.Contains(strings.ToLower(line), "host") || names
	if host && failedName(line) != "" && !strings.ContainsAny(line, "[") && saysPing(words) && (target == "" || names) {
		return NXDomain
	}
	return ""
}

// saysPing reports whether "ping" is one of the words, apart from names.
func saysPing(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		parts := strings.FieldsFunc(strings.ToLower(w), func(r rune) bool { return r < 'a' || r > 'z' })
		return !strings.Contains(strings.TrimRight(w, ".:"), ".") && !strings.HasSuffix(w, ":") && slices.Contains(parts, "ping")
	})
}

// failedName returns the name with a dot that a line is about.
func failedName(line string) string {
	for _, w := range strings.Fields(line) {
		w = strings.Trim(w, `'"«»“”‘’:,.。`)
		w = strings.TrimFunc(w, func(r rune) bool { return r > unicode.MaxASCII })
		if _, ok := dnsAddr(w); !ok && strings.Contains(w, ".") && dnsName(w) && strings.IndexByte(w, '(') < 0 {
			return canonical(w)
		}
	}
	return ""
}

// readPing reads the first line: a lookup of the name in it. The answers to the packets are understood and left out: a private
// endpoint answers none.
func readPing(src *Source, out *sink) {
	first := Cite{File: out.origin.File}
	target, counted := pingTarget(src.Command), false
	dnsLines(src, out, func(sc *scanner, text string) {
		if text == "" {
			return
		}
		if first.Line == 0 {
			first = sc.cite()
		}
		h, ok := pingLine(text)
		if !ok && out.kind == "tracert" && len(out.records) == 0 {
			h, ok = tracertLine(text)
		}
		if !ok {
			if o := pingFailure(text, target); o != "" {
				out.add(pingFailed(out.kind, failedName(text), target, o, sc.cite()))
			} else if counted && !pingCount(text) {
				out.unread(sc.cite())
			}
			counted = counted || strings.Contains(text, "%")
			return
		}
		addr, isAddr := hostAddr(h.addr)
		switch {
		case !isAddr:
			out.add(&Masked{Text: strings.Clone(h.addr), Cite: sc.cite()})
		case isLiteral(h.name):
		default:
			out.add(pingAnswer(out.kind, canonical(h.name), target, addr, sc.cite()))
		}
	})
	if len(out.records) == 0 {
		out.add(&Recognised{First: first})
	}
}

// pingCount reports whether a line below the number of lost packets belongs to the sums, in any language.
func pingCount(line string) bool {
	return strings.ContainsAny(line, "=%") || strings.HasSuffix(line, ":") || strings.HasPrefix(line, "---") || strings.ContainsAny(line, "：＝") || line == "^C"
}

// isLiteral reports whether a name is an address.
func isLiteral(name string) bool {
	_, ok := dnsAddr(name)
	return ok
}

// pingAnswer makes the lookup of a name that has an address. What is printed may be the last alias of the name that was asked.
func pingAnswer(tool, name, target string, addr netip.Addr, c Cite) *Lookup {
	l := &Lookup{Tool: tool, Query: target, Explicit: new(false), Outcome: Answer, ChainCut: true, At: c, Addresses: []Addr{{Addr: addr, TTL: -1, Cite: c}}}
	if l.Query == "" {
		l.Query = name
	}
	l.Chain = []Name{{Name: strings.Clone(name), Cite: c}}
	return l
}

// pingFailed makes the lookup of a name that has none.
func pingFailed(tool, name, target string, o Outcome, c Cite) *Lookup {
	l := &Lookup{Tool: tool, Query: target, Explicit: new(false), Outcome: o, ChainCut: true, At: c}
	if l.Query == "" {
		l.Query = strings.Clone(name)
	}
	return l
}
