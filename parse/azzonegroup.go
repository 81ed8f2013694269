package parse

// A ZoneGroup is a private DNS zone group of a private endpoint: it writes the endpoint's records into zones.
type ZoneGroup struct {
	At                Cite
	ID, Name          Text
	Endpoint          Text // id of the private endpoint, from ID
	ProvisioningState Text
	// Zones holds privateDnsZoneConfigs; ZonesAt its place, also where it is empty; zero where it is absent or null.
	Zones   []GroupZone
	ZonesAt Cite
}

// A GroupZone is one zone of a zone group, with the record sets that the group wrote into it.
type GroupZone struct {
	At   Cite
	Zone Text // id of the zone
	// Records are the record sets; RecordsAt their place, also where there are none.
	Records   []GroupRecord
	RecordsAt Cite
}

// A GroupRecord is a record set that a zone group wrote.
type GroupRecord struct {
	Name, FQDN Text
	Addresses  []Addr
}

// Cites implements Fact.
func (g *ZoneGroup) Cites() []Cite {
	cs := append([]Cite{g.At}, texts(g.ID, g.Name, g.Endpoint, g.ProvisioningState)...)
	cs = placed(cs, g.ZonesAt)
	for _, z := range g.Zones {
		cs = placed(append(cs, texts(z.Zone)...), z.At, z.RecordsAt)
		for _, r := range z.Records {
			cs = append(cs, texts(r.Name, r.FQDN)...)
			for _, a := range r.Addresses {
				cs = append(cs, a.Cite)
			}
		}
	}
	return cs
}

// zoneGroup reads a private DNS zone group.
func (m azMapper) zoneGroup(n *jsonNode) {
	id, configs := m.text(n.get("id")), n.field("privateDnsZoneConfigs")
	g := &ZoneGroup{
		At:                m.place(n),
		ID:                id,
		Name:              m.name(n),
		Endpoint:          parentText(id),
		ProvisioningState: m.text(n.field("provisioningState")),
		ZonesAt:           m.listPlace(configs),
	}
	for _, c := range configs.items() {
		records := c.field("recordSets")
		z := GroupZone{At: m.place(c), Zone: m.text(c.field("privateDnsZoneId")), RecordsAt: m.listPlace(records)}
		for _, r := range records.items() {
			z.Records = append(z.Records, GroupRecord{
				Name:      m.text(r.field("recordSetName")),
				FQDN:      m.text(r.field("fqdn")),
				Addresses: m.addrs(r.field("ipAddresses"), "ipAddress"),
			})
		}
		g.Zones = append(g.Zones, z)
	}
	m.out.add(g)
}
