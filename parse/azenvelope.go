package parse

import (
	"slices"
	"strings"
)

// maxEnvelopes bounds what is opened one in another to find resources: a wrapper, and a list in it.
const maxEnvelopes = 3

// maxWrapperKey is the longest key of an object that only holds resources: it is part of every pointer.
const maxWrapperKey = 100

// isResource reports whether an object is a resource of Azure, of a type that is read or of any other.
func isResource(n *jsonNode) bool { return resourceKind(n).typ != "" || armName(n) != "" }

// armName returns the type of a resource of Azure, as its type or its id tells; "" for any other object.
func armName(n *jsonNode) string {
	if typ := n.get("type"); typ.is(jsonString) && isARMType(typ.value) {
		return typ.value
	}
	if id := n.get("id"); id.is(jsonString) {
		if r, ok := ParseResourceID(id.value); ok && isARMType(r.Type) {
			return r.Type
		}
	}
	return ""
}

// isARMType reports whether a type is one of Microsoft's: Microsoft.Compute/virtualMachines.
func isARMType(typ string) bool {
	const prefix = "microsoft."
	return len(typ) > len(prefix) && strings.EqualFold(typ[:len(prefix)], prefix) && strings.Contains(typ, "/")
}

// resourcesIn returns the resources that a value is or holds: itself, the elements of a list, what a wrapper
// that only names them holds ({"newVNet": {...}}, as some commands print, or several exports put together by
// hand), or the bodies of the responses in an example of a specification, whose parameters are no data.
func resourcesIn(n *jsonNode, depth int) []*jsonNode {
	var all []*jsonNode
	switch {
	case depth > maxEnvelopes || !n.container():
	case n.kind == jsonArray:
		items := n.items()
		if n.inObject && n.parent.open { // of a fragment also what was cut off
			items = n.children
		}
		for _, c := range items {
			switch {
			case depth == 0 || isResource(c):
				all = append(all, resourcesIn(c, depth+1)...)
			case strings.EqualFold(n.key, "results"): // of a loop of Ansible
				all = append(all, resourcesIn(c, depth)...)
			}
		}
	case isResource(n):
		if depth == 0 || !isReference(n) {
			all = append(all, n)
		}
	case isExample(n):
		for _, c := range n.get("responses").children {
			all = append(all, resourcesIn(c.get("body"), 0)...)
		}
	default:
		for _, c := range envelope(n) {
			all = append(all, resourcesIn(c, depth+1)...)
		}
	}
	return all
}

// isExample reports whether an object is an example of the resource manager's specification.
func isExample(n *jsonNode) bool {
	return n.get("responses").is(jsonObject) && n.get("parameters").is(jsonObject)
}

// askedKeys name what was asked for, in a template, in an example or by a module of Ansible: it is no data.
var askedKeys = []string{"parameters", "invocation", "module_args"}

// envelope returns the values in which an object that is no resource may hold some.
func envelope(n *jsonNode) []*jsonNode {
	if n.get("$schema") != nil || n.get("contentVersion") != nil { // a template: what is wanted, not what is
		return nil
	}
	var all []*jsonNode
	for _, c := range n.children {
		if c.container() && len(c.key) <= maxWrapperKey && !slices.Contains(askedKeys, strings.ToLower(c.key)) {
			all = append(all, c)
		}
	}
	return all
}

// isReference reports whether an object only names a resource: az adds a resource group to the id, and old
// versions a null for each field.
func isReference(n *jsonNode) bool {
	for _, c := range n.children {
		if c.kind != jsonNull && !strings.EqualFold(c.key, "id") && !strings.EqualFold(c.key, "resourceGroup") {
			return false
		}
	}
	return true
}
