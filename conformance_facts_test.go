package main

import (
	"slices"
	"strings"

	"kvdoctor/parse"
)

// factLines tells a fact in the words of testdata/conformance; masked says that addresses beside it were hidden.
func factLines(f parse.Fact, masked bool) []string {
	var l lines
	switch f := f.(type) {
	case *parse.Lookup:
		l.lookup(f, masked)
	case *parse.Request:
		l.request(f)
	case *parse.OwnAddress:
		l.add("own", f.Addr.Addr)
	case *parse.Resolver:
		l.add("resolver", f.Addr.Addr)
	case *parse.Search:
		for _, d := range f.Domains {
			l.add("search", d)
		}
	case *parse.HostsEntry:
		for _, n := range f.Names {
			l.add("hosts", f.Addr.Addr, n)
		}
	case *parse.Variable:
		l.add("env", f.Name, f.Value)
	case *parse.Masked:
		l.add("masked", f.Text)
	case *parse.ExportError:
		l.add("azure-error", f.Code)
	default:
		l.azure(f)
	}
	return l
}

func (l *lines) lookup(f *parse.Lookup, masked bool) {
	l.add("query", f.Query)
	l.add("type", strings.ToUpper(f.Type))
	l.add("server", f.Server)
	outcome := f.Outcome
	if outcome == parse.Answer && len(f.Addresses) == 0 && !masked {
		outcome = parse.NoData // the expectations speak of addresses alone: an answer of names is none
	}
	l.add("outcome", outcome)
	for _, n := range f.Chain {
		l.add("name", n.Name)
	}
	for _, a := range f.Addresses {
		l.add("address", a.Addr)
	}
}

// toldHeaders are the headers that the expectations list.
var toldHeaders = []string{"server", "www-authenticate", "x-ms-keyvault-service-version", "x-ms-keyvault-region", "location"}

func (l *lines) request(f *parse.Request) {
	l.add("url", f.URL)
	for _, b := range f.Blocks {
		if b.Status > 0 {
			l.add("status", b.Status)
		}
		for _, h := range b.Headers {
			if slices.Contains(toldHeaders, h.Name) {
				l.add("header", h.Name, h.Value)
			}
		}
	}
	if n := f.NetworkInfo; n != nil {
		l.add("network-info", n.Raw)
		l.add("conn_type", n.ConnType)
		l.add("addr", n.AddrText)
		l.add("act_addr_fam", n.AddrFamily)
		l.add("private_endpoint", n.PrivateEndpoint)
		l.add("subnet", n.Subnet)
	}
	if e := f.Error; e != nil {
		l.add("error-code", e.Code)
		l.add("inner-code", e.Inner)
		l.add("client-address", e.Client.Addr)
	}
	l.connection(f)
}

// connection tells what is known of the way to the server.
func (l *lines) connection(f *parse.Request) {
	l.add("connected", f.Connected.Addr)
	l.add("connected", f.ProxyAddr.Addr)
	l.add("proxy", f.Proxy.Value)
	l.certificate(f.Certificate)
	for _, h := range f.Hops {
		l.add("url", h.URL.Value)
		l.add("connected", h.Connected.Addr)
		l.certificate(h.Certificate)
	}
	if e := f.Failure; e != nil {
		class := e.Class
		switch class { // the expectations know one class for both
		case parse.FailCertificate:
			class = parse.FailTLS
		case parse.FailProxyName:
			class = parse.FailProxy
		}
		l.add("failure", class)
		if e.Code > 0 && f.Tool == "curl" {
			l.add("exit", e.Code)
		}
	}
}

func (l *lines) certificate(c *parse.Certificate) {
	if c != nil {
		l.add("issuer", c.Issuer.Value)
		l.add("subject", c.Subject.Value)
	}
}
