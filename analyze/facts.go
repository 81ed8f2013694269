package analyze

import "kvdoctor/parse"

// Facts are what was read. In every list nil means "not captured" and empty means "captured and empty".
type Facts struct {
	Vantages    []VantageFact    `json:"vantages"`
	Lookups     []LookupFact     `json:"lookups"`
	Requests    []RequestFact    `json:"requests"`
	Vault       *VaultFact       `json:"vault"`
	Connections []ConnectionFact `json:"connections"`
	Endpoints   []EndpointFact   `json:"endpoints"`
	Zones       []ZoneFact       `json:"zones"`
	Links       []LinkFact       `json:"links"`
	Records     []RecordFact     `json:"records"`
	Networks    []NetworkFact    `json:"networks"`
}

// An AddressFact is an address with its class.
type AddressFact struct {
	Address string `json:"address"`
	Class   Class  `json:"class"`
}

// A VantageFact is a machine that captures were taken on.
type VantageFact struct {
	Name          string        `json:"name"`
	Role          string        `json:"role"`        // client or internet
	RoleSource    string        `json:"role_source"` // manifest, flag, assumed
	System        Opt           `json:"system"`
	Addresses     []AddressFact `json:"addresses"`
	NetworkID     Opt           `json:"network_id"`
	NetworkReason Opt           `json:"network_reason"`
	Resolvers     []AddressFact `json:"resolvers"`
	Cites         []Cite        `json:"cites"`
}

// A LookupFact is one DNS query.
type LookupFact struct {
	Vantage   string        `json:"vantage"`
	Tool      string        `json:"tool"`
	Query     Opt           `json:"query"`
	Type      Opt           `json:"type"`
	Server    Opt           `json:"server"`
	Control   bool          `json:"control"`
	Outcome   parse.Outcome `json:"outcome"`
	Chain     []string      `json:"chain"`
	Addresses []AddressFact `json:"addresses"`
	TTL       OptInt        `json:"ttl"`
	Cites     []Cite        `json:"cites"`
}

// A RequestFact is one HTTP request.
type RequestFact struct {
	Vantage     string           `json:"vantage"`
	Tool        string           `json:"tool"`
	URL         Opt              `json:"url"`
	Connected   *AddressFact     `json:"connected"`
	Proxy       Opt              `json:"proxy"`
	TLSVerified *bool            `json:"tls_verified"`
	Exit        *int             `json:"exit"`
	Status      *int             `json:"status"`
	NetworkInfo *NetworkInfoFact `json:"network_info"`
	Error       *ErrorFact       `json:"error"`
	Cites       []Cite           `json:"cites"`
}

// A NetworkInfoFact is the header x-ms-keyvault-network-info.
type NetworkInfoFact struct {
	Raw             string       `json:"raw"`
	ConnType        Opt          `json:"conn_type"`
	Addr            *AddressFact `json:"addr"`
	AddrFamily      Opt          `json:"act_addr_fam"`
	PrivateEndpoint Opt          `json:"private_endpoint"`
	Subnet          Opt          `json:"subnet"`
	Other           []string     `json:"other"` // key=value
}

// An ErrorFact is the error body of a response.
type ErrorFact struct {
	Code      Opt `json:"code"`
	InnerCode Opt `json:"inner_code"`
	Message   Opt `json:"message"`
}

// A VaultFact is the vault's own export.
type VaultFact struct {
	ID                  Opt      `json:"id"`
	PublicNetworkAccess Opt      `json:"public_network_access"`
	DefaultAction       Opt      `json:"default_action"`
	Bypass              Opt      `json:"bypass"`
	IPRules             []string `json:"ip_rules"`
	NetworkRules        []string `json:"network_rules"`
	Cites               []Cite   `json:"cites"`
}

// A ConnectionFact is a private endpoint connection of the vault.
type ConnectionFact struct {
	ID                Opt    `json:"id"`
	EndpointID        Opt    `json:"endpoint_id"`
	State             Opt    `json:"state"`
	ProvisioningState Opt    `json:"provisioning_state"`
	Effective         *bool  `json:"effective"`
	Cites             []Cite `json:"cites"`
}

// An EndpointFact is a private endpoint.
type EndpointFact struct {
	ID        Opt             `json:"id"`
	NetworkID Opt             `json:"network_id"`
	SubnetID  Opt             `json:"subnet_id"`
	TargetID  Opt             `json:"target_id"`
	GroupIDs  []string        `json:"group_ids"`
	Addresses []AddressFact   `json:"addresses"`
	CustomDNS []CustomDNSFact `json:"custom_dns"`
	Cites     []Cite          `json:"cites"`
}

// A CustomDNSFact is one entry of an endpoint's custom DNS settings.
type CustomDNSFact struct {
	FQDN      string        `json:"fqdn"`
	Addresses []AddressFact `json:"addresses"`
}

// A ZoneFact is a private DNS zone.
type ZoneFact struct {
	ID    Opt    `json:"id"`
	Name  string `json:"name"`
	Cites []Cite `json:"cites"`
}

// A LinkFact is a virtual network link of a zone.
type LinkFact struct {
	ZoneID           Opt    `json:"zone_id"`
	NetworkID        Opt    `json:"network_id"`
	State            Opt    `json:"state"`
	Registration     *bool  `json:"registration"`
	ResolutionPolicy Opt    `json:"resolution_policy"`
	Cites            []Cite `json:"cites"`
}

// A RecordFact is an A record set of a zone.
type RecordFact struct {
	ZoneID    Opt           `json:"zone_id"`
	Name      string        `json:"name"`
	Type      string        `json:"type"`
	TTL       OptInt        `json:"ttl"`
	Addresses []AddressFact `json:"addresses"`
	Cites     []Cite        `json:"cites"`
}

// A NetworkFact is a virtual network.
type NetworkFact struct {
	ID         Opt           `json:"id"`
	Prefixes   []string      `json:"prefixes"`
	DNSServers []AddressFact `json:"dns_servers"`
	Peerings   []PeeringFact `json:"peerings"`
	Cites      []Cite        `json:"cites"`
}

// A PeeringFact is one side of a peering.
type PeeringFact struct {
	NetworkID Opt `json:"network_id"`
	State     Opt `json:"state"`
}
