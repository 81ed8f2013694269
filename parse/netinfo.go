package parse

import (
	"slices"
	"strings"
)

// networkInfoHeader is the header in which Key Vault tells how a request arrived (article, section 7).
const networkInfoHeader = "x-ms-keyvault-network-info"

// networkInfoFields are the keys that are known; what else a service sends is kept in NetworkInfo.Other.
var networkInfoFields = []struct {
	key   string
	field func(*NetworkInfo) *string
}{
	{"conn_type", func(n *NetworkInfo) *string { return &n.ConnType }},
	{"addr", func(n *NetworkInfo) *string { return &n.AddrText }},
	{"act_addr_fam", func(n *NetworkInfo) *string { return &n.AddrFamily }},
	{"private_endpoint", func(n *NetworkInfo) *string { return &n.PrivateEndpoint }},
	{"subnet", func(n *NetworkInfo) *string { return &n.Subnet }},
}

// wholeWords are the values that are known to be whole where nothing stands behind them.
var wholeWords = []Pair{
	{"conn_type", "PrivateLink"}, {"conn_type", "Ipv4"}, {"conn_type", "Ipv6"}, {"conn_type", "Subnet"},
	{"act_addr_fam", "InterNetworkV6"},
}

// parseNetworkInfo reads the value of the header. The order of the pairs is free, the last ";" may be missing,
// and a pair that is cut or elided goes to Other: half an address must not be read as another one. Where the
// capture may end within the header (cut), a last pair without ";" is such a pair.
func parseNetworkInfo(raw string, cite Cite, cut bool) *NetworkInfo {
	raw = strings.TrimSpace(raw)
	info := &NetworkInfo{Raw: raw, Cite: cite}
	list := strings.TrimSuffix(strings.TrimPrefix(raw, "{"), "}")
	for list != "" {
		pair, rest, ended := strings.Cut(list, ";")
		if pair = strings.TrimSpace(pair); pair != "" {
			info.add(pair, cut && !ended)
		}
		list = rest
	}
	info.Addr = originAddr(info.AddrText)
	return info
}

// add keeps one pair: in its field if the key is known, given for the first time and whole, else in Other.
func (n *NetworkInfo) add(pair string, cut bool) {
	key, value, _ := strings.Cut(pair, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	half := cut && !isWholeWord(key, value) || strings.EqualFold(key, "addr") && halfAddr(value)
	for _, f := range networkInfoFields {
		if !half && strings.EqualFold(key, f.key) && *f.field(n) == "" && !elidedText(value) {
			*f.field(n), _, _ = strings.Cut(value, " ") // no value holds a blank: a remark follows
			return
		}
	}
	n.Other = append(n.Other, Pair{Key: key, Value: value})
}

// halfAddr reports whether a value is the beginning of an IPv4 address, and no more.
func halfAddr(value string) bool {
	value, _, _ = strings.Cut(value, " ")
	return value != "" && strings.Trim(value, "0123456789.") == "" && (strings.Count(value, ".") < 3 || strings.HasSuffix(value, "."))
}

// isWholeWord reports whether a value is one of those that are known.
func isWholeWord(key, value string) bool {
	return slices.ContainsFunc(wholeWords, func(p Pair) bool {
		return strings.EqualFold(p.Key, key) && strings.EqualFold(p.Value, value)
	})
}

// ends reports whether the value ends as the service ends it.
func (n *NetworkInfo) ends() bool { return strings.HasSuffix(strings.TrimSuffix(n.Raw, "}"), ";") }

// halfAddr reports whether only the beginning of an address is told.
func (n *NetworkInfo) halfAddr() bool {
	return slices.ContainsFunc(n.Other, func(p Pair) bool { return strings.EqualFold(p.Key, "addr") && halfAddr(p.Value) })
}
