package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// An armServer answers as Azure does for a scenario: the login pages that az asks for, and Azure Resource Manager's
// reading half. All answers follow from the scenario alone, so that two runs give the same bytes. It keeps a list of the requests that wanted to change something.
type armServer struct {
	scenario *Scenario
	estate   *armEstate

	mu     sync.Mutex
	writes []string
}

// newARM builds the deployment that a scenario describes.
func newARM(s *Scenario) *armServer {
	return &armServer{scenario: s, estate: newEstate(s)}
}

// Writes returns the requests, as "METHOD PATH", that were refused because they are not reads. A collector that
// causes one is wrong.
func (a *armServer) Writes() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.writes)
}

// An armRequest is one GET: its path in words, its API version, and what narrows a list.
type armRequest struct {
	path    string   // without final slash
	words   []string // of the path
	version string
	query   url.Values
	base    string // https://host:port
}

// ServeHTTP implements http.Handler.
func (a *armServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.login(w, r) {
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		a.mu.Lock()
		a.writes = append(a.writes, r.Method+" "+r.URL.Path)
		a.mu.Unlock()
		sendARM(w, errMethod(r.Method))
		return
	}
	if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		w.Header().Set("WWW-Authenticate", `Bearer authorization_uri="https://`+r.Host+`/adfs", error="invalid_token"`)
		sendARM(w, errNoToken())
		return
	}
	q := r.URL.Query()
	path := strings.TrimRight(slashes.ReplaceAllString(r.URL.Path, "/"), "/")
	sendARM(w, a.answer(armRequest{path: path, words: strings.Split(strings.TrimPrefix(path, "/"), "/"),
		version: queryValue(q, "api-version"), query: q, base: "https://" + r.Host}))
}

// slashes are doubled by "az resource show", and taken for one.
var slashes = regexp.MustCompile(`//+`)

// queryValue returns a parameter of a query; ARM takes their names without regard to case.
func queryValue(q url.Values, name string) string {
	for key, values := range q {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// An armAnswer is a status with its body: an object, or an error.
type armAnswer struct {
	status int
	body   any
}

// sendARM writes an answer as ARM does.
func sendARM(w http.ResponseWriter, answer armAnswer) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	w.Header().Set("x-ms-request-id", guid("request", fmt.Sprint(answer.status)))
	w.WriteHeader(answer.status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer.body); err != nil {
		panic(err) // the bodies are ours: they cannot fail to encode
	}
}

// answer finds what a path stands for. The order of the checks is ARM's: the subscription, the version, the type,
// the caller's rights, the group, and only then the resource.
func (a *armServer) answer(r armRequest) armAnswer {
	if r.version == "" {
		return errNoVersion()
	}
	for _, page := range armPages {
		if !pathFits(r.words, page.path) {
			continue
		}
		if len(r.words) > 1 && fold(r.words[0]) == "subscriptions" && !a.estate.hasSubscription(r.words[1]) {
			return errSubscription(r.words[1])
		}
		if page.versions != nil && !slices.Contains(page.versions, r.version) {
			return errVersion(r.version, page.versions)
		}
		return page.serve(a, r)
	}
	return errPath(r.path)
}

// paged cuts a list into the scenario's pages. The link to the next one repeats the query, as ARM's does.
func (a *armServer) paged(r armRequest, all []any) armAnswer {
	from, size := 0, a.scenario.Azure.PageSize
	if token := queryValue(r.query, "$skiptoken"); token != "" {
		text, err := base64.RawURLEncoding.DecodeString(token)
		n, err2 := strconv.Atoi(string(text))
		if err != nil || err2 != nil || n < 0 || n > len(all) {
			return errSkipToken(token)
		}
		from = n
	}
	if top, err := strconv.Atoi(queryValue(r.query, "$top")); err == nil && top > 0 && (size == 0 || top < size) {
		size = top
	}
	page := all[from:]
	body := object{}
	if size > 0 && len(page) > size {
		q := url.Values{"api-version": {r.version}, "$skiptoken": {base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(from + size)))}}
		for _, name := range []string{"$filter", "$expand", "$top"} {
			if v := queryValue(r.query, name); v != "" {
				q.Set(name, v)
			}
		}
		page = page[:size]
		body = object{{"nextLink", r.base + r.path + "?" + q.Encode()}}
	}
	if page == nil {
		page = []any{}
	}
	return armAnswer{http.StatusOK, append(object{{"value", page}}, body...)}
}
