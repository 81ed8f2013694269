package parse

// zone reads a private DNS zone. Its name stays as captured: blanks in it are a finding.
func (m azMapper) zone(n *jsonNode) {
	m.out.add(&Zone{
		At:      m.place(n),
		ID:      m.text(n.get("id")),
		Name:    m.name(n),
		Records: m.number(n.field("numberOfRecordSets")),
		Links:   m.number(n.field("numberOfVirtualNetworkLinks")),
	})
}

// link reads the link of a private DNS zone to a virtual network.
func (m azMapper) link(n *jsonNode) {
	id := m.text(n.get("id"))
	m.out.add(&Link{
		At:                m.place(n),
		ID:                id,
		Zone:              parentText(id),
		Network:           m.reference(n.field("virtualNetwork")),
		State:             m.text(n.field("virtualNetworkLinkState")),
		ProvisioningState: m.text(n.field("provisioningState")),
		Registration:      m.text(n.field("registrationEnabled")),
		ResolutionPolicy:  m.text(n.field("resolutionPolicy")),
	})
}

// recordSet reads an A record set. One that lacks some of its addresses is left out: it would look like a set of fewer addresses.
func (m azMapper) recordSet(n *jsonNode) {
	records := n.field("aRecords")
	if (!n.closed || records.is(jsonArray)) && !records.whole() {
		if n.closed {
			m.out.unread(m.place(n))
		}
		return
	}
	id := m.text(n.get("id"))
	r := &RecordSet{
		At:        m.place(n),
		ID:        id,
		Zone:      parentText(id),
		Name:      m.name(n),
		TTL:       -1,
		Addresses: m.addrs(records, "ipv4Address"),
	}
	if ttl := n.field("ttl"); m.text(ttl).Known() {
		r.TTL, r.TTLAt = m.number(ttl), m.place(ttl)
	}
	m.out.add(r)
}
