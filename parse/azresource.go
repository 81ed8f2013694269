package parse

import (
	"path"
	"slices"
	"strings"
)

// An armKind is what a type of the resource manager means here. The zero value stands for a type that is
// not read.
type armKind struct {
	typ   ResourceType
	hsm   bool // a managed HSM
	other bool // a record set of another type than A: no record comes of it
}

// armTypes are the types that are read.
var armTypes = []struct {
	name string
	kind armKind
}{
	{"Microsoft.KeyVault/vaults", armKind{typ: TypeVault}},
	{"Microsoft.KeyVault/managedHSMs", armKind{typ: TypeVault, hsm: true}},
	{"Microsoft.KeyVault/vaults/privateEndpointConnections", armKind{typ: TypeConnection}},
	{"Microsoft.KeyVault/managedHSMs/privateEndpointConnections", armKind{typ: TypeConnection}},
	{"Microsoft.Network/privateEndpoints", armKind{typ: TypeEndpoint}},
	{"Microsoft.Network/networkInterfaces", armKind{typ: TypeInterface}},
	{"Microsoft.Network/privateDnsZones", armKind{typ: TypeZone}},
	{"Microsoft.Network/privateDnsZones/virtualNetworkLinks", armKind{typ: TypeLink}},
	{"Microsoft.Network/privateDnsZones/A", armKind{typ: TypeRecordSet}},
	{"Microsoft.Network/privateDnsZones/ALL", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/AAAA", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/CNAME", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/MX", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/PTR", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/SOA", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/SRV", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/privateDnsZones/TXT", armKind{typ: TypeRecordSet, other: true}},
	{"Microsoft.Network/virtualNetworks", armKind{typ: TypeNetwork}},
}

// armType returns what a type of the resource manager means, compared without case.
func armType(name string) armKind {
	for _, t := range armTypes {
		if strings.EqualFold(t.name, name) {
			return t.kind
		}
	}
	return armKind{}
}

// armShapes tell an object without type and id by the fields that only its type has, the surest first: all
// fields of a row must be there, one of them not null.
var armShapes = []struct {
	fields []string
	kind   armKind
}{
	{[]string{"privateLinkServiceConnectionState", "privateEndpoint"}, armKind{typ: TypeConnection}},
	{[]string{"virtualNetwork", "registrationEnabled"}, armKind{typ: TypeLink}},
	{[]string{"customDnsConfigs"}, armKind{typ: TypeEndpoint}},
	{[]string{"privateLinkServiceConnections"}, armKind{typ: TypeEndpoint}},
	{[]string{"aRecords"}, armKind{typ: TypeRecordSet}},
	{[]string{"numberOfVirtualNetworkLinks"}, armKind{typ: TypeZone}},
	{[]string{"ipConfigurations"}, armKind{typ: TypeInterface}},
	{[]string{"addressSpace"}, armKind{typ: TypeNetwork}},
	{[]string{"hsmUri"}, armKind{typ: TypeVault, hsm: true}},
	{[]string{"vaultUri"}, armKind{typ: TypeVault}},
}

// resourceKind tells what an object is: by its type, else by its id, else by its fields. An object whose
// type or id names a type that is not read is none, whatever its fields are.
func resourceKind(n *jsonNode) armKind {
	if !n.is(jsonObject) {
		return armKind{}
	}
	if typ := n.get("type"); typ.is(jsonString) && strings.Contains(typ.value, "/") {
		return armType(typ.value)
	}
	if id := n.get("id"); id.is(jsonString) {
		if r, ok := ParseResourceID(id.value); ok {
			return armType(r.Type)
		}
	}
	for _, s := range armShapes {
		if hasShape(n, s.fields) {
			return s.kind
		}
	}
	return armKind{}
}

func hasShape(n *jsonNode, fields []string) bool {
	some := false
	for _, name := range fields {
		f := n.field(name)
		if f == nil {
			return false
		}
		some = some || f.kind != jsonNull
	}
	return some
}

// unwrap returns the resource inside an object that only names it ({"newVNet": {...}}, as some create
// commands print), else the object itself.
func unwrap(n *jsonNode) *jsonNode {
	const longest = 100 // of a key that is repeated in every pointer
	if n.is(jsonObject) && len(n.children) == 1 && len(n.children[0].key) <= longest &&
		resourceKind(n).typ == "" && resourceKind(n.children[0]).typ != "" {
		return n.children[0]
	}
	return n
}

// fileWords tell what an export should hold by the words of its file's name, in this order.
var fileWords = []struct {
	words []string // a word that begins with one of these
	ends  string   // or ends in this
	typ   ResourceType
}{
	{words: []string{"secret", "certificate", "subnet", "security", "nsg", "route", "peering", "group", "deleted"}},
	{words: []string{"connection", "pec"}, ends: "connections", typ: TypeConnection},
	{words: []string{"record"}, ends: "records", typ: TypeRecordSet},
	{words: []string{"link"}, ends: "links", typ: TypeLink},
	{words: []string{"nic", "interface", "networkinterface"}, ends: "interfaces", typ: TypeInterface},
	{words: []string{"endpoint", "privateendpoint", "pe", "pes"}, ends: "endpoints", typ: TypeEndpoint},
	{words: []string{"zone", "dnszone", "privatednszone"}, ends: "zones", typ: TypeZone},
	{words: []string{"vnet", "network", "virtualnetwork"}, ends: "networks", typ: TypeNetwork},
	{words: []string{"vault", "keyvault", "kv", "hsm", "managedhsm"}, ends: "vaults", typ: TypeVault},
}

// fileType returns what an export should hold by the base name of its file; "" if the name does not tell.
func fileType(file string) ResourceType {
	base := strings.ToLower(path.Base(file))
	base = strings.TrimSuffix(base, path.Ext(base))
	// "privatelink" is no link, and "privatelink.vaultcore.azure.net" is a zone.
	base = strings.NewReplacer("privatelink", "", "private-link", "", "private_link", "", "vaultcore", "zone").
		Replace(base)
	words := strings.FieldsFunc(base, func(r rune) bool { return r < 'a' || r > 'z' })
	for _, row := range fileWords {
		for _, w := range words {
			if nameWord(w, row.words) || row.ends != "" && strings.HasSuffix(w, row.ends) {
				return row.typ
			}
		}
	}
	return ""
}

// nameWord reports whether a word of a file's name is one of words, or its plural or compound: short words
// ("pe", "kv", "nic") only as they are or with an s.
func nameWord(w string, words []string) bool {
	if slices.Contains(words, strings.TrimSuffix(w, "s")) {
		return true
	}
	return slices.ContainsFunc(words, func(p string) bool { return len(p) > 3 && strings.HasPrefix(w, p) })
}
