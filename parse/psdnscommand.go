package parse

import "strings"

// psValued are the parameters of Resolve-DnsName, and those of every cmdlet, that take a value.
var psValued = []string{"name", "type", "server", "erroraction", "ea", "errorvariable", "ev", "warningaction", "wa", "outvariable", "ov", "outbuffer"}

// readResolveDNSNameArguments reads "[-Name] NAME [[-Type] TYPE] [-Server SERVER,...] [-switch]...". Parameters may be cut
// short, and stand in any order.
func readResolveDNSNameArguments(q *dnsQuery, args []string) {
	place := 0
	for i := 0; i < len(args); i++ {
		key, value, joined := strings.Cut(strings.TrimPrefix(args[i], "-"), ":")
		if !strings.HasPrefix(args[i], "-") {
			q.psValue([]string{"name", "type"}[min(place, 1)], args[i])
			place++
			continue
		}
		word := strings.ToLower(key)
		if key = psParameter(word); key == "" {
			q.noHosts = q.noHosts || len(word) > 3 && strings.HasPrefix("dnsonly", word) || len(word) > 2 && strings.HasPrefix("nohostsfile", word)
			continue
		}
		if !joined || value == "" {
			if i++; i == len(args) {
				return
			}
			value = args[i]
		}
		q.psValue(key, value)
	}
}

// psParameter returns the full name of a parameter that takes a value, or "" for a switch.
func psParameter(word string) string {
	for _, p := range psValued {
		if strings.HasPrefix(p, word) && (len(word) > 1 || word == "s") {
			return p
		}
	}
	return ""
}

// psValue keeps the value of one parameter.
func (q *dnsQuery) psValue(key, value string) {
	first, _, _ := strings.Cut(value, ",")
	first = strings.Trim(first, `"'`)
	switch key {
	case "name":
		if q.name == "" && first != "" {
			kind := q.kind
			if q.setName(first); kind != "" {
				q.kind = kind
			}
		}
	case "type":
		if isDNSKind(first) {
			q.kind = dnsKind(first)
		}
	case "server":
		if first != "" {
			q.setServer(first)
		}
	}
}

// readResolvectlArguments reads "[options] [query] NAME...", "status", "dns" and what the older systemd-resolve takes.
func readResolvectlArguments(q *dnsQuery, args []string) {
	if len(args) == 0 {
		return
	}
	rest := readFlags(args, "tcip", func(flag byte, value string) {
		switch flag {
		case 't':
			q.kind = dnsKind(value)
		case '4':
			q.kind = "A"
		case '6':
			q.kind = "AAAA"
		}
	})
	for _, a := range args {
		if kind, ok := strings.CutPrefix(a, "--type="); ok {
			q.kind = dnsKind(kind)
		}
	}
	q.database = "query"
	if len(rest) > 0 && !strings.ContainsAny(rest[0], ".:$<") {
		q.database, rest = rest[0], rest[1:]
	}
	if q.database != "query" || len(rest) != 1 {
		return
	}
	kind := q.kind
	if q.setName(rest[0]); kind != "" {
		q.kind = kind
	}
}
