package analyze

import "kvdoctor/parse"

// A rule is one check of the catalogue.
type rule struct {
	code string
	// needs is the evidence without which the check cannot pass; where one is missing the outcome is unknown.
	needs []Need
	// over lists what the check is about; nothing means that the check does not apply.
	over func(*Evidence) []subject
	// breaks says that an error of this code shows that private access does not work.
	breaks bool
	// find returns the failures, and what it could not decide or what does not apply (see Finding.open and
	// Finding.idle).
	find func(*Evidence) []Finding
}

// A subject is what a check is about.
type subject struct {
	name    string
	vantage *vantage // nil where it belongs to none
}

// rules is the table of checks in the order of their codes.
var rules = []rule{
	{"KV001", nil, overBundle, false, nothingRecognised},
	{"KV002", nil, overBundle, false, captureUnrecognised},
	{"KV003", nil, overBundle, false, linesUnread},
	{"KV004", nil, overBundle, false, exportFailed},
	{"KV005", nil, overBundle, false, exportPartial},
	{"KV006", nil, overBundle, false, checksumMismatch},
	{"KV007", nil, overBundle, false, severalVaults},
	{"KV008", nil, overBundle, false, capturesFarApart},
	{"KV009", nil, overBundle, false, manifestInvalid},
	{"KV010", nil, overBundle, false, memberRefused},
	{"KV011", nil, overBundle, false, bundleCutShort},

	{"KV101", []Need{NeedLookups, NeedOwn, NeedNetworks}, overClients, true, clientOutsideNetwork},
	{"KV102", []Need{NeedEnvironment}, overClients, true, managedClient},

	{"KV201", []Need{NeedConnections}, overVault, true, noConnection},
	{"KV202", []Need{NeedConnections}, overVault, true, connectionPending},
	{"KV203", []Need{NeedConnections}, overVault, true, connectionRejected},
	{"KV204", []Need{NeedConnections}, overVault, true, connectionDisconnected},
	{"KV205", []Need{NeedConnections}, overVault, true, connectionNotSucceeded},
	{"KV206", []Need{NeedEndpoints, NeedRecords}, overVault, true, endpointOfOtherResource},
	{"KV207", []Need{NeedConnections, NeedEndpoints}, overVault, true, endpointWrongSubresource},
	{"KV208", []Need{NeedConnections, NeedEndpoints}, overVault, true, endpointOrphaned},
	{"KV209", []Need{NeedConnections}, overVault, true, providerNotRegistered},
	{"KV210", []Need{NeedConnections}, overVault, false, connectionToCleanUp},
	{"KV211", []Need{NeedVault}, overVault, true, vaultDeleted},
	{"KV212", []Need{NeedVault}, overVault, true, vaultRegistering},

	{"KV301", []Need{NeedVault}, overVault, false, publicAccessOpen},
	{"KV302", []Need{NeedRequests}, overClients, true, blockedByFirewall},
	{"KV303", []Need{NeedRequests}, overClients, true, blockedPublicDisabled},
	{"KV304", []Need{NeedVault, NeedRequests}, overVault, false, unneededRules},
	{"KV305", []Need{NeedVault}, overVault, false, perimeter},
	{"KV306", []Need{NeedRequests}, overClients, true, subnetNotAllowed},
	{"KV307", []Need{NeedRequests}, overClients, false, identityNotNetwork},

	{"KV401", []Need{NeedConnections, NeedEndpoints, NeedInterfaces}, overVault, false, endpointAddressConflict},
	{"KV402", []Need{NeedConnections, NeedEndpoints}, overVault, false, severalCustomEntries},
	{"KV403", []Need{NeedConnections, NeedEndpoints}, overVault, false, duplicateEndpoints},
	{"KV404", []Need{NeedConnections, NeedEndpoints}, overVault, false, addressNotPrivate},
	{"KV405", []Need{NeedLookups, NeedEndpoints, NeedRecords}, overVault, false, notRFC1918},

	{"KV501", []Need{NeedLookups}, overClients, true, publicWithoutAlias},
	{"KV502", []Need{NeedLookups}, overClients, true, publicWithAlias},
	{"KV503", []Need{NeedLookups}, overClients, true, wrongPrivateAddress},
	{"KV504", []Need{NeedLookups}, overClients, true, nameNotFound},
	{"KV505", []Need{NeedLookups}, overClients, true, resolverFailed},
	{"KV506", []Need{NeedLookups}, overClients, true, reservedAddress},
	{"KV507", []Need{NeedLookups}, overClients, true, aliasWithoutAddress},
	{"KV508", []Need{NeedLookups}, overClients, false, privateWithoutAlias},
	{"KV509", []Need{NeedLookups}, overClients, true, answersDisagree},
	{"KV510", []Need{NeedLookups}, overClients, true, suffixAppended},
	{"KV511", []Need{NeedLookups}, overClients, false, severalAddresses},
	{"KV512", []Need{NeedLookups}, overClients, true, notAVaultName},
	{"KV513", []Need{NeedLookups}, overVault, true, vaultNameUnknown},
	{"KV514", []Need{NeedLookups}, overClients, false, aliasForeign},
	{"KV515", nil, overVault, false, privateOutside},
	{"KV516", []Need{NeedLookups, NeedNetworks, NeedZones, NeedLinks}, overClients, false, answerUnpredicted},

	{"KV601", []Need{NeedZones}, overVault, true, zoneMissing},
	{"KV602", []Need{NeedZones}, overVault, true, zoneMisnamed},
	{"KV603", []Need{NeedZones, NeedLinks, NeedNetworks}, overVault, true, zoneNotLinked},
	{"KV604", []Need{NeedLinks}, overVault, false, linkNotReady},
	{"KV605", []Need{NeedZones, NeedRecords}, overVault, true, recordMissing},
	{"KV606", []Need{NeedRecords, NeedEndpoints}, overVault, true, recordWrongAddress},
	{"KV607", []Need{NeedRecords, NeedEndpoints}, overVault, true, recordOfOtherEndpoint},
	{"KV608", []Need{NeedRecords}, overVault, true, recordMisnamed},
	{"KV609", []Need{NeedRecords}, overVault, false, recordTTL},
	{"KV610", []Need{NeedRecords}, overVault, false, recordSeveralAddresses},
	{"KV611", []Need{NeedZones, NeedLinks, NeedRecords}, overVault, true, zonesSplit},
	{"KV612", []Need{NeedZones}, overVault, true, parentZoneShadows},
	{"KV613", []Need{NeedLinks}, overVault, false, autoRegistration},
	{"KV614", []Need{NeedLinks, NeedRecords}, overVault, false, fallbackToInternet},
	{"KV615", []Need{NeedConnections, NeedEndpoints, NeedLinks, NeedRecords, NeedNetworks}, overVault, true, sharedZoneOverwritten},
	{"KV616", []Need{NeedZones, NeedRecords}, overVault, true, wildcardRecord},

	{"KV701", []Need{NeedRequests}, overClients, true, requestTimedOut},
	{"KV702", []Need{NeedRequests}, overClients, true, requestRefused},
	{"KV703", []Need{NeedRequests}, overClients, true, hostNotResolved},
	{"KV704", []Need{NeedRequests}, overClients, true, networkInfoMissing},
	{"KV705", []Need{NeedRequests}, overClients, true, originPublic},
	{"KV706", []Need{NeedRequests, NeedOwn}, overClients, false, originOtherPrivate},
	{"KV707", []Need{NeedRequests}, overClients, false, serviceEndpointPath},
	{"KV708", []Need{NeedRequests}, overClients, true, nameAndAddressDiffer},
	{"KV709", []Need{NeedRequests}, overClients, true, certificateRejected},
	{"KV710", []Need{NeedRequests}, overClients, false, otherEndpoint},
	{"KV711", []Need{NeedRequests}, overClients, true, privatelinkNameUsed},
	{"KV712", []Need{NeedRequests}, overClients, true, connectionOfOtherResource},
	{"KV713", []Need{NeedRequests}, overClients, true, notKeyVault},
	{"KV714", []Need{NeedRequests}, overClients, false, proxyNotResolved},
	{"KV715", []Need{NeedRequests}, overClients, false, revocationBlocked},
	{"KV716", []Need{NeedRequests}, overClients, false, rootPageAsked},
	{"KV717", []Need{NeedRequests}, overClients, false, hostHeaderWrong},

	{"KV801", []Need{NeedLookups, NeedNetworks}, overClients, true, customDNSNoForward},
	{"KV802", []Need{NeedHosts}, overClients, true, hostsOverride},
	{"KV803", []Need{NeedResolvers, NeedNetworks}, overClients, true, machineDNSOverride},
	{"KV804", []Need{NeedEnvironment}, overClients, true, explicitProxy},
	{"KV805", []Need{NeedRequests}, overClients, true, tlsInspection},
	{"KV806", []Need{NeedNetworks, NeedEndpoints}, overClients, true, networksNotPeered},
	{"KV807", []Need{NeedNetworks, NeedEndpoints}, overClients, true, peeringNotConnected},
	{"KV808", []Need{NeedEndpoints, NeedSecurity}, overClients, true, securityGroupDenies},
	{"KV809", []Need{NeedEndpoints, NeedRoutes}, overClients, false, routeOverrides},
	{"KV810", []Need{NeedResolvers}, overClients, true, azureDNSFromOutside},
	{"KV812", []Need{NeedLookups, NeedResolvers}, overClients, true, resolversMixed},
	{"KV813", []Need{NeedLookups}, overClients, false, staleAnswer},
	{"KV814", []Need{NeedNetworks}, overClients, false, customDNSServers},
}

// breaking reports whether an error of a code shows that private access does not work.
func breaking(code string) bool {
	for _, r := range rules {
		if r.code == code {
			return r.breaks
		}
	}
	return false
}

// overBundle is the scope of checks of the evidence itself.
func overBundle(e *Evidence) []subject { return []subject{{name: e.name()}} }

// overVault is the scope of checks of the deployment.
func overVault(e *Evidence) []subject { return []subject{{name: e.id.name}} }

// overClients is the scope of checks of each client vantage; where there is none, they are about the host.
func overClients(e *Evidence) []subject {
	var out []subject
	for _, v := range e.clients() {
		out = append(out, subject{name: v.name, vantage: v})
	}
	if out == nil {
		out = []subject{{name: e.id.host}}
	}
	return out
}

// fail makes a finding; the runner adds what the catalogue says.
func fail(name string, v *vantage, detail string, cites ...parse.Cite) Finding {
	f := Finding{Subject: name, Detail: detail, Cites: citesOf(cites...), values: map[string]string{}}
	if v != nil {
		f.Vantage = Opt(v.name)
		f.values["vantage"] = v.name
		f.place.vantages = []*vantage{v}
	}
	return f
}

// open makes a result that says: not decided, for want of this.
func open(name string, v *vantage, needs ...Need) Finding {
	f := fail(name, v, "")
	f.open = append([]Need{}, needs...)
	return f
}

// ask adds evidence that would decide an open result and is no Need of its own.
func (f Finding) ask(what, command string) Finding {
	f.asks = append(f.asks, Missing{What: what, Command: command})
	return f
}

// idle makes a result that says: does not apply.
func idle(name string, v *vantage) Finding {
	f := fail(name, v, "")
	f.idle = true
	return f
}

// of says which resource the subject is, so that two of one name can be told apart.
func (f Finding) of(id string) Finding {
	f.id = id
	return f
}

// with sets a value for the fix's placeholders.
func (f Finding) with(pairs ...string) Finding {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			f.values[pairs[i]] = pairs[i+1]
		}
	}
	return f
}

// on says which vantages a finding concerns, for folding.
func (f Finding) on(vs ...*vantage) Finding {
	f.place.vantages = vs
	return f
}
