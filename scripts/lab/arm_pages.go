package main

import (
	"net/http"
	"slices"
	"strings"
)

// armPages are the forms of path that are answered, the narrow ones first. A star stands for one word, two for one
// word or more. Types of providers check the version themselves.
var armPages = []struct {
	path     string
	versions []string
	serve    func(*armServer, armRequest) armAnswer
}{
	{"tenants", versionsARM, (*armServer).tenants},
	{"subscriptions", versionsARM, (*armServer).listSubscriptions},
	{"subscriptions/*", versionsARM, (*armServer).getSubscription},
	{"subscriptions/*/locations", versionsARM, (*armServer).locations},
	{"subscriptions/*/resourcegroups", versionsARM, (*armServer).listGroups},
	{"subscriptions/*/resourcegroups/*", versionsARM, (*armServer).getGroup},
	{"subscriptions/*/resources", versionsARM, (*armServer).listGeneric},
	{"subscriptions/*/resourcegroups/*/resources", versionsARM, (*armServer).listGeneric},
	{"providers", versionsARM, (*armServer).listProviders},
	{"providers/*", versionsARM, (*armServer).getProvider},
	{"subscriptions/*/providers", versionsARM, (*armServer).listProviders},
	{"subscriptions/*/providers/*", versionsARM, (*armServer).getProvider},
	{"subscriptions/*/providers/*/**", nil, (*armServer).provided},
	{"subscriptions/*/resourcegroups/*/providers/*/**", nil, (*armServer).provided},
}

// pathFits compares the words of a path with a form, without regard to case.
func pathFits(words []string, form string) bool {
	for i, f := range strings.Split(form, "/") {
		switch {
		case i >= len(words) || words[i] == "":
			return false
		case f == "**":
			return true
		case f != "*" && f != fold(words[i]):
			return false
		}
	}
	return len(words) == strings.Count(form, "/")+1
}

// tenants lists the one tenant.
func (a *armServer) tenants(armRequest) armAnswer {
	return armAnswer{http.StatusOK, object{{"value", []any{object{{"id", "/tenants/" + armTenant()}, {"tenantId", armTenant()},
		{"countryCode", "US"}, {"displayName", "lab"}, {"domains", []string{"lab.example"}}, {"tenantCategory", "Home"}}}}}}
}

// subscription renders a subscription.
func (s armSubscription) render() object {
	return object{{"id", "/subscriptions/" + s.id}, {"authorizationSource", "RoleBased"}, {"managedByTenants", []any{}},
		{"subscriptionId", s.id}, {"tenantId", armTenant()}, {"displayName", s.name}, {"state", "Enabled"},
		{"subscriptionPolicies", object{{"locationPlacementId", "Public_2014-09-01"}, {"quotaId", "PayAsYouGo_2014-09-01"}, {"spendingLimit", "Off"}}}}
}

// listSubscriptions lists the subscriptions, the default one first: az takes it.
func (a *armServer) listSubscriptions(r armRequest) armAnswer {
	return a.paged(r, jsonList(a.estate.subscriptions, func(s armSubscription) any { return s.render() }))
}

// getSubscription answers with one subscription.
func (a *armServer) getSubscription(r armRequest) armAnswer {
	i := slices.IndexFunc(a.estate.subscriptions, func(s armSubscription) bool { return strings.EqualFold(s.id, r.words[1]) })
	return armAnswer{http.StatusOK, a.estate.subscriptions[i].render()}
}

// locations lists the one region.
func (a *armServer) locations(r armRequest) armAnswer {
	return armAnswer{http.StatusOK, object{{"value", []any{object{{"id", "/subscriptions/" + r.words[1] + "/locations/" + armLocation},
		{"name", armLocation}, {"type", "Region"}, {"displayName", "East US"}, {"regionalDisplayName", "(US) East US"}}}}}}
}

// typeGroup is the type of a resource group.
const typeGroup = "Microsoft.Resources/subscriptions/resourceGroups"

// renderGroup renders a resource group.
func renderGroup(subscription, name string) object {
	return object{{"id", "/subscriptions/" + subscription + "/resourceGroups/" + name}, {"name", name}, {"type", "Microsoft.Resources/resourceGroups"},
		{"location", armLocation}, {"tags", object{}}, {"properties", object{{"provisioningState", "Succeeded"}}}}
}

// listGroups lists the resource groups of a subscription.
func (a *armServer) listGroups(r armRequest) armAnswer {
	if a.denied(typeGroup) {
		return errDenied(typeGroup, "/subscriptions/"+r.words[1])
	}
	return a.paged(r, jsonList(a.estate.groups(r.words[1]), func(name string) any { return renderGroup(fold(r.words[1]), name) }))
}

// getGroup answers with one resource group.
func (a *armServer) getGroup(r armRequest) armAnswer {
	if a.denied(typeGroup) {
		return errDenied(typeGroup, r.path)
	}
	for _, name := range a.estate.groups(r.words[1]) {
		if strings.EqualFold(name, r.words[3]) {
			return armAnswer{http.StatusOK, renderGroup(fold(r.words[1]), name)}
		}
	}
	return errGroup(r.words[3])
}

// renderProvider renders a provider with its types and their versions, the newest first.
func renderProvider(namespace, scope string) object {
	var types []any
	for _, k := range armKinds {
		name, typ, _ := strings.Cut(k.typ, "/")
		if name == namespace {
			versions := slices.Clone(k.versions)
			slices.Reverse(versions)
			types = append(types, object{{"resourceType", typ}, {"locations", []string{"East US"}}, {"apiVersions", versions}, {"capabilities", "None"}})
		}
	}
	return object{{"id", scope + "/providers/" + namespace}, {"namespace", namespace}, {"resourceTypes", types},
		{"registrationState", "Registered"}, {"registrationPolicy", "RegistrationRequired"}}
}

// listProviders lists the providers, of a subscription or of all Azure.
func (a *armServer) listProviders(r armRequest) armAnswer {
	scope := r.path[:strings.LastIndexByte(r.path, '/')]
	return a.paged(r, jsonList(namespaces(), func(namespace string) any { return renderProvider(namespace, scope) }))
}

// getProvider answers with one provider.
func (a *armServer) getProvider(r armRequest) armAnswer {
	at := strings.LastIndex(fold(r.path), "/providers/")
	asked := r.words[len(r.words)-1]
	for _, namespace := range namespaces() {
		if strings.EqualFold(namespace, asked) {
			return armAnswer{http.StatusOK, renderProvider(namespace, r.path[:at])}
		}
	}
	return errNamespace(asked)
}
