package parse

import (
	"strings"
	"testing"
)

// windowsPrivate is a whole answer as Windows prints it.
const windowsPrivate = `Server:  UnKnown
Address:  168.63.129.16

Non-authoritative answer:
Name:    fabrikam.privatelink.vaultcore.azure.net
Address:  10.1.2.3
Aliases:  fabrikam.vault.azure.net

`

// privateLookup wants the lookup of windowsPrivate, with the lines of the server's address, the name, the
// address and the alias.
func privateLookup(explicit *bool, server, name, addr, alias int) func(citer) []Fact {
	return func(c citer) []Fact {
		return []Fact{&Lookup{
			Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "168.63.129.16", ServerAt: c.at(server), Explicit: explicit, Outcome: Answer, At: c.at(addr),
			Chain:     c.names(alias, "fabrikam.vault.azure.net", name, "fabrikam.privatelink.vaultcore.azure.net"),
			Addresses: []Addr{c.addr(addr, "10.1.2.3")},
		}}
	}
}

// windowsFailure wants a lookup without addresses: line 2 names the server, line at tells the outcome.
func windowsFailure(name string, o Outcome, at int, chain bool) func(citer) []Fact {
	return func(c citer) []Fact {
		l := &Lookup{Tool: "nslookup", Query: name, Server: "10.0.0.4", ServerAt: c.at(2), Explicit: new(false), Outcome: o, At: c.at(at)}
		if chain {
			l.Chain = c.names(at, name)
		}
		return []Fact{l}
	}
}

func TestWindowsNslookupArticle(t *testing.T) {
	runDNSCases(t, "nslookup-windows", []dnsCase{
		{
			name: "public without alias", command: "nslookup fabrikam.vault.azure.net",
			in: "Non-authoritative answer:\nAddress:  52.168.109.101\nAliases:  fabrikam.vault.azure.net\n          data-prod-eus.vaultcore.azure.net\n          data-prod-eus-region.vaultcore.azure.net\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Explicit: new(false), Outcome: Answer, At: c.at(2),
					Chain:     c.names(3, "fabrikam.vault.azure.net", 4, "data-prod-eus.vaultcore.azure.net", 5, "data-prod-eus-region.vaultcore.azure.net"),
					Addresses: []Addr{c.addr(2, "52.168.109.101")},
				}}
			},
		},
		{
			name: "public with alias",
			in:   "Non-authoritative answer:\nAddress:  52.168.109.101\nAliases:  fabrikam.vault.azure.net\n          fabrikam.privatelink.vaultcore.azure.net\n          data-prod-eus.vaultcore.azure.net\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(2),
					Chain:     c.names(3, "fabrikam.vault.azure.net", 4, "fabrikam.privatelink.vaultcore.azure.net", 5, "data-prod-eus.vaultcore.azure.net"),
					Addresses: []Addr{c.addr(2, "52.168.109.101")},
				}}
			},
		},
		{
			name: "private", in: "Non-authoritative answer:\r\nAddress:  10.1.2.3\r\nAliases:  fabrikam.vault.azure.net\r\n          fabrikam.privatelink.vaultcore.azure.net\r\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Outcome: Answer, At: c.at(2),
					Chain:     c.names(3, "fabrikam.vault.azure.net", 4, "fabrikam.privatelink.vaultcore.azure.net"),
					Addresses: []Addr{c.addr(2, "10.1.2.3")},
				}}
			},
		},
	})
}

// TestWindowsNslookupLanguages reads the same answer in the words of several languages, one of them invented.
func TestWindowsNslookupLanguages(t *testing.T) {
	var cases []dnsCase
	for name, words := range map[string][4]string{
		"English":   {"Server:", "Non-authoritative answer:", "Name:", "Aliases:"},
		"German":    {"Server:", "Nicht autorisierende Antwort:", "Name:", "Aliases:"},
		"French":    {"Serveur :", "Réponse ne faisant pas autorité :", "Nom :", "Aliases:"},
		"no-break":  {"Serveur\u00a0:", "Réponse ne faisant pas autorité\u00a0:", "Nom\u00a0:", "Aliases:"},
		"Spanish":   {"Servidor:", "Respuesta no autoritativa:", "Nombre:", "Aliases:"},
		"Japanese":  {"サーバー:", "権限のない回答:", "名前:", "Aliases:"},
		"Chinese":   {"服务器:", "非权威应答:", "名称:", "Aliases:"},
		"Russian":   {"╤хЁтхЁ:", "Не заслуживающий доверия ответ:", "Имя:", "Aliases:"},
		"code page": {"Serveur\xff:", "R\x82ponse ne faisant pas autorit\x82 :", "Nom :", "Aliases:"},
		"invented":  {"Abc:", "Def ghi:", "Jkl:", "Mno:"},
	} {
		text := strings.NewReplacer("Server:", words[0], "Non-authoritative answer:", words[1], "Name:", words[2], "Aliases:", words[3]).Replace(windowsPrivate)
		cases = append(cases, dnsCase{name: name, in: text, want: privateLookup(nil, 2, 5, 6, 7)})
	}
	runDNSCases(t, "nslookup-windows", cases)
}

func TestWindowsNslookupLayout(t *testing.T) {
	const command = "nslookup fabrikam.vault.azure.net"
	stdout := strings.Replace(windowsPrivate, "Non-authoritative answer:\n", "", 1)
	runDNSCases(t, "nslookup-windows", []dnsCase{
		{name: "under its prompt", command: command, in: windowsPrivate, want: privateLookup(new(false), 2, 5, 6, 7)},
		{name: "command copied without prompt", in: command + " 168.63.129.16\n" + windowsPrivate, want: privateLookup(new(true), 3, 6, 7, 8)},
		{name: "standard error first", command: command, in: "Non-authoritative answer:\n\n" + stdout, want: privateLookup(new(false), 4, 6, 7, 8)},
		{name: "standard error apart", command: command, in: stdout, stderr: "Non-authoritative answer:\r\n", want: privateLookup(new(false), 2, 4, 5, 6)},
		{
			name: "time-outs before a good answer", command: command,
			in:   "DNS request timed out.\n    timeout was 2 seconds.\n" + strings.Replace(windowsPrivate, "Name:", "DNS request timed out.\n    timeout was 2 seconds.\nName:", 1),
			want: privateLookup(new(false), 4, 9, 10, 11),
		},
		{
			name: "comments of a person", in: strings.NewReplacer("10.1.2.3", "10.1.2.3 (private IP address)", "168.63.129.16", "168.63.129.16  <-- Azure").Replace(windowsPrivate),
			want: privateLookup(nil, 2, 5, 6, 7),
		},
		{
			name: "several addresses, indentation lost",
			in:   "Server:  dc01.contoso.com\nAddress:  10.0.0.4\n\nName:    fabrikam.vault.azure.net\nAddresses:  fd00::4\n10.1.2.3\n\t10.1.2.4\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", ServerAt: c.at(2), Outcome: Answer, At: c.at(5),
					Chain: c.names(4, "fabrikam.vault.azure.net"), Addresses: []Addr{c.addr(5, "fd00::4"), c.addr(6, "10.1.2.3"), c.addr(7, "10.1.2.4")},
				}}
			},
		},
		{
			name: "appended suffix", command: command, in: "Server:  UnKnown\nAddress:  10.0.0.4\n\nName:    fabrikam.vault.azure.net.corp.contoso.com\nAddress:  10.9.9.9\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "fabrikam.vault.azure.net", Server: "10.0.0.4", ServerAt: c.at(2), Explicit: new(false), Outcome: Answer, At: c.at(5),
					Chain: c.names(4, "fabrikam.vault.azure.net.corp.contoso.com"), Addresses: []Addr{c.addr(5, "10.9.9.9")},
				}}
			},
		},
		{
			name: "masked server", in: strings.Replace(windowsPrivate, "168.63.129.16", "xxx.xx.xxx.xx", 1),
			want: func(c citer) []Fact {
				l := privateLookup(nil, 1, 5, 6, 7)(c)[0].(*Lookup)
				l.Server = ""
				return []Fact{c.masked(2, "xxx.xx.xxx.xx"), l}
			},
		},
		{
			name: "masked answer", command: command, in: strings.Replace(windowsPrivate, "10.1.2.3", "10.x.x.3", 1),
			want: func(c citer) []Fact {
				l := privateLookup(new(false), 2, 5, 6, 7)(c)[0].(*Lookup)
				l.Addresses = nil
				return []Fact{c.masked(6, "10.x.x.3"), l}
			},
		},
	})
}

func TestWindowsNslookupFailures(t *testing.T) {
	const name, command = "fabrikam.vault.azure.net", "nslookup fabrikam.vault.azure.net"
	const server = "Server:  dc01.contoso.com\nAddress:  10.0.0.4\n\n"
	runDNSCases(t, "nslookup-windows", []dnsCase{
		{name: "no such name", command: command, in: server + "*** dc01.contoso.com can't find fabrikam.vault.azure.net: Non-existent domain\n", want: windowsFailure(name, NXDomain, 4, true)},
		{name: "German", command: command, in: server + "*** dc01.contoso.com kann fabrikam.vault.azure.net nicht finden: Non-existent domain\n", want: windowsFailure(name, NXDomain, 4, true)},
		{name: "French", command: command, in: server + "*** dc01.contoso.com ne parvient pas à trouver fabrikam.vault.azure.net\u00a0: Server failed\n", want: windowsFailure(name, ServFail, 4, true)},
		{name: "refused", command: command, in: server + "*** dc01.contoso.com can't find fabrikam.vault.azure.net: Query refused\n", want: windowsFailure(name, RefusedQ, 4, true)},
		{name: "no response", command: command, in: server + "*** dc01.contoso.com can't find fabrikam.vault.azure.net: No response from server\n", want: windowsFailure(name, Timeout, 4, true)},
		{name: "unknown end", command: command, in: server + "*** dc01.contoso.com can't find fabrikam.vault.azure.net: Format-Fehler\n", want: windowsFailure(name, Failed, 4, true)},
		{name: "no addresses", command: command, in: server + "*** No internal type for both IPv4 and IPv6 Addresses (A+AAAA) records available for fabrikam.vault.azure.net\n", want: windowsFailure(name, NoData, 4, true)},
		{name: "timed out", command: command, in: server + "DNS request timed out.\n    timeout was 2 seconds.\n*** Request to dc01.contoso.com timed-out\n", want: windowsFailure(name, Timeout, 6, false)},
		{name: "timed out in German", command: command, in: server + "DNS request timed out.\n    timeout was 2 seconds.\n*** Zeitüberschreitung bei Anforderung an dc01.contoso.com.\n", want: windowsFailure(name, Timeout, 6, false)},
		{name: "name without address", command: command, in: server + "Name:    fabrikam.vault.azure.net\n", want: windowsFailure(name, NoData, 4, true)},
		{name: "error on standard error", command: command, in: server, stderr: "*** dc01.contoso.com can't find fabrikam.vault.azure.net: Non-existent domain\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "nslookup", Query: name, Server: "10.0.0.4", ServerAt: c.at(2), Explicit: new(false), Outcome: NXDomain, At: c.err.at(1), Chain: c.err.names(1, name),
			}}
		}},
		{name: "server and nothing more", command: command, in: server, want: windowsFailure(name, Failed, 2, false)},
		{name: "server and nothing more, name unknown", in: server, want: func(c citer) []Fact { return []Fact{c.unread(2, 1)} }},
		{name: "server without reverse entry", command: command, in: "*** Can't find server name for address 10.0.0.4: Non-existent domain\n" + server + "Name:    fabrikam.vault.azure.net\nAddress:  10.1.2.3\n", want: func(c citer) []Fact {
			return []Fact{&Lookup{
				Tool: "nslookup", Query: name, Server: "10.0.0.4", ServerAt: c.at(3), Explicit: new(false), Outcome: Answer, At: c.at(6),
				Chain: c.names(5, name), Addresses: []Addr{c.addr(6, "10.1.2.3")},
			}}
		}},
	})
}

func TestWindowsNslookupSeveral(t *testing.T) {
	block := func(c citer, query, server string, serverAt, name, addr int, ip string) *Lookup {
		return &Lookup{
			Tool: "nslookup", Query: query, Server: server, ServerAt: c.at(serverAt), Outcome: Answer, At: c.at(addr),
			Chain: c.names(name, query), Addresses: []Addr{c.addr(addr, ip)},
		}
	}
	const two = "Servidor:  dc01\nAddress:  10.0.0.4\nNombre:  fabrikam.vault.azure.net\nAddress:  10.1.2.3\n\nServidor:  dc01\nAddress:  10.0.0.4\nNombre:  contoso-kv.vault.azure.net\nAddress:  10.1.2.4\n"
	runDNSCases(t, "nslookup-windows", []dnsCase{
		{name: "one after the other", in: two, want: func(c citer) []Fact {
			return []Fact{
				block(c, "fabrikam.vault.azure.net", "10.0.0.4", 2, 3, 4, "10.1.2.3"),
				block(c, "contoso-kv.vault.azure.net", "10.0.0.4", 7, 8, 9, "10.1.2.4"),
			}
		}},
		{
			name: "error before its server",
			in: "Non-authoritative answer:\n\nServer:  dc01\nAddress:  10.0.0.4\nName:    fabrikam.vault.azure.net\nAddress:  10.1.2.3\n\n" +
				"*** dc01 can't find contoso-kv.vault.azure.net: Non-existent domain\nServer:  dc01\nAddress:  10.0.0.4\n",
			want: func(c citer) []Fact {
				return []Fact{
					block(c, "fabrikam.vault.azure.net", "10.0.0.4", 4, 5, 6, "10.1.2.3"),
					&Lookup{
						Tool: "nslookup", Query: "contoso-kv.vault.azure.net", Server: "10.0.0.4", ServerAt: c.at(10), Outcome: NXDomain, At: c.at(8),
						Chain: c.names(8, "contoso-kv.vault.azure.net"),
					},
				}
			},
		},
		{
			name: "session", command: "nslookup",
			in: "Servidor predeterminado:  dc01\nAddress:  10.0.0.4\n\n> server 168.63.129.16\nServidor predeterminado:  [168.63.129.16]\nAddress:  168.63.129.16\n\n" +
				"> fabrikam.vault.azure.net\nServidor:  [168.63.129.16]\nAddress:  168.63.129.16\n\nRespuesta no autoritativa:\nNombre:  fabrikam.vault.azure.net\nAddress:  10.1.2.3\n\n> exit\n",
			want: func(c citer) []Fact {
				l := block(c, "fabrikam.vault.azure.net", "168.63.129.16", 10, 13, 14, "10.1.2.3")
				l.Explicit = new(true)
				return []Fact{l}
			},
		},
		{
			name: "other type", in: "Server:  dc01\nAddress:  10.0.0.4\n\nNicht autorisierende Antwort:\ncontoso.com\tMX preference = 10, mail exchanger = mail.contoso.com\n\nmail.contoso.com\tinternet address = 10.1.2.9\n",
			want: func(c citer) []Fact {
				return []Fact{&Lookup{
					Tool: "nslookup", Query: "contoso.com", Type: "MX", Server: "10.0.0.4", ServerAt: c.at(2), Outcome: Answer, At: c.at(5), Chain: c.names(5, "contoso.com"),
				}}
			},
		},
	})
}

func FuzzWindowsNslookup(f *testing.F) {
	f.Add("", windowsPrivate)
	f.Add("nslookup fabrikam.vault.azure.net", "*** a.b can't find c.d: Server failed\nServer: x\nAddress: 10.0.0.4\n> y.z\nAddresses: 10.1.2.3\n10.1.2.4\nAliases: y.z\n")
	fuzzReader(f, nslookupWindowsReader, "nslookup-windows", "nslookup fabrikam.vault.azure.net 10.0.0.4")
}
