package parse

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"
)

// ipconfigReader reads ipconfig and ipconfig /all of Windows in any language: labels are told by the parts of them that
// no language translates, and by what stands below them.
var ipconfigReader = reader{name: "ipconfig", opens: opensIPConfig, match: matchIPConfig, read: readIPConfig}

// opensIPConfig knows the title: "Windows IP Configuration", "Configuration IP de Windows", "Windows IP 構成".
func opensIPConfig(line, next string) bool {
	const most = 120
	return len(line) < most && strings.Contains(line, "Windows") && !strings.ContainsAny(line, ":.") && strings.TrimSpace(next) == "" &&
		slices.Contains(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '-' || r == 0xA0 }), "IP")
}

func matchIPConfig(src *Source, head []string) bool {
	if slices.ContainsFunc(head, func(line string) bool { return leader(line) > 0 }) {
		return true
	}
	return runsProgram(src.Command, "ipconfig") && hasText(src)
}

// leader returns where the value of a line begins whose label is filled with dots: "   IPv4 Address. . . . . : "; 0 if it is none.
func leader(line string) int {
	const dots = ". ."
	i := strings.Index(line, dots)
	if i < 0 || strings.Trim(line[:i], " .") == "" {
		return 0
	}
	end := len(line) - len(strings.TrimLeft(line[i:], ". \u00a0"))
	if end == len(line) || line[end] != ':' {
		return 0
	}
	return end + 1
}

// An ipItem is a label with its values: the first line's, and those of the lines below it.
type ipItem struct {
	label  string
	values []Text
}

// value returns the first value; "" if there is none.
func (i *ipItem) value() string {
	if len(i.values) == 0 {
		return ""
	}
	return i.values[0].Value
}

// An ipConfigReading is the state of reading one capture of ipconfig.
type ipConfigReading struct {
	out     *sink
	adapter string
	cur     *ipItem
}

func readIPConfig(src *Source, out *sink) {
	r := ipConfigReading{out: out}
	for sc := newScanner(src, out.origin); sc.next(); {
		text := strings.TrimSpace(sc.text)
		if text == "" {
			continue
		}
		r.line(sc, text)
	}
	r.flush()
	out.recognise(src)
}

// line reads one line: a title, the heading of an adapter, an item or one more value of it.
func (r *ipConfigReading) line(sc *scanner, text string) {
	indented := unicode.IsSpace(rune(sc.text[0]))
	if at := leader(sc.text); at > 0 {
		r.item(sc.text[:at-1], strings.TrimSpace(sc.text[at:]), sc.cite())
		return
	}
	_, isAddr := hostAddr(text)
	label, value, isItem := strings.Cut(text, ":")
	switch {
	case !indented && strings.HasSuffix(text, ":"):
		r.flush()
		if r.adapter = ""; sentence(text) {
			r.out.unread(sc.cite())
			break
		}
		r.adapter = adapterName(text)
	case !indented && opensIPConfig(text, ""):
		r.flush()
	case indented && r.cur != nil && (isAddr || !isItem || isMasked(text)):
		r.cur.values = append(r.cur.values, Text{Value: strings.Clone(text), Cite: sc.cite()})
	case indented && isItem:
		r.item(label, strings.TrimSpace(value), sc.cite())
	default:
		r.out.unread(sc.cite())
	}
}

// item begins an item; the one before it is read.
func (r *ipConfigReading) item(label, value string, c Cite) {
	next := &ipItem{label: strings.Trim(label, " .\t\u00a0")}
	if value != "" {
		next.values = []Text{{Value: strings.Clone(value), Cite: c}}
	}
	r.tell(r.cur, next)
	r.cur = next
}

// flush reads the last item of an adapter.
func (r *ipConfigReading) flush() {
	r.tell(r.cur, nil)
	r.cur = nil
}

// sentence reports whether a line that ends in a colon is a person's words, and no heading of an adapter.
func sentence(text string) bool {
	const most = 9 // words of a heading
	return strings.ContainsAny(text, "`,;!?=") || len(strings.Fields(text)) > most
}

// adapterName returns the name of an adapter as ipconfig heads its part; the kind of the adapter, which stands before the name
// in most languages, stays with it.
func adapterName(text string) string {
	name := strings.TrimRight(strings.TrimSuffix(text, ":"), " \u00a0")
	for _, kind := range []string{"Ethernet adapter ", "Wireless LAN adapter ", "Ethernet-Adapter ", "Drahtlos-LAN-Adapter ", "Tunnel adapter ", "PPP adapter ", "Unknown adapter "} {
		name = strings.TrimPrefix(name, kind)
	}
	return strings.Clone(name)
}

// tell reads an item, given the one below it.
func (r *ipConfigReading) tell(item, next *ipItem) {
	if item == nil {
		return
	}
	switch {
	case r.isOwn(item, next):
		for _, v := range item.values {
			r.address(v, func(a Addr) Fact {
				return &OwnAddress{Interface: r.adapter, Bits: bitsBelow(a.Addr, next), Addr: a}
			})
		}
	case strings.Contains(strings.ToUpper(item.label), "DNS"):
		r.names(item)
	}
}

// isOwn reports whether an item holds an address of the machine: its label says which version of IP, which no language
// translates, or a mask stands below it. Labels of gateways and servers say neither.
func (r *ipConfigReading) isOwn(item, next *ipItem) bool {
	if strings.Contains(item.label, "DNS") || strings.Contains(item.label, "DHCP") {
		return false
	}
	if strings.Contains(item.label, "IPv4") || strings.Contains(item.label, "IPv6") {
		return true
	}
	addr, ok := hostAddr(item.value())
	return ok && addr.Is4() && next != nil && isMask(next.value()) && !isMask(item.value())
}

// address adds what a value is: an address, or a masked one. Anything else is no value that is modelled.
func (r *ipConfigReading) address(v Text, fact func(Addr) Fact) {
	if addr, ok := hostAddr(v.Value); ok {
		r.out.add(fact(Addr{Addr: addr, TTL: -1, Cite: v.Cite}))
		return
	}
	word, _, _ := strings.Cut(v.Value, "(")
	told := readAddrs(v.Value)
	addr, isAddr := hostAddr(firstField(v.Value))
	switch {
	case isMasked(word):
		r.out.add(&Masked{Text: word, Cite: v.Cite})
	case isAddr && told.ok && !told.wordy && len(told.addrs) == 1 && len(told.masked) == 0:
		r.out.add(fact(Addr{Addr: addr, TTL: -1, Cite: v.Cite}))
	default:
		r.out.unread(v.Cite)
	}
}

// names reads an item about DNS: name servers, or suffixes.
func (r *ipConfigReading) names(item *ipItem) {
	var search *Search
	for _, v := range item.values {
		_, isAddr := hostAddr(firstField(v.Value))
		switch {
		case isAddr, isMasked(v.Value):
			r.address(v, resolverOf)
		case dnsName(v.Value) && strings.Contains(v.Value, "."):
			if search == nil {
				search = &Search{Cite: v.Cite}
			}
			search.Domains = append(search.Domains, canonical(v.Value))
		case len(strings.Fields(v.Value)) > 1:
			r.out.unread(v.Cite)
		}
	}
	if search != nil {
		r.out.add(search)
	}
}

// isMask reports whether a value is the mask of an IPv4 network.
func isMask(value string) bool {
	addr, err := netip.ParseAddr(value)
	if err != nil || !addr.Is4() {
		return false
	}
	mask := addr.As4()
	n := onesOf(mask)
	want := [4]byte{}
	for i := range n {
		want[i/8] |= 0x80 >> (i % 8)
	}
	return n >= 8 && mask == want
}

// bitsBelow returns the prefix length of an IPv4 address from the mask below it; -1 where there is none.
func bitsBelow(addr netip.Addr, next *ipItem) int {
	if next == nil || !addr.Is4() || !isMask(next.value()) {
		return -1
	}
	mask := netip.MustParseAddr(next.value())
	return onesOf(mask.As4())
}
