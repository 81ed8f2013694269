package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
)

// The caller's tenant, application and object.
func armTenant() string { return guid("tenant") }
func armClient() string { return guid("client") }
func armObject() string { return guid("object") }

// login answers what az asks before it has a token, and reports whether it did. The form is that of AD FS, which
// az takes without looking anything up on the Internet.
func (a *armServer) login(w http.ResponseWriter, r *http.Request) bool {
	base, path := "https://"+r.Host, strings.TrimRight(r.URL.Path, "/")
	switch {
	case r.Method == http.MethodGet && strings.HasSuffix(path, "/.well-known/openid-configuration"):
		authority := base + strings.TrimSuffix(path, "/.well-known/openid-configuration")
		sendARM(w, armAnswer{http.StatusOK, object{
			{"issuer", authority},
			{"authorization_endpoint", authority + "/oauth2/authorize"},
			{"token_endpoint", authority + "/oauth2/token"},
			{"device_authorization_endpoint", authority + "/oauth2/devicecode"},
			{"jwks_uri", authority + "/discovery/keys"},
			{"response_types_supported", []string{"code", "id_token"}},
			{"subject_types_supported", []string{"pairwise"}},
			{"id_token_signing_alg_values_supported", []string{"RS256"}},
		}})
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/oauth2/token"):
		sendARM(w, armAnswer{http.StatusOK, object{
			{"token_type", "Bearer"}, {"expires_in", 86399}, {"ext_expires_in", 86399},
			{"resource", base + "/"}, {"access_token", accessToken(base)},
		}})
	case r.Method == http.MethodGet && path == "/metadata/endpoints":
		sendARM(w, armAnswer{http.StatusOK, object{
			{"galleryEndpoint", base}, {"graphEndpoint", base}, {"portalEndpoint", base},
			{"authentication", object{{"loginEndpoint", base + "/adfs"}, {"audiences", []string{base + "/"}}}},
		}})
	default:
		return false
	}
	return true
}

// accessToken is a token that says who the caller is. Nobody checks its signature. It expires in 2100: the answer's
// expires_in is what az goes by, and a clock would make the answers differ.
func accessToken(audience string) string {
	part := func(o object) string {
		text, err := json.Marshal(o)
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	return part(object{{"typ", "JWT"}, {"alg", "RS256"}}) + "." + part(object{
		{"aud", audience + "/"}, {"iss", audience + "/adfs"}, {"iat", 1767225600}, {"exp", 4102444800},
		{"tid", armTenant()}, {"appid", armClient()}, {"oid", armObject()}, {"sub", armObject()}, {"ver", "1.0"},
	}) + "." + base64.RawURLEncoding.EncodeToString([]byte("unsigned"))
}
