package parse

import "strings"

// follow begins a redirect's part of a transfer.
func (x *exchange) follow(url string, cite Cite) {
	if x.follows = true; len(x.hops) < maxTried {
		url = strings.Clone(strings.Trim(firstField(url), "'"))
		x.hops = append(x.hops, &exchange{url: Text{Value: url, Cite: cite}, pins: x.pins, insecure: x.insecure})
	}
}

// hop returns the part of a transfer that lines are about: that of the last redirect, if one was followed.
func (x *exchange) hop() *exchange {
	if n := len(x.hops); n > 0 {
		return x.hops[n-1]
	}
	return x
}

// asHop hands out what was told of a redirect. An address of a proxy is none of the server's.
func (x *exchange) asHop(proxied bool) Hop {
	h := Hop{URL: x.url, Certificate: x.cert}
	if elidedText(h.URL.Value) || isMasked(h.URL.Value) {
		h.URL.Value = ""
	}
	if !proxied && !x.proxy.Known() {
		h.Connected = x.connected
	}
	if h.Certificate.empty() {
		h.Certificate = nil
	}
	return h
}
