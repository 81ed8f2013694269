package parse

import "strings"

// A DeletedVault is a vault or a managed HSM that was deleted and can be recovered until it is purged.
type DeletedVault struct {
	At           Cite
	ID, Name     Text
	Vault        Text // id that the vault had
	HSM          bool // a managed HSM
	DeletionDate Text
	PurgeDate    Text
}

// Cites implements Fact.
func (d *DeletedVault) Cites() []Cite {
	return append(texts(d.ID, d.Name, d.Vault, d.DeletionDate, d.PurgeDate), d.At)
}

// An IPConfiguration is an ip configuration of a network interface that was exported alone.
type IPConfiguration struct {
	At        Cite
	ID, Name  Text
	Interface Text // id of the network interface, from ID
	Subnet    Text // id
	Addresses []Addr
	FQDNs     []Text // privateLinkConnectionProperties.fqdns
}

// Cites implements Fact.
func (c *IPConfiguration) Cites() []Cite {
	cs := append(texts(c.ID, c.Name, c.Interface, c.Subnet), c.At)
	for _, a := range c.Addresses {
		cs = append(cs, a.Cite)
	}
	return append(cs, texts(c.FQDNs...)...)
}

// An OtherRecordSet is a record set of a private DNS zone of another type than A.
type OtherRecordSet struct {
	At        Cite
	ID        Text
	Zone      Text   // id of the zone, from ID
	Name      Text   // relative name as captured
	Type      string // AAAA, CNAME, MX, PTR, SOA, SRV, TXT
	TTL       int    // seconds; -1 if not captured
	TTLAt     Cite
	Addresses []Addr // of an AAAA set
	Target    Text   // of a CNAME set
}

// Cites implements Fact.
func (r *OtherRecordSet) Cites() []Cite {
	cs := placed(append([]Cite{r.At}, texts(r.ID, r.Zone, r.Name, r.Target)...), r.TTLAt)
	for _, a := range r.Addresses {
		cs = append(cs, a.Cite)
	}
	return cs
}

// An OtherResource is a resource of Azure of a type that is not read, or a row of a table that tells too little.
type OtherResource struct {
	At   Cite
	Type string // Microsoft.Compute/virtualMachines, as captured; empty if not told
	Name Text
	// Columns are the titles (lower case, without blanks) and values of a row of a table that tells too little
	// to be read as its type; nil for any other.
	Columns []Pair
}

// Cites implements Fact.
func (r *OtherResource) Cites() []Cite { return append([]Cite{r.At}, texts(r.Name)...) }

// deletedVault reads a deleted vault.
func (m azMapper) deletedVault(n *jsonNode, hsm bool) {
	d := &DeletedVault{
		At:           m.place(n),
		ID:           m.text(n.get("id")),
		Name:         m.name(n),
		Vault:        m.text(n.field("vaultId")),
		HSM:          hsm,
		DeletionDate: m.text(n.field("deletionDate")),
		PurgeDate:    m.text(n.field("scheduledPurgeDate")),
	}
	if mhsm := m.text(n.field("mhsmId")); mhsm.Known() {
		d.Vault, d.HSM = mhsm, true
	}
	m.out.add(d)
}

// ipConfiguration reads an ip configuration that stands alone.
func (m azMapper) ipConfiguration(n *jsonNode) {
	id := m.text(n.get("id"))
	c := &IPConfiguration{
		At:        m.place(n),
		ID:        id,
		Name:      m.name(n),
		Interface: parentText(id),
		Subnet:    m.text(n.field("subnet").get("id")),
		FQDNs:     m.texts(n.field("privateLinkConnectionProperties").get("fqdns"), ""),
	}
	if a, ok := m.address(n.field("privateIPAddress")); ok {
		c.Addresses = append(c.Addresses, a)
	}
	m.out.add(c)
}

// otherRecordSet reads a record set of another type than A.
func (m azMapper) otherRecordSet(n *jsonNode) {
	id, addresses := m.text(n.get("id")), n.field("aaaaRecords")
	if addresses.is(jsonArray) && !addresses.whole() {
		addresses = nil
	}
	r := &OtherRecordSet{
		At:        m.place(n),
		ID:        id,
		Zone:      parentText(id),
		Name:      m.name(n),
		TTL:       -1,
		Addresses: m.addrs(addresses, "ipv6Address"),
		Target:    m.text(n.field("cnameRecord").get("cname")),
	}
	typ := armName(n)
	r.Type = strings.ToUpper(typ[strings.LastIndexByte(typ, '/')+1:])
	if ttl := n.field("ttl"); m.text(ttl).Known() {
		r.TTL, r.TTLAt = m.number(ttl), m.place(ttl)
	}
	m.out.add(r)
}

// other tells a resource of a type that is not read, and the connections that it embeds.
func (m azMapper) other(n *jsonNode) {
	m.out.add(&OtherResource{At: m.place(n), Type: armName(n), Name: m.name(n)})
	m.connections(n)
}
