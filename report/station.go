package report

import "slices"

// A Station is a stop on the way of a request: from the client, by the answer to its DNS query, to the vault.
type Station int

// The stations in the order of the way. NoStation is for what is wrong with the evidence itself.
const (
	NoStation Station = iota
	AtClient
	AtResolver
	AtAlias
	AtZone
	AtEndpoint
	AtVault
)

// stationNames are the names of the stations, as a report prints them.
var stationNames = []string{"", "Client", "Resolver", "Alias chain", "DNS zone and link", "Private endpoint", "Key Vault"}

// String returns the station's name.
func (s Station) String() string { return stationNames[s] }

// A placing says where on the way the faults of a section of the catalogue show.
type placing struct {
	section string // the code's first three characters
	station Station
	but     []exception
}

// An exception names codes of a section that show elsewhere than its others.
type exception struct {
	station Station
	codes   []string
}

// placings has a row for every section of the catalogue.
var placings = []placing{
	{"KV0", NoStation, nil},
	{"KV1", AtClient, nil},
	{"KV2", AtEndpoint, []exception{{AtVault, []string{"KV211", "KV212"}}}},
	{"KV3", AtVault, nil},
	{"KV4", AtEndpoint, nil},
	// What an answer says is shown where it comes from: the zone gives the address, public DNS the alias.
	{"KV5", AtZone, []exception{
		{AtClient, []string{"KV512"}},
		{AtResolver, []string{"KV505", "KV506", "KV509", "KV510", "KV516"}},
		{AtAlias, []string{"KV501", "KV513", "KV514"}}}},
	{"KV6", AtZone, nil},
	{"KV7", AtVault, []exception{
		{AtClient, []string{"KV711", "KV714", "KV715", "KV716", "KV717"}},
		{AtResolver, []string{"KV703"}},
		{AtEndpoint, []string{"KV701", "KV702", "KV707", "KV708", "KV710", "KV712"}}}},
	// The way between client and endpoint belongs to the endpoint: peerings, filters, routes.
	{"KV8", AtEndpoint, []exception{
		{AtClient, []string{"KV802", "KV804"}},
		{AtResolver, []string{"KV801", "KV803", "KV810", "KV812", "KV813", "KV814"}}}},
}

// StationOf returns the station at which the fault that a code names is drawn; NoStation for the evidence itself and for an
// unknown code.
func StationOf(code string) Station {
	for _, p := range placings {
		if len(code) != 5 || code[:3] != p.section {
			continue
		}
		for _, x := range p.but {
			if slices.Contains(x.codes, code) {
				return x.station
			}
		}
		return p.station
	}
	return NoStation
}
