package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"
)

// A Scenario is a deployment with its fault, in the words of the article: what somebody has built, never what
// kvdoctor should say of it. Names refer to each other: NETWORK is the name of a network or a site, NETWORK/SUBNET
// one of its subnets. Everything has a default, so that a scenario says what is special about it. Where an
// address of a DNS server is asked for, the server's name does as well, and "azure" for Azure's own.
type Scenario struct {
	Vault     Vault      `yaml:"vault"`
	Others    []Vault    `yaml:"others"` // further vaults, which endpoints, records and names may be mixed up with
	Endpoints []Endpoint `yaml:"endpoints"`
	Networks  []Network  `yaml:"networks"`
	Sites     []Site     `yaml:"sites"`
	Zones     []Zone     `yaml:"zones"`
	Servers   []Server   `yaml:"servers"`
	Proxies   []Proxy    `yaml:"proxies"`
	Clients   []Client   `yaml:"clients"`
	Azure     Azure      `yaml:"azure"`
}

// A Vault is a key vault or a managed HSM with its firewall.
type Vault struct {
	Name         string   `yaml:"name"`    // default fabrikam
	Managed      bool     `yaml:"managed"` // it is a managed HSM
	Public       string   `yaml:"public_network_access"`
	Default      string   `yaml:"default_action"` // Allow or Deny; default Allow
	Bypass       string   `yaml:"bypass"`         // default AzureServices
	IPRules      []string `yaml:"ip_rules"`
	NetworkRules []string `yaml:"network_rules"` // NETWORK/SUBNET
	Deleted      bool     `yaml:"deleted"`       // soft-deleted: neither DNS nor Azure knows it but as a deleted vault
	Address      string   `yaml:"address"`       // its public front end; default 52.168.109.101
	Header       string   `yaml:"header"`        // form of x-ms-keyvault-network-info: new (default), old or none
	Cloud        string   `yaml:"cloud"`         // AzureCloud (default), AzureUSGovernment or AzureChinaCloud
}

// An Endpoint is a private endpoint with its connection, as the vault sees it.
type Endpoint struct {
	Name         string   `yaml:"name"`
	Subnet       string   `yaml:"subnet"` // NETWORK/SUBNET
	Address      string   `yaml:"address"`
	Vault        string   `yaml:"vault"`        // the target's name; default the scenario's vault
	Group        string   `yaml:"group"`        // sub-resource; default vault, or managedhsm
	State        string   `yaml:"state"`        // Approved (default), Pending, Rejected, Disconnected
	Provisioning string   `yaml:"provisioning"` // default Succeeded
	Manual       bool     `yaml:"manual"`       // requested by hand
	Unlisted     bool     `yaml:"unlisted"`     // the vault does not list the connection (deleted and made anew)
	ZoneGroup    []string `yaml:"zone_group"`   // names of zones
	Subscription string   `yaml:"subscription"` // default the first
}

// A Network is a virtual network.
type Network struct {
	Name     string    `yaml:"name"`
	Prefixes []string  `yaml:"prefixes"`
	Subnets  []Subnet  `yaml:"subnets"`
	DNS      []string  `yaml:"dns"`   // addresses of custom servers; empty: Azure's
	Peers    []Peering `yaml:"peers"` // one direction; the other network says its own
	NAT      string    `yaml:"nat"`   // the public address that its hosts have on the Internet
}

// A Subnet is a part of a network.
type Subnet struct {
	Name             string   `yaml:"name"`
	Prefix           string   `yaml:"prefix"`
	ServiceEndpoints []string `yaml:"service_endpoints"`
	Denied           []string `yaml:"denied"`      // destinations (prefixes) that its security group denies; packets are dropped
	DeniedFrom       []string `yaml:"denied_from"` // sources (prefixes) from which its security group lets nothing in
}

// A Peering leads from one network to another.
type Peering struct {
	Network string `yaml:"network"`
	State   string `yaml:"state"` // Connected (default), Initiated or Disconnected: only Connected carries packets
}

// A Site is an on-premises network. It reaches the virtual networks that are named by VPN.
type Site struct {
	Name     string   `yaml:"name"`
	Prefixes []string `yaml:"prefixes"`
	DNS      []string `yaml:"dns"` // addresses of its servers
	Reaches  []string `yaml:"reaches"`
	NAT      string   `yaml:"nat"`       // the public address that its hosts have on the Internet
	HiddenBy string   `yaml:"hidden_by"` // the private address that its hosts have in the networks it reaches; empty: their own
}

// A Zone is a private DNS zone.
type Zone struct {
	Name    string              `yaml:"name"`
	Group   string              `yaml:"group"` // resource group; default rg-dns
	Links   []Link              `yaml:"links"`
	Records map[string][]string `yaml:"records"` // relative name -> addresses, IPv4 or IPv6
	Aliases map[string]string   `yaml:"aliases"` // relative name -> CNAME target
	TTL     int                 `yaml:"ttl"`     // default 10
}

// A Link makes Azure's DNS answer from a zone in a network.
type Link struct {
	Network      string `yaml:"network"`
	State        string `yaml:"state"`  // default Completed; InProgress does not answer yet
	Policy       string `yaml:"policy"` // Default or NxDomainRedirect
	Registration bool   `yaml:"registration"`
}

// A Server is a DNS server that somebody runs in a network or a site.
type Server struct {
	Name        string                         `yaml:"name"`
	Network     string                         `yaml:"network"`
	Address     string                         `yaml:"address"`
	Forward     []string                       `yaml:"forward"`     // where everything goes; empty: to the Internet's root
	Conditional map[string][]string            `yaml:"conditional"` // zone -> where its names go
	Zones       map[string]map[string][]string `yaml:"zones"`       // zones of its own: relative name -> IPv4 addresses
	Refuses     bool                           `yaml:"refuses"`     // it answers REFUSED
	Silent      bool                           `yaml:"silent"`      // nothing listens there and packets are dropped
}

// A Proxy is an explicit HTTP proxy.
type Proxy struct {
	Name     string `yaml:"name"`
	Network  string `yaml:"network"`
	Address  string `yaml:"address"`
	Inspects bool   `yaml:"inspects"` // opens TLS and signs for the vault with a CA of its own
	Trusted  bool   `yaml:"trusted"`  // with Inspects: the clients trust that CA
	Refuses  bool   `yaml:"refuses"`  // answers 403 to CONNECT

	// Transparent: its network's router sends everything for port 443 there, and no client knows of it.
	Transparent bool `yaml:"transparent"`
}

// A Client is a machine that runs the collector.
type Client struct {
	Name        string            `yaml:"name"`
	Network     string            `yaml:"network"` // NETWORK/SUBNET, a site's name or internet
	Address     string            `yaml:"address"`
	Role        string            `yaml:"role"`        // client (default) or internet
	DNS         []string          `yaml:"dns"`         // in place of its network's
	Search      []string          `yaml:"search"`      // search suffixes; default one of Azure's in a network
	Hosts       map[string]string `yaml:"hosts"`       // further lines of its hosts file: name -> address
	Proxy       string            `yaml:"proxy"`       // name of a proxy, set by environment
	NoProxy     string            `yaml:"no_proxy"`    // value of NO_PROXY
	Environment map[string]string `yaml:"environment"` // such as Cloud Shell's or an agent's
	Dropped     []string          `yaml:"dropped"`     // destinations (prefixes) whose packets are lost
	Arguments   []string          `yaml:"arguments"`   // further arguments of the collector
}

// Azure says what the administrator's half of the collection sees.
type Azure struct {
	Skip       bool     `yaml:"skip"`       // nobody collects it
	Denied     []string `yaml:"denied"`     // resource types that answer AuthorizationFailed, such as Microsoft.Network/privateDnsZones
	LoggedOut  bool     `yaml:"logged_out"` // az has no login
	PageSize   int      `yaml:"page_size"`  // of lists; 0: everything on one page
	APIVersion string   `yaml:"api_shape"`  // old: the vault's export lacks publicNetworkAccess
}

// ReadScenario reads a scenario, fills in what it leaves out and checks it. Unknown fields are errors, with their line.
func ReadScenario(text []byte) (*Scenario, error) {
	s := &Scenario{}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(s); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	if err := s.setDefaults(); err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	if err := s.validate(); err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	return s, nil
}
