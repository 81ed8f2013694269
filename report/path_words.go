package report

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"kvdoctor/analyze"
)

// hostOf returns the host of a URL; empty if it has none.
func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// add appends texts that are not there yet.
func add(list []string, texts ...string) []string {
	for _, t := range texts {
		if t != "" && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}

// observed says what was captured of a station.
func (s *survey) observed(at Station) []string {
	switch at {
	case AtClient:
		return s.sawClient()
	case AtResolver:
		return s.sawResolver()
	case AtAlias:
		return s.sawChain()
	case AtZone:
		return s.sawZone()
	case AtEndpoint:
		return s.sawEndpoint()
	}
	return s.sawVault()
}

// sawClient tells the machine's addresses and network.
func (s *survey) sawClient() []string {
	var out []string
	for _, v := range s.d.Facts.Vantages {
		if v.Name != s.client.Vantage {
			continue
		}
		var own []string
		for _, a := range v.Addresses {
			if a.Class != analyze.ClassLoopback && a.Class != analyze.ClassLinkLocal {
				own = append(own, a.Address)
			}
		}
		out = add(out, strings.Join(own, ", "))
		if v.NetworkID != "" {
			out = add(out, "in network "+lastName(string(v.NetworkID)))
		}
	}
	return out
}

// sawResolver tells the servers that were asked, and how they answered.
func (s *survey) sawResolver() []string {
	var out []string
	for _, l := range s.lookups {
		switch server := string(l.Server); {
		case server != "":
			out = add(out, server+": "+replied(string(l.Outcome)))
		case l.Outcome != "answer":
			out = add(out, l.Tool+": "+replied(string(l.Outcome)))
		}
	}
	for _, v := range s.d.Facts.Vantages {
		if v.Name == s.client.Vantage && len(out) == 0 && len(v.Resolvers) > 0 {
			out = add(out, "set to "+plainAddresses(v.Resolvers))
		}
	}
	if out == nil && s.answered() {
		out = add(out, "answered; which server is not told")
	}
	return out
}

// replied says in words what came of a query.
func replied(outcome string) string {
	switch outcome {
	case "answer":
		return "answered"
	case "nxdomain":
		return "no such name (NXDOMAIN)"
	case "nodata":
		return "no address (NODATA)"
	case "timeout":
		return "did not answer in time"
	case "error":
		return "failed"
	}
	return strings.ToUpper(outcome)
}

// sawChain tells the names that the vault's name leads through, by the lookup that shows most of them.
func (s *survey) sawChain() []string {
	var out []string
	for _, l := range s.lookups {
		if slices.ContainsFunc(l.Chain, s.isAlias) == s.sawAlias() && len(l.Chain) > len(out) {
			out = l.Chain
		}
	}
	out = slices.DeleteFunc(slices.Clone(out), s.isHost)
	if n := len(out); n > 2 {
		out = []string{out[0], "… ends in " + out[n-1]}
	}
	if s.has("KV501") && !s.sawAlias() {
		return append([]string{"no privatelink alias"}, out...)
	}
	return out
}

// sawVault tells what became of the client's requests.
func (s *survey) sawVault() []string {
	var out []string
	for _, r := range s.requests {
		out = add(out, came(r))
	}
	return out
}

// came says what became of a request.
func came(r analyze.RequestFact) string {
	said := ""
	switch {
	case r.Status != nil:
		said = fmt.Sprintf("status %d", *r.Status)
		if r.Error != nil && r.Error.InnerCode != "" {
			said += " " + string(r.Error.InnerCode)
		}
	case r.Exit != nil && *r.Exit != 0:
		said = fmt.Sprintf("%s ended with %d, no answer", r.Tool, *r.Exit)
	case r.NetworkInfo != nil:
		said = "answered"
	default:
		said = "no answer captured"
	}
	if n := r.NetworkInfo; n != nil {
		if n.ConnType != "" {
			said += ", conn_type " + string(n.ConnType)
		}
		if n.Addr != nil {
			said += ", seen from " + n.Addr.Address + " (" + string(n.Addr.Class) + ")"
		}
	}
	return said
}
