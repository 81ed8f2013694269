package analyze

import (
	"fmt"
	"slices"
	"strings"

	"kvdoctor/parse"
)

// A managedSign is a variable by which a machine says that someone else runs it. An empty value stands for any; one that
// ends in an asterisk for its begin, one that begins with an asterisk for a part.
type managedSign struct{ name, value, what string }

// cloudShell may be injected into a network; hosted build agents are not.
const cloudShell = "Azure Cloud Shell"

// managedSigns are the signs, the surest first.
var managedSigns = []managedSign{
	{"AGENT_ISSELFHOSTED", "0", "a Microsoft-hosted build agent"},
	{"RUNNER_ENVIRONMENT", "github-hosted", "a GitHub-hosted runner"},
	{"AGENT_NAME", "Hosted Agent*", "a Microsoft-hosted build agent"},
	{"AGENT_NAME", "Azure Pipelines*", "a Microsoft-hosted build agent"},
	{"RUNNER_NAME", "GitHub Actions*", "a GitHub-hosted runner"},
	{"CI_RUNNER_DESCRIPTION", "*.gitlab.com", "a runner that GitLab hosts"},
	{"AZUREPS_HOST_ENVIRONMENT", "cloud-shell*", cloudShell},
	{"POWERSHELL_DISTRIBUTION_CHANNEL", "CloudShell*", cloudShell},
	{"ACC_CLOUD", "", cloudShell},
	{"ACC_TERM_ID", "", cloudShell},
}

// ownSigns are variables by which a build agent says that its owner runs it.
var ownSigns = []managedSign{
	{"AGENT_ISSELFHOSTED", "1", ""},
	{"AGENT_ISSELFHOSTED", "true", ""},
	{"RUNNER_ENVIRONMENT", "self-hosted", ""},
}

// agentSigns are variables that any build agent has.
var agentSigns = []managedSign{{"TF_BUILD", "", ""}, {"GITHUB_ACTIONS", "", ""}, {"GITLAB_CI", "", ""}}

// signOf returns the first of the signs that a machine's environment shows, with its line; nil if there is none.
func signOf(v *vantage, signs []managedSign) (*managedSign, parse.Cite) {
	for i, s := range signs {
		for _, x := range v.variables {
			if strings.EqualFold(x.Name, s.name) && x.Value != "" && s.fits(x.Value) {
				return &signs[i], x.Cite
			}
		}
	}
	return nil, parse.Cite{}
}

// agent reports whether a sign is a hosted build agent's: such a machine stands in nobody's network, whatever its address is.
func (s managedSign) agent() bool { return s.what != cloudShell }

// fits reports whether a value is the sign's.
func (s managedSign) fits(value string) bool {
	value, want := strings.ToLower(value), strings.ToLower(s.value)
	begin, open := strings.CutSuffix(want, "*")
	part, inner := strings.CutPrefix(want, "*")
	switch {
	case want == "":
		return true
	case open:
		return strings.HasPrefix(value, begin)
	case inner:
		return strings.Contains(value, part)
	}
	return value == want
}

// managedClient reports clients that are Cloud Shell or a hosted build agent and do not stand in a network of the case.
func managedClient(e *Evidence) []Finding {
	var out []Finding
	for _, v := range e.clients() {
		e.saw(NeedEnvironment)
		sign, at := signOf(v, managedSigns)
		own, _ := signOf(v, ownSigns)
		agent, _ := signOf(v, agentSigns)
		switch {
		case sign != nil && sign.agent() && !e.privateOrigin(v):
			out = append(out, e.managed(v, sign, at)) // its addresses are those of any hosted agent
		case v.network != nil || e.privateOrigin(v):
			out = append(out, idle(v.name, v)) // injected into a network, if it is managed at all
		case sign != nil && len(e.networks) > 0 && (!e.told(parse.TypeNetwork) || e.cut(parse.TypeNetwork)):
			out = append(out, open(v.name, v, NeedNetworks)) // it may be injected into one
		case own != nil:
		case sign == nil && agent == nil:
			if !v.environmentTells("acc_") && !v.environmentTells("agent") && !v.environmentTells("runner") {
				out = append(out, open(v.name, v, NeedEnvironment))
			}
		case sign == nil:
			out = append(out, open(v.name, v).ask("whether the build agent is hosted", "env | grep -E '^(AGENT_|RUNNER_)'"))
		default:
			out = append(out, e.managed(v, sign, at))
		}
	}
	return out
}

// managed judges a managed client: what it met shows that it stands in no network of the case, else that is open.
func (e *Evidence) managed(v *vantage, sign *managedSign, at parse.Cite) Finding {
	detail := fmt.Sprintf("%s is %s (%s), which stands outside of the endpoint's network", v.name, sign.what, sign.name)
	if l := e.publicAnswer(v); l != nil {
		return fail(v.name, v, fmt.Sprintf("%s, and resolves %s to %s", detail, e.id.host, addrList(l.Addresses)), l.At, at)
	}
	if l := e.badAnswer(v); l != nil {
		return fail(v.name, v, detail, l.At, at)
	}
	for _, r := range e.namedRequests(v) {
		switch {
		case e.way(r) == wayPublic:
			return fail(v.name, v, detail, r.NetworkInfo.Cite, at)
		case r.Error != nil && slices.Contains([]string{"ForbiddenByFirewall", "ForbiddenByConnection"}, r.Error.Reason()):
			return fail(v.name, v, detail, r.Error.Cite, at)
		case r.Failure != nil && failureKind(r.Failure) == "KV701":
			return fail(v.name, v, detail, r.Failure.Cite, at)
		}
	}
	return open(v.name, v, NeedLookups, NeedRequests)
}

// privateOrigin reports whether the vault saw a request of the vantage come by a private way.
func (e *Evidence) privateOrigin(v *vantage) bool {
	for _, r := range e.requestsOf(v) {
		if w := e.way(r); w == wayPrivateLink || w == wayService {
			return true
		}
	}
	return false
}
