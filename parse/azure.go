package parse

import "net/netip"

// A ResourceType names what an Azure export lists.
type ResourceType string

// The types of export that are read.
const (
	TypeVault      ResourceType = "vault"
	TypeConnection ResourceType = "connection"
	TypeEndpoint   ResourceType = "endpoint"
	TypeInterface  ResourceType = "interface"
	TypeZone       ResourceType = "zone"
	TypeLink       ResourceType = "link"
	TypeRecordSet  ResourceType = "record"
	TypeNetwork    ResourceType = "network"

	TypeSubnet          ResourceType = "subnet"
	TypePeering         ResourceType = "peering"
	TypeZoneGroup       ResourceType = "zone-group"
	TypeIPConfiguration ResourceType = "ip-configuration"
	TypeSecurityGroup   ResourceType = "security-group"
	TypeSecurityRule    ResourceType = "security-rule"
	TypeRouteTable      ResourceType = "route-table"
	TypeRoute           ResourceType = "route"
	TypeDeletedVault    ResourceType = "deleted-vault"
	TypeInboundEndpoint ResourceType = "inbound-endpoint"
	TypeForwardingRule  ResourceType = "forwarding-rule"
	TypeRulesetLink     ResourceType = "ruleset-link"
)

// A Listing says that a capture holds a list of one type, so that what is not in it can be called absent.
// A single object yields no Listing. The type is empty for an empty list of a type that is not read. Embedded lists (a vault's connections) are told by their own fields.
type Listing struct {
	Type  ResourceType
	Count int
	// Zone and Group are the zone's name and resource group from the command line (-z, -g) or from the
	// ids of the elements, for lists of links and records; empty if unknown. Lower case.
	Zone, Group string
	// Vault is the name of the vault, for a list of connections, from the command line (--vault-name, --id,
	// -n) or from the ids of the elements; empty if unknown. Lower case.
	Vault string
	At    Cite // the line on which the list opens
}

// Cites implements Fact.
func (l *Listing) Cites() []Cite { return []Cite{l.At} }

// An ExportError stands for an export that holds an error in place of data.
type ExportError struct {
	Type    ResourceType // what the export should have held; empty if unknown
	Code    string       // AuthorizationFailed, ResourceNotFound ...; empty if not told
	Message string
	Empty   bool // the file is empty and no error text was kept
	Cite    Cite
}

// Cites implements Fact.
func (e *ExportError) Cites() []Cite { return []Cite{e.Cite} }

// A Partial stands for an export that is cut off, or whose next page was not fetched.
type Partial struct {
	Type   ResourceType // what the export holds; empty if unknown
	Reason string       // one phrase, with the limit and its flag where a limit was met
	Next   string       // address of the page that follows; empty if that is not what is missing
	Cite   Cite
}

// Cites implements Fact.
func (p *Partial) Cites() []Cite { return []Cite{p.Cite} }

// A Vault is a key vault or a managed HSM.
type Vault struct {
	At   Cite // the line on which the object opens
	ID   Text
	Name Text // from the name, else from the id
	URI  Text // vaultUri or hsmUri
	HSM  bool // a managed HSM
	// Detailed says that the object's properties were captured (lists print only id and name).
	Detailed            bool
	ProvisioningState   Text
	PublicNetworkAccess Text // not captured where absent or null
	ACLs                *NetworkACLs
	// ConnectionsAt is the place of privateEndpointConnections, also where it is empty; zero where it is
	// absent or null, which tells nothing: old versions lack it, and az prints null for none. The elements are records of their own.
	ConnectionsAt Cite
}

// Cites implements Fact.
func (v *Vault) Cites() []Cite {
	cs := texts(v.ID, v.Name, v.URI, v.ProvisioningState, v.PublicNetworkAccess)
	cs = append(cs, v.At)
	if v.ConnectionsAt.File != "" {
		cs = append(cs, v.ConnectionsAt)
	}
	if v.ACLs != nil {
		cs = append(cs, v.ACLs.At)
		cs = append(cs, texts(v.ACLs.DefaultAction, v.ACLs.Bypass)...)
		cs = append(cs, texts(v.ACLs.IPRules...)...)
		cs = append(cs, texts(v.ACLs.NetworkRules...)...)
	}
	return cs
}

// NetworkACLs are a vault's firewall settings (networkAcls); a null networkAcls is a nil *NetworkACLs.
type NetworkACLs struct {
	At                    Cite
	DefaultAction, Bypass Text
	// IPRules are addresses or prefixes, NetworkRules subnet ids; IPRulesAt and NetworkRulesAt the places of
	// the lists, also where they are empty; zero where they are absent or null.
	IPRules, NetworkRules     []Text
	IPRulesAt, NetworkRulesAt Cite
}

// A Connection is a private endpoint connection as the service lists it: a vault, or a service of any other kind.
type Connection struct {
	At                Cite
	ID                Text   // may be missing
	Service           Text   // id of the vault or other service, from ID or from the object that embeds it
	ServiceType       string // Microsoft.KeyVault/vaults, as captured; empty if nothing tells the service's type
	Name              Text   // where there is no ID
	Vault             Text   // name of the vault, where only a command or the object that embeds it tells the service
	Endpoint          Text   // id of the private endpoint
	State             Text   // Approved, Pending, Rejected, Disconnected
	ProvisioningState Text
	Description       Text
}

// Cites implements Fact.
func (c *Connection) Cites() []Cite {
	cs := append(texts(c.ID, c.Service, c.Endpoint, c.State, c.ProvisioningState, c.Description), c.At)
	return append(cs, texts(c.Name, c.Vault)...)
}

// OfVault reports whether the service is a vault or a managed HSM, or of a type that nothing tells.
func (c *Connection) OfVault() bool { return ofVault(c.ServiceType) }

// An Endpoint is a private endpoint.
type Endpoint struct {
	At                Cite
	ID, Name          Text
	ProvisioningState Text
	Subnet            Text // id
	// Links are the connections to services, automatic and manual ones.
	Links []ServiceLink
	// CustomDNS holds customDnsConfigs; CustomDNSAt its place, also where it is empty.
	CustomDNS   []CustomDNS
	CustomDNSAt Cite
	Interfaces  []Text // ids
}

// Cites implements Fact.
func (e *Endpoint) Cites() []Cite {
	cs := append(texts(e.ID, e.Name, e.ProvisioningState, e.Subnet), e.At)
	for _, l := range e.Links {
		cs = append(cs, texts(l.Target, l.State, l.ProvisioningState)...)
		cs = append(cs, texts(l.GroupIDs...)...)
	}
	if e.CustomDNSAt.File != "" {
		cs = append(cs, e.CustomDNSAt)
	}
	for _, c := range e.CustomDNS {
		cs = append(cs, texts(c.FQDN)...)
		for _, a := range c.Addresses {
			cs = append(cs, a.Cite)
		}
	}
	return append(cs, texts(e.Interfaces...)...)
}

// A ServiceLink is a connection as the private endpoint sees it.
type ServiceLink struct {
	Manual            bool
	Target            Text   // privateLinkServiceId
	GroupIDs          []Text // vault, managedhsm ...
	State             Text
	ProvisioningState Text
}

// A CustomDNS is one entry of a private endpoint's custom DNS settings.
type CustomDNS struct {
	FQDN      Text
	Addresses []Addr
}

// An Interface is a network interface.
type Interface struct {
	At        Cite
	ID, Name  Text
	Endpoint  Text // id of the private endpoint it belongs to (privateEndpoint.id); often not captured
	Addresses []Addr
	FQDNs     []Text // privateLinkConnectionProperties.fqdns of all configurations
}

// Cites implements Fact.
func (i *Interface) Cites() []Cite {
	cs := append(texts(i.ID, i.Name, i.Endpoint), i.At)
	for _, a := range i.Addresses {
		cs = append(cs, a.Cite)
	}
	return append(cs, texts(i.FQDNs...)...)
}

// A Zone is a private DNS zone.
type Zone struct {
	At       Cite
	ID, Name Text // Name as captured, blanks included
	// Records and Links are numberOfRecordSets and numberOfVirtualNetworkLinks; -1 if not captured.
	Records, Links int
}

// Cites implements Fact.
func (z *Zone) Cites() []Cite { return append(texts(z.ID, z.Name), z.At) }

// A Link ties a private DNS zone to a virtual network.
type Link struct {
	At                Cite
	ID                Text
	Zone              Text // id of the zone, from ID
	Network           Text // id of the virtual network
	State             Text // virtualNetworkLinkState: Completed, InProgress, Done
	ProvisioningState Text
	Registration      Text // "true" or "false"
	ResolutionPolicy  Text // Default, NxDomainRedirect
}

// Cites implements Fact.
func (l *Link) Cites() []Cite {
	return append(texts(l.ID, l.Zone, l.Network, l.State, l.ProvisioningState, l.Registration, l.ResolutionPolicy), l.At)
}

// A RecordSet is an A record set of a private DNS zone. Sets of other types are an OtherRecordSet each.
type RecordSet struct {
	At        Cite
	ID        Text
	Zone      Text // id of the zone, from ID
	Name      Text // relative name as captured
	TTL       int  // seconds; -1 if not captured
	TTLAt     Cite
	Addresses []Addr
}

// Cites implements Fact.
func (r *RecordSet) Cites() []Cite {
	cs := append(texts(r.ID, r.Zone, r.Name), r.At)
	if r.TTLAt.File != "" {
		cs = append(cs, r.TTLAt)
	}
	for _, a := range r.Addresses {
		cs = append(cs, a.Cite)
	}
	return cs
}

// A Network is a virtual network.
type Network struct {
	At       Cite
	ID, Name Text
	Prefixes []Prefix
	// DNSServers holds dhcpOptions.dnsServers; DNSServersAt its place, also where it is null or empty; its
	// zero value means that nothing was captured of it.
	DNSServers   []Addr
	DNSServersAt Cite
	// Peerings holds virtualNetworkPeerings; PeeringsAt its place, also where it is empty.
	Peerings   []Peering
	PeeringsAt Cite
	// SubnetsAt is the place of subnets, also where it is empty. The elements are records of their own.
	SubnetsAt Cite
}

// Cites implements Fact.
func (n *Network) Cites() []Cite {
	cs := append(texts(n.ID, n.Name), n.At)
	for _, p := range n.Prefixes {
		cs = append(cs, p.Cite)
	}
	for _, a := range n.DNSServers {
		cs = append(cs, a.Cite)
	}
	for _, p := range n.Peerings {
		cs = append(cs, p.Cites()...)
	}
	for _, c := range []Cite{n.DNSServersAt, n.PeeringsAt, n.SubnetsAt} {
		if c.File != "" {
			cs = append(cs, c)
		}
	}
	return cs
}

// A Prefix is a captured address prefix.
type Prefix struct {
	Prefix netip.Prefix
	Cite   Cite
}
