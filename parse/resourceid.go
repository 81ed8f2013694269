package parse

import "strings"

// A ResourceID is an Azure resource id taken apart. Azure compares ids without case; the parts are kept as
// captured.
type ResourceID struct {
	Subscription string   // empty for a resource outside subscriptions
	Group        string   // resource group; empty for a resource of the subscription itself
	Type         string   // provider and types: Microsoft.Network/privateDnsZones/A
	Names        []string // one name a type, the outermost first: zone, record
}

// ParseResourceID takes an id apart:
//
//	/subscriptions/S/resourceGroups/G/providers/NAMESPACE/type/name[/type/name...]
//
// It reports false for a text that is no complete id of a resource. Of an extension resource (two
// "providers") the type and the names are those behind the last one.
func ParseResourceID(id string) (ResourceID, bool) {
	r, types := splitARMPath(id)
	return r, types > 0 && types == len(r.Names)
}

// splitARMPath takes a path of the resource manager apart and counts its types: a path that ends in a type
// names a list, and has one type more than names.
func splitARMPath(path string) (ResourceID, int) {
	var r ResourceID
	if !strings.HasPrefix(path, "/") {
		return r, 0
	}
	segs := strings.Split(strings.Trim(path, "/"), "/")
	at := -1
	for i := 0; i+1 < len(segs); i++ {
		switch {
		case strings.EqualFold(segs[i], "providers"):
			at = i
		case at >= 0:
		case strings.EqualFold(segs[i], "subscriptions"):
			r.Subscription = segs[i+1]
		case strings.EqualFold(segs[i], "resourceGroups"):
			r.Group = segs[i+1]
		}
	}
	if at < 0 {
		return r, 0
	}
	types := segs[at+1 : at+2]
	for i, s := range segs[at+2:] {
		if i%2 == 0 {
			types = append(types[:len(types):len(types)], s)
		} else {
			r.Names = append(r.Names, s)
		}
	}
	r.Type = strings.Join(types, "/")
	return r, len(types) - 1
}

// Name returns the resource's own name, the last one; "" for a zero ResourceID.
func (r ResourceID) Name() string {
	if len(r.Names) == 0 {
		return ""
	}
	return r.Names[len(r.Names)-1]
}

// ParentID returns the id of the resource that a child resource belongs to, as captured: the zone of a
// link, the vault of a connection, the network of a subnet. It is "" where id is no child's.
func ParentID(id string) string {
	r, ok := ParseResourceID(id)
	if !ok || len(r.Names) < 2 {
		return ""
	}
	id = strings.TrimRight(id, "/")
	for range 2 {
		id = id[:strings.LastIndexByte(id, '/')]
	}
	return id
}
