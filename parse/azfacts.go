package parse

// resource turns an object into records, what is masked in it last.
func (e *azExport) resource(kind armKind, n *jsonNode) {
	e.ownResource(kind, n)
	for _, masked := range *e.m.late {
		e.out.add(masked)
	}
	*e.m.late = nil
}

// ownResource turns an object of a vault, an endpoint or a zone into records.
func (e *azExport) ownResource(kind armKind, n *jsonNode) {
	m := e.m
	if kind.typ != "" && !kind.foreign {
		e.seen = kind.typ
	}
	switch kind.typ {
	case TypeVault:
		m.vault(n, kind.hsm)
	case TypeDeletedVault:
		m.deletedVault(n, kind.hsm)
	case TypeConnection:
		m.connection(n, Text{}, "")
	case TypeEndpoint:
		if kind.side {
			m.endpointSide(n)
		} else {
			m.endpoint(n)
		}
	case TypeZoneGroup:
		m.zoneGroup(n)
	case TypeInterface:
		m.nic(n)
	case TypeIPConfiguration:
		m.ipConfiguration(n)
	case TypeZone:
		m.zone(n)
	case TypeLink:
		m.link(n)
	case TypeRecordSet:
		if kind.other {
			m.otherRecordSet(n)
		} else {
			m.recordSet(n)
		}
	case TypeNetwork:
		m.network(n)
	default:
		e.netResource(kind, n)
	}
}

// netResource turns an object of the network, or of a type that is not read, into a record.
func (e *azExport) netResource(kind armKind, n *jsonNode) {
	m := e.m
	switch kind.typ {
	case TypeSubnet:
		m.subnet(n, Text{})
	case TypePeering:
		p := m.peering(n, Text{})
		m.out.add(&p)
	case TypeSecurityGroup:
		m.securityGroup(n)
	case TypeSecurityRule:
		r := m.securityRule(n, hasSuffixFold(armName(n), "/defaultSecurityRules"))
		r.Group = parentText(r.ID)
		m.out.add(&r)
	case TypeRouteTable:
		m.routeTable(n)
	case TypeInboundEndpoint, TypeForwardingRule, TypeRulesetLink:
		m.privateResolver(kind.typ, n)
	case TypeRoute:
		r := m.route(n)
		r.Table = parentText(r.ID)
		m.out.add(&r)
	default:
		m.other(n)
	}
}
