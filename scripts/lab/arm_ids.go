package main

import (
	"slices"
	"strings"
)

// armLocation is the region of everything that has one.
const armLocation = "eastus"

// The resource groups that a scenario leaves open.
const (
	groupVault   = "rg-app"
	groupNetwork = "rg-network"
)

// subscriptionID returns the id of a subscription: the default one's without a name, a GUID as it is.
func subscriptionID(name string) string {
	switch {
	case name == "":
		return guid("subscription", "lab")
	case len(name) == 36 && strings.Count(name, "-") == 4:
		return fold(name)
	}
	return guid("subscription", name)
}

// armID puts a resource's id together: the rest is TYPE/NAME or TYPE/NAME/TYPE/NAME behind the provider.
func armID(subscription, group, provider, rest string) string {
	return "/subscriptions/" + subscriptionID(subscription) + "/resourceGroups/" + group + "/providers/" + provider + "/" + rest
}

// networkID returns the id of a network, or of NETWORK/SUBNET. A full id stays what it is, and so does a name that
// the scenario has no network for: that reference leads nowhere in Azure, too.
func (e *armEstate) networkID(name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}
	network, subnet, ok := strings.Cut(name, "/")
	id := armID("", groupNetwork, "Microsoft.Network", "virtualNetworks/"+network)
	if ok {
		id += "/subnets/" + subnet
	}
	return id
}

// vaultID returns the id of a vault or managed HSM, or the one that it had.
func vaultID(v *Vault) string {
	if v.Managed {
		return armID("", groupVault, "Microsoft.KeyVault", "managedHSMs/"+v.Name)
	}
	return armID("", groupVault, "Microsoft.KeyVault", "vaults/"+v.Name)
}

// targetID returns the id that an endpoint leads to.
func targetID(s *Scenario, ep *Endpoint) string {
	if v := s.vault(ep.Vault); v != nil {
		return vaultID(v)
	}
	return vaultID(&Vault{Name: ep.Vault, Managed: strings.EqualFold(ep.Group, "managedhsm")})
}

// zoneID returns the id of a zone.
func zoneID(z *Zone) string {
	return armID("", z.Group, "Microsoft.Network", "privateDnsZones/"+z.Name)
}

// zoneNamed returns the id of the zone of a name; GROUP/ZONE tells zones of one name apart.
func zoneNamed(s *Scenario, name string) string {
	group, short, ok := strings.Cut(name, "/")
	if ok {
		return zoneID(&Zone{Name: short, Group: group})
	}
	if i := slices.IndexFunc(s.Zones, func(z Zone) bool { return strings.EqualFold(z.Name, name) }); i >= 0 {
		return zoneID(&s.Zones[i])
	}
	return zoneID(&Zone{Name: name, Group: "rg-dns"})
}

// endpointID returns the id of a private endpoint.
func (e *armEstate) endpointID(ep *Endpoint) string {
	return armID(ep.Subscription, groupNetwork, "Microsoft.Network", "privateEndpoints/"+ep.Name)
}

// interfaceID returns the id of an endpoint's network interface.
func interfaceID(ep *Endpoint) string {
	return armID(ep.Subscription, groupNetwork, "Microsoft.Network", "networkInterfaces/"+ep.Name+".nic."+guid("interface", ep.Subscription, ep.Name))
}

// configurationID returns the id of that interface's one configuration.
func configurationID(ep *Endpoint) string {
	return interfaceID(ep) + "/ipConfigurations/privateEndpointIpConfig." + guid("configuration", ep.Subscription, ep.Name)
}

// securityGroupID returns the id of a subnet's security group.
func securityGroupID(n *Network, s Subnet) string {
	return armID("", groupNetwork, "Microsoft.Network", "networkSecurityGroups/nsg-"+n.Name+"-"+s.Name)
}

// idType returns the type that an id tells: PROVIDER/TYPE or PROVIDER/TYPE/TYPE.
func idType(id string) string {
	at := strings.LastIndex(fold(id), "/providers/")
	words := strings.Split(id[at+len("/providers/"):], "/")
	typ := words[0]
	for i := 1; i < len(words); i += 2 {
		typ += "/" + words[i]
	}
	return typ
}

// idName returns the last name of an id.
func idName(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

// parentID cuts the last type and name off an id.
func parentID(id string) string {
	at := max(0, strings.LastIndexByte(id, '/'))
	return id[:max(0, strings.LastIndexByte(id[:at], '/'))]
}
