package main

import "strings"

// connectionName is the name that both sides give to an endpoint's connection.
func connectionName(ep *Endpoint) string {
	return ep.Name + "_" + guid("connection", ep.Subscription, ep.Name)
}

// connectionState renders the state of a connection, which both sides tell.
func connectionState(ep *Endpoint) object {
	return object{{"status", ep.State}, {"description", ""}, {"actionsRequired", "None"}}
}

// addEndpoints adds the private endpoints with their network interfaces and zone groups.
func (e *armEstate) addEndpoints() {
	for i := range e.s.Endpoints {
		ep := &e.s.Endpoints[i]
		id, nic := e.endpointID(ep), interfaceID(ep)
		e.add(armResource{id, "Microsoft.Network/privateEndpoints", ep.Name, func(version string) object { return e.endpoint(ep, id, version) }})
		e.add(armResource{nic, "Microsoft.Network/networkInterfaces", idName(nic), func(string) object { return e.nic(ep, nic) }})
		if len(ep.ZoneGroup) > 0 {
			group := id + "/privateDnsZoneGroups/default"
			e.add(armResource{group, "Microsoft.Network/privateEndpoints/privateDnsZoneGroups", "default",
				func(string) object { return e.zoneGroup(ep, group) }})
		}
	}
}

// endpoint renders a private endpoint.
func (e *armEstate) endpoint(ep *Endpoint, id, version string) object {
	automatic, manual := []any{}, []any{}
	if ep.Manual {
		manual = append(manual, e.serviceConnection(ep, id+"/manualPrivateLinkServiceConnections/"))
	} else {
		automatic = append(automatic, e.serviceConnection(ep, id+"/privateLinkServiceConnections/"))
	}
	properties := object{
		{"provisioningState", ep.Provisioning},
		{"resourceGuid", guid("resource", id)},
		{"privateLinkServiceConnections", automatic},
		{"manualPrivateLinkServiceConnections", manual},
	}
	if version >= "2021-05-01" {
		properties = append(properties, object{{"customNetworkInterfaceName", ""}, {"ipConfigurations", []any{}}}...)
	}
	properties = append(properties, object{
		{"subnet", reference(e.networkID(ep.Subnet))},
		{"networkInterfaces", []any{reference(interfaceID(ep))}},
		{"customDnsConfigs", e.customDNS(ep)},
	}...)
	return object{{"name", ep.Name}, {"id", id}, {"etag", etag(id)}, {"type", "Microsoft.Network/privateEndpoints"},
		{"location", armLocation}, {"properties", properties}}
}

// serviceConnection renders a connection as the endpoint sees it. Where the vault was deleted, and also where it was
// made anew, an approved connection is Disconnected.
func (e *armEstate) serviceConnection(ep *Endpoint, list string) object {
	id, state := list+connectionName(ep), connectionState(ep)
	v := e.s.vault(ep.Vault)
	if ep.State == "Approved" && (ep.Unlisted || v != nil && v.Deleted) {
		state[0].value = "Disconnected"
	}
	return object{{"name", idName(id)}, {"id", id}, {"etag", etag(id)},
		{"properties", object{
			{"provisioningState", ep.Provisioning},
			{"privateLinkServiceId", targetID(e.s, ep)},
			{"groupIds", []string{ep.Group}},
			{"privateLinkServiceConnectionState", state},
		}},
		{"type", idType(id)}}
}

// approvedOnce reports whether somebody approved an endpoint's connection, whatever became of it.
func approvedOnce(ep *Endpoint) bool { return ep.State != "Pending" && ep.State != "Rejected" }

// names returns the names that Azure knows for an endpoint's address: none before somebody has approved it.
func (e *armEstate) names(ep *Endpoint) []string {
	if v := e.s.vault(ep.Vault); v != nil && approvedOnce(ep) {
		return []string{v.host()}
	}
	return []string{}
}

// customDNS renders the names that somebody has to put into DNS; with a zone group Azure does it, and tells none.
func (e *armEstate) customDNS(ep *Endpoint) []any {
	if len(ep.ZoneGroup) > 0 || ep.Address == "" {
		return []any{}
	}
	return jsonList(e.names(ep), func(name string) any { return object{{"fqdn", name}, {"ipAddresses", []string{ep.Address}}} })
}

// nic renders the network interface of an endpoint.
func (e *armEstate) nic(ep *Endpoint, id string) object {
	configuration := configurationID(ep)
	address := object{
		{"provisioningState", "Succeeded"},
		{"privateIPAddress", ep.Address},
		{"privateIPAllocationMethod", "Dynamic"},
		{"subnet", reference(e.networkID(ep.Subnet))},
		{"primary", true},
		{"privateIPAddressVersion", "IPv4"},
		{"privateLinkConnectionProperties", object{{"groupId", ep.Group}, {"requiredMemberName", "default"}, {"fqdns", e.names(ep)}}},
	}
	return object{{"name", idName(id)}, {"id", id}, {"etag", etag(id)}, {"location", armLocation},
		{"properties", object{
			{"provisioningState", "Succeeded"},
			{"resourceGuid", guid("resource", id)},
			{"ipConfigurations", []any{object{{"name", idName(configuration)}, {"id", configuration}, {"etag", etag(id)},
				{"type", "Microsoft.Network/networkInterfaces/ipConfigurations"}, {"properties", address}}}},
			{"dnsSettings", object{{"dnsServers", []any{}}, {"appliedDnsServers", []any{}},
				{"internalDomainNameSuffix", "lab.bx.internal.cloudapp.net"}}},
			{"enableAcceleratedNetworking", false}, {"enableIPForwarding", false}, {"hostedWorkloads", []any{}}, {"tapConfigurations", []any{}},
			{"nicType", "Standard"}, {"allowPort25Out", true},
			{"privateEndpoint", reference(e.endpointID(ep))},
		}},
		{"type", "Microsoft.Network/networkInterfaces"}}
}

// zoneGroup renders an endpoint's zone group with the record sets that it keeps. It keeps those that its zones hold.
func (e *armEstate) zoneGroup(ep *Endpoint, id string) object {
	configs := jsonList(ep.ZoneGroup, func(zone string) any {
		zoneID := zoneNamed(e.s, zone)
		name := strings.ReplaceAll(idName(zoneID), ".", "-")
		records := []any{}
		if approvedOnce(ep) && ep.Address != "" {
			records = append(records, object{{"recordType", "A"}, {"recordSetName", ep.Vault}, {"fqdn", ep.Vault + "." + idName(zoneID)},
				{"ttl", 10}, {"ipAddresses", []string{ep.Address}}, {"provisioningState", "Succeeded"}})
		}
		return object{{"name", name}, {"id", id + "/privateDnsZoneConfigs/" + name}, {"etag", etag(id)},
			{"type", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups/privateDnsZoneConfigs"},
			{"properties", object{{"provisioningState", "Succeeded"}, {"privateDnsZoneId", zoneID}, {"recordSets", records}}}}
	})
	return object{{"name", "default"}, {"id", id}, {"etag", etag(id)}, {"type", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"},
		{"properties", object{{"provisioningState", "Succeeded"}, {"privateDnsZoneConfigs", configs}}}}
}
