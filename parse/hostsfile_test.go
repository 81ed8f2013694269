package parse

import "testing"

func TestHostsFile(t *testing.T) {
	runDNSCases(t, "hosts", []dnsCase{
		{name: "Linux", file: "hosts/linux", want: func(c citer) []Fact {
			return []Fact{
				&HostsFile{First: c.at(1)},
				&HostsEntry{Addr: c.addr(1, "127.0.0.1"), Names: []string{"localhost"}},
				&HostsEntry{Addr: c.addr(4, "::1"), Names: []string{"ip6-localhost", "ip6-loopback"}},
				&HostsEntry{Addr: c.addr(5, "10.1.2.3"), Names: []string{"fabrikam.vault.azure.net", "fabrikam"}},
				&Masked{Text: "10.x.x.9", Cite: c.at(6)}, c.unread(7, 1),
			}
		}},
		{name: "Windows without entries", command: `type C:\Windows\System32\drivers\etc\hosts`, in: "# Copyright\r\n#\t127.0.0.1       localhost\r\n", want: func(c citer) []Fact {
			return []Fact{&HostsFile{First: c.at(1)}}
		}},
		{name: "empty", command: "cat /etc/hosts", exit: new(0), want: func(c citer) []Fact {
			return []Fact{&HostsFile{First: Cite{File: c.file}}}
		}},
	})
}

// TestHostsFileFailed does not take an error for a hosts file without entries.
func TestHostsFileFailed(t *testing.T) {
	for _, text := range []string{"", "cat: /etc/hosts: Permission denied\n"} {
		records := Read(Source{Origin: Origin{File: "hosts", Line: 1, Command: "cat /etc/hosts", Exit: new(1)}, Text: text})
		if records[0].Kind != "" {
			t.Errorf("%q was read as %q", text, records[0].Kind)
		}
	}
}

func FuzzHostsFile(f *testing.F) { fuzzReader(f, hostsFileReader, "hosts") }
