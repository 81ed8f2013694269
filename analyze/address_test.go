package analyze

import (
	"net/netip"
	"strings"
	"testing"
)

func TestClassify(t *testing.T) {
	tests := []struct {
		in   string
		want Class
	}{
		{"9.255.255.255", ClassPublic},
		{"10.0.0.0", ClassPrivate},
		{"10.255.255.255", ClassPrivate},
		{"11.0.0.0", ClassPublic},
		{"172.15.255.255", ClassPublic},
		{"172.16.0.0", ClassPrivate},
		{"172.31.255.255", ClassPrivate},
		{"172.32.0.1", ClassPublic}, // the article calls it private, RFC 1918 does not
		{"192.167.255.255", ClassPublic},
		{"192.168.0.0", ClassPrivate},
		{"192.168.255.255", ClassPrivate},
		{"192.169.0.0", ClassPublic},
		{"168.63.129.15", ClassPublic},
		{"168.63.129.16", ClassAzureDNS},
		{"168.63.129.17", ClassPublic},
		{"100.63.255.255", ClassPublic},
		{"100.64.0.0", ClassShared},
		{"100.127.255.255", ClassShared},
		{"100.128.0.0", ClassPublic},
		{"127.0.0.1", ClassLoopback},
		{"127.255.255.255", ClassLoopback},
		{"169.254.169.254", ClassLinkLocal},
		{"169.255.0.0", ClassPublic},
		{"0.0.0.0", ClassUnspecified},
		{"0.0.0.1", ClassReserved},
		{"192.0.0.8", ClassReserved},
		{"192.0.2.1", ClassDoc},
		{"198.51.100.255", ClassDoc},
		{"203.0.113.64", ClassDoc},
		{"203.0.114.0", ClassPublic},
		{"198.17.255.255", ClassPublic},
		{"198.18.0.0", ClassBenchmark},
		{"198.19.255.255", ClassBenchmark},
		{"198.20.0.0", ClassPublic},
		{"223.255.255.255", ClassPublic},
		{"224.0.0.1", ClassMulticast},
		{"239.255.255.255", ClassMulticast},
		{"240.0.0.0", ClassReserved},
		{"255.255.255.254", ClassReserved},
		{"255.255.255.255", ClassBroadcast},
		{"52.168.109.101", ClassPublic},
		{"::", ClassUnspecified},
		{"::1", ClassLoopback},
		{"::2", ClassReserved},
		{"fc00::1", ClassUniqueLocal},
		{"fdff:ffff::1", ClassUniqueLocal},
		{"fe80::20d:3aff:fe1c:5e7f", ClassLinkLocal},
		{"fe80::1%eth0", ClassLinkLocal},
		{"febf::1", ClassLinkLocal},
		{"fec0::1", ClassReserved},
		{"ff02::1", ClassMulticast},
		{"2001:db8::1", ClassDoc},
		{"3fff::1", ClassDoc},
		{"2001:2::1", ClassBenchmark},
		{"2603:1030:40c:1::5a8", ClassPublic},
		{"4000::1", ClassReserved},
		{"::ffff:10.1.2.3", ClassPrivate},
		{"::ffff:52.168.109.101", ClassPublic},
		{"::ffff:168.63.129.16", ClassAzureDNS},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			got, why := Classify(netip.MustParseAddr(test.in))
			if got != test.want {
				t.Errorf("Classify(%s) = %s (%s), want %s", test.in, got, why, test.want)
			}
			if why == "" {
				t.Errorf("Classify(%s) gives no source", test.in)
			}
		})
	}
}

func TestClassifyNoAddress(t *testing.T) {
	if got, why := Classify(netip.Addr{}); got != ClassUnspecified || why != "no address" {
		t.Errorf("Classify(zero) = %s (%s), want unspecified (no address)", got, why)
	}
}

// TestClassifyTellsTheArticlesMistake checks that what the article takes for private says why it is not.
func TestClassifyTellsTheArticlesMistake(t *testing.T) {
	for in, want := range map[string]bool{"172.32.0.1": true, "172.32.255.255": true, "172.33.0.1": false, "172.15.255.255": false} {
		if _, why := Classify(netip.MustParseAddr(in)); strings.Contains(why, "172.31.255.255") != want {
			t.Errorf("Classify(%s) says %q, want the mistake told: %v", in, why, want)
		}
	}
}

// TestClassesHaveAReach checks that each class means something for the checks: a class that is missing would
// count as shared address space.
func TestClassesHaveAReach(t *testing.T) {
	for _, c := range classes {
		if _, ok := classReach[c.class]; !ok {
			t.Errorf("class %s has no reach", c.class)
		}
	}
	for class, want := range map[Class]reach{
		ClassPrivate: reachPrivate, ClassUniqueLocal: reachPrivate, ClassPublic: reachPublic, ClassDoc: reachPublic,
		ClassReserved: reachPublic, ClassBenchmark: reachPublic, ClassShared: reachUnclear, ClassAzureDNS: reachReserved,
	} {
		if classReach[class] != want {
			t.Errorf("the reach of %s is %d, want %d", class, classReach[class], want)
		}
	}
}
