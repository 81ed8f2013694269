package parse

import (
	"slices"
	"strings"
)

// An azRequest is what an az command line asks for. The zero value stands for no az command.
type azRequest struct {
	az     bool         // it is an az command
	data   bool         // its answer is JSON of resources, though perhaps of types that are not read
	typ    ResourceType // what its answer holds; empty if that is none of the types that are read
	all    bool         // its answer, if it is a list, is the whole list: no filter, no page size
	format string       // -o; empty for the default, JSON
	zone   string       // -z
	group  string       // -g
	name   string       // -n, --vault-name, or the name in --id
	query  string       // --query
	owner  string       // the vault whose connections its answer holds; empty if it does not tell
}

// azCommands are the commands whose answers are read, by the words before their verb.
var azCommands = []struct {
	words string
	typ   ResourceType
}{
	{"keyvault", TypeVault},
	{"keyvault network-rule", TypeVault}, // only its rules
	{"keyvault private-endpoint-connection", TypeConnection},
	{"network private-endpoint-connection", TypeConnection},
	{"network private-endpoint", TypeEndpoint},
	{"network nic", TypeInterface},
	{"network private-dns zone", TypeZone},
	{"network private-dns link vnet", TypeLink},
	{"network private-dns record-set", TypeRecordSet},
	{"network private-dns record-set a", TypeRecordSet},
	{"network vnet", TypeNetwork},
	{"network vnet subnet", TypeSubnet},
	{"network vnet peering", TypePeering},
	{"network private-endpoint dns-zone-group", TypeZoneGroup},
	{"network nic ip-config", TypeIPConfiguration},
	{"network nsg", TypeSecurityGroup},
	{"network nsg rule", TypeSecurityRule},
	{"network route-table", TypeRouteTable},
	{"dns-resolver inbound-endpoint", TypeInboundEndpoint},
	{"dns-resolver forwarding-rule", TypeForwardingRule},
	{"dns-resolver vnet-link", TypeRulesetLink},
	{"network route-table route", TypeRoute},
}

// azVerbCommands are the commands whose verb tells what they answer.
var azVerbCommands = []struct {
	words string
	typ   ResourceType
}{
	{"keyvault list-deleted", TypeDeletedVault},
	{"keyvault show-deleted", TypeDeletedVault},
	{"network nic show-effective-route-table", TypeRoute},
	{"network nic list-effective-nsg", TypeSecurityGroup},
}

// azVerbs are the verbs whose answers are resources of the command's type.
var azVerbs = []string{"list", "show", "create", "update", "add-record", "approve", "reject"}

// parseAzCommand reads an az command line. Options are kept as captured but for shell variables, whose
// values nobody knows.
func parseAzCommand(line string) azRequest {
	words := azWords(line)
	if words == nil {
		return azRequest{}
	}
	group, options := splitAzWords(words)
	option := func(names ...string) string { return azOption(options, names) }
	r := azRequest{
		query: options["--query"],
		az:    true, all: wholeList(options),
		format: option("-o", "--output"),
		zone:   option("-z", "--zone-name"),
		group:  option("-g", "--resource-group"),
		name:   option("-n", "--name", "--vault-name", "--hsm-name"),
	}
	target, ok := ParseResourceID(option("--id", "--ids"))
	if ok {
		r.group, r.name = target.Group, target.Names[0]
	}
	switch {
	case len(group) == 0:
	case group[0] == "rest":
		r.fromURL(option("--url", "-u", "--uri"))
	case group[0] == "resource":
		r.typ, r.all = listedType(option("--resource-type")), false
		if ok {
			r.typ = listedType(target.Type)
		}
	default:
		if r.typ = azCommandType(group); r.typ == TypeVault && slices.Contains(group, "network-rule") {
			r.query = strings.TrimSuffix("properties.networkAcls."+r.query, ".")
		}
	}
	r.data = r.typ != "" || len(group) > 0 && slices.Contains([]string{"rest", "resource", "graph"}, group[0])
	if r.typ == TypeConnection && !(ofVault(target.Type) && ofVault(option("--type"))) {
		r.typ = "" // another service's connections
	}
	if r.typ == TypeConnection {
		r.owner = azOption(options, []string{"--vault-name", "--hsm-name", "--resource-name"})
		if r.owner == "" && (ok || slices.Contains(group, "list")) {
			r.owner = r.name
		}
	}
	return r
}

// azOption returns the first option of those names that has a value: no variable, and no command in brackets.
func azOption(options map[string]string, names []string) string {
	for _, n := range names {
		if v := options[n]; v != "" && v != "az" && !strings.ContainsAny(v, "$%`<>{}") { // az: a command in brackets
			return v
		}
	}
	return ""
}

// commandVault returns the vault that a command of az keyvault is about; "" if it tells none. --name is that of the vault
// where no word stands between keyvault and the verb.
func commandVault(line string) string {
	group, options := splitAzWords(azWords(line))
	if len(group) == 0 || group[0] != "keyvault" {
		return ""
	}
	names := []string{options["--vault-name"]}
	if len(group) == 2 {
		names = append(names, options["-n"], options["--name"])
	}
	for _, name := range names {
		if isVaultName(name) && name != "az" { // az: a command in brackets
			return name
		}
	}
	return ""
}

// listedType returns what a list of a type of the resource manager holds. The connections of other services than Key
// Vault tell nothing of a vault's.
func listedType(name string) ResourceType {
	kind := armType(name)
	if kind.foreign {
		return ""
	}
	return kind.typ
}

// ofVault reports whether a type is that of a vault or of what belongs to one; no type is of any.
func ofVault(typ string) bool {
	return typ == "" || len(typ) > 18 && strings.EqualFold(typ[:18], "Microsoft.KeyVault")
}

// fromURL reads what a request to the resource manager itself (az rest) asks for.
func (r *azRequest) fromURL(url string) {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		_, rest, _ = strings.Cut(rest, "/")
		url = "/" + rest
	}
	url, query, _ := strings.Cut(url, "?")
	p, types := splitARMPath(url)
	r.typ, r.group = listedType(p.Type), p.Group
	if strings.Contains(query, "filter=") || strings.Contains(query, "top=") {
		r.all = false
	}
	if types < 2 || len(p.Names) == 0 {
		return
	}
	switch r.typ {
	case TypeConnection:
		r.name = p.Names[0]
	case TypeLink, TypeRecordSet:
		r.zone = p.Names[0]
	}
}

// azCommandType returns what the answer of a command holds, its words given with the verb.
func azCommandType(words []string) ResourceType {
	all := strings.Join(words, " ")
	for _, c := range azVerbCommands {
		if c.words == all {
			return c.typ
		}
	}
	verb := words[len(words)-1]
	if !slices.Contains(azVerbs, verb) {
		return ""
	}
	path := strings.Join(words[:len(words)-1], " ")
	for _, c := range azCommands {
		if c.words == path {
			return c.typ
		}
	}
	return ""
}

// wholeList reports whether the options leave a list whole: a page size shortens it, and so does a query
// that does more than to project all elements ("[].{...}").
func wholeList(options map[string]string) bool {
	for _, o := range []string{"--max-items", "--top", "--next-token", "--first"} {
		if _, ok := options[o]; ok {
			return false
		}
	}
	query := strings.ReplaceAll(options["--query"], "[]", "")
	return !strings.ContainsAny(query, "[?|")
}

// splitAzWords parts the words behind "az" into the command's words and its options. An option without a
// value has the empty one; of several values it has the first.
func splitAzWords(words []string) (group []string, options map[string]string) {
	options = map[string]string{}
	last := ""
	for _, w := range words {
		switch {
		case strings.HasPrefix(w, "-") && len(w) > 1:
			name, value, _ := strings.Cut(w, "=")
			last = strings.ToLower(name)
			options[last] = value
		case last == "":
			group = append(group, strings.ToLower(w))
		case options[last] == "":
			options[last] = w
		}
	}
	return group, options
}

// azWords returns the words behind "az", or nil where the line runs another program. So short a name counts only where
// nothing stands before it but what runs a program, and its options.
func azWords(line string) []string {
	words := commandWords(line)
	if asked := restWords(words); asked != nil {
		return asked
	}
	at := programAt(words, isAny("az", "az.cmd"))
	if at < 0 || taken(words[:at]) || !plainly(words[:at]) {
		return nil
	}
	return append([]string{}, words[at+1:]...)
}
