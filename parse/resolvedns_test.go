package parse

import "testing"

const (
	psHostHead  = "\nName                           Type   TTL   Section    NameHost\n----                           ----   ---   -------    --------\n"
	psAddrHead  = "\nName                                           Type   TTL   Section    IPAddress\n----                                           ----   ---   -------    ---------\n"
	psAliasText = psHostHead + "fabrikam.vault.azure.net       CNAME  60    Answer     fabrikam.privatelink.vaultcore.azure.net\n"
	psListText  = "\nName       : fabrikam.privatelink.vaultcore.azure.net\nQueryType  : A\nTTL        : 10\nSection    : Answer\nIP4Address : 10.1.2.3\n\n\n"
	psSOAText   = "\nName                        Type TTL   Section    PrimaryServer               NameAdministrator           SerialNumber\n" +
		"----                        ---- ---   -------    -------------               -----------------           ------------\n" +
		"privatelink.vaultcore.azure SOA  10    Authority  azureprivatedns.net         azureprivatedns-host.micros 1\n.net                                                                          oft.com\n"
	psCommandLine = "Resolve-DnsName fabrikam.vault.azure.net"
)

// psErrorText makes an error of Windows PowerShell in German.
func psErrorText(name, id string) string {
	return "Resolve-DnsName : " + name + " : Das ging nicht\nIn Zeile:1 Zeichen:1\n+ Resolve-DnsName " + name + "\n+ ~~~~~~~~~~~~~~~~~~\n" +
		"    + CategoryInfo          : ResourceUnavailable: (" + name + ":String) [Resolve-DnsName], Win32Excepti\n   on\n" +
		"    + FullyQualifiedErrorId : " + id + ",Microsoft.DnsClient.Commands.ResolveDnsName\n \n"
}

// psAnswer wants an alias on one line and the address, if there is one, on another.
func psAnswer(l Lookup, alias int) func(citer) []Fact {
	return func(c citer) []Fact {
		l.Tool, l.Query = "resolve-dnsname", "fabrikam.vault.azure.net"
		l.Chain = c.names(alias, "fabrikam.vault.azure.net", "fabrikam.privatelink.vaultcore.azure.net")
		if l.At = c.at(alias); len(l.Addresses) > 0 {
			l.At = c.at(l.Addresses[0].Cite.Line)
			l.Addresses = []Addr{{Addr: l.Addresses[0].Addr, TTL: 10, Cite: l.At}}
		}
		return []Fact{&l}
	}
}

// psFailureAt wants a failed lookup.
func psFailureAt(name string, o Outcome, line int) func(citer) []Fact {
	return func(c citer) []Fact {
		return []Fact{&Lookup{Tool: "resolve-dnsname", Query: name, Outcome: o, At: c.at(line), Chain: c.names(line, name)}}
	}
}

func TestResolveDNSName(t *testing.T) {
	at := func(line int) []Addr { return []Addr{citer{lines: make([]string, 40)}.addr(line, "10.1.2.3")} }
	runDNSCases(t, "resolve-dnsname", []dnsCase{
		{name: "table, then list", in: psAliasText + psListText, want: psAnswer(Lookup{Outcome: Answer, Addresses: at(10)}, 4)},
		{name: "server and type of the command", command: psCommandLine + " -Type A -DnsOnly -Server 10.0.0.4,10.0.0.5", in: psAliasText + psListText,
			want: psAnswer(Lookup{Type: "A", Server: "10.0.0.4", Explicit: new(true), DNSOnly: true, Outcome: Answer, Addresses: at(10)}, 4)},
		{name: "alias without address, authority wrapped", command: psCommandLine, in: psAliasText + psSOAText, want: psAnswer(Lookup{Explicit: new(false), Outcome: NoData}, 4)},
		{name: "no IPv6 address", command: "resolve-dnsname -ty AAAA -na fabrikam.vault.azure.net", in: psAliasText + psSOAText,
			want: psAnswer(Lookup{Type: "AAAA", Explicit: new(false), Outcome: NoData}, 4)},
		{name: "name column wrapped within a label", in: "Name                       Type   TTL   Section    NameHost\n----                       ----   ---   -------    --------\n" +
			"fabrikam.vault.azure.ne    CNAME  60    Answer     contoso.example\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "resolve-dnsname", Query: "fabrikam.vault.azure.ne", Outcome: NoData, At: c.at(3), Chain: c.names(3, "fabrikam.vault.azure.ne", "contoso.example")}}
		}},
		{name: "both columns wrapped", in: "Name                   Type   TTL   Section    NameHost\n----                   ----   ---   -------    --------\n" +
			"fabrikam.vault.azure.n CNAME  60    Answer     fabrikam.privatelink.vaultcore.azur\net                                             e.net\n" + psListText,
			want: psAnswer(Lookup{Outcome: Answer, Addresses: at(10)}, 3)},
		{name: "rest begins with a dot, below the indentation of an article", in: "   Name                 Type   TTL   Section    NameHost\n   ----                 ----   ---   -------    --------\n" +
			"   fabrikam.vault.azure CNAME  60    Answer     fabrikam.privatelink.vaultcore.azure.net\n   .net\n" + psListText, want: psAnswer(Lookup{Outcome: Answer, Addresses: at(10)}, 3)},
		{name: "masked", in: psAddrHead + "fabrikam.vault.azure.net                       A      60    Answer     10.1.2.***\n", want: func(c citer) []Fact {
			return []Fact{c.masked(4, "10.1.2.***"), &Lookup{Tool: "resolve-dnsname", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(4), Chain: c.names(4, "fabrikam.vault.azure.net")}}
		}},
		{name: "every property", in: "\nAddress      : 10.1.2.3\nIPAddress    : 10.1.2.3\nQueryType    : A\nIP4Address   : 10.1.2.3\nName         : fabrikam.vault.azure.net\n" +
			"Type         : A\nCharacterSet : Unicode\nSection      : Answer\nDataLength   : 4\nTTL          : 60\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "resolve-dnsname", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(5), Chain: c.names(6, "fabrikam.vault.azure.net"),
				Addresses: []Addr{c.ttl(5, "10.1.2.3", 60)}}}
		}},
		{name: "chosen columns", in: "Name                                      Type IPAddress\n----                                      ---- ---------\n" +
			"fabrikam.privatelink.vaultcore.azure.net     A 10.1.2.3  <- private\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "resolve-dnsname", Query: "fabrikam.privatelink.vaultcore.azure.net", Outcome: Answer, At: c.at(3),
				Chain: c.names(3, "fabrikam.privatelink.vaultcore.azure.net"), Addresses: []Addr{c.addr(3, "10.1.2.3")}}}
		}},
		{name: "pointer", command: "Resolve-DnsName 10.1.2.3", in: psHostHead + "3.2.1.10.in-addr.arpa          PTR    60    Answer     fabrikam.privatelink.vaultcore.azure.net\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{Tool: "resolve-dnsname", Query: "10.1.2.3", Type: "PTR", Explicit: new(false), Outcome: Answer, At: c.at(4), Chain: c.names(4, "3.2.1.10.in-addr.arpa")}}
		}},
		{name: "other types beside an address", in: psAddrHead + "contoso.com                                    A      60    Answer     20.1.2.3\n\nName      : contoso.com\nQueryType : TXT\nSection   : Answer\nStrings   : {a}\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{Tool: "resolve-dnsname", Query: "contoso.com", Outcome: Answer, At: c.at(4), Chain: c.names(4, "contoso.com"), Addresses: []Addr{c.ttl(4, "20.1.2.3", 60)}}}
			}},
	})
}

func TestResolveDNSNameErrors(t *testing.T) {
	runDNSCases(t, "resolve-dnsname", []dnsCase{
		{name: "id of a name that does not exist", in: psErrorText("fabrikam.vault.azure.net", "DNS_ERROR_RCODE_NAME_ERROR"), want: psFailureAt("fabrikam.vault.azure.net", NXDomain, 1)},
		{name: "id of a server's failure", in: psErrorText("fabrikam.vault.azure.net", "RCODE_SERVER_FAILURE"), want: psFailureAt("fabrikam.vault.azure.net", ServFail, 1)},
		{name: "id of a refusal", in: psErrorText("fabrikam.vault.azure.net", "DNS_ERROR_RCODE_REFUSED"), want: psFailureAt("fabrikam.vault.azure.net", RefusedQ, 1)},
		{name: "id of a time-out", in: psErrorText("fabrikam.vault.azure.net", "ERROR_TIMEOUT"), want: psFailureAt("fabrikam.vault.azure.net", Timeout, 1)},
		{name: "id of no records", in: psErrorText("fabrikam.vault.azure.net", "DNS_INFO_NO_RECORDS"), want: psFailureAt("fabrikam.vault.azure.net", NoData, 1)},
		{name: "number of Windows", in: psErrorText("fabrikam.vault.azure.net", "9003"), want: psFailureAt("fabrikam.vault.azure.net", NXDomain, 1)},
		{name: "id of something else", in: psErrorText("fabrikam.vault.azure.net", "DNS_ERROR_UNSECURE_PACKET"), want: psFailureAt("fabrikam.vault.azure.net", Failed, 1)},
		{name: "message alone", in: "Resolve-DnsName: fabrikam.vault.azure.net : DNS name does not exist.\n", want: psFailureAt("fabrikam.vault.azure.net", NXDomain, 1)},
		{name: "message below, as in a script", in: "Resolve-DnsName: \nLine |\n   2 |  Resolve-DnsName $name\n     |  ~~~~~~~~~~~~~~~~\n     | fabrikam.vault.azure.net : This operation returned because the timeout period expired.\n",
			want: psFailureAt("fabrikam.vault.azure.net", Timeout, 5)},
		{name: "without the command", in: "fabrikam.vault.azure.net : DNS server failure\nAt line:1 char:1\n    + CategoryInfo          : ResourceUnavailable: (fabrikam.vault.azure.net:String) [Resolve-DnsName], Win32Exception\n",
			want: psFailureAt("fabrikam.vault.azure.net", ServFail, 1)},
	})
}

// TestResolveDNSNameRuns tells runs apart that stand in one capture without commands.
func TestResolveDNSNameRuns(t *testing.T) {
	in := psAddrHead + "a.vault.azure.net                              A      60    Answer     10.1.2.3\n" +
		psAddrHead + "b.vault.azure.net                              A      60    Answer     10.1.2.4\n\n" + psErrorText("c.vault.azure.net", "RCODE_SERVER_FAILURE") +
		psHostHead + "d.vault.azure.net              CNAME  60    Answer     d.privatelink.vaultcore.azure.net\n" + psSOAText +
		psHostHead + "kv-...-prod.vault.azure.net    CNAME  60    Answer     kv-...-prod.privatelink.vaultcore.azure.net\n\nName       : kv-...-prod.privatelink.vaultcore.azure.net\nQueryType  : A\nSection    : Answer\nIP4Address : 10.1.2.9\n"
	runDNSCases(t, "resolve-dnsname", []dnsCase{{name: "five", in: in, want: func(c citer) []Fact {
		const tool = "resolve-dnsname"
		return []Fact{
			&Lookup{Tool: tool, Query: "a.vault.azure.net", Outcome: Answer, At: c.at(4), Chain: c.names(4, "a.vault.azure.net"), Addresses: []Addr{c.ttl(4, "10.1.2.3", 60)}},
			&Lookup{Tool: tool, Query: "b.vault.azure.net", Outcome: Answer, At: c.at(8), Chain: c.names(8, "b.vault.azure.net"), Addresses: []Addr{c.ttl(8, "10.1.2.4", 60)}},
			&Lookup{Tool: tool, Query: "c.vault.azure.net", Outcome: ServFail, At: c.at(10), Chain: c.names(10, "c.vault.azure.net")},
			&Lookup{Tool: tool, Query: "d.vault.azure.net", Outcome: NoData, At: c.at(21), Chain: c.names(21, "d.vault.azure.net", "d.privatelink.vaultcore.azure.net")},
			&Lookup{Tool: tool, Outcome: Answer, At: c.at(35), ChainCut: true, Addresses: []Addr{c.addr(35, "10.1.2.9")}},
			c.unread(30, 1),
		}
	}}})
}

func TestResolveDNSNameCommand(t *testing.T) {
	for command, want := range map[string]dnsQuery{
		"Resolve-DnsName a.b":                                  {name: "a.b"},
		"$r = Resolve-DnsName -Name a.b -Type MX":              {name: "a.b", kind: "MX"},
		`Resolve-DnsName "a.b" AAAA -s 10.0.0.4 -ea Stop | ft`: {name: "a.b", kind: "AAAA", explicit: true, server: "10.0.0.4"},
		"Resolve-DnsName -Server:10.0.0.4 -NoHostsFile a.b":    {name: "a.b", explicit: true, server: "10.0.0.4"},
		"Resolve-DnsName $name -Server $server":                {explicit: true},
		"(Resolve-DnsName 10.1.2.3 -QuickTimeout)":             {name: "10.1.2.3", kind: "PTR"},
		"Resolve-DnsName a.b -Type A_AAAA":                     {name: "a.b"},
	} {
		want.tool = "resolve-dnsname"
		if got := dnsCommand(command); got.name != want.name || got.kind != want.kind || got.explicit != want.explicit || got.server != want.server || got.tool != want.tool {
			t.Errorf("dnsCommand(%q) = %+v, want %+v", command, got, want)
		}
	}
}

func FuzzResolveDNSName(f *testing.F) {
	for _, text := range []string{psAliasText + psListText, psAliasText + psSOAText, psErrorText("a.b", "DNS_ERROR_RCODE_NAME_ERROR"), "Name Type TTL\na A\nb\n"} {
		f.Add(psCommandLine, text)
	}
	fuzzReader(f, resolveDNSNameReader, "resolve-dnsname", psCommandLine)
}
