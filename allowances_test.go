package main

// An allowance says why losses of some kinds make a check pass, show a new root, or better the private path or the verdict.
type allowance struct {
	kinds   string // separated by "; "; one that ends in * is the beginning of kinds
	effects string // what comes of them, with the codes: root, pass, verdict; path has none
	why     string
	rare    bool // needed only where all losses are tried
}

// allowances are the changes that are right: what is left is a capture that is whole by every sign and says otherwise, or
// what was lost stood before what is told now. Everything else that a loss betters or adds is an error of the program.
var allowances = []allowance{
	// Elements of lists: an export without the element is that of another deployment.
	{"privateEndpointConnections[]",
		"root:KV201,KV202,KV203,KV204,KV208,KV503,KV612,KV806 pass:KV202,KV203,KV204,KV205,KV207,KV210,KV401,KV403,KV404,KV503,KV508,KV710,KV717,KV806 " +
			"verdict:KV403,KV615,KV710",
		"the vault does not list that connection: it is not there", false},
	{"privateEndpoints[]; privateLinkServiceConnections[]",
		"root:KV201,KV606,KV806 pass:KV206,KV208,KV402,KV403,KV503,KV607",
		"the list of endpoints does not hold it, and what it explained stands alone", false},
	{"privateEndpoints.customDnsConfigs[]", "pass:KV401,KV402", "the entry that contradicted is not there", false},
	{"virtualNetworkLinks[]", "root:KV603 pass:KV516,KV603,KV604,KV611,KV613,KV614,KV615 verdict:KV616", "the zone does not have that link", false},
	{"A[]; A.aRecords[]", "root:KV605,KV606,KV608,KV611,KV614 pass:KV206,KV516,KV606,KV608,KV610,KV611,KV615,KV616", "the zone does not have that record, or the record not that address", false},
	{"virtualNetworks[]; virtualNetworks.addressSpace.addressPrefixes[]", "root:KV101,KV102,KV801,KV806 pass:KV807,KV810", "no network that was exported holds the machine or the server", false},
	{"virtualNetworks*; virtualNetworkLinks*; privateEndpoints[]; privateEndpoints.*; file json; end of json *; file addresses; end of addresses *; line of addresses", "root:KV607",
		"the record leads to another resource's endpoint; that the vault has none of its own for the client, KV206, is not known any more", false},
	{"file dns; end of dns *; line of dns; end of text *", "root:KV502 pass:KV513", "the captures speak of one vault now, which settles which is meant", false},
	{"privateDnsZones[]", "pass:KV516,KV605,KV611,KV612,KV616", "no such zone was exported", true},
	{"A.id", "root:KV608", "the record with the right name may be that of another zone", true},
	{"virtualNetworkPeerings[]", "root:KV806,KV807 pass:KV807", "the network does not have that peering", false},
	{".value[]; .value.nextHopType; .value.state", "pass:KV809", "another route in effect leads to the endpoint", true},
	{"line of json", "root:KV101,KV803", "a line of a table of networks is a network", true},
	{"securityRules[]; .value.effectiveSecurityRules.expanded*; .value.effectiveSecurityRules[]; networkSecurityGroups.securityRules", "root:KV808 pass:KV808", "the rule that came before is not there; a group may have no rules of its own", false},
	{"subnets[]; subnets.id; vaults.networkAcls.ipRules[]; vaults.networkAcls.ipRules.value", "pass:KV304", "the firewall has no such rule", false},
	{"deletedVaults[]; file json; end of json *", "pass:KV211", "the list of deleted vaults does not hold it", true},
	{"networkInterfaces[]; networkInterfaces.ipConfigurations; ipConfigurations*; file json; end of json *", "pass:KV503,KV606", "without its interface, the endpoint's custom DNS settings tell its address", false},
	{"ipConfigurations[]", "root:KV401,KV606", "the interface does not have that address, of several", false},

	// Fields whose absence means something.
	{"virtualNetworks.dhcpOptions*", "root:KV803 pass:KV801,KV814", "a network without custom servers is exported so: it uses Azure's", false},
	{"vaults.networkAcls", "root:KV301 pass:KV304", "a vault without network rules is exported so: all networks are let in", false},
	{"virtualNetworkLinks.resolutionPolicy", "pass:KV614", "older versions of the service do not tell it, and have no fallback", false},
	{".nextLink", "root:KV601 pass:KV602,KV612", "a list without it is whole", false},
	{"vaults.vaultUri; vaults.properties; file json; end of json *", "root:KV602 pass:KV101,KV501,KV502,KV503,KV505,KV506,KV507,KV508,KV510,KV511,KV512,KV514,KV801,KV812",
		"the URI told another cloud than the names that clients asked for, which alone tell it now", false},

	// What is told now stood behind what was lost.
	{"A.aRecords; A.aRecords.ipv4Address; A.aRecords[]; A.properties", "root:KV605,KV606 pass:KV516,KV610", "a wildcard or a second address stood before it, and has no address now", false},
	{"privateEndpoints.privateLinkServiceConnections; privateLinkServiceConnections.privateLinkServiceId; file json; end of json *", "root:KV201",
		"the vault's list is empty, and the endpoint that claimed it, KV208, is not there", false},
	{"privateEndpoints.customDnsConfigs*; networkInterfaces[]; networkInterfaces.ipConfigurations; ipConfigurations.privateIPAddress; file json; end of json *",
		"root:KV401,KV606", "the endpoint's custom DNS settings and its interface differed, KV401, and one of them is left", false},
	{"line of text; .error.message", "root:KV302,KV303", "the line says that the request came over a service endpoint, which is KV306", true},

	// Lines of answers: what is left is a whole answer with another content.
	{"header x-ms-keyvault-network-info; line of text; end of text *", "root:KV101,KV503,KV704,KV705 pass:KV708", "an answer without this header is KV704, and shows no arrival", false},
	{"header content-type", "pass:KV713", "the header is what shows a page that is not Key Vault's", false},
	{"line of *; header *; end of *; file *", "pass:KV302,KV303,KV306,KV307,KV701,KV703,KV704,KV712,KV713,KV716,KV717",
		"what is left of this answer is not read as one, and another request of the machine was captured", false},
	{"line of dns; line of text; end of dns *; end of text *", "root:KV501,KV503,KV505,KV506,KV507,KV509,KV801,KV802,KV812,KV813 pass:KV513,KV101,KV405,KV501,KV502,KV503,KV504,KV505,KV506,KV507,KV508,KV509,KV510,KV511,KV512,KV514,KV612,KV801,KV802,KV805,KV810,KV812,KV813,KV814",
		"the answer has another address (also one cut in its last number) or alias now, or none: the line is the fault", false},
	{"file dns; file text; end of text *", "pass:KV209,KV503,KV805,KV502,KV708", "another capture of the same is there and is right, or the text was the only witness against a list", false},
	{"line of resolv.conf; end of resolv.conf *; file resolv.conf", "root:KV801,KV803,KV810 pass:KV502,KV503,KV801,KV810,KV812", "the machine asks only the servers that are listed", false},
	{"end of dns *; file dns; file text; file json; end of json *; .value", "pass:KV810", "nothing else shows which server the machine asks", false},
	{"line of hosts; end of hosts *", "pass:KV802", "the hosts file does not have that line", false},
	{"line of environment; end of environment *; line of text; end of text *", "root:KV804 pass:KV102,KV804", "the environment does not have that variable", false},
	{"end of http from the line; end of http from the middle of a line", "root:KV704", "the manifest says that the command ended well: the headers are whole", false},

	// Losses of what places a machine or a request.
	{"file http; end of http *", "root:KV101,KV503", "no request shows any more that the machine arrives by the other way", false},
	{"file addresses; end of addresses *; line of addresses", "root:KV101,KV102 pass:KV812", "no address, or another one, places the machine now", true},
	{"file http; file json; line of http; end of http *; end of text *", "root:KV205,KV211,KV702", "the text that named another cause is not there (a time-out; a vault that exists again)", true},
	{".value.association*; networkInterfaces*; virtualNetworks[]; file json; end of json *; file addresses; end of addresses *; line of addresses", "root:KV808", "rules in effect of an unnamed interface are the only machine's", true},
	{"file json; end of json *; virtualNetworks*", "root:KV102,KV616,KV806 pass:KV606,KV607,KV613,KV614", "no network is known to resolve for the machine any more: every zone that is linked counts", true},
	{"file manifest; end of manifest *", "root:KV101,KV501,KV502,KV605,KV701,KV702,KV705 pass:KV513,KV008,KV304,KV405 verdict:KV006,KV515", "the manifest says which machines stand outside, and what the checksums and times are", false},
	// Where two captures contradict each other, or a text what is captured, the one that is left is a whole and good answer.
	{"line of http; header x-ms-keyvault-network-info; end of text *", "path", "the line that contradicted the rest is not there", false},
	{"line of dns", "path", "the answer with the one address that was wrong is right without it", true},
	{"file dns; end of dns *; line of dns; end of text *", "path", "the captures speak of one vault now, and that one works", true},
}
