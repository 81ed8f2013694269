package analyze

import "net/netip"

// A Class says what kind of address an address is, whatever the case at hand.
type Class string

// The classes of addresses.
const (
	ClassPrivate     Class = "private"
	ClassUniqueLocal Class = "unique-local"
	ClassPublic      Class = "public"
	ClassShared      Class = "shared"
	ClassDoc         Class = "documentation"
	ClassBenchmark   Class = "benchmarking"
	ClassReserved    Class = "reserved"
	ClassLoopback    Class = "loopback"
	ClassLinkLocal   Class = "link-local"
	ClassMulticast   Class = "multicast"
	ClassBroadcast   Class = "broadcast"
	ClassUnspecified Class = "unspecified"
	ClassAzureDNS    Class = "azure-dns"
)

// classes is asked in order; the first prefix that holds the address decides. The article's private range
// "172.16.x.x to 172.32.x.x" is wrong: RFC 1918 ends at 172.31.255.255. Sources: the IANA special-purpose
// address registries (RFC 6890 and its updates).
var classes = []struct {
	prefix netip.Prefix
	class  Class
	source string
}{
	{netip.MustParsePrefix("168.63.129.16/32"), ClassAzureDNS, "Azure's internal DNS address (article, section 4)"},
	{netip.MustParsePrefix("10.0.0.0/8"), ClassPrivate, "RFC 1918"},
	{netip.MustParsePrefix("172.16.0.0/12"), ClassPrivate, "RFC 1918"},
	{netip.MustParsePrefix("192.168.0.0/16"), ClassPrivate, "RFC 1918"},
	{netip.MustParsePrefix("100.64.0.0/10"), ClassShared, "RFC 6598"},
	{netip.MustParsePrefix("127.0.0.0/8"), ClassLoopback, "RFC 1122"},
	{netip.MustParsePrefix("169.254.0.0/16"), ClassLinkLocal, "RFC 3927"},
	{netip.MustParsePrefix("224.0.0.0/4"), ClassMulticast, "RFC 5771"},
	{netip.MustParsePrefix("255.255.255.255/32"), ClassBroadcast, "RFC 919"},
	{netip.MustParsePrefix("0.0.0.0/32"), ClassUnspecified, "RFC 1122"},
	{netip.MustParsePrefix("0.0.0.0/8"), ClassReserved, "RFC 791"},
	{netip.MustParsePrefix("192.0.2.0/24"), ClassDoc, "RFC 5737"},
	{netip.MustParsePrefix("198.51.100.0/24"), ClassDoc, "RFC 5737"},
	{netip.MustParsePrefix("203.0.113.0/24"), ClassDoc, "RFC 5737"},
	{netip.MustParsePrefix("198.18.0.0/15"), ClassBenchmark, "RFC 2544"},
	{netip.MustParsePrefix("192.0.0.0/24"), ClassReserved, "RFC 6890"},
	{netip.MustParsePrefix("240.0.0.0/4"), ClassReserved, "RFC 1112"},
	{netip.MustParsePrefix("::1/128"), ClassLoopback, "RFC 4291"},
	{netip.MustParsePrefix("::/128"), ClassUnspecified, "RFC 4291"},
	{netip.MustParsePrefix("fc00::/7"), ClassUniqueLocal, "RFC 4193"},
	{netip.MustParsePrefix("fe80::/10"), ClassLinkLocal, "RFC 4291"},
	{netip.MustParsePrefix("ff00::/8"), ClassMulticast, "RFC 4291"},
	{netip.MustParsePrefix("2001:db8::/32"), ClassDoc, "RFC 3849"},
	{netip.MustParsePrefix("3fff::/20"), ClassDoc, "RFC 9637"},
	{netip.MustParsePrefix("2001:2::/48"), ClassBenchmark, "RFC 5180"},
	{netip.MustParsePrefix("64:ff9b::/96"), ClassReserved, "RFC 6052, an IPv4 address embedded by a DNS64 server"},
	{netip.MustParsePrefix("2000::/3"), ClassPublic, "RFC 4291, global unicast"},
	{netip.MustParsePrefix("::/0"), ClassReserved, "RFC 4291, not assigned"},
}

// not1918 is what the article takes for private beyond RFC 1918.
var not1918 = netip.MustParsePrefix("172.32.0.0/16")

// Classify returns the class of an address and the source that says so. An IPv4-mapped IPv6 address is
// unmapped first. The zero Addr is unspecified.
func Classify(a netip.Addr) (Class, string) {
	a = a.Unmap().WithZone("")
	for _, c := range classes {
		if c.prefix.Contains(a) {
			return c.class, c.source
		}
	}
	if !a.IsValid() {
		return ClassUnspecified, "no address"
	}
	if not1918.Contains(a) {
		return ClassPublic, "no special-purpose range holds it (RFC 1918 ends at 172.31.255.255, not 172.32 as the article says)"
	}
	return ClassPublic, "no special-purpose range holds it"
}

// A reach is what an address means for the checks.
type reach int

// The meanings of an address for the checks.
const (
	reachUnclear  reach = iota // shared address space: neither private nor public
	reachPrivate               // by class, or inside an exported network, or an endpoint's
	reachPublic                // documentation, benchmarking and reserved ranges included
	reachReserved              // can be no vault's address: loopback, link-local, multicast ...
)

// classReach says what a class means where no exported network knows better.
var classReach = map[Class]reach{
	ClassPrivate: reachPrivate, ClassUniqueLocal: reachPrivate,
	ClassPublic: reachPublic, ClassDoc: reachPublic, ClassBenchmark: reachPublic, ClassReserved: reachPublic,
	ClassShared:   reachUnclear,
	ClassLoopback: reachReserved, ClassLinkLocal: reachReserved, ClassMulticast: reachReserved,
	ClassBroadcast: reachReserved, ClassUnspecified: reachReserved, ClassAzureDNS: reachReserved,
}
