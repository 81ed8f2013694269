package main

import (
	"fmt"
	"net/http"
	"strings"
)

// armError is an error as ARM wraps it.
func armError(status int, code, format string, values ...any) armAnswer {
	return armAnswer{status, object{{"error", object{{"code", code}, {"message", fmt.Sprintf(format, values...)}}}}}
}

// errMethod refuses what is no read.
func errMethod(method string) armAnswer {
	return armError(http.StatusMethodNotAllowed, "MethodNotAllowed", "The requested resource does not support http method '%s'.", method)
}

// errNoToken is said to a caller without a login.
func errNoToken() armAnswer {
	return armError(http.StatusUnauthorized, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
}

// errNoVersion asks for the API version.
func errNoVersion() armAnswer {
	return armError(http.StatusBadRequest, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.")
}

// errVersion is said of ARM's own pages.
func errVersion(version string, supported []string) armAnswer {
	return armError(http.StatusBadRequest, "InvalidApiVersionParameter", "The api-version '%s' is invalid. The supported versions are '%s'.",
		version, strings.Join(supported, ","))
}

// errTypeVersion is said of the types of a provider.
func errTypeVersion(k armKind, version string) armAnswer {
	_, typ, _ := strings.Cut(k.typ, "/")
	return armError(http.StatusBadRequest, "NoRegisteredProviderFound", "No registered resource provider found for location '%s' and API version "+
		"'%s' for type '%s'. The supported api-versions are '%s'. The supported locations are '%s'.",
		armLocation, version, typ, strings.Join(k.versions, ", "), armLocation)
}

// errNamespace is said of a provider that is not known.
func errNamespace(namespace string) armAnswer {
	return armError(http.StatusNotFound, "InvalidResourceNamespace", "The resource namespace '%s' is invalid.", namespace)
}

// errType is said of a type that its provider does not know.
func errType(typ, version string) armAnswer {
	namespace, rest, _ := strings.Cut(typ, "/")
	return armError(http.StatusNotFound, "InvalidResourceType", "The resource type '%s' could not be found in the namespace '%s' for api version '%s'.",
		rest, namespace, version)
}

// errDenied is what a caller reads who has no role at a scope. The client is the one of the token.
func errDenied(typ, scope string) armAnswer {
	return armError(http.StatusForbidden, "AuthorizationFailed", "The client '%s' with object id '%s' does not have authorization to perform action "+
		"'%s/read' over scope '%s' or the scope is invalid. If access was recently granted, please refresh your credentials.",
		armClient(), armObject(), typ, scope)
}

// errSubscription is said of a subscription that the caller does not see.
func errSubscription(id string) armAnswer {
	return armError(http.StatusNotFound, "SubscriptionNotFound", "The subscription '%s' could not be found.", id)
}

// errGroup is said of a missing resource group.
func errGroup(name string) armAnswer {
	return armError(http.StatusNotFound, "ResourceGroupNotFound", "Resource group '%s' could not be found.", name)
}

// errResource is said of a missing resource.
func errResource(typeAndName, group string) armAnswer {
	return armError(http.StatusNotFound, "ResourceNotFound", "The Resource '%s' under resource group '%s' was not found. For more details please go to "+
		"https://aka.ms/ARMResourceNotFoundFix", typeAndName, group)
}

// errParent is said of the parts of a missing resource.
func errParent(name string) armAnswer {
	return armError(http.StatusNotFound, "ParentResourceNotFound", "Can not perform requested operation on nested resource. Parent resource '%s' not found.", name)
}

// errNested is what the network provider says of a missing part of a resource that is there.
func errNested(id string) armAnswer {
	return armError(http.StatusNotFound, "NotFound", "Resource %s not found.", id)
}

// errFilter is said of a filter that is not understood.
func errFilter(filter string) armAnswer {
	return armError(http.StatusBadRequest, "InvalidFilterInQueryString", "Invalid $filter '%s' specified in the query string.", filter)
}

// errSkipToken is said of a page that is none.
func errSkipToken(token string) armAnswer {
	return armError(http.StatusBadRequest, "InvalidSkipToken", "The $skiptoken '%s' is invalid.", token)
}

// errPath is said of a path that stands for nothing.
func errPath(path string) armAnswer {
	return armError(http.StatusNotFound, "NotFound", "The resource cannot be found: '%s'.", path)
}
