package parse

import (
	"slices"
	"strings"
)

// testNetConnectionReader reads the lists that Test-NetConnection of PowerShell prints: what address a name has for the programs
// of the machine, and whether a connection to its port came up.
var testNetConnectionReader = reader{name: toolTestNet, opens: opensTestNet, match: matchTestNet, read: readTestNet}

const toolTestNet = "test-netconnection"

// testNetProperties are the properties of its lists, of all levels of detail.
var testNetProperties = []string{"ComputerName", "RemoteAddress", "RemotePort", "InterfaceAlias", "SourceAddress", "TcpTestSucceeded",
	"PingSucceeded", "PingReplyDetails", "NameResolutionResults", "NameResolutionSucceeded", "MatchingIPsecRules", "NetworkIsolationContext",
	"IsAdmin", "NetAdapter", "NetRoute", "AllNameResolutionResults", "DNSOnlyRecords", "LLMNRNetbiosRecords", "ResolvedAddresses",
	"BasicNameResolution", "Detailed", "InterfaceDescription", "InterfaceIndex", "NextHop", "ChosenRemoteAddress", "TraceRoute"}

// testNetNotes open its warnings that the list repeats.
var testNetNotes = []string{"WARNING: TCP connect to ", "WARNING: Ping to "}

// opensTestNet knows the first two properties of a list.
func opensTestNet(line, next string) bool {
	name, _, ok := testNetProperty(line)
	below, _, is := testNetProperty(next)
	return ok && is && name == "ComputerName" && below == "RemoteAddress" || testNetUnresolved(line) != ""
}

func matchTestNet(_ *Source, head []string) bool {
	return slices.ContainsFunc(head, func(line string) bool {
		name, _, ok := testNetProperty(line)
		return ok && (name == "TcpTestSucceeded" || name == "RemoteAddress") || testNetUnresolved(line) != ""
	}) && slices.ContainsFunc(head, func(line string) bool {
		name, _, ok := testNetProperty(line)
		return ok && name == "ComputerName"
	})
}

// testNetProperty reads a line of a list. One name has more words behind it: "PingReplyDetails (RTT)".
func testNetProperty(line string) (name, value string, ok bool) {
	name, value, ok = psProperty(strings.Replace(strings.TrimSpace(line[:min(len(line), maxQuote)]), " (RTT)", "", 1))
	return name, value, ok && slices.Contains(testNetProperties, name)
}

// testNetUnresolved returns the name that a warning says was not resolved, or "".
func testNetUnresolved(line string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "WARNING: Name resolution of ")
	name, end, failed := strings.Cut(rest, " ")
	if !ok || !failed || strings.TrimSpace(end) != "failed" {
		return ""
	}
	return hostWord(name)
}

// A testNetReading is the state of reading one list.
type testNetReading struct {
	out        *sink
	name       string // canonical
	addr       Addr
	port, last string
}

func readTestNet(src *Source, out *sink) {
	r := testNetReading{out: out}
	for sc := newScanner(src, out.origin); sc.next(); {
		if strings.TrimSpace(sc.text) == "" {
			continue
		}
		name, value, ok := testNetProperty(sc.text)
		switch host := testNetUnresolved(sc.text); {
		case ok:
			r.last = name
			r.property(name, value, sc.cite())
		case host != "":
			out.add(&Lookup{Tool: toolTestNet, Query: strings.Clone(host), Explicit: new(false), Outcome: Failed, ChainCut: true, At: sc.cite()})
		case containsAny(sc.text[:min(len(sc.text), maxQuote)], testNetNotes):
		case r.last != "" && indentOf(sc.text) > len("ComputerName"): // more of a value
		default:
			r.out.unread(sc.cite())
		}
	}
	out.recognise(src)
}

// property reads a line of a list. A test of another port than that of vaults tells nothing of them.
func (r *testNetReading) property(name, value string, cite Cite) {
	switch name {
	case "ComputerName":
		*r = testNetReading{out: r.out, last: name, name: strings.Clone(hostWord(value))}
	case "RemoteAddress":
		addr, ok := hostAddr(value)
		switch {
		case !ok && isMasked(value):
			r.out.add(&Masked{Text: strings.Clone(value), Cite: cite})
		case ok:
			if r.addr = (Addr{Addr: addr, TTL: -1, Cite: cite}); r.name != "" && !isLiteral(r.name) {
				r.out.add(pingAnswer(toolTestNet, r.name, "", addr, cite))
			}
		}
	case "RemotePort":
		r.port = strings.Clone(value)
	case "TcpTestSucceeded":
		r.tested(value, cite)
	}
}

// tested tells how the test of the port ended: a connection, or a wait that was given up. It is no request of HTTP.
func (r *testNetReading) tested(value string, cite Cite) {
	if r.port != "443" || r.name == "" {
		return
	}
	req := &Request{Tool: toolTestNet, Host: r.name, At: cite}
	switch value {
	case "True":
		req.Connected = r.addr
	case "False":
		req.Failure = &Failure{Code: -1, Text: cite.Text, Class: FailTimeout, Cite: cite}
		if r.addr.Addr.IsValid() {
			req.Tried = []Addr{r.addr}
		}
	default:
		r.out.unread(cite)
		return
	}
	r.out.add(req)
}
