package parse

// A Peering is one side of a virtual network peering, exported alone or in its network.
type Peering struct {
	At        Cite
	ID, Name  Text
	Network   Text // id of the network on this side, from ID or from the network that embeds it
	Remote    Text // id of the other network
	State     Text // Connected, Initiated, Disconnected
	SyncLevel Text // FullyInSync, RemoteNotInSync, LocalNotInSync ...
	Forwarded Text // allowForwardedTraffic: "true" or "false"
}

// Cites implements Fact.
func (p *Peering) Cites() []Cite {
	return placed(texts(p.ID, p.Name, p.Network, p.Remote, p.State, p.SyncLevel, p.Forwarded), p.At)
}

// peering reads a peering. The network that embeds it is given; zero for a peering that stands alone.
func (m azMapper) peering(n *jsonNode, network Text) Peering {
	p := Peering{
		At:        m.place(n),
		ID:        m.text(n.get("id")),
		Name:      m.name(n),
		Network:   network,
		Remote:    m.text(n.field("remoteVirtualNetwork").get("id")),
		State:     m.text(n.field("peeringState")),
		SyncLevel: m.text(n.field("peeringSyncLevel")),
		Forwarded: m.text(n.field("allowForwardedTraffic")),
	}
	if !p.Network.Known() {
		p.Network = parentText(p.ID)
	}
	return p
}
