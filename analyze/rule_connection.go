package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// ineffective returns the connections of the vault in a state that match accepts, split into those that
// leave their network without a connection and those that stand beside an effective one.
func (e *Evidence) ineffective(match func(state parse.Text) bool) (faults, leftovers []*connection) {
	for _, c := range e.conns {
		if effectiveState(c.State, c.ProvisioningState) != no || !match(c.State) {
			continue
		}
		if e.servedOtherwise(c) {
			leftovers = append(leftovers, c)
		} else {
			faults = append(faults, c)
		}
	}
	return faults, leftovers
}

// servedOtherwise reports whether an effective connection serves the network of an ineffective one: in the
// same network, or, where no client is known to sit in that network, anywhere.
func (e *Evidence) servedOtherwise(c *connection) bool {
	if len(e.effectiveEndpoints()) == 0 {
		return false
	}
	if c.endpoint == nil || c.endpoint.networkID == "" || e.index.effectiveIn[c.endpoint.networkID] != nil {
		return true
	}
	for _, v := range e.clients() {
		if v.network != nil && v.network.id == c.endpoint.networkID && !e.arrivedPrivately(v) {
			return false
		}
	}
	return true
}

// undecidedBeside reports whether a connection that may be effective stands beside one that is not, so that the latter may
// be a leftover: its state or its endpoint was not captured.
func (e *Evidence) undecidedBeside(c *connection) bool {
	return slices.ContainsFunc(e.conns, func(other *connection) bool {
		state := effectiveState(other.State, other.ProvisioningState)
		return other != c && (state == unknown || state == yes && other.endpoint == nil)
	})
}

// inState matches connections by their state.
func inState(want string) func(parse.Text) bool {
	return func(state parse.Text) bool { return strings.EqualFold(state.Value, want) }
}

// stateFindings reports the faulty connections that match.
func (e *Evidence) stateFindings(match func(parse.Text) bool) []Finding {
	faults, leftovers := e.ineffective(match)
	out := e.undecidedStates(leftovers)
	for _, c := range faults {
		if e.undecidedBeside(c) {
			out = append(out, open(c.name(), nil, NeedConnections))
			continue
		}
		detail := fmt.Sprintf("the connection to private endpoint %s is %s, provisioning state %s", c.name(), c.State.Value, orUnknown(c.ProvisioningState.Value))
		f := fail(c.name(), nil, detail, c.State.Cite, c.ProvisioningState.Cite).with("connection_id", c.ID.Value)
		out = append(out, e.aboutEndpoint(f, c.endpoint).on(e.leftWithout(c)...))
	}
	return append(out, e.toldByEndpoints(match)...)
}

// leftWithout returns the clients that an ineffective connection leaves without one: where another is effective, those in its
// network and those that stand nobody knows where; nil for all.
func (e *Evidence) leftWithout(c *connection) []*vantage {
	if len(e.effectiveEndpoints()) == 0 || c.endpoint == nil || c.endpoint.networkID == "" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(e.clients()), func(v *vantage) bool {
		return v.network != nil && v.network.id != c.endpoint.networkID && e.servingNetwork(v.network) != nil
	})
}

// undecidedStates says what cannot be told of a connection: its state was not captured, or it is a leftover only if no client
// stands in its network, and one stands nobody knows where.
func (e *Evidence) undecidedStates(leftovers []*connection) []Finding {
	var out []Finding
	for _, c := range e.conns {
		if !c.State.Known() && !e.servedOtherwise(c) {
			out = append(out, open(c.name(), nil, NeedConnections))
		}
	}
	lost := slices.ContainsFunc(e.clients(), func(v *vantage) bool { return v.network == nil })
	for _, c := range leftovers {
		homeless := c.endpoint == nil || c.endpoint.networkID == ""
		if len(e.clients()) > 0 && homeless || lost && !homeless && e.index.effectiveIn[c.endpoint.networkID] == nil {
			out = append(out, open(c.name(), nil, NeedOwn, NeedNetworks))
		}
	}
	return out
}

// toldByEndpoints reports connections whose state only the endpoint tells: the vault's list was not captured, or the vault
// does not list it (any more), as one that was made anew under its name.
func (e *Evidence) toldByEndpoints(match func(state parse.Text) bool) []Finding {
	if len(e.effectiveEndpoints()) > 0 {
		return nil
	}
	listed := e.connectionsListed()
	var out []Finding
	for _, ep := range e.endpointsOfVault() {
		k := ep.link
		if ep.conn != nil || k == nil || !match(k.State) || effectiveState(k.State, k.ProvisioningState) != no {
			continue
		}
		detail := fmt.Sprintf("private endpoint %s says that its connection is %s, provisioning state %s", ep.name, k.State.Value, orUnknown(k.ProvisioningState.Value))
		if listed.File != "" {
			detail += fmt.Sprintf(", and vault %s does not list it", e.id.name)
		}
		out = append(out, e.aboutEndpoint(fail(ep.name, nil, detail, k.State.Cite, k.ProvisioningState.Cite, listed), ep))
	}
	return out
}

// name returns the name that people know a connection by: its endpoint's, else its own.
func (c *connection) name() string {
	if c.endpoint != nil {
		return c.endpoint.name
	}
	return cmp.Or(lastName(c.ID.Value), c.Name.Value, "connection")
}

// aboutEndpoint adds what is known of an endpoint to a finding.
func (e *Evidence) aboutEndpoint(f Finding, ep *endpoint) Finding {
	if ep == nil {
		return f
	}
	f.place.endpoint = ep.id
	if f.Subject == ep.name {
		f.id = ep.id
	}
	f = f.with("endpoint", ep.name, "endpoint_id", ep.id, "endpoint_group", groupOf(ep.id))
	for _, z := range e.exactZones() {
		if len(e.exactZones()) > 1 && z.linkTo(ep.networkID) != nil {
			f = f.with("zone_group", groupOf(z.idText()), "zone_subscription", subscriptionOf(z.idText()))
		}
	}
	if ep.Endpoint != nil {
		if f.id != "" {
			f.id = ep.ID.Value
		}
		f = f.with("endpoint_id", ep.ID.Value, "endpoint_group", groupOf(ep.ID.Value), "subnet_id", ep.Subnet.Value)
		if len(ep.Interfaces) > 0 {
			f = f.with("nic", ep.Interfaces[0].Value)
		}
	}
	return f
}

// connectionPending reports connections that wait for approval.
func connectionPending(e *Evidence) []Finding { return e.stateFindings(inState("Pending")) }

// connectionRejected reports connections that the vault's owner rejected.
func connectionRejected(e *Evidence) []Finding { return e.stateFindings(inState("Rejected")) }

// connectionDisconnected reports connections whose vault was deleted, recreated or recovered.
func connectionDisconnected(e *Evidence) []Finding { return e.stateFindings(inState("Disconnected")) }

// connectionNotSucceeded reports approved connections that are not provisioned.
func connectionNotSucceeded(e *Evidence) []Finding {
	out := e.stateFindings(inState("Approved"))
	for _, c := range e.conns {
		if !c.State.Known() || strings.EqualFold(c.State.Value, "Approved") && !c.ProvisioningState.Known() {
			out = append(out, open(c.name(), nil, NeedConnections))
		}
	}
	return out
}

// endpointWrongSubresource reports endpoints of the vault with another group id than the vault's.
func endpointWrongSubresource(e *Evidence) []Finding {
	var out []Finding
	for _, ep := range e.endpointsOfVault() {
		if ep.link == nil || len(ep.link.GroupIDs) == 0 {
			out = append(out, open(ep.name, nil, NeedEndpoints).of(ep.id))
			continue
		}
		for _, g := range ep.link.GroupIDs {
			if !strings.EqualFold(g.Value, e.id.svc.group) {
				detail := fmt.Sprintf("private endpoint %s was made for the sub-resource %q, the vault needs %q", ep.name, g.Value, e.id.svc.group)
				out = append(out, e.aboutEndpoint(fail(ep.name, nil, detail, g.Cite), ep))
			}
		}
	}
	return out
}

// endpointOrphaned reports endpoints that say Approved for this vault's id while the vault does not list them.
func endpointOrphaned(e *Evidence) []Finding {
	listed := e.connectionsListed()
	if listed.File == "" {
		return nil
	}
	var out []Finding
	for _, ep := range e.endpointsOfVault() {
		if len(e.effectiveEndpoints()) > 0 && !e.aloneFor(ep) {
			continue
		}
		if ep.conn != nil || ep.link == nil || ep.link.State.Known() && !strings.EqualFold(ep.link.State.Value, "Approved") {
			continue
		}
		if e.maybeListed(ep) || !ep.link.State.Known() {
			out = append(out, open(ep.name, nil, NeedConnections).of(ep.id))
			continue
		}
		detail := fmt.Sprintf("private endpoint %s says Approved, but vault %s does not list it", ep.name, e.id.name)
		out = append(out, e.aboutEndpoint(fail(ep.name, nil, detail, ep.link.State.Cite, listed), ep))
	}
	return out
}

// aloneFor reports whether a client is shown to stand in an endpoint's network, of which no effective endpoint serves it.
func (e *Evidence) aloneFor(ep *endpoint) bool {
	return ep.networkID != "" && slices.ContainsFunc(e.clients(), func(v *vantage) bool {
		return v.network != nil && v.network.id == ep.networkID && e.withoutEndpoint(v, e.effectiveEndpoints()) == yes
	})
}
