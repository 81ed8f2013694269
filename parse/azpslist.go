package parse

import "strings"

// azurePSReader reads what the cmdlets of Az PowerShell print of one resource or of several: a list of its properties, of
// which the larger ones are JSON.
var azurePSReader = reader{name: "az-powershell", opens: opensAzurePS, match: matchAzurePS, read: readAzurePS}

// psFirstKeys are the properties with which such lists begin, without blanks and in lower case.
const psFirstKeys = "id name vaultname resourcegroupname resourceid zonename location"

// opensAzurePS reports whether a line is the first property of a resource, given the line below it.
func opensAzurePS(line, next string) bool {
	if strings.IndexByte("NIRVZLnirvzl", line[0]) < 0 {
		return false
	}
	key, value, col := psPair(line)
	title := plainTitle(key)
	if col < 0 || !hasWord(psFirstKeys, title) {
		return false
	}
	if hasWord("id resourceid", title) {
		return strings.HasPrefix(value, "/subscriptions/")
	}
	key, value, second := psPair(next)
	below := plainTitle(key)
	return second == col && (hasWord("resourcegroupname resourceid vaultname zonename", below) || below == "id" && strings.HasPrefix(value, "/subscriptions/") ||
		title == "resourcegroupname" && hasWord(psFirstKeys, below))
}

// matchAzurePS looks for a resource among the first lists of properties.
func matchAzurePS(src *Source, head []string) bool {
	if !azPSCommand(src.Command) {
		return false
	}
	probe := *src
	probe.Text = strings.Join(head, "\n")
	e := newAzExport(&probe, &sink{origin: &probe.Origin})
	e.w.pathless = true
	p := newPSObjects(e)
	for tries := 0; tries < 5 && p.next(); tries++ {
		if o := p.object(); o != nil && (psKind(o).typ != "" || armName(o) != "") {
			return true
		}
	}
	return false
}

// azPSCommand reports whether a command may print resources as lists of properties; one that is not known may.
func azPSCommand(command string) bool {
	command = strings.ToLower(command)
	return command == "" || command[0] == '$' || strings.Contains(command, "-az") || strings.Contains(command, "format-list")
}

// readAzurePS reads the lists of properties of a capture.
func readAzurePS(src *Source, out *sink) {
	e := newAzExport(src, out)
	e.w.pathless = true
	p := newPSObjects(e)
	for p.next() {
		from := p.i
		o := p.object()
		kind := armKind{}
		if o != nil {
			kind = psKind(o)
		}
		switch {
		case o == nil || kind.typ == "" && armName(o) == "":
			p.unread(from)
		case needsID(kind.typ) && o.get("id") == nil:
			out.add(&OtherResource{At: e.w.cite(o), Type: armTypeOf(kind.typ), Name: e.m.name(o), Columns: psColumns(o)})
		default:
			// Of a vault the cmdlet prints its rules, too, unless a few properties were selected.
			o.gaps = kind.typ == TypeVault && o.get("networkAcls") == nil
			e.resource(kind, o)
		}
		for _, h := range p.harms {
			out.add(&Partial{Type: kind.typ, Reason: h.reason, Cite: h.at})
		}
		p.harms = nil
	}
	e.finish()
}

// armTypeOf returns the resource manager's name of a type; "" for none.
func armTypeOf(typ ResourceType) string {
	for _, a := range armTypes {
		if a.kind.typ == typ && typ != "" {
			return a.name
		}
	}
	return ""
}

// psKind tells what an object is: as JSON tells it, or by the properties that only the cmdlets name so.
func psKind(o *jsonNode) armKind {
	if kind := resourceKind(o); kind.typ != "" || armName(o) != "" {
		return kind
	}
	switch {
	case o.get("vaultName") != nil && (o.get("publicNetworkAccess") != nil || o.get("networkAcls") != nil):
		return armKind{typ: TypeVault}
	case o.get("privateLinkServiceConnectionState").is(jsonObject):
		return armKind{typ: TypeConnection}
	case o.get("zoneName") != nil && o.get("virtualNetwork") != nil:
		return armKind{typ: TypeLink}
	case o.get("zoneName") != nil && o.get("recordType") != nil:
		typ := o.get("recordType").value
		return armKind{typ: TypeRecordSet, other: !strings.EqualFold(typ, "A")}
	}
	return armKind{}
}

// psColumns returns the properties of an object that are one text.
func psColumns(o *jsonNode) []Pair {
	var all []Pair
	for _, c := range o.children {
		if !c.container() && c.value != "" {
			all = append(all, Pair{Key: plainTitle(c.key), Value: c.value})
		}
	}
	return all
}
