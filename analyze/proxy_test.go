package analyze

import "testing"

// TestNoProxyCovers follows curl's manual page: what no_proxy keeps from the proxy.
func TestNoProxyCovers(t *testing.T) {
	const host = "fabrikam.vault.azure.net"
	for list, want := range map[string]bool{
		"":                                false,
		"*":                               true,
		" * ":                             true,
		"*,localhost":                     false, // the asterisk counts alone
		host:                              true,
		"FABRIKAM.VAULT.AZURE.NET":        true,
		host + ".":                        true,
		"vault.azure.net":                 true,
		".vault.azure.net":                true,
		"localhost, .azure.net":           true,
		"localhost .azure.net":            true,
		"*.vault.azure.net":               false, // no pattern
		"t.azure.net":                     false, // names, not texts
		"contoso.vault.azure.net":         false,
		"x." + host:                       false,
		"10.0.0.0/8,168.63.129.16":        false, // covers addresses in URLs, and no name
		"privatelink.vaultcore.azure.net": false,
		host + ":443":                     false,
		".":                               false,
		",,":                              false,
	} {
		if got := noProxyCovers(list, host); got != want {
			t.Errorf("noProxyCovers(%q) = %v, want %v", list, got, want)
		}
	}
}

func TestBypassCovers(t *testing.T) {
	for pattern, want := range map[string]bool{
		"*.vault.azure.net": true, "*.azure.net": true, "fabrikam.*": true, "*vault*": true, "*": true, "fabrikam.vault.azure.net": true,
		"https://*.vault.azure.net": true, "fab*.vault.*.net": true, "vault.azure.net": false, "<local>": false, "": false, "*.contoso.com": false,
		"fabrikam.vault.azure.net*net": false,
	} {
		if got := bypassCovers([]string{pattern}, "fabrikam.vault.azure.net"); got != want {
			t.Errorf("bypassCovers(%q) = %v, want %v", pattern, got, want)
		}
	}
}

func TestHTTPSServer(t *testing.T) {
	for setting, want := range map[string]string{
		"": "", "proxy:8080": "proxy:8080", "http=a:80;https=b:81": "b:81", "http=a:80": "", "HTTPS=b:81 http=a:80": "b:81", "ftp=a;b:1": "b:1",
	} {
		if got := httpsServer(setting); got != want {
			t.Errorf("httpsServer(%q) = %q, want %q", setting, got, want)
		}
	}
}
