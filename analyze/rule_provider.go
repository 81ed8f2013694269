package analyze

import (
	"fmt"
	"strings"

	"kvdoctor/parse"
)

// providerNotRegistered reports the error that the endpoint's subscription lacks the Key Vault provider.
func providerNotRegistered(e *Evidence) []Finding {
	for _, x := range e.errors {
		if _, rest, ok := strings.Cut(x.Message, providerText); ok {
			_, id, _ := strings.Cut(rest, "/subscriptions/")
			sub, _, _ := strings.Cut(id, "/")
			f := fail(firstOf(e.id.name, sub), nil, "the resource provider Microsoft.KeyVault is not registered in the private endpoint's subscription", x.Cite)
			return []Finding{f.with("subscription", sub, "connection_id", e.onlyPending())}
		}
	}
	return nil
}

// onlyPending returns the id of the one connection that waits for approval; empty if there are none or several.
func (e *Evidence) onlyPending() string {
	id := ""
	for _, c := range e.conns {
		if strings.EqualFold(c.State.Value, "Pending") {
			if id != "" {
				return ""
			}
			id = c.ID.Value
		}
	}
	return id
}

// connectionToCleanUp reports ineffective connections beside an effective one.
func connectionToCleanUp(e *Evidence) []Finding {
	_, leftovers := e.ineffective(func(parse.Text) bool { return true })
	var out []Finding
	for _, c := range leftovers {
		detail := fmt.Sprintf("the connection to private endpoint %s is %s; another one is effective", c.name(), c.State.Value)
		f := fail(c.name(), nil, detail, c.State.Cite).with("connection_id", c.ID.Value)
		out = append(out, e.aboutEndpoint(f, c.endpoint))
	}
	return out
}
