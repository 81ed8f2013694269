package main

import (
	"net/netip"
	"strings"
)

// The days of a deletion. They are fixed: no answer depends on a clock.
const (
	dayMade    = "2026-03-02T09:15:00Z"
	dayDeleted = "2026-11-20T08:00:00Z"
	dayPurged  = "2027-02-18T08:00:00Z"
)

// addVaults adds the vaults, the managed HSMs and the deleted ones of both.
func (e *armEstate) addVaults() {
	for _, v := range e.s.vaults() {
		switch {
		case v.Deleted:
			e.addDeleted(v)
		case v.Managed:
			id := vaultID(v)
			e.addConnections(v, id, "Microsoft.KeyVault/managedHSMs")
			e.add(armResource{id, "Microsoft.KeyVault/managedHSMs", v.Name, func(version string) object { return e.hsm(v, id, version) }})
		default:
			id := vaultID(v)
			e.addConnections(v, id, "Microsoft.KeyVault/vaults")
			e.add(armResource{id, "Microsoft.KeyVault/vaults", v.Name, func(version string) object { return e.keyVault(v, id, version) }})
		}
	}
}

// keyVault renders a vault.
func (e *armEstate) keyVault(v *Vault, id, version string) object {
	properties := object{
		{"sku", object{{"family", "A"}, {"name", "standard"}}},
		{"tenantId", armTenant()},
	}
	if version >= "2018-02-14" {
		properties = append(properties, member{"networkAcls", e.vaultACLs(v)})
	}
	if connections := e.connections(v, id, ""); version >= "2018-02-14" && len(connections) > 0 {
		properties = append(properties, member{"privateEndpointConnections", connections}) // Azure leaves an empty list out
	}
	properties = append(properties, object{
		{"accessPolicies", []any{}}, {"enabledForDeployment", false}, {"enabledForDiskEncryption", false},
		{"enabledForTemplateDeployment", false}, {"enableSoftDelete", true}, {"softDeleteRetentionInDays", 90},
		{"enableRbacAuthorization", true}, {"vaultUri", "https://" + v.host() + "/"}, {"provisioningState", "Succeeded"},
	}...)
	if e.tellsPublic(version) {
		properties = append(properties, member{"publicNetworkAccess", v.Public})
	}
	body := object{{"id", id}, {"name", v.Name}, {"type", "Microsoft.KeyVault/vaults"}, {"location", armLocation}, {"tags", object{}}}
	return append(append(body, systemData(version)...), member{"properties", properties})
}

// tellsPublic reports whether a version has publicNetworkAccess. Older ones, and the scenario's old export, lack it.
func (e *armEstate) tellsPublic(version string) bool {
	return version >= "2021-06-01" && e.s.Azure.APIVersion != "old"
}

// systemData says who made a resource, in the versions that tell.
func systemData(version string) object {
	if version < "2021-04-01" {
		return nil
	}
	return object{{"systemData", object{
		{"createdBy", armClient()}, {"createdByType", "Application"}, {"createdAt", dayMade},
		{"lastModifiedBy", armClient()}, {"lastModifiedByType", "Application"}, {"lastModifiedAt", dayMade},
	}}}
}

// vaultACLs renders a vault's firewall. The service writes an address with its length, and ids in lower case.
func (e *armEstate) vaultACLs(v *Vault) object {
	return object{
		{"bypass", v.Bypass},
		{"defaultAction", v.Default},
		{"ipRules", jsonList(v.IPRules, func(rule string) any {
			if a, err := netip.ParseAddr(rule); err == nil {
				rule = netip.PrefixFrom(a, a.BitLen()).String()
			}
			return object{{"value", rule}}
		})},
		{"virtualNetworkRules", jsonList(v.NetworkRules, func(rule string) any { return reference(fold(e.networkID(rule))) })},
	}
}

// addConnections adds the connections that a vault lists as resources of their own. It comes before the vault, whose
// own list of them leaves their names out.
func (e *armEstate) addConnections(v *Vault, id, typ string) {
	for i, c := range e.connections(v, id, typ) {
		own := c.(object).get("id")
		e.add(armResource{own, idType(own), idName(own), func(string) object { return e.connections(v, id, typ)[i].(object) }})
	}
}

// connections renders the private endpoint connections that a vault lists, with their names and type where the
// vault's type is given.
func (e *armEstate) connections(v *Vault, id, typ string) []any {
	all := []any{}
	for i := range e.s.Endpoints {
		ep := &e.s.Endpoints[i]
		if ep.Unlisted || !strings.EqualFold(ep.Vault, v.Name) {
			continue
		}
		own := id + "/privateEndpointConnections/" + connectionName(ep)
		body := object{{"id", own}}
		if typ != "" {
			body = append(body, object{{"name", idName(own)}, {"type", typ + "/privateEndpointConnections"}, {"location", armLocation}}...)
		}
		all = append(all, append(body, object{
			{"etag", strings.ReplaceAll(guid("etag", own), "-", "")},
			{"properties", object{
				{"provisioningState", ep.Provisioning},
				{"privateEndpoint", reference(e.endpointID(ep))},
				{"privateLinkServiceConnectionState", connectionState(ep)},
			}},
		}...))
	}
	return all
}

// hsm renders a managed HSM.
func (e *armEstate) hsm(v *Vault, id, version string) object {
	properties := object{
		{"tenantId", armTenant()},
		{"hsmUri", "https://" + v.host() + "/"},
		{"initialAdminObjectIds", []string{armObject()}},
		{"enableSoftDelete", true}, {"softDeleteRetentionInDays", 90}, {"enablePurgeProtection", false},
		{"networkAcls", e.vaultACLs(v)},
		{"provisioningState", "Succeeded"},
		{"statusMessage", "The Managed HSM is provisioned and ready to use."},
	}
	if e.tellsPublic(version) {
		properties = append(properties, member{"publicNetworkAccess", v.Public})
	}
	if connections := e.connections(v, id, ""); len(connections) > 0 {
		properties = append(properties, member{"privateEndpointConnections", connections})
	}
	body := object{{"id", id}, {"name", v.Name}, {"type", "Microsoft.KeyVault/managedHSMs"}, {"location", armLocation}, {"tags", object{}},
		{"sku", object{{"family", "B"}, {"name", "Standard_B1"}}}}
	return append(append(body, systemData(version)...), member{"properties", properties})
}

// addDeleted adds a soft-deleted vault or managed HSM.
func (e *armEstate) addDeleted(v *Vault) {
	typ, part, was := "Microsoft.KeyVault/deletedVaults", "deletedVaults/", "vaultId"
	if v.Managed {
		typ, part, was = "Microsoft.KeyVault/deletedManagedHSMs", "deletedManagedHSMs/", "mhsmId"
	}
	id := "/subscriptions/" + subscriptionID("") + "/providers/Microsoft.KeyVault/locations/" + armLocation + "/" + part + v.Name
	e.add(armResource{id, typ, v.Name, func(string) object {
		return object{{"id", id}, {"name", v.Name}, {"type", typ}, {"properties", object{
			{was, vaultID(v)}, {"location", armLocation}, {"tags", object{}},
			{"deletionDate", dayDeleted}, {"scheduledPurgeDate", dayPurged},
		}}}
	}})
}
