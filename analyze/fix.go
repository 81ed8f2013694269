package analyze

import "strings"

// fix fills a fix of the catalogue with names from the evidence. It claims no proof; see prove.
func (e *Evidence) fix(entry EntryFix, values map[string]string) Fix {
	f := Fix{Summary: e.fill(entry.Summary, values), Commands: []string{}, Verify: []string{}, Proof: Proof{State: NotModelled}}
	for _, c := range entry.Commands {
		if !needless(c, values) {
			f.Commands = append(f.Commands, e.command(c, values))
		}
	}
	for _, c := range entry.Verify {
		if !needless(c, values) {
			f.Verify = append(f.Verify, e.command(c, values))
		}
	}
	return f
}

// notHere is the value of a placeholder that a case has no use for: commands that name it are left out.
const notHere = "\x00"

// needless reports whether a command is for another case than the one at hand.
func needless(text string, values map[string]string) bool {
	for name, value := range values {
		if value == notHere && strings.Contains(text, "{"+name+"}") {
			return true
		}
	}
	return false
}

// command fills a command; az takes its current subscription where none is known.
func (e *Evidence) command(text string, values map[string]string) string {
	text = e.fill(text, values)
	for _, unknown := range []string{"<zone-subscription>", "<bad-zone-subscription>", "<subscription>", "<network-subscription>",
		"<remote-network-subscription>", "<group-subscription>"} {
		text = strings.ReplaceAll(text, " --subscription "+unknown, "")
	}
	return text
}

// fill replaces {placeholders}; a value that is not known is printed as <name>, for a person to fill in.
func (e *Evidence) fill(text string, values map[string]string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(before)
		value := values[name]
		if value == "" {
			value = e.known(name)
		}
		b.WriteString(argument(value, name))
		text = after
	}
}

// argument prints a value for a command line: captured text must not become shell syntax.
func argument(value, name string) string {
	if value == "" {
		return "<" + strings.ReplaceAll(name, "_", "-") + ">"
	}
	special := func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,=", r))
	}
	if !strings.ContainsFunc(value, special) && !strings.HasPrefix(value, "-") {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// known returns what the evidence as a whole says for a placeholder; empty if it says nothing.
func (e *Evidence) known(name string) string {
	switch name {
	case "vault":
		return e.id.name
	case "host":
		return e.id.host
	case "zone":
		return e.id.svc.zone
	case "group_id":
		return e.id.svc.group
	case "record":
		return e.id.name
	case "vault_id", "vault_group", "subscription":
		return e.vaultID(name)
	case "zone_group", "zone_subscription":
		for _, z := range e.exactZones() {
			if id := z.idText(); id != "" {
				return map[string]string{"zone_group": groupOf(id), "zone_subscription": subscriptionOf(id)}[name]
			}
		}
	case "address":
		return e.addressFor(e.servingOnly())
	case "nic":
		for _, ep := range e.endpointsOfVault() {
			if id := ep.nicID(); id != "" {
				return id
			}
		}
	case "endpoint", "endpoint_id", "endpoint_group":
		for _, ep := range e.endpointsOfVault() {
			return e.aboutEndpoint(fail("", nil, ""), ep).values[name]
		}
	case "network", "network_id", "network_group", "network_subscription":
		if n := e.someNetwork(); n != nil {
			return aboutNetwork(fail("", nil, ""), n).values[name]
		}
	}
	return ""
}

// vaultID returns the vault's id, or a part of it, from its export or from its connections.
func (e *Evidence) vaultID(part string) string {
	id := ""
	if e.vault != nil {
		id = e.vault.ID.Value
	} else if len(e.conns) > 0 {
		id = e.conns[0].Service.Value
	} else {
		for _, ep := range e.endpointsOfVault() {
			id = ep.link.Target.Value // without the vault's list, the link is why it counts as the vault's
		}
	}
	switch part {
	case "vault_group":
		return groupOf(id)
	case "subscription":
		return subscriptionOf(id)
	}
	return id
}
