package parse

import (
	"net/netip"
	"strings"
	"testing"
	"unicode"
)

// own makes the fact of an address of the machine.
func own(a Addr, name string, bits int) Fact {
	return &OwnAddress{Interface: name, Bits: bits, Addr: a}
}

func TestIfconfig(t *testing.T) {
	runDNSCases(t, "ifconfig", []dnsCase{
		{name: "Linux", in: "eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n        inet 10.1.0.4  netmask 255.255.255.0  broadcast 10.1.0.255\n        inet6 fe80::1  prefixlen 64  scopeid 0x20<link>\n        ether 00:0d:3a:00:00:01  txqueuelen 1000  (Ethernet)\n        RX packets 1  bytes 2 (2.0 B)\n\nlo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n        inet 127.0.0.1  netmask 255.0.0.0\n",
			want: func(c citer) []Fact {
				return []Fact{own(c.addr(2, "10.1.0.4"), "eth0", 24), own(c.addr(3, "fe80::1"), "eth0", 64), own(c.addr(8, "127.0.0.1"), "lo", 8)}
			}},
		{name: "old Linux, busybox", in: "eth0      Link encap:Ethernet  HWaddr 00:0D:3A:00:00:01  \n          inet addr:10.1.0.4  Bcast:10.1.0.255  Mask:255.255.254.0\n          inet6 addr: fd00::2/64 Scope:Global\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n          RX packets:1 errors:0 dropped:0 overruns:0 frame:0\n\ntun0      Link encap:UNSPEC  HWaddr 00-00\n          inet addr:10.8.0.6  P-t-P:10.8.0.5  Mask:255.255.255.255\n",
			want: func(c citer) []Fact {
				return []Fact{own(c.addr(2, "10.1.0.4"), "eth0", 23), own(c.addr(3, "fd00::2"), "eth0", 64), own(c.addr(8, "10.8.0.6"), "tun0", 32)}
			}},
		{name: "macOS", in: "en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\toptions=6463<RXCSUM,TXCSUM>\n\tether 00:0d:3a:00:00:01\n\tinet6 fe80::1%en0 prefixlen 64 secured scopeid 0x6\n\tinet 192.168.1.20 netmask 0xffffff00 broadcast 192.168.1.255\n\tnd6 options=201<PERFORMNUD,DAD>\n\tmedia: autoselect\n\tstatus: active\nutun3: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> mtu 1380\n\tinet 10.8.0.6 --> 10.8.0.5 netmask 0xffffffff\ngif0: flags=8010<POINTOPOINT,MULTICAST> mtu 1280\n\ttunnel inet 203.0.113.1 --> 203.0.113.2\n",
			want: func(c citer) []Fact {
				return []Fact{own(c.addr(4, "fe80::1"), "en0", 64), own(c.addr(5, "192.168.1.20"), "en0", 24), own(c.addr(10, "10.8.0.6"), "utun3", 32)}
			}},
		{name: "masked", in: "eth0: flags=4163<UP>  mtu 1500\n        inet 10.x.x.4  netmask 255.255.255.0\n", want: func(c citer) []Fact {
			return []Fact{&Masked{Text: "10.x.x.4", Cite: c.at(2)}}
		}},
	})
}

const ipconfigAll = `
Windows IP Configuration

   Host Name . . . . . . . . . . . . : vm-app01
   Primary Dns Suffix  . . . . . . . : corp.contoso.com
   Node Type . . . . . . . . . . . . : Hybrid
   DNS Suffix Search List. . . . . . : corp.contoso.com
                                       contoso.com

Ethernet adapter Ethernet 2:

   Connection-specific DNS Suffix  . : a1.internal.cloudapp.net
   Description . . . . . . . . . . . : Microsoft Hyper-V Network Adapter
   Physical Address. . . . . . . . . : 00-0D-3A-00-00-01
   Link-local IPv6 Address . . . . . : fe80::1%5(Preferred)
   IPv4 Address. . . . . . . . . . . : 10.1.0.4(Preferred)
   Subnet Mask . . . . . . . . . . . : 255.255.255.0
   Lease Obtained. . . . . . . . . . : Sunday, 22 November 2026 18:51:47
   Default Gateway . . . . . . . . . : fe80::9%5
                                       10.1.0.1
   DHCP Server . . . . . . . . . . . : 168.63.129.16
   DHCPv6 IAID . . . . . . . . . . . : 100666682
   DNS Servers . . . . . . . . . . . : fd00::53
                                       10.1.0.5
                                       168.63.129.16
   NetBIOS over Tcpip. . . . . . . . : Enabled

Tunnel adapter Teredo:

   Media State . . . . . . . . . . . : Media disconnected
   Connection-specific DNS Suffix  . :
`

func TestIPConfig(t *testing.T) {
	runDNSCases(t, "ipconfig", []dnsCase{
		{name: "all", in: ipconfigAll, want: func(c citer) []Fact {
			return []Fact{
				&Search{Domains: []string{"corp.contoso.com"}, Cite: c.at(5)}, &Search{Domains: []string{"corp.contoso.com", "contoso.com"}, Cite: c.at(7)},
				&Search{Domains: []string{"a1.internal.cloudapp.net"}, Cite: c.at(12)}, own(c.addr(15, "fe80::1"), "Ethernet 2", -1), own(c.addr(16, "10.1.0.4"), "Ethernet 2", 24),
				&Resolver{Addr: c.addr(23, "fd00::53")}, &Resolver{Addr: c.addr(24, "10.1.0.5")}, &Resolver{Addr: c.addr(25, "168.63.129.16")},
			}
		}},
		{name: "German", in: "Windows-IP-Konfiguration\r\n\r\nEthernet-Adapter Ethernet:\r\n\r\n   Verbindungsspezifisches DNS-Suffix: corp.contoso.com\r\n   IPv4-Adresse  . . . . . . . . . . : 10.1.0.4(Bevorzugt)\r\n   Subnetzmaske  . . . . . . . . . . : 255.255.255.0\r\n   Standardgateway . . . . . . . . . : 10.1.0.1\r\n   DNS-Server  . . . . . . . . . . . : 10.1.0.5\r\n", want: func(c citer) []Fact {
			return []Fact{&Search{Domains: []string{"corp.contoso.com"}, Cite: c.at(5)}, own(c.addr(6, "10.1.0.4"), "Ethernet", 24), &Resolver{Addr: c.addr(9, "10.1.0.5")}}
		}},
		{name: "French, damaged", in: "Configuration IP de Windows\n\nCarte Ethernet Ethernet :\n\n   Suffixe DNS propre \ufffd la connexion. . . : contoso.com\n   Adresse IPv6 de liaison locale. . . . .: fe80::1%5(pr\ufffdf\ufffdr\ufffd)\n   Adresse IPv4. . . . . . . . . . . . . .: 10.1.0.4(pr\ufffdf\ufffdr\ufffd)\n   Masque de sous-r\ufffdseau. . . . . . . . . : 255.255.0.0\n   Passerelle par d\ufffdfaut. . . . . . . . . : 10.1.0.1\n   Serveur DHCP . . . . . . . . . . . . . : 10.1.0.2\n   Serveurs DNS. . .  . . . . . . . . . . : 10.1.0.5\n                                       10.1.0.6\n", want: func(c citer) []Fact {
			return []Fact{&Search{Domains: []string{"contoso.com"}, Cite: c.at(5)}, own(c.addr(6, "fe80::1"), "Carte Ethernet Ethernet", -1), own(c.addr(7, "10.1.0.4"), "Carte Ethernet Ethernet", 16),
				&Resolver{Addr: c.addr(11, "10.1.0.5")}, &Resolver{Addr: c.addr(12, "10.1.0.6")}}
		}},
		{name: "Japanese", in: "Windows IP 構成\n\nイーサネット アダプター イーサネット:\n\n   IPv4 アドレス . . . . . . . . . . . .: 10.1.0.4(優先)\n   サブネット マスク . . . . . . . . . .: 255.255.255.0\n   デフォルト ゲートウェイ . . . . . . .: 10.1.0.1\n   DNS サーバー. . . . . . . . . . . . .: 10.1.0.5\n", want: func(c citer) []Fact {
			return []Fact{own(c.addr(5, "10.1.0.4"), "イーサネット アダプター イーサネット", 24), &Resolver{Addr: c.addr(8, "10.1.0.5")}}
		}},
		{name: "old Windows", in: "Windows-IP-Konfiguration\n\n        IP-Adresse. . . . . . . . . . . . : 10.1.0.4\n        Subnetzmaske. . . . . . . . . . . : 255.255.255.0\n        Standardgateway . . . . . . . . . : 10.1.0.1\n", want: func(c citer) []Fact {
			return []Fact{own(c.addr(3, "10.1.0.4"), "", 24)}
		}},
		{name: "masked", in: "   IPv4 Address. . . . . . . . . . . : 10.x.x.4(Preferred)\n   Subnet Mask . . . . . . . . . . . : 255.255.255.0\n   DNS Servers . . . . . . . . . . . : 10.x.x.5\n", want: func(c citer) []Fact {
			return []Fact{&Masked{Text: "10.x.x.4", Cite: c.at(1)}, &Masked{Text: "10.x.x.5", Cite: c.at(3)}}
		}},
		{name: "nothing connected", in: "Windows IP Configuration\n\nEthernet adapter Ethernet:\n\n   Media State . . . . . . . . . . . : Media disconnected\n", want: func(c citer) []Fact {
			return []Fact{&Recognised{First: c.at(1)}}
		}},
	})
}

func TestNetAddress(t *testing.T) {
	runDNSCases(t, "get-netipaddress", []dnsCase{
		{name: "list", in: "\nIPAddress         : 10.1.0.4\nInterfaceIndex    : 5\nInterfaceAlias    : Ethernet\nAddressFamily     : IPv4\nPrefixLength      : 24\nPrefixOrigin      : Dhcp\n\nIPAddress         : fe80::1%5\nInterfaceIndex    : 5\nInterfaceAlias    : Ethernet\nPrefixLength      : 64\n", want: func(c citer) []Fact {
			return []Fact{own(c.addr(2, "10.1.0.4"), "Ethernet", 24), own(c.addr(9, "fe80::1"), "Ethernet", 64)}
		}},
		{name: "table", in: "\nifIndex IPAddress                                       PrefixLength PrefixOrigin SuffixOrigin AddressState PolicyStore\n------- ---------                                       ------------ ------------ ------------ ------------ -----------\n5       10.1.0.4                                                  24 Dhcp         Dhcp         Preferred    ActiveStore\n1       127.0.0.1                                                  8 WellKnown    WellKnown    Preferred    ActiveStore\n", want: func(c citer) []Fact {
			return []Fact{own(c.addr(4, "10.1.0.4"), "", 24), own(c.addr(5, "127.0.0.1"), "", 8)}
		}},
		{name: "configuration", in: "\nInterfaceAlias       : Ethernet\nInterfaceIndex       : 5\nInterfaceDescription : Microsoft Hyper-V Network Adapter\nNetProfile.Name      : corp.contoso.com\nIPv4Address          : 10.1.0.4\nIPv4DefaultGateway   : 10.1.0.1\nDNSServer            : 10.1.0.5\n                       10.1.0.6\n", want: func(c citer) []Fact {
			return []Fact{own(c.addr(6, "10.1.0.4"), "Ethernet", -1), &Resolver{Addr: c.addr(8, "10.1.0.5")}, &Resolver{Addr: c.addr(9, "10.1.0.6")}, c.unread(5, 1)}
		}},
	})
}

func TestDNSClient(t *testing.T) {
	runDNSCases(t, "get-dnsclientserveraddress", []dnsCase{
		{name: "table", in: "\nInterfaceAlias               Interface Address ServerAddresses\n                             Index     Family\n--------------               --------- ------- ---------------\nEthernet                             5 IPv4    {10.1.0.5, 168.63.129.16}\nEthernet                             5 IPv6    {}\n", want: func(c citer) []Fact {
			return []Fact{&Resolver{Addr: c.addr(5, "10.1.0.5")}, &Resolver{Addr: c.addr(5, "168.63.129.16")}}
		}},
		{name: "own columns", in: "InterfaceAlias               ServerAddresses\n--------------               ---------------\nEthernet                     {10.1.0.5}\n", want: func(c citer) []Fact {
			return []Fact{&Resolver{Addr: c.addr(3, "10.1.0.5")}}
		}},
		{name: "list", in: "InterfaceAlias  : Ethernet\nInterfaceIndex2 : 5\nAddressFamily   : IPv4\nServerAddresses : {10.1.0.5, 10.x.x.6}\n", want: func(c citer) []Fact {
			return []Fact{&Resolver{Addr: c.addr(4, "10.1.0.5")}, &Masked{Text: "10.x.x.6", Cite: c.at(4)}}
		}},
		{name: "bare", command: "(Get-DnsClientServerAddress -AddressFamily IPv4).ServerAddresses", in: "10.1.0.5\n168.63.129.16\n", want: func(c citer) []Fact {
			return []Fact{&Resolver{Addr: c.addr(1, "10.1.0.5")}, &Resolver{Addr: c.addr(2, "168.63.129.16")}}
		}},
	})
}

func TestNRPT(t *testing.T) {
	runDNSCases(t, "nrpt", []dnsCase{
		{name: "policy", in: "\nNamespace                        : .vault.azure.net\nQueryPolicy                      : \nDirectAccessDnsServers           : \nDirectAccessProxyType            : NoProxy\nNameServers                      : {10.1.0.5, 10.1.0.6}\nDnsSecValidationRequired         : False\n\nNamespace                        : gw.contoso.com\nQueryPolicy                      : \nNameServers                      : \n", want: func(c citer) []Fact {
			return []Fact{&NameRule{Namespace: ".vault.azure.net", Servers: []Addr{c.addr(6, "10.1.0.5"), c.addr(6, "10.1.0.6")}, Cite: c.at(2)}, &NameRule{Namespace: "gw.contoso.com", Cite: c.at(9)}}
		}},
		{name: "rule", in: "Name                             : {0A1B}\nVersion                          : 2\nNamespace                        : {.vault.azure.net, .vaultcore.azure.net}\nNameServers                      : 10.1.0.5\nDisplayName                      : Vaults\n", want: func(c citer) []Fact {
			return []Fact{&NameRule{Namespace: ".vault.azure.net", Servers: []Addr{c.addr(4, "10.1.0.5")}, Cite: c.at(3)}, &NameRule{Namespace: ".vaultcore.azure.net", Servers: []Addr{c.addr(4, "10.1.0.5")}, Cite: c.at(3)}}
		}},
	})
}

func TestDNSForwarder(t *testing.T) {
	runDNSCases(t, "get-dnsserverforwarder", []dnsCase{
		{name: "several", in: "\nUseRootHint        : True\nTimeout(s)         : 3\nEnableReordering   : True\nIPAddress          : {168.63.129.16, 10.1.0.6}\nReorderedIPAddress : 168.63.129.16\n\n", want: func(c citer) []Fact {
			return []Fact{&Forwarder{Addr: c.addr(5, "168.63.129.16")}, &Forwarder{Addr: c.addr(5, "10.1.0.6")}}
		}},
		{name: "masked, and a property that is not known", in: "UseRootHint : False\nTimeout(s) : 3\nIPAddress : 10.x.x.6\nColour : red\n", want: func(c citer) []Fact {
			return []Fact{&Masked{Text: "10.x.x.6", Cite: c.at(3)}, c.unread(4, 1)}
		}},
		{name: "none", in: "UseRootHint : True\nTimeout(s) : 3\nIPAddress :\n", want: func(c citer) []Fact { return []Fact{&Recognised{First: c.at(1)}} }},
	})
}

func FuzzDNSForwarder(f *testing.F) { fuzzHost(f, dnsForwarderReader) }

func TestNetshProxy(t *testing.T) {
	runDNSCases(t, "netsh-proxy", []dnsCase{
		{name: "direct", in: "\nCurrent WinHTTP proxy settings:\n\n    Direct access (no proxy server).\n\n", want: func(c citer) []Fact { return []Fact{&Proxy{Direct: true, Cite: c.at(4)}} }},
		{name: "proxy", in: "\nCurrent WinHTTP proxy settings:\n\n    Proxy Server(s) :  proxy.contoso.com:8080\n    Bypass List     :  *.contoso.com;<local>\n", want: func(c citer) []Fact {
			return []Fact{&Proxy{Server: "proxy.contoso.com:8080", Bypass: []string{"*.contoso.com", "<local>"}, Cite: c.at(4)}}
		}},
		{name: "German", in: "Aktuelle WinHTTP-Proxyeinstellungen:\r\n\r\n    Proxyserver: http=10.1.0.8:3128;https=10.1.0.8:3128\r\n    Umgehungsliste: (kein)\r\n", want: func(c citer) []Fact {
			return []Fact{&Proxy{Server: "http=10.1.0.8:3128;https=10.1.0.8:3128", Cite: c.at(3)}}
		}},
		{name: "other form", in: "Current WinHTTP advanced proxy settings:\n\n{\n\"Proxy\": \"\"\n}\n", want: func(c citer) []Fact { return []Fact{c.unread(1, 4)} }},
		{name: "password", in: "Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  op:secret@proxy.contoso.com:8080\n    Bypass List     :  (none)\n", want: func(c citer) []Fact {
			cite := c.at(3)
			cite.Text = "Proxy Server(s)"
			return []Fact{&Proxy{Server: "proxy.contoso.com:8080", Cite: cite}}
		}},
	})
}

func TestScutil(t *testing.T) {
	runDNSCases(t, "scutil", []dnsCase{
		{name: "dns", in: "DNS configuration\n\nresolver #1\n  search domain[0] : corp.contoso.com\n  nameserver[0] : 10.1.0.5\n  if_index : 4 (en0)\n  flags    : Request A records\n\nresolver #2\n  domain   : vault.azure.net\n  nameserver[0] : 10.1.0.6\n\nresolver #3\n  domain   : local\n  options  : mdns\n\nDNS configuration (for scoped queries)\n\nresolver #1\n  nameserver[0] : 10.1.0.5\n", want: func(c citer) []Fact {
			return []Fact{&Resolver{Addr: c.addr(5, "10.1.0.5")}, &Search{Domains: []string{"corp.contoso.com"}, Cite: c.at(4)},
				&NameRule{Namespace: "vault.azure.net", Servers: []Addr{c.addr(11, "10.1.0.6")}, Cite: c.at(10)}}
		}},
	})
}

func TestEnvironment(t *testing.T) {
	variable := func(c citer, line int, name, value, quote string) Fact {
		cite := c.at(line)
		cite.Text = quote
		return &Variable{Name: name, Value: value, Cite: cite}
	}
	runDNSCases(t, "env", []dnsCase{
		{name: "env", in: "HOME=/home/op\nPATH=/bin\nHTTPS_PROXY=http://op:secret@proxy.contoso.com:8080\nTOKEN=secret\nno_proxy=.vault.azure.net,10.0.0.0/8\n", want: func(c citer) []Fact {
			return []Fact{variable(c, 3, "HTTPS_PROXY", "http://proxy.contoso.com:8080", "HTTPS_PROXY="), variable(c, 5, "no_proxy", ".vault.azure.net,10.0.0.0/8", "no_proxy=.vault.azure.net,10.0.0.0/8")}
		}},
		{name: "command, several lines", command: "printenv", in: "KEY=-----BEGIN\nsecret\n-----END\nKUBERNETES_SERVICE_HOST=10.0.0.1\n", want: func(c citer) []Fact {
			return []Fact{variable(c, 4, "KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_HOST=10.0.0.1")}
		}},
		{name: "export", in: "declare -x HOME=\"/root\"\ndeclare -x TF_BUILD=\"True\"\ndeclare -x SHELL=\"/bin/bash\"\n", want: func(c citer) []Fact {
			return []Fact{variable(c, 2, "TF_BUILD", "True", `declare -x TF_BUILD="True"`)}
		}},
		{name: "powershell", in: "\nName                           Value\n----                           -----\nACC_CLOUD                      PROD\nComputerName                   vm\nHTTPS_PROXY                    http://op:secret@proxy:8080\nPath                           C:\\x;\n                               C:\\y\n", want: func(c citer) []Fact {
			return []Fact{variable(c, 4, "ACC_CLOUD", "PROD", "ACC_CLOUD                      PROD"), variable(c, 6, "HTTPS_PROXY", "http://proxy:8080", "HTTPS_PROXY")}
		}},
		{name: "nothing kept", in: "HOME=/root\nPATH=/bin\nSECRET=x\n", want: func(c citer) []Fact {
			first := c.at(1)
			first.Text = "HOME="
			return []Fact{&Recognised{First: first}}
		}},
	})
}

func TestPing(t *testing.T) {
	const name = "fabrikam.vault.azure.net"
	const alias = "fabrikam.privatelink.vaultcore.azure.net"
	answer := func(c citer, line int, query, printed, addr string) Fact {
		return &Lookup{Tool: "ping", Query: query, Explicit: new(false), Outcome: Answer, ChainCut: true, At: c.at(line),
			Chain: []Name{{Name: printed, Cite: c.at(line)}}, Addresses: []Addr{c.addr(line, addr)}}
	}
	failed := func(c citer, line int, o Outcome) Fact {
		return &Lookup{Tool: "ping", Query: name, Explicit: new(false), Outcome: o, ChainCut: true, At: c.at(line)}
	}
	runDNSCases(t, "ping", []dnsCase{
		{name: "Windows", in: "\nPinging " + alias + " [10.1.2.3] with 32 bytes of data:\nRequest timed out.\nReply from 10.1.2.3: bytes=32 time=1ms TTL=64\n\nPing statistics for 10.1.2.3:\n    Packets: Sent = 4\n", want: func(c citer) []Fact {
			return []Fact{answer(c, 2, alias, alias, "10.1.2.3")}
		}},
		{name: "Portuguese", command: "ping " + name, in: "\nDisparando " + alias + " [10.1.2.3] com 32 bytes de dados:\nResposta de 10.1.0.4: Host de destino inacessível.\n", want: func(c citer) []Fact {
			return []Fact{answer(c, 2, name, alias, "10.1.2.3")}
		}},
		{name: "Japanese", in: name + " [10.1.2.3]に ping を送信しています 32 バイトのデータ:\n要求がタイムアウトしました。\n", want: func(c citer) []Fact { return []Fact{answer(c, 1, name, name, "10.1.2.3")} }},
		{name: "Linux", command: "ping -c 3 " + name, in: "PING " + alias + " (10.1.2.3) 56(84) bytes of data.\n\n--- " + alias + " ping statistics ---\n3 packets transmitted, 0 received\n", want: func(c citer) []Fact {
			return []Fact{answer(c, 1, name, alias, "10.1.2.3")}
		}},
		{name: "macOS", in: "PING " + name + " (10.1.2.3): 56 data bytes\nRequest timeout for icmp_seq 0\n", want: func(c citer) []Fact { return []Fact{answer(c, 1, name, name, "10.1.2.3")} }},
		{name: "address", in: "PING 10.1.2.3 (10.1.2.3) 56(84) bytes of data.\n", want: func(c citer) []Fact { return []Fact{&Recognised{First: c.at(1)}} }},
		{name: "masked", in: "PING " + name + " (10.x.x.3) 56(84) bytes of data.\n", want: func(c citer) []Fact { return []Fact{&Masked{Text: "10.x.x.3", Cite: c.at(1)}} }},
		{name: "not found", in: "Ping request could not find host " + name + ". Please check the name and try again.\n", want: func(c citer) []Fact { return []Fact{failed(c, 1, NXDomain)} }},
		{name: "not found, German", in: "Ping-Anforderung konnte Host \"" + name + "\" nicht finden. Überprüfen Sie den Namen, und versuchen Sie es erneut.\n", want: func(c citer) []Fact { return []Fact{failed(c, 1, NXDomain)} }},
		{name: "not found, Japanese", command: "ping " + name, in: "ping 要求ではホスト " + name + " が見つかりませんでした。ホスト名を確認してもう一度実行してください。\n", want: func(c citer) []Fact { return []Fact{failed(c, 1, NXDomain)} }},
		{name: "not found, Linux", in: "ping: " + name + ": Name or service not known\n", want: func(c citer) []Fact { return []Fact{failed(c, 1, NXDomain)} }},
		{name: "no server, Linux", in: "ping: " + name + ": Temporary failure in name resolution\n", want: func(c citer) []Fact { return []Fact{failed(c, 1, Failed)} }},
	})
}

func TestTracert(t *testing.T) {
	const name = "fabrikam.vault.azure.net"
	answer := func(c citer, line int) []Fact {
		return []Fact{&Lookup{Tool: "tracert", Query: name, Explicit: new(false), Outcome: Answer, ChainCut: true, At: c.at(line),
			Chain: []Name{{Name: name, Cite: c.at(line)}}, Addresses: []Addr{c.addr(line, "10.1.2.3")}}}
	}
	runDNSCases(t, "tracert", []dnsCase{
		{name: "Windows", in: "\nTracing route to " + name + " [10.1.2.3]\nover a maximum of 30 hops:\n\n  1    <1 ms    <1 ms    <1 ms  gw.contoso.com [10.1.0.1]\n", want: func(c citer) []Fact { return answer(c, 2) }},
		{name: "Linux", in: "traceroute to " + name + " (10.1.2.3), 30 hops max, 60 byte packets\n 1  * * *\n", want: func(c citer) []Fact { return answer(c, 1) }},
		{name: "Chinese", command: "tracert " + name, in: "\n通过最多 30 个跃点跟踪\n到 " + name + " [10.1.2.3] 的路由:\n\n  1    <1 毫秒  gw.contoso.com [10.1.0.1]\n", want: func(c citer) []Fact { return answer(c, 3) }},
	})
}

// TestHostProse has texts that no reader of this area may take.
func TestHostProse(t *testing.T) {
	for _, text := range []string{
		"We cannot reach the host shopping.contoso.com by ping, see [1].\nA=1\n", "Name : x\nVersion : 2\n", "The server [10.1.2.3] has 32 rooms:\n",
		"key=value\nother=thing\n", "The WinHTTP proxy is set: yes\n", "inet is short for internet\n", "Windows has no IP here.\n",
	} {
		for _, r := range Read(Source{Origin: Origin{File: "f", Line: 1}, Text: text}) {
			if r.Kind != "" {
				t.Errorf("%q was read as %q: %+v", text, r.Kind, r.Fact)
			}
		}
	}
}

// TestHostSections reads outputs of the machine that follow each other in one file.
func TestHostSections(t *testing.T) {
	text := "nameserver 10.1.0.5\nsearch contoso.com\n\n1: lo: <LOOPBACK,UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n\nPING a.contoso.com (10.1.2.3): 56 data bytes\n\n" +
		"Current WinHTTP proxy settings:\n\n    Direct access (no proxy server).\n\nDNS configuration\n\nresolver #1\n  nameserver[0] : 10.1.0.6\n" + ipconfigAll +
		"\nNamespace                        : .vault.azure.net\nQueryPolicy                      : \nNameServers                      : 10.1.0.5\n"
	var kinds []string
	src := Source{Origin: Origin{File: "f", Line: 1}, Text: text}
	for _, s := range Survey(src) {
		kinds = append(kinds, s.Kind)
		checkQuotes(t, src, s.Records)
	}
	if got, want := strings.Join(kinds, " "), "resolv.conf ip-addr ping netsh-proxy scutil ipconfig nrpt"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzIfconfig(f *testing.F)    { fuzzHost(f, ifconfigReader) }
func FuzzIPConfig(f *testing.F)    { fuzzHost(f, ipconfigReader) }
func FuzzNetAddress(f *testing.F)  { fuzzHost(f, netAddressReader) }
func FuzzDNSClient(f *testing.F)   { fuzzHost(f, dnsClientReader) }
func FuzzNRPT(f *testing.F)        { fuzzHost(f, nrptReader) }
func FuzzNetshProxy(f *testing.F)  { fuzzHost(f, netshProxyReader) }
func FuzzScutil(f *testing.F)      { fuzzHost(f, scutilReader) }
func FuzzEnvironment(f *testing.F) { fuzzHost(f, environmentReader) }
func FuzzPing(f *testing.F)        { fuzzHost(f, pingReader) }
func FuzzTracert(f *testing.F)     { fuzzHost(f, tracertReader) }

// fuzzHost fuzzes a reader with the outputs that stand in the tests.
func fuzzHost(f *testing.F, r reader) {
	f.Helper()
	for _, s := range []string{
		"eth0: flags=1<UP>  mtu 1\n\tinet 10.1.0.4 netmask 0xffffff00\n\tinet6 addr: fe80::1%e/64\n", ipconfigAll,
		"IPAddress : 10.1.0.4\nPrefixLength : 24\nServerAddresses : {10.1.0.5,\n   10.x.x.6}\n", "InterfaceAlias ServerAddresses\n--- ---\nE {10.1.0.5}\nifIndex IPAddress PrefixLength\n--- --- ---\n1 10.1.0.4 24\n",
		"Namespace : {.a, b.}\nNameServers : 10.1.0.5\n  10.1.0.6\n", "WinHTTP:\n a: b:c@d\n e: (f)\n", "DNS configuration\nresolver #1\n nameserver[0] : fe80::1%en0\n domain : a.b\n",
		"HTTPS_PROXY=http://a:b@c\nName Value\n---- -----\n", "PING a.b (10.1.2.3): 5\nPinging a.b [10.1.2.3] with 32:\nping: a.b: Unknown host\n", "traceroute to a.b (10.1.2.3), 30\n",
	} {
		f.Add("ping a.b", s)
		f.Add("", s)
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		src := Source{Origin: Origin{File: "f", Line: 7, Command: command}, Text: text}
		out := &sink{kind: r.name, origin: &src.Origin}
		r.match(&src, headLines(src.Text))
		r.read(&src, out)
		for line := range strings.Lines(text) {
			if r.opens != nil {
				r.opens(line, line)
			}
		}
		records := out.done()
		checkQuotes(t, src, records)
		checkLookups(t, records)
		for _, record := range records {
			for _, a := range hostAddrsOf(record.Fact) {
				if len([]rune(a.Cite.Text)) < maxQuote && !hostStandsIn(a.Addr, a.Cite.Text) {
					t.Fatalf("address %v does not stand in the line %q", a.Addr, a.Cite.Text)
				}
			}
		}
	})
}

// hostAddrsOf returns the addresses of a fact.
func hostAddrsOf(f Fact) []Addr {
	if n, ok := f.(*NameRule); ok {
		return n.Servers
	}
	return recordAddrs(f)
}

// hostStandsIn reports whether an address is one of the words of a line.
func hostStandsIn(addr netip.Addr, line string) bool {
	for _, w := range strings.FieldsFunc(line, func(r rune) bool {
		return r == '\u3000' || unicode.IsSpace(r) || strings.ContainsRune("{}()[],;（", r)
	}) {
		w, _, _ = strings.Cut(strings.TrimPrefix(w, "addr:"), "/")
		if a, err := netip.ParseAddr(w); err == nil && a.Unmap().WithZone("") == addr {
			return true
		}
		if _, after, ok := strings.Cut(w, ":"); ok { // a label stands before it
			if a, err := netip.ParseAddr(after); err == nil && a.Unmap().WithZone("") == addr {
				return true
			}
		}
	}
	return false
}
