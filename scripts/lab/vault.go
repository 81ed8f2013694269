package main

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// A vaultConfig is what one process of the vaults' service knows: the front ends of all vaults, or one endpoint.
type vaultConfig struct {
	Addresses []string
	Endpoint  string      // id of the private endpoint; empty: the public front end
	Target    string      // host name of the endpoint's vault
	Vaults    []vaultInfo // all of them: a request for one that is not here is the wrong connection's
	Subnets   []subnetInfo
}

// A vaultInfo is a vault as its service sees it.
type vaultInfo struct {
	Name, Host, Header, Public, Default, Bypass string
	Managed                                     bool
	Rules                                       []string // addresses and prefixes, and ids of subnets, that are let in
}

// A subnetInfo is a subnet with a service endpoint.
type subnetInfo struct{ Prefix, ID string }

// vaultProgram returns the service of the vaults at their public front ends, or at a private endpoint.
func vaultProgram(s *Scenario, e *Endpoint) program {
	c := vaultConfig{Addresses: s.frontEnds()}
	if e != nil {
		c.Addresses, c.Endpoint, c.Target = []string{e.Address}, newEstate(s).endpointID(e), s.vault(e.Vault).host()
	}
	for _, v := range s.vaults() {
		info := vaultInfo{Name: v.Name, Host: v.host(), Header: v.Header, Public: v.Public, Default: v.Default, Bypass: v.Bypass,
			Managed: v.Managed, Rules: slices.Clone(v.IPRules)}
		for _, ref := range v.NetworkRules {
			info.Rules = append(info.Rules, newEstate(s).networkID(ref))
		}
		if !v.Deleted {
			c.Vaults = append(c.Vaults, info)
		}
	}
	for _, n := range s.Networks {
		for i := range n.Subnets {
			if n.Subnets[i].serves("Microsoft.KeyVault") {
				c.Subnets = append(c.Subnets, subnetInfo{n.Subnets[i].Prefix, newEstate(s).networkID(n.Name + "/" + n.Subnets[i].Name)})
			}
		}
	}
	return program{"serve-vault", map[string]string{"config.json": asJSON(c)}}
}

// An origin is where a request comes from, as the service sees it.
type origin struct {
	addr   string
	subnet string // id of the subnet whose service endpoint it came by
}

// origin finds out where a request comes from.
func (c *vaultConfig) origin(r *http.Request) origin {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	o := origin{addr: host}
	addr, err := netip.ParseAddr(host)
	for _, sub := range c.Subnets {
		if p, bad := netip.ParsePrefix(sub.Prefix); c.Endpoint == "" && err == nil && bad == nil && p.Contains(addr) {
			o.subnet = sub.ID
		}
	}
	return o
}

// networkInfo returns the header that says how a request arrived; the old form leaves the kind of connection out.
func (c *vaultConfig) networkInfo(v *vaultInfo, o origin) string {
	family := "InterNetwork"
	if c.Endpoint != "" || o.subnet != "" {
		family = "InterNetworkV6"
	}
	kind := "conn_type=Ipv4;"
	switch {
	case v.Header == "old":
		kind = ""
	case c.Endpoint != "":
		kind = "conn_type=PrivateLink;private_endpoint=" + c.Endpoint + ";"
	case o.subnet != "":
		kind = "conn_type=Subnet;subnet=" + o.subnet + ";"
	}
	return kind + "addr=" + o.addr + ";act_addr_fam=" + family + ";"
}

// ServeHTTP answers as the service does.
func (c *vaultConfig) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	v := c.asked(host)
	switch {
	case v == nil && c.Endpoint != "" && len(c.Vaults) > 0:
		forbidden(w, "", fmt.Sprintf("This TCP connection does not allow access to %s.", host))
	case v == nil:
		http.Error(w, "", http.StatusNotFound)
	case v.Managed:
		managed(w)
	default:
		c.answer(w, r, v)
	}
}

// asked returns the vault that a request is for: by its name, or by an address. An endpoint has only one.
func (c *vaultConfig) asked(host string) *vaultInfo {
	_, notAddress := netip.ParseAddr(strings.Trim(host, "[]"))
	for i := range c.Vaults {
		v := &c.Vaults[i]
		if (notAddress == nil || strings.EqualFold(host, v.Host)) && (c.Endpoint == "" || v.Host == c.Target) {
			return v
		}
	}
	return nil
}

// answer answers a request to a vault: /healthstatus to everybody, the firewall's judgment only to callers with a token.
func (c *vaultConfig) answer(w http.ResponseWriter, r *http.Request, v *vaultInfo) {
	if r.URL.Path == "/" {
		w.Header().Set("X-Powered-By", "ASP.NET")
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintln(w, "<!DOCTYPE html><html><head><title>403 - Forbidden</title></head><body>403 - Forbidden: Access is denied.</body></html>")
		return
	}
	o := c.origin(r)
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Pragma", "no-cache")
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Expires", "-1")
	h["x-ms-keyvault-region"] = []string{"eastus"}
	h["x-ms-request-id"] = []string{"3729ddde-eb6d-4060-af2b-aac08661d2ec"}
	h["x-ms-keyvault-service-version"] = []string{"1.9.3019.1"}
	if v.Header != "none" {
		h["x-ms-keyvault-network-info"] = []string{c.networkInfo(v, o)}
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Strict-Transport-Security", "max-age=31536000;includeSubDomains")
	h.Set("Date", labDate)
	switch {
	case r.URL.Path == "/healthstatus":
		fmt.Fprint(w, "true")
	case r.Header.Get("Authorization") == "":
		h.Set("WWW-Authenticate", `Bearer authorization="https://login.windows.net/`+armTenant()+`", resource="https://vault.azure.net"`)
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}}`)
	default:
		code, text := c.judge(v, o)
		forbidden(w, code, text)
	}
}

// judge says why a request with a token is forbidden: by the firewall, else because the lab gives nobody rights.
func (c *vaultConfig) judge(v *vaultInfo, o origin) (code, text string) {
	caller := "\r\nCaller: appid=c1a0ffee-0000-4000-8000-000000000001;oid=c1a0ffee-0000-4000-8000-000000000002;iss=https://sts.windows.net/" + armTenant() + "/"
	place := "\r\nVault: " + v.Name + ";location=eastus"
	switch {
	case c.Endpoint != "" || v.Public == "Enabled" && (v.Default == "Allow" || v.lets(o)):
		return "ForbiddenByRbac", "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time." + caller + place
	case v.Public == "Disabled" && v.Bypass == "AzureServices":
		return "ForbiddenByConnection", "Public network access is disabled and request is not from a trusted service nor via an approved private link." + caller + place
	case v.Public == "Disabled":
		return "ForbiddenByConnection", "Connection is not an approved private link and caller was ignored because bypass is not set to 'AzureServices' and PublicNetworkAccess is set to 'Disabled'." + place
	}
	address := "\r\nClient address: " + o.addr
	if o.subnet != "" {
		address += " from unknown subnet"
	}
	if v.Bypass == "None" || v.Public == "SecuredByPerimeter" {
		return "ForbiddenByFirewall", "Request was not allowed by NSP rules and the client address is not authorized and caller was ignored because bypass is set to None" + address + caller + place
	}
	return "ForbiddenByFirewall", "Client address is not authorized and caller is not a trusted service." + address + caller + place
}

// lets reports whether a rule lets an origin in.
func (v *vaultInfo) lets(o origin) bool {
	addr, err := netip.ParseAddr(o.addr)
	return slices.ContainsFunc(v.Rules, func(rule string) bool {
		p, bad := netip.ParsePrefix(rule)
		return rule == o.addr || rule == o.subnet && rule != "" || err == nil && bad == nil && p.Contains(addr)
	})
}

// forbidden answers 403 with the service's kind of body.
func forbidden(w http.ResponseWriter, code, text string) {
	inner := ""
	if code != "" {
		inner = fmt.Sprintf(`,"innererror":{"code":%q}`, code)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Date", labDate)
	w.WriteHeader(http.StatusForbidden)
	fmt.Fprintf(w, `{"error":{"code":"Forbidden","message":%q%s}}`, text, inner)
}

// managed answers as a managed HSM does to everybody without a token; it says nothing of the network.
func managed(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h["x-ms-server-latency"] = []string{"1"}
	h["x-ms-build-version"] = []string{"1.0.20260914-1-4b7c1a2d"}
	h["x-frame-options"] = []string{"SAMEORIGIN"}
	h["content-security-policy"] = []string{"default-src 'self'"}
	h.Set("Cache-Control", "no-cache")
	h.Set("Www-Authenticate", `Bearer authorization="https://login.microsoftonline.com/`+armTenant()+`", resource="https://managedhsm.azure.net"`)
	h.Set("Date", labDate)
	w.WriteHeader(http.StatusUnauthorized)
	fmt.Fprint(w, "OK")
}
