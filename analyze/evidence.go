package analyze

import (
	"net/netip"

	"kvdoctor/parse"
)

// An Input is one bundle, read.
type Input struct {
	Name     string
	Captures int // after splitting
	Records  []parse.Record
	// Vault, Host and Cloud come from the manifest; empty if it does not give them.
	Vault, Host, Cloud string
	// Vantages are those that the manifest describes.
	Vantages []VantageInfo
	// Missing holds captures that the manifest lists and the bundle does not have.
	Missing []parse.Origin
	// Problems are findings about the container itself.
	Problems []BundleProblem
	Verified *bool
}

// A VantageInfo is a machine that a manifest describes.
type VantageInfo struct{ Name, Role, System string }

// A BundleProblem is a finding about the bundle itself: KV006, KV009, KV010 or KV011.
type BundleProblem struct {
	Code    string
	Subject string
	Detail  string
	Cite    parse.Cite
}

// Options steer a diagnosis.
type Options struct {
	Version string            // of the program
	Vault   string            // name or host from --vault; empty if not given
	Roles   map[string]string // vantage name -> client or internet, from --vantage
}

// Evidence is everything known of a case: observations only, never a judgment. A list that is nil was not
// captured. Rules read it through its methods, which say what they read.
type Evidence struct {
	inputs      []Input
	options     Options
	id          identity
	vantages    []*vantage
	allLookups  []*lookup
	allRequests []*request
	vaults      []*parse.Vault
	allConns    []*parse.Connection
	vault       *parse.Vault // the diagnosed vault's export; nil if not captured
	conns       []*connection
	endpoints   []*endpoint
	interfaces  []*parse.Interface
	zones       []*zone
	networks    []*network
	deleted     []*parse.DeletedVault
	traffic     traffic // security rules and routes
	forwarding  forwarding
	listings    []*listing
	cutFiles    map[string]bool // exports that are not whole
	words       wording         // what was not understood, and may speak of what stands below it
	errors      []exportError
	partials    []*parse.Partial
	unread      []*parse.Unread
	states      []unreadState
	others      []*parse.OtherResource
	unknown     []*parse.Unrecognised
	recognised  int // captures that were understood
	index       index

	trace func(Need) // told what is read; nil outside tests
}

// An identity is the vault that is diagnosed. The zero identity is "not settled".
type identity struct {
	name string // empty if not settled
	host string
	svc  service
	from string   // how it was settled: flag, manifest, captures, exports
	all  []string // the candidates, where several stood
}

// A vantage is a machine that captures were taken on.
type vantage struct {
	name     string
	internet bool   // a control from outside; else a client
	source   string // of the role: manifest, flag, assumed
	system   string

	lookups   []*lookup
	requests  []*request
	asksOther bool // a lookup names a server that is no well-known public one

	own       []*parse.OwnAddress
	resolvers []*parse.Resolver
	search    []*parse.Search
	hosts     []*parse.HostsEntry
	hostsFile *parse.HostsFile

	variables   []*parse.Variable
	environment []string // for each capture of its environment what it was filtered by, in lower case; empty if by nothing
	proxies     []*parse.Proxy
	nameRules   []*parse.NameRule
	forwarders  []*parse.Forwarder // of a machine that is a DNS server

	network *network // nil if unknown
	reason  string   // why network is what it is, or why it is unknown
	follows bool     // in the model: it gets what its network's Azure DNS answers, whatever it was seen to get
	veiled  bool     // in the model: what it would get cannot be told
}

// A lookup is a query with what is known of its circumstances.
type lookup struct {
	*parse.Lookup
	origin  *parse.Origin
	vantage *vantage
	form    hostForm // of the name asked for
	mine    bool     // the name asked for belongs to the diagnosed vault
	suffix  string   // the search suffix that was appended to the name
	control bool     // put on purpose to a public resolver
	own     bool     // answered by the machine's own resolver
}

// A request is an HTTP request with what is known of its circumstances.
type request struct {
	*parse.Request
	origin  *parse.Origin
	vantage *vantage
	form    hostForm
	mine    bool       // it goes to the diagnosed vault, by name or by address
	byName  bool       // it lets the client resolve the vault's own name
	address netip.Addr // the address it was aimed at; invalid if by name
}

// A connection is a private endpoint connection of the diagnosed vault.
type connection struct {
	*parse.Connection
	endpoint *endpoint // nil if it names none
}

// An endpoint is a private endpoint, or what is known of one from those who name it.
type endpoint struct {
	*parse.Endpoint        // nil if the endpoint itself was not captured
	id              string // lower case
	name            string
	networkID       string // lower case; empty if unknown
	nics            []*parse.Interface
	link            *parse.ServiceLink // the link to this vault, or the first one; nil if none
	conn            *connection        // the vault's view; nil if not captured
}

// A zone is a private DNS zone with its links and records.
type zone struct {
	*parse.Zone   // nil if only its links or records were captured
	id, name      string
	links         []*parse.Link
	linksListed   *parse.Cite // the complete list of links; nil if not captured
	records       []*parse.RecordSet
	recordsListed *parse.Cite

	linkByNetwork map[string]*parse.Link      // by the network's id in lower case
	recordByName  map[string]*parse.RecordSet // by name in lower case
}

// A network is a virtual network.
type network struct {
	*parse.Network
	id, name string
}

// A listing is a captured list with its origin.
type listing struct {
	*parse.Listing
	origin *parse.Origin
}

// An exportError is an export that failed, with its origin.
type exportError struct {
	*parse.ExportError
	origin *parse.Origin
}

// A place says where a finding applies, so that effects fold only under causes that fit them. Empty fields
// fit everything.
type place struct {
	vantages []*vantage // the vantages concerned
	endpoint string     // id of the endpoint concerned
}
