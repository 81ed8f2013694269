package parse

import "strings"

// settingLine reads a line about a link: a setting, or a value that goes on with the setting above.
func (s *resolvectlSession) settingLine(text string, c Cite) bool {
	if key, value, ok := strings.Cut(text, ":"); ok && settingKey(key) {
		s.key, s.answers = strings.ToLower(key), false
		s.setting(strings.TrimSpace(value), c)
		return true
	}
	if s.key == "" {
		return false
	}
	return s.setting(text, c)
}

// settingKey reports whether a text in front of a colon is the name of a setting, and not the begin of an address.
func settingKey(key string) bool {
	return key != "" && key[0] >= 'A' && key[0] <= 'z' && len(key) < 40 && !strings.ContainsAny(key, ".%[]") &&
		(strings.Contains(key, " ") || key == "Protocols")
}

// setting keeps the name servers and the search list; other settings say nothing here.
func (s *resolvectlSession) setting(value string, c Cite) bool {
	switch s.key {
	case "dns servers", "current dns server", "dns server":
		return s.nameServers(value, c)
	case "dns domain", "dns domains":
		s.domains(value, c)
	}
	return true
}

// listed reads the values of a link as "resolvectl dns" and "resolvectl domain" print them.
func (s *resolvectlSession) listed(values string, c Cite) {
	if values == "" {
		return
	}
	switch v := readAddrs(firstField(values)); {
	case v.ok:
		if !s.nameServers(values, c) {
			s.out.unread(c)
		}
	case s.query.database == "domain" || strings.Contains(values, ".") && !strings.Contains(values, "="):
		s.domains(values, c)
	default:
		s.out.unread(c)
	}
}

// nameServers keeps the servers of a link, each of them once.
func (s *resolvectlSession) nameServers(value string, c Cite) bool {
	v := readAddrs(value)
	if !v.ok || s.torn && len(v.masked) > 0 {
		return value == ""
	}
	for _, addr := range v.addrs {
		if !s.servers[addr] {
			s.servers[addr] = true
			s.out.add(&Resolver{Addr: Addr{Addr: addr, TTL: -1, Cite: c}})
		}
	}
	for _, w := range v.masked {
		s.hide(w, c)
	}
	return true
}

// domains keeps the suffixes of a link. Those with "~" only say which names the link's servers are asked for.
func (s *resolvectlSession) domains(value string, c Cite) {
	search := &Search{Cite: c}
	for _, w := range strings.Fields(value) {
		if w[0] != '~' && dnsName(w) {
			search.Domains = append(search.Domains, canonical(w))
		}
	}
	if len(search.Domains) > 0 {
		s.out.add(search)
	}
}
